"""``curate pool FILE.csv --plot``: the plots of a table of studies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from curate.cli.common import say
from curate.cli.pool_more import column_of, inverse_variance, subgroups_of
from curate.errors import Refused, UnknownName

if TYPE_CHECKING:
    from curate.cli.pool_asked import Asked
    from curate.plots.table_rows import Said
    from curate.pool.columns import Table
    from curate.pool.study_pool import StudyPool

KINDS = (*("forest", "loo", "cumulative", "funnel", "radial", "labbe", "bubble", "baujat", "influence"),)


def plot_table(found: StudyPool, held: Table | None, path: Path, asked: Asked) -> None:
    """Draw one plot of a pooled table to a file, and say so; a review has no columns, `held` is None."""
    from curate.plots.style import STYLES
    from curate.plots.table_rows import Said

    kind, layout = asked.plot_kind, asked.layout
    if kind not in KINDS:
        raise UnknownName.among("plot", kind, KINDS)
    if layout not in STYLES:
        raise UnknownName.among("layout", layout, STYLES)
    said = Said(asked.title or "", sides_of(asked.sides), layout=layout)
    if kind not in ("forest", "labbe", "funnel", "radial"):
        inverse_variance(found, f"--plot-kind {kind}")
    draw: Mapping[str, Callable[[], Path]] = {
        "forest": lambda: _forest(found, held, path, said, asked),
        "loo": lambda: _series(found, path, said, "leave_one_out"),
        "cumulative": lambda: _series(found, path, said, "cumulative"),
        "bubble": lambda: _bubble(found, held, path, said, asked.moderators),
        "funnel": lambda: _funnel(found, path, said, fill=asked.fill),
    }
    made = draw[kind]() if kind in draw else _plain(found, path, said, kind)
    say(f"drew {made}")


def sides_of(text: str | None) -> tuple[str, str]:
    """Return the two names of ``A, B``."""
    if not text:
        return "Experimental", "Control"
    names = [name.strip() for name in text.split(",")]
    if len(names) != 2 or not all(names):
        raise Refused(f"--sides {text!r} does not name two groups", "say --sides 'Ketamine, Placebo'")
    return names[0], names[1]


def _forest(found: StudyPool, held: Table | None, path: Path, said: Said, asked: Asked) -> Path:
    from curate.plots.file import write
    from curate.plots.forest import draw
    from curate.plots.table_rows import table_forest

    if not asked.by or held is None:
        return write(lambda: draw(table_forest(found, said)), path)
    groups = column_of(held, asked.by, found.rows, found.labels)
    parts = subgroups_of(found, held, asked.by, common_tau2=asked.common_tau2)
    return write(lambda: draw(table_forest(found, said, groups, parts)), path)


def _series(found: StudyPool, path: Path, said: Said, kind: str) -> Path:
    from curate.plots.file import write
    from curate.plots.forest import draw
    from curate.plots.table_rows import series_forest
    from curate.pool import sensitivity

    pooled = found.pooled
    function = getattr(sensitivity, kind)
    held = function(found.yi, found.vi, pooled.method, pooled.ci, pooled.level)
    word = "without" if kind == "leave_one_out" else "with"
    return write(lambda: draw(series_forest(found, held, said, word)), path)


def _bubble(
    found: StudyPool, held: Table | None, path: Path, said: Said, moderators: Sequence[str]
) -> Path:
    import numpy as np

    from curate.cli.pool_more import model_matrix
    from curate.plots.scatter import bubble
    from curate.pool.moderators import regress

    if len(moderators) != 1 or held is None:
        raise Refused("a bubble plot has one moderator", "say it with --mod COLUMN")
    matrix, names = model_matrix(held, moderators, found.rows, found.labels)
    if matrix.shape[1] != 2 or set(np.unique(matrix[:, 1])) <= {0.0, 1.0}:
        raise Refused("a bubble plot needs a moderator that is a number", "draw a forest plot --by it")
    pooled = found.pooled
    made = regress(
        found.yi,
        found.vi,
        matrix,
        tuple(names),
        method=pooled.method,
        test=pooled.ci,
        level=pooled.level,
    )
    return bubble(found, matrix[:, 1], moderators[0], made, path, title=said.title)


def _funnel(found: StudyPool, path: Path, said: Said, *, fill: bool) -> Path:
    from curate.plots.scatter import funnel
    from curate.pool.trim_fill import trim_and_fill

    if not fill:
        return funnel(found, path, title=said.title)
    inverse_variance(found, "--fill")
    filled = trim_and_fill(found.yi, found.vi, method=found.pooled.method)
    return funnel(found, path, title=said.title, filled=filled)


def _plain(found: StudyPool, path: Path, said: Said, kind: str) -> Path:
    from curate.plots import scatter
    from curate.plots.influence import influence_plot

    if kind == "influence":
        return influence_plot(found, path, title=said.title)
    if kind == "labbe":
        return scatter.labbe(found, path, title=said.title, sides=said.sides)
    draw = scatter.radial if kind == "radial" else scatter.baujat_plot
    return draw(found, path, title=said.title)
