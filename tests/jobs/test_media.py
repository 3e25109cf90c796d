"""Media are looked at before people see them: against the real object store."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jobs import media
from jobs.facts import facts_of
from jobs.models import LabelingJob
from tenants import storage
from tests.cast import Account
from tests.jobs.play import answer, take
from workforce.models import Worker

pytestmark = pytest.mark.django_db


def job_over(account: Account, addresses: list[str], **human: Any) -> LabelingJob:
    """An image job over these addresses and one good image at the end, so that the job itself starts."""
    request = account.image_request("media", ["good.png"], **human)
    source = request["InputConfig"]["DataSource"]["S3DataSource"]
    good = account.read(source["ManifestS3Uri"])
    source["ManifestS3Uri"] = account.put("in.manifest", [*({"source-ref": uri} for uri in addresses), good])
    return account.job(request)


def fault_of_first(account: Account, worker: Worker, address: str) -> str | None:
    job = job_over(account, [address])
    return media.check(take(job, worker.pk), facts_of(job.pk))


def test_a_good_image_passes(in_alices: Account, bob: Worker) -> None:
    job = job_over(in_alices, [])
    assert media.check(take(job, bob.pk), facts_of(job.pk)) is None


def test_a_missing_object_is_named_with_its_line(in_alices: Account, bob: Worker) -> None:
    uri = f"s3://{in_alices.bucket}/nowhere.png"
    wanted = f"ClientError: line 1: there is no object at {uri}. Put it there, then retry the failed objects."
    assert fault_of_first(in_alices, bob, uri) == wanted


@pytest.mark.parametrize("content", [b"", b"hello, I am text", b"%PDF-1.7", b"\x7fELF" + bytes(300)])
def test_what_is_no_image_is_refused(in_alices: Account, bob: Worker, content: bytes) -> None:
    fault = fault_of_first(in_alices, bob, in_alices.put("odd.png", content))
    assert fault
    assert "is no JPEG, PNG, GIF" in fault


def test_an_image_over_the_cap_is_refused(in_alices: Account, bob: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(media.MEDIA, "image", replace(media.MEDIA["image"], largest=1_000))
    fault = fault_of_first(in_alices, bob, in_alices.put("big.png", b"\x89PNG\r\n\x1a\n" + bytes(2_000)))
    assert fault
    assert "has 2,008 bytes; at most 1,000" in fault


def test_an_object_that_has_an_answer_is_not_asked_for_again(in_alices: Account, bob: Worker) -> None:
    eve = in_alices.worker("eve@example.org")
    job = job_over(in_alices, [f"s3://{in_alices.bucket}/nowhere.png"], NumberOfHumanWorkersPerDataObject=2)
    answer(job, bob.pk, {"crowd-image-classifier": {"label": "light"}})
    assert media.check(take(job, eve.pk), facts_of(job.pk)) is None


def test_a_text_job_has_no_media(in_alices: Account, bob: Worker) -> None:
    job = in_alices.text_job(count=1)
    assert media.check(take(job, bob.pk), facts_of(job.pk)) is None
    assert media.preflight(job) is None


def test_a_job_whose_first_objects_are_all_missing_fails(in_alices: Account) -> None:
    request = in_alices.image_request("gone", ["a.png"])
    lines = [{"source-ref": f"s3://{in_alices.bucket}/nowhere/{n}.png"} for n in range(12)]
    request["InputConfig"]["DataSource"]["S3DataSource"]["ManifestS3Uri"] = in_alices.put("gone.manifest", lines)
    job = in_alices.job(request)
    assert job.stage == LabelingJob.Stage.FAILED
    assert "first 10 addresses" in job.failure_reason
    assert f"s3://{in_alices.bucket}/nowhere/0.png" in job.failure_reason


def test_one_request_tells_the_first_bytes_and_the_size(in_alices: Account) -> None:
    uri = in_alices.put("bytes.bin", b"0123456789")
    assert storage.head_bytes(uri, 4) == (b"0123", 10)
    assert storage.head_bytes(uri, 100) == (b"0123456789", 10)
    assert storage.head_bytes(in_alices.put("empty.bin", b""), 4) == (b"", 0)
