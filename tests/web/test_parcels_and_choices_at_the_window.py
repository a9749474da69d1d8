"""At the window: the way is chosen for who stands there; an address is whole only to send, on record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import county as counties
from tests.web import staffkit
from yimen.accounts.models import Account
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PLACE = "云溪县民生路 9 号"


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> staffkit.Hall:
    return staffkit.open_hall(monkeypatch)


def to_post(hall: staffkit.Hall, until: str = "issued") -> str:
    number = hall.walk("granted")
    page = f"/cases/{number}/delivery/"
    hall.form(
        "li", page, {"way": "post", "name": "李敏", "phone": "13800003210", "address": PLACE}, page=page
    )
    if until == "issued":
        page = f"/desk/cases/{number}/"
        hall.form("clerk", f"{page}issue/", {}, page=page)
    return number


def views(hall: staffkit.Hall) -> list[dict[str, object]]:
    rows = trail.history(f"party:{hall.county.parties['li'].pk}")
    return [row.data for row in rows if row.kind == "view.full"]


def test_a_parcels_address_is_whole_only_to_send_it_and_on_record(hall: staffkit.Hall) -> None:
    number = to_post(hall)
    page = f"/desk/cases/{number}/"
    shown = hall.get("clerk", page)
    assert "云溪县民生路***" in shown.content.decode() and PLACE not in shown.content.decode()
    assert views(hall) == []
    sent = {**staffkit.hidden(shown), "tracking": "EMS 77"}
    for _ in range(2):  # the button pressed twice is one view
        whole = hall.post("clerk", f"{page}parcel/", sent)
        assert whole.status_code == 200 and whole["Cache-Control"].count("no-store") == 1
        text = whole.content.decode()
        assert PLACE in text and "13800003210" in text and "李敏" in text
        assert "EMS 77" in text, "what was typed is still there"
    (seen,) = views(hall)
    assert (seen["case"], seen["why"], seen["words"]) == (number, "deliver", "照地址寄出结果")
    mine = hall.get("li", "/account/views/").content.decode()
    assert number in mine and "照地址寄出结果" in mine
    again = hall.get("clerk", page).content.decode()
    assert PLACE not in again


@pytest.mark.parametrize(("who", "status"), [("clerk", 405), ("officer", 403), ("li", 403)])
def test_it_is_shown_to_nobody_by_its_address_alone(hall: staffkit.Hall, who: str, status: int) -> None:
    number = to_post(hall)
    got = hall.get(who, f"/desk/cases/{number}/parcel/")
    assert got.status_code == status and PLACE not in got.content.decode()
    if who != "clerk":
        posted = hall.post(who, f"/desk/cases/{number}/parcel/")
        assert posted.status_code == status and PLACE not in posted.content.decode()
    assert views(hall) == []


def test_there_is_nothing_to_see_where_nothing_is_sent(hall: staffkit.Hall) -> None:
    number = hall.walk("issued")
    answer = hall.post("clerk", f"/desk/cases/{number}/parcel/")
    assert answer.status_code == 409 and "申请人没有选邮寄" in answer.content.decode()


def test_the_clerk_chooses_for_the_person_at_the_counter(hall: staffkit.Hall) -> None:
    number = hall.walk("received")
    page = f"/desk/cases/{number}/delivery/"
    assert page in hall.get("clerk", f"/desk/cases/{number}/").content.decode()
    for wrong in ({"way": ""}, {"way": "pickup", "hall": "1"}, {"way": "post", "name": "李敏"}):
        answer = hall.form("clerk", page, wrong, page=page)
        assert answer.status_code == 422 and "govuk-error-summary" in answer.content.decode()
    assert hall.form("clerk", page, {"way": "pickup", "hall": counties.REGION}, page=page).status_code == 302
    assert staffkit.case(number).hall == counties.REGION
    assert "云溪县" in str(hall.get("clerk", f"/desk/cases/{number}/").context["taking"])
    typed = {"way": "post", "name": "李敏", "phone": "13800003210", "address": PLACE}
    hall.form("clerk", page, typed, page=page)
    shown = hall.get("clerk", page).content.decode()
    assert PLACE not in shown and "13800003210" not in shown, "nor is it prefilled for the next clerk"
    assert hall.get("officer", page).status_code == 403
    assert hall.get("li", page).status_code == 403


def test_a_stale_page_changes_nothing(hall: staffkit.Hall) -> None:
    number = hall.walk("received")
    page = f"/desk/cases/{number}/delivery/"
    old = staffkit.hidden(hall.get("clerk", page)) | {"rev": str(staffkit.case(number).rev)}
    hall.form("clerk", page, {"way": "online"}, page=page)
    late = hall.post("clerk", page, {**old, "way": "pickup", "hall": counties.REGION})
    assert late.status_code == 409 and staffkit.case(number).delivery["way"] == "online"


def test_a_proxy_with_the_mandate_given_on_the_page(hall: staffkit.Hall) -> None:
    number, wang = hall.walk("issued"), hall.county.parties["wang"]
    page = "/account/mandates/new/"
    until = (hall.now + timedelta(days=30)).date()
    typed = {
        "name": wang.name, "id_number": wang.id_number, "from_day": "2026-11-01",
        "to_day": until.isoformat(),
    }  # fmt: skip
    opened = hall.get("li", page)
    answer = hall.post("li", page, {"once": opened.context["once"], **typed})
    assert answer.status_code == 302, answer.content.decode()
    case = f"/desk/cases/{number}/"
    taking = {"receiver": wang.name, "seen": "居民身份证", "proxy_number": wang.id_number}
    assert hall.form("clerk", f"{case}deliver/", taking, page=case).status_code == 302
    done = staffkit.case(number)
    assert (done.state, done.received_result_by) == ("delivered", wang.name)
    assert Account.objects.filter(party=wang).exists()
