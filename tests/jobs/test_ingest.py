"""Ingest: a manifest becomes objects, all of its lines or none, and a faulty one is told with its line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.actions import create_job
from jobs.intake import take_in
from jobs.manifests import output_line
from jobs.models import DataObject, LabelingJob
from tests.cast import Account
from tests.jobs.play import adds_up, states

pytestmark = pytest.mark.django_db


def lines(count: int, **at: str) -> list[Any]:
    """`count` good lines; `at` replaces some of them: line_734="broken"."""
    made: list[Any] = [{"source": f"mail {i}"} for i in range(count)]
    for where, line in at.items():
        made[int(where.removeprefix("line_")) - 1] = line
    return made


def nested(levels: int) -> str:
    """A line of so many objects and lists within each other."""
    return '{"source": "x", "more": ' + "[" * (levels - 1) + "]" * (levels - 1) + "}"


def test_a_backslash_that_somebody_typed_is_no_nul(in_alices: Account) -> None:
    job = in_alices.job(in_alices.text_request("typed", ['{"source": "the character \\\\u0000"}']))
    assert (job.stage, job.total) == ("InProgress", 1)


@pytest.mark.parametrize(
    ("manifest", "told"),
    [
        (lines(800, line_734='{"source": "cut'), "Line 734 is not JSON"),
        (lines(3, line_2='{"text": "no source"}'), "Line 2 has no source"),
        (lines(3, line_3='{"source": ""}'), "Line 3 has no source"),
        (lines(3, line_1='["source"]'), "Line 1 is not a JSON object"),
        (lines(3, line_2=json.dumps({"source": "x", "more": ["y" * 100_000]})), "Line 2 has more than 100,000"),
        (lines(3, line_2=json.dumps({"source": "y" * 20_001})), "Line 2 has 20,001 characters in 'source'"),
        (lines(3, line_2='{"source": "x", "$id": 1}'), "Line 2 has an attribute '$id'"),
        (
            lines(3, line_2='{"source": "x", "more": ["a\\u0000"]}'),
            "Line 2 holds the character NUL (\\u0000); remove it",
        ),
        (lines(3, line_2='{"source": "x", "a\\u0000b": 1}'), "Line 2 holds the character NUL"),
        (lines(3, line_2=nested(101)), "Line 2 has lists or objects within each other over 100 levels deep"),
        (lines(3, line_2=nested(300)), "Line 2 has lists or objects within each other over 100 levels deep"),
        (lines(3, line_2=nested(5_000)), "Line 2 is not JSON"),
        ([], "is empty"),
        (["", "  "], "is empty"),
        (lines(9, **{f"line_{n}": "{" for n in range(1, 10)}), "Line 5 is not JSON"),
    ],
)
def test_a_faulty_manifest_fails_the_job_and_names_the_line(in_alices: Account, manifest: list[Any], told: str) -> None:
    job = in_alices.job(in_alices.text_request("faulty", manifest))
    assert job.stage == LabelingJob.Stage.FAILED
    assert job.failure_reason.startswith("ClientError: ")
    assert told in job.failure_reason
    assert not DataObject.objects.filter(job=job).exists()
    assert job.total == 0


def test_a_100_000_character_line_is_still_taken(in_alices: Account) -> None:
    head = '{"source": "x", "more": ["'
    line = head + "y" * (100_000 - len(head) - 3) + '"]}'
    assert len(line) == 100_000
    assert in_alices.job(in_alices.text_request("long", [line])).total == 1


def test_a_line_of_100_levels_is_still_taken_and_its_flat_brackets_do_not_count(in_alices: Account) -> None:
    flat = json.dumps({"source": "[" * 200, "more": [[]] * 200})
    assert in_alices.job(in_alices.text_request("deep", [nested(100), flat])).total == 2


def test_blank_lines_and_windows_line_ends_are_skipped(in_alices: Account) -> None:
    request = in_alices.text_request("windows", [])
    in_alices.put(
        request["InputConfig"]["DataSource"]["S3DataSource"]["ManifestS3Uri"].split("/", 3)[3],
        '{"source": "a"}\r\n\r\n{"source": "b"}',
    )
    job = in_alices.job(request)
    assert list(DataObject.objects.filter(job=job).values_list("line", flat=True)) == [
        '{"source": "a"}',
        '{"source": "b"}',
    ]


def test_a_bucket_of_another_tenant_in_a_line_fails_the_job(in_alices: Account, charlie: Account) -> None:
    request = in_alices.image_request("foreign", ["a.png"])
    manifest = request["InputConfig"]["DataSource"]["S3DataSource"]["ManifestS3Uri"].split("/", 3)[3]
    in_alices.put(manifest, [{"source-ref": f"s3://{charlie.bucket}/secret.png"}])
    job = in_alices.job(request)
    assert job.stage == LabelingJob.Stage.FAILED
    assert (
        f"Line 1 has a source-ref that cannot be used: The bucket {charlie.bucket} is not one of" in job.failure_reason
    )


@pytest.mark.parametrize(
    "uri", ["s3://{bucket}/", "s3://{bucket}", "s3://{bucket}/../x.jpg", "s3://{bucket}/a/./x.jpg"]
)
def test_a_source_ref_that_names_no_object_fails_the_job(in_alices: Account, uri: str) -> None:
    request = in_alices.image_request("odd", ["a.png"])
    manifest = request["InputConfig"]["DataSource"]["S3DataSource"]["ManifestS3Uri"].split("/", 3)[3]
    in_alices.put(manifest, [{"source-ref": uri.format(bucket=in_alices.bucket)}])
    job = in_alices.job(request)
    assert job.stage == LabelingJob.Stage.FAILED
    assert "Line 1 has a source-ref that cannot be used" in job.failure_reason


def test_stopping_conditions_count_only_lines_that_need_people(in_alices: Account) -> None:
    chained = [{"source": "a", "lan": 1, "lan-metadata": {}}] * 3 + lines(5)
    request = in_alices.text_request("chained", chained) | {"StoppingConditions": {"MaxHumanLabeledObjectCount": 2}}
    assert states(in_alices.job(request)) == ["labeled"] * 3 + ["open"] * 2 + ["pending"] * 3


def test_lines_that_carry_the_label_already_are_not_labeled_again(in_alices: Account) -> None:
    chained = [{"source": "a", "lan": 1, "lan-metadata": {}}, {"source": "b"}]
    job = in_alices.job(in_alices.text_request("chained", chained))
    assert states(job) == ["labeled", "open"]
    assert adds_up(job)


@pytest.mark.parametrize(
    ("conditions", "opened"),
    [({"MaxHumanLabeledObjectCount": 2}, 2), ({"MaxPercentageOfInputDatasetLabeled": 31}, 4), ({}, 10)],
)
def test_stopping_conditions_bound_what_is_opened(in_alices: Account, conditions: dict[str, int], opened: int) -> None:
    request = in_alices.text_request("bounded", lines(10)) | {"StoppingConditions": conditions}
    assert (
        states(in_alices.job(request if conditions else {**request, "StoppingConditions": {}})).count("open") == opened
    )


def test_taking_in_twice_changes_nothing(in_alices: Account) -> None:
    job = in_alices.text_job(count=3)
    assert not take_in(job)
    assert DataObject.objects.filter(job=job).count() == 3


def test_a_job_stopped_before_its_manifest_is_read_stays_empty(in_alices: Account) -> None:
    from jobs.actions import stop_job

    job = create_job(in_alices.text_request("early", lines(3)), actor=in_alices.actor)
    assert stop_job(job, actor=in_alices.actor)
    assert not take_in(job)
    assert not DataObject.objects.filter(job=job).exists()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), _JSON, max_size=4), st.text(), st.booleans(), st.sampled_from([" ", "", "  "]))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_output_line_is_the_input_line_and_the_label(
    rest: dict[str, Any], source: str, ascii_only: bool, blank: str
) -> None:
    content = {"source": source, **rest}
    line = blank + json.dumps(content, ensure_ascii=ascii_only, separators=("," + blank, ":" + blank)) + blank
    written = output_line(line.strip(), '"lan":1,"lan-metadata":{"class-name":"x"}', None, 0, ("lan", "lan-metadata"))
    assert written.endswith(b"}\n")
    assert written.count(b"\n") == 1
    assert json.loads(written) == {**content, "lan": 1, "lan-metadata": {"class-name": "x"}}


def test_a_failed_line_gets_metadata_only_and_loses_an_older_failure() -> None:
    line = '{"source": "a", "lan-metadata": {"failure-reason": "old"}}'
    written = json.loads(output_line(line, None, "ClientError: new", 1, ("lan", "lan-metadata")))
    assert written == {
        "source": "a",
        "lan-metadata": {"retry-count": 1, "failure-reason": "ClientError: new", "human-annotated": "true"},
    }
