"""What a study's sheet shows before anybody types: labels, codes, the person's own entries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from curate.forms.extraction_earlier import Entry, entries_of
from curate.forms.extraction_form import ExtractionForm, FormLabel, FormStudy
from curate.forms.extraction_layout import EXTRA
from curate.model.protocol import Arm, Protocol, Timepoint, normalised
from curate.model.reading import Found


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
    arms = _labels(study.arms, protocol.arms, _arm_labels(study.entries), protocol.aliases("arm"))
    used = [found.result.timepoint for found in study.entries]
    times = _labels(study.timepoints, protocol.timepoints, used, protocol.aliases("timepoint"))
    blocks: Blocks = {
        "arms": _label_rows("arm", arms),
        "times": _label_rows("time", times),
        "results": _result_rows(protocol, arms, times),
        "contrasts": [],
        "items": _item_rows(protocol, arms),
    }
    numbers = {report.sha256: str(number) for number, report in enumerate(study.reports, start=1)}
    for entry in entries_of(study.entries, protocol, numbers):
        _enter(entry, blocks)
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
    known: tuple[FormLabel, ...],
    protocol: tuple[Arm, ...] | tuple[Timepoint, ...],
    used: Iterable[str],
    aliases: dict[str, str],
) -> list[FormLabel]:
    """Return the known labels, those that the person has used, and the protocol's own for other codes.

    They stand in the protocol's order, those without a code last.
    """
    labels = {normalised(each.label): each for each in known if each.label}
    for label in used:
        if label:
            labels.setdefault(normalised(label), FormLabel(label))
    rows = [
        FormLabel(each.label, each.code.partition("/")[0] or aliases.get(name, ""))
        for name, each in labels.items()
    ]
    codes = {each.code for each in rows}
    rows += [FormLabel(each.label, each.code) for each in protocol if each.code not in codes]
    codes_in_order = [each.code for each in protocol]
    order = {code: place for place, code in enumerate(codes_in_order)}
    return sorted(rows, key=lambda each: order.get(each.code, len(order)))


def _arm_labels(entries: Iterable[Found]) -> list[str]:
    return [label for found in entries for label in (*found.result.arms, *found.result.comparators)]


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


def _enter(entry: Entry, blocks: Blocks) -> None:
    """Put an earlier entry into the prefilled row for it while that is free, else into a new one."""
    for row in blocks[entry.block]:
        touched = any(row.cells.get(name) for name in entry.typed)
        if _names_same(row, entry) and not touched and not {*entry.typed} & row.fixed:
            break
    else:
        number = 1 + sum(row.key.startswith(f"{entry.block}:+") for row in blocks[entry.block])
        row = Row(f"{entry.block}:+{number}")
        blocks[entry.block].append(row)
    row.cells |= entry.names | entry.typed


def _names_same(row: Row, entry: Entry) -> bool:
    return all(
        normalised(row.cells.get(name, "")) == normalised(text) for name, text in entry.names.items()
    )
