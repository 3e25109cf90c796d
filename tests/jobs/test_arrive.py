"""Objects that are sent to a streaming job: each becomes its next line, once, or is refused with what to do."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from consolidation.serving import serve
from jobs import arrivals, sweeping, topics
from jobs.actions import create_job, stop_job
from jobs.errors import JobNotReady
from jobs.models import DataObject, JobEvent, LabelingJob
from jobs.outlook import outlook
from jobs.sweeping import IDLE, LONGEST, tend
from tenants.actor import Actor
from tenants.errors import AccessDenied, RequestInvalid
from tests.cast import Account
from tests.jobs.play import adds_up, answer, states
from tests.jobs.streams import event, mail, streaming_job, streaming_request
from workforce.models import Worker

pytestmark = pytest.mark.django_db
Stage = LabelingJob.Stage
REVIEWER = Actor("member", "reviewer@example.org", "reviewer")


def stored(job: LabelingJob) -> list[dict[str, object]]:
    found = DataObject.objects.filter(job=job).order_by("line_no").values_list("line", flat=True)
    return [json.loads(line) for line in found]


def age(job: LabelingJob, days: int) -> LabelingJob:
    """The job, as if it and all that was sent to it were older."""
    past = timezone.now() - timedelta(days=days)
    LabelingJob.objects.filter(pk=job.pk).update(created_at=past)
    DataObject.objects.filter(job=job).update(arrived_at=past)
    job.refresh_from_db()
    return job


def test_a_streaming_job_begins_empty_and_stays_in_progress(in_alices: Account) -> None:
    job = streaming_job(in_alices)
    assert (job.streams, job.stage, job.total) == (True, Stage.IN_PROGRESS, 0)
    serve(job)
    tend(job)
    job.refresh_from_db()
    assert job.stage == Stage.IN_PROGRESS


def test_what_is_sent_is_labeled_and_stands_in_the_output_with_its_id(in_alices: Account, bob: Worker) -> None:
    job = streaming_job(in_alices)
    made = arrivals.arrive(job, [mail(0, "first"), mail(1)], actor=in_alices.actor)
    assert [(one.line_no, one.is_new) for one in made] == [(0, True), (1, True)]
    assert made[0].object_id == "first"
    assert states(job) == ["open", "open"]
    for _ in range(2):
        answer(job, bob.pk)
    job.refresh_from_db()
    serve(job)
    job.refresh_from_db()
    assert (job.stage, job.labeled) == (Stage.IN_PROGRESS, 2)
    assert adds_up(job)
    LabelingJob.objects.filter(pk=job.pk).update(created_at=timezone.now() - timedelta(minutes=5))
    serve(job)
    lines = [
        json.loads(line)
        for line in in_alices.read(f"s3://{in_alices.bucket}/out/stream/manifests/output/output.manifest").splitlines()
    ]
    assert [line["lan"] for line in lines] == [0, 0]
    assert (lines[0]["dataset-objectid-attribute-name"], lines[0]["my-id"]) == ("my-id", "first")
    assert lines[1]["dataset-objectid-attribute-name"] == "$lan-object-id"
    assert lines[1]["$lan-object-id"] == made[1].object_id


def test_an_id_that_comes_again_is_stored_once_also_within_one_call(in_alices: Account) -> None:
    job = streaming_job(in_alices)
    first = arrivals.arrive(job, [mail(0, "a"), mail(1, "b"), mail(2, "a")], actor=in_alices.actor)
    assert [(one.line_no, one.is_new) for one in first] == [(0, True), (1, True), (0, False)]
    again = arrivals.arrive(job, [mail(7, "b"), mail(8, "c")], actor=in_alices.actor)
    assert [(one.line_no, one.is_new) for one in again] == [(1, False), (2, True)]
    assert [line["source"] for line in stored(job)] == ["mail 0", "mail 1", "mail 8"]
    assert adds_up(job)


def test_the_same_id_under_another_key_is_another_object(in_alices: Account) -> None:
    job = streaming_job(in_alices)
    other = json.dumps({"source": "x", "dataset-objectid-attribute-name": "order", "order": "a"})
    arrivals.arrive(job, [mail(0, "a"), other], actor=in_alices.actor)
    job.refresh_from_db()
    assert job.total == 2


def test_the_window_is_filled_and_refilled(in_alices: Account, bob: Worker) -> None:
    job = streaming_job(in_alices, MaxConcurrentTaskCount=2)
    arrivals.arrive(job, [mail(n) for n in range(3)], actor=in_alices.actor)
    assert states(job) == ["open", "open", "pending"]
    answer(job, bob.pk)
    assert states(job) == ["answered", "open", "open"]


def test_lines_of_the_manifest_come_first_and_what_is_sent_after_them(in_alices: Account) -> None:
    job = streaming_job(in_alices, "both", {"source": "from the manifest"})
    arrivals.arrive(job, [mail(1)], actor=in_alices.actor)
    rows = list(DataObject.objects.filter(job=job).order_by("line_no"))
    assert [row.arrived_at is None for row in rows] == [True, False]
    assert states(job) == ["open", "open"]
    assert adds_up(job)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "it is not JSON"),
        ("[]", "it is not a JSON object"),
        ('{"text": "x"}', "it has no source"),
        ('{"source": ""}', "it has no source"),
        ('{"source": "x", "$id": "1"}', "an attribute '$id'"),
        ('{"source": "x", "dataset-objectid-attribute-name": "id"}', "its id, which dataset-objectid-attr"),
        ('{"source": "x", "dataset-objectid-attribute-name": "id", "id": 5}', "is 5; wanted is a text"),
        ('{"source": "x", "dataset-objectid-attribute-name": "id", "id": ""}', "wanted is a text of 1 to 1,024"),
        ('{"source": "x", "dataset-objectid-attribute-name": "a_b", "a_b": "1"}', "attribute-name is 'a_b'"),
        ('{"source": "x", "dataset-objectid-attribute-name": 7}', "its dataset-objectid-attribute-name is 7"),
        (json.dumps({"source": "y" * 20_001}), "20,001 characters in 'source'"),
        (event("a.png"), "it is an S3 event, which brings images"),
    ],
)  # fmt: skip
def test_a_faulty_line_is_told_and_nothing_is_stored(in_alices: Account, line: str, told: str) -> None:
    job = streaming_job(in_alices)
    with pytest.raises(RequestInvalid) as error:
        arrivals.arrive(job, [mail(0), line], actor=in_alices.actor)
    (fault,) = error.value.faults
    assert fault.field == "lines[1]"
    assert told in fault.wanted
    assert not DataObject.objects.filter(job=job).exists()
    assert adds_up(job)


def test_a_line_on_several_lines_is_one_in_the_manifest(in_alices: Account) -> None:
    job = streaming_job(in_alices)
    arrivals.arrive(job, ['{\r\n  "source": "a\\nb"\n}\n'], actor=in_alices.actor)
    row = DataObject.objects.get(job=job)
    assert "\n" not in row.line
    assert json.loads(row.line)["source"] == "a\nb"


def test_an_s3_event_brings_its_pictures_once(in_alices: Account) -> None:
    job = streaming_job(in_alices, kind="image")
    told = event("a+picture.png", "folder/%C3%BC.png", bucket=in_alices.bucket)
    made = arrivals.arrive(job, [told], actor=in_alices.actor)
    assert [one.is_new for one in made] == [True, True]
    assert [one.is_new for one in arrivals.arrive(job, [told], actor=in_alices.actor)] == [False, False]
    later = event("a+picture.png", bucket=in_alices.bucket, sequencer="0055AED7")
    assert arrivals.arrive(job, [later], actor=in_alices.actor)[0].is_new
    first, second, _ = stored(job)
    assert first["source-ref"] == f"s3://{in_alices.bucket}/a picture.png"
    assert second["source-ref"] == f"s3://{in_alices.bucket}/folder/ü.png"
    assert first["$sequencer"] == "0055AED6"
    assert first[str(first["dataset-objectid-attribute-name"])] == f"{first['source-ref']}-0055AED6"


def test_events_bring_no_more_pictures_at_once_than_lines_may(in_alices: Account) -> None:
    job = streaming_job(in_alices, kind="image")
    keys = [f"{number}.png" for number in range(arrivals.MOST_LINES + 1)]
    with pytest.raises(RequestInvalid, match="at most 500 objects at once"):
        arrivals.arrive(job, [event(*keys, bucket=in_alices.bucket)], actor=in_alices.actor)
    assert stored(job) == []
    assert len(arrivals.arrive(job, [event(*keys[1:], bucket=in_alices.bucket)], actor=in_alices.actor)) == 500


def test_s3s_test_of_a_topic_is_no_object(in_alices: Account) -> None:
    job = streaming_job(in_alices, kind="image")
    test = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "pictures"})
    assert arrivals.arrive(job, [test], actor=in_alices.actor) == []
    assert not DataObject.objects.filter(job=job).exists()


@pytest.mark.parametrize("name", ["ObjectRemoved:Delete", "TestEvent", ""])
def test_other_events_of_s3_are_refused(in_alices: Account, name: str) -> None:
    job = streaming_job(in_alices, kind="image")
    with pytest.raises(RequestInvalid, match="s3:ObjectCreated"):
        arrivals.arrive(job, [event("a.png", bucket=in_alices.bucket, name=name)], actor=in_alices.actor)


def test_a_line_that_has_this_jobs_label_counts_as_labeled(in_alices: Account) -> None:
    job = streaming_job(in_alices)
    line = json.dumps({"source": "x", "lan": 1, "lan-metadata": {"class-name": "spam"}})
    arrivals.arrive(job, [line, mail(1)], actor=in_alices.actor)
    assert states(job) == ["labeled", "open"]
    assert adds_up(job)


def test_the_output_of_a_streaming_job_can_be_the_manifest_of_another(in_alices: Account) -> None:
    job = streaming_job(in_alices)
    arrivals.arrive(job, [mail(0)], actor=in_alices.actor)
    (line,) = stored(job)
    assert in_alices.job(in_alices.text_request("next", [line])).stage == Stage.IN_PROGRESS


def test_a_machine_that_decides_is_handed_what_arrives(in_alices: Account) -> None:
    job = streaming_job(in_alices)
    LabelingJob.objects.filter(pk=job.pk).update(machine_deciding=True)
    job.refresh_from_db()
    arrivals.arrive(job, [mail(0)], actor=in_alices.actor)
    row = DataObject.objects.get(job=job)
    assert row.state == DataObject.State.HELD
    assert row.arrived_at is not None


def test_gold_is_read_line_by_line_and_told_where_it_cannot_be(in_alices: Account) -> None:
    topics.create("gold-in", actor=in_alices.actor)
    request = streaming_request(in_alices, "gold")
    job = in_alices.job({**request, "Tags": [{"Key": "plumbline:gold", "Value": "truth"}]})
    lines = [json.dumps({"source": "x", "truth": truth}) for truth in ("ham", "eggs")]
    arrivals.arrive(job, lines, actor=in_alices.actor)
    (told,) = JobEvent.objects.filter(job=job, name="GOLD_UNREADABLE").values_list("message", flat=True)
    assert "Line 2: 'eggs'" in told


def test_nobody_is_told_that_a_running_stream_has_nothing_left_for_them(in_alices: Account, bob: Worker) -> None:
    job = streaming_job(in_alices)
    assert not outlook(job.pk, bob.pk).finished
    stop_job(job, actor=in_alices.actor)
    assert outlook(job.pk, bob.pk).finished


def test_a_job_takes_objects_only_in_progress_and_says_what_to_do(in_alices: Account) -> None:
    topics.create("new-in", actor=in_alices.actor)
    new = create_job(streaming_request(in_alices, "new"), actor=in_alices.actor)
    with pytest.raises(JobNotReady, match="send again when DescribeLabelingJob says InProgress"):
        arrivals.arrive(new, [mail(0)], actor=in_alices.actor)
    stopped = streaming_job(in_alices, "stopped")
    stop_job(stopped, actor=in_alices.actor)
    with pytest.raises(JobNotReady, match="takes no more objects"):
        arrivals.arrive(stopped, [mail(0)], actor=in_alices.actor)
    with pytest.raises(JobNotReady, match="is no streaming job"):
        arrivals.arrive(in_alices.text_job(), [mail(0)], actor=in_alices.actor)


def test_a_reviewer_may_not_send(in_alices: Account) -> None:
    with pytest.raises(AccessDenied):
        arrivals.arrive(streaming_job(in_alices), [mail(0)], actor=REVIEWER)


def test_a_stopped_stream_is_stopped_with_what_was_labeled(in_alices: Account, bob: Worker) -> None:
    job = streaming_job(in_alices)
    arrivals.arrive(job, [mail(0), mail(1)], actor=in_alices.actor)
    answer(job, bob.pk)
    stop_job(job, actor=in_alices.actor)
    job.refresh_from_db()
    serve(job)
    job.refresh_from_db()
    assert (job.stage, job.labeled, job.unlabeled) == (Stage.STOPPED, 1, 1)


def test_a_stream_that_is_idle_for_ten_days_stops_by_itself(in_alices: Account) -> None:
    job = age(streaming_job(in_alices), IDLE.days + 1)
    assert tend(job)
    assert job.stage == Stage.STOPPING
    assert JobEvent.objects.filter(job=job, name="JOB_IDLE").exists()


def test_a_stream_does_not_stop_while_something_was_sent_lately_or_is_left_to_do(
    in_alices: Account, bob: Worker
) -> None:
    job = streaming_job(in_alices)
    arrivals.arrive(job, [mail(0)], actor=in_alices.actor)
    age(job, IDLE.days + 1)
    tend(job)
    assert job.stage == Stage.IN_PROGRESS  # somebody may still answer
    answer(job, bob.pk)
    serve(job)
    arrivals.arrive(job, [mail(1)], actor=in_alices.actor)
    answer(job, bob.pk)
    serve(job)
    tend(job)
    assert job.stage == Stage.IN_PROGRESS  # something was sent now


def test_what_a_machine_holds_keeps_a_stream_going_only_while_something_becomes_of_it(in_alices: Account) -> None:
    job = streaming_job(in_alices)
    arrivals.arrive(job, [mail(0)], actor=in_alices.actor)
    DataObject.objects.filter(job=job).update(state=DataObject.State.HELD)
    age(job, IDLE.days + 1)
    job.exported_at = timezone.now() - timedelta(days=1)
    tend(job)
    assert job.stage == Stage.IN_PROGRESS
    job.exported_at = timezone.now() - timedelta(days=IDLE.days + 1)
    tend(job)
    assert job.stage == Stage.STOPPING
    said = JobEvent.objects.get(job=job, name="JOB_IDLE").message
    assert "nothing became of the 1 that wait for its machine" in said


def test_what_is_sent_while_a_stream_is_found_idle_keeps_it_going(
    in_alices: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = age(streaming_job(in_alices), IDLE.days + 1)

    def found_idle(found: LabelingJob) -> bool:
        arrivals.arrive(found, [mail(0)], actor=in_alices.actor)
        return True

    monkeypatch.setattr(sweeping, "is_idle", found_idle)
    assert not tend(job)
    job.refresh_from_db()
    assert job.stage == Stage.IN_PROGRESS


def test_a_stream_may_be_older_than_thirty_days(in_alices: Account) -> None:
    job = age(streaming_job(in_alices), LONGEST.days + 1)
    LabelingJob.objects.filter(pk=job.pk).update(stage=Stage.IN_PROGRESS)
    arrivals.arrive(job, [mail(0)], actor=in_alices.actor)
    job.refresh_from_db()
    tend(job)
    assert job.stage == Stage.IN_PROGRESS
