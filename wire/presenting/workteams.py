"""A work team in AWS's layout."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from wire.call import Members
from workforce.models import Workteam

_AS_SENT = ("MemberDefinitions", "NotificationConfiguration", "WorkerAccessConfiguration")


def workteam(team: Workteam) -> Members:
    """The `Workteam` structure. `SubDomain` is the labeling site's host: clients put https:// before it."""
    return {
        "WorkteamName": team.name,
        "WorkteamArn": team.arn,
        "WorkforceArn": team.tenant.arn(f"workforce/{team.workforce.name}"),
        "Description": team.description,
        "SubDomain": urlsplit(settings.PUBLIC_URL).netloc,
        "CreateDate": team.created_at,
        "LastUpdatedDate": team.updated_at,
        **{name: team.request[name] for name in _AS_SENT if name in team.request},
    }
