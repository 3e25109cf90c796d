"""The supervisor of Plumbline's own processes: restarts what dies, leaves nothing behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.config.installation import ROOT, Installation, installed, is_alive, kill

pytestmark = pytest.mark.slow
# Two programs; the first has a child of its own, as uvicorn and Celery do.
_SCRIPT = """
import sys
from pathlib import Path
from config.services.supervisor import Program, run
family = "import subprocess, sys, time; c = subprocess.Popen(['sleep', '300']); print(c.pid, flush=True); c.wait()"
single = Program("single", ["sleep", "300"], {"PATH": "/bin:/usr/bin"})
run([Program("family", [sys.executable, "-c", family], {}), single], Path("/"), patience=2.0)
"""


@pytest.fixture
def installation() -> Iterator[Installation]:
    yield from installed()


@pytest.fixture
def supervisor(installation: Installation) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", _SCRIPT], cwd=ROOT, env=installation.env) as process:
        _eventually(lambda: bool(_grandchildren(installation)) and (installation.var / "run/single.json").exists())
        yield process
        process.terminate()


def _grandchildren(installation: Installation) -> list[int]:
    log = installation.var / "logs" / "family.log"
    return [int(word) for word in log.read_text().split()] if log.exists() else []


def _eventually(is_so: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)


def test_a_killed_process_is_started_again(installation: Installation, supervisor: subprocess.Popen[bytes]) -> None:
    before = installation.pid("single")
    kill(before)
    _eventually(lambda: installation.pid("single") != before and is_alive(installation.pid("single")))


def test_children_of_a_killed_process_go_with_it(
    installation: Installation, supervisor: subprocess.Popen[bytes]
) -> None:
    (first,) = _grandchildren(installation)
    kill(installation.pid("family"))
    _eventually(lambda: len(_grandchildren(installation)) == 2)
    assert not is_alive(first)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_nothing_is_left_after_a_polite_end(
    installation: Installation, supervisor: subprocess.Popen[bytes], sign: signal.Signals
) -> None:
    pids = [installation.pid("family"), installation.pid("single"), *_grandchildren(installation)]
    assert all(map(is_alive, pids))
    supervisor.send_signal(sign)
    assert supervisor.wait(60) == 0
    assert not any(map(is_alive, pids))


def test_nothing_of_ours_is_left_when_the_supervisor_is_killed(
    installation: Installation, supervisor: subprocess.Popen[bytes]
) -> None:
    pids = [installation.pid("family"), installation.pid("single")]
    kill(supervisor.pid)
    _eventually(lambda: not any(map(is_alive, pids)))
    for pid in _grandchildren(installation):  # `sleep` ends nobody; uvicorn and Celery end their own children
        kill(pid)


def test_a_process_that_keeps_failing_is_not_started_all_the_time(installation: Installation) -> None:
    script = """
import sys
from pathlib import Path
from config.services.supervisor import Program, run
run([Program("failing", [sys.executable, "-S", "-c", "print('up', flush=True); raise SystemExit(7)"], {})], Path("/"))
"""
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, env=installation.env) as process:
        log: Path = installation.var / "logs" / "failing.log"
        _eventually(lambda: log.exists() and log.read_text().count("up") >= 2)
        time.sleep(3.0)
        process.terminate()
    assert 2 <= log.read_text().count("up") <= 5
