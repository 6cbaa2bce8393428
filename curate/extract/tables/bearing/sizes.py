"""Sizes of arms: from the row, else the table's header; the choice is recorded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from curate.extract.tables.grid.cell import TableCell
from curate.extract.tables.names.arm_book import plain_key
from curate.extract.tables.names.axes import Axes
from curate.extract.tables.names.naming import Name
from curate.model.reading import Evidence, Found, Reading, Result
from curate.parse.label import role_of

GROUP_SIZE = "group size"
"""Outcome of a result that gives nothing but the size of an arm."""


def header_sizes(
    axes: Axes,
    evidence_of: Callable[[TableCell], Evidence],
    analysis_set: str,
    arms_of: Callable[[str], tuple[str, ...]] = lambda text: (text,),
) -> dict[str, Found]:
    """Return key → the result with the size of an arm, as the headers of the columns or rows give it.

    An arm whose headers give it other sizes at other times has one at each time.
    """
    sizes: dict[str, Found] = {}
    told = list(_sized(axes))
    sets: dict[str, set[str]] = {}
    for arm, sized, _, subgroup, _ in told:
        sets.setdefault(_key(arms_of(arm.text), subgroup), set()).add(sized.n)
    for arm, sized, source, subgroup, time in told:
        arms = arms_of(arm.text)
        several = len(sets[_key(arms, subgroup)]) > 1
        timepoint = time if several else ""
        key = _key(arms, subgroup, timepoint)
        if key in sizes or (several and not time and source == "row"):
            continue
        evidence = evidence_of(sized.cell)
        flags = {f"n_from:{source}"}
        if "=" not in sized.n_printed and not sized.n_printed.startswith("("):
            flags.add("sign_inferred")
        role = role_of(sized.cell.plain) or role_of(axes.table.whole_caption)
        reading = Reading(
            "n", sized.n, evidence, role=role, as_printed=sized.n, flags=tuple(sorted(flags))
        )
        result = Result(
            arms if arm.kind == "arm" else (),
            outcome=GROUP_SIZE,
            timepoint=timepoint,
            subgroup=subgroup,
            analysis_set=analysis_set,
            anchor=evidence.id,
        )
        sizes[key] = Found(result, (reading,))
    return sizes


_COUNTS = re.compile(
    r"(?i)\b[nN]\s*=\s*\d|\bmissing\b|\bdata (?:(?:are|were|was|is) )?(?:not |un)?available\b"
    r"|\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:\w+ )?"
    r"(?:patients?|participants?|subjects?|wom[ae]n|m[ae]n|child(?:ren)?|people|persons?|individuals?|infants?)\b"
)


def counts_people(note: str) -> bool:
    """Whether a note to a row says of how many people its numbers are, or for how many they are missing.

    Examples
    --------
    >>> counts_people("Data for 97 participants"), counts_people("Higher scores are better")
    (True, False)
    """
    return bool(_COUNTS.search(note))


def _key(arms: tuple[str, ...], subgroup: str, timepoint: str = "") -> str:
    """Return what tells the sizes of a table apart: the arm, its subgroup and its time where it has them."""
    key = " + ".join(plain_key(arm) for arm in arms)
    key = f"{plain_key(subgroup)}: {key}" if subgroup else key
    return f"{key} @ {timepoint}" if timepoint else key


def _sized(axes: Axes) -> Iterator[tuple[Name, Name, str, str, str]]:
    over = {id(name) for names in axes.columns.values() for name in names}
    for _, names in sorted(axes.columns.items()):
        arm = next((n for kind in ("arm", "everyone") for n in names if n.kind == kind), None)
        sized = next((n for n in reversed(names) if n.n), None)
        if arm is not None and sized is not None:
            subgroup = ", ".join(n.text for n in names if n.kind == "subgroup")
            time = ", ".join(dict.fromkeys(n.text for n in names if n.kind == "time"))
            yield arm, sized, "column_header", subgroup, time
    for name in axes.arms:
        if name.n and id(name) not in over:
            yield name, name, "row", "", ""


Block = tuple[int, ...]
"""The headings over rows, by identity: see `RowAxis.block`."""


class Scope:
    """The sizes that rows or columns of n give for an arm at a time, for the results that follow."""

    def __init__(self, headers: dict[str, Found]) -> None:
        self.headers = headers
        self.rows: dict[tuple[str, str], Reading] = {}
        self.blocks: dict[tuple[str, Block], Reading] = {}

    def note(self, found: Iterable[Found], block: Block = ()) -> None:
        """Remember the results that hold nothing but an n; those of one `block` of rows for that alone."""
        for item in found:
            if item.result.arms and {r.statistic for r in item.readings} == {"n"}:
                key = _key(item.result.arms, item.result.subgroup)
                if block:
                    self.blocks[key, block] = item.readings[0]
                else:
                    self.rows[key, item.result.timepoint] = item.readings[0]

    def complete(self, item: Found, noted: bool = False, block: Block = ()) -> Found:
        """Return a result of one arm, or of pooled ones, with its size: the row's, else the header's.

        The header's is flagged ``size_noted`` where a note to the row counts people (`counts_people`).
        """
        have = {r.statistic for r in item.readings}
        alone = item.result.arms and not item.result.comparators
        if not alone or "n" in have or not have - {"p"}:
            return item
        key = _key(item.result.arms, item.result.subgroup)
        timed = _key(item.result.arms, item.result.subgroup, item.result.timepoint)
        own = self.rows.get((key, item.result.timepoint)) or self.rows.get((key, ""))
        own = self.blocks.get((key, block)) or own
        if own is not None:
            size = replace(own, flags=tuple(sorted({*own.flags, "n_from:row"})))
        elif timed in self.headers or key in self.headers:
            size = self.headers[timed if timed in self.headers else key].readings[0]
            if noted:
                size = replace(size, flags=tuple(sorted({*size.flags, "size_noted"})))
        else:
            return item
        return Found(item.result, (*item.readings, size))
