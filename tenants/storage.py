"""The object store: the one module that knows its client library (django-storages over boto3).

Every function takes `s3://bucket/key` and checks that the bucket belongs to the tenant whose scope is open, so no
caller can forget it. Clients are made once a process and shared by threads (botocore clients are thread-safe).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError
from django.conf import settings
from django.db import transaction
from storages.backends.s3 import S3Storage

from tenants import audit, crossing, hints, scope, store_keys
from tenants.actor import Actor
from tenants.errors import (
    AccessDenied,
    Fault,
    NameTaken,
    ObjectMissing,
    ObjectRefused,
    ObjectTooLarge,
    PlumblineError,
    RequestInvalid,
    StorageError,
)
from tenants.models import Bucket

_ADDRESS = re.compile(r"^(?:s3://|https?://s3[.\w-]*\.amazonaws\.com/)(?P<bucket>[^/]+)/?(?P<key>.*)$", re.DOTALL)
# S3's rule: letters and digits at both ends, never two dots together. Without look-ahead, as OpenAPI shows it too.
BUCKET_NAME = r"^[a-z0-9](?:-*(?:\.-*)?[a-z0-9])+$"
BUCKET_NAME_LENGTHS = range(3, 64)
_PART = 8 * 1024 * 1024  # bytes a multipart part; S3 takes 5 MiB or more
_CHUNK = 1024 * 1024
_PARALLEL = 8  # requests side by side when many small files are written
_MISSING = {"404", "NoSuchKey", "NoSuchBucket", "NotFound"}
# Templates fetch JSON, audio and images from an opaque origin, so the store has to allow any (spec 2.9).
_CORS = {
    "CORSRules": [
        {"AllowedMethods": ["GET", "HEAD"], "AllowedOrigins": ["*"], "AllowedHeaders": ["*"],
         "ExposeHeaders": ["Access-Control-Allow-Origin", "ETag"], "MaxAgeSeconds": 3000}
    ]
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """Where an object lies."""

    bucket: str
    key: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.key}"


def parse(uri: str) -> Address:
    """`s3://bucket/key` (or the old https form) as an address; raises `ObjectRefused` for anything else."""
    found = _ADDRESS.match(uri)
    if not found:
        raise ObjectRefused(f"{uri!r} is not an S3 address; write s3://bucket/key.")
    return Address(found["bucket"], found["key"])


def parse_object(uri: str) -> Address:
    """As `parse`, for one object: a key without `.` and `..` segments has to be there (security lesson S27)."""
    address = parse(uri)
    if not address.key or {".", ".."} & set(address.key.split("/")) or "\0" in address.key:
        raise ObjectRefused(f"{uri!r} names no object; write s3://bucket/key.")
    return address


def own(uri: str) -> Address:
    """The address, if its bucket belongs to this tenant; else `AccessDenied` without telling whether it exists."""
    address = parse(uri)
    if not _is_ours(scope.current(), address.bucket):
        raise AccessDenied(
            f"The bucket {address.bucket} is not one of this account's buckets. Add it to the account "
            "(admin: Buckets; REST: POST /api/v1/buckets/) or use one that is."
        )
    return address


def _own_object(uri: str) -> Address:
    """As `own`, for one object."""
    parse_object(uri)
    return own(uri)


def _is_ours(tenant_id: int, bucket: str) -> bool:
    # Asked for every media file; a bucket is never handed from one tenant to another, so a yes may be remembered.
    key = f"bucket:{tenant_id}:{bucket}"
    if hints.get(key):
        return True
    ours: bool = Bucket.objects.filter(name=bucket).exists()
    if ours:
        hints.put(key, 1, 300)
    return ours


def create_bucket(name: str, *, actor: Actor) -> Bucket:
    """Make a new bucket for this tenant. One that exists at the store already is somebody's: `NameTaken`."""
    actor.demand("manager")
    return _register(name, actor, existing=False)


def take_in_bucket(name: str, *, actor: Actor) -> Bucket:
    """The operator hands a bucket that exists at the store to this tenant (`manage.py take_in_bucket`)."""
    actor.demand("system")
    return _register(name, actor, existing=True)


