"""What many people's answers come to, what a mask's file holds, and what becomes of answers that nobody can use."""

from __future__ import annotations

import json
import struct
from base64 import b64decode, b64encode
from typing import Any

import pytest

from consolidation.consolidating import consolidate_next
from consolidation.finishing import finish_if_done
from jobs import dispatch, rows, ui_templates
from jobs.layout import Layout
from jobs.models import Label, LabelingJob
from jobs.window import top_up
from tenants import scope, storage
from tests.cast import Account
from tests.jobs.play import adds_up, states, take
from tests.wire import media_samples as media
from tests.wire.kinds import BOX_ANSWER, ITEMS, SIZE, drawn
from tests.wire.test_task_types import ordered, played, request_of
from workforce.models import Worker

pytestmark = pytest.mark.django_db
Answer = dict[str, Any]


def people(account: Account, count: int) -> list[int]:
    return [account.worker(f"worker{n}@example.org").pk for n in range(count)]


def result(account: Account, kind: str, answers: list[Answer]) -> tuple[Any, dict[str, Any]]:
    """Value and metadata that these people's answers to one item of a kind come to."""
    request = request_of(account, kind, ITEMS[kind])
    request["HumanTaskConfig"]["NumberOfHumanWorkersPerDataObject"] = len(answers)
    workers = people(account, len(answers))
    line = json.loads(played(account, ordered(account, request), dict(zip(workers, answers, strict=True))))
    name = ITEMS[kind].attribute
    return line[name], line[f"{name}-metadata"]


def tags(*labels: str) -> Answer:
    return {"crowd-image-classifier-multi-select": {"labels": list(labels)}}


def test_every_class_that_anybody_chose_is_there_and_the_confidence_tells_them_apart(alice: Account) -> None:
    value, metadata = result(alice, "ImageMultiClassMultiLabel", [tags("dog"), tags("dog", "cat"), tags("dog")])
    assert value == [0, 1]
    assert metadata["class-map"] == {"0": "cat", "1": "dog"}
    assert metadata["confidence-map"]["1"] >= 0.9
    assert 0 < metadata["confidence-map"]["0"] < 0.5


def test_verdicts_are_voted_on_and_every_comment_is_kept_in_order(alice: Account) -> None:
    given = [("dog", " too wide "), ("dog", ""), ("cat", "fine")]
    answers = [{"crowd-image-classifier": {"label": label, "workerComment": said}} for label, said in given]
    value, metadata = result(alice, "VerificationBoundingBox", answers)
    assert (value, metadata["class-name"]) == (1, "dog")
    assert 0.5 < metadata["confidence"] <= 0.95
    assert metadata["worker-feedback"] == [{"comment": "too wide"}, {"comment": "fine"}]


def test_without_comments_there_is_no_feedback(alice: Account) -> None:
    _, metadata = result(alice, "VerificationBoundingBox", [{"crowd-image-classifier": {"label": "cat"}}])
    assert "worker-feedback" not in metadata


def boxes(*shapes: Answer) -> Answer:
    return {"boundingBox": drawn("boundingBoxes", list(shapes))}


def test_boxes_that_most_people_drew_stand_with_a_confidence_each(alice: Account) -> None:
    other = {**BOX_ANSWER, "left": 111, "label": "cat"}
    answers = [boxes(BOX_ANSWER, other), boxes({**BOX_ANSWER, "left": 12}), boxes({**BOX_ANSWER, "left": 10}, other)]
    value, metadata = result(alice, "BoundingBox", answers)
    assert [(box["class_id"], box["left"], box["width"]) for box in value["annotations"]] == [(1, 11, 61), (0, 111, 61)]
    sure, less = [one["confidence"] for one in metadata["objects"]]
    assert 0.5 < less < sure == 0.95
    assert metadata["class-map"] == {"0": "cat", "1": "dog"}


def test_what_nobody_else_drew_does_not_stand(alice: Account) -> None:
    value, metadata = result(alice, "BoundingBox", [boxes(BOX_ANSWER), boxes()])
    assert (value["annotations"], metadata["objects"]) == ([], [])


