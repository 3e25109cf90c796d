"""The progress of the demo's jobs, as a terminal shows it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from config.demo.confusion import DIGITS, MAILS
from config.demo.orders import Order
from config.demo.samples import Sample
from config.demo.watching import Watched, table


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
