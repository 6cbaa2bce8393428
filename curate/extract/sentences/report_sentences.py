"""The sentences of one report, from what they state to its results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from curate.extract.sentences.arms.arm_names import abbreviations
from curate.extract.sentences.arms.arms import ArmBook, Mention, find_arms
from curate.extract.sentences.arms.assign import Placed, place_values
from curate.extract.sentences.arms.brackets import compares_others, is_dose_of_arm
from curate.extract.sentences.arms.contrasts import place_contrasts
from curate.extract.sentences.arms.named import Named, distinct
from curate.extract.sentences.arms.others import (
    cites_others,
    is_of_a_part,
    is_of_some,
    is_review,
    own_names,
)
from curate.extract.sentences.people.flowchart import read_flowchart
from curate.extract.sentences.people.happenings import (
    counts_in_words,
    is_generic,
    place_happenings,
    place_shares,
)
from curate.extract.sentences.people.in_order import tidy_sizes
from curate.extract.sentences.people.plain_sizes import is_plain
from curate.extract.sentences.people.size_arms import place_sizes
from curate.extract.sentences.people.sizes import as_events, is_event, measured_in, role_of, role_words
from curate.extract.sentences.people.stray_heads import heading_before, is_head
from curate.extract.sentences.people.zeros import place_none, says_none
from curate.extract.sentences.text.flow import Block
from curate.extract.sentences.text.passage import Passage
from curate.extract.sentences.text.report_times import ReportTimes
from curate.extract.sentences.text.sections import RunningText
from curate.extract.sentences.topic.heard import Heard
from curate.extract.sentences.topic.leads import of_everyone
from curate.extract.sentences.topic.measured import FOLLOW_UP
from curate.extract.sentences.topic.moments import (
    basis_of,
    is_age,
    is_baseline,
    respective_time,
    setting_time,
    timepoint_of,
)
from curate.extract.sentences.topic.phrases import (
    RESPECTIVELY,
    is_denied,
    is_last_of_two,
    is_negated,
    unit_of,
    written_out,
)
from curate.extract.sentences.topic.topic import Topic, topic_of
from curate.model.reading import Evidence, Found, Reading, Result
from curate.parse.duration import has_number
from curate.parse.label import adjusted_of, analysis_set_of, missing_data_of
from curate.parse.number import Convention
from curate.parse.sentence import Statement, Value, find_statements, may_state
from curate.parse.statistic_said import spread_said
from curate.pdf.page import Document

LONGEST_SENTENCE = 3000  # characters: what is longer is no sentence but a drawing or a list
CONTEXT = 700  # characters of a quote at most: longer sentences are quoted around the value


@dataclass(slots=True)
class ReportSentences:
    """What is known of a whole report while its sentences are read."""

    sha: str
    arms: ArmBook
    convention: Convention
    said: str
    times: ReportTimes
    long_forms: dict[str, str]
    order: dict[int, int]  # place of each word, by identity, in the text layer of its page
    review: bool  # of other trials
    own: str  # text that names its own trial

    @classmethod
    def of(cls, document: Document, text: RunningText) -> ReportSentences:
        """Learn the arms, times and conventions of a report from its whole text."""
        texts = [p.text for p in text.passages]
        return cls(
            document.report,
            find_arms(text.passages, text.blocks),
            Convention.of(texts),
            _conventions(text.passages),
            text.times,
            abbreviations(" ".join(texts)),
            {id(word): place for page in document.pages for place, word in enumerate(page.words)},
            is_review(text.passages),
            own_names(text.passages),
        )

    def results(self, passage: Passage) -> Iterator[Found]:
        """Yield the results of one passage."""
        arms: Heard[tuple[str, ...]] = Heard(self._arms_in, ())
        time, said = Heard(setting_time, ""), Heard(_with_spread, "")
        outcome = ""
        for start, end in passage.sentences():
            if end - start > LONGEST_SENTENCE:
                continue
            text = passage.text[start:end]
            if not (may_state(text, self.convention) or says_none(text) or counts_in_words(text)):
                arms.hear(text)
                time.hear(text)
                said.hear(text)
                continue
            mentions = self.arms.find(text)
            if heading := heading_before(text, mentions):
                start, text = start + heading, text[heading:]
                mentions = self.arms.find(text)
            statements = find_statements(text, self.convention, f"{self.said} {said.last}")
            statements = [s for s in statements if not _in_a_name(s, mentions)]
            happened = self._happened(text, statements, mentions)
            statements = [s for s in statements if not _is_within(s, happened)]
            statements = tidy_sizes(text, statements, mentions, self.convention)
            statements = [s for s in statements if not _is_within(s, happened)]
            others = len(statements) > 1 and not mentions and compares_others(text)
            named = Named(mentions) if others else Named(mentions, self.arms.main, arms.last)
            placed = _place(text, statements, named)
            placed = sorted([*placed, *happened], key=lambda item: item.statement.start)
            for item in placed:
                found = self._found(passage, start, text, item, placed, mentions, time, outcome)
                if found is not None:
                    yield found
                    named_now = found.readings[0].statistic != "n" and found.result.outcome != FOLLOW_UP
                    outcome = found.result.outcome if named_now else outcome
            arms.tell(tuple(distinct(mentions)))
            time.hear(text)
            said.hear(text)

    def _arms_in(self, text: str) -> tuple[str, ...]:
        return tuple(distinct(self.arms.find(text)))

    def _happened(
        self, text: str, statements: Sequence[Statement], mentions: Sequence[Mention]
    ) -> list[Placed]:
        placed = place_shares(text, statements, mentions, self.convention)
        others = [m for m in mentions if not any(p.arms == (m.arm,) for p in placed)]
        placed += place_happenings(text, statements, others, self.convention)
        none = place_none(text, self.arms.main, mentions)
        return placed + [zero for zero in none if not _is_within(zero.statement, placed)]

    def flowchart(self, blocks: list[Block]) -> Iterator[Found]:
        """Yield the group sizes of the participant flow diagram."""
        for size in read_flowchart(blocks, self.arms):
            page, box = size.passage.box(size.start, size.end, size.start)
            quote = size.passage.quote(size.start, size.end, (0, len(size.passage.text)), self.order)
            evidence = Evidence(self.sha, quote, page=page, box=box, table="text")
            arms = (size.arm,) if size.arm else ()
            result = Result(arms=arms, outcome=size.words, anchor=evidence.id)
            flags = ("arm_inferred", "from_flowchart") if arms else ("from_flowchart",)
            reading = Reading(
                "n",
                size.value,
                evidence,
                role=size.role,
                as_printed=size.as_printed,
                flags=flags,
            )
            yield Found(result, (reading,))

    def _found(
        self,
        passage: Passage,
        offset: int,
        text: str,
        item: Placed,
        placed: list[Placed],
        mentions: list[Mention],
        earlier: Heard[str],
        previous: str,
    ) -> Found | None:
        statement = item.statement
        role = ""
        methods = passage.section in ("methods", "caption")
        if statement.kind == "size":
            if not methods and item.arms and is_event(text, statement, mentions):
                statement = as_events(statement)
            else:
                role = role_of(text, statement, methods, bool(item.arms))
                if not role or (passage.section == "caption" and not item.arms):
                    return None
        elif methods or _says_nothing(text, statement, mentions):
            return None
        statements = [p.statement for p in placed]
        topic = (
            Topic(measured_in(text, statement) or role_words(text, statement, role), True)
            if role
            else Topic(statement.label, not is_generic(statement.label))
            if statement.kind == "count" and statement.label
            else topic_of(text, statement, mentions, statements, previous)
        )
        outcome = topic.outcome
        spans = [(value.start, value.end) for s in statements for value in s.values]
        own_time = timepoint_of(text, statement, item.moment, spans)
        time = own_time or earlier.last
        alike = [p for p in placed if p.arms == item.arms and p.statement.kind == item.statement.kind]
        alike = [p for p in alike if p.moment != "from"]
        shared = False
        if item in alike:
            listed = respective_time(text, time, alike.index(item), len(alike), statement.end)
            shared = listed == time and len(alike) > 1 and bool(RESPECTIVELY.search(text, statement.end))
            time = listed
        shared |= is_last_of_two(text, topic.outcome, statement.end)
        if (role == "randomised" and not is_baseline(time)) or (role and passage.section == "methods"):
            time = ""  # of what follows in the sentence: people are randomised once
        basis = "unclear" if role else basis_of(text, statement, item.moment, time)
        aged = not role and is_age(outcome)
        if aged:
            time, basis = "", "baseline"
        told = None
        if not role and basis != "baseline" and not has_number(time):
            told = self.times.complete(of_everyone(outcome), time)
            time = told.text if told else time
        evidence = [
            self._evidence(passage, offset, text, statement, value) for value in statement.values
        ]
        if role and is_head(evidence[0].quote, text):
            return None
        result = Result(
            arms=item.arms,
            comparators=item.comparators,
            outcome=outcome if role else self._written_out(outcome),
            timepoint=time,
            basis=basis,
            adjusted=adjusted_of(statement.label or ""),
            analysis_set=analysis_set_of(text),
            missing_data=missing_data_of(text),
            unit=unit_of(text, statement),
            anchor=evidence[0].id,
        )
        open_names = {
            "cites_others": self.review or cites_others(text, evidence[0].quote, self.own),
            "arm_inferred": not item.sure and bool(item.arms),
            "arm_missing": not item.arms and not role,
            "outcome_inferred": bool(outcome)
            and (
                not topic.sure
                or shared
                or (aged and statement.kind == "count")
                or (
                    statement.kind == "count"
                    and (
                        is_negated(text, statement.start, outcome)
                        or is_denied(text, statement.end, outcome)
                    )
                )
            ),
            "subgroup_unnamed": is_of_a_part(text) if role else is_of_some(text, mentions),
            "time_inferred": not own_time and bool(time) and not told,
            "size_in_doubt": bool(role) and not is_plain(text, item, placed, mentions, methods),
        }
        signs = [name for name, on in open_names.items() if on]
        whence = [f"time_from:{told.source}"] if told else []
        readings = tuple(
            self._reading(passage, offset, statement, value, place, role, (*signs, *whence), result.unit)
            for value, place in zip(statement.values, evidence, strict=True)
        )
        return Found(result, readings)

    def _written_out(self, outcome: str) -> str:
        names = {outcome[mention.start : mention.end] for mention in self.arms.find(outcome)}
        return written_out(outcome, self.long_forms, names)

    def _reading(
        self,
        passage: Passage,
        offset: int,
        statement: Statement,
        value: Value,
        evidence: Evidence,
        role: str,
        signs: tuple[str, ...],
        unit: str,
    ) -> Reading:
        repaired, doubtful, raw = passage.repaired(offset + value.start, offset + value.end)
        guessed = statement.guessed and value.statistic in ("sd", "se")
        flags = {
            "repaired": repaired,
            "doubtful_glyph": doubtful,
            "statistic_guessed": guessed,
            "spelt_number": value.spelt,
        }
        shown = [name for name, on in flags.items() if on]
        interval = value.statistic in ("ci_low", "ci_high")
        return Reading(
            statistic=value.statistic,
            value=value.value,
            evidence=evidence,
            role=role if value.statistic == "n" else "",
            operator=value.operator,
            as_printed=value.as_printed,
            raw_text=raw,
            unit=unit if statement.statistics[0] == "rd" and value.statistic in _ON_ITS_SCALE else "",
            ci_level=statement.ci_level if interval else None,
            status="unclear" if guessed else "reported",
            flags=tuple(sorted((*shown, *signs))),
        )

    def _evidence(
        self, passage: Passage, offset: int, text: str, statement: Statement, value: Value
    ) -> Evidence:
        """Return the place of a value: the box of its statement, and its sentence as far as it is in one piece."""
        own = (offset + statement.start, offset + max(value.end for value in statement.values))
        around = (offset, offset + len(text))
        if len(text) > CONTEXT:
            around = (max(around[0], own[0] - CONTEXT // 2), min(around[1], own[1] + CONTEXT // 2))
        page, box = passage.box(*own, offset + value.start)
        quote = passage.quote(offset + value.start, offset + value.end, around, self.order)
        where = "abstract" if passage.zone == "abstract" else "text"
        return Evidence(self.sha, quote, page=page, box=box, table=where)


_ON_ITS_SCALE = ("rd", "ci_low", "ci_high", "se")
"""What is printed on the scale of a risk difference, whose unit says which that is."""
_PLANS = re.compile(
    r"\bsample size\b|\bpower (?:of|analysis|calculation)\b|\d\s?% (?:statistical )?power\b|\bto detect an?\b|"
    r"\bassuming an?\b",
    re.I,
)
"""In a sentence about how many people were needed."""


@lru_cache(maxsize=64)  # a sentence is asked for each of its numbers
def _plans(text: str) -> bool:
    return _PLANS.search(text) is not None


def _says_nothing(text: str, statement: Statement, mentions: Sequence[Mention]) -> bool:
    """Whether a statement is no outcome: bare numbers, the test of an interaction, an assumption, an arm's dose."""
    if statement.kind in ("plain", "ci") or statement.label == "interaction" or _plans(text):
        return True
    dose = statement.kind == "mean"
    return dose and is_dose_of_arm(text, statement.start, statement.end, Named(mentions))


