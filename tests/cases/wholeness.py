"""What must hold of every case after whatever happened to it. One place for all who drive cases at random."""

from __future__ import annotations

import itertools

from yimen.cases.actions._work import seat_fact
from yimen.cases.models import Case, CaseDocument, Seat
from yimen.catalogue import queries as catalogue
from yimen.rules import review
from yimen.rules.lifecycle import ENDED, FINAL, TABLE
from yimen.rules.terms import State
from yimen.trail import queries as trail


def check(number: str) -> None:
    """Raise AssertionError where one case is not whole: half an act, a broken chain, a doubled paper."""
    case = Case.objects.get(number=number)
    events = trail.history(number)
    assert list(trail.broken_links(number)) == []
    assert case.rev == len(events)
    assert not events or case.head_hash == events[-1].hash
    seats = list(Seat.objects.filter(case=case))
    opened = [s for s in seats if s.is_open]
    in_review = case.state in {State.REVIEWING, State.SUPPLEMENT, State.SUSPENDED}
    assert bool(opened) == in_review, (case.state, opened)
    assert {s.pk for s in opened} == (_due(case, seats) if in_review else set()), (case.state, opened)
    assert case.pauses.filter(end__isnull=True).count() <= (case.state in {State.SUSPENDED, State.SUPPLEMENT})
    assert (case.closed_at is not None) == (case.state in ENDED | FINAL)
    if in_review:
        assert case.promise_due is not None
        by_law = catalogue.spec(case.version_id).legal is not None
        assert (case.legal_due is not None) == by_law
        assert case.legal_due is None or case.promise_due <= case.legal_due
    if case.state in FINAL | ENDED:
        assert (case.due_at, case.next_alarm_at, case.desk) == (None, None, "")
    papers = [e.data["document"] for e in events if "document" in e.data]
    assert papers == list(
        CaseDocument.objects.filter(case=case).order_by("id").values_list("number", flat=True)
    )
    moves = [(e.data["from"], e.data["act"], e.data["to"]) for e in events if "act" in e.data]
    arrows = {(s, r.act, r.target or s) for r in TABLE for s in r.sources}
    assert set(moves) <= {(str(s), str(a), str(t)) for s, a, t in arrows}
    # One unbroken way: each act begins where the one before ended, and the last one ends where the case is.
    assert all(one[2] == other[0] for one, other in itertools.pairwise(moves)), moves
    assert (moves[-1][2] if moves else State.DRAFT) == case.state


def _due(case: Case, seats: list[Seat]) -> set[int]:
    """The seats whose turn it is by the rule, from what was answered alone: by key."""
    now = {s.order: s for s in seats if s.round == case.round}
    mode, sits = catalogue.spec(case.version_id).mode, case.sitting == case.round
    settled = review.settled([seat_fact(s) for s in now.values()], mode, case.created_at, sitting=sits)
    return {now[s.order].pk for s in settled if s.is_open}
