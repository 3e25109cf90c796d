"""The one table of what the product can do: each row is a kind of labeling job.

A kind is named by the end of the function ARNs of a request (`PRE-ImageMultiClass`, `ACS-ImageMultiClass`, spec 2.1).
Adding a kind: one row here, its function in `consolidation/catalogue.py`, its element in `frontend/src/elements/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TaskType:
    """`metadata_type` stands in output lines (spec 2.2); `input_key` holds the data; `element` is the answer's key."""

    key: str
    title: str
    input_key: str  # source: text inline; source-ref: an S3 address
    element: str
    metadata_type: str
    consolidation: str  # name in consolidation/catalogue.py
    fewest_labels: int
    time_limit: int  # seconds a turn may last at most (spec 6.9)
    ref_attribute: bool = False  # must LabelAttributeName end in -ref? (spec 2.3)

    @property
    def has_media(self) -> bool:
        return self.input_key == "source-ref"


TASK_TYPES: dict[str, TaskType] = {
    row.key: row
    for row in (
        TaskType("ImageMultiClass", "Image classification", "source-ref", "crowd-image-classifier",
                 "groundtruth/image-classification", "modified-dawid-skene", 2, 28_800),
        TaskType("TextMultiClass", "Text classification", "source", "crowd-classifier",
                 "groundtruth/text-classification", "modified-dawid-skene", 2, 28_800),
    )
}  # fmt: skip


def from_function(arn: str) -> str:
    """`arn:aws:lambda:us-east-1:432418664414:function:PRE-ImageMultiClass` → `ImageMultiClass`; "" if not built in."""
    name = arn.rpartition(":")[2]
    return name[4:] if name.startswith(("PRE-", "ACS-")) else ""


def chosen_label(answer: dict[str, Any], element: str) -> str | None:
    """The label in an answerContent: under the element's own name, else under whatever name the template gave it."""
    candidates = [answer.get(element), *answer.values()]
    for value in candidates:
        if isinstance(value, dict) and isinstance(value.get("label"), str):
            return str(value["label"])
    return None
