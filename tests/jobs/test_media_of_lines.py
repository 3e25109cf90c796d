"""What a line shows beside its object, earlier labels and members, is looked at before people see it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jobs import media
from jobs.earlier_labels import find
from jobs.facts import facts_of
from jobs.models import LabelingJob
from jobs.task_types import TASK_TYPES
from tests.cast import Account
from tests.jobs.play import take
from tests.wire import media_samples as samples
from tests.wire.kinds import ITEMS
from tests.wire.test_task_types import request_of
from workforce.models import Worker

pytestmark = pytest.mark.django_db


def test_a_line_whose_earlier_label_failed_is_told_apart(in_alices: Account, bob: Worker) -> None:
    request = request_of(in_alices, "AdjustmentBoundingBox", ITEMS["AdjustmentBoundingBox"])
    source = request["InputConfig"]["DataSource"]["S3DataSource"]
    good = in_alices.read(source["ManifestS3Uri"])
    failed = {"source-ref": json.loads(good)["source-ref"], "boxes-metadata": {"failure-reason": "ClientError: x"}}
    source["ManifestS3Uri"] = in_alices.put("chained.manifest", [failed, good])
    job = in_alices.job(request)
    fault = media.check(take(job, bob.pk), facts_of(job.pk))
    assert "line 1: there is no label of type groundtruth/object-detection of an earlier job" in str(fault)


USELESS = [
    ("PreferenceRanking", {}, "its responses is nothing; wanted is a list of 2 to 6 texts."),
    ("PreferenceRanking", {"responses": ["One."]}, "its responses is a list of 1;"),
    ("PreferenceRanking", {"responses": ["One.", 2]}, "its responses is a list of 2;"),
    ("PreferenceRanking", {"responses": list("abcdefg")}, "its responses is a list of 7;"),
    ("PreferenceRanking", {"responses": "One. Two."}, "its responses is 'One. Two.';"),
    ("ResponseRating", {"response": " "}, "its response is ' '; wanted is a text."),
    ("ResponseRating", {}, "its response is nothing; wanted is a text."),
    ("DocumentPages", {"pages": []}, "its pages is a list of 0; wanted is a list of the pages' addresses"),
]


def lines_job(account: Account, kind: str, *members: dict[str, Any]) -> LabelingJob:
    """A job of that kind whose lines have these members beside the object."""
    request = request_of(account, kind, ITEMS[kind])
    source = request["InputConfig"]["DataSource"]["S3DataSource"]
    line = json.loads(account.read(source["ManifestS3Uri"]))
    own = {key: line[key] for key in ("source", "source-ref") if key in line}
    source["ManifestS3Uri"] = account.put("members.manifest", [{**own, **each} for each in members])
    return account.job(request)


@pytest.mark.parametrize(("kind", "members", "told"), USELESS)
def test_a_line_whose_page_would_be_empty_is_told_before_anybody_sees_it(
    in_alices: Account, bob: Worker, kind: str, members: dict[str, Any], told: str
) -> None:
    job = lines_job(in_alices, kind, members, ITEMS[kind].line)
    fault = str(media.check(take(job, bob.pk), facts_of(job.pk)))
    assert fault.startswith(f"ClientError: line 1: {told}")
    assert media.check(take(job, bob.pk), facts_of(job.pk)) is None


def test_a_job_whose_first_lines_all_lack_what_its_page_shows_fails_as_a_whole(in_alices: Account) -> None:
    job = lines_job(in_alices, "PreferenceRanking", {}, {"responses": []})
    job.refresh_from_db()
    assert job.stage == LabelingJob.Stage.FAILED
    assert job.failure_reason == (
        "ClientError: none of the first 2 lines of the manifest can be used. Line 1: its responses is nothing; wanted "
        "is a list of 2 to 6 texts. Correct the lines, then create the job again."
    )


MASKED = ["VerificationSemanticSegmentation", "AdjustmentSemanticSegmentation"]


def mask_job(account: Account, kind: str, mask: object) -> LabelingJob:
    """A job over one image of 4 × 2 pixels, whose line says that its earlier mask lies there."""
    request = request_of(account, kind, ITEMS[kind])
    source = request["InputConfig"]["DataSource"]["S3DataSource"]
    line = json.loads(account.read(source["ManifestS3Uri"]))
    source["ManifestS3Uri"] = account.put("masked.manifest", [{**line, "road-ref": mask}])
    return account.job(request)


@pytest.mark.parametrize("kind", MASKED)
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (samples.image(4, 2, "P"), None),
        (samples.image(2, 4), "has 2 × 4 pixels, and the image 4 × 2. Put one of the image's size there"),
        (samples.image(4, 2, form="WEBP"), "is no PNG image"),
        (samples.image(4, 2)[:20], "is no PNG image"),
        (b"", "is no PNG image"),
    ],
)
def test_an_earlier_mask_has_to_be_a_png_of_the_image_s_size(
    in_alices: Account, bob: Worker, kind: str, content: bytes, told: str | None
) -> None:
    job = mask_job(in_alices, kind, in_alices.put("mask", content))
    fault = media.check(take(job, bob.pk), facts_of(job.pk))
    assert fault is None if told is None else told in str(fault)


@pytest.mark.parametrize("kind", MASKED)
@pytest.mark.parametrize(
    ("mask", "told"),
    [
        ("s3://BUCKET/nowhere.png", "there is no earlier mask at s3://BUCKET/nowhere.png"),
        ("s3://BUCKET/", "names no object"),
        ("s3://somebody-else/mask.png", "is not one of this account's buckets"),
        ("https://cdn.example.org/mask.png", "is not an S3 address"),
        ("mask.png", "is not an S3 address"),
        ({"annotations": []}, "is not an S3 address"),
    ],
)
def test_an_earlier_mask_that_cannot_be_read_is_told_before_anybody_sees_it(
    in_alices: Account, bob: Worker, kind: str, mask: Any, told: str
) -> None:
    mask = mask.replace("BUCKET", in_alices.bucket) if isinstance(mask, str) else mask
    job = mask_job(in_alices, kind, mask)
    fault = str(media.check(take(job, bob.pk), facts_of(job.pk)))
    assert fault.startswith("ClientError: line 1: ")
    assert told.replace("BUCKET", in_alices.bucket) in fault


def test_a_good_mask_is_looked_at_once(in_alices: Account, bob: Worker, fetched: list[int]) -> None:
    job = mask_job(in_alices, MASKED[0], in_alices.put("mask", samples.image(4, 2)))
    turn = take(job, bob.pk)
    fetched.clear()
    for _ in range(3):
        assert media.check(turn, facts_of(job.pk)) is None
    assert fetched == [32_768] * 3


@pytest.mark.parametrize(("named", "found"), [("boxes", "boxes"), ("other", "boxes"), ("lan", "boxes")])
def test_a_line_without_the_named_label_is_looked_at_by_its_type(named: str, found: str) -> None:
    item = ITEMS["AdjustmentBoundingBox"]
    later = {"verdict": 1, "verdict-metadata": {"type": "groundtruth/label-verification"}}
    line = {"source-ref": "s3://b/k", **item.line, **later}
    earlier = find(line, TASK_TYPES["AdjustmentBoundingBox"], "lan", named)
    assert earlier is not None
    assert earlier.attribute == found
    assert find({"source-ref": "s3://b/k", **later}, TASK_TYPES["AdjustmentBoundingBox"], "lan", named) is None
