"""Which database role changes the schema."""

from __future__ import annotations

from typing import Any


class OwnerMigrates:
    """Migrations run as the owner role; the application role can neither create nor alter a table."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"
