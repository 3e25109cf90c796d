"""Is an answer exactly what botocore's output shape says? Stricter than any client: nothing unknown, nothing null."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import regex
from botocore.model import Shape

from tenants import shapes


def check(operation: str, answer: Any, service: str = "sagemaker") -> None:
    """Raises AssertionError with every difference between the raw JSON answer and the operation's output shape."""
    shape = shapes.operation(operation, service).output_shape
    if shape is None:
        assert answer == {}, f"{operation} answers nothing, but sent {answer}"
        return
    differences = list(_differences(shape, answer, operation))
    assert not differences, "\n".join(differences)


def from_xml(operation: str, body: bytes, service: str) -> Any:
    """The members that an answer in XML holds, each element that is not where the model has it as a text of its own."""
    model = shapes.operation(operation, service)
    space = f"{{{shapes.service_model(service).metadata['xmlNamespace']}}}"
    root = ElementTree.fromstring(body)  # noqa: S314  # our own site wrote it
    assert root.tag == f"{space}{operation}Response"
    parts = {part.tag.removeprefix(space): part for part in root}
    wrapper = [model.output_shape.serialization["resultWrapper"]] if model.output_shape else []
    assert list(parts) == [*wrapper, "ResponseMetadata"]
    assert parts["ResponseMetadata"].findtext(f"{space}RequestId")
    return _read(model.output_shape, parts[wrapper[0]], space) if wrapper else {}


def _read(shape: Any, element: ElementTree.Element, space: str) -> Any:
    parts = [(part.tag.removeprefix(space), part) for part in element]
    if shape.type_name == "structure":
        return {
            name: _read(shape.members[name], part, space) if name in shape.members else part for name, part in parts
        }
    if shape.type_name == "list":
        assert {name for name, _ in parts} <= {"member"}
        return [_read(shape.member, part, space) for _, part in parts]
    if shape.type_name == "map":
        assert {name for name, _ in parts} <= {"entry"}
        entries = [[part.text or "" for part in entry] for _, entry in parts]
        return dict(entries)
    assert not parts
    return {"true": True, "false": False}[str(element.text)] if shape.type_name == "boolean" else element.text or ""


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
