"""A job with auto-labeling from its order to its manifest: people label some, the machine what can be certified."""

from __future__ import annotations

import json

import pytest

from autolabel.models import Round, TrainedModel
from jobs.layout import Layout
from tests.autolabel.play import go_on, mails, ordered
from tests.cast import Account
from tests.jobs.play import adds_up, states
from workforce.models import Worker

pytestmark = pytest.mark.django_db


def test_the_machine_labels_what_can_be_certified_and_people_the_rest(in_alices: Account, bob: Worker) -> None:
    given = mails(400)
    job = ordered(in_alices, [text for text, _ in given])
    assert set(states(job)) == {"held"}
    go_on(job, [bob], lambda line, _: given[line][1])
    assert adds_up(job)
    assert (job.stage, job.labeled, job.machine_deciding) == ("Completed", 400, False)
    assert job.machine_labeled > 150
    lines = [json.loads(line) for line in in_alices.read(Layout(job).output_manifest).splitlines()]
    machines = [line["lan-metadata"]["human-annotated"] == "no" for line in lines]
    assert sum(machines) == job.machine_labeled
    right = [line["lan-metadata"]["class-name"] == truth for line, (_, truth) in zip(lines, given, strict=True)]
    assert sum(one for one, machine in zip(right, machines, strict=True) if machine) >= 0.95 * job.machine_labeled
    last = Round.objects.filter(run__job=job).latest("number")
    assert last.done
    assert last.accepted["accepted"] == job.machine_labeled
    assert TrainedModel.objects.get(job=job).arn.endswith(":model/" + TrainedModel.objects.get(job=job).name)
