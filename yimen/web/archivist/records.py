"""Records by stage, one record with its history, and holds. Nothing of an applicant is shown here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST, require_safe

from yimen.archives import actions, queries
from yimen.archives.queries import ArchiveRow, HoldRow
from yimen.cases import queries as cases
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.events import Kind as EventKind
from yimen.rules.retention import ArchiveNotFound, Keep, Stage
from yimen.rules.terms import Role
from yimen.trail import queries as trail
from yimen.web.forms import FormErrors, clean, once_token
from yimen.web.guard import StaffRequest, needs, once_key, refused
from yimen.web.listing import address, asked, chips, cut, row_id
from yimen.web.staffparts import term_words, who
from yimen.web.words import said

HERE = "/archives/"
PAGE = 40
#: Who keeps records, and who watches over them.
KEEPERS = (Role.KEEPER, Role.SUPERVISOR, Role.AUDIT)
#: Stages that a record can be listed by.
STAGES = (Stage.FILED, Stage.KEPT, Stage.DUE, Stage.LISTED, Stage.DESTROYED)
COLOURS = {
    Stage.FILED: "amber",
    Stage.KEPT: "green",
    Stage.DUE: "amber",
    Stage.LISTED: "red",
    Stage.DESTROYED: "grey",
}
_LACKS = {
    "package.missing": gettext_noop("档案包不在盘上了"),
    "package.changed": gettext_noop("档案包的内容变了"),
}


def line(row: ArchiveRow) -> dict[str, Any]:
    """One record as lists show it."""
    return {
        "row": row,
        "stage": _(row.stage.label),
        "colour": COLOURS.get(row.stage, "grey"),
        "keep": _(row.keep.label),
        "trouble": trouble(row),
    }


def trouble(row: ArchiveRow) -> str:
    """Why the package cannot be made, or what its last check found; "" where all is well."""
    if row.faulty:
        code = row.faulty.split(" ")[0]
        return _(_LACKS[code]) if code in _LACKS else _("核验不符：{what}").format(what=row.faulty)
    return _("还缺：{what}").format(what=row.waits) if row.waits else ""


@needs(*KEEPERS)
@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """/archives/: records newest first, by stage, or the one that was asked for."""
    filters = asked(request, "q", "stage")
    stage = filters["stage"] if filters["stage"] in {str(one) for one in STAGES} else ""
    found = (
        queries.find(filters["q"])
        if filters["q"]
        else queries.records(stage=stage, before=row_id(request), limit=PAGE + 1)
    )
    rows, last = cut(found, PAGE)
    facts = {
        "rows": [line(row) for row in rows],
        "q": filters["q"],
        "filtered": bool(filters["q"] or stage),
        "chips": chips(HERE, {}, "stage", _choices()) if not filters["q"] else [],
        "chosen": stage,
        "next": address(HERE, {"stage": stage}, before=last.id) if last and not filters["q"] else "",
    }
    return render(request, "web/archivist/records.html", facts)


def _choices() -> list[tuple[str, str]]:
    return [("", _("全部")), *((str(one), _(one.label)) for one in STAGES)]


@needs(*KEEPERS)
@require_safe
def record(request: StaffRequest, number: str) -> HttpResponse:
    """/archives/record/<number>/: the record of one case, its package, holds and history."""
    return shown(request, number, FormErrors())


def shown(request: StaffRequest, number: str, errors: FormErrors) -> HttpResponse:
    """The page of one record, with what is wrong in a form on it."""
    row = queries.record(number)
    if row is None and cases.handed_in(number) is None:
        raise ArchiveNotFound()
    kept = queries.kept(number)
    facts = {
        "number": number,
        "one": line(row) if row else None,
        "kept": kept,
        "keep": _(kept.keep.label),
        "holds": [_hold(one) for one in queries.holds(number)],
        "events": _history(trail.history(f"archive:{number}")),
        "once": once_token(),
        "may_hold": Role.SUPERVISOR in request.actor.roles and kept.stage is not Stage.DESTROYED,
        "may_retain": Role.KEEPER in request.actor.roles and kept.stage is Stage.DUE,
        "terms": [(code, _(words)) for code, words in Keep.choices()],
        "typed": {name: clean(request, name) for name in ("name", "document", "reason", "keep", "why")},
        "crumbs": [(HERE, _("档案")), ("", number)],
        **errors.shown(),
    }
    return render(request, "web/archivist/record.html", facts, status=errors.status)


def _hold(one: HoldRow) -> dict[str, Any]:
    return {"row": one, "at": f"lift-{one.id}", "by": who(one.set_by), "lifted": who(one.lifted_by)}


def _history(rows: Sequence[trail.Row]) -> list[dict[str, Any]]:
    return [
        {"title": term_words(EventKind, row.kind), "at": row.at, "text": who(row.actor), "state": "done"}
        for row in reversed(rows)
    ]


# --- holds ------------------------------------------------------------------------------------------------
@needs(*KEEPERS)
@require_GET
def holds(request: StaffRequest) -> HttpResponse:
    """/archives/holds/: every hold that stands, newest first."""
    rows, last = cut(queries.holds(before=row_id(request), limit=PAGE + 1), PAGE)
    facts = {
        "rows": [{"row": one, "by": who(one.set_by)} for one in rows],
        "next": address(f"{HERE}holds/", {}, before=last.id) if last else "",
    }
    return render(request, "web/archivist/holds.html", facts)


@needs(Role.SUPERVISOR)
@require_POST
def hold(request: StaffRequest, number: str) -> HttpResponseBase:
    """Put a hold on the case."""
    words = [clean(request, name) for name in ("name", "document", "reason")]
    try:
        actions.set_hold(request.actor, number, *words, now=request.now, once=once_key(request))
    except RuleBroken as error:
        return told(request, number, error, _place(words))
    messages.success(request, _("冻结好了，解除以前不会销毁。"))
    return redirect("archives-record", number)


def _place(words: list[str]) -> str:
    """The first box with too little in it."""
    least = {"name": 2, "document": 2, "reason": 4}
    return next(
        (name for name, text in zip(least, words, strict=True) if len(text.strip()) < least[name]), "reason"
    )


def told(request: StaffRequest, number: str, error: RuleBroken, place: str) -> HttpResponseBase:
    """What was typed wrongly stands at its box; any other refusal is a page of its own."""
    if error.kind is not Kind.INVALID:
        return refused(request, error, f"{HERE}record/{number}/")
    errors = FormErrors()
    errors.add(place, said(error))
    return shown(request, number, errors)


@needs(Role.SUPERVISOR)
@require_POST
def lift(request: StaffRequest, number: str, hold: int) -> HttpResponseBase:
    """Lift a hold, with its reason."""
    try:
        actions.lift_hold(
            request.actor, hold, clean(request, "lift"), now=request.now, once=once_key(request)
        )
    except RuleBroken as error:
        return told(request, number, error, f"lift-{hold}")
    messages.success(request, _("冻结解除了。"))
    return redirect("archives-record", number)
