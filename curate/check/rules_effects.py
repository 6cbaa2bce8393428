"""Rules on effects that would be pooled together."""

from __future__ import annotations

import math
from collections.abc import Sequence

from curate.check.rules_spread import IMPLAUSIBLE_SMD
from curate.effects.extremes import is_extreme
from curate.effects.rescaled import RESCALED
from curate.model.effect import Effect
from curate.model.problem import Problem, Severity
from curate.model.protocol import Comparison, Protocol
from curate.model.scale import own_scale
from curate.model.terms import LOG_SCALE


def mixed_basis(effects: Sequence[Effect], comparison: Comparison, protocol: Protocol) -> list[Problem]:
    """``mixed_basis``: change scores among final scores; one problem per study with changes.

    For SMDs and ratios of means an error, or a warning where the protocol says basis ``any``; for MDs a note, since
    there the two may meet. A negative mean on a scale without negative scores is a change, whatever was
    recorded; where the protocol does not give the scale's minimum, a negative mean among studies at
    least half of which have none is taken for one, as a warning.
    Hint: pool them apart, or say basis any in the protocol.
    Source: Cochrane Handbook 10.5.2 (the SD of a change is no SD of scores).
    """
    if comparison.measure not in ("MD", "SMD", "SMD1", "ROM"):
        return []
    minimum = {outcome.code: outcome.minimum for outcome in protocol.outcomes}
    signs = {
        effect.id: _sign_of_change(effect, effects, minimum.get(effect.outcome)) for effect in effects
    }
    changes = [effect for effect in effects if signs[effect.id]]
    finals = len(effects) - len(changes)
    found = []
    for effect in changes if finals else ():
        inferred = effect.basis != "change" and minimum.get(effect.outcome) is None
        severity = Severity.error
        if comparison.measure == "MD":
            severity = Severity.note
        elif comparison.basis == "any" or inferred:
            severity = Severity.warning
        others = f"{finals} other {'study' if finals == 1 else 'studies'}"
        what = f"{signs[effect.id]} among the final scores of {others}"
        hint = "pool them apart, or leave out the fewer"
        found.append(_problem(severity, "mixed_basis", effect, comparison, what, hint))
    return found


def change_signs(effects: Sequence[Effect], comparison: Comparison, protocol: Protocol) -> list[Problem]:
    """``change_signs``, warning: the changes of both arms have the other sign than those of all other studies.

    Of one outcome, with at least two others, both of whose arms changed to one side.
    Hint: improvement is printed as positive (a reduction of 9 for a change of -9): turn the sign.
    Source: Cochrane Handbook 6.5.1.2 (direction of scales).
    """
    if comparison.measure not in ("MD", "SMD", "SMD1"):
        return []
    signs = {effect.id: _sign_of_both(effect) for effect in effects if effect.basis == "change"}
    found = []
    for effect in effects:
        mine = signs.get(effect.id, 0)
        others = [
            sign
            for e in effects
            if e.study != effect.study and e.outcome == effect.outcome and (sign := signs.get(e.id, 0))
        ]
        if mine and len(others) >= _FEWEST_CHANGES and all(sign == -mine for sign in others):
            side = "above" if mine > 0 else "below"
            what = f"the changes of both arms are {side} zero, those of {len(others)} others are not"
            hint = "is improvement printed as positive? then turn the sign of its changes"
            found.append(_problem(Severity.warning, "change_signs", effect, comparison, what, hint))
    return found


_FEWEST_CHANGES = 2


def _sign_of_both(effect: Effect) -> int:
    """Return 1 or -1 where all mean changes of an effect are on one side of zero, 0 else."""
    signs = {(mean > 0) - (mean < 0) for mean in _means(effect)}
    return signs.pop() if len(signs) == 1 else 0


def mixed_scales(effects: Sequence[Effect], comparison: Comparison, protocol: Protocol) -> list[Problem]:
    """``mixed_scales``, error: mean differences on scales of different length or unit in one pool.

    Hint: an SMD, or one instrument per comparison.
    Source: Cochrane Handbook 6.5.1.2; two trials on CAPS (0-136) and CAPS-5 (0-80) differ so.
    """
    if comparison.measure != "MD":
        return []
    scales = {o.code: (o.minimum, o.maximum, o.unit) for o in protocol.outcomes}
    used = sorted({effect.outcome for effect in effects if RESCALED not in dict(effect.options)})
    if len({scales.get(code) for code in used}) < 2:
        return []
    what = f"mean differences on scales that differ: {', '.join(used)}"
    hint = "use an SMD, or one instrument per comparison"
    studies = tuple(entry.record for effect in effects for entry in effect.inputs)
    return [Problem(Severity.error, "mixed_scales", comparison.label, what, hint, "", studies)]


def smd_extreme(effects: Sequence[Effect], comparison: Comparison, protocol: Protocol) -> list[Problem]:
    """``smd_extreme``, warning: |SMD| above 3, hardly ever seen between randomised groups.

    Hint: an SE typed as SD, swapped arms, or a mean of another column.
    Source: Gøtzsche et al. (2007), doi:10.1001/jama.298.4.430.
    """
    found = []
    for effect in effects:
        if (
            effect.measure in ("SMD", "SMD1")
            and effect.yi is not None
            and abs(effect.yi) > IMPLAUSIBLE_SMD
        ):
            what = f"SMD = {effect.yi:.2f}"
            hint = "an SE typed as SD, or a number of another column"
            found.append(_problem(Severity.warning, "smd_extreme", effect, comparison, what, hint))
    return found


