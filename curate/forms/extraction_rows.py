"""What a study's sheet shows before anybody types: labels, codes, the person's own entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from curate.forms.extraction_form import RANDOMISED, ExtractionForm, FormLabel, FormStudy
from curate.forms.extraction_layout import EXTRA, MEASURES, SPREADS
from curate.model import terms
from curate.model.protocol import Arm, Protocol, Timepoint, normalised
from curate.model.reading import Evidence, Found, Reading


@dataclass(slots=True)
class Row:
    """One row: its key, the text of its cells by column name, and which of them may be typed into.

    Attributes
    ----------
    refers
        Column name → block and number (from 1) of the row whose label the cell repeats.
    fixed
        Columns that are shown and not typed.
    """

    key: str
    cells: dict[str, str] = field(default_factory=dict)
    refers: dict[str, tuple[str, int]] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()


Blocks = dict[str, list[Row]]

_SCORES = frozenset({"basis", "n", "centre", "centre_kind", "spread", "spread_kind", "upper"})
_COUNTS = frozenset({"events", "total"})


def rows_of(form: ExtractionForm, study: FormStudy) -> Blocks:
    """Return the rows of each block of a study."""
    protocol = form.protocol
    entries = [found for found in study.entries if found.result.scope == "result"]
    arms = _labels(study.arms, protocol.arms, _arm_labels(study.entries))
    times = _labels(study.timepoints, protocol.timepoints, _times(entries))
    blocks: Blocks = {
        "arms": _label_rows("arm", arms),
        "times": _label_rows("time", times),
        "results": _result_rows(protocol, arms, times),
        "contrasts": [],
        "items": _item_rows(protocol, arms),
    }
    numbers = {report.sha256: str(number) for number, report in enumerate(study.reports, start=1)}
    for found in study.entries:
        _enter(found, blocks, protocol, numbers)
    for block, number in EXTRA.items():
        prefix = {"arms": "arm", "times": "time"}.get(block, block)
        first = 1 + sum(row.key.startswith(f"{prefix}:+") for row in blocks[block])
        blocks[block] += [Row(f"{prefix}:+{extra}") for extra in range(first, first + number)]
    if len(study.reports) == 1:
        for block in ("arms", "results", "contrasts", "items"):
            for row in blocks[block]:
                row.cells["report"] = "1"
                row.fixed |= {"report"}
    return blocks


def _labels(
    known: tuple[FormLabel, ...], protocol: tuple[Arm, ...] | tuple[Timepoint, ...], used: Iterable[str]
) -> list[FormLabel]:
    """Return the known labels, else the protocol's, and those that the person has used."""
    labels = list(known or (FormLabel(entry.label, entry.code) for entry in protocol))
    seen = {normalised(each.label) for each in labels}
    for label in used:
        if normalised(label) not in seen:
            labels.append(FormLabel(label))
            seen.add(normalised(label))
    return labels


def _arm_labels(entries: Iterable[Found]) -> list[str]:
    return [label for found in entries for label in (*found.result.arms, *found.result.comparators)]


def _times(entries: Iterable[Found]) -> list[str]:
    return [found.result.timepoint for found in entries if found.result.timepoint]


def _label_rows(prefix: str, labels: list[FormLabel]) -> list[Row]:
    return [
        Row(f"{prefix}:{number}", {"label": each.label, "code": each.code})
        for number, each in enumerate(labels, start=1)
    ]


def _result_rows(protocol: Protocol, arms: list[FormLabel], times: list[FormLabel]) -> list[Row]:
    """One row for each outcome, time and arm; the arms of one outcome and time stand together."""
    rows = []
    for outcome in protocol.outcomes:
        off = _SCORES if outcome.kind == "binary" else _COUNTS
        for time_number, time in enumerate(times, start=1):
            for arm_number, arm in enumerate(arms, start=1):
                rows.append(
                    Row(
                        f"results:{arm_number}:{outcome.code}:{time_number}",
                        {"arm": arm.label, "outcome": outcome.label, "timepoint": time.label},
                        {"arm": ("arms", arm_number), "timepoint": ("times", time_number)},
                        off | {"arm", "outcome", "timepoint"},
                    )
                )
    return rows


def _item_rows(protocol: Protocol, arms: list[FormLabel]) -> list[Row]:
    rows = []
    for item in protocol.items:
        cells = {"question": item.question, "codebook": item.codebook}
        fixed = frozenset({"arm", "question", "codebook"})
        if item.per == "study":
            rows.append(Row(f"items::{item.code}", cells, {}, fixed))
        if item.per == "arm":
            for number, arm in enumerate(arms, start=1):
                refers = {"arm": ("arms", number)}
                rows.append(
                    Row(f"items:{number}:{item.code}", cells | {"arm": arm.label}, refers, fixed)
                )
    return rows


