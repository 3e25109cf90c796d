"""The loader of the original becomes ours (A.3.1), and a fragment becomes a document."""

from __future__ import annotations

import pytest

from jobs.documents import prepared

OURS = "/static/crowd-html-elements.js"
SCRIPT = f'<script src="{OURS}"></script>'
FRAME = '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ('<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>', SCRIPT),
        ('<script src="https://assets.crowd.aws/crowd-html-elements-v2.js"></script>', SCRIPT),
        ('<script src="http://assets.crowd.aws/crowd-html-elements.js"></script>', SCRIPT),
        ('<script src="//assets.crowd.aws/crowd-html-elements.js"></script>', SCRIPT),
        ("<script src='https://assets.crowd.aws/crowd-html-elements.js'></script>", SCRIPT.replace('"', "'")),
        ("<script src=https://assets.crowd.aws/crowd-html-elements.js></script>", SCRIPT.replace('"', "")),
        ("<script src=https://assets.crowd.aws/crowd-html-elements.js async></script>",
         f"<script src={OURS} async></script>"),
        ('<SCRIPT type="text/javascript" SRC = "https://Assets.Crowd.AWS/crowd-html-elements.js" defer></SCRIPT>',
         f'<SCRIPT type="text/javascript" SRC = "{OURS}" defer></SCRIPT>'),
        ('<script\n  src="https://assets.crowd.aws/crowd-html-elements.js?v=3"></script>',
         f'<script\n  src="{OURS}"></script>'),
        ('<script integrity="sha384-x" crossorigin="anonymous" src="//assets.crowd.aws/crowd-html-elements-v2.js"></script>',
         f'<script crossorigin="anonymous" src="{OURS}"></script>'),
        ('<script integrity="sha384-x" src="https://example.org/other.js"></script>',
         '<script integrity="sha384-x" src="https://example.org/other.js"></script>'),
        ('<link rel="preload" as="script" href="https://assets.crowd.aws/crowd-html-elements.js">',
         f'<link rel="preload" as="script" href="{OURS}">'),
        ("<script>const tag = {}; tag.src = 'https://assets.crowd.aws/crowd-html-elements.js';</script>",
         f"<script>const tag = {{}}; tag.src = '{OURS}';</script>"),
        ('<link href="//assets.crowd.aws/css/crowd-html-elements-v2.css" rel="stylesheet" /><p>', "<p>"),
        ('<link rel="stylesheet" href="https://assets.crowd.aws/css/crowd-html-elements-v2.css"><p>', "<p>"),
        ('<img src="https://assets.crowd.aws/images/a.png">', '<img src="https://assets.crowd.aws/images/a.png">'),
        ('<script src="https://example.org/crowd-html-elements.js"></script>',
         '<script src="https://example.org/crowd-html-elements.js"></script>'),
    ],
)  # fmt: skip
def test_the_loader_is_ours_and_the_rest_of_the_tag_stays(tag: str, wanted: str) -> None:
    assert prepared(tag, "/static/") == FRAME + wanted


def test_the_address_takes_any_origin() -> None:
    tag = '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>'
    assert 'src="https://cdn.example.org/s/crowd-html-elements.js"' in prepared(tag, "https://cdn.example.org/s")


def test_elements_without_a_loader_get_one() -> None:
    assert prepared("<crowd-form></crowd-form>", "/static/") == FRAME + SCRIPT + "<crowd-form></crowd-form>"


def test_a_loader_in_a_comment_does_not_count() -> None:
    text = '<!-- <script src="https://assets.crowd.aws/crowd-html-elements.js"></script> --><crowd-form></crowd-form>'
    assert prepared(text, "/static/").startswith(FRAME + SCRIPT)


def test_a_misspelt_loader_does_not_count() -> None:
    text = '<script src="https://assets.crowd.aws/crowd-html-elements.jss"></script><crowd-form></crowd-form>'
    assert prepared(text, "/static/") == FRAME + SCRIPT + text


def test_a_page_without_elements_gets_no_loader() -> None:
    assert prepared("<p>x</p>", "/static/") == FRAME + "<p>x</p>"


def test_a_whole_document_stays_and_gets_the_loader_into_its_head() -> None:
    text = "<!DOCTYPE html>\n<html lang=en><head><title>x</title></head><body><crowd-form></crowd-form></body></html>"
    assert prepared(text, "/static/") == text.replace("<head>", "<head>" + SCRIPT)


def test_a_fragment_with_a_doctype_keeps_it_first() -> None:
    assert prepared("<!doctype html>\n<p>", "/static/").startswith(FRAME + "\n<p>")


def test_scripts_and_line_numbers_stay_as_they_are() -> None:
    text = "<crowd-form>\n<script>\nif (a < b && '</p>') { x = `${y}`; }\n</script>\n</crowd-form>"
    assert prepared(text, "/static/").endswith(text)
    assert prepared(text, "/static/").count("\n") == text.count("\n")


def test_elements_that_a_script_makes_get_a_loader() -> None:
    text = "<script>document.body.append(document.createElement('crowd-form'))</script>"
    assert prepared(text, "/static/") == FRAME + SCRIPT + text


def test_our_own_elements_get_a_loader() -> None:
    assert prepared("<plumb-preference></plumb-preference>", "/static/").startswith(FRAME + SCRIPT)
