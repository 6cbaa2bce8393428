"""Rows of a study's sheet → results, readings and evidence."""

from __future__ import annotations

from collections.abc import Mapping as Map
from typing import Any

from curate.forms.extraction_cells import Refusals, SheetRows, Typed
from curate.forms.extraction_form import RANDOMISED
from curate.forms.extraction_items import answer
from curate.forms.extraction_labels import Labels, key_parts
from curate.forms.extraction_layout import (
    ASKED,
    BASES,
    CENTRE_OF,
    CENTRES,
    MEASURES,
    OF_SCORES,
    SPREADS,
    VALUES,
    statuses,
)
from curate.forms.extraction_values import NotTaken, count, events_and_total, interval, number
from curate.model import terms
from curate.model.file_table import PLACE_EXAMPLE, parse_place
from curate.model.problem import Problem, Severity
from curate.model.protocol import Item, Protocol, normalised
from curate.model.reading import Evidence, Found, Reading, Result
from curate.parse.protocol_keys import nearest

WITHOUT_VALUE = ("not_reported", "not_applicable", "figure_only")
"""Statuses that cannot stand beside a value."""

_WITH_DECIMALS = frozenset({"centre", "spread", "upper", "estimate", "ci_low", "ci_high", "p", "answer"})
"""Columns in which a cell kept as a number loses the final zeros of what was printed."""


