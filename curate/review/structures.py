"""Structure before values: which labels of two people's sealed extractions name the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from curate.errors import Refused, UnknownName
from curate.model.decision import Mapping
from curate.model.protocol import normalised
from curate.reconcile.meanings import lasts, with_confirmed
from curate.reconcile.structure import Element, Kind, Matching, Verdict, match
from curate.review.home import Home
from curate.store import structures as store
from curate.store.act import Act
from curate.store.blinding import comparable_studies
from curate.store.mappings import Label, labels, put_mapping

SAME, DIFFERENT = "same", "different"


@dataclass(frozen=True, slots=True)
class Matched:
    """The arms, outcomes or time points of two people in one study.

    Attributes
    ----------
    codes
        Label → what it is mapped to: a code, empty when it is left aside; unmapped ones are not in it.
    elsewhere
        Unmapped label → the code that people gave it, or a label that they said is the same, in other studies.
    """

    study: str
    study_name: str
    kind: Kind
    one: store.Side
    two: store.Side
    matching: Matching
    codes: dict[str, str]
    elsewhere: dict[str, str]

    @property
    def waiting(self) -> int:
        """How many pairs are to be asked, and labels to get the code of their partner."""
        carried = (self.carried(pair.one.label, pair.two.label, "") for pair in self.matching.settled)
        return len(self.matching.asked) + len(self.elsewhere) + sum(each is not None for each in carried)

    def carried(self, first: str, second: str, why: str) -> Mapping | None:
        """Return the mapping that follows when two labels name one thing and one of them is mapped."""
        codes = self.elsewhere | self.codes
        unmapped = [label for label in (first, second) if label not in codes]
        if len(unmapped) != 1:
            return None
        partner = second if unmapped[0] == first else first
        return Mapping(self.study, self.kind, unmapped[0], codes[partner], why=f"as {partner!r}: {why}")


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of settling: pairs written, labels that got their code by it, and pairs left to ask."""

    pairs: int
    mapped: int
    asked: int


