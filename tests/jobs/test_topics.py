"""What is published under a topic reaches every job that reads it, or none."""

from __future__ import annotations

import json

import pytest
from django.db import transaction

from jobs import topics
from jobs.actions import create_job, stop_job
from jobs.errors import TopicExists, TopicNotFound
from jobs.models import DataObject, JobEvent, LabelingJob, Topic
from tenants import scope
from tenants.errors import AccessDenied, RequestInvalid
from tenants.models import AuditEntry
from tests.cast import Account
from tests.jobs.streams import event, mail, streaming_job, streaming_request
from tests.jobs.test_arrive import REVIEWER

pytestmark = pytest.mark.django_db


def two_jobs(account: Account) -> tuple[str, LabelingJob, LabelingJob]:
    """Two jobs that read one topic, of texts and of pictures."""
    texts = streaming_job(account, "texts")
    pictures = streaming_job(account, "pictures", kind="image")
    assert texts.topic
    LabelingJob.objects.filter(pk=pictures.pk).update(topic=texts.topic)
    return texts.topic.arn, texts, pictures


def count(job: LabelingJob) -> int:
    return DataObject.objects.filter(job=job).count()


def test_a_message_reaches_every_job_that_reads_the_topic(in_alices: Account) -> None:
    arn, texts, pictures = two_jobs(in_alices)
    both = json.dumps({"source": "x", "source-ref": f"s3://{in_alices.bucket}/a.png"})
    delivery = topics.publish(arn, [both], actor=in_alices.actor)
    assert [one.fault for one in delivery.published] == [""]
    assert [job.pk for job in delivery.jobs] == [texts.pk, pictures.pk]
    assert (count(texts), count(pictures)) == (1, 1)


def test_a_message_that_one_job_cannot_take_reaches_none_and_the_others_are_delivered(in_alices: Account) -> None:
    arn, texts, pictures = two_jobs(in_alices)
    both = json.dumps({"source": "x", "source-ref": f"s3://{in_alices.bucket}/a.png"})
    delivery = topics.publish(arn, [mail(0), both, event("b.png", bucket=in_alices.bucket)], actor=in_alices.actor)
    assert [bool(one.fault) for one in delivery.published] == [True, False, True]
    assert "The job pictures cannot take this message: it has no source-ref" in delivery.published[0].fault
    assert "The job texts cannot take this message: it is an S3 event" in delivery.published[2].fault
    assert (count(texts), count(pictures)) == (1, 1)


def test_a_call_brings_so_many_objects_and_what_is_beyond_is_refused_with_its_message(in_alices: Account) -> None:
    job = streaming_job(in_alices, kind="image")
    assert job.topic
    many = [event(*(f"{n}-{at}.png" for at in range(300)), bucket=in_alices.bucket) for n in range(2)]
    delivery = topics.publish(job.topic.arn, [*many, event("one.png", bucket=in_alices.bucket)], actor=in_alices.actor)
    assert [bool(one.fault) for one in delivery.published] == [False, True, False]
    assert "it brings 300 objects, and a call may bring 500 in all" in delivery.published[1].fault
    assert count(job) == 301


def test_a_job_that_is_initializing_keeps_the_message_from_all(in_alices: Account) -> None:
    job = streaming_job(in_alices)
    assert job.topic
    request = streaming_request(in_alices, "later")
    request["InputConfig"]["DataSource"]["SnsDataSource"]["SnsTopicArn"] = job.topic.arn
    create_job(request, actor=in_alices.actor)
    (one,) = topics.publish(job.topic.arn, [mail(0)], actor=in_alices.actor).published
    assert "later is Initializing; send again" in one.fault
    assert count(job) == 0


def test_jobs_that_have_ended_get_nothing(in_alices: Account) -> None:
    job = streaming_job(in_alices)
    assert job.topic
    stop_job(job, actor=in_alices.actor)
    delivery = topics.publish(job.topic.arn, [mail(0)], actor=in_alices.actor)
    assert (delivery.jobs, delivery.published[0].fault) == ([], "")
    assert count(job) == 0


