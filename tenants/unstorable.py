"""JSON that can be read and not be kept: PostgreSQL stores no NUL, and orjson writes fewer levels than it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from tenants.errors import Fault
from tenants.shapes import MOST_FAULTS, cut, short

# An escaped NUL; not the six characters that somebody typed, whose backslash is escaped itself.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
MOST_LEVELS = 100  # of lists and objects within each other; orjson writes 254, and files put a few around them


def unstorable(value: object, path: str = "") -> list[Fault]:
    """What of a JSON value cannot be stored, each with its place under `path`; at most `MOST_FAULTS`."""
    if is_deep(value):
        given = f"lists or objects within each other over {MOST_LEVELS} levels deep"
        return [Fault(path or "(the request)", given, f"at most {MOST_LEVELS} levels")]
    return list(islice(_with_nul(value, path), MOST_FAULTS))


def is_deep(value: object) -> bool:
    """Level by level, as a deep value would break a function that calls itself."""
    level = [value]
    for _ in range(MOST_LEVELS):
        inner = (one.values() if isinstance(one, dict) else one for one in level if isinstance(one, (dict, list)))
        level = [item for items in inner for item in items if isinstance(item, (dict, list))]
        if not level:
            return False
    return True


def is_deep_json(text: str, value: object) -> bool:
    """As `is_deep`, of a text and what was read from it: few have as many brackets as that takes."""
    return text.count("[") + text.count("{") > MOST_LEVELS and is_deep(value)


def is_with_nul_json(text: str) -> bool:
    """Does JSON text spell out the character NUL?"""
    return "\\u0000" in text and _NUL.search(text) is not None


def _with_nul(node: object, path: str) -> Iterator[Fault]:
    """Texts with a NUL character."""
    if isinstance(node, dict):
        for key, value in node.items():
            inner = f"{path}.{cut(key)}".strip(".").replace("\0", "\\0")
            yield from _with_nul(key, inner)
            yield from _with_nul(value, inner)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _with_nul(value, f"{path}[{index}]")
    elif isinstance(node, str) and "\0" in node:
        yield Fault(cut(path, 250), short(node.replace("\0", "\\0")), "text without NUL characters")
