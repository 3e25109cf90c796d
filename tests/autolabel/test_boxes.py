"""Boxes: how they are read, measured and written, and a job from its order to its manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from safetensors.numpy import load, save

from autolabel import box_machine, embedding, features, map_shards
from autolabel.arrays import NO_LABEL
from autolabel.backbones.pyramid import Pyramid
from autolabel.deciding import step
from autolabel.knowledge import of_earlier_head
from autolabel.learners.boxes import Boxes, likeness
from autolabel.learners.detection import Detection
from autolabel.learners.heads import Earlier
from autolabel.models import Round, Run
from autolabel.records import numbers
from autolabel.runs import run_of
from autolabel.several_boxes import alike, boxes_in, boxes_of, label_in, proposed, table_of, written
from consolidation.serving import serve
from jobs.answers.drawings import read_boxes
from jobs.facts import JobFacts
from jobs.layout import Layout
from jobs.models import DataObject, LabelingJob, Proposal, TrainedModel
from jobs.task_types import TASK_TYPES
from tenants import storage
from tests.admin.conftest import browser
from tests.autolabel.pictures import LABELS, Scene, box_answer, scene
from tests.autolabel.play import ALGORITHM, answer_all, go_on, ordered_of_kind
from tests.cast import Account
from tests.jobs.play import adds_up, states
from workforce.models import Worker

KIND = "BoundingBox"
FACTS = JobFacts(
    1, 1, "job", TASK_TYPES[KIND], "lan", LABELS, {label: n for n, label in enumerate(LABELS)}, {}, 1, 300, 1, ""
)
SCENES = [scene(seed) for seed in range(210)]


@pytest.fixture
def quick(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A backbone and a learner for pictures as small as these, in shards of 64."""
    settings.AUTOLABEL_BACKBONES = {"efficientnet-lite-boxes": ("image", "tests.autolabel.pictures.small_boxes")}
    monkeypatch.setattr(embedding, "_loaded", {})
    monkeypatch.setattr(map_shards, "_MOST", 64)
    monkeypatch.setattr(box_machine, "LEARNER", Detection(steps=40))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # where other tests run beside this one, threads wait for each other
    yield
    torch.set_num_threads(threads)


def ordered(alice: Account, scenes: list[Scene], earlier: int = 0) -> LabelingJob:
    """A job of these pictures; the last `earlier` of them bring a label of another job, which numbers classes otherwise."""
    lines: list[dict[str, Any]] = [
        {"source-ref": alice.put(f"scenes/{n}.png", one.png)} for n, one in enumerate(scenes)
    ]
    for number in range(len(scenes) - earlier, len(scenes)):
        lines[number] |= label_of(scenes[number], {"disc": 0, "square": 1})
    return ordered_of_kind(alice, KIND, LABELS, lines)


def label_of(one: Scene, numbers: dict[str, int]) -> dict[str, Any]:
    """A scene's boxes as an output line has them."""
    boxes = [{"class_id": numbers[box["label"]], **{k: v for k, v in box.items() if k != "label"}} for box in one.boxes]
    size = [{"width": one.width, "height": one.height, "depth": 3}]
    names = {str(number): label for label, number in numbers.items()}
    return {"lan": {"image_size": size, "annotations": boxes}, "lan-metadata": {"class-map": names}}


def pyramid_of(run: Run) -> Pyramid:
    made = embedding.loaded(run)
    assert isinstance(made, Pyramid)
    return made


def truth_of(one: Scene) -> Boxes:
    found = boxes_in(label_of(one, FACTS.class_of), FACTS)
    assert found is not None
    return found


def boxes(corners: list[list[float]], classes: list[int], scores: list[float] | None = None) -> Boxes:
    return Boxes(np.array(corners), np.array(classes, np.int64), np.array(scores or [1.0] * len(classes)))


