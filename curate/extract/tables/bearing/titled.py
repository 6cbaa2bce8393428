"""What was measured, where the rows of a table do not say it: its title does, or the head of the rows' labels.

Rows may be predictors in a model, kinds of people, grades, answers or causes; a record of one of them that does not
say of what it is cannot be used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from curate.extract.tables.bearing.subgroups import is_of_kinds
from curate.extract.tables.names.empty_labels import says_nothing
from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.place_of import Place
from curate.extract.tables.names.stub import RowAxis
from curate.extract.tables.names.time_labels import TIME_HEAD, without_last_time
from curate.parse.duration import is_time
from curate.parse.label import basis_of
from curate.parse.statistic_said import find_said

_ENDS = (
    r"(?=[,;:]?\s+\(?(?:according to|stratified|adjust(?:ed|ing)|controlling|using|by|on|from (?:a|the)"
    r"|in (?:(?:the|an?) )?(?:[\w-]+ ){0,3}(?:models?|regressions?|analys[ei]s))\b"
    r"|\s*\([nN]\s*=|[.;:*]|$)"
)
_MODEL = (
    r"(?:(?:regressions?|GL?MMs?|GAMMs?|GEEs?|(?:cox|hazards?|mixed|mixed[- ]effects?|logistic"
    r"|linear|multi(?:ple|level)|poisson)(?: \w+)? models?"
    r"|(?:uni|bi|multi)vari(?:ate|able)(?: and (?:uni|bi|multi)vari(?:ate|able))?)"
    r"(?: (?:analys[ei]s|models?|results?|estimates?|coefficients?))*)"
)
_MODELLED = tuple(
    re.compile(rf"(?i){before}\s+(?:the\s+)?(?P<what>\S.{{3,}}?){_ENDS}")
    for before in (
        r"\bbased on(?=(?: \S+){0,3} (?:survival|mortality|deaths?|progression|recurrence|relapse|[OPDE]F?S)\b)",
        r"\b(?:(?:factors?|variables?|characteristics|covariates|features|parameters)\s+(?:\w+\s+){0,2}?"
        r"(?:associated with|predict(?:ing|ive (?:of|for))|related to|influencing|affecting)"
        r"|(?:predictors?|determinants?|correlates|risk factors?|prognostic factors?)\s+(?:of|for)|predicting)",
        rf"\b{_MODEL}\s+(?:of|for|on)",
    )
)
"""What a model is of, the nearest words first: "Cox model for treatment based on overall survival"."""

_IS_MODEL = re.compile(
    rf"(?i)\b{_MODEL}|\b(?:predict(?:ors?|ing|ive)|determinants?|correlates|(?:risk|prognostic) factors?)\b"
    r"|\bassociated with\b|\b(?:factors?|variables?) (?:related to|influencing|affecting)\b"
)
_ONLY_MODEL = re.compile(
    rf"(?i)(?:results? (?:of|from) )?(?:(?:the|an?|stepwise|hierarchical|binary|logistic|linear"
    rf"|multi(?:ple|var\w+)|cox|ordinal|poisson) )*{_MODEL}"
    r"(?: (?:with|using|by) (?:the )?[\w-]+ (?:method|procedure|approach))?\W*"
)
_DEPENDENT = re.compile(
    r"(?i)\bas (?:the )?(?:dependent|outcome|response)s? variables?\b|\bas outcomes\b"
)
"""Of the rows: they are what is modelled."""
_RATIOS = re.compile(
    r"(?i)\b(?:(?:odds|hazards?|risk|rate|incidence) ratios?|relative risks?)(?:\s*\([^()]*\))*\s+(?:of|for)\s+"
    rf"(?:the\s+)?(?P<what>\S.{{3,}}?){_ENDS}"
)
_EFFECT = re.compile(
    rf"(?i)\b(?:effects?|impact|influence) of (?:\S+ ){{1,12}}?on (?:the\s+)?(?P<what>\S.{{3,}}?){_ENDS}"
)
_RELATED = re.compile(
    r"(?i)\b(?:relation(?:ship)?s?|associations?) (?:between|of) (?:the )?"
    r"(?:treatment|study|randomi[sz]ed|intervention|trial)"
    r"(?: (?:group|arm|condition|assignment|allocation))? (?:and|with|to) (?:the\s+)?"
    rf"(?P<what>\S.{{3,}}?){_ENDS}"
)
"""What a model of the arms is of: "Relationship between treatment group and abstinence"."""
_RELATION = re.compile(
    r"(?i)(?:effects?|associations?|relations?(?:hips?)?|interactions?|comparisons?|differences?|impact"
    r"|evaluations?|assessments?|results?|analys[ei]s) (?:of|between|on|in)\b|each \w+|(?:co)?variance\b"
)
_GENERAL = re.compile(
    r"(?i)(?:(?:primary|secondary|clinical|study|main|efficacy|safety|all|key|treatment|other|adverse|and|the|each|baseline"
    r"|patient|selected|different|various|independent|dependent|potential|possible|included|model|health|risk|prognostic"
    r"|total|whole|entire|full|overall)\s+)*"
    r"(?:outcomes?|outcome measures?|measures?|end[ -]?points?|events?|results?|variables?|parameters?|effects?|data"
    r"|factors?|predictors?|covariates|characteristics|models?|groups?|patients?|subgroups?|samples?|populations?|cohorts?"
    r"|participants|subjects|(?:wo)?men)\b.{,25}$"
)
"""What says nothing that the rows do not."""


def _is_general(what: str) -> bool:
    return bool(_RELATION.match(what) or _GENERAL.match(what))


def modelled_in(title: str) -> str:
    """Return what a title says that a model is of, whose predictors its rows are; empty where it says none.

    Examples
    --------
    >>> modelled_in("Multivariable logistic regression of factors associated with test completion")
    'test completion'
    >>> modelled_in("Cox model for early vs late treatment based on overall survival (stratified by age)")
    'overall survival'
    >>> modelled_in("Multivariate analysis of secondary outcomes"), modelled_in("Pain by group")
    ('', '')
    """
    related = _RELATED.search(title)
    if related:
        return related["what"].strip(" ,")
    if not _IS_MODEL.search(title) or _DEPENDENT.search(title):
        return ""
    effect = _EFFECT.search(title)
    matches = [effect, *(told.search(title) for told in _MODELLED)]
    whats = (match["what"].strip(" ,") for match in matches if match)
    return next((what for what in whats if not _is_general(what)), "")


def ratio_in(title: str) -> str:
    """Return what the ratios are of that a title names.

    Examples
    --------
    >>> ratio_in("Odds ratios (95% CI) for long-term weight loss"), ratio_in("Odds ratios for outcomes")
    ('long-term weight loss', '')
    """
    match = _RATIOS.search(title)
    return match["what"].strip(" ,") if match and not _is_general(match["what"]) else ""


_BY = re.compile(
    r"(?i)(?:[,:;]?\s+(?:sub-?group )?analys[ei]s)?[,:;]?\s+(?:according to|stratified by|by)\s+(?:the\s+)?"
    r"(?P<kinds>[^,;:.()]+)"
)
_TREATED = re.compile(
    r"(?i)\b(?:treatments?|groups?|arms?|intervention|allocation|assign\w*|randomi[sz]ed|stud(?:y|ies)|visits?|times?|weeks?"
    r"|months?|days?|years?|conditions?|investigators?|method|means|using|regimen|dos(?:e|age)s?|drugs?|vaccines?|intention"
    r"|cohorts?|phase)\b"
)
_HARMS = re.compile(r"(?i)\badverse\b")
_OF_PEOPLE = re.compile(r"(?i)\b(?:characteristics?|demographics?|details|profiles?)\b")
_WORDS = re.compile(r"[a-z]{3,}")
_COMMON_WORDS = "the and for with from each all were was than level status baseline per"
_COMMON = frozenset(_COMMON_WORDS.split())


def _words(text: str) -> set[str]:
    return {word.rstrip("s") for word in _WORDS.findall(text.lower())} - _COMMON


_DRUGS = r"(?:[\w-]+ )?(?:treatments?|therap(?:y|ies)|medications?)"
_EACH = re.compile(
    r"(?i)^(?:causes?|reasons?|indications?) (?:of|for) "
    r"(?:(?!\b(?:at|in|by|during|among|after|within|and|or)\b)[^,;:.()*])+"
    rf"|^{_DRUGS} (?:at|after|on|following|upon|since|received (?:at|after)) (?:disease )?"
    r"(?:progression|relapse|recurrence|discontinuation|discharge|withdrawal)"
    rf"|^(?:(?:subsequent|concomitant|prior|previous|rescue|salvage) )+{_DRUGS}"
    r"(?=[.*]|$| (?:at|after|before|for|given|received|during|since)\b)"
)
"""A title whose rows are kinds of it, which are something else alone: a cause of death, a drug after progression."""

_BY_CAUSE = re.compile(
    r"(?i)^(?:(?:numbers?|rates?|incidence|frequency) of )?(?P<what>(?:[\w-]+ ){0,3}?"
    r"(?:hospitali[sz]ations?|(?:re)?admissions?|deaths?|mortality|discontinuations?|withdrawals?|re-?operations?))\b"
    r"[^.;:]*?,? (?:by|according to) (?:the |their )?(?:[\w-]+ )?(?:causes?|reasons?)\b"
)
"""A title of what happened, whose rows are why: "Hospitalizations in both groups, by cause"."""

_CHANGE_IN = re.compile(
    r"(?i)(?:(?:LS|least[- ]squares?|adjusted|mean) ){0,3}changes? from base-?line(?: (?:to|at) [^,;:.]{2,25}?)?"
    r" (?:in|of) (?:the )?(?=\w)"
)
"""A title that names the change of what it measured, where rows of the change stand below scores at each visit."""

_AND = re.compile(r"\s*(?:and|or)\b")
_GENERAL_HEAD = re.compile(
    r"(?i)^(?:(?:baseline|basic|general|patients?|study|clinical|demographic|primary|secondary|main|type of"
    r"|level of)\s+)*"
    r"(?:variables?|characteristics?|parameters?|outcomes?|outcome measures?|measures?|measurements?|items?|factors?"
    r"|features?|(?:adverse )?events?|results?|end[ -]?points?|categor(?:y|ies)|groups?|arms?|treatments?|assessments?"
    r"|analys[ei]s|models?|populations?|statistics?|data|subgroups?|domains?|questions?|scales?|tests?|types?|grades?|no\.?|n|%|time.*"
    r"|predictors?|covariates?|effects?|numbers?|patients|participants|subjects|phase|visit)\b"
)
_PLACES_HEAD = re.compile(
    r"(?i)^(?:(?:brain|anatomical|body|cortical|tumou?r) )?(?:regions?|sites?|locations?|muscles?|joints?|segments?"
    r"|countr(?:y|ies)|vessels?|arter(?:y|ies)|genes?|tooth|teeth|nerves?|lobes?|quadrants?|cities|city|hospitals?|cent(?:er|re)s?)$"
)
"""A head of labels that are places, in which the title's thing was measured."""

