"""Every day that has ended gets one signed seal over all rows, once, whoever comes first."""

from __future__ import annotations

import stat
import threading
from datetime import date, timedelta

import pytest
from django.db import connection, connections, transaction

from tests.trail.conftest import DAY, NOW, exported, night, written
from yimen.rules.events import Kind
from yimen.trail import actions, keys, sealing
from yimen.trail.models import Event, Seal
from yimen.trail.proof import verify
from yimen.trail.proof.hashes import START

pytestmark = pytest.mark.django_db


def happened(stream: str, at=NOW) -> None:
    with transaction.atomic():
        actions.append(stream, Kind.STAFF_CHANGED, "system", at, {})


def test_nothing_is_sealed_before_the_first_day_has_ended():
    happened("a")
    assert sealing.seal_due(NOW) == 0
    assert sealing.seal_due(night(NOW) - sealing.MARGIN) == 0
    assert sealing.seal_due(night(NOW)) == 1


def test_a_day_is_sealed_once_and_chained_to_the_day_before():
    happened("a")
    happened("b")
    happened("a")
    assert [sealing.seal_due(night(NOW)), sealing.seal_due(night(NOW))] == [1, 0]
    happened("b", NOW + DAY)
    sealing.seal_due(night(NOW + DAY))
    first, second = Seal.objects.order_by("number")
    assert (first.day, first.rows, first.streams, first.prev) == (date(2026, 11, 16), 3, 2, START)
    # The second day holds its own act and the record of the first seal.
    assert (second.rows, second.streams, second.prev, second.after_id) == (2, 2, first.hash, first.last_id)
    sealed = Event.objects.get(stream="seals", seq=1)
    assert sealed.kind == Kind.DAY_SEALED
    assert sealed.data["hash"] == first.hash


def test_days_without_a_worker_are_closed_by_one_seal():
    happened("a")
    sealing.seal_due(night(NOW))
    sealing.seal_due(night(NOW + 4 * DAY))
    assert [one.day.day for one in Seal.objects.order_by("number")] == [16, 20]


def test_a_seal_made_while_the_clock_was_ahead_stops_no_other():
    happened("a")
    sealing.seal_due(night(NOW + 400 * DAY))
    assert [sealing.seal_due(night(NOW + n * DAY)) for n in (0, 0, 1)] == [1, 0, 1]
    assert verify(written(exported())).findings == []


def test_the_key_is_made_once_and_only_its_owner_reads_it():
    key = keys.trail_key()
    assert keys.trail_key().name == key.name
    assert stat.S_IMODE(keys.place().stat().st_mode) == 0o600
    assert [one.name for one in keys.place().parent.iterdir()] == [keys.FILE]


def test_the_key_may_come_from_the_environment(settings):
    settings.TRAIL_KEY = "11" * 32
    assert keys.trail_key().public.hex() == "d04ab232742bb4ab3a1368bd4615e4e6d0224ab71a016baf8520a332c9778737"
    assert not keys.place().exists()


def test_another_worker_that_was_first_is_no_fault():
    happened("a")
    horizon = sealing._horizon()
    assert sealing._seal(date(2026, 11, 16), horizon, night(NOW)) == 1
    assert sealing._seal(date(2026, 11, 16), horizon, night(NOW)) == 0
    assert Event.objects.filter(stream="seals").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_a_row_that_is_committed_late_is_not_passed_over():
    """The writer has its id but has not committed: the seal waits, gives up, and takes it the next time."""
    happened("early")
    began, go = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                actions.append("slow", Kind.STAFF_CHANGED, "system", NOW, {})
                began.set()
                go.wait(30)
        finally:
            connections.close_all()

    writer = threading.Thread(target=slow)
    writer.start()
    assert began.wait(30)
    assert sealing.seal_due(night(NOW)) == 0
    go.set()
    writer.join(30)
    assert sealing.seal_due(night(NOW) + timedelta(minutes=1)) == 1
    assert Seal.objects.get().rows == 2
