"""What must hold between the entries of a protocol: references, order of numbers, nothing twice."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from curate.model import terms
from curate.model.protocol import normalised
from curate.parse.protocol_keys import KEYS, Mistakes, nearest

Entries = Mapping[str, list[dict[str, Any]]]

_ORDER_OF = {
    "basis": terms.codes("basis"),
    "adjusted": terms.codes("yes_no_unclear"),
    "analysis_set": terms.codes("analysis_set"),
}
"""Dimension of a rule → the closed list that its order is taken from."""

_KIND_OF = {
    **dict.fromkeys(("MD", "SMD", "SMD1", "ROM"), "continuous"),
    **dict.fromkeys(("RR", "OR", "RD", "IRR", "IRD", "HR"), "binary"),
}
"""Measure → kind of outcome that it is computed from."""


def check(entries: Entries, mistakes: Mistakes) -> None:
    """Note everything that is wrong between entries that are each well formed."""
    for kind in ("outcome", "arm", "timepoint", "comparison", "item"):
        _unique(kind, "code", entries, mistakes)
    _unique("person", "name", entries, mistakes)
    for kind in ("outcome", "arm", "timepoint"):
        _aliases(kind, entries, mistakes)
    _scales(entries, mistakes)
    _windows(entries, mistakes)
    _references(entries, mistakes)
    _comparisons(entries, mistakes)
    _rules(entries, mistakes)
    _items(entries, mistakes)
    _levels(entries, mistakes)


def _unique(kind: str, key: str, entries: Entries, mistakes: Mistakes) -> None:
    seen: set[str] = set()
    for index, entry in enumerate(entries[kind]):
        name = normalised(entry.get(key, ""))
        if name and name in seen:
            mistakes.add(kind, index, key, f"{key} {entry[key]!r} is used twice")
        seen.add(name)


def _aliases(kind: str, entries: Entries, mistakes: Mistakes) -> None:
    """One label must not mean two things."""
    owner: dict[str, int] = {}
    for index, entry in enumerate(entries[kind]):
        for key in ("code", "label", "aliases"):
            value = entry.get(key, ())
            for label in (value,) if isinstance(value, str) else value:
                first = owner.setdefault(normalised(label), index)
                if first != index and key != "code":  # a code used twice is said by _unique
                    other = entries[kind][first].get("code", f"number {first + 1}")
                    mistakes.add(kind, index, key, f"{label!r} already means the {kind} {other!r}")


def _scales(entries: Entries, mistakes: Mistakes) -> None:
    for index, entry in enumerate(entries["outcome"]):
        low, high = entry.get("minimum"), entry.get("maximum")
        if low is not None and high is not None and low >= high:
            mistakes.add("outcome", index, "maximum", "maximum must be greater than minimum")


def _windows(entries: Entries, mistakes: Mistakes) -> None:
    for index, entry in enumerate(entries["timepoint"]):
        days = [
            (key, entry[key])
            for key in ("from_days", "target_days", "to_days")
            if entry.get(key) is not None
        ]
        for (low_key, low), (high_key, high) in pairwise(days):
            if low > high:
                mistakes.add("timepoint", index, high_key, f"{high_key} must not be less than {low_key}")


def _references(entries: Entries, mistakes: Mistakes) -> None:
    for kind, keys in KEYS.items():
        for name, key in keys.items():
            if not key.refers:
                continue
            known = [entry["code"] for entry in entries[key.refers] if "code" in entry]
            for index, entry in enumerate(entries[kind]):
                value = entry.get(name, ())
                for code in (value,) if isinstance(value, str) else value:
                    if code and code not in known:
                        what = f"{name}: there is no {key.refers} {code!r} ({nearest(code, known)})"
                        mistakes.add(kind, index, name, what)


def _comparisons(entries: Entries, mistakes: Mistakes) -> None:
    kinds = {entry.get("code"): entry.get("kind", "continuous") for entry in entries["outcome"]}
    for index, entry in enumerate(entries["comparison"]):
        both = sorted({*entry.get("experimental", ())} & {*entry.get("control", ())})
        if both:
            what = f"{', '.join(both)} stands on both sides of the comparison"
            mistakes.add("comparison", index, "control", what)
        measure = entry.get("measure", "")
        for outcome in entry.get("outcomes", ()):
            kind = kinds.get(outcome, "")
            if kind and kind != _KIND_OF.get(measure, kind):
                what = f"{measure} is for {_KIND_OF[measure]} outcomes, and {outcome!r} is {kind}"
                mistakes.add("comparison", index, "measure", what)


def _rules(entries: Entries, mistakes: Mistakes) -> None:
    seen: set[tuple[str, str]] = set()
    for index, entry in enumerate(entries["rule"]):
        dimension = entry.get("dimension", "")
        action = entry.get("action", "prefer")
        if action != "prefer" and dimension != "arm":
            mistakes.add("rule", index, "action", f"{action} is for arms only")
        scope = (dimension, entry.get("comparison", ""))
        if dimension and scope in seen:
            mistakes.add("rule", index, "dimension", f"there are two rules for {dimension!r}")
        seen.add(scope)
        if dimension in ("outcome", "timepoint", "arm"):
            known = [each["code"] for each in entries[dimension] if "code" in each]
        else:
            known = list(_ORDER_OF.get(dimension, ()))
        for code in entry.get("order", ()) if known else ():
            if code not in known:
                mistakes.add(
                    "rule", index, "order", f"{code!r} is no {dimension} ({nearest(code, known)})"
                )


def _items(entries: Entries, mistakes: Mistakes) -> None:
    for index, entry in enumerate(entries["item"]):
        category = entry.get("kind", "text") == "category"
        if category and not entry.get("choices"):
            mistakes.add("item", index, "choices", "a category needs choices")
        if not category and entry.get("choices"):
            mistakes.add("item", index, "choices", "only a category has choices")


def _levels(entries: Entries, mistakes: Mistakes) -> None:
    for kind in ("options", "comparison"):
        for index, entry in enumerate(entries[kind]):
            given = dict(entry.get("options", ())) if kind == "comparison" else entry
            for name in ("level", "ci_level_printed"):
                if name not in given:
                    continue
                level = float(given[name])
                allowed = 0 < level < 100 or (name == "ci_level_printed" and level == 0)
                if not allowed:
                    key = name if kind == "options" else "options"
                    mistakes.add(kind, index, key, f"{name} must lie between 0 and 100 percent")