class TestLines:
    def test_classes_go_by_their_names_and_sides_by_the_picture(self) -> None:
        content = label_of(SCENES[0], {"disc": 0, "square": 1})
        found = boxes_in(content, FACTS)
        assert found is not None
        assert found.classes.tolist() == [0, 1]
        left, top, width, height = (SCENES[0].boxes[0][side] for side in ("left", "top", "width", "height"))
        assert_allclose(found.corners[0] * [96, 64, 96, 64], [left, top, left + width, top + height])

    def test_no_box_at_all_is_a_label_too(self) -> None:
        nothing = {"lan": {"image_size": [{"width": 5, "height": 5, "depth": 3}], "annotations": []}}
        assert label_in(nothing, FACTS) == 0
        assert boxes_in(nothing, FACTS) is not None

    @pytest.mark.parametrize(
        "value",
        [None, 1, "s3://bucket/mask.png", [], {"annotations": []}, {"image_size": [], "annotations": []},
         {"image_size": [{"width": 0, "height": 5}], "annotations": []}],
    )  # fmt: skip
    def test_what_is_no_label_of_boxes_is_none(self, value: object) -> None:
        assert label_in({"lan": value}, FACTS) == NO_LABEL

    @pytest.mark.parametrize(
        "change", [{"class_id": 2}, {"class_id": True}, {"left": "x"}, {"top": 1e999}, {"width": None}]
    )
    def test_one_box_that_cannot_be_read_spoils_its_line(self, change: dict[str, Any]) -> None:
        box = {"class_id": 0, "left": 0, "top": 0, "width": 1, "height": 1}
        content = {"lan": {"image_size": [{"width": 5, "height": 5}], "annotations": [box]}}
        assert label_in(content, FACTS) == 0
        box |= change
        assert label_in(content, FACTS) == NO_LABEL

    def test_a_line_is_written_as_people_s_are(self) -> None:
        found = Boxes(
            np.array([[0.1, 0.25, 0.5, 0.75], [0.9, 0.9, 0.9001, 1]]), np.array([1, 0]), np.array([0.876, 0.5])
        )
        made = written(FACTS, 0, 0.9, table_of(found, 100, 40))
        assert made.value == {
            "image_size": [{"width": 100, "height": 40, "depth": 3}],
            "annotations": [
                {"class_id": 1, "left": 10, "top": 10, "width": 40, "height": 20},
                {"class_id": 0, "left": 90, "top": 36, "width": 1, "height": 4},
            ],
        }  # fmt: skip
        assert made.metadata == {
            "objects": [{"confidence": 0.88}, {"confidence": 0.5}], "class-map": {"0": "square", "1": "disc"},
        }  # fmt: skip
        assert_allclose(boxes_of(table_of(found, 100, 40)).corners[0], found.corners[0])

    def test_people_begin_from_its_boxes_or_from_nothing(self) -> None:
        found = boxes([[0.1, 0.25, 0.5, 0.75]], [1], [0.9])
        box = {"label": "disc", "left": 10, "top": 10, "width": 40, "height": 20}
        assert proposed(FACTS, 0, 0.9, table_of(found, 100, 40)) == [box]
        assert proposed(FACTS, 0, 0.9, table_of(boxes([], []), 100, 40)) is None


class TestLikeness:
    def test_it_is_the_mean_overlap_with_nothing_for_what_is_missing_or_too_much(self) -> None:
        one = boxes([[0, 0, 0.2, 0.2], [0.5, 0.5, 0.7, 0.7]], [0, 1])
        same = Boxes(one.corners[::-1], one.classes[::-1])
        moved = boxes([[0.1, 0, 0.3, 0.2], [0.5, 0.5, 0.7, 0.7], [0.8, 0.8, 0.9, 0.9]], [0, 1, 1])
        assert likeness(one, same) == 1
        assert likeness(one, moved) == likeness(moved, one) == pytest.approx((1 / 3 + 1 + 0) / 3)
        assert likeness(one, Boxes(one.corners, one.classes[::-1])) == 0
        nothing = boxes([], [])
        assert (likeness(nothing, nothing), likeness(nothing, one)) == (1, 0)

    def test_two_people_s_answers_are_compared_in_the_same_way(self) -> None:
        read = [read_boxes(box_answer(SCENES[0], jitter), "boundingBox", FACTS.class_of) for jitter in (0, 2)]
        assert alike(read[0], read[0]) == 1
        assert 0.5 < alike(*read) == alike(*reversed(read)) < 1


