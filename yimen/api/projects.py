"""工程建设项目: the caller's projects and those they lead; the road of one; its stages begun and urged."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Query, Router
from pydantic import AfterValidator

from yimen.accounts.scopes import Scope
from yimen.projects import actions, queries
from yimen.projects.queries import LineRow, ProjectPage, ProjectRow, StageRow
from yimen.rules.applying import NotForYou
from yimen.rules.authority import holdings_of
from yimen.rules.projects import Funding, Lane, ProjectKind, Stage
from yimen.rules.projects.opening import Told, number
from yimen.rules.projects.sight import ProjectUnknown
from yimen.rules.terms import Channel

from .auth import actor_of, needs, now_of
from .idempotency import REPLAYED, Once, answered
from .paging import Paged, next_link, start_of
from .schemas.projects import (
    BeginIn,
    BegunOut,
    BesideOut,
    DaysOut,
    ProjectCodeOut,
    ProjectIn,
    ProjectOut,
    ProjectRowOut,
    ProjectsOut,
    StageOut,
    UrgedOut,
)
from .words import label

router = Router(tags=["工程项目"])
READ, APPLY = needs(Scope.CASES_READ), needs(Scope.CASES_APPLY)
_CODE = re.compile(r"[0-9\-]{24}", re.ASCII)
_NOTHING = BeginIn(item="")


def _project_code(text: str) -> str:
    """What cannot be a project code is a project that does not exist."""
    if _CODE.fullmatch(text) is None:
        raise ProjectUnknown()
    return text


ProjectCode = Annotated[str, AfterValidator(_project_code)]


def act(
    request: HttpRequest,
    response: HttpResponse,
    once: str,
    verb: Callable[..., Any],
    *args: Any,
    **facts: Any,
) -> Any:
    """Carry out one act of the caller; says so where it was done before."""
    actor = actor_of(request)
    again = answered(actor, once)
    done = verb(actor, *args, now=now_of(request), once=once, **facts)
    if again:
        response[REPLAYED] = "true"
    return done


@router.get(
    "/projects", response=ProjectsOut, auth=READ, operation_id="projects_list", summary="列出项目",
    description="本人和全权委托人的项目；工作人员看自己当经理的。令牌权限 cases:read。",
)  # fmt: skip
def listed(request: HttpRequest, paged: Query[Paged]) -> ProjectsOut:
    """Newest first, by keyset. Raises BadCursor."""
    actor, before = actor_of(request), start_of(paged, "projects")
    found = queries.managed if actor.staff else queries.of_owner
    rows = found(actor, before=before, limit=paged.limit + 1)
    shown = rows[: paged.limit]
    start = shown[-1].id if len(rows) > paged.limit else None
    return ProjectsOut(projects=[_row(one) for one in shown], next=next_link(request, "projects", start))


def _row(one: ProjectRow) -> ProjectRowOut:
    return ProjectRowOut(
        code=one.code, name=one.name, kind=one.kind, kind_label=label(one.kind), lane=one.lane,
        manager=one.manager, created_at=one.created_at, closed_at=one.closed_at,
    )  # fmt: skip


@router.post(
    "/projects", response=ProjectCodeOut, auth=APPLY, operation_id="projects_open", summary="登记一个项目",
    description="一个项目一个代码，全程用它。类型决定有哪些阶段、承诺多少天。令牌权限 cases:apply。",
)  # fmt: skip
def opened(
    request: HttpRequest, response: HttpResponse, headers: Header[Once], asked: Body[ProjectIn]
) -> ProjectCodeOut:
    """Register it. Raises NotForYou, BadProjectCode, ProjectCodeTaken, ProjectWords, ProjectNumber,
    KindOfFunding."""
    actor = actor_of(request)
    owner = actor.party if asked.party is None else asked.party
    if owner is None or owner not in holdings_of(actor):
        raise NotForYou()
    done = act(request, response, headers.once, actions.open_project, _told(asked), owner)
    return ProjectCodeOut(code=done.code)


def _told(asked: ProjectIn) -> Told:
    return Told(
        code=asked.code, name=asked.name, kind=ProjectKind(asked.kind), funding=Funding(asked.funding),
        lane=Lane(asked.lane), place=asked.place, zone=asked.zone,
        land_area=number(asked.land_area, "用地面积"), build_area=number(asked.build_area, "建筑面积"),
        investment=number(asked.investment, "总投资"),
    )  # fmt: skip


@router.get(
    "/projects/{project}", response=ProjectOut, auth=READ, operation_id="projects_read",
    summary="看一个项目的全程", description="看不到的答 404；部门只看得到路，看不到别的部门的件。"
    "令牌权限 cases:read。",
)  # fmt: skip
def one(request: HttpRequest, project: ProjectCode) -> ProjectOut:
    """The road of one project. Raises ProjectUnknown."""
    return _shown(queries.project_page(actor_of(request), project, now=now_of(request)))


def _shown(page: ProjectPage) -> ProjectOut:
    return ProjectOut(
        code=page.code, name=page.name, kind=page.kind, kind_label=label(page.kind), funding=page.funding,
        lane=page.lane, place=page.place, zone=page.zone, land_area=str(page.land_area),
        build_area=str(page.build_area), investment=str(page.investment),
        manager=page.manager.name if page.manager else "", over=page.road.over,
        days=DaysOut(
            promised=page.promised.total, ours=page.lived.ours, applicant=page.lived.applicant,
            waiting=page.lived.waiting,
        ),
        stages=[_stage(row, page.own) for row in page.stages],
        beside=[_beside(row, page.own) for row in page.lines],
    )  # fmt: skip


def _stage(row: StageRow, own: bool) -> StageOut:
    along = row.along
    return StageOut(
        stage=along.stage, stage_label=label(along.stage), step=along.step, step_label=label(along.step),
        days=along.days, item=row.item, name=row.name, lead=row.lead, case=along.number if own else "",
        with_whom=list(row.with_whom), waits=list(along.waits), may_begin=own and row.may_begin,
    )  # fmt: skip


def _beside(row: LineRow, own: bool) -> BesideOut:
    case = row.application.number if row.application is not None and own else ""
    return BesideOut(
        item=row.item, name=row.name, department=row.department, note=row.note, step=row.step, case=case
    )


@router.post(
    "/projects/{project}/stages/{stage}", response=BegunOut, auth=APPLY, operation_id="projects_begin",
    summary="申请一个阶段",
    description="已经知道的都填好，前面办出的、区域评估过的不用交；接着用 /applications 填表、交材料、提交。"
    "令牌权限 cases:apply。",
)  # fmt: skip
def begin(
    request: HttpRequest, response: HttpResponse, project: ProjectCode, stage: Stage, headers: Header[Once],
    asked: Body[BeginIn] = _NOTHING,
) -> BegunOut:  # fmt: skip
    """Begin it. Raises ProjectUnknown, StageNotOfKind, StageNotYet, StageUnderWay, StageOver, FeesUnpaid."""
    done = act(
        request, response, headers.once, actions.begin_stage, project, stage, channel=str(Channel.WEB),
        region=settings.SITE_REGION, item=asked.item,
    )  # fmt: skip
    return BegunOut(case=done.number, query_code=done.query_code, spared=done.spared)


@router.post(
    "/projects/{project}/stages/{stage}/urge", response=UrgedOut, auth=APPLY, operation_id="projects_urge",
    summary="催办一个阶段", description="每个工作日一次，这个阶段里要签的人都看得到。令牌权限 cases:apply。",
)  # fmt: skip
def urge(
    request: HttpRequest, response: HttpResponse, project: ProjectCode, stage: Stage, headers: Header[Once],
    asked: Body[BeginIn] = _NOTHING,
) -> UrgedOut:  # fmt: skip
    """Urge whoever has it. Raises ProjectUnknown, StageNotOfKind, NobodyToUrge, UrgedToday."""
    done = act(request, response, headers.once, actions.urge_stage, project, stage, item=asked.item)
    return UrgedOut(cases=done.cases)
