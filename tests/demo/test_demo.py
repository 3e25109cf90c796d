"""The whole demo, small, with real processes in an installation of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.environment import VAR
from tests.config.installation import ROOT, Installation, installed

pytestmark = pytest.mark.slow


@pytest.fixture
def installation() -> Iterator[Installation]:
    """Shares the data sets with other runs: they are fetched once a checkout."""
    for made in installed():
        made.var.mkdir()
        (VAR / "demo-data").mkdir(parents=True, exist_ok=True)
        (made.var / "demo-data").symlink_to(VAR / "demo-data")
        made.env |= {"PLUMBLINE_AS_OWNER": "no", "DJANGO_SETTINGS_MODULE": "config.settings"}
        yield made


def demo(installation: Installation, *options: str) -> str:
    """One `--once` run; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "config.demo", "--once", *options], cwd=ROOT, env=installation.env,
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_both_jobs_come_back_whole_and_a_second_run_uses_the_same_account(installation: Installation):
    for command in (["config.services.prepare"], ["config.services.site", "start"]):
        started = installation.command(*command)
        assert started.returncode == 0, started.stderr
    first = demo(installation, "--images", "20", "--texts", "10")
    kept = installation.read("demo/account.json")
    second = demo(installation, "--images", "20", "--texts", "10", "--workers", "3")
    for told in (first, second):
        assert re.search(r"digits-[\d-]+: Completed, 20 objects", told)
        assert re.search(r"mails-[\d-]+: Completed, 10 objects", told)
        assert "MISSING" not in told
        assert "answers right" in told
        # Too few for a machine to learn from.
        assert "people labeled   20 objects" in told and "machine labeled  0 objects" in told
        assert "certificate      Nothing could be certified." in told
    assert installation.read("demo/account.json") == kept
    assert (installation.var / "demo" / "account.json").stat().st_mode & 0o777 == 0o600
    passwords = [re.search(r"owner@acme\.example  one-time password (\S+)", told) for told in (first, second)]
    assert passwords[0] and passwords[1] and passwords[0][1] != passwords[1][1]
    assert names_tell_nothing(installation, kept["bucket"])


def names_tell_nothing(installation: Installation, bucket: str) -> bool:
    """The pictures' names are hashes, and the manifest holds nothing but them."""
    s3 = installation.s3()
    keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket, Prefix="digits/")["Contents"]]
    manifest = next(
        entry["Key"]
        for entry in s3.list_objects_v2(Bucket=bucket, Prefix="jobs/digits-")["Contents"]
        if entry["Key"].endswith("input.manifest")
    )
    lines = s3.get_object(Bucket=bucket, Key=manifest)["Body"].read().decode().splitlines()
    return (
        len(lines) == len(keys) == 20
        and all(re.fullmatch(r"digits/[0-9a-f]{24}\.png", key) for key in keys)
        and {json.loads(line)["source-ref"] for line in lines} == {f"s3://{bucket}/{key}" for key in keys}
    )


def test_without_a_site_it_says_what_to_do(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "config.demo", "--once"], cwd=ROOT, capture_output=True, text=True, timeout=180,
        check=False, env=Installation(tmp_path / "var").env,
    )  # fmt: skip
    assert done.returncode == 1
    assert "bin/demo" in done.stderr
    assert "Traceback" not in done.stderr
