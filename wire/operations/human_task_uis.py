"""Templates: CreateHumanTaskUi, DescribeHumanTaskUi, ListHumanTaskUis, DeleteHumanTaskUi, RenderUiTemplate."""

from __future__ import annotations

import orjson

from jobs import human_task_uis, pages, previews
from jobs.models import HumanTaskUi
from tenants.errors import Fault, RequestInvalid
from wire import filters, paging
from wire.call import Call, Members
from wire.presenting import human_task_uis as presenting


def create(call: Call) -> Members:
    """Keep a template under a name; answers its ARN."""
    members = call.members
    ui = human_task_uis.create(
        members["HumanTaskUiName"], members["UiTemplate"]["Content"], tags=members.get("Tags"), actor=call.actor
    )
    return {"HumanTaskUiArn": ui.arn}


def describe(call: Call) -> Members:
    """One template, by name."""
    return presenting.description(human_task_uis.get(call.members["HumanTaskUiName"]))


def delete(call: Call) -> Members:
    """Forget a template's name."""
    human_task_uis.delete(call.members["HumanTaskUiName"], actor=call.actor)
    return {}


def list_page(call: Call) -> Members:
    """A page of templates."""
    rows = HumanTaskUi.objects.select_related("tenant").filter(
        filters.timed(call.members, member="CreationTime", column="created_at")
    )
    uis, lead_on = paging.page(rows, call, by="created_at")
    return {"HumanTaskUiSummaries": [presenting.summary(ui) for ui in uis], **lead_on}


def render(call: Call) -> Members:
    """A template with sample data, as a worker would see it; what is wrong with it is told in `Errors`."""
    rendered = previews.render(_template(call.members), _input(call.members), actor=call.actor)
    errors = [{"Code": problem.code, "Message": problem.message} for problem in rendered.problems]
    return {"RenderedContent": rendered.html, "Errors": errors}


def _template(members: Members) -> str:
    content, arn = members.get("UiTemplate", {}).get("Content"), members.get("HumanTaskUiArn")
    if bool(content) == bool(arn):
        given = "both UiTemplate and HumanTaskUiArn" if content else "neither UiTemplate nor HumanTaskUiArn"
        raise RequestInvalid([Fault("UiTemplate", given, "one of UiTemplate and HumanTaskUiArn")])
    return str(content) if content else pages.by_arn(str(arn))


def _input(members: Members) -> object:
    try:
        return orjson.loads(members["Task"]["Input"])
    except orjson.JSONDecodeError as error:
        raise RequestInvalid([Fault("Task.Input", f"text that is not JSON ({error})", "JSON as text")]) from error
