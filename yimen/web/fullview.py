"""看完整号码: a reason is asked, the view is recorded, the numbers are shown once; and who has viewed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yimen.bureau import queries as bureau
from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.rules.authority import Sight
from yimen.rules.events import Kind
from yimen.rules.terms import Role
from yimen.rules.unmasking import WORDS_LEAST, WORDS_MOST, ViewNotYours, ViewReason, ViewReasonMissing
from yimen.trail import queries as trail
from yimen.trail.queries import Row
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.guard import StaffRequest, needs, refused
from yimen.web.listing import address, cut, row_id
from yimen.web.staffparts import term_words, who

#: What stands before a number that is not of the form.
LABELS = (
    gettext_noop("身份证号"), gettext_noop("统一社会信用代码"), gettext_noop("登记的手机"),
    gettext_noop("联系手机"), gettext_noop("地址"), gettext_noop("登录名"),
)  # fmt: skip
PAGE = 40
View = Callable[..., HttpResponseBase]
Rows = tuple[tuple[str, str], ...]
#: Records the view for (reason, words) and answers what may then be seen.
See = Callable[[str, str], Rows]


def full_view(back: str, within: Sequence[Sight], *roles: Role) -> View:
    """The view for one audience, by its roles and the capacities in which they see a case there; `back` is
    the address of its case page with {number}."""

    @never_cache
    @needs(*roles)
    @require_http_methods(["GET", "POST"])
    def view(request: StaffRequest, number: str) -> HttpResponseBase:
        page = cases.case_page(request.actor, number, now=request.now, within=within)
        here = back.format(number=number)
        if not page.may_unmask:
            return refused(request, ViewNotYours(), here)

        def see(why: str, words: str) -> Rows:
            return actions.view_personal(
                request.actor, number, reason=why, words=words, now=request.now, once=read_once(request)
            ).rows

        return ask_and_show(request, see, back=here, number=number, title=page.case.title)

    return view


def ask_and_show(
    request: StaffRequest, see: See, *, back: str, number: str, title: str, visit: bool = False
) -> HttpResponse:
    """Ask for the reason; given one, show what `see` read under it, once. `number`: "" where it is about a
    person and no case; `visit`: about somebody whom a helper goes to see."""
    errors, found = FormErrors(), None
    typed = {name: clean(request, name) for name in ("why", "words")}
    if request.method == "POST":
        found = _seen(see, typed, errors)
    facts = {
        "visit": visit, "number": number, "title": title, "back": back, "typed": typed, "rows": found,
        "once": once_token(),
        "reasons": [(code, _(words)) for code, words in ViewReason.choices()],
        "least": WORDS_LEAST, "most": WORDS_MOST, **errors.shown(),
    }  # fmt: skip
    return render(request, "web/full_view.html", facts, status=errors.status)


def _seen(see: See, typed: dict[str, str], errors: FormErrors) -> list[tuple[str, str, str]] | None:
    try:
        found = see(typed["why"], typed["words"])
    except ViewReasonMissing as error:
        errors.refuse("words" if typed["why"] else "why", error)
        return None
    return [(_(label), value, "") for label, value in found]


def shown(rows: list[Row]) -> list[dict[str, Any]]:
    """Views on record as a list shows them: when, who of which office, why, for which case."""
    names = bureau.department_names({str(row.data.get("department", "")) for row in rows})
    return [
        {
            "at": row.at, "who": who(row.actor), "title": row.data.get("title", ""),
            "department": names.get(str(row.data.get("department", "")), ""),
            "visit": "visit" in row.data, "case": row.data.get("case", ""),
            "words": row.data.get("words", ""),
            "why": term_words(ViewReason, str(row.data.get("why", ""))), "stream": row.stream,
        }
        for row in rows
    ]  # fmt: skip


@never_cache
@needs(Role.SUPERVISOR, Role.AUDIT, Role.ADMIN)
@require_safe
def views(request: StaffRequest) -> HttpResponse:
    """Every whole view, newest first: for supervision and audit."""
    rows, last = cut(trail.latest(kind=str(Kind.FULL_VIEW), before=row_id(request), limit=PAGE + 1), PAGE)
    more = address("/watch/views/", {}, before=last.id) if last else ""
    # An audit administrator counts the views; the cases are not theirs to open.
    opens = not request.actor.roles.isdisjoint({str(Role.SUPERVISOR), str(Role.ADMIN)})
    return render(request, "web/watch/views.html", {"rows": shown(rows), "next": more, "opens": opens})
