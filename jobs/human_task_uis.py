"""Worker templates that an account keeps under a name (spec 1.14)."""

from __future__ import annotations

import hashlib

from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse

from jobs.errors import HumanTaskUiNotFound
from jobs.models import HumanTaskUi, UiTemplate
from tenants import audit
from tenants.actor import Actor
from tenants.errors import Fault, LimitExceeded, NameTaken, RequestInvalid

MOST = 100  # of an account
LIFETIME = 3600  # s: of the address of a template's text
_SALT = "jobs.human_task_ui.1"


def keep_template(text: str) -> UiTemplate:
    """The row of this text; the same text is kept once."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    template, _ = UiTemplate.objects.get_or_create(sha256=sha256, defaults={"text": text})
    return template


@transaction.atomic
def create(name: str, text: str, *, tags: list[dict[str, str]] | None = None, actor: Actor) -> HumanTaskUi:
    """Keep a template under a name; raises `NameTaken`, `LimitExceeded`. It is not rendered: drafts may be kept too."""
    actor.demand("manager")
    if "\0" in text:
        raise RequestInvalid([Fault("UiTemplate.Content", "text with a NUL character", "a template without one")])
    if HumanTaskUi.objects.count() >= MOST:
        raise LimitExceeded(f"An account has at most {MOST} human task UIs; delete one first.")
    ui = HumanTaskUi(name=name, template=keep_template(text), tags=tags or [])
    try:
        with transaction.atomic():
            ui.save()
    except IntegrityError as error:
        raise NameTaken(f"A human task UI named {name} exists already in this account.") from error
    audit.record(actor, "jobs.human_task_ui.created", ui.arn)
    return ui


@transaction.atomic
def delete(name: str, *, actor: Actor) -> None:
    """Forget a name; jobs keep the template they were made with."""
    actor.demand("manager")
    ui = get(name)
    ui.delete()
    audit.record(actor, "jobs.human_task_ui.deleted", ui.arn)


def get(name: str) -> HumanTaskUi:
    """The human task UI of that name, or `HumanTaskUiNotFound`."""
    ui = HumanTaskUi.objects.select_related("tenant", "template").filter(name=name).first()
    if ui is None:
        raise HumanTaskUiNotFound(f"The human task UI {name} does not exist in this account.")
    return ui


def by_arn(arn: str) -> HumanTaskUi:
    """The account's human task UI that an ARN names, or `HumanTaskUiNotFound`."""
    ui = get(arn.rpartition("/")[2])
    if ui.arn != arn:
        raise HumanTaskUiNotFound(f"{arn} is no human task UI of this account.")
    return ui


def address(ui: HumanTaskUi) -> str:
    """A path where the template's text can be read for `LIFETIME` seconds without a session."""
    token = signing.TimestampSigner(salt=_SALT).sign(f"{ui.tenant_id}-{ui.pk}")
    return reverse("portal:template-text", args=[token])


def read(token: str) -> tuple[int, int]:
    """Tenant and human task UI of an address; raises `HumanTaskUiNotFound` when it was changed or is old."""
    try:
        told = signing.TimestampSigner(salt=_SALT).unsign(token, max_age=LIFETIME)
    except signing.BadSignature as error:
        raise HumanTaskUiNotFound from error
    tenant_id, ui_id = map(int, told.split("-"))
    return tenant_id, ui_id


def text(ui_id: int) -> str:
    """The template of a human task UI of the open tenant."""
    found = HumanTaskUi.objects.filter(pk=ui_id).values_list("template__text", flat=True).first()
    if found is None:
        raise HumanTaskUiNotFound
    return str(found)
