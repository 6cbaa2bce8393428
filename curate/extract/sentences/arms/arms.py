"""The arms of a trial as its text names them, and where a sentence mentions them.

An arm is known by several names: "exercise training", "ET", "the ET group", "exercise". The label that leaves
this module is one of them, verbatim: the one printed most often beside "group" or "arm".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curate.extract.sentences.arms.arm_names import Arm, find_names
from curate.extract.sentences.arms.arm_nouns import GENERIC, UNITS, name_key
from curate.extract.sentences.text.flow import Block
from curate.extract.sentences.text.passage import Passage
from curate.parse.people import PEOPLE

_LETTER = r"(?:[1-9]|[A-Z][A-Z0-9]{0,3}|I{1,3}|IV|V)(?![\w-]|[.,]\d|\s?[±%/])"
_LETTERED = re.compile(rf"\b(?:[Gg]roups?|[Aa]rms?|GROUPS?)[\s-]+({_LETTER})")
_LETTERED_LIST = re.compile(
    rf"\b(?:[Gg]roups?|[Aa]rms?)\s+({_LETTER}(?:,\s*{_LETTER})*)\s*,?\s*(?:and|vs\.?|versus|or|&)\s+({_LETTER})"
)
_ITS_LETTER = re.compile(rf"[\s-]+{_LETTER}(?!\s+(?:\(|{PEOPLE}\b))")
_ITS_NUMBER = re.compile(rf"Groups?\s+{_LETTER}(?!\s+{PEOPLE}\b)")
_ONE_LETTER = re.compile(r"[^\s,]+")
_NUMBERED_RANGE = re.compile(r"\b[Gg]roups\s+([1-5])\s*(?:to|-|\u2013|through)\s*([2-6])\b")
_MAY_NAME_A_GROUP = re.compile(r"[Gg][Rr][Oo][Uu][Pp]|[Aa][Rr][Mm]")
_FOLLOWING = re.compile(
    r"\s*(?:$|[^\w\s-]|[\ue000-\uf8ff\d]|(?:groups?|arms?|and|or|vs?|versus|than|was|were|is|had|has|have|did|in|at|to|for|with|"
    r"compared|patients?|subjects?|participants?|recipients?|showed|resulted|on|over|by|from|after|during|but|"
    r"while|whereas|respectively|increased|decreased|reduced|improved|treatment|therapy|alone|users|women|men|"
    r"children|as|the|of|receiving|treated|converted|experienced|reported|demonstrated|significantly|led|caused|"
    r"produced|lowered|raised|achieved|developed|died|relative|could|would|yielded|provided|completed|underwent|required|of|,)\b|-treated\b)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a sentence names an arm; `start` and `end` include the words "the … group"."""

    arm: str
    start: int
    end: int


