"""Domain errors as REST answers, at one place: `{"code", "message", "faults"?, "request"}`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from config.logs import request_id
from tenants.errors import Fault, PlumblineError, RequestInvalid

# What DRF itself refuses, in the words that the AWS endpoint uses for the same.
_CODES = {
    401: "MissingAuthenticationTokenException",
    403: "AccessDeniedException",
    404: "ResourceNotFound",
    405: "MethodNotAllowed",
    406: "NotAcceptable",
    415: "UnsupportedMediaType",
}


def render(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; what it does not know becomes a 500 without any text of ours."""
    if isinstance(error, exceptions.ValidationError):
        error = RequestInvalid(_faults(error.detail))
    if isinstance(error, PlumblineError):
        return Response({**error.as_dict(), "request": request_id.get()}, status=error.status)
    response = exception_handler(error, context)
    if response is not None:
        message = str(error.detail) if isinstance(error, exceptions.APIException) else response.reason_phrase
        code = _CODES.get(response.status_code, "ValidationException")
        code = "UnrecognizedClientException" if isinstance(error, exceptions.AuthenticationFailed) else code
        response.data = {"code": code, "message": message, "request": request_id.get()}
    return response


@csrf_exempt  # nothing happens here, and the answer should say what is wrong with the address
def no_such_address(request: HttpRequest, rest: str) -> JsonResponse:
    """Any verb on an address below /api/ that is not served; also keeps a forgotten slash from redirecting a POST."""
    message = f"There is nothing at {request.path}. Addresses end with a slash; /api/schema/ lists them."
    told = {"code": "ResourceNotFound", "message": message, "request": request_id.get()}
    return JsonResponse(told, status=404)


def _faults(detail: Any, field: str = "") -> list[Fault]:
    """DRF's nested error detail as flat faults."""
    if isinstance(detail, dict):
        return [fault for key, value in detail.items() for fault in _faults(value, f"{field}.{key}".strip("."))]
    if isinstance(detail, list):
        return [fault for value in detail for fault in _faults(value, field)]
    return [Fault(field or "request", "(see field)", str(detail))]
