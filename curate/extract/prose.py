"""The extractor ``prose``: results in the running text of a report."""

from __future__ import annotations

from collections.abc import Iterable

from curate.extract.sentences.report_sentences import ReportSentences
from curate.extract.sentences.text.passage import Passage
from curate.extract.sentences.text.sections import text_of
from curate.model.problem import Problem, Severity
from curate.model.reading import Found, Grid, Result
from curate.pdf.page import Document


class ProseExtractor:
    """Reads group sizes, outcomes of arms and contrasts from abstract, methods and results.

    Every reading is quoted with its sentence. Introduction, discussion and references report on other trials
    and are not read.
    """

    name = "prose"
    version = "0.10.0"

    def read(self, document: Document) -> Iterable[Found | Grid | Problem]:
        """Yield the results that sentences report, in reading order."""
        text = text_of(document)
        report = ReportSentences.of(document, text)
        guessed = False
        seen: set[Result] = set()
        for passage in text.passages:
            if not _is_read(passage):
                continue
            for found in report.results(passage):
                if found.result in seen:
                    continue
                seen.add(found.result)
                guessed = guessed or any("statistic_guessed" in r.flags for r in found.readings)
                yield found
        yield from report.flowchart(text.blocks)
        if guessed:
            yield Problem(
                Severity.warning,
                "statistic_unclear",
                f"report {document.report[:8]}",
                "the text gives numbers with ± or in brackets and never says whether they are SD or SE",
                "look at the figures, or ask the authors",
            )


def _is_read(passage: Passage) -> bool:
    if passage.zone == "abstract":
        return passage.section in ("abstract", "methods", "results")
    return passage.section == "caption" or (
        passage.zone == "body" and passage.section in ("methods", "results")
    )
