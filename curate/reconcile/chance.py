"""Agreement on categories beyond chance: Cohen's kappa, and Gwet's AC1 beside it, always.

Kappa falls to nothing when nearly all answers are the same category, however well two people agree; AC1 does
not. Neither means anything for numbers, nor over items with different categories pooled: one table is one
item and one pair of readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class ChanceCorrected:
    """Agreement on one item with categories.

    Attributes
    ----------
    n
        Answers that both gave.
    agreement
        Share that is the same.
    kappa
        Cohen's; None where chance alone gives full agreement (one category in use).
    ac1
        Gwet's.
    prevalence
        Share of the commonest category, both readers together.
    categories
        How many there are.
    """

    n: int
    agreement: float
    kappa: float | None
    ac1: float
    prevalence: float
    categories: int

    @property
    def pabak(self) -> float:
        """The prevalence- and bias-adjusted kappa (Byrt 1993, doi:10.1016/0895-4356(93)90018-V)."""
        return (self.categories * self.agreement - 1) / (self.categories - 1)


def chance_corrected(table: ArrayLike) -> ChanceCorrected:
    """Return kappa and AC1 of a square table of counts, rows one reader and columns the other.

    References
    ----------
    Cohen (1960), doi:10.1177/001316446002000104; Gwet (2008), doi:10.1348/000711006X126600.

    Raises
    ------
    ValueError
        When the table is not square, has less than two categories, or is empty.
    """
    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or len(counts) < 2 or not counts.sum():
        raise ValueError("needs a square table of two categories or more, with counts in it")
    shares = counts / counts.sum()
    observed = float(np.trace(shares))
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    mean = (rows + columns) / 2
    by_margins = float(rows @ columns)
    by_gwet = float(mean @ (1 - mean)) / (len(counts) - 1)
    return ChanceCorrected(
        int(counts.sum()),
        observed,
        (observed - by_margins) / (1 - by_margins) if by_margins < 1 else None,
        (observed - by_gwet) / (1 - by_gwet),
        float(mean.max()),
        len(counts),
    )


def cross_table(answers: Iterable[tuple[str, str]], choices: Sequence[str]) -> np.ndarray:
    """Return the table of pairs of answers, over `choices` and whatever else was answered."""
    held = list(answers)
    known = list(dict.fromkeys([*choices, *(answer for pair in held for answer in sorted(pair))]))
    size = max(len(known), 2)
    table = np.zeros((size, size), dtype=np.int64)
    for one, two in held:
        table[known.index(one), known.index(two)] += 1
    return table
