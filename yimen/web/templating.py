"""Pages are drawn by nodes that do what Django's do, with less: a page has seven hundred of them.

The language is Django's, read by Django's parser; only what it makes is exchanged, here, as it is made. What
stands in a template is joined with its neighbours and looked up once a language; a value is found and escaped
by a short way where it is of the usual kind, and by Django's own where it is not. With YIMEN_DEBUG templates
are Django's own, which know the line of a mistake.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import Any

from django.template import TemplateDoesNotExist, base
from django.template.base import FilterExpression, Node, NodeList, TextNode, Variable, VariableNode
from django.template.context import Context
from django.template.defaulttags import CommentNode, LoadNode
from django.template.loaders import base as loading
from django.template.loaders import cached
from django.utils.safestring import SafeString
from django.utils.translation import get_language

#: What the short way says: ask Django's own; and: there is no such thing.
UNUSUAL, MISSING = object(), object()


class Once(Node):
    """A node that says the same on every page of one language."""

    def __init__(self, node: Any) -> None:
        self.node = node
        self._said: dict[str | None, Any] = {}

    def render(self, context: Any) -> Any:
        """What the node said first, escaped as it does."""
        language = getattr(context, "language", None) or get_language()
        said = self._said.get(language)
        if said is None:
            said = self._said[language] = self.node.render(context)
        return said

    render_annotated = render


def stands(words: FilterExpression) -> bool:
    """Whether these words are written in the template and pass no filter."""
    if words.filters:
        return False
    return isinstance(words.var, str) or (
        isinstance(words.var, Variable) and isinstance(words.var.literal, str)
    )


class _Ways(dict[type, str]):
    """How one goes a step from a value of this type: by key, by place, by name; "": as Django does."""

    def __missing__(self, kind: type) -> str:
        """Found out at the first value of the type."""
        getter = getattr(kind, "__getitem__", None)
        if kind is dict:
            way = "key"
        elif getter in {list.__getitem__, tuple.__getitem__}:
            way = "place"
        else:
            way = "name" if getter in {None, str.__getitem__} else ""
        self[kind] = way
        return way


_WAYS = _Ways()


class Path(Variable):
    """`case.party.name`, found by the short way where nothing on it is callable or fails."""

    def __init__(self, var: str) -> None:
        super().__init__(var)
        first, *rest = self.lookups or ("",)
        self._first = first
        self._rest = tuple((bit, int(bit) if bit.isdecimal() else None) for bit in rest)

    def found(self, context: Any) -> Any:
        """The value; MISSING, or UNUSUAL where only Django's way tells."""
        first = self._first
        for held in reversed(context.dicts):
            if first in held:
                value = held[first]
                break
        else:
            return UNUSUAL if hasattr(context, first) else MISSING
        for bit, place in self._rest:
            if callable(value):
                return UNUSUAL
            try:
                value = _step(value, bit, place)
            except Exception:  # Django's way fails as well: it knows what counts as nothing there
                return UNUSUAL
            if value is UNUSUAL or value is MISSING:
                return value
        return UNUSUAL if callable(value) else value

    def resolve(self, context: Any) -> Any:
        """The value, in words of the language where `translate` asks for it. Raises VariableDoesNotExist."""
        value = UNUSUAL if self.translate else self.found(context)
        return super().resolve(context) if value is UNUSUAL or value is MISSING else value


def _step(value: Any, bit: str, place: int | None) -> Any:
    """What lies one step further."""
    way = _WAYS[type(value)]
    if way == "name" and place is None:
        return getattr(value, bit, UNUSUAL)
    if way == "key" and place is None:
        return value[bit] if bit in value else UNUSUAL if hasattr(value, bit) else MISSING
    if way == "place":
        if place is None:
            return getattr(value, bit, UNUSUAL)
        return value[place] if place < len(value) else UNUSUAL
    return UNUSUAL


class Expression(FilterExpression):
    """`value|filter:argument`, whose values are found by Path."""

    __slots__ = ()

    def __init__(self, token: str, parser: base.Parser) -> None:
        super().__init__(token, parser)
        self.var = _path(self.var)
        self.filters = [
            (filtered, [(asked, _path(one)) for asked, one in arguments])
            for filtered, arguments in self.filters
        ]

    def resolve(self, context: Context, ignore_failures: bool = False) -> Any:
        """The value as Django finds it."""
        if self.filters or type(self.var) is not Path or self.var.translate:
            return super().resolve(context, ignore_failures)
        value = self.var.found(context)
        if value is MISSING and ignore_failures:
            return None
        return super().resolve(context, ignore_failures) if value is UNUSUAL or value is MISSING else value


