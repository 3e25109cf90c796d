"""The jobs while they run: numbers from REST and DescribeLabelingJob and what the machine decides, drawn live or as plain
lines."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from config.demo.desk import ENDED
from config.demo.door import TROUBLE, Door
from config.demo.orders import ANSWERS, Order
from config.demo.trouble import DemoFailed
from config.services import processes

_WINDOW = 10.0  # seconds over which speed is measured
_PLAIN_SECONDS = 5.0  # between two plain lines of a job
_POLL_SECONDS = 1.0
_SHORTEST_BAR, _LONGEST_BAR = 8, 24  # columns
_BESIDE_BAR = 67  # columns of the rest
_STALLED = 240.0  # seconds in which nothing moved: twice the time that a left item stays with the person who left it
_READING = 30.0  # pictures a second that the machine reads at least, on a busy laptop; meanwhile nothing else moves
_PATIENCE = 60.0  # seconds without an answer from the site: its supervisor restarts what has died


@dataclass
class Watched:
    """One job. open + answered + labeled + failed = objects; `answers` counts single answers of people."""

    order: Order
    status: str = "Initializing"
    reason: str = ""
    output: str = ""
    open: int = 0
    answered: int = 0
    labeled: int = 0
    failed: int = 0
    answers: int = 0
    machine: int = 0  # of the labeled
    rounds: list[str] = field(default_factory=list)  # what the machine decided, in its words
    began: float = field(default_factory=time.monotonic)
    ended: float = 0.0
    heard: float = field(default_factory=time.monotonic)
    moved: float = field(default_factory=time.monotonic)
    _seen: deque[tuple[float, int]] = field(default_factory=deque)
    _log: str = ""  # the page of the log that is read next
    _read: int = 0  # the last event of it that was
    _told: int = 0  # rounds

    def __post_init__(self) -> None:
        self.open = len(self.order.lines)
        self._log = f"jobs/{self.order.name}/events/?page_size=100"

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED

    @property
    def seconds(self) -> float:
        """From the order to the end, or to now."""
        return (self.ended or time.monotonic()) - self.began

    @property
    def speed(self) -> float:
        """Answers a second, of the last seconds; over all when it has ended."""
        if self.has_ended:
            return self.answers / self.seconds
        if len(self._seen) < 2:
            return 0.0
        (since, before), (until, now) = self._seen[0], self._seen[-1]
        return (now - before) / (until - since)

    @property
    def seconds_left(self) -> float | None:
        if self.order.automated:
            return None  # how much the machine will label, nobody knows before
        missing = len(self.order.lines) * ANSWERS - self.answers - self.failed * ANSWERS
        return max(0, missing) / self.speed if self.speed else None

    def look(self, door: Door) -> None:
        """Ask how the job stands."""
        before = self._state
        told = door.sagemaker.describe_labeling_job(LabelingJobName=self.order.name)
        here = door.rest(f"jobs/{self.order.name}/")
        counters, progress, now = here["counters"], here["progress"], time.monotonic()
        self.status, self.reason = told["LabelingJobStatus"], told.get("FailureReason", "")
        self.output = told.get("LabelingJobOutput", {}).get("OutputDatasetS3Uri", "")
        self.labeled, self.failed, self.answered = counters["labeled"], counters["failed"], progress["answered"]
        self.open = len(self.order.lines) - self.labeled - self.failed - self.answered
        self.machine = counters["machine_labeled"]
        self.answers = progress["answers"] + (self.labeled - self.machine) * ANSWERS
        self.heard = now
        if self.order.automated:
            self._hear(door)
        if before != self._state:
            self.moved = now
        self._seen.append((now, self.answers))
        while now - self._seen[0][0] > _WINDOW:
            self._seen.popleft()
        if self.has_ended:
            self.ended = now

    @property
    def _state(self) -> tuple[object, ...]:
        return self.status, self.open, self.answered, self.answers, len(self.rounds)

    def _hear(self, door: Door) -> None:
        """Read on in the job's log, for what the machine decided."""
        while True:
            page = door.rest(self._log)
            new = [event for event in page["items"] if event["id"] > self._read]
            self._read = new[-1]["id"] if new else self._read
            self.rounds += [event["message"] for event in new if event["name"] == "AUTO_LABELING_ROUND"]
            if not page["next"]:
                return
            self._log = page["next"].partition("/api/v1/")[2]

    @property
    def round_line(self) -> str:
        """What the machine decided last."""
        return f"{self.order.name}, round {len(self.rounds)}: {self.rounds[-1]}" if self.rounds else ""

    @property
    def news(self) -> str:
        """`round_line` where it was not told before."""
        line = self.round_line if len(self.rounds) > self._told else ""
        self._told = len(self.rounds)
        return line

    def line(self) -> str:
        """All numbers in one line of text."""
        left = "" if self.has_ended or self.seconds_left is None else f", {_time(self.seconds_left)} left"
        by = f" ({self.machine} by the machine)" if self.machine else ""
        return (
            f"{self.order.name}: {self.status}, open {self.open}, answered {self.answered}, labeled {self.labeled}{by}, "
            f"failed {self.failed}, {self.speed:.0f} answers/s{left}"
        )


