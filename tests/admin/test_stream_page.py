"""The page of a streaming job tells those who send where to and how."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from jobs import arrivals, streaming, topics
from jobs.actions import create_job, stop_job
from jobs.facts import JobFacts
from jobs.models import LabelingJob
from jobs.task_types import TASK_TYPES, TaskType
from tenants import scope
from tests.admin.looks import Visit, looks, looks_right
from tests.browser.conftest import apart, chromium, visit
from tests.cast import Account
from tests.jobs.play import answer
from tests.jobs.streams import mail, streaming_job, streaming_request
from tests.site import Site

__all__ = ["chromium", "visit"]
JOBS = "/admin/jobs/labelingjob/"


def page_of(owner: Client, job: LabelingJob) -> str:
    return owner.get(f"{JOBS}{job.pk}/").content.decode()


def test_an_empty_stream_says_how_to_send(in_alices: Account, owner: Client) -> None:
    job = streaming_job(in_alices)
    shown = page_of(owner, job)
    assert job.topic
    for text in ("No objects yet.", f'<code class="pl-mono" id="topic">{job.topic.arn}</code>', "With boto3",
                 "sns.publish(TopicArn=", "/api/v1/jobs/stream/objects/", "<dt>Topic</dt>"):  # fmt: skip
        assert text in shown, text
    assert "<dt>Input manifest</dt>" not in shown


@pytest.mark.parametrize("kind", TASK_TYPES.values(), ids=TASK_TYPES.keys())
def test_the_line_that_is_shown_is_taken_or_none_is_shown(kind: TaskType, in_alices: Account) -> None:
    line = streaming.least_line(kind, in_alices.bucket)
    facts = JobFacts(1, 1, "stream", kind, "lan", ("a", "b"), {"a": 0, "b": 1}, {}, 1, 300, 1, "")
    if line is None:
        assert kind.reviews
    else:
        assert arrivals.read(json.dumps(line), "id", facts, {})


def test_a_stream_that_looks_at_earlier_labels_says_what_to_send(in_alices: Account, owner: Client) -> None:
    job = streaming_job(in_alices, kind="image")
    assert f"s3://{in_alices.bucket}/" in page_of(owner, job)
    LabelingJob.objects.filter(pk=job.pk).update(task_type="VerificationBoundingBox")
    shown = page_of(owner, job)
    assert "Send the output lines of a job whose labels are to be looked at" in shown
    assert "s3://bucket" not in shown and '"source-ref"' not in shown


def test_a_stream_with_objects_says_when_the_newest_came(in_alices: Account, owner: Client) -> None:
    job = streaming_job(in_alices)
    arrivals.arrive(job, [mail(0)], actor=in_alices.actor)
    shown = page_of(owner, job)
    assert "No objects yet." not in shown
    assert "Newest one arrived" in shown


def test_a_stream_without_its_topic_says_what_is_left(in_alices: Account, owner: Client) -> None:
    job = streaming_job(in_alices)
    assert job.topic
    topics.delete(job.topic.arn, actor=in_alices.actor)
    shown = page_of(owner, job)
    assert "The topic that this job read was deleted." in shown
    assert "sns.publish" not in shown


def test_a_stream_that_takes_nothing_says_why(in_alices: Account, owner: Client) -> None:
    topics.create("new-in", actor=in_alices.actor)
    new = create_job(streaming_request(in_alices, "new"), actor=in_alices.actor)
    assert "takes objects in a moment" in page_of(owner, new)
    stop_job(new, actor=in_alices.actor)
    assert "takes no more objects" in page_of(owner, new)


def test_a_job_with_a_manifest_has_no_such_part(in_alices: Account, owner: Client) -> None:
    assert "Send objects" not in page_of(owner, in_alices.text_job())


@pytest.mark.slow
def test_the_page_fits_a_phone_and_can_be_read_by_all(alice: Account, site: Site, visit: Visit) -> None:
    def play() -> list[LabelingJob]:
        worker = alice.worker("bob@example.org")
        with scope.tenant(alice.tenant.pk):
            empty, running = streaming_job(alice, "empty"), streaming_job(alice, "running")
            arrivals.arrive(running, [mail(n) for n in range(12)], actor=alice.actor)
            for _ in range(4):
                answer(running, worker.pk)
            return [empty, running]

    for job in apart(play):
        for look, page in looks(visit, alice, site):
            page.goto(f"{JOBS}{job.pk}/")
            page.get_by_role("heading", name="Send objects").wait_for()
            looks_right(page, f"stream-{job.name}-{look}")
