"""What people write freely enters the chain, which nobody can take back, with personal numbers masked."""

from __future__ import annotations

import json

import pytest

from tests import county as counties
from tests.cases.conftest import NOW
from tests.trail.conftest import exported
from yimen.cases import actions

pytestmark = pytest.mark.django_db

PERSON = counties.id_number("19850315", 77)
PHONE = "13812345678"


def test_numbers_in_reasons_opinions_and_notices_are_masked(county, reach):
    case = reach("accepted")
    actions.opinion(county["officer"], case.number, verdict="agree", text=f"已电话 {PHONE} 核实", now=NOW)
    actions.pause(
        county["head"],
        case.number,
        kind="testing",
        reason=f"{PERSON} 要体检",
        planned_end=NOW.date(),
        now=NOW,
    )
    other = reach("received")
    actions.ask_correction(
        county["clerk"],
        other.number,
        reason=f"号码 {PHONE} 不通",
        rejected={"M-PLAN": f"写的是 {PERSON}"},
        now=NOW,
    )
    whole = json.dumps(exported(), ensure_ascii=False)
    assert "138****5678" in whole
    assert PHONE not in whole
    assert PERSON not in whole
    parties = {one.id_number for one in county.parties.values()} | {
        one.phone for one in county.parties.values()
    }
    assert [number for number in parties if number and number in whole] == []
