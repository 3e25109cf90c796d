"""All addresses of the API, read from the URL table, and Alice's things to put into them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from autolabel.api import urlpatterns as autolabel_api
from consolidation.api import urlpatterns as consolidation_api
from jobs.api import urlpatterns as jobs_api
from jobs.models import LabelingJob
from tenants import scope
from tenants.actions import add_member
from tenants.api import urlpatterns as tenants_api
from tenants.keys import create_key
from tests.cast import Account
from workforce.api import urlpatterns as workforce_api
from workforce.models import Worker

# Who may: (reviewer, manager, owner) and what they get; POST is sent with an empty object. Without a key: 401.
TABLE: dict[tuple[str, str], tuple[int, int, int]] = {
    ("GET", "account"): (200, 200, 200),
    ("GET", "members"): (403, 200, 200),
    ("POST", "members"): (403, 403, 400),
    ("DELETE", "member"): (403, 403, 204),
    ("GET", "keys"): (403, 200, 200),
    ("POST", "keys"): (403, 403, 400),
    ("DELETE", "key"): (403, 403, 204),
    ("GET", "buckets"): (403, 200, 200),
    ("POST", "buckets"): (403, 400, 400),
    ("GET", "audit"): (403, 200, 200),
    ("GET", "work-teams"): (200, 200, 200),
    ("POST", "work-teams"): (403, 400, 400),
    ("GET", "work-team"): (200, 200, 200),
    ("GET", "workers"): (200, 200, 200),
    ("POST", "workers"): (403, 400, 400),
    ("DELETE", "worker"): (403, 204, 204),
    ("GET", "invitations"): (403, 200, 200),
    ("GET", "jobs"): (200, 200, 200),
    ("POST", "jobs"): (403, 400, 400),
    ("GET", "job"): (200, 200, 200),
    ("POST", "job-stop"): (403, 200, 200),
    ("POST", "job-retry-failed"): (403, 200, 200),
    ("GET", "job-events"): (200, 200, 200),
    ("GET", "job-objects"): (200, 200, 200),
    ("POST", "job-objects"): (403, 400, 400),
    ("GET", "topics"): (200, 200, 200),
    ("POST", "topics"): (403, 400, 400),
    ("GET", "job-object"): (200, 200, 200),
    ("GET", "job-workers"): (200, 200, 200),
    ("GET", "job-hard-objects"): (200, 200, 200),
    ("GET", "job-gold"): (404, 404, 404),  # the job has none
    ("GET", "job-waves"): (200, 200, 200),
    ("GET", "job-next-wave"): (404, 404, 404),  # the job is no stream
    ("GET", "job-label-check"): (404, 404, 404),
    ("POST", "job-label-check"): (403, 409, 409),
    ("GET", "job-suspects"): (200, 200, 200),
    ("POST", "job-suspect"): (403, 400, 400),
    ("GET", "job-object-similar"): (409, 409, 409),
    ("POST", "previews"): (403, 400, 400),
}
# What each nested or single address is given, beside the names below.
NEEDS = {
    "member": ("member_id",), "key": ("access_key_id",), "work-team": ("name=team",), "workers": ("name=team",),
    "worker": ("name=team", "worker_id"), "job": ("name=job",), "job-stop": ("name=job",),
    "job-retry-failed": ("name=job",), "job-events": ("name=job",), "job-objects": ("name=job",),
    "job-object": ("name=job", "line_no"), "job-workers": ("name=job",), "job-hard-objects": ("name=job",),
    "job-waves": ("name=job",), "job-next-wave": ("name=job",),
    "job-label-check": ("name=job",), "job-suspects": ("name=job",), "job-suspect": ("name=job", "line_no"),
    "job-object-similar": ("name=job", "line_no"),
    "job-gold": ("name=job",),
}  # fmt: skip


def served() -> Iterator[tuple[str, str]]:
    """(verb, URL name) of everything the URL table serves."""
    for pattern in (*autolabel_api, *consolidation_api, *jobs_api, *workforce_api, *tenants_api):
        view = pattern.callback.view_class
        for verb in ("get", "post", "put", "patch", "delete"):
            if hasattr(view, verb):
                yield verb.upper(), str(pattern.name)


def addresses(account: Account, job: LabelingJob, worker: Worker) -> dict[str, str]:
    """URL name → address of a thing of this account."""
    with scope.tenant(account.tenant.pk):
        member = add_member("carol@example.org", "reviewer", actor=account.actor)
        key, _ = create_key("to be revoked", actor=account.actor)
    things = {"member_id": member.pk, "access_key_id": key.access_key_id, "team": "labelers", "job": job.name,
              "worker_id": worker.pk, "line_no": 0}  # fmt: skip
    found = {}
    for _, name in TABLE:
        pairs = [part.partition("=") for part in NEEDS.get(name, ())]
        found[name] = reverse(f"api:{name}", kwargs={field: things[of or field] for field, _, of in pairs})
    return found
