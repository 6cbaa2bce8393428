"""Who a cell of a table is of, and whom it compares."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.tables.bearing.against import comparator_of, comparator_over
from curate.extract.tables.names.arm_book import ArmBook, plain_key
from curate.extract.tables.names.axes import Axes
from curate.extract.tables.names.captioned import pair_in
from curate.extract.tables.names.compared import without_difference
from curate.extract.tables.names.doses import doses_in, pooled_arms
from curate.extract.tables.names.factors import factor_in, others_crossed
from curate.extract.tables.names.groups import holds_coefficients, is_analysis, is_interaction
from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.place_of import Place
from curate.extract.tables.names.reference import References
from curate.extract.tables.names.size_row import whole_of
from curate.parse.label import is_everyone, read_contrast, read_dashed

Arms = tuple[str, ...]


class Whom:
    """Answers for each place of one table who it is of.

    Parameters
    ----------
    axes
        The table's named labels.
    known
        The arms of the report.
    caption_arm
        The one arm that the title names, where the labels name none.
    """

    def __init__(self, axes: Axes, known: ArmBook, caption_arm: Arms = ()) -> None:
        self.axes, self.known, self.caption_arm = axes, known, caption_arm
        nobody = not axes.arms and not holds_coefficients(axes.columns.values())
        self.caption_pair = pair_in(axes.table.whole_caption, known) if nobody else ((), ())
        self.tested = _tests_alike(axes)
        tests = (n.text for names in axes.columns.values() for n in names if n.kind == "p")
        self.crossed = others_crossed(tests)
        self.predicts = holds_coefficients(axes.columns.values())
        self.parted = any(n.kind == "subgroup" for names in axes.columns.values() for n in names)
        self.arms_over = any(n.kind == "arm" for names in axes.columns.values() for n in names)
        self.reference = References(axes.rows, axes.arms, axes.columns, axes.table.notes)
        self._arms: dict[str, Arms] = {}  # label → see `arms_of`

    def who(self, place: Place) -> tuple[Arms, Arms, bool]:
        """Return arms, comparators, and whether the cell compares."""
        arms = place.names("arm")
        for name in place.names("contrast"):
            left, right = self.sides(name.text)
            if self._is_side(name, place, (*left, *right)):
                continue
            if left and right and not (self._counts_others(name, place, (*left, *right))):
                return left, right, True
        against = (
            comparator_of(place, self.axes.arms)
            or comparator_over(place, self.axes.arms)
            or self.reference.of(place)
        )
        if against is not None:
            return self.arms_of(arms[0].text), self.arms_of(against.text), True
        if arms:
            return self.arms_of(arms[0].text), (), bool(place.names("contrast"))
        for name in place.names("p"):
            left, right = self.sides(name.text)
            if left and right:
                return left, right, True
        if place.names("contrast") or place.names("p"):
            return (*self.between(place), True)
        return self.caption_arm, (), False

    def _counts_others(self, name: Name, place: Place, sides: Arms) -> bool:
        """Whether a row below an arm is of a comparison of others: "Statin vs placebo" in a list of trials."""
        over_arm = any(n.kind == "arm" for n in place.over) and name in place.beside
        return over_arm and not any(self.known.resembles(side) for side in sides)

    def _is_side(self, name: Name, place: Place, sides: Arms) -> bool:
        """Whether a cell below one of two arms that its row compares is that arm's own."""
        over = {plain_key(n.text) for n in place.over if n.kind == "arm"}
        return name in place.beside and not over.isdisjoint(map(plain_key, sides))

    def names_arms(self, name: Name) -> bool:
        """Whether both sides of a contrast are arms of the report, not kinds of what was measured."""
        sides = [side for each in self.sides(name.text) for side in each]
        own = {plain_key(arm.text) for arm in self.axes.arms}
        named = all(re.search(r"[A-Za-z]{2}", side) for side in sides)  # not "<10 versus ≥10"
        return (
            bool(sides) and named and all(plain_key(s) in own or self.known.resembles(s) for s in sides)
        )

    def arms_of(self, text: str) -> Arms:
        """Return the arms that a label names: itself, or the doses that it names or pools."""
        if text not in self._arms:
            pooled = pooled_arms(text, [arm.text for arm in self.axes.arms])
            self._arms[text] = doses_in(text) or pooled or (text,)
        return self._arms[text]

    def sides(self, text: str) -> tuple[Arms, Arms]:
        """Return the two sides of a named contrast, empty when it names none."""
        contrast = read_contrast(text)
        if contrast and contrast.left and contrast.right:
            return (contrast.left,), (contrast.right,)
        bare = _AROUND_SIDES.sub("", text)
        bare = _INTERVAL.sub("", without_difference(bare))
        dashed = read_dashed(bare) or read_dashed(_TIGHT_DASH.sub(" - ", bare))
        if dashed and all(self.known.resembles(side) for side in dashed):
            return (dashed[0],), (dashed[1],)
        return (), ()

    def between(self, place: Place) -> tuple[Arms, Arms]:
        """Return the arms that an unnamed contrast compares: both of two; all of more.

        A uni- or multivariate analysis is of what its rows name, not of the groups beside it; so is a regression.
        """
        differs = any("difference" in name.text.lower() for name in place.names("contrast"))
        modelled = [name for name in place.names("head") if is_analysis(name.text)]
        if modelled and not differs and not self._is_beside_arms(place, modelled):
            return (), ()
        tests = (*place.names("p"), *place.names("contrast"), *place.names_over("other"))
        if any(is_interaction(n.text) or factor_in(n.text, self.crossed) for n in tests):
            return (), ()  # of the difference between one kind of people and another
        if self.predicts:
            return (), ()
        if not self.arms_over and (
            self.reference.is_of_others(place) or self.reference.is_covariate(place)
        ):
            return (), ()
        if not self.arms_over and self.reference.heads_others(place):
            return (), ()  # of the kinds below it: "Sex" beside the P of men and women
        if not self.arms_over and self.reference.is_of_everyone(place):
            return (), ()  # before and after, in all: each arm beside it has its own
        if self.parted and any(map(_OF_ALL.search, (n.text for n in place.names("p")))):
            return (), ()  # of all groups of all kinds of people
        whole = whole_of(self.axes.arms)
        again = {n.text: n for n in place.row.over.values() if n.kind == "arm"}
        cut = any(arm.text.startswith(f"{text} ") for text in again for arm in self.axes.arms)
        within = list(again.values()) if len(again) > 1 and not cut else self._left_of(place)
        arms = [n.text for n in within if not is_everyone(n.text) and n.text != whole]
        if not arms and not self.axes.arms:
            return self.caption_pair
        if len(arms) > 2 and self.tested > 1 and place.names("p"):
            return (), ()  # a p beside each arm: against which of the others is not said
        if len(arms) == 2:
            return (arms[0],), (arms[1],)
        if (
            len(within) == 1
            and not self.arms_over
            and within[0].text not in [n.text for n in place.beside]
        ):
            return (), ()  # the one arm is a row of a model, this is another
        return tuple(arms), ()

    def _is_beside_arms(self, place: Place, modelled: Sequence[Name]) -> bool:
        """Whether what is only "adjusted" is of two arms: the title names both, or each has a value beside a P."""
        if not all(_ADJUSTED.fullmatch(name.text) for name in modelled):
            return False
        if self.caption_pair[0] or not place.names("p"):
            return bool(self.caption_pair[0])
        valued = {cell.col for cell in place.row.cells}
        beside = [n for c in valued for n in self.axes.columns.get(c, ()) if n.kind == "arm"]
        return len({name.text for name in beside}) == len(self.axes.arms) == BOTH

    def _left_of(self, place: Place) -> list[Name]:
        """Return the two arms left of a column of tests between columns of arms, else all arms of the table."""
        arms = self.axes.arms
        over = {id(name) for names in self.axes.columns.values() for name in names}
        if len(arms) < 3 or not all(id(arm) in over for arm in arms):
            return arms
        if place.names("p") and self.tested > 1:
            return arms
        left = [arm for arm in arms if arm.cell.col + arm.cell.colspan <= place.cell.col]
        right = [arm for arm in arms if arm.cell.col > place.cell.col]
        return left if len(left) == 2 and len(left) + len(right) == len(arms) else arms


BOTH = 2
_ADJUSTED = re.compile(r"(?i)(?:un)?adjusted|crude")
"""How a P value was found that may compare two groups; a multivariate analysis is of predictors."""
_OF_ALL = re.compile(r"(?i)\b(?:for|across|between|among|of) all\b|\boverall\b")
_AROUND_SIDES = re.compile(r"^\s*[pP](?:[-\s]*values?)?\s*[,:(]?\s*|[)\s]+$")
_INTERVAL = re.compile(r"\)?\s*[,(\[]\s*\d\d\s?%\s*(?:CI|CrI|confidence interval)s?[)\]\s]*$")
"""The limits that a label of a difference has behind the arms."""

_TIGHT_DASH = re.compile(r"(?<=\w)[-–−]\s?(?=\w)")
"""A minus between two arms that stands close to the first of them, or to both."""


def _tests_alike(axes: Axes) -> int:
    """Return how many columns of p values have the same labels at most."""
    tests = [names for names in axes.columns.values() if names and names[-1].kind == "p"]
    over = [(*map(id, names[:-1]), names[-1].text) for names in tests]
    return max(map(over.count, over), default=0)
