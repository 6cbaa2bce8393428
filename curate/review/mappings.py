"""Labels as the reports print them, and the protocol's codes that they mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from curate.errors import UnknownName
from curate.model.decision import Mapping
from curate.model.protocol import normalised
from curate.review.home import Home
from curate.store import mappings as store
from curate.store.blinding import independent_studies
from curate.store.mappings import Label, LabelPage
from curate.store.reports import find_study
from curate.store.structures import meanings

if TYPE_CHECKING:
    from curate.reconcile.guesses import Guess

KINDS = ("arm", "outcome", "timepoint")


class Mappings:
    """Mappings of verbatim labels. A label that is an alias of the protocol maps itself."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def all(self, study: str | None = None, *, unmapped: bool = False) -> list[Label]:
        """Return the labels in use, those without a code only when `unmapped`.

        What another person has in an open extraction is not among them.
        """
        held = find_study(self._home.connection, study).id if study else None
        labels = store.labels(self._home.connection, self._home.name, held)
        return [label for label in labels if not unmapped or label.code is None]

    def shown(self, study: str | None = None) -> list[Label]:
        """Return the labels in use that the page shows to the acting person.

        While they extract a study independently, or are to by plan, those are the labels of their own entries:
        neither what programs nor what other people call something is shown to them.
        """
        blind = independent_studies(self._home.connection, self._home.name)
        places = {each: self.pages(each) for each in blind}
        return [
            label
            for label in self.all(study)
            if label.study not in places or (label.kind, label.label) in places[label.study]
        ]

    def guesses(self, labels: Sequence[Label]) -> dict[Label, Guess]:
        """Return what the labels look like, those that look like nothing in the protocol left out.

        That is what people said of the same words in another study, else what shares words with a name in the
        protocol. It tells what to ask first, and maps nothing.
        """
        from curate.reconcile.guesses import Guess, guess

        protocol, known = self._home.protocol, self._said_elsewhere()
        found: dict[Label, Guess] = {}
        for label in labels:
            code = known.get((label.kind, normalised(label.label)))
            like = Guess(code, 1.0) if code else guess(label.kind, label.label, protocol)
            if like:
                found[label] = like
        return found

    def _said_elsewhere(self) -> dict[tuple[str, str], str]:
        """Return kind and words → the code that people gave them, where it is one code and no name of one report."""
        from curate.reconcile.meanings import lasts
        from curate.reconcile.structure import Kind

        return {
            (kind, words): next(iter(codes))
            for kind in KINDS
            for words, codes in meanings(self._home.connection, kind).items()
            if len(codes) == 1 and lasts(Kind(kind), words)
        }

    def pages(self, study: str) -> dict[tuple[str, str], LabelPage]:
        """Return kind and label → where it stands, of the labels of a study that are shown."""
        meant = find_study(self._home.connection, study).id
        blind = meant in independent_studies(self._home.connection, self._home.name)
        found: dict[tuple[str, str], LabelPage] = {}
        for page in store.label_pages(self._home.connection, self._home.name, meant):
            if page.own or not blind:
                found.setdefault((page.kind, page.label), page)
        return found

    def codes(self, kind: str) -> list[str]:
        """Return the protocol's codes of a kind."""
        if kind not in KINDS:
            raise UnknownName.among("kind of label", kind, KINDS)
        return [entry.code for entry in self._home.protocol.entries(kind)]

    def put(self, mappings: Sequence[Mapping]) -> int:
        """Write mappings of the acting person; return how many said something new.

        Raises
        ------
        UnknownName
            For a code that the protocol does not have. An arm's code may carry a name of the arm within
            its study, ``ketamine/0.2 mg/kg``, when a study has several arms of a kind.
        """
        for mapping in mappings:
            code = mapping.code.partition("/")[0] if mapping.kind == "arm" else mapping.code
            if code and code not in self.codes(mapping.kind):
                raise UnknownName.among(f"{mapping.kind} code", mapping.code, self.codes(mapping.kind))
        with self._home.act("map") as act:
            return sum(store.put_mapping(act, mapping) for mapping in mappings)

    def map_everywhere(self, kind: str, label: str, code: str, why: str = "") -> int:
        """Map a label in every study that uses it and has not mapped it; return how many studies."""
        found = [
            Mapping(entry.study, kind, entry.label, code, "person", why)
            for entry in self.all(unmapped=True)
            if entry.kind == kind and normalised(entry.label) == normalised(label)
        ]
        self.put(found)
        return len({mapping.study for mapping in found})
