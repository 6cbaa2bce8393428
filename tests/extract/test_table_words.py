"""Words of a cell put together: spaces, raised marks and exponents."""

from curate.extract.tables.grid.lines import join_words, marks_of, plain_text, with_marks_raised
from curate.pdf.page import Word


def word(text, x0, x1, baseline=100.0, size=10.0, flags=()):
    return Word(text, x0, baseline - size, x1, baseline + 2, baseline, size, flags=flags)


def test_the_arc_of_an_italic_f_does_not_close_the_space():
    assert (
        join_words([word("Number", 0, 30), word("of", 32, 40.6), word("patients", 40.8, 70)])
        == "Number of patients"
    )
    assert (
        join_words([word("H", 0, 7), word("2", 7.2, 11, 103.0, 7.0, ("lowered",)), word("O", 11.1, 18)])
        == "H2O"
    )


def test_a_mark_a_space_behind_a_size_is_no_exponent():
    sized = [
        word("N", 0, 8),
        word("=", 11, 17),
        word("10", 20, 30),
        word("1", 32.5, 36, 96.4, 7.6, ("raised",)),
    ]
    assert (plain_text(sized), marks_of(sized)) == ("N = 10", ["1"])
    power = [word("10", 20, 30), word("9", 30.2, 34, 96.4, 7.0, ("raised",))]
    assert marks_of(power) == []


def test_sign_behind_a_raised_mark_is_raised_with_it():
    words = [
        word("(1.2)", 100, 120, 50, size=8.0),
        word("*", 120.5, 123, 46.5, size=5.0),
        word("△", 124, 129, 46.5, size=8.0),
        word("△", 160, 165, 46.5, size=8.0),
    ]
    assert [w.flags for w in with_marks_raised(words)] == [(), ("raised",), ("raised",), ()]
