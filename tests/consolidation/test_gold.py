"""Labels beside gold answers: confidences that come to mean what they say, workers judged by what is certain."""

from __future__ import annotations

import json
import random
from typing import Any
from unittest.mock import patch

import orjson
import pytest

from consolidation import gold as golds
from consolidation import gold_story
from consolidation.consolidating import consolidate_next
from consolidation.finishing import finish_if_done
from consolidation.gold import settle
from consolidation.models import Claim, GoldStanding, WorkerStanding
from jobs import dispatch
from jobs.facts import facts_of
from jobs.layout import Layout
from jobs.models import Label, LabelingJob
from tests.cast import Account
from tests.jobs.play import HAM, SPAM, take
from tests.wire.kinds import ITEMS
from tests.wire.test_task_types import ordered, request_of
from workforce.models import Worker

pytestmark = pytest.mark.django_db
WISH = [{"Key": "plumbline:gold", "Value": "truth"}]
COUNT, KNOWN = 90, 60  # objects, and those with gold


def team(alice: Account, count: int = 3) -> list[Worker]:
    return [alice.worker(f"worker{number}@example.org") for number in range(count)]


def truth_of(line_no: int) -> str:
    return "ham" if line_no % 3 else "spam"


def hard(alice: Account, count: int = COUNT, known: int = KNOWN) -> LabelingJob:
    """A job of which the first lines have gold."""
    lines: list[dict[str, Any]] = [
        {"source": f"mail {number}"} | ({"truth": truth_of(number)} if number < known else {})
        for number in range(count)
    ]
    human = {"NumberOfHumanWorkersPerDataObject": 3, "MaxConcurrentTaskCount": count}
    return alice.job(alice.text_request("hard", lines, **human) | {"Tags": WISH})


def play(job: LabelingJob, workers: list[Worker], chunk: int, most: int = COUNT, seed: int = 4) -> None:
    """People err together: of two objects in five all say the same wrong thing, so confidences are far too high."""
    lot = random.Random(seed)
    fooled = {number: lot.random() < 0.4 for number in range(job.total)}
    for number in range(most):
        for worker in workers:
            turn = take(job, worker.pk)
            is_ham = (truth_of(turn.line_no) == "ham") != fooled[turn.line_no]
            dispatch.submit(turn.assignment_id, worker.pk, HAM if is_ham else SPAM)
        if number % chunk == chunk - 1:
            consolidate_next(job)
    consolidate_next(job)
    job.refresh_from_db()


def confidences(job: LabelingJob) -> list[float]:
    found = Label.objects.filter(data_object__job=job).order_by("data_object__line_no")
    return list(found.values_list("confidence", flat=True))


def test_with_gold_confidences_come_to_mean_what_they_say(in_alices: Account) -> None:
    job = hard(in_alices)
    play(job, team(in_alices), chunk=10)
    told = gold_story.story_of(job)
    assert told is not None and told.quality and told.said and told.recalibrated
    assert told.compared == KNOWN
    assert told.quality.low < 0.6 < told.quality.high
    assert told.said.error.value > 0.2
    assert told.recalibrated.error.value < 0.15  # of 40 other lots a quarter stay below 0.1; 0.13 on average
    assert told.recalibrated.error.low <= told.recalibrated.error.value
    first, last = confidences(job)[:10], confidences(job)[KNOWN:]
    assert min(first) > 0.8
    assert max(last) < 0.75


def test_in_the_end_all_labels_have_the_confidences_that_all_gold_says(in_alices: Account) -> None:
    job = hard(in_alices)
    play(job, team(in_alices), chunk=10)
    assert finish_if_done(job)
    assert max(confidences(job)) < 0.75
    standing, claims = GoldStanding.objects.get(job=job), list(Claim.objects.order_by("line_no"))
    assert confidences(job) == [standing.meaning[round(claim.said * 100)] for claim in claims]
    written = [json.loads(line) for line in in_alices.read(Layout(job).output_manifest).splitlines()]
    assert [line["lan-metadata"]["confidence"] for line in written] == confidences(job)
    assert [line.get("truth") for line in written[:2]] == ["spam", "ham"]
    assert list(written[0]) == ["source", "truth", "lan", "lan-metadata"]


def test_what_was_broken_off_is_settled_by_doing_it_again(in_alices: Account) -> None:
    job = hard(in_alices)
    play(job, team(in_alices), chunk=10)
    done: list[int] = []

    def breaks(found: Any, attribute: str, meaning: Any, own: Any = golds._settle) -> None:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(1)
        own(found, attribute, meaning)

    with patch.object(golds, "_BATCH", 30), patch.object(golds, "_settle", breaks), pytest.raises(KeyboardInterrupt):
        settle(job, facts_of(job.pk))
    assert settle(job, facts_of(job.pk))
    once = confidences(job)
    GoldStanding.objects.update(settled=False)
    assert settle(job, facts_of(job.pk))
    assert confidences(job) == once
    assert max(once) < 0.75
    assert GoldStanding.objects.get(job=job).settled


def test_a_label_that_was_set_anew_keeps_its_own_confidence(in_alices: Account) -> None:
    job = hard(in_alices)
    play(job, team(in_alices), chunk=10)
    anew = Label.objects.filter(data_object__job=job).order_by("data_object__line_no").first()
    assert anew is not None
    Label.objects.filter(pk=anew.pk).update(confidence=1.0, created_at="2030-01-01T00:00:00Z")
    assert settle(job, facts_of(job.pk))
    assert confidences(job)[0] == 1.0
    assert max(confidences(job)[1:]) < 0.75


