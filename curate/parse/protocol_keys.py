"""The keys of a protocol: their types, closed lists and references, each said once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import Any

from curate.errors import ProtocolError
from curate.model import terms
from curate.model.protocol import (
    PROFILES,
    Arm,
    Comparison,
    Item,
    Outcome,
    Person,
    PoolOptions,
    Protocol,
    Rule,
    Timepoint,
)

Place = Callable[[str, int, str], str]
"""Kind, number of the entry from 0, key (empty: the entry) → where that is, in words."""


@dataclass(frozen=True, slots=True)
class Key:
    """What one key may hold.

    Attributes
    ----------
    holds
        ``text``, ``code``, ``number``, ``flag``, ``texts``, ``codes`` or ``options``.
    choices
        The closed list of a text.
    refers
        Kind of the entries that codes must name.
    """

    holds: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""


_CODE = Key("code", required=True)
_LABEL = Key(required=True)

KEYS: dict[str, dict[str, Key]] = {
    "review": {
        "title": Key(required=True),
        "basis_of_truth": Key(choices=terms.codes("basis_of_truth")),
    },
    "outcome": {
        "code": _CODE,
        "label": _LABEL,
        "kind": Key(choices=("continuous", "binary")),
        "minimum": Key("number"),
        "maximum": Key("number"),
        "direction": Key(required=True, choices=("lower", "higher")),
        "unit": Key(),
        "aliases": Key("texts"),
        "items": Key("number"),
        "codebook": Key(),
    },
    "arm": {
        "code": _CODE,
        "label": _LABEL,
        "role": Key(choices=("experimental", "control", "")),
        "aliases": Key("texts"),
    },
    "timepoint": {
        "code": _CODE,
        "label": _LABEL,
        "target_days": Key("number"),
        "from_days": Key("number"),
        "to_days": Key("number"),
        "anchor": Key(),
        "prefer": Key(choices=("closest", "latest", "earliest")),
        "aliases": Key("texts"),
    },
    "comparison": {
        "code": _CODE,
        "label": _LABEL,
        "outcomes": Key("codes", required=True, refers="outcome"),
        "experimental": Key("codes", required=True, refers="arm"),
        "control": Key("codes", required=True, refers="arm"),
        "timepoints": Key("codes", required=True, refers="timepoint"),
        "measure": Key(required=True, choices=terms.codes("measure")),
        "basis": Key(choices=("final", "change", "any")),
        "options": Key("options"),
    },
    "rule": {
        "dimension": Key(
            required=True,
            choices=("outcome", "timepoint", "basis", "adjusted", "analysis_set", "report", "arm"),
        ),
        "action": Key(required=True, choices=("prefer", "combine", "split", "covary")),
        "order": Key("texts"),
        "comparison": Key(refers="comparison"),
    },
    "item": {
        "code": _CODE,
        "question": _LABEL,
        "kind": Key(choices=("text", "number", "category", "date")),
        "choices": Key("texts"),
        "per": Key(choices=("study", "arm", "result")),
        "codebook": Key(),
    },
    "person": {"name": Key(required=True), "trainee": Key("flag")},
    "options": {
        "profile": Key(choices=tuple(PROFILES)),
        "smd_variance": Key(choices=("LS", "LS2", "UB", "AV", "H0", "metapsy", "revman")),
        "smd_correction": Key(choices=("exact", "approximate", "none")),
        "zero_cells": Key(choices=("only0", "all", "if0all", "none", "tacc", "total_once")),
        "method": Key(
            choices=(
                *("REML", "ML", "DL", "PM", "EB", "HE", "HS", "HSk", "SJ", "GENQ", "CE", "MH", "PETO"),
            )
        ),
        "ci": Key(choices=("auto", "knha", "adhoc", "t", "z")),
        "prediction": Key(choices=("riley", "t", "z", "test")),
        "level": Key("number"),
        "ci_level_printed": Key("number"),
    },
}
"""Kind of table → key → what it may hold, in the order in which they are written."""

OF_COMPARISON: dict[str, Key] = {
    **KEYS["options"],
    "medians": Key(choices=("luo", "blue", "quantiles", "refuse")),
    "correlation": Key("number"),
    "correlation_low": Key("number"),
    "correlation_high": Key("number"),
    "icc": Key("number"),
    "icc_low": Key("number"),
    "icc_high": Key("number"),
    "icc_source": Key(),
    "cluster_sizes": Key(),
    "sd_donors": Key(),
    "sd_borrowed": Key(choices=("pooled", "lowest", "highest")),
    "rescale": Key(choices=("no", "yes")),
}
"""Keys of the options of a comparison: those of the review, and what it assumes where reports are silent."""

SINGLE = ("review", "options")
"""Tables that stand once; all others are lists of entries."""

MODELS: dict[str, type] = {
    "outcome": Outcome,
    "arm": Arm,
    "timepoint": Timepoint,
    "comparison": Comparison,
    "rule": Rule,
    "item": Item,
    "person": Person,
    "options": PoolOptions,
}
"""Kind of table → its dataclass; ``review`` is the protocol itself."""


def plural(kind: str) -> str:
    """Return the attribute of `Protocol` that holds the entries of `kind`."""
    return "people" if kind == "person" else f"{kind}s"


def default(kind: str, key: str) -> Any:
    """Return the default of a key, None when it has none."""
    if kind == "review":
        return Protocol("").basis_of_truth if key == "basis_of_truth" else None
    for each in fields(MODELS[kind]):
        if each.name == key and isinstance(each.default, str | float | bool | tuple):
            return each.default
    return None


def number_text(value: float) -> str:
    """Return the shortest decimal text that reads back as `value`."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def nearest(name: str, known: Sequence[str]) -> str:
    """Return a hint at the known name closest to `name`, else the list of them."""
    spelled = {each.casefold(): each for each in known}
    close = get_close_matches(name.casefold(), list(spelled), n=1, cutoff=0.6)
    if close:
        return f"did you mean {spelled[close[0]]!r}?"
    return f"known: {', '.join(map(repr, known)) or 'none'}"


@dataclass(slots=True)
class Mistakes:
    """Collects what is wrong; `place` says where, in the caller's words."""

    place: Place
    found: list[tuple[str, int, str, str]] = field(default_factory=list)

    def add(self, kind: str, index: int, key: str, what: str) -> None:
        """Note a mistake at a key of an entry, or of the entry when `key` is empty."""
        self.found.append((kind, index, key, what))

    def refuse(self, name: str) -> None:
        """Raise if there is any.

        Raises
        ------
        ProtocolError
            With one line for each mistake, in the order of the places.
        """
        if self.found:
            lines = [(self.place(kind, index, key), what) for kind, index, key, what in self.found]
            details = [f"{where}: {what}" for where, what in sorted(lines, key=_natural)]
            count = f"{len(details)} mistake{'s' if len(details) > 1 else ''}"
            raise ProtocolError(
                f"{name} has {count}", "mend what is listed and run again", details, self.found
            )


def _natural(line: tuple[str, str]) -> list[tuple[int, str]]:
    """Sort key in which line 9 comes before line 10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", line[0])]
