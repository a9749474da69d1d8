"""django-cotton's components, drawn with less: what is known of a template is not found out at each page.

Parsing and meaning are django-cotton's. Of its tag only the common form is exchanged: a component by its
name, without `only`, in a template of ours (web/templating.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.template import base
from django.template.base import Node, Token
from django.template.context import Context
from django_cotton.templatetags import Attrs, UnprocessableDynamicAttr
from django_cotton.templatetags._component import _MISSING, AttrKind, cotton_component
from django_cotton.templatetags._vars import CottonVarsNode
from django_cotton.utils import get_cotton_data

from yimen.web.templating import MISSING, UNUSUAL, Parser, Path

register = template.Library()

#: How a value is found on a page. UNUSUAL: it cannot be, and counts as not given.
Way = Callable[[Context], Any]


@register.tag("cotton")
def component(parser: Any, token: Token) -> Node:
    """<c-name …>: as django-cotton's. Raises TemplateSyntaxError."""
    node: Any = cotton_component(parser, token)
    usual = isinstance(parser, Parser) and not node.only and node.component_name != "component"
    merges = any(one.key == "attrs" for one in node._prepared_attrs)
    return Component(node, parser) if usual and not merges else node  # type: ignore[no-any-return]


def _fixed_or_way(one: Any, library: template.Library, like: base.Parser) -> tuple[Any, Way | None]:
    """The value of an attribute that django-cotton has read, where it never changes; else how it is found."""
    if one.kind in {AttrKind.DYNAMIC, AttrKind.UNQUOTED}:
        return _looked_up(one)
    if one.kind != AttrKind.ESCAPED or not one.compiled:
        return one.value, None
    inner = Parser(base.Lexer(one.value).tokenize(), like.libraries, [library], like.origin)
    return None, inner.parse().render


def _looked_up(one: Any) -> tuple[Any, Way | None]:
    """`:name="value"`: a variable, or what Python would read."""
    raw, prepared = one.value, one.compiled
    variable, literal = prepared._variable, prepared._literal
    unknown = raw if one.kind == AttrKind.UNQUOTED else UNUSUAL
    if raw in {"", "True", "False", "None"}:
        return (True if raw == "" else literal), None
    if variable is not None and variable.lookups is None and not variable.translate:
        return variable.literal, None
    if literal is not _MISSING and raw[0] in "[{(":
        return literal, None
    path = Path(raw) if variable is not None and variable.lookups and "{" not in raw else None
    lost = unknown if literal is _MISSING else literal

    def way(context: Context) -> Any:
        value = UNUSUAL if path is None else path.found(context)
        if value is MISSING:
            return lost
        if value is UNUSUAL:
            try:
                return prepared.resolve(context)
            except UnprocessableDynamicAttr:
                return unknown
        return value.attrs_dict() if isinstance(value, Attrs) else value

    return None, way


class Component(Node):
    """One component on a page."""

    def __init__(self, parsed: Any, parser: Parser) -> None:
        self.nodelist, self._parsed, self._parser = parsed.nodelist, parsed, parser
        self._given = tuple(
            (one.key, *_fixed_or_way(one, parsed.active_library, parser)) for one in parsed._prepared_attrs
        )
        self._drawn_by: _Drawn | None = None

    def render(self, context: Context) -> Any:
        """What its template makes of what it is given."""
        cotton = get_cotton_data(context)
        given: dict[str, Any] = {}
        attrs, slots = Attrs(given), {}  # type: ignore[var-annotated]
        cotton["stack"].append({"key": self._parsed.component_name, "attrs": attrs, "slots": slots})
        for key, value, way in self._given:
            found = value if way is None else way(context)
            if found is UNUSUAL:
                attrs.unprocessable(key)
            else:
                given[key] = found
        slot = self.nodelist.render(context)
        by = self._drawn_by
        if by is None:
            by = self._drawn_by = _Drawn(self._parsed._get_cached_template(context, attrs), self._parser)
        for key in by.silent:
            attrs.exclude_from_string_output(key)
        facts = {
            **by.defaults(context, given), **slots, **attrs.make_attrs_accessible(),
            "attrs": attrs, "slot": slot, "cotton_data": cotton,
        }  # fmt: skip
        with context.push(facts):
            output = by.template.render(context)
        cotton["stack"].pop()
        return output


class _Drawn:
    """The template of a component: its <c-vars>, of which most never change."""

    def __init__(self, made: Any, like: Parser) -> None:
        self.template = made
        nodes = [node for node in made.nodelist if isinstance(node, CottonVarsNode)]
        silent, fixed, found = ["is"], {}, []
        for node in nodes:
            silent += node.empty_vars
            for one in node._prepared_vars:
                silent.append(one.exclude_key)
                value, way = _fixed_or_way(one, node.active_library, like)
                if way is None:
                    fixed[one.accessible_key] = value
                else:
                    found.append((one.exclude_key, one.accessible_key, way))
        self.silent, self._fixed, self._found = tuple(silent), fixed, found

    def defaults(self, context: Context, given: dict[str, Any]) -> dict[str, Any]:
        """What holds where nothing is given."""
        if not self._found:
            return self._fixed
        made = dict(self._fixed)
        for key, name, way in self._found:
            value = UNUSUAL if key in given else way(context)
            if value is not UNUSUAL:
                made[name] = value
        return made
