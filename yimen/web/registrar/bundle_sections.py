"""The parts in which a bundle is written, as `sections` has them for an item."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from yimen.rules.bundle import Handling, Member, Policy, Stop
from yimen.rules.item import FieldUse, Question
from yimen.rules.terms import Audience

from .sections import BY_KEY as OF_ITEMS
from .sections import As, Entry, Rows, Section

_WHEN = _("不写就是必办。例：“要不要挂户外招牌” = 是")
_LINES = _("一行一条")

MEMBERS = Rows(
    "members",
    Member,
    (
        Entry("item", required=True, prompt=_("事项编码")),
        Entry("note", prompt=_("说明"), hint=_("给窗口和申请人看的一句话")),
        Entry("when", As.WHEN, hint=_WHEN, prompt=_("什么情况下办")),
    ),
    ("item",),
    _("事项"),
    "items",
)
_FORM = OF_ITEMS["form"].rows
if _FORM is None:
    raise RuntimeError("the form of an item has rows")
_QUESTIONS = Rows("questions", FieldUse, _FORM.entries, _FORM.title, _("问题"), "elements")
_STOPS = Rows(
    "stops",
    Stop,
    (
        Entry("name", required=True),
        Entry("organ", prompt=_("找谁")),
        Entry("place", prompt=_("去哪里")),
        Entry("phone"),
        Entry("link", prompt=_("网上办的地址")),
        Entry("item", prompt=_("事项编码"), hint=_("这一步就是本站的一个事项才写")),
        Entry("note", As.LONG, prompt=_("说明")),
    ),
    ("name", "organ"),
    _("步骤"),
)
_FAQ = Rows(
    "faq", Question, (Entry("q", required=True), Entry("a", As.LONG, required=True)), ("q",), _("问答")
)

SECTIONS: tuple[Section, ...] = (
    Section("members", _("事项"), rows=MEMBERS),
    Section(
        "basics",
        _("名称、部门和时限"),
        (
            Entry("name", required=True, prompt=_("一件事的名称"), hint=_("怎么说就怎么写，比如：开小吃店")),
            Entry("department", As.OFFICE, required=True, prompt=_("牵头部门")),
            Entry(
                "handling", As.TERM, Handling, prompt=_("办法"), hint=_("导办：只告诉人去哪里，不在这里申请")
            ),
            Entry("promise_days", As.WHOLE, prompt=_("承诺几个工作日"), hint=_("空着就按最长的一条路自动算")),
            Entry("policy", As.TERM, Policy, prompt=_("有一个没办成")),
            Entry("consult_phone", hint=_("带区号")),
            Entry("complain_phone", hint=_("和咨询电话不能一样")),
            Entry("audiences", As.TERMS, Audience),
            Entry("summary", As.LONG),
            Entry("words", As.LINES, hint=_("群众平时怎么说，一行一个，搜索会用到")),
            Entry("person_topics", As.LINES, hint=_LINES),
            Entry("corp_topics", As.LINES, hint=_LINES),
            Entry("conditions", As.LINES, hint=_LINES),
        ),
    ),
    Section("questions", _("这件事自己问的"), rows=_QUESTIONS),
    Section("stops", _("导办步骤"), rows=_STOPS),
    Section("faq", _("问答"), rows=_FAQ),
)
BY_KEY: dict[str, Section] = {one.key: one for one in SECTIONS}
HOME: dict[str, str] = {
    **{entry.name: one.key for one in SECTIONS for entry in one.entries},
    **{one.rows.name: one.key for one in SECTIONS if one.rows},
}
