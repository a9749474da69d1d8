"""The case page of an approver and its panel: only the acts that this reader may do now, one form first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimen.bureau import queries as bureau
from yimen.cases.queries import CasePage, SeatRow
from yimen.rules import review
from yimen.rules.clock import EXTENSION_DAYS
from yimen.rules.terms import EXCLUDED_BY_LAW, Act, Procedure, ResultType
from yimen.vault import queries as vault
from yimen.web.approver import gaps, joining
from yimen.web.forms import FormErrors, once_token
from yimen.web.guard import StaffRequest
from yimen.web.staffparts import case_parts, summary
from yimen.web.tasks import joint

#: What one seat decides with: the main form. Everything else stands below as "其他处理".
MAIN = (Act.OPINION, Act.GRANT, Act.REFUSE, Act.FORWARD, Act.RESUME)
#: The likely ones first: two of them stand open to see, the rest under 更多.
OTHER = (
    Act.TAKE_BACK, Act.SEND_BACK, Act.ADD_SEAT, Act.ASK_CORRECTION, Act.ASSIGN, Act.DELEGATE, Act.DROP_SEAT,
    Act.CONVENE, Act.URGE, Act.COPY_TO, Act.PAUSE, Act.EXTEND, Act.TERMINATE,
)  # fmt: skip
LIKELY = 2
#: These are of whoever takes part, with an open seat or without.
_OF_ANYBODY = frozenset({Act.TAKE_BACK, Act.DROP_SEAT, Act.CONVENE, Act.URGE, Act.COPY_TO})
#: To all of the group before; to the applicant, which is done by the one notice of what is to be supplied.
GROUP, APPLICANT = "group", "applicant"

#: Phrases to pick: code → words put before what is written by hand.
PHRASES = {
    "complete": gettext_lazy("材料齐全，符合法定形式，同意按程序报批。"),
    "conform": gettext_lazy("经审查，申请符合规定的条件，拟同意。"),
    "visited": gettext_lazy("已现场核查，情况与申请材料一致，拟同意。"),
    "differs": gettext_lazy("申请材料与实际情况不一致，不同意。"),
    "unfit": gettext_lazy("经审查，不符合规定的条件，不同意。"),
}
#: Why a case is sent back: a fixed list, so that the reasons can be counted.
BACK_REASONS = {
    "materials": gettext_lazy("材料审查不到位"),
    "opinion": gettext_lazy("意见不明确或缺依据"),
    "visit": gettext_lazy("需要补充核查或踏勘"),
    "basis": gettext_lazy("适用依据或条款不当"),
    "other": gettext_lazy("其他"),
}


def address(number: str) -> str:
    """The page of one case for approvers."""
    return f"/review/cases/{number}/"


def show(
    request: StaffRequest,
    page: CasePage,
    errors: FormErrors | None = None,
    typed: Mapping[str, Any] | None = None,
    opened: str = "",
) -> HttpResponseBase:
    """The page of one case; again with what was typed, and the part `opened`, where something was wrong."""
    found = errors or FormErrors()
    context = {
        **context_of(request, page), **found.shown(), "typed": typed or {}, "opened": opened,
        "gaps": gaps.card(page, _noted(typed, opened), found.shown()["err"]),
    }  # fmt: skip
    return render(request, "web/approver/case.html", context, status=found.status)


def context_of(request: StaffRequest, page: CasePage) -> dict[str, Any]:
    """What the page of a case shows, and what its forms offer to this reader."""
    others = _others(page, request)
    return {
        **case_parts(page, address(page.case.number)), **FormErrors().shown(),
        "joint": joint(page), "tasks_at": "/review/tasks/",
        "once": once_token(), "typed": {}, "summary": summary(page),
        "acts": {str(act): True for act in page.acts}, "main": _main(page),
        "likely": others[:LIKELY], "more": others[LIKELY:], "others": others,
        **_choices(request, page), **joining.choices(page, request.actor), "draft": _draft(page),
    }  # fmt: skip


def _noted(typed: Mapping[str, Any] | None, opened: str) -> Mapping[str, Any]:
    """What was typed into the boxes of the one notice; nothing of another form of the page."""
    return (typed or {}) if opened == Act.NOTE_GAPS else {}


def forwards(page: CasePage) -> bool:
    """Whether this item is one that goes up to a higher organ."""
    return Act.FORWARD in page.acts and bool(page.spec.forward_to)


def _main(page: CasePage) -> str:
    """Which main form stands in the panel: sign, decide, resume, or none."""
    if page.my_seat is None:
        return "prepare" if joining.drafts(page) else ""
    if Act.RESUME in page.acts:
        return "resume"
    last = page.my_seat.order == review.deciding(page.current).order
    if Act.OPINION in page.acts and not last:
        return "sign"
    return "decide" if Act.GRANT in page.acts else ""


def _draft(page: CasePage) -> SeatRow | None:
    """What a colleague prepared for this reader's seat."""
    return next((s for s in page.seats if s.mine and s.draft_by), None)


