"""Applying: a draft, its answers and files, handing in, supplying what was asked, withdrawing."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Body, File, Form, Header, Router
from ninja.files import UploadedFile

from yimen.accounts.scopes import Scope
from yimen.bureau import queries as bureau
from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.rules import answers as answer_rules
from yimen.rules import people
from yimen.rules.calendar import china_date
from yimen.rules.lifecycle import NotHere
from yimen.rules.masking import mask_phone
from yimen.rules.terms import Act, Channel, State

from . import uploads
from .applicants import at_counter, whom
from .auth import actor_of, needs, now_of
from .idempotency import Acting, Guarded, Once, carry_out
from .refusals import FieldsUnknown, RegionUnknown
from .schemas.applications import (
    AnswersIn,
    AttachedOut,
    HandInIn,
    OpenIn,
    SavedOut,
    SubmitIn,
    WithdrawIn,
    WrongOut,
)
from .schemas.common import DoneOut
from .typed import CaseNumber, PathId
from .words import fill

router = Router(tags=["申请"])
APPLY = needs(Scope.CASES_APPLY)
_SCOPE = "令牌权限 cases:apply。"
#: A body may be left out where it could only name the revision.
_NOTHING = SubmitIn(rev=None)
_BARE = HandInIn(rev=None, again="")


@router.post(
    "/applications", response={201: DoneOut}, auth=APPLY, operation_id="applications_open",
    summary="开始申请", description=f"开一份草稿，答复里有编号和查询码。{_SCOPE}",
    openapi_extra={"responses": {201: {"headers": {"Location": {"schema": {"type": "string"}}}}}},
)  # fmt: skip
def start(
    request: HttpRequest, response: HttpResponse, headers: Header[Once], asked: Body[OpenIn]
) -> DoneOut:
    """Open a draft. Raises PartyUnknown, NumberMissing, NotForYou, ItemClosed, WrongAudience, RegionUnknown,
    TicketUnknown, TooMany."""
    actor = actor_of(request)
    party = whom(request, asked)
    region = asked.region or settings.SITE_REGION
    if asked.region and bureau.region(asked.region) is None:
        raise RegionUnknown(region=asked.region)
    channel = str(asked.channel or (Channel.COUNTER if actor.staff else Channel.WEB))
    visit = at_counter(request, asked.ticket, headers.once)
    done = carry_out(
        request, response, headers.once, actions.open_draft, asked.item, party, channel=channel,
        region=region, visit=visit,
    )  # fmt: skip
    response["Location"] = f"{request.path.removesuffix('applications')}cases/{done.number}"
    return done


@router.delete(
    "/applications/{number}", response=DoneOut, auth=APPLY, operation_id="applications_discard",
    summary="丢掉草稿", description=f"没提交的草稿可以丢掉；提交以后用撤回。{_SCOPE}",
)  # fmt: skip
def discard(
    request: HttpRequest, response: HttpResponse, number: CaseNumber, headers: Header[Guarded]
) -> DoneOut:
    """Drop a draft. Raises NotVisible, NotHere and NotYours once it was handed in, Stale."""
    page = cases.case_page(actor_of(request), number, now=now_of(request))
    if page.state is not State.DRAFT:
        raise NotHere(state=page.state.label, act=Act.VOID.label)
    return carry_out(request, response, "", actions.void, number, reason="", rev=headers.rev(None))


@router.put(
    "/applications/{number}/answers", response=SavedOut, auth=APPLY, operation_id="applications_answers",
    summary="填表", description=f"只改写到的栏。答复里的 wrong 是提交前还要改的地方。{_SCOPE}",
)  # fmt: skip
def answers(
    request: HttpRequest,
    response: HttpResponse,
    number: CaseNumber,
    headers: Header[Acting],
    asked: Body[AnswersIn],
) -> SavedOut:
    """Keep answers of a draft. Raises NotVisible, FieldsUnknown, NotHere, Stale."""
    actor, now = actor_of(request), now_of(request)
    page = cases.case_page(actor, number, now=now)
    unknown = sorted(set(asked.answers) - {use.key for use in page.spec.form})
    if unknown:
        raise FieldsUnknown(fields="、".join(unknown)[:200])
    phone = _phone(asked.contact_phone, page.case.contact_phone, now)
    done = carry_out(
        request, response, headers.once, actions.save, number, asked.answers, contact_phone=phone,
        rev=headers.rev(asked.rev),
    )  # fmt: skip
    return SavedOut(**done.model_dump(), wrong=_wrong(cases.case_page(actor, number, now=now)))


def _phone(told: str | None, kept: str, now: datetime) -> str | None:
    """The telephone to keep; None where there is none, or only the mask of the one on file comes back."""
    return people.read_phone(told, china_date(now)) if told and told != mask_phone(kept) else None


def _wrong(page: CasePage) -> list[WrongOut]:
    if page.state is not State.DRAFT:
        return []
    reading = answer_rules.read(page.spec, page.case.answers, china_date(page.case.created_at))
    return [WrongOut(field=p.field, code=p.code, words=fill(p.text, p.facts)) for p in reading.problems]


@router.post(
    "/applications/{number}/materials/{code}/files", response={201: AttachedOut}, auth=APPLY,
    operation_id="applications_attach", summary="交一份材料",
    description=f"multipart 表单：file 是文件；窗口收到纸质的写 how=1，不用文件。{_SCOPE}",
)  # fmt: skip
def attach(
    request: HttpRequest, response: HttpResponse, number: CaseNumber, code: str, headers: Header[Once],
    file: UploadedFile | None = File(None), how: Literal["1", "2", "3", "8"] = Form("2"),  # noqa: B008
) -> AttachedOut:  # fmt: skip
    """Give one file. Raises NotVisible, MaterialNotHere, OneFile, BadFile, FileMissing, NotHere."""
    actor, now = actor_of(request), now_of(request)
    line = uploads.material(actor, number, code, now=now)[1]
    uploads.require_form(request)
    if file is None:
        uploads.require_paper(actor, how)
    kept = uploads.keep(actor, line, file, headers.once, now=now) if file is not None else None
    done = carry_out(request, response, headers.once, actions.attach, number, code, kept, how=how)
    found = uploads.file_of(actor, number, code, kept, now=now) if kept is not None else None
    return AttachedOut(**done.model_dump(), file=found)


@router.delete(
    "/applications/{number}/materials/{code}/files/{file}", response=DoneOut, auth=APPLY,
    operation_id="applications_detach", summary="收回一个文件",
    description=f"交错了可以收回；存档里仍有记录。{_SCOPE}",
)  # fmt: skip
def detach(
    request: HttpRequest, response: HttpResponse, number: CaseNumber, code: str, file: PathId
) -> DoneOut:
    """Take one file back. Raises NotVisible, MaterialNotHere, FileUnknown, NotHere."""
    line = uploads.material(actor_of(request), number, code, now=now_of(request))[1]
    uploads.require_file(line, file)
    return carry_out(request, response, "", actions.detach, number, file)


@router.post(
    "/applications/{number}/submit", response=DoneOut, auth=APPLY, operation_id="applications_submit",
    summary="提交申请",
    description=f"表填全、必要的材料都交了才能提交；同样的还有一件没办完，要写明为什么再办。{_SCOPE}",
)  # fmt: skip
def submit(
    request: HttpRequest, response: HttpResponse, number: CaseNumber, headers: Header[Acting],
    asked: Body[HandInIn] = _BARE,
) -> DoneOut:  # fmt: skip
    """Hand in. Raises NotVisible, BadAnswers, GapsRemain, NotEligible, AlreadyApplied, Stale."""
    rev = headers.rev(asked.rev)
    return carry_out(request, response, headers.once, actions.submit, number, rev=rev, again=asked.again)


@router.post(
    "/applications/{number}/supply", response=DoneOut, auth=APPLY, operation_id="applications_supply",
    summary="补交材料", description=f"先把要补的材料交上，再用这个告诉窗口补齐了。{_SCOPE}",
)  # fmt: skip
def supply(
    request: HttpRequest, response: HttpResponse, number: CaseNumber, headers: Header[Acting],
    asked: Body[SubmitIn] = _NOTHING,
) -> DoneOut:  # fmt: skip
    """Hand in what was asked. Raises NotVisible, GapsRemain, NotHere, Stale."""
    return carry_out(request, response, headers.once, actions.supply, number, rev=headers.rev(asked.rev))


@router.post(
    "/applications/{number}/withdraw", response=DoneOut, auth=APPLY, operation_id="applications_withdraw",
    summary="撤回申请", description=f"决定以前可以撤回，写明原因。{_SCOPE}",
)  # fmt: skip
def withdraw(
    request: HttpRequest, response: HttpResponse, number: CaseNumber, headers: Header[Acting],
    asked: Body[WithdrawIn],
) -> DoneOut:  # fmt: skip
    """Take the application back. Raises NotVisible, NotHere, ReasonMissing, Stale."""
    return carry_out(
        request, response, headers.once, actions.withdraw, number, reason=asked.reason,
        rev=headers.rev(asked.rev),
    )  # fmt: skip
