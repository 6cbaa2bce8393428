"""The verbs by which sentences of results tell what was measured."""

from __future__ import annotations

import re

VERBS = (
    "was|were|is|are|did|do|does|had|has|have|occurred|increased|decreased|improved|declined|rose|fell|dropped|"
    "reduced|changed|remained|showed|experienced|reported|achieved|received|underwent|developed|completed|"
    "demonstrated|differed|resulted|led|reached|converted|died|survived|required|discontinued|gained|lost|"
    "maintained|ranged|averaged|favou?red|met|tended|appeared|exhibited|presented|responded|relapsed|produced|"
    "provided|caused|used|scored|attended|stopped|withdrew|lowered|raised|conferred|revealed|indicated|went|"
    "can|could|would|yielded|exceeded|shortened|prolonged(?! (?:smoking )?abstinen)|"
    "displayed|suffered|needed|attained|obtained"
)
VERB = re.compile(
    rf"\b(?:(?<![-\u2010\u2011])(?:{VERBS})\b|self-reported(?=\s\w+ing\b)"
    r"(?:(?<=[)\]] self-reported)|(?<=participants self-reported)|(?<=patients self-reported)|"
    r"(?<=subjects self-reported)|(?<=adults self-reported)))"
)
"""Not behind a hyphen: what is "self-reported" has its verb elsewhere."""
_WORDS = """
died survived converted relapsed responded discontinued withdrew completed improved required developed
underwent stopped attended increased decreased
"""
TELLING = frozenset(_WORDS.split())
"""Those that are an outcome themselves: "59 converted"."""
