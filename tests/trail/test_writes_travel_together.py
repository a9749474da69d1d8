"""Rows that an act writes go to PostgreSQL on one trip: keys, errors and lost rows are told at its end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from yimen.trail import rows, trip
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.both]

AT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


def event(seq: int, stream: str = "S") -> Event:
    return Event(
        stream=stream, seq=seq, kind="case.saved", actor="system", at=AT, data={"n": seq}, prev_hash="",
        hash=str(seq), due_at=AT,
    )  # fmt: skip


def kept() -> list[tuple[int, str]]:
    return list(Event.objects.order_by("seq").values_list("seq", "hash"))


def test_all_is_written_and_keys_are_known_at_the_end() -> None:
    with transaction.atomic(), rows.together():
        one, two = rows.insert(event(1), event(2))
        (three,) = rows.insert(event(3))
    assert {one.pk, two.pk, three.pk} == set(Event.objects.values_list("pk", flat=True))
    assert kept() == [(1, "1"), (2, "2"), (3, "3")]


def test_what_was_sent_can_be_changed_and_read_before_the_end() -> None:
    (one,) = rows.insert(event(1))
    found = rows.Ready(lambda seq: Event.objects.filter(seq=seq), int)
    with transaction.atomic(), rows.together():
        one.hash = "changed"
        rows.update(one, ["hash"])
        assert [e.hash for e in found.rows(1)] == ["changed"]
        assert found.first(2) is None
    assert kept() == [(1, "changed")]


def test_one_inside_another_is_part_of_it() -> None:
    with transaction.atomic(), rows.together():
        with rows.together():
            rows.insert(event(1))
        rows.insert(event(2))
    assert [seq for seq, _ in kept()] == [1, 2]


def test_what_the_database_refuses_is_told_as_ever_and_nothing_is_kept() -> None:
    rows.insert(event(1))
    with pytest.raises(IntegrityError, match="trail"), transaction.atomic(), rows.together():
        rows.insert(event(2))
        rows.insert(event(1))
        rows.insert(event(3))
    assert [seq for seq, _ in kept()] == [1]
    rows.insert(event(2))  # the connection is as good as before
    assert [seq for seq, _ in kept()] == [1, 2]


def test_a_row_that_is_gone_is_missed() -> None:
    (one,) = rows.insert(event(1))
    Event.objects.all().delete()
    with pytest.raises(RuntimeError, match="is gone"), transaction.atomic(), rows.together():
        rows.update(one, ["hash"])
    with pytest.raises(RuntimeError, match="is gone"):
        rows.update(one, ["hash"])


def test_an_error_of_ours_leaves_nothing_waiting() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), rows.together():
        rows.insert(event(1))
        raise ZeroDivisionError
    assert kept() == []
    with transaction.atomic():
        (one,) = rows.insert(event(2))
    assert one.pk is not None


def test_postgres_prepares_what_never_changes_and_sends_it_together() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps compiled statements by itself")
    with transaction.atomic(), rows.together():
        assert connection.connection.info.pipeline_status == connection.connection.pgconn.pipeline_status != 0
        for seq in range(5):
            rows.insert(event(seq))
    with trip.cursor(connection) as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        prepared = [row[0] for row in cursor.fetchall()]
    assert any(one.startswith('INSERT INTO "trail_event"') for one in prepared)
