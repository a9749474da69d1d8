"""From draft over check to a published version in force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from yimen.catalogue import actions, queries
from yimen.catalogue.models import DataElement, Item, Material, SearchTerm, Topic
from yimen.catalogue.refusals import (
    DateBackwards,
    DepartmentUnknown,
    DraftMoved,
    ElementTypedOtherwise,
    ItemUnknown,
    MaterialNamedOtherwise,
    NoDocument,
    NoDraft,
    NoSuchChange,
    VersionUnknown,
)
from yimen.rules.authority import NotPermitted
from yimen.rules.condition_ops import BadCondition
from yimen.rules.item import BadSpec
from yimen.rules.quality import NotPublishable
from yimen.rules.terms import ItemState, VersionState
from yimen.trail import queries as trail

from .conftest import NOW, OWNER

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def saved(bodies, keeper, sheet):
    return actions.save_draft(keeper, sheet, now=NOW)


def _publish(keeper, code, day=DAY, now=NOW):
    return actions.publish(keeper, code, effective_from=day, document="云市监发〔2026〕1 号", now=now)


def test_a_new_item_begins_as_draft_number_one(saved, sheet):
    assert saved.number == 1
    assert queries.item(sheet["code"]).current_id is None
    assert queries.draft(sheet["code"]).state == VersionState.DRAFT
    with pytest.raises(VersionUnknown):
        queries.item_page(sheet["code"])


def test_what_is_named_inline_becomes_shared(saved):
    assert set(Material.objects.values_list("code", flat=True)) == {"ID", "PLAN"}
    assert DataElement.objects.get(key="area").type == "decimal"


def test_check_marks_a_draft_without_errors(saved, keeper, sheet):
    done = actions.check(keeper, sheet["code"], now=NOW)
    assert (done.errors, done.state) == (0, "checked")


def test_check_keeps_the_findings_of_a_draft_with_errors(bodies, keeper, sheet):
    actions.save_draft(keeper, {**sheet, "complain_phone": sheet["consult_phone"]}, now=NOW)
    done = actions.check(keeper, sheet["code"], now=NOW)
    assert done.errors == 1 and done.state == "draft"
    found = queries.version_findings(queries.draft(sheet["code"]).id)
    assert "Q6.1" in {row.code for row in found}
    with pytest.raises(NotPublishable):
        _publish(keeper, sheet["code"])


def test_publishing_puts_a_version_in_force_today(saved, keeper, sheet):
    done = _publish(keeper, sheet["code"])
    page = queries.item_page(sheet["code"])
    assert done.in_force and page.version_id == done.version_id and page.is_open
    assert page.spec.name == sheet["name"] and page.document == "云市监发〔2026〕1 号"
    assert Topic.objects.filter(item__code=sheet["code"]).count() == 2
    assert SearchTerm.objects.filter(item__code=sheet["code"], term="食品").exists()
    kinds = [row.kind for row in trail.history(f"item:{sheet['code']}")]
    assert kinds == ["item.drafted", "item.published"]


def test_a_later_day_takes_effect_when_the_worker_looks(saved, keeper, sheet):
    _publish(keeper, sheet["code"], DAY + timedelta(days=10))
    assert queries.item(sheet["code"]).current_id is None
    assert actions.take_effect(keeper, now=NOW + timedelta(days=9)).codes == []
    assert actions.take_effect(keeper, now=NOW + timedelta(days=10)).codes == [sheet["code"]]
    assert actions.take_effect(keeper, now=NOW + timedelta(days=10)).codes == []
    assert queries.item_page(sheet["code"]).number == 1


def test_the_day_changes_at_midnight_in_beijing(saved, keeper, sheet):
    _publish(keeper, sheet["code"], date(2026, 6, 2))
    late = NOW.replace(hour=15, minute=59)
    assert actions.take_effect(keeper, now=late).codes == []
    assert actions.take_effect(keeper, now=late + timedelta(minutes=1)).codes == [sheet["code"]]


def test_the_version_in_force_is_told_by_the_date(saved, keeper, sheet):
    _publish(keeper, sheet["code"])
    actions.save_draft(keeper, {**sheet, "visits": 0, "minutes": 10}, now=NOW)
    _publish(keeper, sheet["code"], DAY + timedelta(days=30))
    assert queries.current_version(sheet["code"], DAY + timedelta(days=29)).number == 1
    assert queries.current_version(sheet["code"], DAY + timedelta(days=30)).number == 2
    with pytest.raises(VersionUnknown):
        queries.current_version(sheet["code"], DAY - timedelta(days=1))
    assert queries.item_page(sheet["code"]).next_from == DAY + timedelta(days=30)


def test_a_version_may_not_take_effect_before_the_one_it_replaces(saved, keeper, sheet):
    _publish(keeper, sheet["code"])
    actions.save_draft(keeper, {**sheet, "minutes": 10}, now=NOW)
    with pytest.raises(DateBackwards):
        _publish(keeper, sheet["code"], DAY - timedelta(days=1))


def test_publishing_wants_a_document(saved, keeper, sheet):
    with pytest.raises(NoDocument):
        actions.publish(keeper, sheet["code"], effective_from=DAY, document=" ", now=NOW)


def test_a_clerk_may_not_write_the_catalogue(saved, clerk, sheet):
    for act in (
        lambda: actions.save_draft(clerk, sheet, now=NOW),
        lambda: actions.check(clerk, sheet["code"], now=NOW),
        lambda: _publish(clerk, sheet["code"]),
        lambda: actions.discard_draft(clerk, sheet["code"], now=NOW),
        lambda: actions.cancel(clerk, sheet["code"], document="文", now=NOW),
        lambda: actions.define_material(clerk, "X", "材料", now=NOW),
        lambda: actions.take_effect(clerk, now=NOW),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_saving_again_changes_the_same_draft(saved, keeper, sheet):
    actions.check(keeper, sheet["code"], now=NOW)
    again = actions.save_draft(keeper, {**sheet, "minutes": 45}, base_digest=saved.digest, now=NOW)
    assert (again.number, again.version_id) == (1, saved.version_id)
    assert queries.draft(sheet["code"]).state == VersionState.DRAFT


def test_two_keepers_do_not_overwrite_each_other(saved, keeper, sheet):
    actions.save_draft(keeper, {**sheet, "minutes": 45}, base_digest=saved.digest, now=NOW)
    with pytest.raises(DraftMoved):
        actions.save_draft(keeper, {**sheet, "minutes": 50}, base_digest=saved.digest, now=NOW)
    with pytest.raises(DraftMoved):
        actions.save_draft(keeper, {**sheet, "minutes": 50}, base_version=0, now=NOW)


def test_a_discarded_draft_is_gone_and_the_item_stays(saved, keeper, sheet):
    actions.discard_draft(keeper, sheet["code"], now=NOW)
    assert queries.versions(sheet["code"]) == []
    with pytest.raises(NoDraft):
        actions.check(keeper, sheet["code"], now=NOW)
    assert actions.save_draft(keeper, sheet, now=NOW).number == 1


def test_the_same_request_twice_is_one_draft(bodies, keeper, sheet):
    first = actions.save_draft(keeper, sheet, now=NOW, once="k1")
    assert actions.save_draft(keeper, sheet, now=NOW, once="k1") == first
    assert len(trail.history(f"item:{sheet['code']}")) == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"surprise": 1}, BadSpec),
        ({"name": " "}, BadSpec),
        ({"code": "x" * 51}, BadSpec),
        ({"name": "字" * 10000}, BadSpec),
        ({"department": "none"}, DepartmentUnknown),
        (
            {"steps": [{"name": "审查", "duty": "review", "role": "officer", "department": "?"}]},
            DepartmentUnknown,
        ),
        ({"eligibility": {"field": "nobody", "op": "eq", "value": 1}}, BadCondition),
        ({"materials": [{"code": "", "name": "无码"}]}, BadSpec),
    ],
)
def test_a_draft_that_does_not_fit_is_refused_whole(bodies, keeper, sheet, change, refusal):
    with pytest.raises(refusal):
        actions.save_draft(keeper, {**sheet, **change}, now=NOW)
    assert not Item.objects.exists() and not Material.objects.exists()


def test_a_shared_material_has_one_name_and_an_element_one_type(saved, keeper, sheet):
    other = {**sheet, "code": OWNER + "4000131001002"}
    with pytest.raises(MaterialNamedOtherwise):
        actions.save_draft(keeper, {**other, "materials": [{"code": "ID", "name": "户口簿"}]}, now=NOW)
    with pytest.raises(ElementTypedOtherwise):
        actions.save_draft(
            keeper,
            {**other, "materials": [], "form": [{"key": "shop", "label": "店名", "type": "integer"}]},
            now=NOW,
        )


def test_defining_a_material_changes_it_for_later_drafts(saved, keeper):
    assert not actions.define_material(keeper, "ID", "居民身份证（正反面）", kind="1", now=NOW).created
    assert queries.material("ID").name == "居民身份证（正反面）"
    with pytest.raises(BadSpec):
        actions.define_material(keeper, "NEW", "某材料", kind="7", now=NOW)


def test_defining_an_element_keeps_its_type(saved, keeper):
    assert actions.define_element(keeper, "shop", "店铺名称", "text", now=NOW).created is False
    with pytest.raises(ElementTypedOtherwise):
        actions.define_element(keeper, "shop", "店铺名称", "integer", now=NOW)
    assert [row.label for row in queries.elements(text="店铺")] == ["店铺名称"]


def test_suspended_items_are_closed_and_come_back_and_cancelled_ones_do_not(saved, keeper, sheet):
    code = sheet["code"]
    _publish(keeper, code)
    actions.suspend(keeper, code, document="云市监发〔2026〕2 号", now=NOW)
    assert not queries.item_page(code).is_open and queries.browse().rows == []
    assert not queries.search("食品").rows and not queries.topics("person")
    actions.resume(keeper, code, document="云市监发〔2026〕3 号", now=NOW)
    assert queries.browse().rows[0].code == code and queries.search("食品").rows
    actions.cancel(keeper, code, document="云市监发〔2026〕4 号", now=NOW)
    with pytest.raises(NoSuchChange):
        actions.resume(keeper, code, document="云市监发〔2026〕5 号", now=NOW)
    assert Item.objects.get(code=code).state == ItemState.CANCELLED
    with pytest.raises(ItemUnknown):
        actions.cancel(keeper, "none", document="文", now=NOW)
