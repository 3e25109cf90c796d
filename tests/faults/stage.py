"""Sets the stage for a play: run as a process of the installation under test, so that it uses that one's database.

`python -m tests.faults.stage set '{"name": …, "count": 100, …}'` makes an account with workers and jobs;
`… stage label '{"tenant": 1, "job": 2}'` consolidates what is answered in one quiet process. Both print JSON.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - rooms can be imported when Django is set up
from django.core.management import call_command  # noqa: E402 - rooms need django.setup()
from django.test import Client  # noqa: E402 - rooms need django.setup()

from consolidation.consolidating import consolidate_next  # noqa: E402 - rooms need django.setup()
from jobs import lifecycle  # noqa: E402 - rooms need django.setup()
from jobs.actions import create_job  # noqa: E402 - rooms need django.setup()
from jobs.intake import take_in  # noqa: E402 - rooms need django.setup()
from jobs.models import LabelingJob  # noqa: E402 - rooms need django.setup()
from tenants import scope  # noqa: E402 - rooms need django.setup()
from tenants.models import User  # noqa: E402 - rooms need django.setup()
from tests.cast import Account, make_account  # noqa: E402 - rooms need django.setup()
from workforce.models import Worker  # noqa: E402 - rooms need django.setup()


def set_stage(wanted: dict[str, Any]) -> dict[str, Any]:
    """`taken_in` says whether the manifests are read here, or left to Celery."""
    call_command("migrate", verbosity=0)
    name = wanted["name"]
    account = make_account(name, f"{name}@example.org")
    workers = [account.worker(f"{name}-{i}@example.org") for i in range(wanted["workers"])]
    with scope.tenant(account.tenant.pk):
        jobs = [_job(account, f"{name}-{i}", wanted) for i in range(wanted["jobs"])]
    return {
        "tenant": account.tenant.pk,
        "bucket": account.bucket,
        "jobs": [{"id": job.pk, "name": job.name, "public_id": str(job.public_id)} for job in jobs],
        "sessions": [_session(worker) for worker in workers],
    }


def label(wanted: dict[str, Any]) -> dict[str, Any]:
    """Consolidate all that is answered in a job."""
    with scope.tenant(wanted["tenant"]):
        job = LabelingJob.objects.select_related("tenant", "workteam__tenant").get(pk=wanted["job"])
        while consolidate_next(job):
            pass
    return {"labeled": job.labeled}


def _job(account: Account, name: str, wanted: dict[str, Any]) -> LabelingJob:
    lines = [{"source": f"mail number {i}"} for i in range(wanted["count"])]
    request = account.text_request(name, lines, NumberOfHumanWorkersPerDataObject=wanted["answers"])
    job = create_job(request, actor=account.actor)
    if wanted["taken_in"]:
        take_in(job)
    else:
        lifecycle.send(job)
    return job


def _session(worker: Worker) -> str:
    client = Client()
    client.force_login(User.objects.get(pk=worker.user_id))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    verb = {"set": set_stage, "label": label}[sys.argv[1]]
    sys.stdout.write(json.dumps(verb(json.loads(sys.argv[2]))) + "\n")
