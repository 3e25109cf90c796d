"""Topics and what is published under them, as SNS has it: CreateTopic, Publish, PublishBatch and what lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jobs import lifecycle, topics
from jobs.models import Topic
from tenants.errors import Fault, RequestInvalid
from tenants.shapes import short
from wire import errors, paging
from wire.call import Call, Members

_MOST_BYTES = 262_144  # of a message, and of all messages of a batch together
_MOST_ENTRIES = 10
_ENTRY_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")
_PAGE = 100  # topics


def create(call: Call) -> Members:
    """Make a topic; the same name again answers the same ARN."""
    faults = [
        Fault(name, short(call.members[name]), "nothing: topics here have no settings")
        for name in ("Attributes", "DataProtectionPolicy")
        if call.members.get(name)
    ]
    if faults:
        raise RequestInvalid(faults)
    topic = topics.create(call.members["Name"], tags=call.members.get("Tags", []), actor=call.actor)
    return {"TopicArn": topic.arn}


def delete(call: Call) -> Members:
    """Delete a topic; one that is not there is no error."""
    topics.delete(call.members["TopicArn"], actor=call.actor)
    return {}


def list_page(call: Call) -> Members:
    """A page of topics."""
    rows = Topic.objects.select_related("tenant")
    found, lead_on = paging.page(rows, call, by="name", size=_PAGE)
    return {"Topics": [{"TopicArn": topic.arn} for topic in found], **lead_on}


def attributes(call: Call) -> Members:
    """What there is to say about a topic; its subscriptions are the jobs that read it."""
    topic = topics.get(call.members["TopicArn"])
    told = {
        "TopicArn": topic.arn, "Owner": topic.tenant.account_id, "DisplayName": "",
        "SubscriptionsConfirmed": str(topics.readers(topic).count()), "SubscriptionsPending": "0",
        "SubscriptionsDeleted": "0",
    }  # fmt: skip
    return {"Attributes": told}


def tags(call: Call) -> Members:
    """The tags that a topic was made with."""
    return {"Tags": topics.get(call.members["ResourceArn"]).tags}


def publish(call: Call) -> Members:
    """Store a message for every job that reads the topic; refused where one of them cannot take it."""
    faults = list(_unsuitable(call.members))
    if faults:
        raise RequestInvalid(faults)
    arn = call.members.get("TopicArn") or call.members["TargetArn"]
    (one,) = _published(call, arn, [call.members["Message"]])
    if one.fault:
        raise errors.MessageRefused(f"Invalid parameter: Message Reason: {one.fault}")
    return {"MessageId": one.message_id}


def publish_batch(call: Call) -> Members:
    """Store up to ten messages in one transaction; those that cannot be are told one by one."""
    entries = call.members["PublishBatchRequestEntries"]
    _demand_batch(entries)
    arn = call.members["TopicArn"]
    faults = {entry["Id"]: " ".join(map(str, _unsuitable({"TopicArn": arn, **entry}))) for entry in entries}
    fit = [entry for entry in entries if not faults[entry["Id"]]]
    published = _published(call, arn, [entry["Message"] for entry in fit])
    sent = {entry["Id"]: one for entry, one in zip(fit, published, strict=True)}
    faults |= {name: one.fault for name, one in sent.items()}
    return {
        "Successful": [{"Id": name, "MessageId": one.message_id} for name, one in sent.items() if not one.fault],
        "Failed": [
            {"Id": name, "Code": "InvalidParameter", "Message": text, "SenderFault": True}
            for name, text in faults.items()
            if text
        ],
    }


def _published(call: Call, arn: str, messages: list[str]) -> list[topics.Published]:
    delivery = topics.publish(arn, messages, actor=call.actor)
    for job in delivery.jobs:
        lifecycle.let_machine_decide(job)
    return delivery.published


def _unsuitable(members: Members) -> Iterator[Fault]:
    """What SNS can do with a message, and a topic that only labeling jobs read cannot."""
    if members.get("PhoneNumber"):
        yield Fault("PhoneNumber", "(hidden)", "nothing: no text messages are sent; publish to a TopicArn")
    elif not (members.get("TopicArn") or members.get("TargetArn")):
        yield Fault("TopicArn", "null", "the ARN of a topic")
    if members.get("MessageStructure"):
        given = short(members["MessageStructure"])
        yield Fault("MessageStructure", given, "nothing: the message is one manifest line for every job that reads it")
    for name in ("MessageDeduplicationId", "MessageGroupId"):
        if members.get(name):
            wanted = (
                'nothing: topics here are standard ones; name an id in the line ("dataset-objectid-attribute-name")'
            )
            yield Fault(name, short(members[name]), wanted)
    size = len(members["Message"].encode())
    if not 1 <= size <= _MOST_BYTES:
        yield Fault("Message", f"{size:,} bytes", f"1 to {_MOST_BYTES:,} bytes")


def _demand_batch(entries: list[Members]) -> None:
    """Raises what SNS answers to a batch that cannot be looked at entry by entry."""
    if not entries:
        raise errors.BatchEmpty
    if len(entries) > _MOST_ENTRIES:
        raise errors.BatchTooLong(f"There are {len(entries)} entries; at most {_MOST_ENTRIES} are taken at once.")
    ids = [entry["Id"] for entry in entries]
    if wrong := next((one for one in ids if not _ENTRY_ID.fullmatch(one)), None):
        raise errors.BatchIdInvalid(f"The Id {short(wrong)} is not 1 to 80 letters, digits, hyphens and underscores.")
    if len(set(ids)) < len(ids):
        raise errors.BatchIdsNotDistinct
    size = sum(len(entry["Message"].encode()) for entry in entries)
    if size > _MOST_BYTES:
        raise errors.BatchTooLarge(f"The messages have {size:,} bytes together; at most {_MOST_BYTES:,} are taken.")
