"""What the title of a table says for or against its numbers."""

from dataclasses import replace

import pytest

from curate.model.reading import Grid

from .test_signs import CELL, RESULT, pair, signs


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Estimates from regression analyses: speed of rowing", {"of_a_model"}),
        ("Regression coefficients of speed", {"of_a_model"}),
        ("Adjusted means of speed by linear regression", set()),
        ("Regression models: adjusted means of speed", set()),
    ],
)
def test_coefficients_of_a_regression_are_no_means(title: str, wanted: set[str]) -> None:
    grid = Grid("a" * 64, 3, "Table 2", f"Table 2. {title}", ())
    place = replace(CELL, grid=grid.id)
    assert signs(RESULT, *pair(place), others=(grid,)) == wanted


def test_the_caption_names_an_outcome_too() -> None:
    result = replace(RESULT, outcome="Montgomery score")
    place = replace(CELL, row_headers=("Ketamine",))
    grid = Grid("a" * 64, 3, "Table 2", "Table 2. Montgomery score by week", ())
    assert signs(result, *pair(place)) == {"outcome_from_elsewhere"}
    assert signs(result, *pair(place), others=(grid,)) == set()
