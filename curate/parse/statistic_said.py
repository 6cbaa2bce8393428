"""Which statistic a number is, by what the table says: "mean (SD)", "n (%)", "median [IQR]"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from curate.parse.people import MANY_PEOPLE

_WORDS = (
    ("iqr", r"(?i:inter-?\s?quartile(?:\s+ranges?)?|IQR|quartiles?|Q1\s*[-–,;/to ]+\s*Q3|Q1Q3"
            r"|25(?:th)?\s*%?\s*(?:[-–,;/]|to|and)\s*75(?:th)?\s*%?(?:\s*(?:percentiles?|centiles?|quartiles?))?"
            r"|25th[^.;()]{0,14}75th(?:\s*(?:per)?centiles?)?|P25\W+P75)"),
    ("ci", r"(?i:\bCL\s?\d\d\s?%|\d\d\s?%\s?CL\b"
           r"|\d\d(?:\.\d)?\s?%?\s*(?:CI|C\.I\.?|confidence\s+(?:intervals?|limits?))s?\b"
           r"|(?:confidence\s+(?:intervals?|limits?)|\bC\.I\.|\bCI(?![A-Z]))(?:\s*,?\s*\(?\d\d\s?%\)?)?|95\s?%\s*CrI)"),
    ("f", r"\bF(?=\s*[\[(]\s*(?:d\.?f|\d+\s*,\s*\d+\s*[\])]))|\bF[- ](?:value|statistic|test)\b|^F$"),
    ("chi2", r"[χXx]\s?(?:2|²)(?:[- ](?:value|test))?|(?i:chi[- ]squared?)"),
    ("z", r"\b[zZ][- ](?:values?|scores?|statistic)\b(?![\s,]*[(\[]?\s*(?:mean|median|M\b))|^[zZ]$"
          r"|\bZ-Score\b(?![\s,]*[(\[]?\s*(?:mean|median|M\b))"),
    ("df", r"\bd\.?f\.?(?![a-z])|(?i:degrees of freedom)"),
    ("r", r"(?i:(?:spearman|pearson)(?:[’']?s)?(?:\s+rank)?(?:\s+correlation)?(?:\s+coefficients?)?(?:\s+(?:r|rho))?"
          r"|correlation\s+coefficients?)|^r$"),
    ("q1", r"^\s*Q1\s*$"),
    ("ci_low", r"(?i:^\s*(?:95\s?%\s*(?:CI)?\s*,?\s*)?lower(?:\s+(?:confidence\s+)?(?:limit|bound|CI|interval))?\s*$)"
               r"|^(?:\d\d\s?%\s*)?(?:LCL|LL|LLCI)$"),
    ("ci_high", r"(?i:^\s*(?:95\s?%\s*(?:CI)?\s*,?\s*)?upper(?:\s+(?:confidence\s+)?(?:limit|bound|CI|interval))?\s*$)"
                r"|^(?:\d\d\s?%\s*)?(?:UCL|UL|ULCI)$"),
    ("q3", r"^\s*Q3\s*$"),
    ("md", r"(?i:(?:adjusted\s+|estimated\s+|least[- ]squares?\s+|LS\s+)?mean\s*(?:\w+[- ]){0,2}differences?"
           r"|mean\s+diff\b"
           r"|differences?(?:\s*,|\s+(?:in|of|between))\s+(?:the\s+)?(?:\w+\s+)?means?"
           r"|between[- ]groups?\s+differences?|(?:treatment|group)\s+(?:effects?|differences?)"
           r"|(?<!\brelative )differences?(?:\s+between(?:\s+\w+)?\s+groups?)?)|\bMD\b"),
    ("smd", r"(?i:standardi[sz]ed\s+(?:mean\s+)?(?:difference|effect)s?(?:\s+sizes?)?|effect\s+sizes?|Cohen[’'`]?s\s+d"
            r"|Hedges[’'`]?\s+g)|\bSMD\b|\bES\b"),
    ("irr", r"(?i:(?:incidence\s+)?rate\s+ratios?)|\bIRR\b"),
    ("hr", r"(?i:hazards?\s+ratios?)|\b[as]{0,2}HR\b(?!\+|[\s,]*[(\[]?\s*(?:bpm|beats)\b)"),
    ("or", r"(?i:odds\s+ratios?)|\ba?OR\b|\bAOR\b"),
    ("rr", r"(?i:relative\s+risks?|risk\s+ratios?|ratios?\s+of\s+(?:the\s+)?proportions)|\ba?RR\b"),
    ("rom", r"(?i:ratios?\s+of\s+(?:the\s+)?(?:(?:adjusted|geometric)\s+)*means?|(?:geometric\s+)?means?\s+ratios?)"
            r"|\bGMR\b"),
    ("rd", r"(?i:(?:risk|incidence)\s+differences?|absolute\s+(?:risk\s+)?(?:difference|reduction)s?)|\bARR\b|\bRD\b"),
    ("cv", r"(?<=[Mm]ean \()%?\s?CV\b|(?i:coefficients?\s+of\s+variation)"),
    ("sd", r"(?i:standard\s+deviations?|std\.?\s*dev\w*\.?)|\bS\.?D\.?s?(?![\w])|\bsd\b|\bs\.d\.|\bStDev\b"),
    ("se", r"(?i:standard\s+errors?(?:\s+of\s+(?:the\s+)?means?)?|std\.?\s*err\w*\.?)"
           r"|\bS\.?E\.?M?\.?(?![\w])|\bs\.e\.(?:m\.)?|\bsem\b"),
    ("median", r"(?i:medians?\b|\bmed\.)"),
    ("mean", r"(?i:(?:(?:adjusted|geometric|arithmetic|estimated|marginal|least[- ]squares?|LS)\s+)*means?\b"
             r"(?!\s+(?:ranks?|squares?)\b)|averages?\b|^changes?(?=[\s,]*[(\[]\s*\d\d\s?%\s*(?:CI|conf)))"
             r"|^(?:χ|[xX][\u0304\u0305\u00af])$|\b[Mm](?=\s*(?:\(%\)\s*)?(?:[(±,/]|\+/-)\s*SD\b)"),
    ("range", r"(?i:\brange\b|\bmin(?:imum)?\.?\s*(?:[-–,;/]|to)\s*max(?:imum)?\.?)"),
    ("percent", r"(?i:\bpercent(?:ages?)?\b|\bproportions?\b)"
                r"|(?<!\d)(?<!\d )(?:(?<!\bin )|(?!%\s*[(\[]))%"),  # the % of "1.5% ointment" is its own
    ("event_count", r"(?i:\b(?:total\s+)?(?:number|no\.?)\s+of\s+(?:(?!"
                    rf"{MANY_PEOPLE}\b)\w+\s+){{0,2}}"
                    r"(?:events|episodes|attacks|(?:TE|S)?AEs|ADRs|reactions)\b|^events,\s*(?:no\.?|number)$)"
                    r"|(?<=\[)E(?=\])|(?<=[)\]] )E\b|(?<=[)\]], )E\b|(?<=[)\]])E\b|^E$"),
    ("n", r"(?i:\b(?:patients|subjects|participants)\s+with\s+(?:an?\s+)?events?\b"
          r"|(?:\b(?:number|no\.?|numbers)|#)\s+of\s+(?:the\s+)?"
          rf"{MANY_PEOPLE}\b|\bnumbers?\b"
          r"|(?<!cell )(?<!CD4 )(?<!CD8 )(?<!platelet )(?<!neutrophil )(?<!lymphocyte )(?<!sperm )\bcounts?\b"
          r"|\bfrequenc(?:y|ies)\b)"
          r"|\bf(?=\s*\(\s*%\s*\))"  # a frequency
          r"|\b[Nn]o\.|\bNo(?=\s*[(/%])|(?<=% \()No(?=\))|(?<![A-Za-z]-)\b[nN]\b(?!-[A-Za-z]|\s*[=~¼]|\s[p5]\s\d)"),
    ("p", r"(?i:\bp\s*[-–]?\s*values?\b|\bsig(?:nificance)?\b\.?)|^2[\s-]?[pP]$"
          r"|(?<!\+ )(?<!\+)\b[pP]\b(?!\.\s?(?!val)[a-z]{4,})"),
    ("min", r"(?i:^\s*min(?:imum)?\.?\s*$)"),
    ("max", r"(?i:^\s*max(?:imum)?\.?\s*$)"),
    ("rate", r"(?i:\b(?:incidence\s+)?rates?\s+per\b"
             r"|(?:^(?:events?|episodes?|cases)|\bincidence(?:\s+rates?)?)[\s,;]*\(?per\s+(?:\d[\d ,]*\s)?"
             r"(?:person|patient|participant|subject|child|wom[ae]n)s?[-–\s]+(?:years?|months?|weeks?|days?)\b)"),
    ("t", r"\bt\b(?=[- ]{0,2}(?:value|test stat|$))"),
)  # fmt: skip
_TOKEN = re.compile(
    r"(?:^|(?=[A-Z[])|(?<![a-z])(?=[a-z\dχ%]))(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _WORDS)
    + ")"
)
_LINK = re.compile(
    r"^[\s()\[\]{}±/,;:|\u2013\-+]*(?:(?:and|with|plus|minus|their|the|its)[\s()\[\]]+|(?:plus|or)\s+minus\s+)?"
    r"[\s()\[\]±]*$",
    re.I,
)
_COUNTED = re.compile(r"^[\w\s%-]{0,60}[(,\[]\s*$|^\s+of\s+\w+\s+with\s+(?:the\s+|their\s+)?$")
"""Between "number" and "(%)", "median" and "(IQR)" stands what was counted or measured."""

_OF_ALL = re.compile(r"^\s*[(\[]\s*total\s*$", re.I)
"""Between "No. of patients" and the number of all: "(Total No. of patients)"."""

INTERVALS = {"iqr": ("q1", "q3"), "ci": ("ci_low", "ci_high"), "range": ("min", "max")}
"""Slots that stand for two numbers."""

RATIOS = frozenset({"rr", "or", "hr", "irr", "rom"})
CONTRASTS = RATIOS | {"md", "smd", "rd"}
"""Statistics that compare arms."""

_UNLESS = re.compile(
    r"(?i)unless\s+(?:\w+\s+){0,3}(?:otherwise|stated|noted|indicated|specified)|except\s+where"
)


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of what numbers are.

    Attributes
    ----------
    slots
        Statistics in printed order; ``iqr``, ``ci`` and ``range`` stand for two numbers.
    text
        The words.
    default
        Whether it holds "unless otherwise stated".
    start
        Where it begins in the text.
    about
        What is counted or measured, where that stands between the words: "age" of "Median age (range)".
    """

    slots: tuple[str, ...]
    text: str
    default: bool = False
    start: int = 0
    about: str = ""


