"""收件与受理: receive, check every material, then one of four outcomes with the document it leaves."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yimen.cases import actions
from yimen.cases.actions import Done
from yimen.cases.queries import CasePage
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.intake import SecondNotice
from yimen.rules.terms import Role, State
from yimen.web.forms import FormErrors, clean
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.later import later as later_of
from yimen.web.window import fixes
from yimen.web.window.casepage import address, at_window, show

REASON_MAX = 500
NOTE_MAX = 200
OUTCOMES = ("accept", "accept_deferred", "ask_correction", "not_accept", "not_required")
#: What the form says of a material → the status kept.
FOUND = {"ok": "accepted", "bad": "rejected"}


@dataclass
class Decision:
    """What came with the form: outcome, reasons, findings by material code as (status, note),
    fields of the form to be changed by key."""

    outcome: str
    reason: str
    again: str
    found: dict[str, tuple[str, str]]
    fields: dict[str, str]
    rev: int | None
    once: str
    errors: FormErrors = field(default_factory=FormErrors)

    @property
    def rejected(self) -> dict[str, str]:
        """Materials found wrong, each with why."""
        return {code: note for code, (status, note) in self.found.items() if status == "rejected"}


def read_rev(request: StaffRequest) -> int | None:
    """The revision the page was drawn from; a page without one is treated as the oldest, hence as stale."""
    text = request.POST.get("rev", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


@needs(Role.CLERK)
@require_safe
def case(request: StaffRequest, number: str) -> HttpResponseBase:
    """One case at the window, with the panel of its state."""
    return show(request, at_window(request, number))


@needs(Role.CLERK)
@require_POST
def receive(request: StaffRequest, number: str) -> HttpResponseBase:
    """收件: the receipt is ready to print; the decision follows on the same page."""
    rev, once = read_rev(request), once_key(request)
    try:
        done = actions.receive(request.actor, number, now=request.now, rev=rev, once=once)
    except RuleBroken as error:
        return refused(request, error, address(number))
    messages.success(request, _("已收件，收件凭证可以打印了：{number}").format(number=done.document))
    return redirect(address(number))


@needs(Role.CLERK)
@require_POST
def decide(request: StaffRequest, number: str) -> HttpResponseBase:
    """Keep the findings; with an outcome chosen, decide. What is wrong is told on the page (422)."""
    page = at_window(request, number)
    made = _read(request, page)
    if made.errors:
        return show(request, page, made.errors, request.POST)
    try:
        done = _carry_out(request, page, made)
    except RuleBroken as error:
        return _said_no(request, number, made, error)
    if not made.outcome:
        messages.success(request, _("核对结果已保存，还没有出意见。"))
    else:
        messages.success(request, _outcome_words(done, made.outcome))
    return redirect(address(number))


def _read(request: StaffRequest, page: CasePage) -> Decision:
    wanted = "" if request.POST.get("do") == "check" else clean(request, "outcome")
    made = Decision(
        wanted, clean(request, "reason").strip(), clean(request, "again").strip(), {}, {},
        read_rev(request), once_key(request),
    )  # fmt: skip
    if request.POST.get("do") != "check" and wanted not in OUTCOMES:
        made.errors.add("outcome", _("请选一个受理意见"))
    for line in page.materials:
        _read_finding(request, line.code, line.name, made)
    if request.POST.get("do") != "check":
        made.fields = fixes.read(request, page, wanted, made.errors)
    if len(made.reason) > REASON_MAX:
        made.errors.add("reason", _("理由最多 {n} 个字，请写短些").format(n=REASON_MAX))
    if wanted in {"not_accept", "not_required"} and not made.reason:
        made.errors.add("reason", _("请写明理由，会印在给申请人的通知书上"))
    if len(made.again) > REASON_MAX:
        made.errors.add("again", _("理由最多 {n} 个字，请写短些").format(n=REASON_MAX))
    return made


def _read_finding(request: StaffRequest, code: str, name: str, made: Decision) -> None:
    said, note = clean(request, f"m-{code}"), clean(request, f"why-{code}").strip()
    if said not in FOUND:
        return
    if said == "bad" and not note:
        made.errors.add(f"why-{code}", _("“{name}”哪里不符合？请写明").format(name=name))
    if len(note) > NOTE_MAX:
        made.errors.add(f"why-{code}", _("“{name}”的说明最多 {n} 个字").format(name=name, n=NOTE_MAX))
    made.found[code] = (FOUND[said], note if said == "bad" else "")


def _carry_out(request: StaffRequest, page: CasePage, made: Decision) -> Done:
    """Receive first where the page showed it as still to be done; keep findings while the page is fresh."""
    actor, number, now = request.actor, page.case.number, request.now
    fresh = made.rev == page.case.rev
    if request.POST.get("was") == State.SUBMITTED:
        once = f"{made.once}-r"
        made.rev = actions.receive(actor, number, now=now, rev=made.rev, once=once).rev
    if made.found and (fresh or not made.outcome):
        actions.check_materials(actor, number, made.found, now=now)
    if not made.outcome:
        return Done(number, str(page.state), made.rev or 0)
    # On a page that is out of date the act says what changed, or repeats its answer to a double press.
    return _act(request, number, made)


def _act(request: StaffRequest, number: str, made: Decision) -> Done:
    actor, rev, once = request.actor, made.rev, made.once
    if made.outcome == "ask_correction":
        reason = made.reason or _("申请材料不齐全或者不符合法定形式")
        return actions.ask_correction(
            actor, number, reason=reason, now=request.now, rev=rev, rejected=made.rejected,
            fields=made.fields, again=made.again, once=once,
        )  # fmt: skip
    if made.outcome == "not_accept":
        return actions.not_accept(actor, number, reason=made.reason, now=request.now, rev=rev, once=once)
    if made.outcome == "not_required":
        return actions.not_required(actor, number, reason=made.reason, now=request.now, rev=rev, once=once)
    if made.outcome == "accept_deferred":
        promised = [piece.code for piece in later_of(at_window(request, number)).promised]
        return actions.accept_deferred(
            actor, number, deferred=promised, now=request.now, rev=rev, reason=made.reason, once=once
        )
    return actions.accept(actor, number, now=request.now, rev=rev, reason=made.reason, once=once)


#: Refusals that the form itself can mend: the field at which they are told.
_AT_FIELD = {"intake.gaps_remain": "outcome", "intake.nothing_missing": "outcome",
    "intake.not_deferrable": "outcome", "deferral.nothing_promised": "outcome"}  # fmt: skip


def _said_no(request: StaffRequest, number: str, made: Decision, error: RuleBroken) -> HttpResponseBase:
    name = "again" if isinstance(error, SecondNotice) else _AT_FIELD.get(error.code, "")
    if not name and error.kind is Kind.INVALID:
        name = "reason"
    if not name:
        return refused(request, error, address(number))
    made.errors.refuse(name, error)
    page = at_window(request, number)
    return show(request, page, made.errors, request.POST)


def _outcome_words(done: Done, outcome: str) -> str:
    if outcome == "accept_deferred":
        return _("已容缺受理。容缺受理通知书 {paper} 可以打印了。").format(paper=done.document)
    words: dict[str, str] = {
        State.REVIEWING: _("已受理。受理通知书 {paper} 可以打印了。"),
        State.CORRECTION: _("已一次告知补正。告知书 {paper} 可以打印了。"),
        State.NOT_ACCEPTED: _("已决定不予受理。通知书 {paper} 可以打印了。"),
        State.NOT_REQUIRED: _("已告知不用办。告知书 {paper} 可以打印了。"),
    }
    return words.get(done.state, _("办好了。{paper}")).format(paper=done.document)
