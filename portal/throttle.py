"""Guessing is slowed down: failed tries are counted per address and per account in the cache.

While Valkey is away nothing is counted and nobody is stopped. The other choice would lock everybody out, and with it the
people who could mend it; guessing stays slow meanwhile, as looking at one password takes half a second of a core.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

log = structlog.get_logger("portal.throttle")
WINDOW = 15 * 60  # s


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `tries` failures of one key within the window."""

    kind: str
    value: str
    tries: int

    @property
    def key(self) -> str:
        """Hashed: a cache must not become a list of who tried to sign in."""
        return f"portal:tries:{self.kind}:{hashlib.sha256(self.value.encode()).hexdigest()[:32]}"


def sign_in(request: HttpRequest, email: str) -> list[Limit]:
    """Three counts, so neither one address nor many can go through an account's or everybody's passwords."""
    where, who = request.META.get("REMOTE_ADDR", ""), email.strip().lower()
    return [Limit("pair", f"{where} {who}", 5), Limit("account", who, 50), Limit("address", where, 100)]


def reset(request: HttpRequest, email: str) -> list[Limit]:
    """Mails asked for: few for one account, some for one address."""
    where, who = request.META.get("REMOTE_ADDR", ""), email.strip().lower()
    return [Limit("reset", who, 3), Limit("resets", where, 20)]


def exhausted(limits: Iterable[Limit]) -> bool:
    """Is one of the limits used up? Asked before the password is looked at."""
    wanted = {limit.key: limit.tries for limit in limits}
    with _open_while_away():
        return any(count >= wanted[key] for key, count in cache.get_many(wanted).items())
    return False


def count(limits: Iterable[Limit]) -> None:
    """One more failure. `add` then `incr` is atomic; the window starts at the first failure."""
    with _open_while_away():
        for limit in limits:
            _count_one(limit.key)


def forget(limits: Iterable[Limit]) -> None:
    """The right password: this account starts anew from here; the address keeps its count."""
    with _open_while_away():
        cache.delete_many([limit.key for limit in limits if limit.kind == "pair"])


def _count_one(key: str) -> None:
    if cache.add(key, 1, WINDOW):
        return
    try:
        cache.incr(key)
    except ValueError:  # ran out between the two calls
        cache.set(key, 1, WINDOW)


@contextmanager
def _open_while_away() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        log.warning("tries_not_counted", error=str(error))
