"""Comparing two readings of one fact by what they mean.

A value printed with fewer decimals agrees with a finer one when that lies in its half-unit interval,
ends included: 12.3 stands for anything from 12.25 to 12.35. Counts are exact.

Of several explanations that fit, the first in the order of `Difference` names the class, and all are told.
The order weighs how common an error is and how far it moves a result against how easily unrelated numbers
fit. Another form goes first: SE for SD is in 45% of the most cited reviews (Kadlec 2022). Then a sign, which
turns an effect round, a decimal point, which makes it ten times larger, and two digits. Each of the four fits
fewer than 1 in 100 pairs of unrelated numbers of one statistic in one report (0.7, 0.1, 0.6 and 0.3% of 15,402
pairs from sixty trial reports), the neighbouring cell 8 in 100, since tables repeat numbers: it goes last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from curate.reconcile import answers, digits
from curate.reconcile.equivalent import one_number_in_two_forms, said_in_another_form
from curate.reconcile.neighbours import neighbouring_cell
from curate.reconcile.precision import decimal, within_rounding
from curate.reconcile.values import ALONE, Context, Value

RULES = "3"
"""Version of the rules below; recorded with a comparison, never chosen per item."""

COUNTS = frozenset({"n", "events", "event_count", "people", "total", "df"})
"""Statistics that are integers: 29 and 30 differ, whatever the decimals."""


class Difference(StrEnum):
    """How two readings of one fact relate, in the order in which they are looked for.

    Attributes
    ----------
    identical, equal, rounding
        The same as printed; in value (12.3 and 12.30, or words that differ in case); to the coarser's
        precision.
    equivalent
        One says in another form what the other says: percentage and count, SE and SD, interval and SD.
    sign, slip, transposed, neighbour
        Opposite sign or direction; decimal point moved; two digits changed over; the next cell of the table.
    status
        Neither gives a value, and they say so differently; or one says unclear or figure only.
    conflict
        Two values, and nothing explains the difference.
    omission
        Missing on one side: left out or said to be not reported.
    """

    identical = "identical"
    equal = "equal"
    rounding = "rounding"
    equivalent = "equivalent"
    sign = "sign"
    slip = "slip"
    transposed = "transposed"
    neighbour = "neighbour"
    status = "status"
    conflict = "conflict"
    omission = "omission"

    @property
    def words(self) -> str:
        """The kind in words for people."""
        return _WORDS.get(self.value, self.value)


_WORDS = {
    "equivalent": "equivalent form",
    "sign": "sign or direction",
    "slip": "decimal slip",
    "transposed": "transposed digits",
    "neighbour": "neighbouring cell",
    "omission": "missing on one side",
}

AGREEING = frozenset({Difference.identical, Difference.equal})
"""Kinds of difference that count as exact agreement."""

EXPLAINED = (
    Difference.equivalent,
    Difference.sign,
    Difference.slip,
    Difference.transposed,
    Difference.neighbour,
)
"""Kinds that come with an explanation. It is a question to a person; none is ever accepted without one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How two readings of a fact relate, and why.

    Attributes
    ----------
    because
        Sentences for a reviewer, about values and never about readers: "2.40 × √17 = 9.90: SE and SD?".
        The first belongs to `difference`; what else fits comes after it.
    """

    difference: Difference
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pair:
    """One fact read by two readers; None stands for a reader that left it out.

    Attributes
    ----------
    key
        The fact.
    statistic
        One of ``statistic``; empty for the answer to an item.
    one, two
        What they say.
    kind
        ``number``; for answers the kind of the item: ``number``, ``text``, ``category`` or ``date``.
    """

    key: str
    statistic: str
    one: Value | None
    two: Value | None
    kind: str = "number"
    context: Context = ALONE

    @cached_property
    def finding(self) -> Finding:
        """How the two relate, with its explanations."""
        return compare(self.one, self.two, self.statistic, self.kind, self.context)

    @property
    def difference(self) -> Difference:
        """How the two relate."""
        return self.finding.difference


def compare(
    one: Value | None,
    two: Value | None,
    statistic: str,
    kind: str = "number",
    context: Context = ALONE,
) -> Finding:
    """Return how two readings of a fact relate; symmetric when `context` is swapped with the readings."""
    if one is None or two is None or one.status != two.status:
        return _missing_or_status(one, two, statistic, context)
    if one == two:
        return Finding(Difference.identical)
    if one.operator != two.operator:
        said = sorted(f"{value.operator} {value.text}" for value in (one, two))
        return Finding(Difference.conflict, (" and ".join(said),))
    if kind in ("text", "category", "date"):
        return _compare_answers(one.text, two.text, kind)
    first, second = decimal(one.text), decimal(two.text)
    if first is None or second is None:
        return _compare_answers(one.text, two.text, "text")
    return _compare_numbers(first, second, statistic, context)


def _compare_numbers(one: Decimal, two: Decimal, statistic: str, context: Context) -> Finding:
    if one == two:
        return Finding(Difference.equal)
    if statistic not in COUNTS and within_rounding(one, two):
        return Finding(Difference.rounding)
    fitting = [(kind, why) for kind, why in _explanations(one, two, statistic, context) if why]
    if not fitting:
        return Finding(Difference.conflict)
    return Finding(fitting[0][0], tuple(why for _, why in fitting))


def _explanations(
    one: Decimal, two: Decimal, statistic: str, context: Context
) -> Iterator[tuple[Difference, str]]:
    """Yield each kind of explanation with its sentence, empty where it does not fit; in their order."""
    yield Difference.equivalent, one_number_in_two_forms(one, two, statistic, context)
    yield Difference.sign, digits.sign_or_direction(one, two, statistic, context)
    yield Difference.slip, digits.decimal_slip(one, two)
    yield Difference.transposed, digits.transposed_digits(one, two)
    yield Difference.neighbour, neighbouring_cell(one, two, context)


def _compare_answers(one: str, two: str, kind: str) -> Finding:
    if answers.plain(one) == answers.plain(two):
        return Finding(Difference.equal)
    if kind == "date":
        if answers.dates_within(one, two):
            return Finding(Difference.rounding)
        if why := answers.dates_changed_over(one, two):
            return Finding(Difference.transposed, (why,))
    elif kind == "text" and (why := answers.same_words(one, two)):
        return Finding(Difference.equivalent, (why,))
    return Finding(Difference.conflict)


def _missing_or_status(
    one: Value | None, two: Value | None, statistic: str, context: Context
) -> Finding:
    """Compare readings of which one is missing, or that say differently why there is no value."""
    first, second = _gives_value(one), _gives_value(two)
    if first == second:
        return Finding(Difference.status, (" and ".join(sorted((_status(one), _status(two)))),))
    has, lacks = (context.one, context.two) if first else (context.two, context.one)
    absent = two if first else one
    said = (f"one gives a value, the other says {_status(absent)}",) if absent else ()
    if absent and absent.status != "not_reported":
        return Finding(Difference.status, said)
    if statistic in has.values and (why := said_in_another_form(statistic, has, lacks, context)):
        return Finding(Difference.equivalent, (why,))
    return Finding(Difference.omission, said)


def _gives_value(value: Value | None) -> bool:
    return value is not None and value.status == "reported"


def _status(value: Value | None) -> str:
    return "left out" if value is None else value.status.replace("_", " ")