def test_an_image_with_nothing_on_it_has_empty_lists(alice: Account) -> None:
    value, metadata = result(alice, "BoundingBox", [boxes()])
    assert (value["annotations"], metadata["objects"], metadata["class-map"]) == ([], [], {})


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ([boxes(BOX_ANSWER)], "unadjusted"),
        ([boxes({**BOX_ANSWER, "left": 11.4})], "unadjusted"),
        ([boxes({**BOX_ANSWER, "left": 12})], "adjusted"),
        ([boxes({**BOX_ANSWER, "label": "cat"})], "adjusted"),
        ([boxes()], "adjusted"),
        ([boxes(BOX_ANSWER, BOX_ANSWER)], "adjusted"),
        ([boxes(BOX_ANSWER), boxes(BOX_ANSWER), boxes()], "adjusted"),
    ],
    ids=["as it was", "rounded", "moved", "renamed", "deleted", "doubled", "by one of three"],
)
def test_adjusted_is_what_anybody_changed(alice: Account, answers: list[Answer], status: str) -> None:
    _, metadata = result(alice, "AdjustmentBoundingBox", answers)
    assert metadata["adjustment-status"] == status


GREEN, BLUE, CLEAR = (0x2C, 0xA0, 0x2C, 255), (0x1F, 0x77, 0xB4, 255), (0, 0, 0, 0)


def mask(picture: list[str], colours: dict[str, str], **more: Any) -> Answer:
    """A mask answer; letters: g and b are the tools' first colours, w is white, k black, . see-through."""
    known = {"g": GREEN, "b": BLUE, ".": CLEAR, "w": (255, 255, 255, 255), "k": (0, 0, 0, 255)}
    mappings = {label: {"color": colour} for label, colour in colours.items()}
    png = {"pngImageData": media.painted(picture, known)}
    return {"crowd-semantic-segmentation": {"inputImageProperties": SIZE, "labelMappings": mappings,
                                            "labeledImage": png, **more}}  # fmt: skip


def read_mask(account: Account, uri: str) -> bytes:
    with scope.tenant(account.tenant.pk):
        return storage.read(uri, 1_000_000)


def test_a_mask_is_an_indexed_picture_whose_index_is_the_labels_number(alice: Account) -> None:
    uri, metadata = result(alice, "SemanticSegmentation", [mask(["bb.k", "w..."], {"dog": "#1F77B4"})])
    png = read_mask(alice, uri)
    assert media.rows_of(png) == [[2, 2, 0, 0], [0, 0, 0, 0]]
    assert metadata["internal-color-map"].keys() == {"0", "2"}
    assert metadata["internal-color-map"]["2"]["hex-color"] == "#1f77b4"
    assert struct.unpack(">IIBB", png[16:26]) == (4, 2, 8, 3)  # width, height, 8 bits, palette
    palette = png[png.index(b"PLTE") + 4 :][:768]
    assert struct.unpack(">I", png[png.index(b"PLTE") - 4 :][:4]) == (768,)
    assert palette[:9] == b"\xff\xff\xff" * 2 + bytes.fromhex("1f77b4")
    assert set(palette[9:]) == {255}
    assert b"tRNS" not in png


def test_a_label_painted_white_gets_another_colour_than_the_background(alice: Account) -> None:
    uri, metadata = result(
        alice, "SemanticSegmentation", [mask(["wg..", "...."], {"cat": "#ffffff", "dog": "#2ca02c"})]
    )
    assert media.rows_of(read_mask(alice, uri)) == [[1, 2, 0, 0], [0, 0, 0, 0]]
    colours = {entry["class-name"]: entry["hex-color"] for entry in metadata["internal-color-map"].values()}
    assert colours == {"BACKGROUND": "#ffffff", "cat": "#1f77b4", "dog": "#2ca02c"}


def test_labels_without_a_pixel_are_not_in_the_colour_map(alice: Account) -> None:
    _, metadata = result(alice, "SemanticSegmentation", [mask(["....", "...."], {"cat": "#2ca02c"})])
    assert metadata["internal-color-map"].keys() == {"0"}


@pytest.mark.parametrize(
    ("picture", "colours", "status"),
    [
        (["ggb.", "...."], {"cat": "#2ca02c", "dog": "#1f77b4"}, "unadjusted"),
        (["bbg.", "...."], {"cat": "#1f77b4", "dog": "#2ca02c"}, "unadjusted"),
        (["ggb.", "...g"], {"cat": "#2ca02c", "dog": "#1f77b4"}, "adjusted"),
        (["ggb.", "...."], {"dog": "#2ca02c", "cat": "#1f77b4"}, "adjusted"),
    ],
    ids=["as it was", "in other colours", "a pixel more", "labels exchanged"],
)
def test_a_mask_is_adjusted_when_a_pixel_has_another_label(
    alice: Account, picture: list[str], colours: dict[str, str], status: str
) -> None:
    _, metadata = result(alice, "AdjustmentSemanticSegmentation", [mask(picture, colours)])
    assert metadata["adjustment-status"] == status


