"""``curate serve``."""

from __future__ import annotations

from pathlib import Path

import click

from curate.cli.common import say, which_review, who
from curate.errors import Refused


@click.command()
@click.option("--port", type=click.IntRange(1024, 65535), help="Else 8765, or any free one.")
@click.option("--no-browser", is_flag=True, help="Print the link only.")
@click.option("--team", is_flag=True, help="People have accounts and sign in; see curate account.")
@click.option(
    "--address",
    default="",
    metavar="URL",
    help="With --team: where people reach it through a proxy or tunnel; it listens on this machine only.",
)
@which_review
def serve(
    port: int | None, no_browser: bool, team: bool, address: str, folder: Path, acting: str | None
) -> None:
    """Open the review page on this machine: extract, reconcile and trace with the PDF in view."""
    if address and not team:
        raise click.UsageError("--address is for a team: give --team too")
    try:
        from curate.web.serve import serve as run
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn", "jinja2", "argon2", "anyio"):
            raise
        raise Refused(
            f"the review page needs {error.name}", 'install it: pip install "trial-curate[web]"'
        ) from None
    run(
        folder,
        acting or who() or "",
        port=port,
        browser=not no_browser,
        team=team,
        address=address,
        say=say,
    )
