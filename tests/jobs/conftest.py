"""What several tests of this folder look at."""

from __future__ import annotations

import pytest

from tenants import storage


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes each look at the store asked for at most; 0 for a whole object."""
    asked: list[int] = []
    head_bytes, read = storage.head_bytes, storage.read

    def some(uri: str, count: int) -> tuple[bytes, int]:
        asked.append(count)
        return head_bytes(uri, count)

    def whole(uri: str, limit: int) -> bytes:
        asked.append(0)
        return read(uri, limit)

    monkeypatch.setattr(storage, "head_bytes", some)
    monkeypatch.setattr(storage, "read", whole)
    return asked
