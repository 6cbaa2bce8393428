"""What a sentence is about: the outcome of a value, in the sentence's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.brackets import in_brackets, shut_in
from curate.extract.sentences.arms.parallel import is_parallel, without_arms
from curate.extract.sentences.topic.acts import people_who, what_they_told
from curate.extract.sentences.topic.amounts import amount_of
from curate.extract.sentences.topic.estimated import estimated
from curate.extract.sentences.topic.leads import (
    again_at,
    counted_before,
    effect_named,
    is_where,
    likely_to,
    of_model,
    two_together,
)
from curate.extract.sentences.topic.list_names import listed_name, name_after, told_inside
from curate.extract.sentences.topic.measured import LONGEST, centre_of, follow_up_of, with_of
from curate.extract.sentences.topic.members import (
    last_beside,
    named_in_turn,
    what_members_are,
    what_members_did,
)
from curate.extract.sentences.topic.objects import (
    allotted,
    did_as_compared,
    had_on,
    taken_up,
    things_of,
    told_of_parts,
    with_whole,
)
from curate.extract.sentences.topic.parts import parts_of
from curate.extract.sentences.topic.phrases import trim_phrase, with_direction
from curate.extract.sentences.topic.plain_names import plain_name
from curate.extract.sentences.topic.subjects import (
    PEOPLE_SUBJECT,
    lead_off,
    state_of,
    subject_of,
    what_follows,
)
from curate.extract.sentences.topic.tails import last_clause, since_last
from curate.extract.sentences.topic.telling import tells
from curate.extract.sentences.topic.verbs import TELLING, VERB, VERBS
from curate.extract.sentences.topic.windows import looked_back
from curate.parse.duration import find_times
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement
from curate.parse.sentence_patterns import ESTIMATES

_IN_PEOPLE = re.compile(
    rf"\s*\b(?:in|to|of|among|by|from|for)?\s*(?:\d+|[a-z]+-?[a-z]*)\s+{PEOPLE}\s*$",
    re.I,
)
_PHRASE_BREAK = re.compile(
    r"[,;:()\[\]]|\b(?<![-\u2010\u2011])(?:had|has|have|were|was|showed|experienced|reported|achieved|fewer|and|"
    r"compared with|compared to|than|versus|vs|increased|decreased|improved|reduced|produced|"
    r"resulted in|a|the|there|no|more|groups? in|arms? in|found in|observed in|seen in|their|either|both|but)\b"
)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a statement measures.

    Attributes
    ----------
    sure
        Whether its own clause names it; else the words come from what follows, from the whole sentence or
        from the sentence before.
    """

    outcome: str
    sure: bool


def topic_of(
    text: str,
    statement: Statement,
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    previous: str = "",
) -> Topic:
    """Return what a statement measures, in the words of its sentence.

    In order: the name in a list ("partial response, 4 [8%]"), the noun before a bracketed value ("fewer repeat
    ablations (11.8% v 17.6%)"), what groups differ in, the subject, what follows the verb when the subject is
    patients, what follows the value, and the outcome of the sentence before (`previous`).
    """
    parts = parts_of(text, statements, mentions)
    if statement.start in parts:
        begin, end = parts[statement.start]
        people = [Mention("", *span) for span in set(parts.values())]
        whole = _topic(
            text, statement, sorted([*mentions, *people], key=lambda m: m.start), statements, previous
        )
        if told_of_parts(text, statement, statements):
            return whole
        name = f"{whole.outcome}, {text[begin:end]}" if whole.outcome else ""
        return Topic(name if len(name) <= LONGEST else whole.outcome, whole.sure)
    if word := allotted(text, statement):
        return Topic(word, True)
    topic = _topic(text, statement, mentions, statements, previous)
    topic = replace(topic, outcome=with_whole(text, statement, topic.outcome))
    span = looked_back(text, statement.start)
    return replace(topic, outcome=f"{span} {topic.outcome}") if span and topic.outcome else topic