_LIMIT = re.compile(
    r"\d\d\s?%\s*(?:(?:LL|UL|LCL|UCL)(?:CI)?|CI|(?i:(?:lower|upper|confidence)\b[A-Za-z ]*))\W*"
)


def names_limit(text: str) -> bool:
    """Whether a text that begins with a percentage is the name of confidence limits and no value.

    Examples
    --------
    >>> names_limit("95%LL"), names_limit("95% upper confidence limit"), names_limit("95%")
    (True, True, False)
    """
    return bool(_LIMIT.fullmatch(text))


def find_said(text: str) -> list[Said]:
    """Return the statements about statistics in `text`, in their order.

    Examples
    --------
    >>> [s.slots for s in find_said("Data are mean (SD), median [IQR] or n (%) unless otherwise stated")]
    [('mean', 'sd'), ('median', 'iqr'), ('events', 'percent')]
    >>> [s.slots for s in find_said("HR (95% CI)")]
    [('hr', 'ci')]

    A number of people that is averaged is no group size, nor is any other number:

    >>> [s.slots for s in find_said("No. of pupils, mean (range)") + find_said("No. of patients, mean (range)")]
    [('n',), ('mean', 'range'), ('mean', 'range')]
    >>> find_said("Mean square")
    []
    >>> [s.slots for s in find_said("P. falciparum (N, %)") + find_said("P")]
    [('events', 'percent'), ('p',)]
    >>> [s.slots for s in find_said("Joint count, mean ± SD") + find_said("median number of days (range)")]
    [('mean', 'sd'), ('median', 'range')]
    """
    return list(_find_said(text))


