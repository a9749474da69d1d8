"""Doors translate a template first and fill it after; a message inside a message is translated by itself."""

from __future__ import annotations

import pytest

from yimen.api import words as api
from yimen.rules.condition_ops import BadCondition
from yimen.rules.errors import Said
from yimen.rules.item import BadSpec, FieldUse, ItemSpec
from yimen.rules.quality import check
from yimen.rules.situations import problems
from yimen.web import words as web

ENGLISH = {
    "{where}写得不对：{problem}": "{where} is wrong: {problem}",
    "“{label}”的显示条件": "The display condition of “{label}”",
    "表单里没有“{key}”这一栏": "the form has no field “{key}”",
    "事项数据不对：{where}，{problem}": "Bad item data: {where}, {problem}",
    "要一个不小于 0 的整数：{value}": "a whole number from 0 up: {value}",
    "要一个对象": "an object is wanted",
}


@pytest.fixture(params=[web, api], ids=["web", "api"])
def door(request, monkeypatch):
    monkeypatch.setattr(f"{request.param.__name__}.gettext", lambda text: ENGLISH.get(text, text))
    return request.param


def _broken() -> ItemSpec:
    when = {"all": [{"field": "{gone}", "op": "filled"}]}
    return ItemSpec("A1", "开餐馆", "D1", form=(FieldUse("area", "面积", when=when),))


def _refused(data: object) -> BadSpec:
    with pytest.raises(BadSpec) as no:
        ItemSpec.from_dict({"code": "A1", "name": "开餐馆", "department": "D1", **data})
    return no.value


def test_a_condition_names_place_and_fault_in_the_language_of_the_reader(door):
    (bad,) = problems(_broken())
    assert isinstance(bad, BadCondition)
    told = "The display condition of “面积”.all[1] is wrong: the form has no field “{gone}”"
    assert door.said(bad) == told


def test_an_item_says_what_does_not_fit_with_and_without_a_value(door):
    assert door.said(_refused({"minutes": -1})) == "Bad item data: minutes, a whole number from 0 up: -1"
    assert door.said(_refused({"extra": None})) == "Bad item data: extra, an object is wanted"


def test_a_finding_carries_the_words_of_the_condition_as_a_message(door):
    (finding,) = [one for one in check(_broken()) if one.code == "Q0.2"]
    assert isinstance(finding.facts["problem"], Said)
    assert door.fill(finding.text, finding.facts).startswith("The display condition of “面积”")
