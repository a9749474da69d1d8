"""告知承诺: who may promise instead of proving, what is told, and the check from finding to revocation."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import intake, pledge, quality
from yimen.rules.authority import Actor, NotPermitted, Post
from yimen.rules.calendar import WorkCalendar
from yimen.rules.intake import Checked, Given
from yimen.rules.item import ItemSpec, MaterialUse
from yimen.rules.pledge_terms import CheckState, Found, Risk, WindowUnit
from yimen.rules.terms import GetType, Need, Role

MONDAY, SATURDAY = date(2026, 3, 2), date(2026, 5, 2)
CALENDAR = WorkCalendar.of(published=[2026, 2027, 2028])
PLACE = MaterialUse(
    "place",
    "住所证明",
    pledge="住所真实、合法使用",
    pledge_basis="国办发〔2020〕42号",
    standard="产权或租赁合同",
)
SPEC = ItemSpec("1", "登记", "1", materials=(PLACE, MaterialUse("form", "申请书")))
SIGNED = {"agreed": True, "signer": "李敏", "mandated": True, "breaches": 0}


def offered(*lines: Given, spec: ItemSpec = SPEC) -> list[str]:
    return [one.code for one in pledge.offers(spec, intake.judge(spec, {}, lines, MONDAY), lines)]


def test_offered_only_where_the_keeper_marked_it_and_nothing_stands_against_it():
    assert offered() == ["place"]
    assert offered(Given("place", 1)) == ["place"], "who gave it already may still choose"
    assert offered(Given("place", 0, how=GetType.PROMISE)) == ["place"]
    assert offered(Given("place", 1, Checked.PASSED)) == []
    assert offered(Given("place", 1, Checked.REJECTED, "看不清")) == ["place"]
    assert offered(Given("place", 0, Checked.REJECTED, "住所查无此地", GetType.PROMISE)) == []


@pytest.mark.parametrize("risk", list(Risk))
def test_never_in_the_fields_left_out(risk):
    spec = ItemSpec("1", "登记", "1", materials=(PLACE,), risks=(risk,))
    assert offered(spec=spec) == []
    found = [one for one in quality.check(spec) if one.code == "Q10.2"]
    assert [one.severity for one in found] == [quality.Severity.ERROR]
    assert risk.label in found[0].words
    assert ItemSpec.from_dict(spec.to_dict()) == spec


@pytest.mark.parametrize(
    ("codes", "how", "refusal"),
    [
        (["place"], SIGNED, None),
        ([], SIGNED, pledge.NothingPledged),
        (["form"], SIGNED, pledge.NotPledgeable),
        (["place"], {**SIGNED, "breaches": 1}, pledge.PledgeBarred),
        (["place"], {**SIGNED, "agreed": False}, pledge.PledgeNotSigned),
        (["place"], {**SIGNED, "signer": " "}, pledge.PledgeNotSigned),
        (["place"], {**SIGNED, "mandated": False}, pledge.PledgeNotMandated),
    ],
)
def test_chosen_freely_signed_and_by_whoever_may(codes, how, refusal):
    if refusal is None:
        assert [one.code for one in pledge.require_pledge([PLACE], codes, [], **how)] == codes
        return
    with pytest.raises(refusal):
        pledge.require_pledge([PLACE], codes, ["申请书"], **how)


def test_told_with_its_law_before_it_is_promised():
    assert pledge.paper(PLACE) == pledge.Pledged(
        "place", "住所证明", "住所证明：产权或租赁合同（国办发〔2020〕42号）", "住所真实、合法使用"
    )
    assert any("撤销" in one for one in pledge.CONSEQUENCES)


def test_it_counts_as_given_and_is_asked_for_only_with_a_reason():
    given = [Given("place", 0, how=GetType.PROMISE), Given("form", 1)]
    assert intake.judge(SPEC, {}, given, MONDAY).complete
    with pytest.raises(pledge.ProofNotAsked):
        pledge.require_reason("住所证明", GetType.PROMISE, " ")
    pledge.require_reason("住所证明", GetType.PROMISE, "地址不存在")
    pledge.require_reason("住所证明", GetType.UPLOAD, "")
    wrong = [Given("place", 0, Checked.REJECTED, "地址不存在", GetType.PROMISE), Given("form", 1)]
    (line,) = intake.notice(intake.judge(SPEC, {}, wrong, MONDAY)).lines
    assert line.words == "“住所证明”的承诺不能采信：地址不存在，请交证明"


@pytest.mark.parametrize(
    ("length", "unit", "start", "last"),
    [
        (2, WindowUnit.MONTHS, MONDAY, date(2026, 5, 4)),  # 2 May is a Saturday
        (1, WindowUnit.MONTHS, date(2026, 1, 31), date(2026, 3, 2)),  # 28 February is a Saturday
        (12, WindowUnit.MONTHS, MONDAY, date(2027, 3, 2)),
        (3, WindowUnit.WORKING, MONDAY, date(2026, 3, 5)),
    ],
)
def test_the_window_in_months_or_working_days(length, unit, start, last):
    assert pledge.due(CALENDAR, start, length, unit) == last


def test_two_months_where_the_material_names_no_window():
    assert pledge.window(PLACE) == (2, WindowUnit.MONTHS)
    own = MaterialUse("m", "材料", pledge_window=20, pledge_unit=WindowUnit.WORKING)
    assert pledge.window(own) == (20, WindowUnit.WORKING)


@given(
    st.dates(date(2026, 1, 1), date(2027, 6, 30)), st.integers(1, 12), st.sampled_from(WindowUnit)
)  # fmt: skip
def test_a_window_ends_on_a_working_day_and_later_where_it_is_longer(start, length, unit):
    last = pledge.due(CALENDAR, start, length, unit)
    assert last > start and CALENDAR.is_working(last)
    assert pledge.due(CALENDAR, start, length + 1, unit) >= last


_S, _F = CheckState, Found


@pytest.mark.parametrize(
    ("state", "found", "extended", "after"),
    [
        (_S.OPEN, _F.TRUE, False, _S.TRUE),
        (_S.OPEN, _F.FALSE, True, _S.HEARING),
        (_S.OPEN, _F.UNCLEAR, False, _S.OPEN),
        (_S.OPEN, _F.UNCLEAR, True, pledge.ExtendedAlready),
        (_S.HEARING, _F.TRUE, False, _S.TRUE),
        (_S.HEARING, _F.FALSE, False, pledge.CheckClosed),
        (_S.HEARING, _F.UNCLEAR, False, pledge.CheckClosed),
        *((state, found, False, pledge.CheckClosed) for state in (_S.TRUE, _S.FALSE) for found in Found),
    ],
)
def test_findings(state, found, extended, after):
    if isinstance(after, CheckState):
        assert pledge.require_found(state, found, " 现场看过 ", extended=extended) == (after, "现场看过")
        with pytest.raises(pledge.EvidenceMissing):
            pledge.require_found(state, found, " ", extended=extended)
        return
    with pytest.raises(after):
        pledge.require_found(state, found, "现场看过", extended=extended)


def test_nobody_is_found_untrue_unheard():
    until = pledge.answer_by(CALENDAR, MONDAY)
    assert until == date(2026, 3, 9)
    with pytest.raises(pledge.NotHeardYet):
        pledge.require_heard(_S.HEARING, said=False, until=until, today=until)
    pledge.require_heard(_S.HEARING, said=True, until=until, today=MONDAY)
    pledge.require_heard(_S.HEARING, said=False, until=until, today=until + timedelta(days=1))
    for state in (_S.OPEN, _S.TRUE, _S.FALSE):
        with pytest.raises(pledge.CheckClosed):
            pledge.require_heard(state, said=True, until=until, today=until)
        with pytest.raises(pledge.CheckClosed):
            pledge.require_statement(state, "不是这样")
    with pytest.raises(pledge.StatementMissing):
        pledge.require_statement(_S.HEARING, " ")
    assert pledge.require_statement(_S.HEARING, " 搬家了 ") == "搬家了"


def test_revoked_once_and_only_what_stands_on_an_untrue_promise():
    pledge.require_revocable(_S.FALSE, licence=True, begun=False)
    for state in (_S.OPEN, _S.HEARING, _S.TRUE):
        with pytest.raises(pledge.CheckClosed):
            pledge.require_revocable(state, licence=True, begun=False)
    for licence, begun in ((False, False), (True, True)):
        with pytest.raises(pledge.NothingToRevoke):
            pledge.require_revocable(_S.FALSE, licence=licence, begun=begun)


def test_who_signs_for_an_organ_checks_for_it():
    officer = Actor(1, "员", staff="1", posts=(Post(Role.OFFICER, "A"), Post(Role.CLERK, "B")))
    assert pledge.departments_of(officer) == {"A"}
    with pytest.raises(NotPermitted):
        pledge.departments_of(Actor(1, "员", staff="1", posts=(Post(Role.CLERK, "B"),)))


def test_a_promise_wants_its_law_and_a_proof_that_is_needed():
    bare = ItemSpec("1", "登记", "1", materials=(MaterialUse("m", "证明", pledge="属实"),))
    assert "Q10.3" in {one.code for one in quality.check(bare)}
    for more in ({"need": Need.OPTIONAL}, {"exempt_by": "电子证照"}):
        use = MaterialUse("m", "证明", pledge="属实", pledge_basis="国办发〔2020〕42号", **more)
        found = {one.code for one in quality.check(ItemSpec("1", "登记", "1", materials=(use,)))}
        assert "Q10.4" in found and "Q10.3" not in found
