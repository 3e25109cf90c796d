from __future__ import annotations

import pytest

from portal.messages import LONGEST_ANSWER, AnswerTooLarge, MessageInvalid, parse


def test_a_message_is_read_with_its_fields() -> None:
    message = parse('{"type":"draft","assignment":7,"answer":{"a":{"label":"x"}},"seq":3,"other":1}')
    assert (message.type, message.assignment, message.answer, message.seq) == ("draft", 7, {"a": {"label": "x"}}, 3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[]", "needs a type"),
        ("null", "needs a type"),
        ('{"type":"steal"}', "needs a type"),
        ('{"type":["next"]}', "needs a type"),
        ('{"type":"start"}', "valid assignment"),
        ('{"type":"start","assignment":"1"}', "valid assignment"),
        ('{"type":"start","assignment":true}', "valid assignment"),
        ('{"type":"start","assignment":-1}', "valid assignment"),
        ('{"type":"start","assignment":9223372036854775808}', "valid assignment"),
        ('{"type":"submit","assignment":1}', "valid answer"),
        ('{"type":"submit","assignment":1,"answer":[]}', "valid answer"),
        ('{"type":"draft","answer":{}}', "valid assignment and seq"),
    ],
)
def test_what_does_not_follow_the_protocol_is_refused_with_what_is_wanted(text: str, told: str) -> None:
    with pytest.raises(MessageInvalid, match=told):
        parse(text)


def test_an_answer_over_ten_megabytes_is_refused_unread() -> None:
    with pytest.raises(AnswerTooLarge, match="10 MB"):
        parse('{"type":"submit","assignment":1,"answer":{"a":"' + "x" * LONGEST_ANSWER + '"}}' + " " * 1024)
