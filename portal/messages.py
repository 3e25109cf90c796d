"""What a page may say over the socket, checked before anything is done (docs/portal-protocol.md 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from tenants.errors import PlumblineError

LONGEST_ANSWER = 10 * 1024 * 1024  # bytes of JSON; the client refuses longer ones before it sends them
_LONGEST_MESSAGE = LONGEST_ANSWER + 1024
_LARGEST_ID = 2**63 - 1
_NEEDS: dict[str, frozenset[str]] = {
    "next": frozenset(),
    "heartbeat": frozenset(),
    "start": frozenset({"assignment"}),
    "decline": frozenset({"assignment"}),
    "release": frozenset({"assignment"}),
    "submit": frozenset({"assignment", "answer"}),
    "draft": frozenset({"assignment", "answer", "seq"}),
}


class MessageInvalid(PlumblineError):
    """The message does not follow the protocol."""

    code = "MessageInvalid"


class AnswerTooLarge(PlumblineError):
    """The answer is longer than 10 MB. Make it smaller, then submit again."""

    code = "AnswerTooLarge"
    status = 413


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the page; fields that its type does not have are 0 or empty."""

    type: str
    assignment: int
    answer: dict[str, Any]
    seq: int


def parse(text: str | bytes | None) -> Message:
    """Read one message; raises `MessageInvalid` or `AnswerTooLarge`, naming what is wrong."""
    if text is None or len(text) > _LONGEST_MESSAGE:
        raise AnswerTooLarge
    try:
        given = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise MessageInvalid(f"The message is not JSON: {error}.") from error
    if not isinstance(given, dict) or not isinstance(given.get("type"), str) or given["type"] not in _NEEDS:
        raise MessageInvalid("The message needs a type, one of: " + ", ".join(_NEEDS) + ".")
    missing = [name for name in sorted(_NEEDS[given["type"]]) if not _fits(name, given.get(name))]
    if missing:
        raise MessageInvalid(f"The message {given['type']} needs a valid {' and '.join(missing)}.")
    return Message(given["type"], given.get("assignment") or 0, given.get("answer") or {}, given.get("seq") or 0)


def _fits(name: str, value: object) -> bool:
    if name == "answer":
        return isinstance(value, dict)
    return type(value) is int and 0 <= value <= _LARGEST_ID
