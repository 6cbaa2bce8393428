"""A person can do everything without a machine reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from curate.errors import NotSealed, Refused, UnknownName
from curate.review import Review

Opener = Callable[[str], Review]
FACT = {"arms": ["Ketamine"], "outcome": "Depression", "timepoint": "End of treatment"}


def enter(review: Review, value: str, **said: object) -> bool:
    return review.forms.enter("zhong-2016", "mean", value, **{**FACT, "page": 2, **said})  # type: ignore[arg-type]


def test_a_number_is_entered_located_sealed_compared_and_decided(reopen: Opener) -> None:
    ann, bob = reopen("ann"), reopen("bob")
    assert enter(ann, "14.80")
    assert not enter(ann, "14.80")
    with pytest.raises(NotSealed, match="ann"):
        ann.reconciliation.pairings("zhong-2016")
    ann.forms.seal(["zhong-2016"])
    assert enter(bob, "14.08")
    bob.forms.seal(["zhong-2016"])
    (pairing,) = [each for each in ann.reconciliation.pairings("zhong-2016") if each.people]
    assert (pairing.one, pairing.two, pairing.agreement.percent) == ("ann", "bob", 0.0)
    (dispute,) = [
        each
        for each in ann.reconciliation.queue()
        if each.judgement == "conflict" and {side.reader for side in each.sides} == {"ann", "bob"}
    ]
    right = next(side.reading for side in dispute.sides if side.reader == "ann")
    cas = reopen("cas")
    with pytest.raises(Refused, match="reason"):
        cas.decisions.put(
            [cas.decisions.about(dispute.id, choice="reading", take=right, reason=" ", mode="lead")]
        )
    cas.decisions.put(
        [
            cas.decisions.about(
                dispute.id, choice="reading", take=right, reason="page 2", mode="third_person"
            )
        ]
    )
    (record,) = [each for each in cas.results.records() if each.key == dispute.key]
    assert (record.value, record.basis_of_truth) == ("14.80", "adjudicated")
    step = cas.traces.trace(dispute.id)
    assert {below.noun for below in step.walk()} == {"record", "decision", "reading", "evidence"}


def test_a_quote_of_a_person_gets_its_box(reopen: Opener) -> None:
    ann = reopen("ann")
    held = ann.home.connection.execute(
        """SELECT v.quote, v.page FROM evidence v JOIN reading r ON r.evidence_id = v.id
        JOIN current_report c ON c.id = v.report_id
        WHERE c.file_name = 'zhong-2016.pdf' AND r.statistic = 'mean'"""
    ).fetchone()
    ann.forms.enter("zhong-2016", "mean", "14.8", page=held["page"], quote=held["quote"], **FACT)  # type: ignore[arg-type]
    box = ann.home.connection.execute(
        "SELECT v.x0 FROM reading r JOIN evidence v ON v.id = r.evidence_id WHERE r.made_by = 'ann'"
    ).fetchone()
    assert box["x0"] is not None
    assert ann.checks.verify().problems == ()


def test_zero_blank_and_not_reported_are_three_things(reopen: Opener) -> None:
    ann = reopen("ann")
    enter(ann, "not_reported", page=None)
    enter(ann, "0", arms=["Control"])
    ann.forms.seal(["zhong-2016"])
    held = {
        record.arms[0]: record for record in ann.results.records() if record.basis_of_truth == "single"
    }
    assert (held["ketamine"].status, held["ketamine"].value) == ("not_reported", "")
    assert (held["control"].status, held["control"].value) == ("reported", "0")


def test_a_disagreement_comes_with_its_explanation(reopen: Opener) -> None:
    for name, spread in (("ann", {"sd": "9.90"}), ("bob", {"se": "2.40"})):
        review = reopen(name)
        for statistic, value in {**spread, "n": "17"}.items():
            review.forms.enter("zhong-2016", statistic, value, **{**FACT, "page": 2})  # type: ignore[arg-type]
        review.forms.seal(["zhong-2016"])
    queue = reopen("cas").reconciliation.queue("zhong-2016")
    assert {each.difference for each in queue if each.sides[0].kind == "person"} == {"equivalent form"}
    told = {sentence for each in queue for sentence in each.because}
    assert told == {"SD 9.90 = SE 2.40 with n = 17: one spread in two forms?"}
    reopen("cas").decisions.accept_rounding("third_person")
    assert reopen("cas").reconciliation.queue("zhong-2016") == queue


@pytest.mark.parametrize(
    ("value", "said", "error"),
    [
        ("12 or so", {}, "no number"),
        ("12.3", {"page": None}, "page"),
    ],
)
def test_a_bad_entry_is_refused(reopen: Opener, value: str, said: dict[str, object], error: str) -> None:
    ann = reopen("ann")
    with pytest.raises(Refused, match=error):
        enter(ann, value, **said)
    assert (
        ann.home.connection.execute("SELECT count(*) FROM reading WHERE made_by <> ''").fetchone()[0]
        == 0
    )


def test_an_unknown_statistic_or_study_lists_the_known(reopen: Opener) -> None:
    ann = reopen("ann")
    with pytest.raises(UnknownName, match="average"):
        ann.forms.enter("zhong-2016", "average", "1", page=1, **FACT)  # type: ignore[arg-type]
    with pytest.raises(UnknownName) as caught:
        ann.forms.enter("zhong", "mean", "1", page=1, **FACT)  # type: ignore[arg-type]
    assert "zhong-2016" in caught.value.hint


def test_studies_are_named_joined_and_split(reopen: Opener) -> None:
    ann = reopen("ann")
    ann.studies.describe("zhong-2016", new_name="Zhong 2016", design="parallel", n_randomised=60)
    ann.studies.join("Zhong 2016", ["zou-2021"])
    assert [len(study.reports) for study in ann.studies.all()] == [2, 1] or len(ann.studies.all()) == 2
    joined = ann.studies.find("Zhong 2016")
    assert (joined.n_randomised, len(joined.reports)) == (60, 2)
    ann.studies.split("Zhong 2016", "zou-2021.pdf", "Zou 2021")
    assert sorted(study.name for study in ann.studies.all()) == ["Zhong 2016", "Zou 2021", "keilp-2021"]
    with pytest.raises(Refused, match="no other report"):
        ann.studies.split("Zou 2021", "zou-2021.pdf", "x")


def test_the_protocol_goes_out_as_a_workbook_and_comes_back(reopen: Opener, tmp_path: Path) -> None:
    ann = reopen("ann")
    before = ann.protocol
    ann.protocols.write(tmp_path / "protocol.xlsx")
    assert not ann.protocols.read(tmp_path / "protocol.xlsx")
    assert ann.protocol == before


def test_a_form_goes_out_and_comes_back_unchanged(reopen: Opener, tmp_path: Path) -> None:
    ann = reopen("ann")
    enter(ann, "14.80")
    path = tmp_path / "form.xlsx"
    assert ann.forms.write(path) == 3
    result = ann.forms.read(path)
    assert (result.person, result.new) == ("ann", 0)
    assert ann.forms.read(path).same == result.same
