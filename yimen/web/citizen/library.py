"""我的材料: what is on file of oneself, adding and hiding, and who used what, when, for which case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yimen.catalogue import queries as catalogue
from yimen.rules.calendar import china_date
from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.reuse import EndsInThePast, NotOnFile
from yimen.rules.terms import MaterialKind
from yimen.vault import actions as vault_actions
from yimen.vault import queries as vault
from yimen.vault.queries import HeldRow, UseRow
from yimen.web.entrance.guard import signed_in
from yimen.web.forms import FormErrors, clean, once_token, read_once
from yimen.web.onfile import ends_words, source_words
from yimen.web.sheets import csv_answer
from yimen.web.staffparts import who as trail_name
from yimen.web.templatetags.yimen_format import moment as moment_words
from yimen.web.words import said

from .draft import moment, who

PAGE = 30
#: Uses in one table to take away: a life's worth, and still one answer.
MOST_ROWS = 5000
MOST_FILES = 20


def _before(request: HttpRequest) -> int | None:
    given = request.GET.get("before", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else None


@require_safe
@signed_in
def library(request: HttpRequest) -> HttpResponse:
    """/my/materials/: the library, newest first."""
    party = who(request).party
    rows = vault.held_rows(party, china_date(moment(request)), before=_before(request)) if party else []
    shown = rows[:PAGE]
    facts = {
        "rows": [_held(one) for one in shown], "once": once_token(), "staff": party is None,
        "next": f"/my/materials/?before={shown[-1].id}" if len(rows) > PAGE else "",
        "usable": sum(one.usable for one in shown),
    }  # fmt: skip
    return render(request, "web/citizen/library.html", facts)


def _held(one: HeldRow) -> dict[str, Any]:
    tag, colour = _state(one)
    return {
        "row": one, "tag": tag, "colour": colour, "ends": ends_words(one.valid_to),
        "source": source_words(one.origin, one.since, one.department, one.case),
        "files": [{"name": f.name, "size": f.size, "url": f"/files/{f.key}/?view=1"} for f in one.files],
    }  # fmt: skip


def _state(one: HeldRow) -> tuple[str, str]:
    if one.hidden:
        return _("已收起"), "grey"
    if one.replaced:
        return _("有了新的"), "grey"
    return (_("能免交"), "green") if one.usable else (_("过期了"), "amber")


@require_POST
@signed_in
def turn(request: HttpRequest, held: int, what: str) -> HttpResponse:
    """Hide one, or take it back into use."""
    act = vault_actions.hide if what == "hide" else vault_actions.show
    act(who(request), held, now=moment(request), once=f"{read_once(request)[:48]}:{held}")
    done = _("收起来了，以后不再拿它办事。") if what == "hide" else _("恢复了，办事时又能免交。")
    messages.success(request, done)
    return redirect("my-materials")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """/my/materials/add/: choose which material, upload it, say until when it is valid."""
    errors, text = FormErrors(), request.GET.get("q", "").strip()[:60]
    if request.method == "POST":
        text = clean(request, "q").strip()[:60]
        if _added(request, errors):
            messages.success(request, _("存好了，下次办事可以免交。"))
            return redirect("my-materials")
    found = catalogue.materials(text=text, limit=20, standing=True) if text else []
    facts = {
        **errors.shown(), "q": text, "once": once_token(), "chosen": clean(request, "code"),
        "options": [(one.code, one.name) for one in found if one.kind != MaterialKind.FORM],
        "most": settings.MAX_FILE_MB, "valid_to": clean(request, "valid_to"),
        "staff": who(request).party is None,
    }  # fmt: skip
    return render(request, "web/citizen/library_add.html", facts, status=errors.status)


def _added(request: HttpRequest, errors: FormErrors) -> bool:
    code, uploads = clean(request, "code"), request.FILES.getlist("file")
    ends = _day(request, errors)
    if not code:
        errors.add("code", _("请选是哪一种材料"))
    if not uploads:
        errors.add("file", _("请选文件"))
    if len(uploads) > MOST_FILES:
        errors.add("file", _("一次最多交 {n} 个文件").format(n=MOST_FILES))
    if errors:
        return False
    files = _files(request, uploads, errors)
    if errors:
        return False
    try:
        vault_actions.add(
            who(request), code, files, valid_to=ends, now=moment(request), once=read_once(request)
        )
    except EndsInThePast as error:
        errors.refuse("valid_to", error)
    except RuleBroken as error:
        if error.kind is not Kind.INVALID:
            raise
        errors.add("code", _("请选是哪一种材料") if isinstance(error, NotOnFile) else said(error))
    return not errors


def _files(request: HttpRequest, uploads: list[Any], errors: FormErrors) -> list[int]:
    made = []
    for upload in uploads:
        try:
            kept = vault_actions.keep(who(request), upload.chunks(), upload.name or "", now=moment(request))
        except RuleBroken as error:
            errors.add("file", _("“{file}”：{why}").format(file=upload.name, why=said(error)))
        else:
            made.append(kept.id)
    return made


def _day(request: HttpRequest, errors: FormErrors) -> date | None:
    typed = clean(request, "valid_to").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        errors.add("valid_to", _("日期要写成 2026-11-26 这样"))
        return None


@require_safe
@signed_in
def uses(request: HttpRequest) -> HttpResponse:
    """/my/materials/uses/: who used what, when, for which case, on which ground; newest first."""
    party = who(request).party
    rows = vault.use_rows(party, before=_before(request)) if party else []
    shown = rows[:PAGE]
    facts = {
        "rows": [_use(one) for one in shown],
        "next": f"/my/materials/uses/?before={shown[-1].id}" if len(rows) > PAGE else "",
    }
    return render(request, "web/citizen/library_uses.html", facts)


def _use(one: UseRow) -> dict[str, Any]:
    ground = _(one.basis.label)
    return {
        "row": one, "ground": _("{ground}（窗口当面）").format(ground=ground) if one.oral else ground,
        "by": trail_name(one.by), "origin": _(one.origin.label),
    }  # fmt: skip


@require_safe
@signed_in
def uses_table(request: HttpRequest) -> HttpResponse:
    """The same as a table to take away (CSV)."""
    party = who(request).party
    rows = vault.use_rows(party, limit=MOST_ROWS)[:MOST_ROWS] if party else []
    heads = [
        _("时间"),
        _("材料"),
        _("来历"),
        _("哪个部门"),
        _("办件"),
        _("事项"),
        _("依据"),
        _("经手"),
        _("停用时间"),
    ]
    made = []
    for one in rows:
        words = _use(one)
        ended = moment_words(one.ended_at) if one.ended_at else ""
        made.append(
            (moment_words(one.at), one.name, words["origin"], one.department, one.case, one.title,
             words["ground"], words["by"], ended)
        )  # fmt: skip
    return csv_answer(_("材料使用记录") + ".csv", heads, made)
