"""依职权: a case that the organ begins itself. A part of the actions of higher apps, in their transaction."""

from __future__ import annotations

import secrets
from datetime import datetime

from yimen.catalogue import queries as catalogue
from yimen.rules import answers as answer_rules
from yimen.rules import pledge
from yimen.rules.applying import ItemClosed
from yimen.rules.authority import SYSTEM
from yimen.rules.events import Kind
from yimen.rules.numbers import QUERY_BYTES, query_code
from yimen.rules.terms import Act, Channel
from yimen.trail import actions as trail
from yimen.trail import chain

from ..models import Case
from ._licence import filled_from, name_licence
from ._new import insert, lines
from ._work import Done, decide, keep, load, record, write_event
from .apply import whole


def begin_for_organ(item_code: str, about: str, licence: int, *, now: datetime) -> Done:
    """The revocation of a licence that the case `about` issued, handed in to the window of its region: the
    form is filled from that case and from the licence. Its papers are the organ's own and come at the window.

    Raises ItemClosed, BadAnswers, LicenceNotThere, NotThisLicence, WrongStatus.
    """
    trail.require_transaction()
    item, source = catalogue.item(item_code), Case.objects.get(number=about)
    if item is None or item.current_id is None or not item.is_open:
        raise ItemClosed()
    spec = catalogue.spec(item.current_id)
    carried = filled_from(licence, source.party_id, spec.form, now)
    case = insert(
        Case(
            item_id=item.pk, version_id=item.current_id, department_id=item.department_id,
            region=source.region, party_id=source.party_id, contact_name=source.contact_name,
            contact_phone=source.contact_phone, channel=Channel.COUNTER, title=spec.name[:300],
            query_code=query_code(secrets.token_bytes(QUERY_BYTES)), head_hash=chain.START, created_at=now,
            first_contact_at=now, answers=pledge.revocation_answers(spec.form, source.answers, carried),
        ),
        now,
    )  # fmt: skip
    lines(case, spec)
    work = load(SYSTEM, case.number, now=now)
    facts = {"item": item_code, "version": item.current_id, "channel": str(Channel.COUNTER)}
    write_event(work, Kind.CASE_SAVED, facts)
    keep(work)
    work = decide(load(SYSTEM, case.number, now=now), Act.SUBMIT)
    work.case.answers = answer_rules.to_json(whole(work))
    name_licence(work)
    work.case.submitted_at = work.case.materials_in_at = now
    return record(work, {"channel": work.case.channel, "ex_officio": True})


__all__ = ["begin_for_organ"]
