"""The worker closes each day with its digest, packs after a week, removes after the policy, all on record."""

from __future__ import annotations

import gzip
import logging
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from yimen.access import actions, checking, files, packing, queries
from yimen.config import log_checks
from yimen.config.worker import Worker
from yimen.rules.accesslog import Wanted
from yimen.rules.events import Kind
from yimen.trail.chain import sm3
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.both]
Write = Callable[..., Path]
DAY = timedelta(days=1)


def noted(kind: Kind) -> list[dict[str, Any]]:
    return [row.data for row in Event.objects.filter(kind=str(kind)).order_by("pk")]


def faults(now: datetime) -> list[tuple[str, str]]:
    return [(str(one.day), one.what) for one in checking.prove(now).faults]


def test_each_ended_day_gets_its_digest_in_the_trail(now: datetime, folder: Path, written: Write) -> None:
    path = written(now - DAY)
    written(now)
    assert actions.keep_house(now) == 1 and actions.keep_house(now) == 0
    (data,) = noted(Kind.ACCESS_SEALED)
    assert data["day"] == "2026-11-22" and data["sm3"] == sm3(path.read_bytes())
    assert (data["lines"], data["lost"], data["torn"], data["bytes"]) == (3, 0, 0, path.stat().st_size)
    assert actions.keep_house(now + DAY) == 1
    assert [one["day"] for one in noted(Kind.ACCESS_SEALED)] == ["2026-11-22", "2026-11-23"]


def test_a_day_is_not_closed_before_it_is_over(now: datetime, written: Write) -> None:
    written(now)
    midnight = now.replace(hour=0, minute=0) + DAY
    assert actions.keep_house(midnight + timedelta(minutes=9)) == 0
    assert actions.keep_house(midnight + timedelta(minutes=11)) == 1


def test_that_a_day_has_no_file_is_on_record_too(now: datetime, written: Write) -> None:
    written(now - 3 * DAY)
    assert actions.keep_house(now) == 3
    assert [bool(one["sm3"]) for one in noted(Kind.ACCESS_SEALED)] == [True, False, False]
    assert faults(now) == []
    written(now - DAY)
    assert faults(now) == [("2026-11-22", "appeared")]


def test_a_changed_a_lost_and_a_foreign_day_are_named(now: datetime, written: Write, capsys: Any) -> None:
    changed, lost, good = (written(now - n * DAY) for n in (3, 2, 1))
    actions.keep_house(now)
    assert faults(now) == []
    changed.write_bytes(changed.read_bytes().replace(b"/items/1/", b"/items/7/"))
    lost.unlink()
    written(now - 4 * DAY)
    assert faults(now) == [("2026-11-20", "changed"), ("2026-11-21", "missing"), ("2026-11-19", "unsealed")]
    with pytest.raises(SystemExit):
        call_command("verify-logs")
    told = capsys.readouterr().out
    assert "2026-11-20" in told and "2026-11-21" in told and good.name[:10] not in told
    Event.objects.filter(kind=str(Kind.ACCESS_SEALED)).update(actor="staff:x")
    assert ("None", "chain") in faults(now)


def test_after_a_week_it_is_packed_and_still_the_same(now: datetime, written: Write, folder: Path) -> None:
    path = written(now - 8 * DAY, 5000)
    plain = path.read_bytes()
    actions.keep_house(now)
    packed = folder / "2026-11-15.jsonl.gz"
    assert not path.exists() and packed.stat().st_mode & 0o777 == 0o640
    assert gzip.decompress(packed.read_bytes()) == plain, "any gunzip reads it"
    assert packed.stat().st_size < len(plain) / 4
    assert faults(now) == []


