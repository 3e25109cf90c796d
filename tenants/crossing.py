"""The only look-ups that cross tenants, each a SECURITY DEFINER function of the owner role that returns ids only.

The application role cannot read another tenant's rows by itself; these functions answer one narrow question each.
"""

from __future__ import annotations

from django.db import connection


def tenant_of_access_key(access_key_id: str) -> int | None:
    """Signing in by key: the caller has no tenant until the key says which."""
    return next(iter(_ids("SELECT plumbline_tenant_of_access_key(%s)", access_key_id)), None)


def tenants_of_member(user_id: int) -> list[int]:
    """Signing in by person: in which tenants somebody has a role."""
    return _ids("SELECT plumbline_tenants_of_member(%s)", user_id)


def tenants_of_worker(user_id: int) -> list[int]:
    """The worker's job list: for which tenants somebody labels."""
    return _ids("SELECT plumbline_tenants_of_worker(%s)", user_id)


def tenant_of_job(public_id: str) -> int | None:
    """The work page names a job only; membership is checked inside the tenant's scope afterwards."""
    return next(iter(_ids("SELECT plumbline_tenant_of_job(%s::uuid)", public_id)), None)


def tenants_with_overdue_leases() -> list[int]:
    """The sweeper: where a lease has run out, without asking every tenant every second."""
    return _ids("SELECT plumbline_tenants_with_overdue_leases()")


def tenants_with_active_jobs() -> list[int]:
    """The sweeper: where a job is under way."""
    return _ids("SELECT plumbline_tenants_with_active_jobs()")


def tenants_with_old_previews() -> list[int]:
    """The sweeper: where a preview's time is over."""
    return _ids("SELECT plumbline_tenants_with_old_previews()")


def bucket_is_taken(name: str) -> bool:
    """Bucket names are global in an object store: is this one any tenant's?"""
    return bool(_ids("SELECT plumbline_tenant_of_bucket(%s)", name))


def _ids(sql: str, *args: str | int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, args)
        return [row[0] for row in cursor.fetchall() if row[0] is not None]
