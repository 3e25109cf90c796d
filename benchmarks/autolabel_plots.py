"""Plots of `benchmarks.autolabel`: what was certified by coverage, and what each look brought."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot

from benchmarks.autolabel_runs import Outcome

_SEEN, _CERTIFIED, _TARGET = "#4c78a8", "#e45756", "#555555"


def plot(name: str, outcome: Outcome, folder: Path, title: str) -> Path | None:
    """The certificate's curve beside the looks, as PNG; None where nothing was certified."""
    certificate = outcome.certificate
    if certificate is None:
        return None
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4), constrained_layout=True)
    coverage = [100 * point.coverage for point in certificate.curve]
    left.plot(
        coverage, [100 * point.seen for point in certificate.curve], color=_SEEN, label="seen on validation objects"
    )
    left.plot(
        coverage, [100 * point.certified for point in certificate.curve], color=_CERTIFIED, label="certified, at least"
    )
    left.axhline(100 * certificate.target, color=_TARGET, linestyle=":", label="target")
    left.set(xlabel="share of the unlabeled objects, %", ylabel="right, %", ylim=(100 * certificate.target - 12, 100.5))
    left.legend(loc="lower right", frameon=False)
    people, machine = zip(*outcome.learned, strict=True)
    right.bar([100 * share for share in people], [100 * share for share in machine], width=2.5, color=_CERTIFIED)
    right.set(
        xlabel="labeled by people at the look, %", ylabel="certified for the machine, %", xlim=(0, 60), ylim=(0, 100)
    )
    figure.suptitle(title)
    folder.mkdir(parents=True, exist_ok=True)
    figure.savefig(folder / f"{name}.png", dpi=110)
    pyplot.close(figure)
    return folder / f"{name}.png"
