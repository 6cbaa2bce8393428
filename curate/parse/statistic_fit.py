"""Which number of a cell is which of the statistics that words name: "mean (SD)" over "12.3 (4.5)"."""

from __future__ import annotations

import re

from curate.parse.number import Number
from curate.parse.statistic import Item, Shape
from curate.parse.statistic_said import CONTRASTS, INTERVALS, RATIOS, find_said

Assigned = list[tuple[str, Number]]


def assign(shape: Shape, slots: tuple[str, ...]) -> tuple[Assigned, list[Item]]:
    """Lay the statistics of `slots` over the numbers of `shape`.

    Returns
    -------
    assigned
        (statistic, number) pairs; empty when the slots cannot describe this shape.
    left
        Items that the slots say nothing about.
    """
    items, order = list(shape.items), list(slots)
    _put_percent_first(items, order)
    assigned: Assigned = []
    left: list[Item] = []
    for item in items:
        wanted = _own_words(item, order)
        if wanted is None:
            left.append(item)
            continue
        pairs = _fit(item, wanted, order)
        if pairs is None:
            return [], list(shape.items)
        assigned.extend(pairs)
    return assigned, left


def _put_percent_first(items: list[Item], order: list[str]) -> None:
    """Under "n (%)" a cell "30% (6)" prints the percentage first: the printed sign decides."""
    if "percent" not in order or "events" not in order or len(items) < 2:
        return
    first, second = items[0].numbers[0], items[1].numbers[0]
    ahead = order.index("percent") < order.index("events")
    swap = (first.percent and not second.percent and not ahead) or (
        second.percent and not first.percent and ahead
    )
    if swap:
        i, j = order.index("percent"), order.index("events")
        order[i], order[j] = order[j], order[i]


_EVENTS = re.compile(r"(?:adverse )?(?:events?|episodes?)")
_P_BEFORE = re.compile(r"(?:^|\s)[pP]$")


def _own_words(item: Item, order: list[str]) -> str | None:
    """Return the slot for an item: the one its own words name, else the next."""
    own = [said for said in find_said(item.words) if len(said.slots) == 1] if item.words else []
    if own and own[0].slots[0] in INTERVALS and item.form == "interval":
        slot = own[0].slots[0]
        if slot in order:
            order.remove(slot)
        return slot
    if item.bracketed and item.words.strip() in ("n", "N"):
        if "n" in order:
            order.remove("n")
        return "n"  # "0.2 (n = 1)"
    if _EVENTS.fullmatch(item.words.strip()):
        return "event_count"
    if _P_BEFORE.search(item.words.strip()):
        if "p" in order:
            order.remove("p")
        return "p"
    if item.form == "single" and item.numbers[0].percent and "percent" in order:
        order.remove("percent")
        return "percent"
    if item.numbers[0].operator in "<>" and "p" in order:
        order.remove("p")
        return "p"
    return order.pop(0) if order else None


def _fit(item: Item, slot: str, order: list[str]) -> Assigned | None:
    first = item.numbers[0]
    if item.form == "interval":
        if slot == "df":
            return []  # an F has two; they are no values of the trial
        if slot not in INTERVALS:
            return None
        low, high = INTERVALS[slot]
        return [(low, item.numbers[0]), (high, item.numbers[1])]
    if slot in INTERVALS:
        return None
    if item.form == "ratio":
        if slot not in ("events", "n", "percent", "total"):
            return None
        if order and order[0] == "total":
            order.pop(0)
        if (slot == "percent" and order and order[0] == "events") or float(first) > float(
            item.numbers[1]
        ):
            return None
        return [("events", item.numbers[0]), ("total", item.numbers[1])]
    if item.form == "spread" and slot not in ("sd", "se"):
        return None
    return [(slot, first)] if _possible(slot, first) or _is_below_one(slot, item) else None


LARGEST_BOUND = 0.05
"""Below this much only P values are said to be."""


def _is_below_one(slot: str, item: Item) -> bool:
    """Whether "(<1)" behind a count is a percentage that would round to nothing."""
    number = item.numbers[0]
    return slot == "percent" and item.bracketed and number.operator == "<" and 0.05 <= float(number) <= 1


def _possible(slot: str, number: Number) -> bool:
    """Whether a number can be that statistic at all: counts are whole, percentages below 100, p below 1."""
    if slot in ("events", "total", "n", "event_count"):
        return (number.whole or not float(number)) and not number.percent
    value = float(number)
    if slot in CONTRASTS and number.operator in "<≤" and value <= LARGEST_BOUND:
        return False  # no estimate is printed as "<0.001"
    if slot in RATIOS and number.percent:
        return False  # nor is a ratio as "20%"
    if slot == "percent":
        return -100 <= value <= 100 and (number.operator == "=" or number.percent)
    if slot in ("sd", "se"):
        return value >= 0
    if slot == "p":
        return 0 <= value <= 1
    return value >= 0 if slot in RATIOS else True
