"""Numbers of people: group sizes with their role; people with an event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.named import is_of_each
from curate.extract.sentences.people.size_arms import (
    AFTER_ARM,
    COMMA,
    LIST_OPENED,
    SIZE_LIST,
    TO_ARM,
    is_labelled,
)
from curate.extract.sentences.people.size_shares import RANDOMISED
from curate.parse.number import Convention, Number, find_numbers
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement, Value
from curate.parse.sentence_noise import is_noise

_ANALYSED = re.compile(
    r"\b(?:analy[sz]ed|evaluable|analys[ei]s|evaluated|included|intention[- ]to[- ]treat|ITT|available for|"
    r"population|data|comprised|consisted)\b",
    re.I,
)
_COMPLETED = re.compile(r"(?<!\bnot )\b(?:complet(?:ed|ers?|ing)|finished|remained in)\b", re.I)
_RECEIVED = re.compile(
    r"\b(?:received|receiving|treated|were given|took|underwent(?! randomi)|to receive)\b", re.I
)
_EVENT = re.compile(
    r"\W*(?:died|deaths?|had|experienced|developed|reported|achieved|showed|discontinued|withdr[ae]wn?|lost|"
    r"dropped|excluded|required|suffered|relapsed|responded|converted|declined|refused|failed|met|improved|"
    r"withdrew|stopped|violat\w+|did not|presented|ineligible|screened|with|"
    r"(?:were|was) (?:fe)?males?\b|(?:were|was) (?:wo)?men\b|(?:were|was) (?:boys|girls|white|black)\b|"
    r"(?:were|was) (?:(?:first|initially) )?(?:lost|excluded|withdrawn|screened|approached|invited|"
    r"assessed for eligibility))\b",
    re.I,
)
_BEFELL = re.compile(
    r"\W*(?:also\s+)?(?:died|had|experienced|developed|reported|achieved|showed|required|suffered|relapsed|responded|"
    r"converted|improved|presented with|with)\b",
    re.I,
)
_FELL_SHORT = re.compile(
    r"(?:\s+\w+)?\s+(?:were\s+)?(?:enrolled and screened|completed (?:forms|questionnaires|surveys|interviews))\b|"
    r"(?:\s*\([^()]*\))?\s+(?:were|was|had) not\b|"
    r"(?:\([^()]*\)|[^.;,(]){0,80}\b"
    r"(?:failed to|were (?:then )?(?:excluded|fired)|did not (?:come|complete|return|attend))\b|"
    r"(?:\([^()]*\)|(?!\b(?:complet|analy))[^.;,\d(]){0,80}\b"
    r"(?:withdrew|dropped out|(?:were|was) (?:lost|withdrawn)|discontinued)\b",
    re.I,
)
THEN_RANDOMISED = re.compile(
    rf"(?:(?!\.\s|;|\bof wh|\bexclud|\bscreened\b|\d\s+(?:{PEOPLE}|were|was|underwent)\b).){{0,220}}?"
    r"\b(?:(?:were|was|had been)\s+(?:(?:then|subsequently|prospectively|all)\s+)?(?:randomly\s+)?"
    r"(?:randomi[sz]ed|assigned|allocated|enrolled|recruited)\b"
    r"|(?:were|was)\s+included in (?:this|the|our) (?:[a-z-]+ )?(?:study|trial)\b"
    r"|(?:underwent|had undergone)\s+(?:[a-z]+\s+)?randomi[sz]ation\b)",
    re.I,
)
"""Behind people who were randomised, however they are described before that is said."""
_EXCLUDED = re.compile(
    r"\b(?:baseline|history|missing|no follow|incomplete|withdr|complete data)\b", re.I
)
_PLANNED = re.compile(
    r"\b(?:sample size|power (?:of|analysis|calculation)|statistical power|to detect|"
    r"(?:were|was|is|are) (?:required|needed)|need(?:ed|s)? to be|would be|will (?:be|undergo)|expect(?:ing|ed) an?|"
    r"calculated (?:that|to)|required (?:\d+|about|approximately)|tests? required|"
    r"target (?:enrol\w+|recruitment|sample)|(?:accounting|allowing) for an?|"
    r"(?:decided|aimed|planned|intended) to (?:recruit|enrol|include|randomi[sz]e))\b"
    r"|\d\s?% (?:statistical )?power\b",
    re.I,
)
_ROLES = (
    ("randomised", RANDOMISED),
    ("completed", _COMPLETED),
    ("analysed", _ANALYSED),
    ("analysed", _RECEIVED),
)
_ROLE = re.compile(
    r"\b(?:randomi[sz]ed|randomly|assigned|allocated|enrolled|received|completed|analy[sz]ed|included|"
    rf"{PEOPLE})\b",
    re.I,
)
_TOOK_PART = re.compile(
    r"\b(?:randomi[sz]ed|assigned|allocated|enrolled|received|complet\w+|analy[sz]ed|included|evaluated|recruited|"
    r"selected|available for (?:inclusion|analysis|the analys[ei]s))\b",
    re.I,
)
"""Needed where a number stands before an arm with nothing between: "completed it (20 A, 19 B)"."""
_NOT_ROLE = re.compile(
    r"\b(?:screened|assessed for eligibility|excluded|excluding|removing|exclusion of|lost|"
    r"withdrew|discontinued|dropped|died|invited)[^\w,;.]+"
    r"(?:\w+[^\w,;.]+){0,2}$",
    re.I,
)
_TO_ROLE = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:of (?:whom|these|them)\s+)?(?:were|was|had been)?\s*(?:enrolled and\s+)?(?:randomly\s+)?"
    r"(?:randomi[sz]ed|assigned|allocated|enrolled|analy[sz]ed|completed|included in)\b"
    r"(?!\s+(?:controlled|clinical|trials?|studies)\b)",
    re.I,
)
_GROUP_HAS = re.compile(r"\b(?:groups?|arms?)\s*[:=]\s*$", re.I)


def role_of(text: str, statement: Statement, methods: bool = False, armed: bool = False) -> str:
    """Return the role of a number of people, empty when it is none of them.

    `armed` says that an arm stands beside the number, so that the role may be named anywhere in the sentence.

    Examples
    --------
    >>> from curate.parse.sentence import find_statements
    >>> text = "Of 217 patients randomised, 200 patients completed the trial"
    >>> [role_of(text, s) for s in find_statements(text)]
    ['randomised', 'completed']
    """
    if _NOT_ROLE.search(text[: statement.start]) or _PLANNED.search(text):
        return ""
    if _OCCURRED_IN.search(text, 0, statement.start):
        return ""
    if statement.values[0].value in ("0", "1"):
        return ""  # "one patient each": nobody's group
    labelled = is_labelled(text, statement)
    if _FELL_SHORT.match(text, statement.end):
        return ""
    if THEN_RANDOMISED.match(text, statement.end) and not armed:
        return "randomised"
    if _JUST_ALLOTTED.search(text, 0, statement.start) and not armed:
        return "randomised"
    if _TRIAL_OF.search(text, 0, statement.start) and not armed:
        return "randomised"
    event = _EVENT.match(text, statement.end)
    who = event is not None and event[0].strip() == "with" and _TAKEN_IN.search(text, 0, statement.start)
    if event and not labelled and not who:
        return ""
    role = _nearest_role(text, statement, 60)
    if role == "randomised" and armed and _is_of_an_analysis(text, statement):
        return "analysed"
    if role in ("completed", "randomised"):
        return role
    if (armed or labelled) and _is_of_an_analysis(text, statement):
        return "analysed"
    if RANDOMISED.search(text) and (armed or labelled):
        return "randomised"
    each = is_of_each(text, statement.end)
    if methods and not ((labelled or _GROUP_HAS.search(text[: statement.start])) and armed) and not each:
        return ""
    if each or armed:
        ahead = _ANALYSED.search(text, 0, statement.start)
        return "completed" if _COMPLETED.search(text) and not ahead else "analysed"
    return role if not labelled else ""


_JUST_ALLOTTED = re.compile(
    r"\b(?:randomi[sz]ed|randomly (?:assigned|allocated))\s+(?:a total of\s+|all\s+|the\s+)*$", re.I
)
"""Right ahead of people: "we randomly assigned 126 patients, who …"."""
_TAKEN_IN = re.compile(
    r"\b(?:included|enrolled|recruited|randomi[sz]ed|randomly assigned)\s+(?:a total of\s+|all\s+)*$",
    re.I,
)
"""Right ahead of people told by what they have: "the study included 160 patients with pain"."""
_TRIAL_OF = re.compile(
    r"\brandomi[sz]ed\b[^.;]{0,90}\b(?:trial|study)\s+(?:involving|of|in|with|enrolling|included|including|enrolled)\s+$",
    re.I,
)
"""Right ahead of people: "in a randomized, double-blind trial involving 126 patients"."""
_IN_ANALYSIS = re.compile(
    r"\b(?:included in (?:the |all |this )?(?:[\w-]+ ){0,4}?(?:analys[ei]s|FAS|sets?|populations?)|analy[sz]ed|"
    r"evaluable|available for|who (?:had )?(?:received|took))\b",
    re.I,
)
_GIVEN = re.compile(
    rf"(?:\s*{PEOPLE})?\s+(?:who\s+)?(?:actually\s+)?(?:received|took|were (?:given|treated)|treated with)\b"
    r"|[^()]{0,120}\)\s*(?:actually\s+)?(?:received|took|were (?:given|treated|analy[sz]ed|included in the))\b",
    re.I,
)
"""Behind those who got what they were assigned to, alone or in the bracket of all of them."""


def _is_of_an_analysis(text: str, statement: Statement) -> bool:
    """Whether people are those of an analysis, or those treated, though the sentence tells of randomisation too."""
    if _GIVEN.match(text, statement.end):
        return True
    said = [m.end() for m in _IN_ANALYSIS.finditer(text, 0, statement.start)]
    return bool(said) and RANDOMISED.search(text, said[-1], statement.start) is None


_ASIDE = re.compile(r"\s*\([^()]*\)")
"""Behind people, before it is said what they did: "130 patients (65 in A and 65 in B) were included"."""


_STRAIGHT_ON = re.compile(r"[^,;.\d()]*")


def _nearest_role(text: str, statement: Statement, reach: int) -> str:
    """Return the role that the nearest word names; words after the number count as nearer."""
    best, role = reach + 1, ""
    opened = text.rfind("(", 0, statement.start) > text.rfind(")", 0, statement.start)
    closes = text.find(")", statement.end) if opened else -1
    aside = _ASIDE.match(text, statement.end)
    for name, words in _ROLES:
        for match in words.finditer(text):
            if statement.start < match.start() < statement.end:
                return name  # "512 randomized patients"
            ahead = match.start() - statement.end
            if aside and _STRAIGHT_ON.fullmatch(text, aside.end(), match.start()):
                ahead -= aside.end() - aside.start()
            distance = ahead if ahead >= 0 else statement.start - match.end() + 8
            if -1 < closes < match.start():
                continue  # behind the bracket that holds the number
            if 0 <= distance < best:
                best, role = distance, name
    return role


def role_words(text: str, statement: Statement, role: str) -> str:
    """Return the sentence's own word for what happened to the people counted ("enrolled"), else the role."""
    matches = [
        match
        for name, words in _ROLES
        if name == role
        for match in words.finditer(text)
        if match[0] != "randomly"
    ]
    if not matches:
        return role
    nearest = min(
        matches, key=lambda m: min(abs(m.start() - statement.end), abs(statement.start - m.end()))
    )
    word = str(nearest[0]).partition(" ")[0]
    return role if word.lower() in _NO_ROLE_WORDS else word


