"""A project as pages draw it: the road in words and colours, whose days they were, what comes next."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yimen.projects.queries import LineRow, ProjectPage, StageRow
from yimen.rules.projects import Holder, Lived, ProjectKind, Stage, Step
from yimen.web.templatetags.yimen_format import day_short

#: How a stage looks: done, under way, waits for the applicant, not open yet.
LOOKS = {
    Step.DONE: "green", Step.RUNNING: "blue", Step.PAUSED: "amber", Step.MENDING: "amber",
    Step.PREPARING: "amber", Step.READY: "amber", Step.NOT_YET: "dashed", Step.FAILED: "red",
}  # fmt: skip
_FILLS = {Holder.OURS: "#0b5cad", Holder.APPLICANT: "#b86e00", Holder.WAITING: "#6b7789"}


def facts(page: ProjectPage, *, staff: bool) -> dict[str, Any]:
    """The context of the road. `staff`: links lead to staff pages, and nobody may begin anything."""
    return {
        "project": page, "tags": tags(page), "clock": clock(page), "days": days(page.lived),
        "stages": [stage(one, n, page, staff) for n, one in enumerate(page.stages, 1)],
        "lines": [line(one, page.code, staff) for one in page.lines],
        "measures": measures(page), "saved": saved(page),
    }  # fmt: skip


def tags(page: ProjectPage) -> list[tuple[str, str]]:
    """Colour and words of what kind of project it is and where it stands."""
    done = page.road.over
    state = (
        _("全部办完")
        if done
        else _("{n} 个阶段办完 {done} 个").format(n=len(page.road.stages), done=page.road.done)
    )
    return [
        ("green" if done else "blue", state), ("grey", _(page.kind.label)), ("grey", _(page.lane.label)),
    ]  # fmt: skip


def clock(page: ProjectPage) -> dict[str, Any]:
    """The promised total against the office's own days."""
    ours, source = page.lived.ours, _(page.promised.source)
    left = page.promised.total - ours
    if page.road.over:
        text, note = _("用了 {days}").format(days=count(ours)), source
    else:
        text, note = "", _("部门已用 {days}。{source}").format(days=count(ours), source=source)
    colour = "red" if left < 0 else ""
    return {"left": left, "text": text, "note": note, "colour": colour}


def days(lived: Lived) -> dict[str, Any]:
    """Three numbers that add up, and the bar of them (0 to 100)."""
    parts = [
        (Holder.OURS, lived.ours), (Holder.APPLICANT, lived.applicant), (Holder.WAITING, lived.waiting),
    ]  # fmt: skip
    bars, at = [], 0.0
    for holder, n in parts:
        wide = 100 * n / lived.total if lived.total else 0
        if n:
            bars.append({"x": f"{at:.2f}", "wide": f"{wide:.2f}", "fill": _FILLS[holder]})
        at += wide
    return {
        "rows": [{"name": _(holder.label), "n": count(n), "fill": _FILLS[holder]} for holder, n in parts],
        "bars": bars, "total": count(lived.total),
    }  # fmt: skip


def count(n: int) -> str:
    """Working days as people say them; 0 is 0 here, and nothing done on the spot."""
    return ngettext("{n} 个工作日", "{n} 个工作日", n).format(n=n)


def stage(one: StageRow, n: int, page: ProjectPage, staff: bool) -> dict[str, Any]:
    """One stage of the road."""
    along, app = one.along, one.application
    shown = app is not None and (not staff or app.filed)
    link = f"/watch/cases/{along.number}/" if staff else f"/cases/{along.number}/"
    return {
        "n": n, "name": _(along.stage.label), "look": LOOKS[along.step], "step": _(along.step.label),
        "days": along.days, "lead": one.lead, "said": said(one), "with": list(one.with_whom),
        "href": link if shown and not staff else "", "number": along.number if shown else "",
        "begin": f"/projects/{page.code}/begin/{along.stage}/" if page.own and one.may_begin else "",
        "urge": f"/projects/{page.code}/urge/{along.stage}/" if page.own and one.with_whom else "",
        "again": along.step is Step.FAILED, "current": page.road.current == along,
        "members": [member(m) for m in app.members] if app is not None else [],
    }  # fmt: skip


