"""Workers: switch off and on."""

from __future__ import annotations

from django.test import Client

from tenants import scope
from tests.admin.conftest import Trail
from tests.cast import Account
from workforce.access import worker_in_scope
from workforce.models import Worker


def test_a_worker_who_is_switched_off_may_not_label_until_switched_on(
    alice: Account, bob: Worker, owner: Client, trail: Trail
):
    page = f"/admin/workforce/worker/{bob.pk}/"
    for verb, allowed in (("deactivate", False), ("activate", True)):
        assert owner.post(f"{page}{verb}/").status_code == 302
        with scope.tenant(alice.tenant.pk):
            assert (worker_in_scope(bob.user_id) is not None) == allowed
    assert trail.verbs()[-2:] == ["workforce.worker.deactivated", "workforce.worker.activated"]


def test_switching_twice_is_one_change(bob: Worker, owner: Client, trail: Trail):
    for _ in range(2):
        owner.post(f"/admin/workforce/worker/{bob.pk}/deactivate/")
    assert trail.verbs().count("workforce.worker.deactivated") == 1


def test_the_list_offers_what_is_possible(bob: Worker, owner: Client):
    assert f"/{bob.pk}/deactivate/" in owner.get("/admin/workforce/worker/").content.decode()
    owner.post(f"/admin/workforce/worker/{bob.pk}/deactivate/")
    shown = owner.get("/admin/workforce/worker/").content.decode()
    assert f"/{bob.pk}/activate/" in shown
    assert f"/{bob.pk}/deactivate/" not in shown
