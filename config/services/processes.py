"""Processes that outlive us: started detached, written down, found again, and never mistaken for somebody else's.

A record holds the pid together with the moment its process started and the boot it started in; a pid that was given
to another process since then does not match. The record also names its `var/`, so that a copied checkout does not
take the original's servers for its own.
"""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.environment import VAR
from config.services.folders import folder, read_json, write_json

_LOG_LIMIT = 20 * 1024 * 1024  # bytes; a larger log is moved aside at the next start


@dataclass(frozen=True)
class Launch:
    """What to execute, where, with which environment, and as whom (None: as ourselves)."""

    argv: Sequence[str]
    cwd: Path
    env: Mapping[str, str]
    user: pwd.struct_passwd | None = None


def started_at(pid: int) -> str | None:
    """Boot and clock tick at which the process started; None when it is gone or a zombie (proc(5), stat)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = stat.rpartition(")")[2].split()  # the command, in brackets, may hold spaces
    return None if fields[0] in "ZX" else f"{boot}:{fields[19]}"


def _record(name: str) -> Path:
    return folder("run") / f"{name}.json"


def remember(name: str, pid: int) -> None:
    """Write down that `name` runs as `pid`."""
    write_json(_record(name), {"pid": pid, "started": started_at(pid), "var": str(VAR)})


def find(name: str) -> int | None:
    """The pid under which `name` still runs; None where it does not, or where the pid is another process by now."""
    known = read_json(_record(name))
    if known.get("var") != str(VAR) or known["started"] is None:
        return None
    return int(known["pid"]) if started_at(known["pid"]) == known["started"] else None


def log_path(name: str) -> Path:
    """Where the output of `name` goes."""
    return folder("logs") / f"{name}.log"


def open_log(name: str) -> int:
    """A file descriptor to append to the log; one that has grown large is kept as `.old` first."""
    path = log_path(name)
    if path.exists() and path.stat().st_size > _LOG_LIMIT:
        path.replace(path.with_suffix(".log.old"))
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def launch(name: str, what: Launch) -> subprocess.Popen[bytes]:
    """Start a detached process (a session of its own: Ctrl-C in our terminal does not reach it) and record it."""
    log = open_log(name)
    user = what.user
    try:
        process = subprocess.Popen(
            what.argv, cwd=what.cwd, env=what.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, user=user and user.pw_uid, group=user and user.pw_gid,
            extra_groups=[] if user else None,
        )  # fmt: skip
    finally:
        os.close(log)
    remember(name, process.pid)
    return process


def log_tail(name: str, lines: int = 12) -> str:
    """The last lines of its log, for an error message."""
    path = log_path(name)
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""


def stop(name: str, *, kindly: signal.Signals = signal.SIGTERM, patience: float = 30.0) -> bool:
    """Ask `name` to end, and end it by force after `patience` seconds. False where it did not run."""
    pid = find(name)
    if pid is None:
        _record(name).unlink(missing_ok=True)
        return False
    for sign, seconds in ((kindly, patience), (signal.SIGKILL, 5.0)):
        os.kill(pid, sign)
        deadline = time.monotonic() + seconds
        while find(name) is not None and time.monotonic() < deadline:
            time.sleep(0.02)
        if find(name) is None:
            break
    _record(name).unlink(missing_ok=True)
    return True
