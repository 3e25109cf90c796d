"""Under which code and with which text an error leaves, for each operation."""

from __future__ import annotations

from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.errors import JobNotFound, ManifestInvalid
from tenants.errors import (
    AccessDenied,
    Conflict,
    Fault,
    LimitExceeded,
    NameTaken,
    NotFound,
    PlumblineError,
    RequestInvalid,
    StorageError,
)
from wire import answers, messages
from wire.errors import RequestTooLarge
from wire.table import OPERATIONS


@pytest.mark.parametrize(
    ("name", "error", "code", "status"),
    [
        ("CreateLabelingJob", NameTaken(), "ResourceInUse", 400),
        ("CreateLabelingJob", LimitExceeded(), "ResourceLimitExceeded", 400),
        ("CreateLabelingJob", AccessDenied(), "AccessDeniedException", 400),
        ("CreateLabelingJob", NotFound(), "ValidationException", 400),
        ("CreateLabelingJob", ManifestInvalid(), "ValidationException", 400),
        ("CreateLabelingJob", StorageError(), "ServiceUnavailable", 503),
        ("DescribeLabelingJob", JobNotFound(), "ValidationException", 400),
        ("StopLabelingJob", JobNotFound(), "ResourceNotFound", 400),
        ("StopLabelingJob", Conflict(), "ValidationException", 400),
        ("DescribeWorkteam", NotFound(), "ValidationException", 400),
        ("CreateWorkteam", RequestInvalid([]), "ValidationException", 400),
        ("ListWorkteams", RequestTooLarge(), "RequestEntityTooLargeException", 413),
    ],
)
def test_an_error_leaves_under_a_code_that_the_operation_may_send(
    name: str, error: PlumblineError, code: str, status: int
) -> None:
    operation = OPERATIONS[f"SageMaker.{name}"]
    assert answers.code_of(error, operation) == (code, status)
    response = answers.refusal(error, operation, "an-id")
    assert response.status_code == status
    assert orjson.loads(response.content)["__type"] == code
    assert response["x-amzn-RequestId"] == "an-id"


def test_a_fault_of_the_store_is_not_told_to_the_client() -> None:
    response = answers.refusal(
        StorageError("endpoint 10.0.0.3 refused"), OPERATIONS["SageMaker.CreateLabelingJob"], "id"
    )
    assert b"10.0.0.3" not in response.content


def test_faults_are_worded_as_aws_does_with_field_value_and_what_is_wanted() -> None:
    one = Fault("LabelingJobName", "'a b'", "text that matches x")
    assert messages.validation([one]) == (
        "1 validation error detected: Value 'a b' at 'labelingJobName' failed to satisfy constraint: "
        "Member must be text that matches x"
    )
    assert messages.validation([one, one]).startswith("2 validation errors detected: ")
    assert messages.validation([one, one]).count("; Value 'a b' at") == 1


@pytest.mark.parametrize(
    ("field", "path"),
    [
        ("HumanTaskConfig.TaskKeywords[0]", "humanTaskConfig.taskKeywords.1.member"),
        ("Tags[11].Key", "tags.12.member.key"),
        ("(the request)", "(the request)"),
        ("odd[x]", "odd.x"),
        ("odd[²]", "odd.²"),
        ("", ""),
    ],
)
def test_a_field_is_written_as_aws_writes_it(field: str, path: str) -> None:
    assert messages.member_path(field) == path


@settings(deadline=None)  # a busy machine is no fault
@given(st.text(max_size=40))
def test_no_field_name_makes_it_fail(field: str) -> None:
    assert isinstance(messages.member_path(field), str)


@settings(deadline=None)  # a busy machine is no fault
@given(st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1)))
def test_times_are_cut_to_milliseconds_and_never_lie_later(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC)
    read_back = datetime.fromtimestamp(answers.seconds(moment), UTC)
    assert read_back == moment.replace(microsecond=moment.microsecond // 1000 * 1000)
