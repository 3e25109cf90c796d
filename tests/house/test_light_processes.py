"""Web and Celery processes that label nothing themselves stay small: nothing that learns or computes is loaded by them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_LOADED = """
import sys
import django
django.setup()
{imports}
print(*sorted({{"torch", "sklearn", "scipy"}} & sys.modules.keys()))
"""
WEB = "from django.contrib import admin; admin.autodiscover(); import config.urls, config.asgi"
CELERY = "import config.celery; config.celery.app.loader.import_default_modules()"


@pytest.mark.parametrize("imports", [WEB, CELERY], ids=["web", "celery"])
def test_a_process_loads_nothing_that_learns_or_computes(imports: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED.format(imports=imports)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
