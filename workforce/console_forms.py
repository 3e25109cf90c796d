"""Forms of the pages about teams."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from tenants.console_verbs import VerbForm
from workforce.actions import members


class TeamForm(VerbForm):
    name = forms.CharField(max_length=63, required=False, help_text="Letters, digits and hyphens; part of the ARN.")
    description = forms.CharField(max_length=200, required=False, help_text="What this team labels.")


class InviteForm(VerbForm):
    email = forms.CharField(
        label="E-mail address", max_length=254, required=False, widget=forms.EmailInput,
        help_text="They get a mail with a link. You see the link too, once, to pass it on yourself.",
    )  # fmt: skip


class RemoveWorkerForm(VerbForm):
    worker = forms.TypedChoiceField(coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = members(self.subject) if self.subject is not None else []
        cast("forms.ChoiceField", self.fields["worker"]).choices = [
            (one.pk, f"{one} ({one.user.email})") for one in people
        ]
