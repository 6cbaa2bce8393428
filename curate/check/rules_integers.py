"""Rules on scores that are whole numbers: means and SDs that no sample can have."""

from __future__ import annotations

from curate.check.integers import is_debit, is_grim, is_grimmer
from curate.check.look import Look, problem, value
from curate.effects.result import Result
from curate.model.problem import Problem, Severity
from curate.model.protocol import Outcome
from curate.model.record import Record

_HINT = "an n of another analysis, imputed or adjusted scores, or a misread digit"


def grim(look: Look) -> list[Problem]:
    """``grim``, warning: n whole-number scores cannot have this mean.

    For outcomes whose `items` the protocol says. Means of models and of imputed scores are no means of n scores.
    Hint: an n of another analysis, imputed or adjusted scores, or a misread digit.
    Source: Brown & Heathers (2017), doi:10.1177/1948550616673876.
    """
    found = []
    for result, outcome, mean, _, n in _scores(look):
        if not is_grim(mean.value, int(value(n)), int(outcome.items)):
            what = f"no {n.value} whole-number scores have a mean of {mean.value}"
            found.append(problem(Severity.warning, "grim", result, what, _HINT, [mean, n]))
    return found


def grimmer(look: Look) -> list[Problem]:
    """``grimmer``, warning: n whole-number scores with this mean, on this scale, cannot have this SD.

    Hint: as `grim`; or an SE typed as SD.
    Source: Anaya (2016), doi:10.7287/peerj.preprints.2400v1; with the ends of the scale it is SPRITE's question,
    Heathers et al. (2018), doi:10.7287/peerj.preprints.26968v1.
    """
    found = []
    for result, outcome, mean, sd, n in _scores(look):
        size, items = int(value(n)), int(outcome.items)
        if sd is None or not is_grim(mean.value, size, items):
            continue
        if not is_grimmer(mean.value, sd.value, size, items, _ends(outcome, result)):
            what = f"no {n.value} whole-number scores with mean {mean.value} have an SD of {sd.value}"
            hint = f"{_HINT}; or an SE typed as SD"
            found.append(problem(Severity.warning, "grimmer", result, what, hint, [mean, sd, n]))
    return found


def debit(look: Look) -> list[Problem]:
    """``debit``, warning: a mean and SD of yes-or-no answers that do not belong to each other.

    For scores from 0 to 1 that are whole numbers.
    Hint: a share of another denominator, or an SE.
    Source: Heathers & Brown (2019), osf.io/5vb3u.
    """
    found = []
    for result, outcome, mean, sd, n in _scores(look):
        if (outcome.minimum, outcome.maximum) != (0, 1) or sd is None or outcome.items != 1:
            continue
        size = int(value(n))
        if is_grim(mean.value, size) and not is_debit(mean.value, sd.value, size):
            what = f"a share of {mean.value} among {n.value} has another SD than {sd.value}"
            hint = "a share of another denominator, or an SE"
            found.append(problem(Severity.warning, "debit", result, what, hint, [mean, sd, n]))
    return found


def _scores(look: Look) -> list[tuple[Result, Outcome, Record, Record | None, Record]]:
    """Return arms with a plain mean of whole-number scores: result, outcome, mean, SD, n."""
    found = []
    for result in look.arms:
        outcome = look.outcome(result.outcome)
        mean, sd, n = (result.record(name) for name in ("mean", "sd", "n"))
        if outcome is None or not outcome.items or result.adjusted or not (mean and n):
            continue
        if value(n) >= 1 and value(n) == int(value(n)) and len(result.arms) == 1:
            found.append((result, outcome, mean, sd, n))
    return found


def _ends(outcome: Outcome, result: Result) -> tuple[int, int] | None:
    """Return the ends of one item's scale; None where they are not known, or changes go beyond them."""
    low, high = outcome.minimum, outcome.maximum
    if low is None or high is None or result.basis not in ("final", "baseline") or low != int(low):
        return None
    return int(low), int(high)
