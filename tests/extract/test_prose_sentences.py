"""Arms, outcomes and times of single sentences."""

import pytest

from curate.extract.sentences.arm_names import Arm
from curate.extract.sentences.arms import ArmBook, find_arms
from curate.extract.sentences.assign import place_values
from curate.extract.sentences.contrasts import place_contrasts
from curate.extract.sentences.flow import read_blocks
from curate.extract.sentences.headings import heading_run_in
from curate.extract.sentences.moments import basis_of, respective_time, timepoint_of
from curate.extract.sentences.named import Named, listed_names
from curate.extract.sentences.others import is_of_some
from curate.extract.sentences.passage import Passage
from curate.extract.sentences.phrases import written_out
from curate.extract.sentences.size_arms import place_sizes
from curate.extract.sentences.sizes import as_events, is_event, role_of, tidy_sizes
from curate.extract.sentences.topic import topic_of
from curate.parse.sentence import find_statements
from curate.pdf.page import Page, Word

BOOK = ArmBook(
    [
        Arm("kava", {"kava", "kava root"}, 9, True),
        Arm("hops", {"hops"}, 8, True),
        Arm("placebo", {"placebo"}, 9, True),
    ]
)
TWO = ("kava", "placebo")


def placed(text, main=TWO, before=()):
    statements = find_statements(text)
    named = Named(BOOK.find(text), main, before)
    values = place_values(text, [s for s in statements if s.kind in ("count", "mean", "median")], named)
    contrasts = [s for s in statements if s.kind in ("p", "estimate")]
    return values, place_contrasts(text, contrasts, values, named)


def arms(text, **more):
    return [(p.statement.values[0].value, *p.arms) for p in placed(text, **more)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "4 of 20 (20%) in the kava group and 6 of 21 (29%) in the placebo group slept",
            [("4", "kava"), ("6", "placebo")],
        ),
        (
            "The kava group (20%) slept longer than the placebo group (29%)",
            [("20", "kava"), ("29", "placebo")],
        ),
        (
            "Sleep was longer with kava than with placebo (20% v 29%)",
            [("20", "kava"), ("29", "placebo")],
        ),
        ("Fewer woke (20% kava vs. 29% placebo)", [("20", "kava"), ("29", "placebo")]),
        (
            "Median sleep was 6.9 and 6.1 h for the kava and placebo groups",
            [("6.9", "kava"), ("6.1", "placebo")],
        ),
        (
            "Mean sleep was 6.9 (SD 1.0), 6.1 (SD 1.1) and 5.2 (SD 0.9) h in the kava, hops and placebo groups, "
            "respectively",
            [("6.9", "kava"), ("6.1", "hops"), ("5.2", "placebo")],
        ),
        (
            "Sleep rose in the kava group compared with the placebo group (mean ± SD 5.1 ± 1.0 to 6.9 ± 1.1 h, change "
            "1.8 ± 0.9 v 5.0 ± 1.0 to 5.2 ± 1.2, change 0.2 ± 0.8)",
            [(v, "kava") for v in ("5.1", "6.9", "1.8")]
            + [(v, "placebo") for v in ("5.0", "5.2", "0.2")],
        ),
        (
            "Sleep improved (hops vs kava 10 mg: 10.0 ± 0.8 vs 4.8 ± 1.6, p = 0.01; hops vs kava 20 mg: 10.0 ± 0.8 "
            "vs 5.9 ± 1.0)",
            [("10.0", "hops"), ("4.8", "kava 10 mg"), ("10.0", "hops"), ("5.9", "kava 20 mg")],
        ),
        (
            "Scores were lower in patients with a headache in comparison to those without any headache (6.6 ± 4.4 "
            "versus 23.4 ± 8.9 points)",
            [("6.6", "patients with a headache"), ("23.4", "those without any headache")],
        ),
        ("Falls were fewer (coffee v water: 4 (5%) v 9 (12%))", [("4", "coffee"), ("9", "water")]),
        (
            "The number who woke in the kava group was 20% and in the placebo group was 29%",
            [("20", "kava"), ("29", "placebo")],
        ),
        (
            "Sleep did not differ between the kava (8.5 ± 5.3) and placebo (9.3 ± 7.2) groups",
            [("8.5", "kava"), ("9.3", "placebo")],
        ),
        (
            "In kava households, 82% (33/40) of cups held E. coli compared to 77% (31/40) of cups in placebo "
            "households",
            [("82", "kava"), ("77", "placebo")],
        ),
        (
            "The mean time to sleep in the kava group was 61.3 ± 5.1 min and in the placebo group was 87.8 ± 8.9 min",
            [("61.3", "kava"), ("87.8", "placebo")],
        ),
        (
            "15 patients (60%) who had slept badly before the trial and received kava were rested",
            [("15", "kava")],
        ),
        (
            "Sleep did not change in the kava group (6.3 ± 1.9 v 6.9 ± 1.8 h) but did in the placebo group "
            "(6.1 ± 1.3 v 5.1 ± 0.9 h)",
            [("6.3", "kava"), ("6.9", "kava"), ("6.1", "placebo"), ("5.1", "placebo")],
        ),
    ],
)
def test_values_find_their_arms(text, expected):
    assert arms(text) == expected


