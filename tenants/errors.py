"""Everything that can go wrong in the product, as one tree; the docstring is the message.

Each protocol renders these at one place: `config/errors.py` (REST), `wire/messages.py` (AWS), `portal/consumer.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a request: where it is, what was given, what is wanted."""

    field: str
    given: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.field}: given {self.given}; wanted {self.wanted}"


class PlumblineError(Exception):
    """Something went wrong that the caller can act on."""

    code = "Error"
    status = 400

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip())

    @property
    def message(self) -> str:
        return str(self)

    def as_dict(self) -> dict[str, object]:
        """What REST and the socket send."""
        return {"code": self.code, "message": self.message}


class RequestInvalid(PlumblineError):
    """The request has faults; every one of them is listed."""

    code = "ValidationException"

    def __init__(self, faults: Sequence[Fault], message: str | None = None) -> None:
        self.faults = list(faults)
        count = f"{len(self.faults)} fault{'' if len(self.faults) == 1 else 's'}"
        super().__init__(message or f"{count} in the request. " + " | ".join(str(fault) for fault in self.faults))

    def as_dict(self) -> dict[str, object]:
        return {**super().as_dict(), "faults": [asdict(fault) for fault in self.faults]}


class NotFound(PlumblineError):
    """There is no such thing, or it is not yours."""

    code = "ResourceNotFound"
    status = 404


class NameTaken(PlumblineError):
    """That name exists already; choose another one."""

    code = "ResourceInUse"
    status = 409


class LimitExceeded(PlumblineError):
    """A limit of this account is reached."""

    code = "ResourceLimitExceeded"
    status = 429


class AccessDenied(PlumblineError):
    """Your role does not allow this; ask an owner or manager of the account."""

    code = "AccessDeniedException"
    status = 403


class Conflict(PlumblineError):
    """The thing changed meanwhile, or its state does not allow this."""

    code = "ConflictException"
    status = 409


class TenantRequired(RuntimeError):
    """A customer row was asked for outside a tenant's scope. Open one: `with scope.tenant(tenant_id): ...`"""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class StorageError(PlumblineError):
    """The object store did not do what was asked."""

    code = "StorageError"
    status = 502


class ObjectRefused(StorageError):
    """The object store refuses that address."""

    code = "ObjectRefused"
    status = 400


class ObjectTooLarge(ObjectRefused):
    """The object is larger than what is taken."""

    code = "ObjectTooLarge"


class ObjectMissing(StorageError):
    """There is no object at that address."""

    code = "ObjectMissing"
    status = 404
