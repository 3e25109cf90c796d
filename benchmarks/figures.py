"""Figures and how they are shown: one line each, with the target beside it and whether it is kept."""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A measured figure as text; `kept` is None where there is no target."""

    what: str
    measured: str
    target: str = ""
    kept: bool | None = None
    beside: str = ""

    @property
    def verdict(self) -> str:
        return {True: "kept", False: "MISSED", None: ""}[self.kept]


def show(title: str, figures: Sequence[Figure]) -> None:
    """Print the figures, what stands beside each on a line of its own."""
    print(f"\n{title}")
    for one in figures:
        print(f"  {one.what:<62}{one.measured:<34}{one.target:<16}{one.verdict}".rstrip(), flush=True)
        if one.beside:
            print(f"      {one.beside}", flush=True)


def ended(title: str, figures: Sequence[Figure]) -> int:
    """Show the figures with the machine's load averages of 1 and 5 minutes; what the command exits with, 1 where a target
    was missed."""
    one, five, _ = os.getloadavg()
    show(f"{title} (load {one:.1f}, {five:.1f})", figures)
    return int(any(one.kept is False for one in figures))


def median_ms(seconds: Sequence[float]) -> float:
    return 1000 * statistics.median(seconds)


def p95_ms(seconds: Sequence[float]) -> float:
    ordered = sorted(seconds)
    return 1000 * ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def spread(rates: Sequence[float]) -> str:
    """Best and median of some runs."""
    best, middle = max(rates), statistics.median(rates)
    return f"{best:,.0f}/s (median of {len(rates)}: {middle:,.0f}/s)"
