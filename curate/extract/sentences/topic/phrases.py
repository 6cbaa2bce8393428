"""Phrases of a sentence: trimmed to what they name, written out, and the unit behind a number."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement
from curate.parse.unit import is_unit

_FROM_BASELINE = re.compile(
    r"\b(?:from|since|over) (?:the )?baseline(?: (?:to|at) (?:week|month|day)?\s?\d+\s?\w*)?(?: (?:in|of|for))?\b",
    re.I,
)
_SPREAD = re.compile(
    r"(?:\b(?:mean|median|average)s?\b)?\s*(?:±|\+/-|/|and\b|,)?\s*[(\[]?\b(?:SDs?|SEM?|S\.D\.|IQR|Q1[^)\]]{1,4}Q3|"
    r"standard (?:deviation|error)s?)\b[)\]]?(?:\s+of\b)?"
)
_VALUES = re.compile(r"[(\[][^()\[\]]*(?:±|%|=|\bvs?\b|\d[.\u00b7]\d)[^()\[\]]*[)\]]")
_EDGE = (
    "the|a|an|of|in|for|with|and|or|but|was|were|had|has|have|to|that|which|who|at|on|by|from|been|be|is|are|as|than|"
    "did|significantly|significant|statistically|respectively|while|whereas|also|both|not|no|any|more|fewer|"
    "less|higher|lower|greater|better|their|its|there|when|although|observed|found|seen|noted|compared|between|among|similar|"
    "most often|most commonly|most frequently|mostly|mainly|"
    "almost all|nearly all"
)
_TRIM_START = re.compile(
    rf"(?:[\W_]|\d+(?![\w(-]|\s?(?:h|hours?|days?|weeks?|months?|min|years?)\b)|(?:{_EDGE}|mean|median|average|total|only|reduce|improve|affect|alter|influence|prevent|delay|reductions?|improvements?|increases?|"
    rf"decreases?|differences?|changes?)\b)+\s*",
    re.I,
)
_TRIM_END = re.compile(
    rf"(?:\s*\b(?:{_EDGE.replace('|a|', '|(?-i:a)|')}|during|after|increased|decreased|improved|reduced|vs?|"
    r"versus|groups?|mean|median|(?:for|in|of|among)\s+all|would|could|might|being|longer|shorter|slightly|earlier|later|slower|faster|either|where|differ|because|due)\b|[^\w%]|_|(?<!\d)%)+$",
    re.I,
)

_CAUSES = re.compile(
    r"^\W*(?:caused?|produced?|show(?:ed)?|le(?:a)?d to|result(?:ed)? in|associated with)\s+"
    r"(?:an?\s+|any\s+)?(?:[a-z]+ly\s+)?(?:significant\s+|marked\s+|greater\s+|larger\s+|smaller\s+)?(?:changes?|differences?|increases?|decreases?|reductions?|improvements?)\s+"
    r"(?:in|of)\s+",
    re.I,
)
"""Ahead of what a treatment changed."""
_LEFT_OF_AN_ARM = re.compile(r"^(?:with|on|in|after|for|under)\b[\w -]{0,24}\s,\s", re.I)
"""What is left of "With oral kava, sleep" once the arm is taken out."""
_BETWEEN_WHOM = re.compile(
    r"\s+between\s+(?:the\s+)?(?:(?:two|three|four|both|study|treatment|trial|different)\s*)*(?:groups?|arms?)?\W*$"
    r"|\s+between\s+(?:the\s+)?baseline\s+and\b.{0,24}$",
    re.I,
)


_AT_BOTH = re.compile(r"\s+(?:at|on|after)\s+both\s.*$", re.I)
_THAT_IS = re.compile(
    r"^(?:(?:[a-z-]+\s+){0,4}(?:outcomes?|end[- ]?points?)\s*,)?\W*(?:i\.\s?e\.|e\.\s?g\.|namely\b|that is\b)[\s,]*",
    re.I,
)
_RATIO_FOR = re.compile(
    r"^\W*(?:(?:the|an?|adjusted|unadjusted|crude|estimated|corresponding|pooled)\s+)*"
    r"(?:(?:hazards?|odds|risk|rate|incidence)\s+ratios?\s+(?:for|of)|odds\s+of)\s+(?:the\s+)?",
    re.I,
)
"""Ahead of what an estimate is of."""
_RESPECT_TO = re.compile(
    r"^\W*(?:(?:similar|different|alike|equal)\s+)?(?:with\s+)?(?:respect|regards?)\s+to\s+(?:the\s+)?",
    re.I,
)
_NEXT_COUNT = re.compile(r"(?:,?\s+(?:and|or)|\s+by)\s+\d[\d.,]*\s?%?\s*$")
"""A number behind a name, and what leads to it: "had pain and 4", "sleep by 21%"."""


_SET_AGAINST_HOLE = re.compile(r",?\s+(?:as\s+)?compared\s+(?:with|to)\s+(?=(?:in|for|of)\s)")
"""What is left of whom an arm was compared with: "greater falls as compared with [the A group] in pain"."""


_BRACKET_HOLE = re.compile(r"\(\s*(?:(?:and|or|,|/|vs\.?|versus)\s[^()]*)?\)")
"""A bracket that an arm's name opened, which is taken out: "the sessions ([the A group] and calls)"."""


