"""The Query protocol, which SNS speaks: a form comes in, XML goes out.

Source: botocore's model names members and errors; its serializer and parser are the client's half of this.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree as ET

from botocore.model import ListShape, MapShape, Shape, StructureShape
from django.http import HttpResponse

from tenants import shapes
from tenants.errors import PlumblineError
from wire import messages
from wire.call import Members, Operation
from wire.errors import BodyUnreadable, WireError

SERVICE = "sns"
CONTENT_TYPE = "application/x-www-form-urlencoded"
_MOST_FIELDS = 5_000
_DEEPEST = 10  # parts of a field's name
_NUMBER = re.compile("[0-9]{1,9}")  # Python refuses to read one of thousands of digits
_NO_XML = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # characters that XML 1.0 has no form for
_SETTINGS = re.compile("Subscri|Permission|Attributes|Policy|Platform|Endpoint|Phone|SMS|Sandbox|OptIn")
# What the service calls the errors that every operation may answer.
_SENT_AS = {
    "MissingAuthenticationTokenException": ("MissingAuthenticationToken", 403),
    "UnrecognizedClientException": ("InvalidClientTokenId", 403),
    "IncompleteSignatureException": ("IncompleteSignature", 400),
    "InvalidSignatureException": ("SignatureDoesNotMatch", 403),
    "UnknownOperationException": ("InvalidAction", 400),
    "SerializationException": ("MalformedQueryString", 400),
    "ValidationException": ("InvalidParameter", 400),
    "AccessDeniedException": ("AuthorizationError", 403),
}
# The model calls the same thing otherwise in one operation.
_DECLARED_AS = {("ListTagsForResource", "NotFound"): "ResourceNotFound"}


def action(body: bytes) -> str:
    """The Action that a form names, "" when it names none."""
    found = re.search(rb"(?:^|&)Action=(\w*)(?:&|$)", body)
    return found[1].decode() if found else ""


def unknown(name: str) -> str:
    """The sentence about an action that is not served."""
    text = messages.NO_SUBSCRIPTIONS if _SETTINGS.search(name) else messages.UNKNOWN_ACTION
    return text.format(operation=name[:128] or "(no Action)")


def read(body: bytes, operation: Operation) -> Members:
    """The form's members as the operation's shape has them, lists and maps put together. Raises BodyUnreadable."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise BodyUnreadable(messages.NOT_A_FORM.format(reason=error)) from None
    tree: dict[str, Any] = {}
    for name, value in pairs:
        if name not in ("Action", "Version"):
            _put(tree, name, value)
    members: Members = _value(_model(operation).input_shape, tree)
    return members


def _put(tree: dict[str, Any], name: str, value: str) -> None:
    *way, last = name.split(".", _DEEPEST)
    for part in way:
        tree = tree.setdefault(part, {})
        if not isinstance(tree, dict):
            raise BodyUnreadable(messages.NOT_A_FORM.format(reason=f"{name[:128]} is a member of a text"))
    tree[last] = value


def _value(shape: Shape, node: Any) -> Any:
    """A node of the tree of names, as the shape has it; what does not fit stays, for the shape's own check to tell."""
    if isinstance(shape, StructureShape):
        return _structure(shape, node)
    if isinstance(shape, ListShape):
        items = _numbered(node, "member")
        return node if items is None else [_value(shape.member, item) for item in items]
    return _map(shape, node) if isinstance(shape, MapShape) else node


