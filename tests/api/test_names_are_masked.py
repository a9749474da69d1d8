"""Names, numbers, telephones and addresses are shown whole to the party itself, masked to everybody else."""

from __future__ import annotations

from datetime import date

import pytest

from tests import county as counties
from yimen.api.masks import masked_answers
from yimen.cases.models import Case
from yimen.parties import actions as parties
from yimen.parties.models import Party
from yimen.rules.item import FieldUse, ItemSpec
from yimen.rules.terms import FieldType

pytestmark = pytest.mark.django_db


def _everything(who, number: str) -> str:
    paths = ["", "/history", "/documents"]
    texts = [who.get(f"/cases/{number}{path}").content.decode() for path in paths]
    papers = who.get(f"/cases/{number}/documents").json()["documents"]
    texts += [who.get(f"/cases/{number}/documents/{one['number']}").content.decode() for one in papers]
    return "".join(texts)


def test_the_applicant_reads_their_own_data(caller, reach, county):
    seen = caller("li").get(f"/cases/{reach('delivered')}").json()
    assert seen["whole"] is True
    assert seen["party"]["name"] == "李敏"
    assert seen["party"]["contact_phone"] == county.parties["li"].phone
    assert seen["result"]["received_by"] == "李敏"
    assert len(seen["query_code"]) == 6


@pytest.mark.parametrize("name", ["clerk", "officer", "director", "admin", "supervisor"])
def test_officials_read_masked(caller, reach, county, name):
    text = _everything(caller(name), reach("delivered"))
    assert "李*" in text
    for personal in ("李敏", county.parties["li"].phone, county.parties["li"].id_number):
        assert personal not in text


def test_an_agent_reads_the_principals_data_masked(caller, county):
    li, wang = county.parties["li"], county.parties["wang"]
    parties.give_mandate(
        county["wang"], wang.pk, li.pk, [counties.PLAIN], date(2026, 1, 1), date(2026, 12, 31), now=county.now
    )
    agent = caller("li")
    mine = agent.get("/parties/mine").json()["parties"]
    assert [(one["id"], one["name"]) for one in mine] == [(li.pk, "李*"), (wang.pk, "王*草")]
    number = agent.post("/applications", {"item": counties.PLAIN, "party": wang.pk}).json()["number"]
    seen = agent.get(f"/cases/{number}").json()
    assert (seen["whole"], seen["party"]["name"], seen["query_code"]) == (False, "王*草", "")
    assert caller("wang").get(f"/cases/{number}").json()["party"]["agent"] == "李*"


def test_lists_and_tracking_are_masked(caller, reach, anybody):
    number = reach("accepted")
    code = caller("li").get(f"/cases/{number}").json()["query_code"]
    lists = [
        caller("officer").get("/cases?inbox=review").content.decode(),
        caller("li").get("/cases").content.decode(),
        anybody.get(f"/track?number={number}", query_code=code).content.decode(),
    ]
    assert all(number in text and "李敏" not in text for text in lists)


def test_parties_are_found_by_whole_number_by_clerks_only(caller, county):
    li = county.parties["li"]
    found = caller("clerk").get(f"/parties?number={li.id_number}").json()["parties"]
    assert [(one["id"], one["name"]) for one in found] == [(li.pk, "李*")]
    assert li.id_number not in str(found)
    assert caller("clerk").get(f"/parties?number={li.id_number[:10]}").json()["parties"] == []
    assert caller("officer").get(f"/parties?number={li.id_number}").status_code == 403
    assert Party.objects.filter(id_number=li.id_number).count() == 1


def test_answers_are_masked_by_the_type_of_their_field():
    spec = ItemSpec(
        code="x", name="x", department="x",
        form=(
            FieldUse("who", "法定代表人姓名"), FieldUse("tel", "电话", FieldType.PHONE),
            FieldUse("id", "证件号", FieldType.ID_NUMBER), FieldUse("where", "住址", FieldType.ADDRESS),
            FieldUse("why", "原因", FieldType.LONG_TEXT), FieldUse("n", "人数", FieldType.INTEGER),
        ),
    )  # fmt: skip
    told = {"who": "李小敏", "tel": "13812345678", "id": counties.id_number("19800101", 1),
            "where": "云溪县民生路 66 号", "why": "请打 13812345678", "n": 3, "gone": None}  # fmt: skip
    assert masked_answers(spec, told) == {
        "who": "李*敏", "tel": "138****5678", "id": "4399**********" + told["id"][-4:],
        "where": "云溪县民生路***", "why": "请打 138****5678", "n": 3, "gone": None,
    }  # fmt: skip


def test_an_agent_who_sends_back_what_was_shown_changes_nothing(caller, county):
    """A program reads an application, changes one answer and sends all: masks overwrite nothing."""
    li, wang = county.parties["li"], county.parties["wang"]
    parties.give_mandate(
        county["wang"], wang.pk, li.pk, [counties.LICENCE], date(2026, 1, 1), date(2026, 12, 31),
        now=county.now,
    )  # fmt: skip
    agent = caller("li")
    number = agent.post("/applications", {"item": counties.LICENCE, "party": wang.pk}).json()["number"]
    first = {"shop_name": "青石面馆，电话 19955556666", "area": "120"}
    agent.put(f"/applications/{number}/answers", {"answers": first, "contact_phone": "19955557777"})
    seen = agent.get(f"/cases/{number}").json()
    assert seen["answers"]["shop_name"] == "青石面馆，电话 199****6666"
    back = {"answers": {**seen["answers"], "area": "130"}, "contact_phone": seen["party"]["contact_phone"]}
    assert back["contact_phone"] == "199****7777"
    assert agent.put(f"/applications/{number}/answers", back).status_code == 200
    kept = Case.objects.get(number=number)
    assert kept.answers["shop_name"] == first["shop_name"] and kept.answers["area"] == "130"
    assert kept.contact_phone == "19955557777"
