"""The work socket on the live site: what a page is given, and that nothing is lost."""

from __future__ import annotations

import time
import urllib.request
from datetime import timedelta
from urllib.error import HTTPError

import pytest
from django.utils import timezone

from jobs import actions, closing, rows, window
from jobs.models import Assignment, LabelingJob
from tenants import scope
from tests.cast import Account
from tests.portal.conftest import OpenPage
from tests.portal.page import Page
from tests.site import Site
from workforce.models import Worker

HAM = {"crowd-classifier": {"label": "ham"}}


@pytest.fixture
def job(site: Site, alice: Account) -> LabelingJob:
    return alice.text_job(count=5)


def submit(page: Page, item: dict) -> dict:
    page.say("submit", assignment=item["assignment"], answer=HAM)
    return page.hear("submitted")


def test_a_page_gets_an_item_and_the_next_one_ahead(open_page: OpenPage, bob: Worker, job: LabelingJob) -> None:
    page = open_page(bob, job)
    current = page.next()
    ahead = page.hear("item")
    assert (current["slot"], ahead["slot"]) == ("current", "ahead")
    assert current["assignment"] != ahead["assignment"]
    assert current["frame"].startswith("/frame/")
    assert current["draft"] is None


def test_hello_says_what_the_job_is(site: Site, open_page: OpenPage, bob: Worker, job: LabelingJob) -> None:
    page = open_page(bob, job)
    hello = page.heard[0]
    assert hello["job"]["title"] == "Sort it"
    assert hello["job"]["labels"] == ["ham", "spam"]
    assert hello["job"]["time_limit"] == 300
    assert hello["worker"]["email"] == "bob@example.org"
    assert hello["answered"] == 0
    assert page.hear("progress") == {"type": "progress", "labeled": 0, "total": 5, "failed": 0}


def test_an_answer_is_stored_before_it_is_acknowledged(
    open_page: OpenPage, alice: Account, bob: Worker, job: LabelingJob
) -> None:
    page = open_page(bob, job)
    item = page.next()
    page.say("start", assignment=item["assignment"])
    assert page.hear("started")["assignment"] == item["assignment"]
    assert submit(page, item)["answered"] == 1
    with scope.tenant(alice.tenant.pk):
        assert Assignment.objects.get(pk=item["assignment"]).answer == HAM


def test_after_a_submit_the_item_ahead_is_there_and_another_follows(
    open_page: OpenPage, bob: Worker, job: LabelingJob
) -> None:
    page = open_page(bob, job)
    current, ahead = page.next(), page.hear("item")
    submit(page, current)
    page.say("start", assignment=ahead["assignment"])
    third = page.hear("item")
    assert third["slot"] == "ahead"
    assert third["assignment"] not in (current["assignment"], ahead["assignment"])
    assert page.hear("started")["assignment"] == ahead["assignment"]


def test_somebody_who_answered_everything_is_told_that_they_are_through(
    open_page: OpenPage, bob: Worker, job: LabelingJob
) -> None:
    page = open_page(bob, job)
    items = [page.next()]
    for _ in range(4):
        items.append(page.hear("item"))
        submit(page, items[-2])
    assert submit(page, items[-1])["answered"] == 5
    assert page.hear("finished")["status"] in ("InProgress", "Completed")


@pytest.mark.parametrize("told_by", ["message", "watcher"])
def test_a_page_that_was_told_it_is_through_gets_what_is_opened_again(
    open_page: OpenPage, alice: Account, bob: Worker, told_by: str
) -> None:
    job = alice.text_job(count=2)
    page = open_page(bob, job)
    first, broken = page.next(), page.hear("item")["assignment"]
    submit(page, first)
    with scope.tenant(alice.tenant.pk):
        closing.fail(Assignment.objects.get(pk=broken).data_object_id, "its media was broken")
    page.say("submit", assignment=broken, answer=HAM)
    page.hear("finished")
    with scope.tenant(alice.tenant.pk):
        assert actions.retry_failed(job, actor=alice.actor) == 1
        if told_by == "message":
            time.sleep(0.25)  # a process tells of a job's work at most every 0.2 s
            window.top_up(job.pk)
        else:  # the same, and its message is lost
            rows.run(window._OPEN, {"job": job.pk, "count": 1})
    assert page.hear("item")["slot"] == "current"


