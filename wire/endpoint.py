"""`POST /`: who signed, what is asked, is it well formed, serve it, answer in JSON 1.1."""

from __future__ import annotations

import logging
import uuid
from datetime import UTC, datetime

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tenants import keys, scope, shapes
from tenants.actor import Actor
from tenants.errors import PlumblineError, RequestInvalid
from wire import answers, messages, sigv4
from wire.call import Call, Members, Operation
from wire.errors import BodyUnreadable, RequestTooLarge, UnknownOperation
from wire.table import OPERATIONS

MOST_BYTES = 1024 * 1024  # the longest member of any operation is 128,000 characters
log = logging.getLogger("wire")


@csrf_exempt  # a signature is worth more than a token in a cookie, and no cookie is looked at here
@require_POST
def endpoint(request: HttpRequest) -> HttpResponse:
    """The SageMaker API. Every answer carries x-amzn-RequestId, every error a code that AWS's clients know."""
    request_id = str(uuid.uuid4())
    target = request.headers.get("X-Amz-Target", "")
    operation = OPERATIONS.get(target)
    note = {"target": target[:128], "aws_request": request_id}
    try:
        members = _served(request, operation, target)
    except PlumblineError as error:
        log.info("wire_refused", extra={**note, "code": error.code, "reason": str(error)[:500]})
        return answers.refusal(error, operation, request_id)
    except Exception:
        log.exception("wire_failed", extra=note)
        return answers.failure(request_id)
    log.info("wire_served", extra=note)
    return answers.success(members, request_id)


def _served(request: HttpRequest, operation: Operation | None, target: str) -> Members:
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise RequestTooLarge(messages.TOO_LARGE.format(most=MOST_BYTES))
    key = _signer(request, body, operation.service if operation else "sagemaker")
    if operation is None:
        raise UnknownOperation(messages.UNKNOWN_OPERATION.format(operation=target[:128] or "(no X-Amz-Target header)"))
    with scope.tenant(key.tenant_id):
        return serve(operation, body, key.actor)


def serve(operation: Operation, body: bytes, actor: Actor) -> Members:
    """Read the body, report all faults of its shape at once, and run the operation in the scope that is open."""
    members = read(body)
    faults = shapes.faults(operation.name, members, operation.service)
    if faults:
        raise RequestInvalid(faults)
    return operation.serve(Call(operation.name, members, actor))


def read(body: bytes) -> Members:
    """The body's JSON object without members that are null. Raises BodyUnreadable."""
    try:
        members = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError as error:
        raise BodyUnreadable(messages.NOT_JSON.format(reason=error)) from None
    if not isinstance(members, dict):
        raise BodyUnreadable(messages.NOT_AN_OBJECT)
    cleaned: Members = shapes.without_nulls(members)
    return cleaned


def _signer(request: HttpRequest, body: bytes, service: str) -> keys.FoundKey:
    signed = sigv4.SignedRequest(
        method=str(request.method),
        path=request.path,
        query=request.META.get("QUERY_STRING", ""),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
    )
    return sigv4.verify(signed, service=service, find=keys.find, now=datetime.now(UTC))
