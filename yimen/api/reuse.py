"""One material once: what is on file for an application, using it, one's library, and who used what."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from ninja import Body, File, Form, Header, Query, Router
from ninja.files import UploadedFile

from yimen.accounts.scopes import Scope
from yimen.cases import actions
from yimen.cases import queries as cases
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.reuse import NotHeld
from yimen.vault import actions as vault
from yimen.vault import queries as stored

from . import uploads
from .auth import actor_of, needs, now_of
from .idempotency import REPLAYED, Once, answered, carry_out
from .paging import Paged, next_link, start_of
from .schemas.common import DoneOut
from .schemas.reuse import FiledOut, LibraryOut, OnFileOut, UseHeldIn, UsesOut, held_out, line_out, use_out
from .typed import CaseNumber, PathId

router = Router(tags=["材料只交一次"])
APPLY = needs(Scope.CASES_APPLY)
READ = needs(Scope.CASES_READ)
_NOTHING = UseHeldIn(agreed=False)


@router.get(
    "/applications/{number}/held", response=OnFileOut, auth=APPLY, operation_id="applications_held",
    summary="这一件哪些材料能免交",
    description="每份材料：库里有没有能用的、要不要本人同意，已经用了什么、凭什么。令牌权限 cases:apply。",
)  # fmt: skip
def on_file(request: HttpRequest, number: CaseNumber) -> OnFileOut:
    """What is on file for each line, and what is used. Raises NotVisible."""
    page = cases.case_page(actor_of(request), number, now=now_of(request))
    lines = [line_out(one, page.offers.get(one.code), page.uses.get(one.code)) for one in page.materials]
    return OnFileOut(number=number, materials=lines)


@router.post(
    "/applications/{number}/materials/{code}/held", response=DoneOut, auth=APPLY,
    operation_id="applications_use_held", summary="用材料库里的这一份",
    description="asks_consent 的要写 agreed: true，本人看清是谁收的、给谁用以后再写；窗口写的，算当面同意。"
    "令牌权限 cases:apply。",
)  # fmt: skip
def use(
    request: HttpRequest, response: HttpResponse, number: CaseNumber, code: str, headers: Header[Once],
    asked: Body[UseHeldIn] = _NOTHING,
) -> DoneOut:  # fmt: skip
    """Use what is on file. Raises NotVisible, MaterialNotHere, NotOnFile, ConsentMissing, NotHere."""
    uploads.material(actor_of(request), number, code, now=now_of(request))
    return carry_out(request, response, headers.once, actions.use_held, number, code, agreed=asked.agreed)


@router.delete(
    "/applications/{number}/materials/{code}/held", response=DoneOut, auth=APPLY,
    operation_id="applications_drop_held", summary="不用材料库里的，另交一份",
    description="收回同意，或者要交新的一份；使用记录留着，写明收回了。令牌权限 cases:apply。",
)  # fmt: skip
def drop(request: HttpRequest, response: HttpResponse, number: CaseNumber, code: str) -> DoneOut:
    """Use it no longer. Raises NotVisible, MaterialNotHere, NotHere."""
    uploads.material(actor_of(request), number, code, now=now_of(request))
    return carry_out(request, response, "", actions.drop_held, number, code)


@router.get(
    "/library", response=LibraryOut, auth=READ, operation_id="library_list", summary="我的材料库",
    description="本人存着的材料，新的在前；收起的、换成新版的也列出来。令牌权限 cases:read。",
)  # fmt: skip
def library(request: HttpRequest, paged: Query[Paged]) -> LibraryOut:
    """Newest first, by keyset. Raises BadCursor."""
    before, party = start_of(paged, "library"), actor_of(request).party
    today = china_date(now_of(request))
    rows = stored.held_rows(party, today, before=before, limit=paged.limit) if party is not None else []
    shown = rows[: paged.limit]
    start = shown[-1].id if len(rows) > paged.limit else None
    return LibraryOut(materials=[held_out(one) for one in shown], next=next_link(request, "library", start))


@router.post(
    "/library", response={201: FiledOut}, auth=APPLY, operation_id="library_add", summary="存一份新的",
    description="multipart 表单：code 是统一材料的编码，file 是文件，valid_to 是有效期到哪天（可以不写）。"
    "同一种材料原来的那份就不再用了，记录留着。令牌权限 cases:apply。",
)  # fmt: skip
def add(
    request: HttpRequest, response: HttpResponse, headers: Header[Once],
    file: UploadedFile = File(...),  # noqa: B008
    code: str = Form(..., max_length=40), valid_to: date | None = Form(None),  # noqa: B008
) -> FiledOut:  # fmt: skip
    """Put a newer version on file. Raises NotHeld, NotOnFile, NotReusable, EndsInThePast, BadFile …"""
    actor, now = actor_of(request), now_of(request)
    uploads.require_form(request, frozenset({"code", "valid_to"}))
    if actor.party is None:
        raise NotHeld()
    again = answered(actor, headers.once)
    kept = _kept(actor, actor.party, code, file, again, now)
    done = vault.add(actor, code, [kept], valid_to=valid_to, now=now, once=headers.once)
    if again:
        response[REPLAYED] = "true"
    return FiledOut(id=done.id)


def _kept(actor: Actor, party: int, code: str, upload: UploadedFile, again: bool, now: datetime) -> int:
    """The id of the stored file: the one sent before where the request is a repeat. Raises BadFile."""
    if again:
        digest = vault.stash(upload.chunks(), upload.name or "").digest
        rows = [one for one in stored.held_rows(party, china_date(now)) if one.code == code]
        earlier = [file.id for one in rows for file in one.files if file.digest == digest]
        if earlier:
            return earlier[0]
    return vault.keep(actor, upload.chunks(), upload.name or "", now=now).id


@router.post(
    "/library/{held}/hide", response=FiledOut, auth=APPLY, operation_id="library_hide", summary="收起一份",
    description="以后不再拿它办事；用过它的办件不变。令牌权限 cases:apply。",
)  # fmt: skip
def hide(request: HttpRequest, held: PathId, headers: Header[Once]) -> FiledOut:
    """Withdraw it from reuse. Raises NotHeld."""
    done = vault.hide(actor_of(request), held, now=now_of(request), once=headers.once)
    return FiledOut(id=done.id)


@router.post(
    "/library/{held}/show", response=FiledOut, auth=APPLY, operation_id="library_show", summary="恢复一份",
    description="办事时又能免交。令牌权限 cases:apply。",
)  # fmt: skip
def show(request: HttpRequest, held: PathId, headers: Header[Once]) -> FiledOut:
    """Take it back into use. Raises NotHeld."""
    done = vault.show(actor_of(request), held, now=now_of(request), once=headers.once)
    return FiledOut(id=done.id)


@router.get(
    "/library/uses", response=UsesOut, auth=READ, operation_id="library_uses", summary="谁用过我的材料",
    description="哪个部门、什么时候、哪一件、凭什么用的，新的在前；收回了的也列着。令牌权限 cases:read。",
)  # fmt: skip
def uses(request: HttpRequest, paged: Query[Paged]) -> UsesOut:
    """Newest first, by keyset. Raises BadCursor."""
    before, party = start_of(paged, "uses"), actor_of(request).party
    rows = stored.use_rows(party, before=before, limit=paged.limit) if party is not None else []
    shown = rows[: paged.limit]
    start = shown[-1].id if len(rows) > paged.limit else None
    return UsesOut(uses=[use_out(one) for one in shown], next=next_link(request, "uses", start))
