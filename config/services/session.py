"""Run one command with the services and the site up, and stop afterwards what was not up before.

`python -m config.services.session [--without-site] [--reload] -- command …`; the status is the command's. Ctrl-C
reaches the command first; SIGTERM and SIGHUP are handed to it as SIGINT. Under `nohup` SIGHUP ends nothing.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

from config.services import embedded, processes, site
from config.services.prepare import prepare
from config.services.servers import ServiceFailed

_PATIENCE = 20.0  # seconds for the command to end after an interrupt


class _AskedToEndError(KeyboardInterrupt):
    """SIGTERM or SIGHUP, which only we have got."""


def main() -> int:
    """The command's status; 130 after Ctrl-C during the start, 1 when the start failed."""
    parser = argparse.ArgumentParser(prog="config.services.session")
    parser.add_argument("--without-site", action="store_true")
    parser.add_argument("--reload", action="store_true", help="restart the web server when code changes")
    parser.add_argument("command", nargs="+")
    given = parser.parse_args()
    for sign in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(sign) != signal.SIG_IGN:  # `nohup` ignores SIGHUP before it starts us
            signal.signal(sign, _interrupt)
    # A script starts what it leaves in the background with SIGINT ignored, and commands inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    had_site, had_services = processes.find("site") is not None, _services_run()
    try:
        prepare(_say)
        if not given.without_site:
            site.start(_say, reload=given.reload)
        return _run(given.command)
    except KeyboardInterrupt:
        return 130
    except (ServiceFailed, PermissionError) as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        _end(keep_site=had_site, keep_services=had_services)


def _services_run() -> bool:
    return all(processes.find(server.name) for server in embedded.wanted())


def _run(command: list[str]) -> int:
    process = subprocess.Popen(command)
    try:
        return process.wait()
    except KeyboardInterrupt as interrupt:
        # Ctrl-C has reached the command as well; a second one would break off its own ending.
        pause = 0.0 if isinstance(interrupt, _AskedToEndError) else _PATIENCE / 4
        if not _ends_within(process, pause):
            process.send_signal(signal.SIGINT)
            if not _ends_within(process, _PATIENCE):
                process.kill()
        return 130


def _ends_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _end(*, keep_site: bool, keep_services: bool) -> None:
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)  # a second Ctrl-C would leave half of it running
    if not keep_site:
        site.stop(_say)
    if not keep_services:
        embedded.stop(_say)


def _interrupt(sign: int, frame: FrameType | None) -> None:
    raise _AskedToEndError


def _say(line: str) -> None:
    try:
        print(line, flush=True)
    except OSError:  # the terminal is gone (SIGHUP); stopping goes on
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - stays open


if __name__ == "__main__":
    sys.exit(main())
