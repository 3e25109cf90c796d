"""`POST /`: who signed, what is asked, is it well formed, serve it, answer in the form of the protocol it came in."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tenants import keys, scope, shapes
from tenants.errors import PlumblineError, RequestInvalid
from wire import answers, messages, query, sigv4
from wire.call import Call, Members, Operation
from wire.errors import RequestTooLarge, UnknownOperation
from wire.table import OPERATIONS

MOST_BYTES = 1024 * 1024  # a batch of messages is 256 KiB, of which each byte may take three in a form
log = logging.getLogger("wire")


class Form(Protocol):
    """How one of AWS's protocols writes requests and answers: `wire/answers.py`, `wire/query.py`."""

    SERVICE: str

    def read(self, body: bytes, operation: Operation) -> Members: ...
    def unknown(self, name: str) -> str: ...
    def success(self, members: Members, operation: Operation, request_id: str) -> HttpResponse: ...
    def refusal(self, error: PlumblineError, operation: Operation | None, request_id: str) -> HttpResponse: ...
    def failure(self, request_id: str) -> HttpResponse: ...


@dataclass(frozen=True)
class Asked:
    """What a request says it wants, before anything of it is believed."""

    form: Form
    name: str
    operation: Operation | None


@csrf_exempt  # a signature is worth more than a token in a cookie, and no cookie is looked at here
@require_POST
def endpoint(request: HttpRequest) -> HttpResponse:
    """The APIs of AWS. Every answer carries x-amzn-RequestId, every error a code that AWS's clients know."""
    request_id = str(uuid.uuid4())
    body = request.read(MOST_BYTES + 1)
    asked = _asked(request, body)
    note = {"target": asked.name[:128], "aws_request": request_id}
    try:
        operation, members = _served(request, body, asked)
    except PlumblineError as error:
        log.info("wire_refused", extra={**note, "code": error.code, "reason": str(error)[:500]})
        return asked.form.refusal(error, asked.operation, request_id)
    except Exception:
        log.exception("wire_failed", extra=note)
        return asked.form.failure(request_id)
    log.info("wire_served", extra=note)
    return asked.form.success(members, operation, request_id)


def _asked(request: HttpRequest, body: bytes) -> Asked:
    target = request.headers.get("X-Amz-Target", "")
    if not target and request.content_type == query.CONTENT_TYPE:
        name = query.action(body)
        return Asked(query, name, OPERATIONS.get(f"{query.SERVICE}.{name}"))
    return Asked(answers, target, OPERATIONS.get(target))


def _served(request: HttpRequest, body: bytes, asked: Asked) -> tuple[Operation, Members]:
    if len(body) > MOST_BYTES:
        raise RequestTooLarge(messages.TOO_LARGE.format(most=MOST_BYTES))
    operation = asked.operation
    key = _signer(request, body, operation.service if operation else asked.form.SERVICE)
    if operation is None:
        raise UnknownOperation(asked.form.unknown(asked.name))
    with scope.tenant(key.tenant_id):
        members = asked.form.read(body, operation)
        faults = shapes.faults(operation.name, members, operation.service)
        if faults:
            raise RequestInvalid(faults)
        return operation, operation.serve(Call(operation.name, members, key.actor))


def _signer(request: HttpRequest, body: bytes, service: str) -> keys.FoundKey:
    signed = sigv4.SignedRequest(
        method=str(request.method),
        path=request.path,
        query=request.META.get("QUERY_STRING", ""),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
    )
    return sigv4.verify(signed, service=service, find=keys.find, now=datetime.now(UTC))
