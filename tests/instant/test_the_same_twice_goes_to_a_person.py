"""A second application for the same is not decided by machine: whether it is one matter a person says."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests import county as counties
from tests import instant_world as worlds
from yimen.bridges import registers as bridge
from yimen.cases import actions as cases
from yimen.cases.models import Case
from yimen.config.worker import drain
from yimen.instant.models import Decision

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_machine_decides_the_first_only(
    county: counties.County, now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REGISTERS = "quick"
    monkeypatch.setitem(bridge._made, "quick", worlds.registers(county))
    # With light: handed to a person, so the first one stays open.
    first = worlds.file(county, now, lit="true")
    drain(now + timedelta(seconds=5))
    assert Decision.objects.count() == 1 and Case.objects.get(number=first).state == "submitted"
    firm, party = county["firm"], county.parties["firm"].pk
    second = cases.open_draft(firm, worlds.SIGN, party, channel="2", region=counties.REGION, now=now).number
    cases.save(firm, second, {**worlds.GOOD, "lit": "true"}, now=now)
    cases.attach(firm, second, "M-PIC", None, now=now, how="1")
    cases.submit(firm, second, now=now + timedelta(seconds=9), again="另一块招牌")
    drain(now + timedelta(seconds=20))
    assert Decision.objects.count() == 1, "nobody asked the machine about the second"
    assert Case.objects.get(number=second).state == "submitted"