def test_with_too_few_confidences_stay_and_the_page_says_how_many_are_missing(in_alices: Account) -> None:
    job = hard(in_alices, count=60, known=49)
    play(job, team(in_alices), chunk=10, most=60)
    told = gold_story.story_of(job)
    assert told is not None
    assert (told.compared, told.wanted, told.recalibrated) == (49, 1, None)
    before = confidences(job)
    assert finish_if_done(job)
    assert confidences(job) == before
    assert [claim.said for claim in Claim.objects.order_by("line_no")] == before


def test_gold_that_nobody_agrees_with_shows_who_is_wrong(in_alices: Account) -> None:
    """Two of three people are always wrong together; without gold they would be the good ones."""
    qualities = []
    for known in (0, 40):
        lines = [{"source": "x"} | ({"truth": truth_of(n)} if n < known else {}) for n in range(50)]
        human = {"NumberOfHumanWorkersPerDataObject": 3, "MaxConcurrentTaskCount": 50}
        job = in_alices.job(in_alices.text_request(f"judged{known}", lines, **human) | {"Tags": WISH})
        workers = team(in_alices)
        for number in range(50):
            for place, worker in enumerate(workers):
                turn = take(job, worker.pk)
                is_ham = (truth_of(turn.line_no) == "ham") == (place == 0)
                dispatch.submit(turn.assignment_id, worker.pk, HAM if is_ham else SPAM)
            if number % 5 == 4:
                consolidate_next(job)
        found = {row.worker_id: row.quality / row.answers for row in WorkerStanding.objects.filter(job=job)}
        qualities.append([found[worker.pk] for worker in workers])
        last = Label.objects.filter(data_object__job=job, data_object__line_no__gte=40).order_by("data_object__line_no")
        right = [label.class_index == (truth_of(40 + at) == "spam") for at, label in enumerate(last)]
        assert all(right) == bool(known)
    assert qualities[0][0] < 0.3 < 0.7 < qualities[0][1]
    assert qualities[1][0] > 0.8 > 0.3 > qualities[1][1]


def test_a_gold_answer_judges_a_worker_who_was_alone_and_makes_no_object_hard(in_alices: Account, bob: Worker) -> None:
    job = in_alices.job(in_alices.text_request("alone", [{"source": "x", "truth": "ham"}]) | {"Tags": WISH})
    dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, SPAM)
    consolidate_next(job)
    standing = WorkerStanding.objects.get(job=job)
    assert (standing.answers, standing.quality) == (1, 0.0)
    assert standing.learned == {"": [[1, 0, 1.0]]}
    found = GoldStanding.objects.get(job=job)
    assert (found.objects_compared, found.quality, found.claims) == (1, 0.0, [[]] * 5)
    assert confidences(job) == [0.0]


def test_several_classes_are_right_as_a_set_and_each_confidence_is_a_claim(in_alices: Account) -> None:
    kind = "ImageMultiClassMultiLabel"
    item = ITEMS[kind]
    request = request_of(in_alices, kind, item) | {"Tags": WISH}
    request["HumanTaskConfig"]["NumberOfHumanWorkersPerDataObject"] = 3
    address = request["InputConfig"]["DataSource"]["S3DataSource"]["ManifestS3Uri"]
    line = orjson.loads(in_alices.read(address)) | {"truth": ["dog"]}
    in_alices.put(address.partition(f"{in_alices.bucket}/")[2], [json.dumps(line)])
    job = ordered(in_alices, request)
    for worker, said in zip(team(in_alices), (["cat", "dog"], ["dog"], ["dog"]), strict=True):
        given = {"crowd-image-classifier-multi-select": {"labels": said}}
        dispatch.submit(take(job, worker.pk).assignment_id, worker.pk, given)
    assert consolidate_next(job) == 1
    found, claim = GoldStanding.objects.get(job=job), Claim.objects.get()
    assert found.quality == 1.0
    assert sorted(claim.said) == ["0", "1"]
    assert sorted((times, right) for part in found.claims for _, times, right in part) == [(1, 0), (1, 1)]
    told, _ = golds.told({"confidence-map": claim.said, "class-map": {}}, claim.said, [0.5] * 101)
    assert told == {"confidence-map": {"0": 0.5, "1": 0.5}, "class-map": {}}


@pytest.mark.parametrize(("kind", "quality"), [("BoundingBox", 1.0), ("Polygon", 1.0), ("NamedEntityRecognition", 1.0)])
def test_what_is_drawn_or_marked_is_as_good_as_it_is_like_gold(in_alices: Account, kind: str, quality: float) -> None:
    item = ITEMS[kind]
    request = request_of(in_alices, kind, item) | {"Tags": WISH}
    request["HumanTaskConfig"]["NumberOfHumanWorkersPerDataObject"] = 2
    address = request["InputConfig"]["DataSource"]["S3DataSource"]["ManifestS3Uri"]
    line = orjson.loads(in_alices.read(address)) | {"truth": item.value}
    in_alices.put(address.partition(f"{in_alices.bucket}/")[2], [json.dumps(line)])
    job = ordered(in_alices, request)
    for worker in team(in_alices, 2):
        dispatch.submit(take(job, worker.pk).assignment_id, worker.pk, item.answer)
    assert consolidate_next(job) == 1
    found = GoldStanding.objects.get(job=job)
    assert found.objects_compared == 1
    assert found.quality == pytest.approx(quality)
    assert all(times == right for part in found.claims for _, times, right in part)
    assert not Claim.objects.exists()
