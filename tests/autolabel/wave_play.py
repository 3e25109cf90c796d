"""A stream that a machine helps to label, played without processes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from autolabel.deciding import step
from autolabel.models import Wave
from autolabel.waves import QUIET
from consolidation.serving import serve
from jobs import arrivals, rows, topics
from jobs.models import LabelingJob
from tests.autolabel.play import ALGORITHM, answer_all, mails, wish
from tests.cast import Account
from tests.jobs.streams import streaming_request
from workforce.models import Worker

MAILS = mails(900)


def stream(alice: Account, lines: int = 0, **more: Any) -> LabelingJob:
    """A streaming job with auto-labeling; so many mails come with its manifest."""
    topics.create("mails-in", actor=alice.actor)
    request = streaming_request(alice, "mails", *({"source": text} for text, _ in MAILS[:lines]))
    request |= {"LabelingJobAlgorithmsConfig": ALGORITHM, "Tags": wish(backbone="wordllama"), **more}
    return alice.job(request)


def send(alice: Account, job: LabelingJob, count: int, *, ago: float = QUIET + 1) -> None:
    """The next so many mails arrive; so many seconds ago."""
    job.refresh_from_db()
    first = job.total
    for start in range(first, first + count, arrivals.MOST_LINES):
        texts = [text for text, _ in MAILS[start : min(start + arrivals.MOST_LINES, first + count)]]
        arrivals.arrive(job, [json.dumps({"source": text}) for text in texts], actor=alice.actor)
    came(job, first, ago)


def came(job: LabelingJob, first: int, ago: float) -> None:
    """All from this line on arrived so many seconds ago."""
    rows.run(
        """UPDATE jobs_dataobject SET arrived_at = now() - %(ago)s * interval '1 s'
        WHERE job_id = %(job)s AND line_no >= %(first)s""",
        {"job": job.pk, "first": first, "ago": ago},
    )


def say(line: int, _worker: Worker) -> str:
    return MAILS[line][1]


def machine(job: LabelingJob) -> None:
    """The machine goes as far as it can."""
    while step(job):
        pass


def play(
    job: LabelingJob, people: Sequence[Worker], most: int = 60, answers: Callable[[int, Worker], Any] | None = None
) -> None:
    """Machine and people in turn, until nobody has anything to do."""
    for _ in range(most):
        machine(job)
        answered = answer_all(job, people, answers or say)
        serve(job)
        if not answered:
            job.refresh_from_db()
            return
    raise AssertionError("the stream goes on and on")


def wave(job: LabelingJob, number: int) -> Wave:
    return Wave.objects.get(run__job=job, number=number)
