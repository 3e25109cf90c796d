"""Where an answer's content stands, and the small checks that every reader needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jobs.errors import AnswerInvalid

# Pixels and characters; no image or text comes near, and what is larger would not fit the formats that are written.
FARTHEST = 10_000_000


def under(answer: Mapping[str, Any], element: str, member: str, kind: type) -> dict[str, Any]:
    """The object that holds `member` as a `kind`: under the element's own name, else under whatever name a template
    gave it. Raises `AnswerInvalid`."""
    for value in _candidates(answer, element):
        if isinstance(value, dict) and isinstance(value.get(member), kind):
            return value
    raise AnswerInvalid(
        f"The answer has no {member}. The template has to send {{{element!r}: {{{member!r}: …}}}}, as the element "
        "of this kind of job does."
    )


def known(label: object, class_of: Mapping[str, int]) -> str:
    """The label, if it is one of the job's."""
    if isinstance(label, str) and label in class_of:
        return label
    given = "no label" if label is None else repr(label)[:80]
    raise AnswerInvalid(f"The answer has {given}; wanted is one of the job's {len(class_of)} labels.")


def number(value: object, what: str, least: int = -FARTHEST) -> float:
    """A finite number between `least` and FARTHEST."""
    if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= FARTHEST:
        return value
    raise AnswerInvalid(f"The answer has {repr(value)[:40]} as {what}; wanted is a number from {least} to {FARTHEST}.")


def whole(value: object, what: str, least: int = 0) -> int:
    """A whole number between `least` and FARTHEST."""
    found = number(value, what, least)
    if found != int(found):
        raise AnswerInvalid(f"The answer has {found} as {what}; wanted is a whole number.")
    return int(found)


def each(values: list[Any], what: str, read: Callable[[dict[str, Any]], Any]) -> Iterator[Any]:
    """What `read` makes of every object in a list; says which one is at fault."""
    for i, value in enumerate(values):
        if not isinstance(value, dict):
            raise AnswerInvalid(f"The answer's {what} number {i + 1} is {repr(value)[:40]}; wanted is an object.")
        try:
            yield read(value)
        except AnswerInvalid as error:
            raise AnswerInvalid(f"{what.capitalize()} number {i + 1}: {error}") from error


def _candidates(answer: Mapping[str, Any], element: str) -> Iterator[Any]:
    yield answer.get(element)
    yield from answer.values()
    yield answer  # crowd-text-ranking and its kin answer without a name (spec A.5)
