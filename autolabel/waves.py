"""Waves: the objects of a job that its machine takes up together.

A wave of a stream is what was held when it began. It goes through the same loop as a whole job (`rounds.decide`) and is
certified for itself, so each keeps the promise whatever arrives later; what people said in earlier ones is learned from
(as far back as `Wave.since`) and costs nothing. A job that is no stream is one wave. The clock is the database's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from django.db.models import F
from django.utils import timezone

from autolabel import asking, money
from autolabel.models import Round, Run, Wave
from jobs import events, lifecycle, rows
from jobs.intake import FEWEST_FOR_MACHINES
from jobs.models import LabelingJob

FEWEST = FEWEST_FOR_MACHINES  # as in any job
# Each wave is measured anew (`planning.validation_share`): of 200 objects people label two in five for that, of 700 one in
# four, of 2,000 one in eight, then one in twelve, from 6,000 on one in twenty. So smaller waves than these begin only where
# no more is to be had soon.
ENOUGH = 1_000
QUIET = 60  # seconds without a new object: what was sent together has come
LONGEST = 600  # seconds: where objects come one by one, none waits longer for its wave once there are the fewest
PATIENCE = 3_600  # seconds that objects too few for a wave wait before people label them
_COUNTED = 10_000  # objects that wait; beyond it nobody needs to know how many


class Due(Enum):
    """Who takes up what waits."""

    NOBODY = auto()
    MACHINE = auto()
    PEOPLE = auto()


@dataclass(frozen=True, slots=True)
class Waiting:
    """What has come since the last wave began: how many objects (at most `_COUNTED` are counted), and how many seconds ago
    the first and the last of them came. `busy` while people are still asked about earlier ones."""

    count: int
    oldest: float
    newest: float
    busy: bool

    @property
    def due(self) -> Due:
        """A wave begins when people are through, so that all they said is learned from."""
        if self.busy or not self.count:
            return Due.NOBODY
        if self.count < FEWEST:
            return Due.PEOPLE if self.oldest >= PATIENCE else Due.NOBODY
        ready = self.count >= ENOUGH or self.newest >= QUIET or self.oldest >= LONGEST
        return Due.MACHINE if ready else Due.NOBODY

    @property
    def seconds(self) -> float:
        """Until it is due, if nothing more comes and people are through."""
        if self.due is not Due.NOBODY or not self.count:
            return 0.0
        if self.count < FEWEST:
            return max(PATIENCE - self.oldest, 0.0)
        return max(min(QUIET - self.newest, LONGEST - self.oldest), 0.0)


def waiting(job: LabelingJob, run: Run | None) -> Waiting:
    """What waits for the next wave of a stream. Looks at held objects only, by their index."""
    found = rows.one(
        _WAITING,
        {"job": job.pk, "size": run.size if run else 0, "created": job.created_at, "most": _COUNTED},
    )
    return Waiting(found.count, max(found.oldest or 0.0, 0.0), max(found.newest or 0.0, 0.0), found.busy)


# Compared as rows, so that only the index (job, state, line) has the order that is asked for, and is entered where these
# lines begin: the one on (job, line) would walk all that is done. What came with the manifest has waited since the job was
# made.
_WAITING = """
    WITH held AS NOT MATERIALIZED (SELECT state, line_no, coalesce(arrived_at, %(created)s) AS at FROM jobs_dataobject
        WHERE job_id = %(job)s AND (state, line_no) >= (5, %(size)s::bigint))
    SELECT (SELECT count(*) FROM (SELECT 1 FROM held ORDER BY state, line_no LIMIT %(most)s) AS counted) AS count,
        (SELECT extract(epoch FROM now() - at)::float8 FROM held ORDER BY state, line_no LIMIT 1) AS oldest,
        (SELECT extract(epoch FROM now() - at)::float8 FROM held ORDER BY state DESC, line_no DESC LIMIT 1) AS newest,
        EXISTS (SELECT 1 FROM jobs_dataobject WHERE job_id = %(job)s AND state IN (0, 1, 2)) AS busy
