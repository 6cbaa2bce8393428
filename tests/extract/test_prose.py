"""The prose extractor on small reports typeset here: sections, columns, arms, outcomes, evidence."""

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from curate.extract.band import with_bands
from curate.extract.prose import ProseExtractor
from curate.extract.sentences.text.headings import inline_headings
from curate.model.problem import Problem
from curate.model.reading import Found
from curate.pdf.document import read_document

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, alignment=4)
HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=12, leading=16, spaceBefore=8)
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=18, leading=22)

REPORT = [
    ("title", "Lavender tea versus placebo for restless nights: a randomised trial"),
    ("head", "Abstract"),
    (
        "body",
        "<b>Background:</b> Another trial found sleep in 99 of 100 patients (99%). <b>Methods:</b> We randomly "
        "assigned adults to lavender tea or placebo for 8 weeks. <b>Results:</b> A total of 120 adults were "
        "randomised to lavender tea (n = 61) or placebo (n = 59). At 8 weeks, 40 of 61 adults (66%) in the "
        "lavender tea group and 20 of 59 (34%) in the placebo group slept well (RR 1.93, 95% CI 1.30 to 2.88; "
        "p = 0.001). <b>Conclusions:</b> Tea helped 12 of 13 people (92%).",
    ),
    ("head", "Introduction"),
    ("body", "Earlier trials reported better sleep in 70% v 30% of patients (p &lt; 0.05)." * 3),
    ("head", "Methods"),
    (
        "body",
        "Nurses gave lavender tea or placebo every evening. Values are mean ± SD unless stated otherwise. "
        "Adults were randomly assigned to lavender tea or placebo by a clerk with a sealed list.",
    ),
    ("head", "Results"),
    (
        "body",
        "Sleep quality was better in the lavender tea group than in the placebo group at 8 weeks (12.4 ± 3.1 v "
        "9.8 ± 3.0 points; mean difference 2.6, 95% CI 1.5 to 3.7; p &lt; 0.001). Time awake fell from 61.2 ± "
        "14.0 to 40.5 ± 12.2 minutes in the lavender tea group. Median wakings were 2 (IQR 1–3) and 4 "
        "(IQR 3–6) in the lavender tea and placebo groups, respectively. Nausea occurred in 3 adults (4.9%) in "
        "the lavender tea group and in none in the placebo group, and no sleeper used other medi-cines.",
    ),
    ("head", "Discussion"),
    ("body", "A Danish trial had shown 55 of 60 sleepers (92%) with chamomile (p = 0.01)."),
    ("head", "References"),
    ("body", "1. Tea drinkers 2011; 12: 45 of 50 (90%)."),
]


def typeset(path, story=REPORT, columns=2):
    styles = {"title": TITLE, "head": HEAD, "body": BODY}
    width, height = A4
    gap, margin = 18, 50
    each = (width - 2 * margin - gap * (columns - 1)) / columns
    frames = [
        Frame(margin + i * (each + gap), 60, each, height - 130, leftPadding=0, rightPadding=0)
        for i in range(columns)
    ]

    def head_and_foot(canvas, _):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(margin, height - 30, "Journal of Tea 2024; 7: 30 of 40 (75%)")
        canvas.drawString(margin, 30, f"Page {canvas.getPageNumber()}")

    document = BaseDocTemplate(str(path), pagesize=A4, pageCompression=0)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=head_and_foot))
    document.build([Paragraph(text, styles[kind]) for kind, text in story])
    return path


def read(path):
    document = read_document(path)
    found = list(with_bands(ProseExtractor().read(document)))
    return document, found


def rows(found):
    """(section, arms, comparators, outcome, time, statistics) of each result."""
    return [
        (
            item.readings[0].evidence.table,
            item.result.arms,
            item.result.comparators,
            item.result.outcome,
            item.result.timepoint,
            {r.statistic: r.operator.replace("=", "") + r.value for r in item.readings},
        )
        for item in found
        if isinstance(item, Found)
    ]


@pytest.fixture(scope="module", params=[1, 2], ids=["one column", "two columns"])
def tea(request, tmp_path_factory):
    return read(typeset(tmp_path_factory.mktemp("tea") / "tea.pdf", columns=request.param))


def values(found, **wanted):
    return [
        row for row in rows(found) if all(row[5].get(name) == value for name, value in wanted.items())
    ]


def test_group_sizes_have_arm_and_role(tea):
    _, found = tea
    sizes = {(row[1], row[5]["n"]) for row in rows(found) if "n" in row[5]}
    assert {((), "120"), (("lavender tea",), "61"), (("placebo",), "59")} <= sizes
    roles = {r.role for f in found if isinstance(f, Found) for r in f.readings if r.statistic == "n"}
    assert roles == {"randomised"}


def test_events_of_both_arms_in_the_abstract(tea):
    _, found = tea
    (first,) = values(found, events="40")
    (second,) = values(found, events="20")
    assert first[:3] == ("abstract", ("lavender tea",), ())
    assert second[:3] == ("abstract", ("placebo",), ())
    assert first[4] == "8 weeks"
    assert first[5] == {"events": "40", "total": "61", "percent": "66"}


def test_an_estimate_names_arm_and_comparator(tea):
    _, found = tea
    (row,) = values(found, rr="1.93")
    assert row[1:3] == (("lavender tea",), ("placebo",))
    assert row[5] == {"rr": "1.93", "ci_low": "1.30", "ci_high": "2.88", "p": "0.001"}


