"""The formula of an effect in words for people: what was done to empty cells, and to which."""

from __future__ import annotations

from collections.abc import Sequence

from curate.effects.compute import EMPTY_CELLS, RATES
from curate.effects.counts import ZERO_CELLS
from curate.model.effect import Effect
from curate.pool.counted import counts_of


def formula_in_words(effect: Effect) -> str:
    """Return the formula of an effect, saying of empty cells what was added to which; nothing where none is empty."""
    steps = (_step(effect, step) for step in effect.formula.split("; "))
    return "; ".join(step for step in steps if step)


def _step(effect: Effect, step: str) -> str:
    rule = step.removeprefix(EMPTY_CELLS)
    if rule == step or rule not in ZERO_CELLS:
        return step
    if effect.left_out:
        return ""
    counts = counts_of(effect)
    if counts is None:
        return f"empty cells: {ZERO_CELLS[rule]}"
    rates = effect.measure in RATES
    why = _empty(counts, rates)
    cells = "the events of both groups" if rates else "each of the four cells"
    if rule == "all":
        return f"½ added to {cells}, as in every study"
    if rule == "if0all" and not why:
        return f"½ added to {cells} where any study of the comparison has an empty one"
    if not why:
        return ""
    return f"{_added(rule, cells, counts)}, since {why}"


def _added(rule: str, cells: str, counts: Sequence[float]) -> str:
    """Return what a rule adds to a study with an empty cell."""
    if rule == "none":
        return "nothing added to the cells"
    if rule == "tacc":
        shares = [size / (counts[1] + counts[3]) for size in (counts[1], counts[3])]
        return "{:.3g} added to both cells of group 1, {:.3g} to both of group 2".format(*shares)
    if rule == "total_once":
        return "½ added to the events and ½ to the people of both groups"
    return f"½ added to {cells}" + {
        "variance": ", in the variance alone",
        "if0all": ", as in every study",
    }.get(rule, "")


def _empty(counts: Sequence[float], rates: bool) -> str:
    """Return in words which cells are empty; nothing where none is."""
    events1, size1, events2, size2 = counts
    none = [side for side, events in ((1, events1), (2, events2)) if events == 0]
    every = [
        side for side, rest in ((1, size1 - events1), (2, size2 - events2)) if rest == 0 and not rates
    ]
    told = []
    if none:
        told.append("neither group has events" if len(none) == 2 else f"group {none[0]} has no events")
    if every:
        who = "everybody in both groups" if len(every) == 2 else f"everybody in group {every[0]}"
        told.append(f"{who} had the event")
    return " and ".join(told)
