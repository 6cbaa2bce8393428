"""Which numbers of a table are counts of people, of how many, and which are means."""

import pytest

from curate.parse.statistic import read_shape
from curate.parse.statistic_fit import assign

from .sheet import Sheet, booktabs, sheet
from .told import bands, named

__all__ = ["sheet"]

TWO = ["Measure", "Drug group (n = 200)", "Control group (n = 198)"]
XS = [60, 220, 360]


def test_a_percentage_below_one_is_none_of_another_statistic():
    shape = read_shape("2 (<1)")
    assert [(slot, number.value) for slot, number in assign(shape, ("events", "percent"))[0]] == [
        ("events", "2"),
        ("percent", "1"),
    ]
    assert not assign(read_shape("2 (<0.001)"), ("events", "percent"))[0]


def test_patients_counted_behind_a_dash_had_the_event(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Adverse events",
        TWO,
        [
            ["Withdrawal for an event — no. of patients", "33", "14"],
            ["Rash — no. of patients (%)", "8 (4)", "6 (3)"],
        ],
        XS,
    )
    got = named(sheet.read())
    assert ("Withdrawal for an event — no. of patients", ("Drug group",), "events", "33") in got


def test_a_row_of_means_below_a_head_of_counts(sheet: Sheet):
    sheet.text(60, 100, "Table 1. Patients at baseline", bold=True)
    sheet.rule(60, 500, 108)
    sheet.row(118, ["", "Drug (n = 80)", "Placebo (n = 40)"], [60, 200, 360])
    for left in (200, 360):
        sheet.rule(left, left + 100, 122)
        sheet.text(left, 132, "No. of")
        sheet.row(142, ["Patients", "%"], [left, left + 70])
    sheet.rule(60, 500, 147)
    y = 157
    for line in (
        ["Weight, kg"],
        ["  Mean", "", "72", "", "", "76", ""],
        ["  Range", "", "52-94", "", "", "55-90", ""],
        ["Race"],
        ["  White", "40", "", "50", "36", "", "90"],
        ["  Black", "30", "", "37.5", "0", "", ""],
        ["  Other", "10", "", "12.5", "4", "", "10"],
    ):
        for x, text in zip([60, 203, 235, 270, 363, 395, 430], line, strict=False):
            sheet.text(x + 8 * text.startswith("  "), y, text.strip())
        y += 12
    sheet.rule(60, 500, y - 7)
    got = named(sheet.read())
    assert ("Weight, kg", ("Drug",), "mean", "72") in got
    white = ("Race, White", ("Drug",))
    assert {(*white, "events", "40"), (*white, "percent", "50")} <= got
    assert ("Race, Black", ("Placebo",), "events", "0") in got


def test_counts_are_told_from_means_by_the_one_number_that_they_are_shares_of(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Pathology and course",
        ["Variables", "Stapler", "Suture", "p value"],
        [
            ["Length, mm, median (interquartile range)", "36 (25-50)", "35 (27-40)", "0.253"],
            ["Stage I", "20 (11.8)", "5 (5.4)", "0.123"],
            ["Stage II", "66 (38.8)", "37 (40.2)", "0.791"],
            ["Stage III", "77 (45.3)", "43 (46.7)", "0.897"],
            ["Recurrence", "7 (4.1)", "4 (4.3)", "1.000"],
            ["Drug after surgery", "46 (27.2)", "20 (21.7)", "0.374"],
        ],
        [60, 240, 330, 420],
    )
    found = sheet.read()
    got = named(found)
    assert {
        ("Pathology and course, Stage II", ("Stapler",), "events", "66"),
        ("Pathology and course, Stage II", ("Stapler",), "percent", "38.8"),
    } <= got
    assert ("Drug after surgery", ("Stapler",), "events", "46") in got  # of one fewer
    assert "mean" not in {statistic for _, _, statistic, _ in got}
    assert bands(found, "percent")["38.8"] == "high"


def test_a_spread_in_a_column_of_counts_is_no_share(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Pathology and course",
        ["Variables", "Stapler", "Suture"],
        [
            ["Stage I", "20 (11.8)", "5 (5.4)"],
            ["Stage II", "66 (38.8)", "37 (40.2)"],
            ["Stage III", "77 (45.3)", "43 (46.7)"],
            ["Recurrence", "7 (4.1)", "4 (4.3)"],
            ["Weight", "62 ± 36.5", "61 ± 66.3"],
            ["Length", "36 ± 9 (25)", "35 ± 8 (27)"],
        ],
        [60, 240, 330],
    )
    got = named(sheet.read())
    assert {("Weight", ("Stapler",), "mean", "62"), ("Length", ("Suture",), "sd", "8")} <= got
    assert ("Pathology and course, Stage II", ("Stapler",), "events", "66") in got


def test_means_whose_spread_differs_are_no_shares_of_one_number(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Course of the measures",
        ["Variables", "Stapler", "Suture"],
        [
            ["Weight", "72 (11.8)", "75 (10.4)"],
            ["Age", "61 (9.8)", "60 (10.2)"],
            ["Score A", "44 (15.3)", "43 (16.7)"],
            ["Score B", "17 (4.1)", "14 (4.3)"],
            ["Score C", "46 (27.2)", "20 (21.7)"],
        ],
        [60, 240, 330],
    )
    assert not {"events", "percent"} & {statistic for _, _, statistic, _ in named(sheet.read())}


