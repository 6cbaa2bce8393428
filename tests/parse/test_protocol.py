"""review.toml → Protocol: the sample, and mistakes with line and key."""

import math

import pytest

from curate import resources
from curate.errors import ProtocolError
from curate.model.protocol import PoolOptions, normalised
from curate.parse.protocol import read_protocol, sample, write_protocol


@pytest.mark.parametrize("title", ["Ketamine for PTSD", 'A "quoted" \\ title', "Kétamine — ΔMADRS"])
def test_sample_is_complete_and_carries_the_title(title):
    protocol = read_protocol(sample(title))
    assert protocol.title == title
    for part in ("outcomes", "arms", "timepoints", "comparisons", "rules", "items", "people"):
        assert getattr(protocol, part), part
    assert protocol.options == PoolOptions()
    assert protocol.basis_of_truth == "verified"
    assert read_protocol(write_protocol(protocol)) == protocol


def test_sample_refuses_an_empty_title():
    with pytest.raises(ProtocolError, match="1 mistake"):
        sample("  ")


def test_demo_protocol_reads_and_maps_the_printed_labels():
    protocol = read_protocol(resources.text("demo", "review.toml"))
    assert protocol.basis_of_truth == "program_only"
    assert protocol.aliases("arm")[normalised("Ketamine  group")] == "ketamine"
    assert protocol.aliases("outcome")["quality of life score"] == "quality_of_life"
    assert protocol.aliases("timepoint")["end of treatment"] == "end"
    published = next(each for each in protocol.comparisons if each.code == "depression_published")
    assert published.options == (("smd_variance", "UB"), ("method", "DL"), ("ci", "z"))


START = '[review]\ntitle = "T"\n'
OUTCOME = '[[outcome]]\ncode = "a"\nlabel = "A"\ndirection = "lower"\n'
ARMS = '[[arm]]\ncode = "k"\nlabel = "K"\n[[arm]]\ncode = "p"\nlabel = "P"\n'
TIME = '[[timepoint]]\ncode = "t"\nlabel = "T"\n'
COMPARISON = (
    '[[comparison]]\ncode = "c"\nlabel = "C"\noutcomes = ["a"]\nexperimental = ["k"]\n'
    'control = ["p"]\ntimepoints = ["t"]\nmeasure = "MD"\n'
)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[review]\ntitle = "T\n', 2, "Illegal character"),
        (START + 'basis_of_trut = "single"\n', 3, "'basis_of_trut' (did you mean 'basis_of_truth'?)"),
        ('[review]\nbasis_of_truth = "verified"\n', 1, "title is missing"),
        ('[review]\ntitle = "T"\nbasis_of_truth = "verifid"\n', 3, "did you mean 'verified'?"),
        (START + "[[outcmoe]]\n", 3, "unknown table 'outcmoe' (did you mean 'outcome'?)"),
        (START + "[outcome]\n", 3, "write [[outcome]]"),
        ('[[review]]\ntitle = "T"\n', 1, "write [review]"),
        ('title = "T"\n', 1, "it belongs below [review]"),
        (START + OUTCOME + "maximum = 1\nminimum = 60\n", 7, "maximum must be greater than minimum"),
        (START + OUTCOME + 'minimum = "0"\n', 7, "minimum must be a number"),
        (START + OUTCOME + "minimum = true\n", 7, "minimum must be a number"),
        (START + OUTCOME + "minimum = nan\n", 7, "finite"),
        (START + OUTCOME + OUTCOME.replace('"A"', '"B"'), 8, "'a' is used twice"),
        (START + OUTCOME + OUTCOME.replace('"a"', '"b"'), 9, "'A' already means the outcome 'a'"),
        (START + OUTCOME + 'aliases = [\n "x",\n "x;y",\n]\n', 7, "';' separates"),
        (START + OUTCOME + 'aliases = [\n "x",\n]\nunt = "points"\n', 10, "did you mean 'unit'?"),
        (START + '[[outcome]]\ncode = "a b"\nlabel = "A"\ndirection = "lower"\n', 4, "no spaces"),
        (START + TIME + "from_days = 3\nto_days = 2\n", 7, "to_days must not be less than from_days"),
        (
            START + OUTCOME + ARMS + TIME + COMPARISON.replace('["a"]', '["b"]'),
            19,
            "there is no outcome 'b'",
        ),
        (START + OUTCOME + ARMS + TIME + COMPARISON.replace('["p"]', '["k"]'), 21, "both sides"),
        (
            START + OUTCOME + ARMS + TIME + COMPARISON.replace("MD", "RR"),
            23,
            "RR is for binary outcomes",
        ),
        (
            START + OUTCOME + ARMS + TIME + COMPARISON + '[comparison.options]\nmethod = "XX"\n',
            24,
            "options method is 'XX'",
        ),
        (START + '[[rule]]\ndimension = "outcome"\naction = "combine"\n', 5, "combine is for arms only"),
        (START + '[[rule]]\ndimension = "basis"\naction = "split"\n', 5, "split is for arms only"),
        (START + '[[rule]]\ndimension = "basis"\naction = "prefer"\norder = ["fnal"]\n', 6, "'final'"),
        (
            START + '[[item]]\ncode = "i"\nquestion = "Q"\nkind = "category"\n',
            3,
            "a category needs choices",
        ),
        (START + "[options]\nlevel = 0\n", 4, "between 0 and 100"),
        (START + '[[person]]\nname = "x"\ntrainee = "yes"\n', 5, "true or false"),
    ],
)
def test_mistakes_are_told_with_line_and_key(text, line, words):
    with pytest.raises(ProtocolError) as caught:
        read_protocol(text)
    (detail,) = caught.value.details
    assert detail.startswith(f"line {line},")
    assert words in detail


def test_all_mistakes_are_told_at_once_in_the_order_of_lines():
    text = '[review]\ntitle = ""\n' + OUTCOME.replace("lower", "down") * 2
    with pytest.raises(ProtocolError, match=r"protocol\.toml has 5 mistakes") as caught:
        read_protocol(text, "protocol.toml")
    lines = [int(detail.split(",")[0].removeprefix("line ")) for detail in caught.value.details]
    assert lines == sorted(lines)
    assert len(lines) == 5


def test_keys_inside_multi_line_text_do_not_move_the_lines():
    text = START + '[[item]]\ncode = "i"\nquestion = """\nkind = none\n"""\nkind = "nummber"\n'
    with pytest.raises(ProtocolError) as caught:
        read_protocol(text)
    assert caught.value.details == ("line 8, [[item]]: kind is 'nummber' (did you mean 'number'?)",)


def test_options_of_a_comparison_are_kept_in_one_spelling():
    text = START + OUTCOME + ARMS + TIME + COMPARISON
    protocol = read_protocol(text + 'options = { level = 90.0, method = "DL" }\n')
    assert protocol.comparisons[0].options == (("method", "DL"), ("level", "90"))
    assert math.isclose(protocol.options.level, 95)
