"""A document's frozen contents as the lines of its print page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yimen.rules.errors import worded
from yimen.rules.paper_lines import Line, lines
from yimen.web.templatetags.yimen_format import day_full
from yimen.web.words import fill


def opening(doc: Mapping[str, Any]) -> str:
    """The opening sentence: translated first, its facts filled in after."""
    return fill(str(doc["opening"]), {"item": doc.get("item", ""), "day": day_full(doc.get("day", ""))})


def facts(doc: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(name, value) of every fact that this kind of document carries, in reading order."""
    return [(_(one.name), _value(one)) for one in lines(doc)]


def _value(line: Line) -> str:
    if isinstance(line.value, date):
        return str(day_full(line.value))
    if isinstance(line.value, tuple):
        return _("、").join(line.value)
    return line.value if isinstance(line.value, str) else str(worded(line.value, _))
