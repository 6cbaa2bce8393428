"""Statements in sentences: what belongs together and what it is."""

import pytest

from curate.parse.number import Convention
from curate.parse.sentence import find_statements, may_state


def statements(text, said=""):
    return [
        (s.kind, *(f"{v.statistic}{v.operator.replace('=', '')} {v.value}" for v in s.values))
        for s in find_statements(text, said=said)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Relief in 44/374 (11.8%)", [("count", "events 44", "total 374", "percent 11.8")]),
        (
            "Relief in 44 of the 374 patients (11.8 %)",
            [("count", "events 44", "total 374", "percent 11.8")],
        ),
        ("Relief in 45.7% [n = 59 of 129]", [("count", "percent 45.7", "events 59", "total 129")]),
        ("Relief in 19 patients (79%)", [("count", "events 19", "percent 79")]),
        ("Relief in 20.9% (18/86)", [("count", "percent 20.9", "events 18", "total 86")]),
        ("Relief in 61% (n = 1,694)", [("count", "percent 61", "events 1694")]),
        ("one of the 68 patients (1.5%) had relief", [("count", "events 1", "total 68", "percent 1.5")]),
        ("Twenty-five (15%) participants stopped", [("count", "events 25", "percent 15")]),
        (
            "Sleep was worse with kava (4.4%, 20/456; OR 1.4, 95% CI 1.1 to 1.9) than with placebo (3.6%, 15/434)",
            [
                ("count", "percent 4.4", "events 20", "total 456"),
                ("estimate", "or 1.4", "ci_low 1.1", "ci_high 1.9"),
                ("count", "percent 3.6", "events 15", "total 434"),
            ],
        ),
        (
            "Of the 129 women who took it, 59 (45.7%) slept",
            [("count", "total 129", "events 59", "percent 45.7")],
        ),
        ("Sleep came to 11.8% v 17.6%", [("count", "percent 11.8"), ("count", "percent 17.6")]),
    ],
)
def test_counts(text, expected):
    assert statements(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "hazard ratio, 0.83; 95% CI, 0.55 to 1.23; P = .30",
            ("hr 0.83", "ci_low 0.55", "ci_high 1.23", "p 0.30"),
        ),
        (
            "odds ratio [OR] 1.36 (95% CI 1.04–1.80, P=.03)",
            ("or 1.36", "ci_low 1.04", "ci_high 1.80", "p 0.03"),
        ),
        ("RR = 0·65 (95% CI: 0·45–0·95)", ("rr 0.65", "ci_low 0.45", "ci_high 0.95")),
        (
            "ratio of geometric means, 0.77 [95% CI, 0.64 to 0.92]",
            ("rom 0.77", "ci_low 0.64", "ci_high 0.92"),
        ),
        ("geometric mean ratio 1.3 (95% CI 1.1-1.6)", ("rom 1.3", "ci_low 1.1", "ci_high 1.6")),
        ("ratio of proportions 1.26 (95% CI 1.02-1.57)", ("rr 1.26", "ci_low 1.02", "ci_high 1.57")),
        (
            "mean difference −2.4 points (95% CI −4.1 to −0.7; p<0.001)",
            ("md -2.4", "ci_low -4.1", "ci_high -0.7", "p< 0.001"),
        ),
        (
            "difference between groups was 3.2 kg [90% confidence interval 1.0, 5.4]",
            ("md 3.2", "ci_low 1.0", "ci_high 5.4"),
        ),
    ],
)
def test_estimates_carry_interval_and_p(text, expected):
    found = statements(text)
    assert found == [("estimate", *expected)]


def test_a_difference_of_shares_is_a_risk_difference():
    text = "Relapse was rarer with kava (21% v 29%; difference, -8.7% [95% CI, -16.2% to -1.2%])"
    assert statements(text)[-1] == ("estimate", "rd -8.7", "ci_low -16.2", "ci_high -1.2")
    text = "Scores fell by 21% v 29% (difference, -8.7% [95% CI, -16.2% to -1.2%])"
    assert statements(text)[-1] == ("estimate", "md -8.7", "ci_low -16.2", "ci_high -1.2")


