"""Whatever stands in an answer: a documented one becomes a line, any other fails its object with a reason, none crashes."""

from __future__ import annotations

import copy
import json
from base64 import b64decode
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import reduce
from typing import Any
from unittest.mock import Mock

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consolidation.chunk import Answer, Answered, files
from consolidation.functions.contract import Known
from consolidation.functions.standing import Standing
from consolidation.memory import Memory
from consolidation.outputs import classes
from consolidation.outputs.catalogue import OUTPUTS
from consolidation.outputs.contract import Ground, Outcome, Unusable
from jobs.earlier_labels import Earlier, boxes, find, initial_value
from jobs.facts import JobFacts
from jobs.fragments import fragment
from jobs.layout import Layout
from jobs.models import LabelingJob
from jobs.task_types import TASK_TYPES
from tenants import storage
from tenants.models import Tenant
from tests.wire import media_samples as media
from tests.wire.kinds import CAT_AND_DOG, EARLIER_BOXES, EARLIER_MASK, ITEMS, SIZE, drawn

NOW = datetime(2026, 1, 5, 10, 2, 11, 527256, UTC)
LABELS = ("cat", "dog", "ox")
DEEP: list[Any] = reduce(lambda inner, _: [inner], range(90), [])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(max_size=8)
    | st.sampled_from(["cat", "dog", "#2ca02c", "#ffffff", DEEP]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
labels = st.sampled_from(LABELS)
coordinates = st.integers(-50, 5_000) | st.floats(-50, 5_000)
points = st.fixed_dictionaries({"x": coordinates, "y": coordinates})
box = st.fixed_dictionaries(
    {
        "label": labels,
        "left": coordinates,
        "top": coordinates,
        "width": st.integers(0, 900),
        "height": st.floats(0, 900),
    }
)
spans = st.tuples(labels, st.integers(0, 9), st.integers(1, 9)).map(
    lambda span: {"label": span[0], "startOffset": span[1], "endOffset": span[1] + span[2]}
)
DOCUMENTED = {
    "ImageMultiClass": labels.map(lambda label: {"crowd-image-classifier": {"label": label}}),
    "TextMultiClass": labels.map(lambda label: {"own-name": {"label": label}}),
    "VerificationBoundingBox": st.tuples(labels, st.text()).map(
        lambda said: {"crowd-image-classifier": {"label": said[0], "workerComment": said[1]}}
    ),
    "TextMultiClassMultiLabel": st.lists(labels).map(lambda many: {"crowd-classifier-multi-select": {"labels": many}}),
    "BoundingBox": st.lists(box).map(lambda many: {"boundingBox": drawn("boundingBoxes", many)}),
    "AdjustmentBoundingBox": st.lists(box).map(lambda many: {"boundingBox": drawn("boundingBoxes", many)}),
    "Polygon": st.lists(st.fixed_dictionaries({"label": labels, "vertices": st.lists(points, min_size=3)})).map(
        lambda many: {"annotatedResult": drawn("polygons", many)}
    ),
    "Keypoint": st.lists(points.flatmap(lambda at: labels.map(lambda label: {"label": label, **at}))).map(
        lambda many: {"crowd-keypoint": drawn("keypoints", many)}
    ),
    "NamedEntityRecognition": st.lists(spans).map(lambda many: {"crowd-entity-annotation": {"entities": many}}),
    "PassThrough": st.dictionaries(st.text(), json_values),
    "TextTranslation": st.text().map(lambda text: {"translation": {"text": text}}),
    "SemanticSegmentation": st.lists(st.text("gb.", min_size=4, max_size=4), min_size=2, max_size=2).map(
        lambda rows: {
            "crowd-semantic-segmentation": {
                "inputImageProperties": SIZE,
                "labelMappings": {"cat": {"color": "#2ca02c"}, "ox": {"color": "#1F77B4"}},
                "labeledImage": {"pngImageData": media.painted(rows, {
                    "g": (0x2C, 0xA0, 0x2C, 255), "b": (0x1F, 0x77, 0xB4, 255), ".": (0, 0, 0, 0)})},
            }
        }
    ),
}  # fmt: skip
often = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


class Blank(Memory):
    """Of a job whose workers nobody knows."""

    def known(self, workers: Sequence[int]) -> Known:
        return Known.nothing(len(workers))

    def standing(self, question: str, workers: Sequence[int], class_count: int) -> Standing:
        return Standing.empty(len(workers), class_count)


@pytest.fixture(autouse=True)
def no_earlier_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classes, "earlier", lambda job, most: [])


