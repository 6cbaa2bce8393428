"""Labels of arms and outcomes: group sizes apart, contrasts, basis, adjustment, analysis set."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from curate.parse.people import MANY_PEOPLE

_N = re.compile(
    r"[,;:]?\s*[(\[]?\s*(?:(?P<kind>total|all)\s+)?(?<![A-Za-z])[nN]o?\.?\s*(?:=|¼|:|~)\s*"
    r"(?P<n>\d{1,3}(?: \d{3})+(?=\s*[)\]])|\d[\d,\u2009\u202f]*)"
    r"(?:[,;/]?\s+\d{1,4}(?=[,;/]?\s+\d|\s*[)\]]))*"  # those who were left at later times
    rf"(?P<tail>\s*(?:{MANY_PEOPLE}\b)?)\s*[)\]]?"
)
_LOST_SIGN_N = re.compile(r"[(\[]\s*[nN]\s(?:[5p\W_]\s?|\s)(?P<n>\d[\d,]*)\s*[)\]]")
"""A group size whose "=" the text layer lost or has as another character."""
_BARE_N = re.compile(rf"\(\s*(?P<n>\d{{1,5}})\s*{MANY_PEOPLE}\s*\)")
_MARKS = re.compile(r"[*†‡§¶‖#]+$")
_SPACES = re.compile(r"\s+")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart: its `text`, and the group size that stood in it, as printed (or empty)."""

    text: str
    n: str = ""
    n_printed: str = ""


@lru_cache(maxsize=2048)  # a table asks for each of its labels once a cell
def read_label(text: str) -> Label:
    """Take the group size out of a label.

    Examples
    --------
    >>> read_label("Ketamine (n = 22)")
    Label(text='Ketamine', n='22', n_printed='n = 22')
    >>> read_label("Controls (n = 39 267)").n, read_label("Controls (n p 129)").n
    ('39267', '129')
    >>> read_label("Smokers (placebo, n = 27)").text, read_label("Film (n = 43, 36, 25)").text
    ('Smokers (placebo)', 'Film')
    """
    match = _N.search(text) or _LOST_SIGN_N.search(text) or _BARE_N.search(text)
    if match is None:
        return Label(_tidy(text))
    closing = match[0].rstrip()[-1:]
    kept = closing if closing in ")]" and not re.search(r"[(\[]", match[0]) else " "
    rest = _tidy(text[: match.start()] + kept + text[match.end() :])
    printed = re.sub(r"^[,;:]?\s*[(\[]?\s*|\s*[)\]]?$", "", match[0])
    return Label(rest, re.sub(r"\D", "", match["n"]), printed)


def _tidy(text: str) -> str:
    text = _SPACES.sub(" ", text).strip(" ,;:")
    text = _EMPTY_BRACKETS.sub("", text)
    return _MARKS.sub("", text).strip(" ,;:")


_VERSUS = re.compile(
    r"^(?P<a>.{1,60}?)\s*(?:(?<![&/])\bvs?\b\.?|\bversus\b|\bminus\b|\bcompared (?:with|to)\b)\s*(?P<b>.{1,60})$",
    re.I,
)
_IN_BRACKETS = re.compile(r"\w[^()]*\(([^()]*(?<![&/])\b(?:vs?\b\.?|versus\b)[^()]*)\)\W*$", re.I)
"""What a label compares, behind what it names: "Histology (low vs high grade)"."""
_DIFFERENCE = re.compile(
    r"\bdifferences?\b|\bbetween[- ]groups?\b|\b(?:treatment|intervention) effects?\b|\bparameter estimates?\b"
    r"|\bgroup effects?\b|\beffect (?:sizes?|estimates?)\b"
    r"|\best(?:\.|imates?|imated) (?:of )?(?:the )?(?:(?:treatment|intervention) )?effects?\b"
    r"|^(?:adjusted |unadjusted |estimated )?(?:effects?|ratio)(?=\s*(?:\(|$))|^ITT (?:un)?adjusted"
    r"|\b(?:group|arm|treatment)s? comparisons?\b|\b(?:treatment|win) ratios?\b"
    r"|^comparisons?(?: (?:of|between) (?:the )?(?:\w+ )?(?:groups|arms|treatments))?$"
    r"|\b(?:hazard|odds|risk|rate)s? ratios?\b|\brelative risks?\b|\b(?:mean|risk|group) diff\b"
    r"|^diff\.?(?=\s*(?:[(\[]|$))|\bnet change\b",
    re.I,
)
_RATIO_CODE = re.compile(
    r"\b(?:[as]{0,2}HR(?!\+)|a?OR|AOR|a?RR|IRR|SMD|RD|ARR|MD|NNT)\b"
    r"(?!\s+(?:intervals?|variability|times?|rates?)\b|[\s,]*[(\[]?\s*(?:bpm|beats)\b)"
)
_DASHED = re.compile(
    r"^\s*(?P<a>[^-\u2212\u2013\u2014]{2,40}?)\s+[-\u2212\u2013\u2014]\s+(?P<b>[^-\u2212\u2013\u2014]{2,40})$"
)


