"""``curate reconcile``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curate.cli.cmd_queue import band_of, show_queue
from curate.cli.common import counted, in_review, say, table
from curate.review import Review

if TYPE_CHECKING:
    from curate.reconcile.agreement import Agreement
    from curate.reconcile.errors import ErrorRate
    from curate.review.agreements import Agreements, Coefficients, Pairing
    from curate.review.effect_agreement import EffectAgreement
    from curate.store.disputes import Dispute


@click.command()
@click.argument("study", required=False)
@click.option("--limit", default=20, show_default=True, help="Disagreements to list.")
@click.option("--readers", is_flag=True, help="Each reader's errors against what was decided.")
@click.option("--effects", "on_effects", is_flag=True, help="How far people's effects agree.")
@click.option("--appendix", is_flag=True, help="ICC and CCC of people's numbers, for an appendix.")
@click.option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Bland-Altman plot of people's effects: .svg, .png or .pdf.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@in_review
def reconcile(
    review: Review,
    study: str | None,
    limit: int,
    readers: bool,
    on_effects: bool,
    appendix: bool,
    plot: Path | None,
    as_json: bool,
) -> None:
    """Pair sealed extractions, print their agreement and omissions, and queue the disagreements."""
    pairings = review.reconciliation.pairings(study)
    agreements = review.reconciliation.agreements(pairings)
    queue = review.reconciliation.queue(study)
    errors = review.reconciliation.errors() if readers else []
    effects = review.reconciliation.effects() if on_effects or plot else []
    if plot:
        from curate.plots.agreement import agreement_plot

        panels = [
            (f"{each.label}, {each.one} v {each.two}", each.measure, each.bland_altman)
            for each in effects
        ]
        agreement_plot(panels, plot)
    if as_json:
        plain = _plain(pairings, agreements, queue, errors, effects)
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    waiting = sum(each.waiting for each in review.structures.all(study))
    if waiting:
        verb = "waits" if waiting == 1 else "wait"
        say(
            f"{counted(waiting, 'label')} of arms, outcomes or time points {verb} to be matched: curate match"
        )
    _show_pairings(pairings)
    for each in agreements:
        _show_agreements(each)
    if appendix:
        _show_appendix(review.reconciliation.appendix(pairings))
    if on_effects:
        _show_effects(effects)
    if plot:
        say(f"drew {plot}")
    if readers:
        _show_errors(errors)
    if any(not one.people for one in pairings):
        say("two programs agreeing is 'program only', never double extraction")
    show_queue(queue, limit)


def _show_pairings(pairings: list[Pairing]) -> None:
    rows = []
    for one in pairings:
        held = one.agreement
        kind = "people" if one.people else "programs"
        kind += f", {one.assisted} assisted" if one.assisted else ""
        rows.append([one.study_name, f"{one.one} v {one.two}", kind, *_counts(held), *_percents(held)])
    columns = ["study", "pair", "of", "agree", "rounding", "explained", "conflict", "omitted"]
    table([*columns, "agreement", "of both read"], rows, right=(3, 4, 5, 6, 7, 8, 9))
    if not rows:
        say("nothing to compare yet: that takes two sealed extractions of a study")


def _counts(held: Agreement) -> list[str]:
    """Return how many facts agree, are rounding, are explained, are in conflict, are omitted."""
    from curate.reconcile.compare import AGREEING, EXPLAINED, Difference

    counts = dict(held.counts)
    numbers = [
        sum(counts[difference] for difference in AGREEING),
        counts[Difference.rounding],
        sum(counts[difference] for difference in EXPLAINED),
        counts[Difference.conflict] + counts[Difference.status],
        held.omissions,
    ]
    return [str(number) for number in numbers]


def _percents(held: Agreement) -> list[str]:
    return [_percent(held.percent), _percent(held.percent_of_both)]


def _show_agreements(held: Agreements) -> None:
    of = counted(held.studies, "study")
    say(f"agreement between {held.between}, {of}: exact; an omission is disagreement")
    rows = [
        [
            kind,
            str(each.pairs),
            _percent(each.percent),
            "-" if each.interval is None else f"{each.interval.low:.1f} to {each.interval.high:.1f}",
            str(each.omissions),
            _percent(each.percent_of_both),
        ]
        for kind, each in held.kinds.items()
    ]
    columns = ["kind", "facts", "agreement", "95% interval", "omitted", "of both read"]
    table(columns, rows, right=(1, 2, 3, 4, 5))
    for on in held.categories:
        kappa = "-" if on.found.kappa is None else f"{on.found.kappa:.2f}"
        share = f"{on.found.agreement:.0%} of {counted(on.found.n, 'answer')}"
        say(f"  {on.item}, {on.one} v {on.two}: {share}, κ {kappa}, AC1 {on.found.ac1:.2f}")


def _show_appendix(found: list[Coefficients]) -> None:
    rows = [[each.kind, str(each.numbers), _three(each.icc), _three(each.ccc)] for each in found]
    table(["kind", "numbers both gave", "ICC(2,1)", "CCC"], rows, right=(1, 2, 3))
    say(
        "ICC and CCC are near 1 across numbers of different size, however many differ: report agreement first"
    )


def _three(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _show_effects(effects: list[EffectAgreement]) -> None:
    for each in effects:
        say(f"effects of {each.label}, {each.one} v {each.two} ({each.measure})")
        if each.within:
            within, low, high = each.within, *(100 * end for end in each.within.interval)
            share = f"{within.agreeing} of {counted(within.pairs, 'study')} within 0.1"
            say(f"  {share}: {within.share:.0%}, 95% interval {low:.0f} to {high:.0f}")
        if each.bland_altman:
            say(f"  {each.difference}")
        if each.of_one_only:
            say(f"  {counted(each.of_one_only, 'study')} with an effect by one of them only")
        if each.assisted:
            say(
                f"  {counted(each.assisted, 'study')} read with the programs' readings in view: not independent"
            )
    if not effects:
        say("no effect follows from what two people have sealed")


def _show_errors(errors: list[ErrorRate]) -> None:
    rows = []
    for each in errors:
        interval = each.interval
        span = "-" if interval is None else f"{100 * interval.low:.1f} to {100 * interval.high:.1f}"
        causes = ", ".join(f"{cause} {count}" for cause, count in each.causes)
        numbers = [str(each.facts), str(each.wrong), str(each.omitted), _percent(100 * each.rate), span]
        rows.append([each.reader, *numbers, causes or "-"])
    columns = ["reader", "settled facts", "wrong", "omitted", "errors", "95% interval", "causes"]
    table(columns, rows, right=(1, 2, 3, 4, 5))
    if not rows:
        say("nothing is settled yet, so nobody's errors are known")


def _plain(
    pairings: list[Pairing],
    agreements: list[Agreements],
    queue: list[Dispute],
    errors: list[ErrorRate],
    effects: list[EffectAgreement],
) -> dict[str, Any]:
    from dataclasses import asdict

    from curate.reconcile.compare import RULES

    return {
        "rules": RULES,
        "pairs": [
            {
                "study": each.study_name,
                "readers": [each.one, each.two],
                "between": "people" if each.people else "programs",
                "facts": each.agreement.pairs,
                "percent": each.agreement.percent,
                "differences": {kind.value: count for kind, count in each.agreement.counts},
            }
            for each in pairings
        ],
        "agreement": [each.as_dict() for each in agreements],
        "readers": [asdict(each) | {"rate": each.rate} for each in errors],
        "effects": [each.as_dict() for each in effects],
        "disagreements": [
            {
                "id": each.id,
                "study": each.study_name,
                "fact": each.key.split("|")[1:],
                "difference": each.finding.difference.value if each.finding else each.judgement,
                "because": each.because,
                "impact": band_of(each),
                "sides": [
                    asdict(side) | {"reader": name}
                    for name, side in zip(each.names, each.sides, strict=True)
                ],
            }
            for each in queue
        ],
    }


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}%"
