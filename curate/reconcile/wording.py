"""What two labels have in common besides being spelt alike: words, numbers, abbreviations, kinds of control.

Similarity of spelling says nothing about meaning. "Ketamine 0.5 mg/kg" and "Ketamine 0.2 mg/kg" are alike at 94
of 100, "MADRS" and its own full name at 17: here a label is taken apart, and only what its parts say counts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from curate.parse.label import read_label

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[a-z]+|%|\+")
_BRACKET = re.compile(r"^(?P<words>[^()\[\]]+)[(\[](?P<short>[^()\[\]]+)[)\]]\s*$")
_ORDINAL = re.compile(
    r"\b(group|arm|cohort|treatment|regimen|sequence|condition|part|period|phase|stage|type|visit|step)\s+"
    r"([a-h]|i{1,3}|iv|vi{0,3}|\d)\b"
)
_GROUPS = ("group", "arm", "cohort", "treatment", "regimen", "sequence")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_MICRO = re.compile(r"(\d+(?:\.\d+)?)\s*(?:mcg|ug|μg|microg(?:rams?)?)\b")
_GRAM = re.compile(r"(\d+(?:\.\d+)?)\s*g\b")
_SPELT = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
}


def words(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one text."""
    return frozenset(text.split())


ARTICLES = words("the of a an")
FILLERS = ARTICLES | words(
    "group groups arm arms cohort patients participants subjects people in for with by to treated receiving "
    "received treatment therapy score scores"
)
"""Words that do not tell one arm of a report from another."""

SCORES = ARTICLES | words("score scores scale item items version")
"""Words that do not tell one outcome from another; "time to" and "time in remission" are two."""

DIRECTED = re.compile(
    r"\b(?:to|from|then|followed|versus|vs|v|minus|than|before|after|against|per)\b|[a-z]{3}\s*[/>]\s*[a-z]{3}"
)
"""What makes the order of words matter: "leptin/adiponectin", "from sinus rhythm to fibrillation"."""

QUALIFIERS = words(
    "mg kg ml l h min hr hour hours minutes per day daily once twice weekly week x iv im sc po intravenous "
    "intramuscular subcutaneous oral intranasal infusion infusions injection injections bolus single dose doses "
    "tablet tablets capsule capsules spray nasal % hydrochloride hcl solution normal over given"
)
"""Words that say how much of a thing and by which way, not what it is."""

_OPPOSITES = """
    low/high lower/higher lower/upper low/medium medium/high left/right early/late before/after pre/post with/without
    fast/slow short/long single/repeated single/multiple once/twice anodal/cathodal unilateral/bilateral men/women
    male/female boys/girls systolic/diastolic morning/evening self/clinician self/observer patient/clinician
    state/trait positive/negative mono/combined active/inactive open/blind immediate/delayed intravenous/oral
    intravenous/intramuscular intravenous/intranasal intravenous/subcutaneous oral/intranasal iv/im iv/oral iv/po
    iv/sc im/sc oral/im responders/nonresponders better/worse worst/average rest/movement partial/complete
    response/remission mild/severe mild/moderate moderate/severe total/subscale
"""
OPPOSITES = tuple(frozenset(pair.split("/")) for pair in _OPPOSITES.split())
"""Words that make two labels name two things, however alike the rest is."""

_EITHER = frozenset().union(*OPPOSITES)

CONTROLS = {
    "placebo": ("placebo", "placebos", "saline", "vehicle"),
    "sham": ("sham",),
    "usual care": (
        "usual care",
        "standard care",
        "routine care",
        "care as usual",
        "treatment as usual",
        "tau",
    ),
    "waiting list": ("waiting list", "wait list", "waitlist"),
    "no treatment": ("no treatment", "untreated"),
    "control": ("control", "controls", "comparator", "comparison"),
}
"""Kind of control → its words; ``control`` can be any of them."""

ANY_CONTROL = "control"
_CONTROL = "thecontrol"
_CONTROL_OF = {word: kind for kind, words in CONTROLS.items() for word in words}
_CONTROL_WORDS = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, _CONTROL_OF), key=len, reverse=True)) + r")\b"
)


