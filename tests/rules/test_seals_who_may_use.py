"""The one seal: in use, for its kinds, kept by somebody today, and only because a document was issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from yimen.rules import seals
from yimen.rules.events import Kind
from yimen.rules.lifecycle import TABLE
from yimen.rules.seals import Custodian, Seal, SealStatus

DAY = date(2026, 11, 23)
SEAL = Seal(
    "01", "云溪县行政审批专用章", "11439926MB0000001L", SealStatus.ACTIVE,
    frozenset({"approval", seals.LICENCE}),
    (Custodian("S01", date(2026, 1, 1), date(2026, 11, 23)),),
)  # fmt: skip


def use(
    seal: Seal | None = SEAL, kind: str = "approval", cause: Kind = Kind.CASE_GRANTED, day: date = DAY
) -> Seal:
    return seals.require_use(seal, kind, cause, day)


def test_a_grant_seals_its_decision() -> None:
    assert use() is SEAL
    assert use(kind=seals.LICENCE, cause=Kind.LICENCE_ISSUED) is SEAL


@pytest.mark.parametrize(
    ("refusal", "change"),
    [
        (seals.NoSeal, {"seal": None}),
        (seals.SealNotActive, {"seal": replace(SEAL, status=SealStatus.SUSPENDED)}),
        (seals.SealNotActive, {"seal": replace(SEAL, status=SealStatus.REPLACED)}),
        (seals.KindNotAllowed, {"kind": "refusal"}),
        (seals.NoCustodian, {"day": date(2026, 11, 24)}),
        (seals.NoCustodian, {"seal": replace(SEAL, custodians=())}),
        (seals.NoCause, {"cause": Kind.SIGNED_IN}),
        (seals.NoCause, {"cause": Kind.FILE_KEPT}),
    ],
)
def test_what_stops_a_use(refusal: type[seals.NoSeal], change: dict[str, object]) -> None:
    with pytest.raises(refusal):
        use(**change)  # type: ignore[arg-type]


def test_every_act_that_leaves_a_document_is_a_cause_and_no_other_act_of_a_case() -> None:
    for row in TABLE:
        assert (row.event in seals.CAUSES) >= bool(row.document)
    assert Kind.CASE_SAVED not in seals.CAUSES
    assert Kind.OPINION_GIVEN not in seals.CAUSES


def test_a_certificate_must_be_on_the_register_and_in_force() -> None:
    days = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    seals.require_certificate(days, datetime(2026, 6, 1, tzinfo=UTC))
    for broken in (None, days):
        with pytest.raises(seals.NotCertified):
            seals.require_certificate(broken, datetime(2028, 1, 1, tzinfo=UTC))


def test_kinds_keep_the_registers_order_and_are_known() -> None:
    assert seals.check_kinds(["refusal", seals.LICENCE, "refusal"]) == (seals.LICENCE, "refusal")
    with pytest.raises(seals.BadSealEntry):
        seals.check_kinds(["contract"])


@pytest.mark.parametrize(
    ("from_day", "to_day", "refusal"),
    [
        (date(2026, 11, 24), None, None),
        (date(2026, 11, 23), None, seals.AlreadyCustodian),
        (date(2025, 1, 1), date(2025, 12, 31), None),
        (date(2025, 1, 1), date(2026, 1, 1), seals.AlreadyCustodian),
        (date(2026, 12, 2), date(2026, 12, 1), seals.BadSealEntry),
    ],
)
def test_custody_does_not_overlap_itself(
    from_day: date, to_day: date | None, refusal: type[seals.BadSealEntry] | None
) -> None:
    new = Custodian("S01", from_day, to_day)
    if refusal is None:
        assert seals.check_custody(SEAL.custodians, new, "周敏") is new
        return
    with pytest.raises(refusal):
        seals.check_custody(SEAL.custodians, new, "周敏")


@pytest.mark.parametrize("text", ["", "  \n", "字" * 201])
def test_entries_are_written(text: str) -> None:
    with pytest.raises(seals.BadSealEntry):
        seals.require_words("文号", text)
    with pytest.raises(seals.BadSealEntry):
        seals.check_items(0)


@pytest.mark.parametrize(
    ("giver", "custodian", "refused"),
    [("S01", "S01", True), ("S01", "S02", False), ("", "S01", False), ("", "", False)],
)
def test_nobody_makes_themselves_a_custodian(giver: str, custodian: str, refused: bool) -> None:
    if refused:
        with pytest.raises(seals.OwnCustody):
            seals.require_another(giver, custodian)
    else:
        seals.require_another(giver, custodian)