@transaction.atomic
def _register(name: str, actor: Actor, *, existing: bool) -> Bucket:
    if len(name) not in BUCKET_NAME_LENGTHS or not re.fullmatch(BUCKET_NAME, name):
        raise RequestInvalid([Fault("name", repr(name), "3-63 lower-case letters, digits, dots and hyphens")])
    if crossing.bucket_is_taken(name):
        raise NameTaken(f"The bucket name {name} is taken; choose another one.")
    bucket = Bucket(name=name)
    bucket.save()
    with _explained(name):
        if _bucket_exists(name) != existing:
            raise NameTaken(
                f"The bucket {name} {'does not exist' if existing else 'exists already'} at the object store."
            )
        if not existing:
            _client().create_bucket(Bucket=name)
        _client().put_bucket_cors(Bucket=name, CORSConfiguration=_CORS)
    audit.record(actor, "tenants.bucket.created", name)
    store_keys.refresh_after_commit()
    return bucket


def size(uri: str) -> int:
    """Bytes of the object; raises `ObjectMissing`."""
    address = _own_object(uri)
    with _explained(address):
        return int(_client().head_object(Bucket=address.bucket, Key=address.key)["ContentLength"])


def head_bytes(uri: str, count: int) -> tuple[bytes, int]:
    """The first `count` bytes of the object and its whole size, in one request; raises `ObjectMissing`."""
    address = _own_object(uri)
    with _explained(address):
        try:
            answer = _client().get_object(Bucket=address.bucket, Key=address.key, Range=f"bytes=0-{count - 1}")
        except ClientError as error:
            if error.response["Error"]["Code"] in {"InvalidRange", "416"}:  # an empty object has no first byte
                return b"", 0
            raise
        total = answer.get("ContentRange", "").rpartition("/")[2]
        with answer["Body"] as body:
            return bytes(body.read(count)), int(total or answer["ContentLength"])


def read(uri: str, limit: int) -> bytes:
    """The whole object; raises `ObjectTooLarge` when it is larger than `limit` bytes."""
    return _content(_own_object(uri), limit)


def _content(address: Address, limit: int) -> bytes:
    with _explained(address):
        answer = _client().get_object(Bucket=address.bucket, Key=address.key)
        if answer["ContentLength"] > limit:
            raise ObjectTooLarge(f"{address} has {answer['ContentLength']:,} bytes; at most {limit:,} are taken here.")
        return bytes(answer["Body"].read())


def read_many(uris: Sequence[str], limit: int) -> list[bytes | PlumblineError]:
    """As `read` for many small objects, side by side; where one cannot be read, its error stands in its place.

    An outage of the store rises as `StorageError`: it is no fault of any of them.
    """
    asked: list[Address | PlumblineError] = []
    for uri in uris:
        try:
            asked.append(_own_object(uri))  # here and not in the threads, which have no scope
        except (AccessDenied, ObjectRefused) as error:
            asked.append(error)

    def content(one: Address | PlumblineError) -> bytes | PlumblineError:
        try:
            return _content(one, limit) if isinstance(one, Address) else one
        except (ObjectMissing, ObjectRefused) as error:
            return error

    with ThreadPoolExecutor(_PARALLEL) as threads:
        return list(threads.map(content, asked))


def read_lines(uri: str, longest: int) -> Iterator[bytes]:
    """The object's lines without their ends, streamed in constant memory.

    A line over `longest` bytes is cut there (its length then still tells that it is too long), so a file without line
    breaks cannot fill the memory.
    """
    address = _own_object(uri)
    with _explained(address):
        rest = b""
        for chunk in _client().get_object(Bucket=address.bucket, Key=address.key)["Body"].iter_chunks(_CHUNK):
            lines = (rest + chunk).split(b"\n")
            rest = lines.pop()[: longest + 1]
            for line in lines:
                yield line.removesuffix(b"\r")
        if rest:
            yield rest.removesuffix(b"\r")


def write(uri: str, content: bytes, content_type: str = "application/json") -> None:
    """Store a small object."""
    address = own(uri)
    with _explained(address):
        _client().put_object(Bucket=address.bucket, Key=address.key, Body=content, ContentType=content_type)


def write_many(files: Sequence[tuple[str, bytes]]) -> None:
    """Store many small objects, JSON or PNG by their suffix, side by side; raises when any could not be stored."""
    addresses = [parse(uri) for uri, _ in files]
    for bucket in {address.bucket for address in addresses}:
        own(f"s3://{bucket}/")  # here and not in the threads, which have no scope

    def put(at: int) -> None:
        address, content = addresses[at], files[at][1]
        content_type = "image/png" if address.key.endswith(".png") else "application/json"
        _client().put_object(Bucket=address.bucket, Key=address.key, Body=content, ContentType=content_type)

    with _explained(f"{len(files)} files"), ThreadPoolExecutor(_PARALLEL) as threads:
        for _ in threads.map(put, range(len(files))):
            pass


