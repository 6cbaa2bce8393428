"""What happened in each arm, counted without a total: "23 deaths in the A group and 20 in the B group"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.assign import Placed
from curate.extract.sentences.topic.phrases import trim_phrase
from curate.parse.number import Convention, parse_number
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement, Value
from curate.parse.sentence_patterns import SPELT_NUMBER, spelt_value

_ONCE = r"deaths?|drop-?outs?|withdrawals?|discontinuations?|stillbirths?|losses to follow-?up"
"""What befalls a person once: as many people as times."""
_OFTEN = (
    r"events?|SAEs?|AEs?|TEAEs?|reactions?|episodes?|complications?|recurrences?|relapses?|strokes?|infarctions?|"
    r"(?:re-?)?hospitali[sz]ations?|(?:re-?)?admissions?|fractures?|infections?|falls?|pregnancies|births?|miscarriages?|"
    r"exacerbations?|ha?emorrhages?|bleeds|thromboses|embolisms?|failures?|seizures?|attacks?|arrests?|operations?|"
    r"re-?operations?|re-?interventions?|revisions?|amputations?|cancers?|cardioversions?|ablations?|conversions?|cases"
)
_NOUN = (
    r"(?P<noun>(?:(?!(?:of|in|and|or|the|were|was|to|for|with|from|than|had|has|have|"
    r"developed|experienced|reported|suffered|required|underwent|died|withdrew)\b)[A-Za-z][\w/-]*\s+){0,4}?"
    rf"(?:{_ONCE}|{_OFTEN})\b)"
)
_N = rf"(?<![\w.,/=<>%\u00b7-])(?P<n>{SPELT_NUMBER}|\d+(?:,\d{3})*)(?![\w/%]|[.,\u00b7]\d)"
_SAID = (
    r"(?:\s+(?:(?:had|have)\s+)?"
    r"(?:occurred|(?:was|were|been)\s+(?:reported|recorded|observed|noted|seen|documented|detected)))?"
)
_IN = (
    rf"\s+(?:(?:in|among|with|for|from|on|of\s+the\s+events\s+in)\s+)?(?:the\s+)?(?:{PEOPLE}\s+)?"
    r"(?:(?:in|who received|receiving|assigned to|randomi[sz]ed to|treated with|on|with|from)\s+)?(?:the\s+)?"
)
_AHEAD = re.compile(
    rf"{_N}(?:\s+(?:{PEOPLE}\b|{_NOUN}))?(?:\s*\(\d[\d.\u00b7]*\s?%\))?{_SAID}{_IN}$", re.I
)
"""From a number to the arm behind it."""
_LABELLED = re.compile(r"\b[nN]\s?=\s?(?P<n>\d+(?:,\d{3})*)\s+(?:in|with|for|on|among)\s+(?:the\s+)?$")
"""As above, in a bracket: "(n = 3 with A"."""
_BEHIND = re.compile(
    r"\s*[:,]\s*(?:[nN]\s?=\s?)?(?P<n>\d+(?:,\d{3})*)(?=\s*[;,)\]]|\s+(?:and|vs?\.?)\s)"
)
"""From an arm to the number behind it: "(A: 124; B: 121)"."""
_JOINED = re.compile(
    r"(?:\s*(?:groups?|arms?))?(?:\s*\([^()]{0,60}\))?\s*[,;]?\s*"
    r"(?:and|or|vs\.?|v|versus|(?:as\s+)?compared\s+(?:with|to)|than|while|whereas|but)?\s*(?:with\s+|only\s+)?",
    re.I,
)
_HEAD = re.compile(
    rf"(?:^|[\s(])(?:{SPELT_NUMBER}|\d+(?:,\d{3})*)\s+{_NOUN}{_SAID}(?:\s+(?:over|during|within|through|at|by|after|in|among|"
    r"reported|recorded|occurred)\b[^().;:]{0,50}?)?\s*(?:\(\d[\d.]*\s?%\)\s*)?[(:,\[]\s*$",
    re.I,
)
"""Ahead of the counts of the arms: "43 deaths ("."""
_PEOPLE_HEAD = re.compile(
    rf"(?:^|[\s(])(?:{SPELT_NUMBER}|\d+(?:,\d{3})*)\s+(?:{PEOPLE}\s+)?(?:\(\d[\d.]*\s?%\)\s*)?[(\[]\s*$",
    re.I,
)
_OF_ARM = re.compile(r"\b(?:groups?|arms?)\s*[(\[]\s*$")
_DID = re.compile(
    r"\s*[)\]]?\s*(?:of\s+the\s+)?(?:also\s+|who\s+|subsequently\s+)?(?P<did>(?P<verb>died|withdrew|discontinued|"
    r"dropped out|did not (?:complete|return|attend|finish|receive|start)|"
    r"(?:was|were) (?:lost|withdrawn|hospitali[sz]ed|readmitted)|had|experienced|developed|reported|required|suffered|"
    r"underwent|relapsed|stopped)\b(?!\s+by\b)[^.;,()]{0,70})"
)
_DONE = re.compile(
    r"\b(?P<did>(?P<verb>died|withdrew|discontinued|dropped out|"
    r"(?:was|were) (?:lost|withdrawn|hospitali[sz]ed|readmitted)|had|experienced|developed|reported|required|"
    r"suffered|underwent|relapsed|stopped)\b(?!\s+by\b)[^.;()]{0,70}?)\s*[(\[]\s*$"
)
"""Ahead of the bracket with the counts of the arms: "Twenty-six adults stopped it early (14 A, 12 B)"."""
_OBJECT = ("had", "experienced", "developed", "reported", "required", "suffered", "underwent")
_NO_HAPPENING = re.compile(
    r"\b(?:randomi[sz]|assign|allocat|enrol|analy[sz]|includ(?!ing)|recruit|eligib|divided|received|treated with|"
    r"completed\b|screened|invited|baseline|history of|missing data|complete data)",
    re.I,
)
"""In what tells of groups, and not of what happened."""
_BEFORE_BRACKET = re.compile(r"(?P<what>(?:[A-Za-z][\w/'’-]*\s+){0,4}[A-Za-z][\w/'’-]*)\s*[(\[]\s*$")


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number tied to an arm; `noun` is what it counts, where that stands beside it."""

    value: Value
    arm: str
    start: int
    end: int
    noun: str
    labelled: bool = False


