"""An installation of its own for one test: a `var/` folder elsewhere, real servers, everything removed afterwards."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import psycopg
import redis
from botocore.config import Config

ROOT = Path(__file__).resolve().parents[2]
_SET_BY_TESTS = (
    "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "S3_ENDPOINT_URL", "CHANNEL_PREFIX", "PLUMBLINE_AS_OWNER",
)  # fmt: skip


class Installation:
    """One `var/` folder and the commands that work on it."""

    def __init__(self, var: Path, *, python: str = sys.executable, user: str | None = None) -> None:
        self.var, self.python, self.user = var, python, user
        inherited = {name: value for name, value in os.environ.items() if name not in _SET_BY_TESTS}
        self.env = inherited | {"PLUMBLINE_VAR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings"}

    def command(self, *argv: str) -> subprocess.CompletedProcess[str]:
        """`python -m config.services…` to its end."""
        return subprocess.run(
            [self.python, "-m", *argv], cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=120,
            check=False, user=self.user, extra_groups=[] if self.user else None,
        )  # fmt: skip

    def start(self) -> str:
        """Start the services; what was printed."""
        done = self.command("config.services", "start")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stop(self) -> str:
        """Stop the services; what was printed."""
        done = self.command("config.services", "stop")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def pid(self, name: str) -> int:
        """The recorded pid."""
        return int(self.read(f"run/{name}.json")["pid"])

    def pids(self) -> list[int]:
        """Those of all three servers."""
        return [self.pid(name) for name in ("postgres", "valkey", "s3")]

    def read(self, name: str) -> dict[str, Any]:
        """One of the JSON files under `var/`."""
        return dict(json.loads((self.var / name).read_text()))

    def write(self, name: str, content: dict[str, Any]) -> None:
        """Replace one of them."""
        (self.var / name).parent.mkdir(parents=True, exist_ok=True)
        (self.var / name).write_text(json.dumps(content))

    def database(self, url: str = "DATABASE_OWNER_URL") -> psycopg.Connection[Any]:
        """A connection in one of the two roles."""
        return psycopg.connect(self.read("services.json")[url], autocommit=True)

    def s3(self, access_key: str | None = None, secret_key: str | None = None) -> Any:
        """A boto3 client, with the installation's own key unless another is given."""
        known = self.read("services.json")
        return boto3.client(
            "s3", endpoint_url=known["S3_ENDPOINT_URL"], region_name=known["S3_REGION"],
            aws_access_key_id=access_key or known["S3_ACCESS_KEY_ID"],
            aws_secret_access_key=secret_key or known["S3_SECRET_ACCESS_KEY"],
            config=Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}),
        )  # fmt: skip

    def valkey(self, *words: str) -> str:
        """One command to Valkey; the first line of the answer."""
        with redis.Redis.from_url(self.read("services.json")["REDIS_URL"], decode_responses=True) as client:
            return str(client.execute_command(*words))

    def remove(self) -> None:
        """Stop everything and delete the data, also that which lies outside `var/`."""
        self.command("config.services.site", "stop")
        self.command("config.services", "stop")
        link = self.var / "postgres"
        if link.is_symlink():
            shutil.rmtree(link.resolve(), ignore_errors=True)
        shutil.rmtree(self.var, ignore_errors=True)


def installed(name: str = "var") -> Iterator[Installation]:
    """An installation in a folder that every user may enter."""
    with tempfile.TemporaryDirectory(prefix="plumbline-") as parent:
        Path(parent).chmod(0o755)
        made = Installation(Path(parent) / name)
        try:
            yield made
        finally:
            made.remove()


def is_alive(pid: int) -> bool:
    """Whether the process exists and is not a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def kill(pid: int) -> None:
    """As the kernel does when memory runs out."""
    os.kill(pid, signal.SIGKILL)
