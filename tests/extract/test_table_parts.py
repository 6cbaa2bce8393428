"""Two counts of one group in a cell, labels that say the one above again, and what belongs to a label."""

from curate.model.reading import Found

from .sheet import booktabs, grids, rows_of, sheet, values
from .told import bands, named

__all__ = ["sheet"]

XS = [60, 230, 330, 430]
HEAD = ["", "Drops (n = 20)", "Spray (n = 25)", "P"]


def test_yes_and_no_in_a_cell_are_counted_each(sheet):
    booktabs(
        sheet,
        "Table 1. Features",
        HEAD,
        [
            ["Asthma (yes/no)", "7/13", "9/16", "0.94"],
            ["Gout (yes/no)", "2/18", "5/20", "0.36"],
            ["Age, mean (SD)", "61.2 (5.1)", "60.4 (6.0)", "0.64"],
        ],
        XS,
    )
    got = values(sheet.read())
    seven = {(o, s) for o, _, a, _, s, v in got if v == "7" and a == ("Drops",)}
    assert len(seven) == 1
    assert {s for _, s in seven} == {"events"}
    assert "yes" in next(iter(seven))[0]
    assert {s for _, _, _, _, s, v in got if v == "13"} == {"events"}  # people without, not the group


def test_women_with_men_in_brackets_that_add_up_to_the_group(sheet):
    booktabs(
        sheet,
        "Table 1. Features",
        HEAD,
        [
            ["Number of women (men)", "12 (8)", "15 (10)", "0.99"],
            ["Age, mean (SD)", "61.2 (5.1)", "60.4 (6.0)", "0.64"],
            ["Pain, mean (SD)", "3.1 (1.2)", "4.5 (1.4)", "0.01"],
        ],
        XS,
    )
    got = {(a, s, v) for _, _, a, _, s, v in values(sheet.read())}
    assert {
        (("Drops",), "events", "12"),
        (("Drops",), "events", "8"),
        (("Spray",), "events", "10"),
    } <= got
    assert not {v for _, s, v in got if s == "percent"}


def test_pairs_that_add_up_to_one_number_are_no_events_of_all(sheet):
    body = [
        ["Cough", "13/22", "11/24", "0.62"],
        ["Rash", "30/5", "26/9", "0.23"],
        ["Fever", "26/9", "20/15", "0.13"],
        ["Chills", "1/34", "3/32", "0.30"],
    ]
    booktabs(sheet, "Table 2. Complaints", ["", "Drops", "Spray", "P"], body, XS)
    found = sheet.read()
    assert "22" not in {v for _, _, _, _, s, v in values(found) if s == "n"}
    assert "high" not in {band for value, band in bands(found, "events").items()}


def test_ditto_sign_repeats_the_label_above(sheet):
    booktabs(
        sheet,
        "Table 2. Scores",
        ["Scale", "Time point", "Drops (n = 20)", "Spray (n = 25)"],
        [
            ["Pain, mean (SD)", "Before", "6.1 (1.2)", "6.2 (1.4)"],
            ["-", "After", "3.1 (1.1)", "4.4 (1.3)"],
            ["Sleep, mean (SD)", "Before", "5.1 (1.6)", "5.2 (1.7)"],
            ["-", "After", "7.1 (1.5)", "6.3 (1.9)"],
        ],
        [60, 160, 260, 360],
    )
    got = {(o, t, a, s, v) for o, t, a, _, s, v in values(sheet.read())}
    assert ("Pain, mean (SD)", "After", ("Drops",), "mean", "3.1") in got
    assert ("Sleep, mean (SD)", "Before", ("Spray",), "mean", "5.2") in got