_SCORED = re.compile(
    r"(?i)^(?:mean|median|average)s?\s+(?:\([^()]*\)\s+)?(?P<what>[^(),;±]{2,50}?\b(?:scores?|levels?|values|ratings?|concentrations?))\b"
)
_MEDIAN_TIME = re.compile(
    r"(?i)^(?:median|mean)(?: \([^()]*\))? time"
    r"(?:,? ?[(\[]?(?:min(?:utes)?|h(?:ours)?|d(?:ays)?|months?|mo|weeks?|wk|years?|y|s)[)\]]?)?$"
)
_IS_SPAN = re.compile(
    r"(?i)^(?:study )?(?:month|week|day|year|hour|minute|period|session|step|date)s?\b"
)
_FIRST = re.compile(r"(?i)^(?:primary|secondary|tertiary)$")
_END_POINT = re.compile(r"(?i)^(?:outcome|end[ -]?point)s?$")
MOST = 80
"""Letters of a head of labels that is put before them."""


class Title:
    """What the title and the head of the labels say of all rows of a table.

    Parameters
    ----------
    title, corner
        The title without its number; the text over the labels.
    rows
        The rows.
    over
        The names over the columns.
    """

    def __init__(
        self, title: str, corner: str, rows: Sequence[RowAxis], over: Iterable[Name] = ()
    ) -> None:
        self.title = without_last_time(title)
        held = list(over)
        self.corner = corner.strip()
        modelled, ratio = modelled_in(title), ratio_in(title)
        headings = [name.text for row in rows for name in row.names[:-1]]
        labels = [name.text for row in rows for name in row.names]
        labels += [name.text for name in held if name.kind in ("other", "grade")]
        if _names_one(modelled, headings) or _lists(modelled, labels):
            modelled = ""
        elif not modelled and not (_names_one(ratio, labels) or _lists(ratio, labels)):
            modelled = ratio
        self._modelled = without_last_time(modelled)
        each = _EACH.match(title)
        goes_on = each is not None and _AND.match(title, each.end())  # rows of one are none of the other
        self._each = each[0].strip() if each and not goes_on else ""
        caused = _BY_CAUSE.match(title)
        if caused and not self._each and not _AND.match(title, caused.end("what")):
            self._each = caused["what"][:1].upper() + caused["what"][1:]
        self._by_kinds = self._read_kinds(title, rows)
        self._begun = _before_headings(rows) if self._is_specific(self.corner) else frozenset()
        self._of_kinds = is_of_kinds(title, rows, held)
        scored = _SCORED.match(self.corner)
        self._scored = scored["what"] if scored else ""
        self._placed = bool(_PLACES_HEAD.match(self.corner))
        change = _CHANGE_IN.match(title)
        first = next((row.index for row in rows if _says_change(row.names)), -1) if change else -1
        self._unchanged = (title[change.end() :].strip(), first) if change and first > 0 else ("", -1)

    def _read_kinds(self, title: str, rows: Sequence[RowAxis]) -> str:
        """Return what stands before "by age" in a title where the rows are the ages."""
        by = list(_BY.finditer(title))
        if not by or _TREATED.search(by[-1]["kinds"]) or _OF_PEOPLE.search(title[: by[-1].start()]):
            return ""
        kinds = _words(by[-1]["kinds"])
        heads = kinds & _words(self.corner)
        named = [any(kinds & _words(name.text) for name in row.names) for row in rows]
        if not heads and 2 * sum(named) <= len(named):
            return ""
        before = title[: by[-1].start()]
        effect = _EFFECT.search(before)
        what = without_last_time(effect["what"] if effect else before).strip(" ,;:-")
        listed = _lists(what, [name.text for row in rows for name in row.names])
        return "" if listed or _is_general(what) else what

    def before(self, place: Place, texts: Sequence[str]) -> str:
        """Return what must stand before the labels of a place, empty where they say enough."""
        said = self._before(place, texts)
        words = _words(said)
        return "" if words and words <= _words(" ".join(texts)) else said

    def _before(self, place: Place, texts: Sequence[str]) -> str:
        if self._modelled and _compares(place):
            return self._modelled
        if self._by_kinds:
            over = next(
                (n.text for n in place.over if n.kind == "head" and not says_nothing(n.text)), ""
            )
            return over if over and not find_said(over) else self._by_kinds
        if self._of_kinds and len(place.beside) > 1 and not any(n.kind == "other" for n in place.over):
            return self.title
        if _END_POINT.match(self.corner) and place.beside and _FIRST.match(texts[0]):
            return self.corner
        if all(map(says_nothing, texts)):
            said = self._what(place)
            empty = _GENERAL.match(said) and not _HARMS.search(said)
            return "" if empty or _OF_PEOPLE.search(said) else said
        if self._each:
            return self._each
        if place.row.index in self._begun and not _OF_PEOPLE.search(self.corner):
            return self.corner
        placed = self._placed and not _OF_PEOPLE.search(self.title)
        if placed or any(map(_MEDIAN_TIME.match, texts)):
            return self.title
        return self._scored

    def _what(self, place: Place) -> str:
        """Return the head of the labels, or the title where that is a common word or not over the row of a place."""
        head = self.corner if not self._begun or place.row.index in self._begun else ""
        if self._each:
            return self._each
        if _IS_SPAN.match(head):
            return self._modelled or self.title
        if self._is_specific(head):
            return head
        effect = _EFFECT.search(self.title)
        return self._modelled or (effect["what"] if effect else self.title)

    def _is_specific(self, head: str) -> bool:
        """Whether the head of the labels says what they are of."""
        if not 3 < len(head) <= MOST or _GENERAL_HEAD.match(head) or find_said(head):
            return False
        return not is_time(head) and not TIME_HEAD.match(head)

    def whole(self, place: Place, texts: Sequence[str] = ()) -> str:
        """Return the title, or what it says that a model is of whose estimates stand at a place.

        A title that names a model and nothing else says nothing beside other `texts`.
        """
        if texts and _ONLY_MODEL.fullmatch(self.title):
            return ""
        score, first_change = self._unchanged
        if place.row.index < first_change and not _says_change(place.over):
            return score
        return self._modelled if self._modelled and _compares(place) else self.title