class Structures:
    """Pairs of labels. What the rules are sure of is settled; of the rest a person is asked."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def all(self, study: str | None = None) -> list[Matched]:
        """Return the matching of every two people, of one study or of all those that are fully sealed.

        Raises
        ------
        NotSealed
            When the study named is not fully sealed.
        """
        self._home.refuse_in_work_file("comparing")
        connection = self._home.connection
        held = store.judged(connection)
        found: list[Matched] = []
        for each in comparable_studies(connection, study):
            people = store.sides(connection, each.id)
            if len(people) < 2:
                continue
            mapped = [
                label for label in labels(connection, self._home.name, each.id) if label.code is not None
            ]
            found += [
                self._match(each.id, each.name, kind, one, two, mapped, held)
                for one, two in combinations(people, 2)
                for kind in Kind
            ]
        return found

    def settle(self, study: str | None = None) -> Settled:
        """Write the pairs that need nobody, and map the labels whose partner is mapped."""
        matched = self.all(study)
        pairs = mapped = asked = 0
        with self._home.act("match") as act:
            for each in matched:
                asked += len(each.matching.asked)
                for label, code in each.elsewhere.items():
                    mapped += put_mapping(
                        act, Mapping(each.study, each.kind, label, code, why="said in another study")
                    )
                for pair in each.matching.settled:
                    same = pair.one.label, pair.two.label
                    if pair.verdict is Verdict.accepted:
                        pairs += _put(act, each, *same, SAME, pair.because)
                    mapped += _carry(act, each, *same, pair.because)
        return Settled(pairs, mapped, asked)

    def say(
        self, study: str, kind: str, first: str, second: str, verdict: str, reason: str = ""
    ) -> Settled:
        """Write what a person says of two labels of a study, in either order.

        Raises
        ------
        UnknownName
            For a kind, or a label that neither of two people uses.
        Refused
            When the two labels are mapped to different codes.
        """
        if kind not in list(Kind):
            raise UnknownName.among("kind of label", kind, list(Kind))
        each, one, two = self._find(study, Kind(kind), first, second)
        codes = {each.codes[label] for label in (one, two) if label in each.codes}
        if verdict == SAME and len(codes) > 1:
            raise Refused(
                f"{one!r} and {two!r} are mapped to {' and '.join(sorted(code or '-' for code in codes))}",
                "map one of them anew: curate map",
            )
        why = reason or f"said to be {verdict}"
        with self._home.act("match") as act:
            pairs = _put(act, each, one, two, verdict, why)
            mapped = _carry(act, each, one, two, why) if verdict == SAME else 0
        return Settled(int(pairs), mapped, 0)

    def _find(self, study: str, kind: Kind, first: str, second: str) -> tuple[Matched, str, str]:
        """Return the two people who use two labels, with each's own spelling."""
        candidates = [each for each in self.all(study) if each.kind is kind]
        for each in candidates:
            for here, there in ((first, second), (second, first)):
                one, two = _spelling(each.one, kind, here), _spelling(each.two, kind, there)
                if one is not None and two is not None:
                    return each, one, two
        used = {
            label
            for each in candidates
            for side in (each.one, each.two)
            for label in side.labels.get(kind, [])
        }
        missing = first if all(normalised(first) != normalised(label) for label in used) else second
        raise UnknownName.among(f"{kind} of another extractor of this study", missing, used)

    def _match(
        self,
        study: str,
        name: str,
        kind: Kind,
        one: store.Side,
        two: store.Side,
        mapped: Iterable[Label],
        held: Iterable[store.Judged],
    ) -> Matched:
        codes = {label.label: label.code or "" for label in mapped if label.kind == kind}
        own = [each for each in held if each.kind == kind and each.study == study]
        apart = {
            frozenset((normalised(each.one), normalised(each.two)))
            for each in own
            if each.verdict == DIFFERENT
        }
        known = self._known(study, kind, codes, held)
        matching = match(kind, _elements(one, kind), _elements(two, kind), known, apart)
        possible = set(self._home.protocol.aliases(kind).values())
        used = dict.fromkeys((*one.labels.get(kind, []), *two.labels.get(kind, [])))
        meant = {label: known.get(normalised(label), "") for label in used if label not in codes}
        elsewhere = {label: code for label, code in meant.items() if code in possible}
        return Matched(study, name, kind, one, two, matching, codes, elsewhere)

    def _known(
        self, study: str, kind: Kind, codes: dict[str, str], held: Iterable[store.Judged]
    ) -> dict[str, str]:
        """Return normalised label → meaning, what is said of this study before what is said of others."""
        known = {
            label: next(iter(meant))
            for label, meant in store.meanings(self._home.connection, kind).items()
            if len(meant) == 1 and lasts(kind, label)
        }
        known |= self._home.protocol.aliases(kind)
        known |= {normalised(label): code for label, code in codes.items() if code}
        confirmed = [
            (each.one, each.two)
            for each in held
            if each.kind == kind
            and each.verdict == SAME
            and (each.study == study or (lasts(kind, each.one) and lasts(kind, each.two)))
        ]
        return with_confirmed(known, confirmed)


def _elements(side: store.Side, kind: Kind) -> list[Element]:
    return [
        Element(label, side.sizes.get(label) if kind is Kind.arm else None)
        for label in side.labels.get(kind, [])
    ]


def _spelling(side: store.Side, kind: Kind, label: str) -> str | None:
    wanted = normalised(label)
    return next((each for each in side.labels.get(kind, []) if normalised(each) == wanted), None)


def _put(act: Act, each: Matched, one: str, two: str, verdict: str, why: str) -> bool:
    first, second = sorted(((each.one.extraction, one), (each.two.extraction, two)))
    return store.put_match(act, each.study, each.kind, first, second, verdict, why)


def _carry(act: Act, each: Matched, one: str, two: str, why: str) -> bool:
    mapping = each.carried(one, two, why)
    return mapping is not None and put_mapping(act, mapping)
