"""All faults of a request at once, read from botocore's model."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenants import shapes

ARN = "arn:aws:lambda:us-west-2:081040173940:function:"
GOOD: dict[str, Any] = {
    "LabelingJobName": "digits-1",
    "LabelAttributeName": "digit",
    "RoleArn": "arn:aws:iam::123456789012:role/gt",
    "LabelCategoryConfigS3Uri": "s3://b/labels.json",
    "InputConfig": {"DataSource": {"S3DataSource": {"ManifestS3Uri": "s3://b/in.manifest"}}},
    "OutputConfig": {"S3OutputPath": "s3://b/out/", "KmsKeyId": ""},
    "HumanTaskConfig": {
        "NumberOfHumanWorkersPerDataObject": 3,
        "TaskTitle": "Which digit?",
        "TaskDescription": "One digit",
        "TaskKeywords": ["digits", "two words"],
        "TaskTimeLimitInSeconds": 300,
        "WorkteamArn": "arn:aws:sagemaker:us-west-2:123456789012:workteam/private-crowd/w",
        "UiConfig": {"UiTemplateS3Uri": "s3://b/t.liquid"},
        "PreHumanTaskLambdaArn": ARN + "PRE-ImageMultiClass",
        "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": ARN + "ACS-ImageMultiClass"},
    },
    "Tags": [{"Key": "команда", "Value": "データ 1"}],
}
UNSET = object()


def test_a_good_request_has_no_fault() -> None:
    assert shapes.faults("CreateLabelingJob", GOOD) == []


@pytest.mark.parametrize(
    ("path", "value", "field", "wanted"),
    [
        ("RoleArn", UNSET, "RoleArn", "present: it is required"),
        ("RoleArn", None, "RoleArn", "present: it is required"),
        ("LabelingJobName", "a b", "LabelingJobName", "text that matches [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"),
        ("LabelingJobName", 7, "LabelingJobName", "text"),
        ("HumanTaskConfig.TaskTitle", "a" * 129, None, "at most 128 characters"),
        ("HumanTaskConfig.TaskTitle", "", "HumanTaskConfig.TaskTitle", "at least 1 characters"),
        ("HumanTaskConfig.TaskTitle", "smile \U0001f600", "HumanTaskConfig.TaskTitle", "text that matches"),
        (
            "HumanTaskConfig.TaskDescription",
            "two\rlines",
            "HumanTaskConfig.TaskDescription",
            "text that matches .+",
        ),
        ("HumanTaskConfig.TaskKeywords", ["ok", "-"], "HumanTaskConfig.TaskKeywords[1]", "text that matches"),
        ("HumanTaskConfig.TaskKeywords", [], "HumanTaskConfig.TaskKeywords", "at least 1 items"),
        ("HumanTaskConfig.TaskKeywords", "x", "HumanTaskConfig.TaskKeywords", "a list"),
        ("HumanTaskConfig.NumberOfHumanWorkersPerDataObject", 10, None, "at most 9"),
        ("HumanTaskConfig.NumberOfHumanWorkersPerDataObject", True, None, "a whole number"),
        ("HumanTaskConfig.NumberOfHumanWorkersPerDataObject", 2.0, None, "a whole number"),
        ("HumanTaskConfig.TaskTimeLimitInSeconds", 2**31, None, "a whole number of 32 bits"),
        ("HumanTaskConfig.TaskDescription", "a\0b", None, "text without NUL"),
        ("HumanTaskConfig.TaskTimeLimitInSeconds", 29, None, "at least 30"),
        ("InputConfig.DataAttributes", {"ContentClassifiers": ["Free"]}, None, "one of FreeOf"),
        ("InputConfig", [], "InputConfig", "an object"),
        ("Tags", [{"Key": "a*", "Value": "b"}], "Tags[0].Key", "text that matches"),
        ("LabelingJobname", "x", "LabelingJobname", "absent: the members here are LabelingJobName"),
        ("OutputConfig.Bucket", 1, "OutputConfig.Bucket", "absent: the members here are S3OutputPath"),
        ("RoleArn", "arn:aws:iam::１２3456789012:role/gt", "RoleArn", "text that matches"),
    ],
)
def test_one_violation_is_told_with_field_and_what_is_wanted(
    path: str, value: Any, field: str | None, wanted: str
) -> None:
    [fault] = shapes.faults("CreateLabelingJob", _with(path, value))
    assert fault.field.startswith(field or path)
    assert fault.wanted.startswith(wanted)


def test_all_violations_are_told_at_once_in_the_order_of_the_shape() -> None:
    request = _with("LabelingJobName", "-")
    del request["RoleArn"]
    request["HumanTaskConfig"]["TaskKeywords"] = ["-", 3]
    request["HumanTaskConfig"]["UiConfig"] = "t"
    assert [(fault.field, fault.given) for fault in shapes.faults("CreateLabelingJob", request)] == [
        ("LabelingJobName", "'-'"),
        ("RoleArn", "null"),
        ("HumanTaskConfig.UiConfig", "'t'"),
        ("HumanTaskConfig.TaskKeywords[0]", "'-'"),
        ("HumanTaskConfig.TaskKeywords[1]", "3"),
    ]


def test_a_long_value_is_told_in_short() -> None:
    [fault] = shapes.faults("DescribeLabelingJob", {"LabelingJobName": "a" * 100_000})
    assert fault.wanted == "at most 63 characters"
    assert len(fault.given) < 90


def test_a_hostile_request_gets_a_bounded_number_of_faults() -> None:
    assert len(shapes.faults("DescribeLabelingJob", {f"k{i}": 1 for i in range(100_000)})) == shapes.MOST_FAULTS


def test_what_a_request_named_itself_is_told_in_short() -> None:
    name = "n" * 100_000
    attributes = {name: {f"x{n}": 1 for n in range(100)}, "a": {name: 1}}
    found = shapes.faults("Publish", {"Message": "m", "MessageAttributes": attributes, name: 1}, "sns")
    assert len(found) == shapes.MOST_FAULTS
    assert max(len(fault.field) for fault in found) < 250


def test_java_classes_and_dots_mean_what_they_mean_in_java() -> None:
    def team(group: str, pool: str = "us-west-2_abc") -> list[str]:
        member = {"CognitoMemberDefinition": {"UserPool": pool, "UserGroup": group, "ClientId": "c"}}
        request = {"WorkteamName": "t", "Description": "d", "MemberDefinitions": [member]}
        return [fault.field.rpartition(".")[2] for fault in shapes.faults("CreateWorkteam", request)]

    assert team("équipe-日本-€") == []
    assert team("with space") == ["UserGroup"]
    assert team("g", "é_1") == ["UserPool"]


def test_times_are_numbers_of_seconds_in_reach_of_a_calendar() -> None:
    assert shapes.faults("ListLabelingJobs", {"CreationTimeAfter": 1622151252.451}) == []
    for bad in ("2026-01-01", 1e30, float("nan"), True):
        assert [fault.field for fault in shapes.faults("ListLabelingJobs", {"CreationTimeAfter": bad})] == [
            "CreationTimeAfter"
        ]


def test_an_operation_outside_labeling_is_not_known() -> None:
    with pytest.raises(KeyError):
        shapes.operation("CreateTrainingJob")


def test_every_pattern_of_the_kept_operations_compiles() -> None:
    names = shapes.service_model("sagemaker").operation_names
    assert "CreateLabelingJob" in names
    assert len(names) < 40
    for name in names:
        assert isinstance(shapes.faults(name, {"X": 1}), list)


_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*GOOD, *GOOD["HumanTaskConfig"], "x"]), inner)
    ),
    max_leaves=20,
)


@settings(deadline=None)  # a busy machine is no fault
@given(request=_json)
def test_no_json_value_makes_it_fail(request: Any) -> None:
    for fault in shapes.faults("CreateLabelingJob", request):
        assert all((fault.field, fault.given, fault.wanted))
        assert len(fault.given) < 90


def _with(path: str, value: Any) -> dict[str, Any]:
    request = copy.deepcopy(GOOD)
    *parents, last = path.split(".")
    place = request
    for parent in parents:
        place = place[parent]
    if value is UNSET:
        del place[last]
    else:
        place[last] = value
    return request
