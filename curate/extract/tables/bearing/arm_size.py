"""The size of an arm that its own table does not give: the one that the report's other tables agree on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from curate.extract.tables.bearing.sizes import GROUP_SIZE
from curate.extract.tables.names.arm_book import plain_key
from curate.model.problem import Problem
from curate.model.reading import Found, Grid, Reading

NEED_SIZE = frozenset({"mean", "median", "events", "percent"})
"""Statistics that mean little without the number of people behind them."""

Item = Found | Grid | Problem


def with_arm_sizes(items: Iterable[Item]) -> Iterator[Item]:
    """Yield `items`, single-arm results without an n completed by the arm's size where that is one number.

    The choice is recorded: such an n is flagged ``n_from:arm``. Where headers give an arm two sizes
    (randomised and analysed, say) nothing is chosen.
    """
    held = list(items)
    sizes = _sizes(item for item in held if isinstance(item, Found))
    for item in held:
        yield _completed(item, sizes) if isinstance(item, Found) else item


def _sizes(found: Iterable[Found]) -> dict[str, Reading]:
    """Return arm key → its size, of the arms whose header sizes agree."""
    held: dict[str, list[Reading]] = {}
    for item in found:
        if item.result.outcome == GROUP_SIZE and len(item.result.arms) == 1:
            held.setdefault(plain_key(item.result.arms[0]), []).extend(item.readings)
    return {arm: sizes[0] for arm, sizes in held.items() if len({size.value for size in sizes}) == 1}


def _completed(item: Found, sizes: dict[str, Reading]) -> Found:
    statistics = {reading.statistic for reading in item.readings}
    alone = len(item.result.arms) == 1 and not item.result.comparators and not item.result.subgroup
    if not alone or {"n", "total"} & statistics or not NEED_SIZE & statistics:
        return item
    size = sizes.get(plain_key(item.result.arms[0]))
    if size is None:
        return item
    flags = {flag for flag in size.flags if not flag.startswith("n_from:")} | {"n_from:arm"}
    return replace(item, readings=(*item.readings, replace(size, flags=tuple(sorted(flags)))))
