"""`python -m config.demo`: run the main job on real data against the running site, report, stay until Ctrl-C."""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rich.console import Console

from config.demo import report, samples, visitor, watching
from config.demo.crew import Crew
from config.demo.door import TROUBLE, Door
from config.demo.orders import ANSWERS, MOST_ANSWERS, order_digits, order_mails
from config.demo.trouble import DemoFailed
from config.environment import ROOT, VAR, SettingMissing
from config.services import site
from config.services.folders import read_json

TEAM = "demo-people"


def main() -> int:
    """With --once: 0 if both jobs are complete and whole, else 1. Without: it stays until Ctrl-C, then 130."""
    asked = _arguments()
    console = Console(highlight=False, soft_wrap=True)
    try:
        whole = run(asked, console)
        if asked.once:
            return 0 if whole else 1
        console.print("\nThe site keeps running. Ctrl-C stops it.")
        signal.pause()
    except (DemoFailed, SettingMissing, *TROUBLE) as error:
        print(f"The demo cannot go on. {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def run(asked: argparse.Namespace, console: Console) -> bool:
    """The main job, from data to report; whether everything that was given came back."""
    url = _site()
    with ThreadPoolExecutor(1) as aside:
        preparing = aside.submit(_account, asked.workers)
        digits, mails = samples.digits(asked.images, asked.seed), samples.mails(asked.texts, asked.seed)
        door = Door(url, preparing.result())
    team = door.team(TEAM)
    visitor.join(door, TEAM)
    suffix = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    orders = [
        order_digits(door, digits, team, suffix, teachers=0 if asked.people_only else min(asked.workers, MOST_ANSWERS)),
        order_mails(door, mails, team, suffix),
    ]
    jobs = [watching.Watched(order) for order in orders]
    console.print(
        f"Ordered: {asked.images:,} digits and {asked.texts:,} mails, {ANSWERS} answers for each, more if needed."
    )
    console.print(f"Label beside the others: {url}/  {report.sign_in(door.account, 'visitor')}\n", markup=False)
    with Crew(door, TEAM, orders, count=asked.workers, seed=asked.seed) as crew:
        watching.watch(jobs, door, console, crew.check)
        given = crew.finish()
    results = [report.result(job, door) for job in jobs]
    for line in report.lines(results, door, given):
        console.print(line, markup=False)
    return not any(result.faults for result in results)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/demo", description="Run the main job on real data.")
    parser.add_argument("--once", action="store_true", help="end with the report instead of staying")
    parser.add_argument("--images", type=_count(10), default=1500, metavar="N", help="digits to label (default 1500)")
    parser.add_argument(
        "--people-only", action="store_true", help="the machine labels no digits, as certain as it may be"
    )
    parser.add_argument("--texts", type=_count(2), default=600, metavar="N", help="mails to label (default 600)")
    parser.add_argument("--workers", type=_count(ANSWERS), default=7, metavar="N", help="simulated people (default 7)")
    parser.add_argument("--seed", type=int, default=2026, metavar="N", help="of the samples and of people's mistakes")
    return parser.parse_args()


def _count(least: int) -> Any:
    def count(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} on")
        return int(text)

    return count


def _site() -> str:
    if not site.is_up():
        raise DemoFailed("The site is not running here. Start it with bin/demo, which runs this too.")
    return str(read_json(VAR / "site.json")["url"])


def _account(count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "config.demo.account", str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DemoFailed(f"The demo's account could not be made: {done.stderr.strip().splitlines()[-1]}")
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    sys.exit(main())
