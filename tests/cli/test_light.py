from __future__ import annotations

import subprocess
import sys

import pytest

from curate.cli import COMMANDS, main

HEAVY = (
    "pandas",
    "pandera",
    "pdfplumber",
    "pypdfium2",
    "sqlite_utils",
    "numpy",
    "scipy",
    "matplotlib",
    "rich",
    "xlsxwriter",
)


def modules_after(*arguments: str) -> set[str]:
    code = (
        "import sys\n"
        "from curate.cli import main\n"
        f"try: main({list(arguments)!r})\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "arguments", [("--help",), ("extract", "--help"), ("pool", "--help"), ("--version",)]
)
def test_help_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert modules_after(*arguments).isdisjoint(HEAVY)


def test_every_command_has_help_on_one_line_and_is_listed_in_the_order_of_the_work() -> None:
    assert list(main.commands) == [command.name for command in COMMANDS]
    for command in COMMANDS:
        assert command.help, command.name
