"""One row of the grid, as typed → results and readings; what cannot be taken is told cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from curate.forms.extraction_form import RANDOMISED
from curate.forms.extraction_items import answer
from curate.forms.extraction_layout import BASES, CENTRE_OF, CENTRES, MEASURES, OF_SCORES, SPREADS
from curate.forms.extraction_values import NotTaken, count, events_and_total, interval, number
from curate.forms.grid import COLUMN_OF, CONTRAST_COLUMN_OF
from curate.model.protocol import Protocol
from curate.model.reading import Evidence, Found, Reading, Result
from curate.parse.number import Number

NOT_THERE = ("not_reported", "not_applicable", "figure_only", "unclear")
"""Statuses that stand without a value."""

NEEDS_NO_PLACE = ("not_reported", "not_applicable")


@dataclass(frozen=True, slots=True)
class TypedCell:
    """What was typed into a cell: a text, or a status alone; where it stands in the report, or how it came about."""

    text: str = ""
    status: str = "reported"
    evidence: Evidence | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row as typed.

    Attributes
    ----------
    block
        ``arms``, ``results``, ``contrasts`` or ``items``.
    names
        ``arm``, ``comparator``, ``outcome``, ``timepoint``, ``basis``, ``measure``, ``adjusted``, ``item``.
    kinds
        ``centre_kind``, ``spread_kind``, ``ci_level``.
    cells
        Column → cell; an empty one says that nothing stands there, or no more.
    """

    block: str
    names: Mapping[str, str]
    cells: Mapping[str, TypedCell]
    kinds: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.names.get(name, "").strip()

    def text(self, column: str) -> str:
        """Return what was typed into a column."""
        cell = self.cells.get(column)
        return cell.text.strip() if cell else ""


@dataclass(slots=True)
class RowRead:
    """What a row gives.

    Attributes
    ----------
    found
        The result with all readings that could be taken.
    emptied
        Statistics or items, with the role of an n, whose cells are empty: earlier readings are taken back.
    refused
        Column → what is wrong with it; earlier readings of it stand.
    """

    found: Found
    emptied: list[Reading] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def read_row(row: TypedRow, protocol: Protocol) -> RowRead:
    """Return what a typed row says.

    Raises
    ------
    NotTaken
        When the row itself cannot be placed: no arm, no basis, an unknown question.
    """
    readers: dict[str, Callable[[TypedRow, Protocol], RowRead]] = {
        "arms": _randomised,
        "results": _result,
        "contrasts": _contrast,
        "items": _item,
    }
    return readers[row.block](row, protocol)


class _Taker:
    """Takes cells one by one."""

    def __init__(self, row: TypedRow) -> None:
        self.row = row
        self.readings: list[Reading] = []
        self.refused: dict[str, str] = {}

    def take(self, column: str, read: Callable[[], list[tuple[str, str, Number]]]) -> None:
        """Add what `read` gives for a column: (column of the place, statistic, number)."""
        try:
            for place, statistic, value in read():
                self.readings.append(self._reading(place, statistic, value))
        except NotTaken as problem:
            self.refused[problem.column if problem.column in self.row.cells else column] = str(problem)

    def absent(self, column: str, statistic: str, role: str = "") -> bool:
        """Take a status that stands alone in a column; return whether there was one."""
        cell = self.row.cells.get(column)
        if cell is None or cell.text.strip() or cell.status not in NOT_THERE:
            return False
        if cell.evidence is None and cell.status not in NEEDS_NO_PLACE:
            self.refused[column] = "say on which page it is"
            return False
        said = Reading(statistic, "", cell.evidence, role=role, status=cell.status, reason=cell.reason)
        self.readings.append(said)
        return True

    def place(self, column: str) -> Evidence:
        cell = self.row.cells.get(column)
        if cell is None or cell.evidence is None:
            raise NotTaken(column, "say where it stands: turn to the page, or mark it there")
        return cell.evidence

    def _reading(self, column: str, statistic: str, value: Number) -> Reading:
        cell = self.row.cells[column]
        return Reading(
            statistic,
            value.value,
            self.place(column),
            role="analysed" if statistic == "n" else "",
            operator=value.operator,
            as_printed=value.as_printed,
            unit="%" if value.percent else "",
            status="unclear" if cell.status == "unclear" and statistic != "n" else "reported",
            ci_level=_level(self.row) if statistic in ("ci_low", "ci_high") else None,
            reason=cell.reason,
        )


