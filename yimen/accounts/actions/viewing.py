"""看完整号码 at the counter: the numbers of a holder of an account, for a stated reason, on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.parties import actions as parties
from yimen.parties import queries as people_on_file
from yimen.rules.authority import Actor
from yimen.rules.people import PartyNotFound
from yimen.rules.unmasking import read_reason, require_may_view_party
from yimen.trail.usecase import use_case

from ..models import Account


@dataclass(frozen=True)
class Numbers:
    """What is shown once: (what it is, the value whole)."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Noted:
    """A view on record in the party's stream."""

    party: int


def view_holder(
    actor: Actor, party: int, *, reason: str, words: str, now: datetime, once: str = ""
) -> Numbers:
    """Number, telephone, login and address of a party, whole; who, when, why is recorded first.

    What is answered is not kept for repeats: a repeat reads it anew under the same record.
    Raises PartyNotFound, ViewNotYours, ViewReasonMissing.
    """
    _note(actor, party, reason=reason, words=words, now=now, once=once)
    return Numbers(_rows(party))


@use_case(Noted)
def _note(actor: Actor, party: int, *, reason: str, words: str, now: datetime, once: str = "") -> Noted:
    require_may_view_party(actor, party)
    if people_on_file.party(party) is None:
        raise PartyNotFound()
    why, said = read_reason(reason, words)
    post = actor.posts[0] if actor.posts else None
    data = {"case": "", "why": str(why), "words": said, "department": post.department if post else ""}
    parties.note_view(actor, party, data, now=now)
    return Noted(party)


def _rows(party: int) -> tuple[tuple[str, str], ...]:
    one = people_on_file.party(party)
    if one is None:
        raise PartyNotFound()
    account = Account.objects.filter(party_id=party).first()
    rows = (
        ("身份证号" if one.kind == one.PERSON else "统一社会信用代码", one.id_number),
        ("登记的手机", one.phone),
        ("登录名", account.login if account else ""),
        ("地址", one.address),
    )
    return tuple((label, value) for label, value in rows if value)
