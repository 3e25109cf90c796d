"""The template dialect: one case a row of the fact sheet (A.2), and what a hostile template tries."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import pytest

from jobs import liquid
from jobs.errors import TemplateInvalid

META = {"class-map": {"0": "dog", "a & b": "both"}, "confidences": [0.5, 1]}
INPUT: dict[str, Any] = {
    "text": "James & the \"Giant\" <Peach>'s",
    "labels": ["cat", "dog's"],
    "source-ref": "s3://bucket/key.jpg",
    "manifestLine": {"my-label-metadata": META, "my-label": 0},
    "boxes": {"b1": {"class-name": "car"}, "b2": {"class-name": "bus"}},
    "aiServiceRequest": {"Bucket": "pics", "Name": "a b.jpg"},
    "pages": [1, 2, 3],
    "nothing": None, "no": False, "zero": 0, "no-text": "", "one": 1, "half": 0.5,
}  # fmt: skip
ESCAPED = "James &amp; the &quot;Giant&quot; &lt;Peach&gt;&#39;s"


def sign(uri: str) -> str:
    return f"https://store/{uri.removeprefix('s3://')}?a=1&b=2"


def page(template: str) -> str:
    """What the template renders to, without what makes it a document."""
    rendered = liquid.render(liquid.compile(template), INPUT, sign)
    return rendered.split('initial-scale=1">', 1)[1]


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        # A.2.1: escaping, the documented filters
        ("{{ task.input.text }}", ESCAPED),
        ("{{ task.input.text | escape }}", ESCAPED),
        ("{{ task.input.text | escape | escape }}", ESCAPED),
        ("{{ '1 &lt; 2 & 3' | escape_once }}", "1 &lt; 2 &amp; 3"),
        ("{{ '1 &lt; 2 & 3' }}", "1 &amp;lt; 2 &amp; 3"),
        ("{{ task.input.text | skip_autoescape }}", INPUT["text"]),
        ("{{ \"Have you read 'James & the Giant Peach'?\" }}", "Have you read &#39;James &amp; the Giant Peach&#39;?"),
        ("{{ \"'<x>&\" | upcase }}", "&#39;&lt;X&gt;&amp;"),
        ("{{ task.input.text | append: '<b>' | prepend: '&' }}", f"&amp;{ESCAPED}&lt;b&gt;"),
        ("{{ 'a,b' | split: ',' | join: '<' }}", "a&lt;b"),
        ("{{ \"a\nb<\" | newline_to_br }}", "a<br />\nb&lt;"),
        ("{{ '<p>x</p><script>y()</script>z' | strip_html }}", "xz"),
        ("{% cycle '<', '>' %}{% echo '<' %}{% cycle '<', '>' %}", "&lt;&lt;&gt;"),
        # A.2.2: not documented, relied on
        ('<x a="{{ task.input.labels | to_json }}">', '<x a="[&quot;cat&quot;,&quot;dog&#39;s&quot;]">'),
        ("{{ task.input.labels | to_json | escape }}", "[&quot;cat&quot;,&quot;dog&#39;s&quot;]"),
        ("{{ task.input.labels | to_json | skip_autoescape }}", '["cat","dog\'s"]'),
        ("{{ task.input.nothing | to_json }}{{ task.input.nope | to_json }}", "nullnull"),
        ("{% capture c %}{{ task.input.text }}{% endcapture %}{{ c }}{{ c | escape }}", ESCAPED * 2),
        ("{% capture c %}{{ task.input.text }},{% endcapture %}{{ c | split: ',' | join: '-' }}", ESCAPED + "-"),
        ("{% capture c %}{{ task.input.text }}{% endcapture %}{{ c | append: '&' }}", ESCAPED + "&amp;"),
        ("{{ task.input.source-ref }}", "s3://bucket/key.jpg"),
        ("{{ task.input.manifestLine.my-label-metadata.class-map['0'] }}", "dog"),
        ("{{ task.input.manifestLine.my-label-metadata.class-map[0] }}", "dog"),
        ("{% for box in task.input.boxes %}{{ box[0] }}={{ box[1]['class-name'] }};{% endfor %}", "b1=car;b2=bus;"),
        (
            "{% capture id %}{{ task.input.manifestLine.my-label }}{% endcapture %}"
            "{{ task.input.manifestLine.my-label-metadata.class-map[id] }}",
            "dog",
        ),
        (
            "{% capture id %}{{ 'a & b' }}{% endcapture %}"
            "{{ task.input.manifestLine.my-label-metadata.class-map[id] }}",
            "both",
        ),
        ("{% capture n %}1{% endcapture %}{{ task.input.labels[n] }}", "dog&#39;s"),
        ("{{ task.input.pages[2] }}{{ task.input.pages.0 }}", "31"),
        ("{% assign k = 'source-ref' %}{{ task.input[k] }}{{ task.input['zero'] }}", "s3://bucket/key.jpg0"),
        ("<script>f({{ task.input.one }})</script>", "<script>f(1)</script>"),
        ("<x y={% if task.input.one %}1{% endif %}>", "<x y=1>"),
        ("<!-- {% assign a = 5 %} -->{{ a }}", "<!--  -->5"),
        ("[{% for n in task.input.pages %}{{ n }},{% endfor %}]", "[1,2,3,]"),
        ("{{ nope }}{{ nope.a.b }}{{ nope[0] }}{{ task.input.nope | escape }}{{ nil }}|", "|"),
        ("{% if task.input.nothing %}1{% endif %}{% if task.input.no %}2{% endif %}{% if nope %}3{% endif %}", ""),
        ("{% if task.input.zero %}1{% endif %}{% if task.input.no-text %}2{% endif %}", "12"),
        ("{% if task.input.one != null %}1{% endif %}{% if task.input.nothing == nil %}2{% endif %}", "12"),
        ("{% if nope > 3 or task.input.one == 1 and true %}1{% endif %}", "1"),
        ("{% assign n = 5 %}{% increment n %}{% increment n %}{{ n }}", "015"),
        ("{% for n in nope %}x{% else %}none{% endfor %}", "none"),
        ("{% for n in (2..4) %}{{ forloop.index }}:{{ n }} {% endfor %}", "1:2 2:3 3:4 "),
        ("{{ task.input.pages.size }}{{ task.input.pages | size }}{% assign s = 'abcd' %}{{ s.size }}", "334"),
        ("{{ 7 | times: 2 | plus: 1 | minus: 3 }} {{ 7 | divided_by: 2 }} {{ 3.6 | round }}", "12 3 4"),
        ("{{ 'left' | no_such_filter: 1 }}", "left"),
        # A.2.3: arrays and objects print as escaped JSON
        ("{{ task.input.labels }}", "[&quot;cat&quot;,&quot;dog&#39;s&quot;]"),
        ("{{ task.input.boxes.b1 }}", "{&quot;class-name&quot;:&quot;car&quot;}"),
        ("{{ task.input.no }}{{ task.input.half }}", "false0.5"),
        # A.2.4: grant_read_access
        ('<x src="{{ task.input.source-ref | grant_read_access }}">',
         '<x src="https://store/bucket/key.jpg?a=1&amp;b=2">'),
        ("{{ 's3://b/k' | grant_read_access | skip_autoescape }}", "https://store/b/k?a=1&b=2"),
        ("{{ 'http://s3.amazonaws.com/b/k/l' | grant_read_access }}", "https://store/b/k/l?a=1&amp;b=2"),
        (
            "{% capture u %}http://s3.amazonaws.com/{{ task.input.aiServiceRequest.Bucket }}/"
            "{{ task.input.aiServiceRequest.Name }}?&{{ task.input.text }}{% endcapture %}{{ u | grant_read_access }}",
            f"https://store/pics/a b.jpg?&amp;{ESCAPED}?a=1&amp;b=2",
        ),
        ("{{ '' | grant_read_access }}{{ task.input.nothing | grant_read_access }}", ""),
        ("{{ 'https://example.org/a?b&c' | grant_read_access }}", "https://example.org/a?b&amp;c"),
        # A.2.5: never seen, promised
        ("{% unless task.input.no %}1{% endunless %}{% case task.input.one %}{% when 1 %}2{% endcase %}", "12"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("a {%- if true -%} b {%- endif %}", "ab"),
        ("{% for n in (1..9) reversed limit: 2 offset: 3 %}{{ n }}{% endfor %}", "54"),
        ("{% comment %}x{% endcomment %}{{\n'a'\n}}{{'b'}}", "ab"),
        ("{% tablerow n in (1..2) %}{{ n }}{% endtablerow %}",
         '<tr class="row1">\n<td class="col1">1</td><td class="col2">2</td></tr>\n'),
        # A.2.7: placeholders of another dialect, which are also JavaScript
        ("${image_url} `${a}`", "${image_url} `${a}`"),
        # lenient at run time
        ("{{ 5 | divided_by: 0 }}{% if 'a' > 3 %}x{% endif %}b", "5b"),
    ],
)  # fmt: skip
def test_the_dialect_renders_as_the_original(template: str, wanted: str) -> None:
    assert page(template) == wanted


def test_the_whole_input_prints_as_one_json_object() -> None:
    assert page("{{ task }}").startswith("{&quot;input&quot;:{&quot;text&quot;:")


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ("a\nb\n{% if %}{% endif %}", "Line 3: missing expression"),
        ("\n{{ task.input", "Line 2: `{{` has no `}}`. Close it."),
        ("\n\n{% include 'secrets' %}", "Line 3: unexpected tag 'include'"),
        ("{% render 'secrets' %}", "Line 1: unexpected tag 'render'"),
        ("{% for n in (1..2) %}", "At the end: expected tag endfor"),
        ("x" * 128_001, "128,001 characters; at most 128,000"),
        ("\n{% for i in (1..1000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}", "Line 2: .*100,000 times"),
        ("{% for i in (1..1000000000000) reversed %}{% endfor %}", "100,000 numbers"),
        ("{% if (1..1000000000000) contains 'x' %}{% endif %}", "100,000 numbers"),
        ("{% for i in (1..990) %}" + "{% if 1 == 2 %}{% endif %}" * 4_900 + "{% endfor %}", "longer than 2 s"),
        ("{% assign x = 'ab' %}{% for i in (1..99) %}{% assign x = x | append: x %}{% endfor %}", "2,000,000 char"),
        ("{% assign x = 'aa' %}{% for i in (1..9) %}{% assign x = x | replace: 'a', x %}{%endfor%}", "`replace` makes"),
        ("{% capture x %}" + "{% for i in (1..90000) %}" + "y" * 90 + "{% endfor %}{% endcapture %}", "2,000,000 char"),
        ("{% for i in (1..90000) %}" + "y" * 90 + "{% endfor %}", "prints more than 2,000,000 characters"),
        ("{% assign x = 3 %}{% for i in (1..99) %}{% assign x = x | times: x %}{% endfor %}", "4,096 bits"),
        (
            "{% capture x %}{% for i in (1..20000) %}é€,{% endfor %}{% endcapture %}{{ x | split: ',' | uniq }}",
            "`split` makes more than 10,000 items",
        ),
        ("{{ (1..9999) | uniq }}", "`uniq` is given a list of 9,999 items"),
        (
            "{% assign l = 'a' | split: ',' %}{% for i in (1..60) %}{% assign l = l | concat: l %}{% endfor %}",
            "`concat` is given a list of 16,384 items",
        ),
        ("{% if " + "1 and " * 20_000 + "1 %}{% endif %}", "nested too deeply"),
        ("{% if a %}" * 100, "block nesting limit"),
        ("{{ " + "-" * 9_999 + "a }}", "unexpected '-'"),
    ],
)  # fmt: skip
def test_a_faulty_or_greedy_template_is_refused_with_place_and_reason(template: str, wanted: str) -> None:
    with pytest.raises(TemplateInvalid, match=wanted):
        page(template)


@pytest.mark.parametrize(
    "template",
    [
        "{{" * 64_000,
        "{{" + " " * 127_990 + "}}",
        "{% if a" + " " * 120_000 + "%}{% endif %}",
        "{% if " + "(" * 120_000 + " %}{% endif %}",
        "{% raw %}" * 14_000,
        "{% doc %}" * 14_000,
        "<link" * 25_000,
        "<script src=" * 10_000,
        "<script>" + "crowd-html-elements" * 6_700,
        "<!--" * 32_000 + "<crowd-form>",
        "src=//assets.crowd.aws/crowd-html-elements.js?" * 2_700,
        "{{ '" + "<" * 100_000 + "' | strip_html | strip_newlines | squish }}",
    ],
    ids=lambda text: text[:24].strip(),
)
def test_no_template_keeps_the_parser_busy(template: str) -> None:
    began = time.process_time()
    with suppress(TemplateInvalid):
        page(template)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "probe",
    [
        "{{ task.__class__ }}",
        "{{ task.input.text.__class__.__mro__ }}",
        "{{ task.input.pages.__len__ }}",
        "{{ task['__class__']['__base__'] }}",
        "{{ self }}{{ config }}{{ request }}{{ settings.SECRET_KEY }}{{ context.env }}{{ template }}",
        "{{ forloop.__init__.__globals__ }}",
        "{% for x in task.__dict__ %}{{ x }}{% endfor %}",
        "{{ task.input | map: '__class__' | first }}",
        "{{ now }}{{ today }}",
    ],
)
def test_attributes_and_globals_cannot_be_reached(probe: str) -> None:
    assert page(probe) in ("", "null")


@pytest.mark.parametrize(
    "probe", ["{{ 7*7 }}", "{{ ''.__class__ }}", "{{ cycler.__init__.__globals__.os.popen('id') }}"]
)
def test_other_engines_injections_are_syntax_errors_or_text(probe: str) -> None:
    with pytest.raises(TemplateInvalid, match="Line 1"):
        page(probe)


@pytest.mark.parametrize("probe", ["<%= 7*7 %>", "#{7*7}", "${7*7}", "*{7*7}", "[[7*7]]", "@(7*7)"])
def test_injections_of_other_engines_stay_text(probe: str) -> None:
    assert page(probe) == probe


def test_data_is_never_read_as_a_template() -> None:
    compiled = liquid.compile("{{ task.input.text }}")
    rendered = liquid.render(compiled, {"text": "{{ task.input }}{% for i in (1..9) %}"}, sign)
    assert rendered.endswith("{{ task.input }}{% for i in (1..9) %}")


def test_unknown_filters_are_told_with_their_line_also_in_branches_that_do_not_run() -> None:
    compiled = liquid.compile("{{ 1 | round }}\n{% if false %}{{ 'x' | no_such: 1 }}{% endif %}")
    assert compiled.unknown_filters == (
        "Line 2: there is no filter `no_such`. Use one of standard Liquid or take it out.",
    )


def test_raw_output_has_only_the_dialects_own_name() -> None:
    assert page("{{ '<' | safe }}") == "&lt;"


def test_a_template_is_parsed_once() -> None:
    text = "once {{ task.input.one }}"
    assert liquid.compile(text) is liquid.compile(text)
    assert liquid.compile(text, "https://cdn.example.org/") is not liquid.compile(text)


def test_a_normal_template_renders_in_less_than_a_millisecond() -> None:
    compiled = liquid.compile(
        '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script><crowd-form>'
        '<crowd-image-classifier src="{{ task.input.source-ref | grant_read_access }}" '
        'categories="{{ task.input.labels | to_json | escape }}" header="{{ task.input.text }}">'
        "<short-instructions>{% for label in task.input.labels %}<p>{{ label }}</p>{% endfor %}</short-instructions>"
        "</crowd-image-classifier></crowd-form>"
    )
    best = min(_seconds(compiled) for _ in range(5))
    assert best < 0.001


def _seconds(compiled: liquid.Compiled) -> float:
    began = time.perf_counter()
    for _ in range(20):
        liquid.render(compiled, INPUT, sign)
    return (time.perf_counter() - began) / 20
