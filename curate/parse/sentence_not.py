"""What numbers of a sentence are not: estimates that are limits, shares that are changes, counts that are levels."""

from __future__ import annotations

import re

from curate.parse.people import PEOPLE
from curate.parse.sentence_text import Value

_LIMIT_BEFORE = re.compile(
    r"\b(?:(?:less|greater|more|lower|higher|smaller|larger) than|below|above|exceed\w*|at least|"
    r"margin (?:of|was|is)|between)\s+$",
    re.I,
)
_PEOPLE_BEHIND = re.compile(rf"\s{PEOPLE}\b", re.I)
_NOT_DONE = re.compile(
    r"\b(?:not|never)\s(?:\w+\s)?(?:performed|done|obtained|available|assessed|measured|conducted|collected|recorded)"
    r"\s(?:in|for|from)\s(?:the\s)?$",
    re.I,
)
_LEVEL = re.compile(r"\s?-?\s?(?:C\.?I\b|confidence\b|CrI\b|credible\b)", re.I)
_NEXT_PHRASE = re.compile(r",\s(?:with|as)\s")
"""Between an estimate's name and a number that is not its own: "no differences in rates, with 19% for A"."""
_RELATIVE = re.compile(r"\brelative risk reductions?\b", re.I)
NUMBER_NEEDED = r"(?:(?:numbers?|no\.) needed to (?:treat|harm)|NN[TH][BH]?s?)\b"
_NEEDED = re.compile(rf"\b{NUMBER_NEEDED}[^.;()]{{0,40}}$", re.I)
_OF_A_TEST = re.compile(
    r"\b(?:AU(?:RO)?C|area under the (?:ROC |receiver[\w -]{0,30})?curve|[Cc][- ]?(?:statistic|index)|[Ss]ensitivity|"
    r"[Ss]pecificity|predictive value|[Kk]appa|ICC)\b[^;()]{0,20}$"
)
_HETEROGENEITY = re.compile(
    r"\bI\s?[2\u00b2]\s*(?:values?|statistics?)?\s*(?:of|was|were|is|[=:])?\s*(?:\d[\d.]*\s?%?\s*(?:,|and)\s*)?$"
)
_AGAINST = re.compile(r"^[^.;]{0,60}\b(?:vs\.?|versus|compared (?:with|to))\s+(?:[a-z]+\s+){0,3}$")
_NEXT_ARM = re.compile(
    r"^[)\]\s]*(?:in|for|with|among|on)\s[^.;\d]{3,60}\b(?:and|vs\.?|versus|compared with)\s+(?:[a-z]+\s+){0,2}$"
)
"""Between two values of one kind, the interval of the first left out: ") in the A group and "."""
_CHANGE_BEFORE = re.compile(
    r"\b(?:reduc\w+|increas\w+|decreas\w+|lower\w*|rais\w+|improv\w+|fell|rose|declin\w+|dropped)\b[^.;,()]{0,60}\bby\s+$"
    r"|\b(?:relative|risk) (?:reduction|increase|decrease)s?(?: of| was)?\s+$",
    re.I,
)
_CHANGE_AFTER = re.compile(
    r"\s+(?:relative(?:ly)?\s+|risk\s+)*(?:lower|higher|greater|reductions?|increases?|decreases?)\b(?!\s+than\s+\d)"
    r"|\s+(?:more|less|fewer)\s+than\s+(?:the|those|that|in|with|on|did)\b",
    re.I,
)

_BY_HOW_MUCH = re.compile(
    r"%?\s(?:[^\W\d]\S{0,11}\s){0,2}?(?:greater|higher|lower|larger|smaller|longer|shorter|more|less)\s(?:in|with|for|among|on|than)\b"
)
_MARGIN = re.compile(r"\bmargins?\s*(?:of|was|is|were)?\s*[(\[]?\s*±?\s*$", re.I)
_OF_THREE = re.compile(r"\d/(?:\d[\d.]*/)+$")


_RATES = re.compile(
    r"\b(?<!heart )(?<!pulse )(?<!respiratory )(?<!filtration )(?<!sedimentation )(?<!growth )(?<!metabolic )rates?\b"
    r"|\b(?:proportions?|incidences?|prevalences?)\b"
    rf"|\bpercentages? of (?:the )?{PEOPLE}\b",
    re.I,
)
_ARM_ALONE = re.compile(
    r"\b(?:in|for|of) (?:the )?(?:[\w/+-]+ ){1,6}(?:group|arm)\b(?:\s(?:it|they))?"
    r"\s(?:was|were|gained|lost|had|achieved|showed)\s"
    r"(?:an?\s)?(?:[a-z]+\s(?:of\s)?)?$",
    re.I,
)


