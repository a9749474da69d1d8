"""Django's tags of translation and of static files, where what stands in the template is looked up once.

A page has hundreds of such sentences and a score of such addresses; looking up was a seventh of its time.
Registered as `i18n` and `static` in settings.TEMPLATES: templates and tools know only Django's own tags.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.templatetags import i18n, static

from yimen.web.templating import Once, stands

register = template.Library()
register.tags.update({**i18n.register.tags, **static.register.tags})
register.filters.update(i18n.register.filters)
# A template is in one language from its beginning to its end (web/templating.py).
del register.tags["language"]


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> template.Node:
    """{% translate "…" %}: as Django's. Raises TemplateSyntaxError."""
    node: Any = i18n.do_translate(parser, token)
    plain = node.message_context is None and not node.noop and not node.asvar
    return Once(node) if plain and stands(node.filter_expression) else node  # type: ignore[no-any-return]


@register.tag("static")
def static_file(parser: Parser, token: Token) -> template.Node:
    """{% static "…" %}: as Django's. Raises TemplateSyntaxError."""
    node: Any = static.do_static(parser, token)
    return Once(node) if node.varname is None and stands(node.path) else node  # type: ignore[no-any-return]
