"""What the operator of an installation does for a new customer: account, owner, access key, bucket, people's sign-ins.

A process of its own (`python -m config.demo.account <number of people>`), because it needs Django and the rest of the
demo does not. Prints one JSON object. Everything is safe to repeat; what must be known again is in
`var/demo/account.json`, readable for this user only.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config.demo.confusion import people  # noqa: E402 - the models need what django.setup() loads
from config.environment import VAR  # noqa: E402 - beside what needs django.setup()
from config.services.folders import alone, folder, read_json, write_json  # noqa: E402 - as VAR
from tenants import crossing, keys, scope, storage, store_keys  # noqa: E402 - rooms need django.setup()
from tenants.actions import choose_password, create_tenant, one_time_password  # noqa: E402 - rooms need django.setup()
from tenants.actor import SYSTEM  # noqa: E402 - rooms need django.setup()
from tenants.models import ApiKey, Bucket, Tenant, User  # noqa: E402 - rooms need django.setup()

COMPANY = "Acme Labs"
OWNER = "owner@acme.example"
VISITOR = "you@people.example"
_KEY_NAME = "demo"
_FILE = VAR / "demo" / "account.json"


def prepare(count: int) -> dict[str, Any]:
    """Account and sign-ins for the owner, a visitor who may label too, and `count` simulated people."""
    folder("demo")
    kept = read_json(_FILE)
    owner, tenant = _owner_and_tenant()
    with scope.tenant(tenant.pk):
        kept |= _key(kept) | {"bucket": _bucket(tenant)}
        store_keys.refresh_after_commit()  # the store may have been away, or empty, since the key was made
        write_json(_FILE, kept)
    kept["passwords"] = _passwords(count, kept.get("passwords", {}))
    write_json(_FILE, kept)
    return {
        "tenant": tenant.name, "account_id": tenant.account_id, "region": tenant.region,
        "key_id": kept["key_id"], "secret": kept["secret"], "bucket": kept["bucket"], "passwords": kept["passwords"],
        "owner": OWNER, "owner_password": _once(owner), "visitor": VISITOR, "visitor_password": _once(_user(VISITOR)),
    }  # fmt: skip


def _owner_and_tenant() -> tuple[User, Tenant]:
    owner = _user(OWNER)
    mine = crossing.tenants_of_member(owner.pk)
    return owner, Tenant.objects.get(pk=mine[0]) if mine else create_tenant(COMPANY, owner)


def _user(email: str) -> User:
    return User.objects.filter(email=email).first() or User.objects.make(email, None)


def _once(user: User) -> str | None:
    """A fresh one-time password; None when the person has chosen one already."""
    chosen = user.has_usable_password() and not user.must_change_password
    return None if chosen else one_time_password(user)


def _key(kept: dict[str, Any]) -> dict[str, str]:
    """The key of the runs before; a new one where that is lost or was revoked, and then no other stays."""
    found = keys.find(kept.get("key_id", ""))
    if found and found.tenant_id == scope.current() and found.secret == kept.get("secret"):
        return {"key_id": found.access_key_id, "secret": found.secret}
    for old in ApiKey.objects.filter(name=_KEY_NAME, revoked_at=None):
        keys.revoke_key(old.access_key_id, actor=SYSTEM)
    key, secret = keys.create_key(_KEY_NAME, role="manager", actor=SYSTEM)
    return {"key_id": key.access_key_id, "secret": secret}


def _bucket(tenant: Tenant) -> str:
    known = Bucket.objects.order_by("pk").first() or storage.create_bucket(f"demo-{tenant.account_id}", actor=SYSTEM)
    return known.name


def _passwords(count: int, kept: dict[str, str]) -> dict[str, str]:
    """E-mail address → password of the simulated people; those that are lost are set anew."""
    for person in people(count):
        if person.email not in kept:
            kept[person.email] = secrets.token_urlsafe(12)
            choose_password(_user(person.email), kept[person.email])
    return kept


if __name__ == "__main__":
    with alone("demo"):
        json.dump(prepare(int(sys.argv[1])), sys.stdout)
