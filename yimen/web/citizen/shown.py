"""A case in plain words: what the clock says, what happened, who has it, what the applicant must do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yimen.bureau import queries as bureau
from yimen.cases.queries import CasePage
from yimen.rules import delivery
from yimen.rules.clock import Phase, Reading
from yimen.rules.events import Kind
from yimen.rules.strip import Day, Mark
from yimen.rules.term import Happened
from yimen.rules.terms import Act, State, Unit, Verdict
from yimen.rules.vocabulary import event_of
from yimen.web.later import Later, later
from yimen.web.templatetags.yimen_format import day as day_words

from .words import limit_words

_KINDS = {
    Mark.USED: "used",
    Mark.PAUSED: "paused",
    Mark.OFF: "off",
    Mark.TODAY: "now",
    Mark.AHEAD: "",
    Mark.LAST: "due",
    Mark.OVER: "over",
}

#: Event → what the applicant reads; what is not here is the office's own business.
HAPPENED: dict[Happened, str] = {
    Kind.CASE_SUBMITTED: gettext_noop("您提交了申请"),
    Kind.CASE_RECEIVED: gettext_noop("窗口收到了材料"),
    Kind.CASE_ACCEPTED: gettext_noop("受理了，开始计时"),
    Kind.DEFERRAL_PROMISED: gettext_noop("您承诺后补材料"),
    Kind.PLEDGED: gettext_noop("您用承诺代替证明"),
    Kind.CASE_ACCEPTED_DEFERRED: gettext_noop("容缺受理了，开始计时"),
    Kind.DEFERRED_SUPPLIED: gettext_noop("您交了后补的材料"),
    Kind.DEFERRED_CHECKED: gettext_noop("窗口核对了后补的材料"),
    Kind.DEFERRAL_REMINDED: gettext_noop("提醒您交后补的材料"),
    Kind.DEFERRAL_LAPSED: gettext_noop("后补的材料到期没有交齐"),
    Kind.CASE_DEEMED_ACCEPTED: gettext_noop("按规定视为受理，开始计时"),
    Kind.INSTANT_HANDED: gettext_noop("系统没有当场批准，转给工作人员办"),
    Kind.CASE_TAKEN_IN: gettext_noop("并入一件事"),
    Kind.CASE_STARTED: gettext_noop("要用的结果办好了，开始办理"),
    Kind.RESULT_HANDED_UP: gettext_noop("办好了，和其他事项一起领"),
    Kind.BUNDLE_CONCLUDED: gettext_noop("都办完了，可以领结果"),
    Kind.RESULT_WENT_ALONG: gettext_noop("结果一起送达了"),
    Kind.CASE_NOT_ACCEPTED: gettext_noop("不予受理"),
    Kind.CASE_NOT_REQUIRED: gettext_noop("这件事不用办"),
    Kind.CORRECTION_ASKED: gettext_noop("请您补材料"),
    Kind.NOTICE_SENT: gettext_noop("请您补材料，各部门要的一次说清"),
    Kind.ASKED_ALONG: gettext_noop("有要补的，在整件事里一起补"),
    Kind.NOTICE_CLOSED: gettext_noop("不再等补正，其他事项继续办"),
    Kind.CASE_SUPPLIED: gettext_noop("您补交了材料"),
    Kind.OPINION_GIVEN: gettext_noop("审过了一步"),
    Kind.CASE_SENT_BACK: gettext_noop("退回上一步再审一遍"),
    Kind.CLOCK_PAUSED: gettext_noop("进入特别程序，暂停计时"),
    Kind.CLOCK_RESUMED: gettext_noop("特别程序结束，继续计时"),
    Kind.CLOCK_EXTENDED: gettext_noop("延长了办理期限"),
    Kind.CASE_MOVED: gettext_noop("事项有了新版，按新版接着办"),
    Kind.CASE_GRANTED: gettext_noop("审批通过，正在出证"),
    Kind.CASE_DEEMED_RENEWED: gettext_noop("到期前没有作出决定，依法视为准予延续"),
    Kind.CASE_REFUSED: gettext_noop("没有通过审批"),
    Kind.CASE_FORWARDED: gettext_noop("转报上级机关"),
    Kind.RESULT_ISSUED: gettext_noop("办好了，可以领结果"),
    Kind.RESULT_SENT: gettext_noop("结果寄出了"),
    Kind.RESULT_DELIVERED: gettext_noop("结果已经送达"),
    Kind.RESULT_ARRIVED: gettext_noop("邮件送到了"),
    Kind.RESULT_ONLINE: gettext_noop("结果放进了您的账户"),
    Kind.RESULT_CONFIRMED: gettext_noop("您确认收到了"),
    Kind.CASE_WITHDRAWN: gettext_noop("您撤回了申请"),
    Kind.CASE_RETURNED: gettext_noop("退件"),
    Kind.CASE_TERMINATED: gettext_noop("终止办理"),
    Kind.CASE_VOIDED: gettext_noop("办件作废"),
    Kind.CASE_ARCHIVED: gettext_noop("归档"),
}
#: Events whose reason is written for the applicant.
_REASONED = frozenset(
    {
        Kind.CASE_NOT_ACCEPTED,
        Kind.CASE_NOT_REQUIRED,
        Kind.CORRECTION_ASKED,
        Kind.NOTICE_SENT,
        Kind.CASE_MOVED,
        Kind.CLOCK_PAUSED,
        Kind.CLOCK_EXTENDED,
        Kind.CASE_REFUSED,
        Kind.CASE_FORWARDED,
        Kind.CASE_RETURNED,
        Kind.CASE_TERMINATED,
        Kind.CASE_WITHDRAWN,
    }
)
#: What an ended case says where the days stood.
_ENDED = {
    State.GRANTED: gettext_noop("通过了"),
    State.REFUSED: gettext_noop("没有通过"),
    State.ISSUED: gettext_noop("办好了"),
    State.DELIVERED: gettext_noop("已办结"),
    State.NOT_ACCEPTED: gettext_noop("不予受理"),
    State.NOT_REQUIRED: gettext_noop("不用办"),
    State.FORWARDED: gettext_noop("已转报"),
    State.WITHDRAWN: gettext_noop("已撤回"),
    State.RETURNED: gettext_noop("已退件"),
    State.TERMINATED: gettext_noop("已终止"),
    State.VOIDED: gettext_noop("已作废"),
    State.ARCHIVED: gettext_noop("已归档"),
}
_ADVERSE = frozenset({State.REFUSED, State.NOT_ACCEPTED, State.RETURNED, State.TERMINATED})
_ASKED = frozenset({State.CORRECTION, State.SUPPLEMENT})


def strip(days: Iterable[Day]) -> list[dict[str, Any]]:
    """The day strip for the component."""
    return [{"date": one.date, "kind": _KINDS[one.mark], "words": _under(one)} for one in days]


def _under(one: Day) -> str:
    """The words under one day where they say more than its weekday."""
    if one.today:
        return _("今天")
    return _("最晚") if one.last else ""


def clock(state: State, reading: Reading, left: int | None, due_at: datetime | None) -> dict[str, Any]:
    """The big number and the sentences beside it."""
    made: dict[str, Any] = {"left": None, "text": "", "unit": "working", "colour": "", "lines": []}
    if state in _ENDED:
        made["text"] = _(_ENDED[state])
        made["colour"] = "red" if state in {State.REFUSED, State.NOT_ACCEPTED} else ""
        made["lines"] = [_waits(state, due_at)]
    elif state in _ASKED:
        made["text"], made["colour"] = _("等您补材料"), "amber"
        made["lines"] = [_("请在 {day}前补齐").format(day=day_words(due_at)) if due_at else ""]
    elif reading.promise_due is not None:
        made["left"] = reading.left
        made["unit"] = "natural" if reading.unit is Unit.NATURAL else "working"
        made["lines"] = _running(reading, reading.promise_due.date)
    else:
        made["left"] = left
    made["lines"] = [line for line in made["lines"] if line]
    return made


def _waits(state: State, due_at: datetime | None) -> str:
    if state is State.GRANTED and due_at:
        return _("最晚 {day}把结果给您").format(day=day_words(due_at))
    if state in _ADVERSE:
        return _("不服可以申请复议或者起诉，期限和办法写在文书里")
    return ""


def _running(reading: Reading, due: date) -> list[str]:
    if reading.phase is Phase.RECEIVE:
        lines = [_("窗口最晚 {day}答复受理不受理").format(day=day_words(due))]
    else:
        lines = [_("最晚 {day}办结").format(day=day_words(due))]
        lines.append(_("已用 {n} 天").format(n=reading.used) if reading.used else "")
    if reading.paused:
        lines.append(_("暂停的 {n} 天不计入时限").format(n=reading.paused))
    if reading.open:
        lines.append(_("现在暂停计时，最晚的日期以恢复那天重新算"))
    if reading.provisional:
        lines.append(_("放假安排还没有公布，日期是暂定的"))
    return lines


def history(rows: Iterable[tuple[str, datetime, dict[str, Any]]], running: bool) -> list[dict[str, Any]]:
    """What happened, newest first, in the applicant's words; the newest one is under way while it runs."""
    made: list[dict[str, Any]] = []
    for kind, at, data in rows:
        if kind not in set(HAPPENED):
            continue
        known = event_of(kind)
        made.append({"title": _title(known, data), "at": at, "text": _more(known, data), "state": "done"})
    made.reverse()
    if made and running:
        made[0]["state"] = "now"
    return made


