"""Topics: what is published under one becomes objects of every streaming job that reads it (spec 5.1).

A message is stored for all of these jobs before it is acknowledged, or for none.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from jobs import arrivals, events
from jobs.arrivals import MOST_LINES, Ready
from jobs.errors import JobNotReady, MessageInvalid, TooManyTags, TopicExists, TopicNotFound
from jobs.facts import facts_of
from jobs.models import LabelingJob, Topic
from tenants import audit
from tenants.actor import Actor
from tenants.errors import Fault, RequestInvalid
from tenants.shapes import short

Stage = LabelingJob.Stage
_NAME = re.compile(r"[A-Za-z0-9_-]{1,256}")
_MOST_TAGS = 50  # as in SNS


@dataclass(frozen=True)
class Published:
    """A message that was published; `fault` says why it was not stored, "" when it was."""

    message_id: str
    fault: str = ""


@dataclass(frozen=True)
class Delivery:
    """What became of messages, and the jobs whose machines may have something to decide now."""

    published: list[Published]
    jobs: list[LabelingJob]


def create(name: str, *, tags: Sequence[dict[str, str]] = (), actor: Actor) -> Topic:
    """The topic of that name; the same one where there is one already.

    Raises `RequestInvalid`, `TooManyTags`, and `TopicExists` where it was made with other tags.
    """
    actor.demand("manager")
    if not _NAME.fullmatch(name):
        wanted = "1 to 256 letters, digits, hyphens and underscores; topics are standard ones, none ends in .fifo"
        raise RequestInvalid([Fault("Name", short(name), wanted)])
    if len(tags) > _MOST_TAGS:
        raise TooManyTags(f"A topic has at most {_MOST_TAGS} tags; these are {len(tags)}.")
    try:
        with transaction.atomic():
            topic = Topic(name=name, tags=list(tags))
            topic.save()
            audit.record(actor, "jobs.topic.created", topic.arn)
    except IntegrityError:
        found = Topic.objects.select_related("tenant").filter(name=name).first()
        if found is None:  # it was deleted a moment ago
            return create(name, tags=tags, actor=actor)
        if tags and _in_order(tags) != _in_order(found.tags):
            raise TopicExists from None
        return found
    return topic


def _in_order(tags: Sequence[dict[str, str]]) -> list[list[tuple[str, str]]]:
    return sorted(sorted(tag.items()) for tag in tags)


@transaction.atomic
def delete(arn: str, *, actor: Actor) -> bool:
    """Forget a topic; jobs that read it run on, and take what is sent to themselves. Safe to repeat; False when there
    was none."""
    actor.demand("manager")
    topic = by_arn(arn)
    if topic is None:
        return False
    if not Topic.objects.select_for_update().filter(pk=topic.pk).exists():  # before its readers, as by `keep`
        return False
    told = list(readers(topic).select_for_update(no_key=True))  # in the order in which who publishes holds them
    topic.delete()
    audit.record(actor, "jobs.topic.deleted", arn)
    for job in told:
        events.note(job, "TOPIC_DELETED", f"Nothing can be published to {arn} any more, which this job read.")
    return True


def by_arn(arn: str) -> Topic | None:
    """The topic of this account that has that ARN."""
    topic = Topic.objects.select_related("tenant").filter(name=arn.rpartition(":")[2]).first()
    return topic if topic and topic.arn == arn else None


def keep(topic: Topic) -> None:
    """Inside a transaction: nobody deletes the topic before it ends; `TopicNotFound` where somebody has."""
    if not Topic.objects.select_for_update(no_key=True).filter(pk=topic.pk).exists():
        raise TopicNotFound


def get(arn: str) -> Topic:
    """The topic of that ARN, or `TopicNotFound`."""
    topic = by_arn(arn)
    if topic is None:
        raise TopicNotFound
    return topic


def publish(arn: str, messages: Sequence[str], *, actor: Actor) -> Delivery:
    """Store each message for every job that reads the topic; one that any of them cannot take is stored for none.

    Raises `TopicNotFound`. The caller then calls `lifecycle.let_machine_decide` for the jobs.
    """
    actor.demand("manager")
    reading = [_Reader(job) for job in readers(get(arn))]
    published = [_looked_at(message, reading) for message in messages]
    ready = {reader.job.pk: reader.ready for reader in reading if reader.ready}
    with transaction.atomic():
        jobs = arrivals.hold(list(ready))
        for job in jobs:
            arrivals.store(job, ready[job.pk])
    return Delivery(published, jobs)


def readers(topic: Topic) -> QuerySet[LabelingJob]:
    """The jobs that what is published goes to, in the order in which they are held."""
    return LabelingJob.objects.filter(topic=topic, stage__in=(Stage.INITIALIZING, Stage.IN_PROGRESS)).order_by("pk")


@dataclass
class _Reader:
    """A job that reads the topic, and what it will store."""

    job: LabelingJob
    ours: dict[str, str] = field(default_factory=dict)
    ready: list[Ready] = field(default_factory=list)

    def read(self, message: str, message_id: str) -> list[Ready]:
        """The lines of a message; raises `JobNotReady` and `MessageInvalid`."""
        if self.job.stage == Stage.INITIALIZING:
            raise arrivals.not_ready(self.job)
        try:
            lines = arrivals.read(message, message_id, facts_of(self.job.pk), self.ours)
            if len(self.ready) + len(lines) > MOST_LINES:
                raise MessageInvalid(f"it brings {len(lines):,} objects, and a call may bring {MOST_LINES} in all")
        except MessageInvalid as error:
            raise MessageInvalid(f"The job {self.job.name} cannot take this message: {error}.") from None
        return lines


def _looked_at(message: str, reading: list[_Reader]) -> Published:
    """Hand the message to all readers, or to none when one of them cannot take it."""
    message_id = str(uuid.uuid4())
    try:
        read = [reader.read(message, message_id) for reader in reading]
    except (MessageInvalid, JobNotReady) as error:
        return Published(message_id, f"{error} Nothing was stored.")
    for reader, lines in zip(reading, read, strict=True):
        reader.ready += lines
    return Published(message_id)
