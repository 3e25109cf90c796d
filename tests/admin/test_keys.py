"""Access keys: the secret is seen once."""

from __future__ import annotations

import re

from django.conf import settings
from django.test import Client

from tenants import keys, scope
from tenants.models import ApiKey
from tests.admin.conftest import Trail
from tests.admin.places import LISTS
from tests.cast import Account


def test_the_secret_of_a_new_key_is_shown_once_and_works(alice: Account, owner: Client, trail: Trail):
    answer = owner.post("/admin/tenants/apikey/add/", {"name": "script", "role": "manager"})
    with scope.tenant(alice.tenant.pk):
        key = ApiKey.objects.get()
    doors = {name: value for name, value in answer.context["shown"].facts if name.startswith("Endpoint")}
    assert doors == {"Endpoint of SageMaker": settings.PUBLIC_URL, "Endpoint of S3": settings.S3_PUBLIC_ENDPOINT_URL}
    for address in doors.values():
        assert f'endpoint_url="{address}"' in owner.get("/admin/").content.decode()
    [secret] = [value for name, value in answer.context["shown"].facts if name == "Secret access key"]
    shown = answer.content.decode()
    assert shown.count(secret) == 1
    assert key.access_key_id in shown
    found = keys.find_bearer(f"{key.access_key_id}:{secret}")
    assert found is not None
    assert found.actor.role == "manager"
    assert trail.verbs()[-1] == "tenants.key.created"
    for page in [*LISTS, "/admin/tenants/apikey/add/"]:
        assert secret not in owner.get(page).content.decode(), page
    assert not re.search(re.escape(secret), str(dict(owner.session)))


def test_a_revoked_key_stops_working_and_is_offered_no_second_time(alice: Account, owner: Client, trail: Trail):
    with scope.tenant(alice.tenant.pk):
        key, secret = keys.create_key("script", actor=alice.actor)
    assert f"/{key.pk}/revoke/" in owner.get("/admin/tenants/apikey/").content.decode()
    assert owner.post(f"/admin/tenants/apikey/{key.pk}/revoke/").status_code == 302
    assert keys.find_bearer(f"{key.access_key_id}:{secret}") is None
    assert trail.verbs()[-1] == "tenants.key.revoked"
    assert f"/{key.pk}/revoke/" not in owner.get("/admin/tenants/apikey/").content.decode()


def test_an_unknown_role_is_refused_and_makes_no_key(alice: Account, owner: Client):
    assert owner.post("/admin/tenants/apikey/add/", {"name": "x", "role": "system"}).status_code == 422
    with scope.tenant(alice.tenant.pk):
        assert not ApiKey.objects.exists()
