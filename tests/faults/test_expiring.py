"""A turn whose time is over goes to somebody else, by the clock of the real Celery beat."""

from __future__ import annotations

import pytest

from tests.faults.ground import Ground, until
from tests.portal.page import Page

EXPIRED = 5  # Assignment.State
pytestmark = [pytest.mark.slow, pytest.mark.faults]


def test_an_expired_turn_comes_to_another_page_by_itself(ground: Ground) -> None:
    stage = ground.set_stage(count=1, answers=1, workers=2)
    [job] = stage.jobs
    site = ground.with_web()
    ground.with_celery()
    with Page(site, stage.sessions[0], job.public_id) as slow, Page(site, stage.sessions[1], job.public_id) as next_one:
        item = slow.next()
        ground.run_out(item["assignment"])  # how long this takes is of no interest: Celery may be starting
        until(lambda: ground.state_of(item["assignment"]) == EXPIRED, 90)
        item = slow.next()
        slow.say("start", assignment=item["assignment"])
        slow.hear("started")
        next_one.say("next")
        next_one.hear("waiting")
        ground.run_out(item["assignment"])
        taken = next_one.hear("item")
        assert taken["assignment"] != item["assignment"]
        slow.say("submit", assignment=item["assignment"], answer={"crowd-classifier": {"label": "ham"}})
        refused = slow.hear("error")
        assert (refused["code"], refused["assignment"]) == ("LeaseLost", item["assignment"])
