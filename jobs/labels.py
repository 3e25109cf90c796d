"""Label category files (spec 2.4): what the classes are, their order is the class number; and what workers are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from jobs.task_types import TaskType
from tenants import storage
from tenants.errors import Fault, PlumblineError
from tenants.unstorable import unstorable

FIELD = "LabelCategoryConfigS3Uri"
_LARGEST = 1_000_000  # bytes
BACKGROUND = "BACKGROUND"  # class 0 of every mask (spec 2.8)
_LONGEST = 256  # characters a label
_DISPLAY = ("shortDisplayName", "fullDisplayName")
# Names under which files in use have them, and how long they may be (spec 7).
_INSTRUCTIONS = (
    ("shortInstruction", "shortIntroduction", 255),
    ("fullInstruction", "fullIntroduction", 2_048),
)


@dataclass
class Categories:
    """What a label category file says.

    `details` is kept with the job: `display` (label → its display names), `instructions` (`shortInstruction` and
    `fullInstruction`) and `reviewed` (the attribute whose labels are looked at), each only when the file has it.
    """

    names: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)


def read_labels(uri: str, kind: TaskType) -> tuple[Categories, list[Fault]]:
    """The content of a file, or what is wrong with it."""
    try:
        content = orjson.loads(storage.read(uri, _LARGEST))
    except PlumblineError as error:
        return Categories(), [Fault(FIELD, repr(uri), f"a readable label list (label category file). {error}")]
    except orjson.JSONDecodeError as error:
        return Categories(), [
            Fault(FIELD, f"not JSON: {error}", 'a JSON file such as {"labels": [{"label": "dog"}, …]}')
        ]
    if found := unstorable(content, FIELD):
        return Categories(), found
    entries = content.get("labels", None if kind.fewest_labels else []) if isinstance(content, dict) else None
    if not isinstance(entries, list):
        wanted = 'a list "labels" with an object {"label": …} for each class'
        return Categories(), [Fault(FIELD, "no labels in the file", wanted)]
    names, faults = _names(entries, kind)
    faults += _instruction_faults(content, kind)
    return Categories(names, {} if faults else _details(content, entries, kind)), faults


def _names(entries: list[object], kind: TaskType) -> tuple[list[str], list[Fault]]:
    names: list[str] = []
    faults: list[Fault] = []
    for i, entry in enumerate(entries):
        fault = _entry_fault(entry, names, kind)
        if fault:
            given, wanted = fault
            faults.append(Fault(f"{FIELD} labels[{i}]", f"label {i + 1}, {given}", wanted))
        elif isinstance(entry, dict):
            names.append(entry["label"])
    if not faults and len(names) < kind.fewest_labels:
        given = "1 label" if len(names) == 1 else f"{len(names)} labels"
        faults.append(Fault(FIELD, given, f"at least {kind.fewest_labels} labels to choose between"))
    if not faults and kind.most_labels is not None and len(names) > kind.most_labels:
        faults.append(Fault(FIELD, f"{len(names)} labels", f"at most {kind.most_labels} labels, as {kind.key} takes"))
    return names, faults


def _entry_fault(entry: object, names: list[str], kind: TaskType) -> tuple[str, str] | None:
    """What was given and what is wanted, None for a good entry."""
    name = entry.get("label") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(name, str) or not 1 <= len(name) <= _LONGEST:
        return repr(entry)[:80], f'{{"label": text of 1-{_LONGEST} characters}}'
    if name in names:
        return repr(name), "a label that is not in the list yet"
    if kind.draws_masks and name == BACKGROUND:
        return repr(name), f"another label than {BACKGROUND}, as masks call what has no label"
    return _display_fault(entry) if kind.label_objects else None


def _display_fault(entry: dict[str, Any]) -> tuple[str, str] | None:
    for member in _DISPLAY:
        shown = entry.get(member)
        if shown is not None and not (isinstance(shown, str) and len(shown) <= _LONGEST):
            return repr(shown)[:80], f"a {member} that is text of at most {_LONGEST} characters"
    return None


def _instruction_faults(content: dict[str, Any], kind: TaskType) -> Iterator[Fault]:
    if not kind.needs_instructions:
        return
    given = _instructions(content)
    for name, _, longest in _INSTRUCTIONS:
        text = given.get(name)
        if text is None:
            yield Fault(
                f"{FIELD} instructions.{name}",
                "nothing",
                f'"{name}" in "instructions": text for the workers; {kind.key} has no other place',
            )
        elif len(text) >= longest:
            yield Fault(f"{FIELD} instructions.{name}", f"{name} of {len(text):,} characters",
                        f"fewer than {longest:,} characters")  # fmt: skip


def _instructions(content: dict[str, Any]) -> dict[str, str]:
    given = content.get("instructions")
    found = (
        {name: given.get(name, given.get(older)) for name, older, _ in _INSTRUCTIONS} if isinstance(given, dict) else {}
    )
    return {name: text for name, text in found.items() if isinstance(text, str)}


def _details(content: dict[str, Any], entries: list[Any], kind: TaskType) -> dict[str, Any]:
    """Of a file without faults."""
    shown = {
        entry["label"]: {member: entry[member] for member in _DISPLAY if entry.get(member) is not None}
        for entry in (entries if kind.label_objects else ())
    }
    reviewed = content.get("auditLabelAttributeName")
    found = {
        "display": {label: names for label, names in shown.items() if names}, "instructions": _instructions(content),
        "reviewed": reviewed if isinstance(reviewed, str) else "",
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}
