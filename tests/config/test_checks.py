"""`manage.py check`: clean in production settings, and what it says when settings contradict each other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.checks import CheckMessage

from config.checks import check_address, check_backbones, check_role, check_secrets

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "PUBLIC_URL": "https://label.example.org",
    "ALLOWED_HOSTS": "label.example.org",
    "BEHIND_PROXY": "yes",
    "DEBUG": "no",
    "SECRET_KEY": "".join(chr(ord("a") + (i * 7) % 26) for i in range(64)),
    "ENCRYPTION_KEY": Fernet.generate_key().decode(),
    "S3_ENDPOINT_URL": "https://s3.example.org",
    "S3_ACCESS_KEY_ID": "AKIAEXAMPLE",
    "S3_SECRET_ACCESS_KEY": "not a secret at all",
    "PLUMBLINE_AS_OWNER": "no",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}


def check(var: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check --deploy` of an installation that has nothing but its environment."""
    environment = {**os.environ, **PRODUCTION, "PLUMBLINE_VAR": str(var), **changed}
    argv = [sys.executable, "manage.py", "check", "--deploy", "--database", "default", "--fail-level", "WARNING"]
    return subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def ids(messages: list[CheckMessage]) -> set[str | None]:
    """The ids of what was found; every one comes with a remedy."""
    assert all(message.hint for message in messages)
    return {message.id for message in messages}


def test_production_settings_are_clean(tmp_path: Path, django_db_setup: None) -> None:
    done = check(tmp_path)
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


def test_a_role_that_owns_the_tables_is_refused(tmp_path: Path, django_db_setup: None) -> None:
    done = check(tmp_path, DATABASE_URL=os.environ["DATABASE_OWNER_URL"])
    assert done.returncode != 0
    assert "plumbline.C009" in done.stderr


@pytest.mark.parametrize(
    "told", [("package.module.factory",), ("sound", "package.module.factory"), ("text", "factory")]
)
def test_a_backbone_without_what_it_reads_is_refused(settings: Any, told: tuple[str, ...]) -> None:
    settings.AUTOLABEL_BACKBONES = {"house": ("image", "package.module.factory")}
    assert check_backbones(None) == []
    settings.AUTOLABEL_BACKBONES["own"] = told
    [fault] = check_backbones(None)
    assert (fault.id, "'own'" in fault.msg) == ("plumbline.E010", True)


def test_the_application_role_is_bound(db: None) -> None:
    assert check_role(None, databases=["default"]) == []


def test_the_database_is_asked_only_when_it_is_wanted(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert check_role(None) == []


@pytest.fixture(autouse=True)
def _good(settings: Any) -> None:
    settings.SECRET_KEY, settings.ENCRYPTION_KEY = PRODUCTION["SECRET_KEY"], PRODUCTION["ENCRYPTION_KEY"]


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ENCRYPTION_KEY", "DATABASE_URL", "S3_SECRET_ACCESS_KEY"])
def test_there_is_no_default_secret(tmp_path: Path, missing: str) -> None:
    done = check(tmp_path, **{missing: ""})
    assert done.returncode != 0
    assert f"{missing} is not set" in done.stderr


@pytest.mark.parametrize("key", ["short", "x" * 64, "django-insecure-" + "abcdefghij" * 6])
def test_a_secret_key_that_can_be_guessed(settings: Any, key: str) -> None:
    settings.SECRET_KEY = key
    assert ids(check_secrets(None)) == {"plumbline.E001"}


@pytest.mark.parametrize("key", ["", "short", "x" * 44])
def test_an_encryption_key_that_encrypts_nothing(settings: Any, key: str) -> None:
    settings.ENCRYPTION_KEY = key
    assert ids(check_secrets(None)) == {"plumbline.C002"}


def test_one_secret_for_two_things(settings: Any) -> None:
    settings.SECRET_KEY = settings.ENCRYPTION_KEY
    assert "plumbline.E003" in ids(check_secrets(None))


@pytest.mark.parametrize(
    ("url", "hosts", "debug", "wanted"),
    [
        ("https://label.example.org", ["label.example.org"], False, set()),
        ("https://label.example.org", [".example.org"], False, set()),
        ("https://label.example.org:8443", ["*"], False, set()),
        ("http://127.0.0.1:8000", ["127.0.0.1"], True, set()),
        ("http://[::1]:8000", ["[::1]"], False, set()),
        ("https://label.example.org", ["127.0.0.1"], False, {"plumbline.E005"}),
        ("https://label.example.org", ["label.example.org"], True, {"plumbline.E006"}),
        ("http://label.example.org", ["label.example.org"], False, {"plumbline.W007"}),
        ("label.example.org", ["label.example.org"], False, {"plumbline.E004"}),
        ("https://label.example.org/site", ["label.example.org"], False, {"plumbline.E004"}),
    ],
)
def test_the_address_fits_the_rest(settings: Any, url: str, hosts: list[str], debug: bool, wanted: set[str]) -> None:
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS, settings.DEBUG = url, hosts, debug
    assert ids(check_address(None)) == wanted
