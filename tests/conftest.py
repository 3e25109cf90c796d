"""The tests' ground: real servers of their own under `var/test`, a database of this run, and a small cast.

Alice owns an account, Bob works for her, Charlie owns another account. `db` runs a test in a transaction;
`committed` lets it commit (for races, Celery functions, a live site) and empties the tables afterwards.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests.settings import DATABASE, OWNER_URL

pytest_plugins = ["tests.cast", "tests.site"]

hypothesis.settings.register_profile("search", max_examples=1000, deadline=None, print_blob=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Create and migrate the run's database as the owner; tests then use it as the application role."""
    import psycopg
    from django.core.management import call_command
    from django.db import connections

    with psycopg.connect(OWNER_URL, autocommit=True) as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        owner.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")
        for (name,) in owner.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'plumbline_test_%'"
        ).fetchall():
            if not Path(f"/proc/{name.rpartition('_')[2]}").exists():  # left behind by a run that was killed
                with contextlib.suppress(psycopg.Error):  # unless something of it is still connected
                    owner.execute(f"DROP DATABASE IF EXISTS {name}")
    with django_db_blocker.unblock():
        call_command("migrate", verbosity=0)
    yield
    with django_db_blocker.unblock():
        for connection in connections.all():
            connection.close()
            if hasattr(connection, "close_pool"):
                connection.close_pool()
    with psycopg.connect(OWNER_URL, autocommit=True) as owner:
        for _ in range(150):  # a killed process's connection needs a moment to be noticed
            with contextlib.suppress(psycopg.errors.ObjectInUse):
                owner.execute(f"DROP DATABASE {DATABASE}")
                break
            time.sleep(0.2)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The database without a transaction around the test; afterwards every table is emptied by its owner."""
    from django.core.cache import cache

    from tests.site import empty_all_tables

    with django_db_blocker.unblock():
        empty_all_tables()
        cache.clear()
        yield
        empty_all_tables()


@pytest.fixture
def no_mail_server(settings: Any) -> None:
    """As on a laptop: what would be mailed is printed, and shown to whoever asked for it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
