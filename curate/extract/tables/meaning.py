"""From a table to results: arms, outcome, time point, basis, statistics, with their evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from curate.extract.tables.axes import ArmBook, Axes, Name, RowAxis, plain_key, times_in
from curate.extract.tables.segment import Table, TableCell
from curate.extract.tables.stating import Stated, sources_of, state
from curate.model.problem import Problem, Severity
from curate.model.reading import Evidence, Found, Reading, Result
from curate.parse.label import (
    adjusted_of,
    analysis_set_of,
    basis_of,
    is_everyone,
    missing_data_of,
    read_contrast,
    read_dashed,
)
from curate.parse.number import Convention
from curate.parse.statistic import Shape, read_shape
from curate.parse.statistic_said import CONTRASTS
from curate.parse.unit import split_unit

GROUP_SIZE = "group size"
"""Outcome of a result that gives nothing but the size of an arm."""


@dataclass(slots=True)
class Place:
    """A body cell with the names that bear on it."""

    cell: TableCell
    over: list[Name]
    beside: list[Name]
    row: RowAxis

    def names(self, kind: str) -> list[Name]:
        """Names of one kind, those over the column first."""
        return [name for name in [*self.over, *self.beside] if name.kind == kind]


class Interpreter:
    """Reads the results of one table."""

    def __init__(
        self,
        report: str,
        grid: str,
        axes: Axes,
        known: ArmBook,
        convention: Convention,
        spoken: str = "",
    ) -> None:
        self.report, self.grid, self.axes, self.known = report, grid, axes, known
        self.table: Table = axes.table
        self.convention = convention
        self.spoken = spoken
        self.caption = self.table.title_from or self.table.caption.text
        self.title = re.sub(
            r"^T\s?A\s?B\s?L\s?E\s*\S+\s*[-.:|]?\s*", "", self.caption, flags=re.I
        ).strip()
        self.caption_times = list(dict.fromkeys(times_in(self.title)))
        self.set = analysis_set_of(f"{self.caption} {self.table.note_text}")
        self.missing = missing_data_of(f"{self.caption} {self.table.note_text}")
        self.problems: list[Problem] = []

    def read(self) -> Iterator[Found]:
        """Yield the group sizes of the header, then the results row by row."""
        sizes = dict(self._header_sizes())
        yield from sizes.values()
        scope: dict[str, Reading] = {}
        for row in self.axes.rows:
            found = list(self._row(row))
            for item in found:
                self._note_row_sizes(item, scope)
            yield from self._with_sizes(found, sizes, scope)

    # group sizes -----------------------------------------------------------------------------------

    def _header_sizes(self) -> Iterator[tuple[str, Found]]:
        seen = set()
        for col in sorted(self.axes.columns):
            names = self.axes.columns[col]
            arm = next((n for n in names if n.kind in ("arm", "everyone")), None)
            sized = next((n for n in reversed(names) if n.n), None)
            if arm is None or sized is None:
                continue
            key = plain_key(arm.text)
            if key in seen:
                continue
            seen.add(key)
            evidence = self._evidence(sized.cell, (), ())
            reading = Reading(
                "n", sized.n, evidence, as_printed=sized.n, flags=("n_from:column_header",)
            )
            arms = (arm.text,) if arm.kind == "arm" else ()
            result = Result(arms=arms, outcome=GROUP_SIZE, analysis_set=self.set, anchor=evidence.id)
            yield key, Found(result, (reading,))
        for name in self.axes.arms:
            key = plain_key(name.text)
            if name.n and key not in seen:
                seen.add(key)
                evidence = self._evidence(name.cell, (), ())
                reading = Reading("n", name.n, evidence, as_printed=name.n, flags=("n_from:row",))
                result = Result(
                    (name.text,), outcome=GROUP_SIZE, analysis_set=self.set, anchor=evidence.id
                )
                yield key, Found(result, (reading,))

    def _note_row_sizes(self, found: Found, scope: dict[str, Reading]) -> None:
        """A row or column of n gives the size for results of the same arm, time and row or below."""
        if found.result.arms and {r.statistic for r in found.readings} == {"n"}:
            key = f"{plain_key(found.result.arms[0])}|{found.result.timepoint}"
            scope[key] = found.readings[0]

    def _with_sizes(
        self, found: list[Found], sizes: dict[str, Found], scope: dict[str, Reading]
    ) -> Iterator[Found]:
        for item in found:
            have = {r.statistic for r in item.readings}
            if len(item.result.arms) != 1 or item.result.comparators or "n" in have or not have - {"p"}:
                yield item
                continue
            key = plain_key(item.result.arms[0])
            own = scope.get(f"{key}|{item.result.timepoint}") or scope.get(f"{key}|")
            if own is not None:
                size = replace(own, flags=_flags(*own.flags, "n_from:row"))
            elif key in sizes:
                size = sizes[key].readings[0]
            else:
                yield item
                continue
            yield Found(item.result, (*item.readings, size))

    # results ---------------------------------------------------------------------------------------

    def _row(self, row: RowAxis) -> Iterator[Found]:
        merged: dict[tuple[object, ...], Found] = {}
        for cell in row.cells:
            for place in self._places(cell, row):
                found = self._cell(place)
                if found is None:
                    continue
                found = self._with_contrast(found, place, merged)
                key = _key(found.result)
                other = merged.get(key)
                if other and not {r.statistic for r in other.readings} & {
                    r.statistic for r in found.readings
                }:
                    merged[key] = Found(other.result, (*other.readings, *found.readings))
                elif other:
                    merged[(*key, found.result.anchor)] = found
                else:
                    merged[key] = found
        yield from merged.values()

    def _with_contrast(self, found: Found, place: Place, merged: dict[tuple[object, ...], Found]) -> Found:
        """A p in a column that is about something else belongs to the row's contrast."""
        if {r.statistic for r in found.readings} != {"p"} or place.names("p"):
            return found
        for other in merged.values():
            same = (other.result.arms, other.result.comparators) == (found.result.arms, found.result.comparators)
            if same and other.result.comparators and "p" not in {r.statistic for r in other.readings}:
                return Found(other.result, found.readings)
        return found

    def _places(self, cell: TableCell, row: RowAxis) -> Iterator[Place]:
        """A cell over several columns bears the names that these share."""
        spans = [self.axes.columns.get(col, []) for col in range(cell.col, cell.col + cell.colspan)]
        over = (
            [n for n in spans[0] if all(any(n is m for m in other) for other in spans[1:])]
            if spans
            else []
        )
        again = row.over.get(cell.col)
        if again is not None:
            over = [n for n in over if n.kind not in ("statistic", again.kind)] + [again]
        yield Place(cell, over, row.names, row)

    def _cell(self, place: Place) -> Found | None:
        shape = read_shape(_value_text(place.cell), self.convention)
        if not shape.items:
            return self._empty(place, shape)
        if _is_wordy(place.cell.plain):
            return None
        arms, comparators, is_contrast = self._who(place)
        size = self._size(place, arms)
        sources = self._sources(place)
        own = shape.words.strip().lower()
        if own == "n" and len(shape.numbers) == 1 and shape.numbers[0].operator == "=":
            stated = [Stated("n", replace(shape.numbers[0], operator="="), "cell")]
        elif own == "p" and len(shape.numbers) == 1 and _is_p(shape):
            stated = [Stated("p", shape.numbers[0], "cell")]
        elif place.names("p"):
            stated = [Stated("p", shape.numbers[0], "column")] if _is_p(shape) else []
        elif place.names("n") and len(shape.numbers) == 1 and shape.numbers[0].whole:
            stated = [Stated("n", shape.numbers[0], "column")]
        else:
            stated = state(shape, sources, is_contrast and not place.names("arm"), size)
            stated = _within_arm(stated) if place.names("arm") and not comparators else stated
        stated = [s for s in stated if s.statistic]
        if not stated:
            self._unclear(place)
            return None
        if any(s.guessed for s in stated):
            self._unclear(place)
        return self._found(place, shape, stated, arms, comparators)

    def _found(
        self,
        place: Place,
        shape: Shape,
        stated: list[Stated],
        arms: tuple[str, ...],
        comparators: tuple[str, ...],
    ) -> Found:
        statistics = {s.statistic for s in stated}
        if statistics <= {"p"} | CONTRASTS | {"ci_low", "ci_high", "se"} and statistics & (
            {"p"} | CONTRASTS
        ):
            if not comparators and not place.names("arm"):
                arms, comparators = self._between()
        evidence = self._evidence(
            place.cell,
            tuple(n.cell.plain for n in place.beside),
            tuple(n.cell.plain for n in place.over),
        )
        result = self._result(place, arms, comparators, evidence)
        level = shape.ci_level or self._level(place)
        readings = tuple(self._reading(s, evidence, level) for s in stated)
        return Found(result, readings)

    def _reading(self, stated: Stated, evidence: Evidence, level: float | None) -> Reading:
        number = stated.number
        flags = [f"statistic_from:{stated.source}"]
        if stated.guessed:
            flags.append("statistic_guessed")
        return Reading(
            stated.statistic,
            number.value,
            evidence,
            operator=number.operator,
            as_printed=number.as_printed,
            ci_level=level if stated.statistic in ("ci_low", "ci_high") else None,
            status="unclear" if stated.guessed else "reported",
            flags=_flags(*flags),
        )

    def _empty(self, place: Place, shape: Shape) -> Found | None:
        """Cells that say that there is no number: NS beside a p, "NR", "n/a"."""
        status = {
            "not_reported": "not_reported",
            "not_applicable": "not_applicable",
            "not_significant": "unclear",
        }
        if shape.empty not in status:
            return None
        statistic = "p" if place.names("p") or shape.empty == "not_significant" else ""
        if not statistic:
            return None
        arms, comparators, _ = self._who(place)
        if not comparators and not place.names("arm"):
            arms, comparators = self._between()
        evidence = self._evidence(
            place.cell,
            tuple(n.cell.plain for n in place.beside),
            tuple(n.cell.plain for n in place.over),
        )
        reading = Reading(
            statistic,
            "",
            evidence,
            as_printed=place.cell.plain,
            status=status[shape.empty],
            flags=(shape.empty,),
        )
        return Found(self._result(place, arms, comparators, evidence), (reading,))

    # labels ----------------------------------------------------------------------------------------

    def _result(
        self, place: Place, arms: tuple[str, ...], comparators: tuple[str, ...], evidence: Evidence
    ) -> Result:
        outcome, unit = self._outcome(place)
        words = " ".join([*(n.text for n in place.over), *(n.text for n in place.beside)])
        timepoint = self._timepoint(place)
        return Result(
            arms=arms,
            comparators=comparators,
            outcome=outcome,
            timepoint=timepoint,
            basis=self._basis(place, timepoint),
            adjusted=adjusted_of(words),
            analysis_set=_first_clear(analysis_set_of(words), self.set),
            missing_data=_first_clear(missing_data_of(words), self.missing),
            unit=unit,
            anchor=evidence.id,
        )

    def _who(self, place: Place) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """Arms, comparators, and whether the cell compares."""
        for name in place.names("contrast"):
            left, right = self._sides(name.text)
            if left and right:
                return left, right, True
        arms = place.names("arm")
        if arms:
            return (arms[0].text,), (), bool(place.names("contrast"))
        if place.names("contrast"):
            return (*self._between(), True)
        if place.names("p"):
            for name in place.names("p"):
                left, right = self._sides(name.text)
                if left and right:
                    return left, right, True
            return (*self._between(), True)
        return (), (), False

    def _sides(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        contrast = read_contrast(text)
        if contrast and contrast.left and contrast.right:
            return (contrast.left,), (contrast.right,)
        bare = re.sub(r"^\s*[pP](?:[-\s]*values?)?\s*[,:(]?\s*|[)\s]+$", "", text)
        dashed = read_dashed(bare) or read_dashed(re.sub(r"(?<=\w)[-–−](?=\w)", " - ", bare))
        if dashed and all(self.known.resembles(side) for side in dashed):
            return (dashed[0],), (dashed[1],)
        return (), ()

    def _between(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The arms that an unnamed contrast compares: both of two; all of more."""
        arms = [name.text for name in self.axes.arms if not is_everyone(name.text)]
        if len(arms) == 2:
            return (arms[0],), (arms[1],)
        return tuple(arms), ()

    def _size(self, place: Place, arms: tuple[str, ...]) -> str:
        sized = next((n.n for n in reversed(place.over) if n.n), "")
        return (
            sized
            or next((n.n for n in reversed(place.beside) if n.n), "")
            or (self.known.size(arms[0]) if len(arms) == 1 else "")
        )

    def _outcome(self, place: Place) -> tuple[str, str]:
        """The labels that are no arm, time or statistic; the caption's title when there is none."""
        labels = [n for n in place.beside if n.kind in ("other", "everyone", "change", "contrast")]
        labels += [n for n in place.over if n.kind == "other"]
        texts = [n.cell.plain if n.kind != "other" else n.text for n in labels if n.text]
        texts = list(dict.fromkeys(t for t in texts if t))
        if not any(n.kind == "other" for n in labels):
            return ", ".join([self.title, *texts]) if texts else self.title, ""
        if not any(n.kind == "other" for n in place.beside):
            texts = [self.title, *texts]
        harm = _HARM.search(self.title)
        if harm and not any(_HARM.search(text) for text in texts):
            texts = [harm[0].capitalize(), *texts]  # nausea among serious events is not any nausea
        own = texts[-1]
        unit = split_unit(_without_statistic(own))[1]
        return ", ".join(texts), unit

    def _timepoint(self, place: Place) -> str:
        times = [n.text for n in place.over if n.kind == "time"] + [
            n.text for n in place.beside if n.kind == "time"
        ]
        if times:
            return ", ".join(dict.fromkeys(times))
        for name in [*reversed(place.over), *reversed(place.beside)]:
            if name.kind in ("change", "other", "contrast", "p", "arm"):
                inside = [
                    t
                    for t in times_in(name.cell.plain)
                    if basis_of(t) != "baseline" or name.kind != "change"
                ]
                if inside:
                    return inside[-1]
        later = [t for t in self.caption_times if basis_of(t) != "baseline"]
        if len(self.caption_times) == 1:
            return self.caption_times[0]
        if len(later) == 1 and self._changes(place):
            return later[0]
        return ""

    def _changes(self, place: Place) -> bool:
        names = [*place.over, *place.beside]
        if any(basis_of(n.cell.plain) == "change" for n in names):
            return True
        contrasts = [n for n in names if n.kind == "contrast"]
        return bool(place.names("arm")) and any(self._sides(n.text) == ((), ()) for n in contrasts)

    def _basis(self, place: Place, timepoint: str) -> str:
        if self._changes(place):
            return "change"
        if timepoint and basis_of(timepoint) == "baseline":
            return "baseline"
        if basis_of(self.title) == "change" and not place.names("time"):
            return "change"
        return "final" if timepoint else "unclear"

    # texts -----------------------------------------------------------------------------------------

    def _sources(self, place: Place) -> list:  # type: ignore[type-arg]
        names = [*place.over, *place.beside]
        marks = [m for n in names for m in n.cell.marks] + list(place.cell.marks)
        marked = [self.table.notes[m] for m in marks if m in self.table.notes]
        return sources_of(
            [n.cell.plain for n in reversed(place.over)],
            [n.cell.plain for n in reversed(place.beside)],
            marked,
            self.axes.corner,
            self.title,
            self.table.note_text,
            self.spoken,
        )

    def _level(self, place: Place) -> float | None:
        texts = [n.cell.plain for n in [*place.over, *place.beside]] + [
            self.caption,
            self.table.note_text,
        ]
        for text in texts:
            match = re.search(r"(\d\d(?:\.\d)?)\s?%\s*(?:CI|C\.I|confidence)|CI\s*\(?(\d\d)\s?%", text)
            if match:
                return float(match[1] or match[2])
        return None

    def _evidence(self, cell: TableCell, rows: tuple[str, ...], columns: tuple[str, ...]) -> Evidence:
        page = self.table.page
        return Evidence(
            self.report,
            cell.text,
            page=page.number,
            box=page.unturned(cell.box),
            table=self.table.caption.label,
            row_headers=rows,
            column_headers=columns,
            grid=self.grid,
            row=cell.row,
            col=cell.col,
        )

    def _unclear(self, place: Place) -> None:
        where = f"page {self.table.page.number}, {self.table.caption.label}, row {place.row.index + 1}"
        self.problems.append(
            Problem(
                Severity.warning,
                "statistic_unclear",
                where,
                f"the table does not say which statistics “{place.cell.plain}” are",
                "look at the page and correct the readings, which are flagged statistic_guessed",
            )
        )


_HARM = re.compile(
    r"(?:serious|severe|life-threatening|fatal)\s+(?:(?:treatment-emergent|drug-related|treatment-related)\s+)*"
    r"(?:adverse\s+(?:events?|effects?|reactions?|experiences?)|side[- ]effects?|toxicit(?:y|ies))",
    re.I,
)


def _within_arm(stated: list[Stated]) -> list[Stated]:
    """A difference with its SD under one arm is the mean of its people's changes."""
    if not {"md", "sd"} <= {s.statistic for s in stated}:
        return stated
    return [replace(s, statistic="mean") if s.statistic == "md" else s for s in stated]


def _flags(*flags: str) -> tuple[str, ...]:
    return tuple(sorted(set(flags)))


def _first_clear(*codes: str) -> str:
    return next((code for code in codes if code != "unclear"), "unclear")


def _key(result: Result) -> tuple[object, ...]:
    return (result.arms, result.comparators, result.outcome, result.timepoint, result.basis)


def _value_text(cell: TableCell) -> str:
    return re.sub(r"(?<=[\d)%\]])\s*[*†‡§¶#∗]+", "", cell.plain)


_WORDY = re.compile(r"[A-Za-z]{3,}")


def _is_wordy(text: str) -> bool:
    """Whether a cell is a sentence rather than values."""
    return len(_WORDY.findall(text)) > 8


def _is_p(shape: Shape) -> bool:
    return 0 <= float(shape.numbers[0]) <= 1


def _without_statistic(label: str) -> str:
    return (
        re.sub(r"[,;]?\s*[(\[]?\s*(?:mean|median|n|no\.?|number)\b[^,;]*$", "", label, flags=re.I)
        or label
    )
