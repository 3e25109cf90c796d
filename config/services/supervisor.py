"""Keep Plumbline's own processes running: restart what dies, leave nothing behind.

Each child leads a process group of its own, so that the rest of its group can be ended when it is killed, and gets a
signal from the kernel when we die (PR_SET_PDEATHSIG, prctl(2)).
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from config.services import processes

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)
_SETTLED = 30.0  # seconds after which a restart counts as having worked
_LONGEST_PAUSE = 30.0  # seconds between two restarts
_ENDINGS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
_AWAITED = _ENDINGS | {signal.SIGCHLD}


@dataclass(frozen=True)
class Program:
    """One process to keep running."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]


class Child:
    """A program and its present process."""

    def __init__(self, program: Program, cwd: Path) -> None:
        self.program, self.cwd = program, cwd
        self.failures = 0
        self.due = 0.0  # when to start it
        self.process: subprocess.Popen[bytes] | None = None
        self.began = 0.0

    def tend(self, now: float) -> None:
        """Start it when it is due; note when it has died."""
        if self.process is None and now >= self.due:
            self._start(now)
        elif self.process is not None and self.process.poll() is not None:
            self._bury(now)

    def _start(self, now: float) -> None:
        log = processes.open_log(self.program.name)
        self.process = subprocess.Popen(
            self.program.argv, cwd=self.cwd, env=self.program.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, preexec_fn=_die_with(os.getpid()),  # noqa: PLW1509 (one thread)
        )  # fmt: skip
        os.close(log)
        self.began = now
        processes.remember(self.program.name, self.process.pid)

    def _bury(self, now: float) -> None:
        assert self.process is not None
        self.signal(signal.SIGKILL)  # what is left of its group: uvicorn's workers, Celery's clock
        self.failures = 1 if now - self.began > _SETTLED else self.failures + 1
        pause = min(_LONGEST_PAUSE, 0.25 * 2**self.failures)
        print(f"{self.program.name} ended with status {self.process.returncode}; again in {pause} s", flush=True)
        self.process, self.due = None, now + pause

    def signal(self, sign: signal.Signals) -> None:
        """Send a signal to its whole group."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, sign)

    def ask_to_end(self) -> None:
        """SIGTERM to the process alone; it ends its own children in its own order."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait until it has ended, by force after the deadline."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, deadline - time.monotonic()))
        self.signal(signal.SIGKILL)
        self.process.wait()


def run(programs: Sequence[Program], cwd: Path, *, patience: float = 10.0) -> None:
    """Run the programs until SIGTERM, SIGINT or SIGHUP; then end them within `patience` seconds."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _AWAITED)
    children = [Child(program, cwd) for program in programs]
    while True:
        for child in children:
            child.tend(time.monotonic())
        caught = signal.sigtimedwait(_AWAITED, _until_due(children))
        if caught is not None and caught.si_signo in _ENDINGS:
            break
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + patience
    for child in children:
        child.end(deadline)


def _until_due(children: Sequence[Child]) -> float:
    """Seconds until a child is to be restarted; a minute where none is."""
    due = [child.due for child in children if child.process is None]
    return max(0.0, min(due) - time.monotonic()) if due else 60.0


def _die_with(parent: int) -> Callable[[], None]:
    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return prepare
