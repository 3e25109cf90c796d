"""Where things lie under `var/`, and small files that are never half written."""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from config.environment import VAR


def folder(name: str) -> Path:
    """`var/<name>`, created for this user only."""
    path = VAR / name
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file; empty when there is no file."""
    try:
        return dict(json.loads(path.read_text()))
    except FileNotFoundError:
        return {}


def write_private(path: Path, text: str) -> None:
    """Write a file of mode 0600 in one step, so that nobody reads half of it, also after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def write_json(path: Path, content: dict[str, Any]) -> None:
    """`write_private` of an object as JSON."""
    write_private(path, json.dumps(content, indent=2) + "\n")


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Hold the file lock `var/<name>.lock`: two starts at once wait for each other."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def alone_on_machine(name: str) -> Iterator[None]:
    """The same among all checkouts and users of this machine."""
    path = Path(tempfile.gettempdir()) / f"plumbline-{name}.lock"
    with suppress(FileExistsError):
        made = os.open(path, os.O_CREAT | os.O_EXCL)
        os.fchmod(made, 0o644)  # whatever the umask: others have to read it
        os.close(made)
    with path.open() as file:  # reading is enough for a lock, and nobody may write another's file there
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
