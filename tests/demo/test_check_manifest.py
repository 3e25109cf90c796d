"""An output manifest is whole when every input line is there, in order, labeled or with a reason."""

from __future__ import annotations

import json

from config.demo.scoring import faults

GIVEN = [json.dumps({"source": text}) for text in ("one", "two", "three")]


def labeled(line: str, label: int = 0) -> str:
    return json.dumps({**json.loads(line), "lan": label, "lan-metadata": {"class-name": "spam", "confidence": 0.9}})


def failed(line: str, reason: str) -> str:
    return json.dumps({**json.loads(line), "lan-metadata": {"retry-count": 1, "failure-reason": reason}})


def test_labeled_and_failed_lines_in_order_are_whole():
    assert faults(GIVEN, [labeled(GIVEN[0]), failed(GIVEN[1], "ClientError: …"), labeled(GIVEN[2])], "lan") == []


def test_a_missing_line_is_counted():
    assert faults(GIVEN, [labeled(GIVEN[0]), labeled(GIVEN[1])], "lan") == ["2 lines came back for 3 that were given"]


def test_lines_that_changed_places_are_named():
    found = faults(GIVEN, [labeled(GIVEN[1]), labeled(GIVEN[0]), labeled(GIVEN[2])], "lan")
    assert found == ["line 1 is not the line that was given", "line 2 is not the line that was given"]


def test_a_line_without_label_and_reason_is_named():
    found = faults(GIVEN, [labeled(GIVEN[0]), GIVEN[1], failed(GIVEN[2], "")], "lan")
    assert found == [f"line {number} has neither a label nor a reason why not" for number in (2, 3)]


def test_class_number_zero_is_a_label_but_needs_its_metadata():
    bare = json.dumps({**json.loads(GIVEN[0]), "lan": 0})
    assert faults(GIVEN[:1], [labeled(GIVEN[0], 0)], "lan") == []
    assert faults(GIVEN[:1], [bare], "lan") == ["line 1 has a label without metadata"]
