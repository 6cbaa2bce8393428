"""What the running text says about all tables: "data are presented as mean ± SD"."""

from __future__ import annotations

import re

from curate.parse.statistic_said import find_said
from curate.pdf.page import Document

BEFORE, AFTER = 10, 14
"""Words before and after "mean" or "median" in which a statement is looked for."""

_STATEMENT = re.compile(
    r"(?i)\b(?:data|values?|results?|variables?|measures?|measurements|parameters|numbers|scores)\b.{0,80}"
    r"\b(?:express|present|report|show|giv|summari[sz]|describ|display|record|(?:are|were|is) (?:the )?means?)"
    r"|\bmeans?,? (?:and|±|\+/-) (?:the )?(?:standard deviations?|SDs?)(?: \(SDs?\))?,? (?:are|were|was|is) "
    r"(?:report|present|express|giv|us|calculat|comput|show)\w*\b(?! (?:age|weight))"
    r"|\bdescriptive (?:statistic\w*|analys\w+)(?: \w+)?,? \(?(?:[\w ]+, )?"
    r"means?,? (?:and )?(?:standard deviations?|SDs?)\b"
)


def spoken_statement(document: Document) -> str:
    """Return the report's statement on how its numbers are given; empty when it has none or two that differ.

    Only statements that name the spread of means count: whether "±" is an SD or an SE is what a table
    leaves to the methods section most often.
    """
    found: dict[str, str] = {}
    for page in document.pages:
        texts = [word.text for word in page.words]
        lower = enumerate(map(str.lower, texts))
        for index, text in [(index, text) for index, text in lower if "mean" in text]:
            if text.strip("(,;:").startswith("mean"):
                window = " ".join(texts[max(0, index - BEFORE) : index + AFTER])
                if _STATEMENT.search(window):
                    for said in find_said(window):
                        if said.slots[:2] in (("mean", "sd"), ("mean", "se")):
                            found.setdefault(said.slots[1], said.text)
    return next(iter(found.values())) if len(found) == 1 else ""