def made(kind: str, *answers: Any, **line: Any) -> Outcome | Unusable:
    """What one object of a kind with these answers, and with these members in its line, comes to."""
    row = TASK_TYPES[kind]
    job = LabelingJob(pk=1, name="Any", request={"OutputConfig": {"S3OutputPath": "s3://b/out"}}, task_type=kind,
                      tenant=Tenant(region="us-east-1"))  # fmt: skip
    facts = JobFacts(1, 1, "Any", row, "lan", LABELS, {label: i for i, label in enumerate(LABELS)}, {}, 1, 300, 1,
                     row.consolidation)  # fmt: skip
    given = [Answer(n, content, NOW, NOW, "ab", "sub", "pool") for n, content in enumerate(answers)]
    one = Answered(7, 0, orjson.dumps({row.input_key: "x" * 40, **line}).decode(), given)
    (result,) = OUTPUTS[row.output].label(Ground(job, facts, Layout(job), Blank(1)), [one])
    written = dict(files(job, facts, [one], {7: result.value} if isinstance(result, Outcome) else {}, NOW))
    assert len(written) == 3
    if isinstance(result, Outcome):
        content = json.loads("{" + fragment(facts, result.value, result.metadata, OUTPUTS[row.output].order, NOW) + "}")
        assert list(content) == ["lan", "lan-metadata"]
        assert {"type", "job-name", "human-annotated", "creation-date"} <= content["lan-metadata"].keys()
        assert 0 <= result.confidence <= 1
    else:
        assert result.reason.startswith("ClientError: no answer to this object can be used. ")
        assert "The server could not" not in result.reason  # the guard around each object is no excuse
        assert len(result.reason) < 1_000
    return result


def altered(draw: st.DrawFn, answer: Any) -> Any:
    """The answer with something in it replaced, renamed or taken away."""
    answer = copy.deepcopy(answer)
    place = answer
    while isinstance(place, dict | list) and place:
        at = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        deeper = place[at]
        if not isinstance(deeper, dict | list) or not deeper or draw(st.booleans()):
            if draw(st.booleans()):
                place[at] = draw(json_values)
            else:
                del place[at]
            break
        place = deeper
    return answer


@pytest.mark.parametrize("kind", DOCUMENTED)
@often
@given(data=st.data())
def test_a_documented_answer_becomes_a_line(kind: str, data: st.DataObject) -> None:
    answers = data.draw(st.lists(DOCUMENTED[kind], min_size=1, max_size=3))
    assert isinstance(made(kind, *answers), Outcome)


@pytest.mark.parametrize("kind", TASK_TYPES)
@often
@given(data=st.data())
def test_an_answer_with_a_part_spoiled_never_crashes(kind: str, data: st.DataObject) -> None:
    spoiled = st.composite(altered)(ITEMS[kind].answer)
    made(kind, *data.draw(st.lists(spoiled, min_size=1, max_size=3)))


@pytest.mark.parametrize("kind", TASK_TYPES)
@often
@given(answer=st.dictionaries(st.text(max_size=8), json_values, max_size=3))
def test_nonsense_never_crashes(kind: str, answer: dict[str, Any]) -> None:
    made(kind, answer)


@pytest.mark.parametrize("kind", DOCUMENTED)
@often
@given(data=st.data())
def test_one_good_answer_among_nonsense_is_enough(kind: str, data: st.DataObject) -> None:
    assert isinstance(made(kind, {"nothing": 0}, data.draw(DOCUMENTED[kind])), Outcome)


REVIEWED = {
    "AdjustmentBoundingBox": EARLIER_BOXES,
    "VerificationBoundingBox": EARLIER_BOXES,
    "AdjustmentSemanticSegmentation": EARLIER_MASK,
}


@pytest.mark.parametrize("kind", REVIEWED)
@often
@given(data=st.data())
def test_an_earlier_label_with_a_part_spoiled_never_costs_the_new_one(
    monkeypatch: pytest.MonkeyPatch, kind: str, data: st.DataObject
) -> None:
    monkeypatch.setattr(storage, "read", Mock(return_value=b64decode(CAT_AND_DOG)))
    line = data.draw(st.composite(altered)(REVIEWED[kind]))
    assert isinstance(made(kind, ITEMS[kind].answer, **line), Outcome)
    row = TASK_TYPES[kind]
    if label := find(line, row, "lan"):
        json.dumps(initial_value(label), allow_nan=False)


@pytest.mark.parametrize("label", [None, 7, ["dog"], {"name": "dog"}, ""])
@pytest.mark.parametrize("side", [1, 2.5, "1", None, True, [], float("inf")])
def test_an_earlier_box_counts_only_with_four_numbers_and_a_name(side: Any, label: Any) -> None:
    box = {"class_id": 1, "left": side, "top": 1, "width": 1, "height": 1}
    good = {"class_id": 2, "left": 1, "top": 1, "width": 1, "height": 1}
    metadata = {"class-map": {"1": "cat", "2": label}}
    kept = boxes(Earlier("boxes", {"annotations": [box, good]}, metadata))
    fine = isinstance(side, int | float) and side in (1, 2.5) and side is not True
    assert kept == ([{"height": 1, "label": "cat", "left": side, "top": 1, "width": 1}] if fine else [])
