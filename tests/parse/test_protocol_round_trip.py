"""Protocols survive the way through review.toml and through the workbook."""

import string

from hypothesis import example, given, settings
from hypothesis import strategies as st

from curate.forms import protocol_book
from curate.forms.protocol_fields import read_texts, texts_of
from curate.model.protocol import (
    Arm,
    Comparison,
    Item,
    Outcome,
    Person,
    PoolOptions,
    Protocol,
    Rule,
    Timepoint,
    normalised,
)
from curate.parse.protocol import read_protocol, write_protocol

CHARACTERS = st.characters(
    exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"], exclude_characters=";\ufffe\uffff"
)


def texts(minimum: int = 0):
    """Texts as the reader keeps them: white space collapsed, no ';'."""
    alphabet = st.one_of(st.just(" "), CHARACTERS)
    made = st.text(alphabet, min_size=minimum, max_size=12).map(lambda text: " ".join(text.split()))
    return made.filter(lambda text: len(text) >= minimum)


CODES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,6}", fullmatch=True)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def entries(draw, make):
    """Up to three entries whose codes, labels and aliases all differ, as `make` builds them."""
    names = draw(
        st.lists(
            st.tuples(CODES, texts(1), texts(1)), max_size=3, unique_by=lambda each: each[0].casefold()
        )
    )
    seen: set[str] = set()
    made = []
    for code, label, alias in names:
        own = [normalised(text) for text in (code, label, alias)]
        if seen.isdisjoint(own):
            seen.update(own)
            made.append(draw(make(code, label, (alias,))))
    return tuple(made)


def outcome(code, label, aliases):
    ends = st.one_of(
        st.tuples(st.none(), st.none()),
        st.tuples(NUMBERS, NUMBERS).filter(lambda pair: pair[0] < pair[1]),
    )
    return st.builds(
        lambda kind, end, direction, unit: Outcome(
            code, label, kind, *end, direction, unit, aliases, codebook=unit
        ),
        st.sampled_from(["continuous", "binary"]),
        ends,
        st.sampled_from(["lower", "higher"]),
        texts(),
    )


def arm(code, label, aliases):
    return st.sampled_from(["experimental", "control", ""]).map(
        lambda role: Arm(code, label, role, aliases)
    )


def timepoint(code, label, aliases):
    days = st.lists(NUMBERS, min_size=3, max_size=3).map(sorted)
    return st.builds(
        lambda d, given, anchor, prefer: Timepoint(
            code, label, *([d[1], d[0], d[2]] if given else [None] * 3), anchor, prefer, aliases
        ),
        days,
        st.booleans(),
        texts(1),
        st.sampled_from(["closest", "latest", "earliest"]),
    )


OPTIONS = st.builds(
    PoolOptions,
    st.sampled_from(["curate", "metafor", "cochrane-revman"]),
    st.sampled_from(["LS", "UB", "revman"]),
    st.sampled_from(["exact", "approximate", "none"]),
    st.sampled_from(["only0", "tacc"]),
    st.sampled_from(["REML", "ML", "DL", "PM", "EB", "HE", "HS", "HSk", "SJ", "CE", "MH"]),
    st.sampled_from(["auto", "knha", "adhoc", "t", "z"]),
    st.sampled_from(["riley", "t", "z", "test"]),
    st.floats(1, 99),
    st.floats(1, 99),
)


@st.composite
def protocols(draw):
    """Protocols without mistakes."""
    outcomes = draw(entries(outcome))
    arms = draw(entries(arm))
    timepoints = draw(entries(timepoint))
    comparisons = []
    if outcomes and timepoints and len(arms) >= 2:
        kind = outcomes[0].kind
        alike = tuple(each.code for each in outcomes if each.kind == kind)
        measures = ["MD", "SMD", "ROM"] if kind == "continuous" else ["RR", "OR", "RD", "IRR", "HR"]
        assumed = (
            ("method", "DL"),
            ("correlation", "0.5"),
            ("icc_source", "Jones 2010"),
            ("sd_donors", "A, B"),
        )
        options = draw(
            st.sampled_from([(), (("method", "DL"),), (("ci", "z"), ("level", "90.5")), assumed])
        )
        comparisons = [
            Comparison(
                draw(CODES),
                draw(texts(1)),
                alike,
                (arms[0].code,),
                (arms[1].code,),
                (timepoints[0].code,),
                draw(st.sampled_from(measures)),
                draw(st.sampled_from(["final", "change", "any"])),
                options,
            )
        ]
    rules = [Rule("outcome", "prefer", tuple(each.code for each in outcomes)), Rule("arm", "combine")]
    item = st.sampled_from(
        [
            Item("design", "Design", "category", ("parallel", "crossover")),
            Item("dose", "Dose?", per="arm", codebook='as "printed"'),
            Item("started", "When?", "date", per="result"),
        ]
    )
    return Protocol(
        draw(texts(1)),
        draw(st.sampled_from(["verified", "program_only", "single"])),
        outcomes,
        arms,
        timepoints,
        tuple(comparisons),
        tuple(draw(st.lists(st.sampled_from(rules), unique=True))),
        tuple(draw(st.lists(item, unique=True))),
        tuple(
            Person(name, name < "k") for name in draw(st.sets(st.sampled_from(string.ascii_lowercase)))
        ),
        draw(OPTIONS),
    )


@given(protocols())
@settings(max_examples=60, deadline=None)
def test_the_text_gives_the_same_protocol(protocol):
    assert read_protocol(write_protocol(protocol)) == protocol


@given(protocols())
@settings(max_examples=60, deadline=None)
def test_the_fields_of_the_form_give_the_same_protocol(protocol):
    assert read_texts(texts_of(protocol)) == protocol


@given(protocols())
@example(Protocol("=1+1", people=(Person("_x0041_"), Person("+cmd|' /C calc'!A0"), Person("007"))))
@example(Protocol("T", outcomes=(Outcome("1e5", "12/17", minimum=0.1 + 0.2, maximum=1e300),)))
@settings(max_examples=25, deadline=None)
def test_the_workbook_gives_the_same_protocol(tmp_path_factory, protocol):
    path = tmp_path_factory.mktemp("book") / "protocol.xlsx"
    protocol_book.write(protocol, path)
    assert protocol_book.read(path) == protocol
