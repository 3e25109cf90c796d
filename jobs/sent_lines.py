"""What is sent to a streaming job, read as manifest lines; and the id by which a line that is sent twice comes once.

Source: spec 5.1 (what a message may be) and 5.2 (ids).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

import orjson

from jobs.errors import MessageInvalid
from jobs.facts import JobFacts
from tenants.shapes import short

NAMES_ID = "dataset-objectid-attribute-name"  # the member that names the member that holds the id
SEQUENCER = "$sequencer"
_LONGEST_NAME = 140  # characters (spec 5.2)
_LONGEST_ID = 1024
_NAME = re.compile(r"[$a-zA-Z0-9](-*[a-zA-Z0-9])*")
_TOLD_BY_S3 = {"Records", "Event"}
_TEST = "s3:TestEvent"  # S3 publishes one when notifications are switched on


@dataclass(frozen=True)
class SentLine:
    """A line as it will be stored: `key` names the member that holds `object_id`, by which it is known again."""

    text: str
    key: str
    object_id: str

    @property
    def arrival(self) -> bytes:
        """SHA-256 of key and id: an id may be longer than an index takes."""
        return hashlib.sha256(f"{self.key}\0{self.object_id}".encode()).digest()


def lines_of(message: str, message_id: str, facts: JobFacts) -> list[SentLine]:
    """The lines that a message means: one, or those of an S3 event, which may be none. What they hold is not looked at.

    `message_id` is the id of a line that names none. Raises `MessageInvalid`.
    """
    try:
        content = orjson.loads(message)
    except orjson.JSONDecodeError as error:
        raise MessageInvalid(f"it is not JSON ({error}); send one manifest line, a JSON object") from None
    if not isinstance(content, dict):
        raise MessageInvalid("it is not a JSON object; send one manifest line, {…}")
    if "source" in content or "source-ref" in content or not _TOLD_BY_S3 & content.keys():
        return [_of_line(message, content, message_id, facts)]
    records = content.get("Records", [])
    return [] if content.get("Event") == _TEST else list(_of_event(records, facts))


def is_generated(name: str, line: Mapping[str, Any]) -> bool:
    """May this member of a line begin with $? Those may that a streaming job has put there (spec 5.2)."""
    return NAMES_ID in line and name in (line[NAMES_ID], SEQUENCER)


def _of_line(message: str, content: Mapping[str, Any], message_id: str, facts: JobFacts) -> SentLine:
    text = message.strip().replace("\r", " ").replace("\n", " ")  # in JSON they only stand between members
    if NAMES_ID in content:
        key = _key(content[NAMES_ID], facts)
        return SentLine(text, key, _id(key, content.get(key)))
    key = _own_key(facts)
    return SentLine(_with(text, {NAMES_ID: key, key: message_id}), key, message_id)


def _key(key: object, facts: JobFacts) -> str:
    if not isinstance(key, str) or len(key) > _LONGEST_NAME or not _NAME.fullmatch(key):
        wanted = f"the name of a member, of letters, digits and single hyphens, at most {_LONGEST_NAME} characters"
        raise MessageInvalid(f"its {NAMES_ID} is {short(key)}; wanted is {wanted}")
    if key in (facts.label_attribute, f"{facts.label_attribute}-metadata"):
        raise MessageInvalid(f"its {NAMES_ID} is {short(key)}, where this job's label stands; wanted is another member")
    return key


def _id(key: str, value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= _LONGEST_ID:
        given = "nothing" if value is None else short(value)
        raise MessageInvalid(f"its {key}, which {NAMES_ID} names, is {given}; wanted is a text of 1 to "
                             f"{_LONGEST_ID:,} characters")  # fmt: skip
    return value


def _own_key(facts: JobFacts) -> str:
    return f"${facts.label_attribute}-object-id"


def _with(text: str, members: Mapping[str, str]) -> str:
    """The line with more members at its end; what it had stays as it was written."""
    comma = "," if text[1:-1].strip() else ""
    return f"{text[:-1].rstrip()}{comma}{orjson.dumps(members).decode()[1:]}"


def _of_event(records: Any, facts: JobFacts) -> Iterator[SentLine]:
    """The objects that S3 says were put into a bucket."""
    if facts.kind.media != "image":
        raise MessageInvalid(f"it is an S3 event, which brings images, and jobs of type {facts.kind.key} are of "
                             "something else; send a manifest line")  # fmt: skip
    for record in records if isinstance(records, list) and records else [None]:
        uri, sequencer = _created(record)
        key = _own_key(facts)
        object_id = f"{uri}-{sequencer}"[-_LONGEST_ID:]
        line = {"source-ref": uri, NAMES_ID: key, key: object_id, SEQUENCER: sequencer}
        yield SentLine(orjson.dumps(line).decode(), key, object_id)


def _created(record: Any) -> tuple[str, str]:
    """The address and the sequencer of an object that was put there."""
    try:
        name, told = record["eventName"], record["s3"]
        bucket, key, sequencer = told["bucket"]["name"], told["object"]["key"], told["object"].get("sequencer", "")
        created = str(name).removeprefix("s3:").startswith("ObjectCreated:")
    except (TypeError, KeyError, AttributeError):
        created = False
    if not created or not all(isinstance(part, str) for part in (bucket, key, sequencer)):
        raise MessageInvalid("it has Records that are no S3 ObjectCreated events; switch on only s3:ObjectCreated:* "
                             "where the bucket's notifications are set")  # fmt: skip
    return f"s3://{bucket}/{unquote_plus(key)}", sequencer
