"""What a preview shows: which template, with which data. Every fault of the question is told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from jobs import actions, gold, line_members, looking, pages, samples, ui_templates
from jobs.manifests import LONGEST_LINE
from jobs.models import LabelingJob
from jobs.task_types import CUSTOM, TASK_TYPES, TaskType
from tenants import storage
from tenants.errors import Fault, PlumblineError, RequestInvalid
from tenants.shapes import short
from tenants.unstorable import unstorable

MOST_LINES = 1000  # of a manifest that is looked into; a job's own lines can all be shown
_LARGEST_TEMPLATE = 512_000  # bytes of 128,000 characters


@dataclass(frozen=True)
class Shown:
    """A template's text and the `task.input` it is shown with."""

    text: str
    task_input: Any


def of_request(asked: Mapping[str, Any]) -> Shown:
    """What was asked for; raises `RequestInvalid` with every fault, `NotFound`.

    `template`, `template_uri` or the default template of `task_type`; and one of `input` (task.input as it is), `line`
    (of a manifest), `manifest_uri` or `job` with `line_no` (counted from 0), or none: then a sample. A line becomes
    task.input as a job of `task_type` with these `labels` and this `header` would give it. With a `job`, what is not
    given is the job's.
    """
    faults: list[Fault] = []
    job = actions.get_job(asked["job"]) if asked.get("job") else None
    named = TASK_TYPES[asked["task_type"]] if asked.get("task_type") else job.kind if job else None
    text = _template(asked, named, job, faults)
    given = asked["input"] if "input" in asked else _input(asked, named or CUSTOM, job, faults)
    place = next((name for name in ("input", "manifest_uri", "job") if name in asked), "line")
    faults += unstorable(given, place)
    if faults:
        raise RequestInvalid(faults)
    return Shown(text, given)


def _template(asked: Mapping[str, Any], kind: TaskType | None, job: LabelingJob | None, faults: list[Fault]) -> str:
    text, uri = str(asked.get("template", "")), asked.get("template_uri", "")
    if text and uri:
        faults.append(Fault("template_uri", repr(uri), "nothing beside a template"))
    elif uri:
        return _read(uri, faults)
    elif text:
        return text
    elif job:
        return job.template.text
    elif kind and kind.has_default:
        return pages.default(kind)
    else:
        faults.append(Fault("template", "nothing", "a template, a template_uri, or a type that has a default template"))
    return text


def _read(uri: str, faults: list[Fault]) -> str:
    try:
        return storage.read(uri, _LARGEST_TEMPLATE).decode()
    except UnicodeDecodeError:
        faults.append(Fault("template_uri", repr(uri), "a template saved as UTF-8"))
    except PlumblineError as error:
        faults.append(Fault("template_uri", repr(uri), f"a readable worker template. {error}"))
    return ""


def _input(
    asked: Mapping[str, Any], kind: TaskType, job: LabelingJob | None, faults: list[Fault]
) -> dict[str, Any] | None:
    line = _line(asked, kind, job, faults)
    if line is None or faults:
        return None
    if lacking := _lacking(line, kind):
        faults.append(Fault("line", short(line), lacking))
        return None
    try:
        value = ui_templates.value_of(line, kind)
    except (PlumblineError, UnicodeDecodeError) as error:
        faults.append(Fault("line", short(line), f"a line whose text can be read. {error}"))
        return None
    return _as_the_job_gives_it(line, value, asked, kind, job)


def _as_the_job_gives_it(
    line: dict[str, Any], value: object, asked: Mapping[str, Any], kind: TaskType, job: LabelingJob | None
) -> dict[str, Any]:
    labels = asked.get("labels") or (job.labels if job else samples.LABELS)
    header = asked.get("header") or (job.description if job else "")
    details = job.label_details if job else {}
    attribute = job.label_attribute if job else ""
    return ui_templates.task_input(line, value, labels, header, kind=kind, details=details, label_attribute=attribute)


def _lacking(line: Mapping[str, Any], kind: TaskType) -> str | None:
    """What an order of this kind would refuse the line for; a custom job's page alone knows what it shows."""
    if kind is not CUSTOM and not str(line.get(kind.key_in(line)) or "").strip():
        return f"a line with {kind.input_key}, the object of a job of type {kind.key}"
    told = line_members.fault(line, kind.key)
    return f"a line that a job of type {kind.key} can show: {told}" if told else None


def _line(
    asked: Mapping[str, Any], kind: TaskType, job: LabelingJob | None, faults: list[Fault]
) -> dict[str, Any] | None:
    named = [name for name in ("line", "manifest_uri", "job") if asked.get(name) is not None]
    faults += [Fault(name, short(asked[name]), f"nothing beside {named[0]}") for name in named[1:]]
    if uri := asked.get("manifest_uri"):
        return _line_of(uri, asked.get("line_no", 0), faults)
    if job:
        line: dict[str, Any] = orjson.loads(looking.one_object(job, asked.get("line_no", 0)).line)
        return gold.hidden(line, job.wishes.gold)
    given = asked.get("line")
    if given is None and (given := samples.line_of(kind)) is None:
        faults.append(Fault("line", "nothing", f"a line of your own. There is no sample for {kind.title.lower()}."))
    return given


def _line_of(uri: str, line_no: int, faults: list[Fault]) -> dict[str, Any] | None:
    if line_no >= MOST_LINES:
        faults.append(
            Fault("line_no", str(line_no), f"less than {MOST_LINES:,}: a manifest is looked into from its start")
        )
        return None
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
