"""How values print, and the filters of the dialect (spec A.2.1-A.2.4).

Two kinds of text: `str` is data and is escaped when it is printed; `Safe` was escaped already (or asked not to be), and
stays as it is. Captured text is `Safe`, so nothing is escaped twice.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from liquid import RenderContext
from liquid.builtin.expressions.primitive import Blank, Empty
from liquid.filter import sequence_filter, with_context
from markupsafe import Markup

from jobs.liquid_limits import ITEMS, VALUE, LimitReached

_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);)")
_SCRIPT_EDGE = re.compile(r"</?(?:script|style)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_S3 = re.compile(
    r"^(?:s3://|https?://s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com/)(?P<bucket>[^/\s]+)/(?P<key>.+)$"
    r"|^https?://(?P<host>[a-z0-9][a-z0-9.-]*)\.s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com/(?P<path>.+)$",
    re.DOTALL,
)
# These take text: what is not text is printed first, as the page would print it.
TEXT_FILTERS = frozenset({
    "append", "base64_decode", "base64_encode", "base64_url_safe_decode", "base64_url_safe_encode", "capitalize",
    "downcase", "lstrip", "newline_to_br", "prepend", "remove", "remove_first", "remove_last", "replace",
    "replace_first", "replace_last", "rstrip", "split", "squish", "strip", "strip_html", "strip_newlines", "truncate",
    "truncatewords", "upcase", "url_decode", "url_encode",
})  # fmt: skip


class Safe(Markup):
    """Text that prints as it is. Joined with plain text, it escapes that by the dialect's map."""

    @classmethod
    def escape(cls, s: Any, /) -> Safe:
        return escaped(s)


def plain(value: object) -> str:
    """The text of any value: lists and hashes as compact JSON (spec A.2.3), nil and undefined as nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple, dict)):
        return as_json(value)
    if isinstance(value, range):
        return f"{value.start}..{value.stop - 1}"
    if isinstance(value, float):
        return str(value).removesuffix(".0")  # as JavaScript prints it: 873, not 873.0
    if value is None or isinstance(value, (Mapping, Empty, Blank)):  # undefined is a Mapping, as is forloop
        return ""
    return str(value)


def escaped(value: object) -> Safe:
    """What `{{ value }}` prints. The map is the documented one: `& < > " '` (spec A.2.1).

    A carriage return is written as a reference: browsers read a bare one away, and offsets into the text would be off.
    """
    text = plain(value)
    if isinstance(text, Markup):
        return Safe(text)
    return Safe(_angles(text.replace("&", "&amp;")).replace("\r", "&#13;"))


def as_json(value: object) -> str:
    """Compact JSON; captured text in it is unescaped first, as the printing escapes once more."""
    if isinstance(value, Markup):
        value = html.unescape(str(value))
    elif isinstance(value, list) and any(isinstance(item, Markup) for item in value):
        value = [html.unescape(str(item)) if isinstance(item, Markup) else item for item in value]
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_unknown_to_json)


def escape(value: object) -> Safe:
    """`escape`: never a second time."""
    return escaped(value)


def escape_once(value: object) -> Safe:
    """`escape_once`: escapes all but the entities that are there."""
    text = plain(value)
    if isinstance(text, Markup):
        return Safe(text)
    return Safe(_angles(_BARE_AMPERSAND.sub("&amp;", text)))


def skip_autoescape(value: object) -> Safe:
    """`skip_autoescape`: prints raw."""
    return Safe(plain(value))


def to_json(value: object) -> str:
    """`to_json`: still data, so it is escaped when printed, once, also after `escape`."""
    return as_json(value)


@with_context
def grant_read_access(value: object, *, context: RenderContext) -> object:
    """`grant_read_access`: an S3 address → a URL that a browser may read for a while; all else unchanged (A.2.4)."""
    text = plain(value)
    found = _S3.match(html.unescape(str(text)).strip() if isinstance(text, Markup) else text.strip())
    if found is None:
        return value
    bucket, key = (found["bucket"], found["key"]) if found["bucket"] else (found["host"], found["path"])
    return context.sign(f"s3://{bucket}/{key}")  # type: ignore[attr-defined]  # our own context


@with_context
def s3_presign(value: object, *, context: RenderContext) -> object:
    """`s3_presign`: the later name of `grant_read_access` in the original's guide."""
    return grant_read_access(value, context=context)


@sequence_filter
def join(items: Any, separator: object = " ") -> str:
    """`join` that keeps captured text from being escaped twice."""
    texts = [plain(item) for item in items]
    between = plain(separator)
    if any(isinstance(text, Markup) for text in texts):
        return escaped(between).join(texts)
    return between.join(texts)


def newline_to_br(value: object) -> Safe:
    """`newline_to_br`: the breaks are markup, the text between them stays data."""
    return Safe(re.sub(r"\r?\n", "<br />\n", escaped(value)))


def strip_html(value: object) -> str:
    """`strip_html` in one pass: drops tags and what is in scripts and styles."""
    text = plain(value)
    stripped = _TAG.sub("", "".join(_SCRIPT_EDGE.split(str(text))[::2]))
    return Safe(stripped) if isinstance(text, Markup) else stripped


def strip_newlines(value: object) -> str:
    """`strip_newlines`: the text stays what it was, data or escaped."""
    text = plain(value)
    return text.replace("\r\n", "").replace("\n", "")


# `uniq` compares every item with every other; `to_json` writes each once, and pages hand all labels of a job to it.
_MOST_ITEMS = {"uniq": ITEMS // 10, "to_json": 10 * ITEMS}


def check_cost(name: str, value: object, *arguments: object) -> None:
    """Refuse what would cost far more than its input before it is done: its memory or time could not be had back."""
    if isinstance(value, (list, tuple, range)):
        if len(value) > _MOST_ITEMS.get(name, ITEMS):
            raise LimitReached(f"`{name}` is given a list of {len(value):,} items. Use a shorter list")
    elif name in _DEAR and isinstance(value, str):
        _DEAR[name](value, *map(plain, arguments))


def _check_split(text: str, separator: str = "", *_: str) -> None:
    if (text.count(separator) if separator else len(text)) > ITEMS:
        raise LimitReached(f"`split` makes more than {ITEMS:,} items. Split a shorter text")


def _check_replace(text: str, old: str = "", new: str = "", *_: str) -> None:
    if len(text) + text.count(old) * len(new) > VALUE:
        raise LimitReached(f"`replace` makes more than {VALUE:,} characters. Replace less")


def _check_date(text: str, *_: str) -> None:
    if len(text) > 100:
        raise LimitReached("`date` is given a long text. Give it a date")


_DEAR: dict[str, Callable[..., None]] = {"split": _check_split, "replace": _check_replace, "date": _check_date}


def _angles(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&#39;")


def _unknown_to_json(value: object) -> object:
    if isinstance(value, range):
        return list(value)
    return plain(value) or None


FILTERS = {
    one.__name__: one
    for one in (
        escape, escape_once, skip_autoescape, to_json, grant_read_access, s3_presign, join, newline_to_br,
        strip_html, strip_newlines,
    )
}  # fmt: skip
