"""Objects whose answers nobody can use, opened again: the same people may answer, and only the new answers count."""

from __future__ import annotations

import json
from typing import Any

import pytest

from consolidation.consolidating import consolidate_next
from consolidation.finishing import finish_if_done
from jobs import closing, dispatch, looking, rows
from jobs.actions import retry_failed
from jobs.layout import Layout
from jobs.models import Assignment, DataObject, LabelingJob
from jobs.outlook import answered_by, outlook
from jobs.window import top_up
from tests.cast import Account
from tests.jobs.play import HAM, SPAM, adds_up, answer, states
from workforce.models import Worker

pytestmark = pytest.mark.django_db
_UNREADABLE: dict[str, Any] = {"lan": 7}


def failed_over(account: Account, worker: Worker, **human: Any) -> tuple[LabelingJob, dispatch.Turn]:
    """A job of one object that failed over this worker's answer, open again."""
    job = account.text_job(count=1, **human)
    turn = answer(job, worker.pk, SPAM)
    given = {"job": job.pk, "answer": json.dumps(_UNREADABLE)}
    rows.run("UPDATE jobs_assignment SET answer = %(answer)s WHERE job_id = %(job)s", given)
    assert consolidate_next(job) == 1
    assert states(job) == ["failed"]
    assert retry_failed(job, actor=account.actor) == 1
    top_up(job.pk)
    return job, turn


def test_the_only_worker_of_a_team_may_answer_again_and_that_answer_labels_it(in_alices: Account, bob: Worker) -> None:
    job, _ = failed_over(in_alices, bob)
    assert not outlook(job.pk, bob.pk).finished
    answer(job, bob.pk, HAM)
    assert consolidate_next(job) == 1
    assert states(job) == ["labeled"]
    assert adds_up(job)
    assert finish_if_done(job)
    said = in_alices.read(Layout(job).output_manifest)
    assert json.loads(said)[f"{job.label_attribute}-metadata"]["class-name"] == "ham"
    assert answered_by(job.pk, bob.pk) == 1


def test_the_old_answer_is_kept_and_shown_with_its_attempt(in_alices: Account, bob: Worker) -> None:
    job, _ = failed_over(in_alices, bob)
    answer(job, bob.pk, HAM)
    shown = looking.answers(DataObject.objects.get(job=job))
    assert [(turn.attempt, turn.answer) for turn in shown] == [(0, _UNREADABLE), (1, HAM)]


def test_a_submit_that_is_repeated_after_the_retry_is_still_a_repetition(in_alices: Account, bob: Worker) -> None:
    job, turn = failed_over(in_alices, bob)
    assert dispatch.submit(turn.assignment_id, bob.pk, SPAM).repeated
    assert Assignment.objects.get(pk=turn.assignment_id).answer == _UNREADABLE
    assert DataObject.objects.get(job=job).answers == 0


def test_a_manifest_that_is_being_written_while_objects_are_retried_is_written_again(
    in_alices: Account, bob: Worker
) -> None:
    job = in_alices.text_job(count=2)
    answer(job, bob.pk, SPAM)
    closing.fail_answered(
        job.pk, {DataObject.objects.get(job=job, line_no=0).pk: "ClientError: no answer can be used."}
    )
    job.refresh_from_db()
    written = job.changes
    assert retry_failed(job, actor=in_alices.actor) == 1
    LabelingJob.objects.filter(pk=job.pk).update(exported_done=written)
    top_up(job.pk)
    answer(job, bob.pk, SPAM)
    assert consolidate_next(job) == 1
    job.refresh_from_db()
    assert (job.labeled, job.failed) == (1, 0)
    assert job.changes != job.exported_done
