"""The object store: one's own buckets only, large files in parts or not at all, lines of any length."""

from __future__ import annotations

import os
import urllib.request
from collections.abc import Callable
from urllib.error import HTTPError

import pytest

from tenants import scope, storage
from tenants.actor import Actor
from tenants.errors import AccessDenied, NameTaken, ObjectMissing, ObjectRefused, ObjectTooLarge, RequestInvalid
from tenants.models import AuditEntry, Bucket
from tests.cast import Account

pytestmark = pytest.mark.usefixtures("in_alices")
MIB = 1024 * 1024


def unfinished(bucket: str) -> list[str]:
    """Keys of multipart uploads that were begun."""
    return [upload["Key"] for upload in storage._client().list_multipart_uploads(Bucket=bucket).get("Uploads", [])]


def write_and_break(uri: str, size: int) -> None:
    """What a process does whose work fails in the middle of a file."""
    with storage.writing(uri) as out:
        out.write(b"x" * size)
        raise ZeroDivisionError


def test_what_is_written_is_read(alice: Account) -> None:
    uri = f"s3://{alice.bucket}/a folder/ünï code.json"
    storage.write(uri, b"plumb")
    assert storage.read(uri, 5) == b"plumb"
    assert storage.size(uri) == 5
    assert storage.head_bytes(uri, 2) == (b"pl", 5)


def test_every_door_is_closed_to_the_bucket_of_somebody_else(alice: Account, charlie: Account) -> None:
    theirs = charlie.put("secret", b"plumb")
    doors: list[Callable[[], object]] = [
        lambda: storage.own(theirs),
        lambda: storage.size(theirs),
        lambda: storage.read(theirs, 100),
        lambda: storage.head_bytes(theirs, 1),
        lambda: list(storage.read_lines(theirs, 100)),
        lambda: storage.write(theirs, b"mine"),
        lambda: storage.write_many([(f"s3://{alice.bucket}/fine", b""), (theirs, b"mine")]),
        lambda: storage.writing(theirs).__enter__(),
        lambda: storage.presigned(theirs, 60),
    ]
    for door in doors:
        with pytest.raises(AccessDenied, match="not one of this account's buckets"):
            door()
    assert charlie.read(theirs) == "plumb"
    with pytest.raises(ObjectMissing):
        storage.size(f"s3://{alice.bucket}/fine")


@pytest.mark.parametrize("uri", ["", "bucket/key", "file:///etc/passwd", "http://127.0.0.1/x", "s3://", "s3:///key"])
def test_what_is_no_address_is_told(alice: Account, uri: str) -> None:
    with pytest.raises(ObjectRefused, match="is not an S3 address"):
        storage.own(uri)


def test_a_bucket_belongs_to_one_account(alice: Account, charlie: Account) -> None:
    with pytest.raises(NameTaken, match="choose another"):
        storage.create_bucket(charlie.bucket, actor=alice.actor)
    assert list(Bucket.objects.values_list("name", flat=True)) == [alice.bucket]
    with pytest.raises(AccessDenied):
        storage.create_bucket("alices-second", actor=Actor("member", "rita", "reviewer"))
    for name in ("ab", "Upper-Case", "under_score", "-begins", "x" * 64, "a/b", "../a", "two..dots", "line\n"):
        with pytest.raises(RequestInvalid):
            storage.create_bucket(name, actor=alice.actor)
    assert AuditEntry.objects.filter(verb="tenants.bucket.created").count() == 1


def test_a_missing_object_and_one_too_large_are_told(alice: Account) -> None:
    with pytest.raises(ObjectMissing, match=r"There is no object at s3://"):
        storage.read(f"s3://{alice.bucket}/nowhere", 10)
    with pytest.raises(ObjectTooLarge, match="6 bytes; at most 5"):
        storage.read(alice.put("six", b"123456"), 5)


def test_twenty_megabytes_go_in_parts_and_come_back_whole(alice: Account) -> None:
    uri = f"s3://{alice.bucket}/large"
    piece = os.urandom(MIB)
    with storage.writing(uri) as out:
        for i in range(20):
            out.write(bytes([i]) + piece[1:])
        assert unfinished(alice.bucket) == ["large"]
        with pytest.raises(ObjectMissing):
            storage.size(uri)
    read = storage.read(uri, 20 * MIB)
    assert len(read) == 20 * MIB
    assert read == b"".join(bytes([i]) + piece[1:] for i in range(20))
    assert unfinished(alice.bucket) == []
    assert "-" in storage._client().head_object(Bucket=alice.bucket, Key="large")["ETag"]  # it has parts


