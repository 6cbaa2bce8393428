"""How far two extractions agree: exact agreement of values, omissions counted and also apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from curate.reconcile.compare import AGREEING, Difference, Pair


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counts of pairs by kind of difference.

    Attributes
    ----------
    pairs
        Facts that at least one of the two read.
    agreeing
        Identical and equal ones.
    omissions
        Facts that only one of them read.
    """

    pairs: int
    agreeing: int
    counts: tuple[tuple[Difference, int], ...]

    @property
    def omissions(self) -> int:
        """Facts that only one of the two read."""
        return dict(self.counts)[Difference.omission]

    @property
    def percent(self) -> float | None:
        """Exact agreement over all pairs, omissions counting as disagreement; percent."""
        return 100 * self.agreeing / self.pairs if self.pairs else None

    @property
    def percent_of_both(self) -> float | None:
        """Exact agreement over the facts that both read; percent."""
        both = self.pairs - self.omissions
        return 100 * self.agreeing / both if both else None


def agreement(pairs: Iterable[Pair]) -> Agreement:
    """Count `pairs` by kind of difference.

    No interval is given: values of one study are not independent, and one that treats them so covers too
    little.
    """
    found = Counter(pair.difference for pair in pairs)
    counts = tuple((difference, found[difference]) for difference in Difference)
    return Agreement(found.total(), sum(found[difference] for difference in AGREEING), counts)