_NO_ROLE_WORDS = frozenset(
    ("consisted", "comprised", "available", "population", "data", "analysis", "analyses")
)
"""They say of whom or of what somebody tells, not what happened to people."""


_MEASURED_IN = re.compile(
    r"(?:^|[;.]\s*|, (?:and|while)\s)(?P<what>[A-Za-z][\w ,()/-]{2,60}?)\s+(?:was|were)\s+"
    r"(?:analy[sz]ed|available|assessed|evaluated|measured)\s+(?:in|for|from)\s+(?:[\d, ]|and\b)*$"
)


_NO_MEASURE = re.compile(rf"\b{PEOPLE}\b|\b(?:data|information)$")


def measured_in(text: str, statement: Statement) -> str:
    """Return what was measured in the people counted: "Pain was analysed in 7 and 9 patients"; or empty."""
    match = _MEASURED_IN.search(text[: statement.start])
    return match["what"] if match and not _NO_MEASURE.search(match["what"]) else ""


_LISTED_PEOPLE = re.compile(rf"\b{PEOPLE}\s*\([^()]*$", re.I)


_OCCURRED_IN = re.compile(
    r"\b(?:occurred|developed|recurred|arose|(?:was|were)\s+(?:observed|seen|reported|noted|found|detected|recorded|achieved|"
    r"reached|documented|present))\s+in\s+(?:(?:only|all|a total of)\s+)?"
    r"(?:\d(?:[^.;]|\.\d){0,140}?\b(?:and|vs\.?|versus|than|compared (?:with|to))\s+(?:only\s+)?(?:in\s+)?)?$"
)
"""Ahead of people whom something befell, and of those of the next arm: "pain occurred in 24 … and in "."""
_GIVEN_TO = re.compile(
    r"\W*with\b[^.;,()\d]{0,60}\b(?:(?:was|were)\s+(?:fed|given|treated|randomi[sz]ed|randomly|assigned|allocated|enrolled|"
    r"included|recruited|studied)|received|underwent)\b",
    re.I,
)
"""Behind people who are told by what they had and then treated: "patients with pain were given"."""