_DUMMY = re.compile(r"\s*\(\s*=?\s*[0-9]\s*\)(?=\s*(?:vs\b|versus\b)|.*$)")
"""The number by which a model codes a category: "Counselling (1) vs. control (0)"."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """A comparison of arms as a label names it; `left` and `right` are empty where it names none."""

    text: str
    left: str = ""
    right: str = ""


@lru_cache(maxsize=2048)  # a table asks for each of its labels once a cell
def read_contrast(text: str) -> Contrast | None:
    """Return the contrast that a label names, or None.

    Examples
    --------
    >>> read_contrast("Ketamine vs placebo")
    Contrast(text='Ketamine vs placebo', left='Ketamine', right='placebo')
    >>> read_contrast("F&V per day")
    >>> read_contrast("Difference (95% CI)").left
    ''
    >>> read_contrast("Est. of effect (95% CI)").text
    'Est. of effect (95% CI)'
    >>> read_contrast("Stage (early vs late)").left, read_contrast("Arm 1 vs. 2").right
    ('early', 'Arm 2')
    >>> read_contrast("Smoker (vs. none)").left
    'Smoker'
    """
    bare = re.sub(r"\([^()]*(?:CI|confidence|SD|SE|adjusted|α|alpha)[^()]*\)", " ", text).strip()
    bare = _DUMMY.sub("", bare)
    inner = _IN_BRACKETS.search(bare)
    match = (inner and _VERSUS.match(inner[1])) or _VERSUS.match(bare)
    if match:
        return Contrast(text, *_alike(_side(match["a"]), _side(match["b"])))
    if _DIFFERENCE.search(text) or _RATIO_CODE.search(text):
        return Contrast(text)
    return None


_NUMBERED = re.compile(r"(\w.* )(?:\d{1,2}|[IVX]{1,4}|[A-Z])")
_NUMBER_ALONE = re.compile(r"\d{1,2}|[IVX]{1,4}|[A-Z]")


def _alike(left: str, right: str) -> tuple[str, str]:
    """Give the second side the noun that only the first one has: "Arm 1 vs. 2"."""
    numbered = _NUMBERED.fullmatch(left)
    if numbered and _NUMBER_ALONE.fullmatch(right):
        return left, numbered[1] + right
    return left, right


def _side(text: str) -> str:
    text = re.sub(
        r"^(?:(?:mean|adjusted|between[- ]group|treatment)\s+)*differences?\b[\s,:(]*",
        "",
        text,
        flags=re.I,
    )
    text = re.sub(
        r"^(?:p\s*[-–]?\s*values?|p|(?:hazard|odds|risk)s? ratio|HR|OR|RR)\b[\s,:(]*(?:for\s+)?",
        "",
        text,
        flags=re.I,
    )
    text = re.sub(r"^(?:the )?comparisons? (?:of|between)\s+", "", text, flags=re.I)
    text = re.sub(
        r"[,:;]\s*(?:(?:mean|adjusted|between[- ]group)\s+)*"
        r"(?:differences?|effects?|(?:hazard|odds|risk) ratios?)\b.*$",
        "",
        text,
        flags=re.I,
    )
    return _tidy(text.strip("() "))


_LIMITS = r"[,;]?\s*[(\[]?\s*(?:\d\d\s?%\s*(?:CI|CrI|confidence intervals?)|SE|S\.E\.|standard errors?)\s*[)\]]?"
_COEFFICIENT = re.compile(
    r"^(?:(?:(?:mixed|linear|regression|multilevel|(?:un)?adjusted|crude)[- ]+)*models?[\s:,]+)?"
    r"(?:(?:un)?standardi[sz]ed )?(?:(?:(?:β|beta|b|regression)[ -])?coeff?(?:icients?|s|\.)?|β|beta|b(?=\s*[,(\[]))"
    rf"\s*(?:\((?:logit|log(?:[- ]odds)?)\)\s*)?(?:{_LIMITS})?$",
    re.I,
)
"""A bare "B" without its limits is the second of two groups."""


def is_coefficient(text: str) -> bool:
    """Whether a label says that its numbers are coefficients of a regression.

    Examples
    --------
    >>> is_coefficient("Model β (95% CI)"), is_coefficient("Regression coefficient"), is_coefficient("Group B")
    (True, True, False)
    """
    return bool(_COEFFICIENT.match(text))


_PROBABILITY = re.compile(
    r"\b(?:posterior|bayesian|predictive) probabilit"
    r"|\bprobability (?:of|that)\b.*\b(?:benefit|superior(?:ity)?|harm|better|best|non-?inferior(?:ity)?)\b",
    re.I,
)


def is_probability(text: str) -> bool:
    """Whether a label says that its numbers are the probability of an effect: no share of any arm's people."""
    return bool(_PROBABILITY.search(text))


