"""Studies of a table with metafor's column names: m1i sd1i n1i …, ai bi ci di or ai n1i ci n2i, x1i t1i …, yi vi.

What is wrong in the table is refused with its rows; what a study does not report leaves it out, and says so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from curate.effects import measures, single
from curate.effects.measures import Array, Estimates
from curate.errors import Refused, UnknownName

MISSING = ("", "na", "nan", "n/a", "null", "none", "nr")
"""What a cell without a number may say, in any case."""

LABELS = ("study", "slab", "label", "trial", "author", "id")
"""Columns that name a study, the first one that is there; a year is added to an author."""

MEANS = ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")
CELLS = ("ai", "n1i", "ci", "n2i")
RATES = ("x1i", "t1i", "x2i", "t2i")

SHARES, SCORES, LINKS = ("xi", "ni"), ("mi", "sdi", "ni"), ("ri", "ni")
"""Columns of measures of one group."""

GIVEN = "GEN"
"""Measure of effects that are given as yi and vi, on the analysis scale."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "MD": MEANS,
    "SMD": MEANS,
    "ROM": MEANS,
    "OR": CELLS,
    "RR": CELLS,
    "RD": CELLS,
    "IRR": RATES,
    "IRD": RATES,
    "PR": SHARES,
    "PLO": SHARES,
    "PFT": SHARES,
    "MN": SCORES,
    "ZCOR": LINKS,
    GIVEN: ("yi", "vi"),
}
"""Measure → the columns it is computed from."""

WHY_UNDEFINED: Mapping[tuple[str, ...], str] = {
    MEANS: "an SD of zero, or a ratio of means that has none",
    CELLS: "double-zero: nobody, or everybody, in both groups had the event",
    RATES: "nobody in either group had an event",
}
"""Columns → why the measure does not exist for complete rows of them."""

_PLAINLY: Mapping[str, Callable[..., Estimates]] = {
    "OR": measures.odds_ratio,
    "RR": measures.risk_ratio,
    "RD": measures.risk_difference,
    "IRR": measures.rate_ratio,
    "IRD": measures.rate_difference,
    "PR": single.proportion,
    "PLO": single.logit_proportion,
    "PFT": single.double_arcsine_proportion,
    "MN": single.mean,
    "ZCOR": single.fisher_z,
}


@dataclass(frozen=True, slots=True)
class Table:
    """Texts of a file, by column in lower case; all columns have `rows` entries."""

    name: str
    columns: Mapping[str, tuple[str, ...]]
    rows: int


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
    """

    measure: str
    labels: tuple[str, ...]
    yi: Array
    vi: Array
    left_out: Mapping[int, str]
    counts: Array | None = None


def read_table(path: Path) -> Table:
    """Return a CSV file, its columns parted by commas, semicolons or tabs.

    Raises
    ------
    Refused
        When it cannot be read, has no rows, or a heading stands twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path.name} cannot be read: {error}", "save it as CSV in UTF-8") from None
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


def study_table(
    table: Table, measure: str, *, smd_variance: str = "LS", keep_double_zero: bool = False
) -> StudyTable:
    """Return the effects of a table's studies.

    Parameters
    ----------
    measure
        One of `NEEDED`. A table that has yi and vi and not what the measure is computed from has them on the
        measure's analysis scale.
    smd_variance
        A name of `curate.effects.measures.SMD_VARIANCES`.
    keep_double_zero
        Keep trials without an event in either arm in ratios, with ½ in every cell, as metafor does.

    Raises
    ------
    UnknownName
        For another measure.
    Refused
        For missing columns, and listing every row with what cannot be: no number, a negative variance, a group
        below two, more events than people.
    """
    if measure not in NEEDED:
        raise UnknownName.among("measure", measure, NEEDED)
    columns = _derived(table)
    needed = NEEDED[measure]
    if not set(needed) <= columns.keys() and {"yi", "vi"} <= columns.keys():
        needed = NEEDED[GIVEN]
    if absent := [name for name in needed if name not in columns]:
        have = ", ".join(table.columns)
        raise Refused(
            f"{table.name}: {measure} needs {' '.join(needed)}; {' '.join(absent)} is not there",
            f"the columns are: {have}",
        )
    labels = _labels(table)
    given = np.array([columns[name] for name in needed])
    _refuse_impossible(table.name, labels, dict(zip(needed, given, strict=True)))
    left_out = {
        row: f"{', '.join(name for name, value in zip(needed, given[:, row], strict=True) if np.isnan(value))} missing"
        for row in range(table.rows)
        if np.isnan(given[:, row]).any()
    }
    if needed == NEEDED[GIVEN]:
        found = Estimates(given[0], given[1])
    else:
        found = _estimates(measure, given, smd_variance, keep_double_zero)
    for row in np.flatnonzero(~np.isfinite(found.yi)).tolist():
        left_out.setdefault(row, WHY_UNDEFINED.get(needed, "it is not defined for these numbers"))
    usable = np.isfinite(found.yi) & np.isfinite(found.vi)
    yi, vi = (np.where(usable, values, np.nan) for values in found)
    return StudyTable(measure, labels, yi, vi, left_out, given if needed in (CELLS, RATES) else None)


