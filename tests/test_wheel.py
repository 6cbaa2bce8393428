"""The wheel, built and installed in a clean environment by the README's first block, goes the whole way."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from .test_readme import ROOT, blocks

pytestmark = pytest.mark.slow
SKIP = shutil.ignore_patterns(".git", ".venv", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkout") / "curate"
    shutil.copytree(ROOT, folder, ignore=SKIP)
    return folder


def clean_environment() -> dict[str, str]:
    """Return the environment without what belongs to the one that the tests run in."""
    dropped = {"PYTHONPATH", "VIRTUAL_ENV"}
    kept = {key: value for key, value in os.environ.items() if key not in dropped}
    scripts = str(Path(sys.executable).parent)
    kept["PATH"] = os.pathsep.join(path for path in kept["PATH"].split(os.pathsep) if path != scripts)
    return {key: value for key, value in kept.items() if not key.startswith("CURATE_")}


def test_the_readme_installs_and_runs_the_demo(checkout: Path) -> None:
    (install, _) = blocks("README.md", "sh")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", install],
        cwd=checkout,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    for block in (
        "As published",
        "Under the defaults",
        "without the studies flagged",
        "back to the page",
    ):
        assert block in done.stdout
    site = next((checkout / ".venv" / "lib").glob("python*/site-packages"))
    assert (site / "curate" / "schemas" / "statistic.json").is_file()
    assert (site / "curate" / "db" / "migrations" / "0001_review.sql").is_file()
    assert not (site / "db").exists()
    assert not (site / "schemas").exists()
    assert (checkout / "curate-demo" / "depression_published.svg").stat().st_size > 0


def test_the_wheel_holds_the_data_and_nothing_strange(checkout: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert len(tops) == 2, tops
    assert "curate" in tops
    for folder, kept in (("schemas", "schemas"), ("db", "db"), ("fixtures/demo", "demo")):
        wanted = {
            f"curate/{kept}/{path.relative_to(ROOT / folder).as_posix()}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and path.name != ".gitkeep"
        }
        assert wanted <= set(names), wanted - set(names)


def test_no_python_lies_in_the_data_folders() -> None:
    for folder in ("schemas", "db", "fixtures/demo"):
        assert list((ROOT / folder).rglob("*.py")) == []
    assert not (ROOT / "curate" / "db.py").exists()
    assert not (ROOT / "curate" / "schemas.py").exists()
