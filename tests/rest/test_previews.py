"""A template with sample data, before any job exists, and a job's template with one of its lines."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from jobs import previews
from jobs.models import LabelingJob, Preview
from jobs.task_types import TASK_TYPES
from portal import frames
from tenants import crossing, scope
from tests.cast import IMAGE_TEMPLATE, TEXT_TEMPLATE, Account
from tests.rest.conftest import Caller

SHOWN = (
    "<crowd-form>{{ task.input.taskObject }}|{{ task.input.labels }}|{{ task.input.header }}|"
    "{{ task.input.manifestLine }}"
)


def framed(answer: Any) -> str:
    """The page in the frame of a preview, as a browser without a session gets it."""
    response = Client().get(urlsplit(answer.body["frame"]).path)
    assert response.status_code == 200
    return response.content.decode()


def test_a_text_with_a_line_is_shown_as_a_job_would_show_it(manager: Caller) -> None:
    answer = manager.post(
        "previews/",
        {
            "template": TEXT_TEMPLATE, "task_type": "TextMultiClass", "labels": ["ham", "spam"],
            "line": {"source": "<b>win"},
        },
    )  # fmt: skip
    assert (answer.status, answer.body["problems"]) == (201, [])
    assert answer.body["frame"].startswith(settings.PUBLIC_URL)
    assert answer.body["task_input"]["taskObject"] == "<b>win"
    assert "<classification-target>&lt;b&gt;win</classification-target>" in answer.body["html"]
    # The frame is of this site; the text names it, so that it can be saved and opened anywhere.
    assert framed(answer) == answer.body["html"].replace(f"{settings.PUBLIC_URL}/static/", "/static/")


def test_a_line_of_a_custom_job_is_its_input(manager: Caller) -> None:
    line = {"source": "x", "labels": ["a", "b"], "header": "Q"}
    answer = manager.post("previews/", {"template": SHOWN, "task_type": "PassThrough", "line": line, "header": "no"})
    assert (answer.body["task_input"]["labels"], answer.body["task_input"]["header"]) == (["a", "b"], "Q")


def test_without_data_a_sample_is_shown(manager: Caller) -> None:
    answer = manager.post("previews/", {"template": SHOWN, "task_type": "TextMultiClass", "header": "Why?"})
    assert answer.body["problems"] == []
    assert "The quick brown fox" in answer.body["html"]
    assert answer.body["task_input"]["header"] == "Why?"


@pytest.mark.parametrize("key", [key for key, kind in TASK_TYPES.items() if kind.has_default and kind.media != "video"])
def test_every_kind_has_a_default_template_and_a_sample_that_fit(manager: Caller, key: str) -> None:
    answer = manager.post("previews/", {"task_type": key})
    assert (answer.status, answer.body["problems"]) == (201, [])
    assert TASK_TYPES[key].element in answer.body["html"]
    assert answer.body["task_input"]["taskObject"]


def test_there_is_no_sample_of_a_video_but_a_line_will_do(manager: Caller) -> None:
    assert manager.post("previews/", {"task_type": "VideoMultiClass"}).faulty() == ["line"]
    asked = {"task_type": "VideoMultiClass", "line": {"source-ref": "https://example.org/a.mp4"}}
    assert "https://example.org/a.mp4" in manager.post("previews/", asked).body["html"]


def test_a_text_in_a_file_is_read_and_a_missing_one_told(manager: Caller, alice: Account) -> None:
    asked = {
        "task_type": "TextMultiClass",
        "template": SHOWN,
        "line": {"source-ref": alice.put("t.txt", "from a file")},
    }
    assert "from a file|" in manager.post("previews/", asked).body["html"]
    asked["line"] = {"source-ref": f"s3://{alice.bucket}/nothing.txt"}
    assert manager.post("previews/", asked).faulty() == ["line"]


def test_the_input_can_be_given_as_it_is(manager: Caller) -> None:
    answer = manager.post("previews/", {"template": "{{ task.input }}", "input": {"b": 1, "a": [2]}})
    assert answer.body["html"].endswith("{&quot;b&quot;:1,&quot;a&quot;:[2]}")
    assert framed(answer) == answer.body["html"]  # the order of keys too


def test_template_and_manifest_are_read_from_the_accounts_buckets(manager: Caller, alice: Account) -> None:
    template = alice.put("t.html", SHOWN)
    lines = alice.put("m.manifest", [{"source": "first"}, {"source": "second"}])
    asked = {"template_uri": template, "manifest_uri": lines, "task_type": "TextMultiClass"}
    assert "first|" in manager.post("previews/", asked).body["html"]
    assert "second|" in manager.post("previews/", {**asked, "line_no": 1}).body["html"]


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({}, "template"),
        ({"template": "x", "template_uri": "s3://b/k"}, "template_uri"),
        ({"template": "x", "line": {}, "manifest_uri": "s3://b/k"}, "manifest_uri"),
        ({"template": "x", "manifest_uri": "s3://nobodys/k"}, "manifest_uri"),
        ({"template_uri": "s3://nobodys/k"}, "template_uri"),
        ({"template": "x", "line_no": -1}, "line_no"),
        ({"template": "x", "manifest_uri": "s3://b/k", "line_no": 1000}, "line_no"),
        ({"template": "x", "task_type": "Guessing"}, "task_type"),
        ({"template": "x", "line": [1]}, "line"),
        ({"template": 5}, "template"),
    ],
)
def test_a_faulty_question_is_told_by_field(manager: Caller, asked: dict[str, Any], fault: str) -> None:
    answer = manager.post("previews/", asked)
    assert answer.status == 400
    assert fault in answer.faulty()


@pytest.mark.parametrize(
    ("lines", "line_no", "wanted"),
    [
        ([{"source": "a"}], 1, "which is no line"),
        (["{nonsense"], 0, "Line 1 is not"),
        (["[1]"], 0, "a JSON object"),
    ],
)
def test_a_manifest_without_such_a_line_is_told(
    manager: Caller, alice: Account, lines: list[Any], line_no: int, wanted: str
) -> None:
    asked = {"template": "x", "manifest_uri": alice.put("m.manifest", lines), "line_no": line_no}
    answer = manager.post("previews/", asked)
    assert answer.faulty() == ["line_no"]
    assert wanted in answer.text


def test_a_template_that_cannot_be_rendered_has_problems_and_no_frame(manager: Caller) -> None:
    answer = manager.post("previews/", {"template": "a\n{% if x %}\n{{ y | z }}"})
    assert (answer.status, answer.body["frame"], answer.body["html"]) == (201, None, "")
    (problem,) = answer.body["problems"]
    assert problem["code"] == "TemplateInvalid"
    assert "At the end: expected tag endif" in problem["message"]


@pytest.mark.parametrize(
    ("kind", "line", "wanted"),
    [
        ("TextMultiClass", {"text": "a"}, "a line with source, the object of a job of type TextMultiClass"),
        ("BoundingBox", {"source-ref": ""}, "a line with source-ref, the object of a job of type BoundingBox"),
        ("PreferenceRanking", {"source": "Why?"}, "its responses is nothing; wanted is a list of 2 to 6 texts."),
    ],
)
def test_a_line_that_lacks_what_is_labeled_is_told(
    manager: Caller, kind: str, line: dict[str, Any], wanted: str
) -> None:
    answer = manager.post("previews/", {"task_type": kind, "line": line})
    assert answer.faulty() == ["line"]
    assert wanted in answer.text


def test_a_page_that_nobody_can_submit_is_shown_with_the_problem(manager: Caller) -> None:
    answer = manager.post("previews/", {"template": "<form><input name=x></form>"})
    assert [problem["code"] for problem in answer.body["problems"]] == ["NoElements"]
    assert "<input name=x>" in framed(answer)


def test_data_of_another_account_is_a_problem_and_stays_unreadable(stranger: Caller, alice: Account) -> None:
    secret = alice.put("secret.txt", "s")
    answer = stranger.post("previews/", {"template": IMAGE_TEMPLATE, "line": {"source-ref": secret}})
    assert [problem["code"] for problem in answer.body["problems"]] == ["AccessDeniedException"]
    assert "X-Amz-Signature" not in answer.body["html"] + framed(answer)


def test_a_line_of_a_job_is_shown_as_its_workers_see_it(manager: Caller, worked: LabelingJob) -> None:
    answer = manager.post("previews/", {"job": "spam", "line_no": 3})
    assert (answer.status, answer.body["problems"]) == (201, [])
    assert "mail number 3" in framed(answer)
    assert answer.body["task_input"]["labels"] == ["ham", "spam"]
    assert manager.get("jobs/spam/").body["progress"]["in_hand"] == 1  # nothing was leased


def test_another_template_is_tried_on_a_line_of_a_job(manager: Caller, worked: LabelingJob) -> None:
    asked = {"job": "spam", "template": SHOWN, "labels": ["new"], "header": "Other"}
    assert "mail number 0|[&quot;new&quot;]|Other|" in manager.post("previews/", asked).body["html"]


def test_jobs_and_lines_that_are_not_there_are_told(
    manager: Caller, stranger: Caller, alice: Account, worked: LabelingJob
) -> None:
    assert manager.post("previews/", {"job": "spam", "line_no": 99}).status == 404
    assert manager.post("previews/", {"job": "ham"}).status == 404
    assert stranger.post("previews/", {"job": "spam"}).status == 404
    assert manager.post("previews/", {"job": "spam", "line": {}}).faulty() == ["job"]


def test_a_preview_ends_and_an_account_keeps_few(manager: Caller, alice: Account) -> None:
    first = manager.post("previews/", {"template": "x"}).body["frame"]
    with scope.tenant(alice.tenant.pk):
        Preview.objects.update(created_at=timezone.now() - timedelta(seconds=previews.LIFETIME + 1))
    assert Client().get(urlsplit(first).path).status_code == 404
    for _ in range(previews.MOST_KEPT + 2):
        last = manager.post("previews/", {"template": "x"}).body["frame"]
    with scope.tenant(alice.tenant.pk):
        assert Preview.objects.count() == previews.MOST_KEPT
    assert Client().get(urlsplit(last).path).status_code == 200


def test_the_sweeper_deletes_old_previews_of_every_account_and_no_others(
    manager: Caller, alice: Account, charlie: Account
) -> None:
    kept = manager.post("previews/", {"template": "x"}).body["frame"]
    with scope.tenant(charlie.tenant.pk):
        Preview.objects.create(text="y", task_input="{}")
        # Well beyond: to PostgreSQL `now` is the start of the transaction, which is that of the whole test.
        Preview.objects.update(created_at=timezone.now() - timedelta(seconds=2 * previews.LIFETIME))
    assert crossing.tenants_with_old_previews() == [charlie.tenant.pk]
    for account, gone in ((charlie, 1), (alice, 0)):
        with scope.tenant(account.tenant.pk):
            assert previews.forget_old() == gone
    assert crossing.tenants_with_old_previews() == []
    assert Client().get(urlsplit(kept).path).status_code == 200


def test_a_link_in_a_preview_lasts_no_longer_than_the_preview(manager: Caller, alice: Account) -> None:
    asked = {"template": "{{ task.input.a | grant_read_access }}", "input": {"a": alice.put("a.png", b"x")}}
    frame = manager.post("previews/", asked).body["frame"]
    with scope.tenant(alice.tenant.pk):
        Preview.objects.update(created_at=timezone.now() - timedelta(seconds=previews.LIFETIME - 60))
    found = re.search(r"X-Amz-Expires=(\d+)", Client().get(urlsplit(frame).path).content.decode())
    assert found
    assert 30 <= int(found[1]) <= 60


def test_the_address_of_a_preview_cannot_be_made_up_or_used_as_another(manager: Caller, alice: Account) -> None:
    frame = urlsplit(manager.post("previews/", {"template": "x"}).body["frame"]).path
    token = frame.split("/")[2]
    told, _, rest = token.partition("-")
    assert Client().get(f"/preview/{int(told) + 1}-{rest}/").status_code == 404
    assert Client().get(f"/preview/{token[:-1]}/").status_code == 404
    assert Client().get(f"/frame/{token}/").status_code == 404
    assert Client().get(f"/template-text/{token}/").status_code == 404
    seat = frames.address(frames.Seat(alice.tenant.pk, 1, 1)).split("/")[2]
    assert Client().get(f"/preview/{seat}/").status_code == 404


def test_a_preview_is_in_the_sandbox_of_real_work(manager: Caller) -> None:
    frame = urlsplit(manager.post("previews/", {"template": "x"}).body["frame"]).path
    shown, gone = Client().get(frame), Client().get("/frame/nothing/")
    headers = (
        "Content-Security-Policy",
        "Permissions-Policy",
        "X-Content-Type-Options",
        "Cache-Control",
        "Referrer-Policy",
    )
    assert [shown[name] for name in headers] == [gone[name] for name in headers]
    assert "X-Frame-Options" not in shown.headers
    assert not shown.cookies
