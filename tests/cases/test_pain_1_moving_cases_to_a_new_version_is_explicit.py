"""Versions that change under running cases (peers, pain 1): a case stays under its version until a keeper
moves it, chosen, tried first, with a reason, an event of its own, and nothing lost for its applicant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests import bundle_world, notice_world
from tests import county as counties
from tests.county import County
from yimen.cases import actions, queries
from yimen.cases.models import Case, CaseMaterial, Message
from yimen.catalogue import actions as keeping
from yimen.config.worker import drain
from yimen.rules.authority import NotPermitted
from yimen.rules.item import ItemSpec, Limit, MaterialUse
from yimen.rules.moving import CannotMove, Loss, MoveReasonMissing, NothingChosen, SameVersion
from yimen.rules.terms import Need, State
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db, pytest.mark.both]
WHY = "新版少要一样材料，快两天"


def _spec() -> ItemSpec:
    return next(one for one in counties.specs() if one.code == counties.LICENCE)


def _published(county: County, spec: ItemSpec, day: date = date(2026, 1, 2)) -> None:
    keeping.bulk_publish(
        county["keeper"], [spec], effective_from=day, document="云审发〔2026〕9号", now=county.now
    )
    drain(county.now)


def _kinder() -> ItemSpec:
    """Two days sooner, one material less, one besides that nobody must give."""
    spec = _spec()
    materials = [one for one in spec.materials if one.code != "M-RULES"]
    return replace(
        spec, promise=Limit(3),
        materials=(*materials, MaterialUse("M-PHOTO", "门头照片", need=Need.OPTIONAL)),
    )  # fmt: skip


def _accepted(county: County) -> str:
    li, now = county["li"], county.now
    number = actions.open_draft(
        li, counties.LICENCE, county.parties["li"].pk, channel="2", region=counties.REGION, now=now
    ).number
    actions.save(li, number, {"shop_name": "青石面馆", "area": "60"}, now=now)
    for code in ("M-PLAN", "M-RULES"):
        actions.attach(li, number, code, None, now=now, how="1")
    actions.submit(li, number, now=now)
    actions.receive(county["clerk"], number, now=now)
    actions.accept(county["clerk"], number, now=now)
    drain(now)
    return number


def _move(county: County, *numbers: str, **more: Any) -> actions.Moved:
    asked = {"reason": WHY, "now": county.now + timedelta(hours=1), **more}
    return actions.move_cases(county["keeper"], counties.LICENCE, numbers, **asked)


def test_publishing_moves_nothing(county: County) -> None:
    number = _accepted(county)
    before = Case.objects.get(number=number)
    _published(county, _kinder())
    after = Case.objects.get(number=number)
    assert (after.version_id, after.rev, after.due_at) == (before.version_id, before.rev, before.due_at)
    (row,) = queries.on_versions(counties.LICENCE)
    assert (row.version, row.cases) == (before.version_id, 1)


def test_a_dry_run_tells_what_would_be_different_and_does_nothing(county: County) -> None:
    number = _accepted(county)
    _published(county, _kinder())
    rev = Case.objects.get(number=number).rev
    (row,) = queries.trials(county["keeper"], counties.LICENCE, now=county.now)
    assert row.number == number and row.trial.movable
    told = [str(one) for one in row.trial.changes]
    assert told[0] == "不再要：食品安全制度" and told[1].startswith("承诺的期限从 ")
    assert Case.objects.get(number=number).rev == rev


def test_the_chosen_case_goes_on_under_the_new_version(county: County) -> None:
    number, other = _accepted(county), _accepted(county)
    _published(county, _kinder())
    before = Case.objects.get(number=number)
    done = _move(county, number)
    case = Case.objects.get(number=number)
    assert (done.moved, done.version) == (1, 2)
    assert case.version_id != before.version_id and case.due_at < before.due_at
    assert {m.code: m.status for m in case.materials.all()} == {
        "M-ID": CaseMaterial.EXEMPT, "M-PLAN": CaseMaterial.GIVEN, "M-FIRE": CaseMaterial.MISSING,
        "M-RULES": CaseMaterial.GIVEN, "M-PHOTO": CaseMaterial.MISSING,
    }  # fmt: skip
    row = trail.history(number)[-1]
    assert (row.kind, row.data["reason"]) == ("case.moved", WHY)
    assert (row.data["was"], row.data["version"]) == (before.version_id, case.version_id)
    assert county["keeper"].label == row.actor
    assert Case.objects.get(number=other).version_id == before.version_id, "nobody chose it"
    drain(county.now + timedelta(hours=1))
    assert Message.objects.filter(case=case, text__contains="按新版接着办").count() == 1
    for who in ("officer", "head"):
        actions.opinion(county[who], number, verdict="agree", text="", now=county.now + timedelta(hours=2))
    actions.grant(
        county["director"], number, result_number="JY1", result_from=date(2026, 11, 23),
        now=county.now + timedelta(hours=3),
    )  # fmt: skip
    assert Case.objects.get(number=number).state == State.GRANTED


def test_who_would_lose_something_stays_and_nobody_is_moved_with_them(county: County) -> None:
    number, big = _accepted(county), _accepted(county)
    Case.objects.filter(number=big).update(state=State.SUPPLEMENT)
    _published(county, _kinder())
    with pytest.raises(CannotMove):
        _move(county, number, big)
    tried = queries.trials(county["keeper"], counties.LICENCE, now=county.now)
    assert [row.trial.movable for row in tried] == [True, False]
    assert trail.history(number)[-1].kind != "case.moved"


def test_a_harder_version_takes_no_case(county: County) -> None:
    number = _accepted(county)
    spec = _spec()
    _published(county, replace(spec, materials=(*spec.materials, MaterialUse("M-NEW", "健康证"))))
    (row,) = queries.trials(county["keeper"], counties.LICENCE, now=county.now)
    assert {one.loss for one in row.trial.losses} == {Loss.MATERIAL}
    with pytest.raises(CannotMove) as no:
        _move(county, number)
    assert "还要交健康证" in no.value.words


def test_only_a_keeper_moves_and_says_why(county: County) -> None:
    number = _accepted(county)
    _published(county, _kinder())
    for who in ("clerk", "director", "supervisor", "li"):
        with pytest.raises(NotPermitted):
            actions.move_cases(county[who], counties.LICENCE, [number], reason=WHY, now=county.now)
    with pytest.raises(MoveReasonMissing):
        _move(county, number, reason=" ")
    with pytest.raises(NothingChosen):
        _move(county)
    _move(county, number)
    with pytest.raises(SameVersion):
        _move(county, number)
    with pytest.raises(SameVersion):
        actions.move_cases(county["keeper"], counties.PLAIN, [number], reason=WHY, now=county.now)


def test_a_member_of_a_bundle_moves_and_the_whole_still_ends(county: County) -> None:
    bundle_world.publish(county)
    number = notice_world.accepted(county)
    food = notice_world.member(number, bundle_world.FOOD)
    spec = next(one for one in bundle_world.members() if one.code == bundle_world.FOOD)
    _published(county, replace(spec, promise=Limit(2)))
    (row,) = queries.trials(county["keeper"], bundle_world.FOOD, now=county.now)
    assert (row.number, row.member, row.trial.movable) == (food.number, True, True)
    later = county.now + timedelta(hours=1)
    actions.move_cases(county["keeper"], bundle_world.FOOD, [food.number], reason=WHY, now=later)
    for item in (bundle_world.FOOD, bundle_world.SIGN, bundle_world.FIRE):
        notice_world.grant(county, number, item, later + timedelta(minutes=1))
    assert notice_world.whole(number).state == State.ISSUED
