"""``curate pool COMPARISON --by ITEM --mod ITEM``: subgroups and moderators from the answers of a review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from curate.cli.common import say
from curate.cli.pool_more import Part, by_subgroup, on_moderators, subgroups_of
from curate.errors import Refused
from curate.pool.columns import Table
from curate.store.records import short_key

if TYPE_CHECKING:
    from pathlib import Path

    from curate.cli.pool_asked import Asked
    from curate.effects.covariates import Covariate
    from curate.pool.study_pool import StudyPool
    from curate.review import Review
    from curate.review.results import Estimate


def on_items(review: Review, estimate: Estimate, found: StudyPool, asked: Asked) -> list[Part]:
    """Return subgroups and meta-regression of a comparison; who has no answer is named in each."""
    parts = []
    if asked.by:
        held = [review.results.covariate(estimate, asked.by)]
        some, columns = _complete(found, held)
        made = by_subgroup(some, columns, asked.by, common_tau2=asked.common_tau2)
        parts.append(_naming(made, found, held))
    if asked.moderators:
        held = [review.results.covariate(estimate, name) for name in asked.moderators]
        some, columns = _complete(found, held)
        parts.append(_naming(on_moderators(some, columns, asked.moderators), found, held))
    return parts


def refused(error: Refused) -> Part:
    """Return why a comparison has no subgroups or no regression, in the place of them."""
    return Part("refused", {"why": error.what}, lambda: say(f"  not answered: {error.what}"))


def draw_comparison(review: Review, estimate: Estimate, asked: Asked, path: Path) -> None:
    """Draw the plot of a comparison that is asked for, and say so."""
    from curate.cli.pool_plot import plot_table, sides_of

    found = estimate.as_studies()
    if asked.plot_kind != "forest":
        held = None
        if asked.moderators:
            covariates = [review.results.covariate(estimate, name) for name in asked.moderators]
            found, held = _complete(found, covariates)
        plot_table(found, held, path, replace(asked, title=asked.title or estimate.label))
        return
    groups, parts = list[str](), None
    if asked.by:
        covariate = review.results.covariate(estimate, asked.by)
        some, columns = _complete(found, [covariate])
        parts = subgroups_of(some, columns, asked.by, common_tau2=asked.common_tau2)
        groups = [value.text for value in covariate.values]
    sides = sides_of(asked.sides) if asked.sides else None
    review.results.plot(
        estimate, path, groups, parts, layout=asked.layout, title=asked.title or "", sides=sides
    )
    say(f"drew {path}")


def _complete(found: StudyPool, held: Sequence[Covariate]) -> tuple[StudyPool, Table]:
    """Return the effects that have all of the covariates, and these as the columns of a table of all effects."""
    kept = [
        place
        for place in range(len(found.labels))
        if not any(covariate.values[place].why for covariate in held)
    ]
    if not kept:
        names = " and ".join(each.name for each in held)
        why = [f"{label}: {told}" for label, told in _missing(found, held).items()]
        raise Refused(f"no study has an answer to {names}", "see what each lacks", why)
    columns = {each.name.casefold(): tuple(value.text for value in each.values) for each in held}
    words = frozenset(each.name.casefold() for each in held if not each.is_number)
    return found.of(kept), Table(found.pooled.comparison, columns, len(found.labels), words)


def _missing(found: StudyPool, held: Sequence[Covariate]) -> dict[str, str]:
    """Return the effects that lack a covariate, and why."""
    return {
        label: "; ".join(
            f"{each.name}: {each.values[place].why}" for each in held if each.values[place].why
        )
        for place, label in enumerate(found.labels)
        if any(each.values[place].why for each in held)
    }


def _naming(part: Part, found: StudyPool, held: Sequence[Covariate]) -> Part:
    """Return the part with the answers behind it, and those that it lacks."""
    missing = _missing(found, held)
    answers = [
        {
            "study": label,
            **{each.name: each.values[place].text or None for each in held},
            "records": [short_key(key) for each in held for key in each.values[place].records],
        }
        for place, label in enumerate(found.labels)
    ]

    def show() -> None:
        part.show()
        for label, why in missing.items():
            say(f"  not in it: {label} ({why})")

    return replace(part, plain={**part.plain, "answers": answers, "missing": missing}, show=show)