def test_an_interval_names_its_level():
    found = find_statements("difference between groups was 3.2 kg [90% confidence interval 1.0, 5.4]")
    assert [s.ci_level for s in found] == [90.0]


def test_a_value_before_an_interval_is_a_contrast_where_the_sentence_compares():
    text = "A was superior to B (–8·70 mm Hg [95% CI –9·72 to –7·69]; p<0·0001) and to C (–4·26 [–5·13 to –3·38])"
    assert statements(text) == [
        ("estimate", "md -8.70", "ci_low -9.72", "ci_high -7.69", "p< 0.0001"),
        ("estimate", "md -4.26", "ci_low -5.13", "ci_high -3.38"),
    ]


def test_an_interval_after_words_still_finds_its_value():
    text = "Strength was increased by 2.7 kg in the bench group compared to the mat group (95% CI 1.4–4.0 kg)"
    assert statements(text) == [("estimate", "md 2.7", "ci_low 1.4", "ci_high 4.0")]


def test_two_intervals_go_to_two_medians():
    text = "Median survival was 4.0 and 2.5 months (95% CI, 2.6 to 5.3 and 1.9 to 3.8, respectively)"
    assert statements(text) == [
        ("median", "median 4.0", "ci_low 2.6", "ci_high 5.3"),
        ("median", "median 2.5", "ci_low 1.9", "ci_high 3.8"),
    ]


@pytest.mark.parametrize(
    ("text", "said", "expected", "guessed"),
    [
        ("mean (SD) pain was 12.3 (4.5)", "", ("mean 12.3", "sd 4.5"), False),
        ("mean ± SE pain was 12.3 ± 4.5 mm", "", ("mean 12.3", "se 4.5"), False),
        ("pain was 12.3 (SD 4.5)", "", ("mean 12.3", "sd 4.5"), False),
        ("pain was 12.3 ± 4.5", "Values are mean ± SEM", ("mean 12.3", "se 4.5"), False),
        ("pain was 12.3 ± 4.5", "", ("mean 12.3", "sd 4.5"), True),
        ("pain was 12.3 +/- 4.5", "", ("mean 12.3", "sd 4.5"), True),
    ],
)
def test_the_spread_is_what_words_say_and_a_guess_is_marked(text, said, expected, guessed):
    (found,) = find_statements(text, said=said)
    assert tuple(f"{v.statistic} {v.value}" for v in found.values) == expected
    assert found.guessed is guessed


def test_brackets_without_a_word_are_no_spread():
    assert statements("The cuff was 12.3 (4.5) wide") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the median was 5 (IQR 3–9)", ("median 5", "q1 3", "q3 9")),
        ("27.5 ng/mL (Q1, Q3 = 15.0, 38.0 ng/mL)", ("median 27.5", "q1 15.0", "q3 38.0")),
        ("median (range) delay was 49 (0–110) days", ("median 49", "min 0", "max 110")),
    ],
)
def test_medians(text, expected):
    assert statements(text) == [("median", *expected)]


def test_bare_numbers_need_a_word_and_times_doses_and_years_are_no_values():
    text = (
        "In 2014 the median survival after 12 months of 50 mg was 6.9 months for A and 6.1 months for B"
    )
    assert statements(text) == [("median", "median 6.9"), ("median", "median 6.1")]
    assert statements("In 2014 the ward had 12 beds") == []


def test_a_mean_percentage_is_a_mean():
    assert statements("Mean HbA1c was 7.9% and 8.2%") == [("mean", "mean 7.9"), ("mean", "mean 8.2")]


def test_thresholds_and_interactions():
    assert statements("a reduction of ≥50% counted as response") == []
    (found,) = find_statements("P for interaction = 0.04")
    assert found.label == "interaction"


def test_a_lost_decimal_point_is_no_p_value():
    assert statements("was higher (p = 0 036)") == []