def _topic(
    text: str,
    statement: Statement,
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    previous: str = "",
) -> Topic:
    for sure, phrase in _candidates(text, statement, mentions, statements):
        trimmed, single = plain_name(trim_phrase(phrase), statements)
        trimmed = trim_phrase(trimmed)
        sure = sure and single
        if tells(trimmed):
            if statement.kind == "count" or statement.statistics[0] in ESTIMATES:
                trimmed = with_direction(phrase, trimmed)
            short = trimmed if len(trimmed) <= LONGEST else trimmed[:LONGEST].rsplit(" ", 1)[0]
            return Topic(short, sure and short == trimmed)
    if mentions and not previous:  # a name taken for an arm's may be part of what is measured
        whole = _topic(text, statement, (), statements)
        if _AN_AMOUNT.match(whole.outcome):
            return replace(whole, sure=False)
    told_much = statement is statements[0] and statement.start > MUCH
    return Topic("" if told_much else previous, False)


MUCH = (
    2 * LONGEST
)  # characters ahead of a sentence's first value: what these do not name, the last one hardly does

_AN_AMOUNT = re.compile(
    r"(?:numbers?|duration|days|doses?|time|cycles|use|levels?|concentrations?|uptake)\b", re.I
)


def _candidates(
    text: str, statement: Statement, mentions: Sequence[Mention], statements: Sequence[Statement]
) -> Iterator[tuple[bool, str]]:
    """Yield phrases that may name the outcome, likeliest first, each with whether its place makes it sure."""
    yield True, told_of_parts(text, statement, statements)
    start = _first_of_run(text, statement, statements, mentions)
    yield True, estimated(text, statement, mentions)
    if statement.kind != "count" or start == statement.start:
        yield True, follow_up_of(text, statement.start) or centre_of(text, start)
    yield True, told_inside(text, start)
    yield True, taken_up(text, start)
    yield True, did_as_compared(text, statement, mentions)
    yield True, things_of(text, statement, statements)
    yield True, had_on(text, statement)
    yield True, amount_of(text, start, statement, statements)
    yield True, listed_name(text, start, mentions)
    yield True, name_after(text, statement, mentions)
    yield True, what_members_did(text, statement, statements, mentions)
    yield True, people_who(text, statement, mentions)
    yield True, _what_they_did(text, statement, mentions)
    if (last := last_beside(text, statement, statements, mentions)) is not statement:
        yield True, _what_they_did(text, last, mentions)
    yield True, named_in_turn(text, statement, statements, mentions)
    yield True, what_members_are(text, statement, mentions)
    yield True, what_they_told(text, statement, statements, mentions)
    yield True, with_of(text, start)
    clause = _clause_start(text, start)
    before = without_arms(text, clause, start, mentions)
    beside_arm = False
    if statement.kind != "mean":
        yield True, likely_to(text, clause, start)
    if in_brackets(text, start):
        opening = max(text.rfind("(", clause, start), text.rfind("[", clause, start))
        if opening >= 0:
            before = without_arms(text, clause, opening, mentions)
            beside_arm = any(0 <= opening - m.end < 2 for m in mentions)
            earlier = again_at(text, opening, statements)
            if earlier is not None:
                yield True, _topic(text, earlier, mentions, statements).outcome
            counted = counted_before(text, opening, statements) if statement.kind != "count" else None
            if counted is not None:
                yield True, _topic(text, counted, mentions, statements).outcome
            if not beside_arm and not _in_people(text[clause:opening]):
                tested = statement.kind == "p" and statement.start == start
                yield True, (two_together(before) if tested else "") or _last_phrase(before)
            people = _in_people(before)
            before = before[: people.start()] if people else before
    between = [s for s in statements if clause <= s.start < start and s.kind in _OF_AN_ARM]
    alone = not between or is_parallel(text, [*between, statement], mentions)
    if statement.kind == "estimate":
        before_it = [s for s in statements if clause <= s.start < start and s.kind == "estimate"]
        alone = alone and not any(_GOES_ON.search(text, s.reach, start) for s in before_it)
    if statement.kind == "count":
        yield alone, state_of(before)
    yield (
        alone,
        subject_of(_ADJUSTED_FOR.sub("", before)),
    )  # a subject that other values came after may be theirs alone
    if beside_arm and _CLOSED_BY_VERB.match(text, statement.end):
        yield True, lead_off(before)
    whole = _ADJUSTED_FOR.sub("", without_arms(text, 0, start, mentions).rstrip("([ "))
    yield False, subject_of(whole)
    yield (
        False,
        what_follows(without_arms(text, statement.end, min(len(text), statement.end + 160), mentions)),
    )
    led = lead_off(whole)
    if len(led) <= LONGEST:
        yield False, led
    else:
        yield False, since_last(text, statement, statements, mentions)
        yield False, last_clause(led)


