"""Taking materials in at the counter, paper or scan: for drafts, received cases and corrections."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from yimen.cases import actions
from yimen.cases.queries import CasePage
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import GetType
from yimen.vault import actions as vault
from yimen.web.forms import FormErrors
from yimen.web.guard import StaffRequest
from yimen.web.words import said

#: Files in one sending: more are more likely a folder chosen by mistake.
FILES_MAX = 20


def take(request: StaffRequest, page: CasePage, errors: FormErrors) -> int:
    """Give every material that came with the form; how many were given. What is wrong stands at its line.

    `paper-<code>`: paper received. `file-<code>`: scans. A file that is not taken stops no other.
    `use-<code>`: what is on file is used, with the applicant's word where that is asked for.
    """
    taken = 0
    for line in page.materials:
        uploads = request.FILES.getlist(f"file-{line.code}")
        if len(uploads) > FILES_MAX:
            errors.add(f"file-{line.code}", _too_many(line.name))
            continue
        for upload in uploads:
            taken += _scan(request, page, line.code, upload, errors)
        if request.POST.get(f"use-{line.code}") == "1" and not uploads and line.code in page.offers:
            actions.use_held(request.actor, page.case.number, line.code, agreed=True, now=request.now)
            taken += 1
            continue
        paper = request.POST.get(f"paper-{line.code}") == "1"
        if paper and not uploads and line.status in {"missing", "rejected"}:
            actions.attach(
                request.actor, page.case.number, line.code, None, now=request.now, how=GetType.PAPER
            )
            taken += 1
    return taken


def _too_many(name: str) -> str:
    return _("“{name}”一次最多传 {n} 个文件").format(name=name, n=FILES_MAX)


def _scan(request: StaffRequest, page: CasePage, code: str, upload: UploadedFile, errors: FormErrors) -> int:
    try:
        kept = vault.keep(request.actor, upload.chunks(), upload.name or "", now=request.now)
    except RuleBroken as error:
        errors.add(f"file-{code}", f"{upload.name}：{said(error)}")
        return 0
    actions.attach(request.actor, page.case.number, code, kept.id, now=request.now, how=GetType.SCAN)
    return 1


def remove(request: StaffRequest, page: CasePage) -> bool:
    """Take back the file (`remove-<id>`) or what came out of the library (`drop-<code>`); whether any."""
    for line in page.materials:
        for one in line.files:
            if f"remove-{one.id}" in request.POST:
                actions.detach(request.actor, page.case.number, one.id, now=request.now)
                return True
        if f"drop-{line.code}" in request.POST:
            actions.drop_held(request.actor, page.case.number, line.code, now=request.now)
            return True
    return False
