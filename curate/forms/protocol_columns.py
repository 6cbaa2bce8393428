"""Headings and explanations of the protocol workbook."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's title, its width in characters and the comment that explains it."""

    title: str
    width: int
    help: str


TITLES = {
    "review": "Review",
    "outcome": "Outcomes",
    "arm": "Arms",
    "timepoint": "Time points",
    "comparison": "Comparisons",
    "rule": "Rules",
    "item": "Items",
    "person": "People",
    "options": "Options",
}
"""Kind of entry → name of its sheet."""

ABOUT = {
    "review": "What the review is called, and the least that may be pooled.",
    "outcome": "What is measured, one for each instrument, with the ends of its scale.",
    "arm": "Kinds of arms. A comparison sets the experimental ones against those of control.",
    "timepoint": "Windows of time, in days after the day that they are counted from.",
    "comparison": "Each is one pooled estimate: experimental against control, on an outcome, at a time.",
    "rule": "Each person counts once in a pooled estimate: which of several eligible results of a study is used."
    " Without a rule such results are refused.",
    "item": "Questions of the codebook, extracted and reconciled like numbers, with a line on how to answer.",
    "person": "Who extracts and decides.",
    "options": "Conventions of effect sizes and pooling, recorded with each result.",
}
"""Kind of entry → what it is for."""

ONE = {
    "outcome": "outcome",
    "arm": "arm",
    "timepoint": "time point",
    "comparison": "comparison",
    "rule": "rule",
    "item": "item",
    "person": "person",
}
"""Kind of entry → one of it in words."""

INTRODUCTION = (
    (
        "What this is",
        "The protocol of your review as a workbook. It holds the same as the file review.toml.",
    ),
    (
        "How to fill it",
        "One sheet for each kind of entry, one row for each entry. Point at a heading to read "
        "what the column means. Empty rows are passed over; an empty cell takes the usual "
        "value.",
    ),
    (
        "Codes",
        "Outcomes, arms, time points and comparisons have a short code without spaces, such as "
        "caps5 or 24h. Other sheets refer to it. Keep a code once data have been extracted; "
        "change the label instead.",
    ),
    (
        "Several in one cell",
        "Separate them with a semicolon: 24 h; Day 1; 24 hours after infusion.",
    ),
    (
        "Aliases",
        "Labels, as reports print them, that mean exactly this. Capitals and extra spaces do "
        "not matter. A label that is no alias waits until somebody maps it; nothing is guessed.",
    ),
    (
        "Order",
        "In Comparisons, outcomes and time points stand in order of preference: where a study "
        "has several, the first that is there is used, if a rule allows it.",
    ),
    (
        "When you are done",
        "Save as an Excel workbook (.xlsx), keep the sheets and headings as they are, and read "
        "it back with curate protocol --form. If anything is wrong, nothing is changed and you "
        "get a list of the cells to mend.",
    ),
)
"""Lines of the first sheet: what about, and what to know."""

_CODE = Heading(
    "Code",
    16,
    "A short name without spaces that the rest of the protocol refers to, such as caps5 or 24h.",
)
_LABEL = Heading("Label", 26, "The name as people read it, in tables and plots.")
_ALIASES = Heading(
    "Aliases",
    60,
    "Labels, as reports print them, that mean exactly this; put a semicolon between.",
)

