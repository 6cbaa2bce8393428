"""The arms of a report, as the headers of its tables name them."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from curate.parse.label import sounds_like_arm


class ArmBook:
    """The arms of a report as its table headers name them, with their sizes."""

    def __init__(self) -> None:
        self.votes: Counter[str] = Counter()
        self.sizes: dict[str, Counter[str]] = {}
        self.tables: dict[str, set[int]] = {}

    def add(self, text: str, n: str = "", weight: int = 1, table: int = 0) -> None:
        """Note that a header names an arm."""
        key = plain_key(text)
        if key:
            self.tables.setdefault(key, set()).add(table)
            self.votes[key] += weight
            if n:
                self.sizes.setdefault(key, Counter())[n] += 1

    def knows(self, text: str) -> bool:
        """Whether a label is one of the arms, spelling and the word "group" apart."""
        return self.votes[plain_key(text)] >= 2

    def spread(self, text: str) -> int:
        """Return in how many tables headers name an arm."""
        return len(self.tables.get(plain_key(text), ()))

    def joins(self, text: str) -> bool:
        """Whether an arm of two treatments has a label as one of them: "HE" in "Gum + HE"."""
        key = plain_key(text)
        return any(
            key in [plain_key(part) for part in _JOINED.split(arm)[1:]]
            for arm, votes in self.votes.items()
            if votes >= 2 and key in arm
        )

    def mended(self, text: str) -> str:
        """Return an arm's name without the space behind a hyphen at a line's end, or without both.

        "Inter- vention" is "Intervention" where other headers say so or that alone has the words of an arm. A dagger
        whose font has it as a letter, "Controls z", is none of a name that others have without it.
        """
        marked = _MARKED.search(text)
        if marked and self.tables.get(plain_key(text[: marked.start()])):
            text = text[: marked.start()]
        if not _BROKEN.search(text):
            return text
        whole = _BROKEN.sub("", text)
        if self.knows(whole) or (sounds_like_arm(whole) and not sounds_like_arm(text)):
            return whole
        return _BROKEN.sub("-", text)

    def named_in(self, text: str) -> list[str]:
        """Return the arms that a caption names as whole words."""
        lower = text.lower()
        return [
            key for key, votes in self.votes.items()
            if votes >= 2 and len(key) > 3 and re.search(rf"(?<!\w){re.escape(key)}(?!\w)", lower)
        ]  # fmt: skip

    def resembles(self, text: str) -> bool:
        """Whether a short form names one of the arms ("GDM1" for "GDM 1")."""
        bare = re.sub(r"\W", "", plain_key(text))
        return len(bare) > 1 and any(
            re.sub(r"\W", "", key).startswith(bare) for key, votes in self.votes.items() if votes >= 2
        )

    def size(self, text: str) -> str:
        """Return the one size that the report gives for an arm, empty when there are several or none."""
        sizes = self.sizes.get(plain_key(text))
        return next(iter(sizes)) if sizes and len(sizes) == 1 else ""


_MARKED = re.compile(r"(?<=[a-z)]) [yzx{}|k]$")
_BROKEN = re.compile(r"(?<=[a-z])- (?=[a-z]{3})(?!(?:and|or|versus) )")
_JOINED = re.compile(r"\s*\+\s*|\s+(?:plus|with|and)\s+")

_NOISE = re.compile(
    r"\b(?:group|groups|arm|treatment|patients|subjects|participants|the|therapy)\b|[^a-z0-9+./%α-ω]+"
)


@lru_cache(maxsize=1024)  # the arms of a table are asked for once a cell
def plain_key(text: str) -> str:
    """Return a label in lower case without the words that come and go ("group", "patients")."""
    lower = text.lower()
    key = _NOISE.sub(" ", lower).strip()
    return " ".join(key.split()) or " ".join(lower.split())


_CONTROL = re.compile(
    r"(?i)(?:the )?(?:placebo|controls?|sham|vehicle|(?:usual|standard|routine) care|comparison|untreated"
    r"|wait(?:ing)?[- ]?list|no treatment)(?: (?:group|arm)s?)?"
)


def is_control(text: str) -> bool:
    """Whether a label is nothing but a name of those who were not given what is tried.

    Examples
    --------
    >>> is_control("Usual care group"), is_control("Placebo"), is_control("Controlled release")
    (True, True, False)
    """
    return bool(_CONTROL.fullmatch(text))
