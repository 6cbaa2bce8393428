"""What stands beside a value with an interval that no word names: its counterpart, or the ratio it goes on from."""

from __future__ import annotations

import re

from curate.parse.sentence_patterns import ESTIMATES, PERCENT
from curate.parse.sentence_text import Reader, Statement

_N, _GAP = r"[\ue000-\ue002]", r"[^\ue000-\ue002]"
_OWN_INTERVAL = (
    rf"{_GAP}*(?:{PERCENT}{_GAP}*)?{_N}{_GAP}{{1,6}}{_N}"  # one way to match: no backtracking
)
_AGAINST_OTHER = re.compile(
    rf"{_N}{_OWN_INTERVAL}[)\]\s]*(?:vs?\.?|versus|compared with)\s+{_N}{_OWN_INTERVAL}"
)
"""A value with its interval, set against another: "1.1 kg [95% CI, 0.5-1.7] vs 2.5 kg [95% CI, 2.0-3.0]"."""


def set_against(reader: Reader, match: re.Match[str]) -> bool:
    """Whether a value with its interval is set against another one with its own."""
    return _AGAINST_OTHER.match(reader.skeleton, match.start("value")) is not None


_FOR_ANOTHER = re.compile(r"\s*(?:and\s+)?(?:for|in|with|on|among)\s[^\d;:]{2,60},?\s+")


_AND_ANOTHER = re.compile(
    r"\s*(?:p\s*[<=>]\s*[\d.\u00b7]+)?\s*[)\]]\s*(?:,|and|or)\s+[a-z][^\d;:()\[\]]{2,60}[(\[]\s*", re.I
)
"""Between a ratio and the next outcome's: "; p=0.01) and waking ("."""


def ratio_before(reader: Reader, clause: str) -> Statement | None:
    """Return the ratio that a clause of its own goes on with: "OR for A was 1.1 (95% CI …); for B, 0.9 (95% CI …)"."""
    last = next((s for s in reversed(reader.found) if s.kind not in ("ci", "p")), None)
    ratio = (
        last is not None and last.kind == "estimate" and last.statistics[0] in ESTIMATES and last.label
    )
    another = _FOR_ANOTHER.fullmatch(clause) or _AND_ANOTHER.fullmatch(clause)
    return last if ratio and another else None
