"""The form that orders a labeling job."""

from __future__ import annotations

from typing import Any

from django.test import Client

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


def test_a_name_that_exists_is_told_on_the_form(alice: Account, owner: Client):
    alice.text_job("from-the-form", 1)
    answer = owner.post(ADD, _filled(alice))
    assert answer.status_code == 422
    assert b"exists already" in answer.content


def test_a_team_of_another_account_cannot_be_chosen(alice: Account, charlie: Account, owner: Client):
    answer = owner.post(ADD, _filled(alice) | {"team": charlie.team().arn})
    assert answer.status_code == 422
    assert "team" in answer.context["form"].errors