def ratio_extreme(
    effects: Sequence[Effect], comparison: Comparison, protocol: Protocol
) -> list[Problem]:
    """``ratio_extreme``, warning: a ratio whose 95% interval lies beyond 10, or below 1/10.

    Hint: a percentage or a logarithm typed as a ratio, or the variance of a log hazard ratio as V.
    Source: Pereira et al. (2012), doi:10.1001/jama.2012.13444.
    """
    found = []
    for effect in effects:
        if effect.measure not in LOG_SCALE or effect.yi is None or effect.vi is None:
            continue
        if is_extreme(effect.yi, effect.vi):
            ratio = math.exp(min(effect.yi, _LARGEST_LOG))
            what = f"{effect.measure} = {ratio:.3g}"
            hint = (
                "a percentage or a logarithm typed as a ratio, or a variance as the V of a log-rank test"
            )
            found.append(_problem(Severity.warning, "ratio_extreme", effect, comparison, what, hint))
    return found


_LARGEST_LOG = 700.0
"""Near the logarithm of the largest float."""


def duplicate_effects(
    effects: Sequence[Effect], comparison: Comparison, protocol: Protocol
) -> list[Problem]:
    """``duplicate_effects``, warning: two studies with the same numbers, digit for digit.

    Hint: two reports of one trial that were not joined, or a row copied.
    Source: Tramèr et al. (1997), doi:10.1136/bmj.315.7109.635.
    """
    seen: dict[tuple[tuple[str, float], ...], Effect] = {}
    found = []
    for effect in effects:
        key = tuple(sorted((entry.role, entry.value) for entry in effect.inputs))
        first = seen.setdefault(key, effect)
        if key and first.study != effect.study:
            what = f"the same numbers as {first.study_name}"
            hint = "two reports of one trial? join them; or a row that was copied"
            found.append(_problem(Severity.warning, "duplicate_effects", effect, comparison, what, hint))
    return found


def other_side(effects: Sequence[Effect], comparison: Comparison, protocol: Protocol) -> list[Problem]:
    """``other_side``, warning: one study's effect lies beyond chance on the other side than all others together.

    Its own 95% interval, and that of the others' common effect, exclude no effect on opposite sides, with at least
    three others, none of which is beyond chance on its side.
    Hint: arms swapped, a sign lost, or a scale that runs the other way than the protocol says.
    Source: Cochrane Handbook 6.5.1.2 (direction of scales); Gøtzsche et al. (2007), doi:10.1001/jama.298.4.430.
    """
    found = []
    for effect in effects:
        others = [e for e in effects if e is not effect and e.study != effect.study]
        mine = _side(effect)
        if not mine or len(others) < _FEWEST_OTHERS or any(_side(e) == mine for e in others):
            continue
        weights = [1 / (e.vi or math.inf) for e in others]
        mean = sum(w * (e.yi or 0.0) for w, e in zip(weights, others, strict=True)) / sum(weights)
        if abs(mean) > _Z / math.sqrt(sum(weights)) and (mean > 0) != (mine > 0):
            mine_told, mean_told = (own_scale(effect.measure, each) for each in (effect.yi or 0.0, mean))
            what = f"{effect.measure} = {mine_told}, all {len(others)} others together {mean_told}"
            hint = "arms swapped, a sign lost, or a scale that runs the other way"
            found.append(_problem(Severity.warning, "other_side", effect, comparison, what, hint))
    return found


_Z = 1.96
_FEWEST_OTHERS = 3


def _side(effect: Effect) -> int:
    """Return 1 or -1 for an effect whose interval excludes no effect, 0 for others."""
    if effect.yi is None or effect.vi is None or abs(effect.yi) <= _Z * math.sqrt(effect.vi):
        return 0
    return 1 if effect.yi > 0 else -1


def _sign_of_change(effect: Effect, pool: Sequence[Effect], minimum: float | None) -> str:
    """Return what shows that `effect` holds change scores, empty when nothing does."""
    if effect.basis == "change":
        return "change scores"
    lowest = _lowest_mean(effect)
    if lowest is None or lowest >= 0 or (minimum is not None and minimum < 0):
        return ""
    if minimum is not None:
        return f"a mean of {lowest:g} on a scale from {minimum:g}, so a change,"
    lowests = [low for other in pool if (low := _lowest_mean(other)) is not None]
    if sum(low >= 0 for low in lowests) < len(lowests) / 2:
        return ""
    return f"a mean of {lowest:g}, most likely a change,"


def _lowest_mean(effect: Effect) -> float | None:
    return min(_means(effect), default=None)


def _means(effect: Effect) -> list[float]:
    return [e.value for e in effect.inputs if e.role.startswith("m") and e.role[1:2].isdigit()]


def _problem(
    severity: Severity, code: str, effect: Effect, comparison: Comparison, what: str, hint: str
) -> Problem:
    where = f"{effect.study_name}, {comparison.label}"
    keys = tuple(entry.record for entry in effect.inputs)
    return Problem(severity, code, where, what, hint, effect.study, keys)
