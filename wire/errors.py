"""Errors that only the wire knows: who signed, what was asked for, can it be read."""

from __future__ import annotations

from tenants.errors import PlumblineError


class WireError(PlumblineError):
    """The request cannot be served as it was sent."""

    code = "ValidationException"


class MissingAuthenticationToken(WireError):
    """Missing Authentication Token"""

    code = "MissingAuthenticationTokenException"


class UnrecognizedClient(WireError):
    """The security token included in the request is invalid."""

    code = "UnrecognizedClientException"


class IncompleteSignature(WireError):
    """The Authorization header is not complete."""

    code = "IncompleteSignatureException"


class SignatureInvalid(WireError):
    """The signature does not prove what the request says."""

    code = "InvalidSignatureException"


class UnknownOperation(WireError):
    """There is no such operation here."""

    code = "UnknownOperationException"


class BodyUnreadable(WireError):
    """The body is not a JSON object."""

    code = "SerializationException"


class RequestTooLarge(WireError):
    """The body is too large."""

    code = "RequestEntityTooLargeException"
    status = 413


class TokenInvalid(WireError):
    """The NextToken is not one that this list gave out, or the list was asked for differently."""
