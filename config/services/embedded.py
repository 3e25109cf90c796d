"""All embedded servers together, and the file that tells the rest of Plumbline where they are."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

from config.environment import VAR
from config.services import keys, ports, postgres, processes, seaweed, servers, valkey
from config.services.folders import alone, read_json, write_json
from config.services.servers import Say, Server

# In the order in which they stop. What the environment points elsewhere is not embedded.
_ALL: tuple[Server, ...] = (seaweed.Seaweed(), valkey.Valkey(), postgres.Postgres())
_URLS = {"s3": seaweed.urls, "valkey": valkey.urls, "postgres": postgres.urls}


def wanted() -> list[Server]:
    """The servers that nobody else provides."""
    return [server for server in _ALL if not os.environ.get(server.setting)]


def start(say: Say) -> dict[str, int]:
    """Start what does not run; the pid of each. Writes `var/services.json`. Raises servers.ServiceFailed."""
    with alone("services"):
        keys.load()
        with ThreadPoolExecutor(len(_ALL)) as pool:
            started = {server.name: pool.submit(servers.start, server, say) for server in wanted()}
        pids = {name: future.result() for name, future in started.items()}
        chosen = ports.remembered()
        found = {key: url for name in pids for key, url in _URLS[name](chosen).items()}
        write_json(VAR / "services.json", read_json(VAR / "services.json") | found)
    return pids


def stop(say: Say) -> None:
    """Stop those that we started; a server of anybody else is left alone."""
    with alone("services"):
        for server in _ALL:
            if servers.stop(server):
                say(f"{server.name}: stopped")


def status() -> dict[str, str]:
    """One line for each server."""
    chosen = ports.remembered()
    return {server.name: _state(server, chosen) for server in wanted()}


def _state(server: Server, chosen: dict[str, int]) -> str:
    pid = processes.find(server.name)
    if pid is None:
        return "stopped"
    state = "up" if server.is_healthy(chosen) else "not answering"
    return f"{state} on 127.0.0.1:{chosen[server.name]}, process {pid}"
