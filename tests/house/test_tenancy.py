"""Every customer row is behind two walls: the manager that refuses, and PostgreSQL that shows nothing."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from tenants import scope
from tenants.errors import TenantRequired
from tenants.models import ApiKey, AuditEntry, Member
from tenants.tenant_model import ForeignTenant, TenantManager, TenantModel
from tests.cast import Account
from tests.house import ruler

# Rows that belong to nobody's account: the directory of tenants and the people who sign in.
GLOBAL = {"tenants.Tenant", "tenants.User"}
ROOMS = ("tenants", "workforce", "jobs", "consolidation", "autolabel")
OURS = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
CUSTOMERS = [model for model in OURS if issubclass(model, TenantModel)]
CROSSING_CALLERS = {
    "config/admin_site.py",
    "config/demo/account.py",
    "config/sessions.py",
    "jobs/access.py",
    "jobs/tasks.py",
    "portal/views.py",
    "tenants/actions.py",
    "tenants/keys.py",
    "tenants/storage.py",
    "workforce/access.py",
}


def test_every_model_is_a_customer_row_or_on_the_short_list() -> None:
    assert {model._meta.label for model in OURS} - {model._meta.label for model in CUSTOMERS} == GLOBAL


@pytest.mark.parametrize("model", CUSTOMERS, ids=lambda model: model.__name__)
def test_the_manager_refuses_outside_a_scope(model: type[models.Model]) -> None:
    manager = model.objects
    assert isinstance(manager, TenantManager)
    for ask in (manager.all, manager.exists, manager.count, manager.first, manager.get_or_create, manager.explain,
                lambda: manager.raw("SELECT 1"), lambda: manager.bulk_create([model()]), model().save):  # fmt: skip
        with pytest.raises(TenantRequired):
            ask()


@pytest.mark.django_db
@pytest.mark.parametrize("model", CUSTOMERS, ids=lambda model: model.__name__)
def test_the_database_guards_the_table(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relrowsecurity, pg_get_userbyid(c.relowner) <> current_user,
                (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) FROM pg_class c WHERE c.relname = %s""",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (True, True, 1)


@pytest.mark.django_db
def test_the_application_role_cannot_go_round() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        for sql in ("ALTER TABLE tenants_apikey DISABLE ROW LEVEL SECURITY", "TRUNCATE tenants_apikey",
                    "UPDATE tenants_auditentry SET verb = ''", "DELETE FROM tenants_auditentry",
                    "SET ROLE plumbline_owner"):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(sql)


def test_plain_sql_outside_a_scope_sees_nothing(alice: Account) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tenants_member")
        assert cursor.fetchone() == (0,)
    with scope.tenant(alice.tenant.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tenants_member")
        assert cursor.fetchone() == (1,)


def test_nobody_writes_for_another_tenant(alice: Account, charlie: Account) -> None:
    with scope.tenant(charlie.tenant.pk):
        with pytest.raises(ForeignTenant):
            AuditEntry(tenant=alice.tenant, actor="charlie", verb="x", subject="y").save()
        with pytest.raises(ForeignTenant):
            AuditEntry.objects.bulk_create([AuditEntry(tenant=alice.tenant, actor="c", verb="x", subject="y")])
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO tenants_member (tenant_id, user_id, role, created_at) VALUES (%s, %s, 'owner', now())",
                [alice.tenant.pk, charlie.owner.pk],
            )


def test_a_scope_ends_with_its_block_also_after_a_failed_statement(alice: Account, charlie: Account) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), scope.tenant(alice.tenant.pk):
        connection.cursor().execute("SELECT nonsense")
    assert scope.peek() is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('plumbline.tenant', true)")
        assert cursor.fetchone()[0] in ("", None)
    with scope.tenant(charlie.tenant.pk):
        assert list(Member.objects.values_list("user__email", flat=True)) == ["charlie@example.org"]
        with scope.tenant(alice.tenant.pk):
            assert list(Member.objects.values_list("user__email", flat=True)) == ["alice@example.org"]
        assert list(Member.objects.values_list("user__email", flat=True)) == ["charlie@example.org"]


def test_crossing_tenants_is_done_by_few_and_named_files() -> None:
    word = re.compile(r"\bcrossing\.\w+\(")
    callers = {
        str(path.relative_to(ruler.ROOT)) for path in ruler.sources()
        if word.search(path.read_text()) and path.name not in ("crossing.py", "row_security.py")
    }  # fmt: skip
    assert callers == CROSSING_CALLERS


def test_scopes_open_at_few_doors() -> None:
    doors = {str(path.relative_to(ruler.ROOT)) for path in ruler.sources() if "scope.tenant(" in path.read_text()} - {
        "tenants/scope.py",
        "tenants/errors.py",
    }
    assert doors <= {
        "config/middleware.py", "config/admin_site.py", "config/demo/account.py", "tenants/background.py",
        "config/management/commands/take_in_bucket.py", "tenants/store_keys.py",
        "tenants/keys.py", "tenants/actions.py", "workforce/invitations.py", "jobs/access.py", "jobs/tasks.py",
        "portal/bridge.py", "portal/views.py", "wire/endpoint.py",
    }, doors  # fmt: skip


def test_an_access_key_is_found_across_tenants_and_its_secret_rests_encrypted(alice: Account) -> None:
    from tenants.keys import create_key, find

    with scope.tenant(alice.tenant.pk):
        key, secret = create_key("laptop", actor=alice.actor)
        assert secret.encode() not in bytes(ApiKey.objects.get(pk=key.pk).secret_encrypted)
    found = find(key.access_key_id)
    assert found is not None
    assert (found.tenant_id, found.secret) == (alice.tenant.pk, secret)
