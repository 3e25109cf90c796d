"""One item of every kind of job: what goes in, what a worker answers, and the whole line that comes out (spec 2.8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.wire import media_samples as media

GREEN, BLUE, CLEAR = (0x2C, 0xA0, 0x2C, 255), (0x1F, 0x77, 0xB4, 255), (0, 0, 0, 0)
SIZE = {"height": 2, "width": 4}
CAT_AND_DOG = media.painted(["ggb.", "...."], {"g": GREEN, "b": BLUE, ".": CLEAR})
TEXT = "Ann met Bo in Oslo 🎉 with Cy"
BOXES = [{"class_id": 1, "left": 11, "top": 13, "width": 61, "height": 28}]
IMAGE_SIZE = [{"width": 4, "height": 2, "depth": 3}]


@dataclass(frozen=True)
class Item:
    """`OUT` in the expected line stands for the job's output folder, `WHEN` for the time, `ANSWERED` for a file name's."""

    answer: dict[str, Any]
    value: Any
    metadata: dict[str, Any]  # in the order of the keys in real files
    line: dict[str, Any] = field(default_factory=dict)  # beside the object itself
    text: str = ""
    content: bytes = b""
    labels: tuple[str, ...] = ("cat", "dog")
    details: dict[str, Any] = field(default_factory=dict)  # of the label category file
    attribute: str = "lan"


def drawn(kind: str, shapes: list[dict[str, Any]]) -> dict[str, Any]:
    return {kind: shapes, "inputImageProperties": SIZE}


def said(kind: str, *order: str, **metadata: Any) -> dict[str, Any]:
    """Metadata in this order of keys; underscores in names stand for hyphens."""
    known = {
        "type": kind, "human-annotated": "yes", "creation-date": "WHEN", "job-name": "labeling-job/item",
        **{name.replace("_", "-"): value for name, value in metadata.items()},
    }  # fmt: skip
    assert set(order) == set(known)
    return {name: known[name] for name in order}


_CLASS = ("confidence", "job-name", "class-name", "human-annotated", "creation-date", "type")
_CLASSES = ("job-name", "class-map", "human-annotated", "creation-date", "confidence-map", "type")
_SHAPES = ("objects", "class-map", "type", "human-annotated", "creation-date", "job-name")
_MASK = ("internal-color-map", "type", "human-annotated", "creation-date", "job-name")
_VERDICT = ("class-name", "confidence", "type", "job-name", "human-annotated", "creation-date", "worker-feedback")
_OURS = ("confidence", "job-name", "type", "human-annotated", "creation-date")

EARLIER_BOXES = {
    "boxes": {"image_size": IMAGE_SIZE, "annotations": BOXES},
    "boxes-metadata": {"objects": [{"confidence": 0.8}], "class-map": {"1": "dog"}, "human-annotated": "yes",
                       "type": "groundtruth/object-detection", "job-name": "labeling-job/first"},
}  # fmt: skip
BOX_ANSWER = {"height": 28, "label": "dog", "left": 11, "top": 13, "width": 61}
MASK_VALUE = "OUT/annotations/consolidated-annotation/output/0_ANSWERED.png"
COLOURS = {
    "0": {"class-name": "BACKGROUND", "hex-color": "#ffffff", "confidence": 0.0},
    "1": {"class-name": "cat", "hex-color": "#2ca02c", "confidence": 0.0},
    "2": {"class-name": "dog", "hex-color": "#1f77b4", "confidence": 0.0},
}
# EARLIER stands for the address of a mask that the test puts there.
EARLIER_MASK = {
    "road-ref": "EARLIER",
    "road-ref-metadata": {"internal-color-map": COLOURS, "type": "groundtruth/semantic-segmentation",
                          "human-annotated": "yes", "job-name": "labeling-job/first"},
}  # fmt: skip
_VERIFIED: dict[str, Any] = {
    "answer": {"crowd-image-classifier": {"label": "dog", "workerComment": "box too wide"}}, "value": 1,
    "metadata": said("groundtruth/label-verification", *_VERDICT, class_name="dog", confidence=0.0,
                     worker_feedback=[{"comment": "box too wide"}]),
}  # fmt: skip
_MASK_ANSWER = {
    "inputImageProperties": SIZE,
    "labelMappings": {"cat": {"color": "#2ca02c"}, "dog": {"color": "#1f77b4"}},
    "labeledImage": {"pngImageData": CAT_AND_DOG},
}
_SPEECH = {"text": "Good morning.", "segments": [{"start": 0, "end": 0.084, "label": "Ann", "text": "Good morning."}]}
_PREFERRED = {"preferred": 1, "degree": "slightly better", "ratings": [{"Truth": 5}, {"Truth": 3}], "shown": [1, 0]}


def ours(kind: str, name: str, answer: dict[str, Any], **more: Any) -> Item:
    """A kind beyond the original whose answer goes into the line as it is."""
    return Item({name: answer}, answer, said(f"plumbline/{kind}", *_OURS, confidence=0.0), **more)


def vector(member: str, element: str, kind: str, place: dict[str, Any]) -> Item:
    """Shapes on an image, named in the answer and numbered in the line."""
    return Item(
        {element: drawn(member, [{"label": "dog", **place}])},
        {"image_size": IMAGE_SIZE, "annotations": [{"class_id": 1, **place}]},
        said(kind, *_SHAPES, objects=[{"confidence": 0.0}], class_map={"1": "dog"}),
    )


ITEMS: dict[str, Item] = {
    "ImageMultiClass": Item(
        {"crowd-image-classifier": {"label": "dog"}}, 1,
        said("groundtruth/image-classification", *_CLASS, confidence=0.0, class_name="dog"),
    ),
    "ImageMultiClassMultiLabel": Item(
        {"crowd-image-classifier-multi-select": {"labels": ["dog", "cat"]}}, [0, 1],
        said("groundtruth/image-classification-multilabel", *_CLASSES, class_map={"0": "cat", "1": "dog"},
             confidence_map={"0": 0.0, "1": 0.0}),
    ),
    "BoundingBox": Item(
        {"boundingBox": drawn("boundingBoxes", [BOX_ANSWER])}, {"image_size": IMAGE_SIZE, "annotations": BOXES},
        said("groundtruth/object-detection", *_SHAPES, objects=[{"confidence": 0.0}], class_map={"1": "dog"}),
    ),
    "SemanticSegmentation": Item(
        {"crowd-semantic-segmentation": _MASK_ANSWER}, MASK_VALUE,
        said("groundtruth/semantic-segmentation", *_MASK, internal_color_map=COLOURS), attribute="lan-ref",
    ),
    "TextMultiClass": Item(
        {"crowd-classifier": {"label": "cat"}}, 0,
        said("groundtruth/text-classification", *_CLASS, confidence=0.0, class_name="cat"),
    ),
    "TextMultiClassMultiLabel": Item(
        {"crowd-classifier-multi-select": {"labels": []}}, [],
        said("groundtruth/text-classification-multilabel", *_CLASSES, class_map={}, confidence_map={}),
    ),
    "NamedEntityRecognition": Item(
        {"crowd-entity-annotation": {"entities": [{"endOffset": 28, "label": "Person", "startOffset": 26}]}},
        {"annotations": {"labels": [{"label": "Person", "shortDisplayName": "PER"}, {"label": "Place"}],
                         "entities": [{"label": "Person", "startOffset": 26, "endOffset": 28}]}},
        said("groundtruth/text-span", "job-name", "type", "creation-date", "human-annotated", "entities",
             entities=[{"confidence": 0.0}]),
        text=TEXT, labels=("Person", "Place"),
        details={"display": {"Person": {"shortDisplayName": "PER", "fullDisplayName": "A person"}},
                 "instructions": {"shortInstruction": "<p>Mark names</p>", "fullInstruction": "<p>All of them</p>"}},
    ),
    "VideoMultiClass": Item(
        {"crowd-classifier": {"label": "dog"}}, 1,
        said("groundtruth/video-classification", *_CLASS, confidence=0.0, class_name="dog"), content=media.clip(),
    ),
    "VerificationBoundingBox": Item(**_VERIFIED, line=EARLIER_BOXES),
    "VerificationSemanticSegmentation": Item(**_VERIFIED, line=EARLIER_MASK),
    "AdjustmentBoundingBox": Item(
        {"boundingBox": {**drawn("boundingBoxes", [BOX_ANSWER]), "initialValueModified": False}},
        {"image_size": IMAGE_SIZE, "annotations": BOXES},
        said("groundtruth/object-detection", *_SHAPES, "adjustment-status", objects=[{"confidence": 0.0}],
             class_map={"1": "dog"}, adjustment_status="unadjusted"),
        line=EARLIER_BOXES,
    ),
    "AdjustmentSemanticSegmentation": Item(
        {"crowd-semantic-segmentation": _MASK_ANSWER}, MASK_VALUE,
        said("groundtruth/semantic-segmentation", *_MASK, "adjustment-status", internal_color_map=COLOURS,
             adjustment_status="unadjusted"),
        line=EARLIER_MASK, attribute="lan-ref",
    ),
    "PassThrough": Item(
        {"anything": {"at": ["all"]}}, {},
        said("groundtruth/custom", "job-name", "type", "human-annotated", "creation-date", "worker-response-ref",
             worker_response_ref="OUT/annotations/worker-response/iteration-1/0/ANSWERED.json"),
        labels=(),
    ),
    "Polygon": vector("polygons", "crowd-polygon", "plumbline/polygon",
                      {"vertices": [{"x": 0, "y": 0}, {"x": 4, "y": 0}, {"x": 2, "y": 2}]}),
    "Polyline": vector("polylines", "crowd-polyline", "plumbline/polyline",
                       {"vertices": [{"x": 0, "y": 0}, {"x": 4, "y": 1}]}),
    "Keypoint": vector("keypoints", "crowd-keypoint", "plumbline/keypoint", {"x": 3, "y": 1}),
    "InstanceSegmentation": Item(
        {"crowd-instance-segmentation": {
            "inputImageProperties": SIZE, "labeledImage": {"pngImageData": CAT_AND_DOG},
            "instances": [{"color": "#2ca02c", "label": "cat"}, {"color": "#1f77b4", "label": "cat"}]}},
        MASK_VALUE,
        said("plumbline/instance-segmentation", *_MASK,
             internal_color_map={**COLOURS, "2": {**COLOURS["2"], "class-name": "cat"}}),
        attribute="lan-ref",
    ),
    "AudioTranscription": ours("audio-transcription", "transcription", _SPEECH, content=media.recording()),
    "AudioSegments": ours("audio-segments", "audioSegments",
                          {"segments": [{"start": 0.01, "end": 0.084, "label": "dog"}]}, content=media.recording()),
    "ImageCaptioning": ours("image-captioning", "caption", {"text": "A dog sleeps."}, labels=()),
    "PreferenceRanking": ours("preference-ranking", "preference", _PREFERRED, line={"responses": ["One.", "Two."]}),
    "ResponseRating": ours("response-rating", "rating", {"ratings": {"Truth": 5}}, line={"response": "One."}),
    "TextTranslation": ours("text-translation", "translation", {"text": "Das Paket kam spät."}, labels=()),
    "TextCorrection": ours("text-correction", "correction", {"text": "It came.", "changed": True}, labels=()),
    "DocumentPages": ours("document-pages", "document", {"pages": [{"page": 1, "category": "dog"}]},
                          content=media.document()),
}  # fmt: skip
