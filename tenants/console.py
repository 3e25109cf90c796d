"""The parent of every page of the admin: lists and pages of one tenant's rows that change by verbs only.

What somebody may see and do follows from their role in the tenant (`request.actor`), never from Django's own flags or
permissions: nobody can be given more by ticking a box in a user's row (security lesson S21).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin
from unfold.decorators import display

from tenants.actor import Actor
from tenants.console_verbs import ShownOnce, Verb
from tenants.errors import AccessDenied, NotFound

COUNTED = 10_000  # rows a list counts for its page numbers; what lies further behind is found by search


def member_of(request: HttpRequest) -> Actor:
    """The member who looks; raises `AccessDenied` for everybody else, keys too."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.kind != "member":
        raise AccessDenied("You are no member of an account. Ask an owner of the account to add you.")
    return actor


def is_member(request: HttpRequest) -> bool:
    """Does a member look?"""
    try:
        member_of(request)
    except AccessDenied:
        return False
    return True


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # not subscriptable when the code runs
    """Counts no further than COUNTED rows, so that a list costs the same however long it is."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list[: COUNTED + 1]
        return min(rows.count() if isinstance(rows, QuerySet) else len(rows), COUNTED)


class ScopedAdmin(ModelAdmin):  # type: ignore[misc]  # unfold has no types
    """Rows are read-only; `adding` makes one, `verbs` change one, `page_template` shows one."""

    adding: ClassVar[Verb | None] = None
    verbs: ClassVar[tuple[Verb, ...]] = ()
    verbs_in_list: ClassVar[bool] = False
    page_template: ClassVar[str] = ""
    plural: ClassVar[str] = ""
    empty: ClassVar[tuple[str, str]] = ("Nothing here yet", "")

    actions = None
    change_list_template = "console/list.html"
    list_per_page = 50
    list_max_show_all = 50
    list_fullwidth = False
    paginator = BoundedPaginator
    show_facets = ShowFacets.NEVER
    show_full_result_count = False

    # --- who may -----------------------------------------------------------------------------------------------------
    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_member(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.adding is not None and is_member(request) and self.adding.allowed(member_of(request))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the list's own filters: a lookup on any other column would read it letter by letter (lesson S7)."""
        return lookup.removesuffix("__exact") in self.list_filter

    # --- addresses ---------------------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        """List, add, one page, one address a verb; Django's own forms for rows have no address at all."""
        urls = [self.guarded("", self.changelist_view, "changelist")]
        if self.adding:
            urls.append(self.guarded("add/", partial(self.verb_view, verb=self.adding), "add"))
        for verb in self.verbs:
            urls += [self.guarded(f"<int:pk>/{verb.name}/", partial(self.verb_view, verb=verb), verb.name)]
        if self.page_template:
            urls.append(self.guarded("<int:pk>/", self.page_view, "change"))
        return urls

    def guarded(self, route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        """A guarded address named `<app>_<model>_<name>`."""
        guarded: Callable[..., HttpResponse] = self.admin_site.admin_view(view)
        return path(route, guarded, name=self._name(name))

    def link(self, name: str, *args: object) -> str:
        """The address of one of this admin's views."""
        return reverse(f"admin:{self._name(name)}", args=args)

    def _name(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    # --- pages -------------------------------------------------------------------------------------------------------
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        extra = {"title": self.plural, "empty": self.empty, "adding": self.adding}
        response: HttpResponse = super().changelist_view(request, extra | (extra_context or {}))
        return response

    def page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row(request, pk)
        context = self.context(request, row, title=str(row)) | self.page_context(request, row)
        return TemplateResponse(request, self.page_template, context)

    def verb_view(self, request: HttpRequest, *, verb: Verb, pk: int | None = None) -> HttpResponse:
        """GET asks, POST does; only a POST changes anything."""
        actor = member_of(request)
        actor.demand(verb.role)
        row = None if pk is None else self.row(request, pk)
        posted = request.method == "POST"
        form = verb.form(request.POST if posted else None, subject=row, initial=request.GET.dict())
        outcome = verb.perform(form, actor) if posted else None
        context = self.context(request, row, title=verb.heading or verb.title) | {"verb": verb, "form": form}
        if outcome is None:
            status = 422 if posted else 200
            return TemplateResponse(request, "console/form.html", context, status=status)
        if isinstance(outcome, ShownOnce):
            return TemplateResponse(request, "console/shown_once.html", context | {"shown": outcome})
        messages.success(request, outcome.message)
        return HttpResponseRedirect(outcome.to)

    def page_context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What the page of one row shows besides the row."""
        return {}

    def row(self, request: HttpRequest, pk: int) -> Any:
        """The row of that number in this tenant, or `NotFound`."""
        found = self.get_queryset(request).filter(pk=pk).first()
        if found is None:
            raise NotFound(f"There is no such {self.opts.verbose_name} in this account.")
        return found

    def context(self, request: HttpRequest, row: Any, *, title: str) -> dict[str, Any]:
        """What every page needs: the site's frame, the row, and the verbs that this person may use on it."""
        listed = self.link("changelist")
        frame: dict[str, Any] = self.admin_site.each_context(request)
        return frame | {
            "title": title, "row": row, "crumb": (self.plural, listed),
            "back": self.link("change", row.pk) if row is not None and self.page_template else listed,
            "links": [] if row is None else self._links(row, member_of(request)),
        }  # fmt: skip

    def _links(self, row: Any, actor: Actor) -> list[tuple[Verb, str]]:
        return [
            (verb, self.link(verb.name, row.pk)) for verb in self.verbs if verb.allowed(actor) and verb.offered(row)
        ]

    # --- the list's last column --------------------------------------------------------------------------------------
    def get_list_display(self, request: HttpRequest) -> Sequence[Any]:
        may = self.verbs_in_list and any(verb.allowed(member_of(request)) for verb in self.verbs)
        return (*self.list_display, "row_verbs") if may else self.list_display

    @display(description="Created", ordering="created_at")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def created(self, row: Any) -> SafeString:
        return moment(row.created_at)

    @display(description="")  # type: ignore[untyped-decorator]  # unfold's is untyped
    def row_verbs(self, row: Any) -> SafeString:
        offered = [verb for verb in self.verbs if verb.offered(row)]
        return format_html_join(
            " ",
            '<a class="pl-link{}" href="{}">{}</a>',
            ((" pl-danger" if verb.danger else "", self.link(verb.name, row.pk), verb.title) for verb in offered),
        )


def badge(text: object, kind: str = "") -> SafeString:
    """A coloured word; `kind` is good, warn, bad, accent or nothing."""
    return format_html('<span class="pl-badge pl-{}">{}</span>', kind or "plain", text)


def moment(at: datetime) -> SafeString:
    """A time, in UTC, that sorts as it reads."""
    return format_html('<time class="pl-nowrap" datetime="{}">{}</time>', at.isoformat(), f"{at:%Y-%m-%d %H:%M}")


def short(subject: str) -> SafeString:
    """An ARN by its last part, the whole where the pointer rests; other names as they are."""
    tail = subject.rpartition(":")[2] if subject.startswith("arn:") else subject
    return format_html('<span title="{}">{}</span>', subject, tail)


def mono(text: object) -> SafeString:
    """A key, an address, a name as machines read it."""
    return format_html('<code class="pl-mono">{}</code>', text)
