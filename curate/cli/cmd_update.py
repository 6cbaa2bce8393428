"""``curate update``."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from curate.cli.common import counted, in_review, say, table
from curate.cli.pool_shown import in_words
from curate.model.scale import analysis_name, own_scale
from curate.model.terms import LOG_SCALE
from curate.review import Review

if TYPE_CHECKING:
    from curate.model.effect import Effect
    from curate.review.updates import Moved, Update


@click.command()
@click.argument("name", required=False, metavar="[FREEZE]")
@click.option("--json", "as_json", is_flag=True, help="As JSON, on the analysis scale.")
@in_review
def update(review: Review, name: str | None, as_json: bool) -> None:
    """Say what moved in the pooled estimates since a FREEZE, the latest when not named, and why."""
    frozen, updates = review.updates.since(name)
    if as_json:
        found = [_plain(each) for each in updates]
        click.echo(
            json.dumps({"freeze": frozen.name, "comparisons": found}, ensure_ascii=False, indent=1)
        )
        return
    for each in updates:
        _show(each, frozen.name)
    moved = sum(not each.still for each in updates)
    say(
        f"since {frozen.name} ({frozen.made_at[:10]}) {moved} of {counted(len(updates), 'comparison')} moved"
    )


def _show(each: Update, name: str) -> None:
    say(f"{each.label} ({each.after.comparison})")
    then = in_words(each.before) if each.before else "not pooled"
    now = in_words(each.after.pooled) if each.after.pooled else f"not pooled: {each.after.why}"
    if each.still:
        say(f"  unchanged: {now}")
    else:
        say(f"  {name}: {then}")
        say(f"  now: {now}")
    for rule in each.rules:
        say(f"  {rule}")
    for report in each.fallen:
        say(f"  still pooled: {report}")
    rows = [row for moved in each.moved for row in _rows(moved)]
    measures = {effect.measure for m in each.moved for effect in (m.move.before, m.move.after) if effect}
    ratios = ", ".join(analysis_name(measure) for measure in sorted(LOG_SCALE & measures))
    alone = f"alone ({ratios})" if ratios else "alone"
    table(["study", "then", "now", alone, "why"], rows, right=(1, 2, 3))


def _rows(moved: Moved) -> list[list[str]]:
    """Return the rows of a study: its numbers and first reason, then the other reasons."""
    move = moved.move
    shift = "-" if move.shift is None else f"{move.shift:+.4f}"
    first = [move.study_name, _effect(move.before), _effect(move.after), shift]
    reasons = moved.reasons or ("",)
    return [[*first, reasons[0]], *(["", "", "", "", reason] for reason in reasons[1:])]


def _effect(effect: Effect | None) -> str:
    """Return an effect as the forest plot has it, ratios as ratios."""
    if effect is None or effect.yi is None or effect.left_out:
        return "-"
    return own_scale(effect.measure, effect.yi)


def _plain(each: Update) -> dict[str, object]:
    moved = [{**asdict(moved.move), "reasons": moved.reasons} for moved in each.moved]
    return {
        "comparison": each.after.comparison,
        "before": asdict(each.before) if each.before else None,
        "after": asdict(each.after.pooled) if each.after.pooled else None,
        "moved": moved,
        "rules": each.rules,
        "fallen": each.fallen,
    }