def test_who_holds_an_item_whose_object_fails_is_told_and_goes_on(
    open_page: OpenPage, alice: Account, bob: Worker
) -> None:
    job = alice.text_job(count=3)
    page = open_page(bob, job)
    current, ahead = page.next(), page.hear("item")
    for lost in (current, ahead):
        with scope.tenant(alice.tenant.pk):
            closing.fail(Assignment.objects.get(pk=lost["assignment"]).data_object_id, "its media was broken")
        told = page.hear("error")
        assert (told["code"], told["assignment"]) == ("LeaseLost", lost["assignment"])
    (last,) = [message for message in page.heard if message["type"] == "item"][2:]
    assert submit(page, last)["answered"] == 1


def test_a_page_that_cannot_be_made_of_an_object_makes_room_for_the_next(
    open_page: OpenPage, site: Site, alice: Account, bob: Worker
) -> None:
    request = alice.text_request("greedy", [{"source": "word " * 3_900}, {"source": "short"}])
    shown = "<crowd-form>{% for i in (1..999) %}{{ task.input.source }}{% endfor %}"
    request["HumanTaskConfig"]["UiConfig"]["UiTemplateS3Uri"] = alice.put("greedy.html", shown)
    page = open_page(bob, alice.job(request))
    item = page.next()
    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(site.url + item["frame"], timeout=60)
    refused.value.close()
    assert page.hear("error")["assignment"] == item["assignment"]
    others = [message for message in page.heard if message["type"] == "item"][1:] or [page.hear("item")]
    assert submit(page, others[0])["answered"] == 1


def test_a_page_is_told_once_that_it_is_through(open_page: OpenPage, alice: Account, bob: Worker) -> None:
    page = open_page(bob, alice.text_job(count=1))
    submit(page, page.next())
    page.hear("finished")
    with pytest.raises(TimeoutError):
        page.hear("finished", within=4)


def test_a_submit_that_is_repeated_counts_once(open_page: OpenPage, bob: Worker, job: LabelingJob) -> None:
    page = open_page(bob, job)
    item = page.next()
    assert submit(page, item)["answered"] == 1
    assert submit(page, item)["answered"] == 1


def test_a_broken_line_keeps_the_item_the_draft_and_the_one_ahead(
    open_page: OpenPage, bob: Worker, job: LabelingJob
) -> None:
    page = open_page(bob, job)
    current, ahead = page.next(), page.hear("item")
    page.say("start", assignment=current["assignment"])
    page.say("draft", assignment=current["assignment"], answer=HAM, seq=4)
    assert page.hear("draft_saved")["seq"] == 4
    page.break_line()
    again = open_page(bob, job)
    back, back_ahead = again.next(), again.hear("item")
    assert (back["assignment"], back["slot"], back["draft"]) == (current["assignment"], "current", HAM)
    assert (back_ahead["assignment"], back_ahead["slot"]) == (ahead["assignment"], "ahead")


def test_an_answer_given_while_the_line_was_down_is_taken_before_new_work(
    open_page: OpenPage, bob: Worker, job: LabelingJob
) -> None:
    page = open_page(bob, job)
    current, ahead = page.next(), page.hear("item")
    page.break_line()
    again = open_page(bob, job)
    assert submit(again, current)["answered"] == 1
    assert again.next()["assignment"] == ahead["assignment"]


def test_a_page_that_was_left_gives_back_what_was_ahead(open_page: OpenPage, alice: Account, bob: Worker) -> None:
    job = alice.text_job(count=2)
    page = open_page(bob, job)
    current, ahead = page.next(), page.hear("item")
    page.say("start", assignment=current["assignment"])
    page.hear("started")
    other = open_page(alice.worker("ann@example.org"), job)
    other.say("next")
    other.hear("waiting")
    page.socket.close(1001)
    line = other.hear("item")
    with scope.tenant(alice.tenant.pk):
        assert Assignment.objects.get(pk=line["assignment"]).data_object.line_no == 1
        assert not Assignment.objects.filter(pk=ahead["assignment"]).exists()


def test_who_waits_gets_an_item_as_soon_as_one_comes_back(open_page: OpenPage, alice: Account, bob: Worker) -> None:
    job = alice.text_job(count=1)
    page = open_page(bob, job)
    item = page.next()
    other = open_page(alice.worker("ann@example.org"), job)
    other.say("next")
    assert other.hear("waiting")["open"] == 1
    page.say("release", assignment=item["assignment"])
    assert other.hear("item")["slot"] == "current"


def test_an_item_given_back_is_offered_to_others_before_it_comes_again(
    open_page: OpenPage, alice: Account, bob: Worker
) -> None:
    page = open_page(bob, alice.text_job(count=1))
    page.say("release", assignment=page.next()["assignment"])
    page.hear("released")
    heard = len(page.heard)
    page.hear("waiting")  # said at once: who gets the item straight back is told of no waiting
    assert all(message["type"] != "item" for message in page.heard[heard:])
    assert page.hear("item")["slot"] == "current"


