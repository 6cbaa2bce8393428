"""What stands over arms, or is an arm with kinds of its people below it: heads, subgroups, blocks that a P ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from curate.extract.tables.names.arm_book import ArmBook, is_control, plain_key
from curate.extract.tables.names.factorial import join_factors
from curate.extract.tables.names.groups import below_heads
from curate.extract.tables.names.naming import Name
from curate.parse.label import sounds_like_arm
from curate.parse.people import MANY_PEOPLE

GROUP_HEAD = re.compile(
    r"(?i)^(?:(?:(?:study|treatment|trial|patient) )?(?:groups?|arms?)|(?:study )?cohorts?"
    r"|(?:intervention|experimental|patient|randomi[sz]ed|allocated|vaccine|drug) (?:groups|arms)"
    r"|(?:treatment|study|group|arm) (?:types?|assignments?|allocations?|conditions?)"
    r"|(?:assigned|types? of) (?:treatments?|groups?|arms?|interventions?))$"
)
"""What heads arms and names none."""

_HEAD_OVER_ARMS = re.compile(r"(?i)^(?:(?:experimental )?conditions?|allocations?|randomi[sz]ation)$")
"""Over columns these head arms too; beside rows they may be what people suffer from."""

_GROUP = re.compile(r"(?i)\b(?:group|arm|cohort)$")
_ONE_GROUP = re.compile(
    r"(?i)^(?:study|treatment|trial|intervention|experimental|patient|vaccine|drug) (?:group|arm|cohort)$"
)
YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[/–-]\s?(?:(?:19|20)?\d\d))?")
"""A year, or a season that spans two: "2011/12"."""

Columns = Sequence[Sequence[Name]]


def settle_spanners(columns: Iterable[Sequence[Name]], known: ArmBook) -> None:
    """Decide what the labels over arms are: kinds of people, the head of all, or the arms themselves."""
    held = list(columns)
    _join_halves(held)
    join_factors(held, known)
    _part_arms(held)
    _leave_out_head(held)
    _leave_out_tested(held)
    _name_subgroups(held)
    _name_populations(held, known)
    _name_outcomes(held)
    _name_people(held)
    _name_years(held)
    _leave_out_people(held)
    _name_everyone(held)


_HALF = re.compile(r"(?i)(?:\+|&|\b(?:plus|and|with))$")


def _join_halves(columns: Columns) -> None:
    """Join a name that ends before the rest of it, "Sertraline plus", with what stands below it."""
    for over, leaves in below_heads(pair for names in columns for pair in pairwise(names)):
        if over.kind in ("arm", "other") and not over.n and _HALF.search(over.text):
            over.kind = "head"
            for leaf in leaves:
                if leaf.kind in ("arm", "other"):
                    leaf.text = f"{over.text} {leaf.text}"


def _part_arms(columns: Columns) -> None:
    """Make the kinds of one arm arms of their own where the others beside it have none below them."""
    paths = [names[at:] for names in columns for at in [_first_arm(names)] if at is not None]
    alone = {path[0].cell.row for path in paths if len(path) == 1}
    leaves = Counter(plain_key(path[-1].text) for path in paths)
    for head, kinds in below_heads((path[0], path[1]) for path in paths if len(path) == 2):
        distinct = len(kinds) > 1 and all(leaves[plain_key(name.text)] == 1 for name in kinds)
        sized = not head.n and all(name.n and name.kind in ("arm", "everyone") for name in kinds)
        if not distinct or head.cell.row not in alone:
            continue
        if sized or all(name.kind == "other" for name in kinds):
            head.kind = "head"
            for name in kinds:
                if name.kind == "everyone":
                    name.text, name.kind = head.text, "arm"
                elif not _KINDS_OF.search(head.text):
                    name.text, name.kind = f"{head.text}, {name.text}", "arm"
                else:
                    name.kind = "arm"


_KINDS_OF = re.compile(r"(?i)\b(?:types?|kinds?|classes|categories|groups?|arms?|subgroups?)$")
"""The end of a label that says that kinds stand below it: they are named without it."""


def _first_arm(names: Sequence[Name]) -> int | None:
    return next((index for index, name in enumerate(names) if name.kind == "arm"), None)


def name_heads(columns: Iterable[Sequence[Name]]) -> None:
    """Make "Treatment group" and "Condition" heads where labels stand below them, which may then be arms."""
    held = list(columns)
    groups = (name for names in held for name in names if _GROUP.search(name.text))
    beside = {name.cell.row for name in groups if is_control(name.text)}
    for names in held:
        for name in names[:-1]:
            if name.cell.row in beside and _ONE_GROUP.match(name.text):
                name.kind = "arm" if name.kind == "other" else name.kind  # beside "Control group"
            elif not name.n and (GROUP_HEAD.match(name.text) or _HEAD_OVER_ARMS.match(name.text)):
                name.kind = "head"
    _name_lone_heads(held)


def _name_lone_heads(columns: Columns) -> None:
    """Make "Intervention arm" the head of the groups below it, where no other group stands beside it."""
    level = {id(n): n for names in columns for n in names if n.kind in ("arm", "other")}
    beside = Counter(name.cell.row for name in level.values())
    pairs = [pair for names in columns for pair in pairwise(names)]
    for name, below in below_heads(pairs):
        alone = not name.n and beside[name.cell.row] == 1 and _ONE_GROUP.match(name.text)
        groups = {leaf.text for leaf in below if leaf.kind in ("arm", "other")}
        if alone and len(groups) > 1 and all(leaf.kind in ("arm", "other") for leaf in below):
            name.kind = "head"


def _leave_out_head(columns: Columns) -> None:
    """One label over all the sized arms is their head and no arm."""
    below = [
        names[: at + 1]
        for names in columns
        for at, name in enumerate(names)
        if name.kind == "arm" and name.n and all(n.kind != "arm" for n in names[at + 1 :])
    ]
    if len(below) < 2 or any(len(names) < 2 for names in below):
        return
    head = below[0][-2]
    over_all = not head.n and all(names[-2] is head for names in below)
    if over_all and (head.kind == "arm" or (head.kind == "other" and _WHAT_DIFFERS.search(head.text))):
        head.kind = "head"


def _leave_out_tested(columns: Columns) -> None:
    """Leave out the one label without a size over sized arms and the tests between them."""
    blocks = below_heads(pair for names in columns for pair in pairwise(names))
    blocks = [(over, leaves) for over, leaves in blocks if over.kind in ("arm", "other") and not over.n]
    if len(blocks) == 1:
        (over, leaves) = blocks[0]
        sized = sum(leaf.kind == "arm" and bool(leaf.n) for leaf in leaves)
        tests = sum(leaf.kind in ("p", "contrast") for leaf in leaves)
        if sized and tests and sized + tests == len(leaves):
            over.kind = "head"


_WHAT_DIFFERS = re.compile(
    r"(?i)^(?:\S+\s+){0,3}(?:timing|regimens?|strategy|strategies|allocation|assignments?|treatments?|interventions?"
    r"|therapy|therapies|medications?|dos(?:e|es|age|ages))$"
)
"""Over all the arms: that by which they differ, "Medication timing" over "Bedtime" and "Morning"."""

_PERIOD = re.compile(r"(?i)^(?:period|phase|visit|cycle|wave|round|season|year)\b")


def _name_subgroups(columns: Columns) -> None:
    """Over the same arms with other sizes stand other people: "Smokers" and "Nonsmokers" over both arms."""
    pairs = [(names[-2], names[-1]) for names in columns if len(names) > 1]
    blocks = below_heads(
        (over, arm)
        for over, arm in pairs
        if arm.kind == "arm" and arm.n and over.kind in ("arm", "other") and not over.n
    )
    outer = [over for over, _ in blocks]
    sets = [{plain_key(arm.text): arm.n for arm in arms} for _, arms in blocks]
    if len(sets) < 2 or len(sets[0]) < 2 or any(s.keys() != sets[0].keys() for s in sets):
        return
    inner = [name for over, name in pairs if any(over is o for o in outer)]
    inner = [name for name in inner if name.kind in ("arm", "other")]
    if _sound_like_arms(outer) and not _sound_like_arms(inner):
        for name in outer:
            name.kind = "arm"
        for name in inner:
            name.kind = "time" if _PERIOD.match(name.text) else "subgroup"
    elif any(s != sets[0] for s in sets):
        for name in outer:
            name.kind = "subgroup"


def _name_populations(columns: Columns, known: ArmBook) -> None:
    """Sized spanners over the same labels cross two things: the arms are those that the report names as such elsewhere.

    "Everybody (n = 100)" and "Those with diabetes (n = 40)" over "Drug" and "Placebo" are people.
    """
    pairs = [(names[-2], names[-1]) for names in columns if len(names) > 1]
    blocks = below_heads(
        (over, arm)
        for over, arm in pairs
        if arm.kind == "arm" and over.kind in ("arm", "other", "everyone", "subgroup")
    )
    keys = [{plain_key(arm.text) for arm in arms} for _, arms in blocks]
    if len(keys) < 2 or len(keys[0]) < 2 or any(key != keys[0] for key in keys):
        return
    outer = [over for over, _ in blocks if over.kind == "arm"]
    inner = [arm for _, arms in blocks for arm in arms]
    if not outer:
        return
    sound = _sound_like_arms(outer), _sound_like_arms(inner)
    told = max(known.spread(n.text) for n in outer), min(known.spread(n.text) for n in inner)
    if sound == (False, True) or (sound[0] == sound[1] and told[0] < told[1]):
        for name in outer:
            name.kind = "subgroup"


def _name_outcomes(columns: Columns) -> None:
    """Labels without a size over the same two arms and their comparison each are what was counted in these."""
    pairs = [pair for names in columns for pair in pairwise(names) if pair[0].kind == "arm"]
    blocks = [(over, below) for over, below in below_heads(pairs) if not over.n]
    if len(blocks) < 2 or _sound_like_arms(over for over, _ in blocks):
        return
    arms = [{plain_key(name.text) for name in below if name.kind == "arm"} for _, below in blocks]
    compared = [any(name.kind in ("p", "contrast") for name in below) for _, below in blocks]
    if len(arms[0]) > 1 and all(keys == arms[0] for keys in arms) and all(compared):
        for over, _ in blocks:
            over.kind = "other"


def _name_years(columns: Columns) -> None:
    """Years over arms, or below them, say whom of these a column counts: the season in which they took part."""
    for names in columns:
        if any(name.kind == "arm" for name in names):
            for name in names:
                if name.kind == "time" and YEAR.fullmatch(name.text):
                    name.kind = "subgroup"


def _sound_like_arms(names: Iterable[Name]) -> bool:
    return any(sounds_like_arm(name.text) for name in names)


def _leave_out_people(columns: Columns) -> None:
    """Leave out what says over the arms only whom the numbers count: "Infants, No. (%)"."""
    for over, leaves in below_heads(pair for names in columns for pair in pairwise(names)):
        alone = all(any(n is over for n in names) for names in columns if names[-1].kind == "arm")
        whose = alone and over.kind in ("other", "arm") and not over.n and _COUNTED.match(over.text)
        if whose and over.cell.plain != over.text and all(leaf.kind in _OF_ARMS for leaf in leaves):
            over.kind = "head"


_COUNTED = re.compile(rf"(?i)^(?:{MANY_PEOPLE}|amounts?|frequenc(?:y|ies)|values?)$")


def _name_everyone(columns: Columns) -> None:
    """One column of "Patients" alone is of everyone."""
    arms = list({id(n): n for names in columns for n in names if n.kind == "arm"}.values())
    if len(arms) == 1 and ALL_PEOPLE.match(arms[0].text):
        arms[0].kind = "everyone"


ALL_PEOPLE = re.compile(r"(?i)^(?:the |study )*(?:patients|participants|subjects)$")
_NEGATED = re.compile(r"(?i)^(?:no|not|non|without|absence of|never)[ -]+(?=\w)")
_AFFIRMED = re.compile(r"(?i)^(?:with|presence of)[ -]+(?=\w)")
_PEOPLE = re.compile(rf"(?i)\b{MANY_PEOPLE}$")
_OF_ARMS = ("arm", "everyone", "p", "contrast", "n")


def _name_people(columns: Columns) -> None:
    """Over arms stand people where one label denies the other, "Taking the drug" and "Not taking it", or all say so."""
    outer = {id(n): n for names in columns for n in names[:-1] if n.kind in ("other", "arm")}
    leaves = [names[-1] for names in columns if any(id(n) in outer for n in names[:-1])]
    if any(leaf.kind not in _OF_ARMS for leaf in leaves):
        return
    people = [name for name in outer.values() if _PEOPLE.search(name.text)]
    if len(people) == len(outer) > 1 and not _sound_like_arms(people):
        for name in people:
            name.kind = "subgroup"
    said = {(n.cell.row, _AFFIRMED.sub("", n.text).casefold()): n for n in outer.values()}
    for (row, text), name in said.items():
        affirmed = said.get((row, _NEGATED.sub("", text)))
        if affirmed is not None and affirmed is not name:
            name.kind = affirmed.kind = "subgroup"


def leave_out_whole(columns: Iterable[Sequence[Name]]) -> None:
    """Leave out a sized label over all columns, also those that compare: "Whole cohort (n = 92)" parts no arms."""
    held = [list(names) for names in columns]
    first = held[0][0] if held else None
    if (
        first is None
        or first.kind not in ("arm", "other")
        or not first.n
        or any(names[0] is not first for names in held)
    ):
        return
    leaves = {id(names[-1]): names[-1] for names in held if names[-1] is not first}.values()
    groups = {plain_key(name.text) for name in leaves if name.kind in ("arm", "other")}
    if len(groups) > 1 and any(name.kind in ("p", "contrast") for name in leaves):
        first.kind, first.n = "head", ""


def name_tests(columns: dict[int, list[Name]]) -> None:
    """Give each of several columns called "P" what stands over all columns between it and the one before.

    Their labels stand above or below the line of "P": "Week 4" over two arms, then P, "Week 8" over two, then P.
    """
    blocks: dict[int, list[Name]] = {}
    since: list[int] = []
    for col, names in sorted(columns.items()):
        if [name.kind for name in names] != ["p"]:
            since.append(col)
            continue
        shared = (
            [n for n in columns[since[0]] if all(any(n is m for m in columns[c]) for c in since)]
            if since
            else []
        )
        blocks[col], since = shared if len(since) > 1 else [], []
    over = [tuple(map(id, block)) for block in blocks.values()]
    if len(over) < 2 or not all(over) or len(set(over)) < len(over):
        return
    for col, block in blocks.items():
        columns[col][:0] = block


def name_variances(columns: dict[int, list[Name]]) -> None:
    """Make the letters of an analysis of variance, "SS", "MS" and "df" beside each other, none of them an arm."""
    leaves = [names[-1] for names in columns.values() if _OF_VARIANCE.fullmatch(names[-1].cell.plain)]
    if len({name.cell.plain.lower() for name in leaves}) > 1 and any(
        n.cell.plain != "F" for n in leaves
    ):
        for name in leaves:
            if name.kind in ("other", "arm", "statistic") and name.cell.plain != "F":
                name.kind = "probability"


_OF_VARIANCE = re.compile(r"SS|MS|[dD]\.?[fF]\.?|F")


def name_means(columns: dict[int, list[Name]]) -> None:
    """Call "M" a mean where the column after it, under the same label, holds its spread: "M", "SD"."""
    for col, names in columns.items():
        beside = columns.get(col + 1, [])
        if names[-1].cell.plain != "M" or not beside or _SPREAD.fullmatch(beside[-1].cell.plain) is None:
            continue
        if list(map(id, names[:-1])) == list(map(id, beside[:-1])):
            cell = replace(names[-1].cell)
            cell.plain = "Mean"
            columns[col] = [*names[:-1], Name("statistic", "Mean", cell)]


def share_moments(columns: dict[int, list[Name]]) -> None:
    """Give columns of spreads and sizes the time, or the change, of the averages beside: "n", "Baseline mean", "SD"."""
    blocks: dict[tuple[int, ...], list[int]] = {}
    for col in sorted(columns):
        blocks.setdefault(tuple(map(id, columns[col][:-1])), []).append(col)
    for cols in blocks.values():
        own = {col: columns[col][-1] for col in cols}
        if len({name.text for name in own.values() if name.kind in _MOMENTS}) < 2:
            continue
        step = 1 if own[cols[0]].kind == "n" else -1
        for col in cols:
            spread = own[col].kind == "statistic" and _SPREAD.fullmatch(
                own[col].cell.plain.strip("()[] ")
            )
            beside = own.get(col - 1 if spread else col + step)
            if (spread or own[col].kind == "n") and beside and beside.kind in _MOMENTS:
                columns[col] = [*columns[col][:-1], beside, own[col]]


_MOMENTS = ("time", "change")
_SPREAD = re.compile(r"(?i)SD|SEM?|S\.[DE]\.")