_GOES_ON = re.compile(r"[)\]]\s*,?\s*(?:or|and|with)\s")
"""Between two estimates in brackets: "in sleep (…) or in hours abed (…)"."""
_GOES_ON_WITH = re.compile(r"[)\]]\s*,?\s*(?:or|and)\s+(?:in|for|on|of)\s")
_OF_AN_ARM = ("mean", "median", "count")
_CLOSED_BY_VERB = re.compile(rf"[^()\[\]]*[)\]]\s*(?:{VERBS})\b")
_ENDS_IN_PEOPLE = re.compile(rf"{PEOPLE}\s*$", re.I)


def _in_people(text: str) -> re.Match[str] | None:
    """Return where a text ends in a number of people: "… in 34 patients"."""
    if not _ENDS_IN_PEOPLE.search(text, max(0, len(text) - 20)):
        return None
    return _IN_PEOPLE.search(text, max(0, len(text) - LONGEST))


_DID = re.compile(
    rf"[)\]\s]*(?:of\s+)?(?:the\s+|those\s+)?(?:{PEOPLE}\b\s*)?(?:who\s+)?(?:in|receiving|treated with|on)?\s*"
    r"(?:\([Pp]\s?[=<>][^()]*\)\s*)?"
    rf"(?P<did>(?!(?:was|were|is|are|did)\b)(?:{VERBS})\b[^.;,()]{{3,90}})"
)


_UNDERWENT = re.compile(r"(?<!\bwho )\b(?:underwent|required|received)\s+$")
"""Before an arm's name that says what was done: "23 (48%) in the A group underwent B"."""


def _what_they_did(text: str, statement: Statement, mentions: Sequence[Mention]) -> str:
    """Return what the people counted did, where it follows: "59 (45.7%) converted to sinus rhythm"."""
    if statement.kind != "count":
        return ""
    end = statement.values[-1].end if "ci_low" not in statement.statistics else statement.end
    if statement.statistics == ("events",) and in_brackets(text, statement.start):
        end = text.find(")", end)  # of a list of arms: "sixteen patients (A, n = 10; B, n = 6) died"
    elif "percent" not in statement.statistics[:3]:
        return ""
    whose = [m for m in mentions if not _UNDERWENT.search(text, max(0, m.start - 16), m.start)]
    match = _DID.match(without_arms(text, max(end, statement.end), len(text), whose).lstrip("% "))
    if match is None:
        return ""
    did = re.split(r"\b(?:compared|versus|vs|than|while|whereas|but)\b", match["did"])[0]
    verb, _, rest = did.partition(" ")
    return did if verb in TELLING else rest


_JOINERS = re.compile(r"\b(?:vs?|versus|and|to|compared|than|in|for|with|of)\b|[;,(\[]")
_WORDS_BETWEEN = re.compile(
    r"\b(?!(?:vs|and|the|for|with|than|group|groups|arm|arms|compared|versus|patients|subjects|participants|"
    r"respectively|receiving|received|change)\b)[a-z]{4,}"
)


_NEXT_NAME = re.compile(
    r"[)\]]\s*,?\s*(?:and\s+)?(?!(?:and|vs?|versus|compared|than|in|for|with|of|to|or)\b)[A-Za-z][\w-]{2,}[^()\[\]]{0,30}[(\[]"
)
"""Between two brackets: "(A: 5/9), sprint (A: 4/9)" has two outcomes."""


_NEXT_OUTCOME = re.compile(
    r"\b(?:and|or)\s+to\s+(?!the\b|those\b)[a-z]{4,}(?:\s[a-z]{3,}){0,2}\s+in\s+\S*$"
)
"""Between two values: "led to relief in 12% and to sleep in 20%"."""


