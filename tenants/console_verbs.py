"""What a person can do on a page of the admin: a form or a question, one verb behind it, and what is shown afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from unfold.widgets import INPUT_CLASSES, SELECT_CLASSES, TEXTAREA_CLASSES

from tenants.actor import RANKS, Actor
from tenants.errors import AccessDenied, Fault, NotFound, PlumblineError, RequestInvalid
from tenants.shapes import MATCHING


@dataclass(frozen=True)
class Done:
    """It is done: say so on the page at this address."""

    message: str
    to: str


@dataclass(frozen=True)
class ShownOnce:
    """It is done, and there is something to copy that no later page can show: `facts` are (name, value)."""

    heading: str
    text: str
    facts: tuple[tuple[str, str], ...]
    to: str


Outcome = Done | ShownOnce


class VerbForm(forms.Form):
    """The fields of a verb; none: it only asks "sure?". `subject` is the row it is about, None when one is made."""

    def __init__(self, *args: Any, subject: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        self.use_required_attribute = False  # the verb tells every fault at once, the browser only the first
        for one in self.fields.values():
            one.widget.attrs.setdefault("class", " ".join(_classes(one.widget)))


def _classes(widget: forms.Widget) -> list[str]:
    if isinstance(widget, forms.Textarea):
        return list(TEXTAREA_CLASSES)
    return list(SELECT_CLASSES if isinstance(widget, forms.Select) else INPUT_CLASSES)


@dataclass(frozen=True)
class Verb:
    """A thing to do. `act` gets the row, the form's values and the actor, and calls the verb of its room.

    `faults` maps the start of a fault's field (`HumanTaskConfig.WorkteamArn`) to the form's field that it stands next
    to; a fault that nobody claims stands above the form. `texts` says in words what may stand in a field, where the request
    only has a pattern for it.
    """

    name: str
    title: str
    act: Callable[[Any, dict[str, Any], Actor], Outcome]
    heading: str = ""
    button: str = ""
    intro: str = ""
    form: type[VerbForm] = VerbForm
    role: str = "manager"
    danger: bool = False
    offered: Callable[[Any], bool] = lambda row: True
    faults: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def allowed(self, actor: Actor) -> bool:
        return RANKS.get(actor.role, 0) >= RANKS[self.role]

    def perform(self, form: VerbForm, actor: Actor) -> Outcome | None:
        """Do it; None when something is wrong, which then stands on the form."""
        if not form.is_valid():
            return None
        try:
            return self.act(form.subject, form.cleaned_data, actor)
        except RequestInvalid as error:
            for fault in sorted(error.faults, key=_is_pattern):
                self._place(form, fault)
        except (AccessDenied, NotFound):
            raise
        except PlumblineError as error:
            form.add_error(None, error.message)
        return None

    def _place(self, form: VerbForm, fault: Fault) -> None:
        """Put a fault next to the field whose name fits it most closely."""
        claims = [start for start in self.faults if fault.field.startswith(start)]
        name = self.faults[max(claims, key=len)] if claims else fault.field
        if _is_pattern(fault) and form.has_error(name):
            return  # nobody reads two messages about one mistake
        if _is_pattern(fault) and name in self.texts:
            fault = replace(fault, wanted=self.texts[name])
        if name in form.fields:
            form.add_error(name, _sentence(fault))
        else:
            form.add_error(None, f"{fault.field}: {_sentence(fault)}")


def _is_pattern(fault: Fault) -> bool:
    return fault.wanted.startswith(MATCHING)


def _sentence(fault: Fault) -> str:
    if fault.given == "null":  # the form leaves out what is empty
        return "This is required."
    given = "" if fault.given in ("nothing", "''", "(hidden)") else f" Given: {fault.given}."
    return f"Wanted: {fault.wanted.rstrip('.')}.{given}"
