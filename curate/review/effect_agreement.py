"""Whether two people's readings give the same effects: what a reader of the review will see of a difference."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import nan
from typing import TYPE_CHECKING, Any

from curate.model.effect import label_of
from curate.model.protocol import Protocol
from curate.model.record import Record, Study
from curate.model.scale import own_scale
from curate.model.terms import LOG_SCALE

if TYPE_CHECKING:
    from curate.reconcile.concordance import BlandAltman, Within


@dataclass(frozen=True, slots=True)
class EffectPair:
    """The effect of one study by what each of two people sealed; NaN where it does not follow."""

    study: str
    one: float
    two: float


@dataclass(frozen=True, slots=True)
class EffectAgreement:
    """The effects of one comparison by two people.

    Attributes
    ----------
    one, two
        Their names.
    pairs
        One a study; on the analysis scale.
    within
        Studies whose effects differ by no more than 0.1; for SMD only, since other measures have other units,
        and None without studies that both give.
    bland_altman
        None with fewer than two.
    assisted
        How many of the studies one of the two, or both, read with the programs' readings in view.
    """

    comparison: str
    label: str
    measure: str
    one: str
    two: str
    pairs: tuple[EffectPair, ...]
    within: Within | None
    bland_altman: BlandAltman | None
    assisted: int = 0

    @property
    def of_one_only(self) -> int:
        """Studies whose effect follows from what one of the two sealed, but not from the other's."""
        return sum((pair.one != pair.one) != (pair.two != pair.two) for pair in self.pairs)

    @property
    def difference(self) -> str:
        """Mean difference and limits of agreement in words, of ratios as the ratio of two ratios; else empty."""
        held = self.bland_altman
        if held is None:
            return ""
        bias, low, high = (f"{value:.2f}" for value in (held.bias, *held.limits))
        if self.measure not in LOG_SCALE:
            return f"mean difference {bias} ({self.one} less {self.two}), limits of agreement {low} to {high}"
        times, least, most = (own_scale(self.measure, value) for value in (held.bias, *held.limits))
        return (
            f"{self.measure} of {self.one} {times} times that of {self.two} on average, limits of agreement "
            f"{least} to {most} (difference of log {self.measure} {bias}, {low} to {high})"
        )

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        plain = {name: getattr(self, name) for name in ("comparison", "measure")}
        plain |= {"readers": [self.one, self.two], "of_one_only": self.of_one_only}
        plain["assisted"] = self.assisted
        plain["within_0.1"] = self.within._asdict() if self.within else None
        if self.bland_altman:
            held = self.bland_altman
            plain["bland_altman"] = {"bias": held.bias, "sd": held.sd, "limits": held.limits}
        plain["appendix"] = self._coefficients()
        plain["effects"] = [
            [pair.study, *(None if value != value else value for value in (pair.one, pair.two))]
            for pair in self.pairs
        ]
        return plain

    def _coefficients(self) -> dict[str, float | None]:
        """Return ICC(2,1) and Lin's CCC: for an appendix, since across effects of different size both flatter."""
        from curate.reconcile.concordance import ccc, icc

        both = [
            (pair.one, pair.two) for pair in self.pairs if pair.one == pair.one and pair.two == pair.two
        ]
        if len(both) < 2:
            return {"icc_2_1": None, "ccc": None}
        return {"icc_2_1": icc(both).two_way_random, "ccc": ccc(*zip(*both, strict=True))}


def effect_agreements(
    readers: Mapping[str, Sequence[Record]],
    studies: Sequence[Study],
    protocol: Protocol,
    assisted: Collection[tuple[str, str]] = (),
) -> list[EffectAgreement]:
    """Return the agreement of every two people on every comparison of which they share studies.

    `readers` is person → the records that this person's sealed readings alone would make, `assisted` the persons
    and studies that were read with the programs' readings in view. Pairs of people are kept apart: a study then
    counts once.
    """
    from curate.effects.derive import derive
    from curate.reconcile.concordance import bland_altman, share_within

    aided = frozenset(assisted)
    alone = replace(protocol, basis_of_truth="single")
    effects: dict[str, dict[tuple[str, str, str], float]] = {}
    names = {study.id: study.name for study in studies}
    for person, records in readers.items():
        derived = derive(records, studies, alone).effects
        effects[person] = {
            (each.comparison, each.study, each.arms): nan if each.yi is None else each.yi
            for each in derived
        }
    read = {person: {record.study for record in records} for person, records in readers.items()}
    found = []
    for comparison in protocol.comparisons:
        for one, two in combinations(sorted(effects), 2):
            both = read[one] & read[two]
            known = sorted({*effects[one], *effects[two]})
            keys = [key for key in known if key[0] == comparison.code and key[1] in both]
            pairs = tuple(
                EffectPair(
                    label_of(names.get(key[1], key[1]), key[2]),
                    effects[one].get(key, nan),
                    effects[two].get(key, nan),
                )
                for key in keys
            )
            if pairs:
                values = [pair.one for pair in pairs], [pair.two for pair in pairs]
                found.append(
                    EffectAgreement(
                        comparison.code,
                        comparison.label,
                        comparison.measure,
                        one,
                        two,
                        pairs,
                        share_within(*values) if comparison.measure == "SMD" else None,
                        bland_altman(*values),
                        len({key[1] for key in keys if aided & {(one, key[1]), (two, key[1])}}),
                    )
                )
    return found
