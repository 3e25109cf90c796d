"""Row-level security: the second wall behind `TenantManager`, written into migrations.

The application role owns no table and has no BYPASSRLS, so these policies bind it. A session that opened no scope has
an empty `plumbline.tenant`; NULLIF turns it into NULL, which equals nothing, so every customer table looks empty.
"""

from __future__ import annotations

from django.db.migrations.operations import RunSQL


def protect(*tables: str) -> RunSQL:
    """The migration operation that puts customer tables behind the policy and gives them to the application role."""
    return RunSQL(
        sql="\n".join(_protect(table) for table in tables), reverse_sql="\n".join(_release(table) for table in tables)
    )


def _protect(table: str) -> str:
    return f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY one_tenant ON {table}
            USING (tenant_id = NULLIF(current_setting('plumbline.tenant', true), '')::bigint)
            WITH CHECK (tenant_id = NULLIF(current_setting('plumbline.tenant', true), '')::bigint);
    """


def _release(table: str) -> str:
    return f"DROP POLICY one_tenant ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"


def crossing(signature: str, query: str) -> RunSQL:
    """The migration operation for a look-up that crosses tenants: runs as the owner and returns ids only.

    `signature` is `name(argument type, ...)`; called from `tenants/crossing.py`. The fixed search path keeps anybody
    from putting a table of their own in front.
    """
    name = signature.partition("(")[0]
    return RunSQL(
        sql=f"""
            CREATE FUNCTION {signature} RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
            SET search_path = public, pg_temp AS $$ {query} $$;
        """,
        reverse_sql=f"DROP FUNCTION {name};",
    )
