"""屏和自助机: entered by the keeper, connected by a code that counts once, taken out of use at once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import county as counties
from tests import hall_world
from tests.county import County
from tests.web.staffkit import NOW
from yimen.hall import actions, queries
from yimen.hall.models import Device, Site, Window
from yimen.rules.authority import NotPermitted
from yimen.rules.hall.devices import (
    CODE_FOR,
    DeviceCode,
    DeviceEnded,
    DeviceKind,
    DeviceUnknown,
    DeviceWindow,
    Health,
)
from yimen.rules.hall.keeping import WindowUnknown
from yimen.trail.models import Event, Once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
SITE = hall_world.CENTRE_SITE


@pytest.fixture
def county(db: None) -> County:
    return hall_world.build(counties.build(NOW - timedelta(days=3)))


def kiosk(county: County, name: str = "门口自助机") -> int:
    return actions.add_device(county["keeper"], SITE, "kiosk", name, now=NOW).id


def joined(county: County, device: int, now: datetime = NOW) -> str:
    return actions.join(actions.give_code(county["keeper"], SITE, device, now=now).code, now=now)


def test_a_code_connects_once_and_only_digests_are_kept(county: County) -> None:
    device = kiosk(county)
    (row,) = queries.devices_at(SITE, NOW)
    assert (row.kind, row.health, row.code) == (DeviceKind.KIOSK, Health.NEW, False)
    made = actions.give_code(county["keeper"], SITE, device, now=NOW)
    assert queries.devices_at(SITE, NOW)[0].code
    token = actions.join(f" {made.code[:4]}-{made.code[4:]} ".lower(), now=NOW)
    own = queries.device_of(token)
    assert own is not None and (own.id, own.site, own.always) == (device, SITE, False)
    assert own.actor.label == f"machine:{device}"
    with pytest.raises(DeviceCode):
        actions.join(made.code, now=NOW)
    kept = (
        str(list(Device.objects.values()))
        + str(list(Event.objects.values()))
        + str(list(Once.objects.values()))
    )
    assert token not in kept and made.code not in kept


def test_a_code_ends_and_a_later_one_replaces_it(county: County) -> None:
    device = kiosk(county)
    first = actions.give_code(county["keeper"], SITE, device, now=NOW).code
    second = actions.give_code(county["keeper"], SITE, device, now=NOW).code
    with pytest.raises(DeviceCode):
        actions.join(first, now=NOW)
    with pytest.raises(DeviceCode):
        actions.join(second, now=NOW + CODE_FOR)
    assert actions.join(second, now=NOW + CODE_FOR - timedelta(seconds=1))
    for typed in ("", "        ", "x", "A" * 8):
        with pytest.raises(DeviceCode):
            actions.join(typed, now=NOW)


def test_the_same_request_twice_shows_no_code_again(county: County) -> None:
    device, once = kiosk(county), "o" * 24
    first = actions.give_code(county["keeper"], SITE, device, now=NOW, once=once)
    again = actions.give_code(county["keeper"], SITE, device, now=NOW, once=once)
    assert first.code and again.code == ""
    assert actions.join(first.code, now=NOW), "the code that was shown still counts"


def test_a_device_connected_anew_leaves_the_old_browser_out(county: County) -> None:
    device = kiosk(county)
    old = joined(county, device)
    new = joined(county, device)
    assert queries.device_of(old) is None
    assert queries.device_of(new) is not None


def test_out_of_use_at_once(county: County) -> None:
    device = kiosk(county)
    token = joined(county, device)
    code = actions.give_code(county["keeper"], SITE, device, now=NOW).code
    for _ in range(2):
        actions.end_device(county["keeper"], SITE, device, now=NOW)
    assert queries.device_of(token) is None
    with pytest.raises(DeviceCode):
        actions.join(code, now=NOW)
    with pytest.raises(DeviceEnded):
        actions.give_code(county["keeper"], SITE, device, now=NOW)
    assert queries.devices_at(SITE, NOW)[0].health is Health.ENDED
    assert Event.objects.filter(kind="hall.device_ended").count() == 1


def test_who_may_and_what_must_fit(county: County) -> None:
    keeper = county["keeper"]
    for who in ("clerk", "li", "officer"):
        with pytest.raises(NotPermitted):
            actions.add_device(county[who], SITE, "kiosk", "机", now=NOW)
        with pytest.raises(NotPermitted):
            actions.give_code(county[who], SITE, 1, now=NOW)
        with pytest.raises(NotPermitted):
            actions.end_device(county[who], SITE, 1, now=NOW)
    with pytest.raises(DeviceWindow):
        actions.add_device(keeper, SITE, "window", "窗口屏", now=NOW)
    with pytest.raises(DeviceWindow):
        actions.add_device(keeper, SITE, "hall", "大屏", window="A01", now=NOW)
    with pytest.raises(WindowUnknown):
        actions.add_device(keeper, SITE, "window", "窗口屏", window="Z99", now=NOW)
    device = kiosk(county)
    for act in (actions.give_code, actions.end_device):
        with pytest.raises(DeviceUnknown):
            act(keeper, hall_world.TOWN_SITE, device, now=NOW)


def test_the_database_keeps_a_display_at_its_window(county: County) -> None:
    site = Site.objects.get(code=SITE)
    window = Window.objects.filter(site=site).first()
    for kind, at in (("window", None), ("kiosk", window), ("hall", window)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Device.objects.create(site=site, kind=kind, name="x", window=at, made_at=NOW)


def test_it_says_that_it_is_there_once_a_minute(county: County) -> None:
    device = kiosk(county)
    joined(county, device)
    later = NOW + timedelta(minutes=10)
    assert [one.id for one in queries.silent_devices(SITE, later)] == [device]
    for seconds in (0, 5, 20):
        actions.note_seen(device, now=later + timedelta(seconds=seconds))
    assert Device.objects.get(pk=device).seen_at == later
    assert queries.silent_devices(SITE, later) == []
    (silent,) = queries.morning(Site.objects.get(code=SITE), later + timedelta(hours=1)).silent
    assert (silent.name, silent.since) == ("门口自助机", later)
    actions.note_seen(device, now=later + timedelta(minutes=1))
    assert Device.objects.get(pk=device).seen_at == later + timedelta(minutes=1)


def test_help_is_asked_for_once_and_given_by_a_clerk_of_the_hall(county: County) -> None:
    device = kiosk(county)
    own = queries.device_of(joined(county, device))
    assert own is not None
    for minutes in (0, 1):
        actions.ask_help(own.actor, now=NOW + timedelta(minutes=minutes))
    (call,) = queries.help_calls([counties.REGION])
    assert (call.device, call.at) == (device, NOW)
    assert queries.help_calls([hall_world.TOWN]) == []
    with pytest.raises(NotPermitted):
        actions.give_help(county["li"], device, now=NOW)
    for _ in range(2):
        actions.give_help(county["clerk"], device, now=NOW + timedelta(minutes=2))
    assert queries.help_calls([counties.REGION]) == []
    told = Event.objects.get(kind="hall.help_given").data
    assert told["waited"] == 120
    with pytest.raises(DeviceUnknown):
        actions.give_help(county["clerk"], 10**9, now=NOW)
    with pytest.raises(DeviceUnknown):
        actions.ask_help(county["clerk"], now=NOW)
