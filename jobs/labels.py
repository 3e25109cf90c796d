"""Label category files (spec 2.4): what the classes are; their order is the class number."""

from __future__ import annotations

import orjson

from jobs.task_types import TaskType
from tenants import storage
from tenants.errors import Fault, PlumblineError

_LARGEST = 1_000_000  # bytes
_LONGEST = 256  # characters a label


def read_labels(uri: str, kind: TaskType) -> tuple[list[str], list[Fault]]:
    """The label names of a file, or what is wrong with it."""
    field = "LabelCategoryConfigS3Uri"
    try:
        content = orjson.loads(storage.read(uri, _LARGEST))
    except PlumblineError as error:
        return [], [Fault(field, repr(uri), f"a readable label category file. {error}")]
    except orjson.JSONDecodeError as error:
        return [], [Fault(field, f"not JSON: {error}", 'a JSON file such as {"labels": [{"label": "dog"}, …]}')]
    entries = content.get("labels") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        return [], [Fault(field, "no labels in the file", 'a list "labels" with an object {"label": …} for each class')]
    return _names(field, entries, kind)


def _names(field: str, entries: list[object], kind: TaskType) -> tuple[list[str], list[Fault]]:
    names: list[str] = []
    faults: list[Fault] = []
    for i, entry in enumerate(entries):
        name = entry.get("label") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not 1 <= len(name) <= _LONGEST:
            faults.append(
                Fault(f"{field} labels[{i}]", repr(entry)[:80], f'{{"label": text of 1-{_LONGEST} characters}}')
            )
        elif name in names:
            faults.append(Fault(f"{field} labels[{i}]", repr(name), "a label that is not in the list yet"))
        else:
            names.append(name)
    if not faults and len(names) < kind.fewest_labels:
        faults.append(Fault(field, f"{len(names)} label(s)", f"at least {kind.fewest_labels} labels to choose between"))
    return names, faults
