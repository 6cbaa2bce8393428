"""Columns that are no arms, or whose labels alone do not name one: analyses, kinds of people, "Yes" and "No"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from curate.extract.tables.names.naming import Name
from curate.parse.label import is_coefficient
from curate.parse.unit import split_unit

_ANALYSIS = re.compile(
    r"(?i)^(?:separate )?(?:(?:uni|bi|multi)[- ]?vari(?:ate|able|ant)|(?:fully |partially )?(?:un)?adjusted|crude"
    r"|(?:un)?corrected|cox|logistic|linear)(?:[ -]+(?:cox|logistic|linear|proportional|hazards?"
    r"|regression|analys[ei]s|models?|estimates?|predictors?|results?|\d|[a-z]\b))*$"
    r"|^(?:un)?adjusted (?:for|by|with|using) \S.*$"
    r"|^(?:final|full|null|basic|base) models?$|^(?:model|step|block) (?:\d+|[a-z]|i{1,3}v?)$"
    r"|^(?:values?|results?|data|scores?)$"
)
_MODEL_OF = re.compile(
    r"(?i)^(?:uni|bi|multi)[- ]?vari(?:ate|able) (?:\w+ )?(?:models?|analys[ei]s|regressions?) (?:for|of|predicting) \S"
)
"""What a model is of, over its estimates: "Multivariable model for death"."""
_PEOPLE = re.compile(
    r"(?i)^(?:(?:wo)?men|(?:fe)?males?|boys|girls|aged?\b.*\d(?:\s*(?:y|yrs?|years?))?"
    r"|[<>≤≥]\s*\d+\s*(?:y|yrs?|years?)(?: old)?)$"
)
_PLACE = re.compile(
    r"(?i)^(?:(?:study )?(?:cent(?:er|re)|hospital|site|clinic|district|region|country|county|village|school|ward)s?"
    r"\s+(?:[a-z]|\d{1,3}|i{1,3}|iv|vi{0,3})|(?:left|right|both)\s+(?:kidney|eye|ear|knee|hip|leg|arm|hand|side|breast|lung)s?)$"
)
_SET = re.compile(
    r"(?i)^(?:(?:not )?(?:using|under|by|with) (?:an? |the )?)?"
    r"(?:m?ITT|FAS|(?:(?:modified )?(?:intent(?:ion)?[- ]to[- ]treat|ITT)|mITT|per[- ]protocol|safety|full"
    r"|as[- ]treated|(?:all[- ])?randomi[sz]ed)(?: \(\w+\))?(?: analysis)?"
    r" (?:population|(?:sub)?set|(?:sub)?sample|cohort|analys[ei]s|design|approach|principle))"
    r"(?: \(\w+\))?$"
    r"|^(?:multiple imputation|complete[- ](?:cases?|data)|observed (?:data|cases)|available (?:cases|data)"
    r"|last observation carried forward|LOCF|BOCF|MMRM)\b.*"
    r"|^(?:per[- ]protocol|as[- ]treated|intent(?:ion)?[- ]to[- ]treat|observed"
    r"|by (?:randomi[sz]ation|randomi[sz]ed|treatment)"
    r"(?: (?:group|arm))?)$"
)
_BARE = re.compile(
    r"(?i)^(?:yes|no|with|without|present|absent|positive|negative|missing|(?:un)?known|low|medium|moderate|high|mild|severe|good|poor|normal|abnormal|none"
    r"|[<>≤≥]\s*\d[\d.,·]*|[<>≤≥]?\s*\d[\d.,·]*\s*(?:[-–−—]+|to)\s*[<>≤≥]?\s*\d[\d.,·]*"
    r"|(?-i:[IVX]{1,4}(?:\s?[/–-]\s?[IVX]{1,4})?)"
    r"|(?:tertile|quartile|quintile|[TQ])\s?\d)$"
)


def is_bare(label: str) -> bool:
    """Whether a label says something only below another one.

    Examples
    --------
    >>> is_bare("Yes"), is_bare("≥380–<470"), is_bare("0–3"), is_bare("Placebo")
    (True, True, True, False)
    """
    return bool(_BARE.match(label.strip()))


def is_analysis(label: str) -> bool:
    """Whether a label says how numbers were found: "Univariate analysis", "Model 2", "Adjusted"."""
    return bool(_ANALYSIS.match(label))


def is_set(label: str) -> bool:
    """Whether a label says whose numbers these are, or how missing ones were filled: "Per-protocol population"."""
    return bool(_SET.match(label))


def is_people(label: str) -> bool:
    """Whether a label is of a sex or an age, which no arm is."""
    return bool(_PEOPLE.match(label))


def is_place(label: str) -> bool:
    """Whether a label is one of the places of a trial, or a side of the body: "Hospital 3", "Left eye"."""
    return bool(_PLACE.match(label))


_EFFECT = re.compile(
    r"(?i)^(?:(?:global|overall|main|total|direct|indirect|fixed|random|marginal|joint|separate|individual) )?"
    r"effects? (?:of|per|by) \w"
)
"""What a model estimates, over its estimates: "Overall effect of dose" beside "Effect per dose"."""

_INTERACTION = re.compile(
    r"(?i)\binteractions?\b|\bheterogeneity\b|^(?:(?:main )?effects? of )?time(?: effects?)?$"
    r"|\b(?:group|treatment|tx|arm|intervention|condition|drug|dose)s? ?[x×*] ?(?!time)[a-z]"
    r"|[a-z] ?[×*] ?(?:group|treatment|arm|intervention|condition)\b"
)
_BY_TIME = re.compile(
    r"(?i)\b(?:group|treatment|arm|intervention|condition|allocation)s?(?: ?[x×*] ?|[- ]by[- ])(?:time|visit|week)"
    r"|\b(?:time|visit|week)(?: ?[x×*] ?|[- ]by[- ])(?:group|treatment|arm|intervention|condition|allocation)"
)
"""The arms' difference in what changed over time."""


