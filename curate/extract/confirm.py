"""Whether another place of a report gives a sentence's number too: a second sentence, or a cell of its tables."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from curate.extract.names import words
from curate.extract.tables.names.arm_book import plain_key
from curate.model.reading import Found, Reading, Result

AGREEING_DIGITS = 4
"""Digits of one result that another place gives too, and that are hardly there by chance."""

_STEM = 5  # letters: "death" and "deaths", "converted" and "conversion"
_SHORT = 3  # letters: "of", "per"
_FOLLOW = ("total", "percent")
"""What follows from the size of the arm and the events."""

Place = tuple[object, ...]
Statement = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _About:
    """What a place says of a number: stems of the outcome's words, and whether it was measured at the start."""

    stems: frozenset[str]
    bases: frozenset[str]

    def beside(self, other: _About) -> _About:
        return _About(self.stems | other.stems, self.bases | other.bases)

    def may_be_of(self, basis: str) -> bool:
        """Whether a value before treatment is not set beside one after it."""
        known = self.bases - {"unclear"}
        return basis == "unclear" or not known or ("baseline" in known) == (basis == "baseline")


class Confirmations:
    """The numbers of one report by what they say, and all the places that give them."""

    def __init__(self) -> None:
        self._places: dict[Statement, dict[Place, _About]] = defaultdict(dict)

    def note(self, found: Found) -> None:
        """Take in the numbers of one result, with the places where they stand."""
        about = _About(_stems(found.result.outcome), frozenset((found.result.basis,)))
        for reading in found.readings:
            if reading.evidence:
                places = self._places[_statement(reading, found.result)]
                place = _place(reading)
                places[place] = places[place].beside(about) if place in places else about

    def says_again(self, reading: Reading, found: Found) -> bool:
        """Whether another place gives the number to the same arms: as a size, or about the same.

        At least half of the outcome's words are the other's too: where only the digits agree, the number is the same,
        but the sentence may call it by words of something else. Where it has no words that say anything, so many
        digits of the result agree that it is no chance: "7 (5%)" of an arm may well be two outcomes of it.
        """
        if reading.evidence is None:
            return False
        own = _place(reading)
        places = self._places.get(_statement(reading, found.result), {})
        about = _stems(found.result.outcome)
        return any(
            reading.statistic == "n"
            or (
                said.may_be_of(found.result.basis)
                and (2 * len(about & said.stems) >= len(about) if about else self._agree(found, place))
            )
            for place, said in places.items()
            if place != own
        )

    def _agree(self, found: Found, place: Place) -> bool:
        given = {
            reading.statistic: _digits(reading.value)
            for reading in found.readings
            if place in self._places.get(_statement(reading, found.result), {})
        }
        telling = [count for name, count in given.items() if name not in _FOLLOW or len(given) == 1]
        return sum(telling) >= AGREEING_DIGITS


def _statement(reading: Reading, result: Result) -> Statement:
    return (
        reading.statistic,
        reading.operator,
        reading.value,
        _keys(result.arms),
        _keys(result.comparators),
    )


_SPACES = re.compile(r"[\s-]+")


@lru_cache(maxsize=256)
def _keys(arms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_SPACES.sub("", plain_key(arm)) for arm in arms)


def _place(reading: Reading) -> Place:
    """Return the row of a table, or the sentence."""
    evidence = reading.evidence
    assert evidence is not None
    return (evidence.grid, evidence.row) if evidence.grid else (evidence.quote,)


def _digits(value: str) -> int:
    return len(value.lstrip("-0.").replace(".", ""))


_SAY_LITTLE_WORDS = """
with from after before during between among were that this than mean median number percent percentage patients
participants subjects people group groups week weeks month months days hours years baseline primary secondary
outcome outcomes change changes study trial treatment total rate score follow occurred model models adjusted unadjusted
"""
_SAY_LITTLE = frozenset(_SAY_LITTLE_WORDS.split())


@lru_cache(maxsize=1024)
def _stems(outcome: str) -> frozenset[str]:
    return frozenset(w[:_STEM] for w in words(outcome) if len(w) > _SHORT and w not in _SAY_LITTLE)
