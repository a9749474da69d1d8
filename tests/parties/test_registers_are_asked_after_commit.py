"""人口库、企业库: asked by the worker, never within a request; dated, rested, never overwriting."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from tests import county as counties
from yimen.bridges import registers as bridge
from yimen.bridges.registers import FakeRegisters, TimedOut, Unreachable
from yimen.cases import actions as cases
from yimen.config.worker import drain
from yimen.parties import actions, queries
from yimen.parties.models import Party, RegisterRecord
from yimen.rules.authority import SYSTEM
from yimen.rules.events import Kind
from yimen.rules.registers import Circuit, Query, Register, Status
from yimen.trail import queries as trail
from yimen.trail.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.fromisoformat("2026-11-16T10:00:00+08:00")


def number(serial: int) -> str:
    return counties.id_number("19800101", serial)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, settings: Any) -> FakeRegisters:
    """The registers of this test: every number answers unless the test says otherwise; nobody waits."""
    made = FakeRegisters({number(n): "answers" for n in range(100, 200)}, sleep=lambda seconds: None)
    settings.REGISTERS = "quick"
    monkeypatch.setitem(bridge._made, "quick", made)
    return made


def register(serial: int = 100, at: datetime = NOW) -> int:
    return actions.register_person(
        SYSTEM, "李敏", number(serial), "13800003210", "云溪县民生路 1 号", now=at
    ).id


def records(party: int) -> list[str]:
    return list(RegisterRecord.objects.filter(party=party).order_by("id").values_list("status", flat=True))


def test_nobody_is_asked_before_the_worker_comes_and_never_inside_a_transaction(
    fake: FakeRegisters, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_blocks: list[bool] = []
    ask = FakeRegisters.ask

    def watched(self: FakeRegisters, query: Query, *, timeout: float) -> Any:
        open_blocks.append(connection.in_atomic_block)
        return ask(self, query, timeout=timeout)

    monkeypatch.setattr(FakeRegisters, "ask", watched)
    party = register()
    assert fake.asked == [] and records(party) == []
    drain(NOW)
    assert open_blocks == [False] and records(party) == ["answered"]
    record = queries.register_record(party)
    assert record is not None and record.fields == {
        "applicant_name": "李敏", "birth_date": "1980-01-01", "household_address": "云溪县民生路 1 号",
    }  # fmt: skip
    assert record.fetched_at == NOW


def test_a_second_delivery_and_a_fresh_answer_ask_nothing(fake: FakeRegisters) -> None:
    party = register()
    drain(NOW)
    Event.objects.filter(kind=Kind.PARTY_REGISTERED).update(due_at=NOW)
    drain(NOW)
    assert len(fake.asked) == 1 and records(party) == ["answered"]


def test_an_application_asks_anew_when_the_answer_is_old(fake: FakeRegisters) -> None:
    county = counties.build(NOW)
    li = county.parties["li"]
    fake.plan[li.id_number] = "answers"
    for days, asked in ((0, 1), (29, 1), (31, 2)):
        at = NOW + timedelta(days=days)
        cases.open_draft(county["li"], counties.PLAIN, li.pk, channel="2", region=counties.REGION, now=at)
        drain(at)
        assert len(fake.asked) == asked


@pytest.mark.parametrize(("what", "status"), [("contradicts", "contradicts"), ("unknown", "unknown")])
def test_what_it_says_is_kept_as_it_is_and_changes_no_registration(
    fake: FakeRegisters, what: str, status: str
) -> None:
    fake.plan[number(100)] = what
    party = register()
    drain(NOW)
    assert records(party) == [status] and Party.objects.get(pk=party).name == "李敏"


def test_a_register_that_is_down_is_tried_again_with_back_off(fake: FakeRegisters) -> None:
    fake.plan[number(100)] = "down"
    party = register()
    at = NOW
    drain(at)
    assert records(party) == ["down"]
    waiting = Event.objects.get(kind=Kind.PARTY_REGISTERED)
    assert waiting.due_at is not None and waiting.due_at > at and "NotYet" in waiting.error
    for _ in range(2):
        at += timedelta(seconds=10)
        drain(at)
    assert records(party) == ["down", "down", "answered"]
    assert Event.objects.get(kind=Kind.PARTY_REGISTERED).due_at is None


def test_one_that_never_answers_ends_as_a_dead_letter_and_blocks_nothing(fake: FakeRegisters) -> None:
    fake.plan[number(100)] = "dead"
    party, at = register(), NOW
    for _ in range(12):
        at += timedelta(minutes=10)
        drain(at)
    assert set(records(party)) == {"down"} and len(records(party)) == 8
    assert Event.objects.get(kind=Kind.PARTY_REGISTERED).dead_at is not None
    record = queries.register_record(party)
    assert record is not None and record.status is Status.DOWN


def test_after_five_failures_it_rests_a_minute_then_one_question_tries(fake: FakeRegisters) -> None:
    for serial in range(100, 110):
        fake.plan[number(serial)] = "dead"
        register(serial)
    drain(NOW)
    assert len(fake.asked) == 5
    assert queries.circuit(Register.PEOPLE, NOW) is Circuit.OPEN
    assert queries.circuit(Register.ENTERPRISES, NOW) is Circuit.CLOSED
    later = NOW + timedelta(minutes=2)
    assert queries.circuit(Register.PEOPLE, later) is Circuit.TRYING
    health = {one.register: one for one in queries.register_health(NOW)}
    assert (health[Register.PEOPLE].failing, health[Register.ENTERPRISES].last) == (5, None)
    fake.plan = {number(serial): "answers" for serial in range(100, 110)}
    drain(later)
    assert queries.circuit(Register.PEOPLE, later) is Circuit.CLOSED


def test_the_trail_tells_that_it_was_asked_never_what_it_said(fake: FakeRegisters) -> None:
    party = register()
    drain(NOW)
    row = trail.history(f"party:{party}")[-1]
    assert row.kind == Kind.REGISTER_ASKED and set(row.data) == {"register", "status", "record"}
    assert list(trail.broken_links(f"party:{party}")) == []


def test_what_a_register_said_lies_sealed(fake: FakeRegisters) -> None:
    party = register()
    drain(NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM parties_registerrecord WHERE party_id = %s", [party])
        stored = str(cursor.fetchone()[0])
    assert "民生路" not in stored and "李敏" not in stored


def test_where_no_register_is_set_nobody_is_asked(settings: Any) -> None:
    settings.REGISTERS = ""
    party = register()
    drain(NOW)
    assert records(party) == [] and queries.register_record(party) is None


# --- the fake ---------------------------------------------------------------------------------------------
def query(serial: int) -> Query:
    return Query(Register.PEOPLE, number(serial), "李敏", "云溪县")


def test_the_fake_keeps_to_the_time_limit_by_its_own_clock() -> None:
    slept: list[float] = []
    fake = FakeRegisters({number(1): "late", number(2): "slow"}, sleep=slept.append)
    with pytest.raises(TimedOut, match="no answer in 2 s"):
        fake.ask(query(1), timeout=2.0)
    assert fake.ask(query(2), timeout=2.0).status is Status.ANSWERED
    assert slept == [2.0, 0.6]


def test_the_fake_behaves_the_same_way_for_the_same_number_and_in_every_way_for_many() -> None:
    one, two = FakeRegisters(), FakeRegisters()
    seen = [one.behaviour(number(serial)) for serial in range(300)]
    assert seen == [two.behaviour(number(serial)) for serial in range(300)]
    assert set(seen) == {"slow", "late", "down", "contradicts", "unknown", "answers"}
    assert 0.7 < seen.count("answers") / 300 < 0.92


def test_the_fake_is_down_at_first_and_knows_firms() -> None:
    code = counties.credit_code(5)
    fake = FakeRegisters({code: "down"}, sleep=lambda seconds: None)
    firm = Query(Register.ENTERPRISES, code, "云溪县青石面馆", legal_person="李敏")
    for _ in range(2):
        with pytest.raises(Unreachable):
            fake.ask(firm, timeout=2.0)
    assert fake.ask(firm, timeout=2.0).fields == {
        "ent_name": "云溪县青石面馆", "legal_person": "李敏", "ent_type": "self",
    }  # fmt: skip


def test_a_site_brings_its_own_adapter_by_name(settings: Any) -> None:
    settings.REGISTERS = "yimen.bridges.registers:FakeRegisters"
    assert isinstance(bridge.configured(), FakeRegisters)
