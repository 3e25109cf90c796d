"""Settings of a test run: real servers under `var/test`, and a database and a Valkey number of its own.

pytest-django loads settings before any conftest, so this is where the servers are started. What is set in the
environment here is inherited by the processes that tests start; they run on `config.settings` like everybody else.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("PLUMBLINE_VAR", str(ROOT / "var" / "test"))
subprocess.run([sys.executable, "-m", "config.services", "start"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

from config import environment  # noqa: E402 - reads what the services have just written

DATABASE = f"plumbline_test_{os.getpid()}"


def _renamed(url: str, path: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=path))


# Several runs side by side do not meet.
OWNER_URL = environment.text("DATABASE_OWNER_URL")
os.environ["DATABASE_URL"] = _renamed(environment.text("DATABASE_URL"), f"/{DATABASE}")
os.environ["DATABASE_OWNER_URL"] = _renamed(OWNER_URL, f"/{DATABASE}")
os.environ["REDIS_URL"] = _renamed(environment.text("REDIS_URL"), f"/{1 + os.getpid() % 15}")
os.environ["CHANNEL_PREFIX"] = DATABASE
os.environ["PLUMBLINE_AS_OWNER"] = "yes"

from config.settings import *  # noqa: E402, F403  # the environment has to stand before it is read
