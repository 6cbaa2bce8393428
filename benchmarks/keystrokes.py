"""Keys for one real report: the extraction form v the same table typed into a spreadsheet.

``python benchmarks/keystrokes.py ../shared/bench``

Every number that the benchmark's hand annotation has of one table (means with their SD, by arm and time) is entered in
both. The form is written by `curate form`, filled, and read back, and what the store then holds must be the
annotation, number for number. How keys are counted, to the spreadsheet's favour where there is a doubt:

- each character is one key, and so is going on to the next cell (Tab) or to the next row (Enter, which goes back to
  where the row was begun); a cell that is skipped costs its Tab;
- the spreadsheet has one row an arm, outcome and time, with the columns study, arm, outcome, time, scores, n, mean,
  SD and page. It completes a word as soon as the letters tell it from the others of its column, and copies the
  cell above with two keys (Ctrl+D); the cheaper of the two counts;
- the form has its rows' names already. Arms and times are typed over once, as the report calls them.

What the spreadsheet does not have then: the kind of spread of each number, a page that is checked, a quote to look up.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineWorkbook

from curate.review import Review

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fixtures" / "sprint"))
from type_in import cells_of, rows_of, type_in

COPY = 2
"""Keys of Ctrl+D."""

NEXT = 1
"""Tab or Enter."""

HEADINGS = ("Scores", "Page", "n", "Mean or median", "Spread", "Which spread")
"""Cells of a row of the form that are typed, side by side."""

REPEATED = ("Scores", "Page", "Which spread")
"""Of these, the ones that take a ditto."""

REPORT, TABLE = "dbb5ced8", "Table 2"
"""A trial of exercise in two arms; its table of exercise performance has means and SDs at baseline and at 16 weeks."""

ARMS = {"Exercise": "Exercise training", "Usual care": "Control"}
TIMES = {"Baseline": "baseline", "End of treatment": "16 weeks"}
"""What the protocol calls them → what the report does."""


@dataclass(frozen=True)
class Line:
    """One arm at one time: what is typed in one row."""

    arm: str
    outcome: str
    time: str
    scores: str
    n: str
    mean: str
    sd: str
    page: str


def lines_of(path: Path, table: str) -> list[Line]:
    """Return the means and SDs of a table of the annotation, in its order, with how many completed."""
    held: dict[tuple[str, str, str], dict[str, str]] = {}
    sizes: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["table_or_section"] == table and row["statistic"] in ("mean", "sd"):
                key = (row["outcome"].rpartition(": ")[2], row["timepoint"], row["arm"])
                held.setdefault(key, {"page": row["page"]})[row["statistic"]] = row["value"]
            elif row["outcome"] == "completed":
                sizes[row["arm"]] = row["value"]
    return [
        Line(
            arm,
            outcome,
            time,
            "baseline" if time == "baseline" else "final",
            sizes[arm],
            n["mean"],
            n["sd"],
            n["page"],
        )
        for (outcome, time, arm), n in held.items()
        if {"mean", "sd"} <= n.keys()
    ]


def spreadsheet_keys(study: str, lines: Iterable[Line]) -> int:
    """Return the keys of a spreadsheet with one row a line."""
    columns: dict[int, list[str]] = {}
    keys = 0
    for line in lines:
        cells = (
            study,
            line.arm,
            line.outcome,
            line.time,
            line.scores,
            line.n,
            line.mean,
            line.sd,
            line.page,
        )
        for place, text in enumerate(cells):
            above = columns.setdefault(place, [])
            keys += _cheapest(text, above) + NEXT
            above.append(text)
    return keys


def _cheapest(text: str, above: list[str]) -> int:
    """Return the fewest keys for a cell: typed, completed (words only), or copied from above."""
    ways = [len(text)]
    if above and above[-1] == text:
        ways.append(COPY)
    if text in above and not text.replace(".", "").isdigit():
        others = {other for other in above if other != text}
        told_apart = next(
            (n for n in range(1, len(text)) if not any(o.startswith(text[:n]) for o in others)),
            len(text),
        )
        ways.append(told_apart)
    return min(ways)


def form_entries(study: str, lines: Iterable[Line], order: list[str]) -> list[dict[str, str]]:
    """Return what is typed in the form, cell by cell in the order of its rows."""
    called = {said: given for given, said in {**ARMS, **TIMES}.items()}
    by_row = {f"{called[line.arm]} · {line.outcome} · {called[line.time]}": line for line in lines}
    typed = [(row, "Arm, as the report calls it", ARMS[row]) for row in order if row in ARMS]
    typed += [(row, "Time point, as the report calls it", TIMES[row]) for row in order if row in TIMES]
    above: dict[str, str] = {}
    for row in order:
        if line := by_row.get(row):
            texts = (line.scores, line.page, line.n, line.mean, line.sd, "SD")
            for heading, text in zip(HEADINGS, texts, strict=True):
                same = heading in REPEATED and above.get(heading) == text
                typed.append((row, heading, '"' if same else text))
                above[heading] = text
    return [{"study": study, "row": row, "column": column, "text": text} for row, column, text in typed]


def form_keys(entries: Iterable[dict[str, str]]) -> int:
    """Return the keys of the form: the cells of a row stand side by side, so each costs its text and one key."""
    return sum(len(entry["text"]) + NEXT for entry in entries)


def protocol(outcomes: Iterable[str]) -> str:
    """Return a review.toml that asks for these outcomes in two arms at two times."""
    parts = ['[review]\ntitle = "Keystrokes"\n']
    parts += [
        f'[[outcome]]\ncode = "o{place}"\nlabel = "{label}"\ndirection = "higher"\n'
        for place, label in enumerate(outcomes)
    ]
    parts += [f'[[arm]]\ncode = "a{place}"\nlabel = "{label}"\n' for place, label in enumerate(ARMS)]
    parts += [
        f'[[timepoint]]\ncode = "t{place}"\nlabel = "{label}"\n' for place, label in enumerate(TIMES)
    ]
    return "\n".join(parts)


def measure(bench: Path) -> tuple[int, int, int]:
    """Return the numbers entered, the keys of the form, and those of the spreadsheet.

    Raises
    ------
    AssertionError
        When the store does not hold the annotation after the form was read back.
    """
    truth = bench / "values" / f"{REPORT}.csv"
    lines = lines_of(truth, TABLE)
    with (
        tempfile.TemporaryDirectory() as folder,
        Review.create(Path(folder) / "review", "Keystrokes", "ann") as review,
    ):
        review.home.set_protocol(protocol(dict.fromkeys(line.outcome for line in lines)))
        review.reports.add([bench / "pdfs" / f"{REPORT}.pdf"])
        (study,) = review.studies.all()
        empty, filled = Path(folder) / "form.xlsx", Path(folder) / "filled.xlsx"
        review.forms.write(empty)
        entries = form_entries(study.name, lines, rows(empty, study.name))
        type_in(empty, entries, filled)
        read = review.forms.read(filled)
        held = review.home.connection.execute(
            "SELECT t.arms, t.outcome, t.timepoint, r.statistic, r.value FROM reading r "
            "JOIN result t ON t.id = r.result_id"
        ).fetchall()
    wanted = {
        (f'["{line.arm}"]', line.outcome, line.time, statistic, value)
        for line in lines
        for statistic, value in (("n", line.n), ("mean", line.mean), ("sd", line.sd))
    }
    assert {tuple(row) for row in held} == wanted
    assert read.new == len(wanted)
    return len(wanted), form_keys(entries), spreadsheet_keys(study.name, lines)


def rows(form: Path, study: str) -> list[str]:
    """Return the names of the rows of a study's sheet, from the top."""
    book = CalamineWorkbook.from_path(str(form))
    return [name for name, _ in rows_of(cells_of(book, study))]


if __name__ == "__main__":
    numbers, form, spreadsheet = measure(Path(sys.argv[1]))
    print(
        f"{numbers} numbers: form {form} keys, spreadsheet {spreadsheet} keys ({form / spreadsheet:.0%})"
    )