def test_declining_gives_another_item_and_never_the_same(open_page: OpenPage, bob: Worker, job: LabelingJob) -> None:
    page = open_page(bob, job)
    item = page.next()
    page.say("decline", assignment=item["assignment"])
    page.hear("declined")
    seen = {message["assignment"] for message in page.heard if message["type"] == "item"}
    seen.add(page.hear("item")["assignment"])
    again = open_page(bob, job)
    assert again.next()["assignment"] in seen - {item["assignment"]}


def test_time_that_ran_out_is_told_and_an_answer_after_it_is_refused(
    open_page: OpenPage, alice: Account, bob: Worker, job: LabelingJob
) -> None:
    page = open_page(bob, job)
    item = page.next()
    page.say("start", assignment=item["assignment"])
    page.hear("started")
    with scope.tenant(alice.tenant.pk):
        Assignment.objects.filter(pk=item["assignment"]).update(deadline=timezone.now() - timedelta(seconds=1))
    page.say("submit", assignment=item["assignment"], answer=HAM)
    refused = page.hear("error")
    assert (refused["code"], refused["assignment"]) == ("LeaseLost", item["assignment"])
    assert "not stored" in refused["message"]


def test_a_page_hears_when_the_time_of_its_item_runs_out(
    open_page: OpenPage, alice: Account, bob: Worker, job: LabelingJob
) -> None:
    page = open_page(bob, job)
    item = page.next()
    with scope.tenant(alice.tenant.pk):
        Assignment.objects.filter(pk=item["assignment"]).update(deadline=timezone.now() + timedelta(seconds=1))
    page.say("start", assignment=item["assignment"])
    assert page.hear("expired")["assignment"] == item["assignment"]


def test_an_answer_that_does_not_fit_is_refused_and_the_item_stays(
    open_page: OpenPage, bob: Worker, job: LabelingJob
) -> None:
    page = open_page(bob, job)
    item = page.next()
    page.say("submit", assignment=item["assignment"], answer={"crowd-classifier": {"label": "neither"}})
    refused = page.hear("error")
    assert (refused["code"], refused["assignment"]) == ("AnswerInvalid", item["assignment"])
    assert submit(page, item)["answered"] == 1


def test_nonsense_is_answered_with_what_is_wanted_and_the_socket_stays(
    open_page: OpenPage, bob: Worker, job: LabelingJob
) -> None:
    page = open_page(bob, job)
    for nonsense in ("", "[]", '{"type":"steal"}', '{"type":"submit","assignment":1,"answer":3}'):
        page.socket.send(nonsense)
        assert page.hear("error")["code"] == "MessageInvalid"
    page.socket.send(b"\xff\xfe\x00")
    assert page.hear("error")["code"] == "MessageInvalid"
    assert page.next()["slot"] == "current"


def test_an_answer_over_ten_megabytes_is_refused_clearly(open_page: OpenPage, bob: Worker, job: LabelingJob) -> None:
    page = open_page(bob, job)
    item = page.next()
    page.say("submit", assignment=item["assignment"], answer={"crowd-classifier": {"label": "x" * 10_600_000}})
    assert page.hear("error")["code"] == "AnswerTooLarge"
    assert submit(page, item)["answered"] == 1


def test_a_heartbeat_is_answered_and_keeps_what_is_ahead(
    open_page: OpenPage, alice: Account, bob: Worker, job: LabelingJob
) -> None:
    page = open_page(bob, job)
    page.next()
    ahead = page.hear("item")["assignment"]
    with scope.tenant(alice.tenant.pk):
        Assignment.objects.filter(pk=ahead).update(deadline=timezone.now() + timedelta(seconds=5))
        page.say("heartbeat")
        page.hear("heartbeat")
        assert Assignment.objects.get(pk=ahead).deadline > timezone.now() + timedelta(seconds=30)


def test_an_acknowledgement_waits_for_nothing_that_comes_by_the_clock(
    open_page: OpenPage, alice: Account, bob: Worker
) -> None:
    """Neither for a sweep nor for a look at rights; how fast it is stands in docs/benchmarks.md."""
    page = open_page(bob, alice.text_job(count=40))
    item, took = page.next(), []
    for _ in range(30):
        ahead = page.hear("item")
        began = time.perf_counter()
        submit(page, item)
        took.append(time.perf_counter() - began)
        item = ahead
    assert sorted(took)[len(took) // 2] < 1
