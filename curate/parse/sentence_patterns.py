"""The words and patterns behind `curate.parse.sentence`.

In the patterns a whole number, a number with decimals or a sign, and a percentage are one private character
each: `WHOLE`, `FRACTION`, `PERCENT`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from curate.parse.people import PEOPLE

WHOLE, FRACTION, PERCENT = "\ue000", "\ue001", "\ue002"
_W, _N, _A = WHOLE, f"[{WHOLE}{FRACTION}]", f"[{WHOLE}{FRACTION}{PERCENT}]"

SPELT = {
    "no": "0", "none": "0", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13",
    "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
    "twenty": "20",
}  # fmt: skip
for _ten, _word in enumerate(
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
):
    SPELT[_word] = str(10 * _ten)
_ONES = "(?:one|two|three|four|five|six|seven|eight|nine)"
_TO_ONES = "[-\u2010\u2011 ]"
"""Between tens and ones, a hyphen of any kind or a space."""
_UP_TO_99 = "|".join(  # an initial that is no letter of the word ends the search for it at once
    f"[{word[0].upper()}{word[0]}]{word[1:]}"
    + (f"(?:{_TO_ONES}{_ONES})?" if int(SPELT[word]) > 19 else "")
    for word in SPELT
)
_SPELT = (
    rf"(?<![\w-])(?=[NnZzOoTtFfSsEe])(?:(?:{_UP_TO_99})(?: hundred(?:(?: and)? (?:{_UP_TO_99}))?)?)(?![\w-])"
    r"(?! (?:hundred|thousand|million))"
)

SPELT_NUMBER = _SPELT
"""A number printed in words."""


def spelt_value(words: str) -> str:
    """Return the number that is printed in words.

    Examples
    --------
    >>> spelt_value("Forty-two"), spelt_value("one hundred and six")
    ('42', '106')
    """
    value = 0
    for word in re.split(r"[-\s\u2010\u2011]+", words.lower()):
        if word == "hundred":
            value *= 100
        elif word != "and":
            value += int(SPELT[word])
    return str(value)


_PEOPLE = (
    r"(?:(?:(?!(?:in|for|to|with|at|by|than|were|was|are|had|have|did|mins?|minutes?|h|hours?|days?|weeks?|months?|years?)\b)[a-z][\w-]*\s+)"
    rf"{{0,2}}{PEOPLE}\b"
    r"(?![-\u2010\u2011\s]\s?(?:years?|months?|weeks?|days?|hours?|pairs?|visits?)\b))"
)
_NO_UNIT = (
    r"(?!\s?(?:in|for|of|to|vs?|and|with|on|at|the|were|was|is|had|by|from|than|or|patients|versus)\b)"
)
_UNIT = (
    rf"(?:{_NO_UNIT}\s?[A-Za-zµμ°/²³23·^\-\u2212.]{{1,12}}(?:\s?[A-Za-z/²23·\-\u2212]{{1,8}}){{0,2}})"
)
_U = rf"(?:\s?[×x]\s?{WHOLE})?(?:{_UNIT})?"
_TO = r"\s*(?:to|through|and|[-\u2010-\u2015\u2212,;])\s*"
_SD = (
    r"(?:SD|S\.D\.|s\.d\.|sd|standard deviations?|SEM|S\.E\.M\.|SE|S\.E\.|s\.e\.(?:m\.)?|sem|standard errors?"
    r"(?: of (?:the )?mean)?|std\.? ?dev\w*\.?)"
)
_IQR = (
    r"(?:IQR|inter-?\s?quartile range|quartiles?|Q1\W{1,3}Q3|q1\W{1,3}Q3|[Rr]ange|25th\W[^\ue000-\ue002]{0,30}|"
    r"min\W{0,3}max)"
)
_CI = (
    r"(?:C\.?I\.?s?|[Cc]onfidence [Ii]nterval(?:s)?|confidence limits?|CrI|credible intervals?)(?![a-z])"
)

SPELT_COUNT = re.compile(rf"{_SPELT}\s+(?:of\b|{_PEOPLE}|\()")
"""A count printed in words."""
LABELS = {
    "hr": r"(?i:hazards? ratios?)|\b[as]{0,2}HRs?\b",
    "or": r"(?i:odds ratios?)|\ba?ORs?\b|\bAOR\b",
    "irr": r"(?i:(?:incidence[- ]?)?rate ratios?)|\bIRRs?\b",
    "rr": r"(?i:relative risks?|risk ratios?|prevalence ratios?|ratios? of (?:the )?proportions)|\ba?RRs?\b",
    "rom": r"(?i:ratios? of (?:the )?(?:adjusted |geometric )*means?|(?:geometric )?means? ratios?)|\bGMRs?\b|\bRoM\b",
    "rd": r"(?i:(?:absolute )?risk (?:difference|reduction)s?|absolute (?:difference|reduction)s?"
    r"|differences? in (?:proportions?|rates?))|\bARR\b|\bA?RD\b",
    "smd": r"(?i:standardi[sz]ed (?:mean )?differences?|effect sizes?|Cohen['’`]?s d|Hedges['’`]? g)|\bSMD\b|\bES\b",
    "md": r"(?i:(?:estimated |adjusted |unadjusted |net |between-group |between-treatment |treatment |group |"
    r"least[- ]squares? |LS |placebo-corrected |absolute |mean |median )*(?:differences?|treatment effect)"
    r"(?: in (?:the )?means?| in change)?)|\bMD\b",
}
ESTIMATES = frozenset({"hr", "or", "irr", "rr", "rom"})
"""Ratios: their estimates are positive."""
LABEL = re.compile("|".join(f"(?:{words})" for words in LABELS.values()))
"""The words that name an estimate."""
_LABEL_MATCH = {code: re.compile(words) for code, words in LABELS.items()}
_STRONG = "|".join(f"(?:{LABELS[code]})" for code in ("hr", "or", "irr", "rr", "rom", "rd", "smd"))
_FILL = r"[^\ue000-\ue002;()\[\]]{0,40}?"


def estimate_of(label: str) -> str:
    """Return the statistic that the words of an estimate name.

    Examples
    --------
    >>> estimate_of("adjusted hazard ratio"), estimate_of("mean difference")
    ('hr', 'md')
    """
    return next((code for code, pattern in _LABEL_MATCH.items() if pattern.search(label)), "md")


_NOT_REACHED = (
    r"(?:not (?:yet )?(?:reached|estimable|evaluable|estimated|calculable|available)|"
    r"N\.?[RE]\.?(?![A-Za-z]))"
)
"""In place of a limit that too few events leave open."""
_INTERVAL = ("CI", "C.I", "CrI", "onfidence", "redible")
_DIFFERS = ("ifference", "IFFERENCE", "ffect", "FFECT", "MD")
_COMPARED = (
    *_DIFFERS,
    "atio",
    "ATIO",
    "isk",
    "ISK",
    "HR",
    "OR",
    "RR",
    "RD",
    "ES",
    "ohen",
    "OHEN",
    "edges",
    "EDGES",
)

_NO_OTHER = rf"(?!\s*(?:,|/|vs?\.?|versus|and)\s*{PERCENT}(?!\s*-?\s*{_CI}))"
"""Behind the percentage of a count: no second one, which would make both those of two arms."""
_NO_TEST = r"(?<![\s(\[,][pPzZt])(?<![\s(\[,][pPzZt]\s)"
"""Before an estimate: not the letter of a p value or of a test's statistic."""
_NO_PAIR = rf"(?!{_U}\s*(?:±\s*{_N}\s*{_U}|\([^()\ue002]{{1,24}}\))?\s*(?:vs?\.?|versus)\s+{_N})"
"""Behind a difference: no value that it is set against, as behind one of two means."""
_SPREADS = ("SD", "S.D", "s.d", "sd", "SE", "S.E", "s.e", "sem", "tandard", "std")

