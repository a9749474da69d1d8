"""What keeps an application out, each with its words, and nothing of it left behind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import county as counties
from yimen.cases import actions
from yimen.cases.models import Case, CaseFile
from yimen.catalogue import actions as catalogue
from yimen.rules import applying
from yimen.rules.applying import (
    BadAnswers,
    ItemClosed,
    MaterialUnknown,
    NotEligible,
    NotForYou,
    PartyUnknown,
    WrongAudience,
)
from yimen.rules.authority import SYSTEM
from yimen.rules.deciding import NotSigned
from yimen.rules.intake import GapsRemain
from yimen.rules.item import FieldUse, ItemSpec
from yimen.rules.terms import Audience, FieldType

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def open_draft(county, who="li", item=counties.LICENCE, party=None, **more):
    given = {"channel": "2", "region": counties.REGION, "now": county.now, **more}
    return actions.open_draft(county[who], item, party or county.parties["li"].pk, **given)


def test_an_item_that_is_suspended_or_unknown_is_closed(county, now):
    catalogue.suspend(SYSTEM, counties.PLAIN, document="云审发〔2026〕3号", now=now)
    for code in (counties.PLAIN, "没有这个编码"):
        with pytest.raises(ItemClosed):
            open_draft(county, item=code)
    assert Case.objects.count() == 0


def test_an_unknown_party_is_refused(county):
    with pytest.raises(PartyUnknown):
        open_draft(county, party=10**9)


def test_nobody_applies_for_another_without_a_mandate(county):
    with pytest.raises(NotForYou):
        open_draft(county, who="wang")
    with pytest.raises(NotForYou):
        open_draft(county, who="officer")


def test_an_item_for_people_is_not_for_firms_and_the_other_way(county):
    with pytest.raises(WrongAudience) as refused:
        open_draft(county, who="firm", item=counties.INSTANT, party=county.parties["firm"].pk)
    assert refused.value.words == "这个事项只给个人办"
    with pytest.raises(WrongAudience):
        open_draft(county, item=counties.JOINT)


def test_a_form_that_is_not_whole_names_the_first_fault(reach, county, now):
    case = reach("draft")
    with pytest.raises(BadAnswers) as refused:
        actions.submit(county["li"], case.number, now=now)
    assert "店名" in refused.value.words


def test_a_missing_material_is_named(reach, county, now):
    case = reach("draft")
    actions.save(county["li"], case.number, {"shop_name": "青石面馆", "area": "400"}, now=now)
    with pytest.raises(GapsRemain) as refused:
        actions.submit(county["li"], case.number, now=now)
    assert "消防安全检查合格证" in refused.value.words, "above 300 m² the fire certificate is wanted"


def test_answers_that_rule_the_applicant_out():
    age = FieldUse("age", "年龄", FieldType.INTEGER)
    spec = ItemSpec(
        code="x", name="优待", department="d", audiences=(Audience.PERSON,), form=(age,),
        eligibility={"field": "age", "op": "ge", "value": 60}, eligibility_words="年满 60 周岁",
    )  # fmt: skip
    today = counties.date(2026, 11, 23)
    applying.require_eligible(spec, {"age": 60}, today)
    with pytest.raises(NotEligible) as refused:
        applying.require_eligible(spec, {"age": 59}, today)
    assert "年满 60 周岁" in refused.value.words


def test_a_material_that_was_not_asked_for_is_not_taken(reach, county, now):
    case = reach("filled")
    with pytest.raises(MaterialUnknown):
        actions.attach(county["li"], case.number, "M-OTHER", None, now=now)
    with pytest.raises(MaterialUnknown):
        actions.detach(county["li"], case.number, 10**9, now=now)
    received = reach("received")
    with pytest.raises(MaterialUnknown):
        actions.check_materials(county["clerk"], received.number, {"M-OTHER": ("accepted", "")}, now=now)
    assert CaseFile.objects.count() == 0


def test_a_result_is_handed_out_against_a_name_only(reach, county, now):
    case = reach("issued")
    with pytest.raises(NotSigned):
        actions.deliver(county["clerk"], case.number, receiver="  ", now=now + timedelta(hours=1))
    assert Case.objects.get(pk=case.pk).state == "issued"


@pytest.mark.parametrize(
    "name", ["𠮷野𡈽", "张" * 10_000, "a😀b", "<script>alert(1)</script>", "'; DROP TABLE x;--"]
)
def test_odd_answers_are_kept_or_refused_but_never_break(name, reach, county, now):
    case = reach("filled")
    actions.save(county["li"], case.number, {"shop_name": name}, now=now)
    try:
        actions.submit(county["li"], case.number, now=now)
        assert Case.objects.get(pk=case.pk).answers["shop_name"] == name
    except BadAnswers as refused:
        assert "店名" in refused.words
        assert len(refused.words) < 300
