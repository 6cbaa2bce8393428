"""Numbers of people: group sizes with their role, and people with an event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from curate.extract.sentences.arms import Mention
from curate.parse.number import POINT, Convention, find_numbers
from curate.parse.sentence import Statement, Value
from curate.parse.sentence_patterns import is_noise

_RANDOMISED = re.compile(
    r"\b(?:randomi[sz](?:ed|ation)|randomly|allocated|assigned|enrol(?:led|ment)|recruited|entered|included in the study|"
    r"participated|divided)\b",
    re.I,
)
_ANALYSED = re.compile(
    r"\b(?:analy[sz]ed|evaluable|analys[ei]s|evaluated|included in|intention[- ]to[- ]treat|ITT|available for|population|data)\b",
    re.I,
)
_COMPLETED = re.compile(r"\b(?:complet(?:ed|ers?|ing)|finished|remained in)\b", re.I)
_RECEIVED = re.compile(r"\b(?:received|receiving|treated|were given|took|underwent|to receive)\b", re.I)
_EVENT = re.compile(
    r"\b(?:died|deaths?|had|experienced|developed|reported|achieved|showed|discontinued|withdr[ae]wn?|lost|dropped|excluded|required|"
    r"suffered|relapsed|responded|converted|declined|refused|failed|met|improved|withdrew|stopped|violat\w+|did not|"
    r"presented|remained|ineligible|screened|with)\b",
    re.I,
)


def role_of(text: str, statement: Statement, methods: bool = False) -> str:
    """Return the role of a number of people, empty when it is none of them.

    Examples
    --------
    >>> from curate.parse.sentence import find_statements
    >>> text = "Of 217 patients randomised, 200 patients completed the trial"
    >>> [role_of(text, s) for s in find_statements(text)]
    ['randomised', 'completed']
    """
    if _NOT_ROLE.search(text[: statement.start]):
        return ""
    near = text[max(0, statement.start - 60) : statement.end + 60]
    ahead = text[statement.end : statement.end + 50]
    if _EVENT.match(ahead.strip()):
        return ""
    labelled = bool(re.match(r"\W*[nN]\b", text[max(0, statement.start - 1) :]))
    if _COMPLETED.search(ahead) or (_COMPLETED.search(near) and not _RANDOMISED.search(near)):
        return "completed"
    if _RANDOMISED.search(near) or (_RANDOMISED.search(text) and (labelled or _RECEIVED.search(near))):
        return "randomised"
    if methods:
        return ""
    if _ANALYSED.search(near) or labelled or _RECEIVED.search(ahead):
        return "analysed"
    return ""


_TO_ARM = re.compile(
    r"\s*(?:(?:were |was )?(?:randomly )?(?:randomi[sz]ed|assigned|allocated)?\s*(?:to|in|into|received|on|with|for|from|"
    r"receiving|took|completed)?\s*(?:receive\s+)?(?:the\s+)?)$",
    re.I,
)
_TO_ROLE = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:were|was|had been)?\s*(?:randomly\s+)?(?:randomi[sz]ed|assigned|allocated|enrolled|analy[sz]ed|completed|"
    r"included in)\b",
    re.I,
)
_ROLE = re.compile(
    r"\b(?:randomi[sz]ed|randomly|assigned|allocated|enrolled|received|completed|analy[sz]ed|included|participants?|patients?|"
    r"subjects?)\b",
    re.I,
)
_NOT_ROLE = re.compile(
    r"\b(?:screened|assessed for eligibility|excluded|lost|withdrew|discontinued|dropped|died|invited)\W+(?:\w+\W+){0,2}$",
    re.I,
)


def bare_sizes(
    text: str, statements: Sequence[Statement], mentions: Sequence[Mention], convention: Convention
) -> list[Statement]:
    """Return group sizes printed as bare numbers: "79 in the A arm and 86 in the B arm", "335 were randomised"."""
    if not _ROLE.search(text):
        return []
    found = []
    for number in find_numbers(text, convention):
        taken = any(s.start < number.end and number.start < s.end for s in statements)
        if (
            taken
            or not number.whole
            or number.percent
            or number.value in ("0", "1")
            or len(number.value) > 5
        ):
            continue
        to_arm = any(
            m.start >= number.end
            and m.start - number.end < 40
            and _TO_ARM.fullmatch(text[number.end : m.start])
            for m in mentions
        )
        if not (to_arm or _TO_ROLE.match(text, number.end)) or is_noise(text, number.start, number.end):
            continue
        if re.search(r"[A-Za-z]-?$|[/]$", text[: number.start]) or re.match(r"[/:]", text[number.end :]):
            continue
        value = Value("n", number.value, "=", number.start, number.end, number.as_printed)
        found.append(Statement("size", (value,), number.start, number.end))
    return found


def sizes_as_counts(
    text: str,
    statements: Sequence[Statement],
    mentions: Sequence[Mention],
    convention: Convention = POINT,
) -> list[Statement]:
    """Put the numbers of people of a sentence in order.

    Joins "219 (68.9%) … of 314 patients", adds bare group sizes, and drops a number of people that the next
    statement repeats.
    """
    extra = bare_sizes(text, statements, mentions, convention)
    statements = sorted([*statements, *extra], key=lambda s: s.start)
    kept: list[Statement] = []
    for index, statement in enumerate(statements):
        following = statements[index + 1] if index + 1 < len(statements) else None
        if statement.kind == "size" and following is not None and following.kind == "count":
            near = following.start - statement.end < 4
            if near and following.values[0].value == statement.values[0].value:
                continue
        if (
            kept
            and statement.kind == "size"
            and kept[-1].kind == "count"
            and "total" not in kept[-1].statistics
        ):
            gap = text[kept[-1].end : statement.start]
            if re.fullmatch(r"[\])\s]*(?:out )?of (?:the |all )?", gap):
                total = replace(statement.values[0], statistic="total")
                kept[-1] = replace(kept[-1], values=(*kept[-1].values, total), end=statement.end)
                continue
        kept.append(statement)
    return kept
