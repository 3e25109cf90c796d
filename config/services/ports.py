"""Ports on 127.0.0.1: the usual one where it is free, else the next that is; remembered in `var/ports.json`."""

from __future__ import annotations

import socket
from collections.abc import Callable

from config.environment import VAR
from config.services.folders import alone, read_json, write_json


def is_free(port: int) -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket() as probe:
        # As the servers do; without it a connection that closed a moment ago would count as a taken port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except OSError:
            return False
        return True


def remembered() -> dict[str, int]:
    """The ports chosen last time, by name."""
    return read_json(VAR / "ports.json")


def choose(usual: dict[str, int], is_free: Callable[[int], bool] = is_free) -> dict[str, int]:
    """A free port for each name: the remembered one, else the usual one, else the next free above it.

    Who chooses holds `folders.alone_on_machine` of the server's name until the server listens, or another may choose
    the same meanwhile.
    """
    with alone("ports"):
        known = remembered()
        chosen: dict[str, int] = {}
        for name, port in usual.items():
            reserved = {other for key, other in (known | chosen).items() if key != name}
            candidates = (known.get(name, port), *range(port, port + 2000))
            chosen[name] = next(one for one in candidates if one not in reserved and is_free(one))
        write_json(VAR / "ports.json", known | chosen)
    return chosen
