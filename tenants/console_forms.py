"""Forms of the account's own pages: members, keys, buckets."""

from __future__ import annotations

from typing import Any

from django import forms

from tenants.console_verbs import VerbForm
from tenants.models import Member

_ROLES = (
    "Reviewers see everything and change nothing. Managers run jobs, teams and buckets. "
    "Owners also run keys and members."
)


class MemberForm(VerbForm):
    email = forms.CharField(label="E-mail address", max_length=254, widget=forms.EmailInput)
    role = forms.ChoiceField(choices=Member.ROLES, initial="manager", help_text=_ROLES)

    def clean_email(self) -> str:
        email: str = forms.EmailField(max_length=254).clean(self.cleaned_data["email"])
        return email.lower()


class RoleForm(VerbForm):
    role = forms.ChoiceField(choices=Member.ROLES, help_text=_ROLES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            self.initial.setdefault("role", self.subject.role)


class KeyForm(VerbForm):
    name = forms.CharField(max_length=100, required=False, help_text="What it is for, e.g. “nightly import”.")
    role = forms.ChoiceField(
        choices=Member.ROLES, initial="manager", help_text="What a script with this key may do. " + _ROLES
    )


class BucketForm(VerbForm):
    name = forms.CharField(
        max_length=63,
        required=False,
        help_text="3-63 lower-case letters, digits, dots and hyphens. Bucket names are unique across all accounts.",
    )
