"""Numbers of people: group sizes with their role and their arm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from curate.extract.sentences.arms import Mention
from curate.extract.sentences.assign import Placed
from curate.extract.sentences.named import Named, cluster, distinct, listed_names
from curate.parse.number import POINT, Convention, Number, find_numbers
from curate.parse.sentence import Statement, Value
from curate.parse.sentence_patterns import PEOPLE, is_noise

_RANDOMISED = re.compile(
    r"\b(?:randomi[sz](?:ed|ation)|randomly|allocated|assigned|enrol(?:led|ment)|recruited|entered|"
    r"included in the study|participated|divided)\b",
    re.I,
)
_ANALYSED = re.compile(
    r"\b(?:analy[sz]ed|evaluable|analys[ei]s|evaluated|included|intention[- ]to[- ]treat|ITT|available for|"
    r"population|data|comprised|consisted)\b",
    re.I,
)
_COMPLETED = re.compile(r"\b(?:complet(?:ed|ers?|ing)|finished|remained in)\b", re.I)
_RECEIVED = re.compile(r"\b(?:received|receiving|treated|were given|took|underwent|to receive)\b", re.I)
_EVENT = re.compile(
    r"\W*(?:died|deaths?|had|experienced|developed|reported|achieved|showed|discontinued|withdr[ae]wn?|lost|"
    r"dropped|excluded|required|suffered|relapsed|responded|converted|declined|refused|failed|met|improved|"
    r"withdrew|stopped|violat\w+|did not|presented|ineligible|screened|with|were (?:lost|excluded|withdrawn))\b",
    re.I,
)
_BEFELL = re.compile(
    r"\W*(?:also\s+)?(?:died|had|experienced|developed|reported|achieved|showed|required|suffered|relapsed|responded|"
    r"converted|improved|presented with|with)\b",
    re.I,
)
_FELL_SHORT = re.compile(
    r"[^.;,]{0,80}\b(?:failed to|were (?:then )?(?:excluded|fired)|did not (?:come|complete|return|attend))\b",
    re.I,
)
_EXCLUDED = re.compile(
    r"\b(?:baseline|history|missing|no follow|incomplete|withdr|complete data)\b", re.I
)
_PLANNED = re.compile(
    r"\b(?:sample size|power (?:of|analysis|calculation)|statistical power|to detect|"
    r"(?:were|was|is|are) (?:required|needed)|need(?:ed|s)? to be|would be|calculated that)\b",
    re.I,
)
_ROLES = (
    ("randomised", _RANDOMISED),
    ("completed", _COMPLETED),
    ("analysed", _ANALYSED),
    ("analysed", _RECEIVED),
)
_ROLE = re.compile(
    r"\b(?:randomi[sz]ed|randomly|assigned|allocated|enrolled|received|completed|analy[sz]ed|included|"
    r"participants?|patients?|subjects?|women|men|children)\b",
    re.I,
)
_NOT_ROLE = re.compile(
    r"\b(?:screened|assessed for eligibility|excluded|lost|withdrew|discontinued|dropped|died|invited)[^\w,;.]+"
    r"(?:\w+[^\w,;.]+){0,2}$",
    re.I,
)
_TO_ARM = re.compile(
    r"\s*(?:(?:were |was )?(?:randomly )?(?:randomi[sz]ed|assigned|allocated)?\s*(?:to|in|into|received|on|with|"
    r"for|from|receiving|took|completed)?\s*(?:receive\s+)?(?:the\s+)?)$",
    re.I,
)
_TO_ROLE = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:were|was|had been)?\s*(?:randomly\s+)?(?:randomi[sz]ed|assigned|allocated|"
    r"enrolled|analy[sz]ed|completed|included in)\b",
    re.I,
)
_AFTER_ARM = re.compile(r"\W*(?:groups?|arms?)?\s*[:=(,]\s*(?:n\s*[:=]?\s*)?$", re.I)
_EACH = re.compile(
    rf"\s*(?:{PEOPLE}\s*)?(?:each\s*(?:[.,;:)]|$)|(?:in|per|for|to|into)\s+(?:each|both|either)\s+(?:of the\s+)?"
    r"(?:\w+\s+){0,2}(?:groups?|arms?))",
    re.I,
)


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
    if statement.values[0].value in ("0", "1"):
        return ""  # "one patient each": nobody's group
    labelled = is_labelled(text, statement)
    if _FELL_SHORT.match(text, statement.end):
        return ""
    if _EVENT.match(text, statement.end) and not labelled:
        return ""
    role = _nearest_role(text, statement, 60)
    if role in ("completed", "randomised"):
        return role
    if _RANDOMISED.search(text) and (armed or labelled):
        return "randomised"
    each = bool(_EACH.match(text, statement.end))
    if methods and not (labelled and armed) and not each:
        return ""
    if each or armed:
        return "analysed"
    return role if not labelled else ""


def _nearest_role(text: str, statement: Statement, reach: int) -> str:
    """Return the role that the nearest word names; words after the number count as nearer."""
    best, role = reach + 1, ""
    for name, words in _ROLES:
        for match in words.finditer(text):
            ahead = match.start() - statement.end
            distance = ahead if ahead >= 0 else statement.start - match.end() + 8
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
    return str(nearest[0])


_MEASURED_IN = re.compile(
    r"(?:^|[;.]\s*|, (?:and|while)\s)(?P<what>[A-Za-z][\w ,()/-]{2,60}?)\s+(?:was|were)\s+"
    r"(?:analy[sz]ed|available|assessed|evaluated|measured)\s+(?:in|for|from)\s+(?:[\d, ]|and\b)*$"
)


def measured_in(text: str, statement: Statement) -> str:
    """Return what was measured in the people counted: "Pain was analysed in 7 and 9 patients"; or empty."""
    match = _MEASURED_IN.search(text[: statement.start])
    return match["what"] if match and not re.search(rf"\b{PEOPLE}\b", match["what"]) else ""


_LISTED_PEOPLE = re.compile(rf"\b{PEOPLE}\s*\([^()]*$", re.I)


def is_event(text: str, statement: Statement, mentions: Sequence[Mention]) -> bool:
    """Whether people of an arm are counted because something befell them: "nine patients in the A group died"."""
    beside = [m for m in mentions if 0 <= m.start - statement.end < 40]
    after = beside[0].end if beside else statement.end
    listed = _LISTED_PEOPLE.search(text[: statement.start])
    if listed and is_labelled(text, statement) and ")" in text[statement.end :]:
        after = text.index(")", statement.end) + 1  # "sixteen patients (A, n = 10; B, n = 6) died"
    return bool(_BEFELL.match(text, after)) and not _EXCLUDED.search(text[after : after + 60])


def as_events(statement: Statement) -> Statement:
    """Return a number of people as people with an event."""
    return replace(statement, kind="count", values=(replace(statement.values[0], statistic="events"),))


def is_labelled(text: str, statement: Statement) -> bool:
    """Whether a size is printed as "n = 20"."""
    return bool(re.match(r"[(\[\s]*[nN]s?\b", text[statement.start :]))


_SIZE_LIST = re.compile(rf"(?P<list>\d[\d,]*(?:,\s+\d+)*,?\s+and\s+)\d+\s+(?:[a-z]+\s)?{PEOPLE}\b", re.I)


def _in_list(text: str, number: Number) -> bool:
    """Whether a number stands in a list of group sizes: the first two of "50, 49, and 50 patients"."""
    return any(m.start() <= number.start < m.end("list") for m in _SIZE_LIST.finditer(text))


def bare_sizes(
    text: str, statements: Sequence[Statement], mentions: Sequence[Mention], convention: Convention
) -> list[Statement]:
    """Return group sizes printed as bare numbers: "79 in the A arm and 86 in the B arm", "A group: 20"."""
    if not _ROLE.search(text) or _PLANNED.search(text):
        return []
    found = []
    for number in find_numbers(text, convention):
        taken = any(s.start < number.end and number.start < s.end for s in statements)
        if taken or not _may_be_size(text, number):
            continue
        ahead = [m for m in mentions if m.end <= number.start and number.start - m.end < 14]
        to_arm = any(
            0 <= m.start - number.end < 40 and _TO_ARM.fullmatch(text[number.end : m.start])
            for m in mentions
        )
        after_arm = ahead and _AFTER_ARM.fullmatch(text[ahead[-1].end : number.start])
        after_arm = after_arm and re.match(r"\s*(?:[\[(]\s*[\d.]+\s?%|[,;)]|and\b)", text[number.end :])
        if (
            _in_list(text, number)
            or to_arm
            or after_arm
            or _TO_ROLE.match(text, number.end)
            or _EACH.match(text, number.end)
        ):
            value = Value("n", number.value, "=", number.start, number.end, number.as_printed)
            found.append(Statement("size", (value,), number.start, number.end))
    return found


_OF_PERCENTAGES = re.compile(r"\s?(?:,|and|or|to|[-\u2013]|vs?\.?|versus)\s?\d+(?:\.\d+)?\s?%")
"""Behind the first of "20 and 25%"."""


def _may_be_size(text: str, number: Number) -> bool:
    if not number.whole or number.percent or number.value in ("0", "1") or len(number.value) > 5:
        return False
    if number.operator not in ("=",) or is_noise(text, number.start, number.end):
        return False
    if _OF_PERCENTAGES.match(text, number.end):
        return False
    return not (
        re.search(r"[A-Za-z]-?$|[/]$", text[: number.start]) or re.match(r"[/:]\d", text[number.end :])
    )


_CONSISTS = re.compile(r"\b(?:consist(?:ed|s|ing) of|compris(?:ed|es|ing))\s+$", re.I)


def _members(text: str, statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements with those who make up a group as its size: "consisted of 19 patients (59.4%)"."""
    made: list[Statement] = []
    consists = False
    for statement in statements:
        before = text[: statement.start]
        members = bool(_CONSISTS.search(before)) or (consists and bool(re.search(r"\bof\s+$", before)))
        if statement.statistics == ("events", "percent") and members:
            consists = True
            statement = replace(
                statement, kind="size", values=(replace(statement.values[0], statistic="n"),)
            )
        made.append(statement)
    return made


