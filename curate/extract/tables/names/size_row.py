"""Sizes of groups without "n =": a line of numbers beside "N", "(14)" behind each label, a row "Total (%)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from curate.extract.tables.grid.cell import TableCell
from curate.extract.tables.names.naming import Name, names_count
from curate.extract.tables.names.place_of import Place
from curate.extract.tables.names.stub import RowAxis
from curate.extract.tables.stated import Stated
from curate.parse.label import role_of
from curate.parse.people import MANY_PEOPLE
from curate.parse.statistic import Shape
from curate.parse.statistic_said import find_said

_WHOLE = re.compile(r"^\d{1,3}(?:,\d{3})+$|^\d{1,6}$")
_ENDS_IN_NUMBER = re.compile(
    r"^(?P<text>.*[A-Za-z].*?)\s*(?:\((?P<bracket>\d{1,6})\)|(?<=[a-z]) (?P<bare>\d{1,6}))$"
)


LEAST_SIZE = 4
"""People of the smallest group whose size is a number behind its label: "Group (1)" is its name."""


def take_size_row(columns: dict[int, list[Name]], heads: Iterable[TableCell], stubs: int) -> None:
    """Make whole numbers on the lowest line of a header, beside "N" over the rows' labels, the sizes of what is above.

    Every column but those of P values has one, below a label of its own.
    """
    if not any(cell.col < stubs and names_count(cell.plain) for cell in heads):
        return
    lowest = {col: names[-1] for col, names in columns.items() if names[-1].kind != "p"}
    sizes = {col: name for col, name in lowest.items() if _WHOLE.match(name.cell.plain)}
    same_line = len({name.cell.row for name in sizes.values()}) == 1
    if len(sizes) < 2 or len(sizes) < len(lowest) or not same_line:
        return
    if any(len(columns[col]) < 2 for col in sizes):
        return
    for col, name in sizes.items():
        columns[col][-1] = Name("n", "", name.cell, name.cell.plain.replace(",", ""), name.cell.plain)


def take_numbers_behind(columns: Iterable[Sequence[Name]]) -> None:
    """Take the number behind each label for its size where they add up: "Drug (14)", "Placebo (16)", "Total 30"."""
    names = list({id(n): n for over in columns for n in over[-1:] if n.kind != "p" and not n.n}.values())
    parted = [(name, _ENDS_IN_NUMBER.match(name.cell.plain)) for name in names]
    told = [(name, match["text"], match["bracket"] or match["bare"]) for name, match in parted if match]
    if len(told) < 3 or len(told) < len(names):
        return
    counts = sorted(int(number) for _, _, number in told)
    bare = [int(match["bare"]) for _, match in parted if match and match["bare"]]
    if counts[-1] != sum(counts[:-1]) or counts[0] < LEAST_SIZE or bare not in ([], counts[-1:]):
        return  # "Group 1", "Group 2" and "Group 3" are no sizes
    for name, text, number in told:
        name.text, name.n, name.n_printed = text.rstrip(" ,;"), number, number
        if name.kind == "other" and int(number) < counts[-1]:
            name.kind = "arm"
        elif name.kind in ("other", "arm") and int(number) == counts[-1]:
            name.kind = "everyone"


def give_back_sizes(columns: Mapping[int, Sequence[Name]]) -> None:
    """Give a size that was cut to the label of P values back to the group before it, "Drug", "n = 20 P"."""
    for col, names in columns.items():
        test, before = names[-1], columns.get(col - 1, ())
        if test.kind != "p" or not test.n or not before:
            continue
        group = before[-1]
        if group.kind in ("other", "arm") and not group.n and group.cell.row == test.cell.row:
            group.n, group.n_printed, group.kind = test.n, test.n_printed, "arm"
            test.n = test.n_printed = ""


def name_counted(columns: Mapping[int, Sequence[Name]]) -> None:
    """Make "Participants, n" the size of what the average beside it, below the same arm, is of."""
    for names in columns.values():
        own = names[-1]
        if len(names) < 2 or own.kind not in ("other", "everyone") or not names_count(own.cell.plain):
            continue
        over = list(map(id, names[:-1]))
        beside = [other[-1] for other in columns.values() if list(map(id, other[:-1])) == over]
        said = (said for name in beside if name is not own for said in find_said(name.cell.plain))
        if any(each.slots[0] in ("mean", "median") for each in said):
            own.kind = "n"


def percents_beside(columns: Mapping[int, Sequence[Name]], rows: Sequence[RowAxis]) -> set[int]:
    """Return the columns below "%" whose percentages are of the people counted in the column before.

    Not those beside sizes: about the same n in each row, with percentages that it cannot have given.
    """
    heads = {col for col, over in columns.items() if _PERCENT_HEAD.fullmatch(over[-1].cell.plain)}
    return {col for col in heads if not _beside_sizes(rows, col)}


def _beside_sizes(rows: Iterable[RowAxis], col: int) -> bool:
    counts: list[int] = []
    wholes: list[float] = []
    for row in rows:
        texts = [cell.plain.strip("()[]% ") for cell in row.cells if cell.col <= col][-2:]
        if len(texts) < 2 or not any(cell.col == col for cell in row.cells):
            continue
        count, share = texts
        if count.isdecimal() and _SHARE_VALUE.fullmatch(share) and float(share):
            counts.append(int(count))
            wholes.append(100 * int(count) / float(share))
    return len(counts) > 1 and max(counts) <= ALIKE * min(counts) and max(wholes) > APART * min(wholes)


def counts_only_people(columns: Iterable[Sequence[Name]], corner: str) -> bool:
    """Whether a table only says how many people had each of what its rows name: "No. of patients" over all columns."""
    heads = [over[-1] for over in columns]
    return (
        bool(heads)
        and all(n.kind == "n" and n.text and _OF_PEOPLE.search(n.text) for n in heads)
        and not _WHERE_OR_WHOM.search(corner)
    )


def is_kind_of_people(place: Place) -> bool:
    """Whether the row of such a table names what people had, and no group of them all."""
    own = place.beside[-1] if place.beside else None
    if own is None or own.kind not in ("other", "letter") or place.names("arm"):
        return False
    return not role_of(own.text) and not _WHERE_OR_WHOM.search(own.text)


_OF_PEOPLE = re.compile(rf"(?i)\bof\s+(?:the\s+)?{MANY_PEOPLE}$")
_WHERE_OR_WHOM = re.compile(
    rf"(?i)\b(?:groups?|arms?|cohorts?|cent(?:re|er)s?|sites?|hospitals?|clinics?|countr(?:y|ies)|regions?|stud(?:y|ies)"
    rf"|trials?|doses?|dosage|years?|authors?|total|all|screened|enrol\w*|eligible|included|recruited|treated|received"
    rf"|populations?|sample|(?:analysis )?set|{MANY_PEOPLE})\b"
)
"""Rows that are groups of people, whose number is their size."""

_PERCENT_HEAD = re.compile(r"(?i)[(\[]?\s*(?:%|percent(?:age)?)\s*[)\]]?")
_SHARE_VALUE = re.compile(r"\d{1,3}(?:\.\d+)?")
ALIKE, APART = 1.2, 1.5
"""How far the sizes of a column differ at most, and the groups that its percentages would be of at least."""


def whole_of(arms: Iterable[Name]) -> str:
    """Return the arm that has as many people as the others together and its name within theirs, empty for none.

    "Cured (n = 88)" beside "Cured with asthma (n = 30)" and "Cured without asthma (n = 58)": nobody compares it.
    """
    sized = sorted((name for name in arms if name.n.isdecimal()), key=lambda name: -int(name.n))
    if len(sized) < 3 or int(sized[0].n) != sum(int(name.n) for name in sized[1:]):
        return ""
    words = set(sized[0].text.casefold().split())
    return sized[0].text if all(words < set(name.text.casefold().split()) for name in sized[1:]) else ""


def row_size(place: Place, shape: Shape, arms: tuple[str, ...]) -> list[Stated] | None:
    """Return the size of a group in the row "N (%)" or "Participants", where its column has no other; else None.

    Beside "Total (%)" the percentage is of all groups together.
    """
    label = place.beside[0].cell.plain if len(place.beside) == 1 else ""
    first = shape.numbers[0]
    if says_answered(place.beside) and len(shape.numbers) == 1 and first.whole and arms:
        return [Stated("n", first, "row")]
    lone = len(shape.numbers) == 1 and _N_ROW.match(label)
    shared = (
        _forms(shape) == ["single", "single"] and shape.items[1].bracketed and _TOTAL_ROW.match(label)
    )
    parted = _NUMBER_ROW.match(label) and _parts_whole(place.row)
    somebody = arms or place.names("everyone")
    if not somebody or not (lone or shared or parted) or not first.whole or first.value == "0":
        return None
    if any(n.n for n in place.over):
        return None
    return [Stated("n", first, "row")]


_ANSWERED = re.compile(
    r"(?i)^(?:total,? (?:no\.?|numbers?|n)"
    r"|(?:no\.?|numbers?|n)(?: of (?:patients|participants|subjects))? (?:with data|assessed|evaluated|responding))$"
)


def says_answered(beside: Sequence[Name]) -> bool:
    """Whether a row below a heading says of how many people the rows beside it are: "Total No." of "Smoking"."""
    return len(beside) > 1 and bool(_ANSWERED.match(beside[-1].cell.plain))


def _forms(shape: Shape) -> list[str]:
    return [item.form for item in shape.items]


_PEOPLE = r"(?:patients?|participants?|subjects?|individuals?|people)"
"""Words for everybody: "Women" are some of them, of whom a row gives a result."""
_SHARE = r"\s*[,(\[]*\s*(?:n\s*[,(]?\s*)?\(?%\s*[)\]]*"
_N_ROW = re.compile(
    rf"(?i)^(?:(?:(?-i:N)|(?:total )?(?:no\.?|numbers?)(?: of)? {_PEOPLE}){_SHARE}|{_PEOPLE}\s*[,(]\s*(?:n|no\.)\)?"
    rf"|(?:total (?:(?:no\.?|number) of )?)?(?:study )?{_PEOPLE}|total number)$"
)
_NUMBER_ROW = re.compile(rf"(?i)^(?:total )?(?:no\.?|number){_SHARE}$")
_LAST_BRACKET = re.compile(r"[(\[]\s*(\d{1,3}(?:\.\d+)?)\s*%?\s*[)\]]$")


def _parts_whole(row: RowAxis) -> bool:
    """Whether the percentages of a row are those of the groups in everybody: together they make the whole."""
    shares = [float(match[1]) for cell in row.cells if (match := _LAST_BRACKET.search(cell.plain))]
    return len(shares) > 1 and abs(sum(shares) - 100) < 0.11 * len(shares)


_TOTAL_ROW = re.compile(rf"(?i)^(?:(?-i:N)|total)(?:{_SHARE})?$")