def test_a_value_of_each_group_is_every_arm_s_and_the_order_is_inferred():
    values = placed("Mean sleep was 6.9 ± 0.8 h in each group")[0]
    assert [(p.arms, p.sure) for p in values] == [(("kava",), False), (("placebo",), False)]


@pytest.mark.parametrize(
    "text",
    [
        "Of 165 people (79 in the kava group, 86 in the placebo group), 148 (90%) stayed",
        "Of all, 25 people (15%) left (13 in the kava group and 12 in the placebo group)",
    ],
)
def test_a_value_beside_a_bracket_that_parts_it_by_arm_is_everyone_s(text):
    assert ("148",) in arms(text) or ("25",) in arms(text)


def test_a_value_of_everyone_is_not_the_first_of_two_arms_that_it_is_followed_by():
    text = "Of 195 people 16 (8%) left without any difference between the kava (9%) and the placebo (7%) groups"
    assert arms(text)[1:] == [("9", "kava"), ("7", "placebo")]
    assert arms(text)[0] == ("16",)


def test_values_on_both_sides_of_their_arms():
    text = (
        "with median (Q1-Q3) sleep in the placebo group of 24 (21-27) and 21 (20-26) in the kava group"
    )
    assert arms(text) == [("24", "placebo"), ("21", "kava")]


def test_an_arm_that_its_own_value_led_into_is_not_the_next_value_s():
    text = "Six patients (28.5%) in the kava group and 18 patients (85.7%)"
    values = placed(text)[0]
    assert [(p.arms, p.sure) for p in values] == [(("kava",), True), (("placebo",), False)]


def test_the_age_of_everyone_is_no_arm_s():
    text = "Walking with kava was tried in 53 adults (mean age 70 ± 6 years)"
    assert arms(text) == [("70",)]
    joined = "Mean age was 49.1 (SD 10.6), and 45.7% (61/134) were in the kava group"
    assert arms(joined) == [("49.1",), ("45.7", "kava")]


def test_doses_of_one_name_are_arms():
    text = (
        "Pain fell by a mean (SE) of 15.6 (0.62) and 14.9 (0.61) for kava 300 and 600 mg/day, respectively, "
        "vs 11.6 (0.70) for placebo"
    )
    assert arms(text) == [("15.6", "kava 300 mg/day"), ("14.9", "kava 600 mg/day"), ("11.6", "placebo")]


def test_a_range_of_groups_names_each():
    text = "Sleep was 2.7 ± 1.4, 2.5 ± 1.4 and 3.1 ± 0.8 h in groups 1 to 3, respectively"
    assert arms(text) == [("2.7", "Group 1"), ("2.5", "Group 2"), ("3.1", "Group 3")]


def test_a_negated_name_is_another_group():
    assert [m.arm for m in BOOK.find("5 (3%) in the kava group and 6 (4%) in the non-kava group")] == [
        "kava"
    ]


def test_a_generic_group_parts_values_though_the_report_has_several_such_arms():
    text = "It was 15 (SD 4) in the treatment group and 10 (SD 5) in the placebo group"
    assert arms(text) == [("15", "treatment"), ("10", "placebo")]


