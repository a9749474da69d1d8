"""The data of an event of a case in words: what each key is called, and each value as people say it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yimen.hall import queries as hall
from yimen.rules.delivery import Way
from yimen.rules.events import Kind
from yimen.rules.item import ItemSpec
from yimen.rules.masking import mask_text
from yimen.rules.retention import Keep
from yimen.rules.review import Place
from yimen.rules.terms import Act, Channel, Light, Procedure, Role, State, Term, Verdict
from yimen.trail.queries import Row
from yimen.web.staffparts import term_words
from yimen.web.templatetags.yimen_format import day_full

#: What the keys of an event's data are called, for every key that acts write.
KEYS: dict[str, str] = {
    "beside": gettext_noop("同样的另一件"),
    "from": gettext_noop("从"),
    "to": gettext_noop("到"),
    "reason": gettext_noop("理由"),
    "document": gettext_noop("文书"),
    "round": gettext_noop("第几轮"),
    "seats": gettext_noop("环节"),
    "seat": gettext_noop("环节"),
    "from_seat": gettext_noop("从环节"),
    "to_seat": gettext_noop("到环节"),
    "verdict": gettext_noop("结论"),
    "text": gettext_noop("意见"),
    "lines": gettext_noop("要补的"),
    "again": gettext_noop("再次补正的理由"),
    "how": gettext_noop("领取方式"),
    "result": gettext_noop("结果"),
    "result_number": gettext_noop("结果编号"),
    "procedure": gettext_noop("程序"),
    "planned_end": gettext_noop("预计结束"),
    "basis": gettext_noop("依据"),
    "excluded_by_law": gettext_noop("不计入法定时限"),
    "item": gettext_noop("事项编码"),
    "version": gettext_noop("事项版本"),
    "channel": gettext_noop("渠道"),
    "fields": gettext_noop("改了的栏目"),
    "files": gettext_noop("文件"),
    "days": gettext_noop("天数"),
    "staff": gettext_noop("工号"),
    "copies": gettext_noop("抄送给（工号）"),
    "place": gettext_noop("加在"),
    "role": gettext_noop("岗位"),
    "without": gettext_noop("没等谁签"),
    "before": gettext_noop("原来"),
    "after": gettext_noop("现在"),
    "way": gettext_noop("取件方式"),
    "hall": gettext_noop("领取大厅"),
    "tracking": gettext_noop("邮件编号"),
    "papers_seen": gettext_noop("看过的证件"),
    "helper": gettext_noop("帮办员工号"),
    "proxy": gettext_noop("代领人证件号"),
    "signature": gettext_noop("签名图"),
    "relation": gettext_noop("谁签收"),
    "organ": gettext_noop("转给"),
    "office": gettext_noop("部门"),
    "lapsed": gettext_noop("过期没提交"),
    "instant": gettext_noop("秒批"),
    "rules": gettext_noop("规则指纹"),
    "bundle": gettext_noop("属于一件事"),
    "members": gettext_noop("哪些事项"),
    "material": gettext_noop("材料"),
    "materials": gettext_noop("材料"),
    "ex_officio": gettext_noop("机关依职权启动"),
    "pledges": gettext_noop("有承诺代替证明的材料"),
    "not_supplied": gettext_noop("没有补交的"),
    "n": gettext_noop("几份"),
    "day": gettext_noop("最晚"),
    "filled": gettext_noop("自动填的"),
    "was": gettext_noop("原来的事项版本"),
    "results": gettext_noop("各项结果"),
    "archive": gettext_noop("档号"),
    "keep": gettext_noop("保管期限"),
    "until": gettext_noop("保管到"),
}
#: Kept on record, and said already by the title of the event.
UNSAID = frozenset({"act"})
_TABLES: dict[str, type[Term]] = {
    "act": Act,
    "verdict": Verdict,
    "procedure": Procedure,
    "channel": Channel,
    "way": Way,
    "keep": Keep,
    "place": Place,
    "role": Role,
}
_DAYS = frozenset({"day", "planned_end", "until", "before", "after"})
_CODES = frozenset(
    {
        "beside",
        "bundle",
        "document",
        "item",
        "version",
        "was",
        "staff",
        "tracking",
        "archive",
        "signature",
        "rules",
    }
)
#: Codes that stand where else a person writes.
_SAID = {"planned_end": gettext_noop("预计结束的日子到了")}
#: Longest value shown of one entry: the whole stays in the trail.
_LONGEST = 400


def told(row: Row, spec: ItemSpec) -> list[tuple[str, str]]:
    """The data of an event as (name, words); the act is told by the title, from and to in one line."""
    told = {k: v for k, v in row.data.items() if v not in ("", None, [], {}) and k not in UNSAID}
    if "fields" in told:
        labels = {use.key: use.label for use in spec.form}
        told["fields"] = [labels.get(key, key) for key in told["fields"]]
    rows = []
    if {"from", "to"} <= set(told):
        before, after = (_value(row.kind, key, told.pop(key)) for key in ("from", "to"))
        name = _("级别") if row.kind == Kind.LIGHT_CHANGED else _("状态")
        rows.append((name, before if before == after else _("{a} → {b}").format(a=before, b=after)))
    return rows + [(_(KEYS.get(key, key)), _value(row.kind, key, value)) for key, value in told.items()]


def _value(kind: str, key: str, value: Any) -> str:
    """One value of an event in words; numbers of people inside texts are masked."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if key in {"from", "to"}:
        return term_words(Light if kind == Kind.LIGHT_CHANGED else State, str(value))
    if key in _TABLES:
        return term_words(_TABLES[key], str(value))
    if key in _DAYS:
        return _day(str(value))
    if key == "files":
        return _("{n} 份").format(n=len(value))
    if key == "hall":
        return hall.name_of(str(value))
    if isinstance(value, list):
        return _("、").join(_part(one) for one in value)[:_LONGEST]
    if isinstance(value, Mapping):
        return _("；").join(f"{name} {_part(one)}" for name, one in value.items())[:_LONGEST]
    # Ids and codes are no text of a person, and masking would take long ones for identity numbers.
    return str(value) if key in _CODES else mask_text(_(_SAID.get(str(value), str(value))))[:_LONGEST]


def _part(value: Any) -> str:
    if isinstance(value, Mapping):
        return mask_text(str(value.get("words") or value.get("name") or ""))
    if isinstance(value, list):
        return _("{n} 份").format(n=len(value))
    return mask_text(_(str(value))) if value not in ("", None) else ""


def _day(value: str) -> str:
    """A day or a moment as it is stored, as a day."""
    try:
        return day_full(datetime.fromisoformat(value) if " " in value or "T" in value else value) or value
    except ValueError:
        return value
