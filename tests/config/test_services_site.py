"""The site as a whole: web server and Celery processes under their supervisor, started, found again and stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from urllib.error import HTTPError

import pytest

from tests.config.installation import ROOT, Installation, installed, is_alive, kill

pytestmark = pytest.mark.slow
_PROGRAMS = ("web", "celery-default", "celery-jobs")


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    for made in installed():
        done = made.command("config.services.prepare")
        assert done.returncode == 0, done.stderr
        assert "migrate: done" in done.stdout
        yield made


@pytest.fixture
def site(installation: Installation) -> Iterator[str]:
    done = installation.command("config.services.site", "start")
    assert done.returncode == 0, done.stderr
    yield str(installation.read("site.json")["url"])
    installation.command("config.services.site", "stop")


def _eventually(is_so: Callable[[], bool], seconds: float = 160.0) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.1)


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


def _pids(installation: Installation) -> list[int]:
    return [installation.pid(name) for name in _PROGRAMS]


def test_preparing_again_does_nothing(installation: Installation) -> None:
    done = installation.command("config.services.prepare")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_started_site_is_ready_and_found_again(installation: Installation, site: str) -> None:
    assert _status(f"{site}/readyz") == 200
    before = [installation.pid("site"), *_pids(installation)]
    assert installation.command("config.services.site", "start").stdout == ""
    assert [installation.pid("site"), *_pids(installation)] == before


def test_killed_processes_come_back(installation: Installation, site: str) -> None:
    before = _pids(installation)
    for pid in before:
        kill(pid)
    _eventually(lambda: not set(before) & set(_pids(installation)) and _status(f"{site}/healthz") == 200)


def test_nothing_is_left_after_stop(installation: Installation, site: str) -> None:
    pids = [installation.pid("site"), *_pids(installation)]
    installation.command("config.services.site", "stop")
    assert not any(map(is_alive, pids))
    assert installation.command("config.services.site", "status").returncode == 3


def test_nothing_is_left_when_the_supervisor_is_killed(installation: Installation, site: str) -> None:
    pids = _pids(installation)
    kill(installation.pid("site"))
    _eventually(lambda: not any(map(is_alive, pids)))


def _session(installation: Installation, *command: str) -> subprocess.Popen[str]:
    argv = [sys.executable, "-m", "config.services.session", "--without-site", "--", *command]
    return subprocess.Popen(argv, cwd=ROOT, env=installation.env, stdout=subprocess.PIPE, text=True)


def test_a_session_returns_the_status_of_its_command_and_keeps_what_ran_before(installation: Installation) -> None:
    installation.start()
    with _session(installation, "sh", "-c", "exit 7") as process:
        assert process.wait(60) == 7
    assert all(map(is_alive, installation.pids()))


def test_a_session_stops_what_it_started(installation: Installation) -> None:
    installation.stop()
    with _session(installation, "sh", "-c", "echo the command runs") as process:
        printed = process.communicate(timeout=60)[0]
    assert "the command runs" in printed
    assert installation.command("config.services", "status").returncode == 3
    assert "postgres: stopped" in printed


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_session_stops_what_it_started(installation: Installation, sign: signal.Signals) -> None:
    installation.stop()
    # The tests themselves may run under nohup, or in the background of a script.
    with _session_where(sign, signal.SIG_DFL, installation, "sleep", "300") as process:
        _eventually(lambda: installation.command("config.services", "status").returncode == 0)
        process.send_signal(sign)
        assert process.wait(120) == 130
    assert installation.command("config.services", "status").returncode == 3


_UNTIL_INTERRUPTED = """
import time
try:
    print("the command runs", flush=True)
    time.sleep(300)
except KeyboardInterrupt:
    print("the command was interrupted")
"""


def _session_where(
    sign: signal.Signals, answer: signal.Handlers, installation: Installation, *command: str
) -> subprocess.Popen[str]:
    """A session that is begun by somebody who answers this signal so."""
    before = signal.signal(sign, answer)
    try:
        return _session(installation, *command)
    finally:
        signal.signal(sign, before)


def _session_ignoring(sign: signal.Signals, installation: Installation) -> subprocess.Popen[str]:
    return _session_where(sign, signal.SIG_IGN, installation, sys.executable, "-c", _UNTIL_INTERRUPTED)


def test_a_session_under_nohup_survives_the_terminal_and_is_ended_as_gently(installation: Installation) -> None:
    installation.start()
    with _session_ignoring(signal.SIGHUP, installation) as process:
        assert process.stdout
        assert "the command runs\n" in iter(process.stdout.readline, "")
        process.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2)
        process.terminate()
        printed = process.communicate(timeout=120)[0]
    assert "the command was interrupted" in printed
    assert process.returncode == 130


def test_a_session_that_a_script_left_in_the_background_is_ended_as_gently(installation: Installation) -> None:
    installation.stop()
    with _session_ignoring(signal.SIGINT, installation) as process:  # as a shell does with `command &` in a script
        assert process.stdout
        assert "the command runs\n" in iter(process.stdout.readline, "")
        process.terminate()
        printed = process.communicate(timeout=120)[0]
    assert "the command was interrupted" in printed
    assert process.returncode == 130
    assert installation.command("config.services", "status").returncode == 3
