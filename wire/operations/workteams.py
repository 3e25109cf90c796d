"""Work teams: CreateWorkteam, DescribeWorkteam, ListWorkteams."""

from __future__ import annotations

from wire import filters, paging
from wire.call import Call, Members
from wire.presenting import workteams as presenting
from workforce import actions
from workforce.models import Workteam

_SORT = {"Name": "name", "CreateDate": "created_at"}


def create(call: Call) -> Members:
    """Make a work team; answers its ARN."""
    return {"WorkteamArn": actions.create_workteam(call.members, actor=call.actor).arn}


def describe(call: Call) -> Members:
    """One work team, by name."""
    return {"Workteam": presenting.workteam(actions.get_workteam(call.members["WorkteamName"]))}


def list_page(call: Call) -> Members:
    """A page of work teams."""
    rows = Workteam.objects.select_related("tenant", "workforce").filter(filters.named(call.members))
    teams, lead_on = paging.page(rows, call, by=_SORT[call.members.get("SortBy", "CreateDate")])
    return {"Workteams": [presenting.workteam(team) for team in teams], **lead_on}
