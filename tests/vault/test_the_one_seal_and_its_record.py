"""The seal register: one seal, its custodians and kinds, every use on record, nothing without cause."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from tests.vault import sealkit
from yimen.rules import offices, seals
from yimen.rules.authority import SYSTEM, Actor, NotPermitted, Post
from yimen.rules.events import Kind
from yimen.rules.seals import Signature, kinds
from yimen.rules.terms import Role
from yimen.trail import queries as trail
from yimen.trail.actions import OutsideTransaction
from yimen.vault import actions, queries, sealing, sealkeys
from yimen.vault.actions import Cause

pytestmark = pytest.mark.django_db(transaction=True)
CAUSE = Cause(7, Kind.CASE_GRANTED, "4399262026112310000017", sealkit.HOLDER)


@pytest.fixture
def seal(settings: object, tmp_path: Path, now: datetime) -> object:
    settings.SEAL_KEY = sealkit.register(now, tmp_path / "seal")  # type: ignore[attr-defined]
    return queries.the_seal()


def press(now: datetime, cause: Cause = CAUSE, kind: str = "approval", number: str = "ZY1") -> actions.Sealed:
    with transaction.atomic():
        return actions.seal_file(cause, kind, number, sealkit.paper(), "准予决定书.pdf", now=now)


def test_a_use_seals_keeps_and_is_recorded(seal: object, now: datetime) -> None:
    made = press(now)
    kept = queries.by_key(made.key)
    assert kept is not None
    with queries.open_content(kept) as handle:
        content = handle.read()
    assert sealing.examine(content, queries.fingerprints()).verdict is Signature.INTACT
    (use,) = queries.uses(seal)
    assert (use.kind, use.number, use.digest, use.cause) == ("approval", "ZY1", made.digest, "case.granted")
    last = trail.history("seal:43992601")[-1]
    assert (last.kind, last.data["digest"], last.data["event"]) == ("seal.used", made.digest, 7)


def test_the_same_event_again_gives_the_same_file(seal: object, now: datetime) -> None:
    assert press(now) == press(now + timedelta(hours=1))
    assert len(queries.uses(seal)) == 1


def test_a_refused_use_leaves_nothing(seal: object, now: datetime) -> None:
    actions.change_kinds(SYSTEM, ["refusal"], now=now)
    with pytest.raises(seals.KindNotAllowed):
        press(now)
    with pytest.raises(seals.NoCause):
        press(now, Cause(8, Kind.SIGNED_IN))
    actions.suspend_seal(SYSTEM, "盘点", now=now)
    with pytest.raises(seals.SealNotActive):
        press(now, kind="refusal")
    assert queries.uses(seal) == []
    actions.resume_seal(SYSTEM, "盘点完毕", now=now)
    assert press(now, kind="refusal").id


def test_sealing_is_part_of_the_act_that_causes_it(seal: object, now: datetime) -> None:
    with pytest.raises(OutsideTransaction):
        actions.seal_file(CAUSE, "approval", "ZY1", sealkit.paper(), "a.pdf", now=now)


def test_a_key_whose_certificate_is_not_on_the_register_seals_nothing(
    seal: object, settings: object, tmp_path: Path, now: datetime
) -> None:
    settings.SEAL_KEY = str(sealkeys.make(tmp_path / "other", "某局", "", now=now))  # type: ignore[attr-defined]
    with pytest.raises(seals.NotCertified):
        press(now)
    settings.SEAL_KEY = str(tmp_path / "nothing.p12")  # type: ignore[attr-defined]
    with pytest.raises(sealkeys.NoKey, match="yimen seal init"):
        press(now)
    assert queries.uses(seal) == []


def test_without_a_seal_or_a_custodian_nothing_is_sealed(
    settings: object, tmp_path: Path, now: datetime
) -> None:
    with pytest.raises(seals.NoSeal):
        press(now)
    settings.SEAL_KEY = sealkit.register(now, tmp_path / "s", custodian=False)  # type: ignore[attr-defined]
    with pytest.raises(seals.NoCustodian):
        press(now)


def test_custodians_come_and_go_on_record(seal: object, now: datetime) -> None:
    (held,) = queries.custodians(seal)
    assert queries.is_custodian("S01", date(2026, 11, 23))
    actions.release(SYSTEM, held.pk, now=now)
    assert not queries.is_custodian("S01", date(2026, 11, 23))
    with pytest.raises(seals.NoCustodian):
        press(now)
    actions.appoint(SYSTEM, "S01", date(2026, 11, 23), date(2026, 11, 30), now=now)
    with pytest.raises(seals.AlreadyCustodian):
        actions.appoint(SYSTEM, "S01", date(2026, 11, 30), now=now)
    with pytest.raises(offices.NotThere):
        actions.appoint(SYSTEM, "S99", date(2026, 11, 30), now=now)
    acts = [row.data.get("act") for row in trail.history("seal:43992601")]
    assert acts == ["found", "enrol", "appoint", "release", "appoint"]


def test_there_is_one_seal_until_it_is_replaced(seal: object, now: datetime) -> None:
    def another() -> None:
        actions.found_seal(
            SYSTEM, "43992602", "新章", sealkit.HOLDER, tuple(kinds()), document="云政办〔2026〕9号", now=now
        )

    with pytest.raises(seals.SealStands):
        another()
    before = queries.fingerprints()
    actions.replace_seal(SYSTEM, "云政办〔2026〕9号", now=now)
    with pytest.raises(seals.NoSeal):
        press(now)
    another()
    assert queries.fingerprints() == before  # what the old seal signed is still known as ours


def test_only_an_administrator_changes_the_register(seal: object, now: datetime) -> None:
    somebody = Actor(account=1, name="李", staff="S01")
    for act in (
        lambda: actions.suspend_seal(somebody, "x", now=now),
        lambda: actions.change_kinds(somebody, [], now=now),
        lambda: actions.appoint(somebody, "S01", date(2026, 1, 1), now=now),
        lambda: actions.note_replaced(somebody, sealkit.HOLDER, "旧章", date(2026, 1, 1), "x", 1, now=now),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_custody_is_given_by_the_security_administrator_and_to_somebody_else(
    seal: object, now: datetime
) -> None:
    (held,) = queries.custodians(seal)
    admin, security, another = (
        Actor(account=n, name="管理员", staff=staff, posts=(Post(role, "x"),))
        for n, role, staff in ((7, Role.ADMIN, "S08"), (8, Role.SECURITY, "S01"), (9, Role.SECURITY, "S09"))
    )
    for nobody in (admin, Actor(account=1, name="李", staff="S02", posts=(Post(Role.AUDIT, "x"),))):
        with pytest.raises(NotPermitted):
            actions.appoint(nobody, "S01", date(2027, 1, 1), now=now)
        with pytest.raises(NotPermitted):
            actions.release(nobody, held.pk, now=now)
    actions.release(another, held.pk, now=now)
    with pytest.raises(seals.OwnCustody):
        actions.appoint(security, "S01", date(2027, 1, 1), now=now)
    actions.appoint(another, "S01", date(2027, 1, 1), now=now)
    with pytest.raises(NotPermitted):
        actions.change_kinds(another, [], now=now)


def test_forty_two_to_one_counts_recorded_facts_and_uses(seal: object, now: datetime) -> None:
    row = queries.the_seal()
    assert row is not None
    assert queries.merger(row).rows == ()
    actions.note_replaced(
        SYSTEM, sealkit.HOLDER, "县卫生局审批章", date(2026, 11, 1), "云政办〔2026〕1号", 12, now=now
    )
    actions.note_replaced(
        SYSTEM, sealkit.HOLDER, "县卫生局证照章", date(2026, 11, 24), "云政办〔2026〕1号", 3, now=now
    )
    with pytest.raises(seals.AlreadyReplaced):
        actions.note_replaced(SYSTEM, sealkit.HOLDER, "县卫生局审批章", date(2026, 11, 1), "x", 1, now=now)
    press(now)
    press(now, Cause(9, Kind.CASE_GRANTED, "x", "11439926MB0000002C"), number="ZY2")
    found = queries.merger(row)
    assert (found.seals, found.departments, found.items) == (2, 1, 15)
    assert [one.sealed for one in found.rows] == [1, 0]
    assert (found.sealed, found.others) == (1, 1)
    actions.withdraw_replaced(SYSTEM, found.rows[1].id, "重复登记", now=now)
    assert queries.merger(row).seals == 1
    with pytest.raises(offices.NotThere):
        actions.withdraw_replaced(SYSTEM, found.rows[1].id, "重复登记", now=now)


def test_uses_are_found_by_number_and_paged(seal: object, now: datetime) -> None:
    row = queries.the_seal()
    assert row is not None
    for n in range(3):
        press(now, number=f"ZY{n}")
    assert [one.number for one in queries.uses(row, most=2)] == ["ZY2", "ZY1"]
    last = queries.uses(row, most=2)[-1].pk
    assert [one.number for one in queries.uses(row, before=last)] == ["ZY0"]
    assert [one.number for one in queries.uses(row, number="ZY1")] == ["ZY1"]
    assert len(queries.uses(row, number=CAUSE.case_number)) == 3