def read_dashed(text: str) -> tuple[str, str] | None:
    """Return the two sides of "placebo – drug", which is a contrast only where both are arms."""
    match = _DASHED.match(text)
    return (_tidy(match["a"]), _tidy(match["b"])) if match else None


_CHANGE_STRICT = re.compile(
    r"\bchang(?:e|es)\b|Δ|∆|\bdelta\b|\b(?:difference|reduction|increase|decrease) from baseline\b", re.I
)
_BASELINE = re.compile(
    r"\bbase-?line\b|\bpre[- ]?(?:treatment|test|intervention|op\w*)\b|^pre$|\bbefore\b|\bat entry\b",
    re.I,
)
_AFTER_BASELINE = re.compile(
    r"\b(?:from|after|following|change|versus|vs\.?|minus|to|with|for|than|since|adjusted (?:for|by))"
    r" (?:the )?baseline\b",
    re.I,
)


@lru_cache(maxsize=2048)
def basis_of(text: str) -> str:
    """Return ``change``, ``baseline`` or empty, by the words of a label.

    Examples
    --------
    >>> basis_of("Change from baseline"), basis_of("Baseline"), basis_of("Week 4")
    ('change', 'baseline', '')
    """
    if _CHANGE_STRICT.search(text):
        return "change"
    if _BASELINE.search(text) and not _AFTER_BASELINE.search(text):
        return "baseline"
    return ""


_ADJUSTED = re.compile(
    r"\b(?:adjusted|multivaria(?:te|ble)|ANCOVA|least[- ]squares?|LS)\b|\baOR\b|\baHR\b|\baRR\b|\bAOR\b",
    re.I,
)
_UNADJUSTED = re.compile(r"\b(?:unadjusted|crude|univaria(?:te|ble))\b", re.I)


@lru_cache(maxsize=2048)
def adjusted_of(text: str) -> str:
    """Return ``yes``, ``no`` or ``unclear``, by the words of a label."""
    if _UNADJUSTED.search(text):
        return "no"
    return "yes" if _ADJUSTED.search(text) else "unclear"


_SETS = (
    ("mITT", re.compile(r"modified[- ]intent(?:ion)?[- ]to[- ]treat|\bmITT\b", re.I)),
    ("ITT", re.compile(r"intent(?:ion)?[- ]to[- ]treat|\bITT\b|full analysis set|\bFAS\b", re.I)),
    ("PP", re.compile(r"per[- ]protocol|\bPP\b", re.I)),
    ("safety", re.compile(r"safety (?:population|set|analysis|sample)|as[- ]treated", re.I)),
    ("completers", re.compile(r"\bcompleters?\b|observed cases?", re.I)),
)
_MAY_NAME_A_SET = (
    "to-treat", "to treat", "as-treated", "as treated", "itt", "full analysis", "fas", "protocol", "pp", "safety",
    "completer", "observed case",
)  # fmt: skip


@lru_cache(maxsize=2048)
def analysis_set_of(text: str) -> str:
    """Return the analysis set that a caption or header names, else ``unclear``."""
    return _first_named(text, _SETS, _MAY_NAME_A_SET)


_MISSING = (
    ("LOCF", re.compile(r"last[- ]observation[- ]carried|\bLOCF\b", re.I)),
    ("BOCF", re.compile(r"baseline[- ]observation[- ]carried|\bBOCF\b", re.I)),
    ("MMRM", re.compile(r"mixed[- ]models? (?:for )?repeated|\bMMRM\b", re.I)),
    ("MI", re.compile(r"multiple imputation", re.I)),
    ("observed", re.compile(r"observed (?:data|cases?)(?: only)?|complete[- ]case", re.I)),
)


_MAY_TELL_OF_MISSING = (
    "locf", "bocf", "mmrm", "observation", "mixed", "imputation", "observed", "complete-case", "complete case"
)  # fmt: skip


def _first_named(text: str, choices: Iterable[tuple[str, re.Pattern[str]]], hints: Iterable[str]) -> str:
    """Return the first of `choices` that a text names, else ``unclear``; one of `hints` is in all that name any."""
    folded = text.casefold()
    if not any([hint in folded for hint in hints]):
        return "unclear"
    return next((code for code, words in choices if words.search(text)), "unclear")


