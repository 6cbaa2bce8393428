"""Intervals for shares whose units come in studies: facts of one report are right or wrong together."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

LEVEL = 95.0
"""Level of the intervals, percent."""

RESAMPLES = 10_000
SEED = 1979
"""The same counts give the same interval."""

_AT_ONCE = 2_000_000
"""Cells of one block of resamples, to bound memory."""


class Interval(NamedTuple):
    """Lower and upper end, as shares from 0 to 1."""

    low: float
    high: float


def cluster_interval(
    hits: Sequence[int], totals: Sequence[int], level: float = LEVEL
) -> Interval | None:
    """Return an interval for sum(hits) / sum(totals) by resampling studies; None for fewer than two.

    `hits` and `totals` have one entry a study. Whole studies are drawn with replacement. The percentile
    interval is too narrow when studies are few; its quantiles are moved outwards by the ratio of Student's t
    to the normal distribution and √(k/(k - 1)) (the expanded percentile interval, Hesterberg 2015,
    doi:10.1080/00031305.2015.1089789). Where every study has the same share, resampling shows no spread:
    then Wilson's interval with one fact a study, since no more than that is known to be independent.
    """
    import numpy as np
    from scipy.special import ndtr, stdtrit

    counted = np.asarray(totals, dtype=np.int64)
    hit = np.asarray(hits, dtype=np.int64)[counted > 0]
    counted = counted[counted > 0]
    k = len(counted)
    if k < 2:
        return None
    if np.all(hit * counted.sum() == hit.sum() * counted):
        return wilson(k * float(hit.sum() / counted.sum()), k, level)
    rng = np.random.default_rng(SEED)
    block = max(1, _AT_ONCE // k)
    shares = []
    for start in range(0, RESAMPLES, block):
        drawn = rng.multinomial(k, np.full(k, 1 / k), size=min(block, RESAMPLES - start))
        shares.append((drawn @ hit) / (drawn @ counted))
    tail = ndtr(sqrt(k / (k - 1)) * stdtrit(k - 1, (1 - level / 100) / 2))
    low, high = np.quantile(np.concatenate(shares), (tail, 1 - tail))
    return Interval(float(low), float(high))


def wilson(hits: float, total: int, level: float = LEVEL) -> Interval:
    """Return Wilson's interval for a share of independent units.

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953.
    """
    from scipy.special import ndtri

    z = float(ndtri(0.5 + level / 200))
    share, weight = hits / total, z * z / total
    middle = (share + weight / 2) / (1 + weight)
    half = z / (1 + weight) * sqrt(share * (1 - share) / total + weight / (4 * total))
    return Interval(max(middle - half, 0.0), min(middle + half, 1.0))
