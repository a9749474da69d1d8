"""How SQLite goes about the lists: by an index each, never through the table. It keeps no statistics here, as
in operation, so the plan does not depend on how much there is.

(PostgreSQL reads a small table through whatever its indexes: its plans are looked at in docs/why/0012-speed.)
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import county as counties
from yimen.bureau import queries as bureau
from yimen.cases import queries
from yimen.cases.queries import watching
from yimen.rules.authority import Actor, Post
from yimen.rules.terms import Role

pytestmark = pytest.mark.django_db

CODES = [counties.credit_code(n) for n in range(20, 30)]
POSTS = tuple(Post(role, code, "") for code in CODES for role in (Role.OFFICER, Role.HEAD))
ALL = Actor(account=1, name="员", staff="0201", posts=POSTS)
#: Words of a plan that begin a reading of a whole table of ours.
THROUGH = ("SCAN cases_case", "SCAN cases_seat", "SCAN parties_party", "SCAN U0", "SCAN V0", "SCAN one")
NUMBER = "43992620261116200000"


def plan(call):
    """The steps of the plan of each statement that a call makes."""
    if connection.vendor != "sqlite":
        pytest.skip("the plans of SQLite")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        call()
    steps = []
    with connection.cursor() as cursor:
        for one in seen.captured_queries:
            cursor.execute("EXPLAIN QUERY PLAN " + one["sql"].replace("%", "%%"))
            steps += [row[3] for row in cursor.fetchall()]
    return steps


@pytest.mark.parametrize(
    "how",
    [
        {"text": NUMBER}, {"text": NUMBER, "state": "archived"}, {"text": "李敏"},
        {"text": "李敏", "light": "green"}, {"text": "19900000001"}, {"state": "suspended"}, {"light": "red"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", ["supervisor", "officer", "clerk"])
def test_the_finder(how, who, county, now):
    steps = plan(lambda: queries.find(county[who], bureau.work_calendar(), now=now, **how))
    assert not [step for step in steps if step.startswith(THROUGH)]


def test_what_an_officer_of_one_department_sees_newest_first(county, now):
    steps = plan(lambda: queries.find(county["officer"], bureau.work_calendar(), now=now))
    assert not [step for step in steps if step.startswith(THROUGH)]


@pytest.mark.parametrize("after", [None, "dated", "undated"])
def test_inboxes(after, county, now):
    place = {None: None, "dated": (now, 7), "undated": (None, 7)}[after]
    calendar = bureau.work_calendar()
    steps = plan(lambda: queries.review_inbox(ALL, calendar, now=now, after=place))
    assert not [step for step in steps if step.startswith(THROUGH)]
    assert [step for step in steps if "COVERING INDEX cases_open_seats" in step]
    window = plan(lambda: queries.window_inbox(county["clerk"], calendar, now=now, after=place))
    assert not [step for step in window if step.startswith(THROUGH)]
    named = plan(lambda: queries.review_inbox(ALL, calendar, now=now, after=place, mine=True))
    assert [step for step in named if "cases_seats_by_name" in step]
    for call in (
        lambda: queries.review_inbox(ALL, calendar, now=now, after=place, urged=True),
        lambda: queries.urged_waiting(ALL),
    ):
        urged = plan(call)
        assert [step for step in urged if "cases_urged_seats" in step]
        assert not [step for step in urged if step.startswith(THROUGH)]


def test_the_counts_by_department_are_read_from_one_index_in_its_order(county):
    steps = plan(lambda: watching.by_department(county["supervisor"]))
    assert any("cases_counted" in step for step in steps)
    assert not [step for step in steps if "TEMP B-TREE" in step or step == "SCAN cases_case"]
