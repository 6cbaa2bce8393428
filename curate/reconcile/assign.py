"""Who extracts which study: pairs that share the pages evenly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from curate.errors import Refused
from curate.model.protocol import Person


def assign(
    pages: Mapping[str, int],
    people: Sequence[Person],
    held: Mapping[str, Sequence[str]] | None = None,
    each: int = 2,
) -> dict[str, tuple[str, ...]]:
    """Give each study its extractors, so that everybody has about the same number of pages to read.

    The longest studies are given away first, each to the people who have least so far: without trainees and
    earlier plans, nobody has more pages than the longest study above anybody else. Among equals, people who
    have not yet worked together make the pair, so that agreement is known for many pairs. The same input
    gives the same plan.

    Parameters
    ----------
    pages
        Study → pages to read, at least 1.
    people
        Those among whom the studies are shared.
    held
        Study → people who have it already; they keep it and count for their load.
    each
        Extractors of a study.

    Returns
    -------
    dict of str to tuple of str
        Study → the people it is newly given to; studies that have enough are left out.

    Raises
    ------
    Refused
        When there are too few people, or only trainees: a trainee never makes a pair alone.
    """
    names = {person.name: person for person in people}
    if len(names) < each:
        raise Refused(
            f"{each} extractors a study cannot be chosen among {len(names)}",
            "name more people, or give --each 1 (the methods section will say 'single')",
        )
    held = held or {}
    load: Counter[str] = Counter(
        {name: sum(pages[s] for s in held if s in pages and name in held[s]) for name in names}
    )
    met: Counter[tuple[str, ...]] = Counter()
    plan: dict[str, tuple[str, ...]] = {}
    for study in sorted(pages, key=lambda one: (-pages[one], one)):
        have = tuple(held.get(study, ()))
        team = _team(have, names, each, load, met)
        plan |= {study: tuple(name for name in team if name not in have)} if team else {}
        for name in plan.get(study, ()):
            load[name] += pages[study]
        met.update(combinations(sorted({*have, *team}), 2))
    return plan


def _team(
    have: tuple[str, ...],
    names: Mapping[str, Person],
    each: int,
    load: Counter[str],
    met: Counter[tuple[str, ...]],
) -> tuple[str, ...]:
    """Return `have` and whom it lacks, with one who is no trainee; empty when nobody is lacking."""
    if len(have) >= each:
        return ()
    free = sorted(set(names) - set(have))
    teams = [(*have, *more) for more in combinations(free, each - len(have))]
    fit = [team for team in teams if each < 2 or not all(_is_trainee(names, name) for name in team)]
    if not fit:
        raise Refused(
            "a trainee never makes a pair alone", "name somebody who is no trainee, or more people"
        )

    def cost(team: tuple[str, ...]) -> tuple[int, int, int, tuple[str, ...]]:
        new = [load[name] for name in team if name not in have]
        together = sum(met[pair] for pair in combinations(sorted(team), 2))
        return max(new), sum(new), together, team

    return min(fit, key=cost)


def _is_trainee(names: Mapping[str, Person], name: str) -> bool:
    return name in names and names[name].trainee
