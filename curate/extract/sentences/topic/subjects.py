"""The subject of a clause, what leads to it, and what stands behind a value that is nowhere else named."""

from __future__ import annotations

import re

from curate.extract.sentences.topic.leads import without_lead
from curate.extract.sentences.topic.phrases import trim_phrase
from curate.extract.sentences.topic.telling import tells
from curate.extract.sentences.topic.verbs import TELLING, VERB
from curate.parse.duration import find_times
from curate.parse.people import PEOPLE
from curate.parse.sentence_patterns import SPELT_NUMBER

PEOPLE_SUBJECT = re.compile(
    rf"^(?:(?:the|all|most|of|a|an|in|total|more|fewer|significantly|greater|higher|lower|number|proportion|"
    r"percentage|remaining|other|these|those|each|our|we|they|both|there|it|treatment|therapy|with|only|overall|"
    rf"\d+|{SPELT_NUMBER}|n|who|to|was|as|opposed|receiving|treated|assigned|randomi[sz]ed|on|and|or|groups?|arms?|were|among|"
    rf"{PEOPLE}|cohort|population|sample)\b\W*)*$",
    re.I,
)
_SOME_PEOPLE = re.compile(
    rf"\W*(?:(?!(?:of|in|for|with|among|by|to|at|on|from|per|reported by)\b)[\w-]+\s+){{0,4}}{PEOPLE}\W*",
    re.I,
)
"""People told by what they are: "black callers", "marginally more participants"."""
_LEAD = re.compile(
    r"^(?:(?:However|Again|Overall|Moreover|Furthermore|In addition|Additionally|Also|Similarly|Likewise|Finally|"
    r"In contrast|By contrast|Conversely|Of note|Notably|Results?|Findings|Methods?|Main results?|Thus|Indeed|"
    r"Interestingly|Importantly|Secondly|Firstly|Further|There|Regarding|In terms of|With regard to|"
    r"As \w+ in [^,]{0,30}|As expected|As a (?:result|consequence)|On average|In total|Concerning|"
    r"For (?:example|instance)|For|"
    r"(?-i:(?!Family|Early|Elderly|Anomaly)[A-Z][a-z]{4,}ly)(?=,))\b[,:.]?\s*)+",
    re.I,
)
_CLAIM = re.compile(
    r"^.{0,160}\b(?:demonstrat|show|confirm|reveal|indicat|suggest|illustrat)\w*(?: that)?\s+"
    r"(?=(?:the|a|an|there|patients|no|\d|significant|that|(?<=that )(?:at|over|during|in|after|by|among|for|on))\b)",
    re.I,
)
_DIFFERENCE = re.compile(
    r"\b(?:differences?|differ(?:ed)?)\b.{0,80}?\b(?:with (?:regard|respect) to|in terms of|regarding|in|for)\s+"
    r"((?:the\s+)?(?!favou?r|groups?\b|the groups?\b|both|months?\b|weeks?\b|days?\b|years?\b)[A-Za-z][^,;()]{2,80}?)"
    r"(?=\s+(?:between|among|at|after|during|either|was|were|did|from|of\s*$)\b|[,;()]|\s*$)",
    re.I,
)
_AS_FOR = re.compile(
    r"^\W*(?:[Ii]n terms of|[Ww]ith (?:regard|respect) to|[Rr]egarding|[Cc]oncerning|[Aa]s (?:for|regards))\s+"
    r"(?:the\s+)?(?P<what>(?!analys|sub-?group|participants|patients|those|these)[^,;()]{3,80}),\s+(?P<rest>\D*)$"
)
"""Ahead of a clause, what it is about: "In terms of fatigue, the treatment led to"."""
_AMONG = re.compile(
    rf"^(?:among|for|in|of)\s+(?:the\s+|all\s+|those\s+)?(?:\d[\d,]*\s+)?(?:[a-z-]+\s+){{0,3}}?(?:{PEOPLE}|those)\b[^,]{{0,90}},\s+(?!\d)"
    r"|^(?:in|for|among|with)\s{2,}[^,]{0,80},\s+(?!\d)",  # an arm stood there
    re.I,
)


def lead_off(text: str) -> str:
    """Return a clause without what leads to its subject."""
    text = _AMONG.sub("", _LEAD.sub("", text.strip()).strip())
    times = find_times(text)
    if times and times[0].start <= 24 and "," in text[times[0].end : times[0].end + 40]:
        text = text[text.index(",", times[0].end) + 1 :].strip()
    return without_lead(_LEAD.sub("", text))


def subject_of(text: str) -> str:
    """Return what a clause up to a value is about: its subject, or where that is people, what they did or had."""
    told = _AS_FOR.match(text)
    if told and VERB.search(told["rest"]):
        own = subject_of(told["rest"])
        return own if tells(trim_phrase(own)) else told["what"]
    text = lead_off(_CLAIM.sub("", text))
    about = _DIFFERENCE.search(text)
    if about and tells(trim_phrase(about[1])):
        return about[1]
    verb = VERB.search(text)
    if verb is None:
        return ""
    subject = text[: verb.start()]
    people = PEOPLE_SUBJECT.match(subject) or _SOME_PEOPLE.fullmatch(subject)
    if not people and tells(trim_phrase(subject)):
        return subject
    rest = re.split(r"[;]|, (?:and|but|while|whereas)\b", text[verb.end() :])[0]
    return f"{verb[0]} {rest}" if verb[0] in TELLING else rest


_STATE = re.compile(
    r"\s(?:was|were)\s+(?!(?:seen|observed|found|noted|reported|present|detected|recorded|achieved|documented|identified|performed|"
    r"significant|higher|lower|greater|more|less|fewer|similar|common|measured|obtained|available|reached|given|used|evident|made|"
    r"done|diagnosed|confirmed|demonstrated|attained|also|only|not|the|most)\b)[a-z-]{4,}\s+in\s+(?:only\s+|all\s+|the\s+)?$"
)


_FOUND_TO = re.compile(
    r"\s(?:was|were)\s+(?P<what>found\s+to\s+(?:contain|carry|harbou?r|have)\s+[^,;:()]{2,60}?)\s+(?:among|in|with|from)\s"
)
"""What things counted were found to hold: "samples were found to contain kava among"."""


def state_of(before: str) -> str:
    """Return subject and state of "Sleep was deep in 8 people": not all sleep is."""
    found = _FOUND_TO.search(before)
    if found is not None:
        subject = subject_of(before[: found.start()] + " was ")
        return f"{subject} {found['what']}" if subject else ""
    state = _STATE.search(before)
    if state is None:
        return ""
    subject = subject_of(before[: state.start()] + " was ")
    return subject + before[state.start() : state.end()].rsplit(" in ", 1)[0] if subject else ""


def what_follows(text: str) -> str:
    """Return what follows a value: "44 (11.8%) … had a repeat ablation"."""
    following = re.match(
        r"[^.,;]{0,60},\s+(?!and\b|but\b|while\b|respectively\b|p\b)([a-z][^;]+?)(?:\.\s|\.?$|;)",
        text,
        re.I,
    )
    if following and VERB.search(following[1]) and not PEOPLE_SUBJECT.match(following[1].split(" ")[0]):
        return following[1]
    head = re.split(r"[.;(\[]|\b(?:compared|versus|vs|and|while|whereas)\b", text)[0]
    verb = VERB.search(head)
    if verb is None:
        return head
    return head[verb.start() if verb[0] in TELLING else verb.end() :]
