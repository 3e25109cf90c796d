"""What a requester sees of a job's gold on its page."""

from __future__ import annotations

import numpy as np
import pytest

from consolidation import gold
from consolidation.functions.reliability import Bin, Claims
from consolidation.models import GoldStanding
from consolidation.plots import Series, reliability
from jobs.models import LabelingJob
from tenants import scope
from tests.admin.conftest import browser
from tests.admin.looks import Visit, looks, looks_right
from tests.browser.conftest import apart, chromium, visit
from tests.cast import Account
from tests.site import Site

__all__ = ["chromium", "visit"]
WISH = [{"Key": "plumbline:gold", "Value": "truth"}]


def job_with(alice: Account, count: int, name: str = "gold") -> LabelingJob:
    """A job of whose labels so many have been compared with gold; they claim more than is true."""
    job = alice.job(alice.text_request(name, [{"source": "x", "truth": "ham"}]) | {"Tags": WISH})
    rng = np.random.default_rng(3)
    confidences = np.clip(rng.beta(6, 1.5, count), 0.5, 0.95).round(2)
    right = rng.random(count) < confidences**2
    parts = [Claims.of(confidences[at::5], right[at::5]) for at in range(5)] if count else []
    standing = GoldStanding(
        job=job, objects_compared=count, quality=int(right.sum()), claims=[p.to_json() for p in parts]
    )
    gold._learn(standing, parts)
    with scope.tenant(alice.tenant.pk):
        standing.save()
    return job


def page_of(alice: Account, job: LabelingJob) -> str:
    return browser(alice.owner).get(f"/admin/jobs/labelingjob/{job.pk}/").content.decode()


def test_the_page_says_how_often_labels_are_right_and_what_confidences_are_worth(alice: Account) -> None:
    shown = page_of(alice, job_with(alice, 240))
    assert "Beside gold answers" in shown
    assert "240 objects" in shown
    assert "recalibrated</dd>" in shown
    assert 'class="pl-chart pl-square"' in shown
    assert "those made before get them when the job ends" in shown


def test_too_few_gold_answers_say_how_many_are_missing(alice: Account) -> None:
    assert "it takes 12 more gold objects with two or more answers" in page_of(alice, job_with(alice, 38))


def test_before_the_first_the_page_says_when_there_is_something_to_see(alice: Account) -> None:
    shown = page_of(alice, job_with(alice, 0))
    assert "No line with a gold answer is labeled yet" in shown
    assert "pl-square" not in shown


def test_a_job_without_gold_has_no_such_part(alice: Account) -> None:
    assert "Beside gold answers" not in page_of(alice, alice.text_job("plain", 3))


def test_the_picture_says_in_words_what_it_shows() -> None:
    svg = reliability([Series("as <they> say", [Bin(20, 0.75, 0.5, 0.33, 0.67)], "a")])
    assert "as &lt;they&gt; say: 20 with 75% confidence, 50% right (33% to 67%)." in svg
    assert "<they>" not in svg
    assert svg.count("<circle") == 1


@pytest.mark.slow
def test_the_part_fits_a_phone(alice: Account, site: Site, visit: Visit) -> None:
    jobs = apart(lambda: [job_with(alice, count, f"gold{count}") for count in (0, 38, 600)])
    for look, page in looks(visit, alice, site):
        for job in jobs:
            page.goto(f"/admin/jobs/labelingjob/{job.pk}/")
            part = page.locator("section", has=page.get_by_role("heading", name="Beside gold answers"))
            part.last.wait_for()
            looks_right(page, f"{job.name}-{look}", part.last)
