"""The tables of the typesetter as authors write them into Word documents and workbooks."""

import docx
import xlsxwriter
from docx.shared import Pt

TITLE = "Table 1. Scores of the two groups, mean (SD)"
NOTE = "Higher scores are worse."


def grid(content):
    """Return the header rows and the body rows of a table as lists of texts."""
    times = content.times or ("",)
    arms = [f"{name} (n = {n})" for _ in times for name, n in content.arms]
    p = ["P value"] if content.with_p else []
    header = [["Scale", *arms, *p]]
    if content.times:
        over = [text for time in times for text in (time, *[""] * (len(content.arms) - 1))]
        header.insert(0, ["", *over, *[""] * len(p)])
    body = []
    for row in content.rows:
        cells = [f"{mean} ({sd})" for mean, sd in row.values]
        body.append([row.label, *cells, *([row.p] if row.p else [])])
    return header, body


def write_docx(path, content, merged=True, caption="above"):
    """Write the table as a Word document: merged spanners, set-in labels, a raised mark and its note."""
    document = docx.Document()
    document.add_paragraph("The patients were seen by a nurse who asked about sleep and mood.")
    if caption == "above":
        document.add_paragraph(TITLE)
    header, body = grid(content)
    rows = [*header, *body]
    table = document.add_table(len(rows), len(header[-1]))
    grouped = any(not row.values for row in content.rows)
    for number, texts in enumerate(rows):
        for col, text in enumerate(texts):
            if text:
                table.cell(number, col).paragraphs[0].add_run(text).bold = number < len(header)
        content_row = content.rows[number - len(header)] if number >= len(header) else None
        if content_row is not None:
            label = table.cell(number, 0).paragraphs[0]
            if content_row.mark:
                label.add_run(content_row.mark).font.superscript = True
            if grouped and content_row.values:
                label.paragraph_format.left_indent = Pt(9)
    if content.times and merged:
        for index in range(len(content.times)):
            first = 1 + index * len(content.arms)
            table.cell(0, first).merge(table.cell(0, first + len(content.arms) - 1))
    if any(row.mark for row in content.rows):
        note = document.add_paragraph()
        note.add_run("a").font.superscript = True
        note.add_run(NOTE)
    if caption == "below":
        document.add_paragraph(TITLE)
    document.add_paragraph("They were asked what they had done that day.")
    document.save(str(path))


def write_xlsx(path, content, merged=True):
    """Write the table as a workbook of text cells: merged spanners, labels led by blanks."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Table 1")
    sheet.write_string(0, 0, TITLE)
    header, body = grid(content)
    grouped = any(not row.values for row in content.rows)
    for number, texts in enumerate([*header, *body], start=2):
        for col, text in enumerate(texts):
            inner = col == 0 and grouped and number >= 2 + len(header) and len(texts) > 1
            if text:
                sheet.write_string(number, col, f"   {text}" if inner else text)
    if content.times and merged:
        for index, time in enumerate(content.times):
            first = 1 + index * len(content.arms)
            sheet.merge_range(2, first, 2, first + len(content.arms) - 1, time)
    book.close()
