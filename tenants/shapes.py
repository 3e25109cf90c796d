"""What an AWS request may look like, read from botocore's own service models.

Every door that takes a request in AWS shape (wire, REST) asks `faults` first; it reports all violations at once.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import regex
from botocore.loaders import Loader
from botocore.model import ListShape, MapShape, OperationModel, ServiceModel, Shape, StructureShape

from tenants.errors import Fault

MATCHING = "text that matches "  # begins what is wanted of a text that a pattern is known for
MOST_FAULTS = 100  # a hostile request must not buy an answer longer than itself
LONGEST_MATCHED = 10_000  # beyond every length limit in the models; longer texts fail their length, not their pattern
_KEPT_WORDS = (
    "LabelingJob",
    "Workteam",
    "Workforce",
    "HumanTaskUi",
    "RenderUiTemplate",
    "FlowDefinition",
    "Tags",
    "ServiceQuota",
    "Logs",
    "LogStreams",
    "LogEvents",
    "Topic",
    "Publish",
)
_EMPTY = StructureShape("Empty", {"type": "structure", "members": {}})
_JAVA_CLASSES = {r"\d": "0-9", r"\w": "A-Za-z0-9_"}


def faults(operation_name: str, params: object, service: str = "sagemaker") -> list[Fault]:
    """All violations of an operation's input shape, at most MOST_FAULTS, in the shape's order.

    `params` is the decoded JSON body. A member that is null counts as absent. Raises KeyError for an
    operation that is not kept (see `operation`).
    """
    shape = operation(operation_name, service).input_shape or _EMPTY
    return list(itertools.islice(_walk(shape, params, ""), MOST_FAULTS))


@functools.cache
def operation(operation_name: str, service: str = "sagemaker") -> OperationModel:
    """botocore's model of one operation. Raises KeyError if the service has none or it is not kept."""
    model = service_model(service)
    if operation_name not in model.operation_names:
        raise KeyError(operation_name)
    return model.operation_model(operation_name)


@functools.cache
def service_model(service: str) -> ServiceModel:
    """The service's model without documentation and without operations that have nothing to do with labeling.

    A loader of our own, dropped at the end: its cache would hold the whole model (10 MB for sagemaker).
    """
    whole = Loader().load_service_model(service, "service-2")
    operations = {
        name: value for name, value in whole["operations"].items() if any(word in name for word in _KEPT_WORDS)
    }
    shapes: dict[str, Any] = {}
    for value in operations.values():
        for part in (value.get("input"), value.get("output"), *value.get("errors", ())):
            _keep(part, whole["shapes"], shapes)
    return ServiceModel({"metadata": whole["metadata"], "operations": _bare(operations), "shapes": shapes}, service)


def _keep(reference: Mapping[str, Any] | None, whole: Mapping[str, Any], kept: dict[str, Any]) -> None:
    if reference is None or reference["shape"] in kept:
        return
    description = _bare(whole[reference["shape"]])
    kept[reference["shape"]] = description
    members = description.get("members", {}).values()
    for part in (*members, description.get("member"), description.get("key"), description.get("value")):
        _keep(part, whole, kept)


def _bare(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: _bare(value) for key, value in node.items() if not (key == "documentation" and isinstance(value, str))
        }
    return node


def _walk(shape: Shape, value: object, path: str) -> Iterator[Fault]:
    return _CHECKS[shape.type_name](shape, value, path)


def _structure(shape: StructureShape, value: object, path: str) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield _fault(path, value, "an object")
        return
    for name, member in shape.members.items():
        inner = f"{path}.{name}" if path else name
        if value.get(name) is not None:
            yield from _walk(member, value[name], inner)
        elif name in shape.required_members:
            yield Fault(field=inner, given="null", wanted="present: it is required")
    for name in value:
        if name not in shape.members:
            known = ", ".join(shape.members) or "none"
            inner = f"{path}.{cut(name)}" if path else cut(name)
            yield _fault(inner, value[name], f"absent: the members here are {known}")


def _list(shape: ListShape, value: object, path: str) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield _fault(path, value, "a list")
        return
    yield from _bounds(shape, len(value), value, path, "items")
    for index, item in enumerate(value):
        yield from _walk(shape.member, item, f"{path}[{index}]")


def _map(shape: MapShape, value: object, path: str) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield _fault(path, value, "an object")
        return
    yield from _bounds(shape, len(value), value, path, "entries")
    for key, item in value.items():
        inner = f"{path}.{cut(key)}"  # it stands in front of every fault inside
        yield from _walk(shape.key, key, inner)
        yield from _walk(shape.value, item, inner)


