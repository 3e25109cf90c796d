"""The page of one turn: the job's template with the object's data, and the check of a template before it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson
from django.conf import settings

from jobs import closing, documents, earlier_labels, gold, liquid, media, rows
from jobs.errors import LeaseLost, TemplateInvalid
from jobs.facts import JobFacts, facts_of
from jobs.models import UiTemplate
from jobs.proposals import SHOWN_AS
from jobs.task_types import CUSTOM, TaskType
from tenants import scope, storage

_AHEAD = 3600  # s: an item is rendered ahead of its turn, so its links live longer than the turn
_LONGEST_LINK = 7 * 24 * 3600  # s, what a signature of version 4 may last
_SAMPLE_ADDRESS = "s3://bucket/sample.jpg"

_TURN = """
    SELECT a.job_id, o.id AS object_id, o.line_no, o.line, j.request #>> '{HumanTaskConfig,TaskDescription}' AS header,
        p.value AS proposal
    FROM jobs_assignment a JOIN jobs_dataobject o ON o.id = a.data_object_id JOIN jobs_labelingjob j ON j.id = a.job_id
    LEFT JOIN jobs_proposal p ON p.data_object_id = o.id
    WHERE a.id = %(id)s AND a.worker_id = %(worker)s AND a.state = 1 AND a.deadline > now()
"""


def check(text: str, labels: list[str]) -> list[str]:
    """What is wrong with a template, each with line and remedy: it is parsed and rendered once with a sample object."""
    try:
        compiled = liquid.compile(text, settings.STATIC_URL)
        line = {"source": _SAMPLE_ADDRESS, "source-ref": _SAMPLE_ADDRESS}
        liquid.render(compiled, task_input(line, _SAMPLE_ADDRESS, labels, "Sample"), lambda uri: uri)
    except TemplateInvalid as error:
        return [str(error)]
    return [*compiled.unknown_filters, *([documents.NO_ELEMENTS] if documents.is_mute(text) else [])]


def render(assignment_id: int, worker_id: int) -> str:
    """The HTML of a turn, with readable links to its data; raises `LeaseLost` when it is not this worker's any more.

    A template that rendered with a sample but not with this object's data (`TemplateInvalid`) would fail everybody: the
    object fails instead.
    """
    turn = rows.one(_TURN, {"id": assignment_id, "worker": worker_id})
    if turn is None:
        raise LeaseLost
    facts = facts_of(turn.job_id)
    line = gold.hidden(orjson.loads(turn.line), facts.wishes.gold)
    given = task_input(line, value_of(line, facts.kind), list(facts.labels), turn.header or "", kind=facts.kind,
                       details=facts.label_details, label_attribute=facts.label_attribute)  # fmt: skip
    if turn.proposal:
        given[SHOWN_AS] = orjson.loads(turn.proposal)
    try:
        return liquid.render(_compiled(facts.tenant_id, facts.template_id), given, lambda uri: _link(uri, facts))
    except TemplateInvalid as error:
        fault = f"ClientError: line {turn.line_no + 1}: the page cannot be made of this object. {error}"
        closing.fail(turn.object_id, fault)
        raise


def task_input(
    line: dict[str, Any],
    value: object,
    labels: list[str],
    header: str,
    *,
    kind: TaskType | None = None,
    details: Mapping[str, Any] | None = None,
    label_attribute: str = "",
) -> dict[str, Any]:
    """`task.input` as the built-in types give it (spec A.1, 2.10), and the keys of the line. To a custom job, which
    has no pre-annotation function, the line is `task.input`: its keys win. `value` is what is labeled: text, or an S3
    address.

    `details` is what the label category file says beyond the names (`jobs/labels.py`): instructions, and names to show
    for each label. A kind that looks at an earlier job's labels finds them under `initialValue`.
    """
    details = details or {}
    given = {**line, "taskObject": value, "labels": list(labels), "header": header, "manifestLine": line}
    given |= details.get("instructions", {})
    if kind and kind.label_objects:  # as crowd-entity-annotation takes them (spec A.5)
        given["labels"] = [{"label": label, **details.get("display", {}).get(label, {})} for label in labels]
    if kind and kind.reviews:
        earlier = earlier_labels.find(line, kind, label_attribute, details.get("reviewed", ""))
        given["initialValue"] = earlier_labels.initial_value(earlier) if earlier else None
    return {**given, **line} if kind is CUSTOM else given


def value_of(line: Mapping[str, Any], kind: TaskType) -> object:
    """What is labeled: the text of a text job, wherever it lies, else the address."""
    key = kind.key_in(line)
    value = line.get(key)
    return media.text_at(str(value)) if kind.media == "text" and key == "source-ref" else value


def _link(uri: str, facts: JobFacts) -> str:
    return storage.presigned(uri, min(2 * facts.time_limit + _AHEAD, _LONGEST_LINK))


@lru_cache(maxsize=128)
def _compiled(tenant_id: int, template_id: int) -> liquid.Compiled:
    """The template by id; a stored template never changes. The tenant is part of the key: one never sees another's."""
    assert tenant_id == scope.current()
    return liquid.compile(UiTemplate.objects.get(pk=template_id).text, settings.STATIC_URL)
