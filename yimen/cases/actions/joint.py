"""联办: one application, a case for each of its members, and what follows when one of them comes to an end.

The application is a case whose item has members (docs/why/0017). Its row is the lock of all: whoever starts
or ends a member holds it. What to do is read from the states each time: news may come late or twice.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from yimen.catalogue import queries as catalogue
from yimen.rules import answers as answer_rules
from yimen.rules import bundle as rules
from yimen.rules import delivery
from yimen.rules.authority import SYSTEM
from yimen.rules.bundle import Moves, Part, Plan, running
from yimen.rules.bundle.guide import chosen, member_answers
from yimen.rules.calendar import china_date
from yimen.rules.conditions import Answers
from yimen.rules.errors import RuleBroken
from yimen.rules.lifecycle import OPEN, row
from yimen.rules.numbers import QUERY_BYTES, query_code
from yimen.rules.terms import Act, GetType, State
from yimen.trail import actions as trail
from yimen.trail import chain

from ..models import Case, CaseFile, CaseMaterial
from . import _handout, _later, _notice, handing
from ._filling import MADE_BY, fill
from ._new import insert, lines
from ._seats import enter_review
from ._work import Done, Work, decide, load, marked, record
from .apply import close_seats

log = logging.getLogger(__name__)

_CAME_IN = frozenset({CaseMaterial.GIVEN, CaseMaterial.ACCEPTED, CaseMaterial.EXEMPT})
#: A result, or a refusal with its remedies, that has not reached the applicant.
_TO_COME = [str(one) for one in (*OPEN, State.GRANTED, State.ISSUED, State.REFUSED)]


@dataclass(frozen=True)
class _Before:
    """What the application knows, read once for all members: answers, material lines and their files."""

    plan: Plan
    answers: Answers
    lines: dict[str, CaseMaterial]
    files: dict[str, list[int]]
    #: Nobody gives these: the item waives them, or an earlier member makes them.
    exempt: frozenset[str]


def begin(work: Work, *, paper: dict[str, Any], data: dict[str, Any] | None = None) -> Done:
    """受理 in hand: the review begins; of a bundle, that of every member that waits for nobody."""
    done = enter_review(work, paper=paper, data=data)
    if work.spec.members:
        _spread(work)
        _advance(work)
        return Done(done.number, str(work.case.state), work.case.rev, done.document)
    return done


def advance(number: str, *, now: datetime) -> None:
    """A member has moved: start who waited for it, end who waits in vain, and close the whole when all have
    ended. In the caller's transaction; done again, it changes nothing."""
    trail.require_transaction()
    go_on(load(SYSTEM, number, now=now))


def go_on(work: Work) -> None:
    """What can go on of the application in hand goes on, also while the applicant supplies what one notice
    asked for others; when nobody waits for that any more, the notice is closed."""
    if not work.actor.is_system:
        # What follows is nobody's act: whoever brought it about need not be let to conclude the whole.
        work = load(SYSTEM, work.case.number, now=work.now)
    if work.case.state == State.ISSUED:
        _close(work)
    if work.case.state not in {State.REVIEWING, State.SUPPLEMENT}:
        return
    _notice.close_if_idle(work)
    _advance(work)


def end_members(work: Work, codes: Collection[str], why: str) -> None:
    """The members whose results wait for these materials end; the others go on as the policy says."""
    for child in work.case.children.order_by("pk"):
        one = load(SYSTEM, child.number, now=work.now)
        if row(State(child.state), Act.TERMINATE) and set(_later.held(child).open) & set(codes):
            _end(one, why)
    go_on(work)


def parent_of(number: str) -> str:
    """The number of the application that this case is a member of, or "" where it is none."""
    found = Case.objects.filter(number=number).values_list("parent__number", flat=True).first()
    return found or ""


def _spread(work: Work) -> None:
    """A case for each member that the answers choose."""
    plan = catalogue.plan(work.case.version_id)
    before = _before(work, plan)
    picked = chosen(plan, before.answers, china_date(work.now))
    for part in plan.parts:
        if picked[part.item]:
            _take_in(work, before, part)


