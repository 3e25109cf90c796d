"""What is no JSON object is refused with the reason, and never breaks anything."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from tenants.rest_bodies import LARGEST
from tests.cast import Account
from tests.rest.conftest import Caller

POSTS = ("jobs/", "work-teams/", "keys/", "members/", "buckets/")
BODIES = [b"", b"{", b"[]", b"null", b'"x"', b"5", b"NaN", b"\xff\xfe", b'{"name": "\\ud800"}', b"[" * 100_000,
          b'{"a":' * 100_000, b'{"name": 1e999}']  # fmt: skip


def send(call: Caller, path: str, raw: bytes, content_type: str = "application/json") -> Any:
    headers = {"Authorization": f"Bearer {call.token}"}
    return call.client.generic("POST", f"/api/v1/{path}", raw, content_type, headers=headers)


@pytest.mark.parametrize("raw", BODIES, ids=lambda raw: raw[:12].decode("latin-1"))
def test_a_body_that_is_no_json_object_is_a_fault(raw: bytes, alice: Account, owner: Caller) -> None:
    for path in POSTS:
        answer = send(owner, path, raw)
        assert answer.status_code == 400
        assert answer.json()["faults"]


def test_a_body_is_at_most_one_mebibyte(owner: Caller) -> None:
    answer = send(owner, "keys/", b'{"name": "' + b"a" * LARGEST + b'"}')
    assert (answer.status_code, answer.json()["code"]) == (413, "RequestEntityTooLargeException")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_body_that_says_it_is_something_else(kind: str, owner: Caller) -> None:
    answer = send(owner, "keys/", b'{"name": "x"}', kind)
    assert (answer.status_code, answer.json()["code"]) == (415, "UnsupportedMediaType")
    assert owner.get("keys/").names() == ["owner"]


@pytest.mark.parametrize("escape", [rb"\ud800", rb"\u0000"])
def test_text_that_the_database_cannot_keep_is_a_fault_in_an_aws_body(
    escape: bytes, alice: Account, owner: Caller
) -> None:
    request = alice.text_request("spam", [{"source": "x"}], TaskTitle="A TITLE")
    raw = orjson.dumps(request).replace(b"A TITLE", escape).replace(b"spam", b"sp" + escape)
    for path in ("jobs/", "jobs/?dry_run=true"):
        answer = send(owner, path, raw)
        assert (answer.status_code, bool(answer.json()["faults"])) == (400, True)
    assert owner.get("jobs/").items == []


def nested(levels: int) -> bytes:
    """A body that is so deep itself."""
    return b'{"template": "x", "input": ' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


@pytest.mark.parametrize("levels", [101, 255, 300, 1_023])
def test_a_body_deeper_than_can_be_stored_is_a_fault(levels: int, owner: Caller) -> None:
    answer = send(owner, "previews/", nested(levels))
    assert answer.status_code == 400
    assert answer.json()["faults"][0]["wanted"] == "at most 100 levels"
    assert send(owner, "previews/", nested(100)).status_code == 201


def test_a_deep_line_of_a_manifest_is_a_fault_of_its_preview(alice: Account, owner: Caller) -> None:
    deep = '{"source": "x", "more": ' + "[" * 300 + "]" * 300 + "}"
    asked = {"template": "x", "task_type": "TextMultiClass", "manifest_uri": alice.put("deep.manifest", [deep])}
    assert owner.post("previews/", asked).faulty() == ["manifest_uri"]


@pytest.mark.parametrize("body", [
    {"n" * 400_000: {f"x{n}": "\0" for n in range(500)}}, {"n" * 400_000: 1}, {f"x{n}": 1 for n in range(80_000)},
], ids=["NUL within", "unknown", "many unknown"])  # fmt: skip
def test_a_refusal_is_shorter_than_what_it_refuses(body: dict[str, Any], owner: Caller) -> None:
    answer = send(owner, "keys/", orjson.dumps(body))
    assert answer.status_code == 400
    assert answer.json()["faults"]
    assert len(answer.content) < 80_000
