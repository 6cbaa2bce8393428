"""What a forest plot says, as texts and numbers: no drawing here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from statistics import NormalDist

from curate.effects.convert import Group, combine_arms, sd_from_se
from curate.effects.options import METHODS
from curate.model.effect import Effect, Pooled
from curate.model.protocol import Arm, Comparison, Outcome, Protocol
from curate.model.terms import LOG_SCALE, labels
from curate.plots.numbers import column, interval, number, p_value

_LONGEST_NAME = 44
_INTERVALS = {
    "knha": "Hartung-Knapp",
    "adhoc": "ad hoc Hartung-Knapp",
    "t": "t",
    "z": "Wald",
}


def model_name(method: str) -> str:
    """Return the name of the summary line."""
    if method in ("CE", "MH", "PETO"):
        names = {"CE": "Common effect", "MH": "Mantel-Haenszel", "PETO": "Peto"}
        return names[method]
    return f"Random effects ({method})"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the plot.

    Attributes
    ----------
    kind
        ``study``, ``pooled`` (a diamond), ``other`` (an open diamond), ``prediction`` (a bar), ``heading`` and
        ``subtotal`` of a subgroup, or ``series`` (an estimate of several studies, as of leaving one out).
    raw
        Texts of the raw data columns; empty for lines without.
    estimate, low, high
        On the analysis scale.
    weight
        Percent, None where there is none.
    text
        Estimate and interval as printed, back-transformed for ratios.
    """

    kind: str
    name: str
    raw: tuple[str, ...]
    estimate: float
    low: float
    high: float
    weight: float | None
    text: str
    indent: bool = False


@dataclass(frozen=True, slots=True)
class Forest:
    """A forest plot before it is drawn.

    Attributes
    ----------
    groups
        Headings over the raw data columns: (label, number of columns).
    columns
        Headings of the raw data columns.
    favours
        What lies to the left and to the right of no effect.
    notes
        Lines under the plot.
    layout
        A name of `curate.plots.style.STYLES`.
    """

    title: str
    groups: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]
    measure: str
    interval: str
    log: bool
    rows: tuple[Row, ...]
    favours: tuple[str, str]
    notes: tuple[str, ...]
    layout: str = "curate"


