"""AWS Signature Version 4, checked on the server's side.

Source: the signing process in the AWS General Reference; the client's half of it is botocore.auth.SigV4Auth.
Pure: no framework, and no clock but the one that is passed in.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol, TypeVar
from urllib.parse import quote

from wire import messages
from wire.errors import IncompleteSignature, MissingAuthenticationToken, SignatureInvalid, UnrecognizedClient

ALGORITHM = "AWS4-HMAC-SHA256"
MAX_SKEW = timedelta(minutes=5)
_STAMP = "%Y%m%dT%H%M%SZ"
_KEY_ID = re.compile(r"\w{1,128}", re.ASCII)
_PARTS = ("Credential", "SignedHeaders", "Signature")
_ADDED_BY_PROXIES = frozenset({"x-amz-cf-id"})  # CloudFront adds it after the client has signed


class Key(Protocol):
    """What a look-up returns: anything that holds the secret."""

    @property
    def secret(self) -> str: ...


FoundKey = TypeVar("FoundKey", bound=Key)


@dataclass(frozen=True)
class SignedRequest:
    """The parts of an HTTP request that a signature covers.

    Header names in lower case; `path` percent-encoded as sent and without dot segments; `query` as sent.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Claim:
    """What an Authorization header says, before anything of it is believed."""

    access_key_id: str
    date: str
    region: str
    service: str
    terminator: str
    signed_headers: tuple[str, ...]
    signature: str
    stamp: str

    @property
    def scope(self) -> str:
        return f"{self.date}/{self.region}/{self.service}/{self.terminator}"


def verify(request: SignedRequest, *, service: str, find: Callable[[str], FoundKey | None], now: datetime) -> FoundKey:
    """The key that signed this request; `find` maps an access key id to its key or None.

    Raises MissingAuthenticationToken, IncompleteSignature, SignatureInvalid or UnrecognizedClient, with AWS's texts.
    """
    claim = read_claim(request.headers)
    _check_scope(claim, service)
    _check_clock(claim, now)
    _check_coverage(claim, request.headers)
    key = find(claim.access_key_id) if _KEY_ID.fullmatch(claim.access_key_id) else None
    if key is None:
        raise UnrecognizedClient
    if request.headers.get("x-amz-security-token"):
        raise UnrecognizedClient(messages.NO_SESSIONS)
    body_hash = hashlib.sha256(request.body).hexdigest()
    wanted = signature(claim, canonical_request(request, claim.signed_headers, body_hash), key.secret)
    if not hmac.compare_digest(wanted.encode(), claim.signature.encode()):
        raise SignatureInvalid(messages.SIGNATURE_MISMATCH)
    if request.headers.get("x-amz-content-sha256", body_hash) != body_hash:
        raise SignatureInvalid(messages.BODY_HASH_MISMATCH)
    return key


def read_claim(headers: Mapping[str, str]) -> Claim:
    """Take an Authorization header apart. Raises MissingAuthenticationToken or IncompleteSignature."""
    text = headers.get("authorization", "").strip()
    if not text:
        raise MissingAuthenticationToken
    algorithm, _, rest = text.partition(" ")
    if algorithm != ALGORITHM:
        raise IncompleteSignature(messages.UNSUPPORTED_ALGORITHM.format(algorithm=algorithm[:64]))
    parts = _parameters(rest)
    stamp = headers.get("x-amz-date") or _iso_stamp(headers.get("date", ""))
    missing = [f"Authorization header requires '{name}' parameter." for name in _PARTS if not parts.get(name)]
    if not stamp:
        missing.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
    if missing:
        raise IncompleteSignature(" ".join(missing))
    credential = parts["Credential"].rsplit("/", 4)
    if len(credential) != 5:
        raise IncompleteSignature(messages.CREDENTIAL_PARTS.format(given=parts["Credential"][:200]))
    signed = tuple(parts["SignedHeaders"].lower().split(";"))
    access_key_id, date, region, service, terminator = credential
    return Claim(access_key_id, date, region, service, terminator, signed, parts["Signature"], stamp)


def canonical_request(request: SignedRequest, signed_headers: tuple[str, ...], body_hash: str) -> str:
    """The text that the client hashed: method, path, query, signed headers, their names, hash of the body."""
    lines = [f"{name}:{' '.join(request.headers.get(name, '').split())}" for name in signed_headers]
    pairs = sorted(pair.partition("=")[::2] for pair in request.query.split("&") if pair)
    query = "&".join(f"{name}={value}" for name, value in pairs)
    path = quote(request.path or "/", safe="/~")
    return "\n".join([request.method, path, query, *lines, "", ";".join(signed_headers), body_hash])


def signature(claim: Claim, canonical: str, secret: str) -> str:
    """The signature (hex) that a holder of `secret` makes for this claim and canonical request."""
    text = "\n".join([ALGORITHM, claim.stamp, claim.scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = b"AWS4" + secret.encode()
    for part in (claim.date, claim.region, claim.service, claim.terminator):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


def _parameters(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in re.split(r"[,\s]+", text.strip()):
        name, equals, value = part.partition("=")
        if part and not equals:
            raise IncompleteSignature(messages.NOT_A_PAIR.format(part=part[:200]))
        found[name] = value
    return found


def _iso_stamp(date: str) -> str:
    try:
        return parsedate_to_datetime(date).astimezone(UTC).strftime(_STAMP)
    except ValueError:
        return date


def _check_scope(claim: Claim, service: str) -> None:
    if claim.terminator != "aws4_request":
        raise SignatureInvalid(messages.WRONG_TERMINATOR.format(given=claim.terminator[:64]))
    if claim.service != service:
        raise SignatureInvalid(messages.WRONG_SERVICE.format(service=service))


def _check_clock(claim: Claim, now: datetime) -> None:
    try:
        signed_at = datetime.strptime(claim.stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        raise IncompleteSignature(messages.DATE_FORMAT.format(given=claim.stamp[:64])) from None
    if claim.date != claim.stamp[:8]:
        raise SignatureInvalid(
            messages.DATE_SCOPE.format(scope=claim.date[:64], date=claim.stamp[:8], stamp=claim.stamp)
        )
    told = {"stamp": claim.stamp, "now": now.strftime(_STAMP), "minutes": MAX_SKEW.seconds // 60}
    if signed_at < now - MAX_SKEW:
        raise SignatureInvalid(messages.EXPIRED.format(**told, limit=(now - MAX_SKEW).strftime(_STAMP)))
    if signed_at > now + MAX_SKEW:
        raise SignatureInvalid(messages.NOT_YET.format(**told, limit=(now + MAX_SKEW).strftime(_STAMP)))


def _check_coverage(claim: Claim, headers: Mapping[str, str]) -> None:
    """Host, date and every x-amz-* header have to be signed; X-Amz-Target above all, since it names the operation."""
    required = {"host", "x-amz-date" if headers.get("x-amz-date") else "date"}
    required |= {name for name in headers if name.startswith("x-amz-")} - _ADDED_BY_PROXIES
    for name in sorted(required - set(claim.signed_headers)):
        raise SignatureInvalid(messages.NOT_SIGNED.format(name=name))
