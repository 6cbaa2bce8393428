"""What the documents show is what happens: every console block is run and its output compared.

A line ``...`` in a block stands for any lines, ``...`` within a line for any text.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest

from curate.check.rules import EFFECT_RULES, ON_REQUEST, RECORD_RULES
from curate.cli.pool_plot import KINDS
from curate.effects.catalogue import MEASURES
from curate.plots.style import STYLES

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ["README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(document: str, language: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return [body for name, body in BLOCK.findall(text) if name == language]


def commands(block: str) -> list[tuple[str, str]]:
    """Return (command, expected output) pairs of a console block."""
    found: list[tuple[str, str]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        elif line.startswith("> "):
            found[-1] = (f"{found[-1][0]}\n{line[2:]}", "")
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]}{line}\n")
    return found


@pytest.fixture
def shell(tmp_path: Path):
    for name in ("demo", "sprint", "tables"):
        shutil.copytree(ROOT / "fixtures" / name, tmp_path / "fixtures" / name)
    folder = [tmp_path]
    scripts = str(Path(sys.executable).parent)
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("CURATE_")},
        "PATH": os.pathsep.join([scripts, os.environ["PATH"]]),
        "CURATE_SETTINGS": str(tmp_path / "settings.toml"),
        "COLUMNS": "100",
    }

    def run(command: str) -> str:
        if command.startswith("cd "):
            folder[0] = (folder[0] / command[3:]).resolve()
            return ""
        done = subprocess.run(
            command,
            shell=True,
            cwd=folder[0],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr

    return run


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if blocks(name, "console")])
def test_the_transcripts_are_what_happens(document: str, shell) -> None:
    for block in blocks(document, "console"):
        for command, expected in commands(block):
            got = shell(command)
            same = OutputChecker().check_output(_trimmed(expected), _trimmed(got), ELLIPSIS)
            assert same, f"$ {command}\n--- shown\n{expected}--- got\n{got}"


def _trimmed(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def test_the_readme_has_one_block_that_installs_and_one_that_tests() -> None:
    install, test = blocks("README.md", "sh")
    assert install.splitlines()[-1].endswith("curate demo")
    assert test.splitlines()[-1].startswith(".venv/bin/pytest")
    assert sum(document != "README.md" and bool(blocks(document, "sh")) for document in DOCUMENTS) == 0


def test_what_the_documents_link_to_is_there() -> None:
    for document in DOCUMENTS:
        text = (ROOT / document).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if "://" not in target:
                assert ((ROOT / document).parent / target).exists(), f"{document} → {target}"


def test_every_measure_is_in_the_page_on_pooling() -> None:
    text = (ROOT / "docs" / "pooling.md").read_text(encoding="utf-8")
    for code, measure in MEASURES.items():
        assert f"`{code}`" in text, code
        assert any(all(name in text for name in route.columns) for route in measure.routes), code


def test_the_gallery_shows_every_plot_with_a_command_that_draws_it() -> None:
    text = (ROOT / "docs" / "plots.md").read_text(encoding="utf-8")
    for kind in KINDS:
        assert f"--plot-kind {kind}" in text or f"`{kind}`" in text or kind == "forest", kind
    for layout in STYLES:
        assert f"--layout {layout}" in text or layout == "curate", layout
    pictures = re.findall(r"--plot (docs/plots/\S+\.png)", text)
    assert len(pictures) == len(re.findall(r"!\[", text)) == len(set(pictures))


def test_every_check_is_in_the_page_on_checks() -> None:
    text = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    for rule in (*RECORD_RULES, *EFFECT_RULES, *ON_REQUEST):
        assert f"| `{rule.__name__}` |" in text, rule.__name__
