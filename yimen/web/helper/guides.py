"""导办: noted in ten seconds, without a word about the person; what I noted, newest first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue
from yimen.helping import actions, queries
from yimen.rules.errors import RuleBroken
from yimen.rules.helping.terms import GuidedHow, GuidedTo, NoHelpWhy
from yimen.rules.terms import Role
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key
from yimen.web.listing import address, cut, row_id

HERE = "/helper/guides/"
PAGE, _FOUND, _QUERY = 30, 6, 60
_KEYS = ("item", "region", "how", "outcome", "why")
#: The word a refusal names → the box where it is told.
_BOX = {
    gettext_noop("什么事项"): "item", gettext_noop("在哪里"): "region", gettext_noop("怎么导的"): "how",
    gettext_noop("结果"): "outcome", gettext_noop("为什么没帮上"): "why",
}  # fmt: skip


@never_cache
@needs(Role.HELPER, Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponseBase:
    """/helper/guides/?q=: the form with items found for `q`, and one's own guidances, keyset by id."""
    errors = FormErrors()
    typed = {key: clean(request, key) for key in _KEYS}
    if request.method == "POST" and _noted(request, typed, errors):
        return redirect(HERE)
    return _shown(request, typed, errors)


def _noted(request: StaffRequest, typed: dict[str, str], errors: FormErrors) -> bool:
    try:
        actions.note_guidance(request.actor, **typed, now=request.now, once=once_key(request))
    except RuleBroken as error:
        errors.refuse(_BOX.get(str(error.facts.get("label", "")), "item"), error)
        return False
    messages.success(request, _("记下了。"))
    return True


def _shown(request: StaffRequest, typed: dict[str, str], errors: FormErrors) -> HttpResponse:
    text = (request.GET.get("q") or clean(request, "q")).strip()[:_QUERY]
    rows, last = cut(queries.guidances_of(request.actor.staff, before=row_id(request), limit=PAGE), PAGE)
    typed["region"] = typed["region"] or (rows[0].region if rows else _place(request))
    facts: dict[str, Any] = {
        "q": text, "items": _items(text, typed["item"]), "typed": typed, "rows": rows, "once": once_token(),
        "regions": [(one.code, one.name) for one in bureau.regions_under(settings.SITE_REGION)],
        "hows": _choices(GuidedHow), "outcomes": _choices(GuidedTo), "whys": _choices(NoHelpWhy),
        "next": address(HERE, {}, before=last.id) if last else "", **errors.shown(),
    }  # fmt: skip
    return render(request, "web/helper/guides.html", facts, status=errors.status)


def _place(request: StaffRequest) -> str:
    """Where this person works, for the first note; later ones begin with the place of the last."""
    mine = [post.region for post in request.actor.posts if post.region]
    return mine[0] if mine else settings.SITE_REGION


def _items(text: str, chosen: str) -> list[tuple[str, str]]:
    """(code, name) to choose from: what was searched, else what is asked for most; the chosen one stays."""
    found = [one.row for one in catalogue.search(text).rows] if text else list(catalogue.popular())
    rows = {row.code: row.name for row in [*catalogue.by_codes([chosen] if chosen else []), *found]}
    return list(rows.items())[:_FOUND]


def _choices(terms: Any) -> list[tuple[str, str]]:
    return [(str(one), _(one.label)) for one in terms]
