"""Blocks, columns and choices of a study's sheet."""

from __future__ import annotations

from dataclasses import dataclass

from curate.model import terms
from curate.model.protocol import Protocol

FORM = "curate extraction 1"
"""Name and version of this form; it changes when its blocks, columns or keys do."""

DITTO = '"'
"""The same as in the row above."""

REPEATED = ("page", "quote", "report", "basis", "spread_kind")
"""Columns that take a `DITTO`."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a block: its name, the heading, and the comment of the heading."""

    name: str
    title: str
    help: str = ""


_PAGE = Column(
    "page", "Page", 'Page of the PDF, from 1. Needed for every value. " repeats the row above.'
)

_SOURCE = (
    Column("quote", "Quote", "The words around the value, as in the report; they are looked up there."),
    Column(
        "report", "Report", "Number of the report (see the top of the sheet), when there are several."
    ),
    Column("note", "Note", "Anything that the next reader should know."),
)

_STATUS = Column(
    "status",
    "Status",
    "Empty means reported. Choose when the report does not give the value: a blank is not 'not reported'.",
)

# Results are typed from left to right and row by row: what a row of scores needs stands side by side.
BLOCKS: dict[str, tuple[Column, ...]] = {
    "arms": (
        Column(
            "label",
            "Arm, as the report calls it",
            "Type what the report says. New arms are welcome.",
        ),
        Column(
            "code",
            "Protocol code",
            "Which kind of arm of the protocol it is; leave empty when in doubt.",
        ),
        Column("n", "n randomised", "People randomised to this arm."),
        _PAGE,
        *_SOURCE,
    ),
    "times": (
        Column("label", "Time point, as the report calls it", "Type over it what the report says."),
        Column(
            "code", "Protocol code", "Which window of the protocol it is; leave empty when in doubt."
        ),
    ),
    "results": (
        Column("arm", "Arm"),
        Column("outcome", "Outcome"),
        Column("timepoint", "Time point"),
        Column(
            "basis", "Scores", "final, change (from baseline) or baseline. Needed with a mean or median."
        ),
        _PAGE,
        Column("n", "n", "People analysed in this row."),
        Column("centre", "Mean or median", "As printed, with all decimals."),
        Column("spread", "Spread", "As printed. For an interval, the lower end, or both: 3 to 9."),
        Column("spread_kind", "Which spread", 'Look twice: SE is not SD. " repeats the row above.'),
        Column("upper", "Spread, upper", "Upper end of a CI, an IQR or a range."),
        Column(
            "centre_kind", "Which", "mean or median. May be left out with SD, SE (mean) or IQR (median)."
        ),
        Column("events", "Events", "People with the event, or both numbers: 12/17."),
        Column("total", "Total", "People at risk."),
        _STATUS,
        *_SOURCE,
    ),
    "contrasts": (
        Column("arm", "Arm"),
        Column("comparator", "Compared with"),
        Column("outcome", "Outcome"),
        Column("timepoint", "Time point"),
        Column("basis", "Scores", "final, change or baseline, for differences of scores."),
        Column("adjusted", "Adjusted", "yes when adjusted for covariates."),
        Column("measure", "Measure"),
        Column("estimate", "Estimate", "As printed; ratios on their own scale, not as logarithms."),
        Column("ci_low", "CI, lower", "As printed; or both ends: 0.6 to 1.2."),
        Column("ci_high", "CI, upper"),
        Column("ci_level", "CI level", "In percent, when the report says it."),
        Column("p", "p", "As printed: 0.03, <0.001."),
        _STATUS,
        _PAGE,
        *_SOURCE,
    ),
    "items": (
        Column("arm", "Arm"),
        Column("question", "Question"),
        Column("answer", "Answer", "Choose or type; dates as 2021-03-15, 2021-03 or 2021."),
        _STATUS,
        _PAGE,
        *_SOURCE,
        Column("codebook", "How to answer"),
    ),
}
"""Block → its columns, from column B on; column A holds the hidden row keys."""

TITLES = {
    "arms": "1  Arms",
    "times": "2  Time points",
    "results": "3  Results of each arm",
    "contrasts": "4  Comparisons that the report gives",
    "items": "5  Questions",
}

BASES = ("final", "change", "baseline")
CENTRES = ("mean", "median")
SPREADS: dict[str, tuple[str, ...]] = {
    "SD": ("sd",),
    "SE": ("se",),
    "95% CI": ("ci_low", "ci_high"),
    "IQR": ("q1", "q3"),
    "range": ("min", "max"),
}
"""Kind of spread → the statistics of the cells Spread and Spread, upper."""

CENTRE_OF = {"SD": "mean", "SE": "mean", "IQR": "median"}
"""Kind of spread → the centre that it goes with, when none is said."""

MEASURES = ("md", "smd", "rom", "rr", "or", "hr", "rd", "irr")
OF_SCORES = ("md", "smd", "rom")
"""Measures of scores, which need to say whether they are final scores or changes."""

VALUES = ("centre", "spread", "upper", "events", "total")
"""Cells of a result whose absence a status explains."""

ASKED = {"continuous": ("mean", "sd"), "binary": ("events",)}
"""Kind of outcome → the statistics that a row without values says are not there."""

EXTRA = {"arms": 3, "times": 3, "results": 12, "contrasts": 8, "items": 6}
"""Empty rows of each block."""


def statuses() -> dict[str, str]:
    """Return what the drop-down of a status shows → its code."""
    return {label: code for code, label in terms.labels("status").items()}


def columns(block: str, protocol: Protocol) -> tuple[Column, ...]:
    """Return the columns of a block; items asked per result are columns of the results."""
    own = BLOCKS[block]
    if block == "results":
        own += tuple(
            Column(f"item:{item.code}", item.question, item.codebook)
            for item in protocol.items
            if item.per == "result"
        )
    return own