def test_a_changed_file_is_not_packed_and_the_operator_is_told(
    now: datetime, written: Write, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = written(now - DAY)
    actions.keep_house(now)
    path.write_bytes(path.read_bytes() + b"{}\n")
    later = now + 12 * DAY
    caplog.set_level(logging.ERROR)
    actions.keep_house(later)
    actions.keep_house(later)
    assert path.exists() and caplog.text.count("is not what was closed") == 1
    monkeypatch.setattr(log_checks.timezone, "now", lambda: later)
    monkeypatch.setattr(log_checks.timezone, "localdate", later.date)
    assert [one.id for one in log_checks.access_log_is_written(databases=["default"])] == ["yimen.W033"]


def test_days_that_nobody_closes_are_told(
    now: datetime, written: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(now - 3 * DAY)
    monkeypatch.setattr(log_checks.timezone, "now", lambda: now)
    monkeypatch.setattr(log_checks.timezone, "localdate", now.date)
    assert [one.id for one in log_checks.access_log_is_written(databases=["default"])] == ["yimen.W032"]
    actions.keep_house(now)
    assert log_checks.access_log_is_written(databases=["default"]) == []


def test_beyond_the_policy_it_is_recorded_then_removed(now: datetime, written: Write, folder: Path) -> None:
    written(now - 401 * DAY)
    written(now - 400 * DAY)
    for _ in range(60):
        actions.keep_house(now)
    (gone,) = noted(Kind.ACCESS_REMOVED)
    assert (gone["day"], gone["kept_days"]) == ("2025-10-18", 400)
    assert gone["sm3"] == noted(Kind.ACCESS_SEALED)[0]["sm3"]
    assert [path.name for path in folder.iterdir()] == ["2025-10-19.jsonl.gz"]
    assert faults(now) == []


def test_a_removal_that_was_cut_off_is_finished_and_not_told_twice(
    now: datetime, written: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(now - 401 * DAY)
    with monkeypatch.context() as killed:
        killed.setattr(actions, "_unlink", lambda day: None)
        for _ in range(60):
            actions.keep_house(now)
    assert list(folder.iterdir())
    actions.keep_house(now)
    assert list(folder.iterdir()) == [] and len(noted(Kind.ACCESS_REMOVED)) == 1


def test_shorter_than_a_year_is_refused_with_the_law(settings: Any) -> None:
    assert log_checks.access_log_is_kept() == []
    settings.ACCESS_LOG_DAYS = 364
    (error,) = log_checks.access_log_is_kept()
    assert error.id == "yimen.E030" and error.is_serious() and "网络安全法第二十一条" in error.msg


def test_the_worker_does_it(now: datetime, written: Write) -> None:
    written(now - DAY)
    assert Worker()._chores(now) >= 1
    assert noted(Kind.ACCESS_SEALED)


@pytest.mark.django_db(transaction=True)
def test_two_workers_close_a_day_once(now: datetime, written: Write) -> None:
    written(now - DAY)
    done: list[int] = []

    def work() -> None:
        done.append(actions.keep_house(now))
        connection.close()

    both = [threading.Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sum(done) == 1 == len(noted(Kind.ACCESS_SEALED))


def test_a_packed_day_is_read_from_its_end(now: datetime, written: Write, monkeypatch: Any) -> None:
    monkeypatch.setattr(packing, "BLOCK", 4096)
    path = written(now - 8 * DAY, 300)
    day = date(2026, 11, 15)
    plain = [queries.page(day, Wanted(), limit=300).rows]
    actions.keep_house(now)
    assert files.is_packed(files.path_of(day)) and not path.exists()
    opened: list[int] = []
    real = packing.open_member
    monkeypatch.setattr(packing, "open_member", lambda p, one: opened.append(one.at) or real(p, one))
    assert len(queries.page(day, Wanted(), limit=10).rows) == 10
    assert 1 <= len(opened) <= 2 < len(packing.members(files.path_of(day)))
    assert [queries.page(day, Wanted(), limit=300).rows] == plain


def test_a_broken_packed_file_is_named(now: datetime, written: Write, folder: Path) -> None:
    written(now - 8 * DAY, 100)
    actions.keep_house(now)
    packed = folder / "2026-11-15.jsonl.gz"
    packed.write_bytes(packed.read_bytes()[:-9])
    assert faults(now) == [("2026-11-15", "broken")]
