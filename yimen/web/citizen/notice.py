"""一次性告知书: all that an item asks for, on paper, before there is a case."""

from __future__ import annotations

import io
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yimen.rules.item import Basis, Limit
from yimen.rules.papers import CannotPrint
from yimen.vault import press, qr
from yimen.web import pdf
from yimen.web.templatetags.yimen_format import day_full

from .guide import guide_facts
from .words import limit_words


@require_safe
def notice(request: HttpRequest, code: str) -> HttpResponseBase:
    """/items/<code>/notice/: the guide as a PDF. An unknown item is 404. Raises CannotPrint."""
    facts = guide_facts(code)
    try:
        made = press.typeset("notice", _sheet(facts, request.LANGUAGE_CODE))  # type: ignore[attr-defined]
    except press.CannotPrint as missing:
        raise CannotPrint(characters="".join(sorted(missing.characters))) from missing
    name = f"{_('一次性告知书')} {facts['page'].code}.pdf"
    return pdf.answer(request, io.BytesIO(made), name, public=True)


def _sheet(facts: dict[str, Any], language: str) -> dict[str, Any]:
    page, spec = facts["page"], facts["spec"]
    address = qr.public_address(f"/items/{page.code}/")
    today = timezone.localtime()
    version = _("第 {n} 版，{day}起用").format(n=page.number, day=day_full(page.effective_from))
    return {
        "lang": "en" if language == "en" else "zh",
        "title": _("一次性告知书"),
        "number": f"{page.code} · {version}",
        "issued_at": today.isoformat(timespec="minutes"),
        "name": spec.name,
        "opening": _("办“{item}”要的全部写在这里。带齐了来，不用跑第二趟。").format(item=spec.name),
        "rows": [
            *facts["key_facts"],
            (_("谁可以办"), _("、").join(facts["who"])),
            (_("在哪里办"), facts["channels"]),
            *([(_("办好给您"), spec.result_name)] if spec.result_name else []),
        ],
        "lists": [one for one in _lists(facts) if one["items"]],
        "tables": [one for one in _tables(facts) if one["rows"]],
        "organ": page.body.name,
        "day": day_full(today.date()),
        "scan": _("扫码看最新的办事指南"),
        "verify": address,
        "qr_svg": qr.svg(address),
    }


def _lists(facts: dict[str, Any]) -> list[dict[str, Any]]:
    spec, body = facts["spec"], facts["page"].body
    asked = spec.consult_phone or body.consult_phone
    watched = spec.complain_phone or body.complain_phone
    comma = _("，")
    return [
        {"head": _("申请条件"), "items": [*spec.conditions, *filter(None, [spec.eligibility_words])]},
        {"head": _("常见的退件原因"), "items": list(spec.returns)},
        {"head": _("到哪里办、问谁"), "items": [
            *(comma.join(filter(None, (w.name, w.address, w.hours, w.phone))) for w in spec.windows),
            *([_("咨询电话：") + asked] if asked else []),
            *([_("监督投诉：") + watched] if watched else []),
        ]},
        {"head": _("设定依据"), "items": [_law(one) for one in spec.basis]},
    ]  # fmt: skip


def _law(one: Basis) -> str:
    return f"{one.law}（{one.number}）{one.clause}" if one.number else f"{one.law}{one.clause}"


def _tables(facts: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "head": _("材料"), "widths": [5, 2, 3, 2],
            "names": [_("材料"), _("要不要交"), _("份数和形式"), _("从哪来")],
            "rows": [_material(one) for one in facts["materials"]],
        },
        {
            "head": _("办理流程"), "widths": [3, 3, 2],
            "names": [_("环节"), _("谁来办"), _("几天")],
            "rows": [[one["name"], one["by"], one["days"] or "—"] for one in facts["steps"]],
        },
        {
            "head": _("可能有的特别程序"), "widths": [2, 2, 3],
            "names": [_("程序"), _("最长"), _("算不算时间")],
            "rows": [[_(one.procedure.label), limit_words(Limit(one.days, one.unit)), said]
                     for one, _days, said in facts["special"]],
        },
        {
            "head": _("收费标准"), "widths": [2, 2, 3],
            "names": [_("收费项目"), _("多少钱"), _("标准")],
            "rows": [[one.name, price, one.standard or "—"] for one, price in facts["fees"]],
        },
    ]  # fmt: skip


def _material(one: dict[str, Any]) -> list[str]:
    use = one["one"]
    notes = [text for text in (one["when"], use.hint) if text]
    name = use.name + "".join(f"\n{text}" for text in notes)
    tag = one["tag"] + (f"\n{use.exempt_by}" if use.exempt_by else "")
    return [name, tag, "—" if use.exempt_by else one["sheets"], _(use.source.label)]
