"""What was accepted once is on file: the same organ takes it by itself, another with consent, on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction

from tests import county as counties
from tests import library_world as world
from tests import samples
from yimen.cases import actions, queries, reactions
from yimen.cases.models import Case, CaseFile, CaseMaterial
from yimen.catalogue import actions as catalogue
from yimen.config.worker import drain
from yimen.rules import reuse
from yimen.rules.authority import SYSTEM, NotVisible
from yimen.rules.events import Kind
from yimen.rules.intake import GapsRemain
from yimen.rules.lifecycle import NotHere
from yimen.trail import queries as trail
from yimen.vault import actions as vault_actions
from yimen.vault import queries as vault
from yimen.vault.models import HeldMaterial, HeldUse
from yimen.vault.queries.licences import Held

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(county: counties.County) -> counties.County:
    world.publish(county)
    return county


def line(number: str, code: str = "M-PLAN") -> CaseMaterial:
    return CaseMaterial.objects.get(case__number=number, code=code)


def files(number: str, code: str = "M-PLAN") -> list[int]:
    kept = CaseFile.objects.filter(material=line(number, code), removed_at__isnull=True).order_by("id")
    return list(kept.values_list("stored_id", flat=True))


def test_acceptance_puts_what_was_given_on_file(shared: counties.County) -> None:
    number = world.accepted(shared)
    party = shared.parties["li"].pk
    held = {h.code: h for h in HeldMaterial.objects.filter(party_id=party)}
    assert set(held) == {"M-PLAN", "M-RULES"}
    plan = held["M-PLAN"]
    assert (plan.origin, held["M-RULES"].origin) == ("checked", "uploaded")
    assert (plan.case, plan.department, plan.since) == (number, counties.MARKET, shared.now.date())
    assert plan.valid_to == plan.since + timedelta(365) and plan.kept_by == "staff:0101"
    assert list(plan.files.values_list("stored_id", flat=True)) == files(number)
    rows = [r for r in trail.history(f"library:{party}") if r.kind == Kind.MATERIAL_HELD]
    assert len(rows) == 2 and rows[0].data["digests"] and list(trail.broken_links(f"library:{party}")) == []


def test_a_second_delivery_of_the_event_changes_nothing(shared: counties.County) -> None:
    number = world.accepted(shared)
    before = HeldMaterial.objects.count()
    event = next(r for r in trail.history(number) if r.kind == Kind.CASE_ACCEPTED)
    with transaction.atomic():
        reactions.keep_materials(event, shared.now)
    assert HeldMaterial.objects.count() == before == 2


def test_what_is_not_accepted_is_not_kept(shared: counties.County) -> None:
    number = world.draft(shared)
    world.upload(shared, number, "M-PLAN")
    actions.submit(shared["li"], number, now=shared.now)
    actions.receive(shared["clerk"], number, now=shared.now)
    actions.not_accept(shared["clerk"], number, reason="不归我们管", now=shared.now)
    drain(shared.now)
    assert HeldMaterial.objects.count() == 0


def test_the_same_organ_takes_it_by_itself_on_handing_in(shared: counties.County) -> None:
    first = world.accepted(shared)
    number = world.draft(shared, world.AGAIN)
    page = queries.case_page(shared["li"], number, now=shared.now)
    assert page.offers["M-PLAN"].basis == "same_organ" and page.gaps.complete
    assert HeldUse.objects.count() == 0 and files(number) == []
    actions.submit(shared["li"], number, now=shared.now)
    assert files(number) == files(first)
    assert (line(number).status, line(number).get_type) == ("exempt", "9")
    use = HeldUse.objects.get()
    assert (use.case, use.code, use.basis, use.oral, use.department) == (
        number, "M-PLAN", "same_organ", False, counties.MARKET,
    )  # fmt: skip
    # What is not asked for is not taken: the optional rules stay where they are.
    assert line(number, "H-RULES").status == "missing"


def test_another_organ_asks_first_and_every_use_is_told(shared: counties.County) -> None:
    first = world.accepted(shared)
    number = world.draft(shared)
    page = queries.case_page(shared["li"], number, now=shared.now)
    assert page.offers["M-PLAN"].asks_consent and not page.gaps.complete
    with pytest.raises(GapsRemain):
        actions.submit(shared["li"], number, now=shared.now)
    with pytest.raises(reuse.ConsentMissing):
        actions.use_held(shared["li"], number, "M-PLAN", now=shared.now)
    actions.use_held(shared["li"], number, "M-PLAN", agreed=True, now=shared.now)
    actions.submit(shared["li"], number, now=shared.now)
    assert files(number) == files(first)
    use = vault.use_rows(shared.parties["li"].pk)[0]
    assert (use.case, use.basis, use.oral, use.department) == (number, "consent", False, "卫生健康局")
    event = trail.history(f"library:{shared.parties['li'].pk}")[-1]
    assert (event.kind, event.data["basis"], event.actor) == (
        Kind.MATERIAL_USED, "consent", shared["li"].label,
    )  # fmt: skip


def test_consent_at_the_counter_is_written_down_by_the_clerk(shared: counties.County) -> None:
    world.accepted(shared)
    clerk = shared["clerk"]
    number = actions.open_draft(
        clerk, world.CLINIC, shared.parties["li"].pk, channel="1", region=counties.REGION, now=shared.now
    ).number
    actions.use_held(clerk, number, "M-PLAN", agreed=True, now=shared.now)
    use = HeldUse.objects.get()
    assert (use.oral, use.by, use.basis) == (True, "staff:0101", "consent")


def test_refusing_means_giving_it_again(shared: counties.County) -> None:
    first = world.accepted(shared)
    number = world.draft(shared)
    own = world.upload(shared, number, "M-PLAN", n=7)
    actions.submit(shared["li"], number, now=shared.now)
    assert files(number) == [own] != files(first)
    assert HeldUse.objects.count() == 0


def test_a_newer_version_takes_the_place_of_what_is_on_file(shared: counties.County) -> None:
    world.accepted(shared)
    number = world.draft(shared)
    actions.use_held(shared["li"], number, "M-PLAN", agreed=True, now=shared.now)
    newer = world.upload(shared, number, "M-PLAN", n=8)
    assert files(number) == [newer] and line(number).get_type == "2"
    assert HeldUse.objects.get().ended_at == shared.now
    actions.submit(shared["li"], number, now=shared.now)
    actions.receive(shared["clerk"], number, now=shared.now)
    actions.check_materials(shared["clerk"], number, {"M-PLAN": ("accepted", "")}, now=shared.now)
    actions.accept(shared["clerk"], number, now=shared.now)
    drain(shared.now)
    held = HeldMaterial.objects.filter(code="M-PLAN").order_by("id")
    assert [h.superseded_by_id for h in held] == [held[1].pk, None]
    assert [h.department for h in held] == [counties.MARKET, counties.HEALTH]


def test_using_it_no_longer_ends_the_use(shared: counties.County) -> None:
    world.accepted(shared)
    number = world.draft(shared)
    actions.use_held(shared["li"], number, "M-PLAN", agreed=True, now=shared.now)
    actions.drop_held(shared["li"], number, "M-PLAN", now=shared.now)
    assert (line(number).status, files(number)) == ("missing", [])
    assert HeldUse.objects.get().ended_at == shared.now
    actions.drop_held(shared["li"], number, "M-PLAN", now=shared.now)
    actions.use_held(shared["li"], number, "M-PLAN", agreed=True, now=shared.now)
    assert HeldUse.objects.filter(ended_at__isnull=True).count() == 1


def test_what_a_clerk_checked_is_not_put_on_file_twice(shared: counties.County) -> None:
    world.accepted(shared)
    number = world.draft(shared, world.AGAIN)
    actions.submit(shared["li"], number, now=shared.now)
    actions.receive(shared["clerk"], number, now=shared.now)
    actions.check_materials(shared["clerk"], number, {"M-PLAN": ("accepted", "")}, now=shared.now)
    actions.accept(shared["clerk"], number, now=shared.now)
    drain(shared.now)
    assert HeldMaterial.objects.filter(code="M-PLAN").count() == 1


def test_what_was_only_uploaded_is_used_but_judged_by_the_clerk(shared: counties.County) -> None:
    world.accepted(shared, checked=())
    number = world.draft(shared, world.AGAIN)
    actions.submit(shared["li"], number, now=shared.now)
    assert (line(number).status, line(number).get_type) == ("given", "9")
    actions.receive(shared["clerk"], number, now=shared.now)
    actions.check_materials(shared["clerk"], number, {"M-PLAN": ("accepted", "")}, now=shared.now)
    actions.accept(shared["clerk"], number, now=shared.now)
    drain(shared.now)
    newest = HeldMaterial.objects.filter(code="M-PLAN").order_by("-id")[0]
    assert (newest.origin, newest.case) == ("checked", number)


def test_the_clerk_may_find_what_is_on_file_wanting(shared: counties.County) -> None:
    world.accepted(shared)
    number = world.draft(shared, world.AGAIN)
    actions.submit(shared["li"], number, now=shared.now)
    actions.receive(shared["clerk"], number, now=shared.now)
    actions.ask_correction(
        shared["clerk"], number, reason="图旧了", rejected={"M-PLAN": "图已经改了"}, now=shared.now
    )
    with pytest.raises(GapsRemain):
        actions.supply(shared["li"], number, now=shared.now)
    newer = world.upload(shared, number, "M-PLAN", n=9)
    actions.supply(shared["li"], number, now=shared.now)
    assert files(number) == [newer]


def test_what_ran_out_is_hidden_or_belongs_to_another_is_not_offered(shared: counties.County) -> None:
    world.accepted(shared)
    number = world.draft(shared)
    later = shared.now + timedelta(days=366)
    assert queries.case_page(shared["li"], number, now=later).offers == {}
    with pytest.raises(reuse.NotOnFile):
        actions.use_held(shared["li"], number, "M-PLAN", agreed=True, now=later)
    other = world.draft(shared, who="zhao")
    assert queries.case_page(shared["zhao"], other, now=shared.now).offers == {}
    with pytest.raises(reuse.NotOnFile):
        actions.use_held(shared["zhao"], other, "M-PLAN", agreed=True, now=shared.now)


def test_once_handed_in_nothing_is_taken_from_the_library(shared: counties.County) -> None:
    world.accepted(shared)
    number = world.draft(shared)
    world.upload(shared, number, "M-PLAN", n=3)
    actions.submit(shared["li"], number, now=shared.now)
    for act in (actions.use_held, actions.drop_held):
        with pytest.raises(NotHere):
            act(shared["li"], number, "M-PLAN", now=shared.now)


def test_who_may_not_touch_the_case_learns_nothing(shared: counties.County) -> None:
    world.accepted(shared)
    number = world.draft(shared)
    for who in ("wang", "officer", "clerk"):
        with pytest.raises(NotVisible):
            actions.use_held(shared[who], number, "M-PLAN", agreed=True, now=shared.now)
    assert Case.objects.get(number=number).materials.filter(status="exempt").count() == 0


def test_a_licence_in_force_is_taken_by_itself_with_its_file(
    shared: counties.County, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = vault_actions.keep(shared["li"], [samples.pdf(5)], "证.pdf", now=shared.now)
    since = shared.now.date() - timedelta(days=9)
    licence = Held("M-PLAN", 7, "JY1", "布局图备案证", None, kept.id, since, counties.HEALTH)
    monkeypatch.setattr("yimen.vault.queries.library.held_by", lambda party, now: (licence,))
    number = world.draft(shared)
    actions.submit(shared["li"], number, now=shared.now)
    assert (line(number).status, line(number).get_type, files(number)) == ("exempt", "5", [kept.id])
    use = HeldUse.objects.get()
    assert (use.origin, use.ref, use.basis, use.name) == ("licence", 7, "licence", "布局图备案证")


# --- merged definitions ------------------------------------------------------------------------------------
@pytest.fixture
def keeper(county: counties.County):
    return county["keeper"]


def other_name(county: counties.County) -> str:
    """An item that asks for the plan under a name that nothing else has."""
    spec = world.clinic(counties.item_code(33))
    plan = replace(spec.materials[0], code="X-LAYOUT", name="场所功能分区说明图")
    with transaction.atomic():
        catalogue.bulk_publish(
            SYSTEM, [replace(spec, department=counties.MARKET, materials=(plan,))],
            effective_from=date(2026, 1, 1), document="云审发〔2026〕3号", now=county.now,
        )  # fmt: skip
    return spec.code


def test_what_a_keeper_merged_is_given_once(shared, keeper):
    item = other_name(shared)
    world.accepted(shared)
    number = world.draft(shared, item)
    page = queries.case_page(shared["li"], number, now=shared.now)
    assert page.offers == {} and [g.material.code for g in page.gaps.missing] == ["X-LAYOUT"]
    merge = catalogue.merge_materials(keeper, "M-PLAN", ["X-LAYOUT"], now=shared.now)
    page = queries.case_page(shared["li"], number, now=shared.now)
    assert page.offers["X-LAYOUT"].holding.code == "M-PLAN" and page.gaps.complete
    actions.use_held(shared["li"], number, "X-LAYOUT", now=shared.now)
    assert line(number, "X-LAYOUT").status == CaseMaterial.EXEMPT
    catalogue.undo_merge(keeper, merge.id, now=shared.now)
    assert line(number, "X-LAYOUT").status == CaseMaterial.EXEMPT, "what was used stays used"
    assert queries.case_page(shared["li"], world.draft(shared, item), now=shared.now).offers == {}


def test_both_merged_into_a_third_fit_each_other_and_a_register_fits_its_name(shared, keeper):
    item = other_name(shared)
    world.accepted(shared)
    catalogue.define_material(keeper, "PLAN", "平面图", now=shared.now)
    catalogue.merge_materials(keeper, "PLAN", ["M-PLAN", "X-LAYOUT"], now=shared.now)
    assert "X-LAYOUT" in queries.case_page(shared["li"], world.draft(shared, item), now=shared.now).offers


def test_a_file_counts_as_long_as_its_keeper_says(shared, keeper):
    catalogue.define_material(keeper, "M-PLAN", "平面布局图", usable_days=90, now=shared.now)
    world.accepted(shared)
    ends = {one.code: (one.valid_to - one.since).days for one in HeldMaterial.objects.all()}
    assert (ends["M-PLAN"], ends["M-RULES"]) == (90, 365)


def test_the_keeper_sees_how_many_materials_nobody_had_to_hand_in(shared):
    world.accepted(shared)
    assert vars(queries.spared(world.AGAIN)) == {"cases": 0, "materials": 0, "free": 0}
    for before in (0, 1):
        number = world.draft(shared, world.AGAIN)
        assert queries.spared(world.AGAIN).cases == before, "a draft does not count"
        world.upload(shared, number, "M-FORM", 7)
        actions.submit(shared["li"], number, now=shared.now)
    found = queries.spared(world.AGAIN)
    assert (found.cases, found.free / found.materials, found.percent) == (2, 0.5, 50.0)
