"""What a preview shows: which template, with which data. Every fault of the question is told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from jobs import looking, ui_templates
from jobs.manifests import LONGEST_LINE
from jobs.models import LabelingJob
from jobs.task_types import TASK_TYPES, TaskType
from tenants import storage
from tenants.errors import Fault, PlumblineError, RequestInvalid
from tenants.shapes import short

MOST_LINES = 1000  # of a manifest that is looked into; a job's own lines can all be shown
_LARGEST_TEMPLATE = 512_000  # bytes of 128,000 characters
SAMPLES = {
    "source": {"source": "The quick brown fox jumps over the lazy dog."},
    "source-ref": {"source-ref": "s3://bucket/sample.jpg"},
}


@dataclass(frozen=True)
class Shown:
    """A template's text and the `task.input` it is shown with."""

    text: str
    task_input: Any


def of_request(asked: Mapping[str, Any]) -> Shown:
    """What was asked for; raises `RequestInvalid` with every fault.

    `template` or `template_uri`; and one of `input` (task.input as it is), `line` (of a manifest), `manifest_uri` with
    `line_no` (counted from 0), or none: then a sample. A line becomes task.input as a job of `task_type` with these
    `labels` and this `header` would give it.
    """
    faults: list[Fault] = []
    text = _template(asked, faults)
    given = asked["input"] if "input" in asked else _input(asked, faults)
    if faults:
        raise RequestInvalid(faults)
    return Shown(text, given)


def of_job(job: LabelingJob, line_no: int) -> Shown:
    """A job's template with one of its lines, counted from 0; raises `NotFound`."""
    line = orjson.loads(looking.one_object(job, line_no).line)
    return Shown(job.template.text, _as_job(line, job.kind, job.labels, job.description))


def _template(asked: Mapping[str, Any], faults: list[Fault]) -> str:
    if bool(asked.get("template")) == bool(asked.get("template_uri")):
        faults.append(Fault("template", "both" if asked.get("template") else "nothing", "a template or a template_uri"))
    elif uri := asked.get("template_uri"):
        return _read(uri, faults)
    return str(asked.get("template", ""))


def _read(uri: str, faults: list[Fault]) -> str:
    try:
        return storage.read(uri, _LARGEST_TEMPLATE).decode()
    except UnicodeDecodeError:
        faults.append(Fault("template_uri", repr(uri), "a template saved as UTF-8"))
    except PlumblineError as error:
        faults.append(Fault("template_uri", repr(uri), f"a readable worker template. {error}"))
    return ""


def _input(asked: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    kind = TASK_TYPES[asked.get("task_type") or next(iter(TASK_TYPES))]
    line = asked.get("line")
    if uri := asked.get("manifest_uri"):
        if line is not None:
            faults.append(Fault("line", short(line), "nothing beside a manifest_uri"))
        line = _line_of(uri, asked.get("line_no", 0), faults)
    if line is None:
        line = SAMPLES.get(kind.input_key, {kind.input_key: "sample"})
    return _as_job(line, kind, asked.get("labels") or ["first label", "second label"], asked.get("header", ""))


def _line_of(uri: str, line_no: int, faults: list[Fault]) -> dict[str, Any] | None:
    try:
        raw = next(islice(storage.read_lines(uri, LONGEST_LINE * 4), line_no, None), None)
        line = None if raw is None else orjson.loads(raw)
    except PlumblineError as error:
        faults.append(Fault("manifest_uri", repr(uri), f"a readable manifest. {error}"))
        return None
    except orjson.JSONDecodeError as error:
        faults.append(Fault("line_no", str(line_no), f"a line that is JSON. Line {line_no + 1} is not: {error}"))
        return None
    if not isinstance(line, dict):
        given = f"{line_no}, which is no line" if raw is None else f"{line_no}, which holds {short(line)}"
        faults.append(Fault("line_no", given, "a line of the manifest that is a JSON object"))
        return None
    return line


def _as_job(line: dict[str, Any], kind: TaskType, labels: list[str], header: str) -> dict[str, Any]:
    return ui_templates.task_input(line, line.get(kind.input_key), labels, header)
