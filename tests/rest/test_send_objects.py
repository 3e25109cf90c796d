"""POST /jobs/{name}/objects/ and /topics/: objects are sent to a streaming job without SNS."""

from __future__ import annotations

from typing import Any

import pytest

from jobs.models import LabelingJob
from tenants import scope
from tests.cast import Account
from tests.jobs.streams import streaming_job
from tests.rest.conftest import Caller


@pytest.fixture
def stream(alice: Account) -> LabelingJob:
    with scope.tenant(alice.tenant.pk):
        return streaming_job(alice)


def named(number: int, object_id: str) -> dict[str, str]:
    return {"source": f"mail {number}", "dataset-objectid-attribute-name": "my-id", "my-id": object_id}


def test_lines_become_objects_and_an_id_that_comes_again_is_told(manager: Caller, stream: LabelingJob) -> None:
    answer = manager.post("jobs/stream/objects/", {"lines": [named(0, "a"), {"source": "ü"}, named(1, "a")]})
    assert answer.status == 201
    told = [(one["line_no"], one["is_new"]) for one in answer.body["objects"]]
    assert told == [(0, True), (1, True), (0, False)]
    assert answer.body["objects"][0]["id"] == "a"
    assert [one["data"]["source"] for one in manager.get("jobs/stream/objects/").items] == ["mail 0", "ü"]
    assert manager.get("jobs/stream/").body["counters"]["unlabeled"] == 2


def test_faulty_lines_are_all_told_and_none_is_stored(manager: Caller, stream: LabelingJob) -> None:
    answer = manager.post(
        "jobs/stream/objects/", {"lines": [{"source": "x"}, {"text": "x"}, {"source": "x", "$a": "b"}]}
    )
    assert answer.status == 400
    assert answer.faulty() == ["lines[1]", "lines[2]"]
    assert manager.get("jobs/stream/objects/").items == []


@pytest.mark.parametrize(
    "body", [{}, {"lines": []}, {"lines": ["x"]}, {"lines": [{"source": "x"}] * 501}, {"line": {}}]
)
def test_a_body_without_lines_or_with_too_many_is_refused(manager: Caller, stream: LabelingJob, body: Any) -> None:
    assert manager.post("jobs/stream/objects/", body).status == 400


def test_a_job_that_takes_none_says_so(manager: Caller, stream: LabelingJob, alice: Account) -> None:
    with scope.tenant(alice.tenant.pk):
        alice.text_job()
    answer = manager.post("jobs/spam/objects/", {"lines": [{"source": "x"}]})
    assert (answer.status, answer.body["code"]) == (409, "ConflictException")
    assert "is no streaming job" in answer.body["message"]
    manager.post("jobs/stream/stop/")
    answer = manager.post("jobs/stream/objects/", {"lines": [{"source": "x"}]})
    assert answer.status == 409
    assert "takes no more objects" in answer.body["message"]


def test_a_topic_is_made_once_and_listed(manager: Caller, alice: Account) -> None:
    arn = f"arn:aws:sns:us-east-1:{alice.tenant.account_id}:mails"
    for _ in range(2):
        answer = manager.post("topics/", {"name": "mails"})
        assert (answer.status, answer.body["arn"]) == (201, arn)
    assert [one["arn"] for one in manager.get("topics/").items] == [arn]
    for name in ("", "a b", "orders.fifo", "x" * 257):
        assert manager.post("topics/", {"name": name}).faulty() == ["name"]
