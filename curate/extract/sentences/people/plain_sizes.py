"""Whether a sentence says plainly that people are counted because they are a group of the trial.

A number of people may as well be those whom something befell, or those who share a trait; where no plain words
make them a group, the reading says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.assign import Placed
from curate.extract.sentences.people.size_arms import is_labelled
from curate.extract.sentences.people.sizes import THEN_RANDOMISED
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement

_ALLOT = r"(?:randomi[sz]ed|assigned|allocated)"
_TAKE_PART = rf"(?:{_ALLOT}|enrolled|recruited|included|analy[sz]ed|studied)"
_BE = r"(?:(?:were|was|had been|have been)\s+)?(?:[a-z]+ly\s+|then\s+|all\s+)*"
_BEHIND = re.compile(
    rf"[)\]]?\s*(?:{PEOPLE}\s+)?(?:\([^()]*\)\s*)?(?:(?:who|that)\s+)?{_BE}"
    rf"(?:{_TAKE_PART}|underwent\s+(?:[a-z]+\s+)?randomi[sz]ation|had undergone randomi[sz]ation)\b"
    r"(?!\s+controlled|\s+by\b)",
    re.I,
)
_AHEAD = re.compile(
    rf"\b(?:{_TAKE_PART}|(?:stud(?:y|ies)|trials?|population|sample|cohort|analys[ie]s)\s+"
    r"(?:was\s+)?(?:comprised|consisted|made up|composed)(?:\s+of)?)\s+"
    r"(?:a total of\s+|all\s+|the\s+|only\s+)*$",
    re.I,
)
_COMPLETED = re.compile(
    rf"[)\]]?\s*(?:{PEOPLE}\s+)?(?:\([^()]*\)\s*)?(?:who\s+)?(?:had\s+|have\s+|successfully\s+)?completed"
    r"(?:\s+(?!all\b)[\w-]+){0,4}?(?:\s+(?:study|trial|follow-?up|treatment|protocol|program(?:me)?|intervention|"
    r"assessments?|testing)\b|\s*[.,;(]|\s*$)",
    re.I,
)
_TO_ARM = re.compile(
    rf"[)\]]?\s*(?:{PEOPLE}\s+)?(?:\([^()]*\)\s*)?(?:{_BE}{_ALLOT}\s+(?:to|into)|received)\s+"
    r"(?:receive\s+)?(?:the\s+)?",
    re.I,
)
_TO_NEXT_ARM = re.compile(
    rf"\s*(?:{PEOPLE}\s+)?(?:\([^()]*\)\s*)?(?:in)?to\s+(?:receive\s+)?(?:the\s+)?", re.I
)
"""Where the verb stands at the arm before: "… and 219 to the B group"."""
_TO_ONE = re.compile(
    r"[^.;,(]*?\b(?:in)?to\s+(?:receive\s+)?(?P<whom>(?:(?!\b(?:was|were|had|did)\b)[^.;,(]|,(?=\s\d+\s?[mµμ]?g\b))*)"
)
_OF_ONE_ARM = re.compile(
    r"\s*(?:,?\s*and\s+\d|(?:who|that)\s+(?:were\s+)?(?:received|treated|given)\b)", re.I
)
"""Behind those of one arm: "included 27 patients and 15 who received A and B"."""
_SEVERAL = re.compile(
    r"\b(?:or|and(?!\s+(?:\d|the (?:remaining|other|rest)))|vs|versus|either|groups|arms|one of|each|undergo)\b|/"
)
_ALLOTTED = re.compile(
    r"\b(?:randomi[sz]ed|randomi[sz]ation|assigned|allocated|divided|classified|split|stratified)\b"
    r"(?P<between>[^.;]*)$",
    re.I,
)
_BEFELL = re.compile(
    r"\b(?:died|deaths?|had|experienced|developed|occurred|reported|achieved|showed|withdr[ae]wn?|withdrew|lost|"
    r"dropped|discontinued|excluded|performed|required|events?|reasons?|declined|refused|not)\b",
    re.I,
)
_OPENS = re.compile(r"\s*(?:groups?|arms?)?\s*(?:[(\[]|[:,=])\s*(?:[nN]\s*[=:]\s*)?", re.I)
_MAKES_UP = re.compile(
    r"\b(?:comprised|formed|constituted|made up|served as|used as|taken as|assigned as)\s+(?:the\s+|an?\s+)?$",
    re.I,
)
_MADE_UP_OF = re.compile(r"\s*(?:groups?|arms?)?\s*(?:consisted of|comprised|was made up of)\s*", re.I)
_AT_THE_START = re.compile(r"\W*(?:(?:in|of|for|patients|participants|subjects|the|a)\s+)*", re.I)
_SEX = re.compile(r"\s*(?:men|women|boys|girls|fe?males?)\b", re.I)
_OTHERS = re.compile(r"\bet al\b|\b(?:mice|rats|cells|piglets|rabbits)\b")


def is_plain(
    text: str,
    item: Placed,
    placed: Sequence[Placed],
    mentions: Sequence[Mention],
    methods: bool = False,
) -> bool:
    """Whether a sentence says plainly that a number is the size of a group, or of all who took part.

    Parameters
    ----------
    item, placed
        The number, and all that the sentence gives.
    methods
        Whether the sentence tells how the trial was done, where an arm's bracket holds its size.
    """
    if _OTHERS.search(text):
        return False
    if not item.arms:
        return _is_whole(text, item.statement)
    own = _own(item, mentions)
    if own is None or _SEX.match(text, item.statement.values[0].end):
        return False
    if any(p.arms == item.arms and _differ(p.statement, item.statement) for p in placed):
        return False  # of two doses, say, under one name
    return (
        _is_allotted(text, item.statement, own, placed)
        or _is_in_brackets(text, item.statement, own, methods)
        or _adds_up(text, item, placed)
    )


_SOME_OF_THEM = re.compile(
    r"\b(?:enrolled|recruited|included)\b[^.;]*?\b(?:\d[\d,]* of (?:them|these)|of (?:them|these|wh\w+),? \d[\d,]*)\s"
    rf"[^.;]{{0,30}}\b{_ALLOT}\b",
    re.I,
)
"""Behind people of whom only some were randomised."""


def _is_whole(text: str, statement: Statement) -> bool:
    """Whether those counted are said to have been randomised, enrolled, analysed, or to have completed the trial."""
    if _BEFELL.search(text[max(0, statement.start - 24) : statement.start]):
        return False
    if _AFTER.search(text[: statement.start]) or _ASKED.search(text, statement.end):
        return False
    if _COMPLETED.match(text, statement.end):
        return True
    if _SOME_OF_THEM.search(text, statement.end):
        return False
    behind = _BEHIND.match(text, statement.end) or THEN_RANDOMISED.match(text, statement.end)
    if behind is None:
        ahead = _AHEAD.search(text[: statement.start]) and not is_labelled(text, statement)
        return bool(ahead) and not _OF_ONE_ARM.match(text, statement.end)
    if _AND_DOSED.match(text, behind.end()):
        return False
    to_one = _TO_ONE.match(text, behind.end())
    return to_one is None or bool(_SEVERAL.search(to_one["whom"]))


_AFTER = re.compile(r"\b(?:after|once|when)\s+(?:the first\s+)?$", re.I)
"""Before how many there were at a moment: "after 53 patients had been enrolled"."""
_ASKED = re.compile(
    r"[^.;]{0,40}\bcompleted (?:the |an? )?(?:[\w-]+ )?(?:screening|survey|questionnaire|interview)s?\b",
    re.I,
)
_AND_DOSED = re.compile(
    r"\s+and\s+(?:received|took|had taken|had received|were (?:treated|dosed))\b", re.I
)
"""Behind those of the randomised who were treated too."""


def _differ(one: Statement, other: Statement) -> bool:
    sizes = one.kind == other.kind == "size"
    return sizes and one.values[0].value != other.values[0].value


def _own(item: Placed, mentions: Sequence[Mention]) -> Mention | None:
    """Return the mention of a number's arm that is nearest to it."""
    own = (m for m in mentions if m.arm == item.arms[0])
    return min(own, key=lambda m: abs(m.start - item.statement.start), default=None)


