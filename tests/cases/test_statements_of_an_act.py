"""How many SQL statements the busiest acts and pages take: a bound that only a reviewed change may move."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yimen.bureau import queries as bureau
from yimen.cases import actions, queries
from yimen.catalogue import queries as catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.both]

#: An act on a case: at most this many statements (architecture 4); savepoints do not travel.
MOST = 6


def statements(call):
    """The statements of one call, without the frame of the transaction."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        call()
    framing = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")
    return [q["sql"] for q in seen.captured_queries if not q["sql"].startswith(framing)]


def warm(case):
    """What a process remembers is not part of an act: the pinned version and the calendar."""
    catalogue.spec(case.version_id)
    bureau.work_calendar()


@pytest.mark.parametrize(
    ("point", "act"),
    [
        ("submitted", lambda c, n, t: actions.receive(c["clerk"], n, now=t)),
        ("received", lambda c, n, t: actions.accept(c["clerk"], n, now=t)),
        ("accepted", lambda c, n, t: actions.opinion(c["officer"], n, verdict="agree", text="", now=t)),
        ("opinion1", lambda c, n, t: actions.opinion(c["head"], n, verdict="agree", text="", now=t)),
        (
            "opinion2",
            lambda c, n, t: actions.grant(c["director"], n, result_number="1", result_from=t.date(), now=t),
        ),
        ("granted", lambda c, n, t: actions.issue(c["clerk"], n, now=t)),
        ("issued", lambda c, n, t: actions.deliver(c["clerk"], n, receiver="李敏", seen="居民身份证", now=t)),
        ("opinion2", lambda c, n, t: actions.refuse(c["director"], n, reason="不符合", now=t)),
    ],
)
def test_an_act_takes_at_most_six_statements(point, act, reach, county, now):
    case = reach(point)
    warm(case)
    made = statements(lambda: act(county, case.number, now + timedelta(hours=1)))
    assert len(made) <= MOST, "\n".join(made)


def test_inboxes_take_one_statement_however_much_waits(reach, county, now):
    reach("accepted")
    calendar = bureau.work_calendar()
    one = statements(lambda: queries.review_inbox(county["officer"], calendar, now=now))
    for _ in range(5):
        reach("accepted")
        reach("received")
    many = statements(lambda: queries.review_inbox(county["officer"], calendar, now=now))
    desk = statements(lambda: queries.window_inbox(county["clerk"], calendar, now=now))
    assert (len(one), len(many), len(desk)) == (1, 1, 1)
    assert "COUNT(" not in many[0].upper() + desk[0].upper()


def test_a_page_of_a_case_takes_a_fixed_number(reach, county, now):
    first, second = reach("accepted"), reach("delivered")
    warm(first)
    a = statements(lambda: queries.case_page(county["officer"], first.number, now=now))
    b = statements(lambda: queries.case_page(county["li"], second.number, now=now))
    assert len(a) <= 12
    assert len(b) <= 12