@pytest.mark.django_db
@pytest.mark.usefixtures("quick")
def test_the_machine_draws_boxes_that_can_be_certified_and_people_the_rest(in_alices: Account, bob: Worker) -> None:
    scenes = [*SCENES]
    scenes[7] = Scene(1, 1, b"no picture", [], scenes[7].mask)
    job = ordered(in_alices, scenes, earlier=5)
    go_on(job, [bob], lambda line, _: box_answer(scenes[line]))
    assert adds_up(job)
    assert (job.stage, job.labeled + job.failed) == ("Completed", 210)
    assert Run.objects.get(job=job).unreadable[0][0] == 8
    assert job.machine_labeled > 60
    accepted = Round.objects.filter(run__job=job).latest("number").accepted
    assert (accepted["accepted"], accepted["measure"], accepted["target"]) == (job.machine_labeled, "quality", 0.6)
    shown = browser(in_alices.owner).get(f"/admin/jobs/labelingjob/{job.pk}/").content.decode()
    assert "machine labels overlap with people&#x27;s by" in shown
    assert "mean overlap, certified" in shown
    lines = [json.loads(one) for one in in_alices.read(Layout(job).output_manifest).splitlines()]
    machines = {n: one for n, one in enumerate(lines) if one["lan-metadata"].get("human-annotated") == "no"}
    assert len(machines) == job.machine_labeled
    qualities = []
    for number, one in machines.items():
        found = boxes_in(one, FACTS)
        assert found is not None
        qualities.append(likeness(found, truth_of(scenes[number])))
        told, drawn = one["lan-metadata"], one["lan"]["annotations"]
        assert one["lan"]["image_size"] == [
            {"width": scenes[number].width, "height": scenes[number].height, "depth": 3}
        ]
        assert all(0.3 <= entry["confidence"] <= 1 for entry in told["objects"])
        assert len(told["objects"]) == len(drawn)
        assert told["class-map"] == {str(n): LABELS[n] for n in sorted({box["class_id"] for box in drawn})}
        assert told["type"] == "groundtruth/object-detection"
    assert np.mean(qualities) >= 0.6
    people = [one for n, one in enumerate(lines[:-5]) if n not in machines and n != 7]
    assert {tuple(one["lan-metadata"]) for one in people} == {tuple(one["lan-metadata"]) for one in machines.values()}
    assert not DataObject.objects.filter(job=job, line_no__gte=205, answers__gt=0).exists()
    model = TrainedModel.objects.get(job=job)
    assert model.learned == "boxes"
    begun = begins_from(in_alices, model, scenes)
    assert begun is not None
    assert begun.same == {0: 1, 1: 0}
    said = proposed_by(in_alices, model, scenes[10:22])
    assert np.mean([likeness(found, truth_of(one)) for found, one in zip(said, scenes[10:22], strict=True)]) > 0.5


def proposed_by(alice: Account, model: TrainedModel, scenes: list[Scene]) -> list[Boxes]:
    """What people begin from in a small job that names this model and has the labels in another order."""
    lines = [{"source-ref": alice.put(f"new/{number}.png", one.png)} for number, one in enumerate(scenes)]
    config = {**ALGORITHM, "InitialActiveLearningModelArn": model.arn}
    job = ordered_of_kind(alice, KIND, LABELS[::-1], lines, LabelingJobName="new", LabelingJobAlgorithmsConfig=config)
    while step(job):
        pass
    assert set(states(job)) == {"open"}
    kept = dict(Proposal.objects.filter(data_object__job=job).values_list("data_object__line_no", "value"))
    found = []
    for number, one in enumerate(scenes):
        sides = [[box[side] for side in ("left", "top", "width", "height")] for box in kept.get(number, [])]
        corners = [[x / one.width, y / one.height, (x + w) / one.width, (y + h) / one.height] for x, y, w, h in sides]
        found.append(boxes(corners, [LABELS.index(box["label"]) for box in kept.get(number, [])]))
    return found


