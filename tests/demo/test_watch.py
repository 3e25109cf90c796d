"""The progress of the demo's jobs, as a terminal shows it."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from config.demo.confusion import DIGITS, MAILS
from config.demo.orders import Order
from config.demo.samples import Sample
from config.demo.watching import Watched, drawn, table


@pytest.mark.parametrize("width", [80, 100, 140])
def test_every_number_can_be_read_in_a_terminal_of_80_columns(width: int) -> None:
    jobs = []
    for subject, status in ((DIGITS, "Initializing"), (MAILS, "InProgress")):
        order = Order(
            "digits-20261121-143322", "", "digit", "crowd-classifier", Sample(subject, []), ["{}"] * 10_000, ""
        )
        jobs.append(Watched(order, status, open=4321, answered=1234, labeled=4321, failed=124, answers=15_000))
    screen = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    screen.print(table(jobs, width))
    shown = screen.file.getvalue()
    assert "…" not in shown
    for wanted in ("Initializing", "InProgress", "answered", "answers/s", "left", "4,321", "1,234", "124"):
        assert wanted in shown
    assert max(map(len, shown.splitlines())) <= width


class Log:
    """A site that has a job's log, two events a page, and answers only that it goes on."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.sagemaker = SimpleNamespace(
            describe_labeling_job=lambda LabelingJobName: {"LabelingJobStatus": "InProgress"}
        )

    def add(self, name: str, message: str) -> None:
        self.events.append({"id": len(self.events) + 1, "name": name, "message": message})

    def rest(self, path: str) -> dict[str, Any]:
        if "/events/" not in path:
            counters = {"labeled": 0, "failed": 0, "machine_labeled": 0}
            return {"counters": counters, "progress": {"answered": 0, "answers": 0}}
        page = int(path.partition("page=")[2] or 0)
        left = self.events[2 * page + 2 :]
        following = f"http://site/api/v1/jobs/digits/events/?page={page + 1}" if left else None
        return {"items": self.events[2 * page : 2 * page + 2], "next": following}


def test_what_the_machine_decides_is_told_once_and_stands_below_the_numbers() -> None:
    order = Order("digits", "", "digit", "crowd-classifier", Sample(DIGITS, []), ["{}"] * 300, "", automated=True)
    job, site = Watched(order), Log()
    site.add("STAGE_CHANGED", "Initializing -> InProgress.")
    job.look(site)
    assert (job.news, job.round_line) == ("", "")
    for message in ("People begin.", "The machine asks about 9 objects.", "This was the last look."):
        site.add("AUTO_LABELING_ROUND", message)
        job.look(site)
        assert job.news == f"digits, round {len(job.rounds)}: {message}"
        assert job.news == ""
    screen = Console(file=io.StringIO(), width=80, force_terminal=True, color_system=None)
    screen.print(drawn([job], 80))
    assert screen.file.getvalue().splitlines()[-1].startswith("digits, round 3: This was the last look.")
