"""基线: what figures were before, entered by keepers with day and source; effects are told against them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yimen.hall import actions
from yimen.hall.queries import measured
from yimen.rules.calendar import china_date
from yimen.rules.measures.baseline import KEEPERS, Figure
from yimen.web import figures
from yimen.web.forms import ByField, FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs
from yimen.web.listing import row_id

from . import typed

HERE = "/floor/baselines/"
PAGE = 30


@needs(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Baselines, the newest entry first, and the form for one more."""
    errors = FormErrors()
    if request.method == "POST" and _kept(request, errors):
        messages.success(request, _("记下了。"))
        return redirect(HERE)
    rows = measured.entered(row_id(request), PAGE + 1)
    facts = {
        **errors.shown(), "once": once_token(), "today": china_date(request.now),
        "typed": ByField({key: clean(request, key) for key in request.POST}),
        "figures": [(str(one), _(one.label)) for one in Figure],
        "rows": [(one, _(Figure.label_of(one.figure)), figures.number(one.value)) for one in rows[:PAGE]],
        "next": f"{HERE}?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
    }  # fmt: skip
    return render(request, "web/floor/baselines.html", facts, status=errors.status)


def _kept(request: StaffRequest, errors: FormErrors) -> bool:
    figure = typed.chosen(errors, "figure", clean(request, "figure"), [str(one) for one in Figure])
    day = typed.day(errors, "day", clean(request, "day"), needed=True)
    value, source = _number(clean(request, "value")), clean(request, "source")
    if value is None:
        errors.add("value", _("请写一个数字，最多一位小数"))
    if errors:
        return False
    return typed.tried(
        errors,
        lambda: actions.set_baseline(request.actor, figure, value, day, source, **typed.common(request)),
        "value" if source.strip() else "source",
    )


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip()[:12])
    except InvalidOperation:
        return None