def test_sizes():
    assert statements("placebo (n = 72) and 41 women") == [("size", "n 72"), ("size", "n 41")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One hundred forty-two women", "142"),
        ("Two hundred and six patients", "206"),
        ("Fifty two patients", "52"),
        ("Forty\u2011two patients", "42"),
        ("Six hundred women", "600"),
    ],
)
def test_numbers_printed_in_words(text, expected):
    assert [found[1] for found in statements(text)] == [f"n {expected}"]


@pytest.mark.parametrize(
    "text",
    ["approved (REF: 549/2013)", "approved as IEC/09/11", "registered as X/2011/12/2252 on 19/12/2031"],
)
def test_numbers_of_approvals_are_no_counts(text):
    assert statements(text) == []


def test_decimal_commas():
    found = find_statements("HR 0,65 (95% CI 0,45-0,95)", Convention(decimal=","))
    assert [v.value for v in found[0].values] == ["0.65", "0.45", "0.95"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mean weight change was -1.65 kg/m2 (SD = 2.5; CI95%: -2.25; -1.06)",
            [("mean", "mean -1.65", "sd 2.5", "ci_low -2.25", "ci_high -1.06")],
        ),
        (
            "Mean level was 10.6% (standard deviation (sd = 1.8) and 10.8% (sd = 1.9)",
            [("mean", "mean 10.6", "sd 1.8"), ("mean", "mean 10.8", "sd 1.9")],
        ),
        (
            "mean [SE] -15.58 [0.62] vs-11.61 [0.70]",
            [("mean", "mean -15.58", "se 0.62"), ("mean", "mean -11.61", "se 0.70")],
        ),
        ("Mean weight fell by 3.3 kg (SD 9.3; CI95%:", [("mean", "mean 3.3", "sd 9.3")]),
    ],
)
def test_spreads_and_levels_as_they_are_run_together(text, expected):
    assert statements(text) == expected


def test_people_are_no_confidence_interval():
    assert statements("The mean age of participants was 36.6 ± 3.3 (29 - 47) years") == [
        ("mean", "mean 36.6", "sd 3.3")
    ]


def test_a_threshold_is_no_median():
    assert statements("Median saturation stayed above 98% on 2 L/min oxygen") == []


def test_person_years_and_minutes_are_no_people():
    assert "size" not in dict(statements("Falls were rare, 3.9 per 100 person-years"))
    assert "size" not in dict(statements("Sleep came within 50 min in patients who drank"))
    assert dict(statements("Sleep came to 50 elderly patients who drank"))["size"] == "n 50"


def test_the_interval_of_a_difference_is_not_the_arm_s():
    text = "Sleep came to 50 of 147 adults (34%) on kava (between-group difference; 41 points, 95% CI 30-51)"
    assert statements(text)[0] == ("count", "events 50", "total 147", "percent 34")


@pytest.mark.parametrize(
    "word",
    [
        "SD", "S.D.", "s.d.", "sd", "standard deviation", "std. dev.", "SEM", "S.E.M.", "SE", "S.E.", "s.e.", "sem",
        "standard error",
    ],
)  # fmt: skip
def test_every_word_for_a_spread_beside_a_mean_is_looked_for(word):
    (found,) = statements(f"The mean score was 12.3 points ({word} 4.5).")
    assert found in (("mean", "mean 12.3", "sd 4.5"), ("mean", "mean 12.3", "se 4.5"))


@pytest.mark.parametrize(
    "word", ["IQR", "interquartile range", "quartiles", "Q1–Q3", "range", "min–max"]
)
def test_every_word_for_quartiles_and_ranges_is_looked_for(word):
    (found,) = statements(f"The median score was 12 points ({word}, 4 to 15).")
    assert [value.split()[-1] for value in found[1:]] == ["12", "4", "15"]


def test_a_sentence_without_a_number_states_nothing():
    assert not may_state("Sleep was better with kava.")
    assert may_state("Sleep was better in 3 people.")
    assert may_state("Sleep was better in three of the patients.")


