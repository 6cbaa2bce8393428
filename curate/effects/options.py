"""The conventions of one comparison: the review's options with what the comparison says otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from curate.effects.assumptions import KEYS
from curate.effects.counts import ZERO_CELLS
from curate.effects.measures import CORRECTIONS, SMD_VARIANCES
from curate.effects.routes import LOWEST_LEVEL
from curate.errors import ProtocolError
from curate.model.protocol import PROFILES, Comparison, PoolOptions, Protocol

METHODS = {
    "REML": "random effects, restricted maximum likelihood",
    "ML": "random effects, maximum likelihood",
    "DL": "random effects, DerSimonian-Laird",
    "PM": "random effects, Paule-Mandel",
    "EB": "random effects, empirical Bayes",
    "HE": "random effects, Hedges",
    "HS": "random effects, Hunter-Schmidt",
    "HSk": "random effects, Hunter-Schmidt corrected for few studies",
    "SJ": "random effects, Sidik-Jonkman",
    "GENQ": "random effects, general Q, weights by people: n1 n2/(n1 + n2)",
    "CE": "common effect, inverse variance",
    "MH": "common effect, Mantel-Haenszel",
    "PETO": "common effect, Peto",
}
INTERVALS = {
    "auto": "Hartung-Knapp when k > 2 and tau² > 0, else Wald",
    "knha": "Hartung-Knapp, t with k - 1 df",
    "adhoc": "Hartung-Knapp, never narrower than the classic standard error",
    "t": "classic standard error, t with k - 1 df",
    "z": "Wald, normal",
}
PREDICTIONS = {
    "riley": "t with k - 2 df",
    "t": "t with k - 1 df",
    "z": "normal",
    "test": "that of the confidence interval",
}
_NAMES: dict[str, Iterable[str]] = {
    "profile": PROFILES,
    "smd_variance": SMD_VARIANCES,
    "smd_correction": CORRECTIONS,
    "zero_cells": ZERO_CELLS,
    "method": METHODS,
    "ci": INTERVALS,
    "prediction": PREDICTIONS,
}


def merged_options(protocol: Protocol, comparison: Comparison) -> PoolOptions:
    """Return the review's options overridden by those of `comparison`; a profile there goes before the review's.

    What the comparison assumes is left to `curate.effects.assumptions.assumptions_of`.

    Raises
    ------
    ProtocolError
        For an unknown key or value; all mistakes are listed.
    """
    known = [field.name for field in fields(PoolOptions)]
    mistakes: list[str] = []
    changes: dict[str, Any] = {}
    for key, text in comparison.options:
        if key in KEYS:
            continue
        if key not in known:
            mistakes.append(f"no option is called {key!r} ({', '.join((*known, *KEYS))})")
        elif key in _NAMES:
            changes[key] = text
        else:
            try:
                changes[key] = float(text)
            except ValueError:
                mistakes.append(f"{key} = {text!r} is no number")
    base = protocol.options
    if "profile" in changes and changes["profile"] in PROFILES:
        kept = {name: getattr(base, name) for name in ("level", "ci_level_printed")}
        base = replace(PROFILES[changes["profile"]], **kept)
    options = replace(base, **changes)
    mistakes += _mistakes(options)
    if mistakes:
        what = f"the options of comparison {comparison.code!r} have mistakes"
        raise ProtocolError(what, "mend them in review.toml", mistakes)
    return options


def _mistakes(options: PoolOptions) -> list[str]:
    mistakes = [
        f"{key} = {getattr(options, key)!r} is not known ({', '.join(known)})"
        for key, known in _NAMES.items()
        if getattr(options, key) not in known
    ]
    if not LOWEST_LEVEL <= options.level < 100:
        mistakes.append(f"level = {options.level:g} is not between {LOWEST_LEVEL:g} and 100 percent")
    if options.ci_level_printed and not LOWEST_LEVEL <= options.ci_level_printed < 100:
        mistakes.append(f"ci_level_printed = {options.ci_level_printed:g} is neither 0 nor a level")
    return mistakes
