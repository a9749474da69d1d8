"""我的数据: whoever gives the password again takes away everything on file about them, and nobody else's."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import county as counties
from tests import hall_world, help_world
from tests.backup.drill import picture
from tests.cases.conftest import reach  # noqa: F401
from tests.web.staff_world import NOW, county, signed_in  # noqa: F401
from yimen.accounts import actions as accounts
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.hall import actions as hall
from yimen.hall import queries as halls
from yimen.helping import actions as helping
from yimen.trail.models import Event
from yimen.vault import actions as vault
from yimen.vault import queries as files

Reach = Callable[..., Case]
PASSWORD = "再输一次的密码2026"
CONTENT = picture(7)


@pytest.fixture
def li(county: counties.County) -> Client:  # noqa: F811
    account = county.accounts["li"]
    account.set_password(PASSWORD)
    account.save()
    return signed_in(county, "li")


def taken(client: Client, password: str = PASSWORD) -> tuple[dict[str, Any], zipfile.ZipFile]:
    answer = client.post("/account/data/", {"password": password})
    assert answer.status_code == 200, answer.content.decode()[:2000]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return json.loads(archive.read("data.json")), archive


def with_file(county: counties.County, reach: Reach) -> tuple[Case, Any]:  # noqa: F811
    case = reach("filled")
    kept = vault.keep(county["li"], [CONTENT], "../平面图.png", now=NOW)
    actions.attach(county["li"], case.number, "M-PLAN", kept.id, now=NOW)
    return case, kept


def test_everything_is_inside(county, reach, li):  # noqa: F811
    case, _kept = with_file(county, reach)
    party = county.parties["li"]
    accounts.change_contact(county["li"], PASSWORD, "13900001111", now=NOW)
    told, archive = taken(li)
    assert (told["party"]["number"], told["party"]["phone"]) == (party.id_number, "13900001111")
    (mine,) = told["cases"]
    assert (mine["number"], mine["answers"]["shop_name"]) == (case.number, "青石面馆")
    paths = [path for line in mine["materials"] for path in line["files"]]
    assert len(paths) == 1
    assert ".." not in paths[0].split("/")
    assert archive.read(paths[0]) == CONTENT
    assert "联系方式变更" in [one["what"] for one in told["history"]]
    assert {"mandates_given", "materials_on_file", "used_by_others", "messages"} <= set(told)


def test_nobody_elses_data_are_inside(county, reach, li):  # noqa: F811
    other = reach("submitted", who="firm")
    told, _ = taken(li)
    whole = json.dumps(told, ensure_ascii=False)
    assert other.number not in whole
    assert county.parties["firm"].id_number not in whole


def test_the_copy_is_on_record_and_the_password_is_not(county, li):  # noqa: F811
    taken(li)
    event = Event.objects.get(kind="party.data_copied")
    assert event.stream == f"party:{county.parties['li'].pk}"
    assert PASSWORD not in json.dumps(list(Event.objects.values_list("data", flat=True)))


def test_a_wrong_password_gives_nothing(county, li):  # noqa: F811
    answer = li.post("/account/data/", {"password": "不是这个"})
    assert answer.status_code == 422
    assert "密码" in answer.content.decode()
    assert not Event.objects.filter(kind="party.data_copied").exists()


def test_a_file_that_the_disk_has_lost_is_named(county, reach, li):  # noqa: F811
    _, kept = with_file(county, reach)
    files.path_of(kept.digest).unlink()
    told, _ = taken(li)
    assert len(told["lost"]) == 1


def test_staff_have_no_data_of_their_own_here(county):  # noqa: F811
    assert signed_in(county, "clerk").get("/account/data/").headers["Location"] == "/account/"
    assert Client().get("/account/data/").status_code == 302


def test_halls_and_helpers_are_inside(county, li):  # noqa: F811
    hall_world.build(county)
    hall_world.sit(county)
    help_world.come(county)
    spec = hall_world.spec(county)
    day = next(one for one in halls.offer(spec, hall_world.CENTRE_SITE, now=NOW) if one.free)
    slot = next(one.start for one in day.slots if one.free)
    hall.book(county["li"], counties.PLAIN, hall_world.CENTRE_SITE, day.day, slot, now=NOW)
    number = hall.take(county["li"], hall_world.CENTRE_SITE, items=[counties.PLAIN], now=NOW).number
    hall.take(county["wang"], hall_world.CENTRE_SITE, items=[counties.PLAIN], now=NOW)
    help_world.allow(county, NOW, who="li")
    for who, place in (("li", "青石村三组 8 号"), ("wang", "别人家")):
        helping.ask_visit(county[who], counties.REGION, place, "old", "weekday", "看不清字", now=NOW)
    told, _ = taken(li)
    (booked,), (slip,), (mandate,) = told["bookings"], told["numbers"], told["help_mandates"]
    assert (booked["hall"], booked["day"], booked["state"]) == (
        "云溪县政务服务中心",
        day.day.isoformat(),
        "已预约",
    )
    assert slip["number"] == number and slip["matters"][0]["item"] and slip["waited_seconds"] is None
    assert (mandate["helper"], mandate["how"]) == ("3001", "本人账号")
    (visit,) = told["home_visits"]
    assert (visit["place"], visit["why"], visit["words"]) == (
        "青石村三组 8 号",
        "年纪大，行动不便",
        "看不清字",
    )
    assert told["ratings"] == told["receipt_numbers"] == []