def begins_from(alice: Account, model: TrainedModel, scenes: list[Scene]) -> Earlier | None:
    """The head that another job begins from, which has the labels in another order."""
    lines = [{"source-ref": alice.put("scenes/0.png", scenes[0].png)}]
    config = {**ALGORITHM, "InitialActiveLearningModelArn": model.arn}
    job = ordered_of_kind(alice, KIND, LABELS[::-1], lines, LabelingJobName="more", LabelingJobAlgorithmsConfig=config)
    return of_earlier_head(job, run_of(job))


@pytest.mark.django_db
@pytest.mark.usefixtures("quick")
def test_pictures_that_are_gone_since_people_labeled_them_hold_nothing_up(in_alices: Account, bob: Worker) -> None:
    job = ordered(in_alices, SCENES)
    while step(job):
        pass
    answer_all(job, [bob], lambda line, _: box_answer(SCENES[line]))
    serve(job)
    run = Run.objects.get(job=job)
    begun = run.rounds.get()
    made, gone = pyramid_of(run), [int(numbers(part)[0]) for part in (begun.validate, begun.label)]
    for line in gone:
        in_alices.put(f"scenes/{line}.png", b"no picture")
        first = line - line % embedding.shard_size(made)
        storage.write(embedding._address(job, made, first), b"taken away", "application/octet-stream")
    features._features.cache_clear()  # another process goes on
    go_on(job, [bob], lambda line, _: box_answer(SCENES[line]))
    assert [line - 1 for line, _ in Run.objects.get(job=job).unreadable] == sorted(gone)
    assert Round.objects.filter(run__job=job, look__isnull=False).exists()
    assert (job.stage, job.labeled) == ("Completed", len(SCENES))


@pytest.mark.django_db
@pytest.mark.usefixtures("quick")
def test_maps_that_were_taken_away_or_altered_are_made_again(in_alices: Account, bob: Worker, settings: Any) -> None:
    job = ordered(in_alices, SCENES)
    run = Run.objects.filter(job=job)
    assert step(job)
    assert run.get().embedded == 64
    while step(job):
        pass
    made = pyramid_of(run.get())
    address, copy = map_shards._address(job, made, 64), map_shards._copy(job, made, 64)
    before = storage.read(address, 100_000_000)
    assert copy.read_bytes() == before
    for content in (b"", save({"level0": np.zeros(3)}), save({**load(before), "level0": load(before)["level0"][1:]})):
        storage.write(address, content, "application/octet-stream")
        copy.unlink()
        with pytest.raises(map_shards.ShardLost) as lost:
            list(map_shards.parts(job, made, np.arange(210)))
        assert lost.value.first == 64
        run.update(embedded=64)  # as a step does that finds it out
        assert embedding.embed_next(job, FACTS, run.get())
        assert storage.read(address, 100_000_000) == before


@pytest.mark.django_db
@pytest.mark.usefixtures("quick")
def test_copies_of_maps_take_no_more_room_than_the_operator_gives(
    in_alices: Account, bob: Worker, settings: Any
) -> None:
    settings.AUTOLABEL_MAPS_BYTES = 3_000_000  # two shards
    job = ordered(in_alices, SCENES)
    while step(job):
        pass
    kept = [one.stat().st_size for one in settings.AUTOLABEL_MAPS.iterdir()]
    assert 0 < sum(kept) <= 3_000_000
    made = pyramid_of(Run.objects.get(job=job))
    found = map_shards.gathered(job, made, np.array([0, 63, 64, 200]))
    again = made.maps([SCENES[number].png for number in (0, 63, 64, 200)])
    for one, other in zip(found.levels, again.levels, strict=True):
        assert_allclose(one, other, atol=0.01)
    assert "open" in states(job)
