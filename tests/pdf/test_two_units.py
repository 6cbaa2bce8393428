"""Letters whose codes are two units of UTF-16, as those of formula fonts are."""

import numpy as np

from curate.pdf.letters import _join_halves


def test_an_italic_letter_of_a_formula_is_the_letter():
    code = np.array([0x28, 0xD835, 0xDC5B, 0x20, 0xD835, 0xDC43, 0x29], np.uint32)  # "(", n, " ", P, ")"
    second = _join_halves(code)
    assert "".join(map(chr, code[~second])) == "(n P)"


def test_a_half_without_its_other_stays():
    code = np.array([0xD835, 0x20, 0xDC5B], np.uint32)
    assert not _join_halves(code).any()
    assert code.tolist() == [0xD835, 0x20, 0xDC5B]