def test_whole_means_with_like_spreads_are_no_shares_of_one_number(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Course of the measures",
        ["Variables", "Stapler", "Suture"],
        [
            ["Weight", "45 (9)", "46 (9)"],
            ["Pressure", "120 (24)", "121 (24)"],
            ["Score A", "30 (6)", "31 (6)"],
            ["Score B", "55 (11)", "56 (11)"],
        ],
        [60, 240, 330],
    )
    assert not {"events", "percent"} & {statistic for _, _, statistic, _ in named(sheet.read())}


def test_columns_that_share_people_are_doubtful_arms(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Responses",
        ["", "Whole series (n = 75)", "Brain disease (n = 75)", "Other disease (n = 60)"],
        [
            ["Complete response, n (%)", "20 (27)", "26 (35)", "26 (43)"],
            ["None, n (%)", "3 (4)", "6 (8)", "3 (5)"],
        ],
        [60, 180, 290, 400],
    )
    told = bands(sheet.read(), "percent")
    assert (told["35"], told["27"]) == ("medium", "high")


def test_a_share_that_arithmetic_confirms_needs_no_word(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        TWO,
        [["Smokers", "36/197 (18)", "40/190 (21)"], ["Women", "90/200 (45)", "99/198 (50)"]],
        XS,
    )
    assert set(bands(sheet.read(), "percent").values()) == {"high"}


@pytest.mark.parametrize(
    ("label", "cell", "statistics"),
    [
        ("Joint count, mean ± SD", "15.8 ± 8.03", {"mean", "sd"}),
        ("Visits, median number of days (range)", "12 (1-31)", {"median", "min", "max"}),
    ],
)
def test_a_number_that_is_averaged_is_no_number_of_people(sheet: Sheet, label, cell, statistics):
    booktabs(
        sheet,
        "Table 1. The patients",
        TWO,
        [[label, cell, cell], ["Age, mean (SD)", "61 (9)", "60 (8)"]],
        XS,
    )
    found = sheet.read()
    assert statistics <= {s for o, _, s, _ in named(found) if o == label}
    assert {band for s in statistics for band in bands(found, s).values()} == {"high"}


def test_the_row_of_sizes_whose_shares_make_the_whole(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        ["Variables", "Stapler", "Suture"],
        [["Number (%)", "170 (64.9)", "92 (35.1)"], ["Women (%)", "60 (35.3)", "39 (42.4)"]],
        [60, 240, 330],
    )
    got = named(sheet.read())
    assert {("n", "170"), ("n", "92")} <= {(s, v) for _, _, s, v in got}
    assert ("events", "170") not in {(s, v) for _, _, s, v in got}


def test_no_is_an_answer_where_people_are_counted(sheet: Sheet):
    booktabs(
        sheet,
        "Table 1. The patients",
        ["Variables", "Overall (n = 154)"],
        [
            ["Earlier surgery (%)", ""],
            ["    No", "147 (95.5)"],
            ["    Open", "3 (1.9)"],
            ["    Robot", "4 (2.6)"],
        ],
        [60, 240],
    )
    assert ("Earlier surgery (%), No", (), "events", "147") in named(sheet.read())


def test_a_count_has_no_limits(sheet: Sheet):
    booktabs(
        sheet,
        "Table 4. Course",
        ["Variable", "No.", "%"],
        [
            ["Survivors", "28", "87.5"],
            ["Score (median, survivors)", "2 (0-4)", ""],
            ["Falls", "4", "12.5"],
        ],
        [60, 240, 360],
    )
    got = {(s, v) for o, _, s, v in named(sheet.read()) if o.startswith("Score")}
    assert ("median", "2") in got
    assert not {"n", "events"} & {s for s, _ in got}


def test_people_with_the_number_of_all_behind_them(sheet: Sheet):
    booktabs(
        sheet,
        "Table 3. Adverse events",
        TWO,
        [["With any event No. of pts (Total No. of pts)", "12 (12)", "22 (24)"]] * 2,
        XS,
    )
    got = {(s, v) for _, _, s, v in named(sheet.read())}
    assert {("events", "22"), ("total", "24")} <= got
    assert "percent" not in {s for s, _ in got}


def test_whole_percentages_of_an_arm_of_known_size(sheet: Sheet):
    booktabs(
        sheet,
        "Table 2. Events by grade",
        ["Event", "Drug (N = 597)", "Placebo (N = 602)"],
        [
            ["Fatigue", "233 (39)", "206 (34)"],
            ["Edema", "220 (37)", "181 (30)"],
            ["Flush", "209 (35)", "203 (34)"],
            ["Cramps", "120 (20)", "112 (19)"],
            ["Fall", "8 (1)", "2 (<1)"],
        ],
        [60, 240, 360],
    )
    found = sheet.read()
    assert ("Fall", ("Drug",), "events", "8") in named(found)
    assert set(bands(found, "percent").values()) == {"high"}
