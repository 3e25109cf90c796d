"""The window of open objects keeps its size."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from jobs import window
from jobs.models import DataObject, LabelingJob
from tests.cast import Account

PLANNERS = ("", "material", "material,hashjoin,mergejoin,hashagg,sort")


def how_many_open(job: LabelingJob) -> int:
    return DataObject.objects.filter(job=job, state=DataObject.State.OPEN).count()


@pytest.mark.parametrize("switched_off", PLANNERS)
def test_no_plan_of_the_database_opens_more_than_were_asked_for(in_alices: Account, switched_off: str) -> None:
    job = in_alices.text_job(count=60, MaxConcurrentTaskCount=7)
    assert how_many_open(job) == 7
    with transaction.atomic(), connection.cursor() as cursor:
        for way in filter(None, switched_off.split(",")):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        assert window.open_next(job.pk, 3) == 3
    assert how_many_open(job) == 10
    assert window.top_up(job.pk) == 0
