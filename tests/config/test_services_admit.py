"""A customer's access key at the embedded S3 store: its own buckets, and nothing else."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tenants.store_identities import Store, StoreRefused, admit, dismiss
from tests.config.installation import Installation, installed

pytestmark = pytest.mark.slow
KEY, SECRET = "AKIACUSTOMER00000001", "s/cret+" * 5 + "12345"
OTHER_KEY, OTHER_SECRET = "AKIACUSTOMER00000002", "x" * 40


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    for made in installed():
        made.start()
        for bucket in ("hers-one", "hers-two", "not-hers"):
            made.s3().create_bucket(Bucket=bucket)
            made.s3().put_object(Bucket=bucket, Key="there", Body=b"there")
        yield made


@pytest.fixture
def store(installation: Installation) -> Store:
    known = installation.read("services.json")
    return Store(known["S3_ADMIN_URL"], known["S3_ACCESS_KEY_ID"], known["S3_SECRET_ACCESS_KEY"])


@pytest.fixture
def hers(installation: Installation, store: Store) -> Any:
    admit(store, "hers", KEY, SECRET, ["hers-one"])
    return installation.s3(KEY, SECRET)


def _refused(call: Any, **parameters: Any) -> int:
    with pytest.raises(ClientError) as refused:
        call(**parameters)
    return int(refused.value.response["ResponseMetadata"]["HTTPStatusCode"])


def test_an_admitted_key_reads_and_writes_its_bucket(hers: Any) -> None:
    hers.put_object(Bucket="hers-one", Key="new", Body=b"new")
    assert hers.get_object(Bucket="hers-one", Key="new")["Body"].read() == b"new"
    assert {entry["Key"] for entry in hers.list_objects_v2(Bucket="hers-one")["Contents"]} == {"new", "there"}
    assert [bucket["Name"] for bucket in hers.list_buckets()["Buckets"]] == ["hers-one"]


def test_an_admitted_key_can_do_nothing_elsewhere(hers: Any) -> None:
    assert _refused(hers.get_object, Bucket="not-hers", Key="there") == 403
    assert _refused(hers.put_object, Bucket="not-hers", Key="new", Body=b"") == 403
    assert _refused(hers.list_objects_v2, Bucket="not-hers") == 403
    assert _refused(hers.delete_object, Bucket="not-hers", Key="there") == 403
    assert _refused(hers.copy_object, Bucket="hers-one", Key="x", CopySource="not-hers/there") == 403
    assert _refused(hers.create_bucket, Bucket="one-more") == 403


def test_a_key_without_buckets_opens_nothing_until_there_is_one(installation: Installation, store: Store) -> None:
    theirs = installation.s3(OTHER_KEY, OTHER_SECRET)
    for _ in range(2):  # a repetition is as good
        admit(store, "theirs", OTHER_KEY, OTHER_SECRET, [])
        assert _refused(theirs.get_object, Bucket="hers-two", Key="there") == 403
        assert theirs.list_buckets()["Buckets"] == []
    admit(store, "theirs", OTHER_KEY, OTHER_SECRET, ["hers-two"])
    assert theirs.get_object(Bucket="hers-two", Key="there")["Body"].read() == b"there"
    admit(store, "theirs", OTHER_KEY, OTHER_SECRET, [])
    assert _refused(theirs.get_object, Bucket="hers-two", Key="there") == 403
    dismiss(store, "theirs")


def test_an_admitted_key_cannot_admit_others(installation: Installation, hers: Any) -> None:
    url = installation.read("services.json")["S3_ADMIN_URL"]
    with pytest.raises(StoreRefused):
        admit(Store(url, KEY, SECRET), "friend", OTHER_KEY, OTHER_SECRET, ["hers-one"])


def test_an_admitted_key_cannot_widen_its_own_rights(installation: Installation, hers: Any) -> None:
    url = installation.read("services.json")["S3_ADMIN_URL"]
    with pytest.raises(StoreRefused):
        admit(Store(url, KEY, SECRET), "hers", KEY, SECRET, ["hers-one", "not-hers"])
    assert _refused(hers.get_object, Bucket="not-hers", Key="there") == 403


def test_admitting_again_with_other_buckets_replaces_them(hers: Any, store: Store) -> None:
    admit(store, "hers", KEY, SECRET, ["hers-two"])
    assert hers.get_object(Bucket="hers-two", Key="there")["Body"].read() == b"there"
    assert _refused(hers.get_object, Bucket="hers-one", Key="there") == 403


def test_a_wrong_secret_is_refused(installation: Installation, hers: Any) -> None:
    assert _refused(installation.s3(KEY, "0" * 40).get_object, Bucket="hers-one", Key="there") == 403


def test_admitted_keys_survive_a_restart_and_new_ports(installation: Installation, hers: Any) -> None:
    installation.stop()
    installation.start()
    again = installation.s3(KEY, SECRET)
    assert again.get_object(Bucket="hers-one", Key="there")["Body"].read() == b"there"


def test_a_dismissed_key_is_refused(installation: Installation, store: Store) -> None:
    admit(store, "leaver", OTHER_KEY, OTHER_SECRET, ["hers-one"])
    client = installation.s3(OTHER_KEY, OTHER_SECRET)
    client.head_object(Bucket="hers-one", Key="there")
    dismiss(store, "leaver")
    dismiss(store, "leaver")
    assert _refused(client.get_object, Bucket="hers-one", Key="there") == 403


def test_a_presigned_address_opens_one_object_and_answers_another_origin(installation: Installation) -> None:
    client = installation.s3()
    rule = {"AllowedMethods": ["GET"], "AllowedOrigins": ["http://site.test"], "AllowedHeaders": ["*"]}
    client.put_bucket_cors(Bucket="not-hers", CORSConfiguration={"CORSRules": [rule]})
    url = client.generate_presigned_url("get_object", Params={"Bucket": "not-hers", "Key": "there"}, ExpiresIn=60)
    request = urllib.request.Request(url, headers={"Origin": "http://site.test"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.read() == b"there"
        assert answer.headers["Access-Control-Allow-Origin"] == "http://site.test"
    with pytest.raises(urllib.error.HTTPError, match="403") as refused:
        urllib.request.urlopen(url.replace("/there?", "/other?"), timeout=10)
    refused.value.close()


def test_a_multipart_upload_arrives_whole(installation: Installation) -> None:
    client = installation.s3()
    parts = [bytes([number]) * (5 * 1024 * 1024) for number in range(2)] + [b"end"]
    upload = client.create_multipart_upload(Bucket="not-hers", Key="large")["UploadId"]
    where = {"Bucket": "not-hers", "Key": "large", "UploadId": upload}
    etags = [client.upload_part(**where, PartNumber=n, Body=part)["ETag"] for n, part in enumerate(parts, 1)]
    listed = [{"PartNumber": number, "ETag": etag} for number, etag in enumerate(etags, 1)]
    client.complete_multipart_upload(**where, MultipartUpload={"Parts": listed})
    assert client.get_object(Bucket="not-hers", Key="large")["Body"].read() == b"".join(parts)


def test_the_inner_doors_of_the_store_are_closed(installation: Installation) -> None:
    ports = installation.read("ports.json")
    for door in (f"{ports['s3 filer.port']}/etc/iam/", f"{ports['s3 filer.port']}/buckets/not-hers/there"):
        with pytest.raises(urllib.error.HTTPError, match="401") as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{door}", timeout=10)
        refused.value.close()


def test_many_buckets_can_be_written(installation: Installation) -> None:
    for number in range(12):
        installation.s3().create_bucket(Bucket=f"many-{number:02}")
        installation.s3().put_object(Bucket=f"many-{number:02}", Key="k", Body=b"v")