def counts_in_words(text: str) -> bool:
    """Whether a sentence has a number in words: "one death in each group"."""
    return bool(_IN_WORDS.search(text))


_IN_WORDS = re.compile(SPELT_NUMBER)


def place_happenings(
    text: str, statements: Sequence[Statement], mentions: Sequence[Mention], convention: Convention
) -> list[Placed]:
    """Return the counts of deaths, events and people whom something befell that stand right beside their arms.

    Numbers that are part of a count, a mean and so on stay what they are.
    """
    if not mentions or _TELLS.search(text) is None:
        return []
    taken = [(v.start, v.end) for s in statements if s.kind not in ("size", "plain") for v in s.values]
    counted = [c for m in mentions for c in _counted(text, m, convention)]
    counted = [c for c in counted if not any(a < c.value.end and c.value.start < b for a, b in taken)]
    placed: list[Placed] = []
    for run in _runs(text, sorted(counted, key=lambda c: c.start)):
        what, once = _what(text, run)
        if not what or len({c.arm for c in run}) < len(run):
            continue
        for item in run:
            statistic = "events" if once else "event_count"
            value = Value(
                statistic,
                item.value.value,
                "=",
                item.value.start,
                item.value.end,
                item.value.as_printed,
                item.value.spelt,
            )
            found = Statement("count", (value,), value.start, value.end, label=what)
            placed.append(Placed(found, (item.arm,)))
    return placed


_TELLS = re.compile(
    rf"\b(?:{_ONCE}|{_OFTEN}|died|withdrew|discontinued|dropped|complete|lost|withdrawn|had|experienced|developed|reported|"
    r"required|suffered|underwent|relapsed|stopped)\b|\bn\s?=",
    re.I,
)


def _counted(text: str, mention: Mention, convention: Convention) -> list[_Counted]:
    """Return the numbers tied to the mention of an arm."""
    found: list[_Counted] = []
    window = max(0, mention.start - 110)
    labelled = _LABELLED.search(text, window, mention.start)
    ahead = labelled or _AHEAD.search(text, window, mention.start)
    if ahead is not None and (value := _value(ahead, convention)) is not None:
        noun = ahead.groupdict().get("noun") or ""
        found.append(_Counted(value, mention.arm, ahead.start(), mention.end, noun, bool(labelled)))
    behind = _BEHIND.match(text, mention.end)
    if behind is not None and (value := _value(behind, convention)) is not None:
        found.append(_Counted(value, mention.arm, mention.start, behind.end("n"), ""))
    return found


def _value(match: re.Match[str], convention: Convention) -> Value | None:
    printed, (start, end) = match["n"], match.span("n")
    if printed[0].isdigit():
        number = parse_number(printed, convention)
        whole = number is not None and number.whole
        return Value("events", number.value, "=", start, end, printed) if number and whole else None
    return Value("events", spelt_value(printed), "=", start, end, printed, True)


