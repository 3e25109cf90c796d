"""What a page may say over the socket, checked before anything is done (docs/portal-protocol.md 1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import orjson

from portal import prompts
from tenants.errors import PlumblineError

LONGEST_ANSWER = 10 * 1024 * 1024  # bytes of JSON; the client refuses longer ones before it sends them
_LONGEST_MESSAGE = LONGEST_ANSWER + 1024
_LARGEST_ID = 2**63 - 1
_HEADING = re.compile(rb'\s*{\s*"type"\s*:\s*"([a-z]{1,20})"\s*,\s*"assignment"\s*:\s*([0-9]{1,18})\s*[,}]')
_NEEDS: dict[str, frozenset[str]] = {
    "next": frozenset(),
    "heartbeat": frozenset(),
    "start": frozenset({"assignment"}),
    "decline": frozenset({"assignment"}),
    "release": frozenset({"assignment"}),
    "submit": frozenset({"assignment", "answer"}),
    "draft": frozenset({"assignment", "answer", "seq"}),
    "segment": frozenset({"assignment", "prompt", "seq"}),
}


class MessageInvalid(PlumblineError):
    """The message does not follow the protocol."""

    code = "MessageInvalid"


class AnswerTooLarge(PlumblineError):
    """The answer is longer than 10 MB. Make it smaller, then submit again."""

    code = "AnswerTooLarge"
    status = 413


class NotStored(PlumblineError):
    """The answer was not stored: the database does not take what is in it. Change it, then submit again."""

    code = "NotStored"


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the page; fields that its type does not have are 0 or empty."""

    type: str
    assignment: int = 0
    answer: dict[str, Any] = field(default_factory=dict)
    seq: int = 0
    prompt: dict[str, Any] = field(default_factory=dict)


def heading(text: str | bytes | None) -> Message:
    """What a message is about by its first two fields, so that also one that cannot be read is refused by name."""
    start = text[:200].encode(errors="replace") if isinstance(text, str) else (text or b"")[:200]
    found = _HEADING.match(start)
    return Message(found[1].decode(), int(found[2])) if found else Message("")


def parse(text: str | bytes | None) -> Message:
    """Read one message; raises `MessageInvalid` or `AnswerTooLarge`, naming what is wrong."""
    given = _object(text)
    kind = given.get("type")
    if not isinstance(kind, str) or kind not in _NEEDS:
        raise MessageInvalid("The message needs a type, one of: " + ", ".join(_NEEDS) + ".")
    missing = [name for name in sorted(_NEEDS[kind]) if not _fits(name, given.get(name))]
    if missing:
        raise MessageInvalid(f"The message {kind} needs a valid {' and '.join(missing)}.")
    known = {name: given[name] for name in _NEEDS[kind]}
    return Message(kind, **known)


def _object(text: str | bytes | None) -> dict[str, Any]:
    if text is None or len(text) > _LONGEST_MESSAGE:
        raise AnswerTooLarge
    try:
        given = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise MessageInvalid(f"The message is not JSON: {error}.") from error
    return given if isinstance(given, dict) else {}


def _fits(name: str, value: object) -> bool:
    if name == "answer":
        return isinstance(value, dict)
    if name == "prompt":
        return prompts.fits(value)
    return type(value) is int and 0 <= value <= _LARGEST_ID