@lru_cache(maxsize=1024)  # a candidate is weighed, then taken
def trim_phrase(phrase: str) -> str:
    """Return a phrase without the words at its edges that name nothing.

    Examples
    --------
    >>> trim_phrase("the mean reduction in systolic blood pressure was significantly")
    'systolic blood pressure'
    """
    phrase = _SET_AGAINST_HOLE.sub(" ", phrase) if "compared" in phrase else phrase
    phrase = _BRACKET_HOLE.sub(" ", phrase) if "(" in phrase else phrase
    phrase = _VALUES.sub(" ", re.sub(r",?\s+from \d.*$", "", _LEFT_OF_AN_ARM.sub("", phrase)))
    phrase = re.sub(r"\s+", " ", _SPREAD.sub(" ", _FROM_BASELINE.sub(" ", phrase))).strip()
    phrase = _RESPECT_TO.sub("", phrase)
    phrase = _NEXT_COUNT.sub("", _RATIO_FOR.sub("", _THAT_IS.sub("", phrase)))
    if phrase.count("(") > phrase.count(")"):
        phrase = phrase[: phrase.rindex("(")]
    phrase = _AT_BOTH.sub("", _BETWEEN_WHOM.sub("", phrase))
    while True:
        trimmed = _CAUSES.sub("", _without_edges(phrase)).strip()
        if trimmed == phrase:
            break
        phrase = trimmed
    phrase = _without_closed(_LEFT_OF_PEOPLE.sub("", phrase))
    if phrase.count("\u201c") > phrase.count("\u201d"):
        phrase += "\u201d"
    return phrase + ")" if phrase.count("(") > phrase.count(")") else phrase


def _without_closed(phrase: str) -> str:
    """Return a phrase without the end of a bracket that it begins in: "(interquartile range) share of nights"."""
    if ")" not in phrase:
        return phrase
    depth = 0
    for place, letter in enumerate(phrase):
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            rest = trim_phrase(phrase[place + 1 :])
            return rest if _A_WORD.search(rest) else phrase
    return phrase


_A_WORD = re.compile(r"[A-Za-z]{3}")
LONGEST_EDGE = 20  # characters: no word that is trimmed off the end is longer


def _without_edges(phrase: str) -> str:
    """Return a phrase without the words at its start that name nothing, and without the last ones that do not."""
    start = _TRIM_START.match(phrase)
    begin = start.end() if start else 0
    end = _TRIM_END.search(phrase, max(begin, len(phrase) - LONGEST_EDGE))
    return phrase[begin : end.start() if end else None]


_LEFT_OF_PEOPLE = re.compile(rf"^{PEOPLE}\s+(?:in|on|from)\s+(?=(?:[a-z]+ed|had|died)\b)", re.I)
"""What an arm that was taken out leaves before its verb: "patients in [the A group] died"."""

_SHORT_FORM = re.compile(r"(?P<short>[A-Z][A-Za-z0-9-]*[A-Z][A-Z0-9]*)(?P<plural>s?)")


def written_out(outcome: str, long_forms: Mapping[str, str], arms: Collection[str] = ()) -> str:
    """Return an outcome that is an abbreviation with the report's words: "PFS (progression-free survival)".

    In a longer outcome the other words tell what it is.

    Parameters
    ----------
    long_forms
        Abbreviation → long form, as the report defines them.
    arms
        Abbreviations that name arms; they stay as they are.
    """
    match = _SHORT_FORM.fullmatch(outcome)
    if match is None or outcome in arms:
        return outcome
    long = long_forms.get(outcome) or long_forms.get(match["short"])
    return f"{outcome} ({long})" if long else outcome


_UNIT_WORDS = re.compile(
    r"[)\]]?\s?(?P<two>(?P<one>[^\s,;()\[\]±]+)(?:\s(?:Hg|H2O|[^\s,;()\[\]±]*/[^\s,;()\[\]±]+))?)"
)


_PER = re.compile(r"per\s+[\d,. ]*\d\s*-?\s*[A-Za-z]+[- ][a-z]+")


