"""Reading joint tasks: lists, one task."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from yimen.accounts.scopes import Scope
from yimen.tasks import queries as tasks
from yimen.tasks.queries import FindingRow, PartRow, TaskPage, TaskRow

from .auth import actor_of, needs
from .paging import next_link, start_of
from .schemas.tasks import FindingOut, PartOut, TaskOut, TaskPaperOut, TaskRowOut, TasksIn, TasksOut
from .typed import PathId
from .words import label

router = Router(tags=["联合任务"])
READ = needs(Scope.CASES_READ)


@router.get(
    "/tasks", response=TasksOut, auth=READ, operation_id="tasks_list", summary="列出联合任务",
    description="踏勘、审图、验收、监管、专家评审、听证：和自己有关的，或者本部门参加、牵头的。"
    "令牌权限 cases:read。",
)  # fmt: skip
def listed(request: HttpRequest, asked: Query[TasksIn]) -> TasksOut:
    """Newest first, by keyset. Raises BadCursor."""
    actor = actor_of(request)
    what = f"tasks|{asked.of}|{asked.over}|{actor.label}"
    start = start_of(asked, what)
    rows = (
        tasks.of_party(actor, before=start, limit=asked.limit)
        if asked.of == "mine"
        else tasks.of_department(
            actor, lead=asked.of == "lead", over=asked.over, before=start, limit=asked.limit
        )
    )
    shown = rows[: asked.limit]
    after = shown[-1].id if len(rows) > asked.limit else None
    return TasksOut(tasks=[_row(one) for one in shown], next=next_link(request, what, after))


def _row(one: TaskRow) -> TaskRowOut:
    return TaskRowOut(
        id=one.id, number=one.number, kind=one.kind, kind_label=label(one.kind), state=one.state,
        state_label=label(one.state), title=one.title, party=one.party, lead=one.lead, case=one.case,
        appointed_at=one.appointed_at, overdue=one.overdue,
    )  # fmt: skip


@router.get(
    "/tasks/{task}", response=TaskOut, auth=READ, operation_id="tasks_read", summary="看一个联合任务",
    description="看不到的答 404。ETag 是版本号，办理时用 If-Match 带上。令牌权限 cases:read。",
    openapi_extra={"responses": {200: {"headers": {"ETag": {"schema": {"type": "string"}}}}}},
)  # fmt: skip
def one(request: HttpRequest, response: HttpResponse, task: PathId) -> TaskOut:
    """One task. Raises TaskNotVisible."""
    page = tasks.task_page(actor_of(request), task)
    response["ETag"] = f'"{page.task.rev}"'
    return _shown(page)


def _shown(page: TaskPage) -> TaskOut:
    task = page.task
    return TaskOut(
        id=task.pk, number=page.number, kind=page.kind, kind_label=label(page.kind), state=page.state,
        state_label=label(page.state), title=task.title, party=page.party, lead=page.lead, case=page.case,
        appointed_at=task.appointed_at, overdue=task.overdue, rev=task.rev, place=task.place,
        times=list(page.times), prepare=page.prepare, asked=page.asked,
        parts=[_part(row) for row in page.parts], findings=[_finding(row) for row in page.findings],
        papers=[
            TaskPaperOut(
                kind=row.kind, kind_label=label(row.kind), number=row.number, issued_at=row.issued_at
            )
            for row in page.papers
        ],
        conclusion=task.conclusion, acts=list(page.acts),
    )  # fmt: skip


def _part(row: PartRow) -> PartOut:
    return PartOut(
        department=row.code, name=row.department, ask=row.ask, days=row.days, due_at=row.due_at,
        saying=row.saying, text=row.text, silent=row.silent, overdue=row.overdue, mine=row.mine,
    )  # fmt: skip


def _finding(row: FindingRow) -> FindingOut:
    return FindingOut(
        id=row.id, department=row.department, text=row.text, days=row.days, due_at=row.due_at,
        state=row.state, state_label=label(row.state), answer=row.answer, words=row.words,
    )  # fmt: skip