_HAD_A_LEVEL = re.compile(
    r"\W*(?:had|showed|reported)\s+(?:(?:an?|the|significantly)\s+)*(?:[^a-zA-Z\s]*\d|(?:mean|median|average|lower|higher|"
    r"greater|larger|smaller|better|worse|longer|shorter|similar)\b)"
)


def is_event(text: str, statement: Statement, mentions: Sequence[Mention]) -> bool:
    """Whether people of an arm are counted because something befell them: "nine patients in the A group died"."""
    beside = [m for m in mentions if 0 <= m.start - statement.end < 40]
    after = beside[0].end if beside else statement.end
    listed = _LISTED_PEOPLE.search(text[: statement.start])
    if listed and is_labelled(text, statement) and ")" in text[statement.end :]:
        after = text.index(")", statement.end) + 1  # "sixteen patients (A, n = 10; B, n = 6) died"
    if _GIVEN_TO.match(text, after) or (
        is_labelled(text, statement) and _HAD_A_LEVEL.match(text, after)
    ):
        return False
    if _OCCURRED_IN.search(text, 0, statement.start):
        return True
    if not is_labelled(text, statement) and _USED.match(text, after):
        return True
    return bool(_BEFELL.match(text, after)) and not _EXCLUDED.search(text[after : after + 60])


