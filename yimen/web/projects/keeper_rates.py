"""/catalogue/rates/: the published list of fees; nothing beside it is ever charged."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from yimen.projects import actions, queries
from yimen.projects.queries import KeptRate
from yimen.rules import fees as rules
from yimen.rules.changes import differences
from yimen.rules.errors import RuleBroken
from yimen.rules.fees import BadRate, Due, How, Measure, Rate, Relief
from yimen.rules.projects import Funding, ProjectKind
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key
from yimen.web.listing import asked

from . import keeper_words as words

HOME = "/catalogue/rates/"
_PLAIN = ("code", "name", "organ", "basis", "how", "amount", "measure", "due", "cap", "note", "state")


@needs(*words.READERS)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """The whole list with what was taken off it."""
    filters = asked(request, "q")
    facts = {
        "rows": [row(one) for one in queries.kept_rates(filters["q"])], "filters": filters,
        "keeps": words.KEEPER in request.actor.roles, "crumbs": words.crumbs(HOME, _("收费标准")),
    }  # fmt: skip
    return render(request, "web/projects/keeper_rates.html", facts)


def row(one: KeptRate) -> dict[str, Any]:
    """One entry in the list."""
    rate = one.rate
    unit = "" if rate.how is How.FIXED else _(rate.measure.label)
    return {
        "rate": rate, "active": one.active, "unit": unit, "due": _(rate.due.label), "how": _(rate.how.label),
        "reliefs": [relief.name for relief in rate.reliefs],
    }  # fmt: skip


@needs(words.KEEPER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest, code: str = "") -> HttpResponseBase:
    """One entry, or a new one: first what the change would do, then it is kept."""
    old, errors, shown = queries.kept_rate(code) if code else None, FormErrors(), None
    if code and old is None:
        raise Http404
    typed = _sent(request, code) if request.method == "POST" else _held(old)
    now = _now(old or queries.kept_rate(typed.get("code", "")))
    words.look(request, now, errors, "name")
    if request.method == "POST" and not errors:
        rate = _read(request, typed, errors)
        if rate is not None and words.saving(request) and _keep(request, typed, errors):
            return redirect(HOME)
        shown = _preview(old, rate, typed["state"] != "stopped") if rate is not None and not errors else None
    facts = {
        **words.theirs(request, now, errors), "old": old, "typed": typed, "preview": shown,
        "sent": words.sent(request), "once": once_token(), "hows": words.choices(How),
        "measures": words.choices(Measure), "dues": words.choices(Due),
        "kinds": words.choices(ProjectKind),
        "states": [(one, _(text)) for one, text in words.STATES],
        "history": words.history(queries.happened(queries.rate_stream(code))) if code else [],
        "crumbs": words.crumbs(HOME, _("收费标准"), old.rate.name if old else _("新收费标准")),
        **errors.shown(),
    }  # fmt: skip
    return render(request, "web/projects/keeper_rate.html", facts, status=errors.status)


def _sent(request: StaffRequest, code: str) -> dict[str, Any]:
    typed: dict[str, Any] = {name: clean(request, name).strip() for name in (*_PLAIN, "reliefs")}
    kinds = [one for one in request.POST.getlist("kinds") if one in {str(kind) for kind in ProjectKind}]
    return {**typed, "code": code or typed["code"], "kinds": kinds}


def _held(old: KeptRate | None) -> dict[str, Any]:
    if old is None:
        return {"state": "active", "kinds": []}
    told = rules.told(old.rate, old.active)
    reliefs = "\n".join(_line(one) for one in old.rate.reliefs)
    return {**told, "code": old.rate.code, "kinds": list(old.rate.kinds), "reliefs": reliefs}


def _now(one: KeptRate | None) -> dict[str, str]:
    return rules.told(one.rate, one.active) if one else {}


def _line(one: Relief) -> str:
    whose = [*(ProjectKind.label_of(kind) for kind in one.kinds), *map(Funding.label_of, one.fundings)]
    return " | ".join([one.name, f"{one.share.normalize():f}", one.basis, "、".join(map(_, whose))])


def _read(request: StaffRequest, typed: dict[str, Any], errors: FormErrors) -> Rate | None:
    """The entry as typed, or None with what is wrong noted."""
    try:
        return Rate.from_dict(_data(typed))
    except BadRate as error:
        words.refuse(errors, "reliefs" if error.facts.get("name") != typed["name"] else "name", error)
        return None


def _data(typed: dict[str, Any]) -> dict[str, Any]:
    """The stored form. Raises BadRate for a line of reliefs that says too little, or names nobody."""
    made = {name: typed[name] for name in _PLAIN if name != "state"}
    lines = [line.replace("｜", "|").split("|") for line in typed["reliefs"].splitlines() if line.strip()]
    return {
        **made,
        "kinds": typed["kinds"],
        "reliefs": [_relief([part.strip() for part in one]) for one in lines],
    }


def _relief(parts: list[str]) -> dict[str, Any]:
    if not 3 <= len(parts) <= 4:
        raise BadRate(name=parts[0], problem=_("减免每行三到四项，用竖线隔开"))
    whose = [one for one in parts[3].replace(",", "、").split("、") if one] if len(parts) == 4 else []
    known = {_(one.label): one for table in (ProjectKind, Funding) for one in table}
    if any(one not in known for one in whose):
        raise BadRate(name=parts[0], problem=_("没有这类项目：{names}").format(names=_("、").join(whose)))
    found = [known[one] for one in whose]
    return {
        "name": parts[0], "share": parts[1], "basis": parts[2],
        "kinds": [str(one) for one in found if isinstance(one, ProjectKind)],
        "fundings": [str(one) for one in found if isinstance(one, Funding)],
    }  # fmt: skip


def _preview(old: KeptRate | None, rate: Rate, active: bool) -> dict[str, Any]:
    """What would change, and what projects without a notice would pay then."""
    before = rules.told(old.rate, old.active) if old else {}
    found = queries.effect(rate, active)
    text = ngettext(
        "{n} 个项目还没开缴费通知，其中 {touched} 个金额会变：合计从 {before} 元变成 {after} 元。",
        "{n} 个项目还没开缴费通知，其中 {touched} 个金额会变：合计从 {before} 元变成 {after} 元。",
        found.projects,
    )  # fmt: skip
    said = text.format(
        n=found.projects, touched=found.touched, before=f"{found.before:,.2f}", after=f"{found.after:,.2f}"
    )
    return {
        "rows": words.changes(differences(before, rules.told(rate, active))),
        "effects": [said, _("已经开出的缴费通知不变。")],
    }  # fmt: skip


def _keep(request: StaffRequest, typed: dict[str, Any], errors: FormErrors) -> bool:
    try:
        actions.set_rate(
            request.actor, _data(typed), active=typed["state"] != "stopped", now=request.now,
            seen=words.seen(request), once=once_key(request),
        )  # fmt: skip
    except RuleBroken as error:
        words.refuse(errors, "name", error)
        return False
    messages.success(request, _("保存好了。"))
    return True
