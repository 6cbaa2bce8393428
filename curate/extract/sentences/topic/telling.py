"""Whether a phrase names an outcome at all."""

from __future__ import annotations

import re

from curate.parse.people import PEOPLE
from curate.parse.unit import is_unit

_GENERIC_WORDS = """
found observed seen detected noted recorded conducted shown given prescribed sustained significant
significantly statistically statistical difference differences differ differed different change changes effect
effects this that these those threshold finding findings result results it they their them patient
patients subjects participants group groups arm arms both all each one two three value values mean
median average rate rates number numbers proportion proportions percentage percentages
increase decrease reduction improvement
increases decreases reductions improvements higher lower greater compared comparison between among
respectively week weeks month months day days hour hours minutes year years baseline end study trial
treatment period periods sample total totally overall also similar same other others no not n and or of
in the a an to for with without by from at on be been was were is are did had has have who which as than
so only but test analysis only respect did within using used due vs versus figure table p primary
secondary outcome after before during follow-up score scores cases case women men being adjusted
estimated not more less fewer better worse highly however therefore regression model alone until up
whereas while if when ci or hr rr es quite iqr sd se sem md smd mmhg mg kg ml min versus older younger
absolute relative unchanged self exceeded respective corresponding similarly likewise including comprising excluding
unadjusted crude likely conditions condition such half quarter third majority minority rrs ors hrs
trend tendency nonsignificant non-significant slight modest marginal significance
points program programme regimen intervention administration infusion supplementation
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_VISIT = re.compile(r"[TVWDM]\d{1,2}")
_A_TRIAL = re.compile(
    r"(?!(?:complet|finish|discontinu|left|enter|withdr|stopp))"
    r"(?:\S+\s){0,2}(?:trial|study|registry|cohort|meta-analysis)",
    re.I,
)
_ALLOTTED = re.compile(
    rf"(?:{PEOPLE}\s+)?(?:who\s+)?(?:were\s+)?(?:randomly\s+)?(?:randomi[sz]ed|assigned|allocated)\s+to\b.*"
    rf"|{PEOPLE}\s+(?:who\s+)?(?:were\s+)?(?:randomly\s+)?(?:randomi[sz]ed|assigned|allocated|enrolled|included|treated)"
    r"|(?:standard|usual|conventional|routine)\s+(?:care|therapy|treatment|management)",
    re.I,
)
"""Those of an arm, which no outcome is."""
_RATE = re.compile(r"[a-z]+/(?:s|sec|second|min|minute|h|hr|hour|d|day|week|month|year)", re.I)
"""The unit behind a number, not its name: "words/min"."""
_WORDS = re.compile(r"[A-Za-zα-ωΑ-Ω][\w-]*")
_A_RATIO = re.compile(
    r"(?:[a-z-]+\s){0,2}(?:hazard|odds|risk|rate) ratios?(?:\s?\([A-Za-z]{1,5}\))?"
    r"(?: (?:estimated|calculated|from|between|by|using|was|in|for was)\b.*)?",
    re.I,
)
"""The name of an estimate alone, not what it is of."""
_NAMES_NOTHING = (_VISIT, _RATE, _A_TRIAL, _ALLOTTED, _A_RATIO)


def tells(phrase: str) -> bool:
    """Whether a phrase names something, not just "a significant difference between groups"."""
    words = _WORDS.findall(phrase)
    if is_unit(phrase) or any(p.fullmatch(phrase) for p in _NAMES_NOTHING):
        return False
    return any(len(word) > 1 and word.lower() not in _GENERIC for word in words)
