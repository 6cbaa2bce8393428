"""Ways to one number: all that the records allow, one chosen by a stated order, the others a check.

Every route carries the range that the rounding of its printed numbers leaves open. Two that should give the same number
and whose ranges do not meet are told: a number of theirs is wrong, or is not what it is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from curate.effects.assumptions import Assumptions
from curate.effects.result import Result
from curate.model.effect import Input
from curate.model.problem import Severity
from curate.model.protocol import PoolOptions
from curate.model.record import Record

EXACT = ("sd", "se", "ci")
"""Routes that differ by rounding only; the others estimate."""

ESTIMATE_FACTOR = 3.0
"""Factor between an SD and its estimate, from quantiles or a correlation, beyond which one is doubted: an SE in the
place of an SD is off by √n, 3 from ten people on; a skewed sample (log-normal, σ = 1) by 2."""

COARSE = 2.0
"""Factor between the ends that rounding leaves open from which a spread is doubted: the weight may be off by four."""

LOWEST_LEVEL = 50.0
"""Percent below which nobody prints an interval."""

_SLACK = 1e-9
"""Relative: printed decimals are exact, the floats behind them not."""


class Missing(Exception):
    """A side cannot be computed; the text says what is missing. Caught within `curate.effects`."""


class Doubt(NamedTuple):
    """What is to be said of a side or a contrast; a `Problem` without its place."""

    severity: Severity
    code: str
    what: str
    hint: str = ""
    records: tuple[str, ...] = ()


class Donor(NamedTuple):
    """An arm of another study whose SD may stand in; `unit` is that of its mean."""

    study: str
    outcome: str
    basis: str
    sd: float
    n: float
    inputs: tuple[Input, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What a side is computed with: conventions, assumptions, all results of its study, the donors' SDs."""

    options: PoolOptions
    assumptions: Assumptions = field(default_factory=Assumptions)
    results: tuple[Result, ...] = ()
    donors: tuple[Donor, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a number.

    Attributes
    ----------
    name
        One of `curate.effects.spreads.SD_ROUTES` or of `curate.effects.contrast.SE_ROUTES`.
    value, low, high
        The number, and what the rounding of the printed numbers leaves open.
    step
        How, for people; empty for a number as printed.
    options
        Assumptions used, as key-value pairs for the record.
    """

    name: str
    value: float
    low: float
    high: float
    inputs: tuple[Input, ...]
    step: str = ""
    options: tuple[tuple[str, str], ...] = ()
    doubts: tuple[Doubt, ...] = ()


def input_of(record: Record, role: str) -> Input:
    """Return the input that `record` gives in `role`."""
    return Input(role, value_of(record), record.key, record.reading, record.decision)


def value_of(record: Record) -> float:
    """Return the number of a record that has one."""
    assert record.number is not None  # Result.record gives records with a number only
    return record.number


def half_unit(record: Record) -> float:
    """Return half a unit of the last printed decimal."""
    return 0.5 * 10.0 ** -(record.decimals or 0)


def printed_level(low: Record, high: Record, options: PoolOptions) -> float:
    """Return the level of a printed interval in percent.

    Raises
    ------
    Missing
        When the report does not say it and the options assume none, its limits have two, or it is none (0.95).
    """
    said = {record.ci_level for record in (low, high) if record.ci_level}
    if len(said) > 1:
        raise Missing(
            f"the limits are of two levels, {' and '.join(f'{each:g}%' for each in sorted(said))}"
        )
    level = said.pop() if said else options.ci_level_printed
    if not level:
        raise Missing("the confidence level is not reported and none may be assumed")
    if not LOWEST_LEVEL <= level < 100:
        raise Missing(f"{level:g}% is no level of an interval: is it a share?")
    return level


def chosen(
    routes: Sequence[Route], what: str, exact: Sequence[str] = EXACT
) -> tuple[Route, tuple[str, ...]]:
    """Return the first route with what is to be said of the others, and the steps to record.

    Parameters
    ----------
    what
        Name of the number, such as ``sd1``.
    exact
        Names of the routes that may differ by rounding only; the others by `ESTIMATE_FACTOR`.
    """
    first = routes[0]
    steps = [first.step] if first.step else []
    doubts = [*first.doubts, *(coarse(first, what) if first.name in exact else ())]
    for other in routes[1:]:
        if "donors" in (first.name, other.name):
            continue  # other people
        if first.name in exact and other.name in exact:
            if other.low <= first.high * (1 + _SLACK) and first.low <= other.high * (1 + _SLACK):
                steps.append(f"{what} agrees with {printed(other)}")
                continue
        elif 1 / ESTIMATE_FACTOR <= other.value / first.value <= ESTIMATE_FACTOR:
            continue
        text = f"{what} is {first.value:.4g} from {printed(first)}, but {other.value:.4g} from {printed(other)}"
        hint = "one of them is misread, or is not what it is called: look at the page"
        keys = tuple(entry.record for entry in (*first.inputs, *other.inputs))
        doubts.append(Doubt(Severity.warning, "routes_disagree", text, hint, keys))
    return Route(
        first.name,
        first.value,
        first.low,
        first.high,
        first.inputs,
        first.step,
        first.options,
        tuple(doubts),
    ), tuple(steps)


def coarse(route: Route, what: str) -> tuple[Doubt, ...]:
    """Return the doubt of a number that rounding leaves wide open: its weight goes with its square."""
    if route.high <= COARSE * route.low:
        return ()
    ends = f"{max(route.low, 0):.3g} and {route.high:.3g}"
    text = f"{what} is {route.value:.3g} from {printed(route)}, which rounding leaves between {ends}"
    hint = "look for more decimals, in another table or a supplement, or an exact p"
    keys = tuple(entry.record for entry in route.inputs)
    return (Doubt(Severity.warning, "coarse_rounding", text, hint, keys),)


def printed(route: Route) -> str:
    """Return the roles of the inputs of a route, for people."""
    return " and ".join(entry.role for entry in route.inputs)