def is_of_rates(words: str) -> bool:
    """Whether what differs is a rate or a proportion: a difference in percent is then one of risks.

    Examples
    --------
    >>> is_of_rates("difference in the response rate was "), is_of_rates("difference in heart rate was ")
    (True, False)
    """
    return _RATES.search(words) is not None


def is_of_arm(clause: str) -> bool:
    """Whether a value with an interval is what one arm had, which no word sets against another.

    Examples
    --------
    >>> is_of_arm("adults in the kava group gained "), is_of_arm("loss was less in the kava group than in others by ")
    (True, False)
    """
    return _ARM_ALONE.search(clause) is not None


def level_follows(text: str, end: int) -> bool:
    """Whether a percentage that ends at `end` is the level of an interval: "95% CI"."""
    return _LEVEL.match(text, end) is not None


def limits_follow(text: str, percent: Value) -> bool:
    """Whether a percentage in a bracket is the level of the limits behind it, which are not called so.

    Examples
    --------
    >>> text = "The ratio was 1.06 (95% 0.95-1.19)"
    >>> limits_follow(text, Value("percent", "95", "=", 20, 23, "95%"))
    True
    """
    opened = text[: percent.start].rstrip().endswith(("(", "["))
    return opened and _LIMITS.match(text, percent.end) is not None


_LIMITS = re.compile(r"%?[,:]?\s+[-\u2212]?\d[\d.\u00b7]*\s*(?:-|\u2013|\u2212|to|,)\s*[-\u2212]?\d")
_THINGS = re.compile(
    r"\s+(?:(?!(?:with|in|on|who|and|for|at)\b)[a-z-]+\s+){0,2}(?:variables|measures|items|scales|subscales|comparisons|outcomes|parameters|tests"
    r"|questions|categories|domains)\b"
)


def counts_things(text: str, end: int) -> bool:
    """Whether what is counted are no people: "five out of 12 pretest variables".

    Examples
    --------
    >>> counts_things("five of 12 pretest variables", 10), counts_things("five of 12 adults with tests", 10)
    (True, False)
    """
    return _THINGS.match(text, end) is not None


def is_no_estimate(text: str, number: Value, label: str) -> bool:
    """Whether a number behind an estimate's name is a limit to it, its interval's level, or 1 less a ratio.

    Parameters
    ----------
    label
        The words that name the estimate.
    """
    if _LIMIT_BEFORE.search(text[max(0, number.start - 30) : number.start]):
        return True
    if number.value.isdigit() and _PEOPLE_BEHIND.match(text, number.end):
        return True  # "no differences between the 120 patients given kava and …"
    place = text.rfind(label, 0, number.start)
    place = number.start if place < 0 else place
    if _NEXT_PHRASE.search(text, place, number.start):
        return True
    if text[number.end - 1 : number.end] != "%":
        return False
    return level_follows(text, number.end) or bool(
        _RELATIVE.search(text[max(0, place - 12) : place + len(label) + 12])
    )


def is_not_done(before: str) -> bool:
    """Whether people are those in whom something was left undone.

    Examples
    --------
    >>> is_not_done("Imaging was not performed in "), is_not_done("Imaging was performed in ")
    (True, False)
    """
    return _NOT_DONE.search(before[-60:]) is not None


def is_number_needed(clause: str) -> bool:
    """Whether a clause ends before a number needed to treat."""
    return _NEEDED.search(clause) is not None


def is_no_contrast(clause: str) -> bool:
    """Whether a clause ends before what tells how good a test is: "(AUC 0.88, 95% CI …"."""
    return _OF_A_TEST.search(clause) is not None


def is_heterogeneity(before: str) -> bool:
    """Whether a percentage is how much trials differ from each other: "I2 = 93%"."""
    return _HETEROGENEITY.search(before[-40:]) is not None


def goes_on(gap: str) -> bool:
    """Whether a value is set against the one before the gap, and is of its kind: "561 days (…) vs 180 days (…)"."""
    return _AGAINST.search(gap) is not None or _NEXT_ARM.search(gap) is not None


