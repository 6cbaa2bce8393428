"""What programs read in a report, place by place, with what its labels mean to the protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from curate.model.protocol import normalised
from curate.model.record import Study
from curate.model.sign import reasons
from curate.review.home import Home
from curate.store.mappings import codes_of
from curate.store.marks import pages_read, readings_on
from curate.store.reports import studies


def on_page(home: Home, report: str, page: int | None) -> list[dict[str, Any]]:
    """Return what programs read on a page, or in a file without pages, place by place.

    With the ids of the readings, and what they name also by the protocol's codes: empty where a label means
    nothing to the protocol yet.
    """
    return _on_page(home, report, page, code_of_labels(home, report))


def _on_page(
    home: Home, report: str, page: int | None, code_of: Callable[[str, str], str]
) -> list[dict[str, Any]]:
    return [
        {
            "id": reading.id,
            "statistic": reading.statistic,
            "role": reading.role,
            "value": reading.as_printed or reading.value,
            "arm": reading.arm,
            "outcome": reading.outcome,
            "timepoint": reading.timepoint,
            "codes": {
                "arm": code_of("arm", reading.labels.arm),
                "outcome": code_of("outcome", reading.labels.outcome),
                "timepoint": code_of("timepoint", reading.labels.timepoint),
                "basis": reading.labels.basis,
            },
            "band": reading.band,
            "why": list(reasons(reading.flags)),
            "quote": reading.quote,
            "box": list(reading.box) if reading.box else None,
            "locator": reading.locator,
        }
        for reading in readings_on(home.connection, report, page)
        if (reading.box or reading.locator) and reading.status == "reported"
    ]


def of_study(home: Home, study: Study) -> list[dict[str, Any]]:
    """Return what programs read of an arm that the protocol has, in all reports of a study.

    Besides what `on_page` gives, each has its ``report`` and ``page`` (None in a file without pages). The best band
    comes first, then the order of the reports and pages.
    """
    found = [
        {**reading, "report": report, "page": page}
        for report in study.reports
        for code_of in [code_of_labels(home, report)]
        for page in pages_read(home.connection, report)
        for reading in _on_page(home, report, page, code_of)
        if reading["codes"]["arm"]
    ]
    return sorted(found, key=lambda reading: ("high", "medium", "low", "").index(reading["band"] or ""))


def code_of_labels(home: Home, report: str) -> Callable[[str, str], str]:
    """Return what gives the code of a label in the study of a report: as it is mapped there, else by alias."""
    (study,) = (each.id for each in studies(home.connection) if report in each.reports)
    mapped = {kind: codes_of(home.connection, study, kind) for kind in ("arm", "outcome", "timepoint")}
    aliases = {kind: home.protocol.aliases(kind) for kind in mapped}

    def code_of(kind: str, label: str) -> str:
        return mapped[kind].get(label) or aliases[kind].get(normalised(label), "")

    return code_of
