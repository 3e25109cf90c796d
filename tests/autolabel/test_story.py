"""What a requester sees of a job's automated labeling."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from autolabel.deciding import step
from autolabel.plots import Chart, Line
from autolabel.story import story_of
from jobs.models import LabelingJob
from tenants import scope
from tests.admin.conftest import browser
from tests.admin.test_in_browser import _enter
from tests.autolabel.play import go_on, mails, ordered, wish
from tests.browser.conftest import PHONE, apart, chromium, visit
from tests.cast import Account
from tests.site import Site
from workforce.models import Worker

__all__ = ["chromium", "visit"]


def finished(alice: Account, people: list[Worker]) -> LabelingJob:
    given = mails(400)
    job = ordered(
        alice, [text for text, _ in given], Tags=wish(backbone="wordllama", answer_price="0.05", validation_workers=3)
    )
    go_on(job, people, lambda line, _: given[line][1])
    return job


def page_of(alice: Account, job: LabelingJob) -> str:
    return browser(alice.owner).get(f"/admin/jobs/labelingjob/{job.pk}/").content.decode()


@pytest.mark.django_db
def test_the_page_tells_what_is_promised_what_was_saved_and_where_the_model_is(alice: Account) -> None:
    with scope.tenant(alice.tenant.pk):
        people = [alice.worker(f"{name}@example.org") for name in ("bob", "eve", "dan")]
        job = finished(alice, people)
        story = story_of(job)
    assert story is not None
    assert story.people + story.machine == 400
    assert story.agreement == 1
    assert story.answers_saved < story.machine  # measuring took two answers beside for each of its objects
    with scope.tenant(alice.tenant.pk):
        # Up to three answers where people disagree: one might have been enough for each that nobody was asked about.
        job.workers_per_object = 3
        job.request["Tags"] += wish(fewest_answers=1)
        asked_less = story_of(job)
    assert asked_less and asked_less.answers_saved == story.answers_saved
    # Three who say together what one does not know: what is certified needs no warning.
    assert not replace(story, agreement=0.7).beyond_people and replace(story, agreement=0.7, machine=0).beyond_people
    shown = page_of(alice, job)
    assert "With 90% certainty at most" in shown
    assert shown.count('<svg class="pl-chart"') == 2
    assert f"{story.machine} of them by the machine" in shown
    assert f":model/{job.name.lower()}" in shown
    assert re.search(r"https?://[^\"]+model\.safetensors", shown)


@pytest.mark.django_db
def test_before_anybody_answered_it_says_what_is_going_on(in_alices: Account, bob: Worker) -> None:
    job = ordered(in_alices, [text for text, _ in mails(210)])
    assert "Automated labeling" not in page_of(in_alices, job)
    assert step(job)
    assert "Objects are turned into numbers: 210 of 210." in page_of(in_alices, job)
    while step(job):
        pass
    assert "Nothing is certified yet: 95.0% of each machine label is wanted" in page_of(in_alices, job)


def test_a_job_of_people_alone_has_no_such_part(alice: Account, db: None) -> None:
    assert "Automated labeling" not in page_of(alice, alice.text_job("plain", 3))


def test_a_chart_says_in_words_what_it_shows() -> None:
    chart = Chart("Growth", "rounds", "share", [Line("a <b>", [(1, 0.5), (2, 0.75)], "a")], level=("target 90%", 0.9))
    svg = chart.svg()
    assert 'aria-label="Growth. share over rounds. In the end: a &lt;b&gt;: 75.0%."' in svg
    assert "<b>" not in svg
    assert svg.count("<circle") == 2


def test_a_chart_of_one_point_has_a_dot_and_no_line() -> None:
    svg = Chart("One", "x", "y", [Line("a", [(5, 1.0)], "a", dots=False)]).svg()
    assert ("<circle" in svg, "<polyline" in svg) == (True, False)


@pytest.mark.slow
def test_the_page_fits_a_phone(alice: Account, site: Site, visit: Callable[..., BrowserContext]) -> None:
    def play() -> LabelingJob:
        with scope.tenant(alice.tenant.pk):
            return finished(alice, [alice.worker("bob@example.org")])

    job = apart(play)
    for name, size in (("phone", PHONE), ("desktop", {"width": 1280, "height": 900})):
        page = _enter(visit(viewport=size), browser(alice.owner), site).new_page()
        page.goto(f"/admin/jobs/labelingjob/{job.pk}/")
        page.get_by_role("img", name="Coverage and quality by round").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if os.environ.get("SHOTS"):
            page.screenshot(path=Path(os.environ["SHOTS"]) / f"{name}.png", full_page=True)
