"""The one table of what the product can do: each row is a kind of labeling job.

A kind is named by the end of the function ARNs of a request (`PRE-ImageMultiClass`, `ACS-ImageMultiClass`, spec 2.1).
Adding a kind: one row here, its default template in `jobs/default_templates/`, its line in `docs/task-types.md`, and
the hand that works it in `tests/browser/hands.py`; where they are new, how its answer is read
(`jobs/answers/reading.py`), agreed upon (`consolidation/catalogue.py`) and written (`consolidation/outputs/catalogue.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

CLASS_FUNCTIONS = (
    "pooled-prior-dawid-skene", "modified-dawid-skene", "dawid-skene", "majority", "one-coin", "glad", "mace",
)  # fmt: skip


class Suffix(Enum):
    """Must LabelAttributeName end in -ref? (spec 2.3) The value is what a fault says."""

    PLAIN = "a name that does not end in -ref"
    REF = "a name ending in -ref"
    EITHER = ""

    def allows(self, attribute: str) -> bool:
        return self is Suffix.EITHER or attribute.endswith("-ref") == (self is Suffix.REF)


@dataclass(frozen=True, kw_only=True)
class TaskType:
    """What a kind of job needs and gives; every member is read by name or number, nothing asks for a key."""

    key: str
    title: str
    media: str  # what an object is: text, or a row of jobs/media.py; any: either, looked at by nobody
    element: str  # the key of the answer, as the default template names it (spec 2.10)
    metadata_type: str  # `type` in output lines (spec 2.2)
    answer: str  # a row of jobs/answers/reading.py
    output: str  # a row of consolidation/outputs/catalogue.py
    consolidation: str = "first-answer"  # a row of consolidation/catalogue.py
    fewest_labels: int = 1  # 0: the job has no label category file, or one if it likes
    most_labels: int | None = None  # spec 7
    needs_instructions: bool = False  # in the label category file (spec 2.4)
    label_objects: bool = False  # templates get {label, shortDisplayName, …} instead of names
    time_limit: int = 28_800  # seconds a turn may last at most (spec 6.9)
    suffix: Suffix = Suffix.PLAIN
    pages: tuple[str, ...] = ()  # ends of HumanTaskUiArn that clients use, besides the key (spec 2.2)
    own_page_only: bool = False  # the wire takes no UiTemplateS3Uri (spec 1.4)
    machine: str = ""  # a row of autolabel/catalogue.py: how a machine learns it; "": people only
    reviews: str = ""  # metadata type of the earlier job's labels that workers look at
    aliases: tuple[str, ...] = ()  # other ends of the function ARNs

    @property
    def functions(self) -> tuple[str, ...]:
        """How answers may be agreed upon, by a requester's wish; the first is what jobs get."""
        others = CLASS_FUNCTIONS if self.answer in ("class", "classes") else (self.consolidation, "first-answer")
        return tuple(dict.fromkeys((self.consolidation, *others, *(("staple",) if self.answer == "mask" else ()))))

    @property
    def input_key(self) -> str:
        """The key of a manifest line under which the object stands first of all."""
        return "source" if self.media == "text" else "source-ref"

    @property
    def draws_masks(self) -> bool:
        """Does each label have a number in a picture, where 0 is what has none?"""
        return self.answer in ("mask", "instances")

    @property
    def reviews_masks(self) -> bool:
        return self.reviews == _MASK

    @property
    def has_default(self) -> bool:
        """Is there a template in `jobs/default_templates/`? What a custom job shows is known to its requester only."""
        return bool(self.element)

    @property
    def has_media(self) -> bool:
        return self.media not in ("text", "any")

    def key_in(self, line: Mapping[str, Any]) -> str:
        """The key under which this line holds its object: texts may lie in a file, and `any` takes both (spec 2.5)."""
        other = {"source": "source-ref", "source-ref": "source"}[self.input_key]
        return other if not self.has_media and self.input_key not in line and other in line else self.input_key


_EM = "pooled-prior-dawid-skene"
_BOXES = "groundtruth/object-detection"
_MASK = "groundtruth/semantic-segmentation"
_VERIFIED = "groundtruth/label-verification"

