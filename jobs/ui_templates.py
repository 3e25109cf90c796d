"""The page of one turn: the job's template with the object's data, and the check of a template before it is taken."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import orjson
from django.conf import settings

from jobs import liquid, rows
from jobs.errors import LeaseLost, TemplateInvalid
from jobs.facts import JobFacts, facts_of
from jobs.models import UiTemplate
from tenants import scope, storage

_AHEAD = 3600  # s: an item is rendered ahead of its turn, so its links live longer than the turn
_LONGEST_LINK = 7 * 24 * 3600  # s, what a signature of version 4 may last
_SAMPLE_ADDRESS = "s3://bucket/sample.jpg"

_TURN = """
    SELECT a.job_id, o.line, j.request #>> '{HumanTaskConfig,TaskDescription}' AS header
    FROM jobs_assignment a JOIN jobs_dataobject o ON o.id = a.data_object_id JOIN jobs_labelingjob j ON j.id = a.job_id
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
    return list(compiled.unknown_filters)


def render(assignment_id: int, worker_id: int) -> str:
    """The HTML of a turn, with readable links to its data; raises `LeaseLost` when it is not this worker's any more."""
    turn = rows.one(_TURN, {"id": assignment_id, "worker": worker_id})
    if turn is None:
        raise LeaseLost
    facts = facts_of(turn.job_id)
    line = orjson.loads(turn.line)
    given = task_input(line, line.get(facts.kind.input_key), list(facts.labels), turn.header or "")
    return liquid.render(_compiled(facts.tenant_id, facts.template_id), given, lambda uri: _link(uri, facts))


def task_input(line: dict[str, Any], value: object, labels: list[str], header: str) -> dict[str, Any]:
    """`task.input` as the built-in types give it (spec A.1, 2.10), and the keys of the line, as jobs without a
    pre-annotation function see them. `value` is what is labeled: text, or an S3 address."""
    return {**line, "taskObject": value, "labels": labels, "header": header, "manifestLine": line}


def _link(uri: str, facts: JobFacts) -> str:
    return storage.presigned(uri, min(2 * facts.time_limit + _AHEAD, _LONGEST_LINK))


@lru_cache(maxsize=128)
def _compiled(tenant_id: int, template_id: int) -> liquid.Compiled:
    """The template by id; a stored template never changes. The tenant is part of the key: one never sees another's."""
    assert tenant_id == scope.current()
    return liquid.compile(UiTemplate.objects.get(pk=template_id).text, settings.STATIC_URL)