def _with_spread(text: str) -> str:
    """Return a sentence that says what spreads are, else nothing."""
    return text if spread_said(text, ("sd", "se")) else ""


def _in_a_name(statement: Statement, mentions: Sequence[Mention]) -> bool:
    """Whether a number is part of an arm's name: the 3 of "groups 1 to 3"."""
    inside = any(m.start <= statement.start and statement.end <= m.end for m in mentions)
    return inside and statement.kind in ("mean", "median", "plain")


def _is_within(statement: Statement, happened: Sequence[Placed]) -> bool:
    """Whether a statement is of a number that is placed already."""
    spans = [(v.start, v.end) for p in happened for v in p.statement.values]
    return any(start < v.end and v.start < end for start, end in spans for v in statement.values)


def _place(text: str, statements: Sequence[Statement], named: Named) -> list[Placed]:
    """Give the statements of a sentence their arms, in printed order."""
    placed = place_values(text, [s for s in statements if s.kind in ("count", "mean", "median")], named)
    placed += place_sizes(text, [s for s in statements if s.kind == "size"], named)
    contrasts = [s for s in statements if s.kind in ("p", "estimate")]
    placed += place_contrasts(text, contrasts, placed, named)
    return sorted(placed, key=lambda item: item.statement.start)


_CONVENTION = re.compile(
    r"(?i)\b(?:data|values?|results?|variables?|measures?|scores?|quantities)\b[^.]{0,120}?\b(?:expressed|presented|"
    r"reported|given|shown|summari[sz]ed|described|are|were)\b[^.]{0,60}?\b(?:mean|median|SD|SE|SEM|standard)[^.]{0,80}"
)


def _conventions(passages: list[Passage]) -> str:
    """Return what the report says about its numbers: "Values are mean ± SD"."""
    said = []
    for passage in passages:
        if passage.section not in ("methods", "abstract", "results", "caption"):
            continue
        said += [match[0] for match in _CONVENTION.finditer(passage.text)]
    kept = []
    for wanted in (("sd", "se"), ("iqr", "range")):
        clear = [text for text in said if spread_said(text, wanted)]
        if len({spread_said(text, wanted) for text in clear}) == 1:
            kept.append(clear[0])
    return "; ".join(dict.fromkeys(kept))
