"""What an approver does to a case: one address, one reader and one action for each act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.actions import Done
from yimen.cases.queries import CasePage
from yimen.rules.calendar import china_date
from yimen.rules.clock import EXTENSION_DAYS
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.terms import Act, State
from yimen.web.approver import gaps
from yimen.web.approver.inbox import REVIEW, SIGNERS
from yimen.web.approver.panel import (
    BACK_REASONS,
    PHRASES,
    address,
    colleagues,
    earlier,
    outcomes,
    procedures,
    show,
)
from yimen.web.forms import FormErrors, clean
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.staffparts import term_words
from yimen.web.window.decide import read_rev

TEXT_MAX = 1000
NUMBER_MAX = 100
WHY_MAX = 200


@dataclass
class Form:
    """One posted act: the request, the case as it is now, what was wrong, the words of the answer."""

    request: StaffRequest
    page: CasePage
    errors: FormErrors = field(default_factory=FormErrors)

    def text(self, name: str, label: str, *, needed: bool = True, most: int = TEXT_MAX) -> str:
        """A text without blanks around it; noted where it is missing or too long."""
        value = clean(self.request, name).strip()
        if needed and not value:
            self.errors.add(name, _("请填写{label}").format(label=label))
        if len(value) > most:
            self.errors.add(name, _("{label}最多 {n} 个字，请写短些").format(label=label, n=most))
        return value

    def choice(self, name: str, options: Any, label: str) -> str:
        """One of the options, by its code; noted where it is none of them."""
        value = clean(self.request, name)
        if value not in {str(one[0]) for one in options}:
            self.errors.add(name, _("请选{label}").format(label=label))
        return value

    def day(self, name: str, label: str, *, needed: bool) -> date | None:
        """A date; noted where it is missing or none."""
        value = clean(self.request, name).strip()
        if not value:
            if needed:
                self.errors.add(name, _("请填写{label}").format(label=label))
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.errors.add(name, _("{label}要写成年、月、日，例如 2026-11-30").format(label=label))
            return None

    @property
    def sent(self) -> dict[str, Any]:
        """What every action takes: the moment, the revision of the page, the key against sending twice."""
        request = self.request
        return {"now": request.now, "rev": read_rev(request), "once": once_key(request)}

    @property
    def case(self) -> tuple[Any, str]:
        """Actor and case number, the first arguments of every action."""
        return self.request.actor, self.page.case.number


#: An act read from its form: the call that does it, to be made only if nothing was wrong in the form.
Ready = Callable[[], Done]


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
    step = int(to) if to.isascii() and to.isdecimal() else None
    return lambda: actions.send_back(*form.case, reason=reason, to=step, **form.sent)


def assign(form: Form) -> Ready:
    """转办 to a colleague of the same role and department."""
    staff = form.choice("staff", colleagues(form.page, form.request.actor.staff), _("转给谁"))
    return lambda: actions.assign(*form.case, staff=staff, **form.sent)


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
}
_AT = {"decide.no_result_number": "result_number", "decide.result_dates_wrong": "result_to",
       "intake.nothing_missing": "fix_reason", "intake.second_notice": "again",
       "collecting.late_gap": "again"}  # fmt: skip


@needs(*SIGNERS)
@require_POST
def act(request: StaffRequest, number: str) -> HttpResponseBase:
    """Do one act; what is wrong is told on the page with the form as it was (422)."""
    page = cases.case_page(request.actor, number, now=request.now, within=REVIEW)
    name = clean(request, "act")
    if name not in READERS:
        return redirect(address(number))
    form = Form(request, page)
    ready = READERS[name][0](form)
    # On a page that is out of date only the act can tell: what changed, or that it was this very sending.
    if form.errors and read_rev(request) == page.case.rev:
        return show(request, page, form.errors, request.POST, name)
    try:
        done = ready()
    except RuleBroken as error:
        return _said_no(form, name, error)
    messages.success(request, _words(done))
    return redirect("/review/" if name in {"sign", "assign"} else address(number))


def _said_no(form: Form, name: str, error: RuleBroken) -> HttpResponseBase:
    number = form.page.case.number
    mended = error.code in _AT or (error.kind is Kind.INVALID and error.code != "request.key_reused")
    if not mended:
        return refused(form.request, error, address(number))
    form.errors.refuse(_AT.get(error.code, READERS[name][1]), error)
    page = cases.case_page(form.request.actor, number, now=form.request.now, within=REVIEW)
    return show(form.request, page, form.errors, form.request.POST, name)


def _words(done: Done) -> str:
    state = term_words(State, done.state)
    if done.document:
        words = _("办好了，{number} 现在是“{state}”，出具了文书 {paper}。")
        return words.format(number=done.number, state=state, paper=done.document)
    return _("办好了，{number} 现在是“{state}”。").format(number=done.number, state=state)
