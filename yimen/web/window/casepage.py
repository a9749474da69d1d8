"""One case at the window: its state decides which panel stands there; when others have it, it is read."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yimen.bureau import queries as bureau
from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.hall import queries as hall
from yimen.parties import queries as parties
from yimen.rules import clock, deadlines, deferral, delivery, review, routing
from yimen.rules.authority import Sight
from yimen.rules.calendar import china_date
from yimen.rules.pledge import CONSEQUENCES
from yimen.rules.terms import Act, State
from yimen.vault import queries as vault
from yimen.web import calling, licences
from yimen.web import delivery as ways
from yimen.web.forms import FormErrors, once_token
from yimen.web.guard import StaffRequest
from yimen.web.hallvisits import visits
from yimen.web.later import later as later_of
from yimen.web.pledge import offers
from yimen.web.staffparts import case_parts, differences, may, summary
from yimen.web.templatetags.yimen_format import day, money, working_days
from yimen.web.window import collected, fixes
from yimen.web.words import said

INTAKE, SUPPLY, ISSUE, DELIVER, READ = "intake", "supply", "issue", "deliver", "read"

_PANELS = {
    State.SUBMITTED: (INTAKE, Act.RECEIVE),
    State.RECEIVED: (INTAKE, Act.ACCEPT),
    State.CORRECTION: (SUPPLY, Act.SUPPLY),
    State.SUPPLEMENT: (SUPPLY, Act.SUPPLY),
    State.GRANTED: (ISSUE, Act.ISSUE),
    State.REFUSED: (DELIVER, Act.DELIVER),
    State.ISSUED: (DELIVER, Act.DELIVER),
}


#: In which capacities the window's pages show a case.
WINDOW = (Sight.WINDOW, Sight.HANDOUT)


def address(number: str) -> str:
    """The page of one case at the window."""
    return f"/desk/cases/{number}/"


def at_window(request: StaffRequest, number: str) -> CasePage:
    """The case as this window sees it. Raises NotVisible where another post alone would show it."""
    return cases.case_page(request.actor, number, now=request.now, within=WINDOW)


def panel_of(page: CasePage) -> str:
    """Which panel this reader gets: one they may act in, else read-only."""
    name, act = _PANELS.get(page.state, (READ, None))
    return name if act is not None and may(page, act) else READ


def show(
    request: StaffRequest, page: CasePage, errors: FormErrors | None = None, typed: Any = None,
    parcel: list[tuple[str, str]] | None = None,
) -> HttpResponseBase:  # fmt: skip
    """The page of one case, again with what was typed where something was wrong in it; `parcel`: the address
    whole, for this once."""
    found, case = errors or FormErrors(), page.case
    if page.state is State.DRAFT:
        return redirect(f"/desk/new/{case.number}/form/")
    panel = panel_of(page)
    err = found.shown()["err"]
    context = {
        **case_parts(page, address(case.number)), **found.shown(),
        "differences": differences(page) if panel in {INTAKE, SUPPLY} else [],
        "fixes": fixes.rows(request, page, err, typed or {}) if panel == INTAKE else [],
        "mends": fixes.views(request, page, err, typed or {}) if panel == SUPPLY else [],
        "panel": panel, "once": once_token(), "typed": typed or {}, "summary": summary(page),
        "after": _after(request, page) if panel == INTAKE else [], "outcomes": _outcomes(request, page),
        **_taking(page, parcel), **calling.parts(page, request.now),
        **_beside(request, page),
        "may_promise": _may_promise(page), "collected": collected.card(page, typed or {}, err),
        "pledge_offers": offers(page), "pledge_told": [_(one) for one in CONSEQUENCES],
        "late": page.left is not None and page.left < 0, "opened": (typed or {}).get("opened", ""),
    }  # fmt: skip
    return render(request, f"web/window/case_{panel}.html", context, status=found.status)


def _beside(request: StaffRequest, page: CasePage) -> dict[str, Any]:
    """The applicant's visits, other cases and licences: for the window that examines, not for one that hands
    out."""
    if Sight.WINDOW not in page.sights:
        return {}
    party, calendar = page.case.party_id, bureau.work_calendar()
    return {
        "breaches": parties.open_breaches(party),
        "hallvisits": visits(page.case.number),
        "second": cases.second(page),
        "others": cases.cases_of_party(request.actor, party, calendar, now=request.now, limit=6),
        "licences": [licences.row(one) for one in vault.of_party([party], request.now, most=6)],
    }


def _taking(page: CasePage, whole: list[tuple[str, str]] | None) -> dict[str, Any]:
    """How the result is to come, and what is looked at before it is handed over."""
    kept = page.case.delivery
    choice = delivery.chosen(kept)
    return {
        "way": str(choice.way), "taking": ways.said(page), "may_choose": ways.may_choose(page),
        "address": whole or ways.masked(choice), "whole": whole is not None,
        "parcel": kept.get("tracking", ""), "may_send": may(page, Act.SEND),
        "sign_most": delivery.SIGNATURE_KB, "seen_papers": [(one, _(one)) for one in delivery.PAPERS_SEEN],
    }  # fmt: skip


def _outcomes(request: StaffRequest, page: CasePage) -> list[tuple[str, str, str]]:
    lacking = len(page.gaps.all)
    ready = _("材料齐全、符合法定形式") if not lacking else _("还差 {n} 份，补齐才能受理").format(n=lacking)
    return [
        ("accept", _("受理"), ready),
        *_with_gaps(request, page),
        ("ask_correction", _("一次告知补正"), _("缺的、不符合的，一次说清")),
        ("not_accept", _("不予受理"), _("不归本机关管，或者依法不能申请")),
        ("not_required", _("不用办"), _("这件事依法不需要申请")),
    ]


def _with_gaps(request: StaffRequest, page: CasePage) -> list[tuple[str, str, str]]:
    """容缺受理, where all that is missing was promised."""
    promised = later_of(page).promised
    if not promised or len(promised) != len(page.gaps.all):
        return []
    codes = {one.code for one in promised}
    found = [gap for gap in page.gaps.missing if gap.material.code in codes]
    due, today = _promised_end(request, page), china_date(request.now)
    end = china_date(due.at) if due else None
    try:
        last = day(deferral.last_day(bureau.work_calendar(), today, found, end))
    except deferral.NoTime as error:
        return [("accept_deferred", _("容缺受理"), said(error))]
    names = _("、").join(one.name for one in promised)
    words = _("申请人承诺后补：{names}。最晚 {day}").format(names=names, day=last)
    return [("accept_deferred", _("容缺受理"), words)]


def _may_promise(page: CasePage) -> bool:
    """Whether the person at the counter may promise what is missing: all of it may come later."""
    missing = page.gaps.missing
    fit = bool(missing) and all(gap.deferrable for gap in missing)
    return fit and may(page, Act.PROMISE_LATER) and not later_of(page).promised


def _accepted_now(request: StaffRequest, page: CasePage) -> clock.Facts:
    """The clocks as they would run if the case were accepted at this moment."""
    spec, today = page.spec, china_date(request.now)
    return clock.Facts(
        accepted_on=today,
        accepted_at=request.now,
        legal=spec.legal,
        promise=spec.promise,
        minutes=spec.minutes,
    )


def _promised_end(request: StaffRequest, page: CasePage) -> deadlines.Due | None:
    return clock.read(bureau.work_calendar(), _accepted_now(request, page), request.now).promise_due


def _after(request: StaffRequest, page: CasePage) -> list[tuple[str, str]]:
    """What follows if the case is accepted now: who decides, promise, first day, latest day, fee."""
    spec, today, calendar = page.spec, china_date(request.now), bureau.work_calendar()
    office = hall.deciding_office(spec.code, page.case.region, today)
    seats = routing.seated(review.plan(spec), spec.department, office)
    names = bureau.department_names({s.department for s in seats})
    facts = _accepted_now(request, page)
    due = clock.read(calendar, facts, request.now).promise_due
    first = today if facts.instant else calendar.add_working_days(today, 1)
    offices = dict.fromkeys(names.get(s.department, s.department) for s in seats)
    rows = [
        (_("办理部门"), _("、").join(offices)),
        (_("环节"), _(" → ").join(_(s.name) for s in seats)),
        (_("承诺"), working_days(spec.promise.days) if spec.promise else _("没有承诺时限")),
        (_("起算"), day(first)),
        (_("最晚办结"), day(due.at) if due else ""),
    ]
    return [*rows, (_("收费"), _fees(page))]


def _fees(page: CasePage) -> str:
    if not page.spec.charged:
        return _("不收费")
    known = [money(f.unit_price) if f.unit_price is not None else f.standard for f in page.spec.fees]
    return _("；").join(known)
