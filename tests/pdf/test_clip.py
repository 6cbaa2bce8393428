"""Text outside its clip is not on the page."""

from reportlab.pdfgen.canvas import Canvas

from curate.pdf.document import read_document

PROSE = "running text that goes on over the whole measure of the page and makes it a page of text"


def _words(path):
    return [word.text for page in read_document(path).pages for word in page.words]


def test_a_clipped_figure_hides_the_text_that_came_with_it(tmp_path):
    canvas = Canvas(str(tmp_path / "clip.pdf"), pagesize=(595, 842))
    for index in range(8):
        canvas.drawString(60, 700 - 14 * index, PROSE)
    canvas.saveState()
    frame = canvas.beginPath()
    frame.rect(60, 300, 200, 100)
    canvas.clipPath(frame, stroke=0)
    canvas.drawString(70, 350, "inside")
    canvas.drawString(70, 690, "ghost")
    canvas.restoreState()
    canvas.save()
    words = _words(tmp_path / "clip.pdf")
    assert "inside" in words
    assert "ghost" not in words


def test_a_clip_that_text_sticks_out_of_hides_nothing(tmp_path):
    canvas = Canvas(str(tmp_path / "clip.pdf"), pagesize=(595, 842))
    for index in range(8):
        canvas.drawString(60, 700 - 14 * index, PROSE)
    canvas.saveState()
    frame = canvas.beginPath()
    frame.rect(60, 300, 200, 54)
    canvas.clipPath(frame, stroke=0)
    canvas.drawString(70, 350, "halfway")
    canvas.restoreState()
    canvas.save()
    assert "halfway" in _words(tmp_path / "clip.pdf")
