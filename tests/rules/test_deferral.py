"""容缺受理: who may, until when, what follows. Sources: domain 2.4."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import deferral
from yimen.rules.calendar import WorkCalendar, china_date, day_begins
from yimen.rules.deferral import Deferral, Due
from yimen.rules.intake import Gap, Gaps, GapsRemain, NotDeferrable
from yimen.rules.item import MaterialUse
from yimen.rules.terms import Need

CORE = MaterialUse("plan", "平面图")
LATER = MaterialUse("rules", "制度", need=Need.DEFERRABLE, deferral_days=3)
LEASE = MaterialUse("lease", "租赁合同", need=Need.DEFERRABLE)
CALENDAR = WorkCalendar.of(published=[2026])
MONDAY = date(2026, 3, 2)
ONE = Gaps(required=(CORE, LATER), missing=(Gap(LATER),))
PROMISED = Deferral(("rules",), at="2026-03-02T09:00:00+08:00", by="account:1", channel="2")
RUNS = deferral.begun(PROMISED, ONE.missing, MONDAY, date(2026, 3, 9))
SIGNED = {"agreed": True, "signer": "李敏", "mandated": True, "breaches": 0}


@pytest.mark.parametrize(
    ("gaps", "codes", "how", "refusal"),
    [
        (ONE, ["rules"], SIGNED, None),
        (ONE, [], SIGNED, deferral.NothingPromised),
        (ONE, ["lease"], SIGNED, deferral.NothingPromised),
        (Gaps(missing=(Gap(CORE),)), ["plan"], SIGNED, NotDeferrable),
        (Gaps(rejected=(Gap(LATER, "看不清"),)), ["rules"], SIGNED, deferral.NothingPromised),
        (ONE, ["rules"], {**SIGNED, "agreed": False}, deferral.PromiseNotSigned),
        (ONE, ["rules"], {**SIGNED, "signer": " "}, deferral.PromiseNotSigned),
        (ONE, ["rules"], {**SIGNED, "mandated": False}, deferral.PromiseNotMandated),
        (ONE, ["rules"], {**SIGNED, "breaches": 1}, deferral.BreachOnRecord),
    ],
)
def test_who_may_promise(gaps, codes, how, refusal):
    if refusal is None:
        assert [g.material.code for g in deferral.require_promise(gaps, codes, **how)] == codes
        return
    with pytest.raises(refusal) as told:
        deferral.require_promise(gaps, codes, **how)
    assert "{" not in told.value.words


@pytest.mark.parametrize(
    ("gaps", "deferred", "promise", "breaches", "refusal"),
    [
        (ONE, ["rules"], PROMISED, 0, None),
        (ONE, ["rules"], Deferral(), 0, deferral.NotPromised),
        (ONE, ["rules"], PROMISED, 2, deferral.BreachOnRecord),
        (ONE, [], PROMISED, 0, GapsRemain),
        (Gaps(), ["rules"], PROMISED, 0, deferral.NothingPromised),
        (Gaps(missing=(Gap(CORE), Gap(LATER))), ["rules"], PROMISED, 0, GapsRemain),
        (Gaps(missing=(Gap(CORE),)), ["plan"], PROMISED, 0, NotDeferrable),
        (Gaps(missing=(Gap(LATER),), rejected=(Gap(CORE, "看不清"),)), ["rules"], PROMISED, 0, GapsRemain),
        (Gaps(rejected=(Gap(LATER, "看不清"),)), ["rules"], PROMISED, 0, GapsRemain),
        (Gaps(missing=(Gap(LATER),), undecided=("面积",)), ["rules"], PROMISED, 0, GapsRemain),
    ],
)  # fmt: skip
def test_what_may_be_accepted_with_gaps(gaps, deferred, promise, breaches, refusal):
    if refusal is None:
        assert deferral.allow(gaps, deferred, promise, breaches=breaches) == (Gap(LATER),)
        return
    with pytest.raises(refusal):
        deferral.allow(gaps, deferred, promise, breaches=breaches)


@pytest.mark.parametrize(
    ("materials", "promised", "last"),
    [
        ([LATER], 10, date(2026, 3, 5)),
        ([LEASE], 10, date(2026, 3, 9)),  # the material names no days: 5
        ([LATER, LEASE], 10, date(2026, 3, 5)),
        ([LATER], 3, date(2026, 3, 4)),  # a working day before the promised end
        ([LEASE], 2, date(2026, 3, 3)),
        ([LEASE], None, date(2026, 3, 9)),
    ],
)
def test_the_last_day(materials, promised, last):
    end = CALENDAR.add_working_days(MONDAY, promised) if promised else None
    assert deferral.last_day(CALENDAR, MONDAY, [Gap(m) for m in materials], end) == last


@pytest.mark.parametrize("promised", [0, 1])
def test_a_short_promise_leaves_no_time(promised):
    with pytest.raises(deferral.NoTime):
        deferral.last_day(CALENDAR, MONDAY, [Gap(LATER)], CALENDAR.add_working_days(MONDAY, promised))


@given(days=st.integers(1, 40), promised=st.integers(2, 60), start=st.integers(0, 200))
def test_the_last_day_is_a_working_day_after_acceptance_and_before_the_promise(days, promised, start):
    accepted = MONDAY + timedelta(days=start)
    end = CALENDAR.add_working_days(accepted, promised)
    use = MaterialUse("m", "材料", need=Need.DEFERRABLE, deferral_days=days)
    last = deferral.last_day(CALENDAR, accepted, [Gap(use)], end)
    assert accepted < last < end
    assert CALENDAR.is_working(last)
    marks = deferral.reminders(CALENDAR, accepted, last)
    assert 1 <= len(marks) <= 2
    assert all(accepted < day <= last for day in marks)


def test_reminded_at_half_and_four_fifths_and_ended_on_the_day_after():
    # 5 working days from Monday 2 to Monday 9 March: half is the 3rd, four fifths the 4th.
    assert deferral.reminders(CALENDAR, MONDAY, date(2026, 3, 9)) == (date(2026, 3, 5), date(2026, 3, 6))
    found, one = {}, RUNS
    for hour in range(9 * 24):
        now = day_begins(MONDAY) + timedelta(hours=hour)
        what = deferral.due_now(CALENDAR, one, now)
        if what is not Due.NOTHING:
            found.setdefault(china_date(now).day, what)
            assert (deferral.next_moment(CALENDAR, one) or now) <= now
            one = deferral.passed(CALENDAR, one, now)
    assert found == {5: Due.REMIND, 6: Due.REMIND, 10: Due.END}


@given(hours=st.integers(0, 40 * 24))
def test_nothing_is_due_of_what_came(hours):
    now = day_begins(MONDAY) + timedelta(hours=hours)
    lying = deferral.came(RUNS, "rules", "制度")
    assert deferral.due_now(CALENDAR, lying, now) is Due.NOTHING
    assert deferral.due_now(CALENDAR, PROMISED, now) is Due.NOTHING
    assert deferral.next_moment(CALENDAR, lying) is None


def test_what_came_is_checked_and_what_is_wrong_is_owed_again():
    lying = deferral.came(RUNS, "rules", "制度")
    assert (lying.owed, lying.unchecked, lying.open) == ((), ("rules",), ("rules",))
    assert deferral.came(lying, "rules", "制度") == lying
    look = {"code": "rules", "name": "制度", "today": MONDAY}
    right = deferral.checked(CALENDAR, lying, **look, ok=True)
    assert right.open == ()
    assert deferral.checked(CALENDAR, lying, **look, ok=False).owed == ("rules",)
    with pytest.raises(deferral.NotSupplied):
        deferral.checked(CALENDAR, RUNS, **look, ok=True)
    for other in (right, PROMISED):
        with pytest.raises(deferral.NotOwedLater):
            deferral.came(other, "rules", "制度")


def test_a_late_check_never_takes_the_last_day_away():
    assert deferral.after_rejection(CALENDAR, RUNS, date(2026, 3, 4)).due == date(2026, 3, 9)
    assert deferral.after_rejection(CALENDAR, RUNS, date(2026, 3, 11)).due == date(2026, 3, 12)
    assert deferral.after_rejection(CALENDAR, PROMISED, date(2026, 3, 11)) == PROMISED


def test_a_deferral_is_kept_whole():
    assert deferral.from_json(RUNS.to_json()) == RUNS
    assert deferral.from_json(PROMISED.to_json()) == PROMISED
    assert deferral.from_json({}) == Deferral()
    assert (RUNS.runs, PROMISED.runs, deferral.next_moment(CALENDAR, PROMISED)) == (True, False, None)


def test_the_result_waits():
    deferral.require_settled([])
    with pytest.raises(deferral.Outstanding) as told:
        deferral.require_settled(["制度"])
    assert told.value.words == "还有 1 份后补材料没有核对合格，不能出证：制度"
