"""一证多用: the licence of one case is a material of the next, asked for with the holder's consent where
another organ uses it; when it ends meanwhile, whoever has the next case in hands is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests import county as counties
from tests import licence_world as worlds
from tests.web import staffkit
from yimen.cases.models import CaseMaterial
from yimen.vault.models import HeldUse, Licence

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> worlds.World:
    return worlds.build(monkeypatch, settings, tmp_path)


def begin(world: worlds.World, item: str) -> str:
    li = world.client("li")
    opened = li.get(f"/apply/{item}/")
    sent = {"party": str(world.county.parties["li"].pk), "once": opened.context["once"]}
    return str(li.post(f"/apply/{item}/", sent)["Location"].split("/case/")[1].split("/")[0])


def use(world: worlds.World, number: str) -> None:
    """李敏 agrees on the page of materials."""
    li, page = world.client("li"), f"/apply/case/{number}/materials/"
    shown = li.get(page).content.decode()
    assert "库里有一份，可以免交" in shown and "来自电子证照" in shown
    assert "我同意把市场监管局收的这份给卫生健康局" in shown
    assert "checked" not in shown.split("<main")[1], "nothing is agreed to beforehand"
    li.post(page, {"use-0": "1"})
    assert not HeldUse.objects.exists(), "without consent it is not used"
    li.post(page, {"use-0": "1", "agree-0": "yes"})


def received(world: worlds.World) -> tuple[Licence, str]:
    """A food licence, and a case of the health office that uses it, handed in."""
    licence = world.first()
    number = begin(world, worlds.CLINIC)
    assert world.hand_in(number).status_code == 422, "not before the licence is given or agreed to"
    use(world, number)
    assert world.hand_in(number).status_code == 302
    return licence, number


def test_it_is_taken_with_consent_and_its_use_is_recorded(world: worlds.World) -> None:
    licence, number = received(world)
    line = CaseMaterial.objects.get(case__number=number)
    assert (line.status, line.get_type) == ("exempt", "5")
    assert [one.stored_id for one in line.files.filter(removed_at__isnull=True)] == [licence.file_id]
    used = HeldUse.objects.get()
    assert (used.origin, used.ref, used.basis, used.department) == (
        "licence", licence.pk, "consent", counties.HEALTH,
    )  # fmt: skip
    told = world.client("li").get("/my/materials/uses/").content.decode()
    assert number in told and "卫生健康局" in told and "本人同意" in told
    desk = world.client("clerk").get(f"/desk/cases/{number}/").content.decode()
    assert "来自电子证照" in desk and "本人同意" in desk


def test_the_same_organ_needs_no_consent(world: worlds.World) -> None:
    world.first()
    number = begin(world, worlds.CLINIC)
    li, page = world.client("li"), f"/apply/case/{number}/materials/"
    assert "我同意" in li.get(page).content.decode()
    Licence.objects.update(department=counties.HEALTH)
    shown = li.get(page).content.decode()
    assert "我同意" not in shown and "提交时自动用上" in shown
    assert world.hand_in(number).status_code == 302
    assert HeldUse.objects.get().basis == "licence"


def test_its_revocation_is_told_to_whoever_has_the_next_case(world: worlds.World) -> None:
    licence, number = received(world)
    warning = f"用的证照 {licence.number} 现在是“已撤销”"
    world.accept(number)
    desk = f"/desk/cases/{number}/"
    assert warning not in world.client("clerk").get(desk).content.decode()
    ending = world.at_the_window(licence, "revoke")
    world.decide(ending)
    world.issue(ending)
    assert warning in world.client("clerk").get(desk).content.decode()
    assert warning in world.client("health_director").get(f"/review/cases/{number}/").content.decode()
    later = begin(world, worlds.CLINIC)
    shown = world.client("li").get(f"/apply/case/{later}/materials/").content.decode()
    assert "库里有一份" not in shown, "what was revoked is offered to nobody"


def test_a_newer_edition_of_the_same_licence_is_no_warning(world: worlds.World) -> None:
    licence, number = received(world)
    changed = world.begin(f"/my/licences/{licence.pk}/", "变更")
    world.fill(changed)
    world.done(changed)
    assert Licence.objects.count() == 2
    page = world.client("clerk").get(f"/desk/cases/{number}/")
    assert page.context["ended"] == [] and page.context["page"].uses["M-FOOD"].licence == licence.number
    assert staffkit.hidden(page)["was"] == "submitted"
