"""``curate account``."""

from __future__ import annotations

from pathlib import Path

import click

from curate.cli.common import in_review, say, table
from curate.review import Review

ROLES = "lead, adjudicator, extractor or reader: each may do what those after it may."


@click.group(invoke_without_command=True)
@click.option("-C", "folder", type=click.Path(path_type=Path), help="The review's folder.")
@click.pass_context
def account(ctx: click.Context, folder: Path | None) -> None:
    """Show and change who may sign in at the page of a team (curate serve --team)."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(show, folder=folder or Path(), acting=None)
    elif folder:
        ctx.default_map = {ctx.invoked_subcommand: {"folder": folder}}


@account.command("list")
@in_review
def show(review: Review) -> None:
    """List the accounts."""
    rows = [[one.name, one.role, "chosen" if one.chosen else "invited"] for one in review.accounts.all()]
    if not rows:
        say("no account yet: curate account add NAME --role lead")
    else:
        table(["name", "role", "password"], rows)


@account.command()
@click.argument("name")
@click.option("--role", default="extractor", show_default=True, help=ROLES)
@in_review
def add(review: Review, name: str, role: str) -> None:
    """Make an account for NAME, who chooses a password at the page."""
    word = review.accounts.add(name, role)
    _say_link(name, word)


@account.command()
@click.argument("name")
@in_review
def invite(review: Review, name: str) -> None:
    """Let NAME choose a password anew: the old one, or an invitation, was lost."""
    _say_link(name, review.accounts.invite(name))


def _say_link(name: str, word: str) -> None:
    say(f"give {name} the address of the page, with this behind it:")
    say(f"/welcome?word={word}")
    say("it works once, for seven days")


@account.command()
@click.argument("name")
@click.password_option(help="Asked for where it is not given.")
@in_review
def password(review: Review, name: str, password: str) -> None:
    """Set the password of NAME, and end every session that began with another."""
    review.accounts.set_password(name, password)
    say(f"{name} has a new password")


@account.command()
@click.argument("name")
@click.argument("role")
@in_review
def role(review: Review, name: str, role: str) -> None:
    """Give NAME another role: lead, adjudicator, extractor or reader."""
    review.accounts.set_role(name, role)
    say(f"{name} is {role}")


@account.command()
@click.argument("name")
@in_review
def remove(review: Review, name: str) -> None:
    """Remove the account of NAME and end its sessions; the work stays."""
    review.accounts.remove(name)
    say(f"{name} has no account any more")
