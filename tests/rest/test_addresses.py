"""Addresses that do not exist answer in the API's own form."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.rest.conftest import Caller


@pytest.mark.parametrize("path", ["v1/", "v1/nothing/", "v2/jobs/", "v1/jobs/a%20b/", "v1/jobs/x/objects/-1/"])
def test_no_such_address_is_told_in_json(path: str, owner: Caller) -> None:
    answer = owner.client.get(f"/api/{path}", headers={"Authorization": f"Bearer {owner.token}"})
    assert (answer.status_code, answer.json()["code"]) == (404, "ResourceNotFound")
    assert answer.json()["request"] == answer["X-Request-Id"]


def test_a_forgotten_slash_is_no_redirect_that_loses_the_body(owner: Caller) -> None:
    headers = {"Authorization": f"Bearer {owner.token}"}
    answer = Client().post("/api/v1/keys", b'{"name": "x"}', "application/json", headers=headers)
    assert answer.status_code == 404
    assert "end with a slash" in answer.json()["message"]
    assert owner.get("keys/").names() == ["owner"]
