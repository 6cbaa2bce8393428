"""``curate pool FILE.csv``: a table of studies, without a review."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curate.cli.cmd_pool import show_pooled
from curate.cli.common import counted, say, table

if TYPE_CHECKING:
    from curate.pool.sensitivity import Series
    from curate.pool.study_pool import StudyPool


def pool_file(
    path: Path,
    *,
    as_json: bool,
    measure: str,
    method: str | None,
    ci: str | None,
    level: float,
    variance: str | None,
    correction: str | None,
    zero_cells: str | None,
    add: float | None,
    keep_double_zero: bool,
    profile: str,
    loo: bool,
    cumulative: bool,
    by: str | None,
    moderators: tuple[str, ...],
    common_tau2: bool,
    bias: bool,
    fill: bool,
    influence: bool,
    force: bool,
    cluster: str | None,
    rho: float | None,
) -> None:
    """Pool the studies of a file and print the estimate, for people or as JSON on the analysis scale."""
    from curate.cli.pool_bias import asymmetry, filled, influential
    from curate.cli.pool_more import by_subgroup, on_moderators
    from curate.pool.columns import read_table, study_table
    from curate.pool.profiles import profile_of
    from curate.pool.study_pool import study_pool

    options = profile_of(profile).options(measure.upper())
    rule = options.rule._replace(
        **_said(zero_cells=zero_cells, add=add, keep_double_zero=keep_double_zero or None)
    )
    options = options._replace(rule=rule, level=level, **_said(variance=variance, correction=correction))
    held = read_table(path)
    studies = study_table(held, measure.upper(), options)
    if cluster:
        from curate.cli.pool_dependent import pool_dependent

        if by or loo or cumulative or bias or fill or influence:
            raise click.UsageError(
                "with --cluster only --mod, --rho, --method, --level and --json are said"
            )
        pool_dependent(
            held,
            studies,
            cluster=cluster,
            rho=rho,
            moderators=moderators,
            method=method,
            level=level,
            as_json=as_json,
        )
        return
    found = study_pool(studies, method=method, ci=ci, level=level, profile=profile)
    series = _series(found, loo=loo, cumulative=cumulative)
    asked = [by_subgroup(found, held, by, common_tau2=common_tau2)] if by else []
    asked += [on_moderators(found, held, moderators)] if moderators else []
    asked += [influential(found)] if influence else []
    asked += [asymmetry(found, force=force)] if bias else []
    asked += [filled(found, force=force)] if fill else []
    if as_json:
        more: dict[str, object] = {name: _plain(found, each) for name, each in series.items()}
        more |= {each.name: each.plain for each in asked}
        click.echo(json.dumps({**found.as_dict(), **more}, ensure_ascii=False, indent=1))
        return
    say(f"{path.name}: {counted(found.pooled.k, 'study')}")
    show_pooled(found.pooled)
    for name, each in series.items():
        _show(found, name, each)
    for part in asked:
        part.show()


def _said(**asked: Any) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value is not None}


def _series(found: StudyPool, *, loo: bool, cumulative: bool) -> dict[str, Series]:
    from curate.pool.sensitivity import cumulative as added
    from curate.pool.sensitivity import leave_one_out

    pooled = found.pooled
    if pooled.method in ("MH", "PETO") and (loo or cumulative):
        raise click.UsageError("--loo and --cumulative are for inverse-variance methods")
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
    say(f"{told}, on the analysis scale")
    rows = [
        [
            f"{'without' if name == 'leave_one_out' else 'with'} {label}",
            f"{held.fits.estimate[row]:.3f}",
            f"{held.interval.low[row]:.3f}",
            f"{held.interval.high[row]:.3f}",
            f"{held.fits.tau2[row]:.4f}",
            f"{held.fits.i2[row]:.0f}%",
        ]
        for row, label in enumerate(found.labels)
    ]
    table(["", "estimate", "lower", "upper", "tau²", "I²"], rows, right=(1, 2, 3, 4, 5))
