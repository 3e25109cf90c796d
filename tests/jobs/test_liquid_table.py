# ruff: noqa: E501 - a row of the table stays on its line
"""The template dialect as a table: each row of the fact sheet (A.2) with what it renders to. One engine renders all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobs import liquid

META = {"class-map": {"0": "dog", "7": "cat", "a & b": "both"}, "confidences": [0.5, 1]}
INPUT: dict[str, Any] = {
    "text": "James & the \"Giant\" <Peach>'s",
    "labels": ["cat", "dog's"],
    "source-ref": "s3://bucket/key.jpg",
    "manifestLine": {"my-label-metadata": META, "my-label": 0},
    "boxes": {"b1": {"class-name": "car"}, "b2": {"class-name": "bus"}},
    "Pairs": [{"id": 2, "kind": "b", "on": True}, {"id": 1, "kind": "a", "on": False}, {"id": 3, "kind": "b"}],
    "aiServiceRequest": {"Bucket": "pics", "Name": "a b.jpg"},
    "pages": [1, 2, 3], "none": [], "hash": {},
    "nothing": None, "no": False, "yes": True, "zero": 0, "no-text": "", "one": 1, "half": 0.5, "whole": 873.0,
    "big": 1e21, "small": 0.0000001, "negative": -3.0,
}  # fmt: skip
ESCAPED = "James &amp; the &quot;Giant&quot; &lt;Peach&gt;&#39;s"

DOCUMENTED = [  # A.2.1
    ("output is escaped", "{{ task.input.text }}", ESCAPED),
    ("escape does not escape twice", "{{ task.input.text | escape }}", ESCAPED),
    ("nor three times", "{{ task.input.text | escape | escape | escape_once }}", ESCAPED),
    ("escape_once leaves entities alone", "{{ '1 &lt; 2 & 3' | escape_once }}", "1 &lt; 2 &amp; 3"),
    ("escape does not", "{{ '1 &lt; 2 & 3' | escape }}", "1 &amp;lt; 2 &amp; 3"),
    ("output without a filter neither", "{{ '1 &lt; 2 & 3' }}", "1 &amp;lt; 2 &amp; 3"),
    ("numeric entities are entities", "{{ '&#39;&#x27;&nbsp;&' | escape_once }}", "&#39;&#x27;&nbsp;&amp;"),
    ("skip_autoescape prints raw", "{{ task.input.text | skip_autoescape }}", INPUT["text"]),
    ("a literal is escaped", "{{ \"Have you read 'James & the Giant Peach'?\" }}",
     "Have you read &#39;James &amp; the Giant Peach&#39;?"),
    ("all five characters are", "{{ '&<>\"' }}{{ \"'\" }}", "&amp;&lt;&gt;&quot;&#39;"),
    ("also after a filter", "{{ \"'<x>&\" | upcase }}", "&#39;&lt;X&gt;&amp;"),
    ("literals of filters too", "{{ task.input.text | append: '<b>' | prepend: '&' }}", f"&amp;{ESCAPED}&lt;b&gt;"),
    ("of join", "{{ 'a,b' | split: ',' | join: '<' }}", "a&lt;b"),
    ("of default", "{{ nope | default: '<' }}", "&lt;"),
    ("breaks are markup, the text is not", "{{ \"a\nb<\" | newline_to_br }}", "a<br />\nb&lt;"),
    ("tags are stripped with their scripts", "{{ '<p>x</p><script>y()</script>z' | strip_html }}", "xz"),
    ("echo and cycle escape like output", "{% cycle '<', '>' %}{% echo '<' %}{% cycle '<', '>' %}", "&lt;&lt;&gt;"),
    ("the template's own markup does not change", "<b title='x'>&amp;\"</b>", "<b title='x'>&amp;\"</b>"),
]  # fmt: skip

RELIED_ON = [  # A.2.2, in its order
    ("to_json is safe in an attribute", '<x a="{{ task.input.labels | to_json }}">',
     '<x a="[&quot;cat&quot;,&quot;dog&#39;s&quot;]">'),
    ("to_json | escape does not escape twice", "{{ task.input.labels | to_json | escape }}",
     "[&quot;cat&quot;,&quot;dog&#39;s&quot;]"),
    ("nor to_json | escape | escape_once", "{{ task.input.labels | to_json | escape | escape_once }}",
     "[&quot;cat&quot;,&quot;dog&#39;s&quot;]"),
    ("to_json raw", "{{ task.input.labels | to_json | skip_autoescape }}", '["cat","dog\'s"]'),
    ("to_json of nothing", "{{ task.input.nothing | to_json }}{{ task.input.nope | to_json }}", "nullnull"),
    ("to_json of a text", "{{ 'a' | to_json | skip_autoescape }}{{ task.input.yes | to_json }}", '"a"true'),
    ("to_json of a hash keeps its order", "{{ task.input.boxes | to_json | skip_autoescape }}",
     '{"b1":{"class-name":"car"},"b2":{"class-name":"bus"}}'),
    ("to_json keeps letters of all scripts", "{{ 'äß漢😀' | to_json | skip_autoescape }}", '"äß漢😀"'),
    ("captured text is not escaped again", "{% capture c %}{{ task.input.text }}{% endcapture %}{{ c }}{{ c | escape }}",
     ESCAPED * 2),
    ("nor after filters",
     "{% capture c %}{{ task.input.text }},{% endcapture %}{{ c | split: ',' | join: '-' }}", ESCAPED + "-"),
    ("what is added to it is", "{% capture c %}{{ task.input.text }}{% endcapture %}{{ c | append: '&' }}",
     ESCAPED + "&amp;"),
    ("markup that was captured stays markup", "{% capture c %}<b>{{ '<' }}</b>{% endcapture %}{{ c }}", "<b>&lt;</b>"),
    ("captured in captured", "{% capture a %}{{ '&' }}{% endcapture %}{% capture b %}{{ a }}{% endcapture %}{{ b }}",
     "&amp;"),
    ("captured text assigned", "{% capture a %}{{ '&' }}{% endcapture %}{% assign b = a %}{{ b }}", "&amp;"),
    ("captured text as JSON is data again", "{% capture a %}{{ '&' }}{% endcapture %}{{ a | to_json }}",
     "&quot;&amp;&quot;"),
    ("hyphens in a dotted path", "{{ task.input.source-ref }}", "s3://bucket/key.jpg"),
    ("deep ones", "{{ task.input.manifestLine.my-label-metadata.class-map['0'] }}", "dog"),
    ("with a number for a key of text", "{{ task.input.manifestLine.my-label-metadata.class-map[0] }}", "dog"),
    ("with a variable", "{% assign id = 7 %}{{ task.input.manifestLine.my-label-metadata.class-map[id] }}", "cat"),
    ("iterating a hash gives pairs", "{% for box in task.input.boxes %}{{ box[0] }}={{ box[1]['class-name'] }};{% endfor %}",
     "b1=car;b2=bus;"),
    ("which have a first and a last", "{% for box in task.input.boxes %}{{ box.first }}={{ box.last.class-name }};{% endfor %}",
     "b1=car;b2=bus;"),
    ("and keep the order of the JSON", "{% for one in task.input.hash2 %}{{ one[0] }}{% endfor %}", "zab"),
    ("a captured number is a key",
     "{% capture id %}{{ task.input.manifestLine.my-label }}{% endcapture %}"
     "{{ task.input.manifestLine.my-label-metadata.class-map[id] }}", "dog"),
    ("a captured text is the key it was before",
     "{% capture id %}{{ 'a & b' }}{% endcapture %}{{ task.input.manifestLine.my-label-metadata.class-map[id] }}", "both"),
    ("a captured number is an index", "{% capture n %}1{% endcapture %}{{ task.input.labels[n] }}", "dog&#39;s"),
    ("indices", "{{ task.input.pages[2] }}{{ task.input.pages.0 }}{{ task.input.pages[-1] }}", "313"),
    ("an index too far is nothing", "{{ task.input.pages[9] }}{{ task.input.pages[-9] }}|", "|"),
    ("a key in a variable", "{% assign k = 'source-ref' %}{{ task.input[k] }}{{ task.input['zero'] }}",
     "s3://bucket/key.jpg0"),
    ("in an attribute", "<x y={% if task.input.one %}1{% endif %}>", "<x y=1>"),
    ("in a script", "<script>f({{ task.input.one }})</script>", "<script>f(1)</script>"),
    ("in a style", "<style>b { width: {{ task.input.half }}em }</style>", "<style>b { width: 0.5em }</style>"),
    ("in a comment of HTML a tag still runs", "<!-- {% assign a = 5 %} -->{{ a }}", "<!--  -->5"),
    ("and output is still printed", "<!-- {{ task.input.one }} -->", "<!-- 1 -->"),
    ("loops leave their commas", "[{% for n in task.input.pages %}{{ n }},{% endfor %}]", "[1,2,3,]"),
    ("the undefined prints nothing", "{{ nope }}{{ nope.a.b }}{{ nope[0] }}{{ task.input.nope | escape }}{{ nil }}|", "|"),
    ("nil, false and the undefined are false",
     "{% if task.input.nothing %}1{% endif %}{% if task.input.no %}2{% endif %}{% if nope %}3{% endif %}|", "|"),
    ("0, no text and no items are true",
     "{% if task.input.zero %}1{% endif %}{% if task.input.no-text %}2{% endif %}{% if task.input.none %}3{% endif %}", "123"),
    ("null is nil", "{% if task.input.one != null %}1{% endif %}{% if task.input.nothing == nil %}2{% endif %}", "12"),
    ("the undefined is nil too", "{% if nope == null %}1{% endif %}{% if task.input.no == null %}2{% endif %}", "1"),
    ("empty and blank", "{% if task.input.none == empty %}1{% endif %}{% if task.input.no-text == blank %}2{% endif %}"
     "{% if task.input.hash == empty %}3{% endif %}{% if task.input.one == empty %}4{% endif %}", "123"),
    ("a comparison with nothing is false", "{% if nope > 3 or nil < 3 %}1{% else %}2{% endif %}", "2"),
    ("operators are read from the right", "{% if true or false and false %}1{% endif %}{% if nope or task.input.one == 1 %}2{% endif %}",
     "12"),
    ("contains", "{% if task.input.labels contains 'cat' and task.input.text contains 'Giant' %}1{% endif %}", "1"),
    ("increment counts apart from assign", "{% assign n = 5 %}{% increment n %}{% increment n %}{{ n }}", "015"),
    ("decrement too", "{% decrement m %}{% decrement m %}", "-1-2"),
    ("a loop over nothing has an else", "{% for n in nope %}x{% else %}none{% endfor %}"
     "{% for n in task.input.none %}x{% else %}none{% endfor %}", "nonenone"),
    ("forloop", "{% for n in (2..4) %}{{ forloop.index }}{{ forloop.index0 }}{{ forloop.rindex }}{{ forloop.rindex0 }}"
     "{{ forloop.first }}{{ forloop.last }}{{ forloop.length }} {% endfor %}",
     "1032truefalse3 2121falsefalse3 3210falsetrue3 "),
    ("the loop around a loop", "{% for a in (1..2) %}{% for b in (1..2) %}{{ forloop.parentloop.index }}{{ b }} {% endfor %}{% endfor %}",
     "11 12 21 22 "),
    ("ranges of variables", "{% assign to = 3 %}{% for n in (task.input.one..to) %}{{ n }}{% endfor %}", "123"),
    ("a range that runs backwards is empty", "{% for n in (3..1) %}x{% else %}-{% endfor %}", "-"),
    ("size", "{{ task.input.pages.size }}{{ task.input.pages | size }}{% assign s = 'abcd' %}{{ s.size }}{{ task.input.hash.size }}",
     "3340"),
    ("arithmetic", "{{ 7 | times: 2 | plus: 1 | minus: 3 }} {{ 7 | divided_by: 2 }} {{ 3.6 | round }} {{ 7 | modulo: 4 }}",
     "12 3 4 3"),
    ("with parts", "{{ 7 | divided_by: 2.0 }} {{ 3.14159 | round: 2 }} {{ 3.2 | ceil }}{{ 3.8 | floor }} {{ '2' | plus: '3' }}",
     "3.5 3.14 43 5"),
    ("an unknown filter leaves the value", "{{ 'left' | no_such_filter: 1 }}{{ 'a' | no_such | upcase }}", "leftA"),
]  # fmt: skip

PRINTING = [  # A.2.3, and numbers (B.2)
    ("a list is escaped JSON", "{{ task.input.labels }}", "[&quot;cat&quot;,&quot;dog&#39;s&quot;]"),
    ("a hash is", "{{ task.input.boxes.b1 }}", "{&quot;class-name&quot;:&quot;car&quot;}"),
    ("a list in a list", "{{ task.input.manifestLine.my-label-metadata.confidences }}", "[0.5,1]"),
    ("an empty one", "{{ task.input.none }}{{ task.input.hash }}", "[]{}"),
    ("a list in a filter of text", "{{ task.input.pages | append: '!' }}", "[1,2,3]!"),
    ("a captured list", "{% capture c %}{{ task.input.labels }}{% endcapture %}{{ c }}",
     "[&quot;cat&quot;,&quot;dog&#39;s&quot;]"),
    ("join is still joined text", "{{ task.input.labels | join: ', ' }}", "cat, dog&#39;s"),
    ("booleans", "{{ task.input.no }}{{ task.input.yes }}", "falsetrue"),
    ("a whole number with a point", "{{ task.input.whole }}{{ task.input.negative }}", "873-3"),
    ("a part", "{{ task.input.half }} {{ task.input.half | times: 2 }} {{ 1.50 }}", "0.5 1 1.5"),
    ("in a filter of text", "{{ task.input.whole | append: 'px' }}", "873px"),
    ("in a captured text", "{% capture w %}{{ task.input.whole }}{% endcapture %}{{ w }}", "873"),
    ("large and small ones", "{{ task.input.big }} {{ task.input.small }}", "1e+21 1e-07"),
    ("the sum of parts", "{{ 0.1 | plus: 0.2 }}", "0.3"),
    ("a range", "{{ (1..3) }}{{ (1..3) | join: '+' }}", "1..31+2+3"),
]  # fmt: skip

S3 = "https://store/bucket/key.jpg?a=1&amp;b=2"
ACCESS = [  # A.2.4
    ("s3://", '<x src="{{ task.input.source-ref | grant_read_access }}">', f'<x src="{S3}">'),
    ("its later name", "{{ 's3://bucket/key.jpg' | s3_presign }}", S3),
    ("its later name leaves the rest, too", "{{ 'https://example.org/a' | s3_presign }}", "https://example.org/a"),
    ("raw", "{{ 's3://b/k' | grant_read_access | skip_autoescape }}", "https://store/b/k?a=1&b=2"),
    ("escape after it", "{{ task.input.source-ref | grant_read_access | escape }}", S3),
    ("in a script it is escaped too", "<script>x = '{{ task.input.source-ref | grant_read_access }}'</script>",
     f"<script>x = '{S3}'</script>"),
    ("http of the old form", "{{ 'http://s3.amazonaws.com/bucket/key.jpg' | grant_read_access }}", S3),
    ("https of the old form", "{{ 'https://s3.amazonaws.com/bucket/key.jpg' | grant_read_access }}", S3),
    ("with a region", "{{ 'https://s3.us-west-2.amazonaws.com/bucket/key.jpg' | grant_read_access }}", S3),
    ("with a dash and a region", "{{ 'https://s3-us-west-2.amazonaws.com/bucket/key.jpg' | grant_read_access }}", S3),
    ("the bucket as the host", "{{ 'https://bucket.s3.us-west-2.amazonaws.com/key.jpg' | grant_read_access }}", S3),
    ("captured and escaped text",
     "{% capture u %}http://s3.amazonaws.com/{{ task.input.aiServiceRequest.Bucket }}/"
     "{{ task.input.aiServiceRequest.Name }}?&{{ task.input.text }}{% endcapture %}{{ u | grant_read_access }}",
     f"https://store/pics/a b.jpg?&amp;{ESCAPED}?a=1&amp;b=2"),
    ("with blanks around", "{% capture u %} s3://bucket/key.jpg\n{% endcapture %}{{ u | grant_read_access }}", S3),
    ("an empty value is left", "{{ '' | grant_read_access }}{{ task.input.nothing | grant_read_access }}|", "|"),
    ("an address that is not S3 is left", "{{ 'https://example.org/a?b&c' | grant_read_access }}",
     "https://example.org/a?b&amp;c"),
    ("an address of another cloud's name too", "{{ 'https://s3.amazonaws.com.example.org/b/k' | grant_read_access }}",
     "https://s3.amazonaws.com.example.org/b/k"),
    ("a bucket without a key is left", "{{ 's3://bucket' | grant_read_access }}{{ 's3://bucket/' | grant_read_access }}",
     "s3://buckets3://bucket/"),
    ("in a loop", "{% for n in (1..2) %}{{ 's3://b/' | append: n | grant_read_access }} {% endfor %}",
     "https://store/b/1?a=1&amp;b=2 https://store/b/2?a=1&amp;b=2 "),
    ("a list's items", "{% assign l = 's3://b/1,s3://b/2' | split: ',' %}{{ l[1] | grant_read_access }}",
     "https://store/b/2?a=1&amp;b=2"),
]  # fmt: skip

PROMISED = [  # A.2.5: never seen in a template, but part of the standard
    ("unless", "{% unless task.input.no %}1{% endunless %}{% unless task.input.yes %}2{% else %}3{% endunless %}", "13"),
    ("elsif", "{% if nope %}1{% elsif task.input.one == 1 %}2{% else %}3{% endif %}", "2"),
    ("case", "{% case task.input.one %}{% when 0 %}a{% when 1 %}b{% else %}c{% endcase %}", "b"),
    ("case with several values", "{% case 'x' %}{% when 'a', 'x' %}1{% endcase %}{% case 'x' %}{% when 'a' or 'x' %}2{% endcase %}",
     "12"),
    ("case with else", "{% case nope %}{% when 1 %}a{% else %}b{% endcase %}", "b"),
    ("cycle", "{% for n in (1..5) %}{% cycle 'a', 'b' %}{% endfor %}", "ababa"),
    ("cycle with names", "{% cycle 'x': 1, 2 %}{% cycle 'y': 1, 2 %}{% cycle 'x': 1, 2 %}", "112"),
    ("raw", "{% raw %}{{ x }}{% if %}{% endraw %}", "{{ x }}{% if %}"),
    ("white-space control of tags", "a {%- if true -%} b {%- endif %}", "ab"),
    ("of output", "a {{- 'b' -}} c", "abc"),
    ("on one side", "a {%- assign x = 1 %} b", "a b"),
    ("limit", "{% for n in (1..9) limit: 2 %}{{ n }}{% endfor %}", "12"),
    ("offset", "{% for n in (1..4) offset: 2 %}{{ n }}{% endfor %}", "34"),
    ("reversed", "{% for n in task.input.pages reversed %}{{ n }}{% endfor %}", "321"),
    ("all three", "{% for n in (1..9) reversed limit: 2 offset: 3 %}{{ n }}{% endfor %}", "54"),
    ("offset: continue", "{% for n in task.input.pages limit: 1 %}{{ n }}{% endfor %}|{% for n in task.input.pages offset: continue %}{{ n }}{% endfor %}",
     "1|23"),
    ("break and continue", "{% for n in (1..9) %}{% if n == 2 %}{% continue %}{% endif %}{% if n == 5 %}{% break %}{% endif %}{{ n }}{% endfor %}",
     "134"),
    ("tablerow", "{% tablerow n in (1..2) %}{{ n }}{% endtablerow %}",
     '<tr class="row1">\n<td class="col1">1</td><td class="col2">2</td></tr>\n'),
    ("tablerow with columns", "{% tablerow n in (1..3) cols: 2 %}{{ n }}{% endtablerow %}",
     '<tr class="row1">\n<td class="col1">1</td><td class="col2">2</td></tr>\n'
     '<tr class="row2"><td class="col1">3</td></tr>\n'),
    ("comment", "{% comment %}x{{ y }}{% if a %}b{% endif %}{% endcomment %}|", "|"),
    ("a comment in a line", "{% # nothing %}|", "|"),
    ("the liquid tag", "{% liquid\nassign a = 1\nif a == 1\necho '<'\nendif %}", "&lt;"),
    ("lines in a tag", "{{\n'a'\n}}{{'b'}}{%if true%}c{%endif%}", "abc"),
    ("texts", "{{ 'a-b' | upcase | replace: '-', '+' | remove: 'B' }}{{ ' x ' | strip }}{{ 'abc' | slice: 1 }}{{ 'ab' | capitalize }}",
     "A+xbAb"),
    ("cut texts", "{{ 'one two three' | truncate: 6 }} {{ 'one two three' | truncatewords: 2 }}", "one... one two..."),
    ("lists", "{{ task.input.pages | first }}{{ task.input.pages | last }}{{ task.input.pages | reverse | join: '' }}"
     "{{ 'b,a,b' | split: ',' | sort | uniq | join: '' }}", "13321ab"),
    ("lists of hashes", "{{ task.input.Pairs | map: 'id' | join: '' }}{{ task.input.Pairs | sort: 'id' | map: 'id' | join: '' }}"
     "{{ task.input.Pairs | where: 'kind', 'b' | map: 'id' | join: '' }}{{ task.input.Pairs | where: 'on' | map: 'id' | join: '' }}",
     "213123232"),
    ("concat and compact", "{{ task.input.pages | concat: task.input.none | compact | size }}", "3"),
    ("default", "{{ task.input.no-text | default: 'd' }}{{ task.input.nothing | default: 'e' }}{{ task.input.zero | default: 'f' }}",
     "de0"),
    ("bounds", "{{ 5 | at_most: 3 }}{{ 5 | at_least: 9 }}{{ -5 | abs }}", "395"),
    ("addresses", "{{ 'a b&c' | url_encode }} {{ 'a+b%26' | url_decode }}", "a+b%26c a b&amp;"),
    ("dates", "{{ '2026-11-21' | date: '%d.%m.%Y' }}", "21.11.2026"),
    ("a date that is none is left", "{{ 'soon' | date: '%Y' }}", "soon"),
]  # fmt: skip

OTHER_DIALECT = [  # A.2.7: placeholders of Mechanical Turk, which are also JavaScript
    ("placeholders are left alone", "${image_url} `${a}`", "${image_url} `${a}`"),
    ("in attributes", '<img src="${url}">', '<img src="${url}">'),
    ("around Liquid", "${ {{ task.input.one }} }", "${ 1 }"),
    ("single braces are text", "{ a } {a: {b: 1} } %} }}", "{ a } {a: {b: 1} } %} }}"),
]

LENIENT = [  # data that does not fit never stops a page
    ("division by nothing", "{{ 5 | divided_by: 0 }}b", "5b"),
    ("a text that is no number", "{{ 'x' | times: 2 }}{{ nope | plus: 1 }}", "01"),
    ("a comparison across kinds", "{% if 'a' > 3 %}x{% endif %}b", "b"),
    ("a filter of lists on a text", "{{ 'text' | first }}{{ 7 | size }}{{ nope | size }}", "00"),
    ("a key of a number", "{{ task.input.one.two.three }}|", "|"),
    ("data is not read as Liquid", "{{ task.input.liquid }}", "{{ task }}{% raw %}"),
]

GROUPS = {
    "documented": DOCUMENTED, "relied on": RELIED_ON, "printing": PRINTING, "grant_read_access": ACCESS,
    "promised": PROMISED, "other dialect": OTHER_DIALECT, "lenient": LENIENT,
}  # fmt: skip
ROWS = [pytest.param(row, id=f"{group}: {row[0]}") for group, rows in GROUPS.items() for row in rows]


def sign(uri: str) -> str:
    return f"https://store/{uri.removeprefix('s3://')}?a=1&b=2"


def page(template: str) -> str:
    """What the template renders to, without what makes it a document."""
    given = INPUT | {"hash2": {"z": 1, "a": 2, "b": 3}, "liquid": "{{ task }}{% raw %}"}
    return liquid.render(liquid.compile(template), given, sign).split('initial-scale=1">', 1)[1]


@pytest.mark.parametrize("row", ROWS)
def test_the_dialect_renders_as_the_original(row: tuple[str, str, str]) -> None:
    _, template, wanted = row
    assert page(template) == wanted


def test_the_whole_input_prints_as_one_json_object() -> None:
    assert page("{{ task }}").startswith("{&quot;input&quot;:{&quot;text&quot;:")
    assert page("{{ task.input }}").startswith("{&quot;text&quot;:")


def test_no_row_is_there_twice() -> None:
    templates = [row[1] for rows in GROUPS.values() for row in rows]
    assert len(templates) == len(set(templates)) > 120


def _sources() -> Iterator[tuple[str, str]]:
    root = Path(__file__).parents[2]
    for room in ("config", "wire", "portal", "consolidation", "jobs", "workforce", "tenants"):
        for path in (root / room).rglob("*.py"):
            yield str(path.relative_to(root)), path.read_text()


def test_one_engine_renders_templates_at_one_place() -> None:
    engines = re.compile(r"^\s*(?:from|import) (liquid|jinja2|mako|chevron|pystache)\b", re.M)
    users = {path for path, text in _sources() if engines.search(text)}
    assert users == {"jobs/liquid.py", "jobs/liquid_filters.py", "jobs/liquid_limits.py"}
    renders = {path for path, text in _sources() if "liquid.render(" in text}
    assert renders == {"jobs/ui_templates.py", "jobs/previews.py"}
    packages = (Path(__file__).parents[2] / "frontend" / "package.json").read_text()
    assert not re.search(r"liquid|mustache|handlebars|nunjucks", packages)