def _is_allotted(text: str, statement: Statement, own: Mention, placed: Sequence[Placed]) -> bool:
    """Whether people "were assigned to" the arm behind them, or to this and the arm before."""
    if own.start < statement.end:
        return bool(_MADE_UP_OF.fullmatch(text, own.end, statement.start))
    if _TO_ARM.fullmatch(text, statement.end, own.start):
        return True
    said = any(_ALLOTTED.search(text[p.statement.end : statement.start]) for p in placed if p.arms)
    return said and bool(_TO_NEXT_ARM.fullmatch(text, statement.end, own.start))


def _is_in_brackets(text: str, statement: Statement, own: Mention, methods: bool) -> bool:
    """Whether the number opens the bracket behind an arm that people were assigned to, or that begins a sentence."""
    if own.end > statement.start:
        return False
    labelled = is_labelled(text, statement)
    gap = text[own.end : statement.start] + (text[statement.start] if labelled else "")
    if not _OPENS.match(gap) or len(gap) > 60:
        return False
    before = text[: own.start]
    allotted = _ALLOTTED.search(text[: statement.start])
    if allotted is not None:
        return not _BEFELL.search(allotted["between"])
    if _MAKES_UP.search(before):
        return True
    if not labelled:
        return False
    return bool(_AT_THE_START.fullmatch(before)) or (methods and not _BEFELL.search(text))


def _adds_up(text: str, item: Placed, placed: Sequence[Placed]) -> bool:
    """Whether the sizes of two arms or more make a whole that the sentence names plainly."""
    sizes = {p.arms[0]: p.statement for p in placed if p.arms and p.statement.kind == "size"}
    wholes = [p.statement for p in placed if not p.arms and p.statement.kind == "size"]
    made = sum(int(size.values[0].value) for size in sizes.values())
    return (
        len(sizes) > 1
        and item.statement in sizes.values()
        and any(int(w.values[0].value) == made and _is_whole(text, w) for w in wholes)
    )