def tidy_sizes(
    text: str,
    statements: Sequence[Statement],
    mentions: Sequence[Mention],
    convention: Convention = POINT,
) -> list[Statement]:
    """Put the numbers of people of a sentence in order.

    Joins "219 (68.9%) … of 314 patients", adds bare group sizes, and drops a number of people that the next
    statement repeats.
    """
    statements = _members(text, statements)
    extra = bare_sizes(text, statements, mentions, convention)
    ordered = sorted([*statements, *extra], key=lambda s: s.start)
    kept: list[Statement] = []
    for index, statement in enumerate(ordered):
        following = ordered[index + 1] if index + 1 < len(ordered) else None
        if statement.kind == "size" and following is not None and following.kind == "count":
            near = following.start - statement.end < 4
            if near and following.values[0].value == statement.values[0].value:
                continue
        before = kept[-1] if kept else None
        if (
            before
            and statement.kind == "size"
            and before.kind == "count"
            and "total" not in before.statistics
        ):
            gap = text[max(v.end for v in before.values) : statement.start]
            if re.fullmatch(r"[\])\s%]*(?:out )?of (?:the |all )?", gap):
                total = replace(statement.values[0], statistic="total")
                kept[-1] = replace(before, values=(*before.values, total), end=statement.end)
                continue
        kept.append(statement)
    return kept


