"""Health: the process answers; it can do its work, or names what keeps it from it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tenants import storage

NOBODY_THERE = "127.0.0.1:9"


def test_the_process_answers_without_asking_anybody(client: Client, settings: Any) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": f"redis://{NOBODY_THERE}/0"}}
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_all_is_ready(client: Client, db: None) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "database": True, "valkey": True, "object_store": True}


def test_a_valkey_that_is_gone_is_named(client: Client, db: None, settings: Any) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": f"redis://{NOBODY_THERE}/0"}}
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "database": True, "valkey": False, "object_store": True}


def test_a_store_that_is_gone_is_named(client: Client, db: None, settings: Any) -> None:
    settings.S3_ENDPOINT_URL = f"http://{NOBODY_THERE}"
    storage._client.cache_clear()
    try:
        answer = client.get("/readyz")
    finally:
        storage._client.cache_clear()
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "database": True, "valkey": True, "object_store": False}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_it_is_only_looked_at(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
