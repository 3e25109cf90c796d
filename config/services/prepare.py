"""Services up, schema migrated, static files collected. `python -m config.services.prepare`.

What has not changed since the last time is skipped: a second start needs no Django. The stamps lie in
`var/stamps.json`, beside the data that they speak of.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from config.environment import ROOT, VAR
from config.services import embedded, processes
from config.services.folders import read_json, write_json
from config.services.servers import Say, ServiceFailed


def prepare(say: Say) -> None:
    """Start the services, then migrate and collect static files where needed. Raises ServiceFailed."""
    embedded.start(say)
    # A managed database may have been changed or exchanged since; only our own is as we left it.
    ours = "DATABASE_URL" not in os.environ
    pinned = ROOT / "requirements.txt"
    schema = [pinned, *ROOT.glob("*/migrations/*.py"), *(ROOT / "config" / "management").rglob("*.py")]
    _unless_done("migrate", _digest(schema) if ours else "", ["migrate", "-v", "0"], say)
    pages = [pinned, *(ROOT / "frontend" / "dist").rglob("*"), *ROOT.glob("[!v]*/static/**/*")]  # not var/static
    _unless_done("collectstatic", _digest(pages), ["collectstatic", "--noinput", "-v", "0"], say)


def _unless_done(name: str, digest: str, command: list[str], say: Say) -> None:
    stamps = read_json(VAR / "stamps.json")
    if digest and stamps.get(name) == digest:
        return
    began = time.monotonic()
    log = processes.open_log("setup")
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *command], cwd=ROOT, stdout=log, stderr=log, check=False
    )
    os.close(log)
    if done.returncode:
        raise ServiceFailed(f"manage.py {name} failed. The log ends with:\n{processes.log_tail('setup', 25)}")
    write_json(VAR / "stamps.json", read_json(VAR / "stamps.json") | {name: digest})
    say(f"{name}: done in {time.monotonic() - began:.1f} s")


def _digest(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents of the files."""
    total = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


if __name__ == "__main__":
    try:
        prepare(lambda line: print(line, flush=True))
    except (ServiceFailed, PermissionError) as error:
        sys.exit(str(error))
