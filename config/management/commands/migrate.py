"""`manage.py migrate` as the owner role, without having to say so; then the application role gets its rights."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections
from psycopg import sql

# The application role reads and writes rows and nothing else; the audit trail it can only add to.
_GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
    "REVOKE UPDATE, DELETE ON tenants_auditentry FROM {role}",
)


class Command(DjangoMigrate):
    """Django's own command with the owner's connection as its default."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        role = str(settings.DATABASES["default"]["USER"])
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT to_regclass('tenants_auditentry') IS NOT NULL")
            if cursor.fetchone()[0]:
                for grant in _GRANTS:
                    cursor.execute(sql.SQL(grant).format(role=sql.Identifier(role)))