def _path(one: Any) -> Any:
    """A Path for what is to be looked up; anything else as it is."""
    looked_up = type(one) is Variable and one.lookups and not one.translate
    return Path(str(one.var)) if looked_up else one


class Shown(VariableNode):
    """{{ value }}."""

    def render(self, context: Context) -> str:
        """The value, escaped unless it is safe."""
        try:
            value = self.filter_expression.resolve(context)
        except UnicodeDecodeError:  # as in Django's own
            return ""
        kind = type(value)
        if kind is SafeString:
            return value  # type: ignore[no-any-return]
        if kind is str:
            return escape(value) if context.autoescape else value
        return base.render_value_in_context(value, context)

    render_annotated = render  # type: ignore[assignment]


class Nodes(NodeList):
    """Nodes one after another."""

    def __init__(self, nodes: Iterable[Node] = ()) -> None:
        super().__init__(nodes)
        self._of_type: dict[type[Node], list[Node]] = {}

    def render(self, context: Context) -> SafeString:
        """All of them."""
        return SafeString("".join([node.render(context) for node in self]))

    def get_nodes_by_type(self, nodetype: type[Node]) -> list[Any]:
        """All nodes of a type, however deep: looked for once, for nothing is added after parsing."""
        found = self._of_type.get(nodetype)
        if found is None:
            found = self._of_type[nodetype] = super().get_nodes_by_type(nodetype)
        return found


#: What says the same on every page, or nothing.
_STILL = (TextNode, Once, CommentNode, LoadNode)


def settled(nodes: NodeList) -> Nodes:
    """The same nodes, ours instead of Django's, and those that never change joined."""
    made: list[Node] = []
    for still, group in groupby(nodes, key=lambda node: type(node) in _STILL):
        run = list(group)
        made += _joined(run) if still else map(_ours, run)
    return Nodes(made)


def _ours(node: Any) -> Node:
    if type(node) is not VariableNode:
        return node  # type: ignore[no-any-return]
    return _placed(Shown(node.filter_expression), node)


def _joined(run: list[Any]) -> list[Node]:
    said: list[Any] = [node for node in run if isinstance(node, TextNode | Once)]
    if len(said) < 2:
        return said
    if all(isinstance(node, TextNode) for node in said):
        return [_placed(TextNode("".join(node.s for node in said)), said[0])]
    return [_placed(Once(Nodes(said)), said[0])]


def _placed(node: Any, like: Any) -> Node:
    """The node with the place of another in its template."""
    node.token, node.origin = like.token, like.origin
    return node  # type: ignore[no-any-return]


class Parser(base.Parser):
    """Django's parser; what it has made is exchanged."""

    def parse(self, parse_until: Iterable[str] | None = None) -> Nodes:
        """The nodes until one of these tags."""
        return settled(super().parse(parse_until))  # type: ignore[arg-type]

    def compile_filter(self, token: str) -> Expression:
        """An expression of ours."""
        return Expression(token, self)


class Template(base.Template):
    """A template of such nodes."""

    def compile_nodelist(self) -> Nodes:
        """The nodes of the whole template. Raises TemplateSyntaxError."""
        engine = self.engine
        tokens = base.Lexer(self.source).tokenize()
        parser = Parser(tokens, engine.template_libraries, engine.template_builtins, self.origin)
        nodes = parser.parse()
        self.extra_data = parser.extra_data
        return nodes

    def _render(self, context: Any) -> SafeString:
        """Draw it; the language is asked for once, not at each word (no template changes it on its way)."""
        context.language = get_language()
        return super()._render(context)  # type: ignore[misc,no-any-return]


class _Making(loading.Loader):
    """Django's loader, that makes templates of ours."""

    def get_template(self, template_name: str, skip: Any = None) -> base.Template:
        """The first template of this name that is not to be left out. Raises TemplateDoesNotExist."""
        kind = base.Template if self.engine.debug else Template
        tried = []
        for origin in self.get_template_sources(template_name):
            if skip is not None and origin in skip:
                tried.append((origin, "Skipped to avoid recursion"))
                continue
            try:
                contents = self.get_contents(origin)  # type: ignore[attr-defined]
            except TemplateDoesNotExist:
                tried.append((origin, "Source does not exist"))
                continue
            return kind(contents, origin, str(origin.template_name), self.engine)
        raise TemplateDoesNotExist(template_name, tried=tried)


class Loader(cached.Loader, _Making):
    """Django's loader that keeps what it has loaded, over templates of ours."""
