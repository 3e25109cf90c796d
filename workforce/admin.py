"""Pages about the people who label: teams, workers, invitations."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from unfold.decorators import display

from tenants import mail
from tenants.actor import Actor
from tenants.console import ScopedAdmin, badge, moment
from tenants.console_verbs import Done, Outcome, ShownOnce, Verb
from workforce import actions, invitations
from workforce.console_forms import InviteForm, RemoveWorkerForm, TeamForm
from workforce.models import Invitation, Worker, Workteam
from workforce.standing import set_active


def _team_page(team: Workteam) -> str:
    return reverse("admin:workforce_workteam_change", args=[team.pk])


def _create_team(row: None, given: dict[str, Any], actor: Actor) -> Outcome:
    team = actions.create_workteam(actions.simple_request(given["name"], given["description"]), actor=actor)
    return Done(f"The team {team.name} exists. Invite the people who label.", _team_page(team))


def _invite(row: Workteam, given: dict[str, Any], actor: Actor) -> Outcome:
    link = invitations.invite(given["email"], row, actor=actor)
    if mail.leaves_here():
        return Done(f"A mail with the link is on its way to {given['email']}.", _team_page(row))
    return ShownOnce(
        "Invited",
        f"No mail server is set up here, so pass this link on to {given['email']} yourself. It is shown only now and "
        "works once; an earlier link for the same person and team is void.",
        (("Link", link),),
        _team_page(row),
    )


def _remove_worker(row: Workteam, given: dict[str, Any], actor: Actor) -> Outcome:
    actions.remove_worker(given["worker"], row, actor=actor)
    return Done(f"Removed from {row.name}. Answers that were given stay.", _team_page(row))


@admin.register(Workteam)
class WorkteamAdmin(ScopedAdmin):
    plural = "Teams"
    list_display = ("name", "description", "created")
    search_fields = ("name", "description")
    ordering = ("name",)
    page_template = "console/team.html"
    adding = Verb(
        "add", "Create a team", _create_team, form=TeamForm,
        faults={"WorkteamName": "name", "Description": "description", "MemberDefinitions": "name"},
        intro="People who label together. A job is given to one team; a person may be in several.",
    )  # fmt: skip
    verbs = (
        Verb("invite", "Invite by e-mail", _invite, form=InviteForm),
        Verb("remove-worker", "Remove a worker", _remove_worker, form=RemoveWorkerForm, danger=True,
             intro="They cannot label for this team any more. Answers that were given stay.",
             offered=lambda team: bool(actions.members(team))),
    )  # fmt: skip
    empty = ("No teams yet", "A labeling job is given to a team. Create one, then invite the people who label.")

    def page_context(self, request: HttpRequest, row: Workteam) -> dict[str, Any]:
        return {
            "workers": actions.members(row),
            "invitations": [one for one in invitations.pending() if one.workteam_id == row.pk],
        }


def _switch(row: Worker, active: bool, actor: Actor) -> Outcome:
    worker = set_active(row.pk, active, actor=actor)
    now = "may label" if active else "may not label any more"
    return Done(f"{worker.user.email} {now}.", reverse("admin:workforce_worker_changelist"))


def _activate(row: Worker, given: dict[str, Any], actor: Actor) -> Outcome:
    return _switch(row, True, actor)


def _deactivate(row: Worker, given: dict[str, Any], actor: Actor) -> Outcome:
    return _switch(row, False, actor)


@admin.register(Worker)
class WorkerAdmin(ScopedAdmin):
    plural = "Workers"
    list_display = ("person", "email", "state", "created")
    list_filter = ("active",)
    list_select_related = ("user",)
    search_fields = ("name", "user__email")
    ordering = ("name", "pk")
    verbs = (
        Verb("deactivate", "Switch off", _deactivate, heading="Switch this worker off?", danger=True,
             intro="They stay in their teams and may not label until they are switched on again. Answers stay.",
             offered=lambda worker: worker.active),
        Verb("activate", "Switch on", _activate, heading="Let this worker label again?",
             offered=lambda worker: not worker.active),
    )  # fmt: skip
    verbs_in_list = True
    empty = ("No workers yet", "Open a team and invite people by e-mail; who accepts appears here.")

    @display(description="Name", ordering="name")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def person(self, row: Worker) -> str:
        return str(row)

    @display(description="E-mail address", ordering="user__email")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def email(self, row: Worker) -> str:
        return row.user.email

    @display(description="State", ordering="active")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def state(self, row: Worker) -> SafeString:
        return badge("active", "good") if row.active else badge("off", "bad")


@admin.register(Invitation)
class InvitationAdmin(ScopedAdmin):
    plural = "Invitations"
    list_display = ("email", "team", "invited_by", "created", "expires", "state")
    list_select_related = ("workteam",)
    search_fields = ("email",)
    ordering = ("-pk",)
    empty = ("No invitations yet", "Open a team and invite people by e-mail.")

    @display(description="Team", ordering="workteam__name")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def team(self, row: Invitation) -> str:
        return row.workteam.name

    @display(description="Good until", ordering="expires_at")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def expires(self, row: Invitation) -> SafeString:
        return moment(row.expires_at)

    @display(description="State")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def state(self, row: Invitation) -> SafeString:
        if row.accepted_at:
            return badge("accepted", "good")
        return badge("expired", "bad") if row.expires_at < timezone.now() else badge("pending", "warn")