#: What happens to a member that the applicant reads in the history of the whole.
_OF_MEMBERS = frozenset(
    {
        Kind.CASE_STARTED, Kind.ASKED_ALONG, Kind.CLOCK_PAUSED, Kind.CLOCK_RESUMED, Kind.CLOCK_EXTENDED,
        Kind.CASE_GRANTED, Kind.CASE_REFUSED, Kind.CASE_FORWARDED, Kind.RESULT_ISSUED, Kind.RESULT_HANDED_UP,
        Kind.RESULT_SENT, Kind.RESULT_DELIVERED, Kind.RESULT_ARRIVED, Kind.RESULT_ONLINE, Kind.CASE_MOVED,
        Kind.CASE_WITHDRAWN, Kind.CASE_RETURNED, Kind.CASE_TERMINATED, Kind.CASE_VOIDED,
    }
)  # fmt: skip


def with_members(own: list[dict[str, Any]], page: CasePage) -> list[dict[str, Any]]:
    """The history of a bundle's application with what happened to its members, each named; newest first."""
    if page.members is None:
        return own
    titles = page.members.titles
    of_members = [
        {
            "title": _("{item}：{what}").format(item=titles[row.stream], what=_title(known, row.data)),
            "at": row.at, "text": _more(known, row.data), "state": "done",
        }
        for row in page.members.events
        if (known := event_of(row.kind)) in _OF_MEMBERS
    ]  # fmt: skip
    return sorted([*own, *reversed(of_members)], key=lambda one: one["at"], reverse=True)


