"""The report of a job that a machine helped with."""

from __future__ import annotations

import json
from typing import Any

from config.demo.confusion import DIGITS
from config.demo.orders import Order
from config.demo.report import Machine, _about_machine, lines, result
from config.demo.samples import Item, Sample
from config.demo.watching import Watched

ROOT = "output/digits/"
TRUTHS = "0123456789"


class Site:
    """A store that holds what a job left in it."""

    bucket, site, store_takes_keys = "b", "http://site", False

    def __init__(self, files: dict[str, bytes], account: dict[str, Any]) -> None:
        self.files, self.account = files, account

    def read(self, uri: str) -> bytes:
        return self.files[uri.removeprefix("s3://b/")]

    def keys(self, folder: str) -> list[str]:
        return [key for key in self.files if key.startswith(folder)]


def given(number: int) -> str:
    return json.dumps({"source-ref": f"s3://b/{number}.png"})


def written(number: int, said: str, *, by_machine: bool) -> str:
    metadata = {"class-name": said, "human-annotated": "no" if by_machine else "yes"}
    return json.dumps({**json.loads(given(number)), "digit": int(said), "digit-metadata": metadata})


def ended(machine: int) -> tuple[Watched, Site]:
    """Ten digits: people labeled 0 to 3, three answers each, and called the 3 an 8; the machine took a 9 for a 4."""
    order = Order("digits", "", "digit", "crowd-image-classifier", Sample(DIGITS, [Item(b"", "", t) for t in TRUTHS]),
                  [given(number) for number in range(10)], "", automated=True)  # fmt: skip
    said = TRUTHS.replace("3", "8").replace("9", "4")
    content = [json.dumps({"crowd-image-classifier": {"label": said[number]}}) for number in range(10)]
    requests = [
        {"datasetObjectId": str(n), "annotations": [{"annotationData": {"content": content[n]}}] * 3} for n in range(4)
    ]
    output = "\n".join(written(number, said[number], by_machine=number > 3) for number in range(10))
    rounds = [
        "People begin.",
        "This was the last look. With 90% certainty at most 1 of the 6 machine labels are wrong.",
    ]
    job = Watched(
        order, "Completed", output=f"s3://b/{ROOT}manifests/output/output.manifest", machine=machine, rounds=rounds
    )
    job.ended = job.began + 10
    files = {
        f"{ROOT}manifests/output/output.manifest": output.encode(),
        f"{ROOT}annotations/consolidated-annotation/consolidation-request/1.json": json.dumps(requests).encode(),
    }
    account = dict.fromkeys(
        ("region", "key_id", "secret", "visitor", "owner", "visitor_password", "owner_password"), "x"
    )
    return job, Site(files, account)


def test_it_tells_people_from_machine_and_what_was_promised_and_saved() -> None:
    job, site = ended(machine=6)
    told = [line.strip() for line in lines([result(job, site)], site, {})]
    assert "people labeled   4 objects, 75.0% of them right" in told
    assert "machine labeled  6 objects, 83.3% of them right" in told
    assert "certificate      With 90% certainty at most 1 of the 6 machine labels are wrong." in told
    assert "money saved      $0.22: 18 of 30 answers at $0.012 each" in told
    assert "plots            http://site/admin/jobs/labelingjob/?q=digits, on the job's page" in told
    assert not [line for line in told if "MISSING" in line]


def test_a_count_that_is_not_that_of_the_manifest_is_a_fault() -> None:
    job, site = ended(machine=5)
    assert result(job, site).faults == ["6 lines are the machine's, and 5 were counted"]


def test_answers_beyond_those_of_people_alone_are_money_lost() -> None:
    told = list(_about_machine(Machine(0, 0, 10, 9, -5, "Nothing could be certified."), 10))
    assert "  money lost       $0.06: 5 answers beyond 30, $0.012 each" in told
