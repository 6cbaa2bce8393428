"""After publication: errata and retractions, and what rests on the report that they concern."""

from __future__ import annotations

from curate.errors import Refused
from curate.review.home import Home
from curate.review.reports import Reports
from curate.review.upholding import Carried, Upholding
from curate.store import reports as store
from curate.store.act import Act
from curate.store.affected import Affected, affected


class Corrections:
    """Nothing is overwritten: the report's standing is superseded, and what rests on it is named."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def affected(self, report: str) -> Affected:
        """Return what rests on a report (file name, study or beginning of its SHA-256)."""
        return affected(self._home.connection, Reports(self._home).find(report)["id"])

    def retract(self, report: str, reason: str) -> Affected:
        """Say that a report was retracted; return what rests on it.

        Raises
        ------
        UnknownName
            When there is no such report.
        Refused
            Without a reason, or when it is retracted already.
        """
        return self._stand(Reports(self._home).find(report)["id"], "retracted", reason)

    def correct(self, old: str, new: str, reason: str) -> tuple[Affected, Carried]:
        """Say that the report `new` corrects `old`; return what rests on `old`, and what carried over.

        `new` joins the study of `old`. What reads the same at the same place of both carries over, see
        `Upholding.carry`; the rest is to be read again.

        Raises
        ------
        UnknownName
            When there is no such report.
        Refused
            Without a reason, for one and the same report, or when `old` is corrected already.
        """
        before, after = (Reports(self._home).find(name) for name in (old, new))
        if before["id"] == after["id"]:
            raise Refused("a report cannot correct itself", "add the erratum first: curate add")
        with self._home.act("correct report", report=before["id"], by=after["id"]) as act:
            found = self._supersede(act, before["id"], "corrected", reason)
            store.put_link(act, after["id"], before["id"], "corrects", reason)
            store.move_reports(act, [after["id"]], before["study_id"], reason)
        return found, Upholding(self._home).carry(before["id"])

    def _stand(self, report: str, standing: str, reason: str) -> Affected:
        with self._home.act(f"report {standing}", report=report) as act:
            return self._supersede(act, report, standing, reason)

    def _supersede(self, act: Act, report: str, standing: str, reason: str) -> Affected:
        self._home.refuse_in_work_file("saying that a report does not stand")
        if not reason.strip():
            raise Refused("a report loses its standing for a reason", "name the notice: --reason")
        found = affected(self._home.connection, report)
        if not store.put_standing(act, report, standing, reason):
            raise Refused(f"the report is {standing} already", "curate check lists it")
        return found