def test_units_on_their_own_line_beside_a_second_column_of_labels(sheet):
    xs = [60, 140, 240, 340]
    sheet.text(60, 100, "Table 2. Gases", bold=True)
    sheet.rule(60, 460, 108)
    sheet.row(118, ["Gas", "Group", "Before", "After"], xs)
    sheet.rule(60, 460, 123)
    y = 133
    for name, first, second in [
        ("PaO2", ["Drops", "81 ± 6", "92 ± 7"], ["Spray", "80 ± 5", "84 ± 8"]),
        ("PaCO2", ["Drops", "44 ± 4", "38 ± 3"], ["Spray", "45 ± 5", "42 ± 6"]),
    ]:
        sheet.row(y, [name, *first], xs)
        sheet.row(y + 12, ["(mmHg)", *second], xs)
        y += 24
    sheet.rule(60, 460, y - 7)
    got = {(o, a, s, v) for o, _, a, _, s, v in values(sheet.read())}
    spray = {o for o, a, s, v in got if s == "mean" and v == "84"}
    assert len(spray) == 1
    assert "PaO2" in next(iter(spray))


def test_header_shaded_by_a_stroke_a_line_stays_one_header(sheet):
    xs = [60, 210, 300, 390]
    canvas = sheet.canvas
    canvas.setStrokeGray(0.9)
    canvas.setLineWidth(12)
    for y in (114, 126):
        canvas.line(60, sheet.height - y, 500, sheet.height - y)
    canvas.setStrokeGray(0)
    sheet.text(60, 100, "Table 1. Scores", bold=True)
    sheet.row(118, ["", "Early", "Late", "P"], xs)
    sheet.row(130, ["", "walkers", "walkers", "value"], xs)
    for i, line in enumerate(
        [
            ["Pain, mean (SD)", "3.1 (1.2)", "4.5 (1.4)", "0.01"],
            ["Sleep, mean (SD)", "6.4 (1.1)", "5.9 (1.3)", "0.20"],
            ["Mood, mean (SD)", "5.4 (1.5)", "5.8 (1.6)", "0.30"],
        ]
    ):
        sheet.row(144 + 14 * i, line, xs)
    sheet.rule(60, 500, 178)
    found = sheet.read()
    assert rows_of(grids(found)[0])[1][0].startswith("Pain")
    got = named(found)
    assert ("Pain, mean (SD)", ("Early walkers",), "mean", "3.1") in got
    assert ("Mood, mean (SD)", ("Late walkers",), "sd", "1.6") in got


def test_averages_of_the_sexes_are_of_subgroups_and_of_what_the_title_names(sheet):
    booktabs(
        sheet,
        "Table 5. Moderators of the step count at 4 weeks",
        ["", "Drops", "Spray"],
        [
            ["Gender", "", ""],
            ["  Male", "3.77 (1.03)", "4.10 (1.00)"],
            ["  Female", "4.17 (1.01)", "4.57 (0.73)"],
            ["Baseline steps", "", ""],
            ["  Few", "3.40 (0.96)", "4.08 (0.95)"],
            ["  Many", "4.79 (0.52)", "4.79 (0.51)"],
        ],
        [60, 230, 330],
        foot=["Values are mean (SD)."],
    )
    results = {item.result for item in sheet.read() if isinstance(item, Found)}
    assert {r.subgroup for r in results} == {
        "Gender, Male",
        "Gender, Female",
        "Baseline steps, Few",
        "Baseline steps, Many",
    }
    assert all("step count" in r.outcome for r in results)
    assert {r.timepoint for r in results} == {"4 weeks"}


def test_two_centred_parts_of_labels_in_one_column_are_never_high(sheet):
    sheet.text(60, 100, "Table 1. Features", bold=True)
    sheet.rule(60, 480, 108)
    sheet.row(118, ["", "Drops (n = 20)", "Spray (n = 25)"], [60, 260, 360])
    sheet.rule(60, 480, 123)
    lines = [
        ("Number of people", "", 0),
        ("Sex (n)", "Female", 170),
        ("", "Male", 173),
        ("Stage (n)", "Untreated", 166),
        ("Months from the first diagnosis", "Many", 178),
        ("", "Few", 178),
        ("Kind of donor", "Kin", 178),
        ("", "Mismatched or unrelated", 140),
        ("of the donor", "No kin of theirs at all", 142),
    ]
    for i, (label, kind, x) in enumerate(lines):
        y = 133 + 14 * i
        sheet.row(y, [label, kind, f"{5 + i} (2{i}%)", f"{7 + i} (3{i}%)"], [60, x, 260, 360])
    sheet.rule(60, 480, 133 + 14 * 8 + 5)
    found = sheet.read()
    told = [r for f in found if isinstance(f, Found) for r in f.readings if r.statistic == "events"]
    assert {"label_in_parts" in r.flags for r in told} == {True}
    assert "high" not in set(bands(found, "events").values())


