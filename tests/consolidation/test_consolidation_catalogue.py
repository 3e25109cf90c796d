"""Every function a requester can name is explained, and the default is the original's."""

import pytest

from consolidation.catalogue import CATALOGUE, DEFAULT
from consolidation.functions.modified_dawid_skene import modified_dawid_skene
from tests.consolidation.crowds import fallible_crowd


def test_the_default_is_the_originals_algorithm() -> None:
    assert CATALOGUE[DEFAULT] is modified_dawid_skene


@pytest.mark.parametrize("name", CATALOGUE)
def test_each_function_runs_on_answers_alone_and_is_explained(name: str) -> None:
    answers, truth = fallible_crowd(seed=2)
    assert (CATALOGUE[name](answers).labels == truth).mean() > 0.9
    assert len(CATALOGUE[name].__doc__ or "") > 100


def test_no_function_is_listed_twice() -> None:
    assert len(set(map(id, CATALOGUE.values()))) == len(CATALOGUE)
