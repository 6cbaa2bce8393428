"""What a meta-regression says about combinations of its coefficients: contrasts, joint tests, predictions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, fdtrc, ndtr, ndtri, stdtr, stdtrit

from curate.effects.measures import Array
from curate.errors import Refused
from curate.pool.moderators import Regression


class Contrasts(NamedTuple):
    """Combinations of coefficients, each array of shape [m].

    Attributes
    ----------
    estimate, se, ci_low, ci_high, p
        On the analysis scale.
    pi_low, pi_high
        For the effect of one new study with these moderators; of a contrast without an intercept they mean nothing.
    q, df, q_p
        Test that all of them are zero: χ² on m df, or F on (m, k - p) for tests on t.
    """

    estimate: Array
    se: Array
    ci_low: Array
    ci_high: Array
    p: Array
    pi_low: Array
    pi_high: Array
    q: float
    df: tuple[int, int | None]
    q_p: float


def contrasts(made: Regression, x: ArrayLike, level: float = 95.0) -> Contrasts:
    """Return combinations of the coefficients of a meta-regression.

    Parameters
    ----------
    x
        One combination a row, [m, p]: ``[0, 0, 1, -1]`` is the difference of two levels of a factor, ``[1, 40]`` the
        effect expected at a moderator of 40.

    Raises
    ------
    Refused
        For rows of another length than there are coefficients, or rows that depend on each other.
    """
    rows = np.atleast_2d(np.asarray(x, dtype=float))
    if rows.shape[1] != len(made.names):
        raise Refused(
            f"{rows.shape[1]} numbers for {len(made.names)} coefficients",
            f"give one for each: {', '.join(made.names)}",
        )
    estimate = rows @ made.estimate
    covariance = rows @ made.covariance @ rows.T
    if np.linalg.matrix_rank(covariance) < len(rows):
        raise Refused("the contrasts depend on each other", "take one of them out")
    se = np.sqrt(np.diag(covariance))
    df = made.k - len(made.names) if made.test != "z" else None
    tail = 0.5 + level / 200
    quantile = float(ndtri(tail) if df is None else stdtrit(df, tail))
    statistic = np.abs(estimate / se)
    p = 2 * (ndtr(-statistic) if df is None else stdtr(df, -statistic))
    wide = quantile * np.sqrt(se**2 + made.tau2)
    m = len(rows)
    q = float(estimate @ np.linalg.solve(covariance, estimate))
    return Contrasts(
        estimate,
        se,
        estimate - quantile * se,
        estimate + quantile * se,
        np.asarray(p),
        estimate - wide,
        estimate + wide,
        q / m if df else q,
        (m, df),
        float(fdtrc(m, df, q / m) if df else chdtrc(m, q)),
    )
