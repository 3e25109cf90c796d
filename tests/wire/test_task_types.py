"""Every kind of job from end to end: ordered with boto3, answered as its element answers, and the whole line read."""

from __future__ import annotations

import json
import re
import uuid
from base64 import b64decode
from typing import Any

import pytest

from consolidation.consolidating import consolidate_next
from consolidation.finishing import finish_if_done
from jobs import dispatch, media, ui_templates
from jobs.facts import facts_of
from jobs.intake import take_in
from jobs.layout import Layout
from jobs.models import LabelingJob
from jobs.pages import default
from jobs.task_types import TASK_TYPES
from tenants import scope
from tests.cast import Account
from tests.jobs.play import take
from tests.wire.in_process import client_of
from tests.wire.kinds import ITEMS, SIZE, Item
from tests.wire.media_samples import image, painted
from workforce.models import Worker

pytestmark = pytest.mark.django_db
FUNCTIONS = "arn:aws:lambda:us-east-1:432418664414:function"
CLEAR = {"g": (0x2C, 0xA0, 0x2C, 255), "b": (0x1F, 0x77, 0xB4, 255), ".": (255, 255, 255, 255)}


def files_of(account: Account, kind: str, item: Item) -> dict[str, str]:
    """The manifest and the label category file of an item, in the account's bucket."""
    folder = f"in/{kind}-{uuid.uuid4().hex[:8]}"
    text = item.text or "It is a parcel."
    medium = TASK_TYPES[kind].media
    content = item.content or image(SIZE["width"], SIZE["height"])
    held = {"source": text} if medium == "text" else {"source-ref": account.put(f"{folder}/1", content)}
    line = json.dumps({**held, **item.line})
    if "EARLIER" in line:
        mask = painted(["ggb.", "...."], CLEAR)
        line = line.replace("EARLIER", account.put(f"{folder}/mask.png", b64decode(mask)))
    entries = [{"label": label, **item.details.get("display", {}).get(label, {})} for label in item.labels]
    told = {"document-version": "2018-11-28", "labels": entries, "instructions": item.details.get("instructions", {})}
    return {
        "manifest": account.put(f"{folder}/input.manifest", [line]),
        "labels": account.put(f"{folder}/labels.json", json.dumps(told)),
    }


def request_of(account: Account, kind: str, item: Item, name: str = "Item") -> dict[str, Any]:
    """As a Ground Truth user would order it, with the type's own page where it has one."""
    files = files_of(account, kind, item)
    page = {"HumanTaskUiArn": f"arn:aws:sagemaker:us-east-1:394669845002:human-task-ui/{kind}"}
    own = {"UiTemplateS3Uri": account.put("own.html", "<crowd-form>{{ task.input.source-ref }}</crowd-form>")}
    request = {
        "LabelingJobName": name,
        "LabelAttributeName": item.attribute,
        "InputConfig": {"DataSource": {"S3DataSource": {"ManifestS3Uri": files["manifest"]}}},
        "OutputConfig": {"S3OutputPath": f"s3://{account.bucket}/out"},
        "RoleArn": "arn:aws:iam::123456789012:role/ground-truth",
        "HumanTaskConfig": {
            "WorkteamArn": account.team().arn,
            "UiConfig": page if TASK_TYPES[kind].has_default else own,
            "PreHumanTaskLambdaArn": f"{FUNCTIONS}:PRE-{kind}",
            "TaskTitle": "Label it",
            "TaskDescription": "Label what is there",
            "NumberOfHumanWorkersPerDataObject": 1,
            "TaskTimeLimitInSeconds": 300,
            "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": f"{FUNCTIONS}:ACS-{kind}"},
        },
    }
    return request | ({"LabelCategoryConfigS3Uri": files["labels"]} if item.labels else {})


def ordered(account: Account, request: dict[str, Any]) -> LabelingJob:
    """The job that boto3 makes of a request, taken in."""
    client_of(account).create_labeling_job(**request)
    with scope.tenant(account.tenant.pk):
        job = LabelingJob.objects.select_related("tenant", "workteam__tenant").get(name=request["LabelingJobName"])
        take_in(job)
        job.refresh_from_db()
    assert job.stage == "InProgress", job.failure_reason
    return job


def played(account: Account, job: LabelingJob, answers: dict[int, dict[str, Any]]) -> str:
    """The job's first output line after these people answered, as it stands in the file."""
    with scope.tenant(account.tenant.pk):
        for worker_id, content in answers.items():
            turn = take(job, worker_id)
            assert media.check(turn, facts_of(job.pk)) is None
            dispatch.submit(turn.assignment_id, worker_id, content)
        assert consolidate_next(job) == 1
        assert finish_if_done(job)
        return account.read(Layout(job).output_manifest)


def plain(line: str, job: LabelingJob) -> str:
    """The line without what no test can know."""
    line = line.replace(Layout(job).root, "OUT")
    line = re.sub(r'"creation-date":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}"', '"creation-date":"WHEN"', line)
    return re.sub(r"(?<=0[_/])\d{4}-\d\d-\d\d[T_]\d\d:\d\d:\d\d(\.\d{6})?(?=\.(png|json))", "ANSWERED", line)


@pytest.mark.parametrize("kind", TASK_TYPES)
def test_an_item_of_each_kind_becomes_exactly_the_line_of_the_original(alice: Account, bob: Worker, kind: str) -> None:
    item = ITEMS[kind]
    job = ordered(alice, request_of(alice, kind, item))
    written = plain(played(alice, job, {bob.pk: item.answer}), job)
    with scope.tenant(alice.tenant.pk):
        given = job.data_objects.get().line
    wanted = {**json.loads(given), item.attribute: item.value, f"{item.attribute}-metadata": item.metadata}
    line = json.loads(written)
    assert line == wanted
    assert list(line) == list(wanted)
    assert list(line[f"{item.attribute}-metadata"]) == list(item.metadata)
    assert written.startswith(given[:-1] + ",")
    assert written.endswith("}\n")
    told = client_of(alice).describe_labeling_job(LabelingJobName="Item")
    assert (told["LabelingJobStatus"], told["LabelCounters"]["HumanLabeled"]) == ("Completed", 1)


@pytest.mark.parametrize("kind", [kind for kind, row in TASK_TYPES.items() if row.has_default])
def test_a_worker_sees_the_default_page_with_the_object_and_the_labels(alice: Account, bob: Worker, kind: str) -> None:
    item = ITEMS[kind]
    job = ordered(alice, request_of(alice, kind, item))
    with scope.tenant(alice.tenant.pk):
        page = ui_templates.render(take(job, bob.pk).assignment_id, bob.pk)
    assert "Label what is there" in page
    assert "X-Amz-Signature" in page or (item.text or "It is a parcel.") in page
    offered = item.labels if "labels" in default(TASK_TYPES[kind]) else ()
    assert all(label in page for label in offered)


@pytest.mark.parametrize("kind", [kind for kind, row in TASK_TYPES.items() if row.has_default])
def test_every_default_page_names_its_answer_as_the_table_says(kind: str) -> None:
    assert f'name="{TASK_TYPES[kind].element}"' in default(TASK_TYPES[kind])
    assert ui_templates.check(default(TASK_TYPES[kind]), ["cat", "dog"]) == []
