"""The bridge keeps a thread's scope open between calls; nobody may see another tenant through that."""

from __future__ import annotations

import asyncio

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from jobs.models import LabelingJob
from portal import bridge
from tenants import scope
from tests.cast import Account


def names() -> list[str]:
    return [job.name for job in LabelingJob.objects.all()]


def seen_by_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('plumbline.tenant', true)")
        return str(cursor.fetchone()[0] or "")


@pytest.fixture
def two_jobs(committed: None, bridge_here: None, alice: Account, charlie: Account) -> tuple[int, int]:
    alice.text_job("hers")
    charlie.text_job("his")
    return alice.tenant.pk, charlie.tenant.pk


def test_every_call_sees_its_own_tenant_however_they_alternate(two_jobs: tuple[int, int]) -> None:
    async def alternate() -> list[list[str]]:
        calls = [bridge.inside(two_jobs[i % 3 % 2], names) for i in range(200)]
        return await asyncio.gather(*calls)

    seen = asyncio.run(alternate())
    assert seen == [["his"] if i % 3 % 2 else ["hers"] for i in range(200)]


def test_a_call_outside_any_tenant_has_no_scope_although_the_thread_had_one(two_jobs: tuple[int, int]) -> None:
    async def mixed() -> list[tuple[int | None, str]]:
        for _ in range(40):
            await bridge.inside(two_jobs[0], names)
        look = [bridge.outside(lambda: (scope.peek(), seen_by_database())) for _ in range(40)]
        return await asyncio.gather(*look)

    assert set(asyncio.run(mixed())) == {(None, "")}


def test_after_a_broken_connection_the_scope_is_opened_anew(two_jobs: tuple[int, int]) -> None:
    tries: list[str] = []

    def breaks_once() -> list[str]:
        tries.append(seen_by_database())
        if len(tries) == 1:
            raise OperationalError("the server went away")
        return names()

    assert asyncio.run(bridge.repeatable(two_jobs[0], breaks_once)) == ["hers"]
    assert tries == [str(two_jobs[0])] * 2


def test_what_may_not_be_repeated_is_not(two_jobs: tuple[int, int]) -> None:
    tries: list[int] = []

    def breaks() -> None:
        tries.append(1)
        raise OperationalError("the server went away")

    with pytest.raises(OperationalError):
        asyncio.run(bridge.inside(two_jobs[0], breaks))
    assert len(tries) == 1
    assert asyncio.run(bridge.inside(two_jobs[1], names)) == ["his"]


def test_a_connection_that_still_works_carries_no_tenant_back_to_the_pool(two_jobs: tuple[int, int]) -> None:
    used: list[object] = []

    def breaks() -> None:
        used.append(connection.connection)
        raise OperationalError("deadlock detected")

    with pytest.raises(OperationalError):
        asyncio.run(bridge.inside(two_jobs[0], breaks))
    with used[0].cursor() as cursor:
        assert cursor.execute("SELECT current_setting('plumbline.tenant', true)").fetchone() == ("",)


def test_a_connection_that_was_replaced_is_told_again(two_jobs: tuple[int, int]) -> None:
    def lose() -> None:
        """What Django does when a rollback fails."""
        connection.connection.close()
        connection.close()

    async def twice() -> list[str]:
        await asyncio.gather(*[bridge.inside(two_jobs[0], lose) for _ in range(settings.PORTAL_THREADS * 3)])
        return [str(await bridge.inside(two_jobs[0], names)) for _ in range(settings.PORTAL_THREADS * 3)]

    assert set(asyncio.run(twice())) == {"['hers']"}
