"""Pain 11 (duplicate applications): who sends the same a second time is told the first one's number; they go
on only with a reason, which the clerk reads and the record keeps."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

import yimen
from tests import county as counties
from tests.web import citizen_world as world
from yimen.cases import actions
from yimen.rules.applying import AlreadyApplied
from yimen.rules.terms import State
from yimen.trail import queries as trail

pytestmark = [pytest.mark.django_db(transaction=True)]
WHY = "开第二家店"


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> world.World:
    return world.build(monkeypatch)


def _draft(town: world.World, who: str = "li", area: str = "120", channel: str = "2") -> str:
    county = town.county
    number = actions.open_draft(
        county[who], counties.LICENCE, county.parties["li"].pk, channel=channel, region=counties.REGION,
        now=world.NOW,
    ).number  # fmt: skip
    actions.save(county[who], number, {"shop_name": "青石面馆", "area": area}, now=world.NOW)
    for code in ("M-PLAN", "M-RULES"):
        actions.attach(county[who], number, code, None, now=world.NOW, how="1")
    return number


def _send(client: Client, page: str, data: dict):
    shown = world.text(client.get(page))
    kept = {n: re.search(rf'name="{n}" value="([^"]*)"', shown) for n in ("once", "rev")}
    return client.post(page, {**{n: m.group(1) for n, m in kept.items() if m}, **data})


def _submitted(number: str) -> dict:
    return next(row.data for row in trail.history(number) if row.kind == "case.submitted")


def test_online_the_first_is_named_and_a_reason_lets_one_go_on(town: world.World) -> None:
    first, second = _draft(town), _draft(town)
    sure = {"contact_phone": "19900000001", "promise": "yes"}
    check = f"/apply/case/{first}/check/"
    assert "同样的没办完" not in world.text(town.client("li").get(check))
    assert _send(town.client("li"), check, sure).status_code == 302
    check = f"/apply/case/{second}/check/"
    shown = world.text(town.client("li").get(check))
    assert "您还有一件同样的没办完" in shown and f'href="/cases/{first}/"' in shown
    refused = _send(town.client("li"), check, {**sure, "promise": ""})
    told = world.text(refused)
    assert refused.status_code == 422 and world.case(second).state == State.DRAFT
    assert "请写明为什么" in told and "请确认您填的是真的" in told
    assert _send(town.client("li"), check, {**sure, "again": WHY}).status_code == 302
    assert _submitted(second)["beside"] == first and _submitted(second)["reason"] == WHY
    assert "beside" not in _submitted(first)
    desk = world.text(town.client("clerk").get(f"/desk/cases/{second}/"))
    assert first in desk and f"为什么再办一件：{WHY}" in desk
    assert "为什么再办一件" not in world.text(town.client("clerk").get(f"/desk/cases/{first}/"))


def test_another_situation_another_applicant_or_a_decided_one_is_no_duplicate(town: world.World) -> None:
    county = town.county
    actions.submit(county["li"], _draft(town), now=world.NOW, again="")
    actions.submit(county["li"], _draft(town, area="80"), now=world.NOW, again="")
    third = _draft(town)
    with pytest.raises(AlreadyApplied):
        actions.submit(county["li"], third, now=world.NOW, again="  ")
    for row in list(type(world.case(third)).objects.filter(submitted_at__isnull=False)):
        actions.withdraw(county["li"], row.number, reason="不办了", now=world.NOW)
    actions.submit(county["li"], third, now=world.NOW, again="")
    assert world.case(third).state == State.SUBMITTED


def test_at_the_counter_the_clerk_asks_and_writes_it_down(town: world.World) -> None:
    county = town.county
    first = _draft(town)
    actions.submit(county["li"], first, now=world.NOW, again="")
    number = _draft(town, "clerk", channel="1")
    page = f"/desk/new/{number}/materials/"
    assert first in world.text(town.client("clerk").get(page))
    refused = _send(town.client("clerk"), page, {"do": "submit"})
    assert refused.status_code == 422 and "请写明为什么" in world.text(refused)
    assert world.case(number).state == State.DRAFT
    assert _send(town.client("clerk"), page, {"do": "submit", "again": WHY}).status_code == 302
    assert world.case(number).state == State.RECEIVED and _submitted(number)["reason"] == WHY


def test_every_door_asks(town: world.World) -> None:
    """None (nobody can be asked) is for sample data and benches, never for a door."""
    root = Path(yimen.__file__).parent
    found = 0
    for door in ("web", "api"):
        for file in (root / door).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and any(
                    isinstance(one, ast.Attribute) and one.attr == "submit"
                    and isinstance(one.value, ast.Name) and one.value.id == "actions"
                    for one in (call.func, *call.args)
                ):  # fmt: skip
                    found += 1
                    assert "again" in {word.arg for word in call.keywords}, file.relative_to(
                        settings.BASE_DIR
                    )
    assert found == 3
