"""A job that a machine helps to label, on the live site with real Celery, which is killed on the way."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable

import pytest
from django.db import connection

from autolabel.models import Round
from jobs import lifecycle
from jobs.actions import create_job
from jobs.layout import Layout
from jobs.models import Assignment, LabelingJob
from tenants import scope
from tests.autolabel.play import ALGORITHM, mails, wish
from tests.cast import Account
from tests.faults.crew import Labeler
from tests.jobs.play import adds_up
from tests.portal.page import session_of
from tests.site import Site, start_celery, stop

pytestmark = [pytest.mark.slow, pytest.mark.faults]
MAILS = mails(250)


def until(happened: Callable[[], bool], seconds: float = 240) -> None:
    ends = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.2)


def test_a_job_ends_and_adds_up_though_celery_is_killed(site: Site, alice: Account) -> None:
    people = [alice.worker(f"{name}@example.org") for name in ("bob", "eve")]
    truth = dict(MAILS)

    def read(_worker: int, assignment: int) -> str:
        with scope.tenant(alice.tenant.pk):
            line = json.loads(Assignment.objects.select_related("data_object").get(pk=assignment).data_object.line)
        connection.close()  # of this person's thread
        return truth[line["source"]]

    with scope.tenant(alice.tenant.pk):
        request = alice.text_request("mails", [{"source": text} for text, _ in MAILS])
        request |= {"LabelingJobAlgorithmsConfig": ALGORITHM, "Tags": wish(backbone="wordllama")}
        job = create_job(request, actor=alice.actor)
        lifecycle.send(job)
        celery = start_celery()
        crew = [Labeler(site, job, at, session_of(one), 0.01, read) for at, one in enumerate(people)]
        try:
            for person in crew:
                person.start()
            until(lambda: Round.objects.filter(run__job=job).exists())
            os.killpg(celery.pid, signal.SIGKILL)
            celery.wait()
            celery = start_celery()
            until(lambda: LabelingJob.objects.get(pk=job.pk).has_ended)
        finally:
            for person in crew:
                person.leaving = True
                person.join(30)
            stop(celery)
        assert adds_up(job)
        assert (job.stage, job.labeled, job.machine_deciding) == ("Completed", 250, False)
        assert job.machine_labeled > 0
        lines = alice.read(Layout(job).output_manifest).splitlines()
        assert sum('"human-annotated":"no"' in line for line in lines) == job.machine_labeled
        numbers = list(Round.objects.filter(run__job=job).order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