def test_an_estimate_within_an_arm_is_no_contrast():
    text = "Falls increased after the stop in the kava group (rate ratio = 2.17, 95% CI 1.05 to 4.47)"
    assert contrasts(text) == [(("kava",), ())]


def test_a_list_without_known_arms_takes_the_names_that_it_prints():
    text = "Mean sugar was 0.83, 0.92 and 0.74 g/l on saline, dextrose 5% and saline with quinine, respectively"
    assert listed_names(text, text.index(" g/l"), 3) == ["saline", "dextrose 5%", "saline with quinine"]
    assert listed_names(text, text.index(" g/l"), 2) == []


def test_values_without_an_arm_in_sight_have_none():
    assert arms("Overall 19 participants (12%) slept", main=()) == [("19",)]


def contrasts(text, **more):
    return [(p.arms, p.comparators) for p in placed(text, **more)[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sleep was longer with kava than with placebo (p = 0.01)", [(("kava",), ("placebo",))]),
        ("Sleep improved only in the placebo group (p = 0.01)", [(("placebo",), ())]),
        (
            "Kava root was superior to placebo (–8.7 [95% CI –9.7 to –7.7]) and superior to hops (–4.3 [–5.1 to "
            "–3.4])",
            [(("kava",), ("placebo",)), (("kava",), ("hops",))],
        ),
        (
            "Kava root was superior to placebo (–8.7 [95% CI –9.7 to –7.7]) and to the others (hops and placebo; "
            "–4.3 [–5.1 to –3.4])",
            [(("kava",), ("placebo",)), (("kava",), ("hops", "placebo"))],
        ),
        (
            "Sleep was longer with hops than with placebo (p = 0.01), with no difference between the kava and the "
            "placebo group (p = 0.4)",
            [(("hops",), ("placebo",)), (("kava",), ("placebo",))],
        ),
        ("The groups did not differ (p = 0.3)", [(("kava",), ("placebo",))]),
    ],
)
def test_contrasts_name_arm_and_comparator(text, expected):
    assert contrasts(text) == expected


def test_a_contrast_takes_the_pair_of_the_sentence_before_and_says_so():
    (found,) = placed("Mood improved too (p = 0.03)", before=("kava", "hops"))[1]
    assert (found.arms, found.comparators, found.sure) == (("kava",), ("hops",), False)


def sizes(text, methods=False):
    mentions = BOOK.find(text)
    statements = tidy_sizes(text, find_statements(text), mentions)
    found = place_sizes(text, [s for s in statements if s.kind == "size"], Named(mentions, TWO))
    return [
        (p.statement.values[0].value, role_of(text, p.statement, methods, bool(p.arms)), *p.arms)
        for p in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A total of 41 patients were randomised to kava (n = 20) or placebo (n = 21)",
            [("41", "randomised"), ("20", "randomised", "kava"), ("21", "randomised", "placebo")],
        ),
        (
            "20 patients were randomised to kava and 21 to placebo",
            [("20", "randomised", "kava"), ("21", "randomised", "placebo")],
        ),
        (
            "The analysis included 19 in the kava group and 18 in the placebo group",
            [("19", "analysed", "kava"), ("18", "analysed", "placebo")],
        ),
        (
            "In all, 19, 17 and 18 patients in the kava, hops and placebo groups completed the study",
            [
                ("19", "completed", "kava"),
                ("17", "completed", "hops"),
                ("18", "completed", "placebo"),
            ],
        ),
        (
            "Pain was analysed in 7 and 9 patients in the kava and placebo groups",
            [("7", "analysed", "kava"), ("9", "analysed", "placebo")],
        ),
        (
            "Thirty patients in each group completed the study",
            [("30", "completed", "kava"), ("30", "completed", "placebo")],
        ),
    ],
)
def test_group_sizes(text, expected):
    assert sizes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "16 in the kava group, 17 in the hops group and 15 in the placebo group were analysed",
            "kava hops placebo",
        ),
        ("Thirty-nine people completed the trial (20 kava, 19 placebo)", "kava placebo"),
        (
            "21 patients in placebo arm, 16 in kava and 18 patients in the hops arm completed it",
            "placebo kava hops",
        ),
        (
            "the kava group consisted of 10 patients, hops of 9 patients and placebo of 13 patients",
            "kava hops placebo",
        ),
        (
            "Of those randomised, kava (in a drink, besides hops as everyone had them; n = 45), hops (n = 46) and "
            "placebo (n = 43) were compared",
            "kava hops placebo",
        ),
        (
            "Sleepers were divided into a group of drinkers (kava; n = 9; age, 17.6 ± 0.5 years) and another group "
            "(placebo; n = 8; age, 17.3 ± 1.1 years)",
            "kava placebo",
        ),
        (
            "The kava group (K; n = 104) and the placebo group (P; n = 114) were compared as randomised",
            "kava placebo",
        ),
        (
            "There was no difference between the kava (n = 9) and the placebo group (n = 12) as randomised",
            "kava placebo",
        ),
    ],
)
def test_sizes_in_a_list_have_the_arm_that_they_are_tied_to(text, expected):
    assert [arm for _, _, *arm in sizes(text) if arm] == [[arm] for arm in expected.split()]


