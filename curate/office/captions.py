"""What the text around a table is: its caption, or a note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curate.model.file_table import FileTable, Run, Runs, text_of_runs

_CAPTION = re.compile(
    r"^(?:(?:supplement(?:ary|al)?|online|appendix|additional|e|web|extended data)[\s-]*)*"
    r"table\s*[-–]?\s*(?:[A-Z]{0,2}[-.\s]?\d{1,3}[a-z]?|[IVX]{1,5})\b(?!\s*(?:shows?|presents?|lists?|gives?|and|summari[sz]es)\b)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?P<label>.*?table\s*[-–]?\s*(?:[A-Z]{0,2}[-.\s]?\d{1,3}[a-z]?(?:[.-]\d{1,2})?|[IVX]{1,5})\b)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^\(?(?:[*†‡§¶‖#∥ǁ]|notes?\b|abbreviations?\b|legend\b|key\b|sources?\b|p\s*[<=>]|n\s*="
    r"|(?:data|values?|results?) (?:are|were|is)|all (?:values|data)"
    r"|(?:mean|median|figures|numbers)s? (?:are|is|were|[±(])|shown (?:are|is)"
    r"|[A-Za-z\d]{1,12}\s*(?:=|:|indicates|denotes)|[a-z]\)?\s+[A-Z]|[A-Z][A-Za-z-]{1,7}, [a-z])",
    re.IGNORECASE,
)
LONGEST_CAPTION = 600


def is_caption(text: str) -> bool:
    """Whether a text begins with a table's label ("Table S2", "Supplementary Table 3") and is no sentence."""
    return len(text) <= LONGEST_CAPTION and bool(_CAPTION.match(text))


def label_of(text: str) -> str:
    """Return the label that a caption begins with, empty where it has none."""
    match = _LABEL.match(text) if is_caption(text) else None
    return " ".join(match["label"].split()) if match else ""


def is_note(runs: Runs) -> bool:
    """Whether a paragraph right below a table is a note: a raised mark, or the words that notes begin with."""
    first = next((run for run in runs if run.text.strip()), None)
    return first is not None and (first.raised or bool(_NOTE.match(text_of_runs(runs))))


MOST_NOTES = 30
"""Paragraphs below a table that can be its notes."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph between tables; `caption` and `heading` where its style says so."""

    runs: Runs
    caption: bool = False
    heading: bool = False

    @property
    def text(self) -> str:
        """Its text, white space collapsed."""
        return text_of_runs(self.runs)

    @property
    def is_caption(self) -> bool:
        """Whether it is a table's caption, by its style or its label."""
        return is_caption(self.text) or (self.caption and not self.text.lower().startswith("fig"))


Flow = Sequence[FileTable | Text]


def with_texts(flow: Flow) -> list[FileTable]:
    """Return the tables of a document with their captions and notes.

    Captions stand above the tables or below them, as the document has it: whichever finds more.
    """
    above = {index: _caption_above(flow, index) for index in _tables(flow)}
    below = {index: _caption_below(flow, index) for index in _tables(flow)}
    captions = below if sum(map(bool, below.values())) > sum(map(bool, above.values())) else above
    return [_with_texts(flow, index, captions[index]) for index in _tables(flow)]


def _tables(flow: Flow) -> list[int]:
    return [index for index, item in enumerate(flow) if isinstance(item, FileTable)]


def _with_texts(flow: Flow, index: int, caption: Runs) -> FileTable:
    table = flow[index]
    assert isinstance(table, FileTable)
    notes: list[Runs] = []
    for text in _notes(flow, index):
        if text.is_caption and text.runs != caption:
            break  # the next table's
        notes += [text.runs] if text.runs != caption else []
    return replace(table, caption=caption, notes=tuple(notes))


def _caption_above(flow: Flow, index: int) -> Runs:
    """Return the caption among the two texts above a table; the second may go on with it."""
    texts: list[Text] = []
    for item in reversed(flow[:index]):
        if isinstance(item, FileTable) or len(texts) == 2:
            break
        if item.text:
            texts.insert(0, item)
    for place, text in enumerate(texts):
        if text.is_caption:
            return tuple(run for part in texts[place:] for run in (*part.runs, Run(" ")))
    return ()


def _caption_below(flow: Flow, index: int) -> Runs:
    return next((text.runs for text in _notes(flow, index) if text.is_caption), ())


def _notes(flow: Flow, index: int) -> list[Text]:
    """Return the texts right below a table that read like notes, and one caption among them."""
    notes: list[Text] = []
    for item in flow[index + 1 :]:
        if isinstance(item, FileTable) or item.heading or len(notes) == MOST_NOTES:
            break
        if not item.text:
            if notes:
                break
            continue
        captioned = any(text.is_caption for text in notes)
        if not (item.is_caption and not captioned) and (item.is_caption or not is_note(item.runs)):
            break
        notes.append(item)
    return notes
