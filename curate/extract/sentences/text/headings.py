"""Headings of a report: the words that open its abstract, methods, results and other parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_WORDS = {
    "abstract": r"abstract|summary|synopsis",
    "introduction": (
        r"introduction|background(?: (?:and|&) (?:objectives?|aims?|purpose))?|(?:study )?objectives?|aims?|"
        r"purpose|context|importance|rationale|aims? and objectives?|hypothesis"
    ),
    "methods": (
        r"(?:(?:materials?|patients?|subjects?|participants?|methods?)(?:,? (?:and|&) |, ))+"
        r"(?:materials?|methods?|patients|participants)|methods?|methodology|experimental(?: section)?|"
        r"(?:research |study )methods?(?: and design)?|methods? and (?:design|statistical analys[ie]s)|"
        r"(?:study |trial |research )?design(?:,? (?:and )?(?:methods?|setting|participants))*|setting|"
        r"interventions?|main outcome measures?|(?:main )?outcomes?(?: and measures)?|patients|participants|"
        r"measurements|trial registration"
    ),
    "results": (
        r"(?:main |key )?results?(?: (?:and|&) discussion)?|"
        r"(?:(?:methods?|methodology) ?/ ?)?(?:principal |main )?findings|"
        r"results and conclusions?|"
        r"(?:measurements|methods?|data analysis) and (?:main )?(?:results|findings)|main outcome results?"
    ),
    "discussion": (
        r"discussions?(?: (?:and|&) conclusions?)?|comments?|interpretation|(?:general )?conclusions?"
        r"(?: and relevance)?|limitations?|strengths and limitations|significance"
    ),
    "back": (
        r"references?|literature cited|bibliography|acknowledge?ments?|funding|conflicts? of interests?|"
        r"competing interests?|declaration of (?:competing )?interests?|authors?['’]? contributions?|"
        r"disclosures?|data availability(?: statement)?|supplementa(?:ry|l) (?:materials?|information|data)|"
        r"appendix|abbreviations|(?:clinical )?trials? registration(?: number)?|sources? of funding|"
        r"contributors|key ?words|additional files?|ethics"
    ),
}
_ORDER = ("results", "methods", "abstract", "introduction", "discussion", "back")
_NUMBER = r"(?:(?:\d{1,2}(?:\.\d)?|[IVX]{1,4}(?![A-Za-z]))?\s*[.|)]?\s*)"
_ALONE = re.compile(
    rf"{_NUMBER}(?:{'|'.join(f'(?P<{name}>{_WORDS[name]})' for name in _ORDER)})\s*[:.]?", re.I
)
_MARK = r"\s?(?:[:.]|\s[-\u2013\u2014]|\u2014|\u2013\s)\s?"
_RUN_IN = {name: re.compile(rf"(?:{_WORDS[name]}){_MARK}(?=\S)", re.I) for name in _ORDER}
_BARE = {
    name: re.compile(rf"(?:{_WORDS[name]})(?=\s+(?-i:[a-z]{{0,2}}[A-Z0-9]))", re.I) for name in _ORDER
}
_CAPITALS = re.compile(r"([A-Z]{5,}(?: [A-Z]{3,})*)[^A-Z\s]?(?=[A-Z][a-z]|In |A )")
_INLINE = re.compile(
    r"(?:^|(?<=[.?!)]\s))(?P<name>Methods?|Results|(?:Principal |Main )?[Ff]indings|Conclusions?|"
    r"Interpretation|Discussion|Background|Methodology|Methods and results|"
    r"(?:Materials?|Patients|Subjects|Participants)(?:,| and| &) [Mm]ethods|"
    r"Objectives?|Main results|Design|Setting|"
    r"METHODS?|RESULTS|CONCLUSIONS?)\s?(?:[:.]|\s?[-\u2013\u2014])\s?(?=[A-Z0-9(])"
)
_MAIN = re.compile(
    r"(?:introduction|background|.*methods?|.*design|methodology|experimental(?: section)?|.*results?.*|"
    r"findings|discussions?.*|comments?|conclusions?.*|abstract|summary)\s*[:.]?",
    re.I,
)


_METHODS = re.compile(
    r"(?:(?:materials?|patients|subjects|participants|research design)(?:,| and| &) )?method(?:s|ology)\b",
    re.I,
)
"""What opens the methods inside the body too, unlike "Setting" and "Participants"."""
_LETTERSPACED = re.compile(r"(?:[A-Z] ){3,}[A-Z]|(?:[a-z] ){5,}[a-z]")
_ONE_WORD = ("abstract", "summary", "introduction", "background", "methods", "results", "discussion")
_IN_PIECES = re.compile("|".join("(?i:{})".format(" ?".join(word)) for word in _ONE_WORD))
"""Headings of one word, which kerning may have taken apart: "R esult s"."""


def heading_alone(text: str, bold: bool = False, in_body: bool = False, small: bool = False) -> str:
    """Return the part that a line of its own opens, or empty.

    Inside the body only the main headings count ("Outcomes" and "Participants" are subordinate there).

    Parameters
    ----------
    small
        Whether it may be in small letters throughout.

    Examples
    --------
    >>> heading_alone("2 | MATERIALS AND METHODS"), heading_alone("R E S U L T S"), heading_alone("the results.")
    ('methods', 'results', '')
    >>> heading_alone("R esult s"), heading_alone("In all")
    ('results', '')
    """
    text = text.strip()
    if len(text) >= 60:
        return ""
    spaced = _LETTERSPACED.fullmatch(text)
    opens = text[:1].isupper() or text[:1].isdigit() or text[:1] == "|" or spaced
    if not (opens or (small and text.islower() and _MAIN.fullmatch(text))):
        return ""
    if spaced or _IN_PIECES.fullmatch(text):
        text = text.replace(" ", "")
    if text.endswith(".") and not bold and not text.isupper():
        return ""
    match = _ALONE.fullmatch(text)
    if match is None:
        return ""
    name = match.lastgroup or ""
    bare = re.sub(rf"^{_NUMBER}", "", text)
    subordinate = in_body and name not in ("back", "abstract") and not _MAIN.fullmatch(bare)
    return "" if subordinate else name


def heading_run_in(text: str, *, styled: bool, bold: bool, fresh: bool, zone: str) -> str:
    """Return the part that the first words of a line open, or empty.

    Parameters
    ----------
    styled
        Whether the first word is set apart (bold or capitals) from the rest.
    bold
        Whether the first word is bold.
    fresh
        Whether the line before ended a sentence.
    zone
        Where the line stands: ``front``, ``abstract`` or ``body``.
    """
    text = text.strip()
    if not text[:1].isupper() and not (styled and bold and zone != "body"):
        return ""  # but small capitals may come out of the text layer as small letters
    capitals = _CAPITALS.match(text)
    if capitals:
        name = heading_alone(capitals[1])
        if name:
            return name
    if zone == "body" and not bold:
        return ""
    for name, pattern in _RUN_IN.items():
        if pattern.match(text) and (
            zone != "body"
            or name in ("results", "discussion")
            or (_METHODS.match(text) and (fresh or text[:5].isupper()))
        ):
            return name
    if zone == "abstract" or (styled and zone == "front"):
        for name, pattern in _BARE.items():
            match = pattern.match(text)
            if match and (match[0].isupper() or styled or fresh):
                return name
    return ""


def inline_headings(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and part of each heading inside a paragraph of an abstract.

    Examples
    --------
    >>> list(inline_headings("Objective – To see. Methods – We saw. Results – It was."))
    [(0, 'introduction'), (20, 'methods'), (38, 'results')]
    """
    for match in _INLINE.finditer(text):
        name = heading_alone(match["name"])
        if name:
            yield match.start(), name


