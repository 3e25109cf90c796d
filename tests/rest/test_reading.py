"""Reading changes nothing."""

from __future__ import annotations

from collections.abc import Callable

from jobs.models import LabelingJob
from tests.cast import Account
from tests.rest.conftest import Caller
from tests.rest.routes import TABLE, addresses
from workforce.models import Worker


def test_no_get_changes_state(
    alice: Account, owner: Caller, worked: LabelingJob, bob: Worker, fingerprint: Callable[[Account], str]
) -> None:
    where = addresses(alice, worked, bob)
    before = fingerprint(alice)
    for address in where.values():
        for verb in ("GET", "HEAD", "OPTIONS"):
            owner.client.generic(verb, address, headers={"Authorization": f"Bearer {owner.token}"})
    assert fingerprint(alice) == before


def test_a_verb_that_an_address_does_not_have_is_refused(
    alice: Account, owner: Caller, worked: LabelingJob, bob: Worker, fingerprint: Callable[[Account], str]
) -> None:
    where = addresses(alice, worked, bob)
    before = fingerprint(alice)
    for name, address in where.items():
        for verb in {"PUT", "PATCH", "DELETE", "POST", "OPTIONS", "TRACE"} - {v for v, n in TABLE if n == name}:
            response = owner.client.generic(verb, address, headers={"Authorization": f"Bearer {owner.token}"})
            assert (verb, name, response.status_code) == (verb, name, 405)
            assert response.json()["code"] == "MethodNotAllowed"
    assert fingerprint(alice) == before


def test_a_dry_run_of_a_good_job_changes_nothing(
    alice: Account, manager: Caller, fingerprint: Callable[[Account], str]
) -> None:
    request = alice.text_request("spam", [{"source": "x"}])
    before = fingerprint(alice)
    answer = manager.post("jobs/", request, dry_run="true")
    assert (answer.status, answer.body) == (200, {"faults": []})
    assert fingerprint(alice) == before
