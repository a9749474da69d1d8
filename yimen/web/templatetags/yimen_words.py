"""Django's tags of translation and of static files, where what stands in the template is looked up once.

A page has hundreds of such sentences and a score of such addresses; looking up was a seventh of its time.
Registered as `i18n` and `static` in settings.TEMPLATES: templates and tools know only Django's own tags.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token, Variable
from django.templatetags import i18n, static
from django.utils.translation import get_language

register = template.Library()
register.tags.update({**i18n.register.tags, **static.register.tags})
register.filters.update(i18n.register.filters)


class Once(template.Node):
    """A node that says the same on every page of one language."""

    def __init__(self, node: template.Node) -> None:
        self._node = node
        self._said: dict[str | None, Any] = {}

    def render(self, context: template.Context) -> Any:
        """What the node said first, escaped as it does."""
        language = get_language()
        said = self._said.get(language)
        if said is None:
            said = self._said[language] = self._node.render(context)
        return said


def _stands(words: FilterExpression) -> bool:
    """Whether these words are written in the template and pass no filter."""
    if words.filters:
        return False
    return isinstance(words.var, str) or (
        isinstance(words.var, Variable) and isinstance(words.var.literal, str)
    )


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> template.Node:
    """{% translate "…" %}: as Django's. Raises TemplateSyntaxError."""
    node: Any = i18n.do_translate(parser, token)
    plain = node.message_context is None and not node.noop and not node.asvar
    return Once(node) if plain and _stands(node.filter_expression) else node  # type: ignore[no-any-return]


@register.tag("static")
def static_file(parser: Parser, token: Token) -> template.Node:
    """{% static "…" %}: as Django's. Raises TemplateSyntaxError."""
    node: Any = static.do_static(parser, token)
    return Once(node) if node.varname is None and _stands(node.path) else node  # type: ignore[no-any-return]
