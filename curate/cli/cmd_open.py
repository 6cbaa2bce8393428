"""``curate open``."""

from __future__ import annotations

from pathlib import Path

import click

from curate.cli.common import counted, say


@click.command("open")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("folder", type=click.Path(path_type=Path), required=False)
def open_file(file: Path, folder: Path | None) -> None:
    """Unpack a work file into FOLDER (else one of its name) and extract there; no network, no server."""
    from curate.review.workfiles import unpack

    folder = folder or file.with_suffix("")
    work = unpack(file, folder)
    say(
        f"{folder} is the work file of {work.person} ({work.mode}), {counted(len(work.studies), 'study')}"
    )
    say(f"next: cd {folder}, curate form, curate form --read, curate seal --all, curate pack")
