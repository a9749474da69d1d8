"""A document's frozen contents as the lines of its print page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from yimen.rules.terms import Document
from yimen.web.templatetags.yimen_format import day_full
from yimen.web.words import fill


def opening(doc: Mapping[str, Any]) -> str:
    """The opening sentence: translated first, its facts filled in after."""
    return fill(str(doc["opening"]), {"item": doc.get("item", ""), "day": day_full(doc.get("day", ""))})


def facts(doc: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(name, value) of every fact that this kind of document carries, in reading order."""
    days = str(doc["days"]) if doc.get("days") else ""
    made = [
        (_("办件编号"), doc.get("case", "")),
        (_("申请事项"), doc.get("item", "")),
        (_("收到的材料"), _("、").join(doc.get("materials", []))),
        (_("特别程序"), _(doc["procedure_name"]) if doc.get("procedure_name") else ""),
        (_("程序依据"), doc.get("basis", "")),
        (_("预计结束"), day_full(doc.get("planned_end", ""))),
        (_("计不计时"), _counted(doc)),
        (_("延长"), _("{n} 个工作日").format(n=days) if days else ""),
        (_("结果"), doc.get("result", "")),
        (_("结果编号"), doc.get("result_number", "")),
        (_("转报机关"), doc.get("to_organ", "")),
        (_("领取方式"), _(doc["how"]) if doc.get("how") else ""),
        (_("签收人"), doc.get("receiver", "")),
        *_limits(doc),
        (_("咨询电话"), doc.get("phone", "")),
        (_("经办人"), doc.get("by", "")),
    ]
    return [(name, str(value)) for name, value in made if value]


#: Documents that tell until when the case will be decided; before acceptance only the answer is due.
_TIMED = frozenset({Document.ACCEPTANCE, Document.PROCEDURE, Document.EXTENSION})


def _limits(doc: Mapping[str, Any]) -> list[tuple[str, str]]:
    promised, legal = day_full(doc.get("promise_due", "")), day_full(doc.get("legal_due", ""))
    if doc["kind"] == Document.RECEIPT:
        return [(_("最晚答复受理不受理"), promised)]
    if doc["kind"] in _TIMED:
        return [(_("承诺最晚办结"), promised), (_("法定最晚办结"), legal)]
    return []


def _counted(doc: Mapping[str, Any]) -> str:
    if "procedure" not in doc:
        return ""
    by_law = doc.get("excluded_by_law")
    return _("不计入法定时限") if by_law else _("计入法定时限，不计入承诺时限")
