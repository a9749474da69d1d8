"""自检: every check of `yimen check` on one page: its state, what is wrong in words, and what to do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.checks import CheckMessage
from django.core.checks.registry import registry
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.rules.terms import Role
from yimen.web.guard import StaffRequest, needs

OWN = "yimen."


@needs(Role.ADMIN)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """All checks, those that found something first; documents that wait for a font are listed below."""
    rows = [_row(one) for one in registry.registered_checks if one.__module__.startswith(OWN)]
    rows.append(_django())
    rows.sort(key=lambda row: (row["good"], row["title"]))
    facts = {"rows": rows, "bad": sum(not row["good"] for row in rows), "papers": cases.unprintable()}
    return render(request, "web/steward/check.html", facts)


def _row(check: Any) -> dict[str, Any]:
    """One of our checks. `title`: the message it was registered with, else its name."""
    said = check(app_configs=None, databases=[DEFAULT_DB_ALIAS])
    return _told(_(getattr(check, "title", check.__name__)), said)


def _django() -> dict[str, Any]:
    """What the framework says of its own settings, as one row."""
    said: list[CheckMessage] = []
    for one in registry.registered_checks:
        if not one.__module__.startswith(OWN):
            said += one(app_configs=None, databases=None)
    return _told(_("框架自己的检查"), [one for one in said if not one.is_silenced()])


def _told(title: str, said: Any) -> dict[str, Any]:
    found = [{"id": one.id, "words": one.msg, "hint": one.hint or ""} for one in said]
    return {"title": title, "good": not found, "found": found}


@needs(Role.ADMIN)
@require_POST
def print_again(request: StaffRequest) -> HttpResponse:
    """A font was installed: print what could not be printed."""
    made = actions.print_again(request.actor, now=request.now)
    if made:
        messages.success(request, _("补打印出来 {n} 份文书。").format(n=made))
    else:
        messages.info(request, _("没有能补打印的文书。字库装好了吗？"))
    return redirect("/admin/check/")
