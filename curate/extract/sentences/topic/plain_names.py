"""An outcome's name without what its sentence says about it: predicates, values of others, what leads to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from curate.extract.sentences.topic.no_names import is_no_name
from curate.extract.sentences.topic.telling import tells
from curate.parse.duration import find_times
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement

_COMPARES = (
    r"(?:higher|lower|greater|less|more|fewer|longer|shorter|larger|smaller|better|worse|similar|"
    r"comparable|"
    r"different|equal|equivalent|(?:high|low|great|large|small|long|short)est|increased|decreased|"
    r"reduced|unchanged|"
    r"significant|non-?significant|insignificant|associated with)"
)
_PREDICATE = re.compile(
    r"\s+(?:(?:was|were|is|are|remained|became|(?:did|does|do)(?= not))\s+(?:(?:[a-z]+ly|also|even|"
    r"not|still|much|no|always)\s+)*"
    rf"(?:{_COMPARES}|differ\w*|chang\w+|vary|varied|reach\w*|approach\w*)\b.*|(?:was|were|did|"
    rf"had)\s*(?:[a-z]+ly)?)$"
)
_THAN = re.compile(
    r"(?<!\bmore)(?<!\bless)(?<!\bgreater)(?<!\bother)(?<!\brather)(?<!\bfewer)(?<!\blower)(?<!\bhigher)"
    r"(?<!\blonger)(?<!\bshorter)(?<!\bworse)(?<!\bbetter)(?<!\bolder)(?<!\byounger)(?<!\blater)(?<!\bearlier)"
    r"\s+than\s+(?:those|that|in|for|with|among|on|did|the|both|either"
    rf"|{PEOPLE})\b.*$"
)
"""A comparison whose adjective stands ahead of the name: "[higher] attendance rates than those"."""
_COMPARED = re.compile(r",?\s+(?:as\s+)?(?:compared|in comparison)\s+(?:with|to)\s[^,;]{2,40}$")
_ADVERB = re.compile(
    r"(?:\s+(?:more|less|most))?\s+(?:substantially|significantly|markedly|considerably|slightly|dramatically|drastically|"
    r"steadily|rapidly|strongly|modestly|moderately|marginally|greatly|notably|sharply|similarly|gradually|progressively|"
    r"consistently|linearly|frequently|remarkably)$"
)
"""How something was told of, behind its name: "the incidence of waking [fell] substantially"."""
_WHILE = re.compile(r",?\s+(?:whereas|while)\s.*$")
"""The next clause: "woke early whereas the same rate"."""
_HOLE = re.compile(r"\s+(?:in|with|for|on|among|by|from|between|of)\s+[,;].*$")
"""Where an arm stood, and what comes behind a comma: "memory in [the A group], beyond"."""
_MOST_FOR = re.compile(
    r"^(?:(?:larg|small|high|low|great|strong|weak)(?:est|er)|most (?:pronounced|marked|evident)|"
    r"significant|evident|"
    r"apparent|present|sustained|maintained)\s+(?:at|in|after|on|"
    r"by)\s[^,;()]{2,40}?\s+for\s+(?P<what>[A-Za-z\d].+)$"
)
"""Of what a difference was said to be large: "largest at 6 months for sleep"."""
_EFFECT_ON = re.compile(
    r"^(?:(?:no|any|an?|the|(?:non-?)?significant|small|moderate|large|strong|modest|weak|"
    r"moderate-to-large|small-to-moderate|"
    r"main|overall|positive|negative|beneficial|favou?rable|clear|marked|valid|consistent|treatment|"
    r"intervention|"
    r"training|protective|differential|statistically|clinically|relevant)\s+)*effects?\s+"
    r"(?:of\s+[^,;()]{2,60}?\s+)?on\s+(?:the\s+)?(?=[A-Za-z])"
)
_EFFECT_OF_TIME = re.compile(
    r"^(?:(?:no|any|an?|the|significant|main|overall|clear|interaction)\s+)*effects?\s+of\s+(?:time|"
    r"group|treatment|condition|session)\s+"
    r"(?:for|in|on)\s+(?:the\s+)?(?:variables?\s+|measures?\s+)?(?=[A-Za-z])"
)
_TEST = re.compile(r"\s*[,;]?\s*[\[(]?\s*(?:\b[Ft]\s?[\[(]\s?\d|χ\s?2?|\b(?:[FtzZBr]|β)\s?=\s?\S).*$")
"""The statistic of a test behind what it tests: "sleep [F(2, 41) = 16.9"."""
_IN_SO_MANY = re.compile(rf"\s+in\s+\d+\s+{PEOPLE}$", re.I)
_PEOPLE_OF = re.compile(
    rf"{PEOPLE}\s+(?:taking|receiving|treated|assigned|allocated|randomi[sz]ed)\b(?:(?!\bwho\b)[^,;]){{0,60}}",
    re.I,
)
"""Of whom a number is, not what it is of."""
_LEADS_IN = re.compile(
    r"^(?:[Ww]e (?:found|observed|saw|noted|detected)(?: that)?(?: an?| the| no)?|including|such as|"
    r"namely|followed by|in particular|especially|mainly)\s+"
)
_PEOPLE_DID = re.compile(
    rf"^{PEOPLE}\s+(?:also\s+|subsequently\s+)?(?P<did>(?!(?:treated|received|randomi[sz]ed|"
    rf"assigned|allocated|enrolled|included|aged|"
    r"compared|need|studied|analy[sz]ed|followed|given|infected|affected|"
    r"diagnosed)\b)[a-z]{2,}ed\s+(?!(?:by|with|to|in|on|from)\b)[a-z].{3,})$",
    re.I,
)
_NO_NAME = re.compile(
    r"(?:(?:reach|attain|achiev|approach)\w*\s+(?:statistical\s+|clinical\s+|"
    r"the level of\s+)*significance"
    r"|(?:statistically\s+|clinically\s+|not\s+|highly\s+)*(?:in|"
    r"non-?)?significant(?:ly)?(?:\s+(?:in|at)\s+all\b.*)?"
    r"|(?:two\s+|both\s+|study\s+|treatment\s+|experimental\s+|trial\s+|intervention\s+|"
    r"control\s+)+(?:conditions?|groups?|arms?|samples?)"
    r"|(?:(?:fully|partially|partly|un|multi|co)-?\s?)?(?:adjusted|crude|final|full|multivaria(?:te|"
    r"ble)|univaria(?:te|ble)|"
    r"bivariate|logistic[ -]regression|linear[ -]regression|regression|mixed(?:[ -]effects?)?|"
    r"simple)(?:\s(?:logistic|linear|cox|regression|"
    r"mixed|effects))*\s+(?:models?|analys[ei]s|comparisons?|estimates?)"
    r"|(?:(?:very|relatively|quite|extremely|generally|rather)\s+)*(?:low|high|rare|common|uncommon|"
    r"infrequent|frequent|small|large|mild|limited|"
    r"moderate|excellent|acceptable|satisfactory|balanced|comparable|equal|(?:high|low|larg|great|"
    r"small|long|short)est)"
    r"|(?:early|late|immediate|entire|whole|total|same|preceding|observation|observational|"
    r"follow-?up|study|post-?operative|post-?surgical|"
    r"intervention|treatment|trial|corresponding|previous|subsequent|respective|first|second|third|"
    r"last|[\d-]+(?:day|week|month|year))"
    r"(?:\s(?:early|late|study|follow-?up|treatment|trial|intervention|observation|post-?operative|"
    r"post-?surgical|[\d-]+(?:day|week|month|year)))*"
    r"\s+(?:period|interval|visits?|session)"
    r"|(?:the\s+)?(?:two|three|four|both|other)\s+(?:[\w-]+\s+){0,2}(?:conditions?|groups?|arms?)|raw\s+data"
    r"|(?:hours?|days?|weeks?|months?|years?)\s+(?:before|after|prior\s+to|following)\b.*"
    r"|(?:about|approximately|nearly|almost|only|over|some|decreased by|increased by)\s+\d[\d.]*\s?%?"
    r"|(?:end|completion|start|beginning|conclusion)\s+of\s+.{0,40}"
    r"|(?:first|last|next|initial|subsequent|preceding|following)\s+\S+\s+(?:hours?|days?|weeks?|months?|years?)"
    r"|(?:(?:no|any|an?|the|significant|overall|main|group|time|treatment|condition|order|carry-?over|by|x|×|\*)[\s-]+)*"
    r"(?:main\s+(?:effects?|outcomes?)|interactions?(?:\s+effects?)?)(?:\s+(?:for|of|by)\s(?:group|time|treatment|condition|session|arm|intervention))?"
    r"|(?:out|(?:according|based|compared|relative|restricted|limited)\s+(?:[a-z]+ly\s+)?(?:to|on|"
    r"with)\s.{0,60}|(?:we|they|"
    r"it)\s+[a-z]+|very few of the .*)"
    r"|(?:remain(?:ed|s)?|stay(?:ed|s)?|persist(?:ed|s)?|still)\s+(?:significant|non-?significant|"
    r"higher|lower|greater|similar|true)\b.*"
    r"|(?!anomaly|early|elderly|family)[a-z]{4,}ly|\d+(?:st|nd|rd|th)\s+(?:session|visit|week|month|year|day|cycle)"
    r"|(?:(?:(?:post[- ]?)?hoc|pairwise|paired)\s+)*(?:comparisons?|tests?|t-tests?|"
    r"ANOVAs?)\s+(?:showed|revealed|indicated|found)\b.*"
    r"|(?:results?|findings?|differences?)\s+(?:is|are|was|were)\b.*"
    r"|ns|n\.s\.?|(?:one|two)[- ](?:tailed|sided)(?: test)?|(?:table|figure|fig\.?|appendix)\s*\S{0,4})",
    re.I,
)
"""What is said of an outcome, between whom or by which model it was compared: no outcome."""
_AT_ITS_TIME = re.compile(
    r"\s+(?:at|after|by)\s+(?:the\s+)?(?:(?:\d[\d.]*|one|two|three|four|five|six|nine|twelve)[\s-]?"
    r"(?:hours?|days?|weeks?|months?|years?|mo|wks?|yrs?)|(?:hour|day|week|month|year)\s\d+)"
    r"(?:\s+(?:follow-?\s?ups?|visits?|assessments?|time\s?points?))*$",
    re.I,
)
"""When it was measured, behind a name: the time point says it, or another time of the same sentence does."""
_EFFECT_OF = re.compile(
    r"(?:(?:no|any|the|main|overall|significant)\s+)*effects?\s+of\s+(?:(?!\bon\b)[^,;()]){3,80}", re.I
)
"""What did something, not what it did it to."""


def plain_name(phrase: str, statements: Sequence[Statement]) -> tuple[str, bool]:
    """Return a phrase as an outcome's plain name, empty if it is none, and whether the phrase held no value.

    Parameters
    ----------
    statements
        Those of the sentence: a name that holds the number of one of them is two names.

    Examples
    --------
    >>> plain_name("largest at 6 months for deep sleep", [])
    ('deep sleep', True)
    >>> plain_name("attendance rates than those", [])
    ('attendance rates', True)
    >>> plain_name("reach statistical significance", [])
    ('', True)
    """
    name, whole = _without_values(phrase, statements)
    name = _plain(name)
    if " , " in name:
        return last_of_list(name), False
    return name, whole


_AND = re.compile(r"^\W*(?:(?:and|or)\s+)?(?:the\s+)?")


def last_of_list(name: str) -> str:
    """Return the last name of a list whose values are taken out: "married , aged 40 or older"; times are the first's.

    Examples
    --------
    >>> last_of_list("married , aged 40 or older"), last_of_list("deep sleep at week 8 , week 12 and week 26")
    ('aged 40 or older', 'deep sleep')
    """
    first, *_, last = (_AND.sub("", part) for part in name.split(" , "))
    if find_times(last) and not tells(_TIMES.sub(" ", last)):
        return _AT_ITS_TIME.sub("", first)
    return last if tells(last) and not is_no_name(last) else name


_TIMES = re.compile(
    r"\b(?:hours?|days?|weeks?|months?|years?)\s\d+|\d+[\s-](?:hours?|days?|weeks?|months?|years?)\b",
    re.I,
)


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    if (
        not name
        or _NO_NAME.fullmatch(name)
        or is_no_name(name)
        or _EFFECT_OF.fullmatch(name)
        or _PEOPLE_OF.fullmatch(name)
    ):
        return ""
    for pattern in (
        _THESE_RATES,
        _TEST,
        _PREDICATE,
        _THAN,
        _WHILE,
        _COMPARED,
        _HOLE,
        _IN_SO_MANY,
        _ADVERB,
        _IN_ARM,
    ):
        cut = pattern.sub("", name) if " " in name else name
        if cut != name and tells(cut):
            name = cut
    most = _MOST_FOR.match(name)
    name = most["what"] if most else name
    for pattern in (_EFFECT_ON, _EFFECT_OF_TIME, _LEADS_IN, _SIMILAR, _TIMES_LIKELY, _WHO_REPORTED):
        rest = pattern.sub("", name)
        name = rest if tells(rest) else name
    cut = _AT_ITS_TIME.sub("", name) if " " in name else name
    name = cut if tells(cut) else name
    did = _PEOPLE_DID.match(name)
    name = did["did"] if did and tells(did["did"]) else name
    return "" if _NO_NAME.fullmatch(name) or is_no_name(name) else name


_AN_ARM = r"(?:intervention|controls?|treatment|experimental|comparison|placebo|active)"
_IN_ARM = re.compile(
    rf"\s+(?:(?:in|among|for)\s+(?:those|{PEOPLE})\s+(?:in|on|assigned to|randomi[sz]ed to|receiving)\s+(?:the\s+)?"
    rf"{_AN_ARM}(?:\s+(?:groups?|arms?|conditions?))?"
    rf"|(?:in|among|for)\s+(?:the\s+)?(?:{_AN_ARM}\s+(?:groups?|arms?|conditions?)|controls|placebo)"
    r"|in intervention)(?:\s+relative to\b.*)?$",
    re.I,
)
"""Whose it was, behind a name: "deep sleep among those in the intervention"."""
_THESE_RATES = re.compile(
    r"(?<! as smokers),\s+(?:these|those|the (?:respective|corresponding))\s+"
    r"(?:rates|figures|numbers|values|percentages|proportions)$"
)
"""Behind the name in a clause that takes up what the one before it gave: "for deep sleep, these proportions were"."""
_SIMILAR = re.compile(
    r"^(?:(?:similar|comparable|the same)\s+)?(?:results?|findings?|patterns?|trends?)\s+"
    r"(?:(?:was|were)\s+(?:found|seen|observed|obtained)\s+)?(?:for|in|with)\s+(?:the\s+)?"
    r"|^(?:better|worse|poorer|superior)\s+outcomes?\s+(?:on|in|for)\s+|^outcomes?\s+on\s+"
)
_TIMES_LIKELY = re.compile(
    r"^(?:\d[\d.]*\s+)?times\s+(?:(?:more|less|as)\s+)?likely\s+to\s+(?:(?:report|have|be|show|achieve)\s+)?"
)
_WHO_REPORTED = re.compile(
    rf"^{PEOPLE}\s+in\s+(?:the\s+)?(?:[a-z-]+\s+){{1,3}}(?:groups?|arms?|conditions?)\s+"
    r"(?:(?:who\s+)?(?:report(?:ed|ing)|achiev(?:ed|ing)|with|having|were|was|had))\s+(?!(?:not|no)\b)",
    re.I,
)
"""People of a group that is no known arm, and what they had: "adults in the second group reporting sleep"."""

_NEXT = re.compile(r"[,;]\s+(?:and\s+|but\s+|while\s+)?|[)\]]\s*,?\s*and\s+|\band\s+(?:the\s+)?")
_NO_HEAD = re.compile(
    r"^(?:(?:those|who|which|that|indicating|suggesting|p|CI|respectively|at|in|for|with|of|to|on|"
    r"after|than|compared)\b|[\d(<])"
    r"|^(?:whom|further|another|having|accordingly|underwent|stopped|consuming|achieving|including|"
    r"remaining|receiving|"
    r"the|only|about|approximately)$",
    re.I,
)
_TAIL = re.compile(
    r"[\s,;:(\[]*(?:\b(?:was|were|is|are|of|to|by|and|or|from|in|at|had|all|only|over|about|including|"
    r"(?:an?\s+)?(?:mean|median|average|total)(?:\s+number)?|a|because|whereas|while|when|"
    r"difference|vs?|p|n|CI|OR|HR|RR|SD)\b[\s,;:=([<>]*)*$"
)


def _without_values(phrase: str, statements: Sequence[Statement]) -> tuple[str, bool]:
    """Return the part of a phrase that holds no number which is a value of the sentence, and whether that is all."""
    if not _DIGIT.search(phrase):
        return phrase, True
    places = []
    for statement in statements:
        if statement.kind == "plain":
            continue
        for value in statement.values:
            printed = value.as_printed
            place = phrase.find(printed) if len(printed) > 1 else -1
            if place >= 0 and _stands_alone(phrase, place, place + len(printed)):
                places.append((place, place + len(printed)))
    if not places:
        return phrase, True
    first, last = min(places)[0], max(places)[1]
    cuts = list(_NEXT.finditer(phrase, last))
    if cuts:
        tail = phrase[cuts[-1].end() :].strip()
        if tells(tail) and not _NO_HEAD.match(tail):
            return tail, False
    head = _TAIL.sub("", phrase[:first])
    return (head, False) if tells(head) and not _NO_HEAD.match(head) else ("", False)


_DIGIT = re.compile(r"\d")
_OR_MORE = re.compile(
    r"\s?%?\s?(?:\+|or (?:more|less|greater|higher|lower|above|below|better)\b|-?(?:point|fold|item)\b)"
)
_JOINED = re.compile(r"[A-Za-z][-–]$")
_JOINS = re.compile(r"[-–][A-Za-z]")
_PART = frozenset("0123456789.·,")  # of a number
_LIMIT = re.compile(
    r"(?:[<>≥≤=]|\b(?:than|least|most|below|above|over|under|to|type|grade|score of|day|week|month|"
    r"year|visit))\s*$"
)


def _stands_alone(phrase: str, start: int, end: int) -> bool:
    before, after = phrase[max(0, start - 2) : start], phrase[end : end + 2]
    if before[-1:] in _PART or before[-1:].isalnum() or _JOINED.search(before):
        return False
    if after[:1].isalnum() or (after[:1] in _PART and after[1:].isdigit()) or _JOINS.match(after):
        return False
    if _OR_MORE.match(phrase, end):
        return False
    return _LIMIT.search(phrase, max(0, start - 12), start) is None
