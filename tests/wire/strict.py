"""Is an answer exactly what botocore's output shape says? Stricter than any client: nothing unknown, nothing null."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex
from botocore.model import Shape

from tenants import shapes


def check(operation: str, answer: Any) -> None:
    """Raises AssertionError with every difference between the raw JSON answer and the operation's output shape."""
    shape = shapes.operation(operation).output_shape
    if shape is None:
        assert answer == {}, f"{operation} answers nothing, but sent {answer}"
        return
    differences = list(_differences(shape, answer, operation))
    assert not differences, "\n".join(differences)


def _differences(shape: Shape, value: Any, path: str) -> Iterator[str]:
    wanted = _TYPES[shape.type_name]
    if not isinstance(value, wanted) or (isinstance(value, bool) and shape.type_name != "boolean"):
        yield f"{path}: {value!r} is no {shape.type_name}"
        return
    yield from _limits(shape, value, path)
    if shape.type_name == "structure":
        yield from _members(shape, value, path)
    elif shape.type_name == "list":
        for index, item in enumerate(value):
            yield from _differences(shape.member, item, f"{path}[{index}]")
    elif shape.type_name == "map":
        for key, item in value.items():
            yield from _differences(shape.key, key, f"{path}.{key}")
            yield from _differences(shape.value, item, f"{path}.{key}")


def _members(shape: Any, value: dict[str, Any], path: str) -> Iterator[str]:
    for name in shape.required_members:
        if name not in value:
            yield f"{path}.{name}: required, and not there"
    for name, member in value.items():
        if name in shape.members:
            yield from _differences(shape.members[name], member, f"{path}.{name}")
        else:
            yield f"{path}.{name}: not in the model"


def _limits(shape: Shape, value: Any, path: str) -> Iterator[str]:
    said = shape.metadata
    size = len(value) if isinstance(value, str | list | dict) else value
    if not said.get("min", size) <= size <= said.get("max", size):
        yield f"{path}: {value!r} is out of bounds"
    if isinstance(value, str):
        if "enum" in said and value not in said["enum"]:
            yield f"{path}: {value!r} is none of {said['enum']}"
        if "pattern" in said and not regex.fullmatch(said["pattern"], value):
            yield f"{path}: {value!r} does not match {said['pattern']}"
        if shape.name == "NextToken" and not value:
            yield f"{path}: empty; boto3's paginators would go on for ever"


_TYPES: dict[str, Any] = {
    "structure": dict,
    "list": list,
    "map": dict,
    "string": str,
    "integer": int,
    "long": int,
    "float": (int, float),
    "double": (int, float),
    "timestamp": float,
    "boolean": bool,
}
