"""Gold answers in a manifest: read or told of, and kept from everybody who labels."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs import gold, preview_sources, ui_templates
from jobs.actions import create_job
from jobs.errors import AnswerInvalid
from jobs.facts import facts_of
from jobs.manifests import output_line
from jobs.models import JobEvent, LabelingJob
from tenants.errors import RequestInvalid
from tests.cast import Account
from tests.jobs.play import take
from tests.wire.kinds import ITEMS
from tests.wire.test_task_types import ordered, request_of
from workforce.models import Worker

pytestmark = pytest.mark.django_db
WISH = [{"Key": "plumbline:gold", "Value": "truth"}]
TELLS_ALL = "<crowd-form>{{ task.input }} {{ task.input | to_json }} {{ task.input.manifestLine.truth }}</crowd-form>"


def job_of(alice: Account, lines: list[dict[str, Any]], name: str = "gold") -> LabelingJob:
    return alice.job(alice.text_request(name, lines) | {"Tags": WISH})


def told(job: LabelingJob, name: str) -> list[str]:
    return list(JobEvent.objects.filter(job=job, name=name).values_list("message", flat=True))


def test_lines_with_gold_are_counted_and_what_cannot_be_read_stops_nothing(in_alices: Account) -> None:
    given = ["ham", 1, None, "jam", 2, True, -1, ["ham"]]
    job = job_of(in_alices, [{"source": "x", "truth": one} for one in given] + [{"source": "x"}])
    assert job.stage == LabelingJob.Stage.IN_PROGRESS
    assert told(job, "GOLD_READ") == ["2 lines tell their right label under truth."]
    [fault] = told(job, "GOLD_UNREADABLE")
    assert fault.startswith("5 lines have a truth that cannot be read")
    assert "Line 4: 'jam' is none of the job's labels; wanted is the name of one, or its number, 0 to 1." in fault
    assert all(f"Line {number}:" in fault for number in (4, 5, 6, 7, 8))


def test_a_job_without_the_wish_says_nothing_of_gold(in_alices: Account) -> None:
    job = in_alices.job(in_alices.text_request("plain", [{"source": "x", "truth": "ham"}]))
    assert not JobEvent.objects.filter(job=job, name__startswith="GOLD").exists()


def test_no_worker_ever_sees_the_gold(in_alices: Account, bob: Worker) -> None:
    lines = [{"source": "a mail", "truth": "s3cret", "truth-metadata": {"class-name": "s3cret"}, "page": 4}]
    request = in_alices.text_request("gold", lines) | {"Tags": WISH}
    request["HumanTaskConfig"]["UiConfig"] = {"UiTemplateS3Uri": in_alices.put("tells.html", TELLS_ALL)}
    job = in_alices.job(request)
    page = ui_templates.render(take(job, bob.pk).assignment_id, bob.pk)
    assert "a mail" in page
    assert "page" in page  # the other keys are there
    assert "s3cret" not in page
    assert "truth" not in page
    preview = preview_sources.of_request({"job": "gold", "line_no": 0})
    assert "s3cret" not in json.dumps(preview.task_input)


def test_gold_stays_in_the_output_line() -> None:
    line = output_line('{"source":"x","truth":"ham"}', '"lan":1', None, 0, ("lan", "lan-metadata"))
    assert json.loads(line) == {"source": "x", "truth": "ham", "lan": 1}


@given(st.dictionaries(st.text(max_size=5), st.integers(), max_size=5), st.text(max_size=5))
def test_hiding_takes_the_key_and_its_metadata_and_nothing_else(line: dict[str, int], key: str) -> None:
    kept = gold.hidden(line, key)
    gone = line.keys() - kept.keys()
    assert gone <= ({key, f"{key}-metadata"} if key else set())
    assert not key or key not in kept
    assert kept.items() <= line.items()


@pytest.mark.parametrize("key", ["source", "source-ref", "lan", "lan-metadata"])
def test_the_key_of_gold_holds_nothing_else(in_alices: Account, key: str) -> None:
    request = in_alices.text_request("gold", [{"source": "x"}])
    with pytest.raises(RequestInvalid) as refused:
        create_job(request | {"Tags": [{"Key": "plumbline:gold", "Value": key}]}, actor=in_alices.actor)
    assert "a key that holds nothing else" in str(refused.value.faults[0].wanted)


def test_gold_of_a_kind_that_lines_cannot_tell_is_refused(in_alices: Account) -> None:
    request = request_of(in_alices, "ImageCaptioning", ITEMS["ImageCaptioning"]) | {"Tags": WISH}
    with pytest.raises(RequestInvalid) as refused:
        create_job(request, actor=in_alices.actor)
    assert "image captioning" in str(refused.value.faults[0].wanted)


@pytest.mark.parametrize("kind", ["BoundingBox", "Polygon", "NamedEntityRecognition", "ImageMultiClassMultiLabel"])
def test_gold_is_written_as_output_lines_have_labels(in_alices: Account, kind: str) -> None:
    job = ordered(in_alices, request_of(in_alices, kind, ITEMS[kind]) | {"Tags": WISH})
    facts = facts_of(job.pk)
    assert gold.truth_in({"truth": ITEMS[kind].value}, facts) == gold.content_of(ITEMS[kind].value, facts)
    for spoilt in ({"annotations": 3}, {"annotations": [3]}, 7, "x", [["a"]], {"annotations": [{"class_id": 99}]}, {}):
        with pytest.raises(AnswerInvalid):
            gold.truth_in({"truth": spoilt}, facts)
