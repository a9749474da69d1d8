"""更正登记信息 on the pages: asked for in one's account, answered at the window, the answer read at home."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import county as counties
from tests.backup.drill import picture
from tests.web.staff_world import county, signed_in  # noqa: F401
from yimen.parties.models import Party
from yimen.personal.models import Correction

HERE = "/account/corrections/"
WHY = "登记时录错了一个字"


def sent(**changed):
    made = {
        "fact": "name",
        "value": "李闽",
        "reason": WHY,
        "proof": SimpleUploadedFile("身份证.png", picture(4), "image/png"),
    }
    return {key: value for key, value in {**made, **changed}.items() if value is not None}


def status(client, path):
    answer = client.get(path)
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


@pytest.fixture
def li(county):  # noqa: F811
    return signed_in(county, "li")


def test_asked_answered_and_read(county, li):  # noqa: F811
    assert li.post(HERE, sent()).status_code == 302
    request = Correction.objects.get()
    clerk = signed_in(county, "clerk")
    assert f"/desk/requests/{request.pk}/" in clerk.get("/desk/requests/").content.decode()
    page = clerk.get(f"/desk/requests/{request.pk}/").content.decode()
    assert WHY in page and "李闽" not in page and county.parties["li"].id_number not in page
    key = f"/files/{request.proof.key}/"
    assert status(clerk, key) == 200 and status(li, key) == 200
    assert signed_in(county, "wang").get(key).status_code == 404
    wrong = clerk.post(f"/desk/requests/{request.pk}/", {"do": "correct", "seen": "李敏", "papers": "yes"})
    assert wrong.status_code == 422 and "和申请的不一样" in wrong.content.decode()
    done = clerk.post(f"/desk/requests/{request.pk}/", {"do": "correct", "seen": "李闽", "papers": "yes"})
    assert done.status_code == 302
    assert Party.objects.get(pk=county.parties["li"].pk).name == "李闽"
    assert "已更正" in li.get(HERE).content.decode()
    assert "没有等着的更正申请" in clerk.get("/desk/requests/").content.decode()


def test_the_answer_that_declines_is_read(county, li):  # noqa: F811
    li.post(HERE, sent())
    request = Correction.objects.get()
    clerk = signed_in(county, "clerk")
    answer = clerk.post(f"/desk/requests/{request.pk}/", {"do": "decline", "reason": " "})
    assert answer.status_code == 422 and "请写明理由" in answer.content.decode()
    clerk.post(f"/desk/requests/{request.pk}/", {"do": "decline", "reason": "身份证上就是李敏"})
    assert "身份证上就是李敏" in li.get(HERE).content.decode()


@pytest.mark.parametrize(
    ("changed", "box"),
    [
        ({"fact": "phone"}, "f-fact"),
        ({"value": ""}, "f-value"),
        ({"value": "李敏"}, "f-value"),
        ({"fact": "number", "value": "12345"}, "f-value"),
        ({"reason": "短"}, "f-reason"),
        ({"proof": None}, "f-proof"),
        ({"proof": SimpleUploadedFile("a.exe", b"MZ\x90\x00" * 40)}, "f-proof"),
    ],
)
def test_bad_input_is_told_at_its_box_and_nothing_typed_is_lost(li, changed, box):
    answer = li.post(HERE, sent(**changed))
    page = answer.content.decode()
    assert answer.status_code == 422 and f'href="#{box}"' in page
    assert changed.get("reason", WHY) in page
    assert not Correction.objects.exists()


def test_sent_twice_it_is_asked_once(li):
    token = "t" * 32
    for _ in range(2):
        li.post(HERE, sent(once=token))
    assert Correction.objects.count() == 1


def test_withdrawn_by_its_owner_only(county, li):  # noqa: F811
    li.post(HERE, sent())
    request = Correction.objects.get()
    path = f"{HERE}{request.pk}/withdraw/"
    assert signed_in(county, "wang").post(path).status_code == 404
    assert li.post(path).status_code == 302
    assert "已撤回" in li.get(HERE).content.decode()


def test_who_may_open_which_page(county):  # noqa: F811
    assert signed_in(county, "keeper").get("/desk/requests/").status_code == 403
    assert signed_in(county, "clerk").get("/desk/requests/999/").status_code == 404
    assert signed_in(county, "clerk").get(HERE).status_code == 302, "a member of staff is no party"


def test_telephone_and_address_are_corrected_at_once_and_on_record(county, li):  # noqa: F811
    sent = {"phone": "13900001111", "address": "云溪县民生路 20 号", "password": counties.PASSWORD}
    answer = li.post("/account/contact/", sent)
    assert answer.status_code == 302
    party = Party.objects.get(pk=county.parties["li"].pk)
    assert (party.phone, party.address) == ("13900001111", "云溪县民生路 20 号")


def test_the_copy_of_ones_data_holds_the_requests(county, li):  # noqa: F811
    li.post(HERE, sent())
    account = county.accounts["li"]
    account.set_password("再输一次的密码2026")
    account.save()
    client = signed_in(county, "li")
    answer = client.post("/account/data/", {"password": "再输一次的密码2026"})
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    (told,) = json.loads(archive.read("data.json"))["corrections"]
    assert told["value"] == "李闽" and archive.read(told["file"]) == picture(4)