def is_change(before: str, after: str) -> bool:
    """Whether a percentage says by how much something changed: no share of people.

    Examples
    --------
    >>> is_change("pain was reduced by ", ""), is_change("in ", " of people")
    (True, False)
    """
    return bool(_CHANGE_BEFORE.search(before[-120:]) or _CHANGE_AFTER.match(after))


def is_by_how_much(after: str) -> bool:
    """Whether a number is by how much one arm is above another: "the mean weight was 0.7 kg greater in A than in B"."""
    return _BY_HOW_MUCH.match(after) is not None


def is_margin(before: str) -> bool:
    """Whether a percentage is how far two arms may differ: "the equivalence margin (±15%)"."""
    return _MARGIN.search(before[-24:]) is not None


def is_last_of_three(before: str) -> bool:
    """Whether a percentage ends a list parted by strokes: "chances of benefit 94/5/1%"."""
    return _OF_THREE.search(before) is not None


_FOR_INTERACTION = re.compile(
    r"\s*(?:for|of)\s+(?:the\s+|an?\s+|test\s+of\s+)*(?:[a-z-]+\s+){0,2}?(?:interaction|heterogeneity|trend|"
    r"(?:differential|modifying)\s+effects?|effect[- ]modification)\b"
)
_OF_INTERACTION = re.compile(
    r"\b(?:interactions?|effect[- ]modification|heterogeneity)\b(?!\s*[,;])"
    r"(?:(?!\b(?:but|while|whereas)\b)[^.;()\d]){0,90}[(\[]\s*$",
    re.I,
)
"""Ahead of a bracket with the test of an interaction: "no interaction between sex and group (P = 0.4)"."""
_BY_TIME = re.compile(r"\btime\b|\bvisits?\b|\boccasions?\b", re.I)
"""An interaction with time is the effect of a treatment."""


def is_of_interaction(text: str, start: int, number: Value) -> bool:
    """Whether a p value is that of an interaction, a trend or heterogeneity, by the words around it.

    Parameters
    ----------
    start
        Where the letter P stands.
    """
    before = text[max(0, start - 16) : number.start].lower()
    if any(word in before for word in ("interaction", "trend", "heterogeneity")):
        return True
    if _FOR_INTERACTION.match(text, number.end):
        return True
    told = _OF_INTERACTION.search(text, max(0, start - 120), start)
    return told is not None and _BY_TIME.search(text, max(0, told.start() - 40), start) is None


_ODDS_OF = re.compile(
    r"\b(?P<what>odds|hazards?)\s+(?:of|for)\b[^;()\d]*\b(?:compared|relative|versus|vs|than|increased|decreased|higher|lower|"
    r"greater|by a factor of)\b[^;()\d]*$",
    re.I,
)
"""Odds of one arm set against those of another are a ratio: "the odds of waking in A compared with B were"."""
_LEVEL_ALONE = re.compile(r"(?:\bratio|\b[A-Z]?[HOR]R)\)?\s*[=:,]?\s*[\d.\u00b7]+\s*[,;(]\s*$")
"""Ahead of the level of an interval that the page cuts off: "(OR = 1.60, 95%"."""


def ratio_of(clause: str) -> str:
    """Return the ratio that odds or hazards of one arm set against another's are, ``or`` or ``hr``; else empty.

    Examples
    --------
    >>> ratio_of("the odds of waking in the kava group compared with the other group were ")
    'or'
    """
    match = _ODDS_OF.search(clause)
    if match is None:
        return ""
    return "or" if match["what"].lower() == "odds" else "hr"


def is_level_alone(before: str) -> bool:
    """Whether a percentage is the level of an interval that the end of a page cuts off: "(OR = 1.60, 95%"."""
    return _LEVEL_ALONE.search(before[-40:]) is not None


_ABOUT = re.compile(
    r"\b(?:(?:more|less|fewer|greater|higher|lower) than|at least|above|below|over|up to|approximately|about|nearly|"
    r"almost)\s+$",
    re.I,
)


def is_no_share(before: str, after: str) -> bool:
    """Whether a percentage is a threshold, a strength or the end of a range, not the share of an outcome."""
    ranged = re.match(r"\s?[-\u2013]\s?\d", after) or re.search(r"\d\s?%?\s?[-\u2013]$", before)
    if is_change(before, after) or is_margin(before) or is_last_of_three(before):
        return True
    return bool(ranged or _ABOUT.search(before) or re.match(r"-[a-z]", after))
