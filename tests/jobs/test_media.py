"""Media are looked at before people see them: against the real object store."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from typing import Any

import pytest

from jobs import media, ui_templates
from jobs.errors import TemplateInvalid
from jobs.facts import facts_of
from jobs.image_heads import size_in_cut
from jobs.models import DataObject, LabelingJob
from tenants import storage
from tests.cast import Account
from tests.jobs.play import adds_up, answer, take
from tests.wire import media_samples as samples
from tests.wire.kinds import ITEMS
from tests.wire.test_task_types import request_of
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


def kind_fault(account: Account, worker: Worker, kind: str, content: bytes) -> str | None:
    """What is said of an object of this content in a job of a kind."""
    item = replace(ITEMS[kind], content=content)
    job = account.job(request_of(account, kind, item))
    return media.check(take(job, worker.pk), facts_of(job.pk))


def boxed(kind: bytes) -> bytes:
    return b"\0\0\0\x18" + b"ftyp" + kind + bytes(64)


GOOD = [
    ("ImageMultiClass", samples.image(form="JPEG")),
    ("ImageMultiClass", samples.image(mode="L")),
    ("BoundingBox", samples.image(form="GIF")),
    ("Polygon", samples.image(form="WEBP")),
    ("Keypoint", samples.image(form="AVIF")),
    ("SemanticSegmentation", samples.image(form="BMP")),
    ("AudioSegments", samples.recording()),
    ("AudioTranscription", b"ID3\x04" + bytes(64)),
    ("AudioTranscription", b"OggS" + bytes(64)),
    ("AudioTranscription", boxed(b"M4A ")),
    ("VideoMultiClass", boxed(b"isom")),
    ("VideoMultiClass", b"\x1aE\xdf\xa3" + bytes(64)),
    ("DocumentPages", samples.document()),
    ("DocumentPages", samples.image()),
    ("DocumentPages", samples.noise("WEBP")),
    ("PassThrough", b"\x7fELF"),
]


@pytest.mark.parametrize(("kind", "content"), GOOD)
def test_what_a_kind_shows_passes_by_its_content(in_alices: Account, bob: Worker, kind: str, content: bytes) -> None:
    assert kind_fault(in_alices, bob, kind, content) is None


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize("content", [SVG, b"<?xml version='1.0'?>" + SVG, b"\xef\xbb\xbf <!-- x -->" + SVG])
def test_a_drawing_that_is_a_program_is_no_image(in_alices: Account, bob: Worker, content: bytes) -> None:
    assert "is no JPEG" in str(kind_fault(in_alices, bob, "ImageMultiClass", content))


@pytest.mark.parametrize(
    ("kind", "content", "told"),
    [
        ("AudioSegments", samples.image(), "is no WAV, MP3"),
        ("AudioSegments", SVG, "is no WAV, MP3"),
        ("VideoMultiClass", samples.recording(), "is no MP4"),
        ("DocumentPages", b"PK\x03\x04", "is no PDF document"),
        ("ImageMultiClass", samples.image(form="AVIF").replace(b"pitm", b"free"), "is no JPEG"),
        (
            "ImageMultiClass",
            boxed(b"mif1heic") + b"\0\0\0\x14ispe\0\0\0\0\0\0\0\x10\0\0\0\x10" + bytes(33_000),
            "is no JPEG",
        ),
        ("ImageMultiClass", samples.image()[:20], "is no JPEG"),
        ("ImageMultiClass", b"\xff\xd8\xff\xe0" + bytes(100_000), "is no JPEG"),
        ("ImageMultiClass", b"RIFF\x10\0\0\0WEBPVP8 ", "is no JPEG"),
    ],
)
def test_what_a_kind_does_not_show_is_refused_with_what_it_shows(
    in_alices: Account, bob: Worker, kind: str, content: bytes, told: str
) -> None:
    fault = kind_fault(in_alices, bob, kind, content)
    assert told in str(fault)
    assert str(fault).endswith("Put one there, then retry the failed objects.")


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + header + struct.pack(">II", zlib.crc32(header), 64) + b"IDAT" + bytes(64)


def test_an_image_of_the_most_pixels_passes(in_alices: Account, bob: Worker) -> None:
    assert kind_fault(in_alices, bob, "BoundingBox", claiming(10_000, 10_000)) is None


@pytest.mark.parametrize("size", [(10_000, 10_001), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_small_file_with_too_many_pixels_is_refused_unopened(
    in_alices: Account, bob: Worker, size: tuple[int, int]
) -> None:
    assert "has over 100,000,000 pixels" in str(kind_fault(in_alices, bob, "Polygon", claiming(*size)))


def test_a_photograph_with_a_long_preamble_is_known_by_the_rest_of_it(in_alices: Account, bob: Worker) -> None:
    photo = samples.image(form="JPEG")
    long = photo[:2] + (b"\xff\xe2" + struct.pack(">H", 60_002) + bytes(60_000)) + photo[2:]
    assert kind_fault(in_alices, bob, "ImageMultiClass", long) is None


_WITHOUT_MORE = [("WEBP", {}), ("WEBP", {"lossless": True}), ("WEBP", {"xmp": b"x" * 9_000}), ("AVIF", {}), ("PNG", {})]


@pytest.mark.parametrize(("form", "how"), _WITHOUT_MORE)
def test_of_a_large_image_only_the_first_bytes_are_read(
    in_alices: Account, bob: Worker, fetched: list[int], form: str, how: dict[str, Any]
) -> None:
    content = samples.noise(form, **how)
    job = in_alices.job(request_of(in_alices, "ImageMultiClass", replace(ITEMS["ImageMultiClass"], content=content)))
    turn = take(job, bob.pk)
    fetched.clear()
    assert media.check(turn, facts_of(job.pk)) is None
    assert fetched == [32_768]


@pytest.mark.parametrize(("form", "how"), _WITHOUT_MORE[:4])
def test_the_first_bytes_tell_the_size(form: str, how: dict[str, Any]) -> None:
    assert size_in_cut(samples.noise(form, **how)[:32_768]) == (903, 701)


def test_a_photograph_with_a_long_preamble_is_read_no_further_than_that_and_once(
    in_alices: Account, bob: Worker, fetched: list[int]
) -> None:
    photo = samples.noise("JPEG", quality=95)
    long = photo[:2] + (b"\xff\xe2" + struct.pack(">H", 60_002) + bytes(60_000)) + photo[2:]
    job = in_alices.job(request_of(in_alices, "ImageMultiClass", replace(ITEMS["ImageMultiClass"], content=long)))
    turn = take(job, bob.pk)
    fetched.clear()
    for _ in range(3):
        assert media.check(turn, facts_of(job.pk)) is None
    assert fetched == [32_768, 524_288]


def test_what_was_missing_is_looked_for_again(in_alices: Account, bob: Worker) -> None:
    job = job_over(in_alices, [f"s3://{in_alices.bucket}/late.png"])
    turn = take(job, bob.pk)
    assert "there is no object" in str(media.check(turn, facts_of(job.pk)))
    in_alices.put("late.png", samples.image())
    assert media.check(turn, facts_of(job.pk)) is None


@pytest.mark.parametrize(("characters", "told"), [(1_048_576, None), (1_048_577, "has 1,048,577 characters")])
@pytest.mark.parametrize("letter", ["a", "🎉"])
def test_a_text_is_measured_in_characters(
    in_alices: Account, bob: Worker, letter: str, characters: int, told: str | None
) -> None:
    uri = in_alices.put("t.txt", (letter * characters).encode())
    job = in_alices.job(in_alices.text_request("t", [{"source-ref": uri}]))
    fault = media.check(take(job, bob.pk), facts_of(job.pk))
    assert (fault is None) if told is None else told in str(fault) or "bytes; at most 4,194,304" in str(fault)


@pytest.mark.parametrize("letter", ['"', "&", "a"])
@pytest.mark.parametrize("shown", ["", " | escape", " | skip_autoescape"])
def test_the_longest_text_can_be_shown_whatever_it_is_of(
    in_alices: Account, bob: Worker, letter: str, shown: str
) -> None:
    uri = in_alices.put("t.txt", letter * 1_048_576)
    request = in_alices.text_request("t", [{"source-ref": uri}])
    template = in_alices.put("t.html", "<crowd-form>{{ task.input.taskObject" + shown + " }}</crowd-form>")
    request["HumanTaskConfig"]["UiConfig"]["UiTemplateS3Uri"] = template
    turn = take(in_alices.job(request), bob.pk)
    assert len(ui_templates.render(turn.assignment_id, bob.pk)) > 1_048_576


def test_an_object_that_the_template_cannot_show_fails_with_the_reason(in_alices: Account, bob: Worker) -> None:
    request = in_alices.text_request("t", [{"source": "word " * 3_900}, {"source": "short"}])
    shown = "<crowd-form>{% for i in (1..999) %}{{ task.input.source }}{% endfor %}"
    request["HumanTaskConfig"]["UiConfig"]["UiTemplateS3Uri"] = in_alices.put("t.html", shown)
    job = in_alices.job(request)
    with pytest.raises(TemplateInvalid, match="prints more than 7,000,000 characters"):
        ui_templates.render(take(job, bob.pk).assignment_id, bob.pk)
    failed = DataObject.objects.get(job=job, line_no=0)
    assert failed.state == DataObject.State.FAILED
    assert failed.failure_reason.startswith("ClientError: line 1: the page cannot be made of this object. Line 1: ")
    assert adds_up(job)
    assert take(job, bob.pk).line_no == 1


@pytest.mark.parametrize("content", ["Grüße 🎉".encode(), ("ä" * 40_000).encode(), b""])
def test_a_text_in_a_file_is_text(in_alices: Account, bob: Worker, content: bytes) -> None:
    job = in_alices.job(in_alices.text_request("t", [{"source-ref": in_alices.put("t.txt", content)}]))
    assert media.check(take(job, bob.pk), facts_of(job.pk)) is None


@pytest.mark.parametrize("content", ["Grüße".encode("latin-1"), b"a\0b", b"a" * 32_767 + b"\xff" + b"a"])
def test_a_file_that_is_no_text_is_refused(in_alices: Account, bob: Worker, content: bytes) -> None:
    job = in_alices.job(in_alices.text_request("t", [{"source-ref": in_alices.put("t.txt", content)}]))
    assert "is no text file in UTF-8" in str(media.check(take(job, bob.pk), facts_of(job.pk)))
