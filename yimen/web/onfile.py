"""How what is on file is told on pages, the citizens' and the window's alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yimen.rules.reuse import Holding, Offer
from yimen.rules.terms import Held
from yimen.vault.queries import Used
from yimen.web.templatetags.yimen_format import day_full


def source_words(origin: Held, since: date | None, department: str, case: str = "") -> str:
    """Where something on file comes from, in one sentence."""
    day = day_full(since) if since else ""
    if origin is Held.REGISTER:
        return _("来自数据共享，{day} 取得").format(day=day) if day else _("来自数据共享")
    if origin is Held.LICENCE:
        return _("来自电子证照，{day} 起有效").format(day=day) if day else _("来自电子证照")
    if not department:
        return _("{day} 存入备用，还没有人核对过").format(day=day)
    checked = origin is Held.CHECKED
    words = (
        _("{department}收的，{day} 核对过") if checked else _("{department}收的，{day} 收下，没有逐份核对")
    )
    told = words.format(department=department, day=day)
    return _("{told}，来自办件 {case}").format(told=told, case=case) if case else told


def ends_words(valid_to: date | None) -> str:
    """Until when it may be used."""
    return _("有效期到 {day}").format(day=day_full(valid_to)) if valid_to else _("长期有效")


def offer_words(offer: Offer | None) -> dict[str, Any] | None:
    """An offer for a template: source, validity, whether the party is asked and by whom it was collected."""
    if offer is None:
        return None
    one: Holding = offer.holding
    return {
        "name": one.name, "asks": offer.asks_consent, "department": one.department_name,
        "source": source_words(one.origin, one.since, one.department_name, one.case),
        "ends": ends_words(one.valid_to),
    }  # fmt: skip


def use_words(used: Used | None) -> str:
    """What a line of a case uses, and on which ground."""
    if used is None:
        return ""
    ground = _(used.basis.label)
    if used.oral:
        ground = _("{ground}（窗口当面）").format(ground=ground)
    source = source_words(used.origin, used.since, used.department, used.case)
    return _("{source}；依据：{ground}").format(source=source, ground=ground)
