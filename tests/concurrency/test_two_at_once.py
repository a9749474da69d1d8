"""Two at once: one wins, the other reads why; a request sent twice at the same time is one act."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import county as counties
from tests.cases.conftest import NOW
from tests.concurrency.gate import together
from yimen.cases import actions
from yimen.cases.models import Case, Seat
from yimen.rules.errors import RuleBroken
from yimen.trail import queries as trail
from yimen.trail.models import Event, Once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def county() -> counties.County:
    return counties.build(NOW)


def received(county: counties.County) -> str:
    li, party = county["li"], county.parties["li"].pk
    number = actions.open_draft(
        li, counties.PLAIN, party, channel="2", region=counties.REGION, now=NOW
    ).number
    actions.submit(li, number, now=NOW)
    actions.receive(county["clerk"], number, now=NOW)
    return number


def test_two_clerks_accept_one_case(county):
    number = received(county)
    rev = Case.objects.get(number=number).rev
    results = together(
        lambda: actions.accept(county["clerk"], number, rev=rev, now=NOW),
        lambda: actions.accept(county["clerk2"], number, rev=rev, now=NOW),
    )
    refused = [r for r in results if isinstance(r, RuleBroken)]
    assert len(refused) == 1
    assert refused[0].code == "case.stale"
    assert "已受理" in refused[0].words
    assert Seat.objects.filter(case__number=number, round=1).count() == 3
    assert list(trail.broken_links(number)) == []


def test_one_request_sent_eight_times_at_once_is_one_case(county):
    li, party = county["li"], county.parties["li"].pk
    results = together(
        *[
            lambda: actions.open_draft(
                li, counties.PLAIN, party, channel="2", region=counties.REGION, now=NOW, once="k1"
            )
        ]
        * 8
    )
    assert {getattr(r, "number", r) for r in results} == {Case.objects.get().number}
    assert Once.objects.count() == 1


def test_thirty_acts_on_thirty_cases_at_once_leave_whole_chains(county):
    numbers = [received(county) for _ in range(12)]
    results = together(*[lambda n=n: actions.accept(county["clerk"], n, now=NOW) for n in numbers])
    assert [r for r in results if isinstance(r, Exception)] == []
    for number in numbers:
        assert list(trail.broken_links(number)) == []
        assert Case.objects.get(number=number).rev == Event.objects.filter(stream=number).count()


def test_opinion_and_withdrawal_at_once_leave_one_story(county):
    number = received(county)
    actions.accept(county["clerk"], number, now=NOW)
    at = NOW + timedelta(minutes=5)
    results = together(
        lambda: actions.opinion(county["officer"], number, verdict="agree", text="", now=at),
        lambda: actions.withdraw(county["li"], number, reason="不办了", now=at),
    )
    case = Case.objects.get(number=number)
    assert case.state == "withdrawn"
    assert not Seat.objects.filter(case=case, is_open=True).exists()
    assert list(trail.broken_links(number)) == []
    assert sum(isinstance(r, Exception) for r in results) <= 1