class ArmBook:
    """The arms of one report.

    Attributes
    ----------
    arms
        Most supported first.
    main
        Labels of the arms that patients were assigned to, comparator last; empty when not known.
    """

    def __init__(self, arms: Sequence[Arm]) -> None:
        self.arms = list(arms)
        self.main = _main(self.arms)
        self._names: dict[str, tuple[str, bool]] = {}
        for arm in self.arms:
            strong = arm.support >= 2 or arm.assigned
            for alias in arm.aliases:
                self._names.setdefault(name_key(alias), (arm.label, strong))
        names = sorted(self._names, key=len, reverse=True)
        words = "|".join(r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", name))) for name in names)
        self._pattern = (
            re.compile(
                rf"(?<![\w/]){_NEGATED}"
                rf"(?:[Tt]he\s+|[Aa]n?\s+)?(?P<name>{words})(?![\w])(?:-[A-Z0-9]{{1,4}}(?![\w-]))?"
                rf"(?!-control|-blind|\s+control[l ])"
                rf"(?P<noun>(?:[\s-]+treated)?(?:\s*\([A-Za-z0-9 /+-]{{1,14}}\))?\s*"
                rf"(?:treatment\s+)?(?:groups?|arms?|cohorts?|conditions?)\b)?(?P<units>\s+{UNITS}\b)?",
                re.I,
            )
            if names
            else None
        )
        self._joined = re.compile(
            rf"{_BRACKET}\s*(?:,|and|or|vs\.?|versus)\s+(?:the\s+)?(?:{words}){_BRACKET}\s+(?:groups|arms)\b"
            rf"|\s+and\s+\d[\d,]*\s+(?:{UNITS}\s+)?(?:(?:were\s+)?(?:randomi[sz]ed\s+|assigned\s+|allocated\s+)?to|in|received)\s+"
            rf"(?:the\s+)?(?:{words})\s+(?:group|arm)\b",
            re.I,
        )

    def find(self, text: str) -> list[Mention]:
        """Return the mentions of arms in a sentence, in their order."""
        found: list[Mention] = []
        for match in self._pattern.finditer(text) if self._pattern else ():
            label, strong = self._names[name_key(match["name"])]
            if match["noun"] and GENERIC.match(match["name"]) and _has_letter(text, match.end("noun")):
                continue  # "test group 1" is one of several
            every = _EVERY.search(text[: match.start()]) and not _ALL_OF_ONE.search(
                text, 0, match.end("noun")
            )
            if every or self._is_every(text, match):
                continue
            if len(match["name"]) <= 3 and not any(match["name"] in arm.aliases for arm in self.arms):
                continue
            people = match["name"].isupper() and match["units"]
            alone = strong and (
                match["units"]
                or _stands_alone(match["name"], text, match)
                or self._is_added_to(text, match)
            )
            if match["noun"] is None and not (alone or people or self._is_joined(text, match)):
                continue
            found.append(Mention(label, match.start(), match.end()))
        if _MAY_NAME_A_GROUP.search(text):
            self._find_generic(text, found)
        return sorted(_apart(_dosed(text, found)), key=lambda mention: mention.start)

    def _find_generic(self, text: str, found: list[Mention]) -> None:
        """Add the mentions of groups that have a letter, a number or no name but "the treatment group"."""
        for match in _LETTERED_LIST.finditer(text):
            letters = [*_ONE_LETTER.finditer(text, match.start(1), match.end(1)), match]
            for letter in letters:
                at, end = letter.span(2 if letter is match else 0)
                found.append(Mention(f"Group {text[at:end]}", at, end))
        for match in _NUMBERED_RANGE.finditer(text):
            for number in range(int(match[1]), min(int(match[2]), 6) + 1):
                found.append(Mention(f"Group {number}", match.start(), match.end()))
        for match in _GENERIC_GROUP.finditer(text):
            if not any(m.start < match.end() and match.start() < m.end for m in found):
                found.append(Mention(match["name"], match.start(), match.end()))
        for match in _LETTERED.finditer(text):
            if not any(m.start < match.end() and match.start() < m.end for m in found):
                found.append(Mention(self._lettered(match), match.start(), match.end()))

    def _is_added_to(self, text: str, match: re.Match[str]) -> bool:
        """Whether an arm is named with what all of them got: "kava plus tea or placebo plus tea"."""
        added = _PLUS.match(text, match.end())
        if added is None:
            return False
        own = self._names[name_key(match["name"])][0]
        others = (m for m in _PLUS_AGAIN.finditer(text) if m["what"].lower() == added["what"].lower())
        return any(self._names.get(name_key(m["name"]), (own, False))[0] != own for m in others)

    def _is_joined(self, text: str, match: re.Match[str]) -> bool:
        """Whether a name shares its "groups" with the next one, or has its size: "the A (4%) and B (5%) groups"."""
        return bool(_SIZED.match(text, match.end()) or self._joined.match(text, match.end()))

    def _is_every(self, text: str, match: re.Match[str]) -> bool:
        """Whether "between the … groups", "either … group" name all of them and not the first of two."""
        between = _BETWEEN.search(text[: match.start()])
        return bool(between) and not (
            _AND_ANOTHER.match(text, match.end()) or self._joined.match(text, match.end())
        )

    def _lettered(self, match: re.Match[str]) -> str:
        return f"Group {match[1]}"


_PLUS = re.compile(r"\s+plus\s+(?P<what>[\w-]+)")
_PLUS_AGAIN = re.compile(r"(?P<name>[\w-]+)\s+plus\s+(?P<what>[\w-]+)")
_BRACKET = r"(?:\s*[(\[][^()\[\]]{1,60}[)\]])?"
_SIZED = re.compile(r"\s*[(\[,:]?\s*[nN]\s?[=:]\s?\d")
_AND_ANOTHER = re.compile(rf"{_BRACKET}\s*(?:,|and\b|or\b|vs\b|versus\b)")
_NEGATED = r"(?<![Nn]on[-\u2010\u2011 ])(?<!\b[Nn]o )"
"""Not before a name: "the non-responder group" is not the responders'."""
_GENERIC_GROUP = re.compile(
    r"(?<=in )(?:the )?(?P<name>treatment|intervention|experimental|active|active treatment)"
    r"(?: (?:group|arm)\b|(?= and (?:the )?[\w-]+(?:\s[\w-]+)? (?:groups|arms)\b))",
    re.I,
)
"""Its name even where several arms could be meant by it."""
_DOSES = re.compile(
    r"\s+(?P<list>\d[\d.,]*(?:,\s*\d[\d.]*)*,?\s+(?:and|or|&)\s+\d[\d.,]*)\s?"
    r"(?P<unit>(?:mg|[µμ]g|mcg|g|IU|m[lL]|%)(?:/(?:kg|d|day|h|week))*)(?![\w/])"
)
_ITEM = re.compile(r"\d[\d.]*")
_ONE_DOSE = re.compile(
    r"\s+(?P<dose>\d[\d.,]*\s?(?:mg|[µμ]g|mcg|g|IU|m[lL])(?:/(?:kg|d|day|h|week))*)(?![\w/])"
)


def _has_letter(text: str, end: int) -> bool:
    """Whether a letter or number of its own follows "group", and no count of people does."""
    if _ITS_LETTER.match(text, end):
        return True
    place = text.rfind("G", max(0, end - 6), end)
    return place >= 0 and _ITS_NUMBER.match(text, place) is not None


def _dosed(text: str, mentions: Iterable[Mention]) -> Iterable[Mention]:
    """Tell apart the doses that follow a name: "kava 300 and 600 mg/day" are two arms."""
    for mention in mentions:
        dose = _ONE_DOSE.match(text, mention.end)
        if dose and _has_other_dose(text, text[mention.start : mention.end], dose["dose"]):
            yield Mention(f"{mention.arm} {dose['dose']}", mention.start, dose.end())
            continue
        match = _DOSES.match(text, mention.end)
        doses = list(_ITEM.finditer(match["list"])) if match else []
        if match is None or len(doses) < 2:
            yield mention
            continue
        place = mention.start
        for dose in doses:
            end = match.start("list") + dose.end()
            end = match.end() if dose is doses[-1] else end
            yield Mention(f"{mention.arm} {dose[0].rstrip('.')} {match['unit']}", place, end)
            place = end


def _has_other_dose(text: str, name: str, dose: str) -> bool:
    """Whether a sentence gives another dose behind the same name."""
    again = (m.end() for m in re.finditer(re.escape(name), text, re.I))
    others = (_ONE_DOSE.match(text, end) for end in again)
    return any(other["dose"] != dose for other in others if other)


_EVERY = re.compile(r"\b(?:each|both|all|two|three|four|other|the [234])\s+$", re.I)
_ALL_OF_ONE = re.compile(r"\ball\s+[^,;()]{1,60}\b(?:group|arm|condition|cohort)$", re.I)
"""The people of one arm, who are told of as all: "for all A group participants"."""
_BETWEEN = re.compile(r"\b(?:between|either)\s+$", re.I)


def _stands_alone(name: str, text: str, match: re.Match[str]) -> bool:
    """Whether a name without "group" is used as an arm, not as a part of another noun."""
    if re.fullmatch(r"(?i)control|treatment|intervention|active|standard", name):
        before = text[: match.start()]
        compared = re.search(r"(?i)(?:\b(?:vs?\.?|versus|than|with|to|for|and)|[\d%)])\s*$", before)
        ended = re.match(r"(?i)\s*(?:$|[^\w\s]|versus\b|vs?\b|compared\b)", text[match.end() :])
        return bool(compared and ended)
    if " " in name or "-" in name or re.search(r"\d|[A-Za-z][A-Z]", match["name"]):
        return True
    return bool(_FOLLOWING.match(text, match.end()))


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, m.start - m.end)):
        ranged = kept and (mention.start, mention.end) == (kept[-1].start, kept[-1].end)
        if not kept or mention.start >= kept[-1].end or ranged:
            kept.append(mention)
    return kept


