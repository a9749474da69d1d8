"""Filters that put dates, days, money and states into words, in the language of the page.

Moments are shown in Asia/Shanghai whatever zone they carry. Dates are patterns, not sentences, so both
languages stand here; every other word goes through gettext.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from yimen.web.look import site as site_facts

register = template.Library()

_NUMBER = re.compile(r"[0-9A-Z*]{11,18}", re.ASCII)
SHANGHAI = ZoneInfo("Asia/Shanghai")
_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: rules.terms.Light → colour of a tag.
LIGHTS = {"green": "green", "blue": "blue", "yellow": "amber", "red": "red"}

#: rules.terms.State → colour of a tag: blue at work, amber waits for the applicant, green done, red refused.
STATES = {
    "draft": "grey",
    "submitted": "blue",
    "received": "blue",
    "correction": "amber",
    "waiting": "grey",
    "reviewing": "blue",
    "supplement": "amber",
    "suspended": "amber",
    "granted": "blue",
    "refused": "red",
    "issued": "amber",
    "delivered": "green",
    "not_accepted": "red",
    "not_required": "grey",
    "forwarded": "green",
    "withdrawn": "grey",
    "returned": "grey",
    "terminated": "grey",
    "voided": "grey",
    "archived": "green",
}


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _local(value: Any) -> date | datetime | None:
    """The value as a date or a moment in Shanghai; text in ISO form is read; anything else gives None."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI) if timezone.is_aware(value) else value
    return value if isinstance(value, date) else None


def _this_year(value: date) -> bool:
    return value.year == timezone.now().astimezone(SHANGHAI).year


@register.filter
def day(value: Any) -> str:
    """11 月 26 日（周四） / 26 Nov (Thu); the year is added when it is not this year. "" for no date."""
    when = _local(value)
    if when is None:
        return ""
    weekday = when.weekday()
    if _english():
        year = "" if _this_year(when) else f" {when.year}"
        return f"{when.day} {_MONTHS_EN[when.month - 1]}{year} ({_WEEKDAYS_EN[weekday]})"
    year = "" if _this_year(when) else f"{when.year} 年 "
    return f"{year}{when.month} 月 {when.day} 日（周{_WEEKDAYS_ZH[weekday]}）"


@register.filter
def weekday(value: Any) -> str:
    """周四 / Thu."""
    when = _local(value)
    if when is None:
        return ""
    return _WEEKDAYS_EN[when.weekday()] if _english() else f"周{_WEEKDAYS_ZH[when.weekday()]}"


@register.filter
def day_short(value: Any) -> str:
    """11 月 26 日 / 26 Nov; the year is added when it is not this year."""
    when = _local(value)
    if when is None:
        return ""
    if _english():
        return f"{when.day} {_MONTHS_EN[when.month - 1]}" + ("" if _this_year(when) else f" {when.year}")
    return ("" if _this_year(when) else f"{when.year} 年 ") + f"{when.month} 月 {when.day} 日"


@register.filter
def day_full(value: Any) -> str:
    """2026 年 11 月 26 日 / 26 Nov 2026: for documents."""
    when = _local(value)
    if when is None:
        return ""
    if _english():
        return f"{when.day} {_MONTHS_EN[when.month - 1]} {when.year}"
    return f"{when.year} 年 {when.month} 月 {when.day} 日"


@register.filter
def moment(value: Any) -> str:
    """11 月 23 日 9:10 / 23 Nov 9:10, in Shanghai; text that is no date stays as it is."""
    when = _local(value)
    if when is None:
        return value if isinstance(value, str) else ""
    return f"{day_short(when)} {hour(when)}".strip()


@register.filter
def hour(value: Any) -> str:
    """9:10, in Shanghai; "" for a date without a time."""
    when = _local(value)
    return f"{when.hour}:{when.minute:02d}" if isinstance(when, datetime) else ""


@register.filter
def iso(value: Any) -> str:
    """For the datetime attribute of <time>."""
    when = _local(value)
    return (
        when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat() if when else ""
    )


@register.filter
def days_left(value: Any, unit: str = "working") -> str:
    """Days until due as words: 还剩 3 个工作日 · 今天到期 · 超 1 天. `unit` "natural" says 天, not 工作日."""
    count = _whole(value)
    if count is None:
        return ""
    if count == 0:
        return _("今天到期")
    if count < 0:
        return ngettext("超 {n} 天", "超 {n} 天", -count).format(n=thousands(-count))
    if unit == "natural":
        return ngettext("还剩 {n} 天", "还剩 {n} 天", count).format(n=thousands(count))
    return ngettext("还剩 {n} 个工作日", "还剩 {n} 个工作日", count).format(n=thousands(count))


@register.filter
def listed(values: Any) -> str:
    """Several words in a row, with the sign that the reader's language puts between them."""
    return _("、").join(str(one) for one in values)


@register.filter
def one_piece(value: Any) -> bool:
    """Whether a value is the number of a person or firm, whole or masked: it is not cut over two lines."""
    return isinstance(value, str) and _NUMBER.fullmatch(value) is not None


@register.filter
def days_left_short(value: Any) -> str:
    """The same for narrow tables: 剩 3 天 · 今天到期 · 超 1 天."""
    count = _whole(value)
    if count is None or count <= 0:
        return days_left(value)
    return ngettext("剩 {n} 天", "剩 {n} 天", count).format(n=thousands(count))


@register.filter
def working_days(value: Any) -> str:
    """7 个工作日; 0 is 当场办结 (即办)."""
    count = _whole(value)
    if count is None:
        return ""
    if count == 0:
        return _("当场办结")
    return ngettext("{n} 个工作日", "{n} 个工作日", count).format(n=thousands(count))


@register.filter
def left_colour(value: Any) -> str:
    """Colour of the tag for days left when no light is at hand: red over, amber up to 1, else blue."""
    count = _whole(value)
    if count is None:
        return "grey"
    return "red" if count < 0 else "amber" if count <= 1 else "blue"


@register.filter
def light_colour(value: Any) -> str:
    """rules.terms.Light (or its code) → colour of a tag."""
    return LIGHTS.get(str(value), "grey")


@register.filter
def state_colour(value: Any) -> str:
    """rules.terms.State (or its code) → colour of a tag."""
    return STATES.get(str(value), "grey")


@register.filter
def label(value: Any) -> str:
    """The words of a Term in the language of the page; other values as they are."""
    words = getattr(value, "label", None)
    return _(words) if words else "" if value is None else str(value)


@register.filter
def words(value: Any) -> str:
    """A message that came from the rules (plain Chinese) in the language of the page."""
    text = "" if value is None else str(value)
    return _(text) if text else ""


@register.filter
def thousands(value: Any) -> str:
    """1651 → 1,651; decimals are kept; what is no number stays as it is."""
    number = _decimal(value)
    return f"{number:,}" if number is not None else "" if value is None else str(value)


@register.filter
def money(value: Any) -> str:
    """元 with two decimals: 1,651.00 元; None gives ""."""
    number = _decimal(value)
    return "" if number is None else _("{amount} 元").format(amount=f"{number:,.2f}")


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """The value of a mapping under a key that is a variable; "" if there is none."""
    return mapping.get(key, "") if hasattr(mapping, "get") else ""


@register.simple_tag
def site() -> dict[str, Any]:
    """The site's facts for pages that are drawn without a request (400, 500): {% site as here %}."""
    return site_facts()


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _whole(value: Any) -> int | None:
    number = _decimal(value)
    return None if number is None else int(number)
