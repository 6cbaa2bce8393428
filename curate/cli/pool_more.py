"""What ``curate pool FILE.csv`` is asked beside the estimate: subgroups, moderators, small-study tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from curate.cli.common import say, table
from curate.errors import Refused, UnknownName
from curate.model.scale import estimate_cells, estimate_columns, scale_in_words
from curate.model.terms import LOG_SCALE

if TYPE_CHECKING:
    from curate.effects.measures import Array
    from curate.pool.columns import Table
    from curate.pool.moderators import Regression
    from curate.pool.study_pool import StudyPool
    from curate.pool.subgroups import Subgroups


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the answer: its name and values in JSON, and how it is printed for people."""

    name: str
    plain: dict[str, Any]
    show: Callable[[], None]


def column_of(held: Table, name: str, rows: Sequence[int], labels: Sequence[str]) -> list[str]:
    """Return the texts of a column, of some rows; refused where one is empty."""
    key = name.strip().casefold()
    if key not in held.columns:
        raise UnknownName.among("column", name, held.columns)
    texts = [held.columns[key][row] for row in rows]
    if empty := [label for label, text in zip(labels, texts, strict=True) if not text]:
        raise Refused(
            f"{name} is empty for {', '.join(empty[:5])}", "fill the column, or take the rows out"
        )
    return texts


def model_matrix(
    held: Table, names: Sequence[str], rows: Sequence[int], labels: Sequence[str]
) -> tuple[Array, list[str]]:
    """Return the model matrix of some columns with an intercept, and the names of its columns.

    Numbers are taken as they are, words as factors against the first in the alphabet.
    """
    import numpy as np

    columns, said = [np.ones(len(rows))], ["intercept"]
    for name in names:
        texts = column_of(held, name, rows, labels)
        numbers = None if name.strip().casefold() in held.words else _numbers(texts)
        if numbers is not None:
            columns.append(np.array(numbers))
            said.append(name)
            continue
        for word in sorted(set(texts))[1:]:
            columns.append(np.array([float(text == word) for text in texts]))
            said.append(f"{name}: {word}")
    return np.stack(columns, axis=1), said


def _numbers(texts: Sequence[str]) -> list[float] | None:
    """Return texts as numbers, None where one is a word."""
    try:
        return [float(text) for text in texts]
    except ValueError:
        return None


def inverse_variance(found: StudyPool, what: str) -> None:
    """Refuse what is not for pooled tables, for weights of one's own, nor for effects that covary."""
    by_variances(found, what)
    independent(found, what)


def by_variances(found: StudyPool, what: str) -> None:
    """Refuse what is not for pooled tables, nor for weights of one's own."""
    if found.pooled.method in ("MH", "PETO", "GENQ"):
        raise click.UsageError(f"{what} is for inverse-variance methods")


def independent(found: StudyPool, what: str) -> None:
    """Refuse what is not for effects that covary."""
    if found.pooled.covaries:
        raise click.UsageError(f"{what} takes effects as independent: not with the rule covary for arms")


def subgroups_of(found: StudyPool, held: Table, name: str, *, common_tau2: bool = False) -> Subgroups:
    """Return the subgroups of a column, pooled as the whole is."""
    from curate.pool.covarying_groups import subgroups_covarying
    from curate.pool.subgroups import subgroups

    by_variances(found, "--by")
    pooled = found.pooled
    groups = column_of(held, name, found.rows, found.labels)
    if found.covariance is not None:
        return subgroups_covarying(
            found.yi,
            found.covariance,
            found.clusters,
            groups,
            method=pooled.method,
            ci=pooled.ci,
            level=pooled.level,
            common_tau2=common_tau2,
        )
    return subgroups(
        found.yi,
        found.vi,
        groups,
        method=pooled.method,
        ci=pooled.ci,
        level=pooled.level,
        common_tau2=common_tau2,
    )


