"""The paragraph for the methods section, in words that the data support and no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from curate.reconcile.agreement import Agreement
from curate.reconcile.audit import Estimate

DESIGNS: Mapping[str, str] = {
    "independent double": "by two people independently",
    "assisted and independent": "by one person with the programs' readings in view and by another independently",
    "single with verification": "by one person and verified by another",
    "program-assisted": "by people who saw what programs had read",
    "trainees only": "by people in training, independently of each other",
    "single": "by one person",
    "program only": "by programs only",
    "not extracted": "not at all",
}
"""How a study was extracted, as the view ``extraction_design`` names it → in words."""

PAIRS: Mapping[int, str] = {
    0: "Before any discussion, two extractors who read independently",
    1: "Where one of two extractors had the programs' readings in view, the two",
    2: "Where both extractors had the programs' readings in view, they",
}
"""How many of two extractors saw what programs had read → how the sentence on their agreement begins."""

MODES: Mapping[str, str] = {
    "consensus": "by consensus of both extractors",
    "third_person": "by a third person",
    "lead": "by the lead of the review",
}


@dataclass(frozen=True, slots=True)
class Conduct:
    """What was done, counted in the store.

    Attributes
    ----------
    designs
        Design → studies, see `DESIGNS`.
    people, trainees
        Who sealed anything, and how many of them are trainees.
    programs
        Name and version of each program that read a report.
    agreements
        How many of the two saw what programs had read → agreement of people's sealed readings, values only.
    settled
        Mode → disagreements settled, see `MODES`.
    rounding
        How many of these were differences of rounding or spelling, settled in a batch.
    asked
        Facts that wait for an answer of the authors.
    sent, answered
        Studies whose authors were sent a letter, and those of them that answered.
    piloted
        People and training studies of a pilot round, and their agreement with the known answers, percent.
    audits
        What a third person's reading of agreed values gave, of how many these were drawn, how many were typed blind,
        and how many are still to be read.
    changed
        Dates (ISO) of changes of the protocol after the first person's seal.
    unsettled, unsealed
        Disagreements that are open, and studies that somebody still reads.
    """

    version: str
    reports: int
    designs: Mapping[str, int]
    people: int = 0
    trainees: int = 0
    programs: tuple[str, ...] = ()
    agreements: Mapping[int, Agreement] = field(default_factory=dict)
    settled: Mapping[str, int] = field(default_factory=dict)
    rounding: int = 0
    asked: int = 0
    sent: int = 0
    answered: int = 0
    piloted: tuple[int, int, float] | None = None
    audits: tuple[tuple[Estimate, int, int, int], ...] = ()
    changed: tuple[str, ...] = ()
    unsettled: int = 0
    unsealed: int = 0


def paragraph(conduct: Conduct) -> str:
    """Return the paragraph: what was done, how far people agreed, and what was not checked."""
    parts = (_piloted, _extracted, _who, _agreed, _settled, _audited, _changed, _unchecked)
    return " ".join(sentence for part in parts for sentence in part(conduct))


def _extracted(conduct: Conduct) -> Iterable[str]:
    designs = [(count, DESIGNS[name]) for name in DESIGNS if (count := conduct.designs.get(name, 0))]
    studies = sum(count for count, _ in designs)
    yield (
        f"Outcome data of {_counted(studies, 'study', 'studies')} "
        f"({_counted(conduct.reports, 'report')}) were collected with curate {conduct.version}."
    )
    if len(designs) == 1 and studies:
        yield f"{'Each study was' if studies > 1 else 'It was'} extracted {designs[0][1]}."
    elif designs:
        told = [f"{count} {'were' if count > 1 else 'was'} extracted {how}" for count, how in designs]
        yield f"Of these, {_listed(told)}."


def _piloted(conduct: Conduct) -> Iterable[str]:
    if conduct.piloted:
        people, studies, percent = conduct.piloted
        yield (
            f"Before the extraction, {_counted(people, 'person', 'people')} extracted "
            f"{_counted(studies, 'training study', 'training studies')}, agreeing with the known answers on "
            f"{percent:.1f}% of the values."
        )


def _who(conduct: Conduct) -> Iterable[str]:
    if conduct.people:
        trainees = f", {conduct.trainees} of them in training" if conduct.trainees else ""
        yield f"{_counted(conduct.people, 'person', 'people').capitalize()} extracted{trainees}."
        yield "Each extraction was sealed before anyone compared it with another."
    if conduct.programs:
        yield f"Reports were also read by programs ({', '.join(conduct.programs)})."


def _agreed(conduct: Conduct) -> Iterable[str]:
    for assisted, who in PAIRS.items():
        held = conduct.agreements.get(assisted)
        if held is None or held.percent is None:
            continue
        interval = held.interval
        span = (
            f" (95% interval over studies {interval.low:.1f} to {interval.high:.1f})" if interval else ""
        )
        before = " before any discussion" if assisted else ""
        less = "; this is not the agreement of independent extractors" if assisted else ""
        yield (
            f"{who} agreed exactly on {held.percent:.1f}% of {_counted(held.pairs, 'value')}{before}{span}, "
            f"a value that only one of them gave counting as disagreement "
            f"({held.omissions} of {held.pairs - held.agreeing} disagreements){less}."
        )


def _settled(conduct: Conduct) -> Iterable[str]:
    modes = [(count, MODES[mode]) for mode in MODES if (count := conduct.settled.get(mode, 0))]
    total = sum(count for count, _ in modes)
    if total:
        told = _listed([f"{count} {how}" for count, how in modes])
        batch = (
            f"; {conduct.rounding} were differences of rounding or spelling" if conduct.rounding else ""
        )
        yield f"{_counted(total, 'disagreement').capitalize()} {'were' if total > 1 else 'was'} settled: {told}{batch}."
    if conduct.sent:
        yield f"The authors of {_counted(conduct.sent, 'study', 'studies')} were asked; {conduct.answered} answered."
    if conduct.asked:
        waits = "waits" if conduct.asked == 1 else "wait"
        yield f"{_counted(conduct.asked, 'value').capitalize()} still {waits} for an answer."


def _audited(conduct: Conduct) -> Iterable[str]:
    for found, population, blind, left in conduct.audits:
        interval = found.interval
        span = f" (95% interval {interval.low:.1%} to {interval.high:.1%})" if interval else ""
        so_far = f"; {left} more were drawn and not read yet" if left else ""
        yield (
            f"Of {_counted(population, 'value')} on which both extractors agreed, {found.read} were drawn by their "
            f"effect on the pooled estimates and read by a third person, {blind} of them blind: {found.wrong} "
            f"{'was' if found.wrong == 1 else 'were'} wrong, an estimated {found.share:.1%} of all agreed "
            f"values{span}{so_far}."
        )


def _changed(conduct: Conduct) -> Iterable[str]:
    if conduct.changed:
        times = "once" if len(conduct.changed) == 1 else f"{len(conduct.changed)} times"
        yield (
            f"The protocol was changed {times} after the first extraction had been sealed "
            f"({_listed(list(dict.fromkeys(conduct.changed)))}): these changes are post hoc."
        )


def _unchecked(conduct: Conduct) -> Iterable[str]:
    left = []
    if conduct.unsealed:
        left.append(f"{_counted(conduct.unsealed, 'study', 'studies')} still being extracted")
    if conduct.unsettled:
        left.append(f"{_counted(conduct.unsettled, 'disagreement')} still open")
    alone = {
        "single": "what one person alone extracted",
        "program-assisted": "what people extracted with programs' readings in view",
        "trainees only": "what people in training alone extracted",
        "program only": "what programs alone extracted",
    }
    left += [words for design, words in alone.items() if conduct.designs.get(design)]
    if any(held.agreeing for held in conduct.agreements.values()):
        others = "the other values" if conduct.audits else "values"
        left.append(f"{others} on which both extractors agreed, which were not read a third time")
    if left:
        yield f"Not checked: {_listed(left)}."


def _counted(count: int, noun: str, several: str = "") -> str:
    return f"{count} {noun if count == 1 else several or noun + 's'}"


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
