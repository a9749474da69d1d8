"""Promises of the applicant: materials that come later (容缺), and proofs that are promised (告知承诺)."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Body, File, Form, Header, Router
from ninja.files import UploadedFile

from yimen.accounts.scopes import Scope
from yimen.cases import actions

from . import uploads
from .auth import actor_of, needs, now_of
from .idempotency import Acting, Once, carry_out
from .schemas.common import DoneOut
from .schemas.promises import PromiseIn
from .typed import CaseNumber

router = Router(tags=["申请"])
APPLY = needs(Scope.CASES_APPLY)
_SCOPE = "令牌权限 cases:apply。"


@router.post(
    "/applications/{number}/promise", response=DoneOut, auth=APPLY, operation_id="applications_promise",
    summary="承诺后补材料",
    description=f"容缺：承诺后补可容缺的材料，一次写全；再承诺一次，前一次作废。自愿，没有失信记录才行。{_SCOPE}",
)  # fmt: skip
def promise(
    request: HttpRequest, response: HttpResponse, number: CaseNumber, headers: Header[Acting],
    asked: Body[PromiseIn],
) -> DoneOut:  # fmt: skip
    """Promise materials for later. Raises NotVisible, NothingPromised, NotDeferrable, BreachOnRecord,
    PromiseNotSigned, PromiseNotMandated, NotHere, Stale."""
    return carry_out(
        request, response, headers.once, actions.promise, number, asked.materials, agreed=asked.agreed,
        signer=asked.signer, proxy_number=asked.proxy_number, rev=headers.rev(asked.rev),
    )  # fmt: skip


@router.post(
    "/applications/{number}/pledge", response=DoneOut, auth=APPLY, operation_id="applications_pledge",
    summary="用承诺代替证明",
    description="告知承诺：清单里写了 pledge 的证明可以不交，签承诺书；再签一次，前一次作废。"
    f"批准以后核查。{_SCOPE}",
)  # fmt: skip
def pledge(
    request: HttpRequest, response: HttpResponse, number: CaseNumber, headers: Header[Acting],
    asked: Body[PromiseIn],
) -> DoneOut:  # fmt: skip
    """Promise instead of proving. Raises NotVisible, NothingPledged, NotPledgeable, PledgeBarred,
    PledgeNotSigned, PledgeNotMandated, NotHere, Stale."""
    return carry_out(
        request, response, headers.once, actions.pledge, number, asked.materials, agreed=asked.agreed,
        signer=asked.signer, proxy_number=asked.proxy_number, rev=headers.rev(asked.rev),
    )  # fmt: skip


@router.delete(
    "/applications/{number}/materials/{code}/pledge", response=DoneOut, auth=APPLY,
    operation_id="applications_pledge_drop", summary="不承诺了，交证明",
    description=f"提交以前、补正期间可以改主意；承诺书留在记录里。{_SCOPE}",
)  # fmt: skip
def drop(request: HttpRequest, response: HttpResponse, number: CaseNumber, code: str) -> DoneOut:
    """Take a promise back. Raises NotVisible, MaterialNotHere, NotHere."""
    uploads.material(actor_of(request), number, code, now=now_of(request))
    return carry_out(request, response, "", actions.drop_pledge, number, code)


@router.post(
    "/applications/{number}/materials/{code}/later", response=DoneOut, auth=APPLY,
    operation_id="applications_later", summary="交后补的材料",
    description=f"multipart 表单：file 是文件；窗口收到纸质的写 how=1，不用文件。收到后由窗口核对。{_SCOPE}",
)  # fmt: skip
def later(
    request: HttpRequest, response: HttpResponse, number: CaseNumber, code: str, headers: Header[Once],
    file: UploadedFile | None = File(None), how: Literal["1", "2", "3", "8"] = Form("2"),  # noqa: B008
) -> DoneOut:  # fmt: skip
    """Supply what was promised for later. Raises NotVisible, MaterialNotHere, OneFile, BadFile, FileMissing,
    NotOwedLater, NotHere."""
    actor, now = actor_of(request), now_of(request)
    line = uploads.material(actor, number, code, now=now)[1]
    uploads.require_form(request)
    if file is None:
        uploads.require_paper(actor, how)
    kept = [uploads.keep(actor, line, file, headers.once, now=now)] if file is not None else []
    return carry_out(request, response, headers.once, actions.supply_later, number, code, kept, how=how)
