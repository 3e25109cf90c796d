"""A human task UI in AWS's layout."""

from __future__ import annotations

from django.conf import settings

from jobs import human_task_uis
from jobs.models import HumanTaskUi
from wire.call import Members


def description(ui: HumanTaskUi) -> Members:
    """DescribeHumanTaskUi. `Url` is where the template's text can be read for a while."""
    url = settings.PUBLIC_URL.rstrip("/") + human_task_uis.address(ui)
    return {
        **summary(ui),
        "HumanTaskUiStatus": "Active",
        "UiTemplate": {"Url": url, "ContentSha256": ui.template.sha256},
    }


def summary(ui: HumanTaskUi) -> Members:
    """An item of ListHumanTaskUis."""
    return {"HumanTaskUiName": ui.name, "HumanTaskUiArn": ui.arn, "CreationTime": ui.created_at}