@dataclass(frozen=True)
class Wording:
    """A label taken apart.

    Attributes
    ----------
    plain
        Folded, without group size and accents.
    words
        What is not a filler, sorted; numbers included.
    arm, outcome
        What two labels of arms, or of outcomes, must share to be the same in other words. Words may change
        places within what is said of one thing, and things that are added may ("ECT + ketamine"), but not two
        things that follow each other ("placebo/ketamine").
    beside
        The same of an arm for what is beside its control, without numbers and qualifiers.
    numbers
        Numbers and ordinals ("Group B", "II").
    short
        An abbreviation that the label itself explains ("… Rating Scale (MADRS)"), folded; else empty.
    control
        Kind of control; empty for other arms.
    group
        The number or letter that a report gives the arm ("Group II", "Laser (arm B)"); else empty.
    rest
        What is neither a filler, a number, a qualifier nor a word for the control.
    """

    plain: str
    words: tuple[str, ...]
    arm: tuple[tuple[str, ...], ...]
    outcome: tuple[str, ...]
    beside: tuple[tuple[str, ...], ...]
    numbers: frozenset[str]
    short: str
    control: str
    group: str
    rest: frozenset[str]

    @property
    def compact(self) -> str:
        """The label as one string of letters and digits: HAM-D 17 and HAMD17 are one."""
        return re.sub(r"[^a-z0-9]", "", self.plain)


@cache
def wording(label: str) -> Wording:
    """Take a label apart.

    Examples
    --------
    >>> wording("Ketamine group (n = 22)").words, wording("Group II").numbers
    (('ketamine',), frozenset({'2'}))
    >>> wording("Beck Depression Inventory (BDI)").short, wording("Response (MADRS)").short
    ('bdi', '')
    """
    plain = _folded(read_label(label).text)
    plain = plain if re.search(r"\w", plain) else _folded(label)
    control = _CONTROL_WORDS.search(plain)
    bare = _CONTROL_WORDS.sub(" ", plain) if control else plain
    tokens = _tokens(plain)
    return Wording(
        plain,
        tuple(sorted(token for token in tokens if token not in FILLERS)),
        _added(plain),
        _outcome(plain),
        tuple(sorted(tuple(filter(_is_substance, part)) for part in _added(_marked_control(plain)))),
        frozenset(token for token in tokens if token[0].isdigit() or token.startswith("#")),
        _explained_abbreviation(plain),
        _CONTROL_OF[control[0]] if control else "",
        _group(plain),
        frozenset(token for token in _tokens(bare) if _is_substance(token)),
    )


def _folded(text: str) -> str:
    spelt = unicodedata.normalize("NFKD", text).casefold()
    spelt = "".join(letter for letter in spelt if not unicodedata.combining(letter))
    spelt = re.sub(r"[\u2010-\u2015\u2212]", "-", spelt).replace("·", ".").replace("µ", "μ")
    spelt = _MICRO.sub(lambda match: f"{float(match[1]) / 1000:g} mg", spelt)
    spelt = _GRAM.sub(lambda match: f"{float(match[1]) * 1000:g} mg", spelt)
    spelt = re.sub(r"\b(?:plus|and)\b|&", "+", spelt)
    return " ".join(spelt.replace("-", " ").split())


def _tokens(plain: str) -> list[str]:
    """Return words and numbers; ordinals as numbers, so that groups A and B can never be one."""
    marked = _ORDINAL.sub(lambda match: f"{match[1]} \0{_ordinal(match[2])}\0", plain)
    found = []
    for at, part in enumerate(marked.split("\0")):
        if at % 2:
            found.append(part)
        else:
            found += [_number(token) for token in _TOKEN.findall(part)]
    return found


def _added(plain: str) -> tuple[tuple[str, ...], ...]:
    """Return the parts of an arm that "+" joins, sorted; in each the words, sorted when it names one thing."""
    parts = []
    for part in plain.split("+"):
        words = [token for token in _tokens(part) if token not in FILLERS]
        things = [word for word in words if _is_substance(word) and word not in _EITHER]
        parts.append(tuple(words if len(things) > 1 else sorted(words)))
    return tuple(sorted(parts))


