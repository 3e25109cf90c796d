"""What a stream's waves came to, and when the next one begins, for the people who ordered it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autolabel import money, records, waves
from autolabel.guarantee.contract import Mode
from autolabel.models import Run, Wave
from autolabel.plots import Chart, Line
from autolabel.waves import FEWEST, Due, Waiting
from jobs.models import LabelingJob

SHOWN = 12  # waves on a page, the last ones; REST has all
_DRAWN = 60  # waves in the chart
_AFFORDED = ", as far as the budget goes"


@dataclass(frozen=True)
class Told:
    """A wave as a row of a table."""

    wave: Wave

    @property
    def objects(self) -> int:
        return self.wave.size - self.wave.first

    @property
    def lines(self) -> str:
        """Its lines, as people count them."""
        return f"{self.wave.first + 1:,} to {self.wave.size:,}"

    @property
    def outcome(self) -> str:
        """What it certified, in words, or why it did not; of one that is going on, since when."""
        if self.wave.accepted:
            return records.certificate_of(self.wave.accepted).sentence()
        return self.wave.why or f"It began at {self.wave.began_at:%Y-%m-%d %H:%M} UTC."


@dataclass(frozen=True)
class StreamStory:
    """`told` are the last waves, the newest first; `count` is how many there are. `next_one` says in sentences what waits,
    and for what."""

    told: list[Told]
    count: int
    waiting: Waiting
    next_one: str
    chart: Chart | None

    @property
    def is_certified(self) -> bool:
        """Did any of the waves that are shown certify something?"""
        return any(one.wave.accepted for one in self.told)


def stream_story_of(job: LabelingJob, run: Run) -> StreamStory:
    """The waves of a stream."""
    last = list(run.waves.order_by("-number")[:_DRAWN])
    waiting = waves.waiting(job, run)
    return StreamStory(
        told=[Told(one) for one in last[:SHOWN]],
        count=last[0].number if last else 0,
        waiting=waiting,
        next_one=next_one(job, run, last[0] if last else None, waiting),
        chart=_chart(last[::-1], records.target_of(job)),
    )


def next_one(job: LabelingJob, run: Run, last: Wave | None, waiting: Waiting) -> str:
    """Which wave is going on, what waits for the next one, and when it begins."""
    going = last is not None and last.done_at is None
    number = last.number if last else 0
    if job.stage != LabelingJob.Stage.IN_PROGRESS:
        return f"The job is {job.stage}: {f'wave {number} was not finished, and ' if going else ''}no other one begins."
    left = money.left(job, run)
    told = [_now(last, waiting), run.status if going else "", _then(waiting, number + 1, going=going, left=left)]
    if left == 0:
        told.append("The budget is spent: people are asked about no more objects in the waves to come.")
    return " ".join(one for one in told if one)


def _now(last: Wave | None, waiting: Waiting) -> str:
    if last is None:
        return ""
    if last.done_at is None:
        return f"Wave {last.number} is going on, with {last.size - last.first:,} objects."
    if waiting.busy:
        done = "certified as far as it can be; people label the rest of it" if last.accepted else "people's"
        return f"Wave {last.number} is {done}."
    return f"Wave {last.number} is over."


def _then(waiting: Waiting, number: int, *, going: bool, left: int | None) -> str:
    """What waits, and what it waits for; people may still be asked about so many."""
    if not waiting.count:
        return f"Nothing waits; wave {number} begins when {FEWEST} objects have come." if not going else ""
    wait = "1 object waits" if waiting.count == 1 else f"{waiting.count:,} objects wait"
    busy = going or waiting.busy
    if waiting.count < FEWEST:
        return f"{wait}{_few(waiting, number, busy=busy, left=left)}"
    if busy:
        return f"{wait} for wave {number}, which begins when people are through with this one."
    if waiting.due is Due.MACHINE:
        return f"{wait}; wave {number} begins now."
    return f"{wait}; wave {number} begins in {_span(waiting.seconds)} if nothing more comes, so that more are in it."


def _few(waiting: Waiting, number: int, *, busy: bool, left: int | None) -> str:
    """What becomes of objects that are too few for a wave."""
    fate = "these stay without a label" if left == 0 else f"people label these{'' if left is None else _AFFORDED}"
    if busy:
        return (
            f". When people are through with this wave, wave {number} begins if {FEWEST} have come; if fewer have, and the "
            f"first has waited for an hour, {fate}."
        )
    if waiting.due is Due.PEOPLE:
        return f", too few for a machine: {fate}."
    return f". Wave {number} begins when {FEWEST} have come; if it takes more than {_span(waiting.seconds)}, {fate}."


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes > 1 else "a minute"


def _chart(found: Sequence[Wave], target: float) -> Chart | None:
    """Share labeled by the machine and certified quality, over what had come; None before two waves are over."""
    over = [one for one in found if one.done_at]
    if len(over) < 2:
        return None
    labeled = [(one.size, one.machine / (one.size - one.first)) for one in over]
    looks = [(one.size, records.certificate_of(one.accepted)) for one in over if one.accepted]
    certified = [
        (size, records.promised(look, 1 - look.errors_at_most / max(look.accepted, 1), look.accepted))
        for size, look in looks
    ]
    of_all = " of all" if looks and looks[-1][1].mode is Mode.WHOLE_SET else ""
    return Chart(
        "Wave by wave",
        "objects that had come",
        "share",
        [Line("labeled by the machine", labeled, "a"), Line(f"quality{of_all}, certified", certified, "b")],
        level=(f"target {target:.1%}", target),
    )