def test_means_take_the_spread_that_the_methods_name(tea):
    _, found = tea
    assert [row[1] for row in values(found, mean="12.4", sd="3.1")] == [("lavender tea",)]
    assert [row[1] for row in values(found, mean="9.8", sd="3.0")] == [("placebo",)]
    assert values(found, mean="12.4")[0][3] == "Sleep quality"
    assert not [f for f in found if isinstance(f, Problem)]


def test_from_to_is_baseline_and_final(tea):
    _, found = tea
    basis = {
        r.value: item.result.basis for item in found if isinstance(item, Found) for r in item.readings
    }
    assert (basis["61.2"], basis["40.5"]) == ("baseline", "final")


def test_respectively_lays_values_over_arms(tea):
    _, found = tea
    (first,) = values(found, median="2", q1="1", q3="3")
    (second,) = values(found, median="4", q1="3", q3="6")
    assert (first[1], second[1]) == (("lavender tea",), ("placebo",))


def test_other_trials_and_running_heads_are_not_read(tea):
    _, found = tea
    printed = {r.value for f in found if isinstance(f, Found) for r in f.readings}
    assert printed.isdisjoint({"99", "100", "92", "70", "55", "45", "75", "90"})


def test_every_quote_stands_on_its_page_and_holds_its_number(tea):
    document, found = tea
    pages = {page.number: " ".join(w.raw or w.text for w in page.words) for page in document.pages}
    readings = [r for f in found if isinstance(f, Found) for r in f.readings]
    assert readings
    for reading in readings:
        assert reading.evidence.quote in pages[reading.evidence.page]
        assert reading.as_printed.lstrip("<>= ") in reading.evidence.quote
        x0, top, x1, bottom = reading.evidence.box
        assert 0 < x0 < x1 < A4[0]
        assert 0 < top < bottom < A4[1]


def test_reading_twice_gives_the_same(tea):
    document, found = tea
    assert list(with_bands(ProseExtractor().read(document))) == found


def test_results_in_one_sentence_have_anchors_of_their_own(tea):
    _, found = tea
    keys = [f.result for f in found if isinstance(f, Found)]
    assert len(set(keys)) == len(keys)


def test_a_spread_nobody_names_is_unclear_and_raises_one_problem(tmp_path):
    story = [
        (kind, text.replace("Values are mean ± SD unless stated otherwise. ", ""))
        for kind, text in REPORT
    ]
    _, found = read(typeset(tmp_path / "unclear.pdf", story))
    spreads = [r for f in found if isinstance(f, Found) for r in f.readings if r.statistic == "sd"]
    assert spreads
    assert {(r.status, "statistic_guessed" in r.flags, r.band) for r in spreads} == {
        ("unclear", True, "low")
    }
    assert [f.code for f in found if isinstance(f, Problem)] == ["statistic_unclear"]


def test_a_report_without_words_yields_nothing(tmp_path):
    _, found = read(typeset(tmp_path / "empty.pdf", [("body", " ")]))
    assert found == []


def test_arithmetic_that_contradicts_itself_is_marked(tmp_path):
    story = [
        (
            kind,
            text.replace("40 of 61 adults (66%)", "40 of 61 adults (56%)").replace("RR 1.93", "RR 3.93"),
        )
        for kind, text in REPORT
    ]
    _, found = read(typeset(tmp_path / "odd.pdf", story))
    marked = {
        (flag, r.value, r.band)
        for f in found
        if isinstance(f, Found)
        for r in f.readings
        for flag in r.flags
        if flag in ("percent_mismatch", "outside_interval")
    }
    assert {("percent_mismatch", "40", "low"), ("outside_interval", "3.93", "low")} <= marked


def test_an_abstract_beside_the_introduction_is_known_by_its_paragraphs(tmp_path):
    story = [
        ("title", "Lavender tea for restless nights"),
        ("head", "1. Introduction"),
        ("body", "Nights are long, and 88 of 90 sleepers (98%) of another trial said so."),
        ("body", "<b>Aims:</b> To see whether tea helps the sleepless."),
        (
            "body",
            "<b>Methods:</b> We gave tea or water to all (lavender tea n = 61, water n = 59) for 8 weeks.",
        ),
        (
            "body",
            "<b>Results:</b> In the lavender tea group 40 of 61 (66%) slept, in the water group 20 of 59 (34%).",
        ),
        ("body", "<b>Conclusions:</b> Tea helped 12 of 13 people (92%)."),
        (
            "body",
            "Sleep of the lavender tea group and the water group has been told of in 77 of 80 songs (96%).",
        ),
    ]
    _, found = read(typeset(tmp_path / "tea.pdf", story, columns=1))
    assert {row[5].get("events") for row in rows(found)} == {None, "40", "20"}
    sizes = {(row[1], row[5]["n"]) for row in rows(found) if "n" in row[5]}
    assert sizes == {(("lavender tea",), "61"), (("water",), "59")}


@pytest.mark.parametrize("heading", ["Material and methods", "Subjects and Methods", "Methodology"])
def test_headings_inside_the_paragraph_of_an_abstract(heading):
    text = f"Objective: To see. {heading}: We saw. Results: It was."
    assert [name for _, name in inline_headings(text)] == ["introduction", "methods", "results"]
