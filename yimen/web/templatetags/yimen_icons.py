"""{% ic "eye" %}: an icon of the sprite. A tag, not a component: a list has hundreds of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.templatetags.static import static
from django.utils.html import format_html

from yimen.web.templating import Once, stands

register = template.Library()

_SILENT = '<svg class="ic {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
_TOLD = '<svg class="ic {}" role="img" aria-label="{}" focusable="false"><use href="{}#{}"></use></svg>'


@register.simple_tag
def ic(name: str, *, label: str = "", classes: str = "") -> str:
    """The icon `name`; `label` only where no words stand beside it, `classes` beside those of every icon."""
    return _drawn(str(name), str(label), str(classes))


_read = register.tags["ic"]


@register.tag("ic")
def still(parser: Parser, token: Token) -> template.Node:
    """The same tag; where the icon stands in the template it is drawn once. Raises TemplateSyntaxError."""
    node: Any = _read(parser, token)
    known = node.target_var is None and all(map(stands, (*node.args, *node.kwargs.values())))
    return Once(node) if known else node  # type: ignore[no-any-return]


@lru_cache(maxsize=1024)
def _drawn(name: str, label: str, classes: str) -> str:
    sprite = static("vendor/icons.svg")
    if label:
        return format_html(_TOLD, classes, label, sprite, name)
    return format_html(_SILENT, classes, sprite, name)
