"""Every function that a kind of job names is there and explained; the original's own is what jobs get."""

from unittest.mock import Mock

import pytest

from consolidation.catalogue import CATALOGUE, CONTENTS
from consolidation.chunk import Answered
from consolidation.functions.contract import Given, Known
from consolidation.functions.pooled_prior import pooled_prior_dawid_skene
from consolidation.outputs.catalogue import OUTPUTS
from consolidation.outputs.contract import Ground
from consolidation.outputs.painting import instance_pixels
from jobs.answers.reading import READERS
from jobs.facts import JobFacts
from jobs.task_types import TASK_TYPES
from tests.consolidation.crowds import fallible_crowd
from tests.wire.kinds import ITEMS

CHOOSING = [kind.key for kind in TASK_TYPES.values() if kind.answer in ("class", "classes")]


@pytest.mark.parametrize("kind", CHOOSING)
def test_a_kind_of_job_whose_answers_are_classes_gets_workers_drawn_to_the_crowd_and_may_have_any_other(
    kind: str,
) -> None:
    assert CATALOGUE[TASK_TYPES[kind].consolidation] is pooled_prior_dawid_skene
    assert set(TASK_TYPES[kind].functions) == CATALOGUE.keys()


@pytest.mark.parametrize("kind", sorted(TASK_TYPES.keys() - set(CHOOSING)))
def test_every_other_kind_passes_one_answer_on_as_it_is_and_claims_nothing_of_it(kind: str) -> None:
    row, item = TASK_TYPES[kind], ITEMS[kind]
    numbers = {label: i for i, label in enumerate(item.labels)}
    facts = JobFacts(1, 1, "Any", row, "lan", item.labels, numbers, {}, 1, 300, 1, row.consolidation)
    content = READERS[row.answer](item.answer, row.element, numbers)
    if row.draws_masks:
        content = instance_pixels(Mock(spec=Ground, facts=facts), Answered(1, 0, "{}", []), content)
    [agreed] = CONTENTS[row.consolidation](facts, [[Given(0, content)]], Known.nothing(1))
    assert agreed.content == content
    assert agreed.confidence == 0
    assert not any(agreed.parts)


@pytest.mark.parametrize("kind", TASK_TYPES)
def test_a_kind_of_job_names_only_what_is_there(kind: str) -> None:
    assert TASK_TYPES[kind].answer in READERS
    assert TASK_TYPES[kind].output in OUTPUTS


@pytest.mark.parametrize("name", CATALOGUE)
def test_each_function_runs_on_answers_alone_and_is_explained(name: str) -> None:
    answers, truth = fallible_crowd(seed=2)
    assert (CATALOGUE[name](answers).labels == truth).mean() > 0.9
    assert len(CATALOGUE[name].__doc__ or "") > 100


def test_no_function_is_listed_twice() -> None:
    assert len(set(map(id, CATALOGUE.values()))) == len(CATALOGUE)
