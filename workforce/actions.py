"""Verbs on work teams and workers."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from tenants import audit
from tenants.actor import Actor
from tenants.errors import Fault, LimitExceeded, NameTaken, NotFound, RequestInvalid
from tenants.models import User
from tenants.shapes import faults, without_nulls
from workforce.models import Membership, Worker, Workforce, Workteam

MOST_TEAMS = 25  # a tenant (spec 7)


@transaction.atomic
def create_workteam(request: dict[str, Any], *, actor: Actor) -> Workteam:
    """Make a team from a CreateWorkteam request (spec 1.11); every fault is reported at once."""
    actor.demand("manager")
    request = without_nulls(request)
    found = faults("CreateWorkteam", request) or _member_faults(request["MemberDefinitions"])
    if found:
        raise RequestInvalid(found)
    workforce = default_workforce(request.get("WorkforceName"))
    if Workteam.objects.count() >= MOST_TEAMS:
        raise LimitExceeded(f"An account has at most {MOST_TEAMS} work teams; delete one first.")
    team = Workteam(
        name=request["WorkteamName"], workforce=workforce, description=request["Description"],
        groups=groups_of(request["MemberDefinitions"]), request=request,
    )  # fmt: skip
    _save_unless_taken(team)
    audit.record(actor, "workforce.workteam.created", team.arn, groups=team.groups)
    return team


def simple_request(name: str, description: str) -> dict[str, Any]:
    """The CreateWorkteam request for a team that is made without a user pool: its group has the team's name."""
    definition = {
        "CognitoMemberDefinition": {"UserPool": "plumbline_default", "UserGroup": name, "ClientId": "plumbline"}
    }
    return {"WorkteamName": name, "Description": description, "MemberDefinitions": [definition]}


def get_workteam(name: str) -> Workteam:
    """The team of that name (compared without case), or `NotFound`."""
    team = Workteam.objects.select_related("workforce", "tenant").filter(name__iexact=name).first()
    if team is None:
        raise NotFound(f"The work team {name} does not exist in this account.")
    return team


def workteam_by_arn(arn: str) -> Workteam | None:
    """The tenant's team that an ARN names, or None."""
    name = arn.rpartition("/")[2]
    team = Workteam.objects.select_related("tenant").filter(name__iexact=name).first()
    return team if team is not None and team.arn.lower() == arn.lower() else None


@transaction.atomic
def add_worker(email: str, team: Workteam, *, name: str = "", actor: Actor) -> Worker:
    """Make a person a worker of a team; safe to repeat."""
    actor.demand("manager")
    user = User.objects.filter(email__iexact=email).first() or User.objects.make(email, None)
    return join(user, team, name=name, actor=actor)


@transaction.atomic
def join(user: User, team: Workteam, *, name: str = "", actor: Actor) -> Worker:
    """The person becomes a worker of the team's first group; safe to repeat."""
    worker, _ = Worker.objects.get_or_create(user=user, defaults={"name": name})
    if name and worker.name != name:
        worker.name = name
        worker.save(update_fields=["name"])
    _, new = Membership.objects.get_or_create(worker=worker, group=team.groups[0])
    if new:
        audit.record(actor, "workforce.worker.joined", team.arn, worker=user.email)
    return worker


@transaction.atomic
def remove_worker(worker_id: int, team: Workteam, *, actor: Actor) -> None:
    """Take a worker out of a team; answers given stay, open turns end at the next check."""
    actor.demand("manager")
    gone, _ = Membership.objects.filter(worker_id=worker_id, group__in=team.groups).delete()
    if not gone:
        raise NotFound(f"This worker is not in the work team {team.name}.")
    audit.record(actor, "workforce.worker.removed", team.arn, worker=worker_id)


def members(team: Workteam) -> list[Worker]:
    """The active workers of a team, by name."""
    return list(
        Worker.objects.filter(active=True, memberships__group__in=team.groups)
        .select_related("user").order_by("name", "pk").distinct()
    )  # fmt: skip


def groups_of(definitions: list[dict[str, Any]]) -> list[str]:
    """The groups of MemberDefinitions, in order; a group of a user pool carries the pool's name, for two may share one."""
    groups: list[str] = []
    for definition in definitions:
        if cognito := definition.get("CognitoMemberDefinition"):
            groups.append(f"{cognito['UserPool']}/{cognito['UserGroup']}")
        else:
            groups.extend(definition["OidcMemberDefinition"]["Groups"])
    return groups


def default_workforce(name: str | None) -> Workforce:
    """The tenant's workforce (made at first use); `NotFound` when another name is asked for."""
    workforce = Workforce.objects.order_by("pk").first()
    if workforce is None:
        workforce = Workforce(name=name or "default")
        workforce.save()
    if name and name.lower() != workforce.name.lower():
        raise NotFound(f"No workforce named {name} exists in this account; this account's is {workforce.name}.")
    return workforce


def _member_faults(definitions: list[dict[str, Any]]) -> list[Fault]:
    """One kind per definition; all of one pool and client, or all OIDC (spec 1.11)."""
    found = [
        Fault(f"MemberDefinitions[{i}]", "keys " + ", ".join(definition) if definition else "nothing",
              "exactly one of CognitoMemberDefinition, OidcMemberDefinition (with Groups)")
        for i, definition in enumerate(definitions)
        if len(definition) != 1 or definition.get("OidcMemberDefinition", {"Groups": [1]}).get("Groups") in (None, [])
    ]  # fmt: skip
    if found:
        return found
    pools = {
        (one["UserPool"], one["ClientId"]) if (one := definition.get("CognitoMemberDefinition")) else ("oidc", "")
        for definition in definitions
    }
    if len(pools) > 1:
        found.append(Fault("MemberDefinitions", f"{len(pools)} different pools", "one user pool and client for all"))
    return found


def _save_unless_taken(team: Workteam) -> None:
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError as error:
        if "workteam_name_in_tenant" not in str(error):
            raise
        raise NameTaken(f"The work team {team.name} exists already in this account; choose another name.") from error
