"""What pages and the loop alike read of a run. Light: a web process imports this, and never what learns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from autolabel.arrays import Ints
from autolabel.catalogue import kind_of
from autolabel.guarantee.contract import Certificate, Measure, Mode, Point
from autolabel.models import Round
from jobs.models import LabelingJob


def target_of(job: LabelingJob) -> float:
    """How good machine labels are promised to be."""
    return job.wishes.target or kind_of(job).target


def numbers(kept: bytes | memoryview) -> Ints:
    """Line numbers as they are kept."""
    return np.frombuffer(bytes(kept), "<i4").astype(np.int64)


def drawn_in(found: Iterable[Round]) -> list[int]:
    """Lines that these rounds drew to measure the machine by, also those that it learned from in the end: of each of them
    more people were asked."""
    return sorted({int(line) for one in found for line in numbers(one.validate)})


def promised(look: Certificate, share: float, accepted: float) -> float:
    """What the target is about, where such a share of the accepted machine labels is right: of all labels, it may be."""
    return share if look.mode is Mode.PRECISION else 1 - (1 - share) * accepted / max(look.total, 1)


def certificate_of(kept: dict[str, Any]) -> Certificate:
    """A certificate as it was kept in a round."""
    points = tuple(Point(**point) for point in kept["curve"])
    made = Certificate(**{**kept, "curve": points})
    return replace(made, mode=Mode(made.mode), measure=Measure(made.measure))
