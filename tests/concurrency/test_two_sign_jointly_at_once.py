"""会签 at the same moment: both answers count; one takes back while the next signs: one of them wins."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import county as counties
from tests.cases.conftest import NOW
from tests.cases.test_pain_4_a_return_inside_joint_approval import MIXED, publish_mixed
from tests.concurrency.gate import together
from tests.concurrency.test_two_at_once import county  # noqa: F401
from yimen.cases import actions
from yimen.cases.models import Case, Seat
from yimen.rules.errors import RuleBroken
from yimen.rules.terms import Mode
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
LATER = NOW + timedelta(hours=1)


def in_the_group(county: counties.County, way: Mode = Mode.ALL) -> str:  # noqa: F811
    publish_mixed(NOW, way)
    li, clerk = county["li"], county["clerk"]
    party = county.parties["li"].pk
    number = actions.open_draft(li, MIXED, party, channel="2", region=counties.REGION, now=NOW).number
    actions.submit(li, number, now=NOW)
    actions.receive(clerk, number, now=NOW)
    actions.accept(clerk, number, now=NOW)
    actions.opinion(county["officer"], number, verdict="agree", text="", now=NOW)
    return number


def sign(county: counties.County, who: str, number: str):  # noqa: F811
    return lambda: actions.opinion(county[who], number, verdict="agree", text=who, now=LATER)


def opened(number: str) -> list[str]:
    case = Case.objects.get(number=number)
    seats = Seat.objects.filter(case=case, round=case.round, is_open=True)
    return list(seats.order_by("order").values_list("name", flat=True))


def test_two_of_a_group_sign_at_once_and_the_decision_opens_once(county):  # noqa: F811
    number = in_the_group(county)
    results = together(sign(county, "health", number), sign(county, "head", number))
    assert not any(isinstance(one, Exception) for one in results), results
    assert opened(number) == ["批准"]
    assert list(trail.broken_links(number)) == []


def test_either_or_is_answered_by_one_of_two_at_once(county):  # noqa: F811
    number = in_the_group(county, Mode.ANY)
    results = together(sign(county, "health", number), sign(county, "head", number))
    assert sum(isinstance(one, RuleBroken) for one in results) == 1
    assert opened(number) == ["批准"]


def test_one_takes_back_while_the_next_signs(county):  # noqa: F811
    """Either the opinion is back in time and the next may not sign yet, or it came too late."""
    number = in_the_group(county)
    take = together(
        lambda: actions.take_back(county["officer"], number, now=LATER), sign(county, "health", number)
    )
    refused = [one for one in take if isinstance(one, RuleBroken)]
    assert len(refused) == 1 and not any(isinstance(one, Exception) for one in take if one not in refused)
    late = refused[0].code == "review.acted_after"
    assert opened(number) == (["科室会签"] if late else ["承办"])
    assert list(trail.broken_links(number)) == []
