"""What people had so many of, behind an average: "completed an average of 8.2 calls"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.sentences.topic.verbs import VERB
from curate.parse.duration import find_times
from curate.parse.sentence import Statement
from curate.parse.unit import is_unit

_AVERAGE_OF = re.compile(
    r"\b(?:(?<!\bby )(?<!\bby a )(?<!\bby an ))(?:mean|median|average)(?:\s*\([^()\d]{1,12}\))?\s+of\s+"
    r"(?:only\s+|about\s+|approximately\s+)?$",
    re.I,
)
_HAD_SO_MANY = re.compile(
    r"\b(?:smoked|drank|used|took|made|attended|completed|received|consumed|ate|missed|wore|read)\s+"
    r"(?:only\s+|about\s+|approximately\s+)?$"
)
"""Right ahead of how many of something people had: "smoked 20.1 (SD 8.2) cigarettes a day"."""
_AND_NEXT = re.compile(r"[)\]]?\s*(?:,|,?\s*and|vs\.?|versus|or)\s+")
_STOP = (
    r"(?:and|or|in|at|for|with|among|between|compared|vs|versus|than|while|whereas|but|per|during|over|after|before|"
    r"from|by|to|on|out|respectively|across|within|since|prior|percentage|percent|who|that|which|less|more|fewer|"
    r"higher|lower|greater|longer|shorter|points?|units?|scores?|times)"
)
_WHAT = re.compile(
    rf"[)\]]?\s+(?:(?P<unit>[A-Za-z]+)\s+of\s+)?(?P<what>(?!{_STOP}\b|(?:of|the|this|their|these|all)\b)[A-Za-z][\w-]*(?:\s(?!{_STOP}\b)[A-Za-z][\w-]*){{0,4}}"
    r"(?:\s(?:per|a|each)\s(?:day|night|week|month|year|patient|person|participant|visit)\b)?)"
)


REACH = 60  # characters from the word for an average to its number


def amount_of(text: str, start: int, statement: Statement, statements: Sequence[Statement]) -> str:
    """Return what stands behind an average that people had, or behind the last of a list of averages; or empty.

    Parameters
    ----------
    start
        Where the list of values begins that the statement stands in.

    Examples
    --------
    >>> from curate.parse.sentence import find_statements
    >>> text = "Those of the kava group woke after an average of 4.2 naps a day"
    >>> amount_of(text, 49, find_statements(text)[0], find_statements(text))
    'naps a day'
    >>> text = "Sleep lasted a mean of 4.2 hours"
    >>> amount_of(text, 23, find_statements(text)[0], find_statements(text))
    ''
    """
    if statement.kind not in ("mean", "median"):
        return ""
    ahead = max(0, start - REACH)
    if not (_AVERAGE_OF.search(text, ahead, start) or _HAD_SO_MANY.search(text, ahead, start)):
        return ""
    last = statement
    for other in statements:
        if other.start < last.reach or other.kind != statement.kind:
            continue
        if _AND_NEXT.fullmatch(text, last.reach, other.start) is None:
            break
        last = other
    match = _WHAT.match(text, last.values[0].end) or _WHAT.match(text, last.reach)
    if match is None or (match["unit"] and not is_unit(match["unit"])):
        return ""
    what = match["what"]
    verb = VERB.search(what)
    what = what[: verb.start()].rstrip() if verb else what
    return "" if not what or is_unit(what.split()[0]) or find_times(what) else what
