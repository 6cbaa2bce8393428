"""What defines an effect measure: the columns of each route to it, the options of how it is computed, its formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from curate.effects import measures
from curate.effects.counts import DEFAULT, Rule
from curate.effects.measures import Array, Estimates

MEANS = ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")
CELLS = ("ai", "n1i", "ci", "n2i")
RATES = ("x1i", "t1i", "x2i", "t2i")
TWICE = ("m1i", "sd1i", "m2i", "sd2i", "ni", "ri")
CHANGES = (
    "m1post",
    "m1pre",
    "sd1pre",
    "n1i",
    "r1i",
    "m2post",
    "m2pre",
    "sd2pre",
    "n2i",
    "r2i",
)
GIVEN = ("yi", "vi")
PRINTED = ("est", "ci_low", "ci_high")
LOG_RANK = ("oe", "v")
"""Columns of O - E and V of a log-rank test."""

LOG_RANK_P = ("pval", "e1i", "e2i", "sign")
"""Columns of the exact two-sided p of a log-rank test, the events of both groups, and -1 where it favours the first."""


class Options(NamedTuple):
    """How a measure is computed.

    Attributes
    ----------
    variance
        One of the measure's `variances`; empty for its first.
    correction
        Of standardised differences, a name of `curate.effects.measures.CORRECTIONS`.
    rule
        For empty cells.
    level
        Of printed intervals, in percent.
    """

    variance: str = ""
    correction: str = "exact"
    rule: Rule = DEFAULT
    level: float = 95.0


PLAIN = Options()
"""The measure's first variance, Hedges' exact J, ½ in empty cells."""

Compute = Callable[[Sequence[Array], Options], Estimates]


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a measure: the columns that it needs, and the function of them."""

    columns: tuple[str, ...]
    compute: Compute


@dataclass(frozen=True, slots=True)
class Measure:
    """An effect measure.

    Attributes
    ----------
    log
        Whether yi and vi are on the log scale.
    routes
        Ways to it, the first that the columns allow is taken.
    variances
        Names of its variances with their formulas; empty where there is one.
    why_undefined
        Why it does not exist for complete numbers.
    """

    code: str
    name: str
    formula: str
    source: str
    routes: tuple[Route, ...]
    log: bool = False
    variances: Mapping[str, str] | None = None
    why_undefined: str = "it is not defined for these numbers"

    def variance(self, options: Options) -> str:
        """Return the name of the variance that `options` ask for; empty where the measure has one.

        Raises
        ------
        UnknownName
            For another.
        """
        if not self.variances:
            return ""
        name = options.variance or next(iter(self.variances))
        measures.known(f"variance of {self.code}", name, self.variances)
        return name
