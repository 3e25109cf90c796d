"""Templates by name, and previews of templates, through boto3."""

from __future__ import annotations

import hashlib
import html
import json
import re
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cast import IMAGE_TEMPLATE, Account
from tests.wire.conftest import Wire

ROLE = "arn:aws:iam::123456789012:role/labeling"
TEXT = "<crowd-form>{{ task.input.x }}</crowd-form>"


def rendered(wire: Wire, template: str, task_input: object, **members: Any) -> tuple[str, list[dict[str, str]]]:
    """What RenderUiTemplate makes of a template: the page and its errors."""
    answer = wire.client().render_ui_template(
        UiTemplate={"Content": template}, Task={"Input": json.dumps(task_input)}, RoleArn=ROLE, **members
    )
    return answer["RenderedContent"], answer["Errors"]


def refusal(call: Callable[..., Any], **members: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as error:
        call(**members)
    told = error.value.response["Error"]
    return told["Code"], told["Message"]


def test_a_template_is_rendered_as_for_a_worker(wire: Wire, alice: Account) -> None:
    address = alice.put("a picture.txt", "hello")
    page, errors = rendered(wire, IMAGE_TEMPLATE, {"taskObject": address, "labels": ["a & b", "c"]})
    assert errors == []
    assert 'categories="[&quot;a &amp; b&quot;,&quot;c&quot;]"' in page
    assert re.search(r'<script src="http://[^/"]+/static/crowd-html-elements\.js">', page)
    found = re.search(r' src="(http[^"]+)"', page.partition("</script>")[2])
    assert found
    with urllib.request.urlopen(html.unescape(found[1])) as answer:
        assert answer.read() == b"hello"
    assert wire.checked == ["RenderUiTemplate"]


@pytest.mark.parametrize(
    ("template", "code", "message"),
    [
        ("\n{{ task.input.x | grant_acess }}", "UnknownFilter", "Line 2: there is no filter `grant_acess`"),
        ("{% if x %}", "TemplateInvalid", "At the end: expected tag endif"),
        ("a\n\n{{ task.input", "TemplateInvalid", "Line 3: `{{` has no `}}`"),
        ("{% for i in (1..999) %}{% for j in (1..999) %}x{% endfor %}{% endfor %}", "TemplateInvalid", "100,000 times"),
        ("{{ 's3://nobodys-bucket/a' | grant_read_access }}", "AccessDeniedException", "nobodys-bucket is not one of"),
    ],
)
def test_what_is_wrong_with_a_template_is_told_with_its_line(
    wire: Wire, template: str, code: str, message: str
) -> None:
    page, (error,) = rendered(wire, template, {"x": 1})
    assert error["Code"] == code
    assert message in error["Message"]
    assert bool(page) == (code != "TemplateInvalid")


def test_an_unknown_filter_leaves_the_value_in_the_page(wire: Wire) -> None:
    assert rendered(wire, "{{ 'left' | no_such }}", {})[0].endswith("left")


def test_data_of_another_account_is_not_linked_to(wire_of: Any, alice: Account, charlie: Account) -> None:
    address = alice.put("secret.txt", "alice's")
    page, (error,) = rendered(wire_of(charlie), "{{ task.input.a | grant_read_access }}", {"a": address})
    assert error["Code"] == "AccessDeniedException"
    assert page.endswith(address)
    assert "X-Amz-Signature" not in page


def test_a_reviewer_may_not_link_to_the_accounts_data(wire_of: Any, alice: Account) -> None:
    client = wire_of(alice, role="reviewer").client()
    members = {"UiTemplate": {"Content": "x"}, "Task": {"Input": "{}"}, "RoleArn": ROLE}
    assert refusal(client.render_ui_template, **members)[0] == "AccessDeniedException"


def test_the_question_has_to_be_one_template_and_data_in_json(wire: Wire) -> None:
    ask = wire.client().render_ui_template
    content = {"UiTemplate": {"Content": TEXT}}
    arn = {"HumanTaskUiArn": "arn:aws:sagemaker:us-east-1:123456789012:human-task-ui/x"}
    code, message = refusal(ask, **content, Task={"Input": "{'x': 1}"}, RoleArn=ROLE)
    assert code == "ValidationException"
    assert "task.input" in message
    for members in ({}, {**content, **arn}):
        code, message = refusal(ask, **members, Task={"Input": "{}"}, RoleArn=ROLE)
        assert (code, "one of UiTemplate and HumanTaskUiArn" in message) == ("ValidationException", True)
    assert refusal(ask, **arn, Task={"Input": "{}"}, RoleArn=ROLE)[0] == "ResourceNotFound"
    assert refusal(ask, **content, Task={"Input": "x"}, RoleArn=ROLE)[0] == "ValidationException"
    assert "roleArn" in refusal(ask, **content, Task={"Input": "{}"})[1]


def test_a_template_is_kept_described_rendered_and_forgotten(wire: Wire, alice: Account) -> None:
    client = wire.client()
    arn = client.create_human_task_ui(HumanTaskUiName="kinds", UiTemplate={"Content": TEXT})["HumanTaskUiArn"]
    assert arn == f"arn:aws:sagemaker:us-east-1:{alice.tenant.account_id}:human-task-ui/kinds"
    told = client.describe_human_task_ui(HumanTaskUiName="kinds")
    assert (told["HumanTaskUiName"], told["HumanTaskUiArn"], told["HumanTaskUiStatus"]) == ("kinds", arn, "Active")
    assert told["UiTemplate"]["ContentSha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    with urllib.request.urlopen(told["UiTemplate"]["Url"]) as answer:
        assert answer.read().decode() == TEXT
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert answer.headers["Content-Disposition"].startswith("attachment")
    page = client.render_ui_template(HumanTaskUiArn=arn, Task={"Input": '{"x": "<7>"}'}, RoleArn=ROLE)
    assert "&lt;7&gt;" in page["RenderedContent"]
    assert client.delete_human_task_ui(HumanTaskUiName="kinds")["ResponseMetadata"]["HTTPStatusCode"] == 200
    for call in (client.describe_human_task_ui, client.delete_human_task_ui):
        assert refusal(call, HumanTaskUiName="kinds")[0] == "ResourceNotFound"
    assert set(wire.checked) == {
        "CreateHumanTaskUi", "DescribeHumanTaskUi", "RenderUiTemplate", "DeleteHumanTaskUi",
    }  # fmt: skip


def test_the_originals_own_pages_are_our_default_templates(wire: Wire) -> None:
    arn = "arn:aws:sagemaker:us-west-2:394669845002:human-task-ui/NamedEntityRecognition"
    answer = wire.client().render_ui_template(HumanTaskUiArn=arn, Task={"Input": '{"taskObject": "x"}'}, RoleArn=ROLE)
    assert answer["Errors"] == []
    assert "crowd-entity-annotation" in answer["RenderedContent"]
    nothing = refusal(wire.client().render_ui_template, HumanTaskUiArn=arn + "2", Task={"Input": "{}"}, RoleArn=ROLE)
    assert nothing[0] == "ResourceNotFound"


def test_a_name_is_given_once_and_a_text_may_be_any(wire: Wire) -> None:
    client = wire.client()
    client.create_human_task_ui(HumanTaskUiName="kinds", UiTemplate={"Content": "{% broken"})
    assert refusal(client.create_human_task_ui, HumanTaskUiName="kinds", UiTemplate={"Content": "x"})[0] == (
        "ResourceInUse"
    )
    nul = refusal(client.create_human_task_ui, HumanTaskUiName="nul", UiTemplate={"Content": "a\0b"})
    assert nul[0] == "ValidationException"
    assert "NUL" in nul[1]


def test_templates_are_listed_in_pages_and_by_account(wire: Wire, wire_of: Any, charlie: Account) -> None:
    client = wire.client()
    for name in ("a", "b", "c"):
        client.create_human_task_ui(HumanTaskUiName=name, UiTemplate={"Content": TEXT})
    pages = client.get_paginator("list_human_task_uis").paginate(
        SortOrder="Descending", PaginationConfig={"PageSize": 2}
    )
    assert [ui["HumanTaskUiName"] for page in pages for ui in page["HumanTaskUiSummaries"]] == ["c", "b", "a"]
    other = wire_of(charlie).client()
    assert other.list_human_task_uis()["HumanTaskUiSummaries"] == []
    assert refusal(other.describe_human_task_ui, HumanTaskUiName="a")[0] == "ResourceNotFound"
    arn = client.describe_human_task_ui(HumanTaskUiName="a")["HumanTaskUiArn"]
    assert refusal(other.render_ui_template, HumanTaskUiArn=arn, Task={"Input": "{}"}, RoleArn=ROLE)[0] == (
        "ResourceNotFound"
    )
