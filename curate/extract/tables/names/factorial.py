"""Two levels of a header that make the arms together: "Patch" and "No patch" below each of two therapies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curate.extract.tables.names.arm_book import ArmBook
from curate.extract.tables.names.groups import below_heads
from curate.extract.tables.names.naming import Name
from curate.parse.label import sounds_like_arm

_DENIED = re.compile(r"(?i)^(?:no|without)\s+(?P<what>\w.*)$")
_GIVEN = re.compile(
    r"(?i)\b(?:patch(?:es)?|gum|lozenges?|spray|tablets?|pills?|capsules?|drugs?|medications?|medicines?|therapy|therapies"
    r"|treatments?|counsel+ing|training|exercise|feedback|incentives?|reminders?|calls?|letters?|booklets?|leaflets?"
    r"|supplements?|vaccines?|placebo|intervention|support|advice|sessions?|website|app|messages?)$"
)
"""What people are given, and are not known to have or to be."""


def join_factors(columns: Iterable[Sequence[Name]], known: ArmBook) -> None:
    """Join arms with what is given below each of them, or not: a trial of two factors has four arms.

    That it is given its own words say, or other tables, in whose arms it is joined with something: "Gum + HE".
    """
    pairs = [
        (names[at - 1], names[at])
        for names in columns
        for at in range(1, len(names))
        if names[at].kind in ("arm", "other", "subgroup") and names[at - 1].kind in ("arm", "other")
    ]
    blocks = below_heads(pairs)
    outer = [over.text for over, _ in blocks]
    if len(blocks) < FACTORS or not any(map(sounds_like_arm, outer)):
        return
    if not all(sounds_like_arm(text) or known.knows(text) for text in outer):
        return
    texts = [{name.text.casefold() for name in leaves} for _, leaves in blocks]
    if len(texts[0]) != FACTORS or any(held != texts[0] for held in texts):
        return
    denied = {match["what"] for text in texts[0] if (match := _DENIED.match(text))}
    given = len(denied) == 1 and denied <= texts[0] and all(map(_GIVEN.search, denied))
    if not given and not all(map(known.joins, texts[0])):
        return
    for over, leaves in blocks:
        over.kind = "head"
        for leaf in leaves:
            leaf.kind, leaf.text = "arm", f"{over.text}, {leaf.text}"


FACTORS = 2