@lru_cache(maxsize=8192)
def _find_said(text: str) -> tuple[Said, ...]:
    default = bool(_UNLESS.search(text))
    groups: list[list[re.Match[str]]] = []
    for match in _TOKEN.finditer(text):
        previous = groups[-1] if groups else None
        if previous and match.lastgroup == "percent" and _is_unit_of(text, previous[-1], match):
            continue
        if previous and _linked(text, previous, match):
            previous.append(match)
        else:
            groups.append([match])
    found = []
    for matches in groups:
        averaged = any(match.lastgroup in ("mean", "median") for match in matches)
        group = [m for m in matches if not (averaged and _is_averaged(text, m, matches))]
        slots = _slots(group)
        if slots:
            span = text[group[0].start() : group[-1].end()]
            gaps = (text[a.end() : b.start()] for a, b in pairwise(group))
            about = " ".join(gap.strip(" ([,;") for gap in gaps if not _LINK.match(gap))
            found.append(Said(slots, span, default, group[0].start(), about))
    return tuple(found)


def _is_unit_of(text: str, average: re.Match[str], percent: re.Match[str]) -> bool:
    """Whether what is averaged is a percentage: "Median % change"."""
    beside = text[average.end() : percent.start()].isspace()
    return (
        beside and average.lastgroup in ("mean", "median") and bool(_MEASURED.match(text, percent.end()))
    )


