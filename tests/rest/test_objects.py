"""GET /jobs/{name}/objects/ and one object: the line, what became of it, who said what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.models import Assignment, LabelingJob
from tenants import scope
from tests.cast import Account
from tests.rest.conftest import Caller


def test_each_object_with_its_line_state_and_label(reviewer: Caller, worked: LabelingJob) -> None:
    items = reviewer.get("jobs/spam/objects/").items
    assert [item["state"] for item in items] == ["labeled", "labeled", "answered", "failed", "open"]
    assert items[0]["data"] == {"source": "mail number 0"}
    assert (items[0]["label"]["class_name"], items[0]["label"]["human"]) == ("ham", True)
    assert [item["answers"] for item in items] == [1, 1, 1, 0, 0]
    assert [bool(item["failure_reason"]) for item in items] == [False, False, False, True, False]
    assert items[2]["label"] is None


@pytest.mark.parametrize(("query", "lines"), [
    ({"state": "labeled"}, [0, 1]), ({"state": "failed"}, [3]), ({"state": "pending"}, []),
    ({"line_from": "1", "line_to": "3"}, [1, 2, 3]), ({"line_from": "4"}, [4]), ({"line_to": "0"}, [0]),
    ({"state": "labeled", "line_from": "1"}, [1]), ({"line_from": "3", "line_to": "2"}, []),
])  # fmt: skip
def test_found_by_state_and_lines(
    query: dict[str, str], lines: list[int], reviewer: Caller, worked: LabelingJob
) -> None:
    assert reviewer.get("jobs/spam/objects/", **query).names("line_no") == lines


@pytest.mark.parametrize("query", [{"state": "3"}, {"state": "done"}, {"line_from": "-1"}, {"line_to": "2147483648"}])
def test_a_question_that_makes_no_sense_is_a_fault(
    query: dict[str, str], reviewer: Caller, worked: LabelingJob
) -> None:
    assert reviewer.get("jobs/spam/objects/", **query).faulty() == list(query)


def test_who_said_what_and_how_long_it_took(alice: Account, reviewer: Caller, worked: LabelingJob) -> None:
    with scope.tenant(alice.tenant.pk):
        turn = Assignment.objects.get(data_object__line_no=0)
        assert turn.started_at is not None
        turn.ended_at = turn.started_at + timedelta(seconds=7.25)
        turn.save()
    one = reviewer.get("jobs/spam/objects/0/").body
    [answer] = one["given_answers"]
    assert (answer["worker"], answer["email"], answer["seconds"]) == ("Bob", "bob@example.org", 7.25)
    assert answer["answer"] == {"crowd-classifier": {"label": "ham"}}


def test_a_turn_that_was_declined_is_no_answer(reviewer: Caller, worked: LabelingJob) -> None:
    assert reviewer.get("jobs/spam/objects/3/").body["given_answers"] == []


@pytest.mark.parametrize("line", ["5", "2147483648", "9" * 30])
def test_a_line_that_does_not_exist(line: str, reviewer: Caller, worked: LabelingJob) -> None:
    assert reviewer.get(f"jobs/spam/objects/{line}/").status == 404


def test_a_page_of_many_objects_costs_as_many_statements_as_a_page_of_one(alice: Account, reviewer: Caller) -> None:
    alice.text_job("spam", 40)
    counts = []
    for size in (1, 40):
        with CaptureQueriesContext(connection) as queries:
            assert len(reviewer.get("jobs/spam/objects/", page_size=str(size)).items) == size
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_labels_of_an_earlier_job_have_no_label_of_this_one(alice: Account, reviewer: Caller) -> None:
    alice.job(alice.text_request("chained", [{"source": "x", "lan": 1}, {"source": "y"}]))
    first, second = reviewer.get("jobs/chained/objects/").items
    assert (first["state"], first["label"], first["data"]["lan"]) == ("labeled", None, 1)
    assert second["state"] in ("pending", "open")