def _title(kind: Happened, data: dict[str, Any]) -> str:
    if kind is Kind.OPINION_GIVEN and data.get("seat"):
        return _("“{seat}”审过了").format(seat=data["seat"])
    return _(HAPPENED[kind])


def _more(kind: Happened, data: dict[str, Any]) -> str:
    return str(data.get("reason", "")) if kind in _REASONED else ""


def seats(page: CasePage) -> list[dict[str, Any]]:
    """The signatures of the current round: name, department, state in words, until when."""
    rests = page.state in {State.SUSPENDED, State.SUPPLEMENT}
    made = []
    for one in page.seats:
        if one.round == page.case.round:
            waits = one.is_open and not rests
            words, colour = _seat_state(one.verdict, one.is_open, rests)
            at = one.at if one.verdict else one.due_at if waits else None
            made.append(
                {
                    "name": one.name,
                    "by": one.department,
                    "words": words,
                    "colour": colour,
                    "at": at,
                    "open": waits,
                }
            )
    return made


def _seat_state(verdict: str, is_open: bool, rests: bool) -> tuple[str, str]:
    if verdict:
        return (_("已同意"), "green") if verdict == Verdict.AGREE else (_("不同意"), "red")
    if is_open:
        return (_("暂停"), "amber") if rests else (_("正在办"), "blue")
    return _("还没轮到"), "dashed"


