"""Plumbline's own processes: the web server and two Celery processes.

`python -m config.services.site start|stop|status`: `start` detaches a supervisor (`run` is that supervisor) or finds
the running one again. The address is in `var/site.json` and in the PUBLIC_URL of all processes.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from config.environment import ROOT, VAR
from config.services import ports, processes, supervisor
from config.services.folders import alone, alone_on_machine, folder, read_json, write_json
from config.services.processes import Launch
from config.services.servers import Say, ServiceFailed
from config.services.supervisor import Program

_USUAL_PORT = 8000
_PATIENCE = 60.0  # seconds for the first page


def start(say: Say, *, reload: bool = False) -> str:
    """The address of the running site: found again, or started. Raises ServiceFailed when it does not answer."""
    with alone("site"):
        if processes.find("site") is None:
            with alone_on_machine("web"):
                return _start_anew(say, reload)
        url = str(read_json(VAR / "site.json")["url"])
        _wait(url, lambda: processes.find("site") is None)
        return url


def stop(say: Say) -> None:
    """Stop the supervisor, which stops the rest."""
    with alone("site"):
        if processes.stop("site", patience=30.0):
            say("site: stopped")


def is_up() -> bool:
    """Whether the supervisor runs and the web server answers."""
    return processes.find("site") is not None and _answers(str(read_json(VAR / "site.json").get("url", "")))


def programs(url: str, port: int, *, reload: bool) -> list[Program]:
    """What the supervisor keeps running."""
    env = {
        "PUBLIC_URL": url,
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        **os.environ,
    }
    web = [
        sys.executable, "-m", "uvicorn", "config.asgi:application", "--host", "127.0.0.1", "--port", str(port),
        "--ws", "websockets-sansio", "--no-access-log", "--timeout-graceful-shutdown", "5",
        *(["--reload"] if reload else ["--workers", os.environ.get("PLUMBLINE_WEB_PROCESSES", "1")]),
    ]  # fmt: skip
    beat = ["-B", "-s", str(folder("run") / "beat")]
    # Threads that learn wait for each other at every step, and spin: with as many as there are cores, each core that
    # somebody else uses makes learning five times as dear. The other half is for people.
    learning = {"OMP_NUM_THREADS": str(max(1, (os.cpu_count() or 1) // 2)), **env}
    return [
        Program("web", web, env),
        Program("celery-default", _celery("default", "default", *beat), env),
        # Files and labels can wait a moment; people who label should not. Machines learn here too: a process of their
        # own (deploy/compose.yaml) would cost a laptop 100 MB also while nothing is learned.
        Program("celery-jobs", ["nice", "-n", "5", *_celery("jobs", "ingest,consolidation,gpu", "-c", "3")], learning),
    ]


def _celery(node: str, queues: str, *more: str) -> list[str]:
    return [
        sys.executable, "-m", "celery", "-A", "config.celery", "worker", "-n", f"{node}@%h", "-Q", queues,
        "--pool=threads", "-c", "2", "--without-gossip", "--without-mingle", "-l", "info", *more,
    ]  # fmt: skip


def _start_anew(say: Say, reload: bool) -> str:
    began = time.monotonic()
    port = ports.choose({"web": _USUAL_PORT})["web"]
    url = f"http://127.0.0.1:{port}"
    write_json(VAR / "site.json", {"url": url, "port": port})
    argv = [sys.executable, "-m", "config.services.site", "run", *(["--reload"] if reload else [])]
    process = processes.launch("site", Launch(argv, ROOT, os.environ))
    if not _wait(url, lambda: process.poll() is not None):
        raise ServiceFailed(f"The site does not start. Its log ends with:\n{processes.log_tail('site')}")
    note = "" if port == _USUAL_PORT else f" (port {_USUAL_PORT} is taken)"
    say(f"site: up on {url}{note} in {time.monotonic() - began:.1f} s")
    return url


def _wait(url: str, is_gone: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if _answers(url):
            return True
        if is_gone():
            return False
        time.sleep(0.05)
    raise ServiceFailed(f"The web server does not answer. Its log ends with:\n{processes.log_tail('web', 30)}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False


def _run(reload: bool) -> None:
    site = read_json(VAR / "site.json")
    supervisor.run(programs(site["url"], site["port"], reload=reload), ROOT)


def main() -> int:
    """0 when done; for `status`, 0 only when it is up."""
    parser = argparse.ArgumentParser(prog="config.services.site", description="Web server and Celery processes.")
    parser.add_argument("what", choices=["start", "stop", "status", "run"])
    parser.add_argument("--reload", action="store_true", help="restart the web server when code changes")
    given = parser.parse_args()
    try:
        return _do(given.what, given.reload)
    except ServiceFailed as error:
        print(error, file=sys.stderr)
        return 1


def _do(what: str, reload: bool) -> int:
    if what == "start":
        start(_say, reload=reload)
    elif what == "stop":
        stop(_say)
    elif what == "run":
        _run(reload)
    else:
        up = is_up()
        _say(f"site: up on {read_json(VAR / 'site.json')['url']}" if up else "site: stopped")
        return 0 if up else 3
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
