"""Document pages: the category of each page, and each field, by vote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from consolidation.functions.contract import Agreed, Given
from consolidation.functions.forms import Form, forms
from consolidation.merging.answered import Answer, all_of, in_form


def _form(answer: Answer) -> Form | None:
    given = answer.get("pages")
    pages = all_of([_page(one) for one in given]) if isinstance(given, list) else None
    return None if pages is None else {name: value for page in pages for name, value in page.items()}


def _page(given: object) -> Form | None:
    """Fields by page (in digits, so that they stay in order), `category` or `fields`, and name."""
    if not isinstance(given, dict) or not given.keys() <= {"page", "category", "fields"}:
        return None
    page, fields = _digits(given.get("page")), given.get("fields", {})
    if page is None or not isinstance(fields, dict):
        return None
    said = {f"{page}/category": given["category"]} if "category" in given else {}
    said.update({f"{page}/fields/{name}": value for name, value in fields.items()})
    return said if all(isinstance(value, str) for value in said.values()) else None


def _digits(page: object) -> str | None:
    whole = isinstance(page, int) and not isinstance(page, bool) and 0 <= page < 10**9
    return f"{page:09}" if whole else None


def _document(_given: Sequence[Given[Answer]], agreed: Agreed[Form]) -> Answer:
    pages: dict[str, dict[str, Any]] = {}
    for name, value in sorted(agreed.content.items()):
        number, kind, *field = name.split("/", 2)
        page = pages.setdefault(number, {"page": int(number)})
        if field:
            page.setdefault(kind, {})[field[0]] = value
        else:
            page[kind] = value
    return {"pages": list(pages.values())}


pages = in_form(_form, forms, _document)
