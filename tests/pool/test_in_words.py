"""The formula of an effect says what was added to empty cells, and nothing of them where none is empty."""

from __future__ import annotations

import pytest

from curate.model.effect import Effect, Input
from curate.pool.in_words import formula_in_words

FOUR = "½ added to each of the four cells"
NONE = "group 1 has no events"


def effect(
    measure: str, rule: str, *values: float, roles: str = "events1 n1 events2 n2", left_out: str = ""
) -> Effect:
    inputs = tuple(Input(role, value, role) for role, value in zip(roles.split(), values, strict=True))
    formula = f"{measure}; empty cells {rule}; 2 arms combined as group 1"
    return Effect("c", "s", "S", measure, 0.1, 0.1, formula, inputs, left_out=left_out)


@pytest.mark.parametrize(
    ("measure", "rule", "counts", "said"),
    [
        ("RR", "only0", (4, 40, 6, 40), ""),
        ("RR", "only0", (0, 40, 6, 40), f"{FOUR}, since {NONE}"),
        ("OR", "only0", (4, 40, 40, 40), f"{FOUR}, since everybody in group 2 had the event"),
        ("RD", "only0", (0, 40, 0, 40), f"{FOUR}, since neither group has events"),
        ("RR", "none", (4, 40, 6, 40), ""),
        ("RD", "none", (0, 40, 6, 40), f"nothing added to the cells, since {NONE}"),
        ("RR", "all", (4, 40, 6, 40), f"{FOUR}, as in every study"),
        ("RR", "if0all", (4, 40, 6, 40), f"{FOUR} where any study of the comparison has an empty one"),
        ("RR", "if0all", (0, 40, 6, 40), f"{FOUR}, as in every study, since {NONE}"),
        ("RR", "tacc", (0, 10, 6, 30), f"0.25 added to both cells of group 1, 0.75 to both of group 2, since {NONE}"),
        ("RR", "total_once", (0, 40, 6, 40), f"½ added to the events and ½ to the people of both groups, since {NONE}"),
        ("RD", "variance", (0, 40, 6, 40), f"{FOUR}, in the variance alone, since {NONE}"),
    ],
)  # fmt: skip
def test_empty_cells_in_words(measure: str, rule: str, counts: tuple[float, ...], said: str) -> None:
    told = formula_in_words(effect(measure, rule, *counts))
    assert told == "; ".join(filter(None, (measure, said, "2 arms combined as group 1")))


def test_rates_have_no_cells_of_people_without_the_event() -> None:
    roles = "x1 t1 x2 t2"
    assert "added" not in formula_in_words(effect("IRR", "only0", 3, 3, 5, 9, roles=roles))
    told = formula_in_words(effect("IRR", "only0", 0, 3, 5, 9, roles=roles))
    assert "½ added to the events of both groups, since group 1 has no events" in told


def test_events_by_percent_and_of_several_arms_are_cells_too() -> None:
    roles = "events1.1 n1.1 events1.2 n1.2 percent2 n2"
    assert "added" not in formula_in_words(effect("RR", "only0", 0, 10, 2, 10, 50, 10, roles=roles))
    told = formula_in_words(effect("RR", "only0", 0, 10, 0, 10, 50, 10, roles=roles))
    assert "since group 1 has no events" in told


def test_what_is_left_out_has_nothing_added() -> None:
    assert "cells" not in formula_in_words(effect("RR", "only0", roles="", left_out="double-zero"))
    assert "½ to the four cells of each study that has an empty one" in formula_in_words(
        effect("RR", "only0", roles="")
    )
