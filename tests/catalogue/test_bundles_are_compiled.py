"""一件事 in the catalogue: composed, compiled of what is in force, compiled anew as members change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import transaction

from tests import bundle_world as world
from tests import county as counties
from tests.county import County
from yimen.catalogue import actions, queries
from yimen.catalogue.refusals import (
    BundleFaulty,
    CodeTaken,
    DraftMoved,
    ItemUnknown,
    MemberClosed,
    NoDocument,
    NotABundle,
    ShutByMember,
)
from yimen.rules.authority import NotPermitted
from yimen.rules.bundle import Issued, Measure
from yimen.rules.terms import ItemState
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DOCUMENT = "云审发〔2026〕9号"


@pytest.fixture
def county(db: None, now: datetime) -> County:
    return counties.build(now)


@pytest.fixture
def snacks(county: County) -> County:
    world.publish(county)
    return county


def _again(county: County, code: str, name: str) -> None:
    """A new version of one member, in force today."""
    spec = next(one for one in world.members() if one.code == code)
    actions.bulk_publish(
        county["keeper"], [replace(spec, name=name)], effective_from=date(2026, 1, 1), document=DOCUMENT,
        now=county.now,
    )  # fmt: skip


def _refresh(county: County) -> str:
    with transaction.atomic():
        return actions.refresh_bundle(world.SNACKS, issues={}, now=county.now).state


def test_in_force_it_is_an_item_like_any_other(snacks: County) -> None:
    page = queries.item_page(world.SNACKS)
    assert (page.is_open, page.spec.promise.days if page.spec.promise else None) == (True, 6)
    assert [use.key for use in page.spec.form] == ["has_sign", "shop_name", "area"]
    assert [use.code for use in page.spec.materials if not use.exempt_by] == [
        "M-LEASE", "M-SIGN", "M-PLAN", "M-FIRE",
    ]  # fmt: skip
    assert queries.search("开饭店").rows[0].row.code == world.SNACKS


def test_the_plan_pins_the_versions_of_the_members(snacks: County) -> None:
    version = queries.item_page(world.SNACKS).version_id
    before = queries.plan(version)
    assert {part.item: part.version for part in before.parts} == {
        code: queries.item_page(code).version_id
        for code in (world.REGISTER, world.FOOD, world.SIGN, world.FIRE)
    }
    _again(snacks, world.FOOD, "小餐饮许可（新）")
    assert queries.plan(version) == before
    assert _refresh(snacks) == ItemState.ACTIVE
    after = queries.item_page(world.SNACKS)
    assert after.version_id != version and after.number == 2 and after.document == "云审发〔2026〕3号"
    assert "小餐饮许可（新）" in {part.spec.name for part in queries.plan(after.version_id).parts}
    assert _refresh(snacks) == ItemState.ACTIVE
    assert queries.item_page(world.SNACKS).number == 2, "nothing changed, nothing is compiled"


def test_a_member_that_closes_shuts_the_bundle_until_it_opens_again(snacks: County) -> None:
    actions.suspend(snacks["keeper"], world.FIRE, document=DOCUMENT, now=snacks.now)
    assert _refresh(snacks) == ItemState.SUSPENDED
    assert queries.bundles() == []
    assert world.SNACKS not in {one.row.code for one in queries.search("开饭店").rows}
    (kept,) = queries.kept_bundles()
    assert (kept.state, kept.shut_by_member) == (ItemState.SUSPENDED, True)
    told = trail.history(f"item:{world.SNACKS}")[-1]
    assert told.data["fault"] == "bundle.member_closed"
    with pytest.raises(ShutByMember):
        actions.resume(snacks["keeper"], world.SNACKS, document=DOCUMENT, now=snacks.now)
    actions.resume(snacks["keeper"], world.FIRE, document=DOCUMENT, now=snacks.now)
    assert _refresh(snacks) == ItemState.ACTIVE
    assert [one.code for one in queries.bundles()] == [world.SNACKS]


def test_what_a_keeper_suspended_does_not_open_by_itself(snacks: County) -> None:
    actions.suspend(snacks["keeper"], world.SNACKS, document=DOCUMENT, now=snacks.now)
    assert _refresh(snacks) == ItemState.SUSPENDED


def test_a_draft_with_faults_is_kept_and_told_but_not_published(snacks: County) -> None:
    draft = actions.compose(snacks["keeper"], world.written(promise_days=2), issues={}, now=snacks.now)
    kept = queries.written(world.SNACKS)
    assert (kept.is_draft, kept.number, kept.spec.promise_days) == (True, draft.number, 2)
    assert [one["place"] for one in kept.findings] == ["bundle.below_path"]
    with pytest.raises(BundleFaulty) as refused:
        actions.publish_bundle(
            snacks["keeper"], world.SNACKS, issues={}, effective_from=date(2026, 6, 1), document=DOCUMENT,
            now=snacks.now,
        )  # fmt: skip
    assert "承诺 2 个工作日不够" in refused.value.words
    assert queries.item_page(world.SNACKS).number == 1


def test_what_the_licence_types_say_orders_it_too(county: County) -> None:
    world.publish(county)
    issues = {world.FIRE: Issued(("M-PLAN",))}
    actions.compose(county["keeper"], world.written(), issues=issues, now=county.now)
    kept = queries.written(world.SNACKS)
    plan = queries.plan(kept.version_id)
    food = next(one for one in plan.schedule.placed if one.item == world.FOOD)
    assert food.after == tuple(sorted((world.REGISTER, world.FIRE)))


def test_lists_for_citizens_and_keepers(snacks: County) -> None:
    (row,) = queries.bundles(audience="person")
    assert (row.name, row.members, row.days, row.guide_only) == ("开小吃店", 4, 6, False)
    days = next(one for one in row.savings if one.what is Measure.DAYS)
    assert (days.before, days.after) == (12, 6)
    assert queries.most_filed() == [row]
    assert queries.bundles_with(world.FOOD) == [world.SNACKS]
    assert queries.members_of(world.SNACKS) == sorted((world.REGISTER, world.FOOD, world.SIGN, world.FIRE))
    assert queries.kept_bundles(text="小吃")[0].members == 4 and queries.kept_bundles(text="没有") == []


def test_a_bundle_counts_as_no_item(county: County) -> None:
    before = queries.figures().open, queries.open_count()
    world.publish(county)
    members = len(world.members())
    assert (queries.figures().open, queries.open_count()) == (before[0] + members, before[1] + members)
    assert world.SNACKS not in {row.code for row in queries.kept(limit=100)}
    assert world.SNACKS not in {row.code for row in queries.browse(limit=100).rows}
    assert world.SNACKS not in {row.code for row in queries.popular(limit=100)}


def test_who_may_and_what_is_refused(snacks: County) -> None:
    with pytest.raises(NotPermitted):
        actions.compose(snacks["clerk"], world.written(), issues={}, now=snacks.now)
    with pytest.raises(CodeTaken):
        actions.compose(snacks["keeper"], world.written(code=world.FOOD), issues={}, now=snacks.now)
    with pytest.raises(MemberClosed):
        actions.compose(
            snacks["keeper"], world.written(code="X", members=[{"item": world.SNACKS}]), issues={},
            now=snacks.now,
        )  # fmt: skip
    with pytest.raises(NotABundle):
        actions.save_draft(snacks["keeper"], queries.item_page(world.SNACKS).spec.to_dict(), now=snacks.now)
    with pytest.raises(NoDocument):
        actions.publish_bundle(
            snacks["keeper"], world.SNACKS, issues={}, effective_from=date(2026, 6, 1), document=" ",
            now=snacks.now,
        )  # fmt: skip
    with pytest.raises(ItemUnknown):
        queries.written(world.FOOD)


def test_two_keepers_do_not_write_over_each_other(snacks: County) -> None:
    first = actions.compose(snacks["keeper"], world.written(), issues={}, now=snacks.now)
    changed = world.written(name="开小吃店一件事")
    actions.compose(snacks["keeper"], changed, issues={}, base_digest=first.digest, now=snacks.now)
    with pytest.raises(DraftMoved):
        actions.compose(snacks["keeper"], changed, issues={}, base_digest=first.digest, now=snacks.now)


def test_a_bundle_that_only_leads_has_a_guide_and_no_form(county: County) -> None:
    led = world.written(
        code="DB-001", name="到银行开户", handling="guidance", members=[], questions=[],
        stops=[{"name": "带营业执照到银行柜台", "organ": "云溪县任一银行网点", "phone": "0799-0000009"}],
    )  # fmt: skip
    actions.compose(county["keeper"], led, issues={}, now=county.now)
    actions.publish_bundle(
        county["keeper"], "DB-001", issues={}, effective_from=date(2026, 6, 1), document=DOCUMENT,
        now=county.now,
    )  # fmt: skip
    page = queries.item_page("DB-001")
    assert page.spec.guide_only and not page.spec.form
    assert queries.plan(page.version_id).bundle.stops[0].name == "带营业执照到银行柜台"
