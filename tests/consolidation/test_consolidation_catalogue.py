"""Every function that a kind of job names is there and explained; the original's own is what jobs get."""

import pytest

from consolidation.catalogue import CATALOGUE
from consolidation.functions.modified_dawid_skene import modified_dawid_skene
from jobs.task_types import TASK_TYPES
from tests.consolidation.crowds import fallible_crowd


@pytest.mark.parametrize("kind", TASK_TYPES)
def test_a_kind_of_job_gets_the_originals_algorithm(kind: str) -> None:
    assert CATALOGUE[TASK_TYPES[kind].consolidation] is modified_dawid_skene


@pytest.mark.parametrize("name", CATALOGUE)
def test_each_function_runs_on_answers_alone_and_is_explained(name: str) -> None:
    answers, truth = fallible_crowd(seed=2)
    assert (CATALOGUE[name](answers).labels == truth).mean() > 0.9
    assert len(CATALOGUE[name].__doc__ or "") > 100


def test_no_function_is_listed_twice() -> None:
    assert len(set(map(id, CATALOGUE.values()))) == len(CATALOGUE)
