"""The id by which a line is known again, whatever it is (spec 5.2), and the form in which it is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.errors import MessageInvalid
from jobs.facts import JobFacts
from jobs.manifests import Line, line_of, output_line
from jobs.sent_lines import NAMES_ID, lines_of
from jobs.task_types import TASK_TYPES
from tests.jobs.streams import event


def facts(kind: str = "TextMultiClass") -> JobFacts:
    return JobFacts(
        1, 1, "stream", TASK_TYPES[kind], "lan", ("ham", "spam"), {"ham": 0, "spam": 1}, {}, 1, 300, 1, "majority"
    )


NAMES = st.from_regex(r"[a-z][a-zA-Z0-9]{0,9}(-[a-z0-9]{1,5}){0,2}", fullmatch=True).filter(
    lambda name: name not in ("source", "source-ref", "lan")
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=60)
LINES = st.fixed_dictionaries({"source": TEXTS}).flatmap(
    lambda line: st.dictionaries(NAMES, st.none() | st.booleans() | st.integers(-9, 9) | TEXTS, max_size=4).map(
        lambda more: line | more
    )
)
FORMS = st.sampled_from([{}, {"indent": 2}, {"ensure_ascii": False}, {"separators": (",", ":")}])


@given(LINES, NAMES, TEXTS, FORMS)
@settings(deadline=None)
def test_an_id_that_a_line_names_is_its_id_and_the_line_stays_as_it_was_sent(
    line: dict[str, Any], key: str, object_id: str, form: Any
) -> None:
    sent = {**line, NAMES_ID: key, key: object_id}
    (one,) = lines_of(json.dumps(sent, **form), "message", facts())
    assert (one.key, one.object_id) == (key, object_id)
    assert json.loads(one.text) == sent
    assert "\n" not in one.text


@pytest.mark.parametrize("key", ["lan", "lan-metadata"])
def test_an_id_stands_not_where_the_label_will(key: str) -> None:
    line = {"source": "x", NAMES_ID: key, key: "42"}
    with pytest.raises(MessageInvalid, match=f"its {NAMES_ID} is '{key}', where this job's label stands"):
        lines_of(json.dumps(line), "message", facts())


@given(LINES, FORMS)
@settings(deadline=None)
def test_a_line_that_names_none_gets_the_messages_and_carries_it_into_the_output(
    line: dict[str, Any], form: Any
) -> None:
    message = json.dumps(line, **form)
    (one,) = lines_of(message, "message-id", facts())
    assert json.loads(one.text) == {**line, NAMES_ID: "$lan-object-id", "$lan-object-id": "message-id"}
    (again,) = lines_of(one.text, "another", facts())
    assert again == one  # what a job puts out is known again where it is sent on
    assert one.arrival != lines_of(message, "another", facts())[0].arrival
    out = output_line(one.text, '"lan":1', None, 0, ("lan", "lan-metadata"))
    assert out.count(b"\n") == 1
    assert json.loads(out) == json.loads(one.text) | {"lan": 1}


@given(st.tuples(NAMES, TEXTS), st.tuples(NAMES, TEXTS))
def test_two_lines_are_the_same_object_where_key_and_id_are_the_same(
    first: tuple[str, str], second: tuple[str, str]
) -> None:
    arrivals = [
        lines_of(json.dumps({"source": "x", NAMES_ID: key, key: object_id}), "m", facts())[0].arrival
        for key, object_id in (first, second)
    ]
    assert (arrivals[0] == arrivals[1]) == (first == second)


def test_an_existing_member_may_be_the_id() -> None:
    (one,) = lines_of(json.dumps({"source": "x", NAMES_ID: "source"}), "message", facts())
    assert (one.key, one.object_id) == ("source", "x")


@pytest.mark.parametrize(
    ("key", "object_id", "is_good"),
    [
        ("a", "x" * 1024, True),
        ("a", "x" * 1025, False),
        ("a" * 140, "1", True),
        ("a" * 141, "1", False),
        ("$lan-object-id", "1", True),
        ("-a", "1", False),
        ("a-", "1", False),
        ("a--b", "1", True),
        ("", "1", False),
        ("ü", "1", False),
        ("a\n", "1", False),
    ],
)
def test_the_limits_of_keys_and_ids(key: str, object_id: str, is_good: bool) -> None:
    message = json.dumps({"source": "x", NAMES_ID: key, key: object_id})
    if is_good:
        (one,) = lines_of(message, "message", facts())
        assert isinstance(line_of(one.text.encode(), facts(), {}), Line)
    else:
        with pytest.raises(MessageInvalid):
            lines_of(message, "message", facts())


def test_only_names_that_a_stream_gives_may_begin_with_a_dollar() -> None:
    own = {"source": "x", NAMES_ID: "$lan-object-id", "$lan-object-id": "1", "$sequencer": "2"}
    assert isinstance(line_of(json.dumps(own).encode(), facts(), {}), Line)
    for name in ("$other", "$sequencer"):
        found = line_of(json.dumps({"source": "x", name: "1"}).encode(), facts(), {})
        assert found == f"has an attribute {name!r}; names may not begin with $"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["Records", "Event", "s3", "eventName", "bucket", "object", "key", "name", "source", NAMES_ID]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
@settings(deadline=None)  # fmt: skip
def test_whatever_is_sent_is_read_or_refused(content: Any) -> None:
    for kind in ("TextMultiClass", "ImageMultiClass"):
        try:
            found = lines_of(json.dumps(content), "message", facts(kind))
        except MessageInvalid:
            continue
        assert all(isinstance(json.loads(one.text), dict) and one.object_id for one in found)


def test_a_members_name_decides_between_a_line_and_an_event() -> None:
    (line,) = lines_of('{"source": "x", "Records": []}', "message", facts("ImageMultiClass"))
    assert json.loads(line.text)["Records"] == []
    assert len(lines_of(event("a", "b"), "message", facts("ImageMultiClass"))) == 2
