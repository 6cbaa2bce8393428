"""What a person reads of a ratio is the ratio, its logarithm named: on the command line and on the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from httpx import Client

from curate import resources
from curate.cli import main
from curate.model.protocol import Comparison, Outcome
from curate.parse.protocol import read_protocol, write_protocol
from curate.review import Review
from tests.web.conftest import Serving, copied

DEMO = Path(str(resources.folder("demo")))
EVENTS = {"keilp-2021": ("10", "5"), "zhong-2016": ("0", "6"), "zou-2021": ("12", "12")}
"""Study → events of 40 with ketamine and without."""


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ratios") / "r"
    demo = read_protocol((DEMO / "review.toml").read_text(encoding="utf-8"))
    comparison = Comparison(
        "resp", "Response", ("response",), ("ketamine",), ("control",), ("end",), "RR"
    )
    outcome = Outcome("response", "Response", kind="binary")
    protocol = replace(demo, outcomes=(*demo.outcomes, outcome), comparisons=(comparison,))
    with Review.create(folder, "Ratios", "ann") as made:
        made.home.set_protocol(write_protocol(protocol))
        made.reports.add([DEMO / f"{name}.pdf" for name in EVENTS])
    for person in ("ann", "bob"):
        with Review.open(folder, person) as made:
            for name, counts in EVENTS.items():
                for arm, events in zip(("Ketamine", "Control"), counts, strict=True):
                    typed = "11" if (person, name, arm) == ("bob", "keilp-2021", "Ketamine") else events
                    for statistic, value in (("events", typed), ("total", "40")):
                        made.forms.enter(
                            name,
                            statistic,
                            value,
                            arms=[arm],
                            outcome="response",
                            timepoint="end",
                            page=1,
                        )
            made.forms.seal(list(EVENTS))
    with Review.open(folder, "cas") as made:
        (dispute,) = made.reconciliation.queue()
        side = next(each for each in dispute.sides if each.reader == "ann")
        decision = made.decisions.about(
            dispute.id, choice="reading", take=side.reading, mode="third_person", reason="p. 1"
        )
        made.decisions.put([decision])
    return folder


def run(review: Path, *arguments: str) -> str:
    asked = [*arguments, "-C", str(review), "--as", "cas"]
    done = CliRunner().invoke(main, asked, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_line_has_ratios_as_ratios(review: Path) -> None:
    pooled = run(review, "pool")
    said = run(review, "effects")
    head, _, *rows = said.splitlines()
    assert head.split()[4:7] == ["estimate", "yi", "(log"]
    zhong = next(row for row in rows if "zhong-2016" in row)
    assert "RR; ½ added to each of the four cells, since group 1 has no events" in zhong
    zou = next(row for row in rows if "zou-2021" in row)
    assert zou.split()[4:6] == ["1.00", "0.0000"]
    assert "only0" not in said
    (name,) = [line.split()[-1] for line in pooled.splitlines() if "trace:" in line]
    trace = run(review, "trace", name)
    assert "zou-2021: RR 1.00 (log RR 0.0000, variance 0.1167); RR\n" in trace
    assert "resp: RR 1.07 [0.0825, 13.76] (log RR 0.0630 [" in trace.splitlines()[0]
    assert "only0" not in trace
    assert "RR 1.07 (log RR 0.0630)" in next(
        line for line in run(review, "ledger").splitlines() if "resp: RR" in line
    )
    agreement = run(review, "reconcile", "--effects")
    assert "RR of ann 0.97 times that of bob on average" in agreement
    assert "(difference of log RR -0.03," in agreement


def test_the_page_has_ratios_as_ratios(review: Path, serving: Serving, tmp_path: Path) -> None:
    served = serving(copied(review, tmp_path / "r"), "cas")
    with Client(base_url=served.root, timeout=60, follow_redirects=True) as client:
        client.get(served.link)
        with Review.open(review, "cas") as opened:
            studies = {study.name: study.id for study in opened.studies.all()}
        shown = client.get(f"/results/resp/effect/{studies['zou-2021']}").text
        assert 'RR 1.00 <span class="quiet">(log RR 0.0000, variance 0.1167)</span>' in shown
        assert "only0" not in shown
        shown = client.get(f"/results/resp/effect/{studies['zhong-2016']}").text
        assert "½ added to each of the four cells, since group 1 has no events" in shown
        shown = client.get("/agreement").text
        assert "RR of ann 0.97 times that of bob on average" in shown
        assert "the agreement of independent extractors" not in shown
        assert "Between people: 3 studies" in shown