class StudyEntries:
    """Reads the blocks of one study; what is wrong goes to `refusals`, what is odd to `problems`."""

    def __init__(
        self, study: Map[str, Any], protocol: Protocol, rows: SheetRows, refusals: Refusals
    ) -> None:
        self._study = study
        self._protocol = protocol
        self._rows = rows
        self._refusals = refusals
        self.labels = Labels(study["id"], protocol, rows, refusals)
        self._seen: dict[tuple[Result, str, str, str], str] = {}
        self.problems: list[Problem] = []
        self.lines: list[str] = []
        """Sheet and row of each result, in the order of `found`."""

    def found(self) -> tuple[Found, ...]:
        """Return all results, in the order of the sheet."""
        found: list[Found] = []
        for block, read in (
            ("arms", self._randomised),
            ("results", self._result),
            ("contrasts", self._contrast),
            ("items", self._item),
        ):
            for row in self._rows[block]:
                try:
                    made = read(row)
                except NotTaken as problem:
                    self._refusals.add(row.where(problem.column), str(problem))
                    continue
                if made is not None:
                    self._refuse_twice(row, made)
                    found.append(made)
                    self.lines.append(row.line)
                self._tell(row)
        return tuple(found)

    # Blocks

    def _randomised(self, row: Typed) -> Found | None:
        if not row.filled("label", "code", "note", "report"):
            return None
        if not row["label"]:
            raise NotTaken("label", "the arm has no name")
        if not row["n"]:
            raise NotTaken("n", "the number randomised is missing")
        self.labels.use("arms", row["label"])
        reading = self._reading(row, "n", count("n", row["n"]), self._evidence(row), role="randomised")
        return Found(Result(arms=(row["label"],), outcome=RANDOMISED, scope="arm"), (reading,))

    def _result(self, row: Typed) -> Found | None:
        if not row.filled("note"):
            return None
        arm_number, _, time_number = key_parts(row.key)
        given = ("n", *VALUES, *(name for name in row.cells if name.startswith("item:")))
        status_alone = row["status"] and self._status(row) != "reported"
        if not status_alone and not any(row[name] or name in row.bad for name in given):
            raise NotTaken("arm", "the row has no value, and no status that says why")
        status = self._status(row)
        labels = (
            self.labels.meant(row, "arm", "arms", arm_number),
            self._outcome(row),
            self.labels.meant(row, "timepoint", "times", time_number),
        )
        values = self._values(row, labels[1], status)
        basis = self._basis(
            row, needed=any(name in ("mean", "median") for name, _ in values) and bool(row["centre"])
        )
        result = Result(arms=labels[:1], outcome=labels[1], timepoint=labels[2], basis=basis)
        evidence = self._evidence(row, status)
        readings = []
        if row["n"]:
            place = evidence or self._evidence(row)
            readings.append(self._reading(row, "n", count("n", row["n"]), place, role="analysed"))
        for name, value in values:
            level = 95.0 if name in ("ci_low", "ci_high") else None
            readings.append(self._reading(row, name, value, evidence, status=status, ci_level=level))
        for item in self._protocol.items:
            if item.per == "result" and row[f"item:{item.code}"]:
                readings.append(
                    self._answer(row, item, f"item:{item.code}", evidence, status="reported")
                )
        return Found(result, tuple(readings))

    def _values(self, row: Typed, outcome: str, status: str) -> list[tuple[str, Any]]:
        """Return statistic and number (None without a value) for each value of a result row."""
        if not any(row[name] for name in VALUES):
            if status == "reported":
                return []
            return [(name, None) for name in ASKED[self._kind(row, outcome)]]
        if status in WITHOUT_VALUE:
            raise NotTaken(
                "status", f"the status is {terms.labels('status')[status]!r}, but there are values"
            )
        return [*self._centre(row), *self._spread(row), *events_and_total(row["events"], row["total"])]

    def _kind(self, row: Typed, outcome: str) -> str:
        code = self._protocol.aliases("outcome").get(normalised(outcome))
        return next((each.kind for each in self._protocol.outcomes if each.code == code), "continuous")

    def _centre(self, row: Typed) -> list[tuple[str, Any]]:
        if not row["centre"]:
            return []
        kind = self._choice(row, "centre_kind", CENTRES) or CENTRE_OF.get(
            self._choice(row, "spread_kind", SPREADS)
        )
        if not kind:
            raise NotTaken("centre_kind", "say whether it is a mean or a median")
        return [(kind, number("centre", row["centre"]))]

    def _spread(self, row: Typed) -> list[tuple[str, Any]]:
        if not row["spread"]:
            if row["upper"]:
                raise NotTaken("spread", "the lower end is missing")
            return []
        kind = self._choice(row, "spread_kind", SPREADS)
        if not kind:
            raise NotTaken("spread_kind", f"say which spread it is: {', '.join(SPREADS)}")
        names = SPREADS[kind]
        if len(names) == 1:
            if row["upper"]:
                raise NotTaken("upper", f"an {kind} has no upper end")
            return [(names[0], number("spread", row["spread"]))]
        return list(zip(names, interval("spread", row["spread"], "upper", row["upper"]), strict=True))

    def _contrast(self, row: Typed) -> Found | None:
        if not row.filled("note"):
            return None
        status = self._status(row)
        arm = self.labels.meant(row, "arm", "arms", "")
        comparator = self.labels.meant(row, "comparator", "arms", "")
        if normalised(arm) == normalised(comparator):
            raise NotTaken("comparator", "an arm is compared with itself")
        outcome = self._outcome(row)
        time = self.labels.meant(row, "timepoint", "times", "")
        measure = self._choice(row, "measure", MEASURES)
        if not measure:
            raise NotTaken("measure", f"say which measure it is: {', '.join(MEASURES)}")
        values = self._contrast_values(row, measure, status)
        basis = self._basis(row, needed=measure in OF_SCORES and bool(row["estimate"]))
        adjusted = self._choice(row, "adjusted", ("yes", "no")) or "unclear"
        result = Result((arm,), (comparator,), outcome, time, basis=basis, adjusted=adjusted)
        evidence = self._evidence(row, status)
        level = float(number("ci_level", row["ci_level"])) if row["ci_level"] else None
        if level is not None and not 0 < level < 100:
            raise NotTaken("ci_level", "must lie between 0 and 100 percent")
        readings = [
            self._reading(
                row,
                name,
                value,
                evidence,
                status=status,
                ci_level=level if name in ("ci_low", "ci_high") else None,
            )
            for name, value in values
        ]
        return Found(result, tuple(readings))

    def _contrast_values(self, row: Typed, measure: str, status: str) -> list[tuple[str, Any]]:
        typed = any(row[name] for name in ("estimate", "ci_low", "ci_high", "p"))
        if not typed:
            if status == "reported":
                raise NotTaken("estimate", "the row has no value, and no status that says why")
            return [(measure, None)]
        if status in WITHOUT_VALUE:
            raise NotTaken(
                "status", f"the status is {terms.labels('status')[status]!r}, but there are values"
            )
        values: list[tuple[str, Any]] = []
        if row["estimate"]:
            values.append((measure, number("estimate", row["estimate"])))
        if row["ci_low"] or row["ci_high"]:
            ends = interval("ci_low", row["ci_low"], "ci_high", row["ci_high"])
            values += list(zip(("ci_low", "ci_high"), ends, strict=True))
        if row["p"]:
            values.append(("p", number("p", row["p"], operators=True)))
        return values

    def _item(self, row: Typed) -> Found | None:
        if not row.filled("note"):
            return None
        item = self._asked(row)
        status = self._status(row)
        arms: tuple[str, ...] = ()
        if item.per == "arm":
            arms = (self.labels.meant(row, "arm", "arms", key_parts(row.key)[0]),)
        if not row["answer"] and status == "reported":
            raise NotTaken("answer", "there is no answer and no status")
        if row["answer"] and status in WITHOUT_VALUE:
            raise NotTaken(
                "status", f"the status is {terms.labels('status')[status]!r}, but there is an answer"
            )
        reading = self._answer(row, item, "answer", self._evidence(row, status), status)
        return Found(Result(arms=arms, scope=item.per), (reading,))

    def _asked(self, row: Typed) -> Item:
        """Return the item of a row: by its key, else by the question chosen."""
        code = row.key.rpartition(":")[2]
        for item in self._protocol.items:
            by_key = item.code == code and not row.key.startswith("items:+")
            if item.per != "result" and (
                by_key or normalised(item.question) == normalised(row["question"])
            ):
                return item
        raise NotTaken("question", f"{row['question']!r} is no question of the protocol")

    # Cells

    def _answer(
        self, row: Typed, item: Item, column: str, evidence: Evidence | None, status: str
    ) -> Reading:
        value, printed = answer(item, column, row[column])
        return Reading("", value, evidence, item=item.code, as_printed=printed, status=status)

    def _reading(
        self,
        row: Typed,
        statistic: str,
        value: Any,
        evidence: Evidence | None,
        *,
        role: str = "",
        status: str = "reported",
        ci_level: float | None = None,
    ) -> Reading:
        if value is None:
            return Reading(statistic, "", evidence, role=role, status=status, ci_level=ci_level)
        return Reading(
            statistic,
            value.value,
            evidence,
            role=role,
            operator=value.operator,
            as_printed=value.as_printed,
            unit="%" if value.percent else "",
            ci_level=ci_level,
            status="reported" if statistic == "n" else status,
        )

    def _outcome(self, row: Typed) -> str:
        if not row["outcome"]:
            raise NotTaken("outcome", "the outcome is missing")
        return row["outcome"]

    def _choice(self, row: Typed, column: str, known: Any) -> str:
        """Return a choice in the spelling of its list; empty when nothing was chosen."""
        spelled = {normalised(each): each for each in known}
        text = normalised(row[column])
        if text and text not in spelled:
            raise NotTaken(
                column, f"{row[column]!r} is not in the list ({nearest(row[column], list(known))})"
            )
        return str(spelled.get(text, ""))

    def _status(self, row: Typed) -> str:
        labels = statuses()
        code = row["status"].strip().casefold()
        if code in labels.values():
            return code
        chosen = self._choice(row, "status", labels)
        return labels[chosen] if chosen else "reported"

    def _basis(self, row: Typed, needed: bool) -> str:
        basis = self._choice(row, "basis", BASES)
        if needed and not basis:
            raise NotTaken("basis", "say whether it is a final score or a change from baseline")
        return basis or "unclear"

    def _evidence(self, row: Typed, status: str = "reported") -> Evidence | None:
        """Return the place; what is not in the report needs none."""
        absent = status in ("not_reported", "not_applicable")
        if not row["page"]:
            if absent or "page" in row.bad:
                return None
            raise NotTaken("page", "the page is missing")
        reports = self._study["reports"]
        report = row["report"] or ("1" if len(reports) == 1 else "")
        if not report:
            raise NotTaken("report", f"say which report it is, 1 to {len(reports)}")
        if not report.isdecimal() or not 1 <= int(report) <= len(reports):
            raise NotTaken("report", f"{report!r} is no report of the study (1 to {len(reports)})")
        sha, pages, *kinds = reports[int(report) - 1]
        if kinds and kinds[0] in PLACE_EXAMPLE:
            locator = parse_place(kinds[0], row["page"])
            if locator is None:
                example = PLACE_EXAMPLE[kinds[0]]
                raise NotTaken("page", f"the report has no pages; give a place such as {example}")
            return Evidence(sha, row["quote"], kind=kinds[0], locator=locator)
        if not row["page"].isdecimal() or int(row["page"]) < 1:
            raise NotTaken("page", f"{row['page']!r} is no page; give one number, counted from 1")
        if pages and int(row["page"]) > pages:
            raise NotTaken("page", f"the report has {pages} pages, not {row['page']}")
        return Evidence(sha, row["quote"], page=int(row["page"]))

    # What is odd

    def _refuse_twice(self, row: Typed, found: Found) -> None:
        """Refuse a second entry for the same fact: it would not be clear which one is meant."""
        for reading in found.readings:
            fact = (found.result, reading.statistic, reading.item, reading.role)
            first = self._seen.setdefault(fact, row.where())
            if first != row.where():
                self._refusals.add(row.where(), f"the same is entered at {first}")

    def _tell(self, row: Typed) -> None:
        """Note numbers that may have lost a zero, and the person's notes."""
        for column in sorted(row.numeric & _WITH_DECIMALS):
            what = f"the spreadsheet keeps {row[column]} as a number: final zeros of what was printed are lost"
            hint = "format the cell as text and type the number again, with all its decimals"
            self._problem(Severity.warning, "excel_number", row.where(column), what, hint)
        if row["note"]:
            self._problem(Severity.note, "form_note", row.where("note"), row["note"], "")

    def _problem(self, severity: Severity, code: str, where: str, what: str, hint: str) -> None:
        self.problems.append(Problem(severity, code, where, what, hint, self._study["id"]))
