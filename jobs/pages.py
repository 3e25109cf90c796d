"""Which template a job's workers see: the customer's own, one the account keeps under a name, or the default of a type.

The original has pages of its own, which requests name by `HumanTaskUiArn` (spec 2.2). Ours are templates like any
other, one a type in `jobs/default_templates/`, and every type's page has such a name.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jobs import human_task_uis
from jobs.errors import HumanTaskUiNotFound
from jobs.task_types import TaskType, of_function, of_page
from tenants import scope, storage
from tenants.errors import Fault, PlumblineError
from tenants.models import Tenant

CONFIG = "HumanTaskConfig.UiConfig"
_FILES = Path(__file__).parent / "default_templates"
_AMAZON = ":394669845002:human-task-ui/"  # the account that the original's own pages belong to
_ARN = "arn:aws:sagemaker:{region}" + _AMAZON + "{key}"
_LARGEST = 512_000  # bytes of 128,000 characters
_LONGEST = 128_000  # characters (spec 1.14)


@cache
def default(kind: TaskType) -> str:
    """The text of a type's default template."""
    return (_FILES / f"{kind.key}.liquid.html").read_text()


def by_arn(arn: str) -> str:
    """The template that an ARN names: one the account keeps, or the original's own page of a type; raises
    `HumanTaskUiNotFound`."""
    kind = of_page(arn) if _AMAZON in arn else None
    return default(kind) if kind and kind.has_default else human_task_uis.by_arn(arn).template.text


def or_default(request: dict[str, Any]) -> dict[str, Any]:
    """The request with its type's default page where it names none. REST and the admin ask for this; on the wire a
    request without one is refused, as by the original."""
    human = request.get("HumanTaskConfig")
    if not isinstance(human, dict) or human.get("UiConfig"):
        return request
    after = human.get("AnnotationConsolidationConfig")
    functions = (
        human.get("PreHumanTaskLambdaArn"),
        after.get("AnnotationConsolidationLambdaArn") if isinstance(after, dict) else None,
    )
    kind = next(filter(None, (of_function(str(arn)) for arn in functions)), None)
    if kind is None or not kind.has_default:
        return request
    region = Tenant.objects.values_list("region", flat=True).get(pk=scope.current())
    page = _ARN.format(region=region, key=kind.key)
    return {**request, "HumanTaskConfig": {**human, "UiConfig": {"HumanTaskUiArn": page}}}


def find(config: dict[str, Any], kind: TaskType | None) -> tuple[str, list[Fault]]:
    """The template that a UiConfig names, or what is wrong with it."""
    uri, arn = config.get("UiTemplateS3Uri"), config.get("HumanTaskUiArn")
    if bool(uri) == bool(arn):
        given = "UiTemplateS3Uri and HumanTaskUiArn" if uri else "nothing"
        return "", [Fault(CONFIG if uri else f"{CONFIG}.UiTemplateS3Uri", given, _one_of(kind))]
    return _own(str(uri), kind) if uri else _named(str(arn), kind)


def _own(uri: str, kind: TaskType | None) -> tuple[str, list[Fault]]:
    path = f"{CONFIG}.UiTemplateS3Uri"
    if kind and kind.own_page_only:
        return "", [Fault(path, repr(uri), f"{_one_of(kind)}; a custom job shows a template of your own")]
    try:
        text = storage.read(uri, _LARGEST).decode()
    except UnicodeDecodeError:
        return "", [Fault(path, repr(uri), "a template saved as UTF-8")]
    except PlumblineError as error:
        return "", [Fault(path, repr(uri), f"a readable worker template. {error}")]
    if len(text) > _LONGEST:
        wanted = f"a readable worker template. {uri} has {len(text):,} characters; at most {_LONGEST:,} are taken."
        return "", [Fault(path, repr(uri), wanted)]
    if not text.strip():
        return "", [Fault(path, repr(uri), f"a worker template. {uri} is empty.")]
    return text, []


def _named(arn: str, kind: TaskType | None) -> tuple[str, list[Fault]]:
    path = f"{CONFIG}.HumanTaskUiArn"
    if _AMAZON not in arn:
        try:
            return human_task_uis.by_arn(arn).template.text, []
        except HumanTaskUiNotFound as error:
            return "", [Fault(path, repr(arn), f"{_one_of(kind)}. {error}")]
    if kind is None:
        return "", []  # which page would be right is not known; the kind's own fault is told
    if of_page(arn) is not kind or not kind.has_default:
        return "", [Fault(path, repr(arn), _one_of(kind))]
    return default(kind), []


def _one_of(kind: TaskType | None) -> str:
    """What a UiConfig of this kind has to name."""
    page = f"the HumanTaskUiArn {_ARN.format(region='us-east-1', key=kind.key)}" if kind and kind.has_default else ""
    own = "" if kind and kind.own_page_only else "the S3 address of a worker template"
    return " or ".join(filter(None, (own, page)))
