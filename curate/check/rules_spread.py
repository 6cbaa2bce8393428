"""The commonest error of extraction that moves a pooled estimate: a standard error typed as an SD."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean, median

from curate.check.look import Look, designs, problem, value
from curate.effects.measures import standardised_mean_difference
from curate.effects.result import Result
from curate.model.problem import Problem, Severity

IMPLAUSIBLE_SMD = 3.0
"""|SMD| hardly ever seen between randomised groups."""

LARGE_SMD = 1.5
"""|SMD| that is suspect together with a small SD."""

PLAUSIBLE_SMD = 2.0
"""|SMD| below which reading the SD as SE must bring an implausible one."""

SMALL_SD = 1 / 3
"""Share of the sister trials' SD below which an SD is small; SDs on one scale rarely differ by more."""

TINY_SD = 1 / 8
"""Share below which an SD is suspect by itself."""

IN_LINE = 3.0
"""Factor within which an SD is in line with the sister trials'."""

FEWEST_SISTERS = 4

ARM_RATIO = 3.0
"""Ratio of two SDs of one study on one scale from which the smaller one is suspect."""

NEIGHBOUR = 2.0
"""Factor within which the smaller of two such SDs must come when it is read as an SE."""

PROPORTIONAL = 1.5
"""Near the floor of a scale SDs shrink with the mean: a ratio this close to the means' is no sign."""

NARROW = 0.04
"""Share of the scale's length below which people would be nearly identical."""

FROM_ENDS = 0.2
"""Share of the scale's length from its ends within which small SDs are natural."""


@dataclass(frozen=True, slots=True)
class _Arm:
    """Mean, SD and n of one result."""

    result: Result
    mean: float
    sd: float
    n: float

    @property
    def as_se(self) -> float:
        """The SD if the printed number is an SE."""
        return self.sd * math.sqrt(self.n)


def se_for_sd(look: Look) -> list[Problem]:
    """``se_for_sd``, warning: an SD that behaves as a standard error; one per study and outcome.

    Signs, each of which must vanish when the number is read as SE (SD = SE √n): |SMD| above 3; an SD
    below a third of the median of at least four sister trials together with |SMD| above 1.5, or below an
    eighth of it; an SD three times smaller than another of the same study on the same scale, unless the
    means are in the same ratio; an SD below 4% of the scale's length in its middle.
    Hint: look whether the report says ± SE or SEM; change the statistic to se.
    Source: Cochrane Handbook 6.5.2; Gøtzsche et al. (2007), doi:10.1001/jama.298.4.430.
    """
    arms = [arm for result in look.arms if (arm := _arm(result))]
    medians = _sister_medians(arms)
    found = []
    for (study, outcome), group in _by_study(arms):
        signs = [
            *_smd_signs(group, medians),
            *_tiny_signs(group, medians),
            *_neighbour_signs(group),
            *_range_signs(group, look),
        ]
        if not signs:
            continue
        suspects = {id(arm): arm for _, suspected in signs for arm in suspected}
        what = "; ".join(dict.fromkeys(text for text, _ in signs))
        hint = "look whether the report says ± SE or SEM; if so, record the statistic as se"
        where = f"{group[0].result.study_name}, {outcome}"
        keys = tuple(r.key for arm in suspects.values() if (r := arm.result.record("sd")))
        found.append(Problem(Severity.warning, "se_for_sd", where, what, hint, study, keys))
    return found


def sd_for_se(look: Look) -> list[Problem]:
    """``sd_for_se``, warning: an SE that behaves as an SD.

    The SD that it would mean, SE √n, is larger than any on the scale; or it is more than eight times the median of at
    least four sister trials, with which the printed number is in line.
    Hint: look whether the report says SD; change the statistic to sd.
    Source: Cochrane Handbook 6.5.2; Gøtzsche et al. (2007), doi:10.1001/jama.298.4.430.
    """
    medians = _sister_medians(arm for result in look.arms if (arm := _arm(result)))
    found = []
    for result in look.arms:
        mean, se, n = (result.record(name) for name in ("mean", "se", "n"))
        if not (mean and se and n) or result.record("sd") or value(n) < 2 or result.adjusted:
            continue
        sd = value(se) * math.sqrt(value(n))
        outcome = look.outcome(result.outcome)
        usual = medians.get((result.study, (result.outcome, result.basis == "baseline")))
        what = ""
        if outcome and outcome.minimum is not None and outcome.maximum is not None:
            length = outcome.maximum - outcome.minimum
            if result.basis == "change":
                length *= 2
            if sd > length / 2 * math.sqrt(value(n) / (value(n) - 1)):
                what = f"SE {se.value} at n {n.value} is an SD of {sd:.3g} on a scale {length:g} long"
        if not what and usual and sd > usual / TINY_SD and _in_line(value(se), usual):
            what = f"SE {se.value} at n {n.value} is an SD of {sd:.3g}, sister trials have {usual:.3g}"
        if what:
            hint = "look whether the report says SD; if so, record the statistic as sd"
            found.append(problem(Severity.warning, "sd_for_se", result, what, hint, [se, n]))
    return found


