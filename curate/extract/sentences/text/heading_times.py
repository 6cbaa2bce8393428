"""The tables that a report tells of below a heading that names a time: "Six-month follow-up results"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from curate.extract.sentences.text.passage import Passage
from curate.parse.duration import TimePoint, may_count

LONGEST_HEADING = 9  # words
_ENDS = re.compile(r"[.,;:)]\s*$")
_RESULTS = re.compile(r"(?i)\b(?:follow-?\s?ups?|results?|outcomes?|findings|assessments?|visits?)\b")
_CITES = re.compile(r"(?i)\btables?\s+\d")


def below_timed_headings(
    passages: Iterable[Passage], times_in: Callable[[str], Iterable[TimePoint]]
) -> Iterator[tuple[str, TimePoint]]:
    """Yield the sentences of results that cite a table below a heading of one time, in lower case, with that time.

    A heading of another part, or one without a time, ends what the one before it holds for.
    """
    held: TimePoint | None = None
    for passage in passages:
        if passage.section == "caption":
            continue
        if passage.section != "results" or passage.zone != "body":
            held = None
        elif _is_heading(passage.text):
            held = _time_of(passage.text, times_in)
        elif held is not None:
            for start, end in passage.sentences():
                if _CITES.search(passage.text, start, end):
                    yield passage.text[start:end].casefold(), held


def _is_heading(text: str) -> bool:
    return len(text.split()) <= LONGEST_HEADING and not _ENDS.search(text) and text[:1].isupper()


def _time_of(text: str, times_in: Callable[[str], Iterable[TimePoint]]) -> TimePoint | None:
    if not may_count(text) or not _RESULTS.search(text):
        return None
    times = list(times_in(text))
    return times[0] if len(times) == 1 else None
