"""Statements that are made once: what they read and write is what the ORM reads and writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from tests import county as counties
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.trail import rows
from yimen.trail.models import Event

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 16, 2, 0, 0, 123, tzinfo=UTC)

CASE = rows.Ready(
    lambda number: (
        Case.objects.select_related("party", "agent", "item")
        .annotate(twice=F("rev") + F("rev"))
        .defer("item__filed")
        .filter(number=number)
    ),
    str,
)
OF_STATE = rows.Ready(
    lambda state, after: Case.objects.filter(state=state, rev__gt=after).order_by("-number"), str, int
)


@pytest.fixture
def case() -> Case:
    county = counties.build(NOW)
    party = county.parties["li"].pk
    made = actions.open_draft(
        county["li"], counties.LICENCE, party, channel="2", region=counties.REGION, now=NOW
    )
    actions.save(county["li"], made.number, {"shop_name": "青石面馆"}, now=NOW)
    return Case.objects.get(number=made.number)


def columns(one: Case) -> dict[str, object]:
    return {f.attname: getattr(one, f.attname) for f in Case._meta.concrete_fields}


def test_a_row_is_read_as_the_orm_reads_it(case):
    found = CASE.first(case.number)
    assert columns(found) == columns(case)
    assert (found, found._state.adding, found._state.db) == (case, False, "default")
    with CaptureQueriesContext(connection) as seen:
        assert (found.party.name, found.item.code, found.agent, found.twice) == (
            "李敏", counties.LICENCE, None, 2 * case.rev,
        )  # fmt: skip
    assert len(seen) == 0
    assert found.item.filed == 0  # left out, so it is fetched when it is asked for after all


def test_a_second_call_asks_with_its_own_arguments(case):
    assert CASE.first("X") is None
    assert CASE.first(case.number) is not None
    assert [c.pk for c in OF_STATE.rows("draft", 0)] == [case.pk]
    assert OF_STATE.rows("draft", case.rev) == []
    assert OF_STATE.rows("received", 0) == []


def test_lists_and_tuples_are_asked_for_as_by_the_orm(case):
    among = rows.Ready(
        lambda numbers, rev: (
            Case.objects.filter(number__in=numbers, rev__gte=rev)
            .annotate(twice=F("rev") + F("rev"))
            .values_list("number", "twice", "due_at", "party__name")
        ),
        rows.Many(str),
        int,
    )
    told = (case.number, 2 * case.rev, None, "李敏")
    for others in ([], ["X"], ["X", "Y"], list("VWXYZ")):
        assert among.rows([*others, case.number], 0) == [told]
    assert among.first([case.number], 0) == told
    assert among.rows([case.number], case.rev + 1) == among.rows(["X"], 0) == []
    with CaptureQueriesContext(connection) as seen:
        assert (among.rows([], 0), among.first([], 0)) == ([], None)
    assert len(seen) == 0


def test_an_argument_that_does_not_reach_the_statement_is_an_error(case):
    lost = rows.Ready(lambda number: Case.objects.filter(state="draft"), str)
    with pytest.raises(RuntimeError, match="does not reach"):
        lost.rows(case.number)


def test_inserted_rows_learn_their_keys_and_are_whole():
    made = rows.insert(
        *(
            Event(stream="s", seq=n, kind="k", actor="a", at=NOW, data={"名": n}, prev_hash="", hash="")
            for n in (1, 2)
        )
    )
    for one, kept in zip(made, Event.objects.order_by("seq"), strict=True):
        assert one == kept
        assert (kept.seq, kept.at, kept.data, kept.due_at) == (one.seq, NOW, one.data, None)
    assert rows.insert() == []


def test_only_what_changed_is_written(case):
    other = Case.objects.get(pk=case.pk)
    Case.objects.filter(pk=case.pk).update(title="别人改的")
    before = rows.columns_of(other)
    other.answers = {**other.answers, "area": "100"}
    other.due_at, other.contact_name = NOW + timedelta(days=1), other.contact_name
    assert sorted(rows.changed(other, before)) == ["answers", "due_at"]
    rows.update(other, rows.changed(other, before))
    kept = Case.objects.get(pk=case.pk)
    assert (kept.title, kept.answers, kept.due_at) == ("别人改的", other.answers, other.due_at)


def test_a_sealed_value_that_was_only_read_is_not_written(case):
    found = CASE.first(case.number)
    before = rows.columns_of(found)
    assert found.answers == {"shop_name": "青石面馆"}
    assert rows.changed(found, before) == []
    found.answers = {"shop_name": "白石面馆"}
    assert rows.changed(found, before) == ["answers"]
    rows.update(found, ["answers"])
    assert Case.objects.get(pk=case.pk).answers == {"shop_name": "白石面馆"}


def test_nothing_changed_takes_no_statement(case):
    with CaptureQueriesContext(connection) as seen:
        rows.update(case, rows.changed(case, rows.columns_of(case)))
    assert len(seen) == 0


def test_a_row_that_is_gone_is_an_error(case):
    case.pk = 10**6
    with pytest.raises(RuntimeError, match="gone"):
        rows.update(case, ["title"])
