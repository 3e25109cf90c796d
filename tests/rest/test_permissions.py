"""Who may do what: one table over all addresses. An address that is not in the table fails the test."""

from __future__ import annotations

import pytest
from django.db import transaction

from jobs.models import LabelingJob
from tests.cast import Account
from tests.rest.conftest import Caller, caller
from tests.rest.routes import TABLE, addresses, served
from workforce.models import Worker

ROLES = ("reviewer", "manager", "owner")


def statuses(call: Caller, account: Account, job: LabelingJob, worker: Worker) -> dict[tuple[str, str], int]:
    """What each address answers to this caller; each call is taken back before the next one."""
    where = addresses(account, job, worker)
    got = {}
    for verb, name in TABLE:
        with transaction.atomic():
            got[verb, name] = call(verb, where[name], {} if verb == "POST" else None).status
            transaction.set_rollback(True)
    return got


def test_every_address_is_in_the_table() -> None:
    assert sorted(served()) == sorted(TABLE)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_the_table_says(role: str, alice: Account, worked: LabelingJob, bob: Worker) -> None:
    wanted = {route: row[ROLES.index(role)] for route, row in TABLE.items()}
    assert statuses(caller(alice, role), alice, worked, bob) == wanted


@pytest.mark.parametrize("token", [None, "AKIAAAAAAAAAAAAAAAAA:wrong", "", "nonsense", "é:é"])
def test_without_a_live_key_nothing_is_open(
    token: str | None, alice: Account, worked: LabelingJob, bob: Worker
) -> None:
    assert set(statuses(Caller(token), alice, worked, bob).values()) == {401}
