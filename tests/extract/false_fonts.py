"""Fonts of operators whose codes lie: the Symbol font of the standard fourteen under a false map to Unicode."""

from reportlab.pdfbase import pdfdoc, pdfmetrics

OPERATORS = {"\u2212": 0x2D, "±": 0xB1, "<": 0x3C, "=": 0x3D}
"""Symbol's own codes (PDF 32000-1, annex D.5)."""

FALSE_CODES = {
    "2": {"\u2212": "2", "±": "6", "<": ",", "=": "5"},
    "control": {"\u2212": "\x02", "±": "\x06", "<": "\x04", "=": "\x05"},
    "private": {"\u2212": "\ue024", "±": "\ue025", "<": "\ue026", "=": "\ue027"},
    "quarter": {"\u2212": "\u00fe", "±": "\u00a1", "<": "\u00bf", "=": "\u00bc"},
}
"""What the text layer has for each operator, by the name of the font; all were met in trial reports."""


def use_false_fonts():
    """Register the fonts with the library that draws."""
    for name in FALSE_CODES:
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(_FalseFont(name))


def as_coded(text, name):
    """Return a text as the text layer has it."""
    return text.translate(str.maketrans(FALSE_CODES[name]))


class _FalseFont(pdfmetrics.Font):
    def __init__(self, name):
        super().__init__(name, "Symbol", "SymbolEncoding")

    def addObjects(self, doc):
        super().addObjects(doc)
        font = doc.idToObject["BasicFonts"].dict[doc.fontMapping[self.fontName][1:]]
        pairs = FALSE_CODES[self.fontName].items()
        lines = "".join(f"<{OPERATORS[drawn]:02x}> <{ord(code):04x}>\n" for drawn, code in pairs)
        table = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
            "1 begincodespacerange <00> <ff> endcodespacerange\n"
            f"{len(pairs)} beginbfchar\n{lines}endbfchar endcmap end end"
        )
        font.ToUnicode = doc.Reference(pdfdoc.PDFStream(content=table))
