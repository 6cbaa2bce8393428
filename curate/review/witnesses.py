"""Where programs read the number that a person gives for the same fact, for who may see what they read."""

from __future__ import annotations

from curate.model.reading import Evidence, Reading, Result
from curate.parse.number import parse_number
from curate.review.home import Home
from curate.review.program_marks import code_of_labels
from curate.review.sheets import Sheets


def witnesses(home: Home, study: str, result: Result, reading: Reading) -> list[Evidence]:
    """Return the places on the page of a reading where programs have its number, arm, outcome and time point.

    None for who extracts independently: a box would tell that a program has read the same.
    """
    place = reading.evidence
    if place is None or place.page is None or place.box or not reading.value:
        return []
    sheets = Sheets(home)
    if not sheets.may_see_programs(study):
        return []
    code_of = code_of_labels(home, place.report)
    fact = {
        "arm": code_of("arm", result.arms[0]) if len(result.arms) == 1 else "",
        "outcome": code_of("outcome", result.outcome),
        "timepoint": code_of("timepoint", result.timepoint),
    }
    return [
        Evidence(place.report, read["quote"], page=place.page, box=tuple(read["box"]))
        for read in sheets.program_readings(place.report, place.page)
        if all(code and code == read["codes"][kind] for kind, code in fact.items())
        and read["statistic"] == reading.statistic
        and read["box"]
        and (number := parse_number(read["value"])) is not None
        and float(number.value) == reading.number
    ]
