"""What a span of time costs in CPU, by program: what stays true when others use the machine too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks import ground  # noqa: F401 - makes the environment that the next import reads
from config.services import processes

_TICK = os.sysconf("SC_CLK_TCK")
_SERVERS = {"postgres": "PostgreSQL", "valkey": "Valkey", "s3": "object store"}
_OURS = {"uvicorn": "web", "celery": "Celery"}


def used() -> dict[str, float]:
    """CPU seconds so far of our programs with all their children (proc(5), stat: utime, stime, cutime, cstime)."""
    spent = {
        shown: sum(_seconds(pid) for pid in _family(pid))
        for name, shown in _SERVERS.items()
        if (pid := processes.find(name)) is not None
    }
    for pid in _family(processes.find("site") or 0):
        shown = next((name for word, name in _OURS.items() if word in _command(pid)), "supervisor")
        spent[shown] = spent.get(shown, 0.0) + _seconds(pid)
    return spent


def _seconds(pid: int) -> float:
    fields = _stat(pid)
    return sum(map(int, fields[11:15])) / _TICK if fields else 0.0


def _family(pid: int) -> Iterator[int]:
    """A process and all that descend from it; nothing for 0."""
    if not pid:
        return
    yield pid
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields and int(fields[1]) == pid:
                yield from _family(int(entry.name))


def _stat(pid: int) -> list[str]:
    """The fields of a process after its name; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
