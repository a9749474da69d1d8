"""The displays: the last calls with what became of them, who waits, and nothing of any person."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import hall_world as world
from tests.county import County
from yimen.hall import actions, queries
from yimen.rules.authority import SYSTEM
from yimen.rules.calendar import CHINA
from yimen.rules.queueing.terms import PostState, TicketState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
SITE = world.CENTRE_SITE
AT = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def waiting(county: County) -> list[actions.Moved]:
    """Four wait, one of them in the green lane; window A01 is open."""
    actions.open_window(county["clerk"], SITE, "A01", now=AT)
    return [
        actions.take(SYSTEM, SITE, letter="A", green="aged" if n == 3 else "", now=AT + n * MINUTE / 10)
        for n in range(4)
    ]


def told(now: datetime) -> list[tuple[str, str, str]]:
    return [(one.number, one.window, str(one.state)) for one in queries.board(SITE, now).calls]


def test_calls_stand_newest_first_with_what_became_of_them(
    county: County, waiting: list[actions.Moved]
) -> None:
    clerk, now = county["clerk"], AT + MINUTE
    board = queries.board(SITE, now)
    assert board.calls == [] and board.mean is None and board.opens is not None and board.opens.now
    assert [(one.letter, one.waiting) for one in board.lines] == [("A", 4), ("B", 0)]
    first = actions.call_next(clerk, now=now)
    assert told(now) == [(first.number, "A01", "called")]
    for n in (1, 2):
        actions.recall(clerk, first.id, now=now + n * MINUTE / 2)
    assert queries.board(SITE, now).calls[0].at == now + MINUTE, "a recall is a call"
    actions.miss(clerk, first.id, now=now + 2 * MINUTE)
    assert told(now) == [(first.number, "A01", "missed")], "the window is told though it let go"
    second = actions.call_next(clerk, now=now + 2 * MINUTE)
    actions.start(clerk, second.id, now=now + 3 * MINUTE)
    assert told(now) == [(second.number, "A01", "serving"), (first.number, "A01", "missed")]
    actions.finish(clerk, second.id, now=now + 9 * MINUTE)
    board = queries.board(SITE, now + 9 * MINUTE)
    assert board.calls[0].state is TicketState.DONE
    assert board.mean == 3, "who was served had waited a little under three minutes"
    assert sum(one.waiting for one in board.lines) == 2


def test_the_green_lane_is_marked(county: County, waiting: list[actions.Moved]) -> None:
    called = actions.call_next(county["clerk"], now=AT + MINUTE)
    assert called.number == "A004"
    assert queries.board(SITE, AT + MINUTE).calls[0].green


def test_a_call_by_mistake_and_one_sent_on_are_gone_from_the_display(
    county: County, waiting: list[actions.Moved]
) -> None:
    clerk, now = county["clerk"], AT + MINUTE
    actions.put_back(clerk, actions.call_next(clerk, now=now).id, now=now)
    assert told(now) == []
    one = actions.call_next(clerk, now=now)
    actions.start(clerk, one.id, now=now)
    actions.transfer(clerk, one.id, letter="B", now=now)
    assert told(now) == []


def test_no_more_than_eight_calls_of_this_hall_and_day(county: County) -> None:
    clerk = county["clerk"]
    actions.open_window(clerk, SITE, "A01", now=AT)
    for n in range(10):
        actions.take(SYSTEM, SITE, letter="A", now=AT)
        one = actions.call_next(clerk, now=AT + n * MINUTE)
        actions.start(clerk, one.id, now=AT + n * MINUTE)
        actions.finish(clerk, one.id, now=AT + n * MINUTE)
    assert [number for number, _, _ in told(AT)] == [f"A{n:03d}" for n in range(10, 2, -1)]
    assert told(AT + timedelta(days=1)) == []
    assert queries.board(world.TOWN_SITE, AT).calls == []


def test_a_windows_display(county: County, waiting: list[actions.Moved]) -> None:
    clerk, now = county["clerk"], AT + MINUTE
    assert queries.window_board(SITE, "A02", now).state is PostState.CLOSED
    free = queries.window_board(SITE, "A01", now)
    assert (free.state, free.call) == (PostState.OPEN, None)
    one = actions.call_next(clerk, now=now)
    board = queries.window_board(SITE, "A01", now)
    assert board.call is not None and (board.call.number, board.call.state) == (
        one.number,
        TicketState.CALLED,
    )
    actions.start(clerk, one.id, now=now)
    actions.hold(clerk, one.id, now=now)
    actions.pause_window(clerk, now=now)
    board = queries.window_board(SITE, "A01", now)
    assert (board.state, board.call) == (PostState.PAUSED, None)


def test_it_costs_the_same_however_many_wait(county: County, waiting: list[actions.Moved]) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            queries.board(SITE, AT + MINUTE)
        return len(seen)

    few = statements()
    for _ in range(30):
        actions.take(SYSTEM, SITE, letter="B", now=AT)
    assert statements() == few <= 7
