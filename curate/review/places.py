"""Numbers of people whose place nobody can go back to: to be told on entry, before the seal, and by the checks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curate.model.problem import Problem, Severity
from curate.model.reading import Reading
from curate.parse.number import Convention, find_numbers
from curate.pdf.text import holds_number
from curate.review.home import Home
from curate.review.quotes import Quote, Quotes, find_quotes, quote_of
from curate.store.blinding import is_withheld
from curate.store.readings import evidence_of, reading_of
from curate.store.reports import reports

CODES = ("quote_not_found", "quote_ambiguous", "no_place", "quote_of_another", "quote_of_row")
"""What `doubts` finds."""

READABLE = ("ok", "partial")
"""States of reports whose pages have words to be looked up."""

SHOWN = 6
"""Numbers named in one sentence."""

MARK_IT = "give a longer quote, or mark it on the page (curate serve)"


@dataclass(frozen=True, slots=True)
class Said:
    """A number of a person.

    Attributes
    ----------
    row
        What it was read with: numbers of one row share a quote.
    who, study
        Empty on entry.
    reason
        What the person says of it.
    about
        Arm, outcome and time point.
    line
        Sheet and row of a form.
    """

    reading: Reading
    row: str = ""
    who: str = ""
    study: str = ""
    reason: str = ""
    about: str = ""
    line: str = ""

    @property
    def number(self) -> str:
        """The number with its name: "total 753"."""
        return f"{self.reading.statistic} {self.reading.as_printed or self.reading.value}"


def holds(quote: str, reading: Reading) -> bool:
    """Tell whether a quote holds the number that rests on it; words without a figure cannot be compared.

    Examples
    --------
    >>> holds("106 13.8", Reading("events", "55", None)), holds("14·8 (0·256)", Reading("mean", "14.80", None))
    (False, True)
    """
    if reading.number is None or not any(letter.isdigit() for letter in quote):
        return True
    if holds_number(quote, reading.as_printed or reading.value):
        return True
    held = (each for way in (Convention(), Convention(",")) for each in find_numbers(quote, way))
    return any(float(each.value) == reading.number for each in held)


def doubts(home: Home, said: Sequence[Said], quotes: Quotes | None = None) -> list[Problem]:
    """Return what is to be told of the places of numbers: quotes that are not there, or at several places, or other.

    Parameters
    ----------
    quotes
        Where they stand; looked up when not given.
    """
    rows = {row["id"]: row for row in reports(home.connection)}
    lost = [
        each
        for each in said
        if (quote := quote_of(each.reading)) and rows[quote.report]["state"] in READABLE
    ]
    if quotes is None:
        quotes = find_quotes(home, [each.reading for each in lost])
    files = {name: str(row["file_name"]) for name, row in rows.items()}
    found = [*_of_quotes(lost, quotes, files), *_without_quote(lost, quotes, files)]
    return [*found, *_other_numbers(said, files)]


def _where(each: Said, files: dict[str, str]) -> str:
    evidence = each.reading.evidence
    return f"{files[evidence.report]}, {evidence.where}" if evidence else ""


def _shown(texts: Sequence[str]) -> str:
    """Return the first of some texts, and how many more there are."""
    more = [f"and {len(texts) - SHOWN} more"] if len(texts) > SHOWN else []
    return ", ".join([*texts[:SHOWN], *more])


def _by(each: Said) -> str:
    return f", quoted by {each.who}," if each.who else ""


def _of_quotes(lost: Sequence[Said], quotes: Quotes, files: dict[str, str]) -> Iterator[Problem]:
    """Yield a problem for each quote that was given and has no place of its own."""
    given: dict[tuple[Quote, str], list[Said]] = {}
    for each in lost:
        if each.reading.evidence and each.reading.evidence.quote and (quote := quote_of(each.reading)):
            given.setdefault((quote, each.who), []).append(each)
    for (quote, _), same in given.items():
        each = same[-1]
        standing = quotes.standing(each.reading)
        code, hint = "quote_ambiguous", f"{MARK_IT}; the value is kept without a box"
        if standing.boxes:
            what = f"stands {len(standing.boxes)} times there"
        elif standing.parts:
            what = "stands there only in a range, as a raised mark or within another word"
        else:
            code, what = "quote_not_found", "was not found there"
            hint = "is it another page, or are the words different? The value is kept without a box"
        lines = _shown(list(dict.fromkeys(filter(None, (one.line for one in same)))))
        where = f"{files[quote.report]}, {quote.where}" + (f" ({lines})" if lines else "")
        told = f"“{quote.text}”{_by(each)} {what}"
        yield Problem(Severity.warning, code, where, told, hint, each.study)


def _without_quote(lost: Sequence[Said], quotes: Quotes, files: dict[str, str]) -> Iterator[Problem]:
    """Yield a problem for the numbers of a page, and of a person, that have nothing but that page."""
    groups: dict[tuple[str, str, str, str], list[Said]] = {}
    for each in lost:
        if each.reading.statistic and each.reading.evidence and not each.reading.evidence.quote:
            groups.setdefault((_where(each, files), each.who, each.study, each.reason), []).append(each)
    for (where, who, study, reason), group in groups.items():
        named = []
        for (number, line), each in {(each.number, each.line): each for each in group}.items():
            times = len(quotes.standing(each.reading).boxes)
            stands = f"{f'stands {times} times' if times else 'does not stand'} there"
            named.append(f"{number} ({'; '.join(filter(None, (stands, line)))})")
        what = f"only their page is known{f' of what {who} entered' if who else ''}: {_shown(named)}"
        hint = f"{MARK_IT}; of a number that was worked out, say how: curate enter … --reason, or w in its cell"
        if reason:
            what, hint = f"{what}; {who}: {reason}", ""
        severity = Severity.note if reason else Severity.warning
        yield Problem(severity, "no_place", where, what, hint, study)


def _other_numbers(said: Sequence[Said], files: dict[str, str]) -> Iterator[Problem]:
    """Yield a problem for each quote that does not hold the number that rests on it.

    A warning where it holds none of the numbers of its row, and a note where it holds another one: the quote of a
    row of a form is that of its result, and the size of the arm stands elsewhere.
    """
    rows: dict[tuple[str, str, str], list[Said]] = {}
    for each in said:
        if each.reading.statistic and each.reading.evidence and each.reading.evidence.quote:
            rows.setdefault((each.row, each.who, each.reading.evidence.id), []).append(each)
    beside: dict[tuple[str, str, str], list[str]] = {}
    for group in rows.values():
        other = [each for each in group if not holds(_quote(each), each.reading)]
        if not other:
            continue
        names = ", ".join(each.number for each in other)
        where, told = _where(other[0], files), f"{names} (“{_quote(other[0])}”)"
        if len(other) < len(group):
            beside.setdefault((where, other[0].who, other[0].study), []).append(told)
            continue
        what = f"“{_quote(other[0])}”{_by(other[0])} does not hold {names}"
        hint = "mistyped, another place, or worked out? Where the print says otherwise than its text, mark it"
        severity = Severity.warning
        if reasons := [each.reason for each in other if each.reason]:
            what = f"{what}: {'; '.join(dict.fromkeys(reasons))}"
            severity, hint = (Severity.note, "") if len(reasons) == len(other) else (severity, hint)
        yield Problem(severity, "quote_of_another", where, what, hint, other[0].study)
    for (where, _, study), named in beside.items():
        what = f"not in the words quoted for their row: {_shown(named)}"
        hint = "a quote of their own shows where they stand"
        yield Problem(Severity.note, "quote_of_row", where, what, hint, study)


def _quote(each: Said) -> str:
    return each.reading.evidence.quote if each.reading.evidence else ""


_SQL = """SELECT r.*, e.study_id AS study, e.extractor AS who,
        t.arms, t.outcome, t.timepoint FROM current_reading r JOIN result t ON t.id = r.result_id
    JOIN current_extraction e ON e.id = r.extraction_id AND e.kind = 'person'
    JOIN evidence v ON v.id = r.evidence_id JOIN current_report c ON c.id = v.report_id
    ORDER BY c.file_name, v.page, r.made_at, r.id"""

_DECIDED = """SELECT d.* FROM current_decision d JOIN evidence v ON v.id = d.evidence_id
    JOIN current_report c ON c.id = v.report_id WHERE d.choice = 'typed' ORDER BY c.file_name, v.page, d.id"""

_PLACES = """SELECT * FROM evidence WHERE id IN (SELECT evidence_id FROM reading WHERE made_by <> ''
    UNION SELECT evidence_id FROM decision WHERE evidence_id IS NOT NULL)"""


def said_by_people(home: Home, person: str = "", study: str = "") -> list[Said]:
    """Return what people have read and typed, as far as who acts may see it; or of one person in one study."""
    connection = home.connection
    held = {row["id"]: evidence_of(row) for row in connection.execute(_PLACES)}
    found = []
    for row in connection.execute(_SQL).fetchall():
        if (person and row["who"] != person) or (study and row["study"] != study):
            continue
        if not is_withheld(connection, row["id"], home.name):  # two people may name one page
            reading = reading_of(row, held[row["evidence_id"]])
            names = filter(None, (*json.loads(row["arms"]), row["outcome"], row["timepoint"]))
            about = " · ".join(names)
            found.append(Said(reading, row["result_id"], row["who"], row["study"], row["reason"], about))
    if person:
        return found
    for row in connection.execute(_DECIDED).fetchall():
        statistic = row["record_key"].rpartition("|")[2].partition(":")[0]
        reading = Reading(statistic, row["value"], held[row["evidence_id"]])
        found.append(Said(reading, row["record_key"], row["made_by"], row["study_id"], ""))
    return found


def without_place(home: Home, person: str, study: str) -> list[str]:
    """Return a person's numbers in a study that have a page and no place on it, for people."""
    rows = {row["id"]: row for row in reports(home.connection)}
    told = []
    for each in said_by_people(home, person, study):
        quote = quote_of(each.reading)
        if quote is None or not each.reading.statistic or rows[quote.report]["state"] not in READABLE:
            continue
        words = f" “{_quote(each)}”" if _quote(each) else ""
        why = f": {each.reason}" if each.reason else ""
        told.append(
            f"{each.about} · {each.number}, {rows[quote.report]['file_name']}, {quote.where}{words}{why}"
        )
    return told
