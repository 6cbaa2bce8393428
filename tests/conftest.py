"""Builders of curated records, for the rooms that compute with them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from curate.model.protocol import Arm, Comparison, Outcome, Protocol, Timepoint
from curate.model.record import Record

KETAMINE = Path(__file__).resolve().parents[2] / "shared" / "ketamine"
EXAMPLE = KETAMINE / "adjacent_marchi2022_continuous.csv"

RecordMaker = Callable[..., list[Record]]


def records_of_result(
    study: str,
    arms: str,
    comparators: str = "",
    outcome: str = "depression",
    timepoint: str = "end",
    basis: str = "final",
    adjusted: str = "no",
    analysis_set: str = "unclear",
    period: str = "",
    report: str = "",
    truth: str = "double_agreed",
    ci_level: float | None = None,
    n_role: str = "",
    status: str = "reported",
    study_name: str = "",
    **values: str,
) -> list[Record]:
    """Return the records of one result; keywords are statistics (``or_``, ``min_``), as decimal texts."""
    place = (study, arms, comparators, outcome, timepoint, basis, adjusted, analysis_set, period, report)
    result_key = "|".join(place)
    records = []
    for name, text in values.items():
        statistic = name.rstrip("_")
        operator, value = (text[0], text[1:]) if text[0] in "<>" else ("=", text)
        records.append(
            Record(
                key=f"{result_key}|{statistic}",
                result_key=result_key,
                study=study,
                study_name=study_name or study,
                arms=tuple(arms.split("+")),
                comparators=tuple(comparators.split("+")) if comparators else (),
                outcome=outcome,
                timepoint=timepoint,
                statistic=statistic,
                value=value if status == "reported" else "",
                number=float(value) if status == "reported" else None,
                basis=basis,
                adjusted=adjusted,
                analysis_set=analysis_set,
                period=period,
                role=n_role if statistic == "n" else "",
                operator=operator,
                status=status,
                ci_level=ci_level if statistic.startswith("ci_") else None,
                decimals=len(value.partition(".")[2]),
                basis_of_truth=truth,
                reading=f"rd_{result_key}|{statistic}",
                reports=(report,) if report else (),
            )
        )
    return records


@pytest.fixture
def result() -> RecordMaker:
    """Return the builder of one result's records."""
    return records_of_result


@pytest.fixture
def protocol() -> Protocol:
    """Return a small protocol: depression on a scale from 0 to 60, one SMD comparison."""
    return Protocol(
        title="Ketamine",
        outcomes=(
            Outcome("depression", "Depression", minimum=0, maximum=60),
            Outcome("anxiety", "Anxiety", minimum=0, maximum=120),
            Outcome("function", "Social functioning", minimum=0, maximum=30),
            Outcome("wellbeing", "Well-being", minimum=0, maximum=100, direction="higher"),
            Outcome("nausea", "Nausea", kind="binary"),
        ),
        arms=(
            Arm("ketamine", "Ketamine", "experimental"),
            Arm("esketamine", "Esketamine", "experimental"),
            Arm("placebo", "Placebo", "control"),
        ),
        timepoints=(Timepoint("end", "End of treatment"), Timepoint("day", "24 hours")),
        comparisons=(
            Comparison(
                "dep",
                "Depression at the end",
                outcomes=("depression",),
                experimental=("ketamine", "esketamine"),
                control=("placebo",),
                timepoints=("end",),
                measure="SMD",
            ),
        ),
    )


@pytest.fixture
def ketamine_protocol() -> Protocol:
    """Return the protocol of the published example: UB, DerSimonian-Laird, Wald, any basis."""
    options = (("smd_variance", "UB"), ("method", "DL"), ("ci", "z"))

    def comparison(code: str, outcome: str) -> Comparison:
        arms = (("ketamine",), ("control",))
        return Comparison(code, outcome, (outcome,), *arms, ("end",), "SMD", "any", options)

    return Protocol(
        title="Ketamine in other indications",
        basis_of_truth="program_only",
        outcomes=(
            Outcome("depression", "Depression", minimum=0, maximum=100),
            Outcome("anxiety", "Anxiety", minimum=0, maximum=150),
            Outcome("social functioning", "Social functioning", minimum=0, maximum=30),
        ),
        arms=(Arm("ketamine", "Ketamine", "experimental"), Arm("control", "Control", "control")),
        timepoints=(Timepoint("end", "End of treatment"),),
        comparisons=(
            comparison("depression", "depression"),
            comparison("anxiety", "anxiety"),
            comparison("functioning", "social functioning"),
        ),
    )


@pytest.fixture
def ketamine_records() -> list[Record]:
    """Return the published example as curated records, basis not said, as a program finds them."""
    if not EXAMPLE.is_file():
        pytest.skip("needs ../shared/ketamine beside the checkout")
    records = []
    with EXAMPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = " ".join(row["study"].replace("et al.", "").replace("et.", "").split())
            for arm, column in (("ketamine", "ket"), ("control", "ctl")):
                records += records_of_result(
                    study=name,
                    arms=arm,
                    outcome=row["outcome"],
                    basis="unclear",
                    truth="program_only",
                    n=row[f"n_{column}"],
                    mean=row[f"mean_{column}"],
                    sd=row[f"sd_{column}"],
                )
    return records
