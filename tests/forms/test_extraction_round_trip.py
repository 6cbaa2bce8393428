"""Whatever a person has entered through the form comes back from the next form as it was."""

from hypothesis import given, settings
from hypothesis import strategies as st

from curate.forms import extraction_book
from curate.forms.extraction_form import ExtractionForm, FormReport, FormStudy
from curate.model.reading import Evidence, Found, Reading, Result
from curate.parse.number import print_number
from curate.parse.protocol import read_protocol, sample

PROTOCOL = read_protocol(sample("Ketamine for PTSD"))
REPORTS = (FormReport("a" * 64, "Report", 9), FormReport("b" * 64, "Supplement"))

DECIMALS = st.decimals(-999, 999, places=2).map(lambda d: f"{d:.2f}").filter(lambda t: t != "-0.00")
SIZES = st.integers(0, 5000).map(str)
WORDS = st.text(
    st.characters(categories=["L", "N", "P", "S"], exclude_characters="\ufffe\uffff"), min_size=1
)
PLACES = st.builds(
    lambda report, page, quote: Evidence(report.sha256, f"see {quote}", page=page),
    st.sampled_from(REPORTS),
    st.integers(1, 9),
    WORDS,
)


@st.composite
def numbers(draw, statistic, place, values=DECIMALS, **more):
    value = draw(values)
    minus, dot = draw(st.sampled_from([("-", "."), ("−", "·"), ("–", ".")]))
    return Reading(statistic, value, place, as_printed=print_number(value, minus=minus, dot=dot), **more)


@st.composite
def entries(draw):
    """One to six results with the readings that a row can hold."""
    arms = draw(
        st.lists(st.sampled_from(["Ketamine", "Midazolam", "Saline", "Arm 1"]), min_size=1, unique=True)
    )
    found = []
    for arm in arms:
        for time in draw(st.lists(st.sampled_from(["24 hours", "Day 30"]), min_size=1, unique=True)):
            place = draw(PLACES)
            if draw(st.booleans()):
                result = Result((arm,), outcome="Dissociation (adverse event)", timepoint=time)
                total = draw(st.integers(1, 500))
                readings = (
                    draw(numbers("events", place, st.integers(0, total).map(str))),
                    draw(numbers("total", place, st.just(str(total)))),
                )
            else:
                outcome = draw(st.sampled_from(["CAPS-5", "MADRS", "PHQ-9"]))
                basis = draw(st.sampled_from(["final", "change", "baseline"]))
                result = Result((arm,), outcome=outcome, timepoint=time, basis=basis)
                status = draw(st.sampled_from(["reported", "unclear"]))
                readings = (
                    draw(numbers("n", place, SIZES, role="analysed")),
                    draw(numbers("mean", place, status=status)),
                    draw(numbers(draw(st.sampled_from(["sd", "se"])), place, status=status)),
                )
            found.append(Found(result, readings))
    return tuple(found)


@given(entries())
@settings(max_examples=25, deadline=None)
def test_entries_survive_the_form(tmp_path_factory, found):
    path = tmp_path_factory.mktemp("form") / "form.xlsx"
    study = FormStudy("st_1", "Study", REPORTS, entries=found)
    extraction_book.write(path, ExtractionForm("reader-a", PROTOCOL, (study,)))
    (read,) = extraction_book.read(path).studies
    assert sorted(read.found, key=repr) == sorted(found, key=repr)
