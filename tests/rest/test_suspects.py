"""Labels of people that may be wrong: /jobs/{name}/label-check/ and /suspects/."""

from __future__ import annotations

import pytest

from autolabel.checking import step
from jobs.models import LabelingJob
from tenants import scope
from tests.autolabel.test_checking import labeled
from tests.cast import Account
from tests.rest.conftest import Caller
from workforce.models import Worker


@pytest.fixture
def job(alice: Account, bob: Worker) -> LabelingJob:
    with scope.tenant(alice.tenant.pk):
        return labeled(alice, bob)


def looked_at(manager: Caller, alice: Account, job: LabelingJob) -> None:
    begun = manager.post("jobs/mails/label-check/")
    assert (begun.status, begun.body["looking"]) == (200, True)
    with scope.tenant(alice.tenant.pk):
        while step(job):
            pass


def test_a_look_is_asked_for_and_watched(manager: Caller, reviewer: Caller, alice: Account, job: LabelingJob) -> None:
    assert reviewer.get("jobs/mails/label-check/").status == 404
    looked_at(manager, alice, job)
    assert reviewer.get("jobs/mails/label-check/").body == {
        "status": "120 labels of people were compared with what the machine says without them.",
        "done": True, "looking": False, "compared": 120,
    }  # fmt: skip


def test_the_likeliest_come_first_page_by_page(
    manager: Caller, reviewer: Caller, alice: Account, job: LabelingJob
) -> None:
    looked_at(manager, alice, job)
    all_of_them = reviewer.get("jobs/mails/suspects/").items
    scores = [one["score"] for one in all_of_them]
    assert scores == sorted(scores, reverse=True)
    assert {one["line_no"] for one in all_of_them[:3]} == {3, 40, 77}
    assert all(one["people"] != one["machine"] and one["decision"] == "open" for one in all_of_them)
    first = reviewer.get("jobs/mails/suspects/", page_size="2")
    second = reviewer.get("jobs/mails/suspects/", page_size="2", cursor=first.body["cursor"])
    assert first.items + second.items == all_of_them[:4]


def test_a_label_is_corrected_kept_and_undone(manager: Caller, alice: Account, job: LabelingJob) -> None:
    looked_at(manager, alice, job)
    machine = next(one["machine"] for one in manager.get("jobs/mails/suspects/").items if one["line_no"] == 3)
    done = manager.post("jobs/mails/suspects/3/", {"decision": "correct", "labels": machine})
    assert (done.status, done.body["decision"], done.body["decided_by"]) == (
        200,
        "corrected",
        manager.token.split(":")[0],
    )
    assert manager.get("jobs/mails/objects/3/").body["label"]["class_name"] == machine[0]
    assert manager.post("jobs/mails/suspects/40/", {"decision": "keep"}).body["decision"] == "kept"
    assert manager.get("jobs/mails/suspects/", decision="corrected").names("line_no") == [3]
    assert manager.post("jobs/mails/suspects/3/", {"decision": "undo"}).body["decision"] == "open"
    assert manager.get("jobs/mails/objects/3/").body["label"]["class_name"] != machine[0]


def test_what_cannot_be_done_says_why(manager: Caller, reviewer: Caller, alice: Account, job: LabelingJob) -> None:
    looked_at(manager, alice, job)
    assert manager.post("jobs/mails/suspects/3/", {"decision": "burn"}).faulty() == ["decision"]
    assert manager.post("jobs/mails/suspects/3/", {"decision": "correct", "labels": ["cat"]}).faulty() == ["labels"]
    assert manager.post("jobs/mails/suspects/3/", {"decision": "correct"}).faulty() == ["labels"]
    assert manager.post("jobs/mails/suspects/118/", {"decision": "keep"}).status == 404
    assert manager.get("jobs/mails/suspects/", decision="burnt").faulty() == ["decision"]
    assert reviewer.post("jobs/mails/suspects/3/", {"decision": "keep"}).status == 403


def test_another_account_sees_nothing(stranger: Caller, manager: Caller, alice: Account, job: LabelingJob) -> None:
    looked_at(manager, alice, job)
    for path in ("label-check", "suspects"):
        assert stranger.get(f"jobs/mails/{path}/").status == 404
    assert stranger.post("jobs/mails/suspects/3/", {"decision": "keep"}).status == 404
