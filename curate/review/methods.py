"""What the methods section may say, counted in the store."""

from __future__ import annotations

from curate import __version__
from curate.reconcile.methods import Conduct, paragraph
from curate.review.agreements import ALL
from curate.review.audits import Audits
from curate.review.home import Home
from curate.review.pilots import Pilots
from curate.review.reconciliation import Reconciliation
from curate.store.blinding import still_reading
from curate.store.conduct import conduct
from curate.store.disputes import disputes
from curate.store.reports import reports, studies


class Methods:
    """Words that nobody has to remember, and nobody can make nicer."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def text(self) -> str:
        """Return the paragraph for the methods section."""
        return paragraph(self.conduct())

    def conduct(self) -> Conduct:
        """Return what was done, counted.

        Raises
        ------
        Refused
            In a work file: it knows one person only.
        """
        self._home.refuse_in_work_file("the methods section")
        connection = self._home.connection
        pairings = Reconciliation(self._home)
        found = pairings.agreements([each for each in pairings.pairings() if each.people])
        audits = Audits(self._home).all()
        pilots = Pilots(self._home)
        training = set(pilots.left_out())
        people = still_reading(connection)
        return Conduct(
            piloted=pilots.summary(),
            audits=tuple(
                (held.estimate, held.population, held.blind, len(held.left))
                for held in audits
                if held.estimate
            ),
            version=__version__,
            reports=sum(row["study_name"] not in training for row in reports(connection)),
            agreements={each.assisted: each.kinds[ALL] for each in found},
            unsettled=len(disputes(connection)),
            unsealed=sum(study.id in people for study in studies(connection)),
            **conduct(connection)._asdict(),
        )
