"""The measure itself: a check that lets anything pass would prove nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wire import strict

TEAM = {
    "WorkteamName": "t",
    "WorkteamArn": "arn:aws:sagemaker:us-east-1:123456789012:workteam/private-crowd/t",
    "Description": "d",
    "MemberDefinitions": [{"OidcMemberDefinition": {"Groups": ["g"]}}],
    "CreateDate": 1.5,
}


def test_a_right_answer_passes() -> None:
    strict.check("DescribeWorkteam", {"Workteam": TEAM})
    strict.check("StopLabelingJob", {})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"Description": None}, "is no string"),
        ({"CreateDate": "2026-01-01"}, "is no timestamp"),
        ({"CreateDate": 5}, "is no timestamp"),
        ({"Colour": "red"}, "not in the model"),
        ({"WorkteamName": "a b"}, "does not match"),
        ({"Description": "x" * 201}, "out of bounds"),
        ({"MemberDefinitions": [{"OidcMemberDefinition": {"Groups": []}}]}, "out of bounds"),
    ],
)
def test_a_wrong_answer_is_told(change: dict[str, Any], told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        strict.check("DescribeWorkteam", {"Workteam": {**TEAM, **change}})


def test_a_missing_required_member_and_an_empty_token_are_told() -> None:
    with pytest.raises(AssertionError, match="Workteam: required"):
        strict.check("DescribeWorkteam", {})
    with pytest.raises(AssertionError, match="empty; boto3's paginators"):
        strict.check("ListWorkteams", {"Workteams": [], "NextToken": ""})
    with pytest.raises(AssertionError, match="answers nothing"):
        strict.check("StopLabelingJob", {"Success": True})
