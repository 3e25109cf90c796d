"""What our own code trips over in one object fails that object alone, and the job's log says what holds the others up."""

from __future__ import annotations

import json
import tracemalloc
import zlib
from base64 import b64decode
from collections.abc import Sequence
from functools import reduce
from io import BytesIO
from typing import Any
from unittest.mock import Mock

import pytest
from PIL import Image

from consolidation import serving, tasks
from consolidation.chunk import Answered
from consolidation.consolidating import consolidate_next
from consolidation.finishing import finish_if_done
from consolidation.functions import mask_image
from consolidation.merging.masks import Pixels
from consolidation.outputs import classes, painting
from consolidation.outputs.contract import Ground
from consolidation.outputs.painting import instance_pixels
from jobs import dispatch, rows
from jobs.actions import retry_failed
from jobs.answers import reading
from jobs.answers.masks import Painted, Painting
from jobs.errors import AnswerInvalid
from jobs.models import JobEvent
from tenants import background, scope, storage
from tenants.errors import StorageError
from tests.cast import Account
from tests.jobs.play import HAM, SPAM, adds_up, answer, states, take
from tests.wire.kinds import CAT_AND_DOG, ITEMS, drawn
from tests.wire.test_task_types import ordered, request_of
from workforce.models import Worker

pytestmark = pytest.mark.django_db
TRIPS = [TypeError, KeyError, StopIteration, RecursionError, OverflowError, AttributeError, MemoryError, zlib.error]


@pytest.mark.parametrize("trip", TRIPS)
def test_an_answer_that_the_server_trips_over_fails_its_object_and_the_others_are_labeled(
    in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch, trip: type[Exception]
) -> None:
    job = in_alices.text_job(count=3)
    answer(job, bob.pk, HAM)
    answer(job, bob.pk, SPAM)
    answer(job, bob.pk, HAM)
    read = reading.READERS["class"]

    def trips(given: Any, element: str, class_of: Any) -> Any:
        if given == SPAM:
            raise trip("by the way")
        return read(given, element, class_of)

    monkeypatch.setitem(reading.READERS, "class", trips)
    assert consolidate_next(job) == 3
    assert states(job) == ["labeled", "failed", "labeled"]
    assert adds_up(job)
    assert finish_if_done(job)
    reason = job.data_objects.get(line_no=1).failure_reason
    assert f"The server could not make a label of it ({trip.__name__})." in reason
    assert "by the way" not in reason


def test_an_answer_that_no_file_can_hold_fails_its_object_and_the_next_run_takes_the_others(
    in_alices: Account, bob: Worker
) -> None:
    """As an older release stored it; it can be read, and a member more or two around it cannot be written."""
    job = in_alices.text_job(count=3)
    for _ in range(3):
        turn = answer(job, bob.pk, HAM)
        if turn.line_no == 1:
            deep = json.dumps({**HAM, "more": reduce(lambda inner, _: [inner], range(250), 0)})
            rows.run(
                "UPDATE jobs_assignment SET answer = %(deep)s WHERE id = %(id)s",
                {"deep": deep, "id": turn.assignment_id},
            )
    assert consolidate_next(job) == 2
    assert states(job) == ["labeled", "failed", "labeled"]
    assert "too many lists and objects within each other" in job.data_objects.get(line_no=1).failure_reason
    assert adds_up(job)
    assert finish_if_done(job)
    assert retry_failed(job, actor=in_alices.actor) == 1


def test_a_label_that_cannot_be_made_fails_its_object_and_an_outage_fails_none(
    alice: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = "AdjustmentSemanticSegmentation"
    job = ordered(alice, request_of(alice, kind, ITEMS[kind]))
    with scope.tenant(alice.tenant.pk):
        dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, ITEMS[kind].answer)
        with monkeypatch.context() as broken:
            broken.setattr(storage, "read", Mock(side_effect=StorageError("away")))
            with pytest.raises(StorageError):
                consolidate_next(job)
        assert states(job) == ["answered"]
        monkeypatch.setattr(painting, "_png", Mock(side_effect=TypeError))
        assert consolidate_next(job) == 1
        assert states(job) == ["failed"]


@pytest.mark.parametrize("mask", ["https://bkt.s3.amazonaws.com/m.png", "https://cdn/m.png", "m.png", "s3://"])
def test_an_earlier_mask_that_is_nowhere_counts_as_another_one(alice: Account, bob: Worker, mask: str) -> None:
    kind = "AdjustmentSemanticSegmentation"
    request = request_of(alice, kind, ITEMS[kind])
    source = request["InputConfig"]["DataSource"]["S3DataSource"]
    line = json.loads(alice.read(source["ManifestS3Uri"]))
    source["ManifestS3Uri"] = alice.put("nowhere.manifest", [{**line, "road-ref": mask}])
    job = ordered(alice, request)
    with scope.tenant(alice.tenant.pk):
        dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, ITEMS[kind].answer)
        assert consolidate_next(job) == 1
        assert states(job) == ["labeled"]
        assert '"adjustment-status":"adjusted"' in job.data_objects.get().label.fragment


