"""One page of a PDF, in two steps: what its objects say, and then what only a look at it tells.

PDFium sets the widths of a font that it lends to a file while it draws, and letters that are read afterwards stand
elsewhere by a tenth of a point. So the letters of all pages are taken before anything of any page is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

from curate.pdf.drawing import Drawing, read_drawing
from curate.pdf.garbage import is_garbage
from curate.pdf.glyphs import Glyphs
from curate.pdf.hidden import may_be_hidden, without_hidden
from curate.pdf.letters import Letters, plain_text, read_letters, text_page
from curate.pdf.minuses import with_minuses
from curate.pdf.page import Contents, Page
from curate.pdf.pdfium import Handle, Reopened, Sheet
from curate.pdf.points import gaps, with_points
from curate.pdf.sight import Picture
from curate.pdf.triage import Triage
from curate.pdf.words import leaders, make_words, turned_letters, without_doubles

STAMP_LETTERS = 300
"""A page covered by an image needs so many: libraries stamp a line or two on their scans."""

NOTHING = Drawing((), ())

Parts = dict[int, Letters]
"""The letters of each direction in use, turned upright; those of 0 degrees always."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the objects of one page say.

    Attributes
    ----------
    letters
        None where nothing of the page is read.
    drawing
        Without rules where nothing is looked for among them.
    parts
        None where letters may be hidden, which only a look at the page tells.
    """

    number: int
    size: tuple[float, float]
    contents: Contents
    letters: Letters | None = None
    drawing: Drawing = NOTHING
    parts: Parts | None = None

    @property
    def scanned(self) -> bool:
        """Whether one image covers the page."""
        return self.drawing.scanned


def take_page(handle: Handle, number: int, triage: Triage | None = None) -> Taken:
    """Take what the objects of page `number` say; nothing is drawn.

    Raises
    ------
    Unreadable
        The page is damaged.
    """
    with handle.page(number) as page, text_page(page) as text:
        sheet = Sheet.of(page)
        plain = plain_text(text)
        contents = triage.contents(plain) if triage else Contents()
        if is_garbage(plain):
            contents = Contents(tables=False, garbage=True)
        if contents.references or contents.garbage:
            return Taken(number, sheet.size, contents)
        letters = read_letters(text, sheet)
        hidden = bool(may_be_hidden(letters).any())
        parts = None if hidden else _parts(letters, sheet.size)
        looked_for = contents.tables or hidden or len(letters) < STAMP_LETTERS
        if looked_for or any(map(gaps, (parts or {}).values())):
            return Taken(number, sheet.size, contents, letters, read_drawing(page, sheet), parts)
    return Taken(number, sheet.size, contents, letters, parts=parts)


def make_pages(taken: Taken, handle: Handle, glyphs: Glyphs) -> list[Page]:
    """Return the upright page, and after it a turned one for each other direction in use.

    Parameters
    ----------
    glyphs
        Remembers what the document's doubtful glyphs are.

    Raises
    ------
    Unreadable
        The page is damaged.
    """
    with handle.reopened(taken.number) as opened:
        return _made(taken, opened, glyphs)


def _made(taken: Taken, opened: Reopened, glyphs: Glyphs) -> list[Page]:
    number, (width, height), contents = taken.number, taken.size, taken.contents
    letters, drawing = taken.letters, taken.drawing
    if letters is None:
        return [Page(number, width, height, (), contents=contents)]
    parts = taken.parts
    if parts is None:
        letters = without_hidden(letters, opened, drawing)
        parts = _parts(letters, taken.size)
    unseen = letters.unseen
    made = []
    for turned, part in parts.items():
        across, down = (height, width) if turned in (90, 270) else (width, height)
        shown = drawing.turned(turned, width, height)
        upright = with_minuses(with_points(part, shown.dots), shown.bars)
        if not unseen:  # of a letter of OCR, each place is drawn in its own way
            glyphs.repair(upright, opened, turned, across, down)
        words, dotted = leaders(make_words(upright))
        if not words and turned:
            continue
        rules = (*shown.rules, *dotted)
        if unseen:
            picture = Picture(opened(), turned)
            words = [picture.compared(word) for word in words]
            rules = (*rules, *picture.rules())
        cut = letters.cut or drawing.cut
        held = tuple(words), rules, shown.panels
        made.append(Page(number, across, down, *held, turned, cut, unseen, contents))
    return made


def _parts(letters: Letters, size: tuple[float, float]) -> Parts:
    return {
        turned: without_doubles(turned_letters(letters, turned, *size))
        for turned in (0, 90, 180, 270)
        if turned == 0 or (letters.direction == turned).any()
    }
