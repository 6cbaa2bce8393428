"""Pages as PDFium gives them: each test typesets one trap."""

from __future__ import annotations

from pathlib import Path

import pytest

from curate.errors import ReportError
from curate.pdf.document import read_document
from curate.pdf.page import Document, Page, Word
from curate.pdf.pdfium import Batch

from . import sheets

EDGE = 0.6
"""Points: PDFium's boxes are single precision and fonts differ in side bearings."""


def texts(page: Page) -> list[str]:
    return [word.text for word in page.words]


def word(document: Document, text: str, turned: int = 0) -> Word:
    found = [w for page in document.pages if page.turned == turned for w in page.words if w.text == text]
    assert found, [texts(page) for page in document.pages]
    return found[0]


@pytest.fixture
def sheet(tmp_path: Path):
    return sheets.Sheet(tmp_path / "sheet.pdf")


def test_words_have_their_place_and_font(sheet) -> None:
    sheet.text(40, 100, "mean change", 12, "Helvetica-Bold")
    sheets.filler(sheet)
    document = read_document(sheet.save())
    first = word(document, "mean")
    assert first.x0 == pytest.approx(40, abs=EDGE)
    assert first.baseline == pytest.approx(100, abs=EDGE)
    assert first.top < 100 < first.bottom
    assert first.size == pytest.approx(12)
    assert first.bold
    assert not word(document, "Plain").bold
    assert document.page_count == 1
    assert (document.pages[0].width, document.pages[0].height) == (400, 300)


def test_letters_beyond_one_batch_of_calls_have_their_own_places(sheet) -> None:
    for line in range(60):
        sheet.text(40, 40 + 4 * line, f"{line:02d} " + "x" * 58, 3)
    words = read_document(sheet.save()).pages[0].words
    assert sum(len(word.text) for word in words) > Batch.ROWS
    numbers = [word for word in words if word.text.isdigit()]
    assert [word.text for word in numbers] == [f"{line:02d}" for line in range(60)]
    assert [word.x0 for word in numbers] == pytest.approx([40] * 60, abs=EDGE)
    assert [word.baseline for word in numbers] == pytest.approx(
        [40 + 4 * n for n in range(60)], abs=EDGE
    )


def test_the_middle_dot_and_minus_stay_as_printed(sheet) -> None:
    sheet.text(40, 100, "8·70 (–9·72 to –7·69)")
    sheets.filler(sheet)
    assert texts(read_document(sheet.save()).pages[0])[:4] == ["8·70", "(–9·72", "to", "–7·69)"]


def test_a_squeezed_space_still_parts_words_and_kerning_does_not(tmp_path: Path) -> None:
    # 220/1000 em narrower than the space of 278: a gap of 0.058 em, but the space is in the text
    content = b"BT /F1 10 Tf 40 200 Td [(rate) 220 ( was) -2000 (1) -60 (2.5)] TJ ET\n"
    page = read_document(sheets.one_page(tmp_path / "a.pdf", content + sheets.FILLER)).pages[0]
    assert texts(page)[:3] == ["rate", "was", "12.5"]


def test_a_superscript_is_flagged_and_stays_out_of_the_number(sheet) -> None:
    sheet.text(40, 100, "12.3")
    sheet.text(40 + 19.5, 96, "2", 6)
    sheets.filler(sheet)
    document = read_document(sheet.save())
    assert word(document, "12.3").flags == ()
    assert word(document, "2").flags == ("raised",)


def test_bold_made_by_drawing_twice_is_read_once(sheet) -> None:
    sheet.text(40, 100, "Total 0.75")
    sheet.text(40.3, 100, "Total 0.75")
    sheet.text(40, 120, "hello 11 22")  # true doubles stay
    sheets.filler(sheet)
    page = read_document(sheet.save()).pages[0]
    assert texts(page)[:5] == ["Total", "0.75", "hello", "11", "22"]


def test_sideways_text_is_a_page_of_its_own(sheet) -> None:
    sheets.filler(sheet)
    sheet.canvas.saveState()
    sheet.canvas.translate(300, 50)  # 300 from the left, 250 from the top
    sheet.canvas.rotate(90)
    sheet.canvas.setFont("Helvetica", 10)
    sheet.canvas.drawString(0, 0, "sideways table")
    sheet.canvas.restoreState()
    document = read_document(sheet.save())
    assert [page.turned for page in document.pages] == [0, 90]
    page = document.pages[1]
    assert (page.width, page.height, page.number) == (300, 400, 1)
    assert texts(page) == ["sideways", "table"]
    first = page.words[0]
    assert first.baseline == pytest.approx(300, abs=EDGE)
    x0, top, x1, bottom = page.unturned(first.box)
    assert bottom == pytest.approx(250, abs=EDGE)  # it runs upwards from there
    assert x0 < 300 < x1
    assert top < bottom


