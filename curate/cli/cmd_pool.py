"""``curate effects`` and ``curate pool``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from curate.cli.common import counted, in_review, plot_path, say, table, which_review, who
from curate.cli.pool_shown import show
from curate.errors import Refused
from curate.model.scale import own_scale
from curate.model.terms import LOG_SCALE
from curate.review import Review

if TYPE_CHECKING:
    from curate.cli.pool_asked import Answers, Asked
    from curate.review.results import Estimate

_LEVEL = click.FloatRange(50, 100, max_open=True)
"""Percent."""


@click.command()
@click.argument("comparison", required=False)
@in_review
def effects(review: Review, comparison: str | None) -> None:
    """Compute the effect sizes of the protocol's comparisons; yi and vi of ratios are of their logarithms."""
    from curate.pool.in_words import formula_in_words

    rows = []
    found = review.results.effects(comparison)
    ratios = [f"log {measure}" for measure in sorted(LOG_SCALE & {effect.measure for effect in found})]
    for effect in found:
        numbers = ["-" if value is None else f"{value:.4f}" for value in (effect.yi, effect.vi)]
        people = f"{effect.n1:g} / {effect.n2:g}" if effect.n1 or effect.n2 else "-"
        told = (effect.left_out and f"left out: {effect.left_out}") or formula_in_words(effect)
        name = review.results.id_of(effect)[:11]
        shown = ["-" if effect.yi is None else own_scale(effect.measure, effect.yi)] if ratios else []
        rows.append(
            [name, effect.comparison, effect.label, effect.measure, *shown, *numbers, people, told]
        )
    if not rows:
        say("no effect yet: no study has records for a comparison (curate status tells where it stands)")
    shown, of = (["estimate"], f" ({', '.join(ratios)})") if ratios else ([], "")
    columns = ["effect", "comparison", "study", "measure", *shown, f"yi{of}", "vi", "n", "how"]
    table(columns, rows, right=(4, 5, *([6] if ratios else [])))


