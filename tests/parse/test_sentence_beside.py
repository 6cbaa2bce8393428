"""What the words right beside a number make of it: differences, ratios, ranges, times, levels."""

import pytest

from curate.parse.sentence import find_statements


def read(text):
    return [[(v.statistic, v.value) for v in s.values] for s in find_statements(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Naps were seen in 17.0% with kava and in 2.3% with hops, a 14.7% difference (95% CI 8.2 to 21.3%)",
            [("rd", "14.7"), ("ci_low", "8.2"), ("ci_high", "21.3")],
        ),
        (
            "Sleep was longer with kava, a 1.1 h difference (95% CI 0.2 to 2.1)",
            [("md", "1.1"), ("ci_low", "0.2"), ("ci_high", "2.1")],
        ),
        ("They agreed less that it helped (d = -.35, p = .01)", [("smd", "-0.35"), ("p", "0.01")]),
        (
            "The odds of waking in the kava group compared to the hops group were 2.34 (95% CI: 0.92 to 5.92)",
            [("or", "2.34"), ("ci_low", "0.92"), ("ci_high", "5.92")],
        ),
        (
            "Adjusted OR (95% CI) for waking in kava relative to hops were 7.1 (1.8, 28.5) and 8.9 (1.7, 47.2)",
            [("or", "8.9"), ("ci_low", "1.7"), ("ci_high", "47.2")],
        ),
        ("The kava group took more naps (M = 33.32; SD = 9.57)", [("mean", "33.32"), ("sd", "9.57")]),
        ("The incidence of naps was 6.95 episodes per person-year at risk", [("rate", "6.95")]),
        ("Of these, 13 (92%) were reached, and 66 of them (50%) were awake", [("events", "66"), ("percent", "50")]),
        (
            "The mean number of naps fell from 20.0 to 15.5 at 6 months with kava versus from 19.7 to 18.1",
            [("mean", "18.1")],
        ),
    ],
)  # fmt: skip
def test_what_stands_beside_a_number_says_what_it_is(text, expected):
    assert read(text)[-1] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The median difference at monthly visits was 1–5 U/L",
        "The mean number of naps did not differ in months 12–24",
        "Naps stayed (median of 87–84 min from days 1 to 28)",
        "They were awake (d = 14.5, F = 2.1)",
        "No difference was observed on the lasting rate of HPV16/18, 14 other infections and naps",
        "There were no differences in sleep between groups at either six or 12 months (Table 3)",
        "Boys slept better with kava than with hops (RR: 2–3) or with tea (RR: 1–2)",
        "They were randomly assigned to 1 of 3 active treatments (kava, hops, or tea)",
        "Sleep was rare (OR = 1.60, 95%",
    ],
)
def test_ends_of_ranges_days_and_levels_are_no_values(text):
    assert {
        ("median", "1"),
        ("mean", "24"),
        ("median", "28"),
        ("smd", "14.5"),
        ("percent", "95"),
        ("md", "18"),
        ("md", "12"),
        ("rr", "2"),
        ("events", "1"),
    }.isdisjoint(value for found in read(text) for value in found)


@pytest.mark.parametrize(
    "text",
    [
        "The effect was seen in boys (P = .01 for interaction between kava and sex)",
        "The effect was seen in boys (P = .06 for a differential effect)",
        "There was no interaction between kava and sex (P = .4)",
    ],
)
def test_the_p_value_of_an_interaction_is_known_by_the_words_on_either_side(text):
    assert [s.label for s in find_statements(text)] == ["interaction"]


def test_the_p_value_beside_an_interaction_that_is_told_of_is_none():
    assert [
        s.label for s in find_statements("No interaction was seen, but sleep was longer (P = .4)")
    ] == [""]


def test_a_range_that_falls_is_a_mean_whose_sign_is_lost():
    assert read("The mean age was 44.83–14.16 years") == [[("mean", "44.83")]]


def test_by_how_much_a_share_is_lower_is_no_share_of_an_arm():
    text = "Mortality was 18.1% lower (95% CI 10.0 to 25.5) with kava"
    assert "percent" not in [name for found in read(text) for name, _ in found]
