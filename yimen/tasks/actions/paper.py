"""Papers of tasks as files: made after commit, once; sealed where their kind and the register want it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from yimen.rules import seals
from yimen.rules.authority import SYSTEM
from yimen.rules.events import Kind
from yimen.rules.paper_lines import day_words, read_day
from yimen.rules.papers import CannotPrint as CannotPrintRule
from yimen.rules.papers import NotSealedYet
from yimen.rules.tasks import papers
from yimen.rules.tasks.terms import TaskPaper
from yimen.rules.vocabulary import event_of
from yimen.trail import actions as trail
from yimen.trail.queries import history
from yimen.vault import actions as vault
from yimen.vault import press, qr
from yimen.vault.queries import FileFacts, by_ids, open_digest, the_seal
from yimen.vault.sealkeys import NoKey

from ..models import Paper
from ._work import stream_of


def hand_out(number: str, *, now: datetime) -> FileFacts:
    """The PDF of one paper for its reader, made now where the worker has not yet come.

    Raises CannotPrint (named characters), NotSealedYet.
    """
    try:
        return print_paper(number, now=now)
    except (NoKey, seals.SealNotActive, seals.NoCustodian, seals.NotCertified) as error:
        raise NotSealedYet() from error
    except press.CannotPrint as missing:
        raise CannotPrintRule(characters="".join(sorted(missing.characters))) from missing


def print_paper(number: str, *, now: datetime) -> FileFacts:
    """Make the PDF of one paper and keep it, in the caller's transaction or its own; once."""
    row = Paper.objects.select_related("task").get(number=number)
    if row.pdf_id:
        return by_ids([row.pdf_id])[row.pdf_id]
    seal = _seal_for(TaskPaper(row.kind))
    issued = row.issued_at.isoformat()
    address = qr.verify_address(row.number, row.code)
    facts = papers.sheet(
        TaskPaper(row.kind), row.number, issued, day_words(read_day(issued)), row.data, code=row.code,
        verify=address, sealed_by=seal,
    )  # fmt: skip
    made = press.typeset("paper", {**facts, "qr_svg": qr.svg(address), "drawn": drawn_on(row.data)})
    with transaction.atomic():
        return _keep(row, made, sealed=bool(seal), now=now)


def drawn_on(data: dict[str, Any]) -> list[tuple[str, list[int]]]:
    """Who signed this paper on a screen, with the bytes of the picture: the press takes JSON."""
    found = []
    for name, digest in data.get("drawn", []):
        with open_digest(digest) as content:
            found.append((name, list(content.read())))
    return found


def _seal_for(kind: TaskPaper) -> str:
    """The organ whose seal stands on this kind of paper; "" where none does or none is registered."""
    held = the_seal() if kind in papers.SEALED else None
    return held.holder.name if held and kind in held.kinds else ""


def _keep(row: Paper, made: bytes, *, sealed: bool, now: datetime) -> FileFacts:
    name = f"{row.number}.pdf"
    row = Paper.objects.select_for_update(of=("self",)).select_related("task__case").get(pk=row.pk)
    if row.pdf_id is None:
        if sealed:
            row.pdf_id = vault.seal_file(_cause(row), row.kind, row.number, made, name, now=now).id
        else:
            row.pdf_id = vault.record(SYSTEM, vault.stash([made], name), now=now).id
        row.save(update_fields=["pdf"])
        file = by_ids([row.pdf_id])[row.pdf_id]
        data = {"document": row.number, "digest": file.digest, "file": file.id, "sealed": sealed}
        trail.append(f"paper:{row.number}", Kind.PAPER_PRINTED, SYSTEM.label, now, data)
    return by_ids([row.pdf_id or 0])[row.pdf_id or 0]


def _cause(row: Paper) -> vault.Cause:
    """The event of the task that left this paper."""
    task = row.task
    found = next(one for one in reversed(history(stream_of(task))) if one.data.get("document") == row.number)
    number = task.case.number if task.case else ""
    return vault.Cause(found.id, event_of(found.kind), number, task.lead.credit_code)
