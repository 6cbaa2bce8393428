"""A living review: what moved since a freeze, and why, study by study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curate.errors import Refused, UnknownName
from curate.model.effect import Effect, Input, Pooled
from curate.review.freezes import Freezes
from curate.review.home import Home
from curate.review.results import Estimate, Results
from curate.store import past
from curate.store.freezes import Frozen

if TYPE_CHECKING:
    from curate.pool.moves import Change, Move


@dataclass(frozen=True, slots=True)
class Moved:
    """A study that moved, with the reasons: a number, a decision, a report that does not stand any more."""

    move: Move
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """One comparison, then and now.

    Attributes
    ----------
    before
        The estimate of the freeze; None where it had none.
    after
        The estimate now; its `pooled` is None where nothing is pooled now.
    moved
        The studies that moved, those that move the estimate most first.
    rules
        Conventions that are others: ``method: REML → DL``.
    fallen
        Reports that do not stand any more and that a pooled effect still rests on: ``Zou 2021: zou.pdf was
        retracted``.
    """

    label: str
    before: Pooled | None
    after: Estimate
    moved: tuple[Moved, ...]
    rules: tuple[str, ...]
    fallen: tuple[str, ...]

    @property
    def still(self) -> bool:
        """Whether nothing moved."""
        return not self.moved and not self.rules


class Updates:
    """The records now beside those of a freeze; nothing of it changes the freeze."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def since(self, name: str | None = None) -> tuple[Frozen, list[Update]]:
        """Return a freeze, the latest when not named, and each comparison then and now.

        Raises
        ------
        UnknownName
            When there is no such freeze.
        Refused
            When nothing is frozen yet, or the freeze keeps no estimate.
        """
        frozen = self._freeze(name)
        before = past.pooled_at(self._home.connection, frozen.snapshot)
        if not before:
            raise Refused(
                f"no estimate was made of what {frozen.name} froze",
                "freeze again: a freeze keeps the estimates of its records",
            )
        estimates = Results(self._home).pool()
        return frozen, [self._update(frozen, before.get(each.comparison), each) for each in estimates]

    def _freeze(self, name: str | None) -> Frozen:
        every = Freezes(self._home).all()
        if not every:
            raise Refused(
                "nothing is frozen yet", "curate freeze v1, once every disagreement is decided"
            )
        meant = every[-1:] if name is None else [held for held in every if held.name == name]
        if not meant:
            raise UnknownName.among("freeze", name or "", (held.name for held in every))
        return meant[0]

    def _update(self, frozen: Frozen, before: Pooled | None, after: Estimate) -> Update:
        from curate.model.protocol import PoolOptions
        from curate.pool.moves import moves

        then = past.effects_at(self._home.connection, frozen.snapshot, after.comparison)
        now = (*after.effects, *after.left_out)
        options = self._home.protocol.options
        if before:
            options = PoolOptions(dict(before.options).get("profile", "curate"), method=before.method)
        moved = tuple(self._explained(move) for move in moves(then, now, options))
        return Update(
            after.label, before, after, moved, _rules(before, after.pooled), self._fallen(after)
        )

    def _fallen(self, estimate: Estimate) -> tuple[str, ...]:
        told = (
            (effect.study_name, past.standing_of(self._home.connection, part))
            for effect in estimate.effects
            for part in effect.inputs
        )
        return tuple(dict.fromkeys(f"{study}: {how}" for study, how in told if how))

    def _explained(self, move: Move) -> Moved:
        return Moved(move, tuple(dict.fromkeys(filter(None, self._reasons(move)))))

    def _reasons(self, move: Move) -> Sequence[str]:
        from curate.pool.in_words import formula_in_words

        said = [past.standing_of(self._home.connection, part) for part in _inputs(move.before)]
        if move.after and move.after.left_out:
            return [*said, f"left out: {move.after.left_out}"]
        if move.after is None:
            return [*said, "it has no records for this any more"]
        if move.before is None:
            return [*said, "not pooled before"]
        changed = [self._reason(change) for change in move.changes]
        if not changed:
            then, now = (formula_in_words(each) for each in (move.before, move.after))
            changed = [f"computed otherwise: {then} → {now}"]
        return [*said, *changed]

    def _reason(self, change: Change) -> str:
        then, now = (f"{side.value:g}" if side else "–" for side in (change.before, change.after))
        why = past.reason_for(self._home.connection, change.after, change.before) if change.after else ""
        return f"{change.role} {then} → {now}" + (f", {why}" if why else "")


def _inputs(effect: Effect | None) -> Sequence[Input]:
    return effect.inputs if effect else ()


def _rules(before: Pooled | None, after: Pooled | None) -> tuple[str, ...]:
    """Return the conventions of an estimate that are others than before."""
    if before is None or after is None:
        return ()
    then, now = before.conventions, after.conventions
    names = dict.fromkeys((*then, *now))
    return tuple(
        f"{name}: {then.get(name, '–')} → {now.get(name, '–')}"
        for name in names
        if then.get(name) != now.get(name)
    )
