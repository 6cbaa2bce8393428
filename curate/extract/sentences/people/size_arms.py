"""Which arm a number of people belongs to: "30 in the A group", "A (n = 30)", "50 and 49 patients in A and B"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.arms.assign import Placed
from curate.extract.sentences.arms.named import (
    Named,
    arms_of_each,
    cluster,
    distinct,
    is_of_each,
    listed_names,
)
from curate.parse.people import PEOPLE
from curate.parse.sentence import Statement

TO_ARM = re.compile(
    r"\s*(?:(?:were |was )?(?:randomly )?(?:randomi[sz]ed|assigned|allocated|treated)?\s*(?:to|in|into|received|on|"
    r"with|for|from|receiving|took|completed|were given|were fed)?\s*(?:receive\s+)?(?:the\s+)?)$",
    re.I,
)
"""Between a number and its arm."""
AFTER_ARM = re.compile(r"\W*(?:groups?|arms?)?\s*[:=(,]\s*(?:n\s*[:=]?\s*)?$", re.I)


"""Between an arm and its number."""
SIZE_LIST = re.compile(rf"(?P<list>\d[\d,]*(?:,\s+\d+)*,?\s+and\s+)\d+\s+(?:[a-z]+\s)?{PEOPLE}\b", re.I)
"""Sizes of several arms, whose names come before or after them."""


def is_labelled(text: str, statement: Statement) -> bool:
    """Whether a size is printed as "n = 20"."""
    return bool(re.match(r"[(\[\s]*[nN]s?\b", text[statement.start :]))


def place_sizes(text: str, sizes: Sequence[Statement], named: Named) -> list[Placed]:
    """Give group sizes their arms.

    The arm must stand right beside the number; else the number is of all participants. "30 in each group" is
    given once for each assigned arm.
    """
    placed, sizes = _listed_sizes(text, sizes, named)
    for index, size in enumerate(sizes):
        if is_of_each(text, size.end):
            placed += [Placed(size, (arm,), sure=False) for arm in arms_of_each(named)]
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
    matches = list(SIZE_LIST.finditer(text))
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


LIST_OPENED = re.compile(r"[(;]\s*(?:and\s+)?$")
COMMA = re.compile(r",\s*(?:the\s+)?")
"""Between a number and its arm in a list of both: "(46, the A group; 50, the B group)"."""
_JOINED = re.compile(r"\s*(?:,|and|or|&|,\s*and)?\s*(?:the\s+)?")


def _arm_beside(text: str, size: Statement, named: Named, start: int, limit: int) -> str:
    after = [m for m in named.following(size.end) if m.start < limit]
    ahead = [m for m in named.ahead(size.start) if m.start >= start]
    gap = text[ahead[-1].end : size.start] if ahead else ""
    behind = text[size.end : after[0].start] if after else ""
    if behind[:1] in (")", "]") and text[size.end - 1] == "%":
        behind = behind[1:]  # of the share of all that stood for a size: "98 (53%) were assigned to A"
    labelled = is_labelled(text, size)
    if after and not labelled and COMMA.fullmatch(behind) and LIST_OPENED.search(text, 0, size.start):
        return after[0].arm
    if len(ahead) > 1 and _JOINED.fullmatch(text, ahead[-2].end, ahead[-1].start):
        return ""  # of "A and B (n = 20 and 21)" only a list can tell
    apart = len(gap) > 30 or (";" in gap and len(gap) > 3)
    if labelled and apart and (holder := _holder(text, size, ahead)):
        return holder
    if ahead and labelled and ((len(gap) <= 30 and not (apart or ";" in gap[2:])) or _opened(gap)):
        return ahead[-1].arm
    if after and _TO_ANY.fullmatch(behind) and _OR_ANOTHER.match(text, after[0].end):
        return ""  # "124 patients were assigned to A or B"
    if after and TO_ARM.fullmatch(behind) and not re.search(r"[:=(]", gap[-4:]):
        return after[0].arm
    if ahead and (_HAD.fullmatch(gap) or AFTER_ARM.fullmatch(gap)):
        return ahead[-1].arm
    if after and _TAKEN_AS.fullmatch(behind):
        return after[0].arm
    shut = labelled and behind.startswith(")")  # "A (n = 20) or B"
    if after and len(distinct(after)) == 1 and _close(behind) and not shut:
        return after[0].arm
    return ahead[-1].arm if ahead and _BEFORE.fullmatch(gap) else ""


_TO_ANY = re.compile(r".*\b(?:to|received|receive)\s+(?:the\s+|either\s+)?", re.I)
_OR_ANOTHER = re.compile(
    r"\s*(?:groups?|arms?|treatment|therapy)?(?:,?\s+(?:\d[\d.]*\s?(?:[mµμ]?g|IU|m[lL])(?:/\w+)*,?\s*)+)?"
    r"(?:\s+or\b|,\s(?!\d+(?!\d|\s?[mnµμ]?g\b)|(?:and|whereas|while|of)\b)[^.;()]{2,60}?\s(?:or|and)\s(?!\d+\s+(?:to|in|were|received|patients)\b))",
    re.I,
)
_TAKEN_AS = re.compile(
    r"[^.;()]{0,90}\b(?:were|was)\s+(?:enrolled|included|recruited|taken|assigned|used)\s+as\s+(?:the\s+|an?\s+)?",
    re.I,
)
"""Between people and the group that they make up: "who slept well were enrolled as"."""
_BEFORE = re.compile(r"[^\w;]*(?:groups?|arms?)?[^\w;]*")
_HAD = re.compile(
    r"\W*(?:(?:groups?|arms?)\W+)?(?:had|included|comprised|consisted of|of|was|were|with)\W*(?:a total of\s+)?"
)


def _holder(text: str, size: Statement, ahead: Sequence[Mention]) -> str:
    """Return the arm that the bracket around a size follows: "A (as B, and more besides; n = 20)"."""
    depth = 0
    for place in range(size.start - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[place], 0)
        if depth < 0:
            held = [m for m in ahead if m.end <= place and not text[m.end : place].strip()]
            return held[-1].arm if held else ""
    return ""


def _opened(gap: str) -> bool:
    """Whether a bracket opens right after the arm and is still open: "A (low dose, n = 20"."""
    return bool(re.match(r"\s*\(", gap)) and gap.count("(") > gap.count(")")


def _close(gap: str) -> bool:
    parted = "," in gap and not re.search(r"\b(?:in|to|on|with|for|of|from|receiv\w+)\b", gap)
    return len(gap) < 60 and not parted and not re.search(r"[;]|\.\s|,\s(?:and|of whom)|\band\b", gap)
