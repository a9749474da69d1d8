"""How long a closed case is kept, and what may be done to its record when: one table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimen.rules import retention
from yimen.rules.item import BadSpec, ItemSpec
from yimen.rules.retention import Draft, Holding, Keep, Move, Stage
from yimen.rules.terms import ItemType, ResultType, Role, State

#: (stage, move) → (stage afterwards, whose post; none: the system's alone).
ALLOWED = {
    (Stage.CLOSED, Move.FILE): (Stage.FILED, set()), (Stage.FILED, Move.PACK): (Stage.KEPT, set()),
    (Stage.KEPT, Move.EXPIRE): (Stage.DUE, set()), (Stage.DUE, Move.RETAIN): (Stage.KEPT, {Role.KEEPER}),
    (Stage.DUE, Move.LIST): (Stage.LISTED, {Role.KEEPER}),
    (Stage.LISTED, Move.UNLIST): (Stage.DUE, {Role.KEEPER, Role.SUPERVISOR, Role.AUDIT}),
    (Stage.LISTED, Move.DESTROY): (Stage.DESTROYED, set()),
}  # fmt: skip
HELD = Holding("行政诉讼", "（2026）云 01 行初 3 号")
days = st.dates(date(2000, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("move", list(Move))
def test_every_place_of_the_table(stage: Stage, move: Move) -> None:
    if (stage, move) not in ALLOWED:
        with pytest.raises(retention.NotInThisStage) as refused:
            retention.step(stage, move, set(Role), system=True)
        assert stage.label in refused.value.words
        return
    target, who = ALLOWED[stage, move]
    assert retention.step(stage, move, (), system=True).target is target
    for role in Role:
        if role in who:
            assert retention.step(stage, move, {role}).target is target
        else:
            with pytest.raises(retention.NotYourMove):
                retention.step(stage, move, {role})


def test_a_hold_stops_whatever_leads_to_destruction_and_nothing_else() -> None:
    stopped = set()
    for stage, move in ALLOWED:
        try:
            retention.step(stage, move, (), system=True, held=HELD)
        except retention.UnderHold as refused:
            stopped.add(move)
            assert HELD.document in refused.words and HELD.name in refused.words
    assert stopped == {Move.EXPIRE, Move.LIST, Move.DESTROY}


def test_nothing_leaves_what_is_destroyed_and_every_stage_is_reached() -> None:
    assert Stage.DESTROYED not in {stage for row in retention.TABLE for stage in row.sources}
    assert {row.target for row in retention.TABLE} | {Stage.OPEN, Stage.CLOSED} == set(Stage)


@given(days)
def test_a_term_runs_from_the_end_of_the_year_of_closing(day: date) -> None:
    assert retention.kept_until(Keep.PERMANENT, day) is None
    for keep, years in ((Keep.YEARS_10, 10), (Keep.YEARS_30, 30)):
        last = retention.kept_until(keep, day)
        assert last == date(day.year + years, 12, 31)
        assert last - day >= timedelta(days=365 * years)


@pytest.mark.parametrize(
    ("kind", "result", "keep"),
    [
        (ItemType.LICENCE, ResultType.OTHER, Keep.YEARS_30),
        (ItemType.PUBLIC_SERVICE, ResultType.LICENCE, Keep.YEARS_30),
        (ItemType.PUBLIC_SERVICE, ResultType.APPROVAL, Keep.YEARS_30),
        (ItemType.PUBLIC_SERVICE, ResultType.OTHER, Keep.YEARS_10),
    ],
)
def test_an_item_without_a_term_takes_one_by_its_kind(kind: ItemType, result: ResultType, keep: Keep) -> None:
    spec = ItemSpec("1", "事项", "2", type=kind, result_type=result)
    assert spec.keep is keep
    assert (
        ItemSpec("1", "事项", "2", type=kind, result_type=result, retention=Keep.PERMANENT).keep.years is None
    )


def test_the_term_stands_in_the_stored_item() -> None:
    bare = {"code": "1", "name": "事项", "department": "2"}
    spec = ItemSpec.from_dict({**bare, "retention": "D30"})
    assert spec.retention is Keep.YEARS_30
    assert spec.to_dict() == {**bare, "retention": "D30"}
    assert ItemSpec.from_dict({**bare, "retention": ""}).retention is None
    with pytest.raises(BadSpec):
        ItemSpec.from_dict({**bare, "retention": "D15"})


@pytest.mark.parametrize("state", list(State))
def test_a_case_is_filed_away_sixty_days_after_it_ended(state: State) -> None:
    closed = date(2026, 3, 1)
    ended = state in retention.ENDS
    assert retention.archivable(state, closed, True, date(2026, 4, 30)) is ended
    assert not retention.archivable(state, closed, True, date(2026, 4, 29))
    assert not retention.archivable(state, closed, False, date(2030, 1, 1)), "a dropped draft is no record"
    assert not retention.archivable(state, None, True, date(2030, 1, 1))
    assert retention.stage_of(state, None) is (Stage.CLOSED if ended else Stage.OPEN)
    assert retention.stage_of(state, Stage.KEPT) is Stage.KEPT


def test_the_number_names_case_year_term_and_serial() -> None:
    made = retention.archive_number("4399262026010120000001", 2026, Keep.YEARS_30, 7)
    assert made == "4399262026010120000001-2026-D30-000007"


@given(days, st.integers(0, 400), st.integers(0, 400))
def test_a_draft_is_never_erased_before_its_owner_was_told_in_time(
    touched: date, told: int, later: int
) -> None:
    warned = touched + timedelta(days=told)
    today = warned + timedelta(days=later)
    assert (retention.draft_fate(touched, warned, today) is Draft.ERASE) == (later >= 15)
    fate = retention.draft_fate(touched, None, today)
    assert fate is (Draft.WARN if told + later >= 165 else Draft.STAYS)


def test_a_licence_that_stands_keeps_its_case() -> None:
    retention.require_lapsed([])
    with pytest.raises(retention.LicenceStands) as refused:
        retention.require_lapsed(["JY1", "JY2"])
    assert "JY1" in refused.value.words


@pytest.mark.parametrize("raw", ["", "   ", "短", "太 短", "长" * 301])
def test_reasons_are_words(raw: str) -> None:
    with pytest.raises(retention.WordsMissing):
        retention.read_words("理由", raw)
    assert retention.read_words("理由", " 法院  要求保全 ") == "法院 要求保全"