@pytest.mark.parametrize(
    "text",
    [
        "80 patients with broken arms who could not sleep were randomly assigned to kava or placebo",
        "All 80 people of the Kava Study, which told nobody what it gave, were randomised to kava or placebo",
        "A total of 90 were seen, and 80 patients met the criteria and were randomly allocated to kava or placebo",
    ],
)
def test_people_who_are_described_before_they_are_randomised(text):
    assert [size for size in sizes(text, methods=True) if size[1]] == [("80", "randomised")]


def test_those_of_whom_others_were_randomised_are_no_group():
    text = "Of 95 patients with broken arms, 80 patients were randomised to kava or placebo"
    assert ("95", "randomised") not in sizes(text, methods=True)


def test_a_group_named_by_what_its_people_were_taken_as():
    text = "Thirty-three people who slept well were enrolled as placebo group"
    assert sizes(text) == [("33", "randomised", "placebo")]


def test_a_size_after_the_end_of_a_list_is_no_arm_s():
    text = "81 patients received kava and 74 placebo; 130 patients completed the trial"
    assert sizes(text)[-1] == ("130", "completed")
    both = "Patients were randomised to either kava (n = 45) or placebo (n = 42)"
    assert sizes(both) == [("45", "randomised", "kava"), ("42", "randomised", "placebo")]
    other = "Patients were randomised to valerian (n = 45) or placebo (n = 42)"
    assert sizes(other) == [("45", "randomised"), ("42", "randomised", "placebo")]


def test_shares_of_all_people_are_group_sizes_in_the_methods_too():
    text = "146 women were enrolled (kava group: 76 [52.1%], placebo group: 70 [47.9%])"
    assert sizes(text, methods=True)[1:] == [
        ("76", "randomised", "kava"),
        ("70", "randomised", "placebo"),
    ]
    some = "146 women were enrolled (kava group: 6 [7.9%], placebo group: 7 [10%] slept badly)"
    assert [size for size in sizes(some) if size[0] in ("6", "7")] == []


def test_conditions_that_no_group_is_named_for_are_arms_where_one_is_a_comparator():
    text = "Recall was 0.2 (SD 0.7) after sham light, 0.9 (SD 0.8) after blue light, and 0.8 (SD 0.9) after red light"
    assert arms(text, main=()) == [("0.2", "sham light"), ("0.9", "blue light"), ("0.8", "red light")]
    scales = "Scores were 4.2 (SD 1.4) for recall and 8.0 (SD 2.1) for naming"
    assert arms(scales, main=()) == [("4.2",), ("8.0",)]


def test_those_who_make_up_a_group_are_its_size():
    text = "The kava group consisted of 19 patients (59.4%) and the placebo group consisted of 13 patients (40.6%)"
    assert [(row[0], *row[2:]) for row in sizes(text)] == [("19", "kava"), ("13", "placebo")]