@contextmanager
def writing(uri: str, content_type: str = "application/json") -> Iterator[MultipartWriter]:
    """Store a large object in parts; it appears whole when the block ends, and not at all when it fails."""
    address = own(uri)
    with _explained(address):
        writer = MultipartWriter(address, content_type)
        try:
            yield writer
            writer.finish()
        except BaseException:
            writer.abort()
            raise


class MultipartWriter:
    """Collects bytes and sends them as parts of `_PART` bytes; holds one part in memory."""

    def __init__(self, address: Address, content_type: str) -> None:
        self._where: dict[str, Any] = {"Bucket": address.bucket, "Key": address.key}
        self._content_type = content_type
        self._buffer = bytearray()
        self._parts: list[dict[str, object]] = []
        self._upload = ""

    def write(self, content: bytes) -> None:
        self._buffer += content
        if len(self._buffer) >= _PART:
            self._send()

    def finish(self) -> None:
        if not self._upload:  # small after all: one request instead of three
            _client().put_object(**self._where, Body=bytes(self._buffer), ContentType=self._content_type)
            return
        if self._buffer:
            self._send()
        _client().complete_multipart_upload(
            **self._where, UploadId=self._upload, MultipartUpload={"Parts": self._parts}
        )

    def abort(self) -> None:
        if self._upload:
            _client().abort_multipart_upload(**self._where, UploadId=self._upload)

    def _send(self) -> None:
        if not self._upload:
            started = _client().create_multipart_upload(**self._where, ContentType=self._content_type)
            self._upload = started["UploadId"]
        number = len(self._parts) + 1
        sent = _client().upload_part(**self._where, UploadId=self._upload, PartNumber=number, Body=bytes(self._buffer))
        self._parts.append({"ETag": sent["ETag"], "PartNumber": number})
        self._buffer.clear()


def presigned(uri: str, seconds: int) -> str:
    """A URL by which a browser may read the object for `seconds` seconds; computed here, nothing is asked."""
    address = _own_object(uri)
    where = {"Bucket": address.bucket, "Key": address.key}
    return str(_client(public=True).generate_presigned_url("get_object", Params=where, ExpiresIn=seconds))


def ready() -> bool:
    """Does the object store answer?"""
    try:
        _client().list_buckets()
    except (BotoCoreError, ClientError):
        return False
    return True


@cache
def _client(public: bool = False) -> Any:
    endpoint = settings.S3_PUBLIC_ENDPOINT_URL if public else settings.S3_ENDPOINT_URL
    store = S3Storage(
        access_key=settings.S3_ACCESS_KEY_ID, secret_key=settings.S3_SECRET_ACCESS_KEY, endpoint_url=endpoint,
        region_name=settings.S3_REGION, addressing_style="path", signature_version="s3v4",
        client_config=Config(
            s3={"addressing_style": "path"}, signature_version="s3v4", max_pool_connections=32,
            retries={"max_attempts": 3, "mode": "standard"}, connect_timeout=5, read_timeout=60,
        ),
    )  # fmt: skip
    return store.connection.meta.client


def _bucket_exists(name: str) -> bool:
    try:
        _client().head_bucket(Bucket=name)
    except ClientError as error:
        if error.response["Error"]["Code"] in _MISSING:
            return False
        raise
    return True


@contextmanager
def _explained(address: Address | str) -> Iterator[None]:
    """Turn the client's errors into ours; reply bodies of the store are never shown (security lesson S3)."""
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _MISSING:
            raise ObjectMissing(f"There is no object at {address}.") from error
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
        # What the store refuses it will refuse again; slow-downs and its own troubles pass.
        kind = ObjectRefused if 400 <= status < 500 and status not in (408, 429) else StorageError
        raise kind(f"The object store refused {address}: {code}.") from error
    except ParamValidationError as error:
        raise ObjectRefused(f"{address} is no address of an object.") from error
    except BotoCoreError as error:
        raise StorageError(f"The object store could not be reached for {address}; try again.") from error
