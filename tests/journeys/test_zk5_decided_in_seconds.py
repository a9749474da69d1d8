"""ZK5: filed online, approved in seconds without a person, the sealed licence in the account; and one that a
machine cannot decide goes to a person, with the reasons before both."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests import county as counties
from tests import instant_world as worlds
from tests.journeys import people
from tests.vault import sealkit
from yimen.bridges import registers as bridge
from yimen.cases.models import Case
from yimen.config.worker import drain
from yimen.instant.models import Decision

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> counties.County:
    now = timezone.now() - timedelta(days=3)
    made = counties.build(now)
    worlds.build(made, now)
    settings.SEAL_KEY = sealkit.register(now, tmp_path / "seal", fresh=False)
    settings.REGISTERS = "quick"
    monkeypatch.setitem(bridge._made, "quick", worlds.registers(made))
    return made


def apply(firm: people.Someone, *, lit: str) -> str:
    """From the guide to the receipt; the number of the case."""
    firm.go(f"/items/{worlds.SIGN}/")
    firm.follow("开始办")
    firm.press("下一步")
    assert firm.sees("已帮您填好 1 项"), firm.page.inner_text("main")[:600]
    for key in ("area", "sign_text"):
        firm.page.fill(f"main [name=a-{key}]", worlds.GOOD[key])
    firm.page.check(f"main input[name=a-lit][value={lit}]")
    firm.press("下一步")
    firm.page.locator("main input[type=file]").first.set_input_files(people.SCAN)
    firm.press("去核对")
    firm.page.fill("main [name=contact_phone]", "19900000009")
    firm.page.check("main input[type=checkbox]")
    firm.press("提交")
    assert "/done/" in firm.page.url, firm.page.inner_text("main")[:600]
    return firm.page.url.split("/case/")[1].split("/")[0]


def test_zk5_one_is_approved_in_seconds_and_one_goes_to_a_person(
    chromium: Any, live_server: Any, county: counties.County
) -> None:
    login = county.accounts["firm"].login
    with people.Someone(chromium, live_server.url, login) as firm:
        number = apply(firm, lit="false")
        drain(timezone.now())
        firm.go(f"/cases/{number}/")
        for words in ("办好了", "系统当场批准", "面积不超过 20 平方米", "企业库：查到了"):
            assert firm.sees(words), words
        firm.go("/my/licences/")
        assert firm.sees("户外招牌登记证")
        handed = apply(firm, lit="true")
        drain(timezone.now())
        firm.go(f"/cases/{handed}/")
        assert firm.sees("系统定不了，转给工作人员") and firm.sees("招牌有灯光，要由人来看")
    case = Case.objects.get(number=number)
    assert case.state == "issued" and case.result_number
    assert case.submitted_at is not None and case.decided_at is not None
    assert case.decided_at - case.submitted_at < timedelta(seconds=30)
    assert Decision.objects.count() == 2
    with people.Someone(chromium, live_server.url, county.accounts["clerk"].login) as clerk:
        clerk.go(f"/desk/cases/{handed}/")
        assert clerk.sees("招牌有灯光，要由人来看")
        people.accept(clerk, handed)
    assert Case.objects.get(number=handed).state == "reviewing"