def test_the_count_of_a_bracket_that_begins_with_n_has_its_share():
    assert statements("Nettle rash (n = 17, 38.6%) was rare") == [("count", "events 17", "percent 38.6")]
    assert statements("Nettle rash (n=9/14, 64.8%)") == [
        ("count", "events 9", "total 14", "percent 64.8")
    ]
    assert statements("There was rash (n = 88 [26%]; OR 1.2)")[0] == ("count", "events 88", "percent 26")
    assert statements("Adults (n = 120, 55% women)")[0] == ("size", "n 120")


def test_two_shares_in_one_bracket_belong_to_no_single_count():
    found = statements("Rash in 25 of 82 patients and in 7 of 40 patients (30.5% v 17.5%)")
    assert found == [
        ("count", "events 25", "total 82"),
        ("count", "events 7", "total 40"),
        ("count", "percent 30.5"),
        ("count", "percent 17.5"),
    ]
    own = statements("Rash in 14 of 25 patients (56.0%, 95% CI 36.9 to 73.4)")
    assert own == [("count", "events 14", "total 25", "percent 56.0", "ci_low 36.9", "ci_high 73.4")]


def test_values_of_arms_with_intervals_are_no_differences():
    weights = "Weight change was less with kava than with hops (1.1 kg [95% CI, 0.5-1.7] vs 2.5 kg [95% CI, 2.0-3.0])"
    assert statements(weights) == [
        ("mean", "mean 1.1", "ci_low 0.5", "ci_high 1.7"),
        ("mean", "mean 2.5", "ci_low 2.0", "ci_high 3.0"),
    ]
    gained = "Weight differed little for long, but nobody asked for more tea, and those in the kava group gained 3.4 kg"
    assert statements(gained + " (95% CI, 2.5-4.3)") == [
        ("mean", "mean 3.4", "ci_low 2.5", "ci_high 4.3")
    ]
    ratio = "The rate ratio for death in the kava group was 0.80 (95% CI 0.67 to 0.95)"
    assert statements(ratio)[0][1] == "irr 0.80"


def test_the_p_value_behind_an_effect_size_is_no_effect():
    found = statements("It fell with a strong effect size (p < 0.001, z = -2.67)")
    assert found == [("p", "p< 0.001")]


def test_a_colon_ends_the_search_for_a_difference():
    assert statements("The main difference is age: the mean age is 72.6 years") == [
        ("mean", "mean 72.6")
    ]
    assert statements("mean difference versus placebo: 0.6 (95% CI 0.2 to 1.0)")[0][1] == "md 0.6"
    assert statements("no difference in rates, with 19% for kava")[0] == ("count", "percent 19")


def test_how_long_it_took_and_how_far_apart_is_allowed_are_no_outcomes():
    text = "Mean changes in pain from baseline to 2 years were 0.9 with kava and 0.8 with placebo"
    assert statements(text) == [("mean", "mean 0.9"), ("mean", "mean 0.8")]
    assert statements("It was inside the equivalence margin (±15%)") == []


def test_mean_and_median_in_one_breath():
    found = statements("Mean and median pain scores were 16.5 and 4, respectively")
    assert found == [("mean", "mean 16.5"), ("median", "median 4")]
    assert statements("Median and mean wakings were 3 and 3.5")[0] == ("median", "median 3")


def test_a_mean_age_is_a_value():
    found = statements("Adults differed (mean age 49.8 years with kava versus 52.5 years with placebo)")
    assert found == [("mean", "mean 49.8"), ("mean", "mean 52.5")]


def test_a_difference_of_rates_in_percent_is_one_of_risks():
    text = "the difference in the response rate between them was {} (95% CI {} to {})"
    assert statements(text.format("0.1%", "-7.8", "8.1"))[0][1] == "rd 0.1"
    assert statements(text.format("0.1", "-7.8", "8.1"))[0][1] == "md 0.1"
    heart = "the difference in heart rate between them was 4.1% (95% CI 2.8 to 8.1)"
    assert statements(heart)[0][1] == "md 4.1"
