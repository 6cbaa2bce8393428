"""A person's extraction of a study as a grid: what is asked, and what stands in each cell so far.

The workbook asks for whole rows with one place each; here every cell has its own value, status and place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from curate.forms.extraction_form import RANDOMISED, FormLabel, FormStudy
from curate.forms.extraction_layout import MEASURES
from curate.model.protocol import Arm, Outcome, Protocol, Timepoint, normalised
from curate.model.reading import Evidence, Found, Reading, Result

COLUMN_OF = {
    "n": "n",
    "mean": "centre",
    "median": "centre",
    "sd": "spread",
    "se": "spread",
    "ci_low": "spread",
    "q1": "spread",
    "min": "spread",
    "ci_high": "upper",
    "q3": "upper",
    "max": "upper",
    "events": "events",
    "total": "total",
}
"""Statistic of one arm's result → the column it stands in."""

SPREAD_OF = {
    "sd": "SD",
    "se": "SE",
    "ci_low": "95% CI",
    "ci_high": "95% CI",
    "q1": "IQR",
    "q3": "IQR",
    "min": "range",
    "max": "range",
}
"""Statistic → which spread it is, as in `curate.forms.extraction_layout.SPREADS`."""

CONTRAST_COLUMN_OF = {
    **dict.fromkeys(MEASURES, "estimate"),
    "ci_low": "ci_low",
    "ci_high": "ci_high",
    "p": "p",
}


@dataclass(frozen=True, slots=True)
class GridCell:
    """What a person has entered in one cell: the number as printed or an answer, or a status alone.

    Attributes
    ----------
    reason
        What the person says of it: how it was worked out, or why it was corrected.
    """

    text: str = ""
    status: str = "reported"
    evidence: Evidence | None = None
    reason: str = ""


@dataclass(slots=True)
class GridRow:
    """A row: what it is about, and its cells by column.

    Attributes
    ----------
    names
        ``arm`` and, by block, ``comparator``, ``measure``, ``adjusted``, ``item``.
    kinds
        ``centre_kind`` and ``spread_kind`` where they are known, ``ci_level``.
    """

    names: dict[str, str]
    cells: dict[str, GridCell] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Section:
    """The arms of one outcome at one time point, as scores of one basis.

    Attributes
    ----------
    kind
        ``continuous`` or ``binary``.
    code
        The outcome's code, empty for one that the protocol does not have.
    """

    outcome: str
    timepoint: str
    basis: str
    kind: str
    code: str
    rows: list[GridRow]


@dataclass(slots=True)
class Grid:
    """The whole extraction.

    Attributes
    ----------
    arms, times
        Labels with codes; those in use cannot be renamed.
    used
        The labels in use.
    randomised
        One row an arm, with the cell ``n``.
    others
        Results that have no cell here (of several arms, of a subgroup): shown, not edited.
    """

    arms: list[FormLabel]
    times: list[FormLabel]
    used: frozenset[str]
    randomised: list[GridRow]
    sections: list[Section]
    contrasts: list[tuple[Section, GridRow]]
    items: list[GridRow]
    others: list[Found]


def grid_of(protocol: Protocol, study: FormStudy) -> Grid:
    """Return the grid of a study with the person's own entries in it."""
    entries = study.entries
    arms = _labels(study.arms, protocol.arms, _arm_labels(entries), protocol.aliases("arm"))
    times = _labels(
        study.timepoints,
        protocol.timepoints,
        [found.result.timepoint for found in entries],
        protocol.aliases("timepoint"),
    )
    used = {*_arm_labels(entries), *(found.result.timepoint for found in entries)} - {""}
    grid = Grid(
        arms,
        times,
        frozenset(used),
        [GridRow({"arm": arm.label}) for arm in arms],
        _sections(protocol, arms, times),
        [],
        _items(protocol, arms),
        [],
    )
    for found in entries:
        _enter(grid, found, protocol)
    return grid


def _labels(
    known: Sequence[FormLabel],
    protocol: Sequence[Arm | Timepoint],
    used: Iterable[str],
    aliases: dict[str, str],
) -> list[FormLabel]:
    """Return the labels in use, and the protocol's own for the codes that none of them has, in its order."""
    labels = {normalised(each.label): each for each in known if each.label}
    for label in used:
        if label:
            labels.setdefault(normalised(label), FormLabel(label))
    rows = [
        FormLabel(each.label, each.code.partition("/")[0] or aliases.get(name, ""))
        for name, each in labels.items()
    ]
    codes = {each.code for each in rows}
    rows += [FormLabel(each.label, each.code) for each in protocol if each.code not in codes]
    order = {each.code: place for place, each in enumerate(protocol)}
    return sorted(rows, key=lambda each: order.get(each.code, len(order)))


def _arm_labels(entries: Iterable[Found]) -> list[str]:
    return [label for found in entries for label in (*found.result.arms, *found.result.comparators)]


