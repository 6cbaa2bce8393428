"""Draw the pictures of docs/plots.md: ``python benchmarks/gallery.py``. The page names the command of each."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from curate.cli import main

ROOT = Path(__file__).resolve().parents[1]
COMMAND = re.compile(r"^curate (pool .* --plot (docs/plots/\S+\.png).*)$", re.MULTILINE)


def draw_all() -> None:
    """Run every command of the page."""
    text = (ROOT / "docs" / "plots.md").read_text(encoding="utf-8")
    (ROOT / "docs" / "plots").mkdir(exist_ok=True)
    for command, picture in COMMAND.findall(text):
        arguments = [
            str(ROOT / part) if part.startswith(("docs/", "fixtures/")) else part
            for part in shlex.split(command)
        ]
        result = CliRunner().invoke(main, arguments)
        if result.exit_code:
            raise SystemExit(f"{picture}: {result.output}{result.stderr}{result.exception!r}")
        print(f"drew {picture}")


if __name__ == "__main__":
    draw_all()