def _others(page: CasePage, request: StaffRequest) -> list[Act]:
    known = joining.possible(page, request.actor, request.now)
    found = [act for act in OTHER if act in page.acts and (act in known or str(act) not in joining.READERS)]
    if page.my_seat is None:
        found = [act for act in found if act in _OF_ANYBODY]
    return [act for act in found if act is not Act.SEND_BACK or earlier(page)]


def earlier(page: CasePage) -> list[tuple[str, str]]:
    """The steps of this round that a return may go to: (order, name), nearest first; the group before as a
    whole where it is more than one."""
    if page.my_seat is None:
        return []
    reach = review.earlier(page.current, page.spec.mode, page.my_seat.order)
    names = {s.order: s for s in page.seats if s.round == page.case.round}
    found = [(str(s.order), f"{names[s.order].department} {_(s.name)}") for s in reversed(reach)]
    group = next((g for g in review.groups(page.current, page.spec.mode) if reach and reach[-1] in g), ())
    if len(group) > 1:
        all_of_it = _("同时签的全部：{names}").format(names=_("、").join(_(s.name) for s in group))
        found.insert(0, (GROUP, all_of_it))
    return [*found, *_applicant(page)]


def notice_of(page: CasePage) -> Act | None:
    """The act by which the applicant is told now what to supply: the department's own notice, or of a
    一件事 its part of the common one."""
    if Act.ASK_CORRECTION in page.acts:
        return Act.ASK_CORRECTION
    collects = page.whole is not None and page.whole.collecting is not None
    return Act.NOTE_GAPS if collects and Act.NOTE_GAPS in page.acts else None


def _applicant(page: CasePage) -> list[tuple[str, str]]:
    told = {
        Act.ASK_CORRECTION: _("申请人：用一次告知补正"), Act.NOTE_GAPS: _("申请人：记进各部门的一次告知"),
    }  # fmt: skip
    notice = notice_of(page)
    return [(APPLICANT, told[notice])] if notice else []


def colleagues(page: CasePage, staff: str) -> list[tuple[str, str]]:
    """To whom the open seat can be given: (number, name and number)."""
    seat = page.my_seat
    if seat is None or Act.ASSIGN not in page.acts:
        return []
    found = bureau.colleagues(seat.department, str(seat.role))
    return [(one.number, f"{one.name} {one.number}") for one in found if one.number != staff]


def procedures(page: CasePage) -> list[tuple[str, str]]:
    """特别程序 that may begin: those the item provides for first, then the others of the law."""
    own = {s.procedure: s for s in page.spec.special}
    rows = [
        (str(kind), _("{name}（本事项规定 {days} 天）").format(name=_(kind.label), days=step.days))
        for kind, step in own.items()
    ]
    return rows + [(str(k), _(k.label)) for k in Procedure if k in EXCLUDED_BY_LAW and k not in own]


def outcomes(page: CasePage) -> list[tuple[str, str, str]]:
    """The outcomes of the main form, as c-outcome-picker takes them."""
    main = _main(page)
    if main in {"sign", "prepare"}:
        return [
            ("agree", _("同意"), _("送下一个环节")),
            ("disagree", _("不同意"), _("要写明意见；仍送下一个环节决定")),
        ]
    if main != "decide":
        return []
    found = [
        ("grant", _("准予"), _("出具准予决定书，转窗口出证")),
        ("refuse", _("不予许可"), _("要写明理由；决定书写明救济途径")),
    ]
    if forwards(page):
        found.append(("forward", _("转报上级"), _("由{organ}决定").format(organ=page.spec.forward_to)))
    return found


def _choices(request: StaffRequest, page: CasePage) -> dict[str, Any]:
    return {
        "outcomes": outcomes(page),
        "phrases": list(PHRASES.items()),
        "back_reasons": list(BACK_REASONS.items()),
        "earlier": earlier(page),
        "colleagues": colleagues(page, request.actor.staff),
        "procedures": procedures(page),
        "licence": page.spec.result_type is ResultType.LICENCE,
        "drawn": _drawn(page),
        "most_days": EXTENSION_DAYS,
    }


def _drawn(page: CasePage) -> bool:
    """Whether number and days of the licence are drawn by its type when the result is issued."""
    licence = page.spec.result_type is ResultType.LICENCE
    return licence and vault.act_of_item(page.spec.code) is not None
