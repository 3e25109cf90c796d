"""Stopping the embedded services."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.config.installation import Installation, installed, is_alive

pytestmark = pytest.mark.slow


@pytest.fixture
def installation() -> Iterator[Installation]:
    yield from installed()


def test_stop_ends_all_that_start_started(installation: Installation) -> None:
    installation.start()
    pids = installation.pids()
    assert installation.command("config.services", "status").returncode == 0
    assert installation.stop().splitlines() == ["s3: stopped", "valkey: stopped", "postgres: stopped"]
    assert not any(map(is_alive, pids))
    assert installation.command("config.services", "status").returncode == 3


def test_stop_without_a_start_does_nothing(installation: Installation) -> None:
    assert installation.stop() == ""


def test_postgres_ends_with_a_checkpoint(installation: Installation) -> None:
    installation.start()
    installation.stop()
    installation.start()
    log = (installation.var / "logs" / "postgres.log").read_text()
    assert "was not properly shut down" not in log