HEADINGS: dict[str, dict[str, Heading]] = {
    "review": {
        "title": Heading("Title", 40, "Title of the review. Required."),
        "basis_of_truth": Heading(
            "Least that may be pooled",
            26,
            "double_agreed: two people agreed independently. adjudicated: decided after they did not."
            " verified: two people, one of whom saw what the other or programs had read. single: one person."
            " program_only: programs.",
        ),
    },
    "outcome": {
        "code": _CODE,
        "label": _LABEL,
        "kind": Heading("Kind", 12, "continuous (a score) or binary (an event). Usually continuous."),
        "minimum": Heading(
            "Minimum", 10, "Lowest score that the scale allows; empty when it has no end."
        ),
        "maximum": Heading(
            "Maximum", 10, "Highest score that the scale allows; empty when it has no end."
        ),
        "direction": Heading(
            "Better is", 12, "Which end of the scale is good for the person: lower or higher."
        ),
        "unit": Heading("Unit", 12, "Unit of the score, such as points or mmHg."),
        "aliases": _ALIASES,
        "items": Heading(
            "Items",
            8,
            "1: scores are whole numbers. More: each is the mean of so many items. Empty: neither.",
        ),
        "codebook": Heading(
            "Codebook",
            60,
            "What counts as this outcome, in one line: which definition where there are several.",
        ),
    },
    "arm": {
        "code": _CODE,
        "label": _LABEL,
        "role": Heading(
            "Role", 14, "experimental, control, or empty when the arm takes part in no comparison."
        ),
        "aliases": _ALIASES,
    },
    "timepoint": {
        "code": _CODE,
        "label": _LABEL,
        "target_days": Heading(
            "Target day", 10, "The day that the window is about, counted from the anchor."
        ),
        "from_days": Heading("From day", 10, "First day of the window."),
        "to_days": Heading("To day", 10, "Last day of the window."),
        "anchor": Heading(
            "Counted from",
            18,
            "Day 0: first dose, randomisation or end of treatment. Usually first dose.",
        ),
        "prefer": Heading(
            "Prefer", 12, "Which of several times in the window is used: closest, latest or earliest."
        ),
        "aliases": _ALIASES,
    },
    "comparison": {
        "code": _CODE,
        "label": _LABEL,
        "outcomes": Heading(
            "Outcomes", 24, "Codes of the outcomes in order of preference, with semicolons."
        ),
        "experimental": Heading("Experimental", 20, "Codes of the arms on the experimental side."),
        "control": Heading("Control", 20, "Codes of the arms on the control side."),
        "timepoints": Heading("Time points", 20, "Codes of the time points in order of preference."),
        "measure": Heading(
            "Measure",
            10,
            "MD, SMD, SMD1 or ROM for scores; RR, OR or RD for events; IRR, IRD for rates; HR.",
        ),
        "basis": Heading(
            "Scores",
            10,
            "final scores, change from baseline, or any: then both meet in one pool. Usually final.",
        ),
    },
    "rule": {
        "dimension": Heading("What", 16, "In what the eligible results of one study differ."),
        "action": Heading(
            "Action",
            12,
            "prefer: take the first that is there. Of arms alone: combine merges them; split parts the group that they"
            " share; covary keeps it whole, with the covariance that it gives them.",
        ),
        "order": Heading(
            "Order", 40, "Codes in order of preference; empty takes the comparison's own order."
        ),
        "comparison": Heading(
            "Only for", 18, "Code of the comparison that the rule is for; empty for all."
        ),
    },
    "item": {
        "code": _CODE,
        "question": Heading("Question", 40, "What the extractor is asked."),
        "kind": Heading("Kind", 12, "text, number, category (with choices) or date. Usually text."),
        "choices": Heading("Choices", 40, "The answers of a category, with semicolons."),
        "per": Heading("Asked per", 12, "study, arm or result. Usually study."),
        "codebook": Heading("Codebook", 60, "How to answer, in one line."),
    },
    "person": {
        "name": Heading("Name", 24, "The name that the person gives when working, as in --as reader-a."),
        "trainee": Heading("Trainee", 10, "yes or no. A trainee never makes a pair alone."),
    },
    "options": {
        "profile": Heading(
            "Profile",
            16,
            "Conventions that go together: curate, metafor or cochrane-revman. The other columns go before it.",
        ),
        "smd_variance": Heading(
            "Variance of SMD", 16, "LS: 1/n1 + 1/n2 + g²/(2N), the usual one. UB: the unbiased one."
        ),
        "smd_correction": Heading(
            "Factor of SMD", 14, "exact: Hedges' g. approximate: as Review Manager. none: Cohen's d."
        ),
        "zero_cells": Heading(
            "Empty cells", 14, "only0: ½ to the cells of a trial with an empty one. none, tacc …"
        ),
        "method": Heading(
            "Model",
            12,
            "REML or DL (random effects), CE (common effect), MH (Mantel-Haenszel) or PETO. Usually REML.",
        ),
        "ci": Heading(
            "Interval",
            12,
            "auto: Hartung-Knapp with more than two studies and tau² above 0, else Wald."
            " knha, z: always that one.",
        ),
        "prediction": Heading(
            "Prediction",
            12,
            "Quantile of the prediction interval: riley is t on k - 2 df, t on k - 1, z.",
        ),
        "level": Heading("Level", 10, "Level of the intervals in percent. Usually 95."),
        "ci_level_printed": Heading(
            "Printed level",
            14,
            "Level assumed for a printed interval that does not name its own, percent;"
            " 0 refuses such intervals.",
        ),
    },
}
"""Kind of entry → key → its column."""

OF_COMPARISON_HEADINGS: dict[str, Heading] = {
    **HEADINGS["options"],
    "medians": Heading(
        "Medians",
        12,
        "Mean and SD of trials that print medians. luo, blue: as if symmetrical. quantiles: by the closest curve."
        " refuse: such trials are left out.",
    ),
    "correlation": Heading(
        "Correlation",
        12,
        "Assumed, of one person's values before and after or in both periods, with its range.",
    ),
    "correlation_low": Heading(
        "Correlation from", 14, "Lowest correlation of the sensitivity analysis."
    ),
    "correlation_high": Heading(
        "Correlation to", 14, "Highest correlation of the sensitivity analysis."
    ),
    "icc": Heading(
        "ICC", 10, "Assumed intracluster correlation of cluster trials, with its range and source."
    ),
    "icc_low": Heading("ICC from", 10, "Lowest ICC of the sensitivity analysis."),
    "icc_high": Heading("ICC to", 10, "Highest ICC of the sensitivity analysis."),
    "icc_source": Heading("ICC source", 24, "The trial or collection that the ICC is from."),
    "cluster_sizes": Heading(
        "Cluster sizes",
        24,
        "Mean size of the clusters of each trial, as Jones 2010: 24.5, Kim 2012: 31 cv 0.6.",
    ),
    "sd_donors": Heading(
        "SD donors", 24, "Studies whose SDs may stand in for missing ones, two or more, with commas."
    ),
    "sd_borrowed": Heading(
        "SD borrowed", 12, "pooled, lowest or highest of the donors' SDs. Usually pooled."
    ),
    "rescale": Heading(
        "Rescale",
        10,
        "yes: mean differences on other instruments in points of the first outcome. Usually no.",
    ),
}
"""Key of the options of a comparison → its column."""
