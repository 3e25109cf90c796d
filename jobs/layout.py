"""Where the files of a job lie: exactly the original's layout (spec 2.6)."""

from __future__ import annotations

from datetime import datetime

from jobs.models import LabelingJob

_PROBE = 10  # the original opens ten objects first and calls them iteration 1


class Layout:
    """The addresses below `<S3OutputPath>/<job name>/`, joined with one slash."""

    def __init__(self, job: LabelingJob) -> None:
        self.root = f"{job.request['OutputConfig']['S3OutputPath'].rstrip('/')}/{job.name}"

    @property
    def output_manifest(self) -> str:
        return f"{self.root}/manifests/output/output.manifest"

    def worker_response(self, line_no: int, at: datetime) -> str:
        folder = f"{self.root}/annotations/worker-response/iteration-{iteration(line_no)}/{line_no}"
        return f"{folder}/{stamp(at)}.json"

    def mask(self, line_no: int, at: datetime) -> str:
        """The picture of an object's label; `at` is in microseconds."""
        folder = f"{self.root}/annotations/consolidated-annotation/output"
        return f"{folder}/{line_no}_{at.strftime('%Y-%m-%dT%H:%M:%S.%f')}.png"

    def consolidation(self, kind: str, number: int, at: datetime) -> str:
        """`kind` is `request` or `response`; `number` the iteration."""
        folder = f"{self.root}/annotations/consolidated-annotation/consolidation-{kind}/iteration-{number}"
        return f"{folder}/{stamp(at)}.json"


def iteration(line_no: int) -> int:
    """Objects are opened in manifest order without a barrier, so the first ten are the probe and the rest is one wave."""
    return 1 if line_no < _PROBE else 2


def stamp(at: datetime) -> str:
    """`2026-01-05_10:02:10`, UTC; notebooks parse file names by this form."""
    return at.strftime("%Y-%m-%d_%H:%M:%S")