def test_what_the_earlier_job_said_stays_in_the_line(alice: Account, bob: Worker) -> None:
    job = ordered(alice, request_of(alice, "AdjustmentBoundingBox", ITEMS["AdjustmentBoundingBox"]))
    line = json.loads(played(alice, job, {bob.pk: boxes()}))
    assert {name: line[name] for name in ("boxes", "boxes-metadata")} == ITEMS["AdjustmentBoundingBox"].line


def overwrite(job: LabelingJob, content: object) -> None:
    """Let the answers be such as no submit takes, as an older release might have stored them."""
    given = {"job": job.pk, "answer": json.dumps(content)}
    rows.run("UPDATE jobs_assignment SET answer = %(answer)s WHERE job_id = %(job)s AND state = 2", given)


@pytest.mark.parametrize("content", [{}, {"lan": 7}, {"boundingBox": {"boundingBoxes": [{"label": "ox"}]}}])
@pytest.mark.parametrize("kind", ["ImageMultiClass", "ImageMultiClassMultiLabel", "VerificationBoundingBox", "BoundingBox",
                                  "AdjustmentSemanticSegmentation"])  # fmt: skip
def test_an_object_whose_answers_nobody_can_use_fails_with_the_reason(
    alice: Account, bob: Worker, kind: str, content: Answer
) -> None:
    job = ordered(alice, request_of(alice, kind, ITEMS[kind]))
    with scope.tenant(alice.tenant.pk):
        dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, ITEMS[kind].answer)
        overwrite(job, content)
        assert consolidate_next(job) == 1
        assert (states(job), Label.objects.count()) == (["failed"], 0)
        assert adds_up(job)
        assert finish_if_done(job)
        line = json.loads(alice.read(Layout(job).output_manifest))
    failure = line[f"{ITEMS[kind].attribute}-metadata"]["failure-reason"]
    assert failure.startswith("ClientError: no answer to this object can be used. ")
    assert ITEMS[kind].attribute not in line


def test_one_unusable_picture_stops_neither_the_others_nor_the_job(in_alices: Account, bob: Worker) -> None:
    kind = "SemanticSegmentation"
    request = request_of(in_alices, kind, ITEMS[kind])
    source = request["InputConfig"]["DataSource"]["S3DataSource"]
    lines = in_alices.read(source["ManifestS3Uri"]).splitlines() * 3
    source["ManifestS3Uri"] = in_alices.put("three.manifest", lines)
    job = in_alices.job(request)
    torn = b64decode(media.painted(["gg..", "...."], {"g": GREEN, ".": CLEAR}))[:45]
    small = mask(["g"], {"cat": "#2ca02c"})
    broken = mask(["gg..", "...."], {"cat": "#2ca02c"})
    broken["crowd-semantic-segmentation"]["labeledImage"] = {"pngImageData": b64encode(torn).decode()}
    for content in (broken, mask(["gg..", "...."], {"cat": "#2ca02c"}), small):
        dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, content)
    assert consolidate_next(job) == 3
    assert states(job) == ["failed", "labeled", "failed"]
    assert adds_up(job)
    reasons = [row.failure_reason for row in job.data_objects.order_by("line_no")]
    assert "is no PNG image that can be read" in reasons[0]
    assert "The picture has 1 × 1 pixels, and the image 4 × 2." in reasons[2]


def test_a_failed_object_gives_its_place_to_another_line(in_alices: Account, bob: Worker) -> None:
    request = in_alices.text_request("few", [{"source": f"mail {n}"} for n in range(3)])
    request["StoppingConditions"] = {"MaxHumanLabeledObjectCount": 1}
    job = in_alices.job(request)
    dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, {"crowd-classifier": {"label": "ham"}})
    overwrite(job, {})
    consolidate_next(job)
    top_up(job.pk)
    assert states(job) == ["failed", "open", "pending"]


def test_a_text_in_a_file_is_read_for_the_worker(in_alices: Account, bob: Worker) -> None:
    uri = in_alices.put("mail.txt", "Grüße aus Oslo")
    job = in_alices.job(in_alices.text_request("file", [{"source-ref": uri}]))
    turn = take(job, bob.pk)
    assert "Grüße aus Oslo" in ui_templates.render(turn.assignment_id, bob.pk)


def test_an_entity_beyond_the_text_is_refused(alice: Account, bob: Worker) -> None:
    kind = "NamedEntityRecognition"
    job = ordered(alice, request_of(alice, kind, ITEMS[kind]))
    far = {"crowd-entity-annotation": {"entities": [{"endOffset": 29, "label": "Person", "startOffset": 26}]}}
    with scope.tenant(alice.tenant.pk):
        dispatch.submit(take(job, bob.pk).assignment_id, bob.pk, far)
        consolidate_next(job)
        assert "An entity ends at 29, and the text has 28 characters." in job.data_objects.get().failure_reason
