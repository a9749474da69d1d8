"""文书的一行行: the facts of a document in reading order, the same on the page and in the PDF.

Names and `Said` values are messages, which a door translates; other values are as they were issued.
A tuple is a list of names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .calendar import china_date
from .errors import Said
from .terms import Document

#: Documents that tell until when the case will be decided; before acceptance only the answer is due.
TIMED = frozenset({Document.ACCEPTANCE, Document.DEFERRAL_NOTICE, Document.PROCEDURE, Document.EXTENSION})

#: How a document writes a day.
DAY = "{year} 年 {month} 月 {day} 日"
_DAY = re.compile(r"(\d{4}) 年 (\d{1,2}) 月 (\d{1,2}) 日", re.ASCII)


@dataclass(frozen=True)
class Line:
    """One row of a document: a name and what it says."""

    name: str
    value: str | date | Said | tuple[str, ...]


def lines(doc: Mapping[str, Any]) -> tuple[Line, ...]:
    """Every fact that this document (`kind` and its frozen contents) carries; what is empty is left out."""
    made = (
        Line("办件编号", doc.get("case", "")),
        Line("申请事项", doc.get("item", "")),
        Line("收到的材料", tuple(doc.get("materials", []))),
        Line("后补的材料", tuple(doc.get("deferred", []))),
        Line("最晚补交", read_day(doc.get("defer_by"))),
        Line("告知的内容", tuple(doc.get("told", []))),
        Line("承诺的内容", tuple(doc.get("pledged", []))),
        Line("承诺人", doc.get("signer", "")),
        Line("特别程序", _word(doc.get("procedure_name"))),
        Line("程序依据", doc.get("basis", "")),
        Line("预计结束", read_day(doc.get("planned_end"))),
        Line("计不计时", _counted(doc)),
        Line("延长", Said("{n} 个工作日", {"n": doc["days"]}) if doc.get("days") else ""),
        Line("结果", doc.get("result", "")),
        Line("各项结果", tuple(doc.get("results", []))),
        Line("结果编号", doc.get("result_number", "")),
        Line("有效期", _valid(doc)),
        Line("转报机关", doc.get("to_organ", "")),
        Line("应向哪里申请", doc.get("organ_to", "")),
        Line("领取方式", _word(doc.get("how"))),
        Line("领取地点", doc.get("place", "")),
        Line("领取码", doc.get("pickup_code", "")),
        Line("快递单号", doc.get("tracking", "")),
        Line("签收人", doc.get("receiver", "")),
        Line("与申请人的关系", _word(doc.get("relation"))),
        Line("代领人证件号", doc.get("proxy", "")),
        Line("帮办员工号", doc.get("helper", "")),
        Line("核对的证件", _word(doc.get("papers_seen"))),
        *_limits(doc),
        Line("咨询电话", doc.get("phone", "")),
        Line("经办人", doc.get("by", "")),
    )
    return tuple(one for one in made if one.value)


def read_day(value: Any) -> date | str:
    """The day in China of an ISO moment or day; "" where there is none."""
    text = str(value or "")
    if not text:
        return ""
    return date.fromisoformat(text) if len(text) == 10 else china_date(datetime.fromisoformat(text))


def day_words(day: date | str) -> str:
    """2026 年 11 月 16 日, as documents date themselves."""
    if not isinstance(day, date):
        return ""
    return DAY.format(year=day.year, month=day.month, day=day.day)


def day_said(words: str) -> date | None:
    """The day of `day_words`; None for what is none."""
    found = _DAY.fullmatch(words.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _limits(doc: Mapping[str, Any]) -> tuple[Line, ...]:
    promised, legal = read_day(doc.get("promise_due")), read_day(doc.get("legal_due"))
    if doc["kind"] == Document.RECEIPT:
        return (Line("最晚答复受理不受理", promised),)
    if doc["kind"] == Document.CORRECTION_NOTICE:
        return (Line("请在这一天前补正", read_day(doc.get("answer_by"))),)
    if doc["kind"] in TIMED:
        return (Line("承诺最晚办结", promised), Line("法定最晚办结", legal))
    return ()


def _counted(doc: Mapping[str, Any]) -> str | Said:
    if "procedure" not in doc:
        return ""
    return Said("不计入法定时限") if doc.get("excluded_by_law") else Said("计入法定时限，不计入承诺时限")


def _valid(doc: Mapping[str, Any]) -> str | Said:
    begin, end = read_day(doc.get("result_from")), read_day(doc.get("result_to"))
    if not isinstance(begin, date):
        return ""
    first = day_words(begin)
    if not isinstance(end, date):
        return Said("自 {first} 起", {"first": first})
    return Said("自 {first} 起至 {last} 止", {"first": first, "last": day_words(end)})


def _word(value: Any) -> str | Said:
    return Said(str(value)) if value else ""