def place_sizes(text: str, sizes: Sequence[Statement], named: Named) -> list[Placed]:
    """Give group sizes their arms.

    The arm must stand right beside the number; else the number is of all participants. "30 in each group" is
    given once for each assigned arm.
    """
    placed, sizes = _listed_sizes(text, sizes, named)
    for index, size in enumerate(sizes):
        if _EACH.match(text, size.end):
            placed += [Placed(size, (arm,), sure=False) for arm in _arms_of_each(named)]
            continue
        later = [int(s.values[0].value) for s in sizes[index + 1 :]]
        sums = {sum(later[:count]) for count in range(2, len(later) + 1)}
        arm = ""
        if int(size.values[0].value) not in sums:
            limit = sizes[index + 1].start if index + 1 < len(sizes) else len(text)
            start = sizes[index - 1].end if index else 0
            arm = _arm_beside(text, size, named, start, limit)
        placed.append(Placed(size, (arm,) if arm else ()))
    return placed


def _listed_sizes(
    text: str, sizes: Sequence[Statement], named: Named
) -> tuple[list[Placed], list[Statement]]:
    """Lay lists such as "50, 49, and 50 patients" over the arms that follow them.

    Returns
    -------
    placed
        The sizes of the lists that as many arms follow.
    others
        Sizes outside of lists; a list without arms is left out, as nobody can say whose numbers they are.
    """
    matches = list(_SIZE_LIST.finditer(text))
    placed: list[Placed] = []
    taken: set[int] = set()
    for match in matches:
        listed = [size for size in sizes if match.start() <= size.start < match.end()]
        taken |= {size.start for size in listed}
        end = (
            matches[-1].end()
            if re.search(r"\brespectively\b", text[matches[-1].end() :])
            else match.end()
        )
        arms = distinct(cluster(text, named.following(end), end))
        if len(arms) != len(listed):
            arms = listed_names(text, end, len(listed))
        if len(arms) == len(listed) >= 2:
            placed += [Placed(size, (arm,)) for size, arm in zip(listed, arms, strict=True)]
    return placed, [size for size in sizes if size.start not in taken]


