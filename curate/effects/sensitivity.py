"""The effects again at the ends of what was assumed: no assumption stands without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from curate.effects.assumptions import Assumptions, assumptions_of
from curate.effects.derive import derive
from curate.model.effect import Effect
from curate.model.protocol import Comparison, Protocol
from curate.model.record import Record, Study


@dataclass(frozen=True, slots=True)
class Scenario:
    """The effects of one comparison under another assumption.

    Attributes
    ----------
    comparison
        Code.
    name
        What is assumed, such as ``correlation 0.3``.
    effects
        All effects of the comparison.
    changed
        Ids of the studies whose effect is another one than under the comparison's own assumptions.
    """

    comparison: str
    name: str
    effects: tuple[Effect, ...]
    changed: tuple[str, ...]


def scenarios(
    records: Sequence[Record], studies: Sequence[Study], protocol: Protocol
) -> tuple[Scenario, ...]:
    """Return the effects at both ends of each assumption, without borrowed SDs, and without medians.

    Only those that change an effect: an assumption that no study rests on makes none.

    Raises
    ------
    ProtocolError, UnknownName
        As `curate.effects.derive.derive`.
    """
    own = derive(records, studies, protocol).effects
    found = []
    for comparison in protocol.comparisons:
        mine = {(e.study, e.arms): e for e in own if e.comparison == comparison.code}
        for name, changes in _variants(assumptions_of(comparison)):
            other = replace(protocol, comparisons=(_with(comparison, changes),))
            effects = derive(records, studies, other).effects
            now = {(effect.study, effect.arms): effect for effect in effects}
            both = ((key[0], mine.get(key), now.get(key)) for key in dict.fromkeys((*mine, *now)))
            changed = tuple(
                dict.fromkeys(study for study, one, two in both if _numbers(one) != _numbers(two))
            )
            if changed:
                found.append(Scenario(comparison.code, name, effects, changed))
    return tuple(found)


def _numbers(effect: Effect | None) -> tuple[float | None, float | None] | None:
    return (effect.yi, effect.vi) if effect else None


def _variants(assumptions: Assumptions) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield name and changed options of each other assumption; None takes an option away."""
    for key, assumed in (("correlation", assumptions.correlation), ("icc", assumptions.icc)):
        for end in (assumed.low, assumed.high) if assumed else ():
            if assumed and end != assumed.value:
                yield f"{key} {end:g}", {key: repr(end)}
    if assumptions.donors:
        yield "lowest SD of the donors", {"sd_borrowed": "lowest"}
        yield "highest SD of the donors", {"sd_borrowed": "highest"}
        yield "no borrowed SDs", {"sd_donors": ""}
    if assumptions.medians != "refuse":
        yield "no means from medians", {"medians": "refuse"}
    if assumptions.medians in ("luo", "blue"):
        yield "means from medians by quantile estimation", {"medians": "quantiles"}


def _with(comparison: Comparison, changes: dict[str, str]) -> Comparison:
    return replace(comparison, options=tuple((dict(comparison.options) | changes).items()))