def _outcome(plain: str) -> tuple[str, ...]:
    words = [token for token in _tokens(plain.replace("change in ", "change ")) if token not in SCORES]
    return tuple(words if DIRECTED.search(plain) else sorted(words))


def _marked_control(plain: str) -> str:
    """Return an arm with one word for whatever its control is called."""
    return re.sub(rf"{_CONTROL_WORDS.pattern}(?:\s+{_CONTROL_WORDS.pattern})*", _CONTROL, plain)


def _group(plain: str) -> str:
    found = {_ordinal(each[1]) for each in _ORDINAL.findall(plain) if each[0] in _GROUPS}
    return found.pop() if len(found) == 1 else ""


def _ordinal(sign: str) -> str:
    number = _ROMAN.get(sign, sign)
    return number if number.isdigit() else f"#{number}"


def _number(token: str) -> str:
    if token[0].isdigit():
        return f"{float(token):g}"
    return _SPELT.get(token, token)


def _is_substance(token: str) -> bool:
    is_number = token[0].isdigit() or token.startswith("#")
    return not is_number and token not in FILLERS and token not in QUALIFIERS


def _explained_abbreviation(plain: str) -> str:
    """Return the abbreviation in brackets when the words before it can be what it stands for.

    Its letters must stand in the words in their order, the first one at the beginning of a word (Schwartz &
    Hearst 2003, doi:10.1142/9789812776303_0042): of "Response (MADRS)" MADRS is no abbreviation.
    """
    match = _BRACKET.match(plain)
    if not match:
        return ""
    short = re.sub(r"[^a-z0-9]", "", match["short"])
    letters = re.sub(r"\d", "", short)
    words = match["words"].strip()
    if not 2 <= len(letters) <= 10 or len(words.split()) < 2:
        return ""
    at = len(words)
    for place in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and (
            words[at] != letters[place] or (place == 0 and at > 0 and words[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return ""
    return short


def numbers_differ(one: Wording, two: Wording) -> bool:
    """Whether both labels have numbers and neither has all those of the other."""
    return not (one.numbers <= two.numbers or two.numbers <= one.numbers)


def opposed(one: Wording, two: Wording) -> frozenset[str] | None:
    """Return two words that make the labels name two things; None when there are none."""
    first, second = (set(re.findall(r"[a-z]+", label.plain)) for label in (one, two))
    for pair in OPPOSITES:
        if len(pair & (first - second)) == 1 and len(pair & (second - first)) == 1:
            return pair
    return None


def only_qualifies(one: Wording, two: Wording) -> bool:
    """Whether one label is the other with a dose, a route or a form added; both name one and the same thing."""
    short, long = sorted((set(one.words), set(two.words)), key=len)
    one_thing = one.rest == two.rest and len(one.rest - _EITHER) == 1 and one.control == two.control
    return one_thing and one.rest <= short < long


def same_words(one: Wording, two: Wording, outcome: bool = False) -> bool:
    """Whether two labels are the same but for fillers, hyphens and the order ("HAM-D 17", "17-item HAMD")."""
    if one.numbers != two.numbers or not one.words or not two.words:
        return False
    return one.compact == two.compact or (one.outcome == two.outcome if outcome else one.arm == two.arm)


def is_abbreviation(one: Wording, two: Wording) -> bool:
    """Whether one label explains the other as its abbreviation."""
    return bool(one.short and one.short == two.compact) or bool(two.short and two.short == one.compact)


def same_group(one: Wording, two: Wording) -> bool:
    """Whether one label is the number of a group, and the other gives its arm that number too."""
    return (
        bool(one.group)
        and one.group == two.group
        and any(label.words == (label.group,) for label in (one, two))
    )


def same_control(one: Wording, two: Wording) -> bool:
    """Whether two labels name a control of one kind, beside the same things ("placebo + ECT")."""
    kinds = {one.control, two.control}
    return all(kinds) and (len(kinds) == 1 or ANY_CONTROL in kinds) and one.beside == two.beside
