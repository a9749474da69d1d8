"""在办件换版 on the keeper's page: counts, the dry run line by line, moving with a reason, bad input."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client

from tests import county as counties
from tests.cases.test_pain_1_moving_cases_to_a_new_version_is_explicit import (
    WHY,
    _accepted,
    _kinder,
    _published,
)  # fmt: skip
from tests.county import County
from yimen.cases.models import Case

pytestmark = pytest.mark.django_db
HERE = f"/catalogue/{counties.LICENCE}/flights/"


@pytest.fixture
def county(db: None, now: datetime) -> County:
    return counties.build(now)


@pytest.fixture
def keeper(county: County) -> Client:
    client = Client()
    client.force_login(county.accounts["keeper"])
    return client


def _post(client: Client, **data: object):
    once = re.search(r'name="once" value="([^"]*)"', client.get(HERE).content.decode())
    return client.post(HERE, {"once": once.group(1) if once else "", **data})


def test_nothing_under_way_says_so(keeper: Client) -> None:
    assert "现在没有在办件" in keeper.get(HERE).content.decode()


def test_the_keeper_sees_tries_and_moves(county: County, keeper: Client) -> None:
    number, stuck = _accepted(county), _accepted(county)
    Case.objects.filter(number=stuck).update(state="supplement")
    assert "都在现行版本上" in keeper.get(HERE).content.decode()
    _published(county, _kinder())
    shown = keeper.get(HERE).content.decode()
    assert "不再要：食品安全制度" in shown and "在等申请人补正，补齐再换" in shown
    assert f'value="{number}"' in shown and f'value="{stuck}"' not in shown
    assert "和现行版本比" in shown
    refused = _post(keeper, case=number)
    assert refused.status_code == 422 and "请写明为什么换版" in refused.content.decode()
    assert re.search(rf'value="{number}" checked', refused.content.decode()), "the choice is kept"
    refused = _post(keeper, reason=WHY)
    assert refused.status_code == 422 and WHY in refused.content.decode()
    refused = _post(keeper, case=[number, stuck], reason=WHY)
    assert refused.status_code == 422 and "不能换版" in refused.content.decode()
    assert _post(keeper, case=number, reason=WHY).status_code == 302
    assert "1 件换到了第 2 版" in keeper.get(HERE).content.decode()


def test_others_do_not_open_it(county: County) -> None:
    for who in ("clerk", "officer", "supervisor"):
        client = Client()
        client.force_login(county.accounts[who])
        assert client.get(HERE).status_code == 403
