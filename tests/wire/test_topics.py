"""SNS of boto3 against the real site: topics, and messages that become objects of streaming jobs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.intake import take_in
from jobs.models import DataObject, LabelingJob, Topic
from tenants import scope, shapes
from tenants.errors import RequestInvalid
from tests.cast import Account
from tests.jobs.streams import event, mail, streaming_request
from tests.wire.conftest import Wire
from wire import query
from wire.errors import BodyUnreadable
from wire.table import OPERATIONS


def refused(error: pytest.ExceptionInfo[ClientError]) -> tuple[str, str, int]:
    answer = error.value.response
    return answer["Error"]["Code"], answer["Error"]["Message"], answer["ResponseMetadata"]["HTTPStatusCode"]


@pytest.fixture
def sns(wire: Wire) -> Any:
    return wire.client(service="sns")


def stream(wire: Wire, account: Account, name: str = "stream", **human: Any) -> LabelingJob:
    """A streaming job in progress, made through both APIs."""
    wire.client(service="sns").create_topic(Name=f"{name}-in")
    wire.client().create_labeling_job(**streaming_request(account, name, **human))
    with scope.tenant(account.tenant.pk):
        job = LabelingJob.objects.get(name=name)
        take_in(job)
    return job


def lines(account: Account, job: LabelingJob) -> list[dict[str, Any]]:
    with scope.tenant(account.tenant.pk):
        found = DataObject.objects.filter(job=job).order_by("line_no").values_list("line", flat=True)
        return [json.loads(line) for line in found]


def test_a_topic_is_made_found_read_and_deleted(wire: Wire, sns: Any, alice: Account) -> None:
    arn = f"arn:aws:sns:us-east-1:{alice.tenant.account_id}:mails"
    assert sns.list_topics()["Topics"] == []
    assert sns.create_topic(Name="mails", Tags=[{"Key": "team", "Value": "ü & <o>"}])["TopicArn"] == arn
    assert sns.create_topic(Name="mails")["TopicArn"] == arn
    assert sns.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": "ü & <o>"}]
    assert sns.list_topics()["Topics"] == [{"TopicArn": arn}]
    told = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    assert (told["TopicArn"], told["Owner"]) == (arn, alice.tenant.account_id)
    sns.delete_topic(TopicArn=arn)
    sns.delete_topic(TopicArn=arn)
    assert sns.list_topics()["Topics"] == []
    with pytest.raises(ClientError) as error:
        sns.get_topic_attributes(TopicArn=arn)
    assert refused(error) == ("NotFound", "Topic does not exist", 404)
    wanted = {"CreateTopic", "DeleteTopic", "ListTopics", "GetTopicAttributes", "ListTagsForResource"}
    assert set(wire.checked) == wanted


def test_tags_of_no_topic_are_the_error_that_the_sdk_declares(sns: Any) -> None:
    arn = sns.create_topic(Name="mails")["TopicArn"]
    with pytest.raises(sns.exceptions.ResourceNotFoundException) as error:
        sns.list_tags_for_resource(ResourceArn=arn.replace("mails", "others"))
    assert refused(error) == ("ResourceNotFound", "Topic does not exist", 404)


def test_a_topic_has_fifty_tags_at_most(sns: Any) -> None:
    tags = [{"Key": f"k{n}", "Value": "v"} for n in range(51)]
    with pytest.raises(sns.exceptions.TagLimitExceededException) as error:
        sns.create_topic(Name="mails", Tags=tags)
    assert refused(error) == ("TagLimitExceeded", "A topic has at most 50 tags; these are 51.", 400)
    arn = sns.create_topic(Name="mails", Tags=tags[:50])["TopicArn"]
    assert len(sns.list_tags_for_resource(ResourceArn=arn)["Tags"]) == 50


def test_more_topics_than_a_page_are_listed_by_the_paginator(sns: Any, alice: Account) -> None:
    with scope.tenant(alice.tenant.pk):
        Topic.objects.bulk_create([Topic(name=f"topic-{n:03}") for n in range(205)])
    found = [one["TopicArn"] for page in sns.get_paginator("list_topics").paginate() for one in page["Topics"]]
    assert len(found) == len(set(found)) == 205


def test_the_same_topic_with_other_tags_or_an_impossible_name_is_refused(sns: Any) -> None:
    sns.create_topic(Name="mails")
    with pytest.raises(ClientError) as error:
        sns.create_topic(Name="mails", Tags=[{"Key": "team", "Value": "a"}])
    assert refused(error)[0] == "InvalidParameter"
    for name in ("", "a b", "x" * 257, "orders.fifo"):
        with pytest.raises(ClientError) as error:
            sns.create_topic(Name=name)
        assert refused(error)[0] == "InvalidParameter", name
        assert "letters, digits, hyphens and underscores" in refused(error)[1]


def test_settings_and_subscriptions_are_refused_with_what_there_is_instead(sns: Any) -> None:
    arn = sns.create_topic(Name="mails")["TopicArn"]
    with pytest.raises(ClientError) as error:
        sns.create_topic(Name="other", Attributes={"DisplayName": "Mails", "FifoTopic": "true"})
    assert refused(error)[0] == "InvalidParameter"
    for call in (
        lambda: sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:123456789012:q"),
        lambda: sns.set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue="{}"),
        lambda: sns.add_permission(TopicArn=arn, Label="x", AWSAccountId=["1"], ActionName=["Publish"]),
    ):
        with pytest.raises(ClientError) as error:
            call()
        assert refused(error)[0] == "InvalidAction"
        assert "InputConfig.DataSource.SnsDataSource" in refused(error)[1]


def test_a_message_becomes_an_object_and_what_describe_says_is_a_request_again(
    wire: Wire, sns: Any, alice: Account
) -> None:
    job = stream(wire, alice)
    arn = sns.list_topics()["Topics"][0]["TopicArn"]
    message_id = sns.publish(TopicArn=arn, Message='{"source": "line one\\nline two & ü < 😀"}')["MessageId"]
    sns.publish(TargetArn=arn, Message=mail(1, "own"), Subject="s", MessageAttributes={
        "a": {"DataType": "String", "StringValue": "b"}, "c": {"DataType": "Binary", "BinaryValue": b"\0"}})  # fmt: skip
    sns.publish(TopicArn=arn, Message=mail(1, "own"))
    first, second = lines(alice, job)
    assert first["source"] == "line one\nline two & ü < 😀"
    assert first["$lan-object-id"] == message_id
    assert second["my-id"] == "own"
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["SubscriptionsConfirmed"] == "1"
    told = wire.client().describe_labeling_job(LabelingJobName="stream")
    assert (told["LabelCounters"]["Unlabeled"], told["LabelingJobStatus"]) == (2, "InProgress")
    again = {name: told[name] for name in ("InputConfig", "OutputConfig", "HumanTaskConfig", "RoleArn",
                                           "LabelAttributeName", "LabelCategoryConfigS3Uri")}  # fmt: skip
    assert again["InputConfig"]["DataSource"] == {"SnsDataSource": {"SnsTopicArn": arn}}
    wire.client().create_labeling_job(LabelingJobName="again", **again)


def test_the_example_of_the_document_runs(wire: Wire, alice: Account, celery: object) -> None:
    text = (Path(query.__file__).parents[1] / "docs" / "streaming.md").read_text()
    example = text.partition("```python\n")[2].partition("```")[0]
    assert wire.site.url not in example
    example = example.replace("http://127.0.0.1:8000", wire.site.url).replace("AKIA…", wire.key_id)
    example = example.replace('access_key="…"', f'access_key="{wire.secret}"')
    order = streaming_request(alice, "mail-stream")
    del order["LabelingJobName"], order["InputConfig"]
    exec(example, {"order": order})  # noqa: S102  # our own document
    with scope.tenant(alice.tenant.pk):
        job = LabelingJob.objects.get(name="mail-stream")
    told = [(line["source"], line.get("mail-id")) for line in lines(alice, job)]
    assert told == [("Where is my parcel?", None), ("It came broken.", "2026-0"), ("Thank you!", "2026-1")]


def test_terraforms_streaming_request_without_a_manifest_is_taken(wire: Wire, sns: Any, alice: Account) -> None:
    arn = sns.create_topic(Name="in")["TopicArn"]
    told = {"labels": [{"label": "name", "shortDisplayName": "N"}], "instructions": {
        "shortInstruction": "<p>Mark</p>", "fullInstruction": "<p>Mark all</p>"}}  # fmt: skip
    functions = "arn:aws:lambda:us-west-2:081040173940:function"
    wire.client().create_labeling_job(
        LabelingJobName="tf-acc-1", LabelAttributeName="testlabel", RoleArn="arn:aws:iam::123456789012:role/gt",
        LabelCategoryConfigS3Uri=alice.put("label-categories.json", json.dumps(told)),
        InputConfig={"DataSource": {"SnsDataSource": {"SnsTopicArn": arn}}},
        OutputConfig={"S3OutputPath": f"s3://{alice.bucket}/"},
        HumanTaskConfig={
            "NumberOfHumanWorkersPerDataObject": 1, "TaskTitle": "t", "TaskDescription": "d",
            "TaskTimeLimitInSeconds": 28800, "WorkteamArn": alice.team().arn,
            "UiConfig": {"HumanTaskUiArn": "arn:aws:sagemaker:us-west-2:394669845002:human-task-ui/NamedEntityRecognition"},
            "PreHumanTaskLambdaArn": f"{functions}:PRE-NamedEntityRecognition",
            "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": f"{functions}:ACS-NamedEntityRecognition"},
        },
    )  # fmt: skip
    (item,) = wire.client().list_labeling_jobs()["LabelingJobSummaryList"]
    assert item["InputConfig"] == {"DataSource": {"SnsDataSource": {"SnsTopicArn": arn}}}


def test_a_message_that_a_job_cannot_take_is_refused_and_stored_for_none(wire: Wire, sns: Any, alice: Account) -> None:
    job = stream(wire, alice)
    arn = sns.list_topics()["Topics"][0]["TopicArn"]
    for message, told in (
        ("no json \0 at all", "it is not JSON"),
        ('{"text": "x"}', "it has no source; jobs of type TextMultiClass need"),
        (event("a.png"), "it is an S3 event, which brings images"),
    ):
        with pytest.raises(ClientError) as error:
            sns.publish(TopicArn=arn, Message=message)
        code, text, status = refused(error)
        assert (code, status) == ("InvalidParameter", 400)
        assert "The job stream cannot take this message" in text or "NUL" in text
        assert told in text or "NUL" in text
    assert lines(alice, job) == []


def test_a_job_that_is_initializing_refuses_with_what_to_do(wire: Wire, sns: Any, alice: Account) -> None:
    arn = sns.create_topic(Name="stream-in")["TopicArn"]
    wire.client().create_labeling_job(**streaming_request(alice, "stream"))
    with pytest.raises(ClientError) as error:
        sns.publish(TopicArn=arn, Message=mail(0))
    code, text, _ = refused(error)
    assert code == "InvalidParameter"
    assert "send again when DescribeLabelingJob says InProgress" in text


def test_what_no_job_reads_is_accepted_as_sns_does(sns: Any) -> None:
    arn = sns.create_topic(Name="mails")["TopicArn"]
    assert sns.publish(TopicArn=arn, Message="anything")["MessageId"]


def test_a_batch_is_answered_entry_by_entry(wire: Wire, sns: Any, alice: Account) -> None:
    job = stream(wire, alice)
    arn = sns.list_topics()["Topics"][0]["TopicArn"]
    entries = [{"Id": f"n{n}", "Message": mail(n)} for n in range(8)]
    entries += [{"Id": "bad", "Message": "{"}, {"Id": "grouped", "Message": mail(9), "MessageGroupId": "g"}]
    answer = sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=entries)
    assert [one["Id"] for one in answer["Successful"]] == [f"n{n}" for n in range(8)]
    failed = {one["Id"]: one for one in answer["Failed"]}
    assert set(failed) == {"bad", "grouped"}
    assert all((one["Code"], one["SenderFault"]) == ("InvalidParameter", True) for one in failed.values())
    assert "it is not JSON" in failed["bad"]["Message"]
    assert "dataset-objectid-attribute-name" in failed["grouped"]["Message"]
    assert [line["source"] for line in lines(alice, job)] == [f"mail {n}" for n in range(8)]


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([], "EmptyBatchRequest"),
        ([{"Id": f"n{n}", "Message": "x"} for n in range(11)], "TooManyEntriesInBatchRequest"),
        ([{"Id": "a b", "Message": "x"}], "InvalidBatchEntryId"),
        ([{"Id": "a", "Message": "x"}] * 2, "BatchEntryIdsNotDistinct"),
        ([{"Id": f"n{n}", "Message": "x" * 140_000} for n in range(2)], "BatchRequestTooLong"),
        ([{"Id": "a"}], "InvalidParameter"),
    ],
)
def test_a_batch_that_cannot_be_looked_at_is_refused_whole(sns: Any, entries: list[dict[str, str]], code: str) -> None:
    arn = sns.create_topic(Name="mails")["TopicArn"]
    with pytest.raises(ClientError) as error:
        sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=entries)
    assert refused(error)[0] == code


def test_what_only_sns_can_do_is_refused(sns: Any) -> None:
    arn = sns.create_topic(Name="mails")["TopicArn"]
    for given_, told in (
        ({"PhoneNumber": "+491234567"}, "no text messages are sent"),
        ({"TopicArn": arn, "MessageStructure": "json"}, "one manifest line"),
        ({"TopicArn": arn, "MessageDeduplicationId": "x"}, "dataset-objectid-attribute-name"),
        ({}, "the ARN of a topic"),
        ({"TopicArn": arn, "Message": "x" * 262_145}, "1 to 262,144 bytes"),
        ({"TopicArn": arn, "Message": ""}, "1 to 262,144 bytes"),
    ):
        with pytest.raises(ClientError) as error:
            sns.publish(**{"Message": "m", **given_})
        assert refused(error)[0] == "InvalidParameter"
        assert told in refused(error)[1]
    with pytest.raises(ClientError) as error:
        sns.publish(TopicArn=arn.replace("mails", "others"), Message="m")
    assert refused(error)[0] == "NotFound"


def test_keys_roles_and_accounts_are_kept_apart(
    wire: Wire, wire_of: Any, sns: Any, alice: Account, charlie: Account
) -> None:
    arn = sns.create_topic(Name="mails")["TopicArn"]
    with pytest.raises(ClientError) as error:
        wire_of(charlie).client(service="sns").publish(TopicArn=arn, Message="m")
    assert refused(error)[0] == "NotFound"
    reviewer = wire_of(alice, role="reviewer").client(service="sns")
    assert reviewer.list_topics()["Topics"]
    with pytest.raises(ClientError) as error:
        reviewer.publish(TopicArn=arn, Message="m")
    assert refused(error)[0::2] == ("AuthorizationError", 403)
    with pytest.raises(ClientError) as error:
        wire.client(service="sns", secret="0" * 40).list_topics()
    assert refused(error)[0::2] == ("SignatureDoesNotMatch", 403)
    with pytest.raises(ClientError) as error:
        wire.client(service="sns", key_id="AKIAUNKNOWNUNKNOWNUN").list_topics()
    assert refused(error)[0::2] == ("InvalidClientTokenId", 403)


@pytest.mark.parametrize("body", [
    b"Action=Publish&Message.a=1&Message=2&Message.a=3", b"Action=Publish&Message=\xff", b"Action=Publish&Message=%ff",
    b"Action=Publish&" + b"&".join(b"f%d=1" % n for n in range(6000)),
])  # fmt: skip
def test_a_form_that_cannot_be_read_is_told(body: bytes) -> None:
    with pytest.raises(BodyUnreadable):
        query.read(body, OPERATIONS["sns.Publish"])


@pytest.mark.parametrize("number", ["9" * 5_000, "١", "-1"], ids=["endless", "Arabic", "negative"])
def test_a_list_with_impossible_numbers_is_no_list(number: str) -> None:
    body = f"PublishBatchRequestEntries.member.{number}.Id=a".encode()
    members = query.read(body, OPERATIONS["sns.PublishBatch"])
    assert not isinstance(members["PublishBatchRequestEntries"], list)


@pytest.mark.parametrize("name", ["n" * 900_000, f"n[{'9' * 5_000}]"], ids=["long", "numbered without end"])
def test_a_refusal_does_not_grow_with_the_names_that_a_request_made_up(name: str) -> None:
    operation, within = OPERATIONS["sns.Publish"], "MessageAttributes.entry.1"
    body = f"Message=m&{within}.Name={name}&" + "&".join(f"{within}.Value.x{n}=1" for n in range(100)) + f"&{name}=1"
    found = shapes.faults("Publish", query.read(body.encode(), operation), "sns")
    assert len(found) == shapes.MOST_FAULTS
    assert len(query.refusal(RequestInvalid(found), operation, "id").content) < 50_000


@given(st.binary(max_size=200) | st.text("ab.&=%1member", max_size=80).map(str.encode))
@settings(deadline=None)
def test_any_form_is_read_or_refused(body: bytes) -> None:
    query.action(body)
    for name in ("Publish", "PublishBatch", "CreateTopic"):
        try:
            assert isinstance(query.read(body, OPERATIONS[f"sns.{name}"]), dict)
        except BodyUnreadable:
            continue
