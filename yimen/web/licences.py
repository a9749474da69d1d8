"""Licences as pages show them: to their holder, at the window; and the sealed file as a download."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yimen.cases.queries import CasePage
from yimen.catalogue import queries as catalogue
from yimen.rules.authority import Actor, stands_for
from yimen.rules.licence_states import FileWaits, LicenceNotThere, LicenceStatus
from yimen.rules.licences import REMIND_DAYS
from yimen.rules.lifecycle import ENDED, FINAL
from yimen.vault import queries as vault
from yimen.vault.queries import Face, FileFacts
from yimen.web.templatetags.yimen_format import day_full

_GOOD = LicenceStatus.VALID


def row(one: Face) -> dict[str, Any]:
    """One licence of a list: its tag, its days in words, whether its file is there."""
    soon = one.left is not None and one.left <= REMIND_DAYS[0]
    colour = "grey" if one.status is not _GOOD else "amber" if soon else "green"
    return {"one": one, "tag": _(one.status.label), "colour": colour, "left": left_words(one)}


def left_words(one: Face) -> str:
    """How long it still holds."""
    if one.status is not _GOOD:
        return ""
    if one.left is None:
        return _("长期有效")
    return ngettext("还有 {n} 天到期", "还有 {n} 天到期", one.left).format(n=one.left)


def lines(one: Face, renew: date | None) -> list[tuple[str, str, str]]:
    """Face and days of a licence as rows of a summary, personal numbers masked."""
    first = day_full(one.valid_from)
    days = _("{first} 至 {last}").format(first=first, last=day_full(one.valid_to)) if one.valid_to else (
        _("{first} 起长期有效").format(first=first)
    )  # fmt: skip
    rows = [(_("编号"), one.number), *one.shown, (_("发证机关"), one.organ), (_("有效期"), days)]
    if left_words(one) and one.valid_to:
        rows.append((_("还剩"), left_words(one)))
    if renew is not None:
        rows.append((_("要延续"), _("请在 {day}前申请").format(day=day_full(renew))))
    return [(name, str(value), "") for name, value in [*rows, (_("电子证照标识"), one.identifier)]]


def begun(one: Face, today: date, *, organ: bool) -> list[dict[str, str]]:
    """What can be begun for a licence: the words of the button and the item; items nobody can apply for now
    are left out."""
    found = []
    for course in vault.courses(one, today, organ=organ):
        item = catalogue.item(course.item)
        if item is not None and item.is_open and item.current_id is not None:
            name = catalogue.spec(item.current_id).name
            found.append({"words": _(course.act.label), "item": course.item, "name": name})
    return found


def ended(page: CasePage) -> list[str]:
    """Licences that the case uses as a material and that hold no more: the officer must know at once."""
    if page.state in ENDED | FINAL:
        return []
    names = {line.code: line.name for line in page.materials}
    return [
        _("“{name}”用的证照 {number} 现在是“{status}”，请先核实再往下办").format(
            name=names.get(code, code), number=used.licence, status=_(used.status.label)
        )
        for code, used in page.uses.items()
        if used.ended and used.status is not None
    ]


def silence(page: CasePage) -> str:
    """Of a renewal applied for in time: from when no decision counts as one (行政许可法第五十条)."""
    last = page.case.renews_until
    if last is None or page.case.decided_at is not None or page.state in ENDED | FINAL:
        return ""
    return _("证照 {day}到期。到期前没有作出决定，依法视为准予延续").format(day=day_full(last))


def own(actor: Actor, licence: int, now: Any) -> Face:
    """The holder's own licence (or of whom they hold a mandate for everything). Raises LicenceNotThere."""
    found = vault.by_id(licence, now)
    if found is None or not stands_for(actor, found.party, ""):
        raise LicenceNotThere()
    return found


def file_of(one: Face) -> FileFacts:
    """The sealed file. Raises FileWaits while it is being made."""
    if one.file is None:
        raise FileWaits()
    return vault.by_ids([one.file])[one.file]
