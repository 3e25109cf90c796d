"""Samples: as even as the data are, and the same for the same seed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from config.demo import packages, samples
from config.demo.trouble import DemoFailed


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data with six pictures of each digit, but one of the 3 and eight of the 7."""
    for digit in range(10):
        count = {3: 1, 7: 8}.get(digit, 6)
        (tmp_path / f"{digit}.json").write_text(json.dumps({"data": [(digit + 1) / 10] * 784 * count}))
    monkeypatch.setattr(packages, "folder_of", lambda _package: tmp_path)


@pytest.mark.usefixtures("few")
def test_digits_are_even_as_long_as_there_are_enough_and_all_can_be_had() -> None:
    some = Counter(samples.digits(23, 1).truths)
    assert (some["3"], sum(some.values())) == (1, 23)
    assert {count for digit, count in some.items() if digit != "3"} == {2, 3}
    assert Counter(samples.digits(57, 1).truths) == Counter({str(d): {3: 1, 7: 8}.get(d, 6) for d in range(10)})
    assert [item.sight for item in samples.digits(23, 1).items] == [item.sight for item in samples.digits(23, 1).items]


@pytest.mark.usefixtures("few")
def test_more_than_there_are_is_refused_with_what_there_is() -> None:
    with pytest.raises(DemoFailed, match="There are 57 images of digits; ask for fewer with --images"):
        samples.digits(58, 1)
