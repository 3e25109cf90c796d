"""All benchmarks, one after another, and their report.

    python -m benchmarks [--only dispatch] [--report docs/benchmarks.md]

Each runs in a process of its own, on servers of its own, at the size its figures are promised for. Ends with status 1
where a target is missed.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = (
    "consolidation",
    "drawings",
    "manifests",
    "dispatch",
    "screen",
    "queries",
    "masks",
    "shapes",
    "spans",
    "texts",
    "detection",
    "autolabel",
    "marking",
    "waves",
    "full_job",
)
_HEAD = """# Benchmarks

Run all of them again with `.venv/bin/python -m benchmarks` (about forty minutes; it writes this page), or one with
`.venv/bin/python -m benchmarks.<name>`; `--help` tells its sizes. Each starts servers of its own under `var/bench` and
takes them down again, so a running site is not disturbed, but whatever else the machine does shows in the figures:
read the ratios against the bare database or the peer of the same run before the absolute ones.

Measured {date} on {cores} cores, Python {python}.
"""


def _run(name: str) -> tuple[str, int]:
    """What a part printed, which is also shown as it comes, and its status."""
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    said = ""
    for line in process.stdout:
        print(line, end="", flush=True)
        said += line
    return said, process.wait()


def _report(said: dict[str, str]) -> str:
    head = _HEAD.format(date=f"{datetime.now(UTC):%Y-%m-%d}", cores=os.cpu_count(), python=platform.python_version())
    parts = (f"\n## `python -m benchmarks.{name}`\n\n```text\n{text.strip()}\n```\n" for name, text in said.items())
    return head + "".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", choices=PARTS, action="append", help="just this one (may be repeated); no report")
    parser.add_argument("--report", type=Path, default=ROOT / "docs" / "benchmarks.md")
    given = parser.parse_args()
    done = {name: _run(name) for name in given.only or PARTS}
    if not given.only:
        given.report.write_text(_report({name: text for name, (text, _) in done.items()}))
    return max(status for _, status in done.values())


if __name__ == "__main__":
    sys.exit(main())