def _main(arms: Sequence[Arm]) -> tuple[str, ...]:
    """Return the labels of the assigned arms, comparators last, when the report makes them plain."""
    strong = [arm for arm in arms if arm.support >= 3 or arm.assigned]
    if not strong:
        return ()
    top = max(arm.support for arm in strong)
    kept = [arm for arm in strong if arm.support >= 0.2 * top]
    return tuple(arm.label for arm in sorted(kept, key=lambda arm: (arm.control, -arm.support)))


def find_arms(passages: Sequence[Passage], blocks: Sequence[Block] = ()) -> ArmBook:
    """Find the arms of a report from its title, abstract, methods and results.

    Parameters
    ----------
    blocks
        All of the report's: an arm that heads a column of a table is called what is printed there.
    """
    arms = find_names(passages)
    heads = _heads(blocks)
    for arm in arms:
        own = name_key(arm.label)
        printed = Counter(heads.get(own, {}))
        for key in {name_key(alias) for alias in arm.aliases} if not printed else ():
            if not set(key.split()) < set(own.split()):
                printed.update({text: count for text, count in heads.get(key, {}).items() if count > 1})
        if printed:
            arm.label = printed.most_common(1)[0][0]
    return ArmBook(arms)


_NOUN_OF_HEAD = re.compile(r"\s+(?:groups?|arms?)$", re.I)
WORDS_OF_A_HEAD = 8  # of a column, its size included
_SIZE_IN_HEAD = re.compile(
    r"\s?[(\[]?\s?\b[nN]\s?[=:]\s?\d[\d,]*\s?[)\]]?|\s?,?\s?[(\[]?\bn\s?\(%\)[)\]]?"
)


def _heads(blocks: Sequence[Block]) -> dict[str, Counter[str]]:
    """Return name → how often which spelling of it has a line of its own, but for a size."""
    heads: dict[str, Counter[str]] = {}
    for block in blocks:
        for line in block.lines:
            if len(line.words) > WORDS_OF_A_HEAD or not line.words[0].text[:1].isalpha():
                continue
            text = line.text.rstrip("*†‡§ ")
            if text[-1:].isdigit() or text[-1:] == ")":
                text = _SIZE_IN_HEAD.sub("", text)
            if text and len(text.split()) <= 5:
                key = name_key(_NOUN_OF_HEAD.sub("", text) if text[-1] in "pPmMsS" else text)
                heads.setdefault(key, Counter())[text] += 1
    return heads
