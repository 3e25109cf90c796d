"""GET /jobs/{name}/events/"""

from __future__ import annotations

from tests.cast import Account
from tests.rest.conftest import Caller


def test_the_log_of_a_job_oldest_first(alice: Account, reviewer: Caller) -> None:
    alice.text_job("one", 1)
    alice.text_job("two", 1)
    assert reviewer.get("jobs/one/events/").names() == ["JOB_CREATED", "MANIFEST_READ", "STAGE_CHANGED"]
    first = reviewer.get("jobs/one/events/", page_size="2")
    assert reviewer.get("jobs/one/events/", cursor=first.body["cursor"]).names() == ["STAGE_CHANGED"]
