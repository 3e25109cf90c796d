"""From answers to labels and files: layout, keys, order, and that running it twice changes nothing."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from unittest.mock import Mock

import pytest
from django.db import transaction
from django.db.models import F

from consolidation.consolidating import consolidate_next
from consolidation.finishing import export_if_due, finish_if_done
from consolidation.serving import serve
from jobs import dispatch, events
from jobs.actions import retry_failed, stop_job
from jobs.layout import Layout
from jobs.models import Assignment, JobEvent, Label, LabelingJob
from jobs.window import top_up
from tenants import storage
from tests.cast import Account
from tests.jobs.play import HAM, SPAM, adds_up, answer, states, take
from workforce.models import Worker

pytestmark = pytest.mark.django_db
Stage = LabelingJob.Stage


def manifest(alice: Account, job: LabelingJob) -> list[dict[str, object]]:
    return [json.loads(line) for line in alice.read(Layout(job).output_manifest).splitlines()]


def files(alice: Account, job: LabelingJob) -> set[str]:
    found = storage._client().list_objects_v2(Bucket=alice.bucket, Prefix=f"out/{job.name}/annotations/")
    return {one["Key"] for one in found["Contents"]}


def test_a_label_has_exactly_the_keys_of_the_original_in_their_order(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job("Pets", count=1)
    answer(job, bob.pk, SPAM)
    assert consolidate_next(job) == 1
    assert finish_if_done(job)
    line = in_alices.read(Layout(job).output_manifest)
    assert re.fullmatch(
        r'\{"source": "mail number 0","lan":1,"lan-metadata":\{"confidence":0.0,"job-name":"labeling-job/pets",'
        r'"class-name":"spam","human-annotated":"yes","creation-date":"[^"]+","type":"groundtruth/text-classification"\}\}\n',
        line,
    )
    created = json.loads(line)["lan-metadata"]["creation-date"]
    assert datetime.strptime(created, "%Y-%m-%dT%H:%M:%S.%f")


def test_agreement_gives_confidence_and_disagreement_less(in_alices: Account, bob: Worker) -> None:
    workers = [bob, in_alices.worker("eve@example.org"), in_alices.worker("dan@example.org")]
    job = in_alices.text_job(count=4, NumberOfHumanWorkersPerDataObject=3)
    for line_no in range(4):
        for worker in workers:
            odd = line_no == 3 and worker is bob
            answer(job, worker.pk, SPAM if line_no < 2 or odd else HAM)
    assert consolidate_next(job) == 4
    labels = list(Label.objects.order_by("data_object__line_no"))
    assert [label.class_index for label in labels] == [1, 1, 0, 0]
    assert labels[0].confidence >= 0.9
    assert labels[3].confidence < labels[0].confidence


def test_worker_responses_and_consolidation_files_lie_where_the_original_puts_them(
    in_alices: Account, bob: Worker
) -> None:
    job = in_alices.text_job("files", count=12)
    for _ in range(12):
        answer(job, bob.pk)
    consolidate_next(job)
    keys = sorted(
        one["Key"].removeprefix("out/files/annotations/")
        for one in storage._client().list_objects_v2(Bucket=in_alices.bucket, Prefix="out/files/")["Contents"]
    )
    second = r"\d{4}-\d\d-\d\d_\d\d:\d\d:\d\d\.json"
    patterns = [
        *(f"consolidated-annotation/consolidation-{kind}/iteration-{n}/{second}"
          for kind in ("request", "response") for n in (1, 2)),
        *(f"worker-response/iteration-1/{i}/{second}" for i in range(10)),
        *(f"worker-response/iteration-2/{i}/{second}" for i in (10, 11)),
    ]  # fmt: skip
    assert len(keys) == len(patterns)
    assert all(re.fullmatch(pattern, key) for pattern, key in zip(patterns, keys, strict=True))
    response = json.loads(in_alices.read(f"{Layout(job).root}/annotations/{keys[4]}"))
    (given,) = response["answers"]
    assert list(given) == [
        "acceptanceTime", "submissionTime", "timeSpentInSeconds", "workerId", "workerMetadata", "answerContent",
    ]  # fmt: skip
    assert given["answerContent"] == HAM
    assert given["workerId"] == f"private.us-east-1.{bob.short_id}"
    assert given["workerMetadata"]["identityData"]["sub"] == str(bob.sub)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", given["acceptanceTime"])


def test_the_consolidation_request_is_what_a_post_annotation_function_reads(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job("post", count=1)
    answer(job, bob.pk)
    consolidate_next(job)
    job.refresh_from_db()
    assert job.consolidated_at is not None
    layout = Layout(job)
    (request,) = json.loads(in_alices.read(layout.consolidation("request", 1, job.consolidated_at)))
    assert request["datasetObjectId"] == "0"
    assert request["dataObject"] == {"content": "mail number 0"}
    assert json.loads(request["annotations"][0]["annotationData"]["content"]) == HAM
    (response,) = json.loads(in_alices.read(layout.consolidation("response", 1, job.consolidated_at)))
    assert response["consolidatedAnnotation"]["content"]["lan"] == 0


def test_consolidating_again_finds_nothing(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=2)
    answer(job, bob.pk)
    assert consolidate_next(job) == 1
    assert consolidate_next(job) == 0
    assert states(job) == ["labeled", "open"]
    assert adds_up(job)


@pytest.mark.parametrize("more", [0, 1])
def test_after_a_crash_between_files_and_commit_nothing_is_labeled_twice(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    job = in_alices.text_job("crash", count=3)
    for content in (SPAM, HAM):
        answer(job, bob.pk, content)
    earlier = timedelta(seconds=5)
    Assignment.objects.filter(job=job).update(started_at=F("started_at") - earlier, ended_at=F("ended_at") - earlier)
    with monkeypatch.context() as broken:
        broken.setattr(events, "progress", Mock(side_effect=ConnectionError))
        with pytest.raises(ConnectionError), transaction.atomic():
            consolidate_next(job)
    assert states(job) == ["answered", "answered", "open"]
    left = files(in_alices, job)
    for _ in range(more):
        answer(job, bob.pk)
    assert consolidate_next(job) == Label.objects.count() == 2 + more
    assert adds_up(job)
    written = files(in_alices, job)
    assert left < written if more else left == written
    # A chunk that has grown: one more worker response, and a request and a response of a second run.
    assert len(written) == len(left) + 3 * more


def test_the_manifest_keeps_the_order_and_copies_what_is_not_labeled(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=3)
    answer(job, bob.pk)
    dispatch.decline(take(job, bob.pk).assignment_id, bob.pk)
    consolidate_next(job)
    export_if_due(job)
    first, second, third = manifest(in_alices, job)
    assert first["lan"] == 0
    assert list(second) == ["source", "lan-metadata"]
    assert "ClientError: Annotation tasks expired" in str(second["lan-metadata"])
    assert third == {"source": "mail number 2"}


def test_a_job_is_completed_when_every_object_is_labeled_or_failed(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=2)
    answer(job, bob.pk)
    consolidate_next(job)
    assert not finish_if_done(job)
    dispatch.decline(take(job, bob.pk).assignment_id, bob.pk)
    assert finish_if_done(job)
    assert (job.stage, job.labeled, job.failed) == (Stage.COMPLETED, 1, 1)
    names = list(JobEvent.objects.filter(job=job).values_list("name", flat=True))
    assert "EXPORTED_LABELED_MANIFEST" in names


def test_stopping_keeps_what_is_answered_and_takes_back_what_is_out(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=3)
    answer(job, bob.pk)
    take(job, bob.pk)
    assert stop_job(job, actor=in_alices.actor)
    serve(job)
    assert (job.stage, job.labeled, job.unlabeled) == (Stage.STOPPED, 1, 2)
    assert [("lan" in line) for line in manifest(in_alices, job)] == [True, False, False]
    assert dispatch.held(job.pk, bob.pk) == []


def test_stopping_labels_an_object_with_the_answers_it_has(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=2, NumberOfHumanWorkersPerDataObject=3)
    answer(job, bob.pk, SPAM)
    assert stop_job(job, actor=in_alices.actor)
    serve(job)
    assert (job.stage, job.labeled, job.unlabeled) == (Stage.STOPPED, 1, 1)
    assert states(job) == ["labeled", "pending"]
    assert manifest(in_alices, job)[0]["lan"] == 1


def test_a_completed_job_goes_on_when_its_failed_objects_are_retried(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=1)
    dispatch.decline(take(job, bob.pk).assignment_id, bob.pk)
    finish_if_done(job)
    assert retry_failed(job, actor=in_alices.actor) == 1
    top_up(job.pk)
    answer(job, bob.pk, SPAM)
    consolidate_next(job)
    assert finish_if_done(job)
    (line,) = manifest(in_alices, job)
    assert line["lan"] == 1
    assert "failure-reason" not in str(line)
    assert adds_up(job)
