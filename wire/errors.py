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


class MessageRefused(WireError):
    """A job that reads the topic cannot take the message."""

    code = "InvalidParameter"


class BatchEmpty(WireError):
    """The batch request doesn't contain any entries."""

    code = "EmptyBatchRequest"


class BatchTooLong(WireError):
    """The batch request contains more entries than permissible."""

    code = "TooManyEntriesInBatchRequest"


class BatchTooLarge(WireError):
    """The length of all the batch messages put together is more than the limit."""

    code = "BatchRequestTooLong"


class BatchIdInvalid(WireError):
    """The Id of a batch entry in a batch request doesn't abide by the specification."""

    code = "InvalidBatchEntryId"


class BatchIdsNotDistinct(WireError):
    """Two or more batch entries in the request have the same Id; give each its own."""

    code = "BatchEntryIdsNotDistinct"
