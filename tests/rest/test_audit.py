"""GET /audit/"""

from __future__ import annotations

from tests.cast import Account
from tests.rest.conftest import Caller


def test_who_did_what_newest_first(alice: Account, manager: Caller) -> None:
    manager.post("work-teams/", {"name": "cats", "description": "x"})
    newest = manager.get("audit/").items[0]
    assert (newest["verb"], newest["subject"]) == (
        "workforce.workteam.created", alice.tenant.arn("workteam/private-crowd/cats")
    )  # fmt: skip
    assert newest["actor"] == manager.token.split(":")[0]
