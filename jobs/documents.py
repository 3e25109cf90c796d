"""A template's text as the page that a browser loads: our elements instead of the original's, and a whole document.

Everything is put in without a line break, so that line numbers in messages stay those of the requester's file.
"""

from __future__ import annotations

import html
import re

ELEMENTS = "crowd-html-elements.js"
NO_ELEMENTS = "There is no <crowd-form>, so nobody can submit this page. Put its fields into one."

# Either version, any scheme or none, quoted or not (spec A.3.1).
_LOADER = re.compile(
    r"(?P<before>\b(?:src|href)\s*=\s*)(?P<quote>[\"'])?\s*(?:https?:)?//assets\.crowd\.aws/crowd-html-elements[\w.-]{0,40}\.js"
    r"(?:\?[^\"'\s<>]*)?(?(quote)\s*(?P=quote)|(?=[\s/>]|$))",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<script\b[^<>]*>", re.IGNORECASE)
_INTEGRITY = re.compile(r"\s+integrity\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]+)", re.IGNORECASE)
_STYLESHEET = re.compile(r"<link\b[^<>]*?//assets\.crowd\.aws/css/[^<>]*>", re.IGNORECASE)
# Not `….jss`, as one page of the original's guide has it: nothing comes from there.
_ANY_LOADER = re.compile(r"<script\b[^<>]*crowd-html-elements[\w.-]{0,40}\.js\b", re.IGNORECASE)
_COMMENT_EDGE = re.compile(r"<!--|-->")
# In a script too, which may be what makes them.
_ELEMENT = re.compile(r"\b(?:crowd|plumb)-(?!html-elements)[a-z]", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!doctype\b[^<>]*>", re.IGNORECASE)
_HTML = re.compile(r"<html\b[^<>]*>", re.IGNORECASE)
_HEAD = re.compile(r"<head\b[^<>]*>", re.IGNORECASE)
# A browser makes html, head and body itself; writing them would break fragments that have a head or body of their own.
_FRAME = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'


def prepared(text: str, static_base: str) -> str:
    """The template with the loader under `static_base` (e.g. `/static/`), and with what a whole document needs."""
    address = html.escape(static_base.rstrip("/") + "/" + ELEMENTS)
    text = _SCRIPT.sub(_without_integrity, _STYLESHEET.sub("", text))
    text = _LOADER.sub(rf"\g<before>\g<quote>{address}\g<quote>", text)
    missing = _ELEMENT.search(text) and not _ANY_LOADER.search(_without_comments(text))
    loader = f'<script src="{address}"></script>' if missing else ""
    if whole := _HTML.search(text):
        place = (_HEAD.search(text, whole.end()) or whole).end()
        return text[:place] + loader + text[place:]
    doctype = _DOCTYPE.search(text)
    place = doctype.end() if doctype else 0
    return text[:place] + ("" if doctype else "<!doctype html>") + _FRAME + loader + text[place:]


def names_elements(text: str) -> bool:
    """Does a template name any element of ours, or their loader? These send the answers."""
    return _ELEMENT.search(text) is not None or _ANY_LOADER.search(text) is not None


def is_mute(text: str) -> bool:
    """Is there nothing in a template that could ever send an answer? A script may speak with the page by itself."""
    return not names_elements(text) and _SCRIPT.search(text) is None


def _without_integrity(tag: re.Match[str]) -> str:
    """A loader's tag without the checksum of the original, which ours does not have."""
    return _INTEGRITY.sub("", tag.group()) if _LOADER.search(tag.group()) else tag.group()


def _without_comments(text: str) -> str:
    """In one pass; a comment without an end reaches to the end, as in a browser."""
    kept, place, inside = [], 0, False
    for edge in _COMMENT_EDGE.finditer(text):
        if inside == (edge.group() == "-->"):
            if not inside:
                kept.append(text[place : edge.start()])
            place, inside = edge.end(), not inside
    return "".join(kept) + ("" if inside else text[place:])