def watch(jobs: Sequence[Watched], door: Door, console: Console, check: Callable[[], None]) -> None:
    """Show the jobs until all have ended. `check` is called now and then and may raise what ends the waiting."""
    if not console.is_terminal:
        _watch_plainly(jobs, door, console, check)
        return
    with Live(drawn(jobs, console.width), console=console, refresh_per_second=4) as live:
        while _look(jobs, door, check):
            live.update(drawn(jobs, console.width))
        live.update(drawn(jobs, console.width))


def _watch_plainly(jobs: Sequence[Watched], door: Door, console: Console, check: Callable[[], None]) -> None:
    told = 0.0
    going = True
    while going:
        going = _look(jobs, door, check)
        for told_now in filter(None, [job.news for job in jobs]):
            console.print(told_now, highlight=False, soft_wrap=True, markup=False)
        if not going or time.monotonic() - told > _PLAIN_SECONDS:
            told = time.monotonic()
            for job in jobs:
                console.print(job.line(), highlight=False, soft_wrap=True)


def _look(jobs: Sequence[Watched], door: Door, check: Callable[[], None]) -> bool:
    """Look at every job once; whether any still runs."""
    time.sleep(_POLL_SECONDS)
    for job in jobs:
        if not job.has_ended:
            _look_patiently(job, door)
    going = not all(job.has_ended for job in jobs)
    if going:
        check()
        _demand_motion(jobs)
    return going


def _demand_motion(jobs: Sequence[Watched]) -> None:
    pictures = max((len(job.order.lines) for job in jobs if job.order.automated), default=0)
    if time.monotonic() - max(job.moved for job in jobs) > _STALLED + pictures / _READING:
        stuck = ", ".join(job.line() for job in jobs if not job.has_ended)
        logs = processes.log_path("web").parent
        raise DemoFailed(f"Nothing has moved for a long time ({stuck}). See the logs in {logs}.")


def _look_patiently(job: Watched, door: Door) -> None:
    try:
        job.look(door)
    except (DemoFailed, *TROUBLE) as error:
        if time.monotonic() - job.heard > _PATIENCE:
            log = f"The web server's log ends with:\n{processes.log_tail('web')}"
            raise DemoFailed(f"The site does not answer any more: {error}\n{log}") from error


def drawn(jobs: Sequence[Watched], width: int) -> Group:
    """All numbers, and below them what the machines decided last."""
    lines = [Text(job.round_line, style="dim", no_wrap=True, overflow="ellipsis") for job in jobs if job.rounds]
    return Group(table(jobs, width), *lines)


def table(jobs: Sequence[Watched], width: int) -> Table:
    """All numbers of all jobs; the bar gives way first, so that they can be read from 80 columns on."""
    drawn = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    for title in ("Job", "Status", ""):
        drawn.add_column(title, no_wrap=True)
    for title in ("open", "answered", "labeled", "failed", "answers/s", "left"):
        drawn.add_column(title, justify="right", no_wrap=True)
    bar_width = max(_SHORTEST_BAR, min(_LONGEST_BAR, width - _BESIDE_BAR))
    for job in jobs:
        bar = ProgressBar(total=len(job.order.lines), completed=job.labeled + job.failed, width=bar_width)
        left = "" if job.has_ended or job.seconds_left is None else _time(job.seconds_left)
        counts = (job.open, job.answered, job.labeled, job.failed)
        name = job.order.sample.subject.name  # the job's own is long; the report has it
        drawn.add_row(name, job.status, bar, *(f"{n:,}" for n in counts), f"{job.speed:.0f}", left)
    return drawn


def _time(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
