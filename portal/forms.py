"""The forms of the pages where somebody signs in, chooses a password or joins a team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from portal import throttle
from tenants.models import User
from workforce.invitations import Invited

WRONG = "That e-mail address and password do not belong together. Check both and try again."
CHOOSING_HINT = "A few words in a row are long, and easy to keep in mind."
TOO_MANY = "Too many tries. Wait 15 minutes, or choose a new password by e-mail."


class SignInForm(forms.Form):
    """One answer for an unknown address, a wrong password and a closed account, so nobody learns who is here."""

    email = forms.EmailField(
        label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        self.user: User | None = None
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not {"email", "password"} <= data.keys():
            return data
        limits = throttle.sign_in(self.request, data["email"])
        if throttle.exhausted(limits):
            raise ValidationError(TOO_MANY, code="throttled")
        user = authenticate(self.request, username=data["email"], password=data["password"])
        if not isinstance(user, User):
            throttle.count(limits)
            raise ValidationError(WRONG, code="wrong")
        throttle.forget(limits)
        self.user = user
        return data


class NewPasswordForm(forms.Form):
    """A password chosen by the person, typed once: the browser's manager keeps it, and one can look at it."""

    password = forms.CharField(
        label="New password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=CHOOSING_HINT,
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)
        return password


class JoinForm(forms.Form):
    """Somebody who was invited gives a name; who is new here chooses a password, others prove it is them."""

    name = forms.CharField(
        label="Your name",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )
    password = forms.CharField(strip=False, widget=forms.PasswordInput)

    def __init__(self, invited: Invited, *args: Any, **kwargs: Any) -> None:
        self.invited = invited
        super().__init__(*args, **kwargs)
        field = self.fields["password"]
        field.label = "Your password" if invited.knows_password else "Choose a password"
        field.help_text = "The one you sign in with already." if invited.knows_password else CHOOSING_HINT
        field.widget.attrs["autocomplete"] = "current-password" if invited.knows_password else "new-password"

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.invited.knows_password:
            password_validation.validate_password(password, User(email=self.invited.email))
        return password
