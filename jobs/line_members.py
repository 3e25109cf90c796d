"""What a manifest line has beside its object, for kinds whose page is empty without it (docs/our-elements.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tenants.shapes import short

_MOST_RESPONSES = 6  # what people can compare, and a screen can show side by side


@dataclass(frozen=True)
class Member:
    """A member of the line. `fits` says of its value, None where there is none, whether the page can show it; `sample`
    is one that it can."""

    name: str
    wanted: str
    fits: Callable[[object], bool]
    sample: object


def _texts(value: object, fewest: int, most: float) -> bool:
    return isinstance(value, list) and fewest <= len(value) <= most and all(map(_text, value))


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


_MEMBERS: dict[str, Member] = {
    "PreferenceRanking": Member("responses", f"a list of 2 to {_MOST_RESPONSES} texts",
                                lambda value: _texts(value, 2, _MOST_RESPONSES), ["A response", "Another response"]),
    "ResponseRating": Member("response", "a text", _text, "A response"),
    "DocumentPages": Member("pages", "a list of the pages' addresses, or nothing where source-ref is the whole document",
                            lambda value: value is None or _texts(value, 1, float("inf")), None),
}  # fmt: skip


def sample(kind: str) -> dict[str, object]:
    """What a line of this kind needs at least beside its object, by name."""
    member = _MEMBERS.get(kind)
    return {member.name: member.sample} if member and member.sample else {}


def fault(line: Mapping[str, Any], kind: str) -> str | None:
    """What is wrong with what this kind needs beside the object, and what would do; None when all is well."""
    member = _MEMBERS.get(kind)
    if member is None or member.fits(line.get(member.name)):
        return None
    given = short(line[member.name]) if member.name in line else "nothing"
    return f"its {member.name} is {given}; wanted is {member.wanted}."
