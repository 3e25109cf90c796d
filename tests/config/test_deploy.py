"""What `deploy/` says agrees with the settings, holds no default secret, and counts clients behind a proxy apart."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import urllib3
import yaml
from django.conf import settings

from tests.site import free_port, stop

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = (DEPLOY / "compose.yaml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
OURS = {"migrate", "web", "beat", "celery-default", "celery-jobs", "celery-gpu"}
NOT_SETTINGS = {"FORWARDED_ALLOW_IPS", "PLUMBLINE_WEB_PROCESSES"}  # read by uvicorn and by the command that starts it


def settings_read() -> set[str]:
    """The variables that the settings read."""
    text = (ROOT / "config" / "settings.py").read_text()
    return set(re.findall(r'\b(?:text|flag|number|words|database)\(\s*"([A-Z0-9_]+)"', text))


def explained() -> set[str]:
    """The variables in the tables of deploy/README.md."""
    rows = [line.split("|")[1] for line in (DEPLOY / "README.md").read_text().splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}


def queues(command: list[str]) -> set[str]:
    return set(command[command.index("-Q") + 1].split(",")) if "-Q" in command else set()


def test_every_variable_that_is_passed_is_read_and_every_one_that_is_read_is_explained() -> None:
    for name in OURS:
        assert set(SERVICES[name]["environment"]) <= settings_read() | NOT_SETTINGS, name
    assert settings_read() | NOT_SETTINGS <= explained()


def test_only_the_migration_knows_the_owners_password() -> None:
    assert [name for name in OURS if "DATABASE_OWNER_URL" in SERVICES[name]["environment"]] == ["migrate"]


def test_no_secret_has_a_default_and_the_readme_makes_all_that_are_wanted() -> None:
    given = re.findall(r"(?<!\$)\$\{(\w+)(?::(.)([^}]*))?\}", COMPOSE)
    assert all(mark in {"?", "-"} for _, mark, _ in given)
    assert not [name for name, mark, value in given if mark == "-" and value and re.search("PASS|SECRET|KEY", name)]
    made = set(re.findall(r"^    ([A-Z0-9_]+)=", (DEPLOY / "README.md").read_text(), re.MULTILINE))
    assert {name for name, mark, _ in given if mark == "?"} <= made


def test_every_queue_is_served_and_one_clock_runs() -> None:
    wanted = {settings.CELERY_TASK_DEFAULT_QUEUE, *(to["queue"] for to in settings.CELERY_TASK_ROUTES.values())}
    commands = {name: SERVICES[name].get("command", []) for name in OURS}
    assert set().union(*map(queues, commands.values())) == wanted
    assert [name for name, command in commands.items() if {"beat", "-B"} & set(command)] == ["beat"]


def test_every_door_is_open_to_this_machine_only_unless_asked_otherwise() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert len(ports) == 2
    assert all(re.fullmatch(r"\$\{\w+_LISTEN:-127\.0\.0\.1:(\d+)\}:\1", port) for port in ports)


def test_the_password_reaches_valkey_by_standard_input(tmp_path: Path) -> None:
    (tmp_path / "docker-entrypoint.sh").write_text('#!/bin/sh\necho "$@"; cat; echo "pid $$"\n')
    (tmp_path / "docker-entrypoint.sh").chmod(0o755)
    command = [word.replace("$$", "$") for word in SERVICES["valkey"]["command"]]
    around = {"PATH": f"{tmp_path}:/usr/bin:/bin", "VALKEY_PASSWORD": "pass"}
    with subprocess.Popen(command, env=around, stdout=subprocess.PIPE, text=True) as process:
        said = process.communicate(timeout=60)[0].splitlines()
    # As process 1 of its container it gets the signal to end, and saves what it has.
    assert said == ["valkey-server - --appendonly yes", "requirepass pass", f"pid {process.pid}"]


@contextmanager
def web(proxies: str) -> Iterator[str]:
    """The web server as the image starts it, with other numbers; its address."""
    (line,) = [line for line in (DEPLOY / "Dockerfile").read_text().splitlines() if line.startswith("CMD ")]
    argv = shlex.split(json.loads(line.removeprefix("CMD "))[-1].partition("exec python ")[2])
    port = free_port()
    for option, value in (("--host", "127.0.0.1"), ("--port", str(port)), ("--workers", "1")):
        argv[argv.index(option) + 1] = value
    url = f"http://127.0.0.1:{port}"
    around = {"PUBLIC_URL": url, "FORWARDED_ALLOW_IPS": proxies, "DJANGO_SETTINGS_MODULE": "config.settings"}
    process = subprocess.Popen([sys.executable, *argv], cwd=ROOT, env={**os.environ, **around})
    try:
        deadline = time.monotonic() + 160
        while time.monotonic() < deadline and process.poll() is None:
            with suppress(urllib3.exceptions.HTTPError):
                urllib3.request("GET", f"{url}/healthz", retries=False)
                break
            time.sleep(0.1)
        yield url
    finally:
        stop(process)


def try_to_sign_in(url: str, email: str, client: str) -> int:
    """The status that a wrong password gets through a proxy that has `client` before it."""
    shown = urllib3.request("GET", f"{url}/sign-in/")
    token = shown.headers["Set-Cookie"].partition("csrftoken=")[2].partition(";")[0]
    headers = {"X-Forwarded-For": client, "X-CSRFToken": token, "Cookie": f"csrftoken={token}"}
    given = {"email": email, "password": "a guess"}
    return urllib3.request("POST", f"{url}/sign-in/", fields=given, headers=headers, redirect=False).status


@pytest.mark.parametrize(("proxies", "others"), [("127.0.0.1", 422), ("192.0.2.1", 429)])
def test_behind_a_proxy_that_is_known_every_client_is_counted_apart(committed: None, proxies: str, others: int) -> None:
    email = f"{uuid.uuid4().hex}@example.org"
    with web(proxies) as url:
        statuses = [try_to_sign_in(url, email, "203.0.113.1") for _ in range(6)]
        assert statuses == [422] * 5 + [429]
        assert try_to_sign_in(url, email, "203.0.113.2") == others
