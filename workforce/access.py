"""Which teams a person labels for. Crosses tenants by the look-ups of `tenants/crossing.py`, then asks each in its scope."""

from __future__ import annotations

from tenants import crossing
from workforce.models import Membership, Worker, Workteam


def tenants_of(user_id: int) -> list[int]:
    """The tenants a person labels for."""
    return crossing.tenants_of_worker(user_id)


def worker_in_scope(user_id: int) -> Worker | None:
    """The person as a worker of the open tenant, if active and allowed to sign in."""
    return Worker.objects.select_related("user").filter(user_id=user_id, active=True, user__is_active=True).first()


def teams_of(worker: Worker) -> list[Workteam]:
    """The worker's teams in the open tenant."""
    groups = list(worker.memberships.values_list("group", flat=True))
    return list(Workteam.objects.filter(groups__overlap=groups))


def team_size(team: Workteam) -> int:
    """How many workers a team has."""
    return Membership.objects.filter(group__in=team.groups).values("worker").distinct().count()
