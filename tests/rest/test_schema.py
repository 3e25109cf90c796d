"""The OpenAPI document: complete, valid, and open to read."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS

from tests.rest.contract import document
from tests.rest.routes import TABLE

OPERATIONS = [(path, verb, item) for path, verbs in document()["paths"].items() for verb, item in verbs.items()]


def test_the_document_is_valid_and_made_without_a_warning(tmp_path: Any) -> None:
    GENERATOR_STATS.reset()
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yaml"))
    assert (tmp_path / "schema.yaml").stat().st_size > 10_000


def test_every_address_is_in_the_document() -> None:
    assert len(OPERATIONS) == len(TABLE)


@pytest.mark.parametrize(
    ("path", "verb", "operation"), OPERATIONS, ids=[item["operationId"] for *_, item in OPERATIONS]
)
def test_an_operation_says_all_there_is(path: str, verb: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["tags"]
    assert operation["security"] == [{"accessKey": []}, {"session": []}]
    responses = operation["responses"]
    assert {"400", "401", "403"} <= set(responses)
    assert ("404" in responses) or "{" not in path
    for status, response in responses.items():
        if int(status) >= 400:
            assert response["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Error"}
        elif status != "204":
            assert response["content"]["application/json"]["schema"]


def test_the_job_request_has_aws_s_members_and_examples() -> None:
    content = document()["paths"]["/api/v1/jobs/"]["post"]["requestBody"]["content"]["application/json"]
    assert {"LabelingJobName", "HumanTaskConfig"} <= set(content["schema"]["required"])
    human = content["schema"]["properties"]["HumanTaskConfig"]["properties"]
    assert human["NumberOfHumanWorkersPerDataObject"] == {"type": "integer", "minimum": 1, "maximum": 9}
    assert {example["value"]["HumanTaskConfig"]["PreHumanTaskLambdaArn"].rpartition("PRE-")[2]
            for example in content["examples"].values()} == {
        "ImageMultiClass", "TextMultiClass", "BoundingBox", "VerificationBoundingBox", "NamedEntityRecognition",
        "PreferenceRanking",
    }  # fmt: skip


def test_anybody_may_read_it(db: None) -> None:
    answer = Client().get("/api/schema/", headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Plumbline"