def _enter(found: Found, blocks: Blocks, protocol: Protocol, numbers: dict[str, str]) -> None:
    """Put a person's own earlier entry into its row, a new one if need be."""
    result = found.result
    place = _place(found.readings, numbers)
    if result.scope in ("study", "arm"):
        questions = {item.code: item.question for item in protocol.items}
        for reading in found.readings:
            arm = result.arms[0] if result.arms else ""
            cells = {"arm": arm, "question": questions.get(reading.item, "")}
            row = _free("items", blocks, _same(cells), lambda row: not row.cells.get("answer"))
            row.cells |= cells | {"answer": reading.value, "status": _status(found.readings)} | place
    elif result.outcome == RANDOMISED and result.arms:
        label = normalised(result.arms[0])
        row = next(row for row in blocks["arms"] if normalised(row.cells["label"]) == label)
        row.cells |= {"n": _printed(found.readings[0])} | place
    else:
        cells = {"arm": result.arms[0] if result.arms else "", "outcome": result.outcome}
        cells |= {"timepoint": result.timepoint}
        block, values = "results", _result_cells(found)
        if result.comparators:
            block, values = "contrasts", _contrast_cells(found)
            cells["comparator"] = result.comparators[0]
        untouched = ("n", "status", "basis", *values)
        row = _free(
            block,
            blocks,
            _same(cells),
            lambda row: (
                not any(row.cells.get(name) for name in untouched) and not set(values) & row.fixed
            ),
        )
        basis = "" if result.basis == "unclear" else result.basis
        row.cells |= cells | values | {"basis": basis, "status": _status(found.readings)} | place


def _same(cells: dict[str, str]) -> Callable[[Row], bool]:
    return lambda row: all(
        normalised(row.cells.get(name, "")) == normalised(text) for name, text in cells.items()
    )


def _free(
    block: str, blocks: Blocks, same: Callable[[Row], bool], untouched: Callable[[Row], bool]
) -> Row:
    """Return the row for an entry: the prefilled one while it is free, else a new one."""
    for row in blocks[block]:
        if same(row) and untouched(row):
            return row
    number = 1 + sum(row.key.startswith(f"{block}:+") for row in blocks[block])
    blocks[block].append(Row(f"{block}:+{number}"))
    return blocks[block][-1]


def _printed(reading: Reading) -> str:
    return reading.as_printed or reading.value


def _status(readings: tuple[Reading, ...]) -> str:
    """Return the label of the status that the values share; reported is left empty."""
    codes = {reading.status for reading in readings if reading.statistic != "n"}
    codes.discard("reported")
    return terms.labels("status")[codes.pop()] if len(codes) == 1 else ""


def _place(readings: tuple[Reading, ...], numbers: dict[str, str]) -> dict[str, str]:
    evidence: Evidence | None = next((r.evidence for r in readings if r.evidence), None)
    if evidence is None:
        return {}
    page = str(evidence.page) if evidence.page else ""
    return {"page": page, "quote": evidence.quote, "report": numbers.get(evidence.report, "")}


def _result_cells(found: Found) -> dict[str, str]:
    """Return the cells of a single-arm result; statistics without a column are left out."""
    cells = {}
    for reading in found.readings:
        text, name = _printed(reading), reading.statistic
        if reading.item:
            cells[f"item:{reading.item}"] = reading.value
        elif not text:
            continue
        elif name in ("n", "events", "total"):
            cells[name] = text
        elif name in ("mean", "median"):
            cells |= {"centre": text, "centre_kind": name}
        else:
            for kind, (low, *high) in SPREADS.items():
                if name == low:
                    cells |= {"spread": text, "spread_kind": kind}
                elif name in high:
                    cells["upper"] = text
    return cells


def _contrast_cells(found: Found) -> dict[str, str]:
    cells = {"adjusted": "" if found.result.adjusted == "unclear" else found.result.adjusted}
    for reading in found.readings:
        text = _printed(reading)
        if reading.statistic in MEASURES:
            cells |= {"measure": reading.statistic, "estimate": text}
        elif reading.statistic in ("ci_low", "ci_high", "p"):
            cells[reading.statistic] = text
            if reading.ci_level is not None:
                cells["ci_level"] = f"{reading.ci_level:g}"
    return cells