def test_numbers_of_two_groups_in_a_cell_are_no_count_with_its_percentage(sheet):
    booktabs(
        sheet,
        "Table 2. Cut-offs of the marker as predictors (N = 65)",
        ["", "Number of patients in each group", "P value"],
        [["0 versus 1", "18 versus 47", "0.10"], ["2 versus 3", "27 versus 38", "0.04"]],
        [60, 180, 360],
    )
    assert "high" not in set(bands(sheet.read(), "events").values())


def test_a_head_of_counts_close_above_rows_that_are_set_in_is_no_first_line_of_theirs(sheet):
    sheet.text(60, 100, "Table 2. Course after the operation", bold=True)
    sheet.rule(60, 480, 108)
    sheet.row(118, HEAD, XS)
    sheet.rule(60, 480, 123)
    rows = [
        (133, 60, "Time in theatre, minutes", "120.6 (58.3)", "106.1 (45.0)"),
        (150, 60, "Loss of blood, mL", "120.8 (88.8)", "108.4 (75.7)"),
        (167, 60, "Stay in the ward, days", "8.1 (3.7)", "7.5 (3.6)"),
        (184, 60, "Complications of any kind, n (%)", "", ""),
        (195, 68, "Grade I complications", "5 (25)", "5 (20)"),
        (206, 68, "Grade II complications", "1 (5)", "2 (8)"),
    ]
    for y, x, *texts in rows:
        sheet.row(y, [*texts, ""], [x, *XS[1:]])
    sheet.rule(60, 480, 211)
    labels = [row[0] for row in rows_of(grids(sheet.read())[0])]
    assert labels[-3:] == [
        "Complications of any kind, n (%)",
        "Grade I complications",
        "Grade II complications",
    ]


def test_a_count_with_its_percentage_in_brackets_in_the_next_column_is_no_guess(sheet):
    xs = [60, 200, 222, 300, 322]
    sheet.text(60, 100, "Table 2. Outcome by state at entry", bold=True)
    sheet.rule(60, 400, 108)
    sheet.row(118, ["Outcome", "Awake (n = 36)", "Drowsy (n = 29)"], [60, 196, 296])
    sheet.rule(60, 400, 123)
    sheet.row(133, ["Good outcome", "31", "(86%)", "22", "(76%)"], xs)
    sheet.row(147, ["Poor outcome", "5", "(14%)", "7", "(24%)"], xs)
    sheet.row(161, ["Lost", "2", "(6%)", "1", "(3%)"], xs)
    sheet.rule(60, 400, 166)
    assert set(bands(sheet.read(), "events").values()) == {"high"}


def test_m_beside_its_spread_is_a_mean_and_levels_with_digits_that_come_again_are_labels(sheet):
    xs = [60, 160, 260, 300, 360, 400]
    sheet.text(60, 100, "Table 1. Habits by level at entry", bold=True)
    sheet.rule(60, 460, 108)
    sheet.row(118, ["Level", "Baseline", "6 months"], [160, 270, 370])
    sheet.rule(260, 330, 122)
    sheet.rule(360, 430, 122)
    sheet.row(130, ["Habit", "", "M", "SE", "M", "SE"], xs)
    sheet.rule(60, 460, 135)
    y = 145
    for habit in ("Fruit", "Support", "Planning", "Weight"):
        for level in ("<5 cups/day", "5+ cups/day"):
            sheet.row(y, [habit if level[0] == "<" else "", level, "2.8", "0.1", "5.2", "0.2"], xs)
            y += 13
    sheet.rule(60, 460, y - 8)
    got = {(o, t, s, v) for o, t, _, _, s, v in values(sheet.read())}
    assert ("Fruit, <5 cups/day", "6 months", "mean", "5.2") in got
    assert ("Weight, 5+ cups/day", "Baseline", "se", "0.1") in got