@pytest.mark.parametrize(
    "text",
    [
        "The calm were more among patients in the kava group (20 and 25%, respectively)",
        "Nine patients (5 in the kava and 4 in the placebo group) failed to bring their diary",
        "To allow for losses in the placebo group, 2000 people needed to be recruited",
        "Patients who were treated with kava 300 and 600 mg/day slept longer than before",
        "What befell more than one patient was a headache (9 kava, 16 placebo)",
        "Four patients in the kava group and two in the placebo group withdrew because of headaches",
    ],
)
def test_what_is_no_group_size(text):
    assert [row for row in sizes(text) if row[1]] == []


def test_planned_sizes_are_no_group_sizes():
    assert [
        row[1] for row in sizes("A sample size of 40 patients was required to detect a difference")
    ] == [""]


def outcomes(text, previous=""):
    statements = find_statements(text)
    return [topic_of(text, s, BOOK.find(text), statements, previous).outcome for s in statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "At 12 weeks, systolic blood pressure was 130 ± 12 mm Hg in the kava group",
            "systolic blood pressure",
        ),
        ("Patients taking kava had significantly fewer repeat visits (11.8% v 17.6%)", "repeat visits"),
        (
            "There was no significant difference between the groups in sleep quality (p = 0.4)",
            "sleep quality",
        ),
        (
            "As shown in Figure 1A, 49 falls occurred in 44 patients (44/374; 11.8%) in the kava group",
            "falls",
        ),
        (
            "Of the 129 women who took kava, 59 (45.7%) converted to sinus rhythm",
            "converted to sinus rhythm",
        ),
        ("Almost all (89/95, 94%) kava drinkers completed the diary", "completed the diary"),
        (
            "A test showed that the kava group had a lower rate of falls than the placebo group [HR 0.65 (95% CI "
            "0.45–0.95)]",
            "rate of falls",
        ),
    ],
)
def test_outcomes_in_the_sentence_s_own_words(text, expected):
    assert outcomes(text)[-1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Most were women with a mean age of 47.9 years", "age"),
        ("Walking (3 days per week) was tried by adults (mean age 70 ± 6 years)", "age"),
        (
            "The mean length of sleep in the kava group (5.1 ± 1.0 h) was quite less than in the placebo group",
            "length of sleep",
        ),
        ("Sixteen patients (kava, n = 10) died while walking", "died"),
    ],
)
def test_what_a_mean_is_of_and_what_befell_people(text, expected):
    statements = find_statements(text)
    mentions = BOOK.find(text)
    tidied = tidy_sizes(text, statements, mentions)
    last = tidied[-1]
    last = as_events(last) if last.kind == "size" and is_event(text, last, mentions) else last
    assert topic_of(text, last, mentions, tidied).outcome == expected


def test_that_something_differed_is_no_outcome():
    assert outcomes("These were not different (p = 0.4)", "sleep quality") == ["sleep quality"]


def test_each_bracket_of_a_list_has_the_name_before_it():
    text = (
        "Gains in jumps (kava: 8 out of 9 gains; hops: 4 out of 9 gains), SPRINT (kava: 9/9; hops: 6/9)"
    )
    assert outcomes(text) == ["Gains in jumps", "Gains in jumps", "SPRINT", "SPRINT"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Scores differed in fluency, which was 37 (SD 30) words/min", "fluency"),
        (
            "No difference was observed in grip strength either in absolute (21.4 ± 10.8 kg)",
            "grip strength",
        ),
        ("The decrease in pain between baseline and 12 months was 1.0 (SD 0.2)", "pain"),
        ("Groups differed in drill (kava; n = 9; age, 17.3 ± 1.1 years)", "age"),
        ("In the kava group with care stopped in 2007, deaths increased from 13.5% (n = 60)", "deaths"),
    ],
)
def test_units_and_kinds_of_values_are_no_outcomes(text, expected):
    assert outcomes(text)[-1] == expected


def test_an_outcome_from_elsewhere_is_not_sure():
    own, carried = "Sleep quality was 5.1 (SD 1.0) with kava", "It was 5.1 (SD 1.0) with kava"
    for text, sure in ((own, True), (carried, False)):
        statements = find_statements(text)
        topic = topic_of(text, statements[0], BOOK.find(text), statements, "Sleep quality")
        assert (topic.outcome, topic.sure) == ("Sleep quality", sure)
    text = "Groups differed in sleep (6.5 ± 2.2 h), or score (19 No difference either in absolute (21.4 ± 1.8 kg)"
    statements = find_statements(text)
    assert [topic_of(text, s, [], statements).sure for s in statements if s.kind == "mean"] == [
        True,
        False,
    ]


