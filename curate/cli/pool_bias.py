"""What ``curate pool FILE.csv`` is asked about single studies and small ones: influence, asymmetry, trim and fill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curate.cli.common import counted, say, table
from curate.cli.pool_more import Part, independent, inverse_variance
from curate.model.scale import estimate_in_words, interval_in_words
from curate.model.terms import LOG_SCALE

if TYPE_CHECKING:
    from curate.pool.fit import Fits
    from curate.pool.inference import Interval
    from curate.pool.small_study import Asymmetry
    from curate.pool.study_pool import StudyPool


def asymmetry(found: StudyPool, *, force: bool) -> Part:
    """Test for small-study effects; no p below ten studies unless it is asked for.

    Effects on their standard errors (Egger), or of a standardised difference on √(1/n1 + 1/n2), which the effect is no
    part of; of counts also Peters's and Harbord's lines; Begg's ranks.
    """
    from curate.pool.small_study import FEWEST, begg, egger, harbord, peters, precision_of_sizes

    independent(found, "--bias")
    predictor = None
    name = "egger"
    if found.pooled.measure in ("SMD", "SMD1") and found.sizes is not None:
        predictor, name = precision_of_sizes(*found.sizes), "egger_sizes"
    lines: dict[str, Asymmetry] = {name: egger(found.yi, found.vi, predictor)}
    if found.counts is not None and found.pooled.measure in ("OR", "PETO"):
        lines |= {"peters": peters(*found.counts), "harbord": harbord(*found.counts)}
    ranks = begg(found.yi, found.vi)
    told = force or len(found.rows) >= FEWEST
    notes = []
    if not told:
        notes.append(f"no p below {FEWEST} studies: the tests have next to no power there (--force)")
    if found.pooled.measure in ("SMD", "SMD1") and predictor is None:
        notes.append(
            "an SMD depends on its standard error: without n1i and n2i asymmetry is found too often"
        )
    if found.pooled.measure in ("OR", "RR") and "harbord" not in lines:
        notes.append("a log ratio depends on its standard error: Egger's test finds asymmetry too often")
    plain = {
        **{
            key: {"t": line.t, "df": line.df, "p": line.p if told else None, "limit": line.limit}
            for key, line in lines.items()
        },
        "begg": {"tau": ranks.tau, "p": ranks.p if told else None},
        "note": "; ".join(notes),
    }

    def show() -> None:
        for key, line in lines.items():
            p = f", p {line.p:.3f}" if told else ""
            say(f"{NAMES[key]}: t {line.t:.2f} on {line.df} df{p}; limit {_limit(found, line.limit)}")
        say(f"Begg, ranks: tau {ranks.tau:.2f}{f', p {ranks.p:.3f}' if told else ''}")
        for note in notes:
            say(f"note: {note}")

    return Part("bias", plain, show)


def _limit(found: StudyPool, value: float) -> str:
    """Return the effect of a study without error, by the line of a test."""
    measure = found.pooled.measure
    return estimate_in_words(measure, value) if measure in LOG_SCALE else f"{value:.3f}"


def _filled(measure: str, fits: Fits, interval: Interval) -> str:
    estimate, low, high = (float(each[0]) for each in (fits.estimate, interval.low, interval.high))
    if measure in LOG_SCALE:
        return interval_in_words(measure, estimate, low, high)
    return f"{estimate:.3f} [{low:.3f}, {high:.3f}] on the analysis scale"


NAMES = {
    "egger": "Egger, effects on their standard errors",
    "egger_sizes": "Egger, effects on √(1/n1 + 1/n2)",
    "peters": "Peters, log odds ratios on 1/n",
    "harbord": "Harbord, scores on 1/√V",
}


def filled(found: StudyPool, *, force: bool) -> Part:
    """Trim and fill; a sensitivity analysis."""
    from curate.pool.inference import INTERVALS
    from curate.pool.small_study import FEWEST
    from curate.pool.trim_fill import trim_and_fill

    inverse_variance(found, "--fill")
    pooled = found.pooled
    made = trim_and_fill(found.yi, found.vi, method=pooled.method)
    interval = INTERVALS[pooled.ci](made.fits, pooled.level)
    plain = {
        "missing": made.missing,
        "side": made.side,
        "estimate": float(made.fits.estimate[0]),
        "ci_low": float(interval.low[0]),
        "ci_high": float(interval.high[0]),
        "tau2": float(made.fits.tau2[0]),
        "filled": [{"yi": y, "vi": v} for y, v in zip(made.yi.tolist(), made.vi.tolist(), strict=True)],
    }

    def show() -> None:
        there = f"{counted(made.missing, 'study')} missing on the {made.side}"
        say(f"trim and fill: {there}; with them {_filled(pooled.measure, made.fits, interval)}")
        if len(found.rows) < FEWEST and not force:
            say(f"note: below {FEWEST} studies that says next to nothing")

    return Part("trim_and_fill", plain, show)


def influential(found: StudyPool) -> Part:
    """Print deletion diagnostics, those that stand out marked."""
    from curate.pool.influence import baujat, influence

    inverse_variance(found, "--influence")
    pooled = found.pooled
    made = influence(found.yi, found.vi, pooled.method, pooled.ci)
    added, moved = baujat(found.yi, found.vi, pooled.method)
    keys = ("rstudent", "dffits", "cook_d", "cov_r", "tau2_del", "q_del", "hat", "dfbetas")
    rows: list[dict[str, Any]] = [
        {
            "study": label,
            **{key: float(getattr(made, key)[row]) for key in keys},
            "baujat_q": float(added[row]),
            "baujat_influence": float(moved[row]),
            "flagged": bool(made.flagged[row]),
        }
        for row, label in enumerate(found.labels)
    ]

    def show() -> None:
        say("influence of each study on the estimate")
        cells = [
            [
                f"{each['study']} *" if each["flagged"] else str(each["study"]),
                *(f"{each[key]:.2f}" for key in ("rstudent", "dffits", "cook_d", "cov_r")),
                f"{each['tau2_del']:.4f}",
                f"{100 * each['hat']:.0f}%",
            ]
            for each in rows
        ]
        heads = ["", "rstudent", "dffits", "Cook's d", "cov. ratio", "tau² without", "weight"]
        table(heads, cells, right=(1, 2, 3, 4, 5, 6))
        if made.flagged.any():
            say("* stands out (Viechtbauer & Cheung 2010)")

    return Part("influence", {"studies": rows}, show)
