"""The table of kinds is what its document says, and every row's page is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.media import MEDIA
from jobs.pages import default
from jobs.task_types import CUSTOM, TASK_TYPES, Suffix, TaskType, of_function, of_page

DOCUMENT = Path(__file__).parents[2] / "docs" / "task-types.md"
PAGES = Path(__file__).parents[2] / "jobs" / "default_templates"
_COME_TO_ONE = {"first-answer": "first answer", "pooled-prior-dawid-skene": "vote"}


def row(kind: TaskType) -> str:
    """The row of the document's table."""
    many = f"{kind.fewest_labels} to {kind.most_labels}" if kind.most_labels else f"at least {kind.fewest_labels}"
    suffix = {Suffix.REF: "`-ref`", Suffix.PLAIN: "not `-ref`", Suffix.EITHER: "any"}[kind.suffix]
    said = [
        f"`{kind.key}`", kind.title, kind.media, many if kind.fewest_labels else "may be left out", suffix,
        _COME_TO_ONE.get(kind.consolidation, "merging"), f'`"{kind.metadata_type}"`',
    ]  # fmt: skip
    return f"| {' | '.join(said)} |"


def test_the_document_has_the_table_row_by_row() -> None:
    lines = DOCUMENT.read_text().splitlines()
    first = lines.index(row(next(iter(TASK_TYPES.values()))))
    assert lines[first : first + len(TASK_TYPES)] == [row(kind) for kind in TASK_TYPES.values()]
    assert lines[first + len(TASK_TYPES)] == ""


@pytest.mark.parametrize(
    "kind", [kind for kind in TASK_TYPES.values() if kind is not CUSTOM], ids=lambda kind: kind.key
)
def test_every_row_has_a_default_template(kind: TaskType) -> None:
    assert "crowd-html-elements.js" in default(kind)
    assert "task.input.header" in default(kind)


def test_no_default_template_is_without_a_row() -> None:
    files = {path.name.removesuffix(".liquid.html") for path in PAGES.glob("*.liquid.html")}
    assert files == TASK_TYPES.keys() - {CUSTOM.key}


@pytest.mark.parametrize("kind", TASK_TYPES.values(), ids=lambda kind: kind.key)
def test_a_row_is_found_by_its_functions_and_its_page(kind: TaskType) -> None:
    for step in ("PRE", "ACS"):
        assert of_function(f"arn:aws:lambda:ap-south-1:565803892007:function:{step}-{kind.key}") is kind
    assert of_page(f"arn:aws:sagemaker:eu-west-1:394669845002:human-task-ui/{kind.key}") is kind


@pytest.mark.parametrize(
    "arn", ["", "PRE-", "arn:aws:lambda:r:1:function:BoundingBox", "x:PRE-boundingbox", "PRO-Polygon"]
)
def test_what_is_not_built_in_is_no_row(arn: str) -> None:
    assert of_function(arn) is None


@pytest.mark.parametrize("kind", TASK_TYPES.values(), ids=lambda kind: kind.key)
def test_an_object_is_of_a_kind_that_can_be_looked_at(kind: TaskType) -> None:
    assert kind.media in MEDIA or kind is CUSTOM
