"""P values of several factors: whom, and what besides the arms, each column tests."""

from curate.model.reading import Found

from .headed import set_table
from .test_table_shapes import page

__all__ = ["page"]


def ps_of(found):
    """Value → outcome, arms and comparators of the P values."""
    return {
        r.value: (item.result.outcome, item.result.arms, item.result.comparators)
        for item in found
        if isinstance(item, Found)
        for r in item.readings
        if r.statistic == "p"
    }


def test_a_p_of_another_factor_and_of_its_interaction_compare_no_arms(page):
    heads = [
        (
            [
                "",
                "Rowing (n = 43)",
                "Skating (n = 45)",
                "Tx (p value)",
                "Sex (p value)",
                "Tx × sex (p value)",
            ],
            [60, 120, 210, 300, 370, 450],
        )
    ]
    rows = [["Balance", "16.9 (0.7)", "16.4 (0.9)", "0.81", "0.33", "0.96"]]
    found = set_table(page, heads, rows, [60, 120, 210, 300, 370, 450])
    assert ps_of(found) == {
        "0.81": ("Balance", ("Rowing",), ("Skating",)),
        "0.33": ("Balance, effect of Sex", (), ()),
        "0.96": ("Balance, Tx × sex interaction", (), ()),
    }


def test_a_test_of_interaction_is_a_p_and_says_so(page):
    heads = [
        (
            ["", "Rowing (n = 43)", "Skating (n = 45)", "Test of interaction with sex"],
            [60, 160, 270, 380],
        )
    ]
    rows = [["Balance", "16.9 (0.7)", "16.4 (0.9)", "0.003"]]
    found = set_table(page, heads, rows, [60, 160, 270, 380])
    assert ps_of(found) == {"0.003": ("Balance, interaction", (), ())}
