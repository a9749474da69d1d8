"""过期清除: reminders, numbers, bookings, visits at home and mandates go when their time is over, not a day
earlier; figures and cases stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from tests import county as counties
from tests import hall_world, help_world
from yimen.cases import actions as cases
from yimen.cases.actions import leave_message
from yimen.cases.models import Case, Message
from yimen.config.worker import Worker
from yimen.hall import actions as hall
from yimen.hall import queries as halls
from yimen.hall.models import Booking, Ticket, TicketItem
from yimen.helping import actions as helping
from yimen.helping.models import HelpRating, HomeVisit
from yimen.parties.actions import helping as mandates
from yimen.parties.models import HelpMandate
from yimen.personal import actions
from yimen.rules.booking_terms import BOUNDS
from yimen.rules.calendar import CHINA
from yimen.rules.forgetting import LIVES, MISSED_DAYS, Held, kept_from
from yimen.rules.helping.measures import SPAN_DAYS
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=CHINA)
DAYS = {one.what: one.days for one in LIVES}


@pytest.fixture
def county(db: None) -> Iterator[counties.County]:
    made = hall_world.build(counties.build(MONDAY))
    help_world.come(made)
    hall_world.sit(made)
    yield made


def after(what: Held, since: datetime, days: int = 0) -> datetime:
    """The first moment at which something that was over at `since` may go, `days` later."""
    return since.replace(hour=0, minute=1) + timedelta(days=DAYS[what] + 1 + days)


def gone(what: Held) -> list[dict[str, object]]:
    return [row.data for row in trail.history(f"forgotten:{what}")]


def test_every_sort_has_a_number_of_days_and_a_reason() -> None:
    assert [one.what for one in LIVES] == list(Held)
    assert all(one.days > SPAN_DAYS and one.basis and one.then for one in LIVES)
    assert BOUNDS["within"].high < MISSED_DAYS, "a hall's own rule on who did not come still sees them"
    assert kept_from(LIVES[0], MONDAY.date()) == MONDAY.date() - timedelta(days=LIVES[0].days)


def test_a_reminder_goes_and_the_messages_of_a_case_stay(county: counties.County) -> None:
    number = _case(county)
    with transaction.atomic():
        leave_message(None, county.parties["li"].pk, 900_001, "明天的预约", {}, MONDAY)
        leave_message(Case.objects.get(number=number), county.parties["li"].pk, 900_002, "收到了", {}, MONDAY)
    assert actions.forget_due(after(Held.MESSAGE, MONDAY, -1)) == 0
    assert actions.forget_due(after(Held.MESSAGE, MONDAY)) == 1
    assert set(Message.objects.values_list("text", flat=True)) == {"收到了"}
    assert gone(Held.MESSAGE) == [{"what": "message", "before": "2026-11-17", "count": 1}]


def test_a_number_keeps_its_figures_and_its_case_and_loses_the_person(county: counties.County) -> None:
    taken = hall.take(county["li"], hall_world.CENTRE_SITE, items=[counties.PLAIN], now=MONDAY)
    TicketItem.objects.update(case=_case(county))
    before = Ticket.objects.values().get()
    assert actions.forget_due(after(Held.TICKET, MONDAY, -1)) == 0
    assert actions.forget_due(after(Held.TICKET, MONDAY)) == 1
    assert Ticket.objects.values().get() == {**before, "party_id": None}
    assert TicketItem.objects.get().case and Ticket.objects.get().key == taken.key
    assert actions.forget_due(after(Held.TICKET, MONDAY, 1)) == 0, "once"


def test_a_booking_goes_when_no_rule_looks_back_so_far(county: counties.County) -> None:
    spec = hall_world.spec(county, counties.PLAIN)
    day = next(one for one in halls.offer(spec, hall_world.CENTRE_SITE, now=MONDAY) if one.free)
    start = next(one.start for one in day.slots if one.free)
    hall.book(county["li"], counties.PLAIN, hall_world.CENTRE_SITE, day.day, start, now=MONDAY)
    on_day = datetime(day.day.year, day.day.month, day.day.day, 9, 0, tzinfo=CHINA)
    hall.close_days(on_day + timedelta(days=1))
    actions.forget_due(after(Held.BOOKING, on_day, -1))
    assert Booking.objects.count() == 1
    actions.forget_due(after(Held.BOOKING, on_day))
    assert not Booking.objects.exists() and gone(Held.BOOKING)[0]["count"] == 1


def test_a_visit_at_home_goes_after_it_ended_never_while_it_waits(county: counties.County) -> None:
    asked = {
        who: helping.ask_visit(county[who], counties.REGION, "三组 8 号", "old", "weekday", "", now=MONDAY).id
        for who in ("li", "wang")
    }
    helping.cancel_visit(county["li"], asked["li"], now=MONDAY)
    actions.forget_due(after(Held.VISIT, MONDAY, -1))
    assert HomeVisit.objects.count() == 2
    actions.forget_due(after(Held.VISIT, MONDAY, 900))
    assert HomeVisit.objects.get().pk == asked["wang"], "what somebody still waits for is not forgotten"


def test_what_was_never_agreed_goes_early_and_a_mandate_after_three_years(county: counties.County) -> None:
    held, asked = help_world.allow(county, MONDAY), help_world.ask(county, MONDAY, who="li")
    ended = help_world.allow(county, MONDAY, counties.PLAIN)
    mandates.end_help(county["wang"], ended, now=MONDAY)
    actions.forget_due(after(Held.REQUEST, MONDAY, -1))
    assert HelpMandate.objects.count() == 3
    actions.forget_due(after(Held.REQUEST, MONDAY))
    assert not HelpMandate.objects.filter(pk=asked).exists() and HelpMandate.objects.count() == 2
    actions.forget_due(after(Held.MANDATE, MONDAY, -1))
    assert HelpMandate.objects.count() == 2
    actions.forget_due(after(Held.MANDATE, MONDAY))
    assert HelpMandate.objects.get().pk == held, "it ran ninety days longer"
    actions.forget_due(after(Held.MANDATE, MONDAY, 90))
    assert not HelpMandate.objects.exists()


def test_some_at_a_time_and_killed_in_between(
    county: counties.County, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        for n in range(5):
            leave_message(None, county.parties["li"].pk, 900_000 + n, "明天的预约", {}, MONDAY)
    late = after(Held.MESSAGE, MONDAY)
    assert actions.forget_due(late, batch=2) == 5
    assert [row["count"] for row in gone(Held.MESSAGE)] == [2, 2, 1]
    assert list(trail.broken_links(f"forgotten:{Held.MESSAGE}")) == []


def test_the_worker_does_it_once_a_day(county: counties.County) -> None:
    with transaction.atomic():
        leave_message(None, county.parties["li"].pk, 900_001, "明天的预约", {}, MONDAY)
    Worker()._daily(after(Held.MESSAGE, MONDAY))
    assert not Message.objects.exists()


def test_what_was_said_of_a_helper_goes_with_the_record_of_the_case(county: counties.County) -> None:
    number = _case(county)
    HelpRating.objects.create(
        case=Case.objects.get(number=number), party=county.parties["li"], staff="3001", level=1,
        words="李敏，19900000001，不满意", at=MONDAY,
    )  # fmt: skip
    with transaction.atomic():
        helping.erase(number)
    assert HelpRating.objects.get().words == "" and HelpRating.objects.get().level == 1


def _case(county: counties.County) -> str:
    party = county.parties["li"].pk
    made = cases.open_draft(
        county["li"], counties.PLAIN, party, channel="2", region=counties.REGION, now=MONDAY
    )
    return made.number
