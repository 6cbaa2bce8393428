"""Pages whose text layer is no text are named and not read; every kind of page with text is."""

from __future__ import annotations

from pathlib import Path

import pytest

from curate.pdf.document import read_document
from curate.pdf.facts import describe
from curate.pdf.garbage import is_garbage

from ..garbage import PROSE, Map, anew, codeless, report, shifted, true

FRENCH = (
    "Les patients ont été répartis au hasard en deux groupes égaux; l'évaluation a été faite à l'aveugle.\n"
    "Après huit semaines, la différence entre les groupes était élevée, mais les écarts aussi.\n"
) * 4
GERMAN = (
    "Die Größe der Stichprobe wurde vorab festgelegt; Rückfälle zählten als Mißerfolg der Behandlung.\n"
    "Schwerwiegende unerwünschte Ereignisse traten während der Nachbeobachtung nicht auf.\n"
) * 4
NUMBERS = (
    "Age 54.2 (10.1) 55.3 (9.8) 0.61\nWeight 81.4 ± 12.2 79.0 ± 13.1 <0.001\n12 (8%) - 9 (6%) - 0.5*\n"
    * 12
)
ABBREVIATIONS = "HDRS BPRS MMSE MADRS PTSD BDNF TSH LDL HDL CRP ECG 12 (3) 14 (5) 0.2\n" * 8
CITATIONS = "".join(
    f"{n}. Kovacs P, Schwartz B, Nguyen T. Sleep and mood. J Clin Psychol 2004;{n}(2):145-53.\n"
    for n in range(1, 30)
)
FORMULAS = (
    "y = a + b1*x1 + b2*x2^2 + (s^2/n) * (1 - r)^2; f(x) = {1/(2*p)} * exp(-|x|/2) + [k/(k+1)]\n" * 6
)
PAGES = [PROSE, FRENCH, GERMAN, NUMBERS, ABBREVIATIONS, CITATIONS, FORMULAS]


@pytest.mark.parametrize("text", PAGES)
def test_a_page_of_text_is_read_whatever_it_holds(tmp_path: Path, text: str) -> None:
    document = read_document(report(tmp_path / "a.pdf", [(text, true)]))
    assert document.state == "ok"
    assert document.pages[0].words
    assert not document.pages[0].contents.garbage


@pytest.mark.parametrize(
    "text",
    [
        "Η δοκιμή έδειξε ότι οι δύο ομάδες δεν διέφεραν μεταξύ τους στο τέλος της μελέτης. " * 4,
        "Исследование показало, что группы не различались по возрасту и тяжести болезни. " * 4,
        "两组患者的年龄、性别和病情严重程度差异无统计学意义，治疗八周后评分均下降。" * 8,
        "أظهرت الدراسة أن المجموعتين لم تختلفا في العمر أو في شدة المرض عند البداية. " * 4,
        "Nghiên cứu cho thấy hai nhóm không khác nhau về tuổi và mức độ nặng của bệnh lúc đầu. " * 4,
        "Skupiny se na začátku nelišily věkem ani závažností nemoci; žádný účastník neodstoupil. " * 4,
        "Ryhmät eivät eronneet iän eivätkä taudin vaikeusasteen suhteen tutkimuksen alussa. " * 4,
        "Drug ............................ 12 (8)\n________________ 0.4 ------------- 3\n" * 10,
    ],
)
def test_other_languages_and_leaders_are_text(text: str) -> None:
    assert not is_garbage(text)


@pytest.mark.parametrize(
    "claim",
    [shifted(-29), shifted(1), shifted(-3), shifted(31), shifted(128), codeless, anew(PROSE, 0x21)],
)
def test_a_page_of_garbage_is_named_and_not_read(tmp_path: Path, claim: Map) -> None:
    path = report(tmp_path / "a.pdf", [(PROSE, true), (PROSE, claim), (PROSE, true), (PROSE, claim)])
    document = read_document(path)
    assert document.state == "partial"
    assert document.detail == "garbage encoding, the text layer is not text: page 2, 4"
    assert [bool(page.words) for page in document.pages] == [True, False, True, False]
    assert not read_document(path, pages=[2]).pages[0].words


def test_a_report_of_garbage_has_no_text_and_no_title(tmp_path: Path) -> None:
    path = report(tmp_path / "a.pdf", [(PROSE, shifted(-29))] * 2)
    facts = describe(path)
    assert (facts.state, facts.title) == ("no_text", "")
    assert facts.detail == "garbage encoding, the text layer is not text: page 1, 2"
    assert read_document(path).state == "no_text"


def test_a_page_too_short_to_tell_is_read(tmp_path: Path) -> None:
    text = "BPRS, CGI; HDRS: PTSD (SCL) - LBCT, MMPI"
    document = read_document(report(tmp_path / "a.pdf", [(PROSE, true), (text, true)]))
    assert document.state == "ok"
    assert document.pages[1].words[0].text == "BPRS,"
