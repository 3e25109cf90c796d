"""Charlie has the owner's key of another account and Alice's names and ids. He sees and changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jobs.models import LabelingJob
from tests.cast import Account
from tests.rest.conftest import Caller
from tests.rest.routes import NEEDS, TABLE, addresses
from workforce.models import Worker


@pytest.mark.parametrize("query", [{}, {"page_size": "1"}])
def test_each_nested_address_of_hers_is_not_found_and_nothing_changes(
    query: dict[str, str], alice: Account, worked: LabelingJob, bob: Worker, stranger: Caller,
    fingerprint: Callable[[Account], str],
) -> None:  # fmt: skip
    where = addresses(alice, worked, bob)
    before = fingerprint(alice)
    asked = [(verb, name) for verb, name in TABLE if name in NEEDS]
    assert len(asked) > 10
    for verb, name in asked:
        paged = query if name in ("workers", "job-events", "job-objects") and verb == "GET" else {}
        body = {"email": "x@example.org"} if verb == "POST" else None
        answer = stranger(verb, where[name], body, **paged)
        assert (verb, name, answer.status) == (verb, name, 404)
        assert "alice" not in answer.text.lower()
    assert fingerprint(alice) == before


def test_his_lists_hold_nothing_of_hers(alice: Account, worked: LabelingJob, bob: Worker, stranger: Caller) -> None:
    addresses(alice, worked, bob)
    for verb, name in TABLE:
        if verb == "GET" and name not in NEEDS:
            text = stranger.get(f"{name}/").text.lower()
            assert not [word for word in ("alice", "bob", "carol", "labelers", "spam", alice.bucket) if word in text]


def test_a_job_cannot_be_made_of_her_files_and_people(
    alice: Account, stranger: Caller, fingerprint: Callable[[Account], str]
) -> None:
    request = alice.text_request("theirs", [{"source": "secret"}])
    before = fingerprint(alice)
    for query in ({}, {"dry_run": "true"}):
        answer = stranger.post("jobs/", request, **query)
        assert {"HumanTaskConfig.WorkteamArn", "InputConfig.DataSource.S3DataSource.ManifestS3Uri",
                "OutputConfig.S3OutputPath", "LabelCategoryConfigS3Uri"} <= set(answer.faulty())  # fmt: skip
        assert "secret" not in answer.text
    assert fingerprint(alice) == before


def test_her_bucket_is_taken_and_not_shared(alice: Account, stranger: Caller) -> None:
    assert stranger.post("buckets/", {"name": alice.bucket}).status == 409
    assert alice.bucket not in stranger.get("buckets/").names()


def test_the_same_names_stand_side_by_side(alice: Account, worked: LabelingJob, stranger: Caller) -> None:
    assert stranger.post("work-teams/", {"name": "labelers", "description": "mine"}).status == 201
    assert stranger.get("work-teams/labelers/").body["description"] == "mine"