def test_each_value_of_a_list_has_its_own_outcome():
    text = "Kava: complete response, 0 (0%); partial response, 4 (8%); stable disease, 27 (51%)"
    assert outcomes(text) == ["complete response", "partial response", "stable disease"]


def test_a_sentence_that_names_nothing_keeps_the_outcome_before():
    assert outcomes("A significant difference was observed (p = 0.01)", "sleep quality") == [
        "sleep quality"
    ]


def moment(text, which=-1, step=""):
    statements = find_statements(text)
    spans = [(v.start, v.end) for s in statements for v in s.values]
    time = timepoint_of(text, statements[which], step, spans)
    return time, basis_of(text, statements[which], step, time)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At 8 weeks, mean (SD) pain was 3.1 (1.0)", ("8 weeks", "final")),
        ("At baseline, mean (SD) pain was 5.1 (1.0)", ("baseline", "baseline")),
        ("After walking 3 days per week, mean (SD) pain was 3.1 (1.0)", ("", "unclear")),
        ("Mean (SD) pain was 3.1 (1.0) in comparison to pre-test", ("", "unclear")),
        ("The mean (SD) change from baseline in pain at week 8 was 2.0 (0.9)", ("week 8", "change")),
        ("Median survival was 6.9 months", ("", "unclear")),
        ("In the age range of 20 - 40 years, mean (SD) pain was 3.1 (1.0)", ("", "unclear")),
        ("Pain fell more between baseline and T1 (mean 2.1 [SD 0.9])", ("T1", "final")),
        ("Levels differed by 4.2 (SD 1.1) from baseline to week 8", ("week 8", "change")),
        ("At the final analysis, mean (SD) pain was 3.1 (1.0)", ("final", "final")),
        ("As the final row of Table 1 shows, mean (SD) pain was 3.1 (1.0)", ("", "unclear")),
        (
            "Mean change of pain was 2.0 (SD 0.9; n = 9) with kava and 1.0 (SD 0.8) with hops",
            ("", "change"),
        ),
        (
            "The decrease in pain between baseline and week 8 was larger with kava (2.0 [SD 0.9])",
            ("week 8", "change"),
        ),
    ],
)
def test_time_and_basis(text, expected):
    assert moment(text) == expected


def test_two_times_respectively():
    text = "rose by 2.1 and 3.4 points at weeks 24 and 48, respectively"
    assert [respective_time(text, "week 48", rank, 2) for rank in (0, 1)] == ["week 24", "week 48"]


def passage(text, section="results"):
    return Passage(text, (), (), section, "body")


def test_abbreviations_and_generic_words_name_the_same_arm():
    book = find_arms(
        [
            passage("We compared exercise training (ET) with attention control (CON).", "methods"),
            passage(
                "The ET group and the control group met weekly. The exercise training group walked."
            ),
            passage(
                "CON subjects were called. CON subjects rested. The intervention group walked more."
            ),
        ]
    )
    text = "the ET group, exercise training, CON subjects, the control group, the intervention group"
    labels = [mention.arm for mention in book.find(text)]
    assert len(set(labels[:2])) == 1
    assert len(set(labels[2:4])) == 1
    assert labels[4] == labels[0]
    assert labels[0] != labels[2]


def test_a_trial_of_clusters_names_its_arms_by_what_they_consist_of():
    texts = [
        "Four villages were assigned to diary and control.",
        "Diary households slept.",
        "The diary group slept.",
    ]
    book = find_arms([Passage(" ".join(texts * 3), (), (), "results", "body")])
    found = book.find("in control villages 4 (5%) and in diary villages 6 (7%) households slept")
    assert [mention.arm.lower() for mention in found] == ["control", "diary"]
    assert not any("village" in arm.label for arm in book.arms)


