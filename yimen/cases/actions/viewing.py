"""看完整号码: numbers of a case whole, for a stated reason, on record. There is no other way to read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yimen.catalogue import queries as catalogue
from yimen.parties import actions as parties
from yimen.rules import answers as answer_rules
from yimen.rules import delivery
from yimen.rules.authority import Actor
from yimen.rules.calendar import china_date
from yimen.rules.sensitive import is_sensitive
from yimen.rules.terms import State
from yimen.rules.unmasking import ViewReason, read_reason, require_may_view
from yimen.trail.usecase import use_case

from ..models import Case
from ._work import load

#: What is written down as the words of a view that serves to send a parcel.
TO_SEND = "照地址寄出结果"


@dataclass(frozen=True)
class Personal:
    """What is shown once: (what it is, the value whole), the party's first, then those of the form."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Viewed:
    """A view on record in the party's stream."""

    party: int


def view_personal(
    actor: Actor, number: str, *, reason: str, words: str, now: datetime, once: str = ""
) -> Personal:
    """The numbers, telephones and addresses of a case, whole; who, when, why is recorded first.

    What is answered is not kept for repeats: a repeat reads it anew under the same record.
    Raises NotVisible, ViewNotYours, ViewReasonMissing.
    """
    _note_view(actor, number, reason=reason, words=words, now=now, once=once)
    return Personal(_rows(Case.objects.select_related("party").get(number=number), now))


def view_parcel(actor: Actor, number: str, *, now: datetime, once: str = "") -> Personal:
    """Receiver, telephone and address of a parcel, whole, to send it; who and when is recorded first.

    Raises NotVisible, ViewNotYours, NotByPost.
    """
    _note_view(actor, number, reason=ViewReason.DELIVER, words=TO_SEND, now=now, once=once)
    to = delivery.require_by_post(Case.objects.get(number=number).delivery)
    return Personal((("收件人", to.name), ("手机", to.phone), ("地址", to.address)))


@use_case(Viewed)
def _note_view(
    actor: Actor, number: str, *, reason: str, words: str, now: datetime, once: str = ""
) -> Viewed:
    work = load(actor, number, now=now)
    require_may_view(actor, work.stand)
    why, said = read_reason(reason, words)
    post = actor.posts[0] if actor.posts else None
    data = {"case": number, "title": work.case.title, "why": str(why), "words": said,
            "department": post.department if post else ""}  # fmt: skip
    parties.note_view(actor, work.case.party_id, data, now=now)
    return Viewed(work.case.party_id)


def _rows(case: Case, now: datetime) -> tuple[tuple[str, str], ...]:
    person = case.party.kind == case.party.PERSON
    rows = [
        ("身份证号" if person else "统一社会信用代码", case.party.id_number),
        ("登记的手机", case.party.phone),
        ("联系手机", case.contact_phone),
        ("地址", case.party.address),
    ]
    spec = catalogue.spec(case.version_id)
    if case.state == State.DRAFT:
        answers = answer_rules.read(spec, case.answers, china_date(case.created_at)).answers
    else:
        answers = answer_rules.from_json(spec, case.answers)
    rows += [(use.label, str(answers.get(use.key) or "")) for use in spec.form if is_sensitive(use)]
    return tuple((label, value) for label, value in rows if value)