def _before(work: Work, plan: Plan) -> _Before:
    given = CaseFile.objects.filter(material__case=work.case, removed_at__isnull=True)
    files: dict[str, list[int]] = {}
    for code, stored in given.order_by("pk").values_list("material__code", "stored"):
        files.setdefault(code, []).append(stored)
    answers = answer_rules.from_json(work.spec, work.case.answers)
    exempt = frozenset(one.code for one in work.spec.materials if one.exempt_by)
    return _Before(plan, answers, {line.code: line for line in work.lines}, files, exempt)


def _take_in(work: Work, before: _Before, part: Part) -> None:
    parent, now = work.case, work.now
    item = catalogue.item(part.item)
    if item is None:
        raise RuntimeError("an item that a plan pins is never deleted")
    own = member_answers(before.plan, part.item, before.answers)
    mine = answer_rules.read(part.spec, own, china_date(now)).answers
    case = insert(
        Case(
            parent=parent, item_id=item.pk, version_id=part.version, department_id=item.department_id,
            region=parent.region, party_id=parent.party_id, agent_id=parent.agent_id,
            helper=parent.helper,
            contact_name=parent.contact_name, contact_phone=parent.contact_phone, channel=parent.channel,
            title=part.spec.name[:300], query_code=query_code(secrets.token_bytes(QUERY_BYTES)),
            head_hash=chain.START, created_at=now, first_contact_at=parent.first_contact_at,
            submitted_at=parent.submitted_at, received_at=parent.received_at,
            materials_in_at=parent.materials_in_at, accepted_by=parent.accepted_by,
            answers=answer_rules.to_json(mine),
        ),
        now,
    )  # fmt: skip
    lines(case, part.spec)
    child = load(SYSTEM, case.number, now=now)
    _hand_down(child, before)
    _later.hand_down(child, parent)
    facts = {"bundle": parent.number, "item": part.item, "version": part.version}
    record(decide(child, Act.TAKE_IN), facts)


def _hand_down(child: Work, before: _Before) -> None:
    """The materials given with the application, as the window found them; each member gets its own only."""
    changed, files = [], []
    for line in child.lines:
        given = before.lines.get(line.code)
        if given is None or line.code in before.exempt or given.status not in _CAME_IN:
            continue
        line.status, line.get_type, line.note = given.status, given.get_type, given.note
        changed.append(line)
        files += [
            CaseFile(material=line, stored_id=stored, added_at=child.now)
            for stored in before.files.get(line.code, ())
        ]
    CaseMaterial.objects.bulk_update(changed, ["status", "get_type", "note"])
    CaseFile.objects.bulk_create(files)


def _advance(work: Work) -> None:
    """Do what follows until nothing does: the result of one may be all that another waited for."""
    plan = catalogue.plan(work.case.version_id)
    stuck: set[str] = set()
    moved = True
    while moved:
        rows = _members(work)
        found = _moves(plan, rows)
        moved = _turn(work, plan, rows, found, stuck)
    _notice.close_if_idle(work)
    if delivery.chosen(work.case.delivery).each:
        _give_refusals(work)
    if found.over:
        _conclude(work, rows.values(), found)


def _give_refusals(work: Work) -> None:
    """Who waited for it has ended by now: the refusal comes by itself, as the results do."""
    for one in work.case.children.filter(state=State.REFUSED).order_by("pk"):
        if not delivery.is_own(one.delivery):
            _handout.give_own(load(SYSTEM, one.number, now=work.now), work.case)
            handing.deliver_online(one.number, now=work.now)


def _close(work: Work) -> None:
    """Results come one by one: when none is left to come, the whole has ended with the last."""
    if (
        delivery.chosen(work.case.delivery).each
        and not work.case.children.filter(state__in=_TO_COME).exists()
    ):
        _handout.close_with_last(work)


