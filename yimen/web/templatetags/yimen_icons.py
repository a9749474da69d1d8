"""{% ic "eye" %}: an icon of the sprite. A tag, not a component: a list has hundreds of them."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()

_SILENT = '<svg class="ic {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
_TOLD = '<svg class="ic {}" role="img" aria-label="{}" focusable="false"><use href="{}#{}"></use></svg>'


@register.simple_tag
def ic(name: str, *, label: str = "", classes: str = "") -> str:
    """The icon `name`; `label` only where no words stand beside it, `classes` beside those of every icon."""
    return _drawn(str(name), str(label), str(classes))


@lru_cache(maxsize=1024)
def _drawn(name: str, label: str, classes: str) -> str:
    sprite = static("vendor/icons.svg")
    if label:
        return format_html(_TOLD, classes, label, sprite, name)
    return format_html(_SILENT, classes, sprite, name)