_MEASURED = re.compile(r"\s+[A-Za-z]")


def _linked(text: str, group: list[re.Match[str]], match: re.Match[str]) -> bool:
    glue = text[group[-1].end() : match.start()]
    pair = (_before(text, group).lastgroup, match.lastgroup)
    counted = pair == ("n", "percent") or (
        pair[0] in ("mean", "median") and pair[1] in ("sd", "se", "iqr", "range", "ci", "n")
    )
    of_all = pair == ("n", "n") and _OF_ALL.match(glue)
    if not _LINK.match(glue) and not (counted and _COUNTED.match(glue)) and not of_all:
        return False
    kinds = [m.lastgroup for m in group]
    kind = match.lastgroup
    complete = len(kinds) >= 2
    separated = bool(re.search(r"[,;]|\band\b", glue, re.I)) and "(" not in glue
    if complete and separated and kind in ("mean", "median", "n", "percent"):
        return False
    if kind in kinds and not (kind == "n" and (glue.strip() == "/" or of_all)):
        return False
    beside = kind == "median" and bool({"sd", "se"} & set(kinds)) and bool(re.search(r"[(\[]\s*$", glue))
    starts_new = kind in ("mean", "median") and bool({"mean", "median"} & set(kinds)) and not beside
    return not starts_new


def _is_averaged(text: str, match: re.Match[str], group: list[re.Match[str]]) -> bool:
    """Whether a number is what was averaged: "No. of pupils", "joint count, mean", "median number of days"."""
    if match.lastgroup != "n":
        return False
    if " of " in match[0] or (_COUNT.match(match[0]) and re.search(r"[a-z] $", text[: match.start()])):
        return True
    return _behind_average(text, match, group[: group.index(match)])


_COUNT = re.compile(r"(?i)counts?$")


def _behind_average(text: str, match: re.Match[str], before: list[re.Match[str]]) -> bool:
    last = before[-1] if before else None
    if last is None or last.lastgroup not in ("mean", "median") or len(match[0]) < len("number"):
        return False
    return text[last.end() : match.start()].isspace()


def _before(text: str, group: list[re.Match[str]]) -> re.Match[str]:
    """Return the last of a statement's words, "median" where it is a number that is averaged."""
    averaged = group[-1].lastgroup == "n" and _behind_average(text, group[-1], group[:-1])
    return group[-2] if averaged else group[-1]


def _slots(group: list[re.Match[str]]) -> tuple[str, ...]:
    kinds = [str(m.lastgroup) for m in group]
    slots: list[str] = []
    if "percent" in kinds and {"mean", "sd"} <= set(kinds):
        kinds.remove("percent")  # "Mean (%) ± SD": the unit
    if "percent" in kinds and kinds[0] in ("md", "rd"):
        kinds.remove("percent")  # "Difference, % (95% CI)": the unit
    counted = "percent" in kinds or kinds.count("n") == 2
    for kind in kinds:
        if kind == "n" and "event_count" in kinds:
            slots.append("events")
        elif kind == "n" and counted:
            slots.append("total" if "events" in slots else "events")
        else:
            slots.append(kind)
    return tuple(slots)


_SPREAD_HINTS = {
    "sd": re.compile(r"[Ss]\.?[Dd]|[Dd][Ee][Vv]"),
    "se": re.compile(r"S\.?E|s\.e|sem|[Ee][Rr][Rr]"),
}
"""What a text must hold to name these spreads at all: quicker than to look for every statistic."""


def spread_said(text: str, kinds: tuple[str, ...] = (), first: bool = False) -> str:
    """Return the last (or first) kind of spread that a text names: sd, se, iqr, range or ci; or empty.

    Examples
    --------
    >>> spread_said("mean (SD) age"), spread_said("median [IQR]"), spread_said("values")
    ('sd', 'iqr', '')
    """
    wanted = kinds or ("sd", "se", "iqr", "range", "ci")
    if all(kind in _SPREAD_HINTS and not _SPREAD_HINTS[kind].search(text) for kind in wanted):
        return ""
    slots = [slot for said in find_said(text) for slot in said.slots if slot in wanted]
    if not slots:
        return ""
    return slots[0] if first else slots[-1]
