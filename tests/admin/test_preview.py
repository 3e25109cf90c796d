"""The page "Preview a template", by what it answers to its script; tests/browser/test_previewing.py looks at it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from jobs.models import Preview
from tenants import scope
from tests.cast import TEXT_TEMPLATE, Account

PAGE = "/admin/jobs/preview/"


def ask(browser: Client, **fields: Any) -> tuple[int, dict[str, Any]]:
    answer = browser.post(PAGE, fields)
    return answer.status_code, answer.json()


def test_a_default_template_is_shown_with_a_sample(alice: Account, owner: Client):
    status, told = ask(owner, source="sample", task_type="BoundingBox", labels="car\n\nbus ")
    assert (status, told["problems"]) == (200, [])
    assert told["task_input"]["labels"] == ["car", "bus"]
    assert b"crowd-bounding-box" in Client().get(told["frame"]).content


@pytest.mark.parametrize(
    ("fields", "field", "wanted"),
    [
        ({"source": "line", "line": "{'a': 1}"}, "line", "double quotes"),
        ({"source": "line", "line": "[1]"}, "line", "a JSON object"),
        ({"source": "input", "input": ""}, "input", "JSON"),
        ({"source": "job"}, "job", "the name of a job"),
        ({"source": "job", "job": "nothing"}, "job", "no labeling job of that name"),
        ({"source": "manifest_uri"}, "manifest_uri", "s3://"),
        ({"source": "manifest_uri", "manifest_uri": "s3://nobodys/x"}, "manifest_uri", "nobodys is not one of"),
        ({"source": "sample", "line_no": "x"}, "line_no", "whole number"),
        ({"source": "guess"}, "source", "guess"),
        ({"source": "sample", "task_type": "PassThrough"}, "template", "a template"),
    ],
)
def test_faults_name_their_field(alice: Account, owner: Client, fields: dict[str, str], field: str, wanted: str):
    status, told = ask(owner, **({} if field == "template" else {"template": "x"}), **fields)
    assert status == 422
    assert [fault["field"] for fault in told["faults"]] == [field]
    assert wanted in told["faults"][0]["wanted"]
    with scope.tenant(alice.tenant.pk):
        assert not Preview.objects.exists()


def test_fields_of_another_source_do_not_count(alice: Account, owner: Client):
    status, told = ask(owner, template="{{ task.input }}", source="input", input='{"a": 1}', line="{nonsense", job="no")
    assert (status, told["task_input"]) == (200, {"a": 1})


def test_a_job_of_another_account_is_no_job(alice: Account, stranger: Client):
    alice.text_job("mails", 2)
    status, told = ask(stranger, source="job", job="mails")
    assert status == 422
    assert "no labeling job of that name" in told["faults"][0]["wanted"]
    assert "mails" not in stranger.get(PAGE).content.decode()


def test_a_line_of_a_job_is_counted_from_one(alice: Account, owner: Client):
    alice.text_job("mails", 2)
    assert ask(owner, source="job", job="mails", line_no="2")[1]["task_input"]["source"] == "mail number 1"
    assert ask(owner, source="job", job="mails", template=TEXT_TEMPLATE)[1]["task_input"]["source"] == "mail number 0"
    status, told = ask(owner, source="job", job="mails", line_no="3")
    assert status == 422
    assert "its lines are 0 to 1" in told["faults"][0]["wanted"]