def forest_rows(
    pooled: Pooled,
    effects: Sequence[Effect],
    protocol: Protocol | None = None,
    sides: tuple[str, str] | None = None,
) -> Forest:
    """Return what the plot of `pooled` says.

    Parameters
    ----------
    effects
        Those of the comparison; the ones left out are listed in the notes.
    protocol
        Gives labels of comparison and arms, and the direction of benefit.
    sides
        Names of the two groups, where they are not the protocol's.
    """
    by_id = {effect.id: effect for effect in effects}
    used = [by_id[name] for name in pooled.effects if name in by_id]
    comparison = _comparison(pooled, protocol)
    sides = sides or _side_labels(comparison, protocol)
    log = pooled.measure in LOG_SCALE
    headings, raw = _raw_columns(used)
    studies = [
        _study(effect, columns, weight, pooled.level, log)
        for effect, columns, weight in zip(used, raw, pooled.weights, strict=True)
    ]
    return Forest(
        title=comparison.label if comparison else pooled.comparison,
        groups=tuple((side, len(headings) // 2) for side in sides) if headings else (),
        columns=headings,
        measure=labels("measure")[pooled.measure].split(",")[0].capitalize(),
        interval=f"{pooled.measure} [{pooled.level:g}% CI]",
        log=log,
        rows=(*studies, *summaries(pooled, _totals(used, headings))),
        favours=_favours(pooled, comparison, protocol, sides),
        notes=(heterogeneity(pooled), _method(pooled, used), *_told(pooled, effects)),
    )


def _study(effect: Effect, raw: tuple[str, ...], weight: float, level: float, log: bool) -> Row:
    assert effect.yi is not None  # only such effects are pooled
    assert effect.vi is not None
    half = NormalDist().inv_cdf(0.5 + level / 200) * effect.vi**0.5
    low, high = effect.yi - half, effect.yi + half
    text = printed(effect.yi, low, high, log)
    return Row("study", short(effect.label), raw, effect.yi, low, high, weight, text)


def summaries(pooled: Pooled, totals: tuple[str, ...]) -> list[Row]:
    """Return the rows below the studies: the estimate, the other interval at k = 2, the prediction interval."""
    log = pooled.measure in LOG_SCALE
    m = pooled.estimate
    name = model_name(pooled.method)
    text = printed(m, pooled.ci_low, pooled.ci_high, log)
    rows = [Row("pooled", name, totals, m, pooled.ci_low, pooled.ci_high, 100.0, text)]
    if pooled.other:
        kind, low, high = pooled.other
        text = printed(m, low, high, log)
        rows.append(Row("other", f"with {_INTERVALS[kind]} interval", (), m, low, high, None, text))
    if pooled.pi_low is not None and pooled.pi_high is not None:
        name = f"{pooled.level:g}% prediction interval"
        low, high = _scaled(pooled.pi_low, log), _scaled(pooled.pi_high, log)
        text = f"[{number(low)}, {number(high)}]"
        rows.append(Row("prediction", name, (), m, pooled.pi_low, pooled.pi_high, None, text))
    return rows


def _scaled(value: float, log: bool) -> float:
    return exp(value) if log else value


def printed(estimate: float, low: float, high: float, log: bool) -> str:
    """Return an estimate with its interval, back-transformed for ratios."""
    return interval(_scaled(estimate, log), _scaled(low, log), _scaled(high, log))


def short(name: str) -> str:
    """Return a name that fits into the first column."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def _raw_columns(used: Sequence[Effect]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return headings and texts of the raw data: mean, SD, n or events, n of both sides; n alone else."""
    if any(entry.role.startswith("m1") for effect in used for entry in effect.inputs):
        sides = [[_group(effect, side) for effect in used] for side in (1, 2)]
        pairs = [_alike(*([getattr(g, name) for g in side] for side in sides)) for name in Group._fields]
        texts = [pair[side] for side in (0, 1) for pair in pairs]
        return ("Mean", "SD", "n") * 2, list(zip(*texts, strict=True))
    people = [column((e.n1, e.n2)[side] or None for e in used) for side in (0, 1)]
    if any(_role_of_events(entry.role) for effect in used for entry in effect.inputs):
        events = [column(_events(effect, side) for effect in used) for side in (1, 2)]
        texts = [events[0], people[0], events[1], people[1]]
        return ("Events", "n") * 2, list(zip(*texts, strict=True))
    if any(effect.n1 for effect in used):
        return ("n", "n"), list(zip(*people, strict=True))
    return (), [() for _ in used]


def _alike(one: list[float | None], two: list[float | None]) -> tuple[list[str], list[str]]:
    """Return the columns of both sides with the same number of decimals."""
    texts = column([*one, *two])
    return texts[: len(one)], texts[len(one) :]


@dataclass(frozen=True, slots=True)
class _Unknown:
    """A group of which some numbers are not among the inputs."""

    mean: float | None
    sd: float | None
    n: float | None


def _group(effect: Effect, side: int) -> Group | _Unknown:
    """Return mean, SD and n of one side, combined and converted as the effect was."""
    values = {entry.role: entry.value for entry in effect.inputs}
    arms = [role[1:] for role in values if role.split(".")[0] == f"m{side}"]
    groups = []
    for arm in arms:
        mean, n = values[f"m{arm}"], values.get(f"n{arm}", 0.0)
        sd = values.get(f"sd{arm}")
        if sd is None and f"se{arm}" in values:
            sd = float(sd_from_se(values[f"se{arm}"], n))
        if sd is None:
            only = len(arms) == 1
            return _Unknown(mean if only else None, None, (effect.n1, effect.n2)[side - 1] or None)
        groups.append(Group(mean, sd, n))
    if not groups:
        return _Unknown(None, None, (effect.n1, effect.n2)[side - 1] or None)
    whole = combine_arms(groups) if len(groups) > 1 else groups[0]
    return whole._replace(n=whole.n / effect.split(side))


def _role_of_events(role: str) -> bool:
    return role.startswith(("events", "percent"))


def _events(effect: Effect, side: int) -> float | None:
    """Return the events of one side; from a percentage as the effect was computed."""
    people = {entry.role[1:]: entry.value for entry in effect.inputs if entry.role[0] == "n"}
    total = None
    for entry in effect.inputs:
        if not _role_of_events(entry.role):
            continue
        arm = entry.role.removeprefix("events").removeprefix("percent")
        if arm.split(".")[0] == str(side):
            is_count = entry.role.startswith("events")
            count = entry.value if is_count else round(entry.value * people[arm] / 100)
            total = (total or 0.0) + count / effect.split(side)
    return total


def _totals(used: Sequence[Effect], headings: tuple[str, ...]) -> tuple[str, ...]:
    """Return the people, and events, of all studies under their columns; a group that effects share counts once."""
    texts, side = [], 1
    for heading in headings:
        once = {(e.study, "" if e.covaries_by(side) else e.arms): e for e in used}.values()
        if heading == "n":
            texts.append(number(sum((effect.n1, effect.n2)[side - 1] for effect in once), 0))
            side += 1
        elif heading == "Events":
            texts.append(number(sum(_events(effect, side) or 0 for effect in once), 0))
        else:
            texts.append("")
    return tuple(texts)


def _comparison(pooled: Pooled, protocol: Protocol | None) -> Comparison | None:
    known = protocol.comparisons if protocol else ()
    return next((c for c in known if c.code == pooled.comparison), None)


def _side_labels(comparison: Comparison | None, protocol: Protocol | None) -> tuple[str, str]:
    if comparison is None or protocol is None:
        return "Experimental", "Control"
    arms = {arm.code: arm for arm in protocol.arms}

    def label(codes: tuple[str, ...], otherwise: str) -> str:
        if len(codes) != 1:
            return otherwise
        return arms.get(codes[0], Arm(codes[0], codes[0])).label

    return label(comparison.experimental, "Experimental"), label(comparison.control, "Control")


def _favours(
    pooled: Pooled, comparison: Comparison | None, protocol: Protocol | None, sides: tuple[str, str]
) -> tuple[str, str]:
    """Return what lies left and right: a benefit where the protocol says which end is good."""
    one, two = sides
    outcomes = {outcome.code: outcome for outcome in protocol.outcomes} if protocol else {}
    first: Outcome | None = outcomes.get(comparison.outcomes[0]) if comparison else None
    if first is None:
        return f"lower with {one.lower()}", f"higher with {one.lower()}"
    return (
        (f"favours {one.lower()}", f"favours {two.lower()}")
        if first.direction == "lower"
        else (f"favours {two.lower()}", f"favours {one.lower()}")
    )


def heterogeneity(pooled: Pooled) -> str:
    """Return tau², I², Q and the test of the effect in one line."""
    if pooled.k == 1:
        return f"Test of the effect: {p_value(pooled.p)}"
    tau2 = number(pooled.tau2, 3) if pooled.tau2 else "0"
    parts = [f"τ² = {tau2}"] if pooled.method not in ("CE", "MH", "PETO") else []
    parts.append(f"I² = {pooled.i2:.0f}%")
    q = f"Q = {pooled.q:.1f}, df = {pooled.k - 1}"
    parts.append(q if pooled.q_p is None else f"{q}, {p_value(pooled.q_p)}")
    return f"Heterogeneity: {'; '.join(parts)}. Test of the effect: {p_value(pooled.p)}"


def _method(pooled: Pooled, used: Sequence[Effect]) -> str:
    """Return the conventions in one line: measure, model, interval."""
    options = dict(used[0].options) if used else {}
    measure = labels("measure")[pooled.measure].split(",")[0]
    if "smd_variance" in options:
        factor = {"none": "Cohen's d", "exact": "Hedges' g, exact J"}
        how = factor.get(options.get("j", "exact"), "Hedges' g, approximate J")
        measure += f" ({how}, variance {options['smd_variance']})"
    return method(pooled, measure)


def method(pooled: Pooled, measure: str) -> str:
    """Return measure, model and interval in one line."""
    model = METHODS.get(pooled.method, pooled.method)
    if pooled.covaries:
        model += ", three-level" if pooled.method != "CE" else ""
        model += ", covariances of shared groups known"
    return f"Method: {measure}; {model}; {pooled.level:g}% {_INTERVALS[pooled.ci]} interval"


def _told(pooled: Pooled, effects: Sequence[Effect]) -> list[str]:
    warnings = [text for text in pooled.warnings if not text.startswith("left out: ")]
    told = [f"Note: {text.replace('tau²', 'τ²')}" for text in warnings]
    mine = [e for e in effects if e.comparison == pooled.comparison and e.left_out]
    if mine:
        names = "; ".join(f"{effect.label} ({effect.left_out})" for effect in mine)
        told.append(f"Not pooled: {names}")
    return told