def _arms_of_each(named: Named) -> list[str]:
    here = distinct(named.mentions)
    return here if len(here) >= 2 else list(named.main)


_JOINED = re.compile(r"\s*(?:,|and|or|&|,\s*and)?\s*(?:the\s+)?")


def _arm_beside(text: str, size: Statement, named: Named, start: int, limit: int) -> str:
    after = [m for m in named.following(size.end) if m.start < limit]
    ahead = [m for m in named.ahead(size.start) if m.start >= start]
    gap = text[ahead[-1].end : size.start] if ahead else ""
    labelled = is_labelled(text, size)
    if len(ahead) > 1 and _JOINED.fullmatch(text, ahead[-2].end, ahead[-1].start):
        return ""  # of "A and B (n = 20 and 21)" only a list can tell
    if ahead and labelled and ((len(gap) <= 30 and ";" not in gap) or _opened(gap)):
        return ahead[-1].arm
    if ahead and _AFTER_ARM.fullmatch(gap):
        return ahead[-1].arm
    if after and len(distinct(after)) == 1 and _close(text[size.end : after[0].start]):
        return after[0].arm
    had = r"\W*(?:groups?|arms?)?\W*(?:had|included|comprised|consisted of|of|was|were|with)?\W*"
    return ahead[-1].arm if ahead and re.fullmatch(had, gap) else ""


def _opened(gap: str) -> bool:
    """Whether a bracket opens right after the arm and is still open: "A (low dose, n = 20"."""
    return bool(re.match(r"\s*\(", gap)) and gap.count("(") > gap.count(")")


def _close(gap: str) -> bool:
    return len(gap) < 60 and not re.search(r"[;]|\.\s|,\s(?:and|of whom)|\band\b", gap)
