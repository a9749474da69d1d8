"""After intake at the window: corrections brought to the counter, 退件, 出证, 送达, scans, papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.actions import Done
from yimen.cases.queries import CasePage
from yimen.rules.authority import Sight
from yimen.rules.delivery import (
    PAPERS_SEEN,
    BadSignature,
    IdentityNotChecked,
    NotMandated,
    TrackingMissing,
)
from yimen.rules.errors import RuleBroken
from yimen.rules.helping.fetching import HelperMayNotFetch, OnlyAssistsNoFetch
from yimen.rules.papers import SEALED
from yimen.rules.terms import Act, Document, Role
from yimen.web import signature
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.staffparts import case_parts, may, term_words
from yimen.web.templatetags.yimen_format import day_full, working_days
from yimen.web.window import fixes
from yimen.web.window.casepage import address, at_window, show
from yimen.web.window.decide import REASON_MAX, read_rev
from yimen.web.window.taking import remove, take
from yimen.web.words import fill

RECEIVER_MAX = 80
#: Refusals that the page of a correction can mend: where they are told.
_SUPPLY_PLACES = {
    "intake.gaps_remain": "materials", "apply.form_unchanged": "mends", "apply.bad_answers": "mends",
}  # fmt: skip
#: Documents that tell the deadlines.
_DATED = frozenset({Document.ACCEPTANCE, Document.DEFERRAL_NOTICE, Document.PROCEDURE, Document.EXTENSION})


def _done(request: StaffRequest, number: str, done: Done, words: str) -> HttpResponseBase:
    messages.success(request, words.format(paper=done.document))
    return redirect(address(number))


def _again(request: StaffRequest, number: str, errors: FormErrors) -> HttpResponseBase:
    page = at_window(request, number)
    return show(request, page, errors, request.POST)


@needs(Role.CLERK)
def materials(request: StaffRequest, number: str) -> HttpResponseBase:
    """Add paper or scans to a case that the window has received; a file given by mistake is taken back."""
    page = at_window(request, number)
    if not may(page, Act.ACCEPT):
        return redirect(address(number))
    errors = FormErrors()
    if request.method == "POST":
        try:
            changed = remove(request, page) or bool(take(request, page, errors))
        except RuleBroken as error:
            return refused(request, error, address(number))
        if not errors:
            words = _("材料已收下。") if changed else _("没有选新的材料。")
            messages.success(request, words)
            return redirect(address(number))
        page = at_window(request, number)
    context = {**case_parts(page, address(number)), **errors.shown(), "once": once_token()}
    return render(request, "web/window/scan.html", context, status=errors.status)


@needs(Role.CLERK)
@require_POST
def supply(request: StaffRequest, number: str) -> HttpResponseBase:
    """Corrections brought to the counter: keep what came; 交齐了 hands the case on."""
    page = at_window(request, number)
    errors = FormErrors()
    try:
        if may(page, Act.SUPPLY) and (remove(request, page) or take(request, page, errors)):
            messages.success(request, _("材料已收下。"))
        rev = fixes.keep(request, page, read_rev(request), errors)
        if errors or request.POST.get("do") != "supply":
            return _again(request, number, errors) if errors else redirect(address(number))
        done = actions.supply(request.actor, number, now=request.now, rev=rev, once=once_key(request))
    except RuleBroken as error:
        place = _SUPPLY_PLACES.get(error.code)
        if place is None:
            return refused(request, error, address(number))
        errors.refuse(place, error)
        return _again(request, number, errors)
    return _done(request, number, done, _("补件已收齐，办件接着往下走。"))


@needs(Role.CLERK)
@require_POST
def return_unfinished(request: StaffRequest, number: str) -> HttpResponseBase:
    """退件 with its reason."""
    reason, errors = clean(request, "back_reason").strip(), FormErrors()
    if not reason:
        errors.add("back_reason", _("请写明退件的理由，会印在退件通知书上"))
    elif len(reason) > REASON_MAX:
        errors.add("back_reason", _("理由最多 {n} 个字，请写短些").format(n=REASON_MAX))
    if errors:
        return _again(request, number, errors)
    try:
        done = actions.return_unfinished(
            request.actor, number, reason=reason, now=request.now, rev=read_rev(request),
            once=once_key(request),
        )  # fmt: skip
    except RuleBroken as error:
        return refused(request, error, address(number))
    words = _("已退件。退件通知书 {paper} 可以打印了。")
    if not done.document:
        words = _("要补的事项退件了，其他事项照常办。")
    return _done(request, number, done, words)


@needs(Role.CLERK)
@require_POST
def issue(request: StaffRequest, number: str) -> HttpResponseBase:
    """出证: the result is made and waits to be fetched."""
    rev, once = read_rev(request), once_key(request)
    try:
        done = actions.issue(request.actor, number, now=request.now, rev=rev, once=once)
    except RuleBroken as error:
        return refused(request, error, address(number))
    return _done(request, number, done, _("已出证，等申请人来领。领证凭证 {paper} 可以打印了。"))


#: At which box of handing over a refusal is told; those of helpers at the helper's.
_BOX: dict[type, str] = {NotMandated: "code", BadSignature: "signature"}


@needs(Role.CLERK)
@require_POST
def deliver(request: StaffRequest, number: str) -> HttpResponseBase:
    """送达 at the counter: who took it, the paper looked at, a proxy's mandate or code."""
    receiver, seen, errors = clean(request, "receiver").strip(), clean(request, "seen"), FormErrors()
    _check_taker(receiver, seen, errors)
    drawn = "" if errors else signature.take(request, errors)
    if errors:
        return _again(request, number, errors)
    try:
        done = actions.deliver(
            request.actor, number, receiver=receiver, seen=seen, now=request.now, signature=drawn,
            proxy_number=clean(request, "proxy_number")[:40], code=clean(request, "code")[:10],
            helper=clean(request, "helper")[:20],
            rev=read_rev(request), once=once_key(request),
        )  # fmt: skip
    except (NotMandated, BadSignature, HelperMayNotFetch, OnlyAssistsNoFetch) as error:
        errors.refuse(_BOX.get(type(error), "helper"), error)
        return _again(request, number, errors)
    except RuleBroken as error:
        return refused(request, error, address(number))
    words = _("已送达，办结。送达回证 {paper} 打印后请领取人签字。")
    if drawn:
        words = _("已送达，办结。签名印在送达回证 {paper} 上。")
    return _done(request, number, done, words)


