"""The address of a template frame: a signed token that shows one assignment to one worker for a while."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.core import signing
from django.urls import reverse

from tenants.errors import NotFound

_SALT, _TOKEN = "portal.frame.2", "token"
LIFETIME = 24 * 3600  # s; a reload asks for a new address, and a lease has its own, shorter clock


class FrameGone(NotFound):
    """This address of an item is not valid any more. Reload the page."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who may look at what: one assignment of one worker in one tenant."""

    tenant_id: int
    assignment_id: int
    worker_id: int


def address(seat: Seat) -> str:
    """The path of the frame, `/frame/<token>/`. The frame is sandboxed and needs no session."""
    token = signing.TimestampSigner(salt=_SALT).sign(f"{seat.tenant_id}-{seat.assignment_id}-{seat.worker_id}")
    return _path().replace(_TOKEN, token)


def read(token: str) -> Seat:
    """The seat of a token; raises `FrameGone` when it was changed, made for something else or is too old."""
    try:
        told = signing.TimestampSigner(salt=_SALT).unsign(token, max_age=LIFETIME)
    except signing.BadSignature as error:
        raise FrameGone from error
    return Seat(*map(int, told.split("-")))


@cache
def _path() -> str:
    return reverse("portal:frame", args=[_TOKEN])