_ORIGINAL = (
    TaskType(key="ImageMultiClass", title="Image classification", media="image", element="crowd-image-classifier",
             metadata_type="groundtruth/image-classification", answer="class", output="class", consolidation=_EM,
             fewest_labels=2, machine="class", pages=("ImageClassification",)),
    TaskType(key="ImageMultiClassMultiLabel", title="Image classification, several labels", media="image",
             element="crowd-image-classifier-multi-select", metadata_type="groundtruth/image-classification-multilabel",
             answer="classes", output="classes", consolidation=_EM, fewest_labels=2, most_labels=50,
             machine="classes", pages=("ImageClassificationMultiLabel",)),
    TaskType(key="BoundingBox", title="Bounding boxes", media="image", element="boundingBox", metadata_type=_BOXES,
             answer="boxes", output="shapes", consolidation="boxes", most_labels=50, machine="boxes"),
    TaskType(key="SemanticSegmentation", title="Semantic segmentation", media="image",
             element="crowd-semantic-segmentation", metadata_type=_MASK, answer="mask", output="mask",
             consolidation="masks", most_labels=255, suffix=Suffix.REF, machine="mask"),
    TaskType(key="TextMultiClass", title="Text classification", media="text", element="crowd-classifier",
             metadata_type="groundtruth/text-classification", answer="class", output="class", consolidation=_EM,
             fewest_labels=2, machine="class", pages=("TextClassification",)),
    TaskType(key="TextMultiClassMultiLabel", title="Text classification, several labels", media="text",
             element="crowd-classifier-multi-select", metadata_type="groundtruth/text-classification-multilabel",
             answer="classes", output="classes", consolidation=_EM, fewest_labels=2, most_labels=50,
             machine="classes", pages=("TextClassificationMultiLabel",)),
    TaskType(key="NamedEntityRecognition", title="Named entity recognition", media="text",
             element="crowd-entity-annotation", metadata_type="groundtruth/text-span", answer="spans", output="spans",
             consolidation="spans", needs_instructions=True, label_objects=True, own_page_only=True, machine="spans"),
    TaskType(key="VideoMultiClass", title="Video clip classification", media="video", element="crowd-classifier",
             metadata_type="groundtruth/video-classification", answer="class", output="class", consolidation=_EM,
             fewest_labels=2, most_labels=30, aliases=("VideoClassification",)),
    TaskType(key="VerificationBoundingBox", title="Verification of bounding boxes", media="image",
             element="crowd-image-classifier", metadata_type=_VERIFIED, answer="class", output="verdict",
             consolidation=_EM, fewest_labels=2, reviews=_BOXES),
    TaskType(key="VerificationSemanticSegmentation", title="Verification of masks", media="image",
             element="crowd-image-classifier", metadata_type=_VERIFIED, answer="class", output="verdict",
             consolidation=_EM, fewest_labels=2, suffix=Suffix.EITHER, reviews=_MASK),
    TaskType(key="AdjustmentBoundingBox", title="Adjustment of bounding boxes", media="image", element="boundingBox",
             metadata_type=_BOXES, answer="boxes", output="adjusted-shapes", consolidation="boxes",
             most_labels=50, reviews=_BOXES),
    TaskType(key="AdjustmentSemanticSegmentation", title="Adjustment of masks", media="image",
             element="crowd-semantic-segmentation", metadata_type=_MASK, answer="mask", output="adjusted-mask",
             consolidation="masks", most_labels=255, suffix=Suffix.REF, reviews=_MASK),
    TaskType(key="PassThrough", title="Custom", media="any", element="", metadata_type="groundtruth/custom",
             answer="anything", output="reference", fewest_labels=0, suffix=Suffix.EITHER),
)  # fmt: skip

# Beyond the original: under the same mechanism, each with `PRE-<key>` and `ACS-<key>` of its own.
_OURS = (
    TaskType(key="Polygon", title="Polygons", media="image", element="crowd-polygon",
             metadata_type="plumbline/polygon", answer="polygons", output="shapes", consolidation="polygons"),
    TaskType(key="Polyline", title="Polylines", media="image", element="crowd-polyline",
             metadata_type="plumbline/polyline", answer="polylines", output="shapes", consolidation="polylines"),
    TaskType(key="Keypoint", title="Key points", media="image", element="crowd-keypoint",
             metadata_type="plumbline/keypoint", answer="keypoints", output="shapes", consolidation="keypoints"),
    TaskType(key="InstanceSegmentation", title="Instance segmentation", media="image",
             element="crowd-instance-segmentation", metadata_type="plumbline/instance-segmentation",
             answer="instances", output="instances", consolidation="instances", suffix=Suffix.REF),
    TaskType(key="AudioTranscription", title="Audio transcription", media="audio", element="transcription",
             metadata_type="plumbline/audio-transcription", answer="object", output="object",
             consolidation="transcripts", fewest_labels=0),
    TaskType(key="AudioSegments", title="Audio segments", media="audio", element="audioSegments",
             metadata_type="plumbline/audio-segments", answer="object", output="object",
             consolidation="segments"),
    TaskType(key="ImageCaptioning", title="Image captioning", media="image", element="caption",
             metadata_type="plumbline/image-captioning", answer="object", output="object",
             consolidation="texts", fewest_labels=0),
    TaskType(key="PreferenceRanking", title="Preference between responses", media="text", element="preference",
             metadata_type="plumbline/preference-ranking", answer="object", output="object",
             consolidation="preferences", fewest_labels=0),
    TaskType(key="ResponseRating", title="Rating of a response", media="text", element="rating",
             metadata_type="plumbline/response-rating", answer="object", output="object",
             consolidation="ratings", fewest_labels=0),
    TaskType(key="TextTranslation", title="Translation", media="text", element="translation",
             metadata_type="plumbline/text-translation", answer="object", output="object",
             consolidation="texts", fewest_labels=0),
    TaskType(key="TextCorrection", title="Correction of a text", media="text", element="correction",
             metadata_type="plumbline/text-correction", answer="object", output="correction",
             consolidation="corrections", fewest_labels=0),
    TaskType(key="DocumentPages", title="Document pages", media="document", element="document",
             metadata_type="plumbline/document-pages", answer="object", output="object",
             consolidation="pages", fewest_labels=0),
)  # fmt: skip

TASK_TYPES: dict[str, TaskType] = {row.key: row for row in (*_ORIGINAL, *_OURS)}
CUSTOM = TASK_TYPES["PassThrough"]  # what a job is that names no function at all (spec 2.2)
_BY_NAME = {name: row for row in TASK_TYPES.values() for name in (row.key, *row.aliases)}
_BY_PAGE = {name: row for row in TASK_TYPES.values() for name in (row.key, *row.pages)}


def of_function(arn: str) -> TaskType | None:
    """`arn:aws:lambda:us-east-1:432418664414:function:PRE-ImageMultiClass` → that row; None if it is not built in."""
    name = arn.rpartition(":")[2]
    return _BY_NAME.get(name[4:]) if name.startswith(("PRE-", "ACS-")) else None


def of_page(arn: str) -> TaskType | None:
    """`arn:aws:sagemaker:us-east-1:394669845002:human-task-ui/NamedEntityRecognition` → that row, or None."""
    return _BY_PAGE.get(arn.rpartition("/")[2])