def _check_taker(receiver: str, seen: str, errors: FormErrors) -> None:
    if not receiver:
        errors.add("receiver", _("请填写领取人姓名"))
    elif len(receiver) > RECEIVER_MAX:
        errors.add("receiver", _("姓名最多 {n} 个字").format(n=RECEIVER_MAX))
    if seen not in PAPERS_SEEN:
        errors.refuse("seen", IdentityNotChecked())


@needs(Role.CLERK)
@require_POST
def send(request: StaffRequest, number: str) -> HttpResponseBase:
    """寄出: the number of the parcel is on record, and told to the applicant."""
    rev, once, errors = read_rev(request), once_key(request), FormErrors()
    try:
        actions.send(
            request.actor, number, tracking=clean(request, "tracking"), now=request.now, rev=rev, once=once
        )
    except TrackingMissing as error:
        errors.refuse("tracking", error)
        return _again(request, number, errors)
    except RuleBroken as error:
        return refused(request, error, address(number))
    messages.success(request, _("寄出了，单号已经告诉申请人。送到以后再确认。"))
    return redirect(address(number))


@needs(Role.CLERK)
@require_POST
def arrived(request: StaffRequest, number: str) -> HttpResponseBase:
    """A parcel came, as the courier's receipt says."""
    rev, once, name = read_rev(request), once_key(request), clean(request, "receiver")[:RECEIVER_MAX]
    try:
        done = actions.arrive(request.actor, number, receiver=name, now=request.now, rev=rev, once=once)
    except RuleBroken as error:
        return refused(request, error, address(number))
    return _done(request, number, done, _("邮件送到了，办结。送达回证 {paper} 可以打印了。"))


def paper_view(within: Sequence[Sight], *roles: Role) -> Callable[..., HttpResponseBase]:
    """The view of one document for one door: its roles, and in which capacities they see the case there."""

    @needs(*roles)
    @require_safe
    def view(request: StaffRequest, number: str, paper: str) -> HttpResponseBase:
        page = cases.case_page(request.actor, number, now=request.now, within=within)
        return _paper(request, page, paper, within)

    return view


def _paper(request: StaffRequest, page: CasePage, paper: str, within: Sequence[Sight]) -> HttpResponseBase:
    """One document on A4, as it was frozen when it was issued."""
    number = page.case.number
    facts = cases.document(request.actor, number, paper, within=within)
    context = {
        "paper": facts, "title": term_words(Document, facts["kind"]), "number": number,
        "drawn": signature.picture(facts), "sealed": Document(facts["kind"]) in SEALED,
        "opening": fill(facts["opening"], {"item": facts["item"], "day": day_full(facts["issued_at"])}),
        "rows": _paper_rows(facts, page.case.query_code),
        "signed": facts["kind"] == Document.DELIVERY, "back": request.path.partition("papers/")[0],
    }  # fmt: skip
    return render(request, "web/window/paper.html", context)


def _paper_rows(facts: dict[str, Any], query_code: str) -> list[tuple[str, str]]:
    """What a document tells beyond its opening sentence: only what it was issued with."""
    kind = facts["kind"]
    rows = [
        (_("收到的材料"), _("、").join(facts.get("materials", []))),
        (_("后补的材料"), _("、").join(facts.get("deferred", []))),
        (_("最晚补交"), day_full(facts.get("defer_by"))),
        (_("承诺人"), facts.get("signer", "")),
        (_("承诺最晚"), day_full(facts.get("promise_due")) if kind in _DATED else ""),
        (_("法定最晚"), day_full(facts.get("legal_due")) if kind in _DATED else ""),
        (_("特别程序"), _(facts["procedure_name"]) if facts.get("procedure_name") else ""),
        (_("预计结束"), day_full(facts.get("planned_end"))),
        (_("延长"), working_days(facts["days"]) if facts.get("days") else ""),
        (_("结果"), facts.get("result", "")),
        (_("证件号"), facts.get("result_number", "")),
        (_("转报"), facts.get("to_organ", "")),
        (_("领取人"), facts.get("receiver", "")),
        (_("送达方式"), _(facts["how"]) if facts.get("how") else ""),
        (_("领取地点"), facts.get("place", "")),
        (_("领取码"), facts.get("pickup_code", "")),
        (_("与申请人的关系"), _(facts["relation"]) if facts.get("relation") else ""),
        (_("代领人证件号"), facts.get("proxy", "")),
        (_("帮办员工号"), facts.get("helper", "")),
        (_("核对的证件"), _(facts["papers_seen"]) if facts.get("papers_seen") else ""),
        (_("理由"), facts.get("reason", "")),
        (_("再次告知的原因"), facts.get("again", "")),
        (_("查询码"), query_code if kind == Document.RECEIPT else ""),
        (_("经办人"), facts.get("by", "")),
        (_("咨询电话"), facts.get("phone", "")),
    ]
    return [(name, value) for name, value in rows if value]
