"""/catalogue/routes/: which bundle a class of project has for a stage, and what runs beside the stages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from yimen.projects import actions, queries
from yimen.projects.queries import Happening, KeptRoute
from yimen.rules.changes import differences
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.projects import ProjectKind, Stage
from yimen.rules.projects.keeping import (
    DOCUMENT_MOST,
    HINT_MOST,
    KeptMoved,
    RouteDocument,
    RouteHint,
    RouteUnfit,
    require_document,
    require_route,
    route_seen,
)
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key
from yimen.web.listing import asked, chips

from . import keeper_words as words

HOME = "/catalogue/routes/"
#: Where a refusal is told that does not speak of the bundle.
_AT = {RouteHint: "hint", KeptMoved: "hint", RouteDocument: "document"}


@needs(*words.READERS)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """Every class with its stages and what runs beside: what has no bundle yet stands out."""
    filters = asked(request, "q", "kind")
    kind = filters["kind"] if filters["kind"] in {str(one) for one in ProjectKind} else ""
    rows = queries.kept_routes(text=filters["q"], kind=kind)
    facts = {
        "classes": [
            (_(one.label), str(one), [row(each) for each in rows if each.kind is one])
            for one in ProjectKind if any(each.kind is one for each in rows)
        ],
        "filters": filters, "filtered": any(filters.values()), "keeps": words.KEEPER in request.actor.roles,
        "kinds": chips(HOME, filters, "kind", [("", _("全部")), *words.choices(ProjectKind)]),
        "crumbs": words.crumbs(HOME, _("项目阶段")),
    }  # fmt: skip
    return render(request, "web/projects/keeper_routes.html", facts)


def row(one: KeptRoute) -> dict[str, Any]:
    """One place of a class in the list."""
    more = f"?item={one.item}" if one.stage is Stage.LINE else ""
    return {
        "row": one, "stage": _(one.stage.label), "beside": one.stage is Stage.LINE,
        "href": f"{HOME}{one.kind}/{one.stage}/{more}",
    }  # fmt: skip


@needs(words.KEEPER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest, kind: str, stage: str) -> HttpResponseBase:
    """One place: first what the change would do, then it is kept."""
    if kind not in {str(one) for one in ProjectKind} or stage not in {str(one) for one in Stage}:
        raise Http404
    one, at, errors = ProjectKind(kind), Stage(stage), FormErrors()
    old = _old(one, at, clean(request, "was") or asked(request, "item")["item"])
    typed, now = _typed(request, old), route_seen(old.item, old.hint) if old else {}
    words.look(request, now, errors, "hint")
    sent, shown = request.method == "POST" and not errors, None
    if sent and words.saving(request) and _keep(request, one, at, typed, errors):
        return redirect(f"{HOME}?kind={kind}")
    if sent and not errors:
        shown = _preview(one, at, old, typed, errors)
    facts = {
        **words.theirs(request, now, errors), "longest": DOCUMENT_MOST,
        "kind": _(one.label), "stage": _(at.label), "beside": at is Stage.LINE, "old": old, "typed": typed,
        "preview": shown, "sent": words.sent(request),
        "once": once_token(), "most": HINT_MOST,
        "history": words.history(_changes(kind, stage)),
        "crumbs": words.crumbs(HOME, _("项目阶段"), f"{_(one.label)} {_(at.label)}"), **errors.shown(),
    }  # fmt: skip
    return render(request, "web/projects/keeper_route.html", facts, status=errors.status)


def _changes(kind: str, stage: str) -> list[Happening]:
    """What was changed of one place of a class."""
    found = queries.happened(queries.route_stream(kind), about=["stage", "document"])
    return [one for one in found if one.about["stage"] == stage]


def _old(kind: ProjectKind, stage: Stage, item: str) -> KeptRoute | None:
    found = [one for one in queries.kept_routes(kind=kind) if one.stage is stage and one.item]
    if stage is Stage.LINE:
        found = [one for one in found if one.item == item]
    return found[0] if found else None


def _typed(request: StaffRequest, old: KeptRoute | None) -> dict[str, str]:
    if request.method == "POST":
        return {name: clean(request, name).strip() for name in ("item", "hint", "was", "drop", "document")}
    return {"item": old.item, "hint": old.hint, "was": old.item} if old else {}


def _preview(
    kind: ProjectKind, stage: Stage, old: KeptRoute | None, typed: dict[str, str], errors: FormErrors
) -> dict[str, Any] | None:
    """What would change, and for how many projects; None with the refusal noted."""
    before = {"item": old.item, "name": old.name, "hint": old.hint} if old else {}
    dropped = bool(typed["drop"])
    errors.read("document", require_document, typed["document"])
    after = {} if dropped else _after(kind, stage, typed, errors)
    if after is None or errors:
        return None
    n = queries.not_begun(kind, stage)
    text = ngettext(
        "{n} 个在办项目还没申请这一段，保存以后按新的办。已经申请的不变。",
        "{n} 个在办项目还没申请这一段，保存以后按新的办。已经申请的不变。", n,
    )  # fmt: skip
    return {"rows": words.changes(differences(before, after)), "effects": [text.format(n=n)]}


def _after(
    kind: ProjectKind, stage: Stage, typed: dict[str, str], errors: FormErrors
) -> dict[str, str] | None:
    try:
        found = queries.offered(typed["item"])
        if found is None:
            raise RouteUnfit(stage=stage.label)
        name, days, bundle = found
        require_route(kind, stage, name, days, bundle=bundle, hint=typed["hint"])
    except RuleBroken as error:
        words.refuse(errors, _AT.get(type(error), "item"), error)
        return None
    return {"item": typed["item"], "name": name, "hint": typed["hint"]}


def _keep(
    request: StaffRequest, kind: ProjectKind, stage: Stage, typed: dict[str, str], errors: FormErrors
) -> bool:
    how: dict[str, Any] = {
        "document": typed["document"], "seen": words.seen(request), "now": request.now,
        "once": once_key(request),
    }  # fmt: skip
    try:
        if typed["drop"]:
            actions.drop_route(request.actor, kind, typed["was"], **how)
        else:
            actions.set_route(request.actor, kind, stage, typed["item"], note=typed["hint"], **how)
    except RuleBroken as error:
        if error.kind is Kind.NOT_FOUND:
            raise
        words.refuse(errors, _AT.get(type(error), "item"), error)
        return False
    messages.success(request, _("保存好了。"))
    return True
