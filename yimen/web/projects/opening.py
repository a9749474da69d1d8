"""/projects/new/: registering a project under its code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from yimen.parties import queries as parties
from yimen.projects import actions, queries
from yimen.rules.authority import Actor, holdings_of
from yimen.rules.calendar import china_date
from yimen.rules.errors import RuleBroken
from yimen.rules.projects import BadProjectCode, Funding, Lane, ProjectKind
from yimen.rules.projects import opening as rules
from yimen.rules.projects.opening import KindOfFunding, ProjectCodeTaken, Told
from yimen.web.citizen.draft import moment, who
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import FormErrors, clean, once_token, read_once

__all__ = ["new"]

#: What is typed, in the order of the form.
TYPED = (
    "party", "code", "name", "kind", "funding", "lane", "place", "zone", "land_area", "build_area",
    "investment",
)  # fmt: skip
#: Where a refusal of the whole belongs.
_AT: dict[type[RuleBroken], str] = {
    BadProjectCode: "code",
    ProjectCodeTaken: "code",
    KindOfFunding: "funding",
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """The form; what is wrong is told at its field and nothing typed is lost."""
    errors, owners = FormErrors(), _owners(who(request))
    typed = {name: clean(request, name).strip() for name in TYPED}
    if request.method == "POST":
        code = _open(request, typed, owners, errors)
        if code:
            messages.success(request, _("登记好了。下一步申请第一个阶段。"))
            return redirect("project", code)
    elif len(owners) == 1:
        typed["party"] = owners[0][0]
    facts = {
        **errors.shown(), "typed": typed, "owners": owners, "once": once_token(), "zones": queries.zones(),
        "kinds": _choices(ProjectKind), "fundings": _choices(Funding), "lanes": _choices(Lane),
    }  # fmt: skip
    return render(request, "web/projects/new.html", facts, status=errors.status)


def _choices(kind: Any) -> list[tuple[str, str]]:
    return [(str(one), _(one.label)) for one in kind]


def _owners(actor: Actor) -> list[tuple[str, str]]:
    """The parties one may open a project for."""
    found = (parties.party(one) for one in holdings_of(actor))
    return [(str(one.pk), one.name) for one in found if one is not None]


def _open(
    request: HttpRequest, typed: dict[str, str], owners: list[tuple[str, str]], errors: FormErrors
) -> str:
    """The code of the project that was opened, or "" with what is wrong noted."""
    told = _read(request, typed, errors)
    if typed["party"] not in {code for code, _name in owners}:
        errors.add("party", _("请选择项目是谁的"))
    if errors or told is None:
        return ""
    try:
        return actions.open_project(
            who(request), told, int(typed["party"]), now=moment(request), once=read_once(request)
        ).code
    except (BadProjectCode, ProjectCodeTaken, KindOfFunding) as error:
        errors.refuse(_AT[type(error)], error)
    return ""


def _read(request: HttpRequest, typed: dict[str, str], errors: FormErrors) -> Told | None:
    def at(name: str, reader: Any, *more: Any) -> Any:
        return errors.read(name, reader, *more)

    made = {
        "code": at("code", rules.read_code, typed["code"], china_date(moment(request))),
        "name": at("name", rules.words, typed["name"], gettext_noop("项目名称"), 200),
        "kind": at("kind", rules.choice, ProjectKind, typed["kind"], gettext_noop("项目类型")),
        "funding": at("funding", rules.choice, Funding, typed["funding"], gettext_noop("投资类型")),
        "lane": at("lane", rules.choice, Lane, typed["lane"], gettext_noop("办理通道")),
        "place": at("place", rules.words, typed["place"], gettext_noop("建设地点"), 200),
        "land_area": at("land_area", rules.number, typed["land_area"], gettext_noop("用地面积")),
        "build_area": at("build_area", rules.number, typed["build_area"], gettext_noop("建筑面积")),
        "investment": at("investment", rules.number, typed["investment"], gettext_noop("总投资")),
    }
    return None if errors else Told(**made, zone=typed["zone"])
