"""How near a label comes to its gold answer, and what its confidences claimed, by kind of job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from consolidation.functions.against_truth import shapes_against
from consolidation.functions.boxes import BoxGeometry
from consolidation.functions.intervals import IntervalGeometry
from consolidation.functions.matching import Figures, Geometry
from consolidation.functions.outlines import Outlines, curves
from consolidation.functions.polygons import PolygonGeometry
from consolidation.outputs.contract import Outcome
from jobs import gold
from jobs.answers.choices import Choice, Choices
from jobs.answers.drawings import Drawing
from jobs.answers.spans import Spans
from jobs.facts import JobFacts

LIKELY = 0.5  # a class of several counts as said from this belief on


@dataclass(frozen=True, slots=True)
class Judged:
    """quality 0..1: of a class or a set of classes right or wrong, else how like the gold answer. claims: each confidence
    that the label states, with whether it was right."""

    quality: float
    claims: Sequence[tuple[float, bool]]


def judged(facts: JobFacts, made: Outcome, truth: Any) -> Judged:
    """A label as its output line has it, beside its gold answer (`jobs/gold.py`)."""
    return _JUDGES[facts.kind.answer](facts, made, truth)


def _one_class(facts: JobFacts, made: Outcome, truth: Choice) -> Judged:
    right = made.class_index == facts.class_of[truth.label]
    return Judged(float(right), [(made.confidence, right)])


def _several_classes(facts: JobFacts, made: Outcome, truth: Choices) -> Judged:
    """Classes that are more likely than not have to be those of the gold answer; where one person alone chose, all count."""
    trust: dict[str, float] = made.metadata["confidence-map"]
    alone = not any(trust.values())
    said = {number for number in made.value if alone or trust[str(number)] >= LIKELY}
    right = {facts.class_of[label] for label in truth.labels}
    claims = [(trust[str(number)], number in right) for number in made.value]
    return Judged(float(said == right), claims)


def _shapes(
    geometry: Geometry, figures: Callable[[JobFacts, Any], Figures], parts: Callable[[Outcome], list[float]]
) -> Any:
    def judge(facts: JobFacts, made: Outcome, truth: Any) -> Judged:
        found = gold.content_of(made.value, facts)
        quality, right = shapes_against(figures(facts, found), figures(facts, truth), geometry)
        return Judged(quality, list(zip(parts(made), right.tolist(), strict=True)))

    return judge


def _boxes(facts: JobFacts, drawing: Drawing) -> Figures:
    sides = [[one.place[side] for side in ("left", "top", "width", "height")] for one in drawing.shapes]
    left, top, width, height = np.array(sides, np.float64).reshape(-1, 4).T
    return Figures(_labels(facts, drawing.shapes), np.stack([top, left, top + height, left + width], axis=1))


def _polygons(facts: JobFacts, drawing: Drawing) -> Figures:
    vertices = [np.array([[at["x"], at["y"]] for at in one.place["vertices"]], np.float64) for one in drawing.shapes]
    return curves(Outlines(_labels(facts, drawing.shapes), tuple(vertices)), closed=True)


def _spans(facts: JobFacts, content: Spans) -> Figures:
    bounds = np.array([[one.start, one.end] for one in content.entities], np.float64).reshape(-1, 2)
    return Figures(_labels(facts, content.entities), bounds)


def _labels(facts: JobFacts, given: Sequence[Any]) -> Any:
    return np.array([facts.class_of[one.label] for one in given], np.int64)


def _parts(member: str) -> Callable[[Outcome], list[float]]:
    return lambda made: [one["confidence"] for one in made.metadata[member]]


_JUDGES: dict[str, Callable[[JobFacts, Outcome, Any], Judged]] = {
    "class": _one_class,
    "classes": _several_classes,
    "boxes": _shapes(BoxGeometry(), _boxes, _parts("objects")),
    "polygons": _shapes(PolygonGeometry(), _polygons, _parts("objects")),
    "spans": _shapes(IntervalGeometry(), _spans, _parts("entities")),
}