def test_text_running_down_is_turned_the_other_way(sheet) -> None:
    sheets.filler(sheet)
    sheet.canvas.translate(300, 250)
    sheet.canvas.rotate(-90)
    sheet.canvas.setFont("Helvetica", 10)
    sheet.canvas.drawString(0, 0, "downwards now")
    document = read_document(sheet.save())
    page = document.pages[1]
    assert page.turned == 270
    assert texts(page) == ["downwards", "now"]
    x0, top, x1, _ = page.unturned(page.words[0].box)
    assert top == pytest.approx(50, abs=EDGE)
    assert x0 < 300 < x1


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_rotated_page_is_read_as_shown(tmp_path: Path, rotation: int) -> None:
    """The content is written so that it stands upright after /Rotate."""
    matrix = {
        0: b"1 0 0 1 0 0",
        90: b"0 1 -1 0 300 0",
        180: b"-1 0 0 -1 400 300",
        270: b"0 -1 1 0 0 400",
    }
    media = b"[0 0 400 300]" if rotation % 180 == 0 else b"[0 0 300 400]"
    content = b"q %s cm 40 150 m 240 150 l S %sQ" % (matrix[rotation], sheets.FILLER)
    page = b"/MediaBox %s /Rotate %d /Resources << /Font << /F1 5 0 R >> >>" % (media, rotation)
    document = read_document(sheets.one_page(tmp_path / "r.pdf", content, page=page))
    shown = document.pages[0]
    assert (shown.width, shown.height, shown.turned) == (400, 300, 0)
    assert shown.words[0].text == "Plain"
    assert shown.words[0].x0 == pytest.approx(40, abs=EDGE)
    assert shown.words[0].baseline == pytest.approx(240, abs=EDGE)
    rule = shown.rules[0]
    assert (rule.x0, rule.x1) == pytest.approx((40, 240), abs=EDGE)
    assert (rule.top + rule.bottom) / 2 == pytest.approx(150, abs=EDGE)


def test_a_crop_box_moves_the_corner_and_hides_what_lies_outside(tmp_path: Path) -> None:
    content = sheets.FILLER + b"BT /F1 10 Tf 40 280 Td (Hidden words) Tj ET"
    page = b"/MediaBox [0 0 400 300] /CropBox [30 20 380 260] /Resources << /Font << /F1 5 0 R >> >>"
    document = read_document(sheets.one_page(tmp_path / "c.pdf", content, page=page))
    shown = document.pages[0]
    assert (shown.width, shown.height) == (350, 240)
    assert shown.words[0].x0 == pytest.approx(10, abs=EDGE)
    assert shown.words[0].baseline == pytest.approx(200, abs=EDGE)
    assert "Hidden" not in texts(shown)


def test_rules_of_every_make_are_one_rule(sheet) -> None:
    canvas = sheet.canvas
    canvas.line(40, 250, 240, 250)  # stroked
    canvas.rect(40, 230, 200, 0.5, stroke=0, fill=1)  # thin fill
    for piece in range(4):  # short pieces, cell by cell
        canvas.line(40 + 50 * piece, 210, 89 + 50 * piece, 210)
    path = canvas.beginPath()  # one path of two pieces
    path.moveTo(40, 190)
    path.lineTo(140, 190)
    path.moveTo(140, 190)
    path.lineTo(240, 190)
    canvas.drawPath(path)
    sheets.filler(sheet, top=220)
    rules = read_document(sheet.save()).pages[0].rules
    assert [round((rule.top + rule.bottom) / 2) for rule in rules] == [50, 70, 90, 110]
    assert all(rule.horizontal for rule in rules)
    assert [(round(rule.x0), round(rule.x1)) for rule in rules] == [(40, 240)] * 2 + [
        (40, 239),
        (40, 240),
    ]


