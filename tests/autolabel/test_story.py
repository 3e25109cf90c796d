"""What a requester sees of a job's automated labeling."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import numpy as np
import pytest
from django.template.loader import render_to_string

from autolabel import runs
from autolabel.deciding import step
from autolabel.guarantee.certify import certify
from autolabel.guarantee.contract import Holdout, Mode
from autolabel.plots import Chart, Line
from autolabel.story import _over_cut_offs, _over_rounds, story_of
from jobs.models import Assignment, LabelingJob
from tenants import scope
from tests.admin.conftest import browser
from tests.admin.looks import Visit, looks, looks_right
from tests.autolabel.play import go_on, mails, ordered, wish
from tests.browser.conftest import apart, chromium, visit
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
    assert f"/{job.name}/training/output</span>" in page_of(alice, job)
    assert story.answers_saved < story.machine  # measuring took two answers beside for each of its objects
    with scope.tenant(alice.tenant.pk):
        # Up to three answers where people disagree: one might have been enough for each that nobody was asked about.
        job.workers_per_object = 3
        job.request["Tags"] += wish(fewest_answers=1)
        asked_less = story_of(job)
        given = Assignment.objects.filter(job=job, state=Assignment.State.SUBMITTED).count()
    assert asked_less and asked_less.answers_saved == story.answers_saved == 400 - given
    # Three who say together what one does not know: what is certified needs no warning.
    assert not replace(story, agreement=0.7).beyond_people and replace(story, agreement=0.7, machine=0).beyond_people
    assert story.wanted == "95.0% or more of the machine's labels have to be right"
    assert replace(story, whole=True).wanted == "95.0% or more of all labels together have to be right"
    drawn = replace(story, graded=True, target=0.6)
    assert drawn.wanted == "the machine's labels have to overlap with people's by 60.0% or more on average"
    shown = page_of(alice, job)
    assert "With 90% certainty at most" in shown
    assert shown.count('<svg class="pl-chart"') == 2
    assert f"{story.machine} of them by the machine" in shown
    assert f":model/{job.name.lower()}" in shown
    assert re.search(r"https?://[^\"]+model\.safetensors", shown)


@pytest.mark.parametrize("mode", list(Mode))
def test_what_is_drawn_as_certified_is_what_the_target_is_about(mode: Mode) -> None:
    """A third of the labels are people's, so of all labels more are right than of the machine's."""
    lot = np.random.default_rng(1)
    confidences = lot.random(500)
    right = (lot.random(500) < 0.85 + 0.15 * confidences).astype(float)
    certificate = certify(
        Holdout(confidences[:200], right[:200], confidences[200:]), target=0.9, delta=0.1, mode=mode, total=500
    )
    assert certificate.accepted > 0
    found = [SimpleNamespace(learned=100, look={"certificate": runs._plain(certificate)})]
    by_round, by_cut_off = _over_rounds(found, 0.9, graded=False), _over_cut_offs(certificate)
    assert by_round and by_cut_off
    last = by_round.lines[1].points[-1][1]
    assert last >= 0.9
    widest = max(point.coverage for point in certificate.curve if point.passes)
    assert dict(by_cut_off.lines[0].points)[widest] == pytest.approx(last, abs=1e-9)


@pytest.mark.django_db
def test_measuring_that_saved_nothing_is_no_negative_number(in_alices: Account, bob: Worker) -> None:
    job = ordered(in_alices, [text for text, _ in mails(210)], Tags=wish(backbone="wordllama", answer_price="0.05"))
    while step(job):
        pass
    told = story_of(job)
    assert told
    shown = render_to_string(
        "console/_machine.html", {"job": job, "story": replace(told, answers_saved=-48, money_saved=Decimal("-2.40"))}
    )
    assert re.search(r"More answers than without the machine</dt><dd>48<", shown)
    assert re.search(r"Money spent on them</dt><dd>\$2.40<", shown)


@pytest.mark.django_db
def test_before_anybody_answered_it_says_what_is_going_on(in_alices: Account, bob: Worker) -> None:
    job = ordered(in_alices, [text for text, _ in mails(210)])
    assert "<h2>Automated labeling</h2>" not in page_of(in_alices, job)
    assert step(job)
    assert "Objects are turned into numbers: 210 of 210." in page_of(in_alices, job)
    while step(job):
        pass
    assert "yet: 95.0% or more of the machine&#x27;s labels have to be right, and people label" in page_of(
        in_alices, job
    )


def test_a_job_of_people_alone_has_no_such_part(alice: Account, db: None) -> None:
    assert "<h2>Automated labeling</h2>" not in page_of(alice, alice.text_job("plain", 3))


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
def test_the_page_fits_a_phone(alice: Account, site: Site, visit: Visit) -> None:
    def play() -> LabelingJob:
        with scope.tenant(alice.tenant.pk):
            return finished(alice, [alice.worker("bob@example.org")])

    job = apart(play)
    for look, page in looks(visit, alice, site):
        page.goto(f"/admin/jobs/labelingjob/{job.pk}/")
        page.get_by_role("img", name="Coverage and quality by round").wait_for()
        page.locator("summary", has_text="rounds").click()
        looks_right(page, f"machine-{look}")
