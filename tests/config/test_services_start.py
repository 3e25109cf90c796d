"""Starting the embedded services: once, again, after a crash, beside others, as whoever asks."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.config.installation import ROOT, Installation, installed, is_alive, kill

pytestmark = pytest.mark.slow


@pytest.fixture
def installation() -> Iterator[Installation]:
    yield from installed()


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    """One that the tests share which only look at it."""
    for shared in installed():
        shared.start()
        yield shared


def _fill(installation: Installation) -> None:
    with installation.database() as database:
        database.execute("CREATE TABLE kept (word text)")
        database.execute("INSERT INTO kept VALUES ('plumb')")
    installation.valkey("SET", "word", "plumb")
    installation.s3().create_bucket(Bucket="kept-bucket")
    installation.s3().put_object(Bucket="kept-bucket", Key="word", Body=b"plumb")


def _assert_kept(installation: Installation) -> None:
    with installation.database() as database:
        row = database.execute("SELECT word FROM kept").fetchone()
    assert row == ("plumb",)
    assert installation.valkey("GET", "word") == "plumb"
    assert installation.s3().get_object(Bucket="kept-bucket", Key="word")["Body"].read() == b"plumb"


def test_a_second_start_finds_the_same_processes(running: Installation) -> None:
    first = running.pids()
    assert running.start() == ""
    assert running.pids() == first


def test_two_starts_at_once_start_one_set(installation: Installation) -> None:
    argv = [sys.executable, "-m", "config.services", "start"]
    both = [subprocess.Popen(argv, cwd=ROOT, env=installation.env, stdout=subprocess.PIPE, text=True) for _ in "ab"]
    printed = [process.communicate(timeout=60)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(len(text.splitlines()) for text in printed) == [0, 3]


def test_installations_that_start_and_stop_at_the_same_moment_do_not_disturb_each_other() -> None:
    with ExitStack() as stack:
        several = [stack.enter_context(contextmanager(installed)()) for _ in "abc"]
        with ThreadPoolExecutor(len(several)) as pool:
            list(pool.map(Installation.start, several))
            first, *others = several
            stopping = pool.submit(first.stop)
            for other in others:
                other.stop()
            stopping.result()
            list(pool.map(Installation.start, several))
        for installation in several:
            _fill(installation)
            _assert_kept(installation)


def test_killed_servers_come_back_with_their_data(installation: Installation) -> None:
    installation.start()
    _fill(installation)
    installation.valkey("WAITAOF", "1", "0", "2000")  # what Valkey promises is a second
    before = installation.pids()
    for pid in before:
        kill(pid)
    installation.start()
    assert not set(before) & set(installation.pids())
    _assert_kept(installation)


def test_taken_ports_move_the_servers_and_not_their_data(installation: Installation) -> None:
    installation.start()
    _fill(installation)
    installation.stop()
    before = installation.read("ports.json")
    with _taken(before.values()):
        printed = installation.start()
        after = installation.read("ports.json")
        assert not set(before.values()) & set(after.values())
        assert f"postgres: up on 127.0.0.1:{after['postgres']}" in printed
        _assert_kept(installation)


def test_the_usual_port_is_named_when_it_is_taken(installation: Installation) -> None:
    with socket.socket() as stranger:
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):  # somebody may have it already, which serves as well
            stranger.bind(("127.0.0.1", 5432))
            stranger.listen()
        assert "(port 5432 is taken)" in installation.start()


def test_a_stale_pid_of_another_process_is_left_alone(installation: Installation) -> None:
    with subprocess.Popen(["sleep", "300"]) as stranger:
        for name in ("postgres", "valkey", "s3"):
            stale = {"pid": stranger.pid, "started": "an-earlier-boot:1", "var": str(installation.var)}
            installation.write(f"run/{name}.json", stale)
        installation.start()
        assert stranger.pid not in installation.pids()
        installation.stop()
        assert is_alive(stranger.pid)
        stranger.kill()


def test_a_copied_folder_does_not_take_the_servers_of_the_original(running: Installation) -> None:
    copy = Installation(running.var.with_name("copy"))
    shutil.copytree(running.var / "run", copy.var / "run")
    assert copy.stop() == ""
    assert all(map(is_alive, running.pids()))


def test_postgres_starts_though_its_old_pid_belongs_to_another_process_now(installation: Installation) -> None:
    installation.start()
    lock = installation.var / "postgres" / "data" / "postmaster.pid"
    lines = lock.read_text().splitlines()
    installation.stop()
    user = pwd.getpwuid((installation.var / "postgres" / "data").stat().st_uid)
    with subprocess.Popen(["sleep", "300"], user=user.pw_uid) as stranger:
        lock.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        os.chown(lock, user.pw_uid, user.pw_gid)
        installation.start()
        assert is_alive(stranger.pid)
        stranger.kill()


def test_the_application_role_cannot_do_what_only_the_owner_may(running: Installation) -> None:
    with running.database("DATABASE_URL") as database:
        row = database.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert row == (False, False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            database.execute("CREATE TABLE mine (word text)")
    with running.database() as database:
        row = database.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone()
        assert row == (False, False)


def test_a_wrong_password_is_refused(running: Installation) -> None:
    password = running.read("secrets.json")["POSTGRES_APP_PASSWORD"]
    url = running.read("services.json")["DATABASE_URL"]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url.replace(password, "guess"))


def test_secrets_are_for_their_owner_and_stay_the_same(running: Installation) -> None:
    first = running.read("secrets.json")
    for name in ("secrets.json", "services.json", "s3/identities.json", "valkey/valkey.conf"):
        assert stat.S_IMODE((running.var / name).stat().st_mode) == 0o600
    running.start()
    assert running.read("secrets.json") == first
    assert len(set(first.values())) == len(first)


def test_a_long_path_with_spaces_works() -> None:
    for installation in installed("a folder with spaces and " + "long " * 25 + "name"):
        assert len(os.fsencode(installation.var)) > 150
        installation.start()
        _fill(installation)
        _assert_kept(installation)


def test_a_managed_service_is_not_embedded(installation: Installation) -> None:
    installation.env["DATABASE_URL"] = "postgres://somebody@elsewhere/plumbline"
    assert "postgres" not in installation.start()
    assert not (installation.var / "postgres").exists()
    assert "DATABASE_URL" not in installation.read("services.json")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's PostgreSQL runs as somebody else")
def test_as_root_closed_folders_stay_closed_and_the_data_lies_outside() -> None:
    with tempfile.TemporaryDirectory(prefix="plumbline-closed-") as parent:  # mode 0700
        installation = Installation(Path(parent) / "var")
        try:
            installation.start()
            _fill(installation)
            assert stat.S_IMODE(Path(parent).stat().st_mode) == 0o700
            assert (installation.var / "postgres").resolve().parent == Path("/var/lib/plumbline")
            installation.stop()
            installation.start()
            _assert_kept(installation)
            installation.stop()
            copy = _copied(installation)
            with pytest.raises(AssertionError, match="is a copy"):
                copy.start()
            copy.stop()
        finally:
            installation.remove()


def _copied(installation: Installation) -> Installation:
    copy = Installation(installation.var.with_name("copy"))
    shutil.copytree(installation.var, copy.var, symlinks=True, ignore=shutil.ignore_patterns("*.sock"))
    return copy


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests run as an ordinary user already")
def test_an_ordinary_user_can_run_it() -> None:
    python = shutil.which(f"python3.{sys.version_info.minor}", path="/usr/bin:/usr/local/bin")
    if python is None:
        pytest.skip("there is no Python of this version that an ordinary user may execute")
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    for installation in installed():
        installation.var.mkdir()
        shutil.chown(installation.var, "nobody")
        ordinary = Installation(installation.var, python=python, user="nobody")
        ordinary.env |= {"PYTHONPATH": packages, "PYTHONDONTWRITEBYTECODE": "1"}
        ordinary.start()
        _fill(ordinary)
        _assert_kept(ordinary)
        nobody = pwd.getpwnam("nobody").pw_uid
        assert {Path(f"/proc/{pid}").stat().st_uid for pid in ordinary.pids()} == {nobody}
        ordinary.stop()
        _assert_leftover_of_another_user_is_avoided(ordinary)


def _assert_leftover_of_another_user_is_avoided(ordinary: Installation) -> None:
    """`weed` makes a socket in a folder of all users, and waits for ever where another user's has that name."""
    before = ordinary.read("ports.json")["s3 filer.port"]
    leftover = Path(f"/tmp/seaweedfs-filer-grpc-{before + 10000}.sock")
    leftover.touch()
    try:
        ordinary.start()
        assert ordinary.read("ports.json")["s3 filer.port"] != before
        _assert_kept(ordinary)
        ordinary.stop()
    finally:
        leftover.unlink()


@contextmanager
def _taken(ports: Iterable[int]) -> Iterator[None]:
    with ExitStack() as stack:
        for port in ports:
            stack.enter_context(socket.create_server(("127.0.0.1", port)))
        yield
