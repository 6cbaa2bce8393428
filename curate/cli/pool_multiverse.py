"""``curate pool --multiverse``: the estimate under every choice among the results that the trials report."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import click
import numpy as np

from curate.cli.common import counted, plot_path, say, table
from curate.model.terms import LOG_SCALE

if TYPE_CHECKING:
    from pathlib import Path

    from curate.review import Review
    from curate.review.multiverses import Universes


def pool_multiverse(
    review: Review, comparison: str | None, *, plot: Path | None, as_json: bool, seed: int
) -> None:
    """Print, and draw, the multiverse of one comparison or of all."""
    found = review.results.multiverse(comparison, seed=seed)
    if as_json:
        plain = [each.as_dict() for each in found]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
    else:
        for each in found:
            show(each, seed)
        if not found:
            say("no study has an eligible effect yet: curate effects tells why")
    if plot:
        from curate.plots.multiverse import multiverse_plot

        for each in found:
            code, several = each.comparison.code, len(found) > 1
            path = plot_path(plot, code if plot.suffix else f"{code}_multiverse", several=several)
            assumed = [pooled.estimate for _, _, pooled in each.assumed]
            made = multiverse_plot(each.made, _title(each), each.comparison.measure, path, assumed)
            say(f"drew {made}")


def show(found: Universes, seed: int) -> None:
    """Print how far the pooled estimate moves with the choice, and with whose."""
    made, measure = found.made, found.comparison.measure
    several = [options for options in found.alternatives if len(options) > 1]
    say(f"{found.comparison.label} ({found.comparison.code})")
    if not several:
        say("  one eligible result per study: there is nothing to choose")
        _show_assumptions(found)
        return
    how = "all pooled" if made.is_exact else f"{len(made.picks)} of them drawn with seed {seed}"
    say(
        f"  {counted(len(several), 'study')} of {len(found.alternatives)} "
        f"{'has' if len(several) == 1 else 'have'} more than one eligible result: {made.universes} pools, {how}"
    )
    low, middle, high = (_number(x, measure) for x in np.quantile(made.fits.estimate, [0, 0.5, 1]))
    say(f"  {measure} from {low} to {high}, median {middle}")
    if made.chosen is not None:
        say(f"  the protocol's choice: {_number(made.fits.estimate[made.chosen], measure)}")
    else:
        say(
            f"  the protocol chooses none for {', '.join(found.unchosen)}: add a rule (prefer, or combine)"
        )
    share = round(100 * made.excluding)
    say(f"  {share}% of the intervals exclude no effect")
    if made.chosen is not None:
        _show_studies(found)
    _show_assumptions(found)


def _show_assumptions(found: Universes) -> None:
    """Print the estimate under other assumptions."""
    measure = found.comparison.measure
    for name, touched, pooled in found.assumed:
        numbers = (pooled.estimate, pooled.ci_low, pooled.ci_high)
        estimate, low, high = (_number(number, measure) for number in numbers)
        say(f"  with {name} ({counted(touched, 'study')}): {measure} {estimate} [{low}, {high}]")


def _show_studies(found: Universes) -> None:
    """Print what each study's choice alone moves, the largest move first."""
    measure = found.comparison.measure
    rows = [
        (high - low, name, options, low, high)
        for name, options, (low, high) in zip(
            found.names, found.alternatives, found.made.alone.tolist(), strict=True
        )
        if len(options) > 1
    ]
    say("  what one study's choice moves, the others as chosen:")
    table(
        ["study", "eligible", "from", "to", "chosen"],
        [
            [
                name,
                str(len(options)),
                _number(low, measure),
                _number(high, measure),
                next((each.told for each in options if each.chosen), ""),
            ]
            for _, name, options, low, high in sorted(rows, key=lambda row: (-row[0], row[1]))
        ],
        right=(1, 2, 3),
    )


def _number(value: float, measure: str) -> str:
    return f"{math.exp(value) if measure in LOG_SCALE else value:.2f}"


def _title(found: Universes) -> str:
    return found.comparison.label
