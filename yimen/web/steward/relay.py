"""The relay: how much waits, since when, what died, and putting a dead letter back in line."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yimen.parties import queries as parties
from yimen.rules.masking import mask_text
from yimen.rules.registers import Circuit
from yimen.rules.terms import Role
from yimen.rules.vocabulary import choices
from yimen.trail import actions as trail
from yimen.trail import queries
from yimen.web.guard import StaffRequest, needs
from yimen.web.hallstory import sentence
from yimen.web.listing import MOST_ID, address, asked, cut, row_id
from yimen.web.staffparts import event_words, who

PAGE = 40
#: The worker looks every second; what waits longer than this has stopped, or cannot keep up.
SLOW = timedelta(minutes=5)
#: Longest error shown: a traceback ends with what matters.
_ERROR = 4000


@needs(Role.ADMIN, Role.AUDIT)
@require_safe
def health(request: StaffRequest) -> HttpResponse:
    """What waits and the newest events, of one kind if asked."""
    filters, state = asked(request, "kind"), queries.health()
    rows, last = cut(queries.latest(kind=filters["kind"], before=row_id(request), limit=PAGE + 1), PAGE)
    waited = request.now - state.oldest if state.oldest else timedelta(0)
    facts = {
        "state": state,
        "slow": waited > SLOW,
        "waited": int(waited.total_seconds() // 60),
        "rows": [{"row": row, "words": sentence(row), "who": who(row.actor)} for row in rows],
        "filters": filters,
        "kinds": [(code, _(words)) for code, words in choices()],
        "registers": _registers(request),
        "next": address("/admin/relay/", filters, before=last.id) if last else "",
    }
    return render(request, "web/steward/relay.html", facts)


def _registers(request: StaffRequest) -> list[dict[str, Any]]:
    colours = {Circuit.CLOSED: "green", Circuit.TRYING: "amber", Circuit.OPEN: "red"}
    return [
        {
            "name": _(one.register.label), "last": one.last, "failing": one.failing,
            "tag": _(one.circuit.label) if one.last else _("没有问过"),
            "colour": colours[one.circuit] if one.last else "grey",
        }
        for one in parties.register_health(request.now)
    ]  # fmt: skip


@needs(Role.ADMIN)
@require_safe
def dead(request: StaffRequest) -> HttpResponse:
    """Dead letters with what went wrong, newest first."""
    rows, last = cut(queries.dead_letters(before=row_id(request), limit=PAGE + 1), PAGE)
    facts = {
        "rows": [_letter(row) for row in rows],
        "dead": queries.health().dead,
        "next": address("/admin/dead/", {}, before=last.pk) if last else "",
    }
    return render(request, "web/steward/dead.html", facts)


def _letter(row: Any) -> dict[str, Any]:
    data = json.dumps(row.data, ensure_ascii=False, indent=1)
    return {"row": row, "words": event_words(row.kind), "data": mask_text(data)[:_ERROR],
            "error": mask_text(row.error)[-_ERROR:]}  # fmt: skip


@needs(Role.ADMIN)
@require_POST
def revive(request: StaffRequest, event: int) -> HttpResponse:
    """Put one dead letter back in line; twice does no harm."""
    if event <= MOST_ID and trail.revive(request.actor, event, now=request.now):
        messages.success(request, _("已经放回队列，马上再试。"))
    else:
        messages.info(request, _("这一条已经不是死信了。"))
    return redirect("/admin/dead/")
