"""The instance: /api/v1 with its routers. Only its description is served (`openapi.json`); the framework's
page of documentation would fetch scripts from elsewhere."""

from __future__ import annotations

from . import problems
from .acts import router as acts
from .applications import router as applications
from .bookings import router as bookings
from .cases import router as cases
from .catalogue import router as catalogue
from .counter import router as counter
from .delivery import router as delivery
from .documents import router as documents
from .door import Door, Once, Readable
from .fees import router as fees
from .halls import router as halls
from .help_mandates import router as help_mandates
from .help_records import router as help_records
from .help_visits import router as help_visits
from .licences import router as licences
from .parties import router as parties
from .projects import router as projects
from .promises import router as promises
from .reuse import router as reuse
from .task_acts import router as task_acts
from .task_plans import router as task_plans
from .tasks import router as tasks
from .tickets import router as tickets

_ABOUT = """政务服务一门通的程序接口：查事项、提交申请、办理办件、看文书、办联合任务、取号叫号、帮代办。

令牌：`Authorization: Bearer ym_…`，在网页“账户”里新建；浏览器也可以用登录会话，写操作带 `X-CSRFToken`。
拒绝和出错都是 `application/problem+json`：程序看 `code`，人看 `detail`（按 `Accept-Language`）。
POST 建议带 `Idempotency-Key`；办理建议带 `If-Match`。"""

api = Door(
    title="一门 Yimen", version="1", description=_ABOUT, docs_url=None, openapi_url="/openapi.json",
    urls_namespace="api-v1", renderer=Readable(), parser=Once(),
    openapi_extra={"info": {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}},
)  # fmt: skip
problems.install(api)
for _router in (
    catalogue,
    halls,
    bookings,
    tickets,
    counter,
    parties,
    applications,
    promises,
    reuse,
    cases,
    acts,
    delivery,
    documents,
    licences,
    tasks,
    task_acts,
    task_plans,
    projects,
    fees,
    help_mandates,
    help_visits,
    help_records,
):
    api.add_router("", _router)
