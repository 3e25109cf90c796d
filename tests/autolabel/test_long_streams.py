"""A long stream: a wave reads what lies close before it, and takes no longer than one of a short stream."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from autolabel import box_machine, embedding, map_shards, models
from autolabel.features import features_of
from autolabel.learners.boxes import likeness
from autolabel.learners.detection import Detection
from autolabel.models import Round, Run, Wave
from autolabel.records import numbers
from autolabel.runs import pool_of
from autolabel.several_boxes import boxes_in
from consolidation.finishing import write_manifest
from jobs import arrivals, topics
from jobs.facts import facts_of
from jobs.layout import Layout
from jobs.models import LabelingJob
from tests.autolabel.pictures import LABELS, box_answer, scene
from tests.autolabel.play import ordered_of_kind
from tests.autolabel.wave_play import MAILS, came, play, send, stream, wave
from tests.cast import Account
from tests.jobs.play import adds_up
from workforce.models import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def short_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards of 64 objects, and of what lies before a wave it reads 64 to 127."""
    for room in (models, embedding):
        monkeypatch.setattr(room, "SHARD", 64)
    monkeypatch.setattr(map_shards, "_MOST", 64)
    monkeypatch.setattr(models, "LOOKS_BACK", 64)


def manifest(alice: Account, job: LabelingJob) -> list[dict[str, Any]]:
    write_manifest(job)
    return [json.loads(line) for line in alice.read(Layout(job).output_manifest).splitlines()]


def test_it_reads_from_a_shard_on_that_lies_so_far_before_it_and_a_short_stream_from_its_beginning() -> None:
    found = [Wave(first=first, size=first + 1_000).since for first in (0, 50_000, 51_023, 51_024, 1_000_000)]
    assert found == [0, 0, 0, 1_024, 949_248]
    assert all(since % embedding.SHARD == 0 for since in found)


@pytest.mark.usefixtures("short_memory")
def test_a_later_wave_learns_from_what_lies_close_before_it_and_labels_its_own(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = stream(in_alices)
    for _ in range(2):
        send(in_alices, job, 200)
        play(job, [bob])
    read: set[str] = set()
    stored = embedding.storage.read

    def noted(address: str, *given: Any) -> bytes:
        read.add(address.rpartition("/")[2])
        return stored(address, *given)

    monkeypatch.setattr(embedding.storage, "read", noted)
    send(in_alices, job, 300)
    play(job, [bob])
    last = wave(job, 3)
    assert (last.first, last.since, last.size) == (400, 320, 700)
    shards = {int(name.removesuffix(".safetensors")) for name in read if name[0].isdigit()}
    assert min(shards) == 320
    assert max(shards) == 640
    pool = pool_of(job, facts_of(job.pk), list(Round.objects.filter(run__job=job, wave=3)), last)
    assert len(pool.labels) == 380
    assert pool.carried[:80].any()
    assert not pool.carried[80:].any()
    assert last.machine > 50
    assert adds_up(job)
    labels = [one["lan-metadata"] for one in manifest(in_alices, job)]
    machines = [n for n in range(400, 700) if labels[n]["human-annotated"] == "no"]
    assert len(machines) == last.machine
    assert sum(labels[n]["class-name"] != MAILS[n][1] for n in machines) <= 0.1 * len(machines)
    rounds = Round.objects.filter(run__job=job, wave=3)
    asked = [n for one in rounds for kept in (one.label, one.validate) for n in numbers(kept)]
    assert len(asked) > 50
    assert min(asked) >= 400


@pytest.mark.usefixtures("short_memory")
def test_a_wave_of_pictures_reads_maps_that_grew_with_the_stream(
    in_alices: Account, bob: Worker, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.AUTOLABEL_BACKBONES = {"efficientnet-lite-boxes": ("image", "tests.autolabel.pictures.small_boxes")}
    monkeypatch.setattr(embedding, "_loaded", {})
    monkeypatch.setattr(box_machine, "LEARNER", Detection(steps=40))
    topic = topics.create("scenes-in", actor=in_alices.actor)
    source = {"DataSource": {"SnsDataSource": {"SnsTopicArn": topic.arn}}}
    job = ordered_of_kind(in_alices, "BoundingBox", LABELS, [], InputConfig=source)
    scenes = [scene(seed) for seed in range(430)]
    lines = [json.dumps({"source-ref": in_alices.put(f"scenes/{n}.png", one.png)}) for n, one in enumerate(scenes)]
    for part in (slice(0, 210), slice(210, 430)):
        arrivals.arrive(job, lines[part], actor=in_alices.actor)
        came(job, part.start, 100)
        play(job, [bob], answers=lambda line, _: box_answer(scenes[line]))
    last, run = wave(job, 2), Run.objects.get(job=job)
    assert (last.first, last.since) == (210, 128)
    assert last.machine > 60
    assert adds_up(job)
    told = manifest(in_alices, job)
    found = {n: boxes_in(one, facts_of(job.pk)) for n, one in enumerate(told)}
    truth = {n: boxes_in(_line(scenes[n]), facts_of(job.pk)) for n in found}
    machines = [n for n in range(210, 430) if told[n]["lan-metadata"]["human-annotated"] == "no"]
    assert len(machines) == last.machine
    assert np.mean([likeness(found[n], truth[n]) for n in machines]) >= 0.6
    whole, late = (features_of(job, run, since).read_maps() for since in (0, 128))
    every = {n: level for objects, maps in whole.parts() for n, level in zip(objects, maps.levels[0], strict=True)}
    for objects, maps in late.parts():
        for n, level in zip(objects, maps.levels[0], strict=True):
            assert (every[n + 128] == level).all()


def _line(one: Any) -> dict[str, Any]:
    """A scene's boxes as an output line has them."""
    boxes = [{**box, "class_id": LABELS.index(box["label"])} for box in one.boxes]
    size = [{"width": one.width, "height": one.height, "depth": 3}]
    names = {str(n): label for n, label in enumerate(LABELS)}
    return {"lan": {"image_size": size, "annotations": boxes}, "lan-metadata": {"class-map": names}}
