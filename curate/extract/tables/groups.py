"""Columns that are no arms, or whose labels alone do not name one: analyses, kinds of people, "Yes" and "No"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curate.extract.tables.naming import Name

_ANALYSIS = re.compile(
    r"(?i)^(?:separate )?(?:(?:uni|bi|multi)[- ]?vari(?:ate|able|ant)|(?:un)?adjusted|crude|(?:un)?corrected"
    r"|cox|logistic|linear)(?:[ -]+(?:cox|logistic|linear|proportional|hazards?|regression|analys[ei]s|models?"
    r"|estimates?|predictors?|results?|\d|[a-z]\b))*$"
    r"|^(?:model|step|block) (?:\d+|[a-z]|i{1,3}v?)$|^(?:values?|results?|data|scores?)$"
)
_PEOPLE = re.compile(
    r"(?i)^(?:(?:wo)?men|(?:fe)?males?|boys|girls|aged?\b.*\d(?:\s*(?:y|yrs?|years?))?"
    r"|[<>≤≥]\s*\d+\s*(?:y|yrs?|years?)(?: old)?)$"
)
_PLACE = re.compile(
    r"(?i)^(?:(?:study )?(?:cent(?:er|re)|hospital|site|clinic|district|region|country|county|village|school|ward)s?"
    r"\s+(?:[a-z]|\d{1,3}|i{1,3}|iv|vi{0,3})|(?:left|right|both)\s+(?:kidney|eye|ear|knee|hip|leg|arm|hand|side|breast|lung)s?)$"
)
_SET = re.compile(
    r"(?i)^(?:m?ITT|FAS|(?:(?:modified )?(?:intent(?:ion)?[- ]to[- ]treat|ITT)|mITT|per[- ]protocol|safety|full"
    r"|as[- ]treated|(?:all[- ])?randomi[sz]ed)(?: \(\w+\))?(?: analysis)? (?:population|set|sample|cohort|analysis))"
    r"(?: \(\w+\))?$"
)
_BARE = re.compile(
    r"(?i)^(?:yes|no|with|without|present|absent|positive|negative|missing|unknown|low|medium|moderate|high|mild|severe|good|poor|normal|abnormal|none"
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


def settle_groups(columns: Iterable[Sequence[Name]]) -> None:
    """Tell headers that name analyses, or kinds of people, from arms, and complete those that are bare.

    "Univariate analysis" is how numbers were found, "Men" and "Centre 2" are who of all arms; "Yes" is named by
    "Recurrence" over it.
    """
    held = [list(names) for names in columns]
    _take_heads(held)
    for name in {id(n): n for names in held for n in names}.values():
        if name.kind not in ("arm", "other"):
            continue
        if is_analysis(name.text) or _SET.match(name.text):
            name.kind = "head"
        elif _PEOPLE.match(name.text) or _PLACE.match(name.text):
            name.kind = "subgroup"


def _take_heads(columns: list[list[Name]]) -> None:
    """Give the labels below a head its name where they are bare."""
    below: dict[int, list[Name]] = {}
    heads: dict[int, Name] = {}
    for names in columns:
        if len(names) > 1 and names[-2].kind in ("arm", "other") and not names[-2].n:
            heads[id(names[-2])] = names[-2]
            below.setdefault(id(names[-2]), []).append(names[-1])
    for key, leaves in below.items():
        groups = [leaf for leaf in leaves if leaf.kind in ("arm", "other")]
        if len(groups) < 2 or not all(is_bare(leaf.text) for leaf in groups):
            continue
        if len({leaf.text for leaf in groups}) < len(groups):
            continue
        head = heads[key]
        head.kind = "head"
        for leaf in groups:
            before = leaf.text.lower() in ("with", "without")
            leaf.text = f"{leaf.text} {head.text}" if before else f"{head.text}: {leaf.text}"
            leaf.kind = "arm"


def part_arms(columns: Iterable[Sequence[Name]]) -> None:
    """Make the kinds of one arm arms of their own where the others beside it have none below them."""
    held = [list(names) for names in columns]
    below: dict[int, list[Name]] = {}
    heads: dict[int, Name] = {}
    alone = set()
    for names in held:
        arms = [index for index, name in enumerate(names) if name.kind == "arm"]
        if not arms:
            continue
        arm, rest = names[arms[0]], names[arms[0] + 1 :]
        if not rest:
            alone.add(arm.cell.row)
        elif len(rest) == 1:
            heads[id(arm)] = arm
            below.setdefault(id(arm), []).append(rest[0])
    for key, kinds in below.items():
        head = heads[key]
        named = all(name.kind == "other" for name in kinds) and len({n.text for n in kinds}) == len(
            kinds
        )
        if named and len(kinds) > 1 and head.cell.row in alone:
            head.kind = "head"
            for name in kinds:
                name.text, name.kind = f"{head.text}, {name.text}", "arm"
