"""承诺核查: promises that stand for proofs, to be checked by the department that decided on them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from yimen.bureau import queries as bureau
from yimen.parties import queries as parties
from yimen.pledges import actions
from yimen.pledges import queries as pledges
from yimen.pledges.queries import After, CheckView
from yimen.rules.calendar import china_date
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.masking import mask_address, mask_enterprise, mask_name, mask_text
from yimen.rules.pledge import MOST_WORDS, remind_until
from yimen.rules.pledge_terms import CheckState, Found
from yimen.vault import queries as vault
from yimen.web import licences
from yimen.web.approver.inbox import SIGNERS
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import address, asked, chips, cut, day_typed, row_id
from yimen.web.pledge import tag

HERE = "/review/checks/"
TABS = (("", gettext_noop("待核查")), ("done", gettext_noop("查过的")))
#: What is said after a finding.
_FOUND = {
    Found.TRUE: gettext_noop("记下了：承诺属实。"),
    Found.FALSE: gettext_noop("记下了。申请人可以在 5 个工作日内说明，然后再认定。"),
    Found.UNCLEAR: gettext_noop("核查延长了一次。"),
}
#: What registers say → its name, and how it is masked.
_SAID = {
    "applicant_name": (gettext_noop("姓名"), mask_name),
    "ent_name": (gettext_noop("企业名称"), mask_enterprise),
    "legal_person": (gettext_noop("法定代表人"), mask_name),
    "birth_date": (gettext_noop("出生日期"), mask_text),
    "household_address": (gettext_noop("户籍地址"), mask_address),
}  # fmt: skip
#: Button → field at which its refusal stands.
_AT = {"found": "words", "hear": "statement", "untrue": "untrue", "revoke": "revoke"}


def after(request: StaffRequest) -> After:
    """Where a list by due day goes on: `day~id` in the address."""
    day, _tilde, number = request.GET.get("after", "").partition("~")
    at = day_typed(day)
    fit = number.isascii() and number.isdecimal() and len(number) < 18
    return (at, int(number)) if at is not None and fit else None


def place(one: CheckView) -> str:
    """What `after` reads."""
    return f"{one.due.isoformat()}~{one.id}"


def row(one: CheckView, today: date, near: date | None = None) -> dict[str, Any]:
    """One line of a list; what ends by `near` is marked."""
    words, colour = tag(one, today, near)
    return {
        "one": one, "tag": words, "colour": colour, "evidence": mask_text(one.evidence),
        "statement": mask_text(one.said), "extension": mask_text(one.extension),
    }  # fmt: skip


@needs(*SIGNERS)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """/review/checks/: what is to be checked, the nearest day first; or what was, the newest first."""
    filters, today = asked(request, "show"), china_date(request.now)
    done, near = filters["show"] == "done", remind_until(bureau.work_calendar(), today)
    found = (
        pledges.decided(request.actor, before=row_id(request))
        if done
        else pledges.to_check(request.actor, after=after(request))
    )
    rows, last = cut(found, pledges.PAGE)
    more = {"before": last.id} if done and last else {"after": place(last)} if last else {}
    facts = {
        "rows": [row(one, today, near) for one in rows],
        "next": address(HERE, filters, **more) if more else "",
        "tabs": chips(HERE, {"show": filters["show"]}, "show", [(key, _(words)) for key, words in TABS]),
        "done": done,
    }  # fmt: skip
    return render(request, "web/approver/checks.html", facts)


@needs(*SIGNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: StaffRequest, check: int) -> HttpResponse:
    """/review/checks/<id>/: one promise, what is on file beside it, and the step that comes next."""
    errors = FormErrors()
    if request.method == "POST" and _done(request, check, errors):
        return redirect(f"{HERE}{check}/")
    found = pledges.to_do(request.actor, check)
    way = pledges.way_to_revoke(found.case, request.now) if found.state is CheckState.FALSE else None
    facts = {
        **errors.shown(), **row(found, china_date(request.now)), "once": once_token(), "most": MOST_WORDS,
        "way": way, **_on_file(request, found), "finds": _finds(found),
        "typed": {key: clean(request, key) for key in ("found", "words", "statement")},
        "may_conclude": bool(found.said) or _over(found, china_date(request.now)),
    }  # fmt: skip
    return render(request, "web/approver/check.html", facts, status=errors.status)


def _over(one: CheckView, today: date) -> bool:
    return one.answer_by is not None and today > one.answer_by


def _finds(one: CheckView) -> list[tuple[str, str]]:
    """The findings that may be recorded now."""
    if one.state is CheckState.HEARING:
        return [(str(Found.TRUE), _(Found.TRUE.label))]
    return [(str(f), _(f.label)) for f in Found if f is not Found.UNCLEAR or one.extended_at is None]


def _on_file(request: StaffRequest, one: CheckView) -> dict[str, Any]:
    """What the registers said of the applicant, their licences and breaches: to hold the promise against."""
    record = parties.register_record(one.party_id)
    said = record.fields if record is not None else {}
    return {
        "register": _(record.register.label) if record else "", "record": record,
        "status": _(record.status.label) if record else "",
        "said": [(_(words), mask(str(said[key]))) for key, (words, mask) in _SAID.items() if said.get(key)],
        "licences": [licences.row(face) for face in vault.of_party([one.party_id], request.now, most=6)],
        "breaches": parties.open_breaches(one.party_id),
    }  # fmt: skip


def _done(request: StaffRequest, check: int, errors: FormErrors) -> bool:
    """Carry out the pressed button; whether the page is done with."""
    act = clean(request, "do")
    if act == "found" and clean(request, "found") not in {str(one) for one in Found}:
        errors.add("found", _("请选核查结果"))
        return False
    try:
        told = _act(request, check, act)
    except RuleBroken as error:
        if error.kind in {Kind.FORBIDDEN, Kind.NOT_FOUND}:
            raise
        errors.refuse(_AT.get(act, "words"), error)
        return False
    messages.success(request, told)
    return True


def _act(request: StaffRequest, check: int, act: str) -> str:
    actor, now, once = request.actor, request.now, read_once(request)
    if act == "hear":
        actions.hear(actor, check, clean(request, "statement"), now=now, once=once)
        return _("陈述记下了。")
    if act == "untrue":
        actions.find_untrue(actor, check, now=now, once=once)
        return _("认定不实，失信记录记下了，申请人会收到消息。")
    if act == "revoke":
        done = actions.revoke(actor, check, now=now, once=once)
        return _("撤销启动了，办件 {number} 交窗口受理。").format(number=done.case)
    found = clean(request, "found")
    actions.record(actor, check, found, clean(request, "words"), now=now, once=once)
    return _(_FOUND[Found(found)])
