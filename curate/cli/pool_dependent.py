"""``curate pool FILE.csv --cluster``: several effects of one trial, by a three-level model and a robust variance."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from curate.cli.common import counted, say, table
from curate.cli.pool_more import column_of, model_matrix
from curate.cli.pool_shown import number
from curate.errors import Refused
from curate.model.scale import scale_in_words
from curate.model.terms import LOG_SCALE

if TYPE_CHECKING:
    from curate.effects.measures import Array
    from curate.pool.columns import StudyTable, Table
    from curate.pool.multilevel import Multilevel
    from curate.pool.robust import Robust


def pool_dependent(
    held: Table,
    studies: StudyTable,
    *,
    doubts: Sequence[str],
    cluster: str,
    rho: float | None,
    shared_control: bool,
    moderators: Sequence[str],
    method: str | None,
    level: float,
    as_json: bool,
) -> None:
    """Print the three-level model of a table's effects, with cluster-robust intervals beside the model's own."""
    import numpy as np

    from curate.pool.known_v import constant_correlation
    from curate.pool.multilevel import multilevel, variance_interval
    from curate.pool.robust import robust

    rows = np.flatnonzero(np.isfinite(studies.yi)).tolist()
    if not rows:
        raise Refused("no effect can be computed", "see the numbers of the table")
    labels = [studies.labels[row] for row in rows]
    groups = column_of(held, cluster, rows, labels)
    x, names = model_matrix(held, moderators, rows, labels)
    yi, vi = studies.yi[rows], studies.vi[rows]
    v = vi if rho is None else constant_correlation(vi, groups, rho)
    if shared_control:
        if rho is not None:
            raise click.UsageError("--rho and --shared-control both say how effects covary: say one")
        v = _shared(studies, rows, groups)
    asked = (method or "REML").upper()
    made = multilevel(yi, v, groups, x, method=asked, level=level)
    sandwich = robust(yi, v, groups, x, within=made.within, between=made.between, level=level)
    limits = variance_interval(yi, v, groups, x, method=asked, level=level)
    left_out = {studies.labels[row]: why for row, why in studies.left_out.items()}
    if as_json:
        plain = _plain(made, sandwich, names, limits)
        plain |= {"measure": studies.measure, "cluster": cluster, "rho": rho, "left_out": left_out}
        plain["warnings"] = list(map(str, doubts))
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    _show(made, sandwich, names, limits, studies.measure, held.name, cluster, v is vi)
    for told in doubts:
        say(f"  warning: {told}")
    for name, why in left_out.items():
        say(f"  left out: {name} ({why})")


def _shared(studies: StudyTable, rows: list[int], groups: list[str]) -> Array:
    """Return the covariances of effects against the one control group of their trial."""
    import numpy as np

    from curate.pool.known_v import shared_control

    given = {name: column[rows] for name, column in studies.given.items()}
    if "n2i" not in given:
        raise Refused(
            "a shared control needs the numbers of its group", "give n2i with ci, or with m2i sd2i"
        )
    one, two = given.get("n1i"), given["n2i"]
    total = np.array(
        [
            two[row]
            + sum((one if one is not None else two)[r] for r, g in enumerate(groups) if g == groups[row])
            for row in range(len(rows))
        ]
    )
    return shared_control(
        studies.vi[rows],
        groups,
        studies.measure,
        n=two,
        events=given.get("ci"),
        sd=given.get("sd2i"),
        mean=given.get("m2i"),
        yi=studies.yi[rows],
        total=total,
    )


def _plain(
    made: Multilevel, sandwich: Robust, names: Sequence[str], limits: dict[str, tuple[float, float]]
) -> dict[str, Any]:
    keys = ("estimate", "se", "ci_low", "ci_high", "p")

    def rows(of: Any) -> list[dict[str, Any]]:
        return [
            {"name": name, **{key: float(getattr(of, key)[place]) for key in keys}}
            for place, name in enumerate(names)
        ]

    robust_rows = [{**row, "df": float(df)} for row, df in zip(rows(sandwich), sandwich.df, strict=True)]
    whole = ("k", "clusters", "between", "within", "i2_between", "i2_within", "log_likelihood", "modes")
    more = ("q", "q_p", "pi_low", "pi_high", "method", "test", "level")
    return {
        **{key: getattr(made, key) for key in (*whole, *more)},
        "between_ci": list(limits["between"]),
        "within_ci": list(limits["within"]),
        "model": rows(made),
        "robust": {"kind": sandwich.kind, "coefficients": robust_rows},
    }


def _show(
    made: Multilevel,
    sandwich: Robust,
    names: Sequence[str],
    limits: dict[str, tuple[float, float]],
    measure: str,
    file: str,
    cluster: str,
    independent: bool,
) -> None:
    from curate.pool.robust import FEWEST_DF

    alone = len(names) == 1
    scale = math.exp if measure in LOG_SCALE and alone else float
    level = f"{made.level:g}%"
    say(f"{file}: {counted(made.k, 'effect')} in {counted(made.clusters, 'cluster')} ({cluster})")
    for title, of, df in (
        ("model", made, [float(made.clusters - len(names))] * len(names)),
        (f"robust, {sandwich.kind}", sandwich, sandwich.df.tolist()),
    ):
        if alone:
            estimate, low, high = (
                scale(float(each[0])) for each in (of.estimate, of.ci_low, of.ci_high)
            )
            p = f"{of.p[0]:.3f}" if of.p[0] >= 0.001 else "<0.001"
            say(
                f"  {measure} {number(estimate)} [{number(low)}, {number(high)}]  p {p}  {title}, t on {df[0]:.1f} df"
            )
        else:
            say(f"  {title}, {scale_in_words(measure)}")
            cells = [
                [
                    name,
                    *(f"{float(x[place]):.4f}" for x in (of.estimate, of.se, of.ci_low, of.ci_high)),
                    f"{df[place]:.1f}",
                    f"{float(of.p[place]):.4f}",
                ]
                for place, name in enumerate(names)
            ]
            table(["", "estimate", "se", "lower", "upper", "df", "p"], cells, right=(1, 2, 3, 4, 5, 6))
    for title, name, share in (
        ("between", "between", made.i2_between),
        ("within", "within", made.i2_within),
    ):
        low, high = limits[name]
        value = getattr(made, name)
        say(
            f"  variance {title} {cluster} {value:.4f}, {level} interval [{low:.4f}, {high:.4f}], I² {share:.0f}%"
        )
    if made.pi_low is not None and made.pi_high is not None:
        low, high = scale(made.pi_low), scale(made.pi_high)
        say(
            f"  an effect of a new {cluster}: {level} prediction interval [{number(low)}, {number(high)}]"
        )
    if independent:
        say(
            "  note: sampling errors are taken as independent; say --rho or --shared-control if they are not"
        )
    if min(sandwich.df) < FEWEST_DF:
        say(f"  warning: below {FEWEST_DF:g} degrees of freedom a robust test is not to be trusted")
    if made.modes > 1:
        say(f"  warning: the likelihood has {made.modes} maxima; the highest is used")
