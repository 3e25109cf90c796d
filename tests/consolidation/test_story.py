"""What a requester sees of people's work: how good everybody is, which objects were hard, who said what."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from autolabel.models import Suspect
from autolabel.suspecting import Decided, decide
from consolidation import hardest
from consolidation.consolidating import consolidate_next
from consolidation.models import CrowdStanding, WorkerStanding
from consolidation.plots import range_bar
from consolidation.story import crowd_of, person_of, story_of
from jobs import dispatch
from jobs.models import Assignment, DataObject, Label, LabelingJob, Proposal
from tenants import scope
from tests.admin.conftest import browser
from tests.admin.looks import Visit, looks, looks_right
from tests.browser.conftest import apart, chromium, visit
from tests.cast import Account
from tests.jobs.play import HAM, SPAM, take
from tests.site import Site
from tests.wire.kinds import ITEMS
from tests.wire.test_task_types import ordered, request_of
from workforce.models import Worker

__all__ = ["chromium", "visit"]

SKILL = {"ann": 0.98, "ben": 0.9, "kim": 0.6}


def played(alice: Account, count: int = 40, chunk: int = 7) -> LabelingJob:
    """Three people of different skill answer everything; some chunks are labeled while they work."""
    lot = random.Random(2)
    workers = {name: alice.worker(f"{name}@example.org") for name in SKILL}
    job = alice.text_job("mails", count, NumberOfHumanWorkersPerDataObject=3, MaxConcurrentTaskCount=count)
    with scope.tenant(alice.tenant.pk):
        for number in range(count):
            for name, worker in workers.items():
                turn = take(job, worker.pk)
                right = lot.random() < SKILL[name]
                answer = SPAM if (turn.line_no % 2 == 0) != right else HAM
                dispatch.submit(turn.assignment_id, worker.pk, answer)
            if number % chunk == 0:
                consolidate_next(job)
        consolidate_next(job)
        job.refresh_from_db()
    assert job.labeled == count
    return job


def page_of(alice: Account, job: LabelingJob, more: str = "") -> str:
    address = f"/admin/consolidation/crowdstanding/{job.pk}/{more}" if more else f"/admin/jobs/labelingjob/{job.pk}/"
    response = browser(alice.owner).get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_who_is_better_is_told_with_bounds_and_what_they_mix_up(alice: Account) -> None:
    job = played(alice)
    with scope.tenant(alice.tenant.pk):
        told = story_of(job)
    found = {person.worker.name.lower(): person for person in told.people}
    assert {name: (one.given, one.compared) for name, one in found.items()} == dict.fromkeys(SKILL, (40, 40))
    quality = {name: one.quality or 0 for name, one in found.items()}
    assert quality["ann"] > quality["ben"] > quality["kim"]
    bounds = {name: (one.low or 0, one.high or 0) for name, one in found.items()}
    assert all(low < quality[name] < high for name, (low, high) in bounds.items())
    assert bounds["ann"][0] > quality["kim"]
    assert {(each.truth, each.said) for each in found["kim"].confusions} <= {("ham", "spam"), ("spam", "ham")}
    assert found["kim"].confusions
    shown = page_of(alice, job)
    assert "People and their answers" in shown
    assert shown.count('class="pl-range"') == 3
    assert re.search(r"says <b>(ham|spam)</b> for <b>", shown)
    assert "kim@example.org" in shown


def test_the_hardest_objects_of_all_chunks_come_first(alice: Account) -> None:
    job = played(alice)
    with scope.tenant(alice.tenant.pk):
        told = story_of(job)
        all_labels = Label.objects.filter(data_object__job=job).values_list("confidence", "data_object__line_no")
        unsure = sorted(one for one in all_labels if one[0] < hardest.SURE)
        assert [(one.confidence, one.line_no) for one in told.hard] == unsure[: hardest.MOST] != []
    assert f"/admin/consolidation/crowdstanding/{job.pk}/{told.hard[0].line_no}/" in page_of(alice, job)


def test_what_everybody_is_sure_of_is_not_hard(alice: Account) -> None:
    job = alice.text_job("mails", 12, NumberOfHumanWorkersPerDataObject=3, MaxConcurrentTaskCount=12)
    with scope.tenant(alice.tenant.pk):
        workers = [alice.worker(f"{name}@example.org") for name in SKILL]
        for worker in workers * 12:
            turn = take(job, worker.pk)
            dispatch.submit(turn.assignment_id, worker.pk, SPAM if turn.line_no % 2 else HAM)
        consolidate_next(job)
        assert set(Label.objects.values_list("confidence", flat=True)) == {hardest.SURE}
        assert story_of(job).hard == []
    assert "None so far: every label is as sure" in page_of(alice, job)


def suspected(job: LabelingJob, line: int) -> None:
    one = DataObject.objects.get(job=job, line_no=line)
    Suspect(tenant_id=job.tenant_id, data_object=one, job=job, score=1, chance=1, people=0, machine=1).save()


def test_what_somebody_corrected_is_hard_no_more_until_that_is_undone(alice: Account) -> None:
    job = played(alice)
    with scope.tenant(alice.tenant.pk):
        before = story_of(job).hard
        hard = before[0].line_no
        suspected(job, hard)
        decide(job, [Decided(hard, "correct", ("ham",))], actor=alice.actor)
        assert story_of(job).hard == before[1:]
        decide(job, [Decided(hard, "undo")], actor=alice.actor)
        assert story_of(job).hard == before


def test_what_people_were_asked_again_is_as_hard_as_they_find_it_now(alice: Account) -> None:
    job = played(alice)
    with scope.tenant(alice.tenant.pk):
        before = story_of(job).hard
        agreed, disputed = [one.line_no for one in before[:2]]
        for line in (agreed, disputed):
            suspected(job, line)
        decide(job, [Decided(line, "ask") for line in (agreed, disputed)], actor=alice.actor)
        assert story_of(job).hard == before[2:]
        for worker in Worker.objects.order_by("pk"):
            for _ in range(2):
                turn = take(job, worker.pk)
                is_ham = turn.line_no == agreed or worker.name == "Ann"
                dispatch.submit(turn.assignment_id, worker.pk, HAM if is_ham else SPAM)
        assert consolidate_next(job) == 2
        lines = [one.line_no for one in story_of(job).hard]
    assert agreed not in lines
    assert lines.count(disputed) == 1


def test_an_object_s_page_has_the_answers_side_by_side(alice: Account) -> None:
    job = played(alice, 4)
    shown = page_of(alice, job, "0/")
    assert shown.count("<article") == 3
    assert shown.count("right with a chance of") == 3
    assert "mail number 0" in shown
    assert browser(alice.owner).get(f"/admin/consolidation/crowdstanding/{job.pk}/4/").status_code == 404
    assert browser(alice.owner).get("/admin/consolidation/crowdstanding/999999/0/").status_code == 404


def test_an_answer_that_began_from_a_proposal_says_so(alice: Account) -> None:
    job = played(alice, 2)
    with scope.tenant(alice.tenant.pk):
        proposed = DataObject.objects.get(job=job, line_no=1)
        Proposal(data_object=proposed, value="ham", confidence=0.8).save()
    assert [page_of(alice, job, f"{line}/").count("Began from the machine's proposal") for line in (0, 1)] == [0, 3]


def test_the_page_of_a_copy_leads_to_the_object_that_people_labeled(alice: Account) -> None:
    job = played(alice, 2)
    with scope.tenant(alice.tenant.pk):
        copy = Label.objects.get(data_object__job=job, data_object__line_no=1)
        copy.fragment = copy.fragment.replace('"lan-metadata":{', '"lan-metadata":{"copy-of":0,', 1)
        copy.save()
        Assignment.objects.filter(data_object=copy.data_object).delete()
    shown = page_of(alice, job, "1/")
    assert "Nobody was asked about this object: it is a copy of line 1 and has its label." in shown
    assert re.search(rf'who labeled <a [^>]*href="/admin/consolidation/crowdstanding/{job.pk}/0/">line 1</a>', shown)
    assert "copy of line" not in page_of(alice, job, "0/")


def test_an_answer_that_was_set_aside_says_so(alice: Account) -> None:
    job = played(alice, 2)
    with scope.tenant(alice.tenant.pk):
        Assignment.objects.filter(data_object__line_no=0, worker__name="Kim").update(state=6)
    assert page_of(alice, job, "0/").count("It did not label the object") == 1


def test_looking_at_an_object_teaches_the_job_nothing(alice: Account) -> None:
    job = played(alice, 4)

    def learned() -> list[Any]:
        with scope.tenant(alice.tenant.pk):
            return [*WorkerStanding.objects.order_by("pk").values(), *CrowdStanding.objects.values()]

    before = learned()
    page_of(alice, job, "0/")
    assert learned() == before


def test_nothing_of_it_is_shown_to_another_account(alice: Account, charlie: Account) -> None:
    job = played(alice, 2)
    client = browser(charlie.owner)
    assert client.get(f"/admin/consolidation/crowdstanding/{job.pk}/0/").status_code == 404


def test_before_the_first_label_the_page_says_when_there_is_something_to_see(alice: Account) -> None:
    shown = page_of(alice, alice.text_job("new", 3))
    assert "Nobody&#x27;s answers are labels yet" in shown or "Nobody's answers are labels yet" in shown


def test_answers_that_were_alone_are_counted_and_not_judged(alice: Account, bob: Worker) -> None:
    job = alice.text_job("alone", 3)
    with scope.tenant(alice.tenant.pk):
        for _ in range(2):
            dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, HAM)
        consolidate_next(job)
        told = story_of(job)
        [person] = told.people
    assert (person.given, person.compared, person.quality) == (2, 0, None)
    assert told.hard == []
    assert "Each object got one answer" in page_of(alice, job)


DRAWN = {
    "BoundingBox": "1 shape: 1 dog",
    "SemanticSegmentation": "2 painted areas: 1 cat, 1 dog",
    "NamedEntityRecognition": "“",
    "ImageMultiClassMultiLabel": "cat, dog",
    "ImageCaptioning": "",
}


@pytest.mark.parametrize(("kind", "said"), DRAWN.items())
def test_answers_of_every_kind_are_told_in_words(alice: Account, kind: str, said: str) -> None:
    with scope.tenant(alice.tenant.pk):
        request = request_of(alice, kind, ITEMS[kind])
        request["HumanTaskConfig"]["NumberOfHumanWorkersPerDataObject"] = 2
        job = ordered(alice, request)
        for worker in [alice.worker(f"{name}@example.org") for name in ("ann", "ben")]:
            dispatch.submit(take(job, worker.pk).assignment_id, worker.pk, ITEMS[kind].answer)
        assert consolidate_next(job) == 1
        told = story_of(job)
    assert [person.compared for person in told.people] == [1, 1]
    shown = page_of(alice, job, "0/")
    assert said in shown
    assert shown.count("like the label" if told.graded else "right with a chance of") == 2
    assert ("Likeness to the labels" in page_of(alice, job)) == told.graded


def test_each_of_several_labels_is_added_or_left_out(in_alices: Account, bob: Worker) -> None:
    kind = "ImageMultiClassMultiLabel"
    job = ordered(in_alices, request_of(in_alices, kind, ITEMS[kind]))
    standing = WorkerStanding(
        tenant_id=in_alices.tenant.pk, job=job, worker=bob, given=9, answers=9, quality=8,
        learned={"cat": [[1, 0, 3.0], [1, 1, 1.0]], "dog": [[0, 1, 2.0], [0, 0, 5.0]]},
    )  # fmt: skip
    found = person_of(job, standing, crowd_of(job)).confusions
    assert [(each.truth, each.said, each.share, each.times) for each in found] == [
        (None, "cat", 1.0, 3.0),
        ("dog", None, 1.0, 2.0),
    ]


def test_the_page_asks_no_more_of_a_larger_job(alice: Account) -> None:
    job = played(alice, 4)
    counts = []
    for more in (0, 30):
        if more:
            job = played_more(alice, more)
        with scope.tenant(alice.tenant.pk), CaptureQueriesContext(connection) as queries:
            story_of(job)
        counts.append(len(queries))
        assert not [query for query in queries if "jobs_assignment" in query["sql"]]
    assert counts[1] <= counts[0]


def played_more(alice: Account, count: int) -> LabelingJob:
    with scope.tenant(alice.tenant.pk):
        workers = list(Worker.objects.order_by("pk"))
    job = alice.text_job("more", count, NumberOfHumanWorkersPerDataObject=3, MaxConcurrentTaskCount=count)
    with scope.tenant(alice.tenant.pk):
        for _ in range(count):
            for worker in workers:
                dispatch.submit(take(job, worker.pk).assignment_id, worker.pk, HAM)
        consolidate_next(job)
    return job


def test_a_bar_says_in_words_what_it_shows() -> None:
    svg = range_bar(0.84, 0.78, 0.9)
    assert 'aria-label="84%, between 78% and 90%"' in svg
    assert 'cx="100.8"' in svg


@pytest.mark.slow
def test_page_and_object_fit_a_phone(alice: Account, site: Site, visit: Visit) -> None:
    job = apart(lambda: played(alice))
    for look, page in looks(visit, alice, site):
        for place, address in (
            ("job", f"jobs/labelingjob/{job.pk}/"),
            ("object", f"consolidation/crowdstanding/{job.pk}/0/"),
        ):
            page.goto(f"/admin/{address}")
            page.get_by_role(
                "heading", name="People and their answers" if place == "job" else "Who said what"
            ).wait_for()
            looks_right(page, f"people-{place}-{look}")
            if place == "job":
                table = page.get_by_role("region", name="Workers")
                assert table.evaluate("box => box.scrollWidth <= box.clientWidth"), look  # nothing of it is cut
