"""The numbers of people of a sentence, put in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from curate.extract.sentences.arms.arms import Mention
from curate.extract.sentences.people.size_shares import as_sizes
from curate.extract.sentences.people.sizes import bare_sizes
from curate.parse.number import POINT, Convention
from curate.parse.sentence import Statement


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
    statements = as_sizes(text, statements, mentions)
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
