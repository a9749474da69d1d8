"""Documents on paper: after commit each is made into one PDF/A, kept by content and linked, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from yimen.rules.authority import SYSTEM, Actor, require_role
from yimen.rules.events import Kind
from yimen.rules.paper_sheet import sheet
from yimen.rules.terms import Role
from yimen.trail import actions as trail
from yimen.vault import actions as vault
from yimen.vault import press, qr
from yimen.vault.queries import FileFacts, by_ids

from ..models import CaseDocument
from ._work import check_code

#: So many documents that could not be printed are tried again by one press.
AGAIN = 200


def print_paper(number: str, *, now: datetime) -> FileFacts | None:
    """Make the PDF of one document and keep it, in the caller's transaction or its own; once.

    None where a character is missing in every font: that is kept on the document and on record.
    Raises CaseDocument.DoesNotExist.
    """
    row = CaseDocument.objects.get(number=number)
    if row.pdf_id:
        return by_ids([row.pdf_id])[row.pdf_id]
    code = row.code or check_code()
    try:
        made = press.typeset("paper", page_of(row, code))
    except press.CannotPrint as missing:
        with transaction.atomic():
            _note_missing(row, "".join(sorted(missing.characters)), now)
        return None
    stashed = vault.stash([made], f"{number}.pdf")
    with transaction.atomic():
        return _keep(number, code, stashed, now)


def page_of(row: CaseDocument, code: str) -> dict[str, Any]:
    """What stands on the page of one document, with its QR code."""
    address = qr.verify_address(row.number, code)
    doc = {**row.data, "kind": row.kind, "number": row.number, "issued_at": row.issued_at.isoformat()}
    return {**sheet(doc, code=code, verify=address), "qr_svg": qr.svg(address)}


def _keep(number: str, code: str, stashed: vault.Stashed, now: datetime) -> FileFacts:
    """Link the file, unless another worker was quicker."""
    row = CaseDocument.objects.select_for_update(of=("self",)).get(number=number)
    if row.pdf_id is None:
        kept = vault.record(SYSTEM, stashed, now=now)
        row.pdf_id, row.code, row.unprintable = kept.id, code, ""
        row.save(update_fields=["pdf", "code", "unprintable"])
        data = {"document": number, "digest": kept.digest, "size": kept.size, "file": kept.id}
        trail.append(f"paper:{number}", Kind.PAPER_PRINTED, SYSTEM.label, now, data)
    return by_ids([row.pdf_id])[row.pdf_id]


def _note_missing(row: CaseDocument, characters: str, now: datetime) -> None:
    row = CaseDocument.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.unprintable == characters[:80]:
        return
    row.unprintable = characters[:80]
    row.save(update_fields=["unprintable"])
    data = {"document": row.number, "characters": characters}
    trail.append(f"paper:{row.number}", Kind.PAPER_UNPRINTABLE, SYSTEM.label, now, data)


def print_again(actor: Actor, *, now: datetime) -> int:
    """After a font was installed: try what could not be printed; how many now are. Raises NotPermitted."""
    require_role(actor, Role.ADMIN)
    press.forget()
    waiting = CaseDocument.objects.exclude(unprintable="").order_by("-id").values_list("number", flat=True)
    return sum(print_paper(number, now=now) is not None for number in list(waiting[:AGAIN]))
