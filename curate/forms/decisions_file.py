"""Recorded decisions: a CSV that names facts by study name and the protocol's codes, not by ids.

It carries decisions into another store: the shipped example, a copy of a review, a review that is
extracted again.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from curate.errors import FormError
from curate.model import terms
from curate.parse.number import parse_number
from curate.parse.protocol_keys import nearest

COLUMNS = (
    "study",
    "arms",
    "comparators",
    "outcome",
    "timepoint",
    "basis",
    "statistic",
    "role",
    "choice",
    "value",
    "mode",
    "participants",
    "cause",
    "reason",
)

_REQUIRED = ("study", "outcome", "timepoint", "statistic", "choice", "mode", "cause", "reason")

_LISTS = {
    "basis": ("baseline", "final", "change", ""),  # empty for binary outcomes
    "statistic": terms.codes("statistic"),
    "role": terms.codes("role"),
    "choice": terms.codes("choice"),
    "mode": terms.codes("decision_mode"),
    "cause": terms.codes("cause"),
}


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """A decision on one fact, named by what it is about.

    Attributes
    ----------
    study
        Name of the study.
    arms, comparators
        The protocol's codes.
    basis
        ``final``, ``change``, ``baseline``; empty for binary outcomes.
    value
        Decimal text: of the reading that is chosen, or what was typed; empty for other choices.
    """

    study: str
    arms: tuple[str, ...]
    comparators: tuple[str, ...]
    outcome: str
    timepoint: str
    basis: str
    statistic: str
    role: str
    choice: str
    value: str
    mode: str
    participants: tuple[str, ...]
    cause: str
    reason: str

    def record_key(self, study: str) -> str:
        """Return the key of the fact in a store where the study has the id `study`.

        The fact is the unadjusted one of all participants, in no period of a crossover.
        """
        parts = [study, "+".join(sorted(self.arms)), "+".join(sorted(self.comparators))]
        parts += [self.outcome, self.timepoint, self.basis, "", "", "", ""]
        statistic = f"{self.statistic}:{self.role}" if self.role else self.statistic
        return "|".join([*parts, statistic])


def read(path: Path) -> list[RecordedDecision]:
    """Return the decisions of a CSV file, in its order.

    Several arms or participants in one cell stand with a semicolon between them.

    Raises
    ------
    FormError
        When the file cannot be read, or listing every line that is wrong: a missing column or reason, a
        code that is not in its list, a choice without its value, a fact decided twice.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            heads = [head.strip() for head in reader.fieldnames or []]
            reader.fieldnames = heads
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise FormError(f"{path} cannot be read: {problem}", "save it as CSV, UTF-8") from None
    wrong = [f"line 1: the column {name!r} is missing" for name in COLUMNS if name not in heads]
    wrong += [
        f"line 1: the column {name!r} is unknown ({nearest(name, COLUMNS)})"
        for name in heads
        if name not in COLUMNS
    ]
    if not wrong:
        decisions = [_decision(line, row, wrong) for line, row in rows]
        _refuse_twice([line for line, _ in rows], decisions, wrong)
    if wrong:
        raise FormError(f"{path.name} was refused, nothing was imported", "mend what is listed", wrong)
    return decisions


def _decision(line: int, row: dict[str, str | None], wrong: list[str]) -> RecordedDecision:
    """Make the decision of a line; note what is wrong with it."""
    if None in row or None in row.values():
        wrong.append(f"line {line}: it has another number of cells than line 1 has columns")
    cells = {name: " ".join((row.get(name) or "").split()) for name in COLUMNS}
    wrong += [f"line {line}: {name} is missing" for name in _REQUIRED if not cells[name]]
    for name, known in _LISTS.items():
        if cells[name] and cells[name] not in known:
            wrong.append(
                f"line {line}: {name} {cells[name]!r} is unknown ({nearest(cells[name], known)})"
            )
    needs_value = cells["choice"] in ("reading", "typed")
    if needs_value != bool(cells["value"]):
        which = "needs the value chosen" if needs_value else "takes no value"
        wrong.append(f"line {line}: the choice {cells['choice']!r} {which}")
    number = parse_number(cells["value"])
    if cells["value"] and number is None:
        wrong.append(f"line {line}: the value {cells['value']!r} is no number")
    participants = _several(cells["participants"])
    if cells["mode"] == "consensus" and len(participants) < 2:
        wrong.append(f"line {line}: a consensus names both extractors")
    return RecordedDecision(
        **{name: cells[name] for name in COLUMNS if name not in ("arms", "comparators", "participants")}
        | {"value": number.value if number else ""},
        arms=_several(cells["arms"]),
        comparators=_several(cells["comparators"]),
        participants=participants,
    )


def _refuse_twice(lines: list[int], decisions: list[RecordedDecision], wrong: list[str]) -> None:
    first: dict[str, int] = {}
    for line, decision in zip(lines, decisions, strict=True):
        before = first.setdefault(decision.record_key(decision.study.casefold()), line)
        if before != line:
            wrong.append(f"line {line}: line {before} decides the same fact")


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
