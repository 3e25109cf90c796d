"""Several people draw, and one label with its confidences stands in the line; how good each was is kept for the job."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from consolidation.consolidating import consolidate_next
from consolidation.finishing import finish_if_done
from consolidation.models import WorkerStanding
from jobs import dispatch
from jobs.layout import Layout
from jobs.models import LabelingJob
from tenants import scope
from tests.cast import Account
from tests.consolidation.test_outputs import Answer, boxes, mask, read_mask, result
from tests.jobs.play import adds_up, take
from tests.wire import media_samples as media
from tests.wire.kinds import BOX_ANSWER, ITEMS, SIZE, drawn
from tests.wire.test_task_types import ordered, request_of

pytestmark = pytest.mark.django_db
ZEBRA = {"label": "dog", "left": 500, "top": 400, "width": 80, "height": 60}


def of_objects(account: Account, kind: str, count: int, people: int) -> LabelingJob:
    """A job of so many lines, each for so many people."""
    request = request_of(account, kind, ITEMS[kind])
    source = request["InputConfig"]["DataSource"]["S3DataSource"]
    source["ManifestS3Uri"] = account.put("all.manifest", account.read(source["ManifestS3Uri"]).splitlines() * count)
    request["HumanTaskConfig"]["NumberOfHumanWorkersPerDataObject"] = people
    return ordered(account, request)


def off_by(pixels: int) -> Answer:
    return boxes(*({**one, "left": one["left"] + pixels, "top": one["top"] - pixels} for one in (BOX_ANSWER, ZEBRA)))


def three_people(
    account: Account, kind: str, count: int, said: Callable[[str, int], Answer]
) -> tuple[list[dict[str, Any]], dict[str, float]]:
    """A job that ann, bo and cy answered as they are said to at each line, consolidated in two chunks: its output lines,
    and how good each of them was."""
    job = of_objects(account, kind, count, people=3)
    workers = {account.worker(f"{name}@example.org").pk: name for name in ("ann", "bo", "cy")}
    with scope.tenant(account.tenant.pk):
        for line in range(count):
            for worker, name in workers.items():
                dispatch.submit(take(job, worker).assignment_id, worker, said(name, line))
            if line == 2:
                assert consolidate_next(job) == 3
        assert consolidate_next(job) == count - 3
        assert adds_up(job)
        assert finish_if_done(job)
        lines = [json.loads(line) for line in account.read(Layout(job).output_manifest).splitlines()]
        standings = {workers[row.worker_id]: row for row in WorkerStanding.objects.filter(job=job)}
    assert [row.answers for row in standings.values()] == [count] * 3
    return lines, {name: row.quality / row.answers for name, row in standings.items()}


def test_three_people_draw_and_the_careless_one_counts_least(alice: Account) -> None:
    def said(name: str, line: int) -> Answer:
        turned = 1 - 2 * (line % 2)
        return boxes() if (name, line) == ("cy", 3) else off_by(turned * {"ann": 0, "bo": 1, "cy": 9}[name])

    lines, quality = three_people(alice, "BoundingBox", 4, said)
    for line in lines:
        found = {box["height"]: box for box in line["lan"]["annotations"]}
        assert abs(found[28]["left"] - BOX_ANSWER["left"]) <= 1
        assert abs(found[60]["top"] - ZEBRA["top"]) <= 1
        assert line["lan-metadata"]["class-map"] == {"1": "dog"}
    sure, less = (line["lan-metadata"]["objects"][0]["confidence"] for line in (lines[0], lines[3]))
    assert 0.5 < less < sure == 0.95
    assert quality["cy"] < 0.6 < 0.9 < min(quality["ann"], quality["bo"])


def test_of_two_people_the_one_who_was_better_before_is_followed(alice: Account) -> None:
    job = of_objects(alice, "BoundingBox", count=1, people=2)
    good, bad = (alice.worker(f"{name}@example.org").pk for name in ("good", "bad"))
    with scope.tenant(alice.tenant.pk):
        for worker, quality in ((good, 0.95), (bad, 0.5)):
            WorkerStanding.objects.create(
                tenant=alice.tenant, job=job, worker_id=worker, answers=20, quality=20 * quality
            )
        for worker, pixels in ((bad, 6), (good, 0)):
            dispatch.submit(take(job, worker).assignment_id, worker, off_by(pixels))
        assert consolidate_next(job) == 1
        label = json.loads(f"{{{job.data_objects.get().label.fragment}}}")["lan"]
    assert {
        abs(box["left"] - one["left"]) for box, one in zip(label["annotations"], (BOX_ANSWER, ZEBRA), strict=True)
    } <= {0, 1}


def shapes(element: str, member: str, *places: Answer) -> list[Answer]:
    return [{element: drawn(member, [{"label": "dog", **place}])} for place in places]


OUTLINE = [{"x": 0, "y": 0}, {"x": 400, "y": 0}, {"x": 400, "y": 300}, {"x": 0, "y": 300}]


@pytest.mark.parametrize(
    ("kind", "answers", "place"),
    [
        ("Polygon", shapes("crowd-polygon", "polygons", {"vertices": OUTLINE}, {"vertices": OUTLINE[::-1]},
                           {"vertices": OUTLINE[2:] + OUTLINE[:2]}), "vertices"),
        ("Polyline", shapes("crowd-polyline", "polylines", {"vertices": OUTLINE}, {"vertices": OUTLINE[::-1]},
                            {"vertices": OUTLINE}), "vertices"),
        ("Keypoint", shapes("crowd-keypoint", "keypoints", {"x": 30, "y": 10}, {"x": 30, "y": 10}, {"x": 31, "y": 11}),
         "x"),
    ],
)  # fmt: skip
def test_other_shapes_are_merged_too(alice: Account, kind: str, answers: list[Answer], place: str) -> None:
    value, metadata = result(alice, kind, answers)
    [found] = value["annotations"]
    assert list(found) == ["class_id", *(["vertices"] if place == "vertices" else ["x", "y"])]
    told = {(at["x"], at["y"]) for at in found["vertices"]} if place == "vertices" else {(found["x"], found["y"])}
    assert told == ({(at["x"], at["y"]) for at in OUTLINE} if place == "vertices" else {(30, 10)})
    assert metadata["objects"] == [{"confidence": 0.95}]


def test_pixels_are_voted_on_and_all_labels_have_the_images_confidence(alice: Account) -> None:
    colours = {"cat": "#2ca02c", "dog": "#1f77b4"}
    exchanged = {"dog": "#2ca02c", "cat": "#1f77b4"}
    answers = [mask(["ggb.", "...."], colours), mask(["bbg.", "...."], exchanged), mask(["ggbb", "...."], colours)]
    uri, metadata = result(alice, "SemanticSegmentation", answers)
    assert media.rows_of(read_mask(alice, uri)) == [[1, 1, 2, 0], [0, 0, 0, 0]]
    entries = metadata["internal-color-map"]
    assert {entry["class-name"]: entry["hex-color"] for entry in entries.values()} == {
        "BACKGROUND": "#ffffff", "cat": "#2ca02c", "dog": "#1f77b4",
    }  # fmt: skip
    [trust] = {entry["confidence"] for entry in entries.values()}
    assert 0.85 < trust < 0.95


def instances(picture: list[str], *labels: str) -> Answer:
    known = {"g": (0x2C, 0xA0, 0x2C, 255), "b": (0x1F, 0x77, 0xB4, 255), ".": (0, 0, 0, 0)}
    named: list[dict[str, Any]] = [
        {"label": label, "color": colour} for label, colour in zip(labels, ("#2ca02c", "#1f77b4"), strict=False)
    ]
    png = {"pngImageData": media.painted(picture, known)}
    return {"crowd-instance-segmentation": {"inputImageProperties": SIZE, "instances": named, "labeledImage": png}}


def test_instances_are_matched_whatever_colour_they_have(alice: Account) -> None:
    answers = [
        instances(["gg.b", "gg.b"], "cat", "cat"),
        instances(["bb.g", "bb.g"], "cat", "cat"),
        instances(["gg..", "gg.."], "cat"),
    ]
    uri, metadata = result(alice, "InstanceSegmentation", answers)
    assert media.rows_of(read_mask(alice, uri)) == [[1, 1, 0, 2], [1, 1, 0, 2]]
    entries = metadata["internal-color-map"]
    assert [entries[key]["class-name"] for key in ("0", "1", "2")] == ["BACKGROUND", "cat", "cat"]
    assert entries["2"]["confidence"] < entries["1"]["confidence"] == 0.95
    assert len({entry["hex-color"] for entry in entries.values()}) == 3


def test_a_picture_of_another_size_is_left_out(alice: Account) -> None:
    wide = mask(["gggg", "gggg", "gggg"], {"cat": "#2ca02c"})
    wide["crowd-semantic-segmentation"]["inputImageProperties"] = {"width": 4, "height": 3}
    fine = mask(["gg..", "...."], {"cat": "#2ca02c"})
    uri, _ = result(alice, "SemanticSegmentation", [wide, fine, fine])
    assert media.rows_of(read_mask(alice, uri)) == [[1, 1, 0, 0], [0, 0, 0, 0]]
