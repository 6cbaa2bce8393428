"""Studies of a table with metafor's column names: m1i sd1i n1i …, ai bi ci di or ai n1i ci n2i, x1i t1i …, yi vi.

What is wrong in the table is refused with its rows; what a study does not report leaves it out, and says so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from curate.effects.catalogue import MEASURES, measure_of
from curate.effects.definition import CELLS, PLAIN, PRINTED, RATES, Measure, Options, Route
from curate.effects.measures import Array
from curate.effects.routes import LOWEST_LEVEL
from curate.errors import Refused, UnknownName

MISSING = ("", "na", "nan", "n/a", "null", "none", "nr")
"""What a cell without a number may say, in any case."""

LABELS = ("study", "slab", "label", "trial", "author", "id")
"""Columns that name a study, the first one that is there; a year is added to an author."""


@dataclass(frozen=True, slots=True)
class Table:
    """Texts of a file, by column in lower case; all columns have `rows` entries.

    `words` are columns of names, though these may look like numbers.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    rows: int
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StudyTable:
    """The studies of a table.

    Attributes
    ----------
    labels
        One a row, the row's number where the table has no names.
    yi, vi
        Effects on the analysis scale and their sampling variances, [rows]; NaN for what is left out.
    left_out
        Row → why it has no effect.
    counts
        Of 2 × 2 tables and rates, the four columns behind them, [4, rows]; None for others.
    options
        How the measure was computed, its variance named.
    sizes
        People in both groups, [2, rows], where the table has them.
    given
        What the effects were computed from: column → values, [rows].
    """

    measure: str
    labels: tuple[str, ...]
    yi: Array
    vi: Array
    left_out: Mapping[int, str]
    counts: Array | None = None
    options: Options = PLAIN
    sizes: Array | None = None
    given: Mapping[str, Array] = field(default_factory=dict)


