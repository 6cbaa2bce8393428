"""Codes that lie about the drawn glyph: the Symbol font of the standard fourteen, mapped wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from curate.pdf import glyphs
from curate.pdf.document import read_document
from curate.pdf.page import Word
from curate.pdf.shapes import Likeness

from . import sheets

# Symbol's own codes (PDF 32000-1, annex D.5) and the Unicode that the false map gives for them
MINUS, PLUS_MINUS, EQUAL, LESS, GREATER, AT_MOST, AT_LEAST = 0x2D, 0xB1, 0x3D, 0x3C, 0x3E, 0xA3, 0xB3


def write(path: Path, codes: dict[int, int], content: bytes, font: bytes = b"/Symbol") -> Path:
    lines = b"".join(b"<%02x> <%04x>\n" % pair for pair in codes.items())
    table = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"%d beginbfchar\n%sendbfchar endcmap end end" % (len(codes), lines)
    )
    extra = [
        b"<< /Type /Font /Subtype /Type1 /BaseFont %s /ToUnicode 7 0 R >>" % font,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(table), table),
    ]
    page = b"/MediaBox [0 0 400 300] /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >>"
    return sheets.one_page(path, content + sheets.FILLER, page=page, extra=extra)


def line(operator: int, before: bytes = b"", after: bytes = b"11.3") -> bytes:
    return b"BT /F1 10 Tf 40 200 Td (%s) Tj /F2 10 Tf <%02x> Tj /F1 10 Tf (%s) Tj ET\n" % (
        before,
        operator,
        after,
    )


def first_word(path: Path) -> Word:
    return read_document(path).pages[0].words[0]


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        (MINUS, "−"),
        (PLUS_MINUS, "±"),
        (EQUAL, "="),
        (LESS, "<"),
        (GREATER, ">"),
        (AT_MOST, "≤"),
        (AT_LEAST, "≥"),
    ],
)
@pytest.mark.parametrize("mapped", [0x32, 0x02, 0xE024, 0xBC, 0x5B])
def test_an_operator_is_repaired_whatever_its_code_says(
    tmp_path: Path, code: int, printed: str, mapped: int
) -> None:
    """The map says "2", a control character, a private code, "¼" and "["."""
    word = first_word(write(tmp_path / "a.pdf", {code: mapped}, line(code, b"5")))
    assert word.text == f"5{printed}11.3"
    assert word.raw == f"5{chr(mapped)}11.3"
    assert word.flags == ("repaired",)


def test_a_bullet_on_one_page_is_a_decimal_point_within_the_numbers_of_the_next(tmp_path: Path) -> None:
    table = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"1 beginbfchar\n<d7> <0001>\nendbfchar endcmap end end"
    )
    bullet = b"BT /F2 10 Tf 40 200 Td <d7> Tj /F1 10 Tf ( First) Tj ET\n" + sheets.FILLER
    number = line(0xD7, b"0") + sheets.FILLER
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents %d 0 R"
        b" /Resources << /Font << /F1 7 0 R /F2 8 0 R >> >> >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        page % 5,
        page % 6,
        *(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(held), held) for held in (bullet, number)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Symbol /ToUnicode 9 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(table), table),
    ]
    first, second = read_document(sheets.write_objects(tmp_path / "a.pdf", objects)).pages
    assert "·" not in first.words[0].text
    assert second.words[0].text == "0·11.3"


@pytest.mark.parametrize(("dot", "printed"), [(0xD7, "·"), (0x2E, ".")])
@pytest.mark.parametrize("mapped", [0xC6, 0xD0, 0x01])
def test_a_decimal_point_with_the_code_of_a_letter(
    tmp_path: Path, dot: int, printed: str, mapped: int
) -> None:
    """The map says "Æ", "Ð" and a control character; Symbol has the middle dot at 0xD7."""
    content = line(dot, b"0") + b"BT /F2 10 Tf 40 170 Td <%02x> Tj /F1 10 Tf (25) Tj ET\n" % dot
    first, second = read_document(write(tmp_path / "a.pdf", {dot: mapped}, content)).pages[0].words[:2]
    assert (first.text, first.raw) == (f"0{printed}11.3", f"0{chr(mapped)}11.3")
    assert first.flags == second.flags == ("repaired",)
    assert second.text == f"{printed}25"


@pytest.mark.parametrize(("code", "printed"), [(EQUAL, "="), (AT_LEAST, "≥"), (PLUS_MINUS, "±")])
def test_an_operator_with_the_code_of_a_letter_before_a_number(
    tmp_path: Path, code: int, printed: str
) -> None:
    words = (
        read_document(write(tmp_path / "a.pdf", {code: 0x70}, line(code, b"n ", b" 129"))).pages[0].words
    )
    assert [word.text for word in words[:3]] == ["n", printed, "129"]
    assert words[1].raw == "p"


@pytest.mark.parametrize(
    ("score", "margin", "text"), [(0.82, 0.3, "≥"), (0.82, 0.1, "p"), (0.9, 0.1, "≥"), (0.7, 0.3, "p")]
)
def test_a_letter_is_repaired_where_the_operator_is_like_enough_or_nothing_else_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, score: float, margin: float, text: str
) -> None:
    monkeypatch.setattr(glyphs, "likeness", lambda *_: Likeness("≥", score, margin))
    page = read_document(
        write(tmp_path / "a.pdf", {AT_LEAST: 0x70}, line(AT_LEAST, b"n ", b" 129"))
    ).pages[0]
    assert page.words[1].text == text


def test_a_letter_that_stands_alone_in_its_font_before_a_number_stays(tmp_path: Path) -> None:
    content = b"BT /F1 10 Tf 40 200 Td (n ) Tj /F2 10 Tf (p) Tj /F1 10 Tf (129) Tj ET\n"
    words = read_document(write(tmp_path / "a.pdf", {}, content, b"/Times-Italic")).pages[0].words
    assert [word.text for word in words[:2]] == ["n", "p129"]
    assert words[1].flags == ()


def test_a_small_mark_that_stands_in_no_number_is_no_decimal_point(tmp_path: Path) -> None:
    bullet = line(0xD7, b"a ", b" first")
    words = read_document(write(tmp_path / "a.pdf", {0xD7: 0x01}, bullet)).pages[0].words
    assert [word.text for word in words[:3]] == ["a", "\ufffd", "first"]


def test_letters_between_digits_that_are_drawn_as_letters_stay(tmp_path: Path) -> None:
    content = b"BT /F1 10 Tf 40 200 Td (4\3065) Tj ET\n"  # WinAnsi: AE
    word = first_word(sheets.one_page(tmp_path / "a.pdf", content + sheets.FILLER))
    assert (word.text, word.flags) == ("4Æ5", ())


def test_true_digits_in_a_font_of_few_codes_stay(tmp_path: Path) -> None:
    digits = b"BT /F2 10 Tf 40 200 Td (0123456789.,) Tj ET\n"
    codes = {code: code for code in (*range(0x30, 0x3A), 0x2E, 0x2C)}
    word = first_word(write(tmp_path / "a.pdf", codes, digits, b"/Times-Roman"))
    assert (word.text, word.raw, word.flags) == ("0123456789.,", "", ())


@pytest.mark.parametrize("font", [b"/Times-Bold", b"/Helvetica-Bold", b"/Courier-Bold", b"/Times-Roman"])
def test_a_comma_between_digits_in_a_font_of_few_codes_is_no_point(tmp_path: Path, font: bytes) -> None:
    codes = {code: code for code in (*range(0x30, 0x3A), 0x2E, 0x2C)}
    content = b"BT /F2 10 Tf 40 200 Td (1,234.5) Tj ET\n"
    word = first_word(write(tmp_path / "a.pdf", codes, content, font))
    assert (word.text, word.flags) == ("1,234.5", ())


@pytest.mark.parametrize(("code", "text"), [(0x2C, "1,2"), (0x3A, "1.2")])
def test_a_comma_is_never_repaired_to_a_point_and_a_colon_of_one_dot_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, text: str
) -> None:
    monkeypatch.setattr(glyphs, "likeness", lambda *_: Likeness(".", 1.0, 1.0))
    content = b"BT /F2 10 Tf 40 200 Td (1%c2) Tj ET\n" % code
    codes = {each: each for each in (0x31, 0x32, code)}
    assert first_word(write(tmp_path / "a.pdf", codes, content, b"/Times-Roman")).text == text


@pytest.mark.parametrize("font", [b"/Times-Bold", b"/Helvetica-Bold", b"/Courier", b"/Times-Roman"])
def test_a_true_colon_between_digits_stays(tmp_path: Path, font: bytes) -> None:
    codes = {code: code for code in (*range(0x30, 0x3B),)}
    content = b"BT /F2 10 Tf 40 200 Td (08:30) Tj ET\n"
    assert first_word(write(tmp_path / "a.pdf", codes, content, font)).text == "08:30"


def test_a_true_quarter_stays(tmp_path: Path) -> None:
    content = b"BT /F1 10 Tf 40 200 Td (2\\274) Tj ET\n"  # WinAnsi: one quarter
    word = first_word(sheets.one_page(tmp_path / "a.pdf", content + sheets.FILLER))
    assert (word.text, word.flags) == ("2¼", ())


def test_a_glyph_without_a_code_that_is_no_operator_is_doubtful(tmp_path: Path) -> None:
    spade = 0xAA
    word = first_word(write(tmp_path / "a.pdf", {spade: 0x03}, line(spade, b"5")))
    assert word.text == "5\ufffd11.3"
    assert word.raw == "5\x0311.3"
    assert word.flags == ("doubtful",)


def test_a_sideways_operator_is_turned_before_it_is_compared(tmp_path: Path) -> None:
    content = b"q 0 1 -1 0 400 0 cm " + line(LESS, b"p", b"0.05") + b"Q\n"
    document = read_document(write(tmp_path / "a.pdf", {LESS: 0x2C}, content))
    turned = next(page for page in document.pages if page.turned == 90)
    assert turned.words[0].text == "p<0.05"
    assert turned.words[0].raw == "p,0.05"


def test_an_operator_white_on_dark_is_seen(tmp_path: Path) -> None:
    content = b"0.1 g 30 190 200 30 re f 1 g\n" + line(MINUS) + b"0 g\n"
    assert first_word(write(tmp_path / "a.pdf", {MINUS: 0x32}, content)).text == "−11.3"
