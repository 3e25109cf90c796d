"""A turn becomes a page; a template is checked before it is taken."""

from __future__ import annotations

import html
import json
import re
import urllib.request
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from jobs import dispatch, ui_templates
from jobs.errors import LeaseLost
from tests.cast import IMAGE_TEMPLATE, TEXT_TEMPLATE, Account
from tests.jobs.play import HAM, run_out, take
from tests.wire.kinds import ITEMS
from tests.wire.test_task_types import request_of
from workforce.models import Worker

pytestmark = pytest.mark.django_db


def test_a_text_turn_shows_its_text_and_the_labels(in_alices: Account, bob: Worker) -> None:
    job = in_alices.job(in_alices.text_request("t", [{"source": '<b>win & "win"</b>', "id": 7}]))
    page = ui_templates.render(take(job, bob.pk).assignment_id, bob.pk)
    assert "<classification-target>&lt;b&gt;win &amp; &quot;win&quot;&lt;/b&gt;</classification-target>" in page
    assert 'categories="[&quot;ham&quot;,&quot;spam&quot;]"' in page
    assert '<script src="/static/crowd-html-elements.js">' in page
    assert "assets.crowd.aws" not in page


def test_an_image_turn_links_to_the_image_for_longer_than_the_turn(in_alices: Account, bob: Worker) -> None:
    job = in_alices.job(in_alices.image_request("i", ["a.png"], TaskTimeLimitInSeconds=3600))
    page = ui_templates.render(take(job, bob.pk).assignment_id, bob.pk)
    found = re.search(r' src="(http[^"]+)"', page)
    assert found
    url = html.unescape(found[1])
    assert int(parse_qs(urlsplit(url).query)["X-Amz-Expires"][0]) > 3600
    with urllib.request.urlopen(url) as answer:
        assert answer.read().startswith(b"\x89PNG")


def test_templates_find_the_data_under_every_name_in_use(in_alices: Account, bob: Worker) -> None:
    request = in_alices.text_request("n", [{"source": "hello", "batch-no": 3}])
    request["HumanTaskConfig"]["UiConfig"]["UiTemplateS3Uri"] = in_alices.put(
        "names.html",
        "<crowd-form>{{ task.input.taskObject }}|{{ task.input.source }}|{{ task.input.manifestLine.batch-no }}|"
        "{{ task.input.batch-no }}|{{ task.input.header }}|{{ task.input.labels[1] }}",
    )
    page = ui_templates.render(take(in_alices.job(request), bob.pk).assignment_id, bob.pk)
    assert page.endswith(">hello|hello|3|3|Choose the label that fits|spam")


_OWN_KEYS = {"source": "x", "labels": ["a", "b"], "header": "Q", "shortInstruction": "S"}
_SHOW_KEYS = "<crowd-form>{{ task.input.labels | to_json }}|{{ task.input.header }}|{{ task.input.shortInstruction }}"


@pytest.mark.parametrize("file", [False, True], ids=["without a label file", "with one"])
def test_to_a_custom_job_the_line_is_the_input(in_alices: Account, bob: Worker, file: bool) -> None:
    request = request_of(in_alices, "PassThrough", replace(ITEMS["PassThrough"], line=_OWN_KEYS))
    template = in_alices.put("keys.html", _SHOW_KEYS)
    request["HumanTaskConfig"]["UiConfig"] = {"UiTemplateS3Uri": template}
    if file:
        content = {"labels": [{"label": "cat"}], "instructions": {"shortInstruction": "theirs"}}
        request["LabelCategoryConfigS3Uri"] = in_alices.put("labels.json", json.dumps(content))
    else:
        request.pop("LabelCategoryConfigS3Uri", None)
    page = ui_templates.render(take(in_alices.job(request), bob.pk).assignment_id, bob.pk)
    assert html.unescape(page).endswith('["a","b"]|Q|S')


def test_what_the_line_of_a_custom_job_leaves_out_is_the_jobs(in_alices: Account, bob: Worker) -> None:
    request = request_of(in_alices, "PassThrough", replace(ITEMS["PassThrough"], line={"source": "x"}))
    request["HumanTaskConfig"]["UiConfig"] = {"UiTemplateS3Uri": in_alices.put("keys.html", _SHOW_KEYS)}
    content = {"labels": [{"label": "cat"}]}
    request["LabelCategoryConfigS3Uri"] = in_alices.put("labels.json", json.dumps(content))
    page = ui_templates.render(take(in_alices.job(request), bob.pk).assignment_id, bob.pk)
    description = request["HumanTaskConfig"]["TaskDescription"]
    assert html.unescape(page).endswith(f'["cat"]|{description}|')


def test_to_a_built_in_type_the_jobs_labels_are_the_labels(in_alices: Account, bob: Worker) -> None:
    request = in_alices.text_request("n", [_OWN_KEYS])
    request["HumanTaskConfig"]["UiConfig"]["UiTemplateS3Uri"] = in_alices.put("keys.html", _SHOW_KEYS)
    page = ui_templates.render(take(in_alices.job(request), bob.pk).assignment_id, bob.pk)
    assert html.unescape(page).endswith('["ham","spam"]|Choose the label that fits|S')


def test_a_turn_that_is_over_or_somebody_elses_is_not_shown(in_alices: Account, bob: Worker) -> None:
    eve = in_alices.worker("eve@example.org")
    job = in_alices.text_job(count=2)
    turn = take(job, bob.pk)
    with pytest.raises(LeaseLost):
        ui_templates.render(turn.assignment_id, eve.pk)
    dispatch.submit(turn.assignment_id, bob.pk, HAM)
    with pytest.raises(LeaseLost):
        ui_templates.render(turn.assignment_id, bob.pk)
    late = take(job, bob.pk)
    run_out(late)
    with pytest.raises(LeaseLost):
        ui_templates.render(late.assignment_id, bob.pk)


def test_one_statement_renders_a_turn(
    in_alices: Account, bob: Worker, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    job = in_alices.text_job(count=2)
    turn = take(job, bob.pk)
    ui_templates.render(turn.assignment_id, bob.pk)
    with django_assert_num_queries(1):
        ui_templates.render(turn.assignment_id, bob.pk)


@pytest.mark.parametrize(
    "template",
    [
        IMAGE_TEMPLATE,
        TEXT_TEMPLATE,
        "<crowd-form>{{ task.input.nope }}</crowd-form>",
        "<script>top.postMessage({plumbline: 1}, '*')</script>",
    ],
)
def test_good_templates_pass_the_check(template: str) -> None:
    assert ui_templates.check(template, ["a", "b"]) == []


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ("<crowd-form>\n{{ task.input.taskObject | grant_acces }}", "Line 2: there is no filter `grant_acces`"),
        ("{% if x %}", "At the end: expected tag endif"),
        ("<form><input name=x></form>", "There is no <crowd-form>, so nobody can submit this page"),
        ("{% for i in (1..999) %}{% for j in (1..999) %}x{% endfor %}{% endfor %}", "100,000 times"),
        ("{% for i in (1..9) %}\n{% render 'x' %}{% endfor %}", "Line 2: unexpected tag 'render'"),
    ],
)
def test_the_check_names_line_and_reason(template: str, wanted: str) -> None:
    problems = ui_templates.check(template, ["a", "b"])
    assert len(problems) == 1
    assert wanted in problems[0]
