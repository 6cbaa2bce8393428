"""The command line: one small file per command. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import errno
import sqlite3
import sys
from typing import Any

import click

from curate import __version__
from curate.cli.cmd_account import account
from curate.cli.cmd_add import add
from curate.cli.cmd_ask_authors import ask_authors
from curate.cli.cmd_assign import assign
from curate.cli.cmd_audit import audit
from curate.cli.cmd_backup import backup
from curate.cli.cmd_check import check
from curate.cli.cmd_decide import decide
from curate.cli.cmd_demo import demo
from curate.cli.cmd_enter import enter
from curate.cli.cmd_export import export
from curate.cli.cmd_extract import extract
from curate.cli.cmd_form import form
from curate.cli.cmd_freeze import freeze
from curate.cli.cmd_init import init, me
from curate.cli.cmd_ledger import ledger
from curate.cli.cmd_map import map_labels
from curate.cli.cmd_match import match
from curate.cli.cmd_merge import merge
from curate.cli.cmd_methods import methods
from curate.cli.cmd_ocr import ocr
from curate.cli.cmd_open import open_file
from curate.cli.cmd_pack import pack
from curate.cli.cmd_pilot import pilot
from curate.cli.cmd_pool import effects, pool
from curate.cli.cmd_protocol import protocol
from curate.cli.cmd_queue import queue
from curate.cli.cmd_reconcile import reconcile
from curate.cli.cmd_report import report
from curate.cli.cmd_seal import seal
from curate.cli.cmd_serve import serve
from curate.cli.cmd_show import show
from curate.cli.cmd_status import status
from curate.cli.cmd_study import study
from curate.cli.cmd_todo import todo
from curate.cli.cmd_trace import trace
from curate.cli.cmd_update import update
from curate.cli.cmd_verify import verify
from curate.cli.common import plain, say
from curate.errors import CurateError

COMMANDS = (
    init, serve, account, me, protocol, add, ocr, study, extract, show, map_labels, pilot, assign, pack, open_file,
    form, enter, seal, merge, match, reconcile, queue, decide, ask_authors, audit, check, freeze, effects, pool, trace,
    export, methods, report, update, todo, status, ledger, verify, backup, demo,
)  # fmt: skip


class InOrder(click.Group):
    """A group that lists its commands in the order of the work, and prints `CurateError` as lines."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they were added."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error that the caller can mend ends with status 2 and no traceback."""
        try:
            return super().invoke(ctx)
        except CurateError as error:
            _refuse(ctx, error)
        except sqlite3.Error as error:
            from curate.store.connect import outside

            said = outside(error)
            if said is None:
                raise
            _refuse(ctx, said)
        except OSError as error:
            if error.errno not in OUTSIDE:
                raise
            what = ": ".join(filter(None, (str(error.filename or ""), error.strerror)))
            _refuse(ctx, CurateError(what, OUTSIDE[error.errno]))


OUTSIDE = {
    errno.ENOSPC: "make room on the disk and run again",
    errno.EDQUOT: "make room on the disk and run again",
    errno.EFBIG: "make room on the disk and run again",
    errno.EACCES: "give yourself the right to it, or choose another place",
    errno.EPERM: "give yourself the right to it, or choose another place",
    errno.EROFS: "choose a place that can be written to",
    errno.ENOTDIR: "choose another place",
    errno.EEXIST: "choose another place",
    errno.EISDIR: "give the name of a file",
    errno.ENAMETOOLONG: "choose a shorter name",
}
"""Errors of the disk that the user can mend → how. Any other is a bug and shows its traceback."""


def _refuse(ctx: click.Context, error: CurateError) -> None:
    click.echo(plain(f"curate: {error.what}"), err=True)
    for detail in error.details:
        click.echo(plain(f"  {detail}"), err=True)
    if error.hint:
        click.echo(plain(f"  hint: {error.hint}"), err=True)
    ctx.exit(2)


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="curate")
def main() -> None:
    """Take outcome numbers from trial reports to pooled estimates, with their evidence."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


for command in COMMANDS:
    main.add_command(command)

__all__ = ["main", "say"]
