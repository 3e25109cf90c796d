"""Embedded PostgreSQL: two roles, scram passwords, TCP on 127.0.0.1 only (Unix sockets allow paths of 107 bytes)."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from typing import ClassVar, LiteralString

import psycopg
from psycopg import sql

from config.services import keys, ports, processes
from config.services.processes import Launch
from config.services.quarters import Quarters, settle
from config.services.servers import Ports, ServiceFailed, run_to_end

_DATABASE, _OWNER, _APP = "plumbline", "plumbline_owner", "plumbline_app"

# Safe (fsync and synchronous commit stay on), and small while idle.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "max_connections": "120",
    "shared_buffers": "192MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "wal_level": "minimal",  # nothing replicates from here; COPY writes less
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
    "min_wal_size": "80MB",
    "checkpoint_timeout": "10min",
    "autovacuum_naptime": "15s",
    "jit": "off",
    "io_method": "sync",  # no helper processes
    "log_min_messages": "warning",
    "log_line_prefix": "%m [%p] %u ",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_ADMITTED = "# Written by Plumbline: passwords only, this machine only.\nhost all all 127.0.0.1/32 scram-sha-256\n"
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class Postgres:
    """The relational database."""

    name: ClassVar[str] = "postgres"
    setting: ClassVar[str] = "DATABASE_URL"
    usual_ports: ClassVar[Ports] = {"postgres": 5432}
    kindly: ClassVar[signal.Signals] = signal.SIGINT  # "fast": ends sessions, writes a checkpoint
    is_free = staticmethod(ports.is_free)

    def prepare(self, chosen: Ports) -> Launch:
        """Make the data folder on the first start."""
        quarters = settle()
        data = quarters.data
        if not data.exists():
            _make_data(quarters)
        _forget_stale_lock(data)
        settings = _SETTINGS | {"port": str(chosen["postgres"])}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        argv = [str(quarters.programs / "postgres"), "-D", str(data), *options]
        return Launch(argv, data, _ENVIRONMENT, quarters.user)

    def is_healthy(self, chosen: Ports) -> bool:
        """Whether it takes our superuser's password."""
        try:
            _connect(chosen).close()
        except psycopg.OperationalError:
            return False
        return True

    def settle(self, chosen: Ports) -> None:
        """Roles and database: the owner owns all, the application role owns nothing and bypasses nothing."""
        known = keys.load()
        with _connect(chosen) as connection:
            _keep_role(connection, _OWNER, "CREATEDB", known["POSTGRES_OWNER_PASSWORD"])
            _keep_role(connection, _APP, "NOCREATEDB", known["POSTGRES_APP_PASSWORD"])
            if not _has(connection, "SELECT 1 FROM pg_database WHERE datname = %s", _DATABASE):
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(_DATABASE), sql.Identifier(_OWNER))
                )


def urls(chosen: Ports) -> dict[str, str]:
    """How Plumbline reaches the database in its two roles."""
    known, place = keys.load(), f"127.0.0.1:{chosen['postgres']}/{_DATABASE}"
    return {
        "DATABASE_URL": f"postgres://{_APP}:{known['POSTGRES_APP_PASSWORD']}@{place}",
        "DATABASE_OWNER_URL": f"postgres://{_OWNER}:{known['POSTGRES_OWNER_PASSWORD']}@{place}",
    }


def _connect(chosen: Ports) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host="127.0.0.1", port=chosen["postgres"], user="postgres", dbname="postgres",
        password=keys.load()["POSTGRES_SUPERUSER_PASSWORD"], connect_timeout=5, autocommit=True,
    )  # fmt: skip


def _has(connection: psycopg.Connection[tuple[object, ...]], query: LiteralString, value: str) -> bool:
    return connection.execute(query, [value]).fetchone() is not None


def _keep_role(connection: psycopg.Connection[tuple[object, ...]], role: str, right: str, password: str) -> None:
    if not _has(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
        connection.execute(
            sql.SQL(
                f"CREATE ROLE {{}} LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS {right} PASSWORD {{}}"
            ).format(sql.Identifier(role), sql.Literal(password))
        )


def _make_data(quarters: Quarters) -> None:
    """initdb into a draft folder that is renamed when complete: a first start may be interrupted anywhere."""
    home, user = quarters.home, quarters.user
    draft, password = home / "data.new", home / "password"
    shutil.rmtree(draft, ignore_errors=True)
    password.unlink(missing_ok=True)
    with os.fdopen(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(keys.load()["POSTGRES_SUPERUSER_PASSWORD"])
    if user:
        os.chown(password, user.pw_uid, user.pw_gid)
    argv = [
        str(quarters.programs / "initdb"), "-D", str(draft), "-U", "postgres", f"--pwfile={password}",
        "--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        "--locale=C", "--no-instructions",
    ]  # fmt: skip
    run_to_end(argv, "initdb", Launch(argv, home, _ENVIRONMENT, user))
    password.unlink()
    (draft / "pg_hba.conf").write_text(_ADMITTED)
    draft.rename(quarters.data)


def _forget_stale_lock(data: Path) -> None:
    """Remove PostgreSQL's own pid file where its pid is somebody else's process by now.

    PostgreSQL removes it itself when the pid is free, but refuses to start when the pid lives (after a reboot, pids
    are given out anew). Raises ServiceFailed while the crashed server's processes still hold its shared memory:
    starting a second server beside them would destroy the data.
    """
    lock = data / "postmaster.pid"
    if not lock.exists():
        return
    lines = lock.read_text().splitlines()
    pid = int(lines[0])
    if processes.started_at(pid) is None:
        return
    if os.fsencode(data) in Path(f"/proc/{pid}/cmdline").read_bytes():
        raise ServiceFailed(
            f"PostgreSQL already serves {data} as process {pid}, unknown to us. End it: kill -INT {pid}"
        )
    if len(lines) > 6 and _is_attached(lines[6].split()[-1]):
        raise ServiceFailed(f"A crashed PostgreSQL still holds {data}. Wait a moment and start again.")
    lock.unlink()


def _is_attached(segment: str) -> bool:
    """Whether a process still uses this System V shared memory segment (proc(5), sysvipc/shm: column 7, nattch)."""
    rows = [line.split() for line in Path("/proc/sysvipc/shm").read_text().splitlines()[1:]]
    return any(row[1] == segment and int(row[6]) > 0 for row in rows)
