"""The admin, open to members of a tenant and limited to that tenant.

It is for the people of an account, not for operators: who may come in follows from the role in the tenant, which the
middleware put on the request (`config/middleware.py`), and never from Django's own flags.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST
from unfold.dataclasses import Favicon
from unfold.sites import UnfoldAdminSite

from config.dashboard import live, overview
from config.sessions import choose_tenant
from tenants import crossing, scope
from tenants.console import is_member, member_of
from tenants.errors import AccessDenied, NotFound, PlumblineError
from tenants.models import Tenant

View = Callable[..., HttpResponse]

# Alpine, which unfold is built on, evaluates attributes; nothing inline is run, and nothing from elsewhere is fetched but
# pictures that are to be labeled, from the object store.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    f"img-src 'self' data: {settings.S3_PUBLIC_ENDPOINT_URL}; "
    "object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The accent of frontend/src/design/tokens.ts (#3b4fd8 at 600, #8f9dff at 400) and its neighbours.
_PRIMARY = {
    "50": "#f3f4fe", "100": "#eceffd", "200": "#d5dafb", "300": "#b5bdff", "400": "#8f9dff", "500": "#6b7bf0",
    "600": "#3b4fd8", "700": "#2f40b8", "800": "#28368f", "900": "#23284a", "950": "#161a33",
}  # fmt: skip
_SIDEBAR = (
    ("", (
        ("Overview", "space_dashboard", "index"), ("Jobs", "checklist", "jobs_labelingjob_changelist"),
        ("Preview", "preview", "jobs_preview_changelist"),
    )),
    ("People", (
        ("Teams", "groups", "workforce_workteam_changelist"), ("Workers", "badge", "workforce_worker_changelist"),
        ("Invitations", "mail", "workforce_invitation_changelist"),
        ("Members", "admin_panel_settings", "tenants_member_changelist"),
    )),
    ("Account", (
        ("Keys", "key", "tenants_apikey_changelist"), ("Buckets", "database", "tenants_bucket_changelist"),
        ("Audit", "history", "tenants_auditentry_changelist"),
    )),
)  # fmt: skip


class TenantAdminSite(UnfoldAdminSite):  # type: ignore[misc]  # unfold has no types
    """Lets members in; what each may do is said by `ScopedAdmin` (tenants/console.py) from their role."""

    index_title = "Overview"
    index_template = "console/index.html"

    # --- the door ----------------------------------------------------------------------------------------------------
    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and is_member(request))

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Every address of the admin: the door first, then the view; what a verb refuses becomes a page."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = self._turn_away(request)
            if response is None:
                try:
                    response = inner(request, *args, **kwargs)
                except PlumblineError as error:
                    response = self._refusal(request, error)
            response["Content-Security-Policy"] = _POLICY
            response["Cache-Control"] = "no-store"
            return response

        return answer

    def _turn_away(self, request: HttpRequest) -> HttpResponse | None:
        """Where somebody goes who cannot come in; None for those who can."""
        user = request.user
        if user.is_authenticated and not user.must_change_password and self.has_permission(request):
            return None
        if request.headers.get("HX-Request"):  # a page that looks again by itself: let it load anew as a whole
            return HttpResponse(headers={"HX-Refresh": "true"})
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("portal:sign-in"))
        if user.must_change_password:
            return redirect_to_login(request.get_full_path(), reverse("portal:choose-password"))
        return self._refusal(request, AccessDenied("You are no member of an account. Ask an owner to add you."))

    def _refusal(self, request: HttpRequest, error: PlumblineError) -> HttpResponse:
        context = self.each_context(request) | {"error": error, "is_nav_sidebar_enabled": self.has_permission(request)}
        return render(request, "console/refused.html", context | {"title": "Not possible"}, status=error.status)

    # --- addresses ---------------------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        own = [
            path("live/", self.admin_view(self.live_view), name="live"),
            path("tenant/", self.admin_view(require_POST(self.choose_view)), name="tenant"),
        ]
        return own + list(super().get_urls())

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        shown = overview(request, member_of(request)) | (extra_context or {})
        response: TemplateResponse = super().index(request, shown)
        return response

    def live_view(self, request: HttpRequest) -> HttpResponse:
        """The moving part of the overview."""
        return render(request, "console/_live.html", live(member_of(request)))

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """Work in another account one is a member of."""
        wanted = request.POST.get("tenant", "")
        if not (wanted.isdecimal() and len(wanted) < 19 and choose_tenant(request, int(wanted))):
            raise NotFound("You are no member of that account.")
        return redirect("admin:index")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """People sign in at the labeling site's door, with its throttle."""
        return redirect_to_login(reverse("admin:index"), reverse("portal:sign-in"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "POST":
            logout(request)
        return HttpResponseRedirect(reverse("portal:sign-in"))

    # --- the frame of every page -------------------------------------------------------------------------------------
    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        mine = _tenants(request) if self.has_permission(request) else []
        current = scope.peek()
        icon = static("console/icon.svg")
        context: dict[str, Any] = super().each_context(request)
        colours = context["colors"] | {"primary": _PRIMARY}
        return context | {
            "site_title": "Plumbline", "site_header": "Plumbline", "site_icon": icon, "site_url": reverse("portal:jobs"),
            "site_subheader": next((one.name for one in mine if one.pk == current), ""),
            "site_favicons": [Favicon(href=icon, rel="icon", type="image/svg+xml")],
            "styles": [static("console/console.css")], "scripts": [static("console/console.js")], "colors": colours,
            "my_tenants": mine, "current_tenant": current,
        }  # fmt: skip

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        return [
            {"title": title, "separator": bool(title), "items": [_item(request, *item) for item in items]}
            for title, items in _SIDEBAR
        ]


def _item(request: HttpRequest, title: str, icon: str, name: str) -> dict[str, Any]:
    link = reverse(f"admin:{name}")
    active = request.path == link if name == "index" else request.path.startswith(link)
    return {"title": title, "icon": icon, "link": link, "active": active, "has_permission": True}


def _tenants(request: HttpRequest) -> list[Tenant]:
    """The accounts this person may switch to, by name."""
    ids = crossing.tenants_of_member(request.user.pk) if request.user.pk else []
    return list(Tenant.objects.filter(pk__in=ids).order_by("name", "pk"))
