"""Files of an application: kept first, then given to the case; a repeat finds the file it sent before."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja.files import UploadedFile

from yimen.cases import queries as cases
from yimen.cases.queries import CasePage
from yimen.cases.queries.page import MaterialRow
from yimen.rules.authority import Actor, require_role
from yimen.rules.terms import GetType, Role
from yimen.vault import actions as vault
from yimen.vault import queries as stored
from yimen.vault.queries import FileFacts

from .idempotency import answered
from .refusals import FileMissing, FileUnknown, MaterialNotHere, OneFile


def material(actor: Actor, number: str, code: str, *, now: datetime) -> tuple[CasePage, MaterialRow]:
    """A case the reader may see and one of its materials. Raises NotVisible, MaterialNotHere."""
    page = cases.case_page(actor, number, now=now)
    line = next((one for one in page.materials if one.code == code), None)
    if line is None:
        raise MaterialNotHere()
    return page, line


def require_form(request: HttpRequest, known: frozenset[str] = frozenset({"how"})) -> None:
    """Raise OneFile where a file or a field that is not `known` would be passed over in silence."""
    files = [name for name in request.FILES for _ in request.FILES.getlist(name)]
    fields = [name for name in request.POST for _ in request.POST.getlist(name)]
    if files not in ([], ["file"]) or len(fields) != len(set(fields)) or not known.issuperset(fields):
        raise OneFile()


def keep(actor: Actor, line: MaterialRow, upload: UploadedFile, once: str, *, now: datetime) -> int:
    """The id of the stored file: the one sent before where the request is a repeat. Raises BadFile."""
    if answered(actor, once):
        digest = vault.stash(upload.chunks(), upload.name or "").digest
        earlier = [facts for facts in _files(line) if facts.digest == digest]
        if earlier:
            return earlier[0].id
    return vault.keep(actor, upload.chunks(), upload.name or "", now=now).id


def _files(line: MaterialRow) -> list[FileFacts]:
    found = [stored.by_key(one.key) for one in line.files]
    return [facts for facts in found if facts is not None]


def file_of(actor: Actor, number: str, code: str, stored_id: int, *, now: datetime) -> int | None:
    """The number of the material's file that holds this stored content."""
    line = material(actor, number, code, now=now)[1]
    key = stored.by_ids([stored_id])[stored_id].key
    return next((one.id for one in line.files if one.key == key), None)


def require_file(line: MaterialRow, file: int) -> None:
    """Raise FileUnknown unless the material has this file."""
    if file not in {one.id for one in line.files}:
        raise FileUnknown()


def require_paper(actor: Actor, how: str) -> None:
    """Without a file, only a clerk may note that paper was handed over. Raises FileMissing, NotPermitted."""
    if how != GetType.PAPER:
        raise FileMissing()
    require_role(actor, Role.CLERK)
