"""/help-me/: who cannot come asks for a helper at home; what was asked, and cancelling it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yimen.bureau import queries as bureau
from yimen.cases.queries import CasePage
from yimen.helping import actions, queries
from yimen.rules.authority import Actor
from yimen.rules.errors import RuleBroken
from yimen.rules.helping.rating import RATEABLE
from yimen.rules.helping.terms import Hardship, Level, VisitState, Wish
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.helped import helper_words
from yimen.web.words import said

from .draft import moment, own_page, who

HERE = "/help-me/"
_OPEN = (VisitState.ASKED, VisitState.TAKEN)
#: The word a refusal names → the box where it is told.
_BOX = {
    gettext_noop("在哪里"): "place", gettext_noop("为什么要上门"): "hardship",
    gettext_noop("希望哪天来"): "wish",
}  # fmt: skip


@never_cache
@signed_in
@sensitive_post_parameters("place", "words")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form, and one's visits."""
    errors, party = FormErrors(), who(request).party
    typed = {key: clean(request, key) for key in ("region", "place", "hardship", "wish", "words")}
    if request.method == "POST" and _asked(request, typed, errors):
        messages.success(request, _("约好了。帮办员接了以后，这里会写明哪天几点来。"))
        return redirect(HERE)
    visits = queries.visits_of_party(party) if party else []
    facts = {
        "typed": typed, "once": once_token(), "staff": party is None,
        "regions": [(one.code, one.name) for one in bureau.regions_under(settings.SITE_REGION)],
        "hardships": [(str(one), _(one.label)) for one in Hardship],
        "wishes": [(str(one), _(one.label)) for one in Wish],
        "visits": [(one, helper_words(one.staff) if one.staff else "", one.state in _OPEN) for one in visits],
        "open": any(one.state in _OPEN for one in visits), **errors.shown(),
    }  # fmt: skip
    return render(request, "web/citizen/helpme.html", facts, status=errors.status)


def _asked(request: HttpRequest, typed: dict[str, str], errors: FormErrors) -> bool:
    try:
        actions.ask_visit(
            who(request), typed["region"], typed["place"], typed["hardship"], typed["wish"], typed["words"],
            now=moment(request), once=read_once(request),
        )  # fmt: skip
    except RuleBroken as error:
        errors.refuse(_BOX.get(str(error.facts.get("label", "")), "place"), error)
    return not errors


@signed_in
@require_POST
def cancel(request: HttpRequest, visit: int) -> HttpResponse:
    """/help-me/<id>/cancel/: no visit is needed any more."""
    actions.cancel_visit(who(request), visit, now=moment(request), once=read_once(request))
    messages.success(request, _("取消了。"))
    return redirect(HERE)


def rating(page: CasePage, actor: Actor) -> dict[str, object]:
    """What the page of a case shows of rating its helper: the rating that stands, or the five levels."""
    if not page.case.helper or page.state not in RATEABLE:
        return {}
    rated, own = queries.rating_of(page.case.number), actor.party == page.case.party_id
    return {
        "rated": rated if own else None, "may_rate": own and rated is None,
        "levels": [(str(one), _(one.label)) for one in Level],
    }  # fmt: skip


@signed_in
@require_POST
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """/cases/<number>/helper-rating/: one level, once, when the case is over."""
    page = own_page(request, number)
    try:
        actions.rate(
            who(request), page.case.number, clean(request, "level"), clean(request, "words"),
            now=moment(request), once=read_once(request),
        )  # fmt: skip
    except RuleBroken as error:
        messages.warning(request, said(error))
    else:
        messages.success(request, _("谢谢您的评价。"))
    return redirect("case", number)