@pytest.mark.parametrize(
    ("heads", "label"),
    [
        (["Green Tea (n = 31)", "Water (n = 29)"], "Green Tea"),
        (["Green tea group"], "Green tea group"),
        (["GT", "GT"], "GT"),
        (["GT"], "green tea"),  # once, it may be anything
        (["Green", "Green"], "green tea"),
        (["Green tea has been drunk by everyone"], "green tea"),
    ],
)
def test_an_arm_is_called_what_heads_its_columns(heads, label):
    text = "Half had green tea (GT). The green tea group slept. The water group did not, says GT. "
    lines = [
        Word(head, 60, 80 + 40 * at, 200, 90 + 40 * at, 88 + 40 * at, 10)
        for at, head in enumerate(heads)
    ]
    blocks = read_blocks([Page(1, 600, 800, tuple(lines))])
    book = find_arms([Passage(text * 2, (), (), "results", "body")], blocks)
    assert book.find("in the green tea group")[0].arm == label


def test_lettered_groups_are_arms_and_decimals_are_no_letters():
    text = "Sleep was 13.3 days in Group I, and 9.0 days in groups II and III"
    assert [mention.arm for mention in BOOK.find(text)] == ["Group I", "Group II", "Group III"]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("PFS", "PFS (progression-free survival)"),
        ("DCCVs", "DCCVs (direct-current cardioversions)"),
        ("median PFS after crossover", "median PFS after crossover"),
        ("ET", "ET"),
        ("XYZ", "XYZ"),
    ],
)
def test_an_outcome_that_is_an_abbreviation_is_written_out_beside_it(outcome, expected):
    long = {
        "PFS": "progression-free survival",
        "DCCVs": "direct-current cardioversions",
        "ET": "exercise",
    }
    assert written_out(outcome, long, arms={"ET"}) == expected


def test_an_estimate_beside_its_arm_is_against_what_follows_than():
    text = (
        "Dropout was higher in the kava (34%; OR 1.42) and the hops group (37%; OR 1.55) than in the placebo "
        "group (27%)"
    )
    pairs = [(p.arms, p.comparators) for p in placed(text, main=("kava", "hops", "placebo"))[1]]
    assert pairs == [(("kava",), ("placebo",)), (("hops",), ("placebo",))]


def test_one_person_is_no_group():
    assert [
        row[1] for row in sizes("Three fell in the kava group (one subject each in May and June)")
    ] == [""]


def test_the_primary_endpoint_is_no_time():
    text = "The primary endpoint, sound sleep, occurred in 114 of 129 adults (88%)"
    assert timepoint_of(text, find_statements(text)[0], "") == ""
    text = "Sleep at endpoint was 6.9 ± 1.0 points"
    assert timepoint_of(text, find_statements(text)[0], "") == "endpoint"


def test_a_list_of_values_has_the_list_of_times_behind_it():
    text = "Sleep rose to 5.4 ± 1.9, 6.5 ± 0.8 and 7.1 ± 0.7 h at 6 weeks, 12 weeks, and 24 weeks"
    assert [respective_time(text, "6 weeks", rank, 3) for rank in range(3)] == [
        "6 weeks",
        "12 weeks",
        "24 weeks",
    ]
    assert respective_time(text, "6 weeks", 0, 4) == "6 weeks"


def test_a_unit_of_one_letter_ends_a_sentence_and_an_initial_does_not():
    text = "The level was 431 µmol/l. Kava raised it. It was tested by J. Smith."
    assert len(list(Passage(text, (), ()).sentences())) == 3


def test_what_an_arm_leaves_of_its_opening_words_is_no_outcome():
    text = "With evening kava, sound sleep increased from 91 ± 18 to 98 ± 21 min"
    statements = find_statements(text)
    assert topic_of(text, statements[0], BOOK.find(text), statements).outcome == "sound sleep"


def test_a_value_of_a_placebo_is_not_the_arm_s_named_before():
    book = ArmBook([Arm("kava", {"kava"}, 9, True)])
    text = "There were no falls in the kava group compared to 4.8% (2/42) in placebo"
    (value,) = place_values(text, find_statements(text)[-1:], Named(book.find(text), ("kava",)))
    assert value.arms == ()


def test_randomised_trials_are_no_people():
    assert tidy_sizes("We included 13 randomized controlled trials of patients", [], []) == []


