"""Pages by key set: nothing twice, nothing left out, whatever comes or goes; a cursor is good where it was given out."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobs.models import LabelingJob
from tenants import scope
from tests.cast import Account
from tests.rest.conftest import Caller


def walk(call: Caller, path: str, key: str, **query: str) -> list[object]:
    """The key of every item of every page, by the `next` links."""
    answer = call.get(path, **query)
    found = answer.names(key)
    while answer.body["next"]:
        answer = call("GET", "/" + answer.body["next"].split("/", 3)[3].partition("?")[0],
                      **{**query, "cursor": answer.body["cursor"]})  # fmt: skip
        found += answer.names(key)
    return found


def test_every_object_comes_once_in_the_manifests_order(alice: Account, reviewer: Caller) -> None:
    alice.text_job("spam", 11)
    for size in ("1", "5", "11", "12"):
        assert walk(reviewer, "jobs/spam/objects/", "line_no", page_size=size) == list(range(11))


def test_the_next_link_leads_to_the_next_page(alice: Account, reviewer: Caller) -> None:
    alice.text_job("spam", 3)
    first = reviewer.get("jobs/spam/objects/", page_size="2", line_from="0")
    link = first.body["next"]
    assert link.startswith("http://testserver/api/v1/jobs/spam/objects/?")
    answer = reviewer.client.get(link, headers={"Authorization": f"Bearer {reviewer.token}"}).json()
    assert [item["line_no"] for item in answer["items"]] == [2]
    assert (answer["next"], answer["cursor"]) == (None, None)


def test_jobs_made_meanwhile_shift_nothing(alice: Account, reviewer: Caller) -> None:
    names = [alice.text_job(f"job-{i}", 1).name for i in range(5)]
    first = reviewer.get("jobs/", page_size="2")
    alice.text_job("newcomer", 1)
    with scope.tenant(alice.tenant.pk):
        LabelingJob.objects.filter(name="job-3").delete()
    second = reviewer.get("jobs/", page_size="2", cursor=first.body["cursor"])
    third = reviewer.get("jobs/", page_size="2", cursor=second.body["cursor"])
    assert first.names() + second.names() + third.names() == names[::-1]
    assert third.body["cursor"] is None
    assert reviewer.get("jobs/").names()[0] == "newcomer"


def test_jobs_of_one_instant_keep_an_order(alice: Account, reviewer: Caller) -> None:
    for i in range(5):
        alice.text_job(f"job-{i}", 1)
    with scope.tenant(alice.tenant.pk):
        at = LabelingJob.objects.latest("pk").created_at
        LabelingJob.objects.update(created_at=at)
    assert walk(reviewer, "jobs/", "name", page_size="2") == [f"job-{i}" for i in (4, 3, 2, 1, 0)]


def test_the_trail_grows_while_it_is_read(alice: Account, manager: Caller, owner: Caller) -> None:
    first = manager.get("audit/", page_size="2")
    alice.team("late")
    second = manager.get("audit/", page_size="1000", cursor=first.body["cursor"])
    ids = first.names("id") + second.names("id")
    assert ids == sorted(set(ids), reverse=True)
    assert "workforce.workteam.created" not in second.names("verb")


def test_a_cursor_is_worth_nothing_elsewhere(alice: Account, owner: Caller, stranger: Caller) -> None:
    for name in ("one", "two"):
        alice.text_job(name, 3)
    cursor = owner.get("jobs/one/objects/", page_size="1").body["cursor"]
    assert owner.get("jobs/one/objects/", cursor=cursor).names("line_no") == [1, 2]
    for path, query in (
        ("jobs/two/objects/", {}), ("jobs/one/events/", {}), ("jobs/one/objects/", {"state": "open"}), ("jobs/", {}),
        ("audit/", {}), ("jobs/one/objects/", {"cursor": cursor[:-1] + ("A" if cursor[-1] != "A" else "B")}),
        ("jobs/one/objects/", {"cursor": "1"}), ("jobs/one/objects/", {"cursor": ""}),
    ):  # fmt: skip
        answer = owner.get(path, **{"cursor": cursor, **query})
        assert (path, answer.status, answer.faulty()) == (path, 400, ["cursor"])
    audit = owner.get("audit/", page_size="1").body["cursor"]
    assert stranger.get("audit/", cursor=audit).faulty() == ["cursor"]


def test_no_list_counts_or_skips(alice: Account, owner: Caller, worked: LabelingJob) -> None:
    lists = ("jobs/", "jobs/spam/objects/", "jobs/spam/events/", "work-teams/", "work-teams/labelers/workers/",
             "invitations/", "members/", "keys/", "buckets/", "audit/")  # fmt: skip
    for path in lists:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            owner.get(path, page_size="1")
        asked = [query["sql"] for query in queries if "set_config" not in query["sql"]]
        assert not [sql for sql in asked if "COUNT(" in sql.upper() or "OFFSET" in sql.upper()]
        assert len(asked) <= 5, asked