def _estimates(measure: str, given: Array, smd_variance: str, keep_double_zero: bool) -> Estimates:
    if measure == "SMD":
        m1, sd1, n1, m2, sd2, n2 = given
        return measures.standardised_mean_difference(m1, sd1, n1, m2, sd2, n2, smd_variance)
    if measure == "MD":
        return measures.mean_difference(*given)
    if measure == "ROM":
        return measures.ratio_of_means(*given)
    found = _PLAINLY[measure](*given)
    if keep_double_zero and measure in ("OR", "RR"):
        neither = measures.is_double_zero(*given)
        halved = given + np.array([0.5, 1.0, 0.5, 1.0])[:, None] * neither
        kept = _PLAINLY[measure](*halved, zero_cells="none")
        found = Estimates(*(np.where(neither, k, f) for k, f in zip(kept, found, strict=True)))
    return found


def _derived(table: Table) -> dict[str, Array]:
    """Return the numeric columns, with vi of sei and group sizes of 2 × 2 tables where they are not given."""
    wanted = {name for names in NEEDED.values() for name in names} | {"sei", "bi", "di"}
    held = {name: _numbers(table, name) for name in table.columns if name in wanted}
    if "vi" not in held and "sei" in held:
        held["vi"] = np.sign(held["sei"]) * held["sei"] ** 2
    for events, others, size in (("ai", "bi", "n1i"), ("ci", "di", "n2i")):
        if size not in held and events in held and others in held:
            held[size] = held[events] + held[others]
    return held


def _numbers(table: Table, name: str) -> Array:
    found, wrong = [], []
    for row, text in enumerate(table.columns[name]):
        try:
            found.append(np.nan if text.casefold() in MISSING else float(text))
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
    (("vi",), lambda x: x <= 0, "a variance is above zero"),
    (("sd1i", "sd2i"), lambda x: x < 0, "an SD is not negative"),
    (("sdi",), lambda x: x < 0, "an SD is not negative"),
    (("ri",), lambda x: np.abs(x) > 1, "a correlation lies between -1 and 1"),
    (("ai", "ci", "x1i", "x2i", "xi"), lambda x: x < 0, "a number of events is not negative"),
    (("t1i", "t2i"), lambda x: x <= 0, "person-time is above zero"),
)


def _refuse_impossible(name: str, labels: Sequence[str], columns: Mapping[str, Array]) -> None:
    """Refuse rows that no trial can have, all of them at once."""
    wrong = [
        f"row {row + 1} ({labels[row]}): {column} = {columns[column][row]:g}: {why}"
        for names, rule, why in _RULES
        for column in names
        if column in columns
        for row in np.flatnonzero(rule(columns[column])).tolist()
    ]
    fewest = 2 if "sd1i" in columns else 1
    for size, events in (("n1i", "ai"), ("n2i", "ci"), ("ni", "xi")):
        if size in columns:
            few = np.flatnonzero(columns[size] < fewest).tolist()
            wrong += [
                f"row {r + 1} ({labels[r]}): {size} = {columns[size][r]:g} is below {fewest}"
                for r in few
            ]
        if size in columns and events in columns:
            over = np.flatnonzero(columns[events] > columns[size]).tolist()
            wrong += [f"row {r + 1} ({labels[r]}): {events} is more than {size}" for r in over]
    if wrong:
        raise Refused(
            f"{name} has rows that cannot be", "correct them, or take them out", sorted(set(wrong))
        )
