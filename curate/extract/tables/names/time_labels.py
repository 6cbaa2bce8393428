"""Which labels are times, by what stands beside and above them, and the times inside longer labels."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from curate.extract.tables.names.ages import is_age
from curate.extract.tables.names.naming import Name
from curate.extract.tables.names.spanners import YEAR
from curate.extract.tables.names.stub import RowAxis, below_one_heading
from curate.parse.duration import TimePoint, find_times, is_time
from curate.parse.label import basis_of

_END_OF_TRIAL = re.compile(
    r"(?i)^(?:(?:study|trial|treatment)[- ])?(?:termination|exit|close-?out|conclusion|end)$"
)


def name_ends(columns: Mapping[int, Sequence[Name]]) -> None:
    """Beside "Baseline" on its level, a header such as "Termination" or "Study exit" is a time."""
    over = {id(n): n for names in columns.values() for n in names}.values()
    starts = {n.cell.row for n in over if n.kind == "time" and is_start(n.text)}
    for name in over:
        if name.kind in ("other", "arm") and name.cell.row in starts and _END_OF_TRIAL.match(name.text):
            name.kind = "time"


TIME_HEAD = re.compile(
    r"(?i)^(?:time(?:[ -]?points?)?"
    r"|times?(?:[ -]?points?)? (?:of|for) (?:the )?(?:assessments?|measurements?|evaluations?)"
    r"|(?:study |follow-?up )?(?:visits?|phases?)|(?:follow-?up )?(?:assessments?|measurements?|evaluations?)"
    r"|follow-?up(?: (?:times?|points?|periods?|intervals?))?)[\s*†‡§¶#]*$"
)
"""What heads times and names none."""
_CODE = re.compile(r"\d{1,2}[A-Za-z]|[A-Z]{1,3}\s?\d{1,2}")


def name_headed(columns: Mapping[int, Sequence[Name]]) -> None:
    """Make headers times that stand below "Time points", are years, or are codes beside times: "1D" beside "3 mo"."""
    over = list({id(n): n for names in columns.values() for n in names}.values())
    for names in columns.values():
        for head, name in itertools.pairwise(names):
            if TIME_HEAD.match(head.text) and head.kind in ("other", "arm", "head", "time"):
                head.kind = "head"
                name.kind = "time" if name.kind in ("other", "arm") else name.kind
    years = [n for n in over if n.kind in ("other", "time") and not n.n and YEAR.fullmatch(n.text)]
    for name in years:
        if len({n.text for n in years if n.cell.row == name.cell.row}) > 1:
            name.kind, name.text = "time", re.sub(r"\s", "", name.text)
    for row in {n.cell.row for n in over}:
        name_codes(n for n in over if n.cell.row == row)


def name_codes(names: Iterable[Name]) -> None:
    """Make codes times that stand in one line with several."""
    held = list(names)
    if sum(name.kind == "time" for name in held) > 1:
        for name in held:
            if name.kind in ("other", "arm") and not name.n and _CODE.fullmatch(name.text):
                name.kind = "time"


_STAGE = re.compile(r"^[cpy]{0,2}[TNM](?:[xX]|is|[0-4][a-d]?)$")
_STAGED = re.compile(r"(?i)\b(?:stages?|staging|grade|TNM|classification|category|tumou?r|metasta\w+)\b")


_BOUND = re.compile(
    r"^\W*[<>≤≥]|(?i:^(?:under|over|less than|more than|at least)\b)|(?i:\bor (?:more|less)\b)"
)


def name_spans(rows: Iterable[RowAxis]) -> None:
    """Beside "<22 weeks" or "≥37 weeks" a row called "22–33 weeks" is a group of people, no time."""
    timed = (
        row for row in rows
        if row.names and (row.names[-1].kind == "time" or _BOUND.search(row.names[-1].text))
    )  # fmt: skip
    for names in below_one_heading(timed):
        if any(name.kind != "time" and any(t.days for t in find_times(name.text)) for name in names):
            for name in names:
                if name.kind == "time" and any(t.days for t in find_times(name.text)):
                    name.kind = "other"


def name_windows(rows: Iterable[RowAxis], said: str) -> None:
    """Make "7-day" and "24-h" no times where the table is of abstinence, or the heading is: they tell kinds of it."""
    of_all = says_abstinence(said)
    for row in rows:
        for index, name in enumerate(row.names):
            if name.kind == "time" and WINDOW.fullmatch(name.text):
                above = " ".join(n.text for n in row.names[:index])
                if of_all or _ABSTAINED.search(above):
                    name.kind = "other"


def name_attendance(rows: Iterable[RowAxis]) -> None:
    """Below a time, or beside "Compliance", a row called "Completion" or "Discharge" tells what happened, not when."""
    for names in below_one_heading(rows):
        what = all(is_time(name.text) for name in names)
        for name in names:
            if name.kind == "time" and _EVENT.fullmatch(name.text) and not what:
                name.kind = "other"


def says_abstinence(text: str) -> bool:
    """Whether a title is of who stayed away from something, asked over the last days."""
    return bool(_ABSTAINED.search(text))


def name_stages(rows: Iterable[RowAxis]) -> None:
    """Rows called "T1" or "M0" are stages of a tumour, no times, under such a head or beside "TX" or "N1"."""
    staged = [row for row in rows if row.names and _STAGE.match(row.names[-1].text)]
    for row in staged:
        if any(_STAGED.search(name.text) for name in row.names[:-1]):
            row.names[-1].kind = "other"
    for names in below_one_heading(staged):
        if any(not is_time(name.text) for name in names):
            for name in names:
                name.kind = "other"


def name_coded_rows(rows: Iterable[RowAxis]) -> None:
    """Make the codes among rows of times below one head times."""
    for names in below_one_heading(rows):
        name_codes(names)


def without_last_time(text: str) -> str:
    """Return a label without the time points that it ends with.

    Examples
    --------
    >>> without_last_time("HAM-D at week 8"), without_last_time("Cessation rates at 4 months and 8 months")
    ('HAM-D', 'Cessation rates')
    """
    times = sorted(times_in(text), key=len, reverse=True)
    if not times:
        return text
    one = rf"(?:{'|'.join(map(re.escape, times))})(?:\s+post-?\s?\w+)?"
    before = r"(?:at|after|by|until)(?: the)?"
    ending = rf"[\s,;:(]*\b{before} {one}(?:(?:,| and|, and| or|, or)(?: {before})? {one})*\)?$"
    return re.sub(ending, "", text, flags=re.IGNORECASE) or text


def is_start(time: str) -> bool:
    """Whether a time is when people came: "baseline", "on admission", "trial entry"."""
    return basis_of(time) == "baseline" or any(t.anchor == "baseline" for t in find_times(time))


def only_start(timepoint: str) -> bool:
    """Whether a time is before treatment and no other is named with it."""
    return all(
        basis_of(part) == "baseline" or {t.anchor for t in find_times(part)} == {"baseline"}
        for part in timepoint.split(", ")
    )


def time_before_tests(columns: Mapping[int, Sequence[Name]]) -> tuple[int, str]:
    """Return the last column with a time, and that time, where all others have one time before treatment.

    What stands behind "Baseline" and "Week 8" compares groups, or each group with itself, at week 8.
    """
    timed = [(col, n.text) for col in sorted(columns) for n in columns[col] if n.kind == "time"]
    later = {time for _, time in timed if not only_start(time)}
    started = len({time for _, time in timed}) > len(later)
    return timed[-1] if started and len(later) == 1 and timed[-1][1] in later else (LAST, "")


LAST = 10_000
"""A column that no table has."""

_OF_CHANGE = re.compile(
    r"(?i)[-\s]*(?:mean |absolute |relative |percent\w* |% )?(?:changes?|Δ|∆|delta)(?!\w)"
)
_BEFORE_CHANGE = re.compile(
    r"(?:(?:adjusted|ls|least squares|mean|median|average|absolute|relative|percent\w*|%)\s*)*$"
)


_NO_MOMENT = (
    r"(?:point |period )?(?:prevalence|abstinence|recall|history|interval|duration|treatments?|therapy|supply"
    r"|course|risk|old|prior|period|run|programm?e?|intervention|exposure)\b"
)
_ESTIMATED = re.compile(
    r"(?:(?:absolute|cumulative|(?:un)?adjusted|crude|estimated|overall|actuarial|kaplan[-–]meier) ?)*"
)
_LEADS = re.compile(
    r"(?i)(?:\d{1,2}|three|four|six|nine|twelve)-(?:months?|mos?)\s+(?:point[- ]prevalence|abstinence(?: rates?)?)\b|"
    rf"(?:\d{{1,3}}|one|two|three|four|six|nine|twelve)-(?:weeks?|wks?|months?|mos?)\s+(?!{_NO_MOMENT})[A-Za-z]"
    r"|(?:\d{1,2}|one|two|three|four|five|ten)-(?:years?|yrs?|y)\s+(?:\w+[\s-]+){0,2}(?:mortality|survival|outcomes?"
    r"|results?|incidence|risk (?:difference|reduction|ratio)|event rates?|follow|relapse|recurrence"
    r"|[A-Z]{0,3}[DEMOPR]?FS|OS)\b"
    r"|(?:28|30|60|90|180)-(?:days?|d)\s+[A-Za-z]|\d{1,3}-(?:days?|d)\s+follow-?\s?ups?\b"
)
"""A label that begins with when: "3-month quality of life", "30-day mortality"; not "10-year risk"."""

_EVENT = re.compile(r"(?i)(?:discharge|delivery|completion)$")
_QUALIFIES = re.compile(
    r"(?i)post-[a-z]|final (?!(?:visit|assessment|follow|evaluation|examination|values?|scores?)\b)[a-z]"
)
"""An adjective of one thing rather than a time: "final shock", "post-randomisation"."""

_BEFORE_OTHER = re.compile(
    r"(?i)before (?:the )?(?:(?:propensity|match|adjust|correct|exclu|imput|weight|stratif|remov)\w*$"
    r"|(?:arrival|emergency|hospital|transport|transfer)$|(?!(?:train|screen|test|dos|start|load|condition)\w*$)\w{2,}ing$)"
)
"""No time of the trial: how the people were made alike, on the way to hospital, or every day ("before eating")."""
_AND_OTHER = re.compile(
    r"(?i)\s+(?P<what>[a-z]{4,})\s+(?:and|or|versus|vs\.?)\s+(?:(?:in|the)\s+)*\w+\s+(?P=what)\b"
    r"|\s+(?:and|or|versus|vs\.?)\s+(?:[a-z]+\s+){1,3}(?:phases|periods|stages|conditions|scenarios)\b"
)
"""Behind a time that is one of two kinds: "the baseline scenario and the exercise scenario"."""
_LISTED = re.compile(
    r"(?i)\W*(?:\d{1,3}\W+(?:(?:and|or|to)\W+)?)*(?:and|or|,)?\W*(?:at\W+)?(?:\d{1,3}\W+(?:and|or)\W+)*"
)
"""Between two times of one list: "at baseline, 3 and 6 weeks"."""

_MEASURED = re.compile(r"\b(?:outcomes?|mortality|survival|scores?|status|results?)$")
_SINCE = re.compile(r"\s+(?:after|following|post)\s+\w")
"""Around a time that has no word before it: "outcome 90 days after stroke"."""
_SINCE_START = re.compile(
    r"(?i)\s+(?:after|following|post|since)[\s-]+(?:the\s+)?(?:randomi[sz]ation|enroll?ment|baseline|partum)\b"
    r"|(?i:\s+postpartum\b)"
)
_AT_LEAST = re.compile(r"\b(?:than|least|most|aged?|every|each|up to)$")
"""Around a time that is counted from when people came: "work two years after randomisation"."""
_OFF_TREATMENT = re.compile(
    r"(?i)\s+(?:of|after|following|from)\s+(?:(?:the|their|going|study)\s+)*(?:off|stopp\w+|discontinu\w+|cessation"
    r"|(?:last|final)\s+(?:dose|treatment|administration|injection|infusion))\b"
)
"""Behind how long after its end things still count as happened on treatment: "died within 30 days of the last dose"."""
WINDOW = re.compile(
    r"(?i)(?:(?:\d{1,2}|seven|thirty)(?:-(?:days?|d|h|hours?)|\s(?:day|hour))|(?:1|one)-week)(?: point prevalence)?"
)
_ABSTAINED = re.compile(r"(?i)\babst(?:inen|ain)|\b(?:cessation|quit\w*|smok\w+|prevalence|drink\w*)\b")
"""How long nobody may have smoked or drunk to count as abstinent, when asked: "abstinence (7-day)"."""
_FOLLOWED = re.compile(r"(?i)\s+follow-?\s?ups?\b")
_SPAN = re.compile(r"(?i)\d{1,2} (?:days?|h|hours?)")
"""In brackets it is such a window too: "abstinence (24 hours)"."""
_HOW_LONG = re.compile(
    r"(?i)^(?:(?:mean|median|total|the)\s)*(?:years?|months?|days?|duration|how long)\b"
)
"""A label that begins so says how long something lasted, not when it was measured: "Years ill before entry"."""

_THAN_BASELINE = re.compile(
    r"(?i)\b(?:from|than|since|versus|vs\.?|minus|relative to|ratios? to|compared (?:to|with)"
    r"|adjust\w* (?:for|by)|above|below|over|exceed\w*"
    r"|(?:changes?|increases?|decreases?) (?:in|of) \S+ to)\s+(?:(?:\w+['’]?s?['’]?)\s+){0,3}$"
)
"""Before a baseline with which something later is compared: "above the participant's baseline"."""


@lru_cache(maxsize=2048)  # of labels, which each cell beside or under them asks for
def times_in(text: str) -> tuple[str, ...]:
    """Return the time points that a longer label names beyond doubt ("HAM-D at week 8").

    Examples
    --------
    >>> times_in("Outcome 90 days after stroke"), times_in("State at follow-up 6 months after surgery")
    (('90 days',), ('6 months',))
    """
    found: list[str] = []
    listed = 0  # where the last of them ends
    for time in find_times(text):
        if _is_of_other(text, time):
            continue
        between = text[listed : time.start]  # "at baseline and 6 weeks"
        goes_on = found and _DIGIT.search(time.text) and _LISTED.fullmatch(between)
        if goes_on or _is_placed(text, time):
            found.append(time.text)
            listed = time.end
    return tuple(found)


def _is_of_other(text: str, time: TimePoint) -> bool:
    """Whether a time is one that a label compares with, goes from, or tells kinds of something else by."""
    after = text[time.end :]
    if _AND_AFTER.match(after):
        return True  # "before and after training" is no time of either
    if _BEFORE_OTHER.match(time.text) or _AND_OTHER.match(after):
        return True
    before = text[: time.start]
    bracketed = before.endswith("(") and after.startswith(")") and _SPAN.fullmatch(time.text)
    window = bracketed or (WINDOW.fullmatch(time.text) and not _FOLLOWED.match(after))
    if window and _ABSTAINED.search(text):
        return True
    if is_age(text, time):
        return True  # "Smoking begun before year 20"
    if time.text.lower().startswith(("before ", "prior ")) and _HOW_LONG.match(before):
        return True
    if _OFF_TREATMENT.match(after) and before.lower().endswith(("within ", "up to ")):
        return True
    if _LONG.match(after) or after.lstrip().startswith("="):
        return True  # "% > 12 years of education"
    if _FIRST_OF_DAY.search(f"{before}|{after}") and (time.days or 1) < A_DAY:
        return True  # "First cigarette within 30 min"
    if _PLANS.search(before) or (_HAPPENED.search(before) and _BEFORE_ITS_END.match(time.text)):
        return True  # "No plan to quit within 6 months", "Death before weaning"
    if "?" in after and _ASKED.match(time.text):
        return True  # "Did you cut down before you stopped?"
    if time.anchor != "baseline":
        return False
    if _BETWEEN.search(before) and _AND_LATER.match(after):
        return True
    return bool(_TO_NUMBER.match(after) or _THAN_BASELINE.search(before))


_LONG = re.compile(
    r"(?i)[\s-]*(?:of|in) (?:(?:formal|full[- ]time|high) )?(?:education|school\w*|college|training|experience"
    r"|employment|practice|marriage|smoking|use)\b|[\s-]*(?:old|or (?:older|younger|more|longer|less))\b"
)
"""Behind how old people are, or how long they have done something; "at 12 months of age" is a time."""
A_DAY = 1.0
_FIRST_OF_DAY = re.compile(
    r"(?i)\bcigarettes?\b.*\b(?:within|in|after)\s*(?:the )?(?:first )?\|"
    r"|\|\s*(?:of|after|from|upon)\s+(?:a?wak|waking|rising|getting up)"
)
"""Around a short time that tells a habit: how soon after waking people smoke."""
_PLANS = re.compile(
    r"(?i)\b(?:plan(?:s|ned|ning)?|intend\w*|intention|inten[dt]|ready|readiness|prepar(?:ed|ing)|thinking|expect\w*|going"
    r"|want\w*|wish\w*|consider\w*)\b[^,;:]{0,40}?\b(?:within|in|over)(?: the)?(?: next)?\s*$"
)
"""Before the time until which people mean to do something."""
_HAPPENED = re.compile(
    r"(?i)\b(?:deaths?|died|dead|days|withdr[ae]w\w*|discontinued|dropp?ed|drop-?outs?|lost|released|excluded|relapsed?)\b[^,;:]*$"
)
_BEFORE_ITS_END = re.compile(
    r"(?i)(?:before|prior to) "
    r"(?!.*(?:treatment|therapy|study|trial|randomi|enrol|inclu|baseline|surg|operati|interven|\d))"
)
"""What happened before something else ended: that is no start."""
_ASKED = re.compile(r"(?i)(?:before|after|pre|post)\b")
_BETWEEN = re.compile(
    r"(?i)\b(?:changes?|differences?|decreases?|increases?|improvements?)\b.*\bbetween (?:the )?$"
)
_AND_LATER = re.compile(r"(?i)\s+(?:assessment |measurement |visit |\([^()]*\) )?and\s")
"""Around the first of two times between which something changed."""


def _is_placed(text: str, time: TimePoint) -> bool:
    """Whether the words around a time say that something was measured at it."""
    before, after = text[: time.start].rstrip().lower(), text[time.end :]
    numbered = _DIGIT.search(time.text) is not None or (time.anchor == "start" and bool(time.days))
    if time.anchor == "end" and not numbered:
        if _EVENT.match(time.text) and _UNTIL_EVENT.search(before):
            return False  # "time to discharge", "fit for discharge"
        if time.text.lower() in ("post", "final") and _QUALIFIES.match(text[time.start :]):
            return False
    if _ESTIMATED.fullmatch(before) and _LEADS.match(text, time.start):
        return True  # "3-month quality of life"
    if _OF_CHANGE.match(after) and _BEFORE_CHANGE.match(before) and numbered:
        return True  # "6-month change"
    if time.anchor == "baseline" or _COUNTED_TIME.match(time.text):
        return True
    if numbered and _SINCE_START.match(after) and not _AT_LEAST.search(before):
        return True
    if _BETWEEN_BASELINE.search(before):
        return True
    placed = _PLACES.search(before) or (_MEASURED.search(before) and _SINCE.match(after))
    return bool(placed) and (time.anchor == "end" or numbered)


_BETWEEN_BASELINE = re.compile(r"\bbetween (?:the )?baseline (?:\([^()]*\) )?and(?: the)?$")
_DIGIT = re.compile(r"\d")
_AND_AFTER = re.compile(r"(?i)[-\s]*(?:and|to|vs\.?|versus)\s+(?:after|post)")
_TO_NUMBER = re.compile(
    r"(?i)\s*(?:[-–—−]|\bto\b)\s*(?:(?:day|week|month|year|hour|visit|wk|mo|yr)s?\.?\s*)?\d"
)
"""Behind "baseline" where a span begins with it: "(baseline–24 weeks)", "score, baseline to week 8"."""
_UNTIL_EVENT = re.compile(r"\b(?:to|for)(?: the)?$")
_COUNTED_TIME = re.compile(r"(?i)(?:day|week|month|year|hour|minute)s?[\s-]*\d")
_PLACES = re.compile(
    r"\b(?:(?:during|within)(?: the)?(?: first)?|in(?: the)? first)$|\bafter an?$|\bbaseline\s*[-–—−]$"
    r"|\b(?:at|after|by|to|within|post|until|over|through|at the|for|at follow-?\s?up)$|[,;:(=]$"
)


_PRE = re.compile(r"(?i)^pre[- ]?(?P<what>\w.*)$")
_POST = re.compile(r"(?i)^post[- ]?(?P<what>\w.*)$")


def name_before_and_after(columns: Mapping[int, Sequence[Name]], rows: Iterable[RowAxis]) -> None:
    """Headers beside each other that differ in "pre" and "post" are times: "Precooling", "Postcooling"."""
    names = {id(n): n for over in columns.values() for n in over if n.kind in ("other", "arm")}
    before = {(n.cell.row, m["what"].lower()): n for n in names.values() if (m := _PRE.match(n.text))}
    after = {(n.cell.row, m["what"].lower()): n for n in names.values() if (m := _POST.match(n.text))}
    for key in before.keys() & after.keys():
        before[key].kind = after[key].kind = "time"
    own = [n for row in rows for n in row.names if n.kind == "other"]
    sides = [{m["what"].lower() for n in own if (m := side.match(n.text))} for side in (_PRE, _POST)]
    if own and sides[0] == sides[1] and all(_PRE.match(n.text) or _POST.match(n.text) for n in own):
        for name in own:  # the rows are nothing but before and after
            name.kind = "time"