def said(one: StageRow) -> str:
    """Who has it, or what it waits for, in one sentence."""
    along = one.along
    if along.step is Step.RUNNING:
        return _("{who}在办").format(who=_("、").join(one.with_whom)) if one.with_whom else _("在窗口")
    if along.step is Step.DONE and one.application is not None and one.application.ended_at is not None:
        return _("{day}办完").format(day=day_short(one.application.ended_at))
    if along.waits:
        return _("等{names}").format(names=_("、").join(f"“{name}”" for name in along.waits))
    if along.step is Step.NOT_YET and along.before is not None:
        return _("等“{name}”办完").format(name=_(along.before.label))
    return ""


def member(one: Any) -> dict[str, Any]:
    """One item of a stage."""
    state = _("已办好") if one.made else _(one.state.label)
    return {
        "title": one.title, "department": one.department, "state": state,
        "result": one.result if one.made else "",
    }  # fmt: skip


def line(one: LineRow, code: str, staff: bool) -> dict[str, Any]:
    """What runs beside the stages."""
    step = one.step or Step.READY
    free = not staff and step in {Step.READY, Step.FAILED}
    app = one.application
    return {
        "name": one.name, "department": one.department, "note": one.note, "look": LOOKS[step],
        "step": _(step.label), "number": app.number if app else "",
        "href": f"/cases/{app.number}/" if app and not staff else "",
        "begin": f"/projects/{code}/begin/line/?item={one.item}" if free else "",
    }  # fmt: skip


def measures(page: ProjectPage) -> list[tuple[str, str]]:
    """What is built, as names and values."""
    return [
        (_("项目代码"), page.code), (_("建设地点"), page.place),
        (_("用地面积"), _("{n} 平方米").format(n=f"{page.land_area:,.0f}")),
        (_("建筑面积"), _("{n} 平方米").format(n=f"{page.build_area:,.0f}")),
        (_("总投资"), _("{n} 万元").format(n=f"{page.investment / 10000:,.0f}")),
        (_("投资类型"), _(page.funding.label)),
    ]  # fmt: skip


def saved(page: ProjectPage) -> list[dict[str, Any]]:
    """区域评估 of the zone, as lines."""
    return [
        {"kind": _(one.kind.label), "document": one.document, "basis": one.basis, "until": one.valid_to}
        for one in page.assessed
    ]  # fmt: skip


def todo(page: ProjectPage) -> dict[str, str] | None:
    """The one thing that the owner has to do next; None while the office has it."""
    current = page.road.current
    if current is None:
        return None
    name, number = _(current.stage.label), current.number
    row = next(one for one in page.stages if one.along == current)
    if current.step in {Step.READY, Step.FAILED} and row.may_begin:
        return {
            "title": _("下一步：申请“{name}”").format(name=name), "action": _("看看要准备什么"),
            "href": f"/projects/{page.code}/begin/{current.stage}/",
            "text": _("一张表，一份指南，{lead}牵头。").format(lead=row.lead),
        }  # fmt: skip
    if current.step is Step.PREPARING:
        return {
            "title": _("下一步：填好“{name}”").format(name=name), "action": _("接着填"),
            "href": f"/apply/case/{number}/", "text": _("已经知道的都填好了，补上剩下的就能提交。"),
        }  # fmt: skip
    if current.step is Step.MENDING:
        return {
            "title": _("要您补材料：“{name}”").format(name=name), "action": _("去补"),
            "href": f"/cases/{number}/", "text": _("补齐以后，部门接着办。"),
        }  # fmt: skip
    return None


def kinds() -> list[tuple[str, str]]:
    """Classes as choices."""
    return [(str(one), _(one.label)) for one in ProjectKind]


def stage_name(stage_: Stage) -> str:
    """A stage in words."""
    return _(stage_.label)