def _turn(work: Work, plan: Plan, rows: dict[str, Case], found: Moves, stuck: set[str]) -> bool:
    """One turn of what follows; whether anything moved. `stuck`: results that could not be made."""
    granted = [item for item in found.hand_up if item not in stuck]
    stuck.update(item for item in granted if not _hand_up(rows[item].number, work))
    for item, why in found.end.items():
        _end(load(SYSTEM, rows[item].number, now=work.now), str(why))
    for item in found.start:
        _start(load(SYSTEM, rows[item].number, now=work.now), plan, rows)
    return bool(granted or found.end or found.start)


def _hand_up(number: str, work: Work) -> bool:
    """Whether the result was made. Where its licence cannot be (a face without a value), the member stays
    granted at the window's desk, which mends and issues it; the others go on."""
    try:
        with transaction.atomic():
            child = load(SYSTEM, number, now=work.now)
            if delivery.chosen(work.case.delivery).each:
                _handout.issue_own(child, work.case)
            else:
                _handout.hand_up(child)
    except RuleBroken as broken:
        log.warning("the result of member %s waits for the window: %s", number, broken.code)
        return False
    return True


def _members(work: Work) -> dict[str, Case]:
    """The members by item, locked in one order whoever asks."""
    found = Case.objects.select_for_update(of=("self",)).select_related("item").filter(parent=work.case)
    return {row.item.code: row for row in found.order_by("pk")}


def _moves(plan: Plan, rows: dict[str, Case]) -> Moves:
    after = rules.after(part for part in plan.parts if part.item in rows)
    names = {part.item: part.spec.name for part in plan.parts}
    states = {item: State(row.state) for item, row in rows.items()}
    return rules.moves(after, states, names, plan.bundle.policy)


def _unfounded(line: CaseMaterial) -> bool:
    """Nothing lies there yet: it is missing, or nobody needs to give it and nothing says where it is."""
    return line.status == CaseMaterial.MISSING or (line.status == CaseMaterial.EXEMPT and not line.note)


def _start(child: Work, plan: Plan, rows: dict[str, Case]) -> None:
    """What it waited for is there and lies with its materials; from now on its own clock runs."""
    made = {
        code: row
        for part in plan.parts
        if (row := rows.get(part.item)) is not None and row.pk != child.case.pk
        for code in part.issues
    }
    for line in child.lines:
        row = made.get(line.code)
        if row is not None and _unfounded(line):
            line.status, line.get_type = CaseMaterial.EXEMPT, GetType.LICENCE
            line.note = MADE_BY.format(name=row.title, number=row.result_number or row.number)
            line.save(update_fields=["status", "get_type", "note"])
    filled = fill(child, plan, rows)
    decide(child, Act.START)
    child.case.accepted_at = child.now
    enter_review(child, paper={}, data={**marked(child), **({"filled": filled} if filled else {})})
    if child.case.notice:
        _notice.wait_along(load(SYSTEM, child.case.number, now=child.now))


def _end(child: Work, why: str) -> None:
    decide(child, Act.TERMINATE, why)
    child.case.closed_at = child.now
    close_seats(child)
    record(child)


def _conclude(work: Work, rows: Iterable[Case], found: Moves) -> None:
    """Every member has ended: the whole goes to the counter, or ends where nothing came of it."""
    results = [_result(row) for row in rows]
    if not found.hands_out:
        decide(work, Act.TERMINATE, "所有事项都没有办成")
        work.case.closed_at = work.now
        record(work, {"results": results})
        return
    _handout.conclude(work, results)
    _close(work)


def _result(row: Case) -> dict[str, str]:
    made = row.state in running.MADE and not delivery.was_refused(row.delivery)
    said = row.result_number or row.result_name if made else _ended_as(row)
    return {
        "case": row.number, "item": row.title, "state": str(row.state),
        "result": row.result_name if made else "", "words": f"{row.title}：{said or State(row.state).label}",
    }  # fmt: skip


def _ended_as(row: Case) -> str:
    return (State.REFUSED if delivery.was_refused(row.delivery) else State(row.state)).label


__all__ = ["advance", "begin", "end_members", "go_on", "parent_of"]
