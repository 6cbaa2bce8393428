"""One side of a contrast: the numbers of one arm or of several combined, and where they came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from curate.effects.convert import Group, combine_arms, events_from_percent
from curate.effects.result import Result
from curate.effects.routes import Context, Doubt, Missing, chosen, input_of, value_of
from curate.effects.spreads import mean_route, sd_routes
from curate.model.effect import Input
from curate.model.problem import Severity
from curate.model.record import Record


@dataclass(frozen=True, slots=True)
class Side:
    """The numbers of one side, with inputs and the steps that were needed.

    Attributes
    ----------
    numbers
        ``(mean, sd, n)`` or ``(events, n)``.
    options
        Assumptions that the numbers rest on, as key-value pairs.
    doubts
        What is to be said of them.
    """

    numbers: tuple[float, ...]
    n: float
    inputs: tuple[Input, ...]
    steps: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def divided(self, by: float) -> Side:
        """Return the side with its people, and events or time, divided; mean and SD stay."""
        if len(self.numbers) == 3:
            mean, sd, n = self.numbers
            return replace(self, numbers=(mean, sd, n / by))
        return replace(self, numbers=tuple(number / by for number in self.numbers))


SideMaker = Callable[[Sequence[Result], int, Context], Side]


def continuous_side(results: Sequence[Result], number: int, context: Context) -> Side:
    """Return mean, SD and n of side `number`, 1 or 2; several arms are combined.

    Raises
    ------
    Missing
        When a mean, an n or every way to an SD is missing, or cannot be right.
    """
    suffixes = _suffixes(number, len(results))
    groups: list[Group] = []
    inputs: dict[str, Input] = {}
    steps: dict[str, None] = {}
    options: dict[str, str] = {}
    doubts: dict[Doubt, None] = {}
    for result, suffix in zip(results, suffixes, strict=True):
        n = _needed(result, "n")
        size = value_of(n)
        if size < 2:
            raise Missing(f"n = {n.value} is below 2")
        mean = mean_route(result, size, suffix, context)
        if mean is None:
            raise Missing(_why(result, "mean"))
        spreads = sd_routes(result, size, suffix, context)
        if not spreads:
            raise Missing(_why(result, "sd"))
        sd, more = chosen(spreads, f"sd{suffix}")
        for route, taken in ((mean, (mean.step,) if mean.step else ()), (sd, more)):
            inputs |= {entry.role: entry for entry in route.inputs}
            steps |= dict.fromkeys(taken)
            options |= dict(route.options)
            doubts |= dict.fromkeys(route.doubts)
        if n.role == "randomised":
            what = f"n{suffix} = {n.value} is of those randomised: fewer may be behind the mean"
            doubt = Doubt(Severity.note, "n_randomised", what, "look for those analysed", (n.key,))
            doubts[doubt] = None
        groups.append(Group(mean.value, sd.value, size))
        inputs[f"n{suffix}"] = input_of(n, f"n{suffix}")
    whole = groups[0]
    if len(groups) > 1:
        whole = combine_arms(groups)
        steps[f"{len(groups)} arms combined as group {number}"] = None
    return Side(
        tuple(whole),
        whole.n,
        tuple(inputs.values()),
        tuple(steps),
        tuple(options.items()),
        tuple(doubts),
    )


def binary_side(results: Sequence[Result], number: int, context: Context) -> Side:
    """Return events and people at risk of side `number`; arms are added up.

    Raises
    ------
    Missing
        When they are missing, impossible, or a percentage leaves several numbers of events open.
    """
    suffixes = _suffixes(number, len(results))
    events, people = 0.0, 0.0
    inputs: list[Input] = []
    steps: list[str] = []
    for result, suffix in zip(results, suffixes, strict=True):
        total = result.record("total") or _needed(result, "n")
        count, used, step = _events(result, value_of(total), suffix)
        if not 0 <= count <= value_of(total):
            raise Missing(f"{count:g} events in {total.value} people")
        events, people = events + count, people + value_of(total)
        inputs += [used, input_of(total, f"n{suffix}")]
        steps += step
    if len(results) > 1:
        steps.append(f"{len(results)} arms combined as group {number}")
    return Side((events, people), people, tuple(inputs), tuple(steps))


def rate_side(results: Sequence[Result], number: int, context: Context) -> Side:
    """Return numbers of events and person-time of side `number`; arms are added up.

    Raises
    ------
    Missing
        When they are missing or impossible, or arms count time in several units.
    """
    suffixes = _suffixes(number, len(results))
    events, time = 0.0, 0.0
    inputs: list[Input] = []
    for result, suffix in zip(results, suffixes, strict=True):
        count = result.record("event_count") or _needed(result, "events")
        at_risk = _needed(result, "person_time")
        if value_of(count) < 0 or not value_of(at_risk) > 0:
            raise Missing(f"{count.value} events in a person-time of {at_risk.value}")
        events, time = events + value_of(count), time + value_of(at_risk)
        inputs += [input_of(count, f"x{suffix}"), input_of(at_risk, f"t{suffix}")]
    if len({record.unit for r in results if (record := r.record("person_time"))}) > 1:
        raise Missing("the arms count person-time in several units")
    steps = [f"{len(results)} arms combined as group {number}"] if len(results) > 1 else []
    return Side((events, time), 0.0, tuple(inputs), tuple(steps))


def no_side(results: Sequence[Result], number: int, context: Context) -> Side:
    """Refuse single arms: a hazard ratio comes from what compares the two.

    Raises
    ------
    Missing
        Always.
    """
    raise Missing("a hazard ratio comes from a printed contrast: hr with its interval, or O - E and V")


def _events(result: Result, total: float, suffix: str) -> tuple[float, Input, list[str]]:
    if events := result.record("events"):
        return value_of(events), input_of(events, f"events{suffix}"), []
    percent = result.record("percent")
    if percent is None:
        raise Missing(_why(result, "events"))
    count = events_from_percent(value_of(percent), percent.decimals or 0, total)
    if count is None:
        raise Missing(f"{percent.value}% of {total:g} is not one number of people")
    return count, input_of(percent, f"percent{suffix}"), [f"events{suffix} from percent{suffix}"]


def _needed(result: Result, statistic: str) -> Record:
    record = result.record(statistic)
    if record is None:
        raise Missing(_why(result, statistic))
    return record


def _why(result: Result, statistic: str) -> str:
    """Return in words why `statistic` has no number."""
    for record in result.records:
        if record.statistic == statistic and record.status != "reported":
            return f"{statistic} is {record.status.replace('_', ' ')} in {'+'.join(result.arms)}"
    return f"{statistic} is missing in {'+'.join(result.arms)}"


def _suffixes(number: int, arms: int) -> list[str]:
    return [str(number)] if arms == 1 else [f"{number}.{arm}" for arm in range(1, arms + 1)]
