"""One installation for all plays of this folder; each play finds its processes running, or starts them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.config.installation import installed
from tests.faults.ground import Ground


@pytest.fixture(scope="session")
def ground() -> Iterator[Ground]:
    for installation in installed():
        installation.start()
        made = Ground(installation)
        try:
            yield made
        finally:
            made.close()