@click.command()
@click.argument("what", required=False, metavar="[COMPARISON|FILE.csv]")
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    help="A plot: FILE.svg, .png or .pdf; of several comparisons FILE-CODE.svg for each; or a folder.",
)
@click.option("--without", multiple=True, metavar="STUDY", help="Leave a study out.")
@click.option("--multiverse", is_flag=True, help="Under every choice among the eligible results.")
@click.option(
    "--seed", default=1, show_default=True, help="With --multiverse: of the sample, if there are many."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON, on the analysis scale.")
@click.option(
    "--measure",
    default="GEN",
    show_default=True,
    help="Of a file: SMD MD SMD1 ROM OR RR RD PETO IRR IRD HR MC SMCC SMCR PPC MN PR PLO PFT ZCOR GEN.",
)
@click.option("--method", help="Of a file: REML, ML, DL, PM, EB, HE, HS, HSk, SJ, GENQ, FE, MH or PETO.")
@click.option("--ci", help="Of a file: auto, z, t, knha or adhoc.")
@click.option(
    "--level", type=_LEVEL, default=95.0, show_default=True, help="Of a file: of the estimate, percent."
)
@click.option(
    "--printed-level",
    type=_LEVEL,
    default=95.0,
    show_default=True,
    help="Of a file: of the intervals in ci_low and ci_high, percent.",
)
@click.option("--variance", help="Of a file: of the measure, such as LS, LS2, UB or metapsy of SMD.")
@click.option("--correction", help="Of a file: of SMD: exact, approximate or none (Cohen's d).")
@click.option("--zero-cells", help="Of a file: only0, all, if0all, none, tacc, total_once or variance.")
@click.option("--add", type=float, help="Of a file: what is added to empty cells, 0.5 if not said.")
@click.option("--keep-double-zero", is_flag=True, help="Of a file: keep double-zero studies in ratios.")
@click.option(
    "--profile",
    default="curate",
    show_default=True,
    help="Of a file, all conventions at once: curate, metafor or cochrane-revman.",
)
@click.option("--loo", is_flag=True, help="Leave each study out in turn.")
@click.option("--cumulative", is_flag=True, help="Add the studies in their order.")
@click.option(
    "--by",
    metavar="COLUMN|ITEM",
    help="Pool each subgroup, and test whether they differ: a column of a file, an item of a review.",
)
@click.option(
    "--mod",
    "moderators",
    multiple=True,
    metavar="COLUMN|ITEM",
    help="Meta-regression on columns of a file, or on items of a review.",
)
@click.option("--common-tau2", is_flag=True, help="With --by: one tau² for all subgroups.")
@click.option("--influence", is_flag=True, help="Deletion diagnostics of each study.")
@click.option("--bias", is_flag=True, help="Egger, Peters, Harbord, Begg; p from ten studies on.")
@click.option("--fill", is_flag=True, help="Trim and fill.")
@click.option(
    "--plot-kind",
    default="forest",
    show_default=True,
    help="forest, loo, cumulative, funnel, radial, labbe, bubble, baujat or influence.",
)
@click.option(
    "--layout",
    default="curate",
    show_default=True,
    help="Of a forest plot: curate, revman or jama.",
)
@click.option("--sides", metavar="'A, B'", help="Of a plot: the names of the two groups.")
@click.option("--title", help="Of a plot.")
@click.option(
    "--points", type=float, metavar="SD", help="Say an SMD in points of an instrument with this SD."
)
@click.option(
    "--cluster", metavar="COLUMN", help="Of a file: several effects of one trial, a three-level model."
)
@click.option(
    "--rho", type=float, help="With --cluster: correlation of effects of one trial, such as 0.6."
)
@click.option(
    "--shared-control", is_flag=True, help="With --cluster: effects of a trial share its control group."
)
@click.option(
    "--split-control", is_flag=True, help="With --cluster: part the control group among a trial's rows."
)
@click.option("--weights", metavar="COLUMN", help="Of a file: with --method GENQ, the studies' weights.")
@click.option("--force", is_flag=True, help="With --bias: also below ten studies.")
@which_review
def pool(
    what: str | None,
    plot: Path | None,
    without: tuple[str, ...],
    multiverse: bool,
    seed: int,
    as_json: bool,
    folder: Path,
    acting: str | None,
    **said: Any,
) -> None:
    """Pool the protocol's comparisons, one or all, and draw forest plots; or the studies of a FILE.csv.

    A file needs no review: one row a study, with metafor's columns (m1i sd1i n1i m2i sd2i n2i; ai bi ci di, or
    ai n1i ci n2i; x1i t1i x2i t2i; xi ni; mi sdi ni; ri ni; yi vi, or yi sei); or est ci_low ci_high as printed, ratios
    not logged.
    """
    from curate.cli.pool_asked import Asked

    asked = Asked(**{each.name: said.pop(each.name) for each in fields(Asked)})
    if what is not None and (what.lower().endswith((".csv", ".tsv", ".txt")) or Path(what).is_file()):
        from curate.cli.pool_file import pool_file

        if without or multiverse:
            raise click.UsageError("--without and --multiverse are for a review's comparisons")
        pool_file(Path(what), as_json=as_json, plot=plot, asked=asked, **said)
        return
    _refuse_of_file(said)
    with Review.open(folder, acting or who()) as review:
        if multiverse:
            from curate.cli.pool_multiverse import pool_multiverse

            pool_multiverse(review, what, plot=plot, as_json=as_json, seed=seed)
            return
        _pool_review(review, what, plot, without, as_json, asked)


def _refuse_of_file(said: Mapping[str, Any]) -> None:
    """Refuse the conventions of a file where a review is pooled: it would go on without them."""
    source = click.get_current_context().get_parameter_source
    names = [name for name in said if source(name) is ParameterSource.COMMANDLINE]
    if names:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in sorted(names))
        raise click.UsageError(f"{options}: of a file; a review has its conventions in review.toml")


def _pool_review(
    review: Review,
    comparison: str | None,
    plot: Path | None,
    without: tuple[str, ...],
    as_json: bool,
    asked: Asked,
) -> None:
    from curate.cli.pool_covariates import draw_comparison

    left_out = {review.studies.find(name).id for name in without}
    estimates = review.results.pool(comparison, without=left_out)
    made = [each for each in estimates if each.pooled]
    answers = {each.comparison: _answers(review, each, asked, alone=bool(comparison)) for each in made}
    if as_json:
        plain = [
            {"id": each.id, **asdict(each.pooled), **answers[each.comparison].plain()}
            for each in made
            if each.pooled
        ]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
    else:
        for estimate in estimates:
            show(estimate)
            if estimate.comparison in answers:
                answers[estimate.comparison].show()
        _show_waiting(review)
    for estimate in made if plot else ():
        assert plot is not None
        path = plot_path(plot, estimate.comparison, several=len(estimates) > 1)
        draw_comparison(review, estimate, asked, path)


def _answers(review: Review, estimate: Estimate, asked: Asked, *, alone: bool) -> Answers:
    """Return what is asked of a comparison beside its estimate; of one among others also why it has no answer."""
    from curate.cli.pool_asked import answer
    from curate.cli.pool_covariates import on_items, refused

    found = estimate.as_studies()
    try:
        parts = on_items(review, estimate, found, asked)
    except Refused as error:
        if alone:
            raise
        parts = [refused(error)]
    return answer(found, asked, parts)


def _show_waiting(review: Review) -> None:
    """Print what is not in the estimates because people are not done with it."""
    for study, people in review.results.waiting():
        say(f"note: nothing undecided of {study} is used before {' and '.join(people)} sealed it")
    for study in review.pilots.left_out():
        say(f"note: {study} is a training study: nothing of it is used")
    if left := review.reconciliation.count():
        say(f"note: {counted(left, 'disagreement')} to decide; until then those numbers are not used")
