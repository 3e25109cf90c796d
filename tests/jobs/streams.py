"""A streaming job, and what is sent to it."""

from __future__ import annotations

import json
from typing import Any

from jobs import topics
from jobs.models import LabelingJob
from tests.cast import Account

EVENT = "aws:s3"


def streaming_request(account: Account, name: str, *lines: Any, kind: str = "text", **human: Any) -> dict[str, Any]:
    """A request of a streaming job that reads the topic `<name>-in`, which has to be there; `lines` are its manifest."""
    if kind == "text":
        request = account.text_request(name, list(lines), **human)
    else:
        request = account.image_request(name, list(lines), **human)
    source = {"SnsDataSource": {"SnsTopicArn": f"arn:aws:sns:us-east-1:{account.tenant.account_id}:{name}-in"}}
    if lines:
        source |= request["InputConfig"]["DataSource"]
    return {**request, "InputConfig": {"DataSource": source}}


def streaming_job(account: Account, name: str = "stream", *lines: Any, kind: str = "text", **human: Any) -> LabelingJob:
    """Such a job in progress, with its topic. Needs the account's scope."""
    topics.create(f"{name}-in", actor=account.actor)
    return account.job(streaming_request(account, name, *lines, kind=kind, **human))


def mail(number: int, object_id: str = "") -> str:
    """A line; with an id of its own where one is given."""
    own = {"dataset-objectid-attribute-name": "my-id", "my-id": object_id} if object_id else {}
    return json.dumps({"source": f"mail {number}", **own})


def event(*keys: str, bucket: str = "pictures", name: str = "ObjectCreated:Put", sequencer: str = "0055AED6") -> str:
    """What S3 publishes when objects were put into a bucket."""
    return json.dumps({"Records": [
        {"eventVersion": "2.1", "eventSource": EVENT, "eventName": name,
         "s3": {"bucket": {"name": bucket}, "object": {"key": key, "size": 1024, "sequencer": sequencer}}}
        for key in keys
    ]})  # fmt: skip
