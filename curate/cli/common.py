"""What the commands share: the review, the actor, printing, and how errors end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from curate.errors import CurateError

if TYPE_CHECKING:
    from curate.model.problem import Problem

R = TypeVar("R")

PIPED = 200
"""Columns of a table that goes into a file or a pipe."""

SETTINGS = "settings.toml"


def settings_path() -> Path:
    """Return where the user's own settings are kept."""
    return Path(os.environ.get("CURATE_SETTINGS") or Path(click.get_app_dir("curate")) / SETTINGS)


def who() -> str | None:
    """Return who acts by the environment or the user's settings; None when neither says."""
    if name := os.environ.get("CURATE_ACTOR"):
        return name
    path = settings_path()
    if not path.is_file():
        return None
    import tomllib

    try:
        said = tomllib.loads(path.read_text(encoding="utf-8")).get("me")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise CurateError(f"{path} cannot be read", "write it anew: curate me NAME") from None
    return said if isinstance(said, str) else None


def which_review(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command the options ``-C`` (as `folder`) and ``--as`` (as `acting`)."""
    folder = click.option(
        "-C",
        "folder",
        type=click.Path(path_type=Path),
        default=Path(),
        help="The review's folder; else the nearest one upwards.",
    )
    acting = click.option(
        "--as", "acting", metavar="NAME", help="Who acts; else CURATE_ACTOR, else `curate me`."
    )
    return folder(acting(command))


def in_review(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command the options ``-C`` and ``--as`` and an open review as its first argument."""

    @which_review
    @wraps(command)
    def opened(*args: Any, folder: Path, acting: str | None, **options: Any) -> R:
        from curate.review import Review

        with Review.open(folder, acting or who()) as review:
            return command(review, *args, **options)

    return opened


def plot_path(plot: Path, comparison: str, *, several: bool) -> Path:
    """Return where the plot of a comparison goes: the file named; of `several` its name with the comparison's code.

    Where `plot` names a folder it is a file in there.
    """
    if not plot.suffix:
        path = plot / f"{comparison}.svg"
    elif several:
        path = plot.with_name(f"{plot.stem}-{comparison}{plot.suffix}")
    else:
        path = plot
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def plain(text: str) -> str:
    """Return `text` without control characters: text of a PDF must not steer the terminal."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "�" for letter in text)


def counted(count: int, noun: str, several: str = "") -> str:
    """Return a number with its noun: 1 study, 2 studies."""
    if several:
        return f"{count} {noun if count == 1 else several}"
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"


def say(text: str = "") -> None:
    """Print a line."""
    click.echo(plain(text))


def table(columns: list[str], rows: list[list[str]], *, right: tuple[int, ...] = ()) -> None:
    """Print a table, nothing when it has no rows; `right` are the places of the columns of numbers."""
    if not rows:
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, name in enumerate(columns):
        made.add_column(name, justify="right" if place in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(plain(cell) for cell in row))
    width = None if sys.stdout.isatty() else PIPED
    console = Console(highlight=False, markup=False, width=width)
    with console.capture() as printed:
        console.print(made)
    for line in printed.get().splitlines():
        click.echo(line.rstrip())


def show_problems(problems: list[Problem]) -> None:
    """Print problems, the worst first, each with place, what and hint."""
    order = {"error": 0, "warning": 1, "note": 2}
    for problem in sorted(problems, key=lambda each: (order[each.severity], each.code, each.where)):
        say(f"{problem.severity:<8}{problem.where}: {problem.what} [{problem.code}]")
        if problem.hint:
            say(f"        {problem.hint}")