def _first_of_run(
    text: str, statement: Statement, statements: Sequence[Statement], mentions: Sequence[Mention]
) -> int:
    """Return where the list of values begins that the statement stands in: "(11.8% v 17.6%; P = 0.03)"."""
    start = statement.start
    for other in reversed([s for s in statements if s.end <= statement.start]):
        end = max(other.end, other.values[-1].end)
        gap = without_arms(text, end, start, mentions)
        if _NEXT_NAME.search(gap):
            break
        closed = re.search(r"[)\]][\s,]*(?:and\s)?[a-z]{3,}", gap)
        if len(gap) > 60 or re.search(r"\.\s", gap) or not _JOINERS.search(gap):
            break
        if other.kind == statement.kind and (";" in gap or _NEXT_OUTCOME.search(gap)):
            break
        if other.kind == statement.kind == "estimate" and _GOES_ON_WITH.search(gap):
            break
        if other.kind == "size" and re.search(r";\s*[a-z]{3,}\b", gap):
            break  # "(A; n = 9; age, 17.3 ± 1.1 years)"
        if closed and len(_WORDS_BETWEEN.findall(gap)) >= 1:
            break
        if len(_WORDS_BETWEEN.findall(gap)) >= 2:
            break
        start = other.start
    return start


def _clause_start(text: str, start: int) -> int:
    cut = 0
    for match in re.finditer(r";\s|, (?:and|but|while|whereas)\s|:\s(?=[A-Z])", text[:start]):
        if VERB.search(text[match.end() : start]) and not shut_in(text, match.start(), start):
            cut = match.end()
    return cut


def _last_phrase(before: str) -> str:
    """Return the noun phrase at the end of a stretch; empty when it ends in a preposition."""
    tail = _without_times(before.rstrip())
    tail = _ADJUSTED_FOR.sub("", tail)
    if re.search(r"\b(?:in|for|of|with|to|than|by|from|on|among|at)\s*$", tail):
        return ""
    if _IN_WHOM.search(tail) or _is_whom_alone(tail) or of_model(tail) or is_where(tail):
        return ""
    if named := effect_named(tail):
        return named
    whole = _PHRASE_BREAK.split(tail)[-1]
    if _AT_THE.search(tail, 0, len(tail) - len(whole)):
        return ""  # "at the last visit (" is when, not what
    phrase = trim_phrase(whole)
    says = any(verb[0] not in TELLING for verb in VERB.finditer(phrase))
    return "" if PEOPLE_SUBJECT.match(phrase) or says else with_direction(whole, phrase)


_ADJUSTED_FOR = re.compile(
    r"(?:\s*\b(?:when|after|once|if))?\s*\b(?:adjust\w*|control(?:led|ling)|account\w*)\s+for\b"
    rf"(?!.*\b(?:{VERBS})\b)[^;.]*$"
)
"""What an estimate was adjusted for, listed up to its bracket."""
_AT_THE = re.compile(r"\b(?:at|by|until)\s+the\s*$")
_IN_WHOM = re.compile(r"\b(?:compared (?:with|to)|than|versus|vs)\s{2,}(?:in|among|within)\s[^,;()]*$")
"""Behind where an arm stood: in whom it was compared, not what: "better than [with B] in the elderly"."""
_WHOM_ALONE = re.compile(
    r"\b(?:compared (?:with|to)|than|versus|vs)\s(?:in\s+those\b|(?!(?:in|for|on|of|with|at|by|to|a|an|the|baseline)\b)"
    r"[a-z])[^,;()]{2,60}$"
)


def _is_whom_alone(tail: str) -> bool:
    """Whether a stretch ends in whom others were compared with: "higher among users, compared with nonusers"."""
    match = _WHOM_ALONE.search(tail)
    return match is not None and VERB.search(match[0]) is None


_AFTER_TIME = re.compile(r"\s*(?:(?:after|following|post|from|since|of)\b[^,;()]{0,45})?$", re.I)


def _without_times(text: str) -> str:
    """Drop a time point from the end of a stretch: "… symptoms at 90 min after the first dose"."""
    for time in reversed(find_times(text)):
        head = re.search(
            r"\b(?:at|by|within|after|from|over|during|in|to|on|throughout)\s+(?:both\s+|the\s+)?"
            r"(?:(?:first|last|next|initial|full|whole|entire|subsequent|following|preceding|final)\s+)?$",
            text[: time.start],
            re.I,
        )
        if head and _AFTER_TIME.match(text, time.end):
            return text[: head.start()].rstrip()
    return text
