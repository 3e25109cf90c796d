"""What an earlier job said about an object: in its manifest line, for workers who verify or adjust it (spec 2.8, 5.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from jobs.facts import JobFacts
from jobs.task_types import TaskType

_BACKGROUND = "BACKGROUND"
_KEYS = ("height", "label", "left", "top", "width")


@dataclass(frozen=True)
class Earlier:
    """A label of an earlier job: its attribute, its value and its metadata."""

    attribute: str
    value: Any
    metadata: Mapping[str, Any]


def find(line: Mapping[str, Any], kind: TaskType, label_attribute: str, named: str = "") -> Earlier | None:
    """The label that this kind of job looks at; None when the line has none.

    `named` is the attribute that the label category file names (`auditLabelAttributeName`). Where a line has none, the
    last one in the line that has the type this kind looks at: chained jobs put theirs at the end. The job's own does not
    count.
    """
    names = [key.removesuffix("-metadata") for key in line if key.endswith("-metadata")]
    for name in reversed([*names, named] if named else names):
        value, metadata = line.get(name), line.get(f"{name}-metadata")
        if name == label_attribute or value is None or not isinstance(metadata, dict):
            continue
        if (named and name == named) or metadata.get("type") == kind.reviews:
            return Earlier(name, value, metadata)
    return None


def of_job(line: Mapping[str, Any], facts: JobFacts) -> Earlier | None:
    """The label in a line of this job that its workers look at."""
    return find(line, facts.kind, facts.label_attribute, facts.label_details.get("reviewed", ""))


def initial_value(earlier: Earlier) -> Any:
    """The label as the drawing elements take it (spec 2.10): a list of boxes, or `labelMappings` with the mask's `src`.

    None when it is neither. `src` is the S3 address; the template has to grant read access to it.
    """
    if isinstance(earlier.value, dict):
        return boxes(earlier)
    return _mask(earlier) if isinstance(earlier.value, str) else None


def boxes(earlier: Earlier) -> list[dict[str, Any]]:
    """The boxes of a label, each `{height, label, left, top, width}`; what is no box is left out."""
    given = earlier.value.get("annotations") if isinstance(earlier.value, dict) else None
    names = earlier.metadata.get("class-map")
    if not isinstance(given, list) or not isinstance(names, dict):
        return []
    named = [(box, _name(box.get("class_id"), names)) for box in given if isinstance(box, dict)]
    return [
        {key: label if key == "label" else box[key] for key in _KEYS}
        for box, label in named
        if label and all(_is_finite(box.get(key)) for key in _KEYS if key != "label")
    ]


def colours(earlier: Earlier) -> dict[str, str]:
    """Label → its colour in the mask, the background left out."""
    given = earlier.metadata.get("internal-color-map")
    entries = [entry for entry in given.values() if isinstance(entry, dict)] if isinstance(given, dict) else []
    return {
        entry["class-name"]: entry["hex-color"]
        for entry in entries
        if isinstance(entry.get("class-name"), str)
        and isinstance(entry.get("hex-color"), str)
        and entry["class-name"] != _BACKGROUND
    }


def _name(class_id: object, names: Mapping[str, Any]) -> str:
    """What the class map calls a number; "" when it does not."""
    name = names.get(str(class_id)) if isinstance(class_id, int | str) else None
    return name if isinstance(name, str) else ""


def _is_finite(side: object) -> bool:
    return isinstance(side, int | float) and not isinstance(side, bool) and isfinite(side)


def _mask(earlier: Earlier) -> dict[str, Any]:
    mappings = {label: {"color": colour} for label, colour in colours(earlier).items()}
    return {"labelMappings": mappings, "src": earlier.value}
