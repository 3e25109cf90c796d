"""What a requester sees of a stream that a machine labels in waves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from django.db.models import Sum
from django.utils import timezone

from autolabel import records, runs, waves
from autolabel.guarantee.certify import certify
from autolabel.guarantee.contract import Holdout, Mode
from autolabel.models import Round, Run, Wave
from autolabel.story import Story, story_of
from autolabel.wave_story import _chart
from autolabel.waves import PATIENCE
from consolidation.serving import serve
from jobs.actions import stop_job
from jobs.models import DataObject, LabelingJob
from tenants import scope
from tests.admin.looks import Visit, looks, looks_right
from tests.autolabel import wave_play
from tests.autolabel.play import answer_all, wish
from tests.autolabel.test_story import page_of
from tests.autolabel.wave_play import came, machine, play, say, send, stream, wave
from tests.browser.conftest import apart, chromium, visit
from tests.cast import Account
from tests.rest.conftest import Caller, manager, reviewer
from tests.site import Site
from workforce.models import Worker

__all__ = ["chromium", "manager", "reviewer", "visit"]


def told(job: LabelingJob) -> Story:
    job.refresh_from_db()
    story = story_of(job)
    assert story is not None
    return story


def next_one(job: LabelingJob) -> str:
    stream_story = told(job).stream
    assert stream_story is not None
    return stream_story.next_one


def labeled(alice: Account, people: list[Worker], *sizes: int, price: str = "0.05") -> LabelingJob:
    """A stream that was labeled in waves of these sizes."""
    job = stream(alice, Tags=wish(backbone="wordllama", answer_price=price))
    for size in sizes:
        send(alice, job, size)
        play(job, people)
    return job


@pytest.mark.django_db
def test_it_says_what_waits_and_when_the_next_wave_begins(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices)
    assert "<h2>Automated labeling</h2>" not in page_of(in_alices, job)
    machine(job)
    assert next_one(job) == "Nothing waits; wave 1 begins when 200 objects have come."
    send(in_alices, job, 1, ago=PATIENCE - 600)
    expected = "1 object waits. Wave 1 begins when 200 have come; if it takes more than 10 minutes, people label these."
    assert next_one(job) == expected
    send(in_alices, job, 209, ago=0)
    assert next_one(job) == "210 objects wait; wave 1 begins now."
    machine(job)
    send(in_alices, job, 4)
    said = next_one(job)
    assert said == (
        "Wave 1 is going on, with 210 objects. People begin. 4 objects wait. When people are through with this wave, wave 2 "
        "begins if 200 have come; if fewer have, and the first has waited for an hour, people label these."
    )
    assert "It waits for people" in told(job).waits_for
    assert said in page_of(in_alices, job)
    send(in_alices, job, 196)
    assert next_one(job).endswith("200 objects wait for wave 2, which begins when people are through with this one.")


@pytest.mark.django_db
def test_it_says_what_becomes_of_objects_too_few_for_a_wave_as_far_as_the_budget_goes(
    in_alices: Account, bob: Worker
) -> None:
    job = stream(in_alices, Tags=wish(backbone="wordllama", answer_price="0.05", budget="1"))
    send(in_alices, job, 30, ago=PATIENCE - 600)
    machine(job)
    few = "Wave 1 begins when 200 have come; if it takes more than 10 minutes,"
    assert next_one(job) == f"30 objects wait. {few} people label these, as far as the budget goes."
    came(job, 0, PATIENCE + 1)
    afforded = "people label these, as far as the budget goes."
    assert next_one(job) == f"30 objects wait, too few for a machine: {afforded}"
    play(job, [bob])
    send(in_alices, job, 5, ago=PATIENCE + 1)
    assert "5 objects wait, too few for a machine: these stay without a label. The budget is spent" in next_one(job)


@pytest.mark.django_db
def test_what_measuring_took_is_what_people_answered_beside(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unclear(line: int, who: Worker) -> str:
        return "ham" if line % 7 == 0 else say(line, who)

    monkeypatch.setattr(wave_play, "say", unclear)
    people = [bob, *(in_alices.worker(f"{name}@example.org") for name in ("eve", "dan"))]
    job = stream(in_alices, Tags=wish(backbone="wordllama", validation_workers=3))
    send(in_alices, job, 200)
    play(job, people)
    learned_from = [len(records.numbers(one.move)) for one in Round.objects.filter(run__job=job)]
    assert sum(learned_from) > 0  # of what the machine was to be measured by
    given = DataObject.objects.filter(job=job).aggregate(n=Sum("answers"))["n"]
    assert told(job).answers_saved == 200 - given
    send(in_alices, job, 200)
    assert waves.begin(job, Run.objects.get(job=job))
    assert told(job).answers_saved == 200 - given  # nobody has been asked about these yet


@pytest.mark.parametrize(("mode", "drawn"), [(Mode.PRECISION, 1 - 45 / 727), (Mode.WHOLE_SET, 1 - 45 / 1000)])
def test_what_is_drawn_of_a_wave_is_what_the_target_is_about(mode: Mode, drawn: float) -> None:
    """A quarter of the labels are people's, so of all labels more are right than of the machine's."""
    holdout = Holdout(np.ones(200), np.ones(200), np.ones(800))
    certificate = replace(
        certify(holdout, target=0.95, delta=0.1, mode=mode, total=1000), accepted=727, errors_at_most=45.0
    )
    accepted = runs._plain(certificate)
    found = [Wave(first=at, size=at + 1000, machine=727, accepted=accepted, done_at=timezone.now()) for at in (0, 1000)]
    chart = _chart(found, 0.95)
    assert chart is not None
    assert dict(chart.lines[1].points) == pytest.approx({1000: drawn, 2000: drawn})
    assert chart.lines[1].name == f"quality{' of all' if mode is Mode.WHOLE_SET else ''}, certified"


@pytest.mark.django_db
def test_every_wave_is_a_row_with_its_certificate_in_words(in_alices: Account, bob: Worker) -> None:
    job = labeled(in_alices, [bob], 220, 210)
    story = told(job)
    assert story.stream is not None
    assert [one.wave.number for one in story.stream.told] == [2, 1]
    assert story.stream.chart is not None
    assert [len(line.points) for line in story.stream.chart.lines] == [2, 2]
    assert story.people + story.machine == 430
    assert story.answers_saved == story.machine  # one answer each, and measuring took no more with a team of one
    page = page_of(in_alices, job)
    for number in (1, 2):
        found = wave(job, number)
        assert found.accepted["accepted"] == found.machine
        assert f"of the {found.machine} machine labels are wrong" in page
    assert "Lines 221 to 430. With 90% certainty" in page
    assert "Times people were asked" in page  # those who are asked about an object once more count once more
    assert "Wave 2 is over. Nothing waits; wave 3 begins when 200 objects have come." in page


@pytest.mark.django_db
def test_of_a_wave_that_is_people_s_it_does_not_say_that_it_is_certified(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices)
    send(in_alices, job, 30, ago=PATIENCE + 1)
    machine(job)
    assert next_one(job) == "Wave 1 is people's. Nothing waits; wave 2 begins when 200 objects have come."


@pytest.mark.django_db
def test_it_says_that_the_money_is_spent_and_that_the_job_has_ended(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices, Tags=wish(backbone="wordllama", answer_price="0.05", budget="1"))
    send(in_alices, job, 30, ago=PATIENCE + 1)
    play(job, [bob])
    assert next_one(job).endswith("The budget is spent: people are asked about no more objects in the waves to come.")
    send(in_alices, job, 200)
    machine(job)
    stop_job(job, actor=in_alices.actor)
    serve(job)
    assert next_one(job) == "The job is Stopped: no other one begins."


@pytest.mark.django_db
def test_a_stream_that_is_stopped_says_that_its_wave_was_not_finished(in_alices: Account, bob: Worker) -> None:
    job = stream(in_alices)
    send(in_alices, job, 200)
    machine(job)
    stop_job(job, actor=in_alices.actor)
    assert next_one(job) == "The job is Stopping: wave 1 was not finished, and no other one begins."


@pytest.mark.django_db
def test_rest_says_the_same(alice: Account, bob: Worker, manager: Caller, reviewer: Caller) -> None:
    with scope.tenant(alice.tenant.pk):
        job = labeled(alice, [bob], 200)
        send(alice, job, 230, ago=3)
        said, certified = next_one(job), wave(job, 1)
    (one,) = reviewer.get("jobs/mails/waves/").items
    assert (one["number"], one["first"], one["objects"]) == (1, 0, 200)
    assert one["people"] + one["machine"] == 200
    assert one["certificate"]["accepted"] == one["machine"] == certified.machine
    assert one["outcome"] == one["certificate"]["sentence"]
    found = reviewer.get("jobs/mails/next-wave/").body
    assert (found["status"], found["waiting"], found["people_are_busy"]) == (said, 230, False)
    assert 0 < found["seconds"] < 60
    with scope.tenant(alice.tenant.pk):
        machine(job)
        Run.objects.filter(job=job).delete()
    assert manager.get("jobs/mails/next-wave/").status == 404


@pytest.mark.slow
def test_the_page_fits_a_phone(alice: Account, site: Site, visit: Visit) -> None:
    def begun() -> LabelingJob:
        with scope.tenant(alice.tenant.pk):
            people = [alice.worker("bob@example.org")]
            job = labeled(alice, people, 220, 210, 200)
            send(alice, job, 200)
            machine(job)
            answer_all(job, people, say)
            serve(job)
            send(alice, job, 12, ago=30)
            return job

    job = apart(begun)
    for look, page in looks(visit, alice, site):
        page.goto(f"/admin/jobs/labelingjob/{job.pk}/")
        page.get_by_role("img", name="Wave by wave").wait_for()
        looks_right(page, f"waves-{look}")