@pytest.mark.parametrize("before", [False, True], ids=["nothing there", "an earlier one there"])
@pytest.mark.parametrize("size", [1, 12 * MIB], ids=["small", "large"])
def test_a_write_broken_off_leaves_what_was_there(alice: Account, size: int, before: bool) -> None:
    uri = f"s3://{alice.bucket}/broken"
    if before:
        storage.write(uri, b"the earlier one")
    with pytest.raises(ZeroDivisionError):
        write_and_break(uri, size)
    assert unfinished(alice.bucket) == []
    if before:
        assert storage.read(uri, 100) == b"the earlier one"
    else:
        with pytest.raises(ObjectMissing):
            storage.size(uri)


def test_an_empty_file_can_be_written_and_read(alice: Account) -> None:
    uri = f"s3://{alice.bucket}/empty"
    with storage.writing(uri):
        pass
    assert storage.read(uri, 1) == b""
    assert storage.head_bytes(uri, 10) == (b"", 0)
    assert list(storage.read_lines(uri, 10)) == []


def test_lines_go_on_across_the_borders_of_chunks(alice: Account) -> None:
    """Lines of many lengths, in 3 MiB, so that chunk borders of 1 MiB fall anywhere in them."""
    lines = [b"%d:" % i + b"x" * (i * 37 % 900) for i in range(7_000)]
    assert sum(map(len, lines)) > 3 * MIB
    uri = alice.put("lines", b"\n".join(lines))
    assert list(storage.read_lines(uri, 100_000)) == lines


@pytest.mark.parametrize("offset", [-2, -1, 0, 1])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_line_end_at_the_border_of_a_chunk(alice: Account, end: bytes, offset: int) -> None:
    first = b"a" * (storage._CHUNK + offset - len(end))
    uri = alice.put("border", first + end + b"second" + end)
    assert list(storage.read_lines(uri, 2 * MIB)) == [first, b"second"]


def test_a_line_of_five_megabytes_is_cut_and_seen_to_be_too_long(alice: Account) -> None:
    uri = alice.put("long", b"before\n" + b"x" * 5 * MIB + b"\nafter\n")
    before, long, after = storage.read_lines(uri, 100_000)
    assert (before, after) == (b"before", b"after")
    assert 100_000 < len(long) <= 100_001 + storage._CHUNK


def test_a_file_without_a_line_break_does_not_fill_the_memory(alice: Account) -> None:
    [line] = storage.read_lines(alice.put("flat", b"x" * 5 * MIB), 100_000)
    assert len(line) == 100_001


def test_many_files_are_all_there(alice: Account) -> None:
    files = [(f"s3://{alice.bucket}/many/{i}.json", b"%d" % i) for i in range(50)]
    storage.write_many(files)
    assert [storage.read(uri, 10) for uri, _ in files] == [content for _, content in files]


def test_masks_are_stored_as_pictures_and_the_rest_as_json(alice: Account) -> None:
    storage.write_many([(f"s3://{alice.bucket}/kinds/{name}", b"{}") for name in ("mask.png", "answers.json")])
    types = [
        storage._client().head_object(Bucket=alice.bucket, Key=f"kinds/{name}")["ContentType"]
        for name in ("mask.png", "answers.json")
    ]
    assert types == ["image/png", "application/json"]


def test_a_presigned_address_is_read_by_anybody_for_a_while(alice: Account) -> None:
    url = storage.presigned(alice.put("a folder/picture ü.png", b"plumb"), 60)
    request = urllib.request.Request(url, headers={"Origin": "null"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.read() == b"plumb"
        assert answer.headers["Access-Control-Allow-Origin"] in {"*", "null"}
    for other in (
        url.replace("picture", "another"),
        url[:-1] + ("0" if url[-1] != "0" else "1"),
        url.partition("?")[0],
    ):
        with pytest.raises(HTTPError) as caught:
            urllib.request.urlopen(other, timeout=10)
        assert caught.value.code == 403
        caught.value.close()


def test_what_one_account_learned_is_not_told_to_another(alice: Account, charlie: Account) -> None:
    """That a bucket is one's own is remembered for a while; by account."""
    storage.own(f"s3://{alice.bucket}/x")
    with scope.tenant(charlie.tenant.pk), pytest.raises(AccessDenied):
        storage.own(f"s3://{alice.bucket}/x")


@pytest.mark.parametrize("key", ["a/../b", "../b", "a/..", "./b", "", "a\0b"])
@pytest.mark.parametrize("ask", [
    storage.size, lambda uri: storage.head_bytes(uri, 1), lambda uri: storage.read(uri, 9),
    lambda uri: list(storage.read_lines(uri, 9)), lambda uri: storage.presigned(uri, 60),
], ids=["size", "head_bytes", "read", "read_lines", "presigned"])  # fmt: skip
def test_what_names_no_object_is_not_asked_for(in_alices: Account, key: str, ask: Callable[[str], object]) -> None:
    with pytest.raises(ObjectRefused, match="names no object"):
        ask(f"s3://{in_alices.bucket}/{key}")
