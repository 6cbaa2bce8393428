"""Words of safety tables: adverse events, system organ classes, grades, thresholds for being listed."""

from __future__ import annotations

import re

from curate.parse.people import MANY_PEOPLE

_ADVERSE = re.compile(
    r"\badverse\b|\bside[- ]effects?\b|\btoxicit(?:y|ies)\b|\b(?:TE|S|D)?AEs?\b|\btolerability\b|\bcomplications?\b",
    re.I,
)


def is_safety(text: str) -> bool:
    """Whether a caption or header speaks of harms ("Adverse events", "Toxicity", "TEAEs")."""
    return bool(_ADVERSE.search(text))


_CLASS = re.compile(
    r"^(?:[\w,/-]+ ){0,8}(?:disorders|infestations|conditions)(?: NEC)?\b"
    r"|^investigations$|^neoplasms\b|^injury, poisoning|^surgical and medical procedures"
    r"|^social circumstances|^product issues|^(?:general|body as a whole)$",
    re.I,
)
_SYSTEM = re.compile(
    r"\b(?:blood and lymphatic|cardiac|congenital|ear and labyrinth|endocrine|eye|gastrointestinal|general"
    r"|hepatobiliary|immune system|infections|metabolism|musculoskeletal|nervous system|psychiatric"
    r"|renal and urinary|reproductive|respiratory|skin and subcutaneous|vascular|investigations|neoplasms"
    r"|injury|surgical|social circumstances|product issues|pregnancy|body as a whole)\b",
    re.I,
)


_PERCENT_AT_THE_END = re.compile(r"[,;:(\s]*(?:n|no\.)?\s*\(?%\)?\s*$", re.I)


def is_system_class(text: str) -> bool:
    """Whether a label is a system organ class of MedDRA ("Cardiac disorders"), which heads its terms.

    Examples
    --------
    >>> is_system_class("Infections and infestations"), is_system_class("Hypertensive disorders of pregnancy")
    (True, False)
    """
    bare = _PERCENT_AT_THE_END.sub("", text.strip())
    named = _CLASS.match(bare)
    return named is not None and bool(_SYSTEM.search(bare, 0, named.end()))


_EVENTS = re.compile(
    r"^(?:adverse )?(?:events|episodes|attacks|occurrences)[\s,;(]*(?:n|no\.?|number)?\)?$", re.I
)


def is_events(text: str) -> bool:
    """Whether the header of a safety table counts events, not people ("Events, n", "Episodes")."""
    return bool(_EVENTS.match(text.strip()))


def is_total(text: str) -> bool:
    """Whether a label sums up a table's terms ("Any adverse event", "Total")."""
    return bool(
        re.match(
            r"(?i)(?:any|all|total|overall|at least one|patients with|subjects with|serious)\b", text
        )
    )


_GRADE = re.compile(
    r"^(?:CTCAE |toxicity )?(?:grades?\s*(?:[<>≤≥=]{1,2}\s*)?(?:\d|I{1,3}V?|IV|V)\b"
    r"(?:\s*(?:[-–−,/&+]|to|or|and)\s*(?:\d|I{1,3}V?|IV|V|higher|above|worse|more))*\s*\+?"
    r"|[<>≤≥]\s*grade\s*\d|(?:any|all)[- ]grades?|G\s?[≥>]?\s?[1-5](?:\s*[-–−/]\s*G?[1-5])?"
    r"|mild|moderate|severe|life[- ]threatening|fatal)$",
    re.I,
)


_COUNT_AT_THE_END = re.compile(r"[,;:]?\s*(?:[(\[]?\s*(?:n|no\.)\s*[,(]?\s*%?\s*\)?\s*[)\]]?)$", re.I)


def is_grade(text: str) -> bool:
    """Whether a label is a grade of severity and nothing else.

    Examples
    --------
    >>> is_grade("Grade 3–4"), is_grade("Grade ≥ 3"), is_grade("Any grade"), is_grade("Histological grade")
    (True, True, True, False)
    """
    return bool(_GRADE.match(_COUNT_AT_THE_END.sub("", text.strip())))


_THRESHOLD = re.compile(
    r"(?P<sign>[≥>]|>=|⩾|\bat least|\bmore than|\bover|\bexceeding|\bgreater than)\s*(?P<n>\d+(?:[.·]\d+)?)\s*%"
    r"|(?P<later>\d+(?:[.·]\d+)?)\s*% or more",
    re.I,
)
_OF_GROUP = re.compile(
    rf"\b(?:{MANY_PEOPLE}|groups?|arms?|population)\b",
    re.I,
)
_STRICT = re.compile(r"^(?:>|more than|over|exceeding|greater than)$", re.I)


def threshold_of(text: str) -> str:
    """Return the share of people from which on a safety table lists a term, as ``≥5%`` or ``>3%``; empty for none.

    Examples
    --------
    >>> threshold_of("Adverse events in at least 5% of patients in either group")
    '≥5%'
    >>> threshold_of("Events that occurred in more than 3 % of patients")
    '>3%'
    >>> threshold_of("Weight gain ≥7%")
    ''
    """
    for match in _THRESHOLD.finditer(text):
        around = text[max(0, match.start() - 60) : match.end() + 60]
        if not _OF_GROUP.search(around):
            continue
        if match["later"]:
            return f"≥{match['later']}%"
        sign = ">" if _STRICT.match(match["sign"]) and match["sign"] != ">=" else "≥"
        return f"{sign}{match['n'].replace('·', '.')}%"
    return ""
