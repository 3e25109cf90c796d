"""GET /jobs/{name}/workers/ and /hard-objects/: how good everybody is, and what was hard."""

from __future__ import annotations

import pytest

from consolidation.consolidating import consolidate_next
from jobs import dispatch
from jobs.models import LabelingJob
from tenants import scope
from tests.cast import Account
from tests.jobs.play import HAM, SPAM, take
from tests.rest.conftest import Caller


@pytest.fixture
def judged(alice: Account) -> LabelingJob:
    """A job of six objects. Ann and Ben say ham; Kim says spam of the first two."""
    workers = {name: alice.worker(f"{name}@example.org") for name in ("ann", "ben", "kim")}
    job = alice.text_job("judged", 6, NumberOfHumanWorkersPerDataObject=3)
    with scope.tenant(alice.tenant.pk):
        for name, worker in workers.items():
            for _ in range(6):
                turn = take(job, worker.pk)
                said = SPAM if name == "kim" and turn.line_no < 2 else HAM
                dispatch.submit(turn.assignment_id, worker.pk, said)
        assert consolidate_next(job) == 6
    return job


def test_how_good_everybody_is(reviewer: Caller, judged: LabelingJob) -> None:
    found = {one["worker"]: one for one in reviewer.get("jobs/judged/workers/").items}
    assert list(found) == ["Ann", "Ben", "Kim"]
    assert [(one["answers"], one["compared"], one["email"]) for one in found.values()] == [
        (6, 6, f"{name}@example.org") for name in ("ann", "ben", "kim")
    ]
    assert found["Kim"]["quality"] < found["Ann"]["quality"]
    assert all(one["low"] < one["quality"] < one["high"] for one in found.values())
    [confusion] = found["Kim"]["confusions"]
    assert (confusion["truth"], confusion["said"]) == ("ham", "spam")
    assert found["Ann"]["confusions"] == []


def test_page_by_page(reviewer: Caller, judged: LabelingJob) -> None:
    first = reviewer.get("jobs/judged/workers/", page_size="2")
    rest = reviewer.get("jobs/judged/workers/", page_size="2", cursor=first.body["cursor"])
    assert first.names("worker") + rest.names("worker") == ["Ann", "Ben", "Kim"]
    assert [one["quality"] for one in first.items] == [
        one["quality"] for one in reviewer.get("jobs/judged/workers/").items[:2]
    ]


def test_the_hardest_objects_come_first(reviewer: Caller, judged: LabelingJob) -> None:
    items = reviewer.get("jobs/judged/hard-objects/").items
    assert sorted(item["line_no"] for item in items[:2]) == [0, 1]
    assert [item["confidence"] for item in items] == sorted(item["confidence"] for item in items)
    assert {item["class_name"] for item in items} == {"ham"}
    shown = reviewer.get(f"jobs/judged/objects/{items[0]['line_no']}/").body
    assert shown["label"]["confidence"] == items[0]["confidence"]


def test_answers_alone_are_counted_and_nothing_is_known(reviewer: Caller, worked: LabelingJob) -> None:
    [bob] = reviewer.get("jobs/spam/workers/").items
    assert (bob["answers"], bob["compared"], bob["quality"], bob["confusions"]) == (2, 0, None, [])
    assert reviewer.get("jobs/spam/hard-objects/").items == []


def test_of_a_job_that_does_not_exist(reviewer: Caller, alice: Account) -> None:
    for what in ("workers", "hard-objects"):
        assert reviewer.get(f"jobs/none/{what}/").status == 404
