"""统一出件: choosing how the result comes, issuing it, and handing it over by one of three ways."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from yimen.bureau import queries as bureau
from yimen.rules import delivery
from yimen.rules.authority import SYSTEM, Actor
from yimen.rules.deciding import NotSigned
from yimen.rules.delivery import Relation, Taker, Way
from yimen.rules.masking import mask_id
from yimen.rules.terms import Act, State
from yimen.trail.usecase import use_case
from yimen.vault.queries import own_by_digest

from ..models import Case, CaseDocument
from ._handout import go_along, kept, let_fetch, mandated
from ._handout import issue as issue_in_hand
from ._later import held
from ._work import Done, Work, decide, load, record, settle, write_event

#: What of the delivery another choice leaves as it is.
_STAYS = ("code", "own", "refused")


@use_case(Done)
def choose_delivery(
    actor: Actor,
    number: str,
    *,
    way: str,
    now: datetime,
    hall: str = "",
    name: str = "",
    phone: str = "",
    address: str = "",
    each: bool = False,
    rev: int | None = None,
    once: str = "",
) -> Done:
    """How the result shall come; may be changed until it is sent. `each`: of a bundle, one by one as they are
    ready; what is ready already and lies with the whole stays there.

    Raises GoesWithWhole, BadChoice, PostIncomplete, AlreadySent.
    """
    work = decide(load(actor, number, now=now, rev=rev), Act.CHOOSE_DELIVERY)
    case, before = work.case, kept(work.case)
    delivery.require_here(before, member=case.parent_id is not None, whole=False)
    delivery.require_open(before)
    halls = {one.code for one in bureau.halls()}
    one_by_one = each and bool(work.spec.members)
    choice = delivery.choose(way, halls, hall=hall, name=name, phone=phone, address=address, each=one_by_one)
    case.hall = choice.hall
    case.delivery = {**choice.to_json(), **{key: before[key] for key in _STAYS if key in before}}
    return _noted(work, {"way": str(choice.way), "hall": choice.hall})


@use_case(Done)
def issue(actor: Actor, number: str, *, now: datetime, rev: int | None = None, once: str = "") -> Done:
    """出证: the result is made and waits; the 领证凭证 carries a pickup code.

    A licence is issued, changed, renewed or ended. Raises what `vault.actions.carry_out` does where the item
    acts on a licence.
    """
    return issue_in_hand(decide(load(actor, number, now=now, rev=rev), Act.ISSUE))


def issue_by_law(number: str, *, now: datetime) -> None:
    """What counts as granted by law is issued by itself; nothing a second time, and not while a promised
    material is outstanding (容缺): then the window issues it. In the caller's transaction or its own.
    Raises what `issue` does."""
    with transaction.atomic():
        work = load(SYSTEM, number, now=now)
        if work.case.state == State.GRANTED and not held(work.case).open:
            issue_in_hand(decide(work, Act.ISSUE))


@use_case(Done)
def deliver(
    actor: Actor,
    number: str,
    *,
    receiver: str,
    now: datetime,
    seen: str = "",
    proxy_number: str = "",
    code: str = "",
    helper: str = "",
    signature: str = "",
    rev: int | None = None,
    once: str = "",
) -> Done:
    """送达 at the counter: identity checked, signed for by name and, where one was drawn, by hand.

    `seen`: the paper that was looked at; `proxy_number`: the identity number of whoever comes with a mandate;
    `code`: the pickup code of whoever comes with the 领证凭证; `helper`: staff number of a helper who fetches
    by a mandate of 代办; `signature`: digest of the picture that the actor uploaded.
    Raises what `let_fetch` does, GoesWithWhole, NotSigned, IdentityNotChecked, NotMandated, BadSignature.
    """
    work = _here(decide(load(actor, number, now=now, rev=rev), Act.DELIVER))
    if not receiver.strip():
        raise NotSigned()
    case = work.case
    fetches = let_fetch(case, actor.staff, receiver, helper, now)
    taker = Taker(receiver.strip(), seen, mandated(case, receiver, proxy_number, now), code, fetches)
    person = case.party.kind == case.party.PERSON
    head = "" if person else case.party.legal_person or "-"
    how = delivery.relation(taker, party=case.party.name, head=head, code=kept(case).get("code", ""))
    number_shown = mask_id(proxy_number) if how is Relation.MANDATE else ""
    drawn = _drawn(actor, signature) if signature else None
    more = {
        "papers_seen": seen, "proxy": number_shown, "signature": signature,
        "helper": helper.strip() if fetches else "",
    }  # fmt: skip
    done = _delivered(work, receiver, "到大厅领", how, more)
    if drawn is not None:
        CaseDocument.objects.filter(number=done.document).update(signature_id=drawn)
    return done


def _here(work: Work) -> Work:
    """The same, where its result is handed out by itself. Raises GoesWithWhole."""
    whole = bool(work.spec.members)
    delivery.require_here(kept(work.case), member=work.case.parent_id is not None, whole=whole)
    return work


def _drawn(actor: Actor, digest: str) -> int:
    found = own_by_digest(actor.label, digest)
    delivery.require_signature(found.media_type if found else "", found.size if found else 0)
    if found is None:
        raise RuntimeError("require_signature() lets nothing pass that is not there")
    return found.id


@use_case(Done)
def send(
    actor: Actor, number: str, *, tracking: str, now: datetime, rev: int | None = None, once: str = ""
) -> Done:
    """The result goes by post, with its number.

    Raises GoesWithWhole, NotByPost, AlreadySent, TrackingMissing.
    """
    work = _here(decide(load(actor, number, now=now, rev=rev), Act.SEND))
    before = kept(work.case)
    parcel = delivery.tracking(before, tracking)
    work.case.delivery = {**before, "tracking": parcel, "sent_at": now.isoformat()}
    return _noted(work, {"tracking": parcel})


@use_case(Done)
def arrive(
    actor: Actor,
    number: str,
    *,
    now: datetime,
    receiver: str = "",
    rev: int | None = None,
    once: str = "",
) -> Done:
    """A parcel came, as its receiver or the courier says. Raises GoesWithWhole, NotByPost, NotYetSent."""
    work = _here(decide(load(actor, number, now=now, rev=rev), Act.ARRIVE))
    before = kept(work.case)
    how = delivery.arrived(before)
    name = receiver.strip() or delivery.chosen(before).name
    return _delivered(work, name, "邮寄", how, {"tracking": before["tracking"]})


def deliver_online(number: str, *, now: datetime) -> None:
    """网上送达: the result stands in the applicant's account from this moment. Nothing where another way was
    chosen, and nothing a second time. In the caller's transaction or its own."""
    with transaction.atomic():
        case = Case.objects.get(number=number)
        choice = delivery.chosen(kept(case))
        if choice.way is not Way.ONLINE or choice.each:
            return
        work = load(SYSTEM, number, now=now)
        if work.case.state not in {State.ISSUED, State.REFUSED}:
            return
        decide(work, Act.DELIVER_ONLINE)
        work.case.delivery = {**kept(work.case), "available_at": now.isoformat()}
        _delivered(work, work.case.party.name, "网上取", Relation.ACCOUNT, {})