def _runs(text: str, counted: Sequence[_Counted]) -> list[list[_Counted]]:
    """Group numbers that stand side by side, an arm each."""
    runs: list[list[_Counted]] = []
    for item in counted:
        if runs and _JOINED.fullmatch(text, runs[-1][-1].end, item.start):
            runs[-1].append(item)
        elif not runs or item.start >= runs[-1][-1].end:
            runs.append([item])
    return runs


def _what(text: str, run: Sequence[_Counted]) -> tuple[str, bool]:
    """Return what a run counts, and whether it befalls a person once; empty when it is no happening."""
    start, end = run[0].start, run[-1].end
    named = next((item.noun for item in run if item.noun), "")
    before = _BEFORE_BRACKET.search(text, max(0, start - 90), start)
    if named and before is not None and is_generic(named) and not _PEOPLE_HEAD.search(text, 0, start):
        return _own_name(before) or named, _is_once(named)  # "pain (10 events in A"
    if named:
        return named, _is_once(named)
    if len(run) < 2 and not _PEOPLE_HEAD.search(text, 0, start):
        return "", False
    head = _HEAD.search(text, max(0, start - 140), start)
    if head is not None:
        return head["noun"], _is_once(head["noun"])
    of_people = before is None or _PEOPLE_HEAD.search(text, 0, start) or _OF_ARM.search(text, 0, start)
    did = _DID.match(text, end) if of_people else None
    if did is not None and not _NO_HAPPENING.search(text, max(0, start - 60), did.end("verb")):
        return _phrase(did), True
    done = _DONE.search(text, max(0, start - 120), start)
    if done is not None and len(run) > 1 and not _NO_HAPPENING.search(text, done.start(), start):
        return _phrase(done), True
    if before is not None and all(item.labelled for item in run) and not _NO_HAPPENING.search(text):
        what = _own_name(before)
        people = re.search(rf"\b(?:{PEOPLE}|groups?|arms?|n)\b", what, re.I)
        return ("", False) if people else (what, True)
    return "", False


_LEADS_IN = re.compile(r"^.*\b(?:including|included|such as|were|was|and|or)\s+")


def _own_name(before: re.Match[str]) -> str:
    """Return what stands right ahead of a bracket, without what leads to it: "including knee pain"."""
    return trim_phrase(_LEADS_IN.sub("", before["what"]))


_GENERIC = re.compile(r"(?:events?|episodes?|cases|reactions?)", re.I)


def is_generic(noun: str) -> bool:
    """Whether a noun alone does not say what happened."""
    return _GENERIC.fullmatch(noun) is not None


def _is_once(noun: str) -> bool:
    return re.search(rf"\b(?:{_ONCE})$", noun, re.I) is not None


def _phrase(did: re.Match[str]) -> str:
    """Return what people did, as an outcome: "had nausea" is nausea."""
    phrase = re.split(r"\b(?:compared|versus|vs|than|while|whereas|but|because|due to)\b", did["did"])[0]
    if did["verb"] in _OBJECT:
        return trim_phrase(phrase.partition(" ")[2])
    return re.sub(r"^(?:was|were)\s+", "", phrase).strip()


_SHARE = re.compile(
    r"\s*(?:groups?|arms?)?\s*\(\s*(?P<percent>\d{1,3}(?:[.\u00b7]\d+)?)\s?%\s*(?=[);,])"
)
"""Behind an arm: "364 in the A group (14.4%)"."""
_PEOPLE_IN = re.compile(
    rf"{_N}(?:\s+{PEOPLE})?\s+(?:in|on|with|from|of|receiving|assigned to)\s+(?:the\s+)?$", re.I
)


def place_shares(
    text: str, statements: Sequence[Statement], mentions: Sequence[Mention], convention: Convention
) -> list[Placed]:
    """Return the people of an arm whose share stands behind its name: "364 in the A group (14.4%)"."""
    placed: list[Placed] = []
    if "%" not in text or _ALLOTS.search(text):
        return placed
    counts = [s for s in statements if s.kind not in ("size", "plain") and s.statistics != ("percent",)]
    for mention in mentions:
        share = _SHARE.match(text, mention.end)
        ahead = _PEOPLE_IN.search(text, max(0, mention.start - 60), mention.start) if share else None
        value = _value(ahead, convention) if ahead is not None else None
        if share is None or value is None:
            continue
        if any(v.start < value.end and value.start < v.end for s in counts for v in s.values):
            continue
        start, end = share.span("percent")
        number = parse_number(share["percent"], convention)
        if number is None or float(number) > 100:
            continue
        percent = Value("percent", number.value, "=", start, end, share["percent"])
        found = Statement("count", (value, percent), value.start, share.end())
        placed.append(Placed(found, (mention.arm,)))
    return placed


_ALLOTS = re.compile(r"\b(?:randomi[sz]ed|randomly|assigned|allocated)\b(?! to )", re.I)
