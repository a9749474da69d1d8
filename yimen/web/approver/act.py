"""What an approver does to a case: one address, one reader and one action for each act."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.actions import Done
from yimen.rules.calendar import china_date
from yimen.rules.clock import EXTENSION_DAYS
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.terms import Act, State
from yimen.web.approver import gaps, joining
from yimen.web.approver.form import Form, Ready
from yimen.web.approver.inbox import READS, SIGNERS
from yimen.web.approver.panel import (
    APPLICANT,
    BACK_REASONS,
    PHRASES,
    address,
    colleagues,
    earlier,
    notice_of,
    outcomes,
    procedures,
    show,
)
from yimen.web.forms import clean
from yimen.web.guard import StaffRequest, needs, refused
from yimen.web.staffparts import term_words
from yimen.web.window.decide import read_rev

NUMBER_MAX = 100
WHY_MAX = 200


def _said(form: Form, *, needed: bool, label: str) -> str:
    """The phrase picked and the words written by hand, as one text."""
    phrase = str(PHRASES.get(clean(form.request, "phrase"), ""))
    words = form.text("text", label, needed=needed and not phrase)
    return f"{phrase}{words}"


def sign(form: Form) -> Ready:
    """同意 or 不同意 of a reviewing seat."""
    verdict = form.choice("outcome", outcomes(form.page), _("同意还是不同意"))
    text = _said(form, needed=verdict == "disagree", label=_("不同意的意见"))
    return lambda: actions.opinion(*form.case, verdict=verdict, text=text, **form.sent)


def decide(form: Form) -> Ready:
    """准予, 不予许可 or 转报 of the deciding seat."""
    chosen = form.choice("outcome", outcomes(form.page), _("决定"))
    needed = chosen in {"refuse", "forward"}
    text = _said(form, needed=needed, label=_("理由"))
    if chosen == "refuse":
        return lambda: actions.refuse(*form.case, reason=text, **form.sent)
    if chosen == "forward":
        return lambda: actions.forward(*form.case, reason=text, **form.sent)
    return _grant(form, text)


def _grant(form: Form, text: str) -> Ready:
    number = form.text("result_number", _("证件号"), needed=False, most=NUMBER_MAX)
    first = form.day("result_from", _("有效期起"), needed=False)
    last = form.day("result_to", _("有效期止"), needed=False)
    return lambda: actions.grant(
        *form.case, text=text, result_number=number, result_from=first, result_to=last, **form.sent
    )


def send_back(form: Form) -> Ready:
    """退回: to which step, why from the fixed list, and words."""
    to = form.choice("back_to", earlier(form.page), _("退回到哪一步"))
    why = form.choice("back_why", BACK_REASONS.items(), _("退回原因"))
    words = form.text("back_text", _("退回说明"), needed=why == "other")
    reason = _("：").join(part for part in (str(BACK_REASONS.get(why, "")), words) if part)
    # To the group before as a whole: its own rule says which that is.
    step = int(to) if to.isascii() and to.isdecimal() else None
    return lambda: actions.send_back(*form.case, reason=reason, to=step, **form.sent)


def assign(form: Form) -> Ready:
    """转办 to a colleague of the same role and department."""
    staff = form.choice("staff", colleagues(form.page, form.request.actor.staff), _("转给谁"))
    why = form.text("assign_why", _("转办的原因"), needed=False, most=WHY_MAX)
    return lambda: actions.assign(*form.case, staff=staff, reason=why, **form.sent)


def ask_correction(form: Form) -> Ready:
    """补正: which materials are wrong and how; all of them in one notice."""
    rejected = {}
    for line in form.page.materials:
        why = form.text(f"why-{line.code}", line.name, needed=False, most=WHY_MAX)
        if why:
            rejected[line.code] = why
    if not rejected and form.page.gaps.complete:
        form.errors.add("fix_reason", _("请至少写明一份材料哪里要补"))
    reason = form.text("fix_reason", _("补正的理由"))
    again = form.text("again", _("再次告知的原因"), needed=form.page.case.corrections > 0)
    return lambda: actions.ask_correction(
        *form.case, reason=reason, rejected=rejected, again=again, **form.sent
    )


def note_gaps(form: Form) -> Ready:
    """联办: what of this part is to be mended; or nothing, whatever stands in the boxes."""
    none = clean(form.request, "say") == "none"
    typed = {
        name: form.text(name, label, needed=False, most=gaps.WORDS_MOST)
        for name, label in ([] if none else gaps.lines(form.page))
    }
    again = "" if none else form.text("again", _("为什么现在才提"), needed=False)
    if not none and not any(typed.values()):
        form.errors.add("note", _("请至少写明一处要补的；没有就点“没有要补的”"))
    rejected = {name.removeprefix("why-"): said for name, said in typed.items() if name.startswith("why-")}
    fields = {name.removeprefix("fix-"): said for name, said in typed.items() if name.startswith("fix-")}
    return lambda: actions.note_gaps(*form.case, rejected=rejected, fields=fields, again=again, **form.sent)


def pause(form: Form) -> Ready:
    """特别程序: which, until when, why."""
    kind = form.choice("pause_kind", procedures(form.page), _("哪一种特别程序"))
    end = form.day("planned_end", _("预计结束日期"), needed=True)
    if end is not None and end < china_date(form.request.now):
        form.errors.add("planned_end", _("预计结束日期不能早于今天"))
    reason = form.text("pause_reason", _("启动的理由"))
    planned = end or china_date(form.request.now)
    return lambda: actions.pause(*form.case, kind=kind, reason=reason, planned_end=planned, **form.sent)


def resume(form: Form) -> Ready:
    """结束特别程序 with its result."""
    result = form.text("pause_result", _("结果"), needed=False)
    return lambda: actions.resume(*form.case, result=result, **form.sent)


def extend(form: Form) -> Ready:
    """延长期限: once, 1 to 10 working days."""
    text = clean(form.request, "days").strip()
    days = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    if not 1 <= days <= EXTENSION_DAYS:
        form.errors.add("days", _("延长天数要填 1 到 {n} 个工作日").format(n=EXTENSION_DAYS))
    reason = form.text("extend_reason", _("延长的理由"))
    return lambda: actions.extend(*form.case, days=days, reason=reason, **form.sent)


def terminate(form: Form) -> Ready:
    """终止办理 with its reason."""
    reason = form.text("end_reason", _("终止的理由"))
    return lambda: actions.terminate(*form.case, reason=reason, **form.sent)


#: act of the form → its reader, and the field at which a rule's refusal is told.
READERS: dict[str, tuple[Callable[[Form], Ready], str]] = {
    "sign": (sign, "text"),
    "decide": (decide, "outcome"),
    str(Act.SEND_BACK): (send_back, "back_to"),
    str(Act.ASSIGN): (assign, "staff"),
    str(Act.ASK_CORRECTION): (ask_correction, "fix_reason"),
    str(Act.NOTE_GAPS): (note_gaps, "note"),
    str(Act.PAUSE): (pause, "planned_end"),
    str(Act.RESUME): (resume, "pause_result"),
    str(Act.EXTEND): (extend, "days"),
    str(Act.TERMINATE): (terminate, "end_reason"),
    **joining.READERS,
}
_AT = {"decide.no_result_number": "result_number", "decide.result_dates_wrong": "result_to",
       "review.seats_waiting": "text", "review.asked_already": "add_department",
       "review.after_decision": "add_place", "intake.nothing_missing": "fix_reason",
       "intake.second_notice": "again", "collecting.late_gap": "again"}  # fmt: skip


@needs(*SIGNERS)
@require_POST
def act(request: StaffRequest, number: str) -> HttpResponseBase:
    """Do one act; what is wrong is told on the page with the form as it was (422)."""
    page = cases.case_page(request.actor, number, now=request.now, within=READS)
    name = clean(request, "act")
    if name not in READERS:
        return redirect(address(number))
    form = Form(request, page)
    if name == Act.SEND_BACK and clean(request, "back_to") == APPLICANT and notice_of(page):
        return _to_notice(form)
    ready = READERS[name][0](form)
    # On a page that is out of date only the act can tell: what changed, or that it was this very sending.
    if form.errors and read_rev(request) == page.case.rev:
        return show(request, page, form.errors, request.POST, name)
    try:
        done = ready()
    except RuleBroken as error:
        return _said_no(form, name, error)
    messages.success(request, _words(done))
    return redirect(_next(request, name, number))


def _to_notice(form: Form) -> HttpResponseBase:
    """退回 to the applicant is the one notice: its form, opened, with why; nothing is done yet."""
    request, page = form.request, form.page
    why = str(BACK_REASONS.get(clean(request, "back_why"), ""))
    reason = _("：").join(part for part in (why, clean(request, "back_text").strip()) if part)
    messages.info(request, _("退给申请人，用一次告知：写明每一处要补什么，一次写全，再发出。"))
    typed = {**request.POST.dict(), "fix_reason": reason}
    return show(request, page, None, typed, str(notice_of(page)))


def _next(request: StaffRequest, name: str, number: str) -> str:
    """Where one goes on: back to the sitting, on to the next case, or to this one again."""
    if name == str(Act.CONVENE) or clean(request, "at") == "sitting":
        return f"{address(number)}sitting/"
    return "/review/" if name in {"sign", "assign", "prepare"} else address(number)


def _said_no(form: Form, name: str, error: RuleBroken) -> HttpResponseBase:
    number = form.page.case.number
    mended = error.code in _AT or (error.kind is Kind.INVALID and error.code != "request.key_reused")
    if not mended:
        return refused(form.request, error, address(number))
    form.errors.refuse(_AT.get(error.code, READERS[name][1]), error)
    page = cases.case_page(form.request.actor, number, now=form.request.now, within=READS)
    return show(form.request, page, form.errors, form.request.POST, name)


def _words(done: Done) -> str:
    state = term_words(State, done.state)
    if done.document:
        words = _("办好了，{number} 现在是“{state}”，出具了文书 {paper}。")
        return words.format(number=done.number, state=state, paper=done.document)
    return _("办好了，{number} 现在是“{state}”。").format(number=done.number, state=state)
