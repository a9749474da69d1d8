"""怎么取结果 on pages, citizens' and window's alike: the ways, what was typed, the choice in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from yimen.cases import actions
from yimen.cases.queries import CasePage
from yimen.hall import queries as hall
from yimen.rules import delivery
from yimen.rules.authority import Actor
from yimen.rules.delivery import Choice, Way
from yimen.rules.masking import mask_address, mask_name, mask_phone
from yimen.rules.terms import Act
from yimen.web.forms import FormErrors, clean, once_token, read_once, read_rev

FIELDS = ("way", "hall", "name", "phone", "address", "each")
TOGETHER, EACH = "together", "each"
#: Refusals of the choice: the field at which they are told.
_PLACES = {"delivery.post_incomplete": "name"}


def ways() -> list[tuple[str, str, str]]:
    """(code, words, what it means) of each way. None of them is chosen for anybody."""
    return [
        (str(Way.PICKUP), _("到大厅领"), _("带证件到您选的大厅，当面核对签收")),
        (str(Way.POST), _("邮寄"), _("寄到您写的地址，邮费到付")),
        (str(Way.ONLINE), _("网上取"), _("出结果就在“我的办件”里，不用跑")),
    ]


def may_choose(page: CasePage) -> bool:
    """Whether the choice is still open to this reader."""
    return Act.CHOOSE_DELIVERY in page.acts and not page.case.delivery.get("tracking")


def form(page: CasePage, typed: dict[str, str]) -> dict[str, Any]:
    """What the form of the choice shows."""
    halls = [(one.region, one.name) for one in hall.handing_out()]
    paces = [
        (TOGETHER, _("都办好一起给"), _("取一次就齐")),
        (EACH, _("办好一项给一项"), _("每项办好就能取，可能要取几次")),
    ]
    return {"page": page, "case": page.case, "typed": {**typed, "each": typed.get("each") or TOGETHER},
            "ways": ways(), "halls": halls, "paces": paces if page.spec.members else [],
            "once": once_token()}  # fmt: skip


def posted(request: HttpRequest) -> dict[str, str]:
    """What was typed."""
    return {key: clean(request, key)[:300] for key in FIELDS}


def keep(
    request: HttpRequest, actor: Actor, number: str, typed: dict[str, str], errors: FormErrors, now: datetime
) -> bool:
    """Carry the choice out; what is wrong with it stands at its field."""
    try:
        choice: dict[str, Any] = {**typed, "each": typed.get("each") == EACH}
        actions.choose_delivery(
            actor, number, now=now, rev=read_rev(request), once=read_once(request), **choice
        )
    except (delivery.BadChoice, delivery.PostIncomplete) as error:
        errors.refuse(_PLACES.get(error.code, "way"), error)
    return not errors


def said(page: CasePage) -> list[tuple[str, str]]:
    """The choice in words, personal details masked."""
    one = delivery.chosen(page.case.delivery)
    rows = [(_("怎么取"), _(one.way.label))]
    if one.way is Way.PICKUP:
        rows.append((_("在哪里"), hall_name(one, page)))
    if one.way is Way.POST:
        rows += masked(one)
    if page.spec.members:
        rows.append((_("几样结果"), _("办好一项给一项") if one.each else _("都办好一起给")))
    parcel = page.case.delivery.get("tracking", "")
    return [*rows, (_("快递单号"), parcel)] if parcel else rows


def masked(one: Choice) -> list[tuple[str, str]]:
    """To whom and where a parcel goes, masked."""
    return [
        (_("收件人"), f"{mask_name(one.name)} {mask_phone(one.phone)}"),
        (_("地址"), mask_address(one.address)),
    ]


def hall_name(one: Choice, page: CasePage) -> str:
    """The hall that hands out: the chosen one, else the first window of the item."""
    if one.hall:
        return hall.name_of(one.hall)
    return page.spec.windows[0].name if page.spec.windows else _("受理窗口")