def test_people_counted_anew_behind_a_heading_are_not_its_arm_s():
    (value,) = placed("Sleep with kava Of the 270 enrolled adults, 265 (98%) slept")[0]
    assert value.arms == ()


def test_a_trial_is_no_outcome():
    text = "Falls occurred with kava and placebo in the GARDEN-Late trial (HR 0.9; 95% CI 0.7 to 1.1)"
    assert outcomes(text) == ["Falls"]


def test_what_people_underwent_may_be_called_like_an_arm():
    text = "In the end 23 adults (48%) in the placebo group underwent kava after the last visit"
    assert "kava" in outcomes(text)[0]
    text = "Falls occurred in 4 of 68 adults (5.9%) who received placebo and 10 of 129 (7.8%) who received kava"
    assert outcomes(text) == ["Falls", "Falls"]


def test_a_sentence_may_open_with_some_of_the_people():
    assert is_of_some("In adults who had slept badly, 4 of 20 (20%) slept", [])
    text = "In adults who received kava, 4 of 20 (20%) slept"
    assert not is_of_some(text, BOOK.find(text))
    assert not is_of_some("In adults, 4 of 20 (20%) slept", [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The longest nap was 4.8 (SD 0.9) hours during sham music compared to 6.2 (SD 1.8) hours during loud "
            "music and 6.0 (SD 0.9) hours during soft music",
            [("4.8", "sham music"), ("6.2", "loud music"), ("6.0", "soft music")],
        ),
        (
            "Means of both tests were 10.24 ± 0.77, 17.73 ± 0.46 in tea drinkers and 9.73 ± 0.77 and 12.13 ± 0.47 "
            "in others (p < 0.001)",
            [
                ("10.24", "tea drinkers"),
                ("17.73", "tea drinkers"),
                ("9.73", "others"),
                ("12.13", "others"),
            ],
        ),
        ("Naps took 4.8 (SD 0.9) and 5.2 (SD 1.0) hours in spring", [("4.8",), ("5.2",)]),
    ],
)
def test_values_take_the_names_behind_them_where_one_is_a_comparator(text, expected):
    assert arms(text, main=()) == expected


def test_methods_may_run_in_with_their_first_paragraph():
    body = {"styled": True, "bold": True, "zone": "body"}
    assert heading_run_in("Methods. We asked 146 sleepers", fresh=True, **body) == "methods"
    assert heading_run_in("METHODS — A total of 72 adults", fresh=False, **body) == "methods"
    assert heading_run_in("Methods. We asked", fresh=False, **body) == ""
    assert heading_run_in("Setting. We asked 146 sleepers", fresh=True, **body) == ""
    assert heading_run_in("Methods. We asked", fresh=True, **(body | {"bold": False})) == ""


def test_that_something_caused_a_change_is_no_part_of_the_outcome():
    assert outcomes("Kava did not cause a significant change in nightly walks (p = 0.6)") == [
        "nightly walks"
    ]
    assert outcomes("There was a trend for significance (p = 0.06)", "walks") == ["walks"]


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        (
            "Falls occurred in 4 of 68 adults (5.9%) who received placebo and 10 of 129 adults (7.8%) who "
            "received kava",
            True,
        ),
        (
            "A fall occurred in 49 adults (30%) in the kava group and in 50 adults (29%) in the hops group",
            True,
        ),
        (
            "Mean sleep was 6.1 ± 1.0 h in the kava group compared with 5.0 ± 1.1 h in the placebo group",
            True,
        ),
        ("A fall occurred in 4 of 68 adults (6%) with kava and a cold in 10 of 68 (15%)", False),
    ],
)
def test_the_subject_of_values_side_by_side_is_that_of_all(text, sure):
    statements = find_statements(text)
    assert topic_of(text, statements[-1], BOOK.find(text), statements).sure is sure


def test_an_arm_that_stands_far_off_is_inferred():
    aside = "napped for as long as anybody could tell from the diaries that they kept in their first week at home and"
    (value,) = placed(f"The kava group {aside} sleep was 6.1 ± 1.0 h", main=())[0]
    assert (value.arms, value.sure) == (("kava",), False)
    (value,) = placed("In the kava group sleep was 6.1 ± 1.0 h", main=())[0]
    assert (value.arms, value.sure) == (("kava",), True)
