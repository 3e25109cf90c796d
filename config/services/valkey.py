"""Embedded Valkey: a password, and an append-only file that survives a crash."""

from __future__ import annotations

import signal
import socket
from typing import ClassVar

from config.services import keys, ports, programs
from config.services.folders import folder, write_private
from config.services.processes import Launch
from config.services.servers import Ports


class Valkey:
    """Queue of Celery, channel layer and cache."""

    name: ClassVar[str] = "valkey"
    setting: ClassVar[str] = "REDIS_URL"
    usual_ports: ClassVar[Ports] = {"valkey": 6379}
    kindly: ClassVar[signal.Signals] = signal.SIGTERM
    is_free = staticmethod(ports.is_free)

    def prepare(self, chosen: Ports) -> Launch:
        """Write the configuration; the password is in a file because command lines are public."""
        data = folder("valkey")
        lines = {
            "bind": "127.0.0.1",
            "port": chosen["valkey"],
            "requirepass": keys.load()["VALKEY_PASSWORD"],
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": '""',
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
            "daemonize": "no",
        }
        write_private(data / "valkey.conf", "".join(f"{name} {value}\n" for name, value in lines.items()))
        return Launch([str(programs.valkey_server()), "valkey.conf"], data, {"PATH": "/usr/bin:/bin"})

    def is_healthy(self, chosen: Ports) -> bool:
        """Whether it takes our password and has finished loading."""
        words = f"AUTH {keys.load()['VALKEY_PASSWORD']}\r\nPING\r\n"
        try:
            with socket.create_connection(("127.0.0.1", chosen["valkey"]), timeout=2) as connection:
                connection.sendall(words.encode())
                with connection.makefile("rb") as answer:
                    return [answer.readline(), answer.readline()] == [b"+OK\r\n", b"+PONG\r\n"]
        except OSError:
            return False

    def settle(self, chosen: Ports) -> None:
        """Nothing to make."""


def urls(chosen: Ports) -> dict[str, str]:
    """How Plumbline reaches it."""
    return {"REDIS_URL": f"redis://:{keys.load()['VALKEY_PASSWORD']}@127.0.0.1:{chosen['valkey']}/0"}
