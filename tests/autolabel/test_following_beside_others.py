"""Copies follow what people said when they were asked again, and nobody who decides waits for the machine meanwhile."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pytest
from django.db import connection

from autolabel import checking
from autolabel.models import LabelCheck, Suspect
from autolabel.suspecting import Decided, decide, look
from consolidation.serving import serve
from jobs import dispatch, lifecycle
from jobs.models import DataObject, Label, LabelingJob
from tenants import scope
from tests.autolabel.play import go_on, ordered
from tests.autolabel.test_copying import ONCE, with_copies
from tests.autolabel.test_following import COPIES, LEADER, other
from tests.cast import Account
from tests.jobs.play import HAM, SPAM, take
from workforce.models import Worker

GIVEN = with_copies(220)


def answered_again(alice: Account, bob: Worker) -> LabelingJob:
    """A job with copies whose leader people were asked about again: they said something else."""
    job = ordered(alice, [text for text, _ in GIVEN], Tags=ONCE)
    go_on(job, [bob], lambda line, _: GIVEN[line][1])
    Suspect.objects.bulk_create(
        Suspect(tenant_id=scope.current(), data_object=one, job=job, score=0.9, chance=0.95, people=0, machine=1)
        for one in DataObject.objects.filter(job=job, line_no__in=(LEADER, 40))
    )
    decide(job, [Decided(LEADER, "ask")], actor=alice.actor)
    said = SPAM if other(GIVEN[LEADER][1]) == "spam" else HAM
    dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, said)
    serve(job)
    assert job.stage == "Completed"
    return job


def class_of(line: int) -> int | None:
    return Label.objects.get(data_object__line_no=line).class_index


@pytest.mark.django_db
def test_a_job_that_is_too_old_to_change_is_looked_at(in_alices: Account, bob: Worker) -> None:
    job = answered_again(in_alices, bob)
    LabelingJob.objects.update(created_at="2020-01-01T00:00:00Z")
    job.refresh_from_db()
    look(job, actor=in_alices.actor)
    while checking.step(job):
        pass
    assert LabelCheck.objects.get(job=job).done
    assert job.stage == "Completed"
    assert class_of(COPIES[0]) != class_of(LEADER)


def test_nobody_who_decides_waits_while_a_machine_looks(
    committed: None, alice: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    features_of, sent, beside = checking.features_of, [], []
    monkeypatch.setattr(lifecycle, "enqueue", lambda function, *_, **__: sent.append(function) or True)

    def somebody_decides() -> None:
        with scope.tenant(alice.tenant.pk), connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10s'")
            beside.append(decide(LabelingJob.objects.get(pk=job.pk), [Decided(40, "keep")], actor=alice.actor))
        connection.close()

    def meanwhile(*given: Any) -> Any:
        thread = Thread(target=somebody_decides)
        thread.start()
        thread.join(60)
        return features_of(*given)

    with scope.tenant(alice.tenant.pk):
        job = answered_again(alice, bob)
        sent.clear()
        checking.step(job)
        assert class_of(COPIES[0]) == class_of(LEADER)
        assert sent == [lifecycle.SERVED_BY["InProgress"]]  # or its manifest would not be written
        serve(job)
        monkeypatch.setattr(checking, "features_of", meanwhile)
        while checking.step(job):
            pass
        assert beside == [0]
        assert LabelCheck.objects.get(job=job).done
