"""REST: work teams, the people in them, and who is invited."""

from __future__ import annotations

from django.urls import path
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from tenants import mail
from tenants.rest import TenantView, checked
from tenants.rest_pages import PageQuery, page_of, paged
from tenants.rest_schema import serves
from workforce import actions, invitations
from workforce.models import Invitation, Membership, Worker, Workteam
from workforce.serializers import (
    InvitationSerializer,
    InvitedSerializer,
    NewWorker,
    NewWorkteam,
    WorkerSerializer,
    WorkteamSerializer,
    new_workteam_schema,
)


class WorkteamsView(TenantView):
    @serves("list_work_teams", "Work teams, oldest first", tag="work teams", query=PageQuery,
            answer=page_of(WorkteamSerializer))  # fmt: skip
    def get(self, request: Request) -> Response:
        return paged(self, Workteam.objects.select_related("tenant"), WorkteamSerializer)

    @serves("create_work_team", "Make a work team", tag="work teams", role="manager", answer=WorkteamSerializer,
            status=201, aws_body=new_workteam_schema(), errors=(404, 409, 429))  # fmt: skip
    def post(self, request: Request) -> Response:
        """From a name and a description, or from a CreateWorkteam request of the AWS API."""
        body = self.sent
        if "WorkteamName" not in body:
            body = actions.simple_request(**checked(NewWorkteam(data=body)))
        team = actions.create_workteam(body, actor=self.actor)
        return Response(WorkteamSerializer(team).data, status=201)


class WorkteamView(TenantView):
    @serves("get_work_team", "One work team", tag="work teams", answer=WorkteamSerializer, errors=(404,))
    def get(self, request: Request, name: str) -> Response:
        return Response(WorkteamSerializer(actions.get_workteam(name)).data)


class WorkersView(TenantView):
    @serves("list_workers", "The active workers of a team", tag="work teams", query=PageQuery,
            answer=page_of(WorkerSerializer), errors=(404,))  # fmt: skip
    def get(self, request: Request, name: str) -> Response:
        team = actions.get_workteam(name)
        inside = Membership.objects.filter(group__in=team.groups).values("worker")
        return paged(self, Worker.objects.select_related("user").filter(active=True, pk__in=inside), WorkerSerializer)

    @serves("invite_worker", "Invite a person into a team", tag="work teams", role="manager", body=NewWorker,
            answer=InvitedSerializer, status=201, errors=(404,))  # fmt: skip
    def post(self, request: Request, name: str) -> Response:
        """They get the link by mail. Inviting again replaces the earlier link."""
        email = self.given()["email"]
        link = invitations.invite(email, actions.get_workteam(name), actor=self.actor)
        return Response({"email": email.lower(), "link": None if mail.leaves_here() else link}, status=201)


class WorkerView(TenantView):
    @serves("remove_worker", "Take a worker out of a team", tag="work teams", role="manager", status=204, errors=(404,))
    def delete(self, request: Request, name: str, worker_id: int) -> Response:
        """Answers that were given stay."""
        actions.remove_worker(worker_id, actions.get_workteam(name), actor=self.actor)
        return Response(status=204)


class InvitationsView(TenantView):
    @serves("list_invitations", "Invitations that can still be accepted, newest first", tag="work teams",
            role="manager", query=PageQuery, answer=page_of(InvitationSerializer))  # fmt: skip
    def get(self, request: Request) -> Response:
        pending = Invitation.objects.filter(accepted_at=None, expires_at__gt=timezone.now())
        return paged(self, pending.select_related("workteam"), InvitationSerializer, newest_first=True)


urlpatterns = [
    path("work-teams/", WorkteamsView.as_view(), name="work-teams"),
    path("work-teams/<slug:name>/", WorkteamView.as_view(), name="work-team"),
    path("work-teams/<slug:name>/workers/", WorkersView.as_view(), name="workers"),
    path("work-teams/<slug:name>/workers/<int:worker_id>/", WorkerView.as_view(), name="worker"),
    path("invitations/", InvitationsView.as_view(), name="invitations"),
]