"""


def going(job: LabelingJob, run: Run) -> Wave | None:
    """The wave that the machine is at; None between the waves of a stream. A job that is no stream begins its own here."""
    last = run.waves.order_by("-number").first()
    if not job.streams:
        return last or _begin(run, 1, job.total)
    return last if last and last.done_at is None else None


def begin(job: LabelingJob, run: Run) -> bool:
    """Between two waves of a stream: ask people about what is theirs, and begin the next wave where one is due; is there
    one for the machine? The job is held from then on, and what arrives waits for that, so it belongs at the end of a
    transaction."""
    last = run.waves.order_by("-number").first()
    if not _is_retried(job, run, last) and waiting(job, run).due is Due.NOBODY:
        return False
    if not lifecycle.hold_for_machine(job.pk):  # stopped meanwhile
        return False
    # Read anew: who sent or retried something held the job until now.
    if last and _is_retried(job, run, last):
        _ask_again(job, last, held(job, 0, run.size, retried=True))
        return False
    due = waiting(job, run).due
    if due is Due.NOBODY:
        return False
    job.refresh_from_db(fields=["total"])
    wave = _begin(run, last.number + 1 if last else 1, job.total)
    if due is Due.PEOPLE:
        _leave_to_people(job, run, wave)
        return False
    events.note(job, "AUTO_LABELING_WAVE", f"Wave {wave.number} begins, with {wave.size - wave.first:,} objects.")
    return True


def _is_retried(job: LabelingJob, run: Run, last: Wave | None) -> bool:
    """Are there objects of waves that are over which failed and are retried?"""
    return last is not None and bool(held(job, 0, run.size, retried=True))


def _begin(run: Run, number: int, size: int) -> Wave:
    """A wave of all objects that came since the last one began."""
    first = run.size if number > 1 else 0
    run.size = size
    run.save(update_fields=["size"])
    return Wave.objects.create(run=run, number=number, first=first, size=size)


def finish(wave: Wave, last: Round, *, people: int, measured: int, machine: int) -> None:
    """The machine is through with the wave by this round. People were asked about its objects so often, those that were
    left to them and those that the machine was measured by among them, and those asked about in vain again: it is what
    money is counted by, and no number of objects. The machine labeled so many."""
    wave.people, wave.measured, wave.machine = people, measured, machine
    wave.accepted, wave.why, wave.done_at = last.accepted, last.why, timezone.now()
    wave.save()


def _leave_to_people(job: LabelingJob, run: Run, wave: Wave) -> None:
    """So few objects certify nothing."""
    found = held(job, wave.first, wave.size)
    lines = found[: money.left(job, run)]
    wave.people, wave.done_at = asking.ask(job, lines, job.first_answers), timezone.now()
    wave.why = _why_people(len(found), wave.people)
    wave.save()
    asking.tell(job)
    events.note(job, "AUTO_LABELING_WAVE", f"Wave {wave.number}: {wave.why}")


def _why_people(count: int, asked: int) -> str:
    few = f"{count:,} objects are" if count != 1 else "1 object is"
    if asked == count:
        return f"{few} too few for a machine; people label {'them' if count != 1 else 'it'}."
    if asked:
        return f"{few} too few for a machine; people label {asked:,} of them, for which the budget is enough."
    return f"{few} too few for a machine, and the budget is spent: people are asked about none."


def _ask_again(job: LabelingJob, last: Wave, lines: list[int]) -> None:
    """Objects of waves that are over, which failed and are retried, are people's. What they may cost was looked at when
    they were retried (`jobs.actions.retry_failed`), by what answers really took: `money.left` counts each as dear as one
    that the machine is measured by, and would keep them waiting for good."""
    Wave.objects.filter(pk=last.pk).update(people=F("people") + asking.ask(job, lines, job.first_answers))
    asking.tell(job)


def held(job: LabelingJob, first: int, after: int, *, retried: bool = False) -> list[int]:
    """Held lines from `first` on and before `after`, in order; with `retried`, those that failed before."""
    found = rows.many(
        """SELECT line_no FROM jobs_dataobject WHERE job_id = %(job)s AND (state, line_no) >= (5, %(first)s::bigint)
            AND (state, line_no) < (5, %(after)s::bigint) AND (retries > 0 OR NOT %(retried)s) ORDER BY state, line_no""",
        {"job": job.pk, "first": first, "after": after, "retried": retried},
    )
    return [row.line_no for row in found]
