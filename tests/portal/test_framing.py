from __future__ import annotations

import re
import time
from pathlib import Path
from unittest import mock

import pytest
from django.core import signing
from django.test import Client

from jobs import dispatch
from portal import frames
from portal.policy import FRAME_SANDBOX
from tenants import scope
from tests.cast import Account
from workforce.models import Worker


@pytest.fixture
def seat(alice: Account, bob: Worker) -> frames.Seat:
    """Bob holds an item."""
    job = alice.text_job()
    with scope.tenant(alice.tenant.pk):
        turn = dispatch.lease(job.pk, bob.pk)
    assert turn
    return frames.Seat(alice.tenant.pk, turn.assignment_id, bob.pk)


def test_the_frame_shows_the_item_without_a_session(client: Client, seat: frames.Seat) -> None:
    answer = client.get(frames.address(seat))
    assert answer.status_code == 200
    assert "mail number 0" in answer.content.decode()
    assert not answer.cookies


def test_the_frame_is_sandboxed_by_its_own_answer(client: Client, seat: frames.Seat) -> None:
    answer = client.get(frames.address(seat))
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert "allow-scripts" in policy["sandbox"]
    assert "allow-same-origin" not in policy["sandbox"]
    assert "allow-top-navigation" not in policy["sandbox"]
    assert "http://testserver" not in policy["connect-src"]
    assert "https:" not in policy["connect-src"].split()
    assert policy["frame-ancestors"] == "'self'"
    assert policy["form-action"] == "'none'"
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_changed_token_shows_nothing(client: Client, seat: frames.Seat) -> None:
    address = frames.address(seat)
    middle = len(address) // 2
    for changed in (address[:-2] + "/", address[:8] + address[9:], address[:middle] + "A" + address[middle + 1 :]):
        if changed != address:
            answer = client.get(changed)
            assert answer.status_code == 404
            assert "mail number" not in answer.content.decode()
            assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_token_signed_for_something_else_is_no_frame(client: Client, seat: frames.Seat) -> None:
    token = signing.dumps([seat.tenant_id, seat.assignment_id, seat.worker_id], salt="another.purpose")
    assert client.get(f"/frame/{token}/").status_code == 404


def test_an_old_token_shows_nothing(client: Client, seat: frames.Seat) -> None:
    with mock.patch("time.time", return_value=time.time() - frames.LIFETIME - 60):
        address = frames.address(seat)
    assert client.get(address).status_code == 404


def test_a_seat_that_is_not_the_workers_shows_nothing(client: Client, alice: Account, seat: frames.Seat) -> None:
    other = alice.worker("eve@example.org")
    answer = client.get(frames.address(frames.Seat(seat.tenant_id, seat.assignment_id, other.pk)))
    assert answer.status_code == 409
    assert "mail number" not in answer.content.decode()


def test_a_seat_in_another_tenant_shows_nothing(client: Client, charlie: Account, seat: frames.Seat) -> None:
    answer = client.get(frames.address(frames.Seat(charlie.tenant.pk, seat.assignment_id, seat.worker_id)))
    assert answer.status_code in (404, 409)
    assert "mail number" not in answer.content.decode()


def test_the_page_puts_the_frame_into_the_same_sandbox_as_its_own_answer_does() -> None:
    root = Path(__file__).parents[2]
    given = re.findall(
        r'^const SANDBOX = "([^"]+)";$', (root / "frontend/src/portal/hosted-frame.ts").read_text(), re.M
    )
    assert given == [FRAME_SANDBOX]
    assert f'sandbox="{FRAME_SANDBOX}"' in (root / "docs/portal-protocol.md").read_text()