def todo(page: CasePage) -> dict[str, str] | None:
    """The one thing the applicant must do now, if there is one."""
    if not page.is_own:
        return None
    if Act.SUPPLY in page.acts:
        by = day_words(page.case.due_at) if page.case.due_at else ""
        return {
            "title": _("要您做 1 件事：补材料"),
            "href": f"/cases/{page.case.number}/supply/",
            "action": _("看清单，补材料"),
            "text": _till(page).format(day=by),
        }
    if (owed := later(page)).owed and owed.due is not None and owed.may_supply:
        return _to_follow(page, owed)
    if (member := _asked_for(page)) is not None:
        return member
    if (fetch := _to_fetch(page)) is not None:
        return fetch
    if _is_to_fetch(page):
        return {"title": _("要您做 1 件事：领结果"), "href": "", "action": "", "text": _where(page)}
    return None


def _till(page: CasePage) -> str:
    """By when, and what follows; of a bundle only what needs it is returned."""
    if page.members is not None:
        return _("各部门要的都在一份清单里，{day}前一次补齐就行。到期不补，要它的事项退件，别的照常办。")
    return _("{day}前一次补齐就行。到期不补会退件，退件以后可以重新申请。")


def _is_to_fetch(page: CasePage) -> bool:
    """Something lies at a hall for this case itself."""
    choice, kept = delivery.chosen(page.case.delivery), page.case.delivery
    own = page.whole is None or delivery.is_own(kept)
    return own and page.state is State.ISSUED and choice.way is delivery.Way.PICKUP and not choice.each


def _to_fetch(page: CasePage) -> dict[str, str] | None:
    """Of a bundle whose results come one by one: the first that lies at a hall."""
    if delivery.chosen(page.case.delivery).way is not delivery.Way.PICKUP:
        return None
    rows = page.members.rows if page.members else ()
    one = next((row for row in rows if row.own and row.state is State.ISSUED), None)
    if one is None:
        return None
    return {
        "title": _("要您做 1 件事：领“{item}”的结果").format(item=one.title),
        "href": f"/cases/{one.number}/", "action": _("看怎么领"), "text": _("办好一项给一项，这一项好了。"),
    }  # fmt: skip


def _asked_for(page: CasePage) -> dict[str, str] | None:
    """Of a bundle: the member whose department wants something, if there is one."""
    rows = page.members.rows if page.members else ()
    asked = next((row for row in rows if row.state is State.SUPPLEMENT), None)
    if asked is None:
        return None
    by = day_words(asked.due_at) if asked.due_at else ""
    return {
        "title": _("要您做 1 件事：给“{item}”补材料").format(item=asked.title),
        "href": f"/cases/{asked.number}/supply/",
        "action": _("看清单，补材料"),
        "text": _("{day}前一次补齐就行，其他事项照常办。").format(day=by),
    }


def _to_follow(page: CasePage, owed: Later) -> dict[str, str]:
    """What was promised for later and has not come: how many, by when, which."""
    title = _("后补 {n} 份，最晚 {day}").format(n=len(owed.owed), day=day_words(owed.due))
    names = _("、").join(one.name for one in owed.owed)
    return {
        "title": _("要您做 1 件事：{what}").format(what=title),
        "href": f"/cases/{page.case.number}/later/",
        "action": _("交后补的材料"),
        "text": _("{names}。审查照常进行，交齐以后发结果；到期没有交齐会终止办理。").format(names=names),
    }


def _where(page: CasePage) -> str:
    """Where the result is handed out, and the code with which somebody else may fetch it."""
    code = page.case.delivery.get("code", "")
    proxy = _("别人代领，要代办授权，或者领取码 {code}。").format(code=code) if code else ""
    hall = bureau.region(page.case.hall) if page.case.hall else None
    if hall is not None:
        return _("带身份证到{name}领。").format(name=hall.name) + proxy
    if not page.spec.windows:
        return _("带身份证到窗口领。") + proxy
    one = page.spec.windows[0]
    text = _("带身份证到{name}（{address}）领，{hours}。")
    return text.format(name=one.name, address=one.address, hours=one.hours) + proxy


def promise(page: CasePage) -> str:
    """The promised and the legal limit in one sentence."""
    spec = page.spec
    parts = []
    if spec.promise is not None:
        parts.append(_("承诺 {days}").format(days=limit_words(spec.promise)))
    if spec.legal is not None:
        parts.append(_("法定 {days}").format(days=limit_words(spec.legal)))
    return _("，").join(parts)
