"""`bin/setup`: the virtual environment is made once and kept as long as it is good. npm is left out."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout without packages, in a folder with a space, that was set up once."""
    checkout = tmp_path_factory.mktemp("setup") / "plumb line"
    for name in (
        "requirements.txt",
        "requirements-models.txt",
        "frontend/package-lock.json",
        "frontend/build.mjs",
        "frontend/tsconfig.json",
    ):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).touch()
    (checkout / "frontend" / "src").mkdir()
    (checkout / "frontend" / "src" / "main.ts").touch()
    (checkout / "bin").mkdir()
    shutil.copy(ROOT / "bin" / "setup", checkout / "bin")
    (checkout / "bin" / "npm").write_text("#!/bin/sh\n")
    (checkout / "bin" / "npm").chmod(0o755)
    assert "virtual environment … done" in setup(checkout)
    return checkout


@pytest.fixture
def checkout(made: Path) -> Iterator[Path]:
    """With something in its virtual environment that tells whether it is the same one afterwards."""
    (made / ".venv" / "kept").touch()
    yield made
    assert setup(made) == ""  # whatever was mended is done: the next run has nothing to do


def setup(checkout: Path) -> str:
    """What `bin/setup --tools` prints."""
    done = subprocess.run(
        ["bin/setup", "--tools"], cwd=checkout, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def was_kept(checkout: Path) -> bool:
    return (checkout / ".venv" / "kept").exists()


def test_a_second_run_does_nothing(checkout: Path) -> None:
    assert setup(checkout) == ""
    assert was_kept(checkout)


def test_a_virtual_environment_that_somebody_made_here_is_used(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv" / "stamps")
    assert "Python packages … done" in setup(checkout)
    assert was_kept(checkout)


def test_one_whose_python_is_gone_is_made_anew(checkout: Path) -> None:
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(checkout / "python that was upgraded")
    setup(checkout)
    assert not was_kept(checkout)


def test_one_whose_python_is_too_old_is_made_anew(checkout: Path) -> None:
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.write_text("#!/bin/sh\nexit 1  # as 3.10 answers the question for 3.11\n")
    python.chmod(0o755)
    shutil.rmtree(checkout / ".venv" / "stamps")
    setup(checkout)
    assert not was_kept(checkout)


def test_one_of_a_checkout_that_was_copied_is_made_anew(checkout: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(checkout, copy, symlinks=True)
    setup(copy)
    assert not was_kept(copy)
    assert str(copy) in (copy / ".venv" / "bin" / "pip").read_text()
    assert was_kept(checkout)
