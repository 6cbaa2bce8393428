"""``curate init`` and ``curate me``."""

from __future__ import annotations

from pathlib import Path

import click

from curate.cli.common import say, settings_path, who


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="Title of the review; else the folder's name.")
@click.option("--as", "name", metavar="NAME", help="Who acts; else CURATE_ACTOR, else `curate me`.")
def init(folder: Path, title: str | None, name: str | None) -> None:
    """Make a review: a folder with review.toml (a complete sample, commented) and review.db."""
    from curate.review import Review

    with Review.create(folder, title or folder.resolve().name, name or who()):
        pass
    say(f"made {folder}/review.toml, {folder}/review.db and {folder}/reports/")
    say(
        "next: curate serve, which sets it up on a page, or edit review.toml (curate protocol --form protocol.xlsx);"
    )
    say("then: curate add *.pdf")


@click.command()
@click.argument("name", required=False)
def me(name: str | None) -> None:
    """Say once who you are; every act in the ledger carries a name."""
    if name is None:
        say(who() or "nobody yet: curate me NAME")
        return
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    path.write_text(f'me = "{quoted}"\n', encoding="utf-8")
    say(f"you are {name} ({path})")