def _level(row: TypedRow) -> float | None:
    if row.block == "results":
        return 95.0
    text = row.kinds.get("ci_level", "")
    if not text:
        return None
    level = float(number("ci_high", text))
    if not 0 < level < 100:
        raise NotTaken("ci_high", "the level of the interval lies between 0 and 100 percent")
    return level


def _randomised(row: TypedRow, protocol: Protocol) -> RowRead:
    del protocol
    taker = _Taker(row)
    if not taker.absent("n", "n", "randomised") and row.text("n"):
        taker.take("n", lambda: [("n", "n", count("n", row.text("n")))])
    readings = tuple(_with_role(reading, "randomised") for reading in taker.readings)
    result = Result(arms=(_named(row, "arm"),), outcome=RANDOMISED, scope="arm")
    emptied = [] if readings or taker.refused else [Reading("n", "", None, role="randomised")]
    return RowRead(Found(result, readings), emptied, taker.refused)


def _with_role(reading: Reading, role: str) -> Reading:
    from dataclasses import replace

    return replace(reading, role=role)


def _result(row: TypedRow, protocol: Protocol) -> RowRead:
    taker = _Taker(row)
    centre = row.kinds.get("centre_kind") or CENTRE_OF.get(row.kinds.get("spread_kind", ""), "mean")
    spread = row.kinds.get("spread_kind", "")
    _choice("centre_kind", centre, CENTRES)
    if not taker.absent("n", "n", "analysed") and row.text("n"):
        taker.take("n", lambda: [("n", "n", count("n", row.text("n")))])
    if not taker.absent("centre", centre) and row.text("centre"):
        taker.take("centre", lambda: [("centre", centre, number("centre", row.text("centre")))])
    if not taker.absent("spread", SPREADS.get(spread, ("sd",))[0]):
        taker.take("spread", lambda: _spread(row, spread))
    if not taker.absent("events", "events"):
        taker.take("events", lambda: _events(row))
    if not taker.absent("total", "total") and not row.text("events"):
        taker.take("total", lambda: _events(row))
    for item in protocol.items:
        column = f"item:{item.code}"
        if item.per == "result" and row.text(column):
            _answer(taker, row, protocol, item.code, column)
    has_score = any(reading.statistic in ("mean", "median") for reading in taker.readings)
    result = Result(
        arms=(_named(row, "arm"),),
        outcome=_named(row, "outcome"),
        timepoint=_named(row, "timepoint"),
        basis=_basis(row, needed=has_score),
    )
    every = [
        Reading(statistic, "", None, role="analysed" if statistic == "n" else "")
        for statistic, column in COLUMN_OF.items()
        if column in row.cells or (column == "upper" and "spread" in row.cells)
    ]
    every += [
        Reading("", "", None, item=column.removeprefix("item:"))
        for column in row.cells
        if column.startswith("item:")
    ]
    return _read(result, taker, every, COLUMN_OF)


def _read(result: Result, taker: _Taker, every: list[Reading], columns: Mapping[str, str]) -> RowRead:
    """Return the row with what is empty in it; columns that were refused keep what stood in them."""
    said = {(reading.statistic, reading.item, reading.role) for reading in taker.readings}
    kept = set(taker.refused)
    if kept & {"spread", "upper"}:
        kept |= {"spread", "upper"}
    if kept & {"events", "total"}:
        kept |= {"events", "total"}
    emptied = [
        reading
        for reading in every
        if (reading.statistic, reading.item, reading.role) not in said
        and (columns.get(reading.statistic) or f"item:{reading.item}") not in kept
    ]
    return RowRead(Found(result, tuple(taker.readings)), emptied, taker.refused)


def _spread(row: TypedRow, kind: str) -> list[tuple[str, str, Number]]:
    low, high = row.text("spread"), row.text("upper")
    if not low and not high:
        return []
    if not kind:
        raise NotTaken("spread", f"which spread is it? {', '.join(SPREADS)}")
    names = SPREADS[_choice("spread_kind", kind, SPREADS)]
    if len(names) == 1:
        if high:
            raise NotTaken("upper", f"an {kind} has no upper end")
        return [("spread", names[0], number("spread", low))]
    ends = interval("spread", low, "upper", high)
    return [("spread", names[0], ends[0]), ("upper" if high else "spread", names[1], ends[1])]


