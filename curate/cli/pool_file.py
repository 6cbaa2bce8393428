"""``curate pool FILE.csv``: a table of studies, without a review."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from curate.cli.common import counted, say
from curate.cli.pool_asked import Asked, answer, on_columns
from curate.cli.pool_dependent import pool_dependent
from curate.cli.pool_plot import plot_table
from curate.cli.pool_shown import show_pooled


def pool_file(
    path: Path,
    *,
    as_json: bool,
    measure: str,
    method: str | None,
    ci: str | None,
    level: float,
    printed_level: float,
    variance: str | None,
    correction: str | None,
    zero_cells: str | None,
    add: float | None,
    keep_double_zero: bool,
    profile: str,
    cluster: str | None,
    rho: float | None,
    shared_control: bool,
    split_control: bool,
    weights: str | None,
    plot: Path | None,
    asked: Asked,
) -> None:
    """Pool the studies of a file and print the estimate, for people or as JSON on the analysis scale."""
    from curate.pool.columns import (
        read_table,
        refuse_unsplit,
        split_controls,
        study_table,
        weights_of,
    )
    from curate.pool.doubts import on_all_numbers
    from curate.pool.profiles import profile_of
    from curate.pool.study_pool import study_pool

    options = profile_of(profile).options(measure.upper())
    rule = options.rule._replace(
        **_said(zero_cells=zero_cells, add=add, keep_double_zero=keep_double_zero or None)
    )
    options = options._replace(
        rule=rule, level=printed_level, **_said(variance=variance, correction=correction)
    )
    held = whole = read_table(path)
    if split_control:
        if not cluster or cluster.casefold() not in held.columns:
            raise click.UsageError(
                "--split-control needs --cluster COLUMN: the trial that each row is of"
            )
        held = split_controls(held, held.columns[cluster.casefold()])
    studies = study_table(held, measure.upper(), options)
    if split_control:
        refuse_unsplit(path.name, studies)
    if cluster:
        if replace(asked, moderators=()) != Asked() or plot or weights:
            raise click.UsageError(
                "with --cluster no plot and nothing but --mod is said beside the model"
            )
        pool_dependent(
            held,
            studies,
            doubts=on_all_numbers(study_table(whole, measure.upper(), options)),
            cluster=cluster,
            rho=rho,
            shared_control=shared_control,
            moderators=asked.moderators,
            method=method,
            level=level,
            as_json=as_json,
        )
        return
    given = weights_of(held, weights) if weights else None
    found = study_pool(studies, method=method, ci=ci, level=level, profile=profile, weights=given)
    if plot:
        plot_table(found, held, plot, asked)
        return
    answers = answer(found, asked, on_columns(found, held, asked))
    if as_json:
        click.echo(json.dumps({**found.as_dict(), **answers.plain()}, ensure_ascii=False, indent=1))
        return
    say(f"{path.name}: {counted(found.pooled.k, 'study')}")
    show_pooled(found.pooled)
    answers.show()


def _said(**asked: Any) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value is not None}
