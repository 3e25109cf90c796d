"""Races of those who send: an id that many send at once is stored once, lines have their own numbers, a stop is a stop."""

from __future__ import annotations

from functools import partial

import pytest

from consolidation.consolidating import consolidate_next
from jobs import arrivals, dispatch, topics
from jobs.actions import stop_job
from jobs.errors import JobNotReady
from jobs.models import DataObject, LabelingJob, Topic
from tenants import scope
from tests.autolabel.play import wish
from tests.cast import Account
from tests.jobs.play import HAM, SPAM, adds_up
from tests.jobs.streams import mail, streaming_job
from tests.races.crowd import all_at_once

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.slow]
SENDERS = 6


def numbers(job: LabelingJob) -> list[int]:
    return sorted(DataObject.objects.filter(job=job).values_list("line_no", flat=True))


def test_an_id_that_many_publish_at_once_is_stored_once(alice: Account) -> None:
    with scope.tenant(alice.tenant.pk):
        job = streaming_job(alice)
        arn = job.topic.arn if job.topic else ""

    def publish(sender: int) -> list[str]:
        messages = [mail(n, f"id {n}") for n in range(10)]
        found = topics.publish(arn, messages[sender:] + messages[:sender], actor=alice.actor)
        return [one.fault for one in found.published]

    plays = [partial(publish, sender) for sender in range(SENDERS)]
    assert all_at_once(alice.tenant.pk, plays) == [[""] * 10] * SENDERS
    with scope.tenant(alice.tenant.pk):
        assert numbers(job) == list(range(10))
        assert adds_up(job)


def test_two_topics_with_jobs_in_common_do_not_wait_for_each_other_for_ever(alice: Account) -> None:
    with scope.tenant(alice.tenant.pk):
        jobs = [streaming_job(alice, f"stream{n}") for n in range(3)]
        LabelingJob.objects.update(topic=Topic.objects.get(name="stream0-in"))
        arn = Topic.objects.get(name="stream0-in").arn

    def publish(sender: int) -> int:
        for n in range(5):
            topics.publish(arn, [mail(n), mail(n, f"own {n}")], actor=alice.actor)
            arrivals.arrive(jobs[sender % 3], [mail(n)], actor=alice.actor)
        return sender

    all_at_once(alice.tenant.pk, [partial(publish, sender) for sender in range(SENDERS)])
    with scope.tenant(alice.tenant.pk):
        for job in jobs:
            assert numbers(job) == list(range(5 * SENDERS + 5 + 5 * SENDERS // 3))
            assert adds_up(job)


def test_what_is_sent_while_a_job_is_stopped_is_stored_or_refused(alice: Account) -> None:
    with scope.tenant(alice.tenant.pk):
        job = streaming_job(alice)

    def send(sender: int) -> int:
        stored = 0
        try:
            for n in range(20):
                stored += len(arrivals.arrive(job, [mail(n)], actor=alice.actor))
        except JobNotReady:
            return stored
        return stored

    def stop() -> int:
        mine = LabelingJob.objects.get(pk=job.pk)
        while not DataObject.objects.filter(job=job).exists():
            continue
        return stop_job(mine, actor=alice.actor) - 1

    stored = all_at_once(alice.tenant.pk, [*(partial(send, sender) for sender in range(SENDERS)), stop])
    with scope.tenant(alice.tenant.pk):
        assert numbers(job) == list(range(sum(stored)))
        assert adds_up(job)
        assert job.stage == LabelingJob.Stage.STOPPING


def test_workers_answer_while_objects_arrive_and_the_window_keeps_its_size(alice: Account) -> None:
    people = [alice.worker(f"worker{n}@example.org").pk for n in range(2)]
    with scope.tenant(alice.tenant.pk):
        job = streaming_job(alice, MaxConcurrentTaskCount=3)

    def send() -> int:
        for n in range(15):
            arrivals.arrive(job, [mail(n), mail(n)], actor=alice.actor)
        return 0

    def work(worker: int) -> int:
        done = idle = 0
        while idle < 40:
            turn = dispatch.lease(job.pk, worker)
            idle = idle + 1 if turn is None else 0
            if turn:
                dispatch.submit(turn.assignment_id, worker, HAM)
                done += 1
            assert DataObject.objects.filter(job=job, state=DataObject.State.OPEN).count() <= 3
        return done

    plays = [send, send, *(partial(work, person) for person in people)]
    done = sum(all_at_once(alice.tenant.pk, plays))
    with scope.tenant(alice.tenant.pk):
        answered = DataObject.objects.filter(job=job, state=DataObject.State.ANSWERED).count()
        assert done == answered
        assert numbers(job) == list(range(60))
        assert adds_up(job)


def test_objects_arrive_while_people_are_asked_for_one_more_answer(alice: Account) -> None:
    people = [alice.worker(f"worker{n}@example.org").pk for n in range(3)]
    with scope.tenant(alice.tenant.pk):
        job = streaming_job(alice, NumberOfHumanWorkersPerDataObject=3)
        LabelingJob.objects.filter(pk=job.pk).update(request={**job.request, "Tags": wish(fewest_answers=2)})
        job.refresh_from_db()

    def send() -> int:
        for n in range(60):
            arrivals.arrive(job, [mail(n)], actor=alice.actor)
        return 60

    def work(worker: int) -> int:
        done = idle = 0
        while idle < 60:
            turn = dispatch.lease(job.pk, worker)
            idle = idle + 1 if turn is None else 0
            if turn:
                dispatch.submit(turn.assignment_id, worker, SPAM if worker == people[0] else HAM)
                done += 1
        return done

    def consolidate() -> int:
        return sum(consolidate_next(LabelingJob.objects.get(pk=job.pk)) or 0 for _ in range(60)) * 0

    assert sum(all_at_once(alice.tenant.pk, [send, send, consolidate, *(partial(work, one) for one in people)])) > 120
    with scope.tenant(alice.tenant.pk):
        assert numbers(job) == list(range(120))
        assert adds_up(job)
