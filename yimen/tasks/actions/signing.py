"""签署记录: the record that everybody on site signs, and the one list of what is to be mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.rules import delivery
from yimen.rules.authority import Actor
from yimen.rules.tasks import opinions, visits
from yimen.rules.tasks.events import TaskEvent
from yimen.rules.tasks.terms import FindingState, PersonRole, Signed, TaskAct, TaskKind, TaskPaper
from yimen.trail.usecase import use_case
from yimen.vault.queries import own_by_digest

from ..models import Person
from ..queries.facts import part_fact
from ._words import finding_line, said_words
from ._work import TaskDone, Work, decide, issue, keep, load, record, write_event
from .appointing import told
from .finishing import finish


@dataclass(frozen=True)
class Hand:
    """How the applicant's side ended the record: signed or refused and why (`words`), the picture they drew
    (digest of an upload of the actor, "" on paper), who saw that they refused (`witness`, "" where only the
    officials did)."""

    signed: Signed
    words: str = ""
    signature: str = ""
    witness: str = ""


@use_case(TaskDone)
def sign_off(
    actor: Actor, task: int, *, signed: str, words: str, now: datetime, signature: str = "",
    witness: str = "", rev: int | None = None, once: str = "",
) -> TaskDone:  # fmt: skip
    """签署记录: all departments were heard; the applicant signs, or refuses and why (which is recorded).

    `signature`: digest of the picture drawn on the screen; `witness`: 见证人 of a refusal. Leaves the record,
    and ONE list of what is to be mended. Raises NotAllHeard, NotSignedByApplicant, SignedYetRefused,
    WitnessOfNothing, BadSignature.
    """
    work = decide(load(actor, task, now=now, rev=rev), TaskAct.SIGN_OFF)
    opinions.require_heard([part_fact(one) for one in work.parts])
    hand = Hand(Signed(signed), words.strip()[:500], signature, witness.strip()[:80])
    visits.require_signed(hand.signed, hand.words, drawn=bool(hand.signature), witness=hand.witness)
    _sign(work, hand)
    _start_mending(work)
    made = told(work, _rows(work), _lines(work), _signers(work), _drawn(work))
    document = issue(work, _RECORD[work.kind], made)
    record(work, {"signed": signed, "drawn": bool(signature), "findings": len(work.findings)})
    if not tell_list(work):
        return finish(work)
    return TaskDone(work.task.pk, work.number, str(work.task.state), work.task.rev, document)


_RECORD = {TaskKind.VISIT: TaskPaper.RECORD, TaskKind.SUPERVISION: TaskPaper.SUPERVISION}


def _sign(work: Work, hand: Hand) -> None:
    people = work.task.people
    people.filter(role=PersonRole.STAFF).update(signed=Signed.SIGNED)
    mine = people.filter(role=PersonRole.APPLICANT)
    if not mine.exists():
        Person.objects.create(task=work.task, role=PersonRole.APPLICANT, name=work.task.party.name)
    drawn = _picture(work.actor, hand.signature) if hand.signature else None
    for one in mine:
        one.signed, one.words, one.drawn_id = hand.signed, hand.words, drawn
        one.save(update_fields=["signed", "words", "drawn"])
    if hand.witness:
        seen = {"name": hand.witness, "signed": Signed.SIGNED}
        Person.objects.create(task=work.task, role=PersonRole.ATTESTOR, **seen)


def _picture(actor: Actor, digest: str) -> int | None:
    """The upload with the signature. Raises BadSignature."""
    found = own_by_digest(actor.label, digest)
    delivery.require_signature(found.media_type if found else "", found.size if found else 0)
    return found.id if found else None


def _drawn(work: Work) -> list[tuple[str, str]]:
    """Who signed on the screen, and the digest of the picture."""
    found = work.task.people.filter(drawn__isnull=False).select_related("drawn").order_by("pk")
    return [(one.name, one.drawn.digest) for one in found if one.drawn]


def _start_mending(work: Work) -> None:
    for one in work.findings:
        if one.state == FindingState.OPEN and one.due_at is None:
            one.due_at = opinions.due_of(work.calendar, work.now, one.days)
            one.save(update_fields=["due_at"])


def tell_list(work: Work) -> bool:
    """The one list of what is to be mended, as a paper of its own; whether there is anything on it."""
    lines = [line for line in _lines(work) if line[1]]
    if not lines:
        return False
    on_list = told(work, [("怎么答复", "在网上“我的办件”里逐条答复，或者交到窗口")], lines)
    work.issued = []
    number = issue(work, TaskPaper.RECTIFICATION, on_list)
    write_event(work, TaskEvent.LISTED, {"n": len(lines), "document": number})
    keep(work)
    return True


def _rows(work: Work) -> list[tuple[str, str]]:
    people = list(work.task.people.order_by("pk"))
    staff = [f"{p.name}（{p.organ}）" for p in people if p.role == PersonRole.STAFF]
    said = [
        (one.department.short_name, said_words(one)) for one in work.parts
    ]  # fmt: skip
    begun = work.task.recorded_at
    return [
        ("时间", visits.clock_words(begun) if begun else ""), ("地点", work.task.place),
        ("核查人员", "、".join(staff)), ("依据的计划", work.task.facts.get("plan", "")), *said,
    ]  # fmt: skip


def _lines(work: Work) -> list[tuple[str, str]]:
    return [finding_line(one) for one in work.findings]


def _signers(work: Work) -> list[tuple[str, str]]:
    return [
        (PersonRole(p.role).label, f"{p.name} {Signed(p.signed).label}{'：' + p.words if p.words else ''}")
        for p in work.task.people.order_by("pk")
    ]
