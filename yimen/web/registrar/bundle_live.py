"""What stands beside a bundle while it is written: order, form, list, savings, faults with what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yimen.catalogue import queries as catalogue
from yimen.catalogue.refusals import MemberClosed
from yimen.rules.bundle import BundleSpec, Handling, Plan, compile_plan, faults
from yimen.rules.errors import RuleBroken
from yimen.web import planview
from yimen.web.citizen.bundle_guide import used_by
from yimen.web.words import said

from . import bundle_typed

#: Code of a fault → what mends it, and the section where that is done.
_MEND: dict[str, tuple[str, str]] = {
    "bundle.too_few": (gettext_noop("再加一个事项。"), "members"),
    "bundle.no_stops": (gettext_noop("写上第一步：到哪里、办什么。"), "stops"),
    "bundle.twice": (gettext_noop("删去其中一个。"), "members"),
    "bundle.none_for_sure": (gettext_noop("把一个事项的条件清空，它就是必办。"), "members"),
    "bundle.circle": (gettext_noop("拿掉其中一个事项，或者改它要的材料。"), "members"),
    "bundle.conflict": (gettext_noop("到那几个事项里把这一栏改成一样，或者拿掉一个事项。"), "members"),
    "bundle.member_closed": (gettext_noop("拿掉它，或者等它恢复。"), "members"),
    "bundle.below_path": (gettext_noop("把承诺改长，或者空着自动算。"), "basics"),
    "bundle.over_joint_limit": (gettext_noop("请最长那条路上的事项缩短承诺，或者分成两件事。"), "basics"),
    "bundle.nobody_served": (gettext_noop("改服务对象，或者拿掉这个事项。"), "basics"),
}
_CONDITION = (gettext_noop("改这个条件：只能用这件事的表里有的栏目。"), "members")


def of(spec: BundleSpec) -> dict[str, Any]:
    """The derived plan of a bundle as it is written now, and all that keeps it from being put in force."""
    found = bundle_typed.composed(spec)
    wrong: list[RuleBroken] = [MemberClosed(item=code) for code in found.closed]
    wrong += faults(spec, found.parts)
    plan = _plan(spec, found)
    return {
        "faults": [_fault(one) for one in wrong],
        "plan": plan,
        "names": {part.item: part.spec.name for part in found.parts},
        **(_drawn(plan) if plan is not None and plan.parts else {}),
        "guide_only": spec.handling is Handling.GUIDANCE,
    }


def _plan(spec: BundleSpec, found: catalogue.Composed) -> Plan | None:
    try:
        return compile_plan(spec, found.parts)
    except RuleBroken:  # a circle or a conflict: told among the faults
        return None


def _drawn(plan: Plan) -> dict[str, Any]:
    names = {part.item: part.spec.name for part in plan.parts} | {"": _("这件事自己问")}
    return {
        "gantt": planview.gantt(plan),
        "picture": planview.picture(plan),
        "savings": planview.savings_lines(plan),
        "promise": plan.promise,
        "path": [names[item] for item in plan.schedule.path],
        "fields": [(one.use, [names[item] for item in one.members]) for one in plan.fields],
        "papers": list(zip((one.use for one in plan.materials), used_by(plan), strict=True)),
    }


def _fault(one: RuleBroken) -> dict[str, str]:
    mend, section = _MEND.get(one.code, _CONDITION)
    return {"code": one.code, "words": said(one), "mend": _(mend), "section": section}


def standing(code: str) -> list[str]:
    """Why a bundle that a member's change suspended is not in force, in words; by what is published."""
    current = next((one for one in catalogue.versions(code) if one.current), None)
    if current is None:
        return []
    found = catalogue.written_in(current.id)
    return [f"{one['words']} {one['mend']}" for one in of(found)["faults"]]