def read_table(path: Path) -> Table:
    """Return a CSV file, its columns parted by commas, semicolons or tabs.

    Raises
    ------
    Refused
        When it cannot be read, has no rows, or a heading stands twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        hint = "give the path of a table; a comparison of a review goes by its code, without a suffix"
        raise Refused(f"there is no file {path}", hint) from None
    except OSError as error:
        hint = "give the path of a table that you may read"
        raise Refused(f"{path} cannot be read: {error.strerror}", hint) from None
    except UnicodeDecodeError:
        raise Refused(f"{path.name} is no text in UTF-8", "save it as CSV in UTF-8") from None
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    lines = [
        line for line in csv.reader(io.StringIO(text), delimiter=delimiter) if any(map(str.strip, line))
    ]
    if len(lines) < 2:
        raise Refused(
            f"{path.name} has no rows", "the first line names the columns, each other is a study"
        )
    names = [name.strip().casefold() for name in lines[0]]
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        raise Refused(f"{path.name}: the column {twice[0]} stands twice", "name each column once")
    width = len(names)
    if wrong := [n for n, line in enumerate(lines[1:], 2) if len(line) != width]:
        raise Refused(
            f"{path.name}, line {wrong[0]}: it has not {width} cells", "quote cells that hold a comma"
        )
    decimal_comma = delimiter == ";"
    columns = {
        name: tuple(_plain(line[place], decimal_comma) for line in lines[1:])
        for place, name in enumerate(names)
    }
    return Table(path.name, columns, len(lines) - 1)


def _plain(text: str, decimal_comma: bool) -> str:
    text = text.strip().replace("\u2212", "-")
    return (
        text.replace(",", ".")
        if decimal_comma and text.replace(",", "", 1).lstrip("-").isdigit()
        else text
    )


def study_table(table: Table, measure: str, options: Options = PLAIN) -> StudyTable:
    """Return the effects of a table's studies.

    Parameters
    ----------
    measure
        A code of `curate.effects.catalogue.MEASURES`. The first of its routes is taken for which the table has the
        columns; yi and vi, or est with ci_low and ci_high (of ratios not logged), are taken where it has nothing else.
    options
        Variance, correction, rule for empty cells, level of printed intervals.

    Raises
    ------
    UnknownName
        For another measure, variance, correction or rule.
    Refused
        For a level that is none; for missing columns, and listing every row with what cannot be: no number, a negative
        variance, a group below two, more events than people, an estimate outside its own interval, a risk difference
        beyond 1, another measure in a column ``measure``.
    """
    known = measure_of(measure)
    refuse_level(options.level)
    _refuse_mixture(table, measure)
    options = options._replace(variance=known.variance(options))
    columns = _derived(table)
    route = _route(table, known, columns)
    labels = _labels(table)
    given = np.array([columns[name] for name in route.columns])
    _refuse_impossible(table.name, labels, dict(zip(route.columns, given, strict=True)), known)
    left_out = {}
    for row in np.flatnonzero(np.isnan(given).any(axis=0)).tolist():
        absent = [
            name for name, value in zip(route.columns, given[:, row], strict=True) if np.isnan(value)
        ]
        left_out[row] = f"{', '.join(absent)} missing"
    found = route.compute(list(given), options)
    for row in np.flatnonzero(~(np.isfinite(found.yi) & np.isfinite(found.vi))).tolist():
        left_out.setdefault(row, known.why_undefined)
    usable = np.isfinite(found.yi) & np.isfinite(found.vi)
    yi, vi = (np.where(usable, values, np.nan) for values in found)
    counts = given if route.columns in (CELLS, RATES) else None
    sizes = np.array([columns["n1i"], columns["n2i"]]) if {"n1i", "n2i"} <= columns.keys() else None
    behind = dict(zip(route.columns, given, strict=True))
    return StudyTable(measure, labels, yi, vi, left_out, counts, options, sizes, behind)


def refuse_level(level: float) -> None:
    """Refuse a level of intervals that is none, such as 0.95."""
    if not LOWEST_LEVEL <= level < 100:
        what = f"level = {level:g} is not between {LOWEST_LEVEL:g} and 100 percent"
        raise Refused(what, "say it in percent, such as 95")


def _refuse_mixture(table: Table, measure: str) -> None:
    """Refuse rows whose column ``measure`` names another measure than is asked for."""
    said = table.columns.get("measure", ())
    others = [
        f"row {row + 1}: {text}"
        for row, text in enumerate(said)
        if text.casefold() not in MISSING and text.upper() != measure and measure != "GEN"
    ]
    mixed = (
        measure == "GEN" and len({text.upper() for text in said if text.casefold() not in MISSING}) > 1
    )
    if mixed:
        others = [f"row {row + 1}: {text}" for row, text in enumerate(said)]
    if others:
        what = (
            f"{table.name} says other measures than {measure}"
            if not mixed
            else f"{table.name} mixes measures"
        )
        raise Refused(what, "one pool holds one measure: say --measure, or part the table", others)


_CONTROL = ("n2i", "ci", "di", "x2i", "t2i")
"""Columns of the control side that are parted with its people."""


def split_controls(table: Table, cluster: Sequence[str]) -> Table:
    """Return a table in which control groups that rows of a cluster share are split among them.

    People, events and person-time of the control side are divided by the number of rows of the cluster; means and SDs
    stay.

    References
    ----------
    Cochrane Handbook 23.3.4: the comparisons are then nearly independent, each a little less precise.
    """
    columns = dict(table.columns)
    for name in (name for name in _CONTROL if name in columns):
        columns[name] = tuple(
            text if text.casefold() in MISSING else repr(float(text) / cluster.count(group))
            for text, group in zip(columns[name], cluster, strict=True)
        )
    return Table(table.name, columns, table.rows)


def refuse_unsplit(name: str, studies: StudyTable) -> None:
    """Refuse effects whose control group `split_controls` cannot have parted.

    Raises
    ------
    Refused
        When they come from no numbers of the control side, or from a t statistic, which is of all its people.
    """
    if set(_CONTROL) & studies.given.keys() and "ti" not in studies.given:
        return
    raise Refused(
        f"{name}: {' '.join(studies.given)} are of the whole control group, which cannot be split",
        "give the numbers of both groups, or --rho for effects that share people",
    )


def _route(table: Table, measure: Measure, columns: Mapping[str, Array]) -> Route:
    """Return the first way to the measure that the columns allow."""
    for route in measure.routes:
        if set(route.columns) <= columns.keys():
            return route
    needed = measure.routes[0].columns
    absent = [name for name in needed if name not in columns]
    have = ", ".join(table.columns)
    raise Refused(
        f"{table.name}: {measure.code} needs {' '.join(needed)}; {' '.join(absent)} is not there",
        f"the columns are: {have}",
    )


def _derived(table: Table) -> dict[str, Array]:
    """Return the numeric columns, with vi of sei and group sizes of 2 × 2 tables where they are not given."""
    wanted = {n for m in MEASURES.values() for route in m.routes for n in route.columns} | {"sei", "bi"}
    held = {name: _numbers(table, name) for name in table.columns if name in wanted}
    if "vi" not in held and "sei" in held:
        held["vi"] = np.sign(held["sei"]) * held["sei"] ** 2
    for events, others, size in (("ai", "bi", "n1i"), ("ci", "di", "n2i")):
        if size not in held and events in held and others in held:
            held[size] = held[events] + held[others]
    return held


def weights_of(table: Table, name: str) -> Array:
    """Return a column of weights, NaN where a cell is empty.

    Raises
    ------
    UnknownName, Refused
        Where there is no such column; for a cell that is no number.
    """
    key = name.strip().casefold()
    if key not in table.columns:
        raise UnknownName.among("column", name, table.columns)
    return _numbers(table, key)


def _numbers(table: Table, name: str) -> Array:
    found, wrong = [], []
    for row, text in enumerate(table.columns[name]):
        try:
            number = np.nan if text.casefold() in MISSING else float(text)
            if np.isinf(number):
                raise ValueError
            found.append(number)
        except ValueError:
            wrong.append(f"row {row + 1}: {name} = {text!r} is no number")
            found.append(np.nan)
    if wrong:
        raise Refused(
            f"{table.name} has cells that are no numbers", "write numbers with a point, or NA", wrong
        )
    return np.array(found, dtype=float)


def _labels(table: Table) -> tuple[str, ...]:
    name = next((name for name in LABELS if name in table.columns), None)
    if name is None:
        return tuple(f"row {row + 1}" for row in range(table.rows))
    if name == "author" and "year" in table.columns:
        both = zip(table.columns["author"], table.columns["year"], strict=True)
        return tuple(" ".join(filter(None, pair)) for pair in both)
    return tuple(text or f"row {row + 1}" for row, text in enumerate(table.columns[name]))


_RULES: Sequence[tuple[tuple[str, ...], Callable[[Array], Any], str]] = (
    (("vi", "v"), lambda x: x <= 0, "a variance is above zero"),
    (("sd1i", "sd2i", "sdi", "sd1pre", "sd2pre"), lambda x: x < 0, "an SD is not negative"),
    (("ri", "r1i", "r2i"), lambda x: np.abs(x) > 1, "a correlation lies between -1 and 1"),
    (("ai", "ci", "x1i", "x2i", "xi"), lambda x: x < 0, "a number of events is not negative"),
    (("t1i", "t2i"), lambda x: x <= 0, "person-time is above zero"),
)

_ENDS = {
    "RD": (-1.0, 1.0, "a risk difference lies between -1 and 1: divide percentage points by 100"),
    "PR": (0.0, 1.0, "a proportion lies between 0 and 1: divide percentages by 100"),
}
"""Measures that end, and what lies beyond their ends."""

_SPREAD = {"sd1i", "sd1pre"}
"""Columns whose presence means that a group has an SD, and so at least two people."""


def _refuse_impossible(
    name: str, labels: Sequence[str], columns: Mapping[str, Array], measure: Measure
) -> None:
    """Refuse rows that no trial can have, all of them at once."""

    def rows(of: Any) -> list[tuple[int, str]]:
        return [(row, f"row {row + 1} ({labels[row]})") for row in np.flatnonzero(of).tolist()]

    wrong = [
        f"{place}: {column} = {columns[column][row]:g}: {why}"
        for names, rule, why in _RULES
        for column in names
        if column in columns
        for row, place in rows(rule(columns[column]))
    ]
    fewest = 2 if _SPREAD & columns.keys() else 1
    for size, events in (("n1i", "ai"), ("n2i", "ci"), ("ni", "xi")):
        if size in columns:
            wrong += [
                f"{place}: {size} = {columns[size][row]:g} is below {fewest}"
                for row, place in rows(columns[size] < fewest)
            ]
        if size in columns and events in columns:
            over = columns[events] > columns[size]
            wrong += [f"{place}: {events} is more than {size}" for _, place in rows(over)]
    if set(PRINTED) <= columns.keys():
        estimate, low, high = (columns[column] for column in PRINTED)
        wrong += [
            f"{place}: {estimate[row]:g} [{low[row]:g}, {high[row]:g}]: the estimate is not inside its interval"
            for row, place in rows((estimate < low) | (estimate > high) | (low >= high))
        ]
        below = (low <= 0) if measure.log else np.zeros(len(low), dtype=bool)
        wrong += [f"{place}: ci_low = {low[row]:g}: a ratio is above zero" for row, place in rows(below)]
    if measure.code in _ENDS:
        least, most, why = _ENDS[measure.code]
        wrong += [
            f"{place}: {column} = {columns[column][row]:g}: {why}"
            for column in ("yi", "est")
            if column in columns
            for row, place in rows((columns[column] < least) | (columns[column] > most))
        ]
    if wrong:
        raise Refused(
            f"{name} has rows that cannot be", "correct them, or take them out", sorted(set(wrong))
        )
