"""What a bundle will take on the answers so far, in words: beside each question and at the end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yimen.rules.bundle import Outlook, Plan, outlook
from yimen.rules.conditions import Answers
from yimen.web import planview


def so_far(plan: Plan, answers: Answers, today: date) -> dict[str, Any]:
    """The panel beside the question: four lines, and the members for sure and perhaps."""
    found = outlook(plan, answers, today)
    names = {part.item: part.spec.name for part in plan.parts}
    return {
        "lines": [
            (_("办理事项"), _of_items(len(found.members), len(found.open_members))),
            (_("材料"), _papers(len(found.needed), len(found.open_materials))),
            (_("承诺办结"), _days(found)),
            (_("费用"), _fee(found)),
        ],
        "sure": [names[item] for item in found.members],
        "maybe": [names[item] for item in found.open_members],
        "needed": [use.name for use in found.needed],
    }


def _of_items(sure: int, maybe: int) -> str:
    return _perhaps_more(_("{n} 个").format(n=sure), maybe)


def _papers(sure: int, maybe: int) -> str:
    return _perhaps_more(_("{n} 份").format(n=sure), maybe)


def _perhaps_more(said: str, maybe: int) -> str:
    return _("{said}，最多再加 {m}").format(said=said, m=maybe) if maybe else said


def _days(found: Outlook) -> str:
    least, most = found.days
    if most == 0:
        return _("当场办结")
    if least == most:
        return ngettext("{n} 个工作日", "{n} 个工作日", most).format(n=most)
    return _("{least} 到 {most} 个工作日").format(least=least, most=most)


def _fee(found: Outlook) -> str:
    least, most = found.fee
    if most == 0:
        fixed = "" if found.by_scale else _("不收费")
    elif least == most:
        fixed = _("{amount} 元").format(amount=_money(most))
    else:
        fixed = _("{least} 到 {most} 元").format(least=_money(least), most=_money(most))
    if not found.by_scale:
        return fixed
    scale = ngettext("{n} 项按标准收", "{n} 项按标准收", found.by_scale).format(n=found.by_scale)
    return _("{fixed}，另有 {scale}").format(fixed=fixed, scale=scale) if fixed else scale


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def result(plan: Plan, answers: Answers, today: date) -> dict[str, Any]:
    """All that the answers settled: members to be handled with their departments, others, materials."""
    found = outlook(plan, answers, today)
    offices = planview.departments(part.spec for part in plan.parts)
    days = {one.item: one.days for one in plan.schedule.placed}
    picked = [
        {"name": part.spec.name, "item": part.item, "department": offices[part.item], "days": days[part.item]}
        for part in plan.parts
    ]
    wanted = {*found.members, *found.open_members}
    return {
        "todo": [one for one in picked if one["item"] in wanted],
        "spared": [one["name"] for one in picked if one["item"] not in wanted],
        "needed": [*found.needed, *found.open_materials],
    }