def by_subgroup(found: StudyPool, held: Table, name: str, *, common_tau2: bool = False) -> Part:
    """Pool each subgroup, with a tau² of its own or one for all, and test whether they differ."""
    made = subgroups_of(found, held, name, common_tau2=common_tau2)
    rows = [
        {
            "group": group,
            "k": int(made.fits.k[row]),
            "estimate": float(made.fits.estimate[row]),
            "se": float(made.interval.se[row]),
            "ci_low": float(made.interval.low[row]),
            "ci_high": float(made.interval.high[row]),
            "p": float(made.interval.p[row]),
            "tau2": float(made.fits.tau2[row]),
            "i2": float(made.fits.i2[row]),
        }
        for row, group in enumerate(made.names)
    ]
    kind = "one tau² for all" if common_tau2 else "each with a tau² of its own"
    plain = {
        "column": name,
        "tau2": kind,
        "groups": rows,
        "between": {"q": made.q, "df": made.df, "df2": made.df2, "p": made.p},
    }

    def show() -> None:
        measure = found.pooled.measure
        say(f"by {name}, {kind}" + ("" if measure in LOG_SCALE else ", on the analysis scale"))
        numbers = [[float(each[key]) for key in ("estimate", "ci_low", "ci_high")] for each in rows]  # type: ignore[arg-type]
        cells = [
            [str(each["group"]), str(each["k"]), *estimate_cells(measure, *told),
             f"{each['tau2']:.4f}", f"{each['i2']:.0f}%"]
            for each, told in zip(rows, numbers, strict=True)
        ]  # fmt: skip
        columns = [name, "k", *estimate_columns(measure), "tau²", "I²"]
        table(columns, cells, right=tuple(range(1, len(columns))))
        if made.walds:
            say(f"Wald interval, since another has no width: {', '.join(made.walds)}")
        if made.p is not None:
            letter, df = ("F", f"{made.df}, {made.df2}") if made.df2 else ("Q", str(made.df))
            say(f"between subgroups: {letter} {made.q:.2f} on {df} df, p {made.p:.3f}")

    return Part("subgroups", plain, show)


def _regression(found: StudyPool, matrix: Array, labels: tuple[str, ...]) -> Regression:
    from curate.pool.covarying_groups import regress_covarying
    from curate.pool.moderators import regress

    by_variances(found, "--mod")
    pooled = found.pooled
    said = (matrix, labels)
    if found.covariance is not None:
        return regress_covarying(
            found.yi,
            found.covariance,
            found.clusters,
            *said,
            method=pooled.method,
            ci=pooled.ci,
            level=pooled.level,
        )
    return regress(found.yi, found.vi, *said, method=pooled.method, test=pooled.ci, level=pooled.level)


def on_moderators(found: StudyPool, held: Table, names: Sequence[str]) -> Part:
    """Regress the effects on columns: numbers as they are, words as factors against the first in the alphabet."""
    matrix, labels = model_matrix(held, names, found.rows, found.labels)
    made = _regression(found, matrix, tuple(labels))
    keys = ("estimate", "se", "ci_low", "ci_high", "p")
    rows = [
        {"name": label, **{key: float(getattr(made, key)[row]) for key in keys}}
        for row, label in enumerate(labels)
    ]
    whole = ("tau2", "i2", "r2", "qe", "qe_p", "qm", "qm_p")
    plain = {
        "coefficients": rows,
        **{key: getattr(made, key) for key in whole},
        "qm_df": list(made.qm_df),
    }

    def show() -> None:
        say(f"meta-regression on {', '.join(names)}, {scale_in_words(found.pooled.measure)}")
        cells = [[str(each["name"]), *(f"{each[key]:.4f}" for key in keys)] for each in rows]
        table(["", "estimate", "se", "lower", "upper", "p"], cells, right=(1, 2, 3, 4, 5))
        explained = "" if made.r2 is None else f", R² {made.r2:.0f}%"
        say(f"residual tau² {made.tau2:.4f}, I² {made.i2:.0f}%{explained}")
        kind = "F" if made.qm_df[1] else "χ²"
        df = ", ".join(str(each) for each in made.qm_df if each)
        say(f"moderators: {kind} {made.qm:.2f} on {df} df, p {made.qm_p:.3f}")

    return Part("regression", plain, show)
