"""Columns of Word tables whose borders do not meet."""

from curate.office.word_grid import regular_columns


def test_a_plain_grid_stays_as_it_is():
    rows = [[(0, 1), (1, 2), (3, 2)], [(0, 1), (1, 1), (2, 1), (3, 1), (4, 1)]]
    assert regular_columns(rows, [10] * 5) == rows


def test_a_border_dragged_in_one_row_makes_no_column():
    rows = [[(0, 2), (2, 1), (3, 1)], [(0, 1), (1, 2), (3, 1)], [(0, 2), (2, 1), (3, 1)]]
    assert regular_columns(rows, [100, 5, 60, 60]) == [[(0, 1), (1, 1), (2, 1)]] * 3


def test_a_spanner_with_dragged_borders_lies_over_the_nearest_columns():
    body = [(0, 1), (1, 2), (3, 1), (4, 1), (5, 1)]
    rows = [[(0, 2), (2, 2), (4, 2)], body, body]
    widths = [100, 4, 56, 60, 60, 60]
    assert regular_columns(rows, widths)[0] == [(0, 1), (1, 2), (3, 2)]


def test_rows_that_tell_no_columns_are_left_alone():
    rows = [[(0, 1), (1, 1), (2, 10)], [(0, 11), (11, 1)]]
    rows[1] = [(2, 5), (7, 5)]
    assert regular_columns(rows, []) == rows


def test_an_empty_table_has_no_columns():
    assert regular_columns([], []) == []
    assert regular_columns([[]], [10]) == [[]]
