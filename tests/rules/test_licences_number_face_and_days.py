"""A licence: number, GB/T 36904 identifier, typed face, days, the 30 working days of renewal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import codes, licences
from yimen.rules.calendar import WorkCalendar
from yimen.rules.licences import FaceField, FaceSource, LicenceAct, LicenceSpec, Validity
from yimen.rules.terms import FieldType

DAY = date(2026, 11, 23)
SPEC = LicenceSpec(
    "11100000MB0143028RSP1", "食品经营许可证", "云溪县行政审批局", "11439926MB0000001L", "JY",
    fields=(
        FaceField("holder", "经营者名称", FaceSource.PARTY, "name"),
        FaceField("code", "统一社会信用代码", FaceSource.PARTY, "number", required=False),
        FaceField("area", "面积", FaceSource.ANSWER, "area", FieldType.DECIMAL),
        FaceField("since", "成立日期", FaceSource.ANSWER, "since", FieldType.DATE, required=False),
        FaceField("chain", "连锁", FaceSource.ANSWER, "chain", FieldType.BOOL, required=False),
        FaceField("kind", "主体业态", FaceSource.CONSTANT, "餐饮服务经营者"),
    ),
    items=(("A", LicenceAct.ISSUE), ("B", LicenceAct.RENEW)),
)  # fmt: skip
PARTY = {"name": "云溪县林记面馆", "number": ""}

#: domain 7.1 and 11: all identifiers whose check characters were recomputed there.
IDENTIFIERS = [
    "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
    "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
    "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
]


@pytest.mark.parametrize("known", IDENTIFIERS)
def test_real_identifiers_come_out_of_their_parts(known: str) -> None:
    *_, kind, organ, serial, edition, _check = known.split(".")
    assert licences.identifier(kind, organ, serial, int(edition)) == known


@given(
    st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=21, max_size=21),
    st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=20),
    st.integers(1, 999),
)
def test_every_identifier_checks_and_a_slip_shows(kind: str, serial: str, edition: int) -> None:
    made = licences.identifier(kind, "11439926MB0000001L", serial, edition)
    assert codes.certificate_ok(made)
    at = made.rindex(serial)
    wrong = "1" if made[at] != "1" else "2"
    assert not codes.certificate_ok(made[:at] + wrong + made[at + 1 :])


@pytest.mark.parametrize(("serial", "edition"), [("小1", 1), ("", 1), ("A1", 1000), ("a1", 1)])
def test_parts_that_do_not_fit_are_a_mistake_of_the_program(serial: str, edition: int) -> None:
    with pytest.raises(ValueError, match="identifier"):
        licences.identifier(SPEC.code, SPEC.organ_code, serial, edition)


def test_a_number_says_type_region_year_and_serial() -> None:
    assert licences.licence_number(SPEC, "439926000000", 2026, 7) == "JY4399262026000007"
    with pytest.raises(licences.SerialsUsedUp):
        licences.licence_number(SPEC, "439926000000", 2026, 1_000_000)


def test_the_face_is_read_by_type_from_its_sources() -> None:
    answers = {"area": "120", "since": "2020-02-29", "chain": True}
    made = licences.face(SPEC, {FaceSource.ANSWER: answers, FaceSource.PARTY: PARTY}, DAY)
    assert made == {
        "holder": "云溪县林记面馆", "area": "120", "since": "2020 年 2 月 29 日", "chain": "是",
        "kind": "餐饮服务经营者",
    }  # fmt: skip


@pytest.mark.parametrize("answers", [{}, {"area": ""}, {"area": None}, {"area": "很大"}])
def test_a_face_without_what_it_must_say_is_refused(answers: dict[str, object]) -> None:
    with pytest.raises(licences.FaceIncomplete) as refused:
        licences.face(SPEC, {FaceSource.ANSWER: answers, FaceSource.PARTY: PARTY}, DAY)
    assert refused.value.words == "证照缺少“面积”，请先补正申请表或主体登记"


@pytest.mark.parametrize(
    ("validity", "first", "last"),
    [
        ({"years": 5}, date(2026, 11, 23), date(2031, 11, 22)),
        ({"years": 1}, date(2026, 1, 1), date(2026, 12, 31)),
        ({"years": 1}, date(2024, 2, 29), date(2025, 2, 28)),
        ({"years": 4}, date(2024, 2, 29), date(2028, 2, 28)),
        ({"validity": Validity.UNTIL, "until": date(2027, 6, 30)}, DAY, date(2027, 6, 30)),
        ({"validity": Validity.LONG}, DAY, None),
    ],
)
def test_how_long_it_holds_from_the_day_of_decision(
    validity: dict[str, object], first: date, last: date | None
) -> None:
    assert licences.valid_to(replace(SPEC, **validity), first) == last  # type: ignore[arg-type]


def test_renewal_is_due_thirty_working_days_before_the_end() -> None:
    calendar = WorkCalendar(holidays=frozenset(), makeup=frozenset(), published=frozenset({2026}))
    by = licences.renew_by(calendar, date(2026, 11, 30))
    assert by == date(2026, 10, 19)
    assert calendar.working_days_between(by, date(2026, 11, 30)) == 30


def test_reminders_come_sixty_and_thirty_days_before_once_each() -> None:
    last = date(2027, 1, 30)
    assert licences.next_reminder(last, 0) == date(2026, 12, 1)
    assert licences.next_reminder(last, 1) == date(2026, 12, 31)
    assert licences.next_reminder(last, 2) is None
    assert licences.next_reminder(None, 0) is None
    assert licences.reminders_due(last, 0, date(2026, 12, 1)) == 1
    assert licences.reminders_due(last, 0, date(2027, 1, 10)) == 2  # a worker that slept sends one, not two


def test_a_type_is_stored_and_read_back() -> None:
    whole = replace(
        SPEC, validity=Validity.UNTIL, until=date(2027, 1, 1), material="M-LIC", notice="亮证经营"
    )
    assert LicenceSpec.from_dict(whole.to_dict()) == whole
    assert whole.act_of("B") is LicenceAct.RENEW
    assert whole.act_of("C") is None
    with pytest.raises(licences.BadType):
        LicenceSpec.from_dict({"code": "x"})


@pytest.mark.parametrize(
    "change",
    [
        {"code": "11100000MB0143028R"}, {"name": " "}, {"organ": ""}, {"organ_code": "小"}, {"prefix": "jy"},
        {"years": 0}, {"validity": Validity.UNTIL}, {"fields": ()}, {"fields": SPEC.fields[:1] * 2},
        {"items": (("A", LicenceAct.ISSUE), ("A", LicenceAct.CHANGE))},
        {"fields": (FaceField("a", "", FaceSource.ANSWER, "a"),)},
    ],
)  # fmt: skip
def test_a_type_that_cannot_be_used_is_refused(change: dict[str, object]) -> None:
    assert licences.check_type(SPEC) is SPEC
    with pytest.raises(licences.BadType):
        licences.check_type(replace(SPEC, **change))  # type: ignore[arg-type]
