"""`python -m config.services start|stop|status`."""

from __future__ import annotations

import argparse
import sys

from config.services import embedded, site
from config.services.servers import ServiceFailed


def main() -> int:
    """0 when done; for `status`, 0 only when all are up."""
    parser = argparse.ArgumentParser(prog="bin/services", description="The embedded PostgreSQL, Valkey and S3 store.")
    parser.add_argument("what", choices=["start", "stop", "status"])
    what = parser.parse_args().what
    try:
        return _do(what)
    except (ServiceFailed, PermissionError) as error:
        print(error, file=sys.stderr)
        return 1


def _do(what: str) -> int:
    if what == "start":
        embedded.start(_say)
    elif what == "stop":
        site.stop(_say)  # it could do nothing but complain without them
        embedded.stop(_say)
    else:
        states = embedded.status()
        for name, state in states.items():
            _say(f"{name}: {state}")
        return 0 if all(state.startswith("up") for state in states.values()) else 3
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
