"""What a sentence is about: the outcome in its own words, the time point, and whether it is a change."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.extract.sentences.arms import Mention
from curate.parse.duration import TimePoint, find_times
from curate.parse.sentence import Statement

_VERB = re.compile(
    r"\b(?:was|were|is|are|did|had|has|have|occurred|increased|decreased|improved|declined|rose|fell|dropped|"
    r"reduced|changed|remained|showed|experienced|reported|achieved|received|underwent|developed|completed|"
    r"demonstrated|differed|resulted|led|reached|converted|died|survived|required|discontinued|gained|lost|"
    r"maintained|ranged|averaged|favou?red|met|tended|appeared|exhibited|presented|responded|relapsed|produced|"
    r"provided|caused|used|scored|attended|stopped|withdrew|lowered|raised|conferred|revealed|indicated|went|"
    r"can|could|would|yielded|exceeded|dropped|improve[sd]?|shortened|prolonged|displayed)\b"
)
_LEAD = re.compile(
    r"^(?:(?:However|Overall|Moreover|Furthermore|In addition|Additionally|Also|Similarly|Likewise|Finally|"
    r"In contrast|By contrast|Conversely|Of note|Notably|Results?|Findings|Methods?|Main results?|Thus|Indeed|"
    r"Interestingly|Importantly|Secondly|Firstly|Further|There|Regarding|In terms of|With regard to|"
    r"As \w+ in [^,]{0,30}|As expected|On average|In total)\b[,:.]?\s*)+",
    re.I,
)
_PEOPLE_SUBJECT = re.compile(
    r"^(?:(?:the|all|most|of|a|total|more|fewer|significantly|greater|higher|lower|number|proportion|percentage|"
    r"of|remaining|other|these|those|each|our|we|they|both|there|it|treatment|therapy|with)\s+)*(?:patients?|participants?|subjects?|"
    r"people|women|men|children|individuals|adults|infants|those|groups?|arms?|we|they|there|it|cases|treatment|therapy)?\b"
    r"(?:\s+(?:in|who|receiving|treated|assigned|randomi[sz]ed|with|on|of|and|or|the|groups?|arms?|as opposed|to|was|were))*\W*$",
    re.I,
)
_FILLER = re.compile(
    r"\b(?:the|a|an|mean|median|average|averaged|means|medians|estimated|adjusted|unadjusted|significantly|significant|"
    r"statistically|observed|overall|respectively|there|also|similar|compared|rates? of|rate|proportion of|percentage of|"
    r"number of|incidence of|frequency of|prevalence of|patients? (?:with|who|reporting|achieving|having)|participants? (?:with|who)|subjects? (?:with|who))\b\s*",
    re.I,
)
_TRIM = re.compile(
    r"^(?:[\W_]|\d+(?![\w(-])|(?:the|a|an|of|in|for|with|and|or|but|was|were|had|has|to|that|which|who|at|on|by|no|not|any|more|fewer|less|"
    r"higher|lower|greater|better|significantly|significant|statistically|mean|median|average|overall|than|did|as|from|been|be|"
    r"were|respectively|while|whereas|also|both|an?|total|reduction|reductions|improvement|improvements|increase|decrease)\b)+\s*|"
    r"(?:\s*\b(?:the|a|an|of|in|for|with|and|or|but|was|were|had|has|to|that|which|who|at|on|by|significantly|from|been|is|are|than|"
    r"compared|respectively|as|between|among|during|after|increased|decreased|higher|lower|greater|did|vs?|versus|group|groups|mean|median|"
    r"similar|better|more|longer|shorter|slightly|earlier|later|slower|faster|fewer|less)\b|[\W_])+$",
    re.I,
)
_CHANGE = re.compile(
    r"\b(?:chang(?:e|es|ed)|Δ|reductions?|decreases?d?|increases?d?|improvements?|improved|declined?|gain(?:ed)?|lost|loss of|"
    r"fell|rose|dropped|from baseline|reduced)\b",
    re.I,
)
_STRICT_CHANGE = re.compile(
    r"\b(?:increased|decreased|improved|declined|fell|rose|dropped|reduced)(?: by| of)?\s*$|"
    r"\bchanges?\b|Δ|\bfrom baseline\b|\b(?:decrease|increase|reduction|improvement|decline)[sd]? (?:of|by)\b|"
    r"\bby\s*$|\bmean (?:decrease|increase|reduction|improvement|decline)\b",
    re.I,
)


def outcome_of(
    text: str, statement: Statement, mentions: Sequence[Mention], statements: Sequence[Statement]
) -> str:
    """Return the words of a sentence that say what a statement measures.

    The nouns right before a bracketed value come first ("fewer repeat ablations (11.8% v 17.6%)"), then the
    subject of the clause, then what follows its verb when the subject is patients.
    """
    start = _first_of_run(text, statement, statements)
    named = _listed_name(text, start) or _name_after(text, statement)
    if named:
        return named
    clause_start = _clause_start(text, start)
    local = _blank(text, clause_start, start, mentions)
    bracketed = _in_brackets(text, start)
    before = local
    if bracketed:
        opening = max(text.rfind("(", clause_start, start), text.rfind("[", clause_start, start))
        before = _blank(text, clause_start, opening, mentions) if opening >= 0 else local
        before = _IN_PEOPLE.sub("", before)
        phrase = "" if _IN_PEOPLE.search(text[clause_start:opening]) else _last_phrase(before)
        if len(phrase) >= 3:
            return phrase
    subject = _subject(before)
    if subject:
        return subject
    whole = _blank(text, 0, start, mentions)
    subject = _subject(whole)
    if subject:
        return subject
    tail = _blank(text, statement.end, min(len(text), statement.end + 160), mentions)
    return _after(tail) or _trim(_lead_off(whole))[-120:]


_IN_PEOPLE = re.compile(
    r"\s*\b(?:in|to|of|among|by|from|for)?\s*(?:\d+|[a-z]+-?[a-z]*)\s+(?:patients?|subjects?|participants?|women|men|children)\s*$",
    re.I,
)
_LISTED = re.compile(
    r"(?:[;:(]\s*|,\s(?:and\s)?|^)([A-Za-z][^;:,.()\d]{2,60}(?:[\[(][A-Za-z/ -]{1,12}[\])])?)[,:]\s*(?:n\s*=?\s*)?$"
)
_NAME_AFTER = re.compile(
    r"\s+((?!(?:in|of|for|v|vs|versus|and|with|on|to|at|were|was|had|compared|than|or|among|patients|participants|"
    r"subjects|reduction|increase|decrease|lower|higher|greater|less|more|by|from|after|during|improvement|"
    r"confidence|women|men|while|who|that|respectively|received)\b)[A-Za-z][\w -]{2,40}?)(?=[,.;()]|$)"
)


def _listed_name(text: str, start: int) -> str:
    """Return the name right before a value in a list: "complete response, 0 [0%]; partial response, 4 [8%]"."""
    match = _LISTED.search(text[:start])
    if (
        match is None
        or _VERB.search(match[1])
        or re.match(r"(?i)\s*(?:p|hr|or|rr|and|vs?|versus|while|but|with)\b", match[1])
    ):
        return ""
    phrase = _trim(re.sub(r"[\[(][^\])]*[\])]", "", match[1]))
    return (
        phrase
        if len(phrase) > 2 and not find_times(phrase) and not _PEOPLE_SUBJECT.match(phrase)
        else ""
    )


def _name_after(text: str, statement: Statement) -> str:
    """Return the name right after a bare percentage: "90% male, 37% white non-Hispanic"."""
    if statement.statistics != ("percent",):
        return ""
    match = _NAME_AFTER.match(text, statement.end)
    return _trim(match[1]) if match and not _VERB.search(match[1]) else ""


def _first_of_run(text: str, statement: Statement, statements: Sequence[Statement]) -> int:
    """Return where the list of values begins that the statement stands in: "(11.8% v 17.6%; P = 0.03)"."""
    start = statement.start
    for other in reversed([s for s in statements if s.end <= statement.start]):
        gap = text[other.end : start]
        if len(gap) > 60 or (re.search(r"[)\]]\s*,|\.\s", gap) and statement.kind != "p"):
            break
        if not re.search(r"\b(?:vs?|versus|and|to|compared|than|in|for|with)\b|[;,(\[]", gap):
            break
        if re.search(
            r"\b(?!vs|and|the|for|with|than|group|arm|compared|versus)[a-z]{5,}\s+[a-z]{5,}\s", gap
        ):
            break
        start = other.start
    return start


def _clause_start(text: str, start: int) -> int:
    cut = 0
    for match in re.finditer(r";\s|, (?:and|but|while|whereas)\s|:\s(?=[A-Z])", text[:start]):
        if _VERB.search(text[match.end() : start]):
            cut = match.end()
    return cut


def _blank(text: str, start: int, end: int, mentions: Sequence[Mention]) -> str:
    """Return a stretch of the text without the names of arms."""
    pieces, place = [], start
    for mention in mentions:
        if start <= mention.start and mention.end <= end:
            pieces.append(text[place : mention.start])
            place = mention.end
    pieces.append(text[place:end])
    return " ".join(pieces)


def _in_brackets(text: str, start: int) -> bool:
    before = text[:start]
    return before.count("(") + before.count("[") > before.count(")") + before.count("]")


_PHRASE_BREAK = re.compile(
    r"[,;:()\[\]]|\b(?:had|has|have|were|was|showed|experienced|reported|achieved|fewer|and|compared with|compared to|than|"
    r"versus|vs|increased|decreased|improved|reduced|produced|resulted in|a|the|there|no|more)\b"
)


def _last_phrase(before: str) -> str:
    """Return the noun phrase at the end of a stretch; empty when it ends in a verb or a preposition."""
    tail = before.rstrip()
    if (
        re.search(r"\b(?:in|for|of|with|to|than|by|from|on|among|at)\s*$", tail)
        or (before != tail
        and len(tail) < len(before) - 2)
    ):
        return ""
    parts = _PHRASE_BREAK.split(tail)
    phrase = _trim(parts[-1]) if parts else ""
    if (
        len(phrase) < 3
        or not re.search(r"[A-Za-z]{3}", phrase)
        or _PEOPLE_SUBJECT.match(phrase)
        or _VERB.fullmatch(phrase)
    ):
        return ""
    if re.fullmatch(
        r"(?i)(?:higher|lower|patients|subjects|participants|increase|decrease|change|difference|group|years|months|weeks)",
        phrase,
    ):
        return ""
    return phrase[-120:]


def _lead_off(text: str) -> str:
    text = _LEAD.sub("", text.strip())
    times = find_times(text)
    if times and times[0].start <= 24 and "," in text[times[0].end : times[0].end + 40]:
        text = text[text.index(",", times[0].end) + 1 :].strip()
    return _LEAD.sub("", text)


_CLAIM = re.compile(
    r"^.{0,160}\b(?:demonstrat|show|confirm|reveal|indicat|found|suggest|illustrat)\w*(?: that)?\s+(?=(?:the|a|an|there|patients|no|\d)\b)",
    re.I,
)
_DIFFERENCE = re.compile(
    r"\b(?:differences?|differ(?:ed)?)\b.{0,80}?\b(?:with (?:regard|respect) to|in terms of|regarding|in|for)\s+((?:the\s+)?(?!favou?r|group|the group|both)"
    r"[A-Za-z][^,;()]{3,80}?)(?=\s+(?:between|among|at|after|during|was|were|did|from|of\s*$)\b|[,;()]|\s*$)",
    re.I,
)


def _subject(text: str) -> str:
    text = _lead_off(_CLAIM.sub("", text))
    about = _DIFFERENCE.search(text)
    if about:
        return _trim(about[1])[:140]
    verb = _VERB.search(text)
    if verb is None:
        return ""
    subject = text[: verb.start()]
    if not _PEOPLE_SUBJECT.match(subject) and re.search(r"[A-Za-z]{3}", subject):
        return _trim(subject)[:140]
    rest = text[verb.end() :]
    verbatim = verb[0] if verb[0] in _TELLING else ""
    phrase = _trim(f"{verbatim} {rest}".strip())
    return phrase[:140] if re.search(r"[A-Za-z]{3}", phrase) else ""


_TELLING = frozenset(
    ["died", "survived", "converted", "relapsed", "responded", "discontinued", "withdrew", "completed", "improved", "required", "developed", "underwent", "stopped", "received", "attended"]
)


def _after(text: str) -> str:
    """Return what follows a value: "44 (11.8%) … had a repeat ablation"."""
    head = re.split(r"[.;(\[]|\b(?:compared|versus|vs)\b", text)[0]
    verb = _VERB.search(head)
    phrase = _trim(
        head[verb.end() :]
        if verb and verb[0] not in _TELLING
        else head[verb.start() :]
        if verb
        else head
    )
    return phrase[:140] if re.search(r"[A-Za-z]{3}", phrase) else ""


def _trim(phrase: str) -> str:
    phrase = re.sub(r"\s+", " ", phrase)
    while True:
        trimmed = _TRIM.sub("", phrase).strip()
        if trimmed == phrase:
            return trimmed
        phrase = trimmed


def timepoint_of(
    text: str, statement: Statement, moment: str, earlier: str, values: Sequence[tuple[int, int]] = ()
) -> str:
    """Return the time point of a statement: the nearest one named in its sentence, else `earlier`.

    Times that are values (survival of 6.9 months) stand inside statements and do not count.
    """
    times = [t for t in find_times(text) if not any(start <= t.start < end for start, end in values)]
    times = [t for t in times if _is_moment(text, t)]
    if moment == "from":
        return next((t.text for t in times if t.anchor == "baseline"), "baseline")
    if moment == "to":
        times = [t for t in times if t.anchor != "baseline"] or times
    if not times:
        return earlier
    local = [
        t
        for t in times
        if not re.search(r"[;]", text[min(t.end, statement.end) : max(t.start, statement.start)])
    ]
    named = local or times
    if "change" in text.lower() or "from baseline" in text.lower():
        named = [t for t in named if t.anchor != "baseline"] or named
    return min(named, key=lambda t: _distance(t, statement)).text


def _distance(time: TimePoint, statement: Statement) -> int:
    if time.end <= statement.start:
        return statement.start - time.end
    return (time.start - statement.end) + 12


_MOMENT_BEFORE = re.compile(
    r"(?:\b(?:at|after|by|within|from|until|through|to|on|over|during|for|following|the|and|between|each|in|of|or|week|day|month)\s*|^|\()$",
    re.I,
)


def _is_moment(text: str, time: TimePoint) -> bool:
    before = text[max(0, time.start - 16) : time.start]
    if time.anchor in ("baseline", "end", "follow-up"):
        return not re.match(r"(?i)(?:after|before|pre|post|initial)\b(?!-)", time.text)
    if re.match(r"[A-Za-z]", time.text):
        return True
    if re.match(r"[\s-]*(?:old|of age)\b", text[time.end :]) or re.search(
        r"(?i)\b(?:aged?|every|older than)\s*$", before
    ):
        return False
    return bool(_MOMENT_BEFORE.search(before)) or "-" in time.text


def basis_of(text: str, statement: Statement, moment: str, time: str) -> str:
    """Return baseline, final, change or unclear, by the words before a value and its time point."""
    if moment:
        return "baseline" if moment == "from" else "final"
    if statement.kind in ("mean", "median", "estimate"):
        near = text[max(0, statement.start - 90) : statement.start]
        near = re.split(r"[;(]|\bto\b(?=\s*$)", near)[-1] if "(" in near else near
        if _STRICT_CHANGE.search(near):
            return "change"
    if re.search(r"(?i)baseline|pre-?treatment|before|admission", time):
        return "baseline"
    return "final" if time else "unclear"