_BOLD_NAME = re.compile(
    r"(?<=[.?!)] )(?P<name>Methods?|Results|Findings|Conclusions?|Interpretation|Discussion|Background|Aims?|"
    r"Objectives?|Design|Setting|Participants|Interventions?|Measurements?)(?= [A-Z0-9(])"
)


def bold_headings(text: str, is_bold: Callable[[int], bool]) -> Iterator[tuple[int, str]]:
    """Yield offset and part of each heading inside a paragraph of an abstract that only bold letters tell.

    Parameters
    ----------
    is_bold
        Whether the character at an offset is printed bold.
    """
    for match in _BOLD_NAME.finditer(text):
        name = heading_alone(match["name"])
        if name and is_bold(match.start()) and not is_bold(match.end() + 1):
            yield match.start(), name


_OPENS_PARAGRAPH = re.compile(
    r"(?P<name>[A-Z][A-Za-z]+(?:,? (?:and )?[A-Za-z]+){0,3})\s?[:\u2014]\s?(?=[A-Z0-9(])"
)


def heading_of_paragraph(text: str) -> str:
    """Return the part that the first words of a paragraph open as they do in an abstract: "Methods: We"; or empty."""
    match = _OPENS_PARAGRAPH.match(text)
    return heading_alone(match["name"]) if match else ""


def names_introduction(text: str) -> bool:
    """Whether a heading can only be that of the body's introduction ("1. Introduction")."""
    return bool(re.fullmatch(r"(?i)(?:(?:1|I)\s*[.|)]?\s*)?introduction\s*[.:]?", text.strip())) or bool(
        re.match(r"(?:1|I)\s?[.|]\s", text.strip())
    )