def test_a_deleted_topic_takes_nothing_and_its_jobs_run_on(in_alices: Account) -> None:
    job = streaming_job(in_alices)
    assert job.topic
    arn = job.topic.arn
    assert topics.delete(arn, actor=in_alices.actor)
    assert not topics.delete(arn, actor=in_alices.actor)
    with pytest.raises(TopicNotFound):
        topics.publish(arn, [mail(0)], actor=in_alices.actor)
    job.refresh_from_db()
    assert (job.stage, job.topic) == (LabelingJob.Stage.IN_PROGRESS, None)
    assert JobEvent.objects.filter(job=job, name="TOPIC_DELETED").exists()
    assert job.request["InputConfig"]["DataSource"]["SnsDataSource"]["SnsTopicArn"] == arn  # as it was sent


def test_the_same_name_is_the_same_topic_and_is_audited_once(in_alices: Account) -> None:
    one, again = (topics.create("mails", actor=in_alices.actor) for _ in range(2))
    assert one.pk == again.pk
    assert AuditEntry.objects.filter(verb="jobs.topic.created").count() == 1


def test_the_same_tags_in_another_order_are_the_same_tags(in_alices: Account) -> None:
    tags = [{"Key": "team", "Value": "mail"}, {"Key": "stage", "Value": "live"}]
    one = topics.create("mails", tags=tags, actor=in_alices.actor)
    assert topics.create("mails", tags=tags[::-1], actor=in_alices.actor).pk == one.pk
    with pytest.raises(TopicExists):
        topics.create("mails", tags=tags[:1], actor=in_alices.actor)


def test_a_topic_that_was_deleted_a_moment_ago_gets_no_job(in_alices: Account) -> None:
    topic = topics.create("mails", actor=in_alices.actor)
    topics.delete(topic.arn, actor=in_alices.actor)
    with pytest.raises(TopicNotFound), transaction.atomic():
        topics.keep(topic)


def test_a_message_with_a_nul_is_refused_with_the_reason(in_alices: Account) -> None:
    job = streaming_job(in_alices)
    assert job.topic
    (one,) = topics.publish(job.topic.arn, ['{"source": "a\\u0000b"}'], actor=in_alices.actor).published
    assert "holds the character NUL (\\u0000); remove it" in one.fault
    assert count(job) == 0


def test_topics_of_others_cannot_be_read_published_to_or_named(in_alices: Account, charlie: Account) -> None:
    arn = topics.create("stream-in", actor=in_alices.actor).arn
    with scope.tenant(charlie.tenant.pk):
        assert not Topic.objects.exists()
        with pytest.raises(TopicNotFound):
            topics.publish(arn, [mail(0)], actor=charlie.actor)
        request = streaming_request(charlie, "stream")
        request["InputConfig"]["DataSource"]["SnsDataSource"]["SnsTopicArn"] = arn
        with pytest.raises(RequestInvalid, match="the ARN of a topic of this account"):
            create_job(request, actor=charlie.actor)


def test_a_reviewer_makes_deletes_and_publishes_nothing(in_alices: Account) -> None:
    arn = topics.create("mails", actor=in_alices.actor).arn
    for verb in (lambda: topics.create("others", actor=REVIEWER), lambda: topics.delete(arn, actor=REVIEWER),
                 lambda: topics.publish(arn, [mail(0)], actor=REVIEWER)):  # fmt: skip
        with pytest.raises(AccessDenied):
            verb()


def test_stopping_conditions_are_passed_over_in_a_stream(in_alices: Account) -> None:
    topics.create("stream-in", actor=in_alices.actor)
    request = {**streaming_request(in_alices, "stream"), "StoppingConditions": {"MaxHumanLabeledObjectCount": 1}}
    job = in_alices.job(request)
    assert job.topic
    topics.publish(job.topic.arn, [mail(0), mail(1)], actor=in_alices.actor)
    job.refresh_from_db()
    assert job.open_until == job.total == 2


def test_copies_cannot_be_labeled_once_in_a_stream(in_alices: Account) -> None:
    topics.create("stream-in", actor=in_alices.actor)
    tags = [{"Key": "plumbline:duplicates", "Value": "label-once"}]
    with pytest.raises(RequestInvalid, match="in a streaming job more of them come"):
        create_job({**streaming_request(in_alices, "stream"), "Tags": tags}, actor=in_alices.actor)