PATTERNS: tuple[tuple[str, re.Pattern[str], frozenset[Sequence[str]]], ...] = tuple(
    (name, re.compile(pattern), frozenset(needs))
    for name, pattern, *needs in (
        (
            "ci",
            rf"(?:(?P<level>{PERCENT})\s*-?\s*)?{_CI}(?:\s*[\[(]\s*CIs?\s*[\])])?"
            rf"(?:\s+(?:for|of|was|were|from|ranged from|around)(?:\s+[a-z-]+){{0,4}})?[\s,:=;\[(]*"
            rf"(?P<low>{_A}){_U}{_TO}(?P<high>{_A})"
            rf"(?:{_U}\s*(?:,?\s*(?:and|v|vs\.?|versus)|,|;)\s*(?P<low2>{_A}){_TO}(?P<high2>{_A})"
            rf"(?=[\s,;)\]]))?",
            _INTERVAL,
        ),
        (
            "ci:after",
            rf"{_CI}\s*[,(]?\s*(?P<level>{PERCENT})[\s),:=;\[(]*(?P<low>{_A}){_U}{_TO}(?P<high>{_A})",
            _INTERVAL,
        ),
        (
            "ci:open",
            rf"(?:(?P<level>{PERCENT})\s*-?\s*)?{_CI}(?:\s*[\[(]\s*CIs?\s*[\])])?[\s,:=;\[(]*(?P<low>{_A}){_U}{_TO}"
            rf"{_NOT_REACHED}",
            _INTERVAL,
        ),
        (
            "p",
            rf"(?<![\w-])[Pp](?:\s?-?\s?[Vv]alues?)?(?:\s+(?:for|of)\s+[a-z][a-z -]{{0,30}}?)?"
            rf"\s*(?:(?:was|were|is|less than)\b|[:,\u25a1\u00bc])?\s*(?P<p>{_N})",
        ),
        (
            "estimate",
            rf"\b(?P<label>{_STRONG})(?:\s*[\[(]\s*[A-Za-z]{{1,5}}\s*[\])])?(?:\s*[\[(]\s*{PERCENT}\s?{_CI}\s*[\])])?(?:\s*[\[(]\s*)?{_FILL}{_NO_TEST}(?P<value>{_A})",
            _COMPARED,
        ),
        (
            "estimate:difference",
            rf"\b(?P<label>{LABELS['md']})(?:\s*[\[(]\s*[A-Za-z]{{1,5}}\s*[\])])?(?:\s*[\[(,:]\s*|;\s*(?={_A}\s*percent)|\s+)"
            rf"(?:(?:of|was|were|is|between|in|for|from|vs\.?|versus|to)\b[^\ue000-\ue002;:()\[\]]{{0,70}}?(?::\s*)?)?{_NO_TEST}"
            rf"(?P<value>{_A}){_NO_PAIR}",
            _DIFFERS,
        ),
        (
            "estimate:behind",
            rf"(?P<value>{_A})(?:\s?-?\s?(?:percent(?:age)?[- ])?points?)?{_U}\s+"
            rf"(?P<label>(?:(?:absolute|mean|risk|net)\s+)*differences?)"
            rf"(?=\s*[\[(,]\s*(?:{PERCENT}\s*-?\s*)?{_CI})",
            _INTERVAL,
            "ifference",
        ),
        (
            "estimate:ci",
            rf"(?P<value>{_A})(?={_U}\s*[\[(,;]\s*[\[(]?\s*(?:(?:{PERCENT}\s*-?\s*)?{_CI}|{_CI}\s*{PERCENT}))",
            _INTERVAL,
        ),
        (
            "estimate:d",
            rf"(?:(?<=[(\[])|(?<=[,;]\s))(?P<label>[dg])\s?(?P<value>{FRACTION})(?=\s*[,;)\]])",
            FRACTION,
            "dg",
        ),
        (
            "estimate:apart",
            rf"\b(?:by|of|was|were)\s+(?P<value>{_A})(?={_U}[^\ue000-\ue002;()\[\]]{{0,90}}[\[(]\s*"
            rf"(?:{PERCENT}\s*-?\s*)?{_CI})",
            _INTERVAL,
        ),
        (
            "count:rate",
            rf"(?P<rate>{_N})\s+(?:(?:events?|cases?|deaths?|episodes?|exacerbations?)\s+)?per\s+(?:{_W}\s*-?\s*)?"
            r"(?:(?:person|patient|participant|woman|child|subject)s?|women|children)[- ](?:years?|months?|days?)\b",
            ("per ",),
        ),
        (
            "count:over",
            rf"(?<![\w/])(?P<events>{_W})\s*/\s*(?P<total>{_W})(?!\s?/)(?:\s*{_PEOPLE})?"
            rf"(?:\s*[\[(,;:]\s*(?P<percent>{PERCENT}){_NO_OTHER})?",
            "/",
        ),
        (
            "count:percent_over",
            rf"(?P<percent>{PERCENT})\s*[\[(,;:]\s*(?:[nN]\s*)?(?P<events>{_W})\s*(?:/|of|out of)\s*"
            rf"(?:the\s+)?(?P<total>{_W})",
            PERCENT,
        ),
        (
            "count:of_who",
            rf"\b[Oo]f\s+(?:the\s+|these\s+|all\s+)?(?P<total>{_W})\s+{_PEOPLE}[^\ue000-\ue002.;]{{0,90}},\s*"
            rf"(?P<events>{_W}|{_SPELT})\s*[\[(]\s*(?P<percent>{PERCENT})",
            PERCENT,
            "([",
        ),
        (
            "count:percent_of",
            rf"(?P<events>{_W}|{_SPELT})\s*(?:{_PEOPLE}\s*)?[\[(]\s*(?P<percent>{PERCENT})[^()\[\]]{{0,3}}[)\]]?"
            rf"(?:\s*[\])])?\s*(?:out )?of\s+(?:the\s+|all\s+)?(?P<total>{_W})(?=\s|[,.;)])",
            PERCENT,
            "([",
        ),
        (
            "count:ci_of",
            rf"(?P<events>{_W})\s*[\[(]\s*(?P<percent>{PERCENT})(?=\s*[\[(,;]\s*{PERCENT}\s*{_CI})",
            PERCENT,
        ),
        (
            "count:died",
            rf"(?P<events>{_W}|{_SPELT})\s+deaths?\s+(?:(?:had\s+)?occurred\s+|were\s+(?:reported|recorded|observed)\s+)?"
            rf"(?:among|in)\s+(?:the\s+)?(?P<total>{_W})\s+{_PEOPLE}(?:\s*[\[(]\s*(?P<percent>{PERCENT}))?",
            ("death",),
        ),
        (
            "count:of",
            rf"(?P<events>{_W}|{_SPELT})\s*(?:{_PEOPLE}\s*)?(?:(?:out )?of|among)\s+(?:the\s+|all\s+)?(?P<total>{_W})"
            rf"(?:\s*{_PEOPLE}[^\ue000-\ue002.;,()]{{0,40}}|(?:\s[a-z-]+){{1,3}}(?=\s*[\[(]\s*{PERCENT}\s*[\])]))?(?:\s*[\[(,]\s*(?P<percent>{PERCENT}){_NO_OTHER})?(?=[\s,.;)\]]|$)",
            WHOLE,
            ("of", "among"),
        ),
        (
            "count:brackets",
            rf"(?P<events>{_W})\s*(?:{_PEOPLE}\s*|(?:were\s+)?(?:fe)?males?\s*|(?P<what>deaths?)\s*|"
            rf"of (?:them|these|those|whom)\s*)?[\[(]\s*(?P<percent>{PERCENT})",
            PERCENT,
            "([",
        ),
        (
            "count:spelt",
            rf"(?P<events>{_SPELT})\s*(?:{_PEOPLE}\s*)?[\[(]\s*(?P<percent>{PERCENT})\s*[\])]",
            PERCENT,
            "([",
        ),
        (
            "count:percent_n",
            rf"(?P<percent>{PERCENT})(?:\s+of\s+(?:the\s+)?{_PEOPLE})?\s*[\[(]\s*(?:[nN]\s*)?(?P<events>{_W})\s*"
            rf"(?:{_PEOPLE}\s*)?(?:[\])]|(?=;))",
            PERCENT,
            "([",
        ),
        (
            "count:comma",
            rf"(?<=[\[(])\s*(?P<events>{_W})\s*,\s*(?P<percent>{PERCENT})(?=\s*[)\]])",
            PERCENT,
            ",",
            "([",
        ),
        (
            "count:n_percent",
            rf"(?<![A-Za-z])[nN]s?\s?[\u25a1\u00bc]?\s*(?P<events>{_W})(?:\s*/\s*(?P<total>{_W}))?\s*[,;:\[(]\s*"
            rf"(?P<percent>{PERCENT})(?=\s*[),;\]])",
            PERCENT,
            "nN",
        ),
        (
            "spread",
            rf"(?P<centre>{_A}){_U}\s*(?:±|\+\s?/\s?[-\u2212\u2013]?|\+\s?[-\u2212\u2013])\s*(?P<spread>{_A})",
            "±+",
        ),
        (
            "spread:said",
            rf"(?P<centre>{_A}){_U}\s*[\[(,;]\s*(?P<word>{_SD})(?:\s*[\[(,]\s*{_SD})?[\s,:]*(?P<spread>{_A})",
            _SPREADS,
            "([,;",
        ),
        (
            "median:said",
            rf"(?P<centre>{_A}){_U}\s*[\[(,;]\s*(?P<word>{_IQR})[^\ue000-\ue002]{{0,16}}?(?P<low>{_A}){_U}{_TO}(?P<high>{_A})",
            ("IQR", "uartile", "Q1", "q1", "ange", "25th", "min"),
            "([,;",
        ),
        (
            "median:brackets",
            rf"(?P<centre>{_A}){_U}\s*[\[(]\s*(?P<low>{_A})(?!\s*-?\s*{_CI}){_U}{_TO}(?P<high>{_A})",
            "([",
        ),
        (
            "median:alone",
            rf"[\[(]\s*(?P<word>{_IQR})[^\ue000-\ue002]{{0,16}}?(?P<low>{_A}){_U}{_TO}(?P<high>{_A}){_U}\s*[\])]",
            "([",
        ),
        (
            "spread:alone",
            rf"[\[(]\s*(?P<word>{_SD})[\s,:]*(?P<spread>{_A}){_U}\s*[\])]",
            "DdEe",
            "([",
        ),
        (
            "bracket:comma",
            rf",\s*(?P<low>{_N})\s*(?:to|[-\u2010-\u2015\u2212])\s*(?P<high>{_N})(?=\s*[;,)\]])",
            ",",
        ),
        ("bracket:open", rf"[\[(]\s*(?P<low>{_A}){_U}{_TO}{_NOT_REACHED}\s*[\])]", ("not ", "N"), "(["),
        (
            "bracket",
            rf"[\[(]\s*(?P<low>{_A})(?!\s*-?\s*{_CI}){_U}{_TO}(?P<high>{_A})(?!\s*/|\s*-?\s*{_CI}){_U}\s*[\])]?",
            "([",
        ),
        (
            "spread:brackets",
            rf"(?P<centre>{_N}){_U}\s*(?P<bracketed>[\[(])\s*(?P<spread>{_N})\s*[\])]",
            "([",
        ),
        (
            "spread:percent",
            rf"(?P<centre>{PERCENT})\s*(?P<bracketed>[\[(])\s*(?P<spread>[{FRACTION}{PERCENT}])\s*[\])]",
            PERCENT,
            "([",
        ),
        (
            "median:comma",
            rf"(?P<centre>{_N})\s*,\s*(?P<low>{_N})\s*(?:to|[-\u2010-\u2015\u2212])\s*(?P<high>{_N})(?=\s*[;,)\]])",
            ",",
        ),
        ("count:percent", rf"(?P<percent>{PERCENT})", PERCENT),
        (
            "size:n",
            rf"(?<![A-Za-z])[nN]s?\s?[\u25a1\u00bc]?\s*(?P<n>{_W})(?!\s*/|\s*[\[(]\s*{PERCENT})",
            WHOLE,
        ),
        (
            "size:group",
            rf"\b(?:[Gg]roup|[Aa]rm)(?:\s{_W})?\s?(?P<n>{_W})(?=\s*[,;)]|\s+and\b|\s+{_PEOPLE})",
            WHOLE,
            ("roup", "rm"),
        ),
        ("size:people", rf"(?P<n>{_W})\s+{_PEOPLE}", WHOLE),
        ("size:spelt", rf"(?P<n>{_SPELT})\s+{_PEOPLE}"),
        ("plain", rf"(?P<value>{_N})"),
    )
)
"""Tried at every place; of those that begin leftmost the first wins.

With each stand choices of characters or words: a skeleton that lacks all of one choice is not searched.
"""

CHOICES = frozenset(choice for _, _, needs in PATTERNS for choice in needs)
"""All of them, each to be looked for once."""
