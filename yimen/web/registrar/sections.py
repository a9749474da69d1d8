"""The parts in which a draft is edited: which field stands on which page, and how it is typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.utils.translation import gettext_noop as _

from yimen.rules.identity import Level as RealLevel
from yimen.rules.instant.spec import InstantRule, Then
from yimen.rules.item import (
    Basis,
    Fee,
    FieldUse,
    MaterialUse,
    Question,
    SpecialStep,
    Step,
    Window,
)
from yimen.rules.pledge_terms import Risk, WindowUnit
from yimen.rules.retention import Keep
from yimen.rules.terms import (
    Audience,
    Channel,
    Duty,
    FieldType,
    ItemType,
    Level,
    MaterialForm,
    MaterialKind,
    Mode,
    Need,
    Procedure,
    Promise,
    ResultType,
    Role,
    Source,
    Unit,
)


class As(Enum):
    """How one field is typed."""

    TEXT = "text"
    LONG = "long"
    WHOLE = "whole"
    NUMBER = "number"
    BOOL = "bool"
    TERM = "term"
    TERMS = "terms"
    LINES = "lines"  # one entry a line
    OPTIONS = "options"  # “code words” a line
    LIMIT = "limit"  # a number of days and its unit
    OFFICE = "office"  # one of the departments on file
    WHEN = "when"  # a condition in words
    FIELD = "field"  # one of the questions of the form


@dataclass(frozen=True)
class Entry:
    """One field: its name in the spec, how it is typed, its table of codes, and a hint."""

    name: str
    kind: As = As.TEXT
    terms: Any = None
    hint: str = ""
    required: bool = False
    prompt: str = ""
    blank: str = ""  # the words of the empty choice, where there is one

    @property
    def wide(self) -> bool:
        """Whether it takes the whole width of a row."""
        return self.kind in {As.LONG, As.LINES, As.OPTIONS, As.WHEN, As.TERMS}


@dataclass(frozen=True)
class Rows:
    """A list of the spec whose entries are rows that come and go; `title` names the fields that name a row.

    `pick`: rows are picked from the shared definitions ("materials", "elements").
    """

    name: str
    part: type
    entries: tuple[Entry, ...]
    title: tuple[str, ...]
    one: str
    pick: str = ""


@dataclass(frozen=True)
class Section:
    """One page of the editor."""

    key: str
    title: str
    entries: tuple[Entry, ...] = ()
    rows: Rows | None = None
    note: str = field(default="")


_WHEN_HINT = _("不写就是一律要。例：“使用面积” > 300 且 “类型” 在（餐饮，小吃）")
_LINES_HINT = _("一行一条")

_MATERIAL = Rows(
    "materials",
    MaterialUse,
    (
        Entry("code", required=True),
        Entry("name", required=True),
        Entry("need", As.TERM, Need),
        Entry("source", As.TERM, Source),
        Entry("kind", As.TERM, MaterialKind),
        Entry("form", As.TERM, MaterialForm),
        Entry("originals", As.WHOLE),
        Entry("copies", As.WHOLE),
        Entry("deferral_days", As.WHOLE, hint=_("可容缺的材料要写，工作日")),
        Entry("exempt_by", hint=_("比如：电子证照")),
        Entry("pledge", As.LONG, hint=_("写了就可以用承诺代替它：申请人承诺什么（告知承诺）")),
        Entry("pledge_basis", hint=_("能用承诺代替的依据，如国办发〔2020〕42号")),
        Entry("pledge_window", As.WHOLE, hint=_("批准后多久内核查；不写是 2 个月")),
        Entry("pledge_unit", As.TERM, WindowUnit),
        Entry("basis"),
        Entry("reason"),
        Entry("when", As.WHEN, hint=_WHEN_HINT),
        Entry("hint", As.LONG),
        Entry("standard", As.LONG),
    ),
    ("name", "code"),
    _("材料"),
    "materials",
)
_FORM = Rows(
    "form",
    FieldUse,
    (
        Entry("key", required=True, hint=_("字母、数字和下划线")),
        Entry("label", required=True),
        Entry("type", As.TERM, FieldType),
        Entry("required", As.BOOL),
        Entry("question", As.BOOL, prompt=_("单独一页提问")),
        Entry("section", hint=_("同一组的栏目排在一起")),
        Entry("max_length", As.WHOLE),
        Entry("minimum", As.NUMBER),
        Entry("maximum", As.NUMBER),
        Entry("pattern"),
        Entry("hint"),
        Entry("why", hint=_("单独提问的栏目要写为什么问")),
        Entry("options", As.OPTIONS, hint=_("单选、多选才写。一行一个：代码 空格 文字")),
        Entry("when", As.WHEN, hint=_WHEN_HINT),
    ),
    ("label", "key"),
    _("栏目"),
    "elements",
)
_STEPS = Rows(
    "steps",
    Step,
    (
        Entry("name", required=True),
        Entry("duty", As.TERM, Duty),
        Entry("role", As.TERM, Role),
        Entry("department", As.OFFICE, hint=_("不选就是实施主体自己"), prompt=_("部门")),
        Entry("beside", As.TERM, Mode, hint=_("会签要都签，或签一个人签就行")),
        Entry("days", As.WHOLE, hint=_("工作日")),
        Entry("result"),
        Entry("standard", As.LONG),
    ),
    ("name",),
    _("环节"),
)
_SPECIAL = Rows(
    "special",
    SpecialStep,
    (
        Entry("procedure", As.TERM, Procedure),
        Entry("basis", required=True),
        Entry("days", As.WHOLE, required=True),
        Entry("unit", As.TERM, Unit),
        Entry("excluded_by_law", As.BOOL, hint=_("只有行政许可法第四十五条列明的程序可以")),
        Entry("department"),
        Entry("phone"),
    ),
    ("procedure",),
    _("特别程序"),
)
_FEES = Rows(
    "fees",
    Fee,
    (
        Entry("name", required=True),
        Entry("unit_price", As.NUMBER, hint=_("按公布的标准收的不用写")),
        Entry("reducible", As.BOOL),
        Entry("basis"),
        Entry("reduction_basis"),
        Entry("standard", As.LONG, required=True),
    ),
    ("name",),
    _("收费项目"),
)
_WINDOWS = Rows(
    "windows",
    Window,
    (
        Entry("name", required=True),
        Entry("phone"),
        Entry("address", required=True, hint=_("写到门牌号")),
        Entry("hours", required=True, hint=_("比如：工作日 8:30–12:00、14:00–17:30")),
        Entry("traffic"),
    ),
    ("name",),
    _("窗口"),
)
_BASIS = Rows(
    "basis",
    Basis,
    (Entry("law", required=True), Entry("number"), Entry("clause"), Entry("content", As.LONG)),
    ("law", "clause"),
    _("依据"),
)
_FAQ = Rows(
    "faq",
    Question,
    (Entry("q", required=True), Entry("a", As.LONG, required=True)),
    ("q",),
    _("问答"),
)

SECTIONS: tuple[Section, ...] = (
    Section(
        "basics",
        _("基本信息和时限"),
        (
            Entry("name", required=True),
            Entry("department", As.OFFICE, required=True, prompt=_("实施主体")),
            Entry("type", As.TERM, ItemType),
            Entry("level", As.TERM, Level),
            Entry("catalog_code"),
            Entry("handle_code"),
            Entry("promise_type", As.TERM, Promise),
            Entry("minutes", As.WHOLE, hint=_("即办件才用")),
            Entry("legal", As.LIMIT),
            Entry("promise", As.LIMIT, hint=_("0 就是当场办结（即办）")),
            Entry("summary", As.LONG),
        ),
    ),
    Section(
        "access",
        _("谁能办、在哪办"),
        (
            Entry("visits", As.WHOLE),
            Entry("visit_reason", hint=_("到现场 1 次以上要写")),
            Entry("online_depth", As.WHOLE, hint=_("1 到 4，4 是全程网办")),
            Entry("express", As.BOOL),
            Entry("bookable", As.BOOL),
            Entry("pay_online", As.BOOL),
            Entry("audiences", As.TERMS, Audience),
            Entry("channels", As.TERMS, Channel),
            Entry("person_topics", As.LINES, hint=_LINES_HINT),
            Entry("corp_topics", As.LINES, hint=_LINES_HINT),
        ),
    ),
    Section(
        "conditions",
        _("条件和依据"),
        (
            Entry("conditions", As.LINES, hint=_LINES_HINT),
            Entry("eligibility", As.WHEN, hint=_("用表单里的栏目写，不符合的人提交前就会知道")),
            Entry("eligibility_words", As.LONG),
            Entry("review_standard", As.LONG),
            Entry("quota"),
            Entry("risks", As.TERMS, Risk, hint=_("涉及的，材料都不能用承诺代替")),
        ),
        _BASIS,
    ),
    Section("materials", _("材料"), rows=_MATERIAL),
    Section("form", _("表单栏目"), rows=_FORM),
    Section("steps", _("环节和职责"), (Entry("mode", As.TERM, Mode),), _STEPS),
    Section("special", _("特别程序"), (Entry("pause_on_correction", As.BOOL),), _SPECIAL),
    Section("fees", _("收费"), (Entry("charged", As.BOOL),), _FEES),
    Section(
        "result",
        _("结果和归档"),
        (
            Entry("result_type", As.TERM, ResultType),
            Entry("result_name"),
            Entry("result_sample"),
            Entry("result_valid"),
            Entry("forward_to", hint=_("初审后转报的事项才写")),
            Entry(
                "retention",
                As.TERM,
                Keep,
                blank=_("还没定"),
                hint=_("办结那年年底起算。没定的，许可和发证的按 30 年，别的按 10 年"),
            ),
        ),
    ),
    Section(
        "windows",
        _("窗口和电话"),
        (
            Entry("consult_phone", hint=_("带区号")),
            Entry("complain_phone", hint=_("和咨询电话不能一样")),
        ),
        _WINDOWS,
    ),
    Section(
        "words",
        _("问答、退件情形、常用说法"),
        (
            Entry("words", As.LINES, hint=_("群众平时怎么说，一行一个，搜索会用到")),
            Entry("returns", As.LINES, hint=_LINES_HINT),
        ),
        _FAQ,
    ),
)
#: 秒批 has a page of its own (`registrar.instant`): its rules lie in one field of the spec.
INSTANT = Section(
    "instant",
    _("秒批"),
    (
        Entry("on", As.BOOL, prompt=_("这个事项用秒批")),
        Entry("register", As.BOOL, prompt=_("申请人的人口库或企业库要查到，而且对得上")),
        Entry("level", As.TERM, RealLevel, prompt=_("实名等级至少"), hint=_("一般是实人")),
        Entry(
            "share",
            As.WHOLE,
            prompt=_("抽查比例（%）"),
            hint=_("批准的件里抽多少再由人看一遍，5 到 10"),
            required=True,
        ),
    ),
    Rows(
        "rules",
        InstantRule,
        (
            Entry("then", As.TERM, Then),
            Entry("field", As.FIELD, hint=_("只有“请申请人改”才用"), blank=_("不用选")),
            Entry(
                "when",
                As.WHEN,
                prompt=_("什么情况"),
                hint=_("不写就是任何情况。例：“面积” ≤ 20 且 “有没有灯光” = 否"),
            ),
            Entry("words", As.LONG, hint=_("写清楚为什么，申请人会看到"), required=True),
        ),
        ("then", "words"),
        _("规则"),
    ),
)
BY_KEY: dict[str, Section] = {one.key: one for one in SECTIONS}
#: Which section shows a field of the spec: for findings and refusals that name the field.
HOME: dict[str, str] = {
    **{entry.name: one.key for one in SECTIONS for entry in one.entries},
    **{one.rows.name: one.key for one in SECTIONS if one.rows},
    "instant": INSTANT.key,
}
