"""Phrases that stand where an outcome may and name none: arms, times, tests, bare rates, the writers."""

from __future__ import annotations

import re

from curate.parse.people import PEOPLE

_NO_CONDITION = (
    r"(?:health|medical|skin|chronic|living|working|underlying|comorbid|physical|mental|general|weather|heart|life"
    r"|clinical|medication)"
)
_MANY = r"(?:one|two|three|four|five|six|all|both|these|those|the|most|other|several|following)"
_UNIT = r"(?:hours?|days?|weeks?|months?|mo|years?)"
_NO_NAMES = (
    r"(?:[\w/+-]+\s+){1,4}condition",
    r"(?:[\w/+-]+\s+){0,3}(?:treatment|controls?|placebo|active|brief|extended|intervention|experimental|comparison|drug"
    r"|study|video|other|both|two|three|four|these|those)\s+conditions",
    r"(?:[\w/+-]+\s+){1,4}(?:groups?|arms?)",
    r"(?:we|had we)\s(?!(?:found|observed|saw|noted|detected|recorded|succeeded|contacted|reached)\b).*",
    rf"(?:{_MANY}\s+)+(?:[a-z]+\s+)?(?:variables?|measures?|outcomes?|comparisons?|time ?points?)",
    r"(?:wald|wilks\S*|cohen\S*|pearson\S*|fisher\S*|mann-?\s?whitney|log-?\s?rank|student\S*)(?:\s.{0,20})?",
    r"thereafter|subsequently|time|over time|confidence intervals?",
    r"(?:the\s+)?(?:risk|rate|odds|likelihood|chances?|probability|frequency|percentage|proportion)",
    r"(?:following|after|before|during)\s+(?:the\s+)?(?:intervention|treatment|study|trial|baseline|therapy|surgery)",
    rf"(?:[\w.]+[\s-]{_UNIT}\s+)?(?:follow-?\s?ups?|post-?\w+)\s+(?:evaluations?|assessments?|visits?|interviews?|surveys?)",
    rf"(?:[\w.]+[\s-]{_UNIT}\s+)(?:post-?\s?\w+\s+)?(?:evaluations?|assessments?|visits?|interviews?|surveys?|follow-?\s?ups?)",
    r"[^\s=]{1,6}\s*=.*",
    rf"(?:first|second|third|last|final|next|initial)\s+{_UNIT}",
    rf"(?:controls?|intervention|treatment|experimental|comparison)\s+{PEOPLE}",
    r"(?:.*\b)?(?:these|those|respective|corresponding)\s+(?:rates|figures|numbers|values|percentages|proportions|analyses)",
    r"(?:indicating|suggesting|reflecting|corresponding|equivalent|representing|showing)\b.*",
    r".*\b(?:tests?|testing|analys[ei]s|HSD|regressions?|models?)\s+(?:indicated|identified|showed|revealed|found|confirmed)"
    r"(?:\s+that)?",
    rf"{PEOPLE}\s+(?:in|on|receiving|from)\s+(?:the\s+)?(?:[\w/+-]+\s+){{0,4}}"
    r"(?:care|treatment|intervention|program(?:me)?|therapy|placebo|controls?)",
    r"(?:over|during|throughout)\s+(?:the\s+)?(?:entire\s+|whole\s+)?(?:follow-?\s?up|time|study|trial)(?:\s+period)?",
    r"(?:became\s+)?(?:strong|weak|deep|larg|small|great|high|low|long|short|fast|slow|old|young)e?r",
    r"having|being|exhibiting|furthermore|moreover",
    r"(?:\u03c7|chi)[\s-]?(?:2|\u00b2|squared?)?",
    r"counting\s+(?:those|\w+)",
)
_NO_NAME = re.compile("|".join(f"(?:{words})" for words in _NO_NAMES), re.I)
_A_CONDITION = re.compile(rf"(?:.*\s)?{_NO_CONDITION}\s+conditions?", re.I)


def is_no_name(phrase: str) -> bool:
    """Whether a phrase is an arm, a time, a test or a bare rate, none of which says what was measured.

    Examples
    --------
    >>> is_no_name("placebo brief condition"), is_no_name("skin condition"), is_no_name("respiratory conditions")
    (True, False, False)
    >>> is_no_name("12-month follow-up evaluation"), is_no_name("four variables"), is_no_name("risk of waking")
    (True, True, False)
    """
    return _NO_NAME.fullmatch(phrase) is not None and _A_CONDITION.fullmatch(phrase) is None
