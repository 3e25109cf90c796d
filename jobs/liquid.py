"""The template dialect of the original (spec A.2) on python-liquid, with limits: parse once, render per turn.

At run time it is lenient, as Liquid is: an unknown filter, or one that fails on this object's data, leaves the value as
it was. `Compiled.unknown_filters` tells a preview or the check at creation what was let through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, ClassVar, TextIO

from liquid import BoundTemplate, Environment, Node, RenderContext, Token
from liquid.builtin.expressions import FilteredExpression
from liquid.builtin.expressions.primitive import RangeLiteral
from liquid.builtin.output import Output as OutputTag
from liquid.builtin.output import OutputNode
from liquid.builtin.tags.capture_tag import CaptureNode, CaptureTag
from liquid.builtin.tags.cycle_tag import CycleNode, CycleTag
from liquid.builtin.tags.echo_tag import EchoTag
from liquid.exceptions import LiquidError, LiquidSyntaxError, ResourceLimitError
from liquid.expression import Expression
from liquid.utils import ReadOnlyChainMap
from markupsafe import Markup

from jobs.documents import prepared
from jobs.errors import TemplateInvalid
from jobs.liquid_filters import FILTERS, TEXT_FILTERS, Safe, check_cost, escaped, plain
from jobs.liquid_limits import ITERATIONS, OUTPUT, TEMPLATE, VALUE, LimitReached, Meter, Output, unparsable, weigh

Sign = Callable[[str], str]

# python-liquid has these beside the standard set; there is nothing to include, and raw output has its own name.
_TOO_DEEP = "The template has an expression that is nested too deeply. Make it shorter."
# What a filter does with data it was not made for.
_DATA_FAULTS = (LiquidError, ArithmeticError, ValueError, TypeError, LookupError, AttributeError)


@dataclass(frozen=True)
class Compiled:
    """A parsed template. `unknown_filters` has a message for each filter that does not exist."""

    template: BoundTemplate
    unknown_filters: tuple[str, ...]


@lru_cache(maxsize=128)
def compile(text: str, static_base: str = "/static/") -> Compiled:  # noqa: A001 - what it does
    """Parse a template, its loader rewritten to `static_base`; `TemplateInvalid` tells the line and the remedy."""
    if len(text) > TEMPLATE:
        raise TemplateInvalid(f"The template has {len(text):,} characters; at most {TEMPLATE:,} are taken.")
    if (nul := text.find("\0")) >= 0:
        raise TemplateInvalid(f"Line {_line(text, nul)}: there is a NUL character. Save the template as text.")
    text = prepared(text, static_base)
    if fault := unparsable(text):
        raise TemplateInvalid(f"Line {_line(text, fault[0])}: {fault[1]}.")
    try:
        template = _DIALECT.from_string(text)
    except LiquidError as error:
        raise _explained(error) from error
    return Compiled(template, tuple(_settled(template)))


def render(compiled: Compiled, task_input: dict[str, Any], sign: Sign) -> str:
    """The page for one object. `sign` turns `s3://bucket/key` into a URL; raises `TemplateInvalid` over the limits."""
    context = _Context(compiled.template, globals={"task": {"input": task_input}})
    context.sign = sign
    page = context.get_buffer()
    try:
        compiled.template.render_with_context(context, page)
    except LiquidError as error:
        raise _explained(error) from error
    except RecursionError as error:
        raise TemplateInvalid(_TOO_DEEP) from error
    return page.getvalue()


class _Context(RenderContext):
    """The state of one rendering: looks names up, applies filters, keeps the meter."""

    meter: Meter
    sign: Sign

    def __init__(self, template: BoundTemplate, **given: Any) -> None:
        self.meter = Meter()
        super().__init__(template, **given)
        # The environment escapes, we decide where: literals and captured text differ from python-liquid's rule.
        self.autoescape = False
        self.scope = ReadOnlyChainMap(self.locals, self.globals, self.counters)

    @property
    def disabled_tags(self) -> list[str]:
        """Every node asks for this before it renders, also where nothing is printed: the place to look at the clock."""
        self.meter.tick()
        return []

    @disabled_tags.setter
    def disabled_tags(self, _: list[str]) -> None:
        pass

    def get_buffer(self, buf: TextIO | None = None) -> Output:
        return Output(self.meter)

    def raise_for_loop_limit(self, length: int = 1) -> None:
        self.meter.loops(length)

    def get_item(self, obj: Any, key: Any) -> Any:
        try:
            return super().get_item(obj, key)
        except (KeyError, TypeError, IndexError):
            for other in _other_spellings(obj, key):
                if isinstance(obj, list) or other in obj:
                    return obj[other]
            raise

    def filter(self, name: str, token: Token | None) -> Callable[..., object]:
        return partial(self._apply, name, super().filter(name, token))

    def _apply(self, name: str, function: Callable[..., object], *values: object, **named: object) -> object:
        for value in values:
            weigh(value, VALUE)
        if name in TEXT_FILTERS:
            values = tuple(v if isinstance(v, (str, int)) and v is not True else plain(v) for v in values)
        check_cost(name, *values)
        try:
            result = function(*values, **named)
        except ResourceLimitError:
            raise
        except _DATA_FAULTS:
            return values[0]
        self.meter.wrote(weigh(result, OUTPUT))
        return result


def _other_spellings(obj: Any, key: Any) -> Iterator[Any]:
    """JSON has only string keys, and captured keys are escaped strings (spec A.2.2)."""
    if isinstance(key, str):
        text = key.unescape() if isinstance(key, Markup) else key
        if isinstance(obj, dict):
            yield text
        elif isinstance(obj, list) and text.isdecimal() and int(text[:9]) < len(obj):
            yield int(text[:9])
    elif isinstance(obj, dict) and isinstance(key, (int, float)):
        yield str(key)


class _PrintNode(OutputNode):
    """`{{ value }}` and `{% echo value %}`."""

    __slots__ = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        value = self.expression.evaluate(context)
        weigh(value, OUTPUT)
        return buffer.write(escaped(value))


class _Print(OutputTag):
    node_class = _PrintNode


class _Echo(EchoTag):
    node_class = _PrintNode  # type: ignore[assignment]  # a node of ours in place of the library's


class _CaptureNode(CaptureNode):
    """What was captured was escaped while it was captured."""

    __slots__ = ()

    def _assign(self, context: RenderContext, buf: Any) -> None:
        context.assign(self.name, Safe(buf.getvalue()))


class _Capture(CaptureTag):
    node_class = _CaptureNode


class _CycleNode(CycleNode):
    __slots__ = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        name = plain(self.group.evaluate(context)) if self.group else str(self)
        place = context.cycle(name, len(self.args))
        return buffer.write(escaped(self.args[place].evaluate(context))) if place < len(self.args) else 0


class _Cycle(CycleTag):
    node_class = _CycleNode


class _BoundedRange(RangeLiteral):
    """`(a..b)`. A range costs nothing until something walks it, and some of that is done with no clock near."""

    __slots__ = ()

    def _make_range(self, start: Any, stop: Any) -> range:
        made: range = super()._make_range(start, stop)
        if made.stop - made.start > ITERATIONS:
            raise LimitReached(f"it has a range of more than {ITERATIONS:,} numbers. Loop over less")
        return made


class _Dialect(Environment):
    context_depth_limit: ClassVar[int] = 60  # loops and blocks inside each other
    shorthand_indexes = True  # list.0

    def __init__(self) -> None:
        super().__init__(autoescape=True, strict_filters=False)
        for tag in (_Print, _Echo, _Capture, _Cycle):
            self.add_tag(tag)
        for name, function in FILTERS.items():
            self.add_filter(name, function)
        for tag_name in ("include", "render"):
            del self.tags[tag_name]
        for name in ("safe", "escapejs"):
            del self.filters[name]

    def error(self, exc: Any, msg: str | None = None, token: Token | None = None) -> None:
        """Only limits and syntax stop a page; data that does not fit an operator ends the statement it is in."""
        if not isinstance(exc, LiquidError) or isinstance(exc, (ResourceLimitError, LiquidSyntaxError)):
            super().error(exc, msg, token)


_DIALECT = _Dialect()


def _settled(template: BoundTemplate) -> Iterator[str]:
    """Bound every range of the tree, and tell the filters that do not exist."""
    for expression in _expressions(template):
        if type(expression) is RangeLiteral:
            expression.__class__ = _BoundedRange
        if isinstance(expression, FilteredExpression):
            for one in expression.filters or ():
                if one.name not in _DIALECT.filters:
                    line = _line(one.token.source, one.token.start_index)
                    yield f"Line {line}: there is no filter `{one.name}`. Use one of standard Liquid or take it out."


def _expressions(template: BoundTemplate) -> Iterator[Expression]:
    context = RenderContext(template)
    waiting: list[Node | Expression] = [*reversed(template.nodes)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Node):
            waiting += reversed([*one.expressions(), *one.children(context)])
        else:
            yield one
            waiting += reversed(list(one.children()))


def _explained(error: LiquidError) -> TemplateInvalid:
    if isinstance(error.__cause__, RecursionError):
        return TemplateInvalid(_TOO_DEEP)
    message = str(error.message or "it cannot be parsed").split("\n")[0]
    place = ""
    if error.token is not None:
        index = error.token.start_index
        place = f"Line {_line(error.token.source, index)}: " if index >= 0 else "At the end: "
    if isinstance(error, LimitReached):
        return TemplateInvalid(f"{place}the template is too much: {message}.")
    return TemplateInvalid(f"{place}{message}. Correct the Liquid there.")


def _line(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1