def test_panels_are_boxes_but_not_white_or_as_large_as_the_page(sheet) -> None:
    canvas = sheet.canvas
    canvas.setFillGray(0.9)
    canvas.rect(0, 0, 400, 300, stroke=0, fill=1)
    canvas.rect(40, 150, 200, 100, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.rect(60, 170, 100, 40, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.rect(260, 150, 100, 100, stroke=1, fill=0)
    sheets.filler(sheet)
    page = read_document(sheet.save()).pages[0]
    assert [
        (round(p.x0), round(p.top), round(p.x1), round(p.bottom), p.filled) for p in page.panels
    ] == [
        (40, 50, 240, 150, True),
        (260, 50, 360, 150, False),
    ]
    assert len(page.rules) == 4  # the stroked one's edges


def test_a_rule_ends_where_a_white_box_is_painted_over_it(sheet) -> None:
    sheets.filler(sheet)
    for y in (50, 70):
        sheet.canvas.line(40, sheets.HEIGHT - y, 240, sheets.HEIGHT - y)
    sheet.canvas.setFillGray(1)
    sheet.canvas.rect(130, sheets.HEIGHT - 54, 12, 8, stroke=0, fill=1)
    sheet.canvas.rect(130, sheets.HEIGHT - 94, 12, 8, stroke=0, fill=1)  # and a rule drawn on one
    sheet.canvas.line(40, sheets.HEIGHT - 90, 240, sheets.HEIGHT - 90)
    rules = read_document(sheet.save()).pages[0].rules
    assert [(round(r.x0), round(r.x1), round(r.top)) for r in rules] == [
        (40, 130, 50),
        (142, 240, 50),
        (40, 240, 70),
        (40, 240, 90),
    ]


def test_text_and_rules_in_a_form_are_read_in_their_place(sheet) -> None:
    canvas = sheet.canvas
    canvas.beginForm("inner")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(10, 20, "within a form")
    canvas.line(10, 10, 110, 10)
    canvas.endForm()
    canvas.translate(50, 100)
    canvas.scale(1.5, 1.5)
    canvas.doForm("inner")
    canvas.scale(1 / 1.5, 1 / 1.5)
    canvas.translate(-50, -100)
    sheets.filler(sheet, top=210)
    document = read_document(sheet.save())
    first = word(document, "within")
    assert first.x0 == pytest.approx(65, abs=EDGE)
    assert first.baseline == pytest.approx(170, abs=EDGE)
    assert first.size == pytest.approx(15)
    (rule,) = document.pages[0].rules
    assert (rule.x0, rule.x1) == pytest.approx((65, 215), abs=2 * EDGE)  # and half the line's width


def test_a_row_of_dots_is_a_rule_and_a_leader_is_nothing(sheet) -> None:
    sheet.text(40, 60, "." * 60)
    sheet.text(40, 90, "Age")
    sheet.text(58, 90, "." * 30)
    sheet.text(144, 90, "54.2")
    sheets.filler(sheet)
    page = read_document(sheet.save()).pages[0]
    assert texts(page)[:2] == ["Age", "54.2"]
    (rule,) = page.rules
    assert rule.bottom == pytest.approx(60, abs=EDGE)


def test_only_the_pages_asked_for_are_read(sheet) -> None:
    for number in (1, 2, 3):
        sheet.text(40, 100, f"This is page {number} of the three")
        sheets.filler(sheet)
        sheet.canvas.showPage()
    document = read_document(sheet.save(), pages=[2])
    assert [page.number for page in document.pages] == [2]
    assert document.page_count == 3
    assert word(document, "2")


def test_states_of_reports_that_cannot_be_read(tmp_path: Path, sheet) -> None:
    assert read_document(sheets.encrypted(tmp_path / "e.pdf")).state == "encrypted"
    assert read_document(sheets.no_pages(tmp_path / "z.pdf")).state == "no_pages"
    sheets.filler(sheet)
    whole = sheet.save()
    assert read_document(whole).state == "ok"
    half = tmp_path / "half.pdf"
    half.write_bytes(whole.read_bytes()[:400])
    assert read_document(half).state == "malformed"
    blank = sheets.one_page(tmp_path / "blank.pdf", b"0 0 400 300 re f")
    assert read_document(blank).state == "no_text"


def test_a_page_over_the_limits_is_cut_and_says_so(sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets.filler(sheet)
    for place in range(30):
        sheet.canvas.line(40, 20 + place, 240, 20 + place)
    path = sheet.save()
    monkeypatch.setattr("curate.pdf.letters.MOST_LETTERS", 50)
    document = read_document(path)
    assert document.pages[0].cut
    assert (document.state, document.detail) == ("partial", "over the limits: page 1")
    assert sum(len(w.text) for w in document.pages[0].words) <= 50
    monkeypatch.undo()
    monkeypatch.setattr("curate.pdf.drawing.MOST_PATHS", 10)
    assert read_document(path).pages[0].cut


def test_a_damaged_page_costs_only_itself(tmp_path: Path) -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] /Contents 5 0 R"
    page += b" /Resources << /Font << /F1 6 0 R >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        page,
        b"[ /this /is /no /page ]",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(sheets.FILLER), sheets.FILLER),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    document = read_document(sheets.write_objects(tmp_path / "d.pdf", objects))
    assert (document.state, document.detail, document.page_count) == ("partial", "damaged: page 2", 2)
    assert [page.number for page in document.pages] == [1]


def test_a_scan_with_a_stamp_on_each_page_has_no_text(tmp_path: Path) -> None:
    """One image over the page, and only the line that a library prints on its copies."""
    image = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
    image += b" /BitsPerComponent 8 /Length 1 >>\nstream\n\x80\nendstream"
    stamp = b"BT /F1 8 Tf 40 10 Td (Downloaded from a library by a reader on some day of a year) Tj ET"
    page = b"/MediaBox [0 0 400 300] /Resources << /Font << /F1 5 0 R >> /XObject << /I 6 0 R >> >>"
    path = sheets.one_page(
        tmp_path / "scan.pdf", b"q 400 0 0 300 0 0 cm /I Do Q " + stamp, page=page, extra=[image]
    )
    assert read_document(path).state == "no_text"


def test_files_that_are_no_reports_are_refused(tmp_path: Path) -> None:
    empty, page = tmp_path / "empty.pdf", tmp_path / "page.pdf"
    empty.touch()
    page.write_text("<html>please log in</html>")
    for path, what in (
        (empty, "empty"),
        (page, "no PDF"),
        (tmp_path, "regular"),
        (tmp_path / "x", "no file"),
    ):
        with pytest.raises(ReportError, match=what) as caught:
            read_document(path)
        assert caught.value.hint
