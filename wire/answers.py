"""JSON 1.1 as AWS reads and answers it: members, errors, times as seconds since 1970."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from django.http import HttpResponse

from tenants import shapes
from tenants.errors import PlumblineError
from wire import messages
from wire.call import Members, Operation
from wire.errors import BodyUnreadable, WireError

SERVICE = "sagemaker"  # for which a request is signed that names no operation of ours

# The model declares ResourceNotFound here, but the service sends ValidationException and clients wait for that.
_SENT_AS = {("DescribeLabelingJob", "ResourceNotFound"): "ValidationException"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNDECLARED = frozenset({"ValidationException", "AccessDeniedException", "ThrottlingException"})


def read(body: bytes, operation: Operation) -> Members:
    """The body's JSON object without members that are null. Raises BodyUnreadable."""
    try:
        members = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError as error:
        raise BodyUnreadable(messages.NOT_JSON.format(reason=error)) from None
    if not isinstance(members, dict):
        raise BodyUnreadable(messages.NOT_AN_OBJECT)
    cleaned: Members = shapes.without_nulls(members)
    return cleaned


def unknown(name: str) -> str:
    """The sentence about an operation that is not served."""
    return messages.UNKNOWN_OPERATION.format(operation=name[:128] or "(no X-Amz-Target header)")


def success(members: Members, operation: Operation, request_id: str) -> HttpResponse:
    """The output members of an operation. Times become seconds with milliseconds, bytes become base64."""
    return _response(members, 200, request_id)


def refusal(error: PlumblineError, operation: Operation | None, request_id: str) -> HttpResponse:
    """A domain error under the code that this operation may send, with HTTP 400."""
    code, status = code_of(error, operation)
    text = messages.of(error) if status < 500 else messages.INTERNAL.format(request_id=request_id)
    return _error(code, text, status, request_id)


def failure(request_id: str) -> HttpResponse:
    """Something of ours broke: no word of what, only where to look."""
    return _error("InternalFailure", messages.INTERNAL.format(request_id=request_id), 500, request_id)


def code_of(error: PlumblineError, operation: Operation | None) -> tuple[str, int]:
    """The AWS code and HTTP status of an error: what the operation declares, else what every operation may send."""
    if isinstance(error, WireError):
        return error.code, error.status
    if error.status >= 500:
        return "ServiceUnavailable", 503
    declared = {shape.name for shape in _model(operation).error_shapes} if operation else set()
    code = error.code if error.code in declared | _UNDECLARED else "ValidationException"
    return _SENT_AS.get((operation.name if operation else "", code), code), 400


def _model(operation: Operation) -> Any:
    return shapes.operation(operation.name, operation.service)


def _error(code: str, text: str, status: int, request_id: str) -> HttpResponse:
    response = _response({"__type": code, "Message": text}, status, request_id)
    response["x-amzn-ErrorType"] = code
    return response


def _response(members: Members, status: int, request_id: str) -> HttpResponse:
    body = orjson.dumps(members, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME)
    response = HttpResponse(body, status=status, content_type="application/x-amz-json-1.1")
    response["x-amzn-RequestId"] = request_id
    return response


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return seconds(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"an answer holds a {type(value).__name__}, which JSON 1.1 has no form for")


def seconds(moment: datetime) -> float:
    """Seconds since 1970, cut (not rounded) to milliseconds, so that time filters can compare exactly."""
    return (moment - _EPOCH) // timedelta(milliseconds=1) / 1000
