"""What ``curate pool`` is asked beside the estimate, of a file or of a comparison of a review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from curate.cli.common import say, table
from curate.cli.pool_bias import asymmetry, filled, influential
from curate.cli.pool_more import Part, by_subgroup, inverse_variance, on_moderators
from curate.model.scale import estimate_cells, estimate_columns
from curate.model.terms import LOG_SCALE

if TYPE_CHECKING:
    from curate.pool.columns import Table
    from curate.pool.sensitivity import Series
    from curate.pool.study_pool import StudyPool


@dataclass(frozen=True, slots=True)
class Asked:
    """Options beside the model.

    Attributes
    ----------
    plot_kind, layout, sides, title
        Of a plot.
    points
        SD of an instrument in whose points a standardised difference is said too.
    """

    loo: bool = False
    cumulative: bool = False
    by: str | None = None
    moderators: tuple[str, ...] = ()
    common_tau2: bool = False
    bias: bool = False
    fill: bool = False
    influence: bool = False
    force: bool = False
    plot_kind: str = "forest"
    layout: str = "curate"
    sides: str | None = None
    title: str | None = None
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """Series of estimates and other parts, printed or as plain values."""

    found: StudyPool
    series: dict[str, Series]
    parts: list[Part]

    def plain(self) -> dict[str, object]:
        """Return everything for JSON."""
        found: dict[str, object] = {name: _plain(self.found, each) for name, each in self.series.items()}
        return found | {each.name: each.plain for each in self.parts}

    def show(self) -> None:
        """Print everything."""
        for name, each in self.series.items():
            _show(self.found, name, each)
        for part in self.parts:
            part.show()


def on_columns(found: StudyPool, held: Table, asked: Asked) -> list[Part]:
    """Return subgroups and meta-regression on columns of a table."""
    parts: list[Part] = []
    if asked.by:
        parts.append(by_subgroup(found, held, asked.by, common_tau2=asked.common_tau2))
    if asked.moderators:
        parts.append(on_moderators(found, held, asked.moderators))
    return parts


def answer(found: StudyPool, asked: Asked, first: Sequence[Part]) -> Answers:
    """Return what is asked of a pooled table or comparison; `first` are its subgroups and moderators."""
    parts = [*first]
    parts += [influential(found)] if asked.influence else []
    parts += [asymmetry(found, force=asked.force)] if asked.bias else []
    parts += [filled(found, force=asked.force)] if asked.fill else []
    parts += [_points(found, asked.points)] if asked.points else []
    return Answers(found, _series(found, loo=asked.loo, cumulative=asked.cumulative), parts)


def _points(found: StudyPool, sd: float) -> Part:
    """Say a standardised difference in points of an instrument whose scores have this SD.

    Cochrane Handbook 15.5.3.2: the SD is best one of the general population or of a trial like those pooled.
    """
    pooled = found.pooled
    if pooled.measure not in ("SMD", "SMD1") or sd <= 0:
        raise click.UsageError("--points takes the SD of an instrument, above zero, for an SMD")
    numbers = {
        name: sd * getattr(pooled, name)
        for name in ("estimate", "ci_low", "ci_high", "pi_low", "pi_high")
        if getattr(pooled, name) is not None
    }

    def show() -> None:
        low, high = numbers["ci_low"], numbers["ci_high"]
        say(
            f"in points of an instrument with SD {sd:g}: {numbers['estimate']:.2f} [{low:.2f}, {high:.2f}]"
        )

    return Part("points", {"sd": sd, **numbers}, show)


def _series(found: StudyPool, *, loo: bool, cumulative: bool) -> dict[str, Series]:
    from curate.pool.sensitivity import cumulative as added
    from curate.pool.sensitivity import leave_one_out

    pooled = found.pooled
    if loo or cumulative:
        inverse_variance(found, "--loo" if loo else "--cumulative")
    said = (found.yi, found.vi, pooled.method, pooled.ci, pooled.level)
    series = {}
    if loo and len(found.labels) > 1:
        series["leave_one_out"] = leave_one_out(*said)
    if cumulative:
        series["cumulative"] = added(*said)
    return series


def _plain(found: StudyPool, held: Series) -> list[dict[str, object]]:
    return [
        {
            "study": label,
            "estimate": float(held.fits.estimate[row]),
            "se": float(held.interval.se[row]),
            "ci_low": float(held.interval.low[row]),
            "ci_high": float(held.interval.high[row]),
            "p": float(held.interval.p[row]),
            "tau2": float(held.fits.tau2[row]),
            "i2": float(held.fits.i2[row]),
            "q": float(held.fits.q[row]),
        }
        for row, label in enumerate(found.labels)
    ]


def _show(found: StudyPool, name: str, held: Series) -> None:
    told = "without each study in turn" if name == "leave_one_out" else "one study more each time"
    measure = found.pooled.measure
    say(told + ("" if measure in LOG_SCALE else ", on the analysis scale"))
    rows = [
        [
            f"{'without' if name == 'leave_one_out' else 'with'} {label}",
            *estimate_cells(
                measure,
                *(float(x[row]) for x in (held.fits.estimate, held.interval.low, held.interval.high)),
            ),
            f"{held.fits.tau2[row]:.4f}",
            f"{held.fits.i2[row]:.0f}%",
        ]
        for row, label in enumerate(found.labels)
    ]
    columns = ["", *estimate_columns(measure), "tau²", "I²"]
    table(columns, rows, right=tuple(range(1, len(columns))))