def unit_of(text: str, statement: Statement) -> str:
    """Return the unit printed after the numbers of a mean, a median or a difference, or empty.

    Of a risk difference it is ``%`` or "per 1000 men": what its scale is.

    Examples
    --------
    >>> from curate.parse.sentence import find_statements
    >>> text = "Mean pressure was 130 ± 12 mm Hg"
    >>> unit_of(text, find_statements(text)[0])
    'mm Hg'
    >>> text = "(risk difference, 0.6 percentage points; 95% CI, 0.1 to 0.9)"
    >>> unit_of(text, find_statements(text)[0])
    '%'
    """
    if statement.statistics[0] == "rd":
        return _scale_of(text, statement.values[0].end)
    if statement.statistics[0] == "rate":
        per = _PER.search(text, statement.values[0].end)
        return per[0] if per else ""
    ratio = statement.kind == "estimate" and statement.statistics[0] != "md"
    if ratio or statement.kind not in ("mean", "median", "estimate"):
        return ""
    own = [value for value in statement.values if value.statistic not in ("ci_low", "ci_high", "p")]
    for value in dict.fromkeys((own[0], own[-1])):
        match = _UNIT_WORDS.match(text, value.end)
        for name in ("two", "one"):
            word = match[name].rstrip(".") if match else ""
            if word and is_unit(word):
                return word
    return ""


_SHARE = re.compile(r"\s?(?:%|percent(?:age)?[- ]points?\b)")
_OF_MANY = re.compile(r"[^.;:]{0,30}?\b(?P<per>per\s+1[,\u2009 ]?0[0,\u2009 ]*\s[a-z]+)")


def _scale_of(text: str, end: int) -> str:
    """Return the scale that is printed behind a risk difference: ``%``, "per 1000 men" or nothing."""
    if text[end - 1 : end] == "%" or _SHARE.match(text, end):
        return "%"
    many = _OF_MANY.match(text, end)
    return many["per"] if many else ""


_NOT = re.compile(
    r"\b(?:(?:did|does|do|was|were|had|has|have|could|is|are) not|never|none of|neither|without|free (?:of|from))\b"
    r"(?!\s+(?:(?:[a-z]+ly|any|a|an|the|in)\s+){0,2}(?:differ\w*|chang\w+|affect\w*|increas\w+|decreas\w+|reduc\w+|"
    r"influenc\w+|alter\w*|show\w*|significant|different|associated|higher|lower|more|less|related))",
    re.I,
)
_SAYS_NOT = re.compile(r"\b(?:not|no|non|never|without|free|absence|lack|un\w+|in\w+)\b", re.I)
_CLAUSE_END = re.compile(r"[.;]\s|,\s(?:and|but|while|whereas)\s")
REACH_OF_A_NEGATION = 160  # characters


def is_negated(text: str, start: int, outcome: str) -> bool:
    """Whether the clause before a value denies what the outcome names: "pain did not recur in 5 of 20".

    Examples
    --------
    >>> is_negated("Pain did not recur in 5 of 20", 22, "pain")
    True
    >>> is_negated("Pain did not differ between groups (5 of 20", 36, "pain")
    False
    """
    clause = _CLAUSE_END.split(text[max(0, start - REACH_OF_A_NEGATION) : start])[-1]
    return _NOT.search(clause) is not None and _SAYS_NOT.search(outcome) is None


def is_denied(text: str, end: int, outcome: str) -> bool:
    """Whether what a count is of stands behind it and is denied there: "125 (26%) were not awake".

    Examples
    --------
    >>> is_denied("125 (26%) were not awake", 8, "awake")
    True
    """
    place = text.find(outcome, end) if outcome else -1
    if place < 0 or place - end > NEAR_DENIAL:
        return False
    return _NOT.search(text, end, place) is not None and _SAYS_NOT.search(outcome) is None


NEAR_DENIAL = 40  # characters
_DIRECTION = re.compile(
    r"\b(?:improvements?|worsening|deteriorations?|reductions?|increases?|decreases?)\s+(?:in|of)\s+(?:the\s+|their\s+)?$",
    re.I,
)


def with_direction(phrase: str, trimmed: str) -> str:
    """Return what a share of people had, its direction kept: "improvement in sleep" is no sleep.

    Examples
    --------
    >>> with_direction("had an improvement in sleep", "sleep")
    'improvement in sleep'
    """
    place = phrase.find(trimmed)
    said = _DIRECTION.search(phrase, 0, max(place, 0))
    return phrase[said.start() : place] + trimmed if said else trimmed


_BOTH = re.compile(r"\bboth\s+[^,;()]{2,60}?\s+and\s+(?:the\s+|in\s+)?$", re.I)
RESPECTIVELY = re.compile(r"\brespectively\b", re.I)


def is_last_of_two(text: str, outcome: str, end: int) -> bool:
    """Whether an outcome is one of two that numbers are listed for: "both sleep and pain (4.1 and 2.0, respectively)".

    Examples
    --------
    >>> text = "Kava lowered both sleep and pain (4.1 and 2.0, respectively)"
    >>> is_last_of_two(text, "pain", 37), is_last_of_two(text.replace("both ", ""), "sleep", 32)
    (True, False)
    """
    place = text.find(outcome) if outcome else -1
    return place > 0 and bool(_BOTH.search(text[:place]) and RESPECTIVELY.search(text, end))
