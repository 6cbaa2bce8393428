"""``curate serve``."""

from __future__ import annotations

from pathlib import Path

import click

from curate.cli.common import say, which_review, who
from curate.errors import Refused


@click.command()
@click.option("--port", type=click.IntRange(1024, 65535), help="Else 8765, or any free one.")
@click.option("--no-browser", is_flag=True, help="Print the link only.")
@which_review
def serve(port: int | None, no_browser: bool, folder: Path, acting: str | None) -> None:
    """Open the review page on this machine: extract, reconcile and trace with the PDF in view."""
    try:
        from curate.web.serve import serve as run
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn", "jinja2", "argon2", "anyio"):
            raise
        raise Refused(
            f"the review page needs {error.name}", 'install it: pip install "trial-curate[web]"'
        ) from None
    run(folder, acting or who() or "", port=port, browser=not no_browser, say=say)
