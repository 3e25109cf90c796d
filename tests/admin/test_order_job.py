"""The form that orders a labeling job."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from jobs import topics
from jobs.models import LabelingJob
from jobs.pages import default
from jobs.task_types import TASK_TYPES
from tenants import scope
from tests.admin.conftest import Trail
from tests.cast import Account

ADD = "/admin/jobs/labelingjob/add/"


def _filled(alice: Account) -> dict[str, Any]:
    request = alice.text_request("from-the-form", [{"source": "one"}, {"source": "two"}])
    human = request["HumanTaskConfig"]
    return {
        "name": "from-the-form", "kind": "TextMultiClass", "team": alice.team().arn,
        "manifest": request["InputConfig"]["DataSource"]["S3DataSource"]["ManifestS3Uri"],
        "labels": request["LabelCategoryConfigS3Uri"], "template": human["UiConfig"]["UiTemplateS3Uri"],
        "output": f"s3://{alice.bucket}/out/", "label_attribute": "spam", "title": "Sort it",
        "description": "Choose one", "workers": "2", "time_limit": "120",
    }  # fmt: skip


def test_the_form_orders_a_job(alice: Account, owner: Client, trail: Trail):
    answer = owner.post(ADD, _filled(alice))
    assert answer.status_code == 302, answer.context["form"].errors
    with scope.tenant(alice.tenant.pk):
        job = LabelingJob.objects.get(name="from-the-form")
        assert (job.task_type, job.workers_per_object, job.time_limit) == ("TextMultiClass", 2, 120)
        assert (job.label_attribute, job.labels) == ("spam", ["ham", "spam"])
    assert answer["Location"] == f"/admin/jobs/labelingjob/{job.pk}/"
    assert trail.verbs()[-1] == "jobs.job.created"


def test_a_job_without_a_template_shows_the_default_one_of_its_type(alice: Account, owner: Client):
    answer = owner.post(ADD, _filled(alice) | {"template": ""})
    assert answer.status_code == 302, answer.context["form"].errors
    with scope.tenant(alice.tenant.pk):
        job = LabelingJob.objects.get(name="from-the-form")
        assert job.template.text == default(TASK_TYPES["TextMultiClass"])


def test_every_fault_stands_at_its_field(alice: Account, charlie: Account, owner: Client):
    given = _filled(alice) | {
        "name": "no spaces", "manifest": f"s3://{alice.bucket}/missing", "labels": "nowhere",
        "output": f"s3://{charlie.bucket}/out/", "title": "", "workers": "many", "time_limit": "5",
    }  # fmt: skip
    answer = owner.post(ADD, given)
    assert answer.status_code == 422
    wrong = {"name", "manifest", "labels", "output", "title", "workers", "time_limit"}
    assert set(answer.context["form"].errors) == wrong
    with scope.tenant(alice.tenant.pk):
        assert not LabelingJob.objects.exists()


def test_an_empty_form_names_every_field_it_needs(alice: Account, owner: Client):
    answer = owner.post(ADD, {})
    assert answer.status_code == 422
    needed = {"name", "manifest", "labels", "template", "output", "label_attribute", "team", "title", "description"}
    assert needed <= set(answer.context["form"].errors)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"labels": [{"label": "ham"}, {"label": "ham"}]}', "a label that is not in the list yet. Given: label 2, 'ham'."),
        ('{"labels": [{"label": "ham"}, {"label": ""}]}', "Given: label 2, {'label': ''}."),
        ('{"labels": []}', "at least 2 labels to choose between. Given: 0 labels."),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_label_list_says_at_which_label(alice: Account, owner: Client, content: str, told: str):
    answer = owner.post(ADD, _filled(alice) | {"labels": alice.put("wrong/labels.json", content)})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["labels"]
    [shown] = answer.context["form"].errors["labels"]
    assert shown.endswith(told)
    assert "labels[" not in shown


def test_what_may_stand_in_a_field_is_told_in_words(alice: Account, owner: Client):
    address, name = "an S3 address such as s3://bucket/", "letters from a to z, digits and hyphens"
    wrong = {"name": "no spaces", "label_attribute": "ä", "title": "\U0001f600", "description": "two\nlines"}
    wrong |= dict.fromkeys(("manifest", "labels", "output", "template"), "nowhere")
    answer = owner.post(ADD, _filled(alice) | wrong)
    assert answer.status_code == 422
    found = {field: list(told) for field, told in answer.context["form"].errors.items()}
    assert set(found) == set(wrong)
    assert all(len(told) == 1 and "text that matches" not in told[0] for told in found.values()), found
    assert all(address in found[field][0] for field in ("manifest", "labels", "output"))
    assert "'nowhere' is not an S3 address; write s3://bucket/key." in found["template"][0]
    assert all(name in found[field][0] for field in ("name", "label_attribute"))


def test_a_name_that_is_too_long_is_told_once(alice: Account, owner: Client):
    answer = owner.post(ADD, _filled(alice) | {"name": "n" * 70})
    assert [told.split(" Given")[0] for told in answer.context["form"].errors["name"]] == [
        "Wanted: at most 63 characters."
    ]


def test_a_wish_for_a_machine_where_none_labels_names_the_field_as_the_form_does(alice: Account, owner: Client):
    answer = owner.post(ADD, _filled(alice) | {"target": "0.9"})
    [told] = answer.context["form"].errors["machine"]
    assert told.startswith("Wanted: automated labeling (")


def test_a_name_that_exists_is_told_on_the_form(alice: Account, owner: Client):
    alice.text_job("from-the-form", 1)
    answer = owner.post(ADD, _filled(alice))
    assert answer.status_code == 422
    assert b"exists already" in answer.content


def test_a_team_of_another_account_cannot_be_chosen(alice: Account, charlie: Account, owner: Client):
    answer = owner.post(ADD, _filled(alice) | {"team": charlie.team().arn})
    assert answer.status_code == 422
    assert "team" in answer.context["form"].errors


def test_a_machine_is_ordered_with_what_is_wanted_of_it(alice: Account, owner: Client):
    wanted = {
        "machine": "on",
        "target": "0.9",
        "mode": "whole",
        "sureness": "0.9",
        "answer_price": "0.05",
        "budget": "",
    }
    answer = owner.post(ADD, _filled(alice) | wanted)
    assert answer.status_code == 302, answer.context["form"].errors
    with scope.tenant(alice.tenant.pk):
        job = LabelingJob.objects.get(name="from-the-form")
        assert (job.auto_labels, job.wishes.target, job.wishes.mode) == (True, 0.9, "whole")
        assert (job.wishes.sureness, job.wishes.answer_price, job.wishes.budget) == (0.9, Decimal("0.05"), None)
    page = owner.get(answer["Location"]).content.decode()
    assert "target 0.9, mode whole, answer-price 0.05" in page


def test_what_is_wanted_of_a_machine_where_none_labels_is_told_and_not_forgotten(alice: Account, owner: Client):
    answer = owner.post(ADD, _filled(alice) | {"target": "2", "budget": "10"})
    assert answer.status_code == 422
    told = answer.context["form"].errors["machine"].as_text()
    assert all(f"plumbline:{name}" in told for name in ("target", "budget"))


def test_a_streaming_job_is_ordered_by_its_topic_alone(alice: Account, owner: Client):
    with scope.tenant(alice.tenant.pk):
        topic = topics.create("mails-in", actor=alice.actor)
    answer = owner.post(ADD, _filled(alice) | {"manifest": "", "topic": topic.arn})
    assert answer.status_code == 302, answer.context["form"].errors
    with scope.tenant(alice.tenant.pk):
        assert LabelingJob.objects.get(name="from-the-form").topic == topic