def test_any_other_failure_is_told_in_the_job_and_rises(in_alices: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    job = in_alices.text_job(count=1)
    monkeypatch.setattr(background, "close_old_connections", Mock())  # the test's own is not old
    monkeypatch.setattr(serving, "serve", Mock(side_effect=ZeroDivisionError("of tables and keys")))
    with pytest.raises(ZeroDivisionError):
        tasks.consolidate(in_alices.tenant.pk, job.pk)
    (event,) = JobEvent.objects.filter(job=job, name="OUTPUT_NOT_WRITTEN")
    assert "The server failed (ZeroDivisionError)" in event.message
    assert "of tables and keys" not in event.message


def picture(width: int, height: int) -> bytes:
    out = BytesIO()
    image = Image.new("RGBA", (width, height), (0, 0, 1, 255))
    image.putpixel((width - 1, height - 1), (255, 255, 255, 255))
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def looked_at(line: str, png: bytes, painted: Sequence[Painted], size: tuple[int, int]) -> Pixels:
    return instance_pixels(Mock(spec=Ground), Answered(1, 0, line, []), Painting(*size, tuple(painted), png))


def test_a_label_painted_white_gets_a_colour_whatever_the_others_have() -> None:
    """All 254 others have the colours that would stand in first."""
    spare = painting._SPARE[:254]
    out = BytesIO()
    image = Image.new("RGB", (255, 1), (255, 255, 255))
    for at, colour in enumerate(spare):
        image.putpixel((at, 0), tuple(bytes.fromhex(colour[1:])))
    image.save(out, "PNG")
    painted = [Painted("cat", colour) for colour in (*spare, "#ffffff")]
    entries = looked_at("{}", out.getvalue(), painted, (255, 1)).entries
    assert [colour for _, colour in entries.values()] == list(painting._SPARE[:255])


def test_a_label_that_is_not_painted_takes_no_colour_from_one_that_is() -> None:
    painted = [Painted("dog", "#2ca02c"), Painted("cat", "#ffffff"), Painted("ox", "#000001")]
    assert looked_at("{}", picture(2, 1), painted, (2, 1)).entries == {2: ("cat", "#2ca02c"), 3: ("ox", "#000001")}


@pytest.mark.parametrize("stripe", [1, 3, 7, 100])
def test_a_picture_is_the_same_in_stripes(monkeypatch: pytest.MonkeyPatch, stripe: int) -> None:
    painted = [Painted("cat", "#2ca02c"), Painted("dog", "#1f77b4")]
    whole = looked_at("{}", b64decode(CAT_AND_DOG), painted, (4, 2))
    monkeypatch.setattr(mask_image, "STRIPE", stripe)
    striped = looked_at("{}", b64decode(CAT_AND_DOG), painted, (4, 2))
    assert striped.indices.tolist() == whole.indices.tolist() == [[1, 1, 2, 0], [0, 0, 0, 0]]
    assert striped.entries == whole.entries


def test_a_picture_takes_little_more_than_a_byte_a_pixel_beside_itself() -> None:
    png = picture(4_000, 4_000)
    tracemalloc.start()
    pixels = looked_at("{}", png, [Painted("cat", "#000001"), Painted("dog", "#ffffff")], (4_000, 4_000))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert pixels.entries.keys() == {1, 2}
    assert pixels.indices[-1, -2:].tolist() == [1, 2]
    assert most < 4 * pixels.indices.size


@pytest.mark.parametrize(("own", "fits"), [((5_000, 4_000), True), ((4_999, 4_000), False), (None, True)])
def test_a_large_picture_may_have_the_pixels_of_its_image_and_no_more(
    in_alices: Account, own: tuple[int, int] | None, fits: bool
) -> None:
    uri = in_alices.put("image", picture(*own) if own else b"no image")
    line, painted = json.dumps({"source-ref": uri}), [Painted("cat", "#000001")]
    png = picture(5_000, 4_000)
    if fits:
        assert looked_at(line, png, painted, (5_000, 4_000)).entries == {1: ("cat", "#000001")}
    else:
        with pytest.raises(AnswerInvalid, match=r"5000 × 4000 pixels, and the image 4999 × 4000\."):
            looked_at(line, png, painted, (5_000, 4_000))


def test_only_classes_that_the_chunk_chose_are_agreed_upon(
    alice: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = "ImageMultiClassMultiLabel"
    request = request_of(alice, kind, ITEMS[kind])
    source = request["InputConfig"]["DataSource"]["S3DataSource"]
    source["ManifestS3Uri"] = alice.put("two.manifest", alice.read(source["ManifestS3Uri"]).splitlines() * 2)
    job = ordered(alice, request)
    asked = Mock(side_effect=classes.consolidate_with)
    monkeypatch.setattr(classes, "consolidate_with", asked)
    with scope.tenant(alice.tenant.pk):
        for chosen, times in ((["cat"], 1), (["dog"], 2)):
            given = {"crowd-image-classifier-multi-select": {"labels": chosen}}
            dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, given)
            assert consolidate_next(job) == 1
            assert asked.call_count == times
        assert states(job) == ["labeled", "labeled"]


def test_lines_that_are_too_long_to_be_chained_are_named(alice: Account, bob: Worker) -> None:
    kind = "Polygon"
    request = request_of(alice, kind, ITEMS[kind])
    source = request["InputConfig"]["DataSource"]["S3DataSource"]
    source["ManifestS3Uri"] = alice.put("three.manifest", alice.read(source["ManifestS3Uri"]).splitlines() * 3)
    job = ordered(alice, request)
    corners = [{"x": x, "y": 5} for x in range(100)]
    with scope.tenant(alice.tenant.pk):
        for count in (1, 80, 1):
            polygons = [{"label": "dog", "vertices": corners}] * count
            given = {"annotatedResult": drawn("polygons", polygons)}
            dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, given)
        assert consolidate_next(job) == 3
        (event,) = JobEvent.objects.filter(job=job, name="LINES_TOO_LONG_TO_CHAIN")
        assert "more than 100,000 characters: 2." in event.message
        assert states(job) == ["labeled"] * 3
