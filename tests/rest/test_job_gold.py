"""GET /jobs/{name}/gold/: how far a job's labels can be trusted."""

from __future__ import annotations

from tests.cast import Account
from tests.consolidation.test_gold_page import job_with
from tests.rest.conftest import Caller


def test_rest_tells_the_figures_with_their_bounds(alice: Account, reviewer: Caller) -> None:
    job_with(alice, 240)
    told = reviewer.get("jobs/gold/gold/").body
    assert (told["key"], told["compared"], told["wanted"]) == ("truth", 240, 0)
    assert told["quality"]["low"] < told["quality"]["value"] < told["quality"]["high"]
    assert told["recalibrated"]["error"]["value"] < told["said"]["error"]["value"]
    assert sum(one["count"] for one in told["said"]["bins"]) == told["said"]["claims"] == 240


def test_rest_says_that_a_job_has_no_gold(alice: Account, reviewer: Caller) -> None:
    alice.text_job("plain", 3)
    answer = reviewer.get("jobs/plain/gold/")
    assert answer.status == 404
    assert "plumbline:gold" in str(answer.body)
