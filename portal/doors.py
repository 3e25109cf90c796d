"""Ways in and out: sign-in, sign-out, choosing a password, joining a team by invitation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import PasswordResetForm, SetPasswordForm
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal import throttle
from portal.forms import TOO_MANY, JoinForm, NewPasswordForm, SignInForm
from portal.policy import page
from tenants import actions
from tenants.errors import NotFound, RequestInvalid
from tenants.models import User
from workforce import invitations

P = ParamSpec("P")
SignedInView = Callable[Concatenate[HttpRequest, User, P], HttpResponseBase]


def signed_in(view: SignedInView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """The view gets the user. Others go to sign-in; a one-time password is replaced first."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("portal:sign-in"))
        user = request.user
        if user.must_change_password:
            return redirect_to_login(request.get_full_path(), reverse("portal:choose-password"))
        return view(request, user, *args, **kwargs)

    return answer


@page
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return HttpResponseRedirect(_wanted(request))
    form = SignInForm(request, request.POST or None)
    if form.is_valid() and form.user is not None:
        login(request, form.user)
        return HttpResponseRedirect(_wanted(request))
    context = {"form": form, "next": request.GET.get("next", "")}
    return render(request, "portal/sign_in.html", context, status=_status(form))


@page
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("portal:sign-in")


@page
def choose_password(request: HttpRequest) -> HttpResponse:
    """After the first sign-in with a one-time password; leads on to where the person wanted to go."""
    if not request.user.is_authenticated:
        return redirect_to_login(_wanted(request), reverse("portal:sign-in"))
    user = request.user
    form = NewPasswordForm(user, request.POST or None)
    if not form.is_valid():
        return render(request, "portal/choose_password.html", {"form": form}, status=_status(form))
    actions.choose_password(user, form.cleaned_data["password"])
    update_session_auth_hash(request, user)
    return HttpResponseRedirect(_wanted(request))


@page
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation: say who invites, take a name and a password, sign in."""
    try:
        invited = invitations.look_up(token)
        form = JoinForm(invited, request.POST or None)
        if form.is_valid() and _accept(request, form, token):
            return redirect("portal:jobs")
    except NotFound as error:
        return render(request, "portal/gone.html", {"error": error}, status=error.status)
    return render(request, "portal/join.html", {"form": form, "invited": invited}, status=_status(form))


class AskForReset(auth_views.PasswordResetView):
    """A mail with a link, if there is such an account; the answer is the same if there is not."""

    template_name = "portal/password/ask.html"
    email_template_name = "portal/password/mail.txt"
    subject_template_name = "portal/password/mail_subject.txt"
    success_url = reverse_lazy("portal:password-sent")

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        limits = throttle.reset(self.request, form.cleaned_data["email"])
        if throttle.exhausted(limits):
            return redirect("portal:password-sent")
        throttle.count(limits)
        return super().form_valid(form)


class ResetSent(auth_views.PasswordResetDoneView):
    template_name = "portal/password/sent.html"


class Reset(auth_views.PasswordResetConfirmView):
    """The link of the mail: choose a new password, once. It also replaces a one-time password."""

    template_name = "portal/password/choose.html"
    success_url = reverse_lazy("portal:password-done")

    def form_valid(self, form: SetPasswordForm[User]) -> HttpResponse:
        form.user.must_change_password = False
        return super().form_valid(form)


class ResetDone(auth_views.PasswordResetCompleteView):
    template_name = "portal/password/done.html"


def _accept(request: HttpRequest, form: JoinForm, token: str) -> bool:
    """Take the invitation and sign in; a wrong password of a known person is the form's fault and is counted."""
    limits = throttle.sign_in(request, form.invited.email)
    if throttle.exhausted(limits):
        form.add_error(None, ValidationError(TOO_MANY, code="throttled"))
        return False
    try:
        user = invitations.accept(token, **form.cleaned_data)
    except RequestInvalid as error:
        throttle.count(limits)
        form.add_error("password", [fault.wanted for fault in error.faults])
        return False
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return True


def _wanted(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("portal:jobs")


def _status(form: Form) -> int:
    """200 for an empty form, 429 when tries ran out, 422 for one with faults."""
    if not form.is_bound:
        return 200
    return 429 if form.has_error("__all__", "throttled") else 422