_USED = re.compile(
    r"\W*(?:used|smoked|quit)\b(?!\s+(?:an?\s+(?:mean|median|average|total)|significantly|more|less|fewer)\b)"
)
"""Behind the people of an arm, what they did: "35 patients in the A group used a patch"."""


def as_events(statement: Statement) -> Statement:
    """Return a number of people as people with an event."""
    return replace(statement, kind="count", values=(replace(statement.values[0], statistic="events"),))


def _in_list(text: str, number: Number) -> bool:
    """Whether a number stands in a list of group sizes: the first two of "50, 49, and 50 patients"."""
    return any(m.start() <= number.start < m.end("list") for m in SIZE_LIST.finditer(text))


_MADE_UP_OF = re.compile(r"\s*(?:groups?|arms?)?\s*(?:consisted of|comprised|was made up of)\s+")


def bare_sizes(
    text: str, statements: Sequence[Statement], mentions: Sequence[Mention], convention: Convention
) -> list[Statement]:
    """Return group sizes printed as bare numbers: "79 in the A arm and 86 in the B arm", "A group: 20"."""
    numbers = find_numbers(text, convention)
    if not numbers or not _ROLE.search(text) or _PLANNED.search(text):
        return []
    found = []
    spans = [(s.start, s.end) for s in statements] + [(m.start, m.end) for m in mentions]
    for number in numbers:
        taken = any(start < number.end and number.start < end for start, end in spans)
        if taken or not _may_be_size(text, number):
            continue
        ahead = [m for m in mentions if m.end <= number.start and number.start - m.end < 24]
        listed = LIST_OPENED.search(text, 0, number.start) and any(
            COMMA.fullmatch(text, number.end, m.start) for m in mentions
        )
        to_arm = (listed and _TOOK_PART.search(text)) or any(
            0 <= m.start - number.end < 40
            and TO_ARM.fullmatch(text[number.end : m.start])
            and (text[number.end : m.start].strip() or _TOOK_PART.search(text))
            for m in mentions
        )
        after_arm = ahead and _MADE_UP_OF.fullmatch(text, ahead[-1].end, number.start)
        after_arm = after_arm or (ahead and AFTER_ARM.fullmatch(text[ahead[-1].end : number.start]))
        after_arm = after_arm and re.match(r"\s*(?:[\[(]\s*[\d.]+\s?%|[,;)]|and\b)", text[number.end :])
        if (
            _in_list(text, number)
            or to_arm
            or after_arm
            or _TO_ROLE.match(text, number.end)
            or is_of_each(text, number.end)
        ):
            value = Value("n", number.value, "=", number.start, number.end, number.as_printed)
            found.append(Statement("size", (value,), number.start, number.end))
    return found


_OF_AMOUNTS = re.compile(
    r"\s?(?:,|and|or|to|[-\u2013]|vs?\.?|versus)\s?\d+(?:\.\d+)?\s?(?:%|(?:[mnµμ]?g|mcg|IU|m[lL]|mmol)\b)"
)
"""Behind the first of "20 and 25%", "3 and 2 mg/kg"."""


_NUMBERED = re.compile(
    r"\b(?:parts|phases|stages|grades|groups|cohorts|weeks|days|months|visits|tables|figures|steps|arms|types|classes)\s+"
    r"(?:\d+\s*(?:,|and|or|,\s*and)\s*)+$",
    re.I,
)
"""Ahead of the last of "parts 1, 3, and 4"."""


def _may_be_size(text: str, number: Number) -> bool:
    if not number.whole or number.percent or number.value in ("0", "1") or len(number.value) > 5:
        return False
    if number.operator not in ("=",) or is_noise(text, number.start, number.end):
        return False
    if _OF_AMOUNTS.match(text, number.end) or _NUMBERED.search(text, 0, number.start):
        return False
    return not (
        re.search(r"[A-Za-z]-?$|[/]$", text[: number.start]) or re.match(r"[/:]\d", text[number.end :])
    )
