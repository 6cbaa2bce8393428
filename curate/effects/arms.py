"""One side of a contrast: the numbers of one arm or of several combined, and where they came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from curate.effects.convert import Group, combine_arms, events_from_percent, sd_from_ci, sd_from_se
from curate.effects.result import Result
from curate.model.effect import Input
from curate.model.protocol import PoolOptions
from curate.model.record import Record


@dataclass(frozen=True, slots=True)
class Side:
    """The numbers of one side, with inputs and the steps that were needed.

    Attributes
    ----------
    numbers
        ``(mean, sd, n)`` or ``(events, n)``.
    """

    numbers: tuple[float, ...]
    n: float
    inputs: tuple[Input, ...]
    steps: tuple[str, ...] = ()


class Missing(Exception):
    """A side cannot be computed; the text says what is missing. Caught within `curate.effects`."""


SideMaker = Callable[[Sequence[Result], int, PoolOptions], Side]


def continuous_side(results: Sequence[Result], number: int, options: PoolOptions) -> Side:
    """Return mean, SD and n of side `number`, 1 or 2; several arms are combined.

    Raises
    ------
    Missing
        When a mean, an n or every way to an SD is missing, or cannot be right.
    """
    suffixes = _suffixes(number, len(results))
    groups, inputs, steps = [], [], []
    for result, suffix in zip(results, suffixes, strict=True):
        mean, n = _needed(result, "mean"), _needed(result, "n")
        if _value(n) < 2:
            raise Missing(f"n = {n.value} is below 2")
        sd, used, step = _spread(result, _value(n), suffix, options)
        if not sd > 0:
            raise Missing("the standard deviation is not positive")
        groups.append(Group(_value(mean), sd, _value(n)))
        inputs += [input_of(mean, f"m{suffix}"), *used, input_of(n, f"n{suffix}")]
        steps += step
    whole = groups[0]
    if len(groups) > 1:
        whole = combine_arms(groups)
        steps.append(f"{len(groups)} arms combined as group {number}")
    return Side(tuple(whole), whole.n, tuple(inputs), tuple(steps))


def binary_side(results: Sequence[Result], number: int, options: PoolOptions) -> Side:
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
        count, used, step = _events(result, _value(total), suffix)
        if not 0 <= count <= _value(total):
            raise Missing(f"{count:g} events in {total.value} people")
        events, people = events + count, people + _value(total)
        inputs += [used, input_of(total, f"n{suffix}")]
        steps += step
    if len(results) > 1:
        steps.append(f"{len(results)} arms combined as group {number}")
    return Side((events, people), people, tuple(inputs), tuple(steps))


def rate_side(results: Sequence[Result], number: int, options: PoolOptions) -> Side:
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
        if _value(count) < 0 or not _value(at_risk) > 0:
            raise Missing(f"{count.value} events in a person-time of {at_risk.value}")
        events, time = events + _value(count), time + _value(at_risk)
        inputs += [input_of(count, f"x{suffix}"), input_of(at_risk, f"t{suffix}")]
    if len({record.unit for r in results if (record := r.record("person_time"))}) > 1:
        raise Missing("the arms count person-time in several units")
    steps = [f"{len(results)} arms combined as group {number}"] if len(results) > 1 else []
    return Side((events, time), 0.0, tuple(inputs), tuple(steps))


def no_side(results: Sequence[Result], number: int, options: PoolOptions) -> Side:
    """Refuse single arms: a hazard ratio comes from what compares the two.

    Raises
    ------
    Missing
        Always.
    """
    raise Missing("a hazard ratio comes from a printed contrast: hr with its interval, or O - E and V")


def input_of(record: Record, role: str) -> Input:
    """Return the input that `record` gives in `role`."""
    return Input(role, _value(record), record.key, record.reading, record.decision)


def printed_level(record: Record, options: PoolOptions) -> float:
    """Return the level of a printed limit in percent.

    Raises
    ------
    Missing
        When the report does not say it and the options assume none.
    """
    level = record.ci_level or options.ci_level_printed
    if not level:
        raise Missing("the confidence level is not reported and none may be assumed")
    return level


def _spread(
    result: Result, n: float, suffix: str, options: PoolOptions
) -> tuple[float, list[Input], list[str]]:
    """Return the SD: as reported, else from the SE, else from the interval of the mean."""
    if sd := result.record("sd"):
        return _value(sd), [input_of(sd, f"sd{suffix}")], []
    se, low, high = (result.record(name) for name in ("se", "ci_low", "ci_high"))
    if result.adjusted and (se or (low and high)):
        raise Missing("sd is missing, and the SE of an adjusted mean is not SD/√n")
    if se:
        sd_value = float(sd_from_se(_value(se), n))
        return sd_value, [input_of(se, f"se{suffix}")], [f"sd{suffix} from se{suffix}"]
    if low and high:
        level = printed_level(low, options)
        sd_value = float(sd_from_ci(_value(low), _value(high), n, level))
        used = [input_of(low, f"ci_low{suffix}"), input_of(high, f"ci_high{suffix}")]
        return sd_value, used, [f"sd{suffix} from the {level:g}% CI of the mean, t with n-1 df"]
    raise Missing(_why(result, "sd"))


def _events(result: Result, total: float, suffix: str) -> tuple[float, Input, list[str]]:
    if events := result.record("events"):
        return _value(events), input_of(events, f"events{suffix}"), []
    percent = result.record("percent")
    if percent is None:
        raise Missing(_why(result, "events"))
    count = events_from_percent(_value(percent), percent.decimals or 0, total)
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


def _value(record: Record) -> float:
    assert record.number is not None  # Result.record gives records with a number only
    return record.number
