"""The addresses of the admin over an account with one of everything."""

from __future__ import annotations

from dataclasses import dataclass

from tenants import scope, storage
from tenants.keys import create_key
from tenants.models import ApiKey, Bucket, Member
from tests.cast import Account
from workforce.invitations import invite
from workforce.models import Worker, Workteam

LISTS = [
    "/admin/", "/admin/jobs/labelingjob/", "/admin/workforce/workteam/", "/admin/workforce/worker/",
    "/admin/workforce/invitation/", "/admin/tenants/member/", "/admin/tenants/apikey/", "/admin/tenants/bucket/",
    "/admin/tenants/auditentry/", "/admin/live/",
]  # fmt: skip
ADDING = {
    "/admin/jobs/labelingjob/add/": "manager", "/admin/workforce/workteam/add/": "manager",
    "/admin/tenants/bucket/add/": "manager", "/admin/tenants/apikey/add/": "owner",
    "/admin/tenants/member/add/": "owner", "/admin/jobs/preview/": "manager",
}  # fmt: skip


@dataclass
class Places:
    """`pages` show a row; `verbs` are address → the least role that may."""

    pages: list[str]
    verbs: dict[str, str]


def furnish(account: Account) -> Places:
    """Put one of everything into the account."""
    job = account.text_job("furnished", 3)
    worker = account.worker("bob@example.org")
    with scope.tenant(account.tenant.pk):
        team: Workteam = account.team()
        invite("eve@example.org", team, actor=account.actor)
        key: ApiKey = create_key("script", actor=account.actor)[0]
        storage.create_bucket(f"second-{account.bucket}", actor=account.actor)
        member = Member.objects.get(user=account.owner)
        assert Bucket.objects.count() == 2
        assert Worker.objects.count() == 1
    job_page, team_page = f"/admin/jobs/labelingjob/{job.pk}/", f"/admin/workforce/workteam/{team.pk}/"
    worker_page, member_page = f"/admin/workforce/worker/{worker.pk}/", f"/admin/tenants/member/{member.pk}/"
    doubts_page = f"/admin/autolabel/labelcheck/{job.pk}/"
    return Places(
        pages=[job_page, f"{job_page}live/", team_page, f"{doubts_page}live/", doubts_page],
        verbs={
            f"{job_page}stop/": "manager", f"{job_page}retry/": "manager", f"{team_page}invite/": "manager",
            f"{team_page}remove-worker/": "manager", f"{worker_page}deactivate/": "manager",
            f"{worker_page}activate/": "manager", f"{member_page}role/": "owner", f"{member_page}remove/": "owner",
            f"/admin/tenants/apikey/{key.pk}/revoke/": "owner",
        },
    )  # fmt: skip
