"""Counts a job after a crash: in the database, in the files, in the manifest."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from tests.faults.ground import Ground, Job


def files(ground: Ground, job: Job, folder: str) -> list[Any]:
    """The JSON files of the job's output below a folder."""
    s3 = ground.installation.s3()
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=job.bucket, Prefix=f"out/{job.name}/{folder}/")
    keys = [found["Key"] for page in pages for found in page.get("Contents", [])]
    return [json.loads(s3.get_object(Bucket=job.bucket, Key=key)["Body"].read()) for key in keys]


def manifest(ground: Ground, job: Job) -> list[dict[str, Any]]:
    """The lines of output.manifest."""
    key = f"out/{job.name}/manifests/output/output.manifest"
    body = ground.installation.s3().get_object(Bucket=job.bucket, Key=key)["Body"].read()
    return [json.loads(line) for line in body.splitlines()]


def assert_nothing_lost(ground: Ground, job: Job, acknowledged: dict[int, str]) -> None:
    """The job is complete; every acknowledged answer is kept exactly once, and no answer was asked for twice."""
    stored = dict(
        ground.rows("SELECT id, answer->>'proof' FROM jobs_assignment WHERE job_id = %s AND state = 2", job.id)
    )
    assert acknowledged.items() <= stored.items()
    assert len(stored) == job.line_count * job.answers
    twice = ground.rows(
        """SELECT data_object_id, worker_id FROM jobs_assignment WHERE job_id = %s AND state = 2
        GROUP BY 1, 2 HAVING count(*) > 1""", job.id,
    )  # fmt: skip
    assert twice == []
    responses = files(ground, job, "annotations/worker-response")
    assert len(responses) == job.line_count
    written = Counter(answer["answerContent"]["proof"] for file in responses for answer in file["answers"])
    assert written == Counter(stored.values())
    assert max(written.values()) == 1
    assert_all_labeled(ground, job)


def assert_all_labeled(ground: Ground, job: Job) -> None:
    """Counters add up, and the manifest has every input line in its order with a label."""
    counters = ground.rows("SELECT stage, total, labeled, failed FROM jobs_labelingjob WHERE id = %s", job.id)
    assert counters == [("Completed", job.line_count, job.line_count, 0)]
    lines = manifest(ground, job)
    assert [line["source"] for line in lines] == [f"mail number {i}" for i in range(job.line_count)]
    assert all(line["lan"] in (0, 1) for line in lines)
