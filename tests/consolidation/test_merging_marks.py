"""Several people mark, write and judge, and one label with its confidence stands in the line; how good each was is kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Account
from tests.consolidation.test_merging_drawings import three_people
from tests.consolidation.test_outputs import Answer, result
from tests.wire.kinds import ITEMS

pytestmark = pytest.mark.django_db
ANN, BO, CITY, CY = (0, 3, "Person"), (8, 10, "Person"), (14, 18, "Place"), (26, 28, "Person")


def marked(*entities: tuple[int, int, str]) -> Answer:
    found = [{"startOffset": start, "endOffset": end, "label": label} for start, end, label in entities]
    return {"crowd-entity-annotation": {"entities": found}}


def entities(line: dict[str, Any]) -> list[tuple[int, int, str]]:
    found = line["lan"]["annotations"]["entities"]
    return [(one["startOffset"], one["endOffset"], one["label"]) for one in found]


def test_three_people_mark_names_and_the_careless_one_counts_least(alice: Account) -> None:
    careless = [marked(ANN, (14, 28, "Place")), marked(), marked(BO, (26, 28, "Place")), marked((0, 10, "Place")),
                marked(CITY), marked((4, 7, "Person"))]  # fmt: skip

    def said(name: str, line: int) -> Answer:
        good = marked(ANN, BO, CITY, CY) if name == "ann" else marked(ANN, BO, (11, 18, "Place"), CY)
        return careless[line] if name == "cy" else good

    lines, quality = three_people(alice, "NamedEntityRecognition", 6, said)
    for line in lines:
        found = entities(line)
        assert [found[0], found[1], found[-1]] == [ANN, BO, CY]
        assert len(line["lan-metadata"]["entities"]) == len(found) == 4
        assert all(0.3 < one["confidence"] <= 0.95 for one in line["lan-metadata"]["entities"])
    assert quality["cy"] < 0.5 < 0.8 < min(quality["ann"], quality["bo"])


@pytest.mark.parametrize(
    ("kind", "texts", "stands"),
    [
        ("AudioTranscription", ("Good mourning.", "good morning", "Good morning."), ("good morning", "Good morning.")),
        ("TextCorrection", ("It is a parcel.", "It is a parcel!", "Its a parcel."), ("It is a parcel.",)),
        ("ImageCaptioning", ("A dog sleeps.", "A dog is asleep.", "Nothing"), ("A dog sleeps.", "A dog is asleep.")),
    ],
)
def test_what_several_people_wrote_stands_in_the_shape_of_one_answer(
    alice: Account, kind: str, texts: tuple[str, ...], stands: tuple[str, ...]
) -> None:
    [(element, example)] = ITEMS[kind].answer.items()
    answers = [{element: {**example, "text": text} | _parts(example, text)} for text in texts]
    value, metadata = result(alice, kind, answers)
    assert value.keys() == example.keys()
    assert value["text"] in stands
    assert 0.3 < metadata["confidence"] <= 0.95


def test_a_correction_that_leaves_the_text_as_it_was_says_so(alice: Account) -> None:
    """The line's text is `It is a parcel.`; each of three people changed another word of it."""
    texts = ["It was a parcel.", "It is one parcel.", "It is a packet."]
    answers = [{"correction": {"text": text, "changed": True}} for text in texts]
    value, _ = result(alice, "TextCorrection", answers)
    assert value == {"text": "It is a parcel.", "changed": False}


def _parts(example: Answer, text: str) -> Answer:
    return {"segments": [{**part, "text": text} for part in example["segments"]]} if "segments" in example else {}
