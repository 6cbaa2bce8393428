"""Labels that do not say what was measured: grades, answers, totals, analyses."""

from __future__ import annotations

import re
from functools import lru_cache

from curate.extract.tables.names.definitions import is_definition, without_count
from curate.extract.tables.names.groups import is_analysis, is_bare, is_set

_TOTAL = re.compile(r"(?i)^(?:(?:sub|grand )?total|overall|any|all)\W*$")
_KIND = re.compile(
    r"(?i)^(?:grades?|stages?|class|scores?|categor(?:y|ies)|levels?)\s+\S{1,4}(?:\s*[-–/,]\s*\S{1,4})*$"
)
_ANSWER = re.compile(
    r"(?i)^(?:(?:much|slightly|a little|somewhat|very much|moderately|markedly)\s?)?"
    r"(?:better|worse|improved|worsened|unchanged|(?:the )?same|deteriorated|increased|decreased|stable|no change|cured"
    r"|excellent|fair|(?:dis)?satisfied|(?:dis)?agree|sometimes|never|always|often|rarely|primary|secondary|tertiary)$"
)
_HOW_OFTEN = re.compile(
    r"(?i)^(?:(?:about|at least|(?:more|less|fewer) than|up to|only|≥|≤|>|<)\s*)?"
    r"(?:once|twice|\d+(?:\s*(?:-|–|to|or)\s*\d+)?\s+times)(?: or (?:more|less))?"
    r"(?:\s+(?:an?|per|each|every)\s+(?:day|week|month|year))?$"
)
_WINDOW = re.compile(r"(?i)^(?:\d{1,2}|seven|thirty)[- ](?:day|hour|h)s?$")
_FIGURE = re.compile(r"^\d{1,3}$")
_PART = re.compile(
    r"(?i)^(?:(?:un|fully |partially |minimally |multivariable[- ])?adjusted |crude |final |full |basic |null )?"
    r"models?(?:\s+(?:\d|[a-z]|i{1,3}))?(?:\s+adjusted\b.*|\s+\(.*)?$"
    r"|^(?:main|fixed|random|interaction|simple) effects?\b.*|^interactions?$"
    r"|^(?:completers?|respond(?:er|ent)s?)(?:[- ]only)?(?: analys[ei]s)?$"
)


@lru_cache(maxsize=2048)
def says_nothing(label: str) -> bool:
    """Whether a label is a grade, an answer, a total or an analysis: of what, another one must say.

    Examples
    --------
    >>> says_nothing("Grade 2"), says_nothing("9-12"), says_nothing("Unchanged"), says_nothing("Unadjusted model")
    (True, True, True, True)
    >>> says_nothing("About once"), says_nothing("2–3 times a week"), says_nothing("Once-daily dosing")
    (True, True, False)
    >>> says_nothing("Grade 3 nausea"), says_nothing("Total cholesterol"), says_nothing("Pain")
    (False, False, False)
    """
    text = without_count(label)
    if is_bare(text) or is_analysis(text) or is_set(text) or is_definition(text):
        return True
    return any(
        said.match(text) for said in (_TOTAL, _KIND, _ANSWER, _HOW_OFTEN, _WINDOW, _FIGURE, _PART)
    )
