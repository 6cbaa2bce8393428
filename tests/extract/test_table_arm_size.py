from __future__ import annotations

from curate.extract.tables.bearing.arm_size import with_arm_sizes
from curate.extract.tables.bearing.sizes import GROUP_SIZE
from curate.model.reading import Evidence, Found, Reading, Result

REPORT = "a" * 64


def size(arm: str, n: str) -> Found:
    evidence = Evidence(REPORT, f"{arm} (n = {n})", page=2, box=(0, 0, 9, 9), table="Table 1")
    return Found(
        Result((arm,), outcome=GROUP_SIZE), (Reading("n", n, evidence, flags=("n_from:column_header",)),)
    )


def mean(arm: str, *more: str, **result: object) -> Found:
    evidence = Evidence(REPORT, "12.3 (4.5)", page=3, box=(0, 0, 9, 9), table="Table 2")
    readings = tuple(Reading(statistic, "12.3", evidence) for statistic in ("mean", "sd", *more))
    return Found(Result((arm,), outcome="MADRS", **result), readings)  # type: ignore[arg-type]


def n_of(found: Found) -> list[tuple[str, tuple[str, ...]]]:
    return [(reading.value, reading.flags) for reading in found.readings if reading.statistic == "n"]


def test_an_arm_with_one_size_lends_it_to_a_table_that_says_none() -> None:
    *_, last = with_arm_sizes([size("Ketamine", "22"), size("ketamine", "22"), mean("Ketamine")])
    assert n_of(last) == [("22", ("n_from:arm",))]
    assert last.readings[-1].evidence.table == "Table 1"


def test_an_arm_with_two_sizes_lends_none() -> None:
    *_, last = with_arm_sizes([size("Ketamine", "22"), size("Ketamine", "20"), mean("Ketamine")])
    assert n_of(last) == []


def test_nothing_is_lent_to_other_arms_subgroups_contrasts_or_results_that_have_an_n() -> None:
    for found in (
        mean("Placebo"),
        mean("Ketamine", subgroup="women"),
        mean("Ketamine", comparators=("Placebo",)),
        mean("Ketamine", "n"),
    ):
        *_, last = with_arm_sizes([size("Ketamine", "22"), found])
        assert last == found
