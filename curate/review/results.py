"""Records, effects and pooled estimates of the protocol's comparisons, and their plots."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from curate.errors import UnknownName
from curate.model.effect import Effect, Pooled
from curate.model.record import Record
from curate.review.home import Home
from curate.store import results as store
from curate.store.blinding import still_reading
from curate.store.records import answers, records
from curate.store.reports import studies

if TYPE_CHECKING:
    from curate.effects.covariates import Covariate
    from curate.effects.derive import Derivation
    from curate.pool.study_pool import StudyPool
    from curate.pool.subgroups import Subgroups
    from curate.review.multiverses import Universes


@dataclass(frozen=True, slots=True)
class Estimate:
    """A pooled estimate in the store, with the effects it was made of and those left out.

    Attributes
    ----------
    id
        Id in the store; `curate trace` takes it.
    label
        The comparison's label.
    pooled
        None when there was nothing to pool; `why` says why.
    """

    id: str
    label: str
    comparison: str
    pooled: Pooled | None
    effects: tuple[Effect, ...]
    left_out: tuple[Effect, ...]
    why: str = ""

    def as_studies(self) -> StudyPool:
        """Return the estimate with its effects as a pool of studies, for what is asked beside the estimate.

        Raises
        ------
        UnknownName
            When nothing is pooled.
        """
        from curate.pool.study_pool import from_effects

        if self.pooled is None:
            raise UnknownName(f"nothing is pooled for {self.comparison}", self.why)
        return from_effects(self.pooled, (*self.effects, *self.left_out))


class Results:
    """What the records give under the protocol in force."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def records(self) -> list[Record]:
        """Return the curated records."""
        return records(self._home.connection)

    def derivation(self) -> Derivation:
        """Compute the effects of all comparisons, and what is wrong; nothing is stored."""
        from curate.effects.derive import derive

        return derive(self.records(), studies(self._home.connection), self._home.protocol)

    def effects(self, comparison: str | None = None) -> list[Effect]:
        """Compute and store the effects of one comparison or all; those left out say why."""
        wanted = self._comparisons(comparison)
        found = [effect for effect in self.derivation().effects if effect.comparison in wanted]
        with self._home.act("effects") as act:
            store.put_effects(act, found, self._home.protocol.version)
        return found

    def id_of(self, effect: Effect) -> str:
        """Return an effect's id in the store."""
        return store.effect_id(effect, self._home.protocol.version)

    def waiting(self) -> list[tuple[str, list[str]]]:
        """Return the studies that people still read, with their names: nothing undecided of them is used."""
        connection = self._home.connection
        people = still_reading(connection)
        return [(study.name, people[study.id]) for study in studies(connection) if study.id in people]

    def pool(
        self,
        comparison: str | None = None,
        *,
        without: Collection[str] = (),
        reason: str = "left out on request",
    ) -> list[Estimate]:
        """Pool one comparison or all, and store the estimates with a snapshot of the records.

        Parameters
        ----------
        without
            Ids of studies, or keys of records whose effects are to be left out, and why.
        """
        codes = self._comparisons(comparison)
        wanted = [each for each in self._home.protocol.comparisons if each.code in codes]
        effects = [_without(effect, without, reason) for effect in self.derivation().effects]
        made = [
            self._estimate(each.code, [effect for effect in effects if effect.comparison == each.code])
            for each in wanted
        ]
        version = self._home.protocol.version
        with self._home.act("pool") as act:
            snapshot = store.put_snapshot(act, version)
            stored = []
            for estimate in made:
                everything = (*estimate.effects, *estimate.left_out)
                store.put_effects(act, everything, version)
                name = ""
                if estimate.pooled:
                    name = store.put_pooled(act, estimate.pooled, everything, version, snapshot)
                stored.append(replace(estimate, id=name))
        return stored

    def preview(
        self,
        comparison: str,
        effects: Sequence[Effect],
        *,
        without: Collection[str] = (),
        options: Mapping[str, str] | None = None,
    ) -> Estimate:
        """Pool one comparison otherwise than the protocol says, to look at it; nothing is stored.

        Parameters
        ----------
        effects
            Of the derivation, of this comparison or of all.
        without
            Ids of studies, or of single effects, that are left out.
        options
            Option of pooling → value, before what the protocol says: see `curate.effects.options`.

        Raises
        ------
        UnknownName, ProtocolError, Refused
            For an unknown comparison or option; when these cannot be pooled like that.
        """
        self._comparisons(comparison)
        mine = [
            _without(e, without, "left out on request") for e in effects if e.comparison == comparison
        ]
        return self._estimate(comparison, mine, options or {})

    def _estimate(
        self, code: str, effects: Sequence[Effect], asked: Mapping[str, str] = MappingProxyType({})
    ) -> Estimate:
        from curate.effects.options import merged_options
        from curate.pool.pool import pool

        comparison = next(each for each in self._home.protocol.comparisons if each.code == code)
        used = tuple(effect for effect in effects if not effect.left_out)
        rest = tuple(effect for effect in effects if effect.left_out)
        if not used:
            why = "every study is left out" if rest else "no study has records for it"
            return Estimate("", comparison.label, code, None, used, rest, why)
        comparison = replace(comparison, options=(*comparison.options, *asked.items()))
        pooled = pool(used, merged_options(self._home.protocol, comparison), comparison)
        return Estimate("", comparison.label, code, pooled, used, rest)

    def multiverse(
        self, comparison: str | None = None, *, most: int | None = None, seed: int = 1
    ) -> list[Universes]:
        """Pool one comparison or all under every choice among the eligible results; nothing is stored.

        Parameters
        ----------
        most
            Pools that are made at most, `curate.pool.multiverse.MOST` where not said; more are sampled with `seed`.
        """
        from curate.review.multiverses import universes

        codes = self._comparisons(comparison)
        wanted = [each for each in self._home.protocol.comparisons if each.code in codes]
        known = studies(self._home.connection)
        made = (universes(self.records(), known, self._home.protocol, c, most, seed) for c in wanted)
        return [each for each in made if each is not None]

    def covariate(self, estimate: Estimate, name: str) -> Covariate:
        """Return what the pooled effects have of an item of the protocol, or of a property; in their order.

        Raises
        ------
        UnknownName
            When nothing is pooled, or nothing is called so.
        """
        from curate.effects.covariates import covariate

        if estimate.pooled is None:
            raise UnknownName(f"nothing is pooled for {estimate.comparison}", estimate.why)
        connection, protocol = self._home.connection, self._home.protocol
        comparison = next(each for each in protocol.comparisons if each.code == estimate.comparison)
        known = {effect.id: effect for effect in estimate.effects}
        used = [known[each] for each in estimate.pooled.effects]
        held = answers(connection), self.records(), studies(connection)
        return covariate(name, used, comparison, protocol, *held)

    def plot(
        self,
        estimate: Estimate,
        path: Path,
        groups: Sequence[str] = (),
        parts: Subgroups | None = None,
        *,
        layout: str = "curate",
        title: str = "",
        sides: tuple[str, str] | None = None,
    ) -> Path:
        """Draw a forest plot; the kind of file goes by the suffix of `path`: .svg, .png or .pdf.

        Parameters
        ----------
        groups, parts
            The subgroup of each pooled effect, empty for none, and the subgroups pooled.
        layout, title, sides
            A name of `curate.plots.style.STYLES`; title and names of the two groups other than the protocol's.
        """
        from curate.plots.forest import forest

        if estimate.pooled is None:
            raise UnknownName(f"nothing is pooled for {estimate.comparison}", estimate.why)
        everything = (*estimate.effects, *estimate.left_out)
        return forest(
            estimate.pooled,
            everything,
            path,
            protocol=self._home.protocol,
            groups=groups,
            parts=parts,
            layout=layout,
            title=title,
            sides=sides,
        )

    def _comparisons(self, code: str | None) -> list[str]:
        codes = [comparison.code for comparison in self._home.protocol.comparisons]
        if code is not None and code not in codes:
            raise UnknownName.among("comparison", code, codes)
        return [code] if code else codes


def _without(effect: Effect, unwanted: Collection[str], reason: str) -> Effect:
    named = {effect.study, effect.id, *(part.record for part in effect.inputs)}
    if not effect.left_out and not named.isdisjoint(unwanted):
        return replace(effect, left_out=reason)
    return effect
