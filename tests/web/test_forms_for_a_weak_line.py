"""Forms of a helper and of a window tell the browser what it may keep; an applicant's tell nothing."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import county as counties
from tests import help_world
from tests.ui.signed import client_of
from yimen.cases import actions
from yimen.rules.terms import Channel
from yimen.web.kept import TO, TOLD

pytestmark = [pytest.mark.django_db, pytest.mark.both]
AREA = {"a-shop_name": "青石面馆", "a-area": "120", "next": "1"}


@pytest.fixture
def now() -> datetime:
    """Sessions are of this moment."""
    return timezone.now()


@pytest.fixture
def county(db: None, now: datetime) -> counties.County:
    made = counties.build(now - timedelta(days=3))
    help_world.come(made)
    help_world.allow(made, now)
    return made


def draft(county: counties.County, now: datetime, who: str = "helper") -> str:
    actor = help_world.now_allowed(county["helper"], now) if who == "helper" else county[who]
    channel = {"helper": Channel.HELPER, "clerk": Channel.COUNTER}.get(who, Channel.WEB)
    return actions.open_draft(
        actor, counties.LICENCE, county.parties["li" if who == "clerk" else "wang"].pk, channel=str(channel),
        region=counties.REGION, now=now,
    ).number  # fmt: skip


def told(client: Client, path: str) -> dict[str, str]:
    page = client.get(path).content.decode()
    box = re.search(r'<div class="kept"([^>]*)>', page)
    return dict(re.findall(r'data-([a-z-]+)="([^"]*)"', box.group(1))) if box else {}


def test_a_helper_s_form_names_what_may_be_kept(county: counties.County, now: datetime) -> None:
    number, client = draft(county, now), client_of(county, "helper")
    found = told(client, f"/apply/case/{number}/form/")
    assert found["names"] == "a-shop_name a-area" and found["days"] == "3"
    assert len({found["key"], found["keep"], found["whose"]}) == 3, "a mark is no key"
    assert found["key"] == told(client, f"/apply/case/{number}/form/")["key"], "the same within a session"
    other = client_of(county, "helper")
    assert found["key"] != told(other, f"/apply/case/{number}/form/")["key"], "another in another session"
    for place in ("materials", "check"):
        assert told(client, f"/apply/case/{number}/{place}/")["names"] == ""


def test_the_telephone_typed_at_the_window_is_not_named(county: counties.County, now: datetime) -> None:
    number = draft(county, now, "clerk")
    found = told(client_of(county, "clerk"), f"/desk/new/{number}/form/")
    assert found["names"] == "a-shop_name a-area"


def test_an_applicant_s_own_device_keeps_nothing(county: counties.County, now: datetime) -> None:
    number, client = draft(county, now, "wang"), client_of(county, "wang")
    page = client.get(f"/apply/case/{number}/form/")
    assert page.status_code == 200 and b"data-keep" not in page.content and b"keep.js" not in page.content


def test_a_redirect_is_told_to_who_asks_so(county: counties.County, now: datetime) -> None:
    number, client = draft(county, now), client_of(county, "helper")
    path = f"/apply/case/{number}/form/"
    plain = client.post(path, {**AREA, "once": "a" * 24})
    assert plain.status_code == 302
    answer = client.post(path, {**AREA, "once": "b" * 24}, headers={TOLD: "1"})
    assert (
        answer.status_code == 204 and answer.headers[TO] == plain.headers["Location"] and not answer.content
    )


def test_who_is_not_signed_in_any_more_has_sent_nothing(county: counties.County, now: datetime) -> None:
    number = draft(county, now)
    answer = Client().post(f"/apply/case/{number}/form/", AREA, headers={TOLD: "1"})
    assert answer.status_code == 204 and answer.headers[TO] == ""
