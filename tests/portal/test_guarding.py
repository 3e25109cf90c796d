"""Who may hold a work socket, and for how long."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from websockets.exceptions import InvalidStatus

from jobs.models import LabelingJob
from tenants import scope
from tests.cast import PASSWORD, Account
from tests.portal.conftest import OpenPage
from tests.portal.page import Page, account_of, session_of
from tests.site import Site
from workforce.actions import remove_worker
from workforce.models import Worker

SIGNED_OUT, REFUSED = 4401, 4403
SOON = 5.0  # s; the most that a right that ended may live on


@pytest.fixture
def job(site: Site, alice: Account) -> LabelingJob:
    return alice.text_job()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None, "http://127.0.0.1:1", "http://localhost"])
def test_a_page_of_another_origin_gets_no_socket(site: Site, bob: Worker, job: LabelingJob, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused:
        Page(site, session_of(bob), job.public_id, origin=origin)
    assert refused.value.response.status_code == 403


def test_without_a_session_there_is_no_work(site: Site, bob: Worker, job: LabelingJob) -> None:
    page = Page(site, "made-up", job.public_id)
    assert page.closed()[0] == SIGNED_OUT
    assert page.heard == []


def test_a_worker_of_another_tenant_hears_nothing(site: Site, charlie: Account, job: LabelingJob) -> None:
    page = Page(site, session_of(charlie.worker("dan@example.org")), job.public_id)
    code, reason = page.closed()
    assert code == REFUSED
    assert "do not work on this job" in reason
    assert page.heard == []


def test_a_worker_of_another_team_hears_nothing(site: Site, alice: Account, job: LabelingJob) -> None:
    page = Page(site, session_of(alice.worker("eve@example.org", team="painters")), job.public_id)
    assert page.closed()[0] == REFUSED


def test_a_job_that_does_not_exist_looks_like_one_of_others(site: Site, bob: Worker, job: LabelingJob) -> None:
    page = Page(site, session_of(bob), "00000000-0000-0000-0000-000000000000")
    assert page.closed()[0] == REFUSED


def test_somebody_with_a_one_time_password_chooses_their_own_first(site: Site, bob: Worker, job: LabelingJob) -> None:
    account = account_of(bob)
    account.must_change_password = True
    account.save()
    assert Page(site, session_of(bob), job.public_id).closed()[0] == SIGNED_OUT


def test_a_worker_taken_out_of_the_team_is_shown_out(
    open_page: OpenPage, alice: Account, bob: Worker, job: LabelingJob
) -> None:
    page = open_page(bob, job)
    page.next()
    with scope.tenant(alice.tenant.pk):
        remove_worker(bob.pk, alice.team(), actor=alice.actor)
    code, reason = page.closed(SOON)
    assert code == REFUSED
    assert "any more" in reason


def test_an_account_that_is_closed_is_shown_out(open_page: OpenPage, bob: Worker, job: LabelingJob) -> None:
    page = open_page(bob, job)
    account = account_of(bob)
    account.is_active = False
    account.save()
    assert page.closed(SOON)[0] == SIGNED_OUT


def test_signing_out_elsewhere_closes_the_page(site: Site, bob: Worker, job: LabelingJob) -> None:
    client = Client()
    client.force_login(account_of(bob))
    page = Page(site, client.cookies["sessionid"].value, job.public_id)
    page.hear("hello")
    client.logout()
    assert not Session.objects.exists()
    assert page.closed(SOON)[0] == SIGNED_OUT


def test_a_changed_password_closes_pages_opened_with_the_old_one(
    open_page: OpenPage, bob: Worker, job: LabelingJob
) -> None:
    page = open_page(bob, job)
    account = account_of(bob)
    account.set_password(PASSWORD + " anew")
    account.save()
    assert page.closed(SOON)[0] == SIGNED_OUT


def test_nobody_submits_for_somebody_else(open_page: OpenPage, alice: Account, bob: Worker, job: LabelingJob) -> None:
    item = open_page(bob, job).next()
    page = open_page(alice.worker("eve@example.org"), job)
    for message in ({"type": "submit", "answer": {"crowd-classifier": {"label": "ham"}}}, {"type": "start"},
                    {"type": "decline"}, {"type": "release"}, {"type": "draft", "answer": {}, "seq": 1}):  # fmt: skip
        page.say(message.pop("type"), assignment=item["assignment"], **message)
        assert page.hear("error")["code"] == "LeaseLost"


def test_an_item_of_another_tenants_job_cannot_be_reached_through_ones_own(
    open_page: OpenPage, charlie: Account, bob: Worker, job: LabelingJob
) -> None:
    item = open_page(bob, job).next()
    page = open_page(charlie.worker("dan@example.org"), charlie.text_job())
    page.say("submit", assignment=item["assignment"], answer={"crowd-classifier": {"label": "ham"}})
    assert page.hear("error")["code"] == "LeaseLost"
