"""Numbers as a person types them into a form."""

from __future__ import annotations

from curate.parse.number import Number, find_numbers, parse_number


class NotTaken(ValueError):
    """An entry that cannot be taken: the column, and what is wrong as the message."""

    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column = column


def number(column: str, text: str, *, operators: bool = False) -> Number:
    """Return the one number of a cell; an operator such as < only when `operators`.

    Raises
    ------
    NotTaken
        When the cell is no single number.
    """
    found = parse_number(text)
    if found is None:
        raise NotTaken(
            column, f"{text!r} is no single number; write it as printed, with a decimal point"
        )
    if found.operator != "=" and not operators:
        raise NotTaken(column, f"{text!r} has an operator")
    return found


def count(column: str, text: str) -> Number:
    """Return a number of people.

    Raises
    ------
    NotTaken
        When the cell is no whole number.
    """
    found = number(column, text)
    if not found.whole or found.percent:
        raise NotTaken(column, f"{text!r} is no whole number")
    return found


def events_and_total(events: str, total: str) -> list[tuple[str, Number]]:
    """Return the readings of the cells Events and Total; events may be typed as 12/17.

    Raises
    ------
    NotTaken
        When they are no counts, differ, or there are more events than people.
    """
    first, slash, second = events.partition("/")
    found = []
    if events:
        found.append(("events", count("events", first.strip())))
    if slash:
        behind = count("events", second.strip())
        if total and count("total", total).value != behind.value:
            raise NotTaken("total", f"the total is {total}, but the events say {events}")
        found.append(("total", behind))
    elif total:
        found.append(("total", count("total", total)))
    if len(found) == 2 and int(found[0][1].value) > int(found[1][1].value):
        raise NotTaken("events", "there are more events than people")
    return found


def interval(low_column: str, low: str, high_column: str, high: str) -> tuple[Number, Number]:
    """Return both ends of an interval, from two cells or from one ("3 to 9", "-4.1, -0.7").

    Raises
    ------
    NotTaken
        When an end is missing, is no number, or the ends are the wrong way round.
    """
    if high:
        if not low:
            raise NotTaken(low_column, "the lower end is missing")
        ends = (number(low_column, low), number(high_column, high))
    else:
        found = list(find_numbers(low))
        between = _rest(low, found)
        if len(found) != 2 or between not in ("", "to", "-", "–", "−", ",", ";", "-to"):
            raise NotTaken(high_column, "the upper end is missing")
        ends = (found[0], found[1])
    if float(ends[0]) > float(ends[1]):
        raise NotTaken(low_column, "the lower end is above the upper one")
    return ends


def _rest(text: str, found: list[Number]) -> str:
    """Return what of `text` is no number and no bracket, without spaces."""
    kept, place = "", 0
    for each in found:
        kept += text[place : each.start]
        place = each.end
    kept += text[place:]
    return "".join(character for character in kept if character not in "()[] ")