Sign = tuple[str, list[_Arm]]
Key = tuple[str, bool]


def _arm(result: Result) -> _Arm | None:
    mean, sd, n = (result.record(name) for name in ("mean", "sd", "n"))
    if not (mean and sd and n) or value(sd) <= 0 or value(n) < 2:
        return None
    return _Arm(result, value(mean), value(sd), value(n))


def _by_study(arms: Iterable[_Arm]) -> Iterator[tuple[tuple[str, str], list[_Arm]]]:
    groups: dict[tuple[str, str], list[_Arm]] = {}
    for arm in arms:
        groups.setdefault((arm.result.study, arm.result.outcome), []).append(arm)
    yield from groups.items()


def _sister_key(arm: _Arm) -> Key:
    """Return what makes SDs comparable: baseline scores are held together by the entry criteria."""
    return arm.result.outcome, arm.result.basis == "baseline"


def _sister_medians(arms: Iterable[_Arm]) -> dict[tuple[str, Key], float]:
    """Return, for each study and kind of score, the median SD of the other studies; none below four."""
    logs: dict[Key, dict[str, list[float]]] = {}
    for arm in arms:
        logs.setdefault(_sister_key(arm), {}).setdefault(arm.result.study, []).append(math.log(arm.sd))
    found = {}
    for key, studies in logs.items():
        typical = {study: fmean(values) for study, values in studies.items()}
        for study in studies:
            others = [one for name, one in typical.items() if name != study]
            if len(others) >= FEWEST_SISTERS:
                found[study, key] = math.exp(median(others))
    return found


def _smd_signs(arms: list[_Arm], medians: dict[tuple[str, Key], float]) -> Iterator[Sign]:
    """Yield pairs of arms whose SMD is implausible, or large with SDs below the sister trials'."""
    by_result = {arm.result.key: arm for arm in arms}
    for design in designs(arm.result for arm in arms):
        for one, two in combinations([by_result[result.key] for result in design], 2):
            g = _smd(one, two)
            if g > IMPLAUSIBLE_SMD and _smd(one, two, as_se=True) < PLAUSIBLE_SMD:
                yield f"|SMD| = {g:.2f}", [one, two]
                continue
            usual = medians.get((one.result.study, _sister_key(one)))
            if usual is None or g <= LARGE_SMD:
                continue
            sd, as_se = math.sqrt(one.sd * two.sd), math.sqrt(one.as_se * two.as_se)
            if sd < SMALL_SD * usual and _in_line(as_se, usual):
                yield f"SD {sd:.3g} where sister trials have {usual:.3g}, |SMD| = {g:.2f}", [one, two]


def _tiny_signs(arms: list[_Arm], medians: dict[tuple[str, Key], float]) -> Iterator[Sign]:
    """Yield arms whose SD is a fraction of the sister trials' and in line with them when read as SE."""
    for arm in arms:
        usual = medians.get((arm.result.study, _sister_key(arm)))
        if usual and arm.sd < TINY_SD * usual and _in_line(arm.as_se, usual):
            yield f"SD {arm.sd:g} where sister trials have {usual:.3g}", [arm]


def _neighbour_signs(arms: list[_Arm]) -> Iterator[Sign]:
    """Yield the smaller of two SDs of one study when √n is what lies between them."""
    for one, two in combinations(arms, 2):
        small, large = sorted((one, two), key=lambda arm: arm.sd)
        ratio = large.sd / small.sd
        if ratio < ARM_RATIO or not 1 / NEIGHBOUR < small.as_se / large.sd < NEIGHBOUR:
            continue
        if _is_proportional(large.mean, small.mean, ratio):
            continue
        place = "+".join(large.result.arms) + f", {large.result.timepoint}"
        yield f"SD {small.sd:g} beside {large.sd:g} ({place}), {small.as_se:.3g} if it is an SE", [small]


def _range_signs(arms: list[_Arm], look: Look) -> Iterator[Sign]:
    """Yield arms whose people would be nearly identical on the scale."""
    for arm in arms:
        outcome = look.outcome(arm.result.outcome)
        if outcome is None or outcome.minimum is None or outcome.maximum is None:
            continue
        length = outcome.maximum - outcome.minimum
        inside = min(arm.mean - outcome.minimum, outcome.maximum - arm.mean)
        if arm.sd < NARROW * length <= arm.as_se and inside > FROM_ENDS * length:
            yield f"SD {arm.sd:g} on a scale {length:g} long", [arm]


def _smd(one: _Arm, two: _Arm, as_se: bool = False) -> float:
    """Return |g| of two arms, with their SDs as they are or read as SE."""
    sd1, sd2 = (one.as_se, two.as_se) if as_se else (one.sd, two.sd)
    return abs(float(standardised_mean_difference(one.mean, sd1, one.n, two.mean, sd2, two.n).yi))


def _is_proportional(large: float, small: float, ratio: float) -> bool:
    """Return whether the means are in about the same ratio as the SDs."""
    return small * large > 0 and abs(math.log(large / small / ratio)) < math.log(PROPORTIONAL)


def _in_line(sd: float, usual: float) -> bool:
    return usual / IN_LINE < sd < usual * IN_LINE
