"""In the sample county one licence is cancelled at its holder's wish, one revoked: by cases of their own."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import county as counties
from tests import licence_world as worlds
from tests.web import staffkit
from yimen.bureau import queries as bureau
from yimen.cases.models import Case
from yimen.demo import county as sample
from yimen.demo import licensed
from yimen.demo.stories import Cast
from yimen.rules.licences import LicenceAct
from yimen.rules.terms import Channel
from yimen.vault.models import Licence

pytestmark = [pytest.mark.django_db(transaction=True)]
ACTS = ("renew", "cancel", "revoke")
NOW = staffkit.FILED + timedelta(days=licensed._ISSUED + 10)


def cast(county: counties.County) -> Cast:
    """李敏 and a firm without a login; whoever signs for the market office."""
    names = ("officer", "head", "director")
    signers = {(counties.MARKET, str(county[one].posts[0].role)): county[one] for one in names}
    people = [(county.parties["li"], county["li"])]
    return Cast(
        bureau.work_calendar(), [county["clerk"]], signers, people, [(county.parties["firm"], None)], []
    )


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> worlds.World:
    made = worlds.build(monkeypatch, settings, tmp_path)
    specs = [counties.specs()[0], *(worlds._acting(word) for word in ACTS)]
    specs[-1] = replace(specs[-1], channels=(Channel.COUNTER,))
    li = SimpleNamespace(demo=True, id_number=made.county.parties["li"].id_number)
    firm = SimpleNamespace(demo=True, credit_code=made.county.parties["firm"].id_number)
    items = [[counties.LICENCE, "issue"], *([worlds.ITEMS[word], word] for word in ACTS)]
    for name, told in (
        ("people", [li]), ("enterprises", [firm]), ("item_specs", specs),
        ("licence_types", [{"items": items}]),
    ):  # fmt: skip
        monkeypatch.setattr(licensed.county, name, lambda told=told: told)
    return made


def test_each_ends_by_a_case_and_the_others_stay(world: worlds.World) -> None:
    assert licensed.tell_all(cast(world.county), NOW, random.Random(1)) == 4
    assert Counter(Licence.objects.values_list("status", flat=True)) == {
        "renewed": 1, "valid": 1, "cancelled": 1, "revoked": 1,
    }  # fmt: skip
    ended = Case.objects.filter(item__code__in=[worlds.ITEMS["cancel"], worlds.ITEMS["revoke"]])
    assert {one.state for one in ended} == {"delivered"}
    revoking = Case.objects.get(item__code=worlds.ITEMS["revoke"])
    assert revoking.channel == Channel.COUNTER, "nobody has their own licence revoked online"


def test_the_sample_county_has_items_for_it_and_the_window_alone_begins_a_revocation() -> None:
    food = next(one for one in sample.licence_types() if one["name"] == "食品经营许可证")
    acts = {act: code for code, act in food["items"]}
    assert {LicenceAct.CHANGE, LicenceAct.RENEW, LicenceAct.CANCEL, LicenceAct.REVOKE} < set(acts)
    channels = {one.code: one.channels for one in sample.item_specs()}
    assert channels[acts["revoke"]] == (Channel.COUNTER,)
    assert Channel.WEB in channels[acts["cancel"]]
