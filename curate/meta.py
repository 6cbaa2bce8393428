"""Meta-analysis as a library: a table of studies to a pooled estimate, and what one asks of it next.

>>> from curate.meta import pool
>>> trials = {"study": ["A", "B", "C"], "yi": [-0.5, -0.3, -0.1], "vi": [0.04, 0.05, 0.06]}
>>> found = pool(trials, method="DL", ci="z")
>>> round(found.estimate, 4)
-0.327
>>> found.leave_one_out().round(2)["estimate"].tolist()
[-0.21, -0.32, -0.41]
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtri

from curate.effects.catalogue import measure_of
from curate.effects.definition import Options
from curate.model.caution import Caution, PoolingWarning
from curate.model.terms import LOG_SCALE
from curate.pool.columns import Table, read_table, study_table, weights_of
from curate.pool.profiles import profile_of
from curate.pool.study_pool import StudyPool, study_pool

if TYPE_CHECKING:
    import pandas as pd

    from curate.pool.moderators import Regression
    from curate.pool.sensitivity import Series
    from curate.pool.trim_fill import Filled

Data = "Path | str | pd.DataFrame | Mapping[str, Sequence[Any]]"


class MetaAnalysis:
    """A pooled estimate with its studies. All numbers are on the analysis scale: log for ratios.

    Attributes
    ----------
    found
        Everything: `found.pooled` has the numbers, `found.left_out` the studies that are not in them.
    table
        The rows that it was made of.
    """

    def __init__(self, found: StudyPool, table: Table) -> None:
        self.found = found
        self.table = table

    @property
    def estimate(self) -> float:
        """The pooled estimate."""
        return self.found.pooled.estimate

    @property
    def interval(self) -> tuple[float, float]:
        """Its confidence interval."""
        return self.found.pooled.ci_low, self.found.pooled.ci_high

    @property
    def prediction(self) -> tuple[float, float] | None:
        """The interval for the effect in a new setting; None where there are too few studies."""
        low, high = self.found.pooled.pi_low, self.found.pooled.pi_high
        return None if low is None or high is None else (low, high)

    @property
    def tau2(self) -> float:
        """The variance between studies."""
        return self.found.pooled.tau2

    @property
    def i2(self) -> float:
        """I², percent."""
        return self.found.pooled.i2

    def summary(self) -> str:
        """Return the result in words; ratios as ratios."""
        pooled = self.found.pooled
        scale = math.exp if pooled.measure in LOG_SCALE else float
        low, high = (scale(limit) for limit in self.interval)
        lines = [
            f"{measure_of(pooled.measure).name}, {pooled.k} studies, {pooled.method}, profile {self.found.profile}",
            f"{pooled.measure} {scale(pooled.estimate):.3f}, {pooled.level:g}% CI {low:.3f} to {high:.3f} "
            f"({pooled.ci}), p {pooled.p:.4f}",
            f"tau² {pooled.tau2:.4f}, I² {pooled.i2:.1f}%, Q {pooled.q:.2f}"
            + (f" (p {pooled.q_p:.4f})" if pooled.q_p is not None else ""),
        ]
        if self.prediction:
            low, high = (scale(limit) for limit in self.prediction)
            lines.append(f"{pooled.level:g}% prediction interval {low:.3f} to {high:.3f}")
        return "\n".join([*lines, *(f"warning: {warning}" for warning in pooled.warnings)])

    def to_frame(self) -> pd.DataFrame:
        """Return one row per study: yi, vi, its normal interval, its weight in percent, and why it is left out."""
        import pandas as pd

        found = self.found
        half = ndtri(0.5 + found.pooled.level / 200) * np.sqrt(found.vi)
        rows = pd.DataFrame(
            {
                "study": found.labels,
                "yi": found.yi,
                "vi": found.vi,
                "ci_low": found.yi - half,
                "ci_high": found.yi + half,
                "weight": found.pooled.weights,
                "left_out": "",
            }
        )
        out = pd.DataFrame(
            [{"study": name, "left_out": why} for name, why in found.left_out.items()],
            columns=["study", "left_out"],
        )
        return rows if out.empty else pd.concat([rows, out], ignore_index=True)

    def leave_one_out(self) -> pd.DataFrame:
        """Return the estimates without each study in turn."""
        from curate.pool.sensitivity import leave_one_out

        return self._series(leave_one_out(*self._model()))

    def cumulative(self) -> pd.DataFrame:
        """Return the estimates of the first study, the first two, and so on, in the order of the table."""
        from curate.pool.sensitivity import cumulative

        return self._series(cumulative(*self._model()))

    def influence(self) -> pd.DataFrame:
        """Return the deletion diagnostics of each study, see `curate.pool.influence.Influence`."""
        import pandas as pd

        from curate.pool.influence import influence

        pooled = self.found.pooled
        made = influence(self.found.yi, self.found.vi, pooled.method, pooled.ci)
        names = [name for name in type(made).__dataclass_fields__]
        return pd.DataFrame({name: getattr(made, name) for name in names}, index=self._index())

    def trim_and_fill(self, **how: Any) -> Filled:
        """Return the funnel made symmetric, see `curate.pool.trim_fill.trim_and_fill`."""
        from curate.pool.trim_fill import trim_and_fill

        return trim_and_fill(self.found.yi, self.found.vi, method=self.found.pooled.method, **how)

    def regress(self, x: Any, names: Sequence[str] = ()) -> Regression:
        """Return the meta-regression on a model matrix [k, p], see `curate.pool.moderators.regress`."""
        from curate.pool.moderators import regress

        matrix = np.asarray(x, dtype=float)
        numbered = [f"x{column}" for column in range(matrix.shape[1])]
        labels = tuple(names) or tuple(map(str, getattr(x, "columns", numbered)))
        y, v, *how = self._model()
        method, ci, level = how
        return regress(y, v, matrix, labels, method=method, test=ci, level=level)

    def _model(self) -> tuple[Any, ...]:
        pooled = self.found.pooled
        return self.found.yi, self.found.vi, pooled.method, pooled.ci, pooled.level

    def _index(self) -> pd.Index[str]:
        import pandas as pd

        return pd.Index(self.found.labels, name="study")

    def _series(self, held: Series) -> pd.DataFrame:
        import pandas as pd

        columns = {
            "estimate": held.fits.estimate,
            "se": held.interval.se,
            "ci_low": held.interval.low,
            "ci_high": held.interval.high,
            "p": held.interval.p,
            "tau2": held.fits.tau2,
            "i2": held.fits.i2,
            "q": held.fits.q,
        }
        return pd.DataFrame(columns, index=self._index())

    def __repr__(self) -> str:
        """Return the summary."""
        return self.summary()

    def _repr_html_(self) -> str:
        """Return the summary and the table of studies, for notebooks."""
        from html import escape

        told = "<br>".join(escape(line) for line in self.summary().splitlines())
        return f"<p>{told}</p>{self.to_frame().to_html(index=False, na_rep='', escape=True)}"


def pool(
    data: Path | str | pd.DataFrame | Mapping[str, Sequence[Any]],
    measure: str = "GEN",
    *,
    method: str | None = None,
    ci: str | None = None,
    level: float = 95.0,
    printed_level: float = 95.0,
    profile: str = "curate",
    weights: str | None = None,
    **options: Any,
) -> MetaAnalysis:
    """Pool the studies of a table; warns with subclasses of `curate.model.caution.PoolingWarning`.

    Parameters
    ----------
    data
        A CSV file, a DataFrame, or columns by name, as metafor calls them: m1i sd1i n1i m2i sd2i n2i, ai bi ci di,
        yi vi …, see `curate.effects.catalogue.MEASURES`.
    measure
        A code of that catalogue.
    method, ci, level, profile
        See `curate.pool.study_pool.study_pool`.
    printed_level
        Of the intervals in ``ci_low`` and ``ci_high``, in percent.
    weights
        The column of the studies' weights, with method ``GENQ``.
    options
        ``variance``, ``correction`` and ``rule`` of `curate.effects.definition.Options`.

    Raises
    ------
    UnknownName
        For a name that is not known.
    Refused
        For missing columns, and rows that cannot be, all of them named.
    """
    table = data if isinstance(data, Table) else _table(data)
    how: Options = profile_of(profile).options(measure)._replace(level=printed_level, **options)
    given = weights_of(table, weights) if weights else None
    studies = study_table(table, measure, how)
    found = study_pool(studies, method=method, ci=ci, level=level, profile=profile, weights=given)
    for warning in found.pooled.warnings:
        category = warning.category if isinstance(warning, Caution) else PoolingWarning
        warnings.warn(str(warning), category, stacklevel=2)
    return MetaAnalysis(found, table)


def _table(data: Any) -> Table:
    if isinstance(data, str | Path):
        return read_table(Path(data))
    columns = {str(name).strip().casefold(): tuple(map(_text, data[name])) for name in data}
    rows = {len(column) for column in columns.values()}
    if len(rows) != 1:
        raise ValueError(f"columns of one length are needed, not of {sorted(rows)}")
    return Table("the table", columns, rows.pop())


def _text(value: Any) -> str:
    return "NA" if value is None or value != value else str(value)