def _events(row: TypedRow) -> list[tuple[str, str, Number]]:
    found = events_and_total(row.text("events"), row.text("total"))
    typed = "/" in row.text("events")
    return [("events" if typed else name, name, value) for name, value in found]


def _contrast(row: TypedRow, protocol: Protocol) -> RowRead:
    del protocol
    taker = _Taker(row)
    arm, comparator = _named(row, "arm"), _named(row, "comparator")
    if arm.casefold() == comparator.casefold():
        raise NotTaken("comparator", "an arm is compared with itself")
    measure = _choice("measure", _named(row, "measure"), MEASURES)
    adjusted = _choice("adjusted", row["adjusted"] or "unclear", ("yes", "no", "unclear"))
    if not taker.absent("estimate", measure) and row.text("estimate"):
        taker.take("estimate", lambda: [("estimate", measure, number("estimate", row.text("estimate")))])
    if row.text("ci_low") or row.text("ci_high"):
        taker.take("ci_low", lambda: _limits(row))
    if row.text("p"):
        taker.take("p", lambda: [("p", "p", number("p", row.text("p"), operators=True))])
    basis = _basis(row, needed=measure in OF_SCORES and bool(row.text("estimate")))
    result = Result(
        (arm,), (comparator,), _named(row, "outcome"), _named(row, "timepoint"), basis=basis, adjusted=adjusted
    )  # fmt: skip
    every = [
        Reading(statistic, "", None)
        for statistic, column in CONTRAST_COLUMN_OF.items()
        if column in row.cells
    ]
    return _read(result, taker, every, CONTRAST_COLUMN_OF)


def _limits(row: TypedRow) -> list[tuple[str, str, Number]]:
    low, high = row.text("ci_low"), row.text("ci_high")
    ends = interval("ci_low", low, "ci_high", high)
    return [("ci_low", "ci_low", ends[0]), ("ci_high" if high else "ci_low", "ci_high", ends[1])]


def _item(row: TypedRow, protocol: Protocol) -> RowRead:
    taker = _Taker(row)
    code = row["item"]
    item = next((item for item in protocol.items if item.code == code), None)
    if item is None:
        raise NotTaken("answer", f"{code!r} is no question of the protocol")
    arms = (_named(row, "arm"),) if item.per == "arm" else ()
    cell = row.cells.get("answer", TypedCell())
    if row.text("answer"):
        _answer(taker, row, protocol, code, "answer")
    elif cell.status in NOT_THERE:
        taker.readings.append(
            Reading("", "", cell.evidence, item=code, status=cell.status, reason=cell.reason)
        )
    emptied = [] if taker.readings or taker.refused else [Reading("", "", None, item=code)]
    return RowRead(
        Found(Result(arms=arms, scope=item.per), tuple(taker.readings)), emptied, taker.refused
    )


def _answer(taker: _Taker, row: TypedRow, protocol: Protocol, code: str, column: str) -> None:
    item = next(item for item in protocol.items if item.code == code)
    try:
        value, printed = answer(item, column, row.text(column))
        evidence = taker.place(column)
    except NotTaken as problem:
        taker.refused[column] = str(problem)
        return
    reason = row.cells[column].reason
    taker.readings.append(Reading("", value, evidence, item=code, as_printed=printed, reason=reason))


def _named(row: TypedRow, name: str) -> str:
    if not row[name]:
        raise NotTaken(name, f"the {NOUNS.get(name, name)} is missing")
    return row[name]


NOUNS = {"timepoint": "time point", "comparator": "other arm"}


def _basis(row: TypedRow, needed: bool) -> str:
    basis = row["basis"]
    if basis and basis not in BASES:
        raise NotTaken("basis", f"{basis!r} is none of {', '.join(BASES)}")
    if needed and not basis:
        raise NotTaken("basis", "say whether it is a final score or a change from baseline")
    return basis or "unclear"


def _choice(column: str, text: str, known: object) -> str:
    names = list(known)  # type: ignore[call-overload]
    if text not in names:
        raise NotTaken(column, f"{text!r} is none of {', '.join(names)}")
    return text