@use_case(Done)
def confirm(actor: Actor, number: str, *, now: datetime, once: str = "") -> Done:
    """The applicant says that the result came; the first time counts."""
    work = decide(load(actor, number, now=now), Act.CONFIRM)
    before = kept(work.case)
    if "confirmed_at" in before:
        return Done(number, str(work.case.state), work.case.rev)
    work.case.delivery = {**before, "confirmed_at": now.isoformat()}
    return _noted(work, {})


def _noted(work: Work, data: dict[str, Any]) -> Done:
    """Record an act that leaves the state as it is."""
    if work.outcome is None:
        raise RuntimeError("_noted() before decide()")
    if work.case.state in {State.ISSUED, State.REFUSED}:
        settle(work)
    write_event(work, work.outcome.event, data)
    work.case.save()
    return Done(work.case.number, str(work.case.state), work.case.rev)


def _delivered(work: Work, receiver: str, how: str, relation: Relation, more: dict[str, str]) -> Done:
    case = work.case
    case.delivered_at = case.closed_at = work.now
    case.received_result_by = receiver.strip()[:80]
    told = {"how": how, "relation": relation.label, **{key: value for key, value in more.items() if value}}
    done = record(work, told, paper={"receiver": case.received_result_by, **told})
    if work.spec.members:
        go_along(case, work, case.received_result_by)
    return done
