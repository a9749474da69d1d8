"""Planning a joint task: one operation for each kind. Who may lead and what is named is the rules' to say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Router

from yimen.accounts.scopes import Scope
from yimen.rules.tasks.terms import TaskKind
from yimen.tasks import actions
from yimen.tasks import queries as tasks
from yimen.tasks.actions import TaskDone

from .auth import actor_of, needs, now_of
from .idempotency import Once, done_once
from .schemas import task_plans as body
from .schemas.tasks import TaskDoneOut
from .tasks import router as listing
from .typed import CaseNumber

router = Router(tags=["联合任务"])
ACT = needs(Scope.CASES_ACT)
#: Asked for a class that is known only at run time.
_BODY: Any = Body


@dataclass(frozen=True)
class _Plan:
    """One kind about a case: what it does, what its body looks like, what it is for."""

    kind: TaskKind
    verb: Callable[..., TaskDone]
    takes: type[body.PlanIn]
    told: str


PLANS = (
    _Plan(TaskKind.VISIT, actions.plan_visit, body.VisitIn, "几个部门一次到现场，申请人选时间。"),
    _Plan(TaskKind.DRAWINGS, actions.plan_review, body.JointIn, "几个部门同时看图，各有期限。"),
    _Plan(TaskKind.ACCEPTANCE, actions.plan_review, body.JointIn, "几个部门一起验收，各有期限。"),
    _Plan(TaskKind.EXPERTS, actions.plan_experts, body.ExpertsIn, "请专家评审，期间不计时。"),
    _Plan(TaskKind.HEARING, actions.plan_hearing, body.HearingIn, "开听证会，当天发通知，期间不计时。"),
)  # fmt: skip


def _facts(asked: body.PlanIn, kind: TaskKind) -> dict[str, Any]:
    """What the action takes, by its own names."""
    facts = asked.model_dump(exclude={"lead", "asks", "parties", "kind"})
    if isinstance(asked, body.JointIn):
        facts["asks"] = [(one.department, one.days, one.ask) for one in asked.asks]
    if isinstance(asked, body.HearingIn):
        facts["people"] = [("party", name) for name in asked.parties]
    return facts | ({"kind": str(kind)} if kind in {TaskKind.DRAWINGS, TaskKind.ACCEPTANCE} else {})


def _view(one: _Plan) -> Callable[..., TaskDoneOut]:
    def view(
        request: HttpRequest, response: HttpResponse, number: str, headers: Any, asked: Any
    ) -> TaskDoneOut:
        subject, mine = tasks.planned_about(actor_of(request), number, now=now_of(request))
        facts = {**_facts(asked, one.kind), "lead": asked.lead or mine}
        done = done_once(request, response, headers.once, one.verb, subject.number, **facts)
        return TaskDoneOut.of(done)

    # The framework reads a view's types from its annotations: here they come from the table.
    view.__annotations__ = {
        "request": HttpRequest, "response": HttpResponse, "number": CaseNumber, "headers": Header[Once],
        "asked": _BODY[one.takes], "return": TaskDoneOut,
    }  # fmt: skip
    view.__name__ = f"plan_{one.kind}"
    return view


for _one in PLANS:
    router.post(
        f"/cases/{{number}}/tasks/{_one.kind}", response=TaskDoneOut, auth=ACT,
        operation_id=f"tasks_plan_{_one.kind}", summary=f"安排{_one.kind.label}",
        url_name=f"task_plan_{_one.kind}",
        description=f"{_one.told}联办的一项，安排的是整件事的。牵头的要是本部门，不是的答 403。"
        f"看不到的办件答 404。令牌权限 {Scope.CASES_ACT}。",
    )(_view(_one))  # fmt: skip


@listing.post(
    "/tasks", response=TaskDoneOut, auth=ACT, operation_id="tasks_plan_supervision", summary="安排联合监管",
    description="几个部门按计划一起检查一家，不用办件。牵头的要是本部门。令牌权限 cases:act。",
)  # fmt: skip
def supervise(
    request: HttpRequest, response: HttpResponse, headers: Header[Once], asked: Body[body.SupervisionIn]
) -> TaskDoneOut:
    """One inspection. Raises NotPermitted, PlanMissing, NotAWorkingDay."""
    facts: Mapping[str, Any] = _facts(asked, TaskKind.SUPERVISION)
    lead = asked.lead or tasks.own_lead(actor_of(request))
    return TaskDoneOut.of(
        done_once(request, response, headers.once, actions.plan_supervision, lead=lead, **facts)
    )
