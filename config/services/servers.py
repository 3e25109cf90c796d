"""Start a server and wait until it answers; find it again; stop it."""

from __future__ import annotations

import functools
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from typing import ClassVar, Protocol

from config.services import ports, processes
from config.services.folders import alone_on_machine
from config.services.processes import Launch

Ports = Mapping[str, int]
Say = Callable[[str], None]


class ServiceFailed(RuntimeError):
    """A server did not come up; the message holds the end of its log."""


class Server(Protocol):
    """One embedded server."""

    name: ClassVar[str]
    setting: ClassVar[str]  # where this is in the environment, a managed service is used instead
    usual_ports: ClassVar[Ports]
    kindly: ClassVar[signal.Signals]

    def is_free(self, port: int) -> bool:
        """Whether it could listen on this port."""

    def prepare(self, chosen: Ports) -> Launch:
        """Write its configuration; what to execute."""

    def is_healthy(self, chosen: Ports) -> bool:
        """Whether it answers, and is the one that we started: it must know our password."""

    def settle(self, chosen: Ports) -> None:
        """What is done once it answers (roles, databases); safe to repeat."""


def start(server: Server, say: Say) -> int:
    """The pid of the running server: found again where it runs, started where it does not.

    Raises ServiceFailed when it does not answer within a minute or exits four times.
    """
    pid = processes.find(server.name)
    known = ports.remembered()
    if pid is not None and server.usual_ports.keys() <= known.keys():
        _wait(server, known, lambda: processes.find(server.name) is None)
    if processes.find(server.name) is None:
        pid = _start_anew(server, say)
    assert pid is not None
    server.settle(ports.remembered())
    return pid


def _start_anew(server: Server, say: Say) -> int:
    for pause in (0.0, 0.5, 2.0, 5.0):  # a stranger took the port meanwhile, or a killed server's children still end
        time.sleep(pause)
        began = time.monotonic()
        with alone_on_machine(server.name):
            chosen = ports.choose(dict(server.usual_ports), server.is_free)
            process = processes.launch(server.name, server.prepare(chosen))
            if _wait(server, chosen, functools.partial(_has_exited, process)):
                _tell(server, chosen, time.monotonic() - began, say)
                return process.pid
    raise ServiceFailed(f"{server.name} does not start. Its log ends with:\n{processes.log_tail(server.name)}")


def _has_exited(process: subprocess.Popen[bytes]) -> bool:
    return process.poll() is not None


def _wait(server: Server, chosen: Ports, is_gone: Callable[[], bool], seconds: float = 60.0) -> bool:
    """True when it answers, False when it has exited; raises ServiceFailed when neither happens in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if server.is_healthy(chosen):
            return True
        if is_gone():
            return False
        time.sleep(0.05)
    raise ServiceFailed(
        f"{server.name} runs but does not answer. Its log ends with:\n{processes.log_tail(server.name)}"
    )


def _tell(server: Server, chosen: Ports, seconds: float, say: Say) -> None:
    port, usual = chosen[server.name], server.usual_ports[server.name]
    note = "" if port == usual else f" (port {usual} is taken)"
    say(f"{server.name}: up on 127.0.0.1:{port}{note} in {seconds:.1f} s")


def stop(server: Server) -> bool:
    """Stop it where we started it; whether there was anything to stop.

    Nobody else's starts meanwhile: `weed` removes its sockets by the number of its ports after it has given them back.
    """
    with alone_on_machine(server.name):
        return processes.stop(server.name, kindly=server.kindly)


def run_to_end(argv: list[str], what: str, launch: Launch) -> None:
    """Run a set-up program under a server's user and environment; raises ServiceFailed with its output."""
    user = launch.user
    done = subprocess.run(
        argv, cwd=launch.cwd, env=launch.env, capture_output=True, text=True, check=False,
        user=user and user.pw_uid, group=user and user.pw_gid, extra_groups=[] if user else None,
    )  # fmt: skip
    if done.returncode:
        raise ServiceFailed(f"{what} failed ({done.returncode}):\n{done.stdout}{done.stderr}")