def _sections(protocol: Protocol, arms: list[FormLabel], times: list[FormLabel]) -> list[Section]:
    """Return what the comparisons ask for: outcome by time and basis; all times of an outcome in none."""
    made = []
    for outcome in protocol.outcomes:
        asked = [each for each in protocol.comparisons if outcome.code in each.outcomes]
        wanted = {code for each in asked for code in each.timepoints}
        bases = [
            basis for basis in ("final", "change") if any(_asks(each.basis, basis) for each in asked)
        ]
        for time in times:
            if wanted and time.code not in wanted:
                continue
            for basis in bases or ["final"]:
                rows = [GridRow({"arm": arm.label}) for arm in arms]
                shown = "" if outcome.kind == "binary" else basis
                made.append(Section(outcome.label, time.label, shown, outcome.kind, outcome.code, rows))
                if outcome.kind == "binary":
                    break
    return made


def _asks(asked: str, basis: str) -> bool:
    """Tell whether a comparison asks for scores of this basis; ``any`` is answered by final ones first."""
    return asked == basis or (asked == "any" and basis == "final")


def _items(protocol: Protocol, arms: list[FormLabel]) -> list[GridRow]:
    rows = []
    for item in protocol.items:
        if item.per == "study":
            rows.append(GridRow({"arm": "", "item": item.code}))
        if item.per == "arm":
            rows += [GridRow({"arm": arm.label, "item": item.code}) for arm in arms]
    return rows


def _enter(grid: Grid, found: Found, protocol: Protocol) -> None:
    """Put a result into its row, which is made where there is none."""
    result = found.result
    if result.scope != "result":
        _enter_answers(grid, found)
    elif result.subgroup or result.period or len(result.arms) != 1 or len(result.comparators) > 1:
        grid.others.append(found)
    elif result.comparators:
        section = _section(result, protocol)
        row = GridRow(
            {
                "arm": result.arms[0],
                "comparator": result.comparators[0],
                "adjusted": "" if result.adjusted == "unclear" else result.adjusted,
            }
        )
        _fill(row, found.readings, CONTRAST_COLUMN_OF)
        grid.contrasts.append((section, row))
    else:
        _fill(_row(grid, result, protocol), found.readings, COLUMN_OF)


def _enter_answers(grid: Grid, found: Found) -> None:
    arm = found.result.arms[0] if found.result.arms else ""
    for reading in found.readings:
        if found.result.outcome == RANDOMISED:
            row = next(row for row in grid.randomised if same(row.names["arm"], arm))
            row.cells["n"] = cell_of(reading)
            continue
        known = [row for row in grid.items if row.names == {"arm": arm, "item": reading.item}]
        if not known:
            known = [GridRow({"arm": arm, "item": reading.item})]
            grid.items += known
        known[0].cells["answer"] = cell_of(reading)


def _section(result: Result, protocol: Protocol) -> Section:
    """Return an empty section for a result."""
    outcome = outcome_of(result.outcome, protocol)
    kind, code = (outcome.kind, outcome.code) if outcome else ("continuous", "")
    basis = "" if result.basis == "unclear" else result.basis
    return Section(result.outcome, result.timepoint, basis, kind, code, [])


def outcome_of(label: str, protocol: Protocol) -> Outcome | None:
    """Return the protocol's outcome that a label means to the letter."""
    code = protocol.aliases("outcome").get(normalised(label))
    return next((outcome for outcome in protocol.outcomes if outcome.code == code), None)


def _row(grid: Grid, result: Result, protocol: Protocol) -> GridRow:
    made = _section(result, protocol)
    about = (made.code or normalised(made.outcome), normalised(made.timepoint), made.basis)
    for section in grid.sections:
        if (
            section.code or normalised(section.outcome),
            normalised(section.timepoint),
            section.basis,
        ) == about:
            break
    else:
        section = made
        section.rows = [GridRow({"arm": arm.label}) for arm in grid.arms]
        grid.sections.append(section)
    return next(row for row in section.rows if same(row.names["arm"], result.arms[0]))


def same(one: str, two: str) -> bool:
    """Tell whether two labels are the same label."""
    return normalised(one) == normalised(two)


def _fill(row: GridRow, readings: Iterable[Reading], columns: dict[str, str]) -> None:
    for reading in readings:
        column = f"item:{reading.item}" if reading.item else columns.get(reading.statistic)
        if column is None:
            continue
        row.cells[column] = cell_of(reading)
        if column == "centre":
            row.kinds["centre_kind"] = reading.statistic
        if columns is COLUMN_OF and reading.statistic in SPREAD_OF:
            row.kinds["spread_kind"] = SPREAD_OF[reading.statistic]
        if column == "estimate":
            row.names["measure"] = reading.statistic
        if columns is CONTRAST_COLUMN_OF and reading.ci_level is not None:
            row.kinds["ci_level"] = f"{reading.ci_level:g}"


def cell_of(reading: Reading) -> GridCell:
    """Return a reading as the cell that it was typed into."""
    operator = "" if reading.operator == "=" else reading.operator
    text = reading.as_printed or (f"{operator}{reading.value}" if reading.value else "")
    percent = "%" if reading.unit == "%" and text and "%" not in text else ""
    return GridCell(text + percent, reading.status, reading.evidence, reading.reason)