def _says_change(names: Iterable[Name]) -> bool:
    return any(basis_of(name.cell.plain) == "change" for name in names)


def _before_headings(rows: Sequence[RowAxis]) -> frozenset[int]:
    """Return the rows above the first heading in a table whose other rows stand below some: its head heads them."""
    first = next((at for at, row in enumerate(rows) if len(row.names) > 1), 0)
    own = {id(row.names[-1].cell) for row in rows if row.names}
    below = sum(len(row.names) > 1 and id(row.names[0].cell) not in own for row in rows[first:])
    if first < LEAST_BEGUN or below < len(rows[first:]):
        return frozenset()
    return frozenset(row.index for row in rows[:first])


LEAST_BEGUN = 2
"""Rows above the first heading before the head of the labels is one for them."""


def _compares(place: Place) -> bool:
    """Whether estimates stand at a place, under no group's name."""
    kinds = {name.kind for name in place.over}
    return kinds.isdisjoint(_OF_ARMS) and not kinds.isdisjoint(_COMPARING)


_OF_ARMS = frozenset({"arm", "everyone", "subgroup", "n", "time"})
_COMPARING = frozenset({"contrast", "p", "statistic"})


def _names_one(subject: str, labels: Iterable[str]) -> bool:
    """Whether a label names the subject of a title: it is an outcome, or heads some."""
    words = _words(subject)
    return bool(words) and any(len(words & _words(label)) >= TOLD * len(words) for label in labels)


def _lists(subject: str, labels: Sequence[str]) -> bool:
    """Whether labels name several of the outcomes that a title lists."""
    parts = _LIST.split(subject)
    return len(parts) > 1 and sum(_names_one(part, labels) for part in parts) > 1


_LIST = re.compile(r",|\b(?:and|or)\b")
TOLD = 0.4
"""Share of the words of a title's subject that the label of an outcome has."""