@lru_cache(maxsize=2048)
def missing_data_of(text: str) -> str:
    """Return how missing data were handled, where a caption or header says so, else ``unclear``."""
    return _first_named(text, _MISSING, _MAY_TELL_OF_MISSING)


_ROLES = (
    ("randomised", re.compile(r"\brandomi[sz](?:ed|ation)\b|\ballocated\b|\bassigned\b", re.I)),
    ("completed", re.compile(r"\bcompleted\b|\bcompleters?\b", re.I)),
    (
        "analysed",
        re.compile(
            r"\banaly[sz]ed\b|\banalysis\b|\bsafety (?:population|set|sample)\b"
            r"|\bevaluat(?:ed|able)\b|\bassessed\b|\bITT\b|\bintent",
            re.I,
        ),
    ),
)


@lru_cache(maxsize=2048)
def role_of(text: str) -> str:
    """Return which people a group size counts: ``randomised``, ``analysed``, ``completed`` or empty.

    Examples
    --------
    >>> role_of("Patients randomised"), role_of("Analysed for pain"), role_of("n")
    ('randomised', 'analysed', '')
    """
    return next((code for code, words in _ROLES if words.search(text)), "")


_P = re.compile(
    r"^\s*(?:overall\s+)?[pP]\b(?!\s*/|(?-i:\.\s+(?!Val|Adj|Inter)[A-Z][a-z]{2}))\s*(?:[-–]?\s*values?)?|\b[pP]\s?[-–]?\s*values?[a-z]?\b|^\s*(?:statistical\s+)?sig(?:nificance)?\.?\s*$"
    r"|^\s*(?:(?:statistical\s+)?sig(?:nificance|\.)?|tests?) (?:of|for) (?:the )?interactions?\b"
    r"|\btests?\b.*\(\s*p\s*\)\s*$"
    r"|(?<![+&/] )(?<![+&/])\bp\s*[=<]?\s*$",
    re.I,
)


_SPECIES = re.compile(r"P\. ?(?!values?\b)[a-z]{3,}(?:um|ax|ae|us|is|l[ae]|s[ai]|es)\b")
"""What is counted below the initial of its genus: "P. falciparum"."""
_NO_MARKS = str.maketrans("", "", "*†‡§¶#")


def is_p_label(text: str) -> bool:
    """Whether a header says that its numbers are p values.

    Examples
    --------
    >>> is_p_label("P value"), is_p_label("P. falciparum"), is_p_label("p. value")
    (True, False, True)
    >>> is_p_label("F, p"), is_p_label("Songs + P")
    (True, False)
    """
    return bool(_P.search(text.translate(_NO_MARKS))) and not _SPECIES.match(text)


_GENERIC_ARM = re.compile(
    r"\b(?:placebo|control(?:s|led)?|sham|(?<!post[- ])(?<!pre[- ])intervention|experimental"
    r"|treatment(?= group| arm)|active|usual care"
    r"|standard care|waiting list|wait[- ]?list|group [A-Z0-9]\b|arm [A-Z0-9]\b|\w+ group|\w+ arm|vehicle)\b",
    re.I,
)
_ALL_OF = (
    rf"(?:{MANY_PEOPLE}|groups?|arms?|cohorts?|cent(?:er|re)s|sites|stud(?:y|ies)|grades?|ages|sexes|comers|together"
    r"|combined|randomi[sz]ed|enrolled|included|treated|evaluable|n)"
)
"""Behind "all": what is everybody. "All statins" are some of the groups."""
_ALL = re.compile(
    rf"^\s*(?:total|all(?:\s+{_ALL_OF}\.?)?|overall(?: total)?|total overall|both(?: groups)?|combined|pooled"
    r"|(?:the )?(?:entire|whole|total|full|overall|complete|all) (?:study |trial )?"
    r"(?:(?:cohort|sample|population|group)s?|series))"
    rf"(?:\s+(?:{MANY_PEOPLE}|sample|group))?\s*$"
    r"|^\s*(?:(?:the )?study )?(?:cohort|population)\s*$",
    re.I,
)


def sounds_like_arm(text: str) -> bool:
    """Whether a label uses the words by which reports name arms."""
    return bool(_GENERIC_ARM.search(text))


def is_everyone(text: str) -> bool:
    """Whether a label means all participants, not all of some treatment.

    Examples
    --------
    >>> is_everyone("Total"), is_everyone("All patients"), is_everyone("All statins"), is_everyone("All N95")
    (True, True, False, False)
    """
    return bool(_ALL.match(text))