def _structure(shape: StructureShape, node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    return {name: _value(shape.members[name], part) if name in shape.members else part for name, part in node.items()}


def _map(shape: MapShape, node: Any) -> Any:
    key, value = _names(shape)
    entries = _numbered(node, "entry")
    if entries is None or not all(isinstance(one, dict) and isinstance(one.get(key), str) for one in entries):
        return node
    return {one[key]: _value(shape.value, one.get(value)) for one in entries}


def _numbered(node: Any, word: str) -> list[Any] | None:
    """The items of `<word>.1`, `<word>.2`, … in their order; a list without items is an empty text. None: no list."""
    if node == "":
        return []
    items = node.get(word) if isinstance(node, dict) and len(node) == 1 else None
    if not isinstance(items, dict) or not all(_NUMBER.fullmatch(number) for number in items):
        return None
    return [items[number] for number in sorted(items, key=int)]


def _names(shape: MapShape) -> tuple[str, str]:
    return shape.key.serialization.get("name", "key"), shape.value.serialization.get("name", "value")


def success(members: Members, operation: Operation, request_id: str) -> HttpResponse:
    """The output members of an operation."""
    model = _model(operation)
    root = ET.Element(f"{operation.name}Response", xmlns=_namespace())
    if model.output_shape:
        _add(root, model.output_shape.serialization["resultWrapper"], model.output_shape, members)
    _text(ET.SubElement(root, "ResponseMetadata"), "RequestId", request_id)
    return _response(root, 200, request_id)


def refusal(error: PlumblineError, operation: Operation | None, request_id: str) -> HttpResponse:
    """A domain error under the code that this operation may send."""
    code, status = code_of(error, operation)
    text = messages.of(error) if status < 500 else messages.INTERNAL.format(request_id=request_id)
    return _error(code, text, status, request_id)


def failure(request_id: str) -> HttpResponse:
    """Something of ours broke: no word of what, only where to look."""
    return _error("InternalError", messages.INTERNAL.format(request_id=request_id), 500, request_id)


def code_of(error: PlumblineError, operation: Operation | None) -> tuple[str, int]:
    """The code and HTTP status of an error: what every operation may send, what this one declares, or what most do."""
    if error.code in _SENT_AS:
        return _SENT_AS[error.code]
    if isinstance(error, WireError):
        return error.code, error.status
    if error.status >= 500:
        return "ServiceUnavailable", 503
    told = [shape.metadata["error"] for shape in _model(operation).error_shapes] if operation else []
    declared = {one["code"]: one["httpStatusCode"] for one in told}
    own = _DECLARED_AS.get((operation.name if operation else "", error.code), error.code)
    code = own if own in declared else "InvalidParameter"
    return code, declared.get(code, 400)


def _model(operation: Operation) -> Any:
    return shapes.operation(operation.name, operation.service)


def _namespace() -> str:
    return str(shapes.service_model(SERVICE).metadata["xmlNamespace"])


def _error(code: str, text: str, status: int, request_id: str) -> HttpResponse:
    root = ET.Element("ErrorResponse", xmlns=_namespace())
    error = ET.SubElement(root, "Error")
    for name, value in (("Type", "Sender" if status < 500 else "Receiver"), ("Code", code), ("Message", text)):
        _text(error, name, value)
    _text(root, "RequestId", request_id)
    return _response(root, status, request_id)


def _add(parent: ET.Element, name: str, shape: Shape, value: Any) -> None:
    """A member as XML: lists of <member>, maps of <entry>."""
    if isinstance(shape, StructureShape):
        element = ET.SubElement(parent, name)
        for inner, part in value.items():
            _add(element, inner, shape.members[inner], part)
    elif isinstance(shape, ListShape):
        element = ET.SubElement(parent, name)
        for item in value:
            _add(element, "member", shape.member, item)
    elif isinstance(shape, MapShape):
        element = ET.SubElement(parent, name)
        for key, part in value.items():
            entry = ET.SubElement(element, "entry")
            _text(entry, _names(shape)[0], key)
            _add(entry, _names(shape)[1], shape.value, part)
    else:
        _text(parent, name, {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value))


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _NO_XML.sub("�", text)


def _response(root: ET.Element, status: int, request_id: str) -> HttpResponse:
    response = HttpResponse(ET.tostring(root, "utf-8"), status=status, content_type="text/xml")
    response["x-amzn-RequestId"] = request_id
    return response
