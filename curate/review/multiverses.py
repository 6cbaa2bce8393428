"""A comparison pooled under every choice among the results that its trials report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from curate.effects.alternatives import Alternative, alternatives
from curate.effects.options import merged_options
from curate.effects.sensitivity import scenarios
from curate.errors import Refused
from curate.model.effect import Pooled
from curate.model.protocol import Comparison, Protocol
from curate.model.record import Record, Study
from curate.pool.multiverse import MOST, Multiverse, multiverse
from curate.pool.pool import pool
from curate.pool.pool_counts import COUNTED


@dataclass(frozen=True, slots=True)
class Universes:
    """The multiverse of one comparison.

    Attributes
    ----------
    alternatives
        The eligible effects of each study that has any.
    unchosen
        Studies whose effects no rule of the protocol chooses from: the protocol has no estimate then.
    assumed
        The estimate under other assumptions (correlations, borrowed SDs, medians) than the comparison's own, the choice
        among results as the protocol has it; with what each assumes and how many studies it touches.
    """

    comparison: Comparison
    alternatives: tuple[tuple[Alternative, ...], ...]
    made: Multiverse
    unchosen: tuple[str, ...]
    assumed: tuple[tuple[str, int, Pooled], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The studies."""
        return tuple(each[0].effect.study_name for each in self.alternatives)

    def as_dict(self) -> dict[str, object]:
        """Return plain values for JSON, on the analysis scale."""
        made = self.made
        estimates = made.fits.estimate
        quantiles = np.quantile(estimates, [0, 0.025, 0.5, 0.975, 1]).tolist()
        names = ("min", "q025", "median", "q975", "max")
        return {
            "comparison": self.comparison.code,
            "measure": self.comparison.measure,
            "universes": made.universes,
            "pooled": len(made.picks),
            "exact": made.is_exact,
            "estimate": dict(zip(names, quantiles, strict=True)),
            "chosen": None if made.chosen is None else float(estimates[made.chosen]),
            "excluding_zero": made.excluding,
            "assumptions": [
                {
                    "assumed": name,
                    "studies": touched,
                    "estimate": pooled.estimate,
                    "ci_low": pooled.ci_low,
                    "ci_high": pooled.ci_high,
                }
                for name, touched, pooled in self.assumed
            ],
            "studies": [
                {
                    "study": name,
                    "alternatives": [
                        {
                            "told": each.told,
                            "yi": each.effect.yi,
                            "vi": each.effect.vi,
                            "chosen": each.chosen,
                        }
                        for each in options
                    ],
                    "low": low if np.isfinite(low) else None,
                    "high": high if np.isfinite(high) else None,
                }
                for name, options, (low, high) in zip(
                    self.names, self.alternatives, made.alone.tolist(), strict=True
                )
            ],
        }


def universes(
    records: Sequence[Record],
    studies: Sequence[Study],
    protocol: Protocol,
    comparison: Comparison,
    most: int | None,
    seed: int,
) -> Universes | None:
    """Return the multiverse of a comparison; None where no study has an eligible effect."""
    found = tuple(alternatives(records, studies, protocol, comparison).values())
    if not found:
        return None
    places = [next((n for n, each in enumerate(options) if each.chosen), None) for options in found]
    unchosen = tuple(
        options[0].effect.study_name
        for options, place in zip(found, places, strict=True)
        if place is None
    )
    options = merged_options(protocol, comparison)
    if options.method in COUNTED:
        what = f"{comparison.label}: a multiverse pools effects, {options.method} pools counts"
        raise Refused(what, "say another method in the comparison's options")
    if options.method == "GENQ":
        what = f"{comparison.label}: a multiverse weights by inverse variance, not by people"
        raise Refused(what, "say another method in the comparison's options")
    made = multiverse(
        [[(float(each.effect.yi or 0), float(each.effect.vi or 0)) for each in one] for one in found],
        None if unchosen else [place or 0 for place in places],
        method=options.method,
        ci=options.ci,
        level=options.level,
        most=most or MOST,
        seed=seed,
    )
    assumed = () if unchosen else _under_assumptions(records, studies, protocol, comparison)
    return Universes(comparison, found, made, unchosen, assumed)


def _under_assumptions(
    records: Sequence[Record], studies: Sequence[Study], protocol: Protocol, comparison: Comparison
) -> tuple[tuple[str, int, Pooled], ...]:
    """Return what is assumed, the studies that it touches, and the estimate, of each other assumption."""
    alone = replace(protocol, comparisons=(comparison,))
    options = merged_options(protocol, comparison)
    return tuple(
        (each.name, len(each.changed), pool(each.effects, options, comparison))
        for each in scenarios(records, studies, alone)
        if any(not effect.left_out for effect in each.effects)
    )