def _string(shape: Shape, value: object, path: str) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield _fault(path, value, "text")
        return
    if "\0" in value:
        yield _fault(path, value.replace("\0", "\\0"), "text without NUL characters")  # PostgreSQL stores none
        return
    hidden = shape.metadata.get("sensitive", False)
    allowed = shape.metadata.get("enum", ())
    if allowed and value not in allowed:
        yield _fault(path, value, f"one of {', '.join(allowed)}", hidden)
    yield from _bounds(shape, len(value), value, path, "characters")
    pattern = shape.metadata.get("pattern")
    if pattern and len(value) <= LONGEST_MATCHED and not _compiled(pattern).fullmatch(value):
        yield _fault(path, value, f"{MATCHING}{pattern}", hidden)


def _integer(shape: Shape, value: object, path: str) -> Iterator[Fault]:
    bits = 63 if shape.type_name == "long" else 31
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**bits) <= value < 2**bits:
        yield _fault(path, value, f"a whole number of {bits + 1} bits")
        return
    yield from _bounds(shape, value, value, path)


def _number(shape: Shape, value: object, path: str) -> Iterator[Fault]:
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield _fault(path, value, "a number")
        return
    yield from _bounds(shape, value, value, path)


def _boolean(shape: Shape, value: object, path: str) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield _fault(path, value, "true or false")


def _timestamp(shape: Shape, value: object, path: str) -> Iterator[Fault]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            datetime.fromtimestamp(value, UTC)
        except (ValueError, OverflowError, OSError):
            yield _fault(path, value, "a time between the years 1 and 9999, in seconds since 1970")
    else:
        yield _fault(path, value, "a time, in seconds since 1970 (a number)")


def _bounds(shape: Shape, size: float, value: object, path: str, unit: str = "") -> Iterator[Fault]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    hidden = shape.metadata.get("sensitive", False)
    if least is not None and size < least:
        yield _fault(path, value, f"at least {least} {unit}".rstrip(), hidden)
    if most is not None and size > most:
        yield _fault(path, value, f"at most {most} {unit}".rstrip(), hidden)


_CHECKS: dict[str, Callable[[Any, object, str], Iterator[Fault]]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _string,
    "blob": _string,  # base64 text in JSON
    "integer": _integer,
    "long": _integer,
    "float": _number,
    "double": _number,
    "boolean": _boolean,
    "timestamp": _timestamp,
}


@functools.cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    r"""A Java pattern of the model as Python's.

    Java's \d and \w are ASCII, its dot stops at every line end (the WORD flag), and it reads two escaped
    surrogates as one character. The regex package's ASCII flag will not do: it empties \p{L} of all but ASCII.
    """
    wide = regex.sub(r"\\u(D[89AB]..)\\u(D[C-F]..)", _joined_surrogates, pattern, flags=regex.IGNORECASE)
    return regex.compile(_with_ascii_classes(wide), regex.WORD)


def _joined_surrogates(match: regex.Match[str]) -> str:
    high, low = int(match[1], 16), int(match[2], 16)
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"


def _with_ascii_classes(pattern: str) -> str:
    out, inside = [], False
    for part in regex.findall(r"\\.|.", pattern, flags=regex.DOTALL):
        if part in "[]":
            inside = part == "["
        ascii_only = _JAVA_CLASSES.get(part)
        if ascii_only and not inside:
            ascii_only = f"[{ascii_only}]"
        out.append(ascii_only or part)
    return "".join(out)


def _fault(path: str, value: object, wanted: str, hidden: bool = False) -> Fault:
    return Fault(field=path or "(the request)", given="(hidden)" if hidden else short(value), wanted=wanted)


def short(value: object, length: int = 80) -> str:
    """A value as it is shown in a message: at most `length` characters and two quotes; text in quotes."""
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    text = cut({True: "true", False: "false"}[value] if isinstance(value, bool) else str(value), length)
    return f"'{text}'" if isinstance(value, str) else text


def cut(text: str, length: int = 80) -> str:
    """A text, or a name that a request made up, of at most `length` characters."""
    return text if len(text) <= length else text[: length - 1] + "…"


def without_nulls(value: Any) -> Any:
    """The value without members that are null: they count as left out, as in the original."""
    if isinstance(value, dict):
        return {name: without_nulls(part) for name, part in value.items() if part is not None}
    return [without_nulls(part) for part in value if part is not None] if isinstance(value, list) else value
