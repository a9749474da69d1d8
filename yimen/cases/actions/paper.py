"""Documents on paper: after commit each is made into one PDF/A, kept by content and linked, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from yimen.rules import seals
from yimen.rules.authority import SYSTEM, Actor, NotVisible, require_role
from yimen.rules.events import Kind
from yimen.rules.paper_sheet import sheet
from yimen.rules.papers import SEALED, CannotPrint, NotSealedYet
from yimen.rules.terms import Document, Role
from yimen.rules.vocabulary import event_of
from yimen.trail import actions as trail
from yimen.trail.queries import history
from yimen.vault import actions as vault
from yimen.vault import press, qr
from yimen.vault.queries import FileFacts, by_ids, open_digest, the_seal
from yimen.vault.sealkeys import NoKey

from ..models import Case, CaseDocument
from ._work import check_code

#: So many documents that could not be printed are tried again by one press.
AGAIN = 200


def hand_out(number: str, *, now: datetime) -> FileFacts:
    """The PDF of one document for its reader, made now where the worker has not yet come.

    Raises CannotPrint (named characters), NotSealedYet.
    """
    try:
        found = print_paper(number, now=now)
    except (NoKey, seals.SealNotActive, seals.NoCustodian, seals.NotCertified) as error:
        raise NotSealedYet() from error
    if found is None:
        raise CannotPrint(characters=CaseDocument.objects.get(number=number).unprintable)
    return found


def print_paper(number: str, *, now: datetime) -> FileFacts | None:
    """Make the PDF of one document and keep it, in the caller's transaction or its own; once.

    It is sealed where its kind wants a seal and the register lets the seal stand on it. None where a
    character is missing in every font: that is kept on the document and on record. Raises NoKey and the
    refusals of rules.seals where the seal cannot be used just now: then nothing is made.
    """
    row = CaseDocument.objects.select_related("case__department", "signature").get(number=number)
    if row.case.erased_at:
        raise NotVisible()
    if row.pdf_id:
        return by_ids([row.pdf_id])[row.pdf_id]
    code, seal = row.code or check_code(), _seal_for(Document(row.kind))
    try:
        made = press.typeset("paper", page_of(row, code, seal))
    except press.CannotPrint as missing:
        with transaction.atomic():
            _note_missing(row, "".join(sorted(missing.characters)), now)
        return None
    with transaction.atomic():
        return _keep(row, code, made, sealed=bool(seal), now=now)


def _seal_for(kind: Document) -> str:
    """The organ whose seal stands on this kind of document; "" where none does or none is registered."""
    held = the_seal() if kind in SEALED else None
    return held.holder.name if held and kind in held.kinds else ""


def page_of(row: CaseDocument, code: str, sealed_by: str) -> dict[str, Any]:
    """What stands on the page of one document, with its QR code."""
    address = qr.verify_address(row.number, code)
    doc = {**row.data, "kind": row.kind, "number": row.number, "issued_at": row.issued_at.isoformat()}
    page = sheet(doc, code=code, verify=address, sealed_by=sealed_by)
    # The press takes JSON: a picture travels as its bytes.
    return {**page, "qr_svg": qr.svg(address), "signature_png": _drawn(row)}


def _drawn(row: CaseDocument) -> list[int]:
    """The bytes of the picture that was signed with; none where it was signed on paper."""
    if row.signature is None:
        return []
    with open_digest(row.signature.digest) as content:
        return list(content.read())


def _keep(row: CaseDocument, code: str, made: bytes, *, sealed: bool, now: datetime) -> FileFacts:
    """Link the file, sealed or as it is, unless another worker was quicker."""
    name, case = f"{row.number}.pdf", row.case
    row = CaseDocument.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.pdf_id is None:
        if sealed:
            kept = vault.seal_file(_cause(case, row.number), row.kind, row.number, made, name, now=now).id
        else:
            kept = vault.record(SYSTEM, vault.stash([made], name), now=now).id
        row.pdf_id, row.code, row.unprintable = kept, code, ""
        row.save(update_fields=["pdf", "code", "unprintable"])
        data = {"document": row.number, "digest": by_ids([kept])[kept].digest, "file": kept, "sealed": sealed}
        trail.append(f"paper:{row.number}", Kind.PAPER_PRINTED, SYSTEM.label, now, data)
    return by_ids([row.pdf_id])[row.pdf_id]


def _cause(case: Case, number: str) -> vault.Cause:
    """The event of the case that left this document."""
    found = next(one for one in reversed(history(case.number)) if one.data.get("document") == number)
    return vault.Cause(found.id, event_of(found.kind), case.number, case.department.credit_code)


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
