"""Units at the end of a label: "Weight, kg", "Home systolic BP (mm Hg)", "TNF-α [pg/mL]"."""

from __future__ import annotations

import re

_SIMPLE = (
    r"mm\s?Hg|cm\s?H2O|k?g|mg|[µμ]g|mcg|ng|pg|fg|lb|[cmkµμn]?m(?:2|²|3|³)?|[dmµμ]?[lL]|k?cal|k?J|k?Pa|[µμnpm]?mol|[mµμ]?M"
    r"|m?IU|U|mU|[µμ]?kat|Hz|dB|bpm|beats|breaths|m?Eq|s|sec(?:onds?)?|min(?:utes?)?|h|hrs?|hours?|d|days?|wk|weeks?"
    r"|mo|months?|y|yrs?|years?|%|°\s?C|°|score|points?|cells?|copies|log10|W|watts?|METs?|ms|msec|m?V|kU|units?"
)
_PER = rf"(?:{_SIMPLE}|BSA|kg|dL|cm|[µμ]L|100\s?mL|100\s?000|1\.73\s?m(?:2|²)|week|day|min|h|HPF|HP)"
_UNIT = re.compile(
    rf"(?:×?\s?10\^?\d+\s?/?\s?)?(?:{_SIMPLE})(?:\s?(?:/|per|\s|·|\.)\s?{_PER}){{0,3}}(?:[−-]\d)?"
)
_TAIL = re.compile(r"(?:,\s*|\s*\(|\s*\[|\s+in\s+)(?P<unit>[^,()\[\]]{1,24})[)\]]?\s*$")


def split_unit(label: str) -> tuple[str, str]:
    """Return `label` without the unit at its end, and the unit; the unit is empty when there is none.

    Examples
    --------
    >>> split_unit("Home systolic BP (mm Hg)"), split_unit("Weight, kg"), split_unit("Male")
    (('Home systolic BP', 'mm Hg'), ('Weight', 'kg'), ('Male', ''))
    """
    match = _TAIL.search(label)
    if match and _UNIT.fullmatch(match["unit"].strip()):
        return label[: match.start()].strip(), match["unit"].strip()
    return label.strip(), ""


def is_unit(text: str) -> bool:
    """Whether `text` is a unit and nothing else ("(kg/m2)")."""
    return bool(_UNIT.fullmatch(text.strip().strip("()[]").strip()))