def is_interaction(label: str) -> bool:
    """Whether a label is of the difference between one kind of people and another, or between times.

    Examples
    --------
    >>> is_interaction("P for interaction"), is_interaction("Group x sex"), is_interaction("Group × time")
    (True, True, False)
    """
    return bool(_INTERACTION.search(label)) and not _BY_TIME.search(label)


def interaction_in(label: str) -> str:
    """Return the interaction of arms and time that a label of P values names, empty when it names none.

    Examples
    --------
    >>> interaction_in("Adjusted treatment × time interaction P value"), interaction_in("P value")
    ('treatment × time', '')
    """
    match = _BY_TIME.search(label)
    return match[0] if match else ""


def settle_groups(columns: Iterable[Sequence[Name]]) -> None:
    """Tell headers that name analyses, or kinds of people, from arms, and complete those that are bare.

    "Univariate analysis" is how numbers were found, "Men" and "Centre 2" are who of all arms; "Yes" is named by
    "Recurrence" over it.
    """
    held = [list(names) for names in columns]
    _name_levels(held)
    tests = [name.text for names in held for name in names[-1:] if name.kind == "p"]
    _take_heads(held, "subgroup" if any(map(is_interaction, tests)) else "arm")
    for name in {id(n): n for names in held for n in names}.values():
        if name.kind not in ("arm", "other"):
            continue
        if is_analysis(name.text) or is_set(name.text) or (_EFFECT.match(name.text) and not name.n):
            name.kind = "head"
        elif _MODEL_OF.match(name.text):
            name.kind = "grade"
        elif is_people(name.text) or is_place(name.text):
            name.kind = "subgroup"


_NUMBER = re.compile(r"\d+(?:[.·]\d+)?")
_OF_DOSES = re.compile(r"(?i)\bdos(?:e|es|age|ing)\b|\b(?:[mµμn]?g|mcg|IU|U|units?|m[lL])\b")


def _name_levels(columns: Iterable[Sequence[Name]]) -> None:
    """Make numbers below a quantity with its unit, and no dose, levels of it: 0.5 and 1 below "Frequency (Hz)"."""
    pairs = ((names[-2], names[-1]) for names in columns if len(names) > 1)
    for head, leaves in below_heads(pairs):
        quantity = head.kind in ("arm", "other", "statistic") and bool(split_unit(head.text)[1])
        if not quantity or _OF_DOSES.search(head.text) or len(leaves) < LEAST_LEVELS:
            continue
        if all(leaf.kind == "other" and _NUMBER.fullmatch(leaf.text) for leaf in leaves):
            head.kind = "head"
            for leaf in leaves:
                leaf.kind, leaf.text = "grade", f"{head.text}: {leaf.text}"
                leaf.cell = replace(leaf.cell)
                leaf.cell.plain = leaf.text


LEAST_LEVELS = 3
"""Numbers below one head before they are levels; two may be groups."""


def _take_heads(columns: Iterable[Sequence[Name]], whole: str) -> None:
    """Give the labels below a head its name where they are bare; beside all of the people they are of kind `whole`."""
    named = ([name for name in names if name.kind not in ("statistic", "unit")] for names in columns)
    pairs = ((names[-2], names[-1]) for names in named if len(names) > 1)
    for head, leaves in below_heads(
        (head, leaf) for head, leaf in pairs if head.kind in ("arm", "other") and not head.n
    ):
        groups = [leaf for leaf in leaves if leaf.kind in ("arm", "other")]
        kind = whole if any(leaf.kind == "everyone" for leaf in leaves) else "arm"
        if len(groups) < 2 or not all(is_bare(leaf.text) for leaf in groups):
            continue
        if len({leaf.text for leaf in groups}) < len(groups):
            continue
        head.kind = "head"
        for leaf in groups:
            before = leaf.text.lower() in ("with", "without")
            leaf.text = f"{leaf.text} {head.text}" if before else f"{head.text}: {leaf.text}"
            leaf.kind = kind


def below_heads(pairs: Iterable[tuple[Name, Name]]) -> list[tuple[Name, list[Name]]]:
    """Return each head of some pairs with all that stand below it."""
    held: dict[int, tuple[Name, list[Name]]] = {}
    for head, leaf in pairs:
        held.setdefault(id(head), (head, []))[1].append(leaf)
    return list(held.values())


def holds_coefficients(columns: Iterable[Sequence[Name]]) -> bool:
    """Whether columns that name no arm hold coefficients of a regression: "B" beside its "SE" or "t"."""
    over = [name for names in columns for name in names]
    leaves = {name.cell.plain for name in over}
    if any(name.kind == "arm" for name in over):
        return False
    named = any(map(is_coefficient, leaves))
    return named or (bool(leaves & {"B", "b", "β", "Beta"}) and bool(leaves & {"SE", "S.E.", "t"}))
