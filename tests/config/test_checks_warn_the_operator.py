"""`yimen check --database default`: a calendar that is missing, a worker that does not run, dead letters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import county as counties
from yimen.bureau.models import CalendarYear
from yimen.cases import actions
from yimen.config import checks
from yimen.config.worker import drain
from yimen.trail.models import Event, Seal

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def ids(check) -> list[str]:
    return [one.id for one in check(databases=["default"])]


def test_this_year_must_be_published():
    assert ids(checks.calendar_is_fresh) == ["yimen.W001"]
    CalendarYear.objects.create(year=timezone.localdate().year, published=True)
    assert ids(checks.calendar_is_fresh) == []


def test_december_asks_for_the_next_year(monkeypatch):
    day = timezone.localdate().replace(month=12, day=1)
    monkeypatch.setattr(timezone, "localdate", lambda: day)
    CalendarYear.objects.create(year=day.year, published=True)
    assert ids(checks.calendar_is_fresh) == ["yimen.W001"]


def test_waiting_and_dead_events_are_told():
    county = counties.build(timezone.now() - timedelta(hours=1))
    drain(timezone.now())
    assert ids(checks.relay_is_alive) == []
    actions.open_draft(
        county["li"],
        counties.PLAIN,
        county.parties["li"].pk,
        channel="2",
        region=counties.REGION,
        now=county.now,
    )
    assert ids(checks.relay_is_alive) == ["yimen.W002"]
    drain(timezone.now())
    Event.objects.filter(pk=Event.objects.first().pk).update(dead_at=timezone.now())
    assert ids(checks.relay_is_alive) == ["yimen.W003"]


def test_days_without_a_seal_are_told():
    assert ids(checks.days_are_sealed) == [], "a fresh installation has no seal yet"
    day = timezone.localdate()
    seal = Seal.objects.create(
        number=1,
        day=day - timedelta(days=3),
        made_at=timezone.now(),
        after_id=0,
        last_id=0,
        rows=0,
        streams=0,
    )
    assert ids(checks.days_are_sealed) == ["yimen.W004"]
    Seal.objects.filter(pk=seal.pk).update(day=day - timedelta(days=1))
    assert ids(checks.days_are_sealed) == []


def test_a_site_without_a_fresh_backup_is_told():
    assert ids(checks.backup_is_fresh) == [], "nothing has happened yet"
    day = timedelta(hours=24)
    Event.objects.create(stream="a", seq=1, kind="x", actor="system", at=timezone.now() - day * 2, hash="1")
    assert ids(checks.backup_is_fresh) == ["yimen.W005"]
    made = Event.objects.create(
        stream="backups", seq=1, kind="backup.made", actor="system", at=timezone.now() - day / 2,
        data={"missing": 2}, hash="2",
    )  # fmt: skip
    assert ids(checks.backup_is_fresh) == ["yimen.W006"]
    Event.objects.filter(pk=made.pk).update(at=timezone.now() - day * 1.5, data={"missing": 0})
    assert ids(checks.backup_is_fresh) == ["yimen.W005"]


@pytest.mark.parametrize(("mode", "said"), [(0o600, []), (0o640, ["yimen.W007"]), (0o604, ["yimen.W007"])])
def test_a_key_that_others_can_read_is_told(settings, tmp_path, mode, said):
    settings.DATA_DIR = tmp_path
    (tmp_path / "master.key").write_text("ab" * 16)
    (tmp_path / "master.key").chmod(mode)
    (tmp_path / "notes.txt").write_text("x")
    found = checks.keys_are_private()
    assert [one.id for one in found] == said
    assert all("master.key" in one.msg for one in found)


def test_without_a_database_nothing_is_asked():
    assert checks.calendar_is_fresh(databases=None) == []
    assert checks.relay_is_alive(databases=None) == []
    assert checks.days_are_sealed(databases=None) == []
    assert checks.backup_is_fresh(databases=None) == []


def test_a_site_without_https_is_told(settings):
    settings.PUBLIC_URL, settings.HTTPS = "http://127.0.0.1:8000", False
    assert checks.https_is_on() == [], "a trial on one machine"
    settings.PUBLIC_URL = "https://zw.yunxi.example"
    (found,) = checks.https_is_on()
    assert found.id == "yimen.W030" and "zw.yunxi.example" in found.msg
    settings.HTTPS = True
    assert checks.https_is_on() == []
