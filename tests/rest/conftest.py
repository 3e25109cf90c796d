"""Callers of the REST API with keys of each role, and jobs in the states that lists show."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from consolidation.consolidating import consolidate_next
from jobs import dispatch
from jobs.models import LabelingJob
from tenants import scope
from tenants.keys import create_key
from tenants.tenant_model import TenantModel
from tests.cast import Account
from tests.jobs.play import HAM, take
from tests.rest.contract import violations
from workforce.models import Worker


@dataclass
class Answer:
    """Status and body of an answer; `text` is what came over the line."""

    status: int
    body: Any
    text: str
    headers: Any

    @property
    def items(self) -> list[Any]:
        return list(self.body["items"])

    def names(self, key: str = "name") -> list[Any]:
        return [item[key] for item in self.body["items"]]

    def faulty(self) -> list[str]:
        """The fields that were at fault."""
        return [fault["field"] for fault in self.body["faults"]]


@dataclass
class Caller:
    """Calls `/api/v1/…` with a key; every answer is held against the OpenAPI document."""

    token: str | None
    client: Client = field(default_factory=Client)

    def __call__(self, method: str, path: str, body: Any = None, **query: Any) -> Answer:
        address = path if path.startswith("/") else f"/api/v1/{path}"
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        content = None if body is None else orjson.dumps(body)
        response = self.client.generic(
            method, address, content or b"", "application/json" if body is not None else "", headers=headers,
            query_params=query or None,
        )  # fmt: skip
        parsed = orjson.loads(response.content) if response.content else None
        if method in ("GET", "POST", "DELETE"):
            broken = violations(method, address.split("?")[0], response.status_code, parsed)
            assert not broken, (broken, parsed)
        return Answer(response.status_code, parsed, response.content.decode(), response.headers)

    def get(self, path: str, **query: Any) -> Answer:
        return self("GET", path, **query)

    def post(self, path: str, body: Any = None, **query: Any) -> Answer:
        return self("POST", path, {} if body is None else body, **query)

    def delete(self, path: str) -> Answer:
        return self("DELETE", path)


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


def caller(account: Account, role: str) -> Caller:
    """Somebody with a key of that role in an account."""
    with scope.tenant(account.tenant.pk):
        key, secret = create_key(role, role=role, actor=account.actor)
    return Caller(f"{key.access_key_id}:{secret}")


@pytest.fixture
def owner(alice: Account) -> Caller:
    return caller(alice, "owner")


@pytest.fixture
def manager(alice: Account) -> Caller:
    return caller(alice, "manager")


@pytest.fixture
def reviewer(alice: Account) -> Caller:
    return caller(alice, "reviewer")


@pytest.fixture
def stranger(charlie: Account) -> Caller:
    """The owner of another account."""
    return caller(charlie, "owner")


@pytest.fixture
def nobody() -> Caller:
    """No key, no session."""
    return Caller(None)


@pytest.fixture
def worked(alice: Account, bob: Worker) -> LabelingJob:
    """A job of five lines: 0 and 1 labeled by Bob, 2 answered, 3 failed (declined), 4 open."""
    job = alice.text_job("spam", 5)
    with scope.tenant(alice.tenant.pk):
        for _ in range(2):
            turn = take(job, bob.pk)
            dispatch.start(turn.assignment_id, bob.pk)
            dispatch.submit(turn.assignment_id, bob.pk, HAM)
        assert consolidate_next(job) == 2
        dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, HAM)
        turn = take(job, bob.pk)
        dispatch.decline(turn.assignment_id, bob.pk)
        job.refresh_from_db()
        assert (job.labeled, job.failed) == (2, 1)
    return job


@pytest.fixture
def fingerprint() -> Callable[[Account], str]:
    """A hash of every customer row of an account; the same before and after means that nothing was written."""

    def take_it(account: Account) -> str:
        digest = hashlib.sha256()
        with scope.tenant(account.tenant.pk):
            for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
                if issubclass(model, TenantModel):
                    digest.update(repr(list(model.objects.order_by("pk").values_list())).encode())
        return digest.hexdigest()

    return take_it
