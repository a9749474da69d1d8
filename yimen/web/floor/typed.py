"""What the forms of the floor read, and at which box a refusal stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yimen.catalogue import queries as catalogue
from yimen.rules import hours
from yimen.rules.errors import Kind, RuleBroken
from yimen.web.forms import FormErrors
from yimen.web.guard import StaffRequest, once_key
from yimen.web.listing import day_typed

_CODES = re.compile(r"[\s,，、;；]+")
#: What the rules call an entry → its box.
_LABELS = {
    gettext_noop("大厅名称"): "name", gettext_noop("窗口名称"): "name", gettext_noop("地址"): "address",
    gettext_noop("电话"): "phone", gettext_noop("怎么去"): "traffic", gettext_noop("原因"): "words",
    gettext_noop("队列名称"): "line_name", gettext_noop("设备名称"): "name",
    gettext_noop("文件"): "basis", gettext_noop("理由"): "why",
}  # fmt: skip
#: Refusals that belong to one box wherever they come from.
_PLACES = {
    "hall.bad_code": "code", "hall.site_taken": "code", "hall.bad_place": "east", "hall.bad_season": "begins",
    "hall.department_needed": "department", "hall.bad_shift": "times", "hall.shift_clash": "staff",
    "device.window": "window",
    "roster.on_leave": "staff", "hall.bad_line": "letter", "hall.line_alike": "letter",
    "hall.weekend_basis": "basis", "item.not_found": "items", "routing.basis": "basis",
    "routing.days": "to_day", "routing.there": "item", "routing.reach": "level", "routing.no_office": "power",
}  # fmt: skip


def tried(errors: FormErrors, act: Callable[[], Any], fallback: str) -> bool:
    """Carry out an action; False with its refusal at the right box. What is not there stays 404."""
    try:
        act()
    except RuleBroken as error:
        if error.kind is Kind.NOT_FOUND and error.code.startswith("hall."):
            raise
        label = _LABELS.get(str(error.facts.get("label", "")))
        errors.refuse(label or _PLACES.get(error.code, fallback), error)
    return not errors


def common(request: StaffRequest) -> dict[str, Any]:
    """What every action takes."""
    return {"now": request.now, "once": once_key(request)}


def codes(text: str) -> list[str]:
    """Codes, one a line or with commas between them."""
    return [one for one in _CODES.split(text.strip()) if one][:500]


def items(text: str) -> list[str]:
    """The codes of items, of which each stands there by its code or by its whole name; a name may hold the
    marks that separate codes. What is neither stays as typed, and the action refuses it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    known = catalogue.codes_named(lines)
    return [code for line in lines for code in ([known[line]] if line in known else codes(line))]


def sessions(errors: FormErrors, field: str, text: str) -> hours.Sessions:
    """Opening hours as typed; none, with what is wrong noted."""
    return errors.read(field, hours.read, text[:120]) or ()


def day(errors: FormErrors, field: str, text: str, *, needed: bool = False) -> date | None:
    """A day as typed; None where none is given."""
    found = day_typed(text)
    if found is None and (needed or text.strip()):
        errors.add(field, _("请选一个日期"))
    return found


def chosen(errors: FormErrors, field: str, text: str, choices: Mapping[str, Any] | list[Any]) -> str:
    """One of the choices, else what is wrong is noted."""
    if text not in choices:
        errors.add(field, _("请选一项"))
    return text
