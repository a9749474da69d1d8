"""One application being written: what is answered, what comes next, what it needs so far."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.rules import answers as answer_rules
from yimen.rules import situations
from yimen.rules.authority import Actor, NotVisible
from yimen.rules.calendar import china_date
from yimen.rules.conditions import Answer
from yimen.rules.item import FieldUse
from yimen.rules.terms import State
from yimen.web import helped, kept
from yimen.web.entrance.guard import signed_in

from .words import fee_words, promise_words, visit_words

View = Callable[..., HttpResponseBase]


def who(request: HttpRequest) -> Actor:
    """Who is signed in; only behind `signed_in`."""
    return request.actor  # type: ignore[attr-defined,no-any-return]


def moment(request: HttpRequest) -> datetime:
    """When the request came."""
    return request.now  # type: ignore[attr-defined,no-any-return]


def own_page(request: HttpRequest, number: str) -> CasePage:
    """The case of the applicant who asks. Raises NotVisible for anybody else's, for staff too."""
    page = cases.case_page(who(request), number, now=moment(request))
    if not page.is_own:
        raise NotVisible()
    return page


def on_draft(view: View) -> View:
    """A page of the application: signed in, one's own, and still a draft (else on to its progress;
    a form sent twice finds the receipt)."""

    @functools.wraps(view)
    def opened(request: HttpRequest, number: str) -> HttpResponseBase:
        page = own_page(request, number)
        if page.state is not State.DRAFT:
            return redirect("done" if request.method == "POST" else "case", number)
        return view(request, page)

    return signed_in(opened)


def known(page: CasePage) -> dict[str, Answer]:
    """Typed answers given so far. A question left blank on purpose is there as None."""
    return {key: value for key, value in page.answers.items() if key in page.case.answers}


def questions(page: CasePage) -> tuple[list[FieldUse], list[FieldUse]]:
    """Questions answered, and those to ask now: asked on the answers so far, and not answered yet."""
    found, given = situations.read(page.spec), known(page)
    today = china_date(page.case.created_at)
    open_keys = found.still_asked(given, today)
    uses = [use for use in found.fields if use.question and found.asked(use.key, given, today)]
    return [u for u in uses if u.key in given], [u for u in uses if u.key in open_keys]


def form_fields(page: CasePage) -> list[FieldUse]:
    """The fields of the form page: all but the questions that have their answer."""
    given = known(page)
    return [use for use in page.spec.form if not (use.question and use.key in given)]


def visible(page: CasePage, given: dict[str, Answer]) -> set[str]:
    """Keys of the fields that are part of the form on these answers."""
    found, today = situations.read(page.spec), china_date(page.case.created_at)
    settled = {key: value for key, value in found.settle(given, today).items() if value is not None}
    return {use.key for use in found.fields if found.asked(use.key, settled, today)}


def reading(page: CasePage, today: date) -> answer_rules.Reading:
    """The whole form as it is stored, with what is still wrong."""
    return answer_rules.read(page.spec, page.case.answers, today)


def place(page: CasePage, name: str) -> str:
    """The address of one page of this application."""
    return f"/apply/case/{page.case.number}/{name}/"


def next_place(page: CasePage, after: str = "") -> str:
    """Where the application goes on after the page `after` ("" for the beginning)."""
    stages = [name for name, _words in stages_of(page)]
    if not after and not questions(page)[1] and "questions" in stages:
        stages.remove("questions")
    at = stages.index(after) + 1 if after in stages else 0
    return place(page, stages[at])


def stages_of(page: CasePage) -> list[tuple[str, str]]:
    """(name of the page, words) of each stage this item has."""
    spec = page.spec
    made = []
    if any(use.question for use in spec.form):
        made.append(("questions", _("回答问题")))
    if any(not use.question for use in spec.form):
        made.append(("form", _("填表")))
    if spec.materials:
        made.append(("materials", _("交材料")))
    return [*made, ("check", _("核对提交"))]


def frame(page: CasePage, here: str) -> dict[str, Any]:
    """What every page of the application shows: the stages, the item, what it needs so far."""
    stages = stages_of(page)
    names = [name for name, _words in stages]
    return {
        "page": page,
        "case": page.case,
        "stages": [words for _name, words in stages],
        "stage": names.index(here) + 1 if here in names else 1,
        "so_far": so_far(page),
        "helped": helped.by(page),
    }


def weak(request: HttpRequest, page: CasePage, name: str, uses: Iterable[FieldUse] = ()) -> dict[str, Any]:
    """What a helper's browser may keep of a page of the application; nothing for the applicant, whose device
    may be anybody's."""
    if not who(request).staff:
        return {}
    return kept.facts(request, place(page, name), page.case.rev, uses, lambda use: f"a-{use.key}")


def so_far(page: CasePage) -> list[tuple[str, str]]:
    """(name, value): materials, days, fee and visits on the answers so far."""
    gaps, spec = page.gaps, page.spec
    count = len(gaps.required) + len(gaps.exempt)
    words = _("{n} 份").format(n=count)
    if gaps.exempt:
        words = _("{n} 份（{free} 份免交）").format(n=count, free=len(gaps.exempt))
    more = [(_("其他材料"), _("答完才知道"))] if gaps.undecided else []
    return [
        (_("材料"), words),
        *more,
        (_("承诺办结"), promise_words(spec.promise)),
        (_("费用"), fee_words(spec)),
        (_("到现场"), visit_words(spec.visits)),
    ]
