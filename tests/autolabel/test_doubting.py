"""The page on which people's labels that may be wrong are decided about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from autolabel.checking import step
from autolabel.models import Suspect
from jobs.models import LabelingJob
from tenants import scope
from tests.admin.conftest import as_role, browser
from tests.admin.looks import Visit, looks, looks_right
from tests.autolabel.play import mails
from tests.autolabel.test_checking import labeled, looked_at
from tests.browser.conftest import apart, chromium, visit
from tests.cast import Account
from tests.jobs.play import take
from tests.site import Site
from workforce.models import Worker

__all__ = ["as_role", "chromium", "visit"]


def address(job: LabelingJob) -> str:
    return f"/admin/autolabel/labelcheck/{job.pk}/"


def job_page(client: Client, job: LabelingJob) -> str:
    return client.get(f"/admin/jobs/labelingjob/{job.pk}/").content.decode()


def decisions(alice: Account, job: LabelingJob) -> dict[int, str]:
    with scope.tenant(alice.tenant.pk):
        found = Suspect.objects.filter(job=job).exclude(decision=Suspect.Decision.OPEN).select_related("data_object")
        return {one.data_object.line_no: Suspect.Decision(one.decision).name for one in found}


@pytest.fixture
def job(alice: Account, bob: Worker) -> LabelingJob:
    with scope.tenant(alice.tenant.pk):
        return looked_at(alice, bob)


def test_a_look_is_begun_on_the_page_and_followed_on_the_job_s(alice: Account, bob: Worker) -> None:
    with scope.tenant(alice.tenant.pk):
        job = labeled(alice, bob)
    owner = browser(alice.owner)
    assert "Look for wrong labels" in job_page(owner, job)
    assert owner.post(address(job), {"look": "yes"}).status_code == 302
    assert "Waiting for the machine." in job_page(owner, job)
    with scope.tenant(alice.tenant.pk):
        assert step(job)
        assert "Objects are turned into numbers: 120 of 120." in owner.get(f"{address(job)}live/").content.decode()
        assert not step(job)
    shown = job_page(owner, job)
    assert "Review them" in shown
    assert "a machine that learned from all other labels is confident of something else" in shown.lower()


def test_what_is_chosen_is_carried_out(alice: Account, job: LabelingJob) -> None:
    owner, right = browser(alice.owner), mails(120)[3][1]
    shown = owner.get(address(job)).content.decode()
    assert shown.count('<article class="pl-card pl-doubt"') == len(owner.get(address(job)).context["review"].cards)
    assert "Bob: " in shown
    sent = {"what-3": "correct", "right-3": right, "what-40": "keep", "what-77": "", "right-77": "ham"}
    done = owner.post(address(job), sent, follow=True).content.decode()
    assert "Decisions that are kept: 2. Labels that changed: 1." in done
    assert decisions(alice, job) == {3: "CORRECTED", 40: "KEPT"}
    assert owner.post(address(job), {"what-3": "undo"}).status_code == 302
    assert decisions(alice, job) == {40: "KEPT"}


def test_a_label_that_the_job_has_not_is_told_and_nothing_is_done(alice: Account, job: LabelingJob) -> None:
    answer = browser(alice.owner).post(address(job), {"what-40": "keep", "what-3": "correct", "right-3": "cat"})
    assert answer.status_code == 422
    assert "one of ham, spam" in answer.content.decode()
    assert decisions(alice, job) == {}


def test_a_reviewer_reads_and_decides_nothing(
    alice: Account, job: LabelingJob, as_role: Callable[[str], Client]
) -> None:
    reviewer = as_role("reviewer")
    shown = reviewer.get(address(job)).content.decode()
    assert "The machine" in shown
    assert "Save decisions" not in shown
    assert reviewer.post(address(job), {"what-40": "keep"}).status_code == 403
    assert decisions(alice, job) == {}


def test_another_account_finds_nothing(charlie: Account, job: LabelingJob) -> None:
    stranger = browser(charlie.owner)
    for where in (address(job), f"{address(job)}live/"):
        assert stranger.get(where).status_code == 404


def test_an_object_that_people_are_asked_about_again_breaks_no_page_and_can_be_taken_back(
    alice: Account, bob: Worker, job: LabelingJob
) -> None:
    owner = browser(alice.owner)
    owner.post(address(job), {"what-3": "ask"})
    for where in (
        address(job),
        f"/admin/jobs/labelingjob/{job.pk}/",
        f"/admin/consolidation/crowdstanding/{job.pk}/3/",
    ):
        assert owner.get(where).status_code == 200
    shown = owner.get(address(job)).content.decode()
    assert "People are asked again" in shown
    assert 'aria-label="Undo line 4"' in shown
    with scope.tenant(alice.tenant.pk):
        take(job, bob.pk)
    assert 'aria-label="Undo line 4"' not in owner.get(address(job)).content.decode()


@pytest.mark.slow
def test_decided_in_a_browser_on_desk_and_phone(alice: Account, site: Site, visit: Visit) -> None:
    def play() -> LabelingJob:
        with scope.tenant(alice.tenant.pk):
            return looked_at(alice, alice.worker("bob@example.org"))

    job = apart(play)
    for look, page in looks(visit, alice, site):
        for place, where in (("job", f"/admin/jobs/labelingjob/{job.pk}/"), ("review", address(job))):
            page.goto(where)
            page.get_by_text("Labels that may be wrong").first.wait_for()
            looks_right(page, f"{place}-{look}")
    card = page.get_by_role("article", name="Line 4", exact=True)
    card.get_by_label("Correct it to").check()
    page.get_by_role("button", name="Save decisions").click()
    page.get_by_text("Decisions that are kept: 1. Labels that changed: 1.").wait_for()
    page.get_by_role("button", name="Undo line 4", exact=True).wait_for()
    looks_right(page, "decided-desk")
