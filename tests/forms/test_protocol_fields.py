"""The protocol as fields that hold texts: the form on the page."""

import pytest

from curate.errors import ProtocolError
from curate.forms.protocol_columns import ABOUT, ONE, TITLES
from curate.forms.protocol_fields import fields_of, read_texts, texts_of
from curate.model.protocol import Protocol
from curate.parse.protocol import read_protocol, sample
from curate.parse.protocol_keys import KEYS, SINGLE

SAMPLE = read_protocol(sample("Ketamine"))


def test_every_field_has_its_words() -> None:
    for kind in KEYS:
        assert TITLES[kind]
        assert ABOUT[kind]
        assert kind in SINGLE or ONE[kind]
        assert all(heading.title and heading.help for _, _, heading in fields_of(kind))


def test_a_usual_value_is_an_empty_field() -> None:
    texts = texts_of(SAMPLE)
    (options,) = texts["options"]
    assert options["profile"] == "curate"
    assert options["method"] == options["level"] == ""
    texts["options"] = [{"profile": "cochrane-revman"}]
    assert read_texts(texts).options.ci == "z"


@pytest.mark.parametrize(
    ("kind", "index", "changed", "key", "what"),
    [
        ("outcome", 1, {"maximum": "eighty"}, "maximum", "'eighty' is no number"),
        ("outcome", 0, {"maximum": "-1"}, "maximum", "must be greater than minimum"),
        ("outcome", 2, {"label": ""}, "label", "label is missing"),
        ("arm", 1, {"aliases": "Ketamine"}, "aliases", "already means the arm 'ketamine'"),
        ("timepoint", 0, {"to_days": "0.6"}, "to_days", "must not be less than"),
        ("comparison", 1, {"control": "midazolm"}, "control", "did you mean 'midazolam'?"),
        ("comparison", 0, {"options.icc": "x"}, "options.icc", "'x' is no number"),
        ("person", 1, {"trainee": "perhaps"}, "trainee", "neither yes nor no"),
        ("options", 0, {"level": "100"}, "level", "between 0 and 100"),
        ("item", 3, {"nonsense": "1"}, "", "unknown field 'nonsense'"),
    ],
)
def test_a_mistake_names_its_field(
    kind: str, index: int, changed: dict[str, str], key: str, what: str
) -> None:
    texts = texts_of(SAMPLE)
    texts[kind][index] |= changed
    with pytest.raises(ProtocolError) as raised:
        read_texts(texts)
    ((*place, said),) = raised.value.mistakes
    assert place == [kind, index, key]
    assert what in said
    assert TITLES[kind] in raised.value.details[0]


def test_the_texts_of_an_empty_protocol_give_it_back() -> None:
    assert read_texts(texts_of(Protocol("Empty"))) == Protocol("Empty")
