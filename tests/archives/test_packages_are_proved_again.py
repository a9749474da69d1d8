"""Packages lie safe: each is proved again in its turn, what is wrong is told, a backup holds them."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command

from tests.archives.conftest import LATER, closed, lies, package
from yimen.archives import actions
from yimen.archives.models import Archive
from yimen.archives.proof import digests as digests_of
from yimen.archives.proof import verify
from yimen.config import checks
from yimen.config.backup import work
from yimen.config.worker import drain
from yimen.trail import queries as trail
from yimen.vault.actions.files import seal_content
from yimen.vault.queries import digests

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
DAY = timedelta(days=1)


def warned() -> list[str]:
    return [one.id for one in checks.packages_are_whole(databases=["default"])]


def test_each_package_is_looked_at_every_ninety_days(packed):
    packed(1), packed(2)
    assert actions.check_due(LATER + 89 * DAY) == 0
    assert actions.check_due(LATER + 90 * DAY) == 2
    assert actions.check_due(LATER + 90 * DAY) == 0
    assert warned() == []


@pytest.mark.parametrize(("harm", "fault"), [("lost", "package.missing"), ("spoilt", "package.changed")])
def test_a_package_that_is_lost_or_spoilt_is_told_and_once_on_record(packed, harm, fault):
    row = packed()
    content = lies(row).read_bytes()
    lies(row).unlink() if harm == "lost" else lies(row).write_bytes(content[:-1])
    actions.check_due(LATER + 90 * DAY)
    actions.check_due(LATER + 180 * DAY)
    row.refresh_from_db()
    assert row.faulty == fault and warned() == ["yimen.W040"]
    events = [e.kind for e in trail.history(f"archive:{row.case.number}")]
    assert events.count("archive.faulty") == 1
    lies(row).write_bytes(content)
    assert actions.recheck(row.case.number, now=LATER + 181 * DAY)
    assert warned() == []


def test_a_package_whose_inside_is_wrong_is_told_though_it_is_the_one_on_record(packed):
    """A member exchanged before the package was sealed: digest and seal are right, the manifest is not."""
    row = packed()
    content = bytearray(package(row).read())
    content[content.index("青石面馆".encode())] ^= 1
    _size, wrong, _sha256 = digests_of(BytesIO(content))
    seal_content(BytesIO(content), wrong)
    Archive.objects.filter(pk=row.pk).update(sm3=wrong)
    actions.check_due(LATER + 90 * DAY)
    row.refresh_from_db()
    assert row.faulty.startswith(("file.changed", "manifest")) and warned() == ["yimen.W040"]


def test_a_package_that_waits_is_told(county):
    closed(county)
    actions.turn(LATER)
    assert warned() == ["yimen.W041"]


def test_a_backup_holds_the_packages_and_names_a_lost_one(packed, tmp_path, monkeypatch):
    row = packed()
    monkeypatch.setattr(work.database, "dump", lambda folder: [])
    made = work.back_up(tmp_path / "backups", now=LATER)
    assert made.manifest.missing == ()
    assert verify(package(row)).findings == []
    lies(row).unlink()
    made = work.back_up(tmp_path / "backups", now=LATER + DAY)
    assert made.manifest.missing == (f"{row.sm3}（不在盘上）",)


def test_the_command_files_packs_and_hands_out(county, tmp_path, monkeypatch):
    number = closed(county)
    drain(LATER)
    monkeypatch.setattr("yimen.config.management.commands.archive.timezone.now", lambda: LATER)
    said = StringIO()
    call_command("archive", stdout=said)
    assert "归档 1 件，封存 1 个档案包" in said.getvalue()
    call_command("archive", number, "--out", str(tmp_path / "out"), stdout=said)
    row = Archive.objects.get()
    assert verify(tmp_path / "out" / f"{row.number}.zip").number == row.number
    assert row.sm3 in list(digests())


def test_the_command_ends_with_one_while_something_waits(county, monkeypatch):
    number = closed(county)
    monkeypatch.setattr("yimen.config.management.commands.archive.timezone.now", lambda: LATER)
    errors = StringIO()
    with pytest.raises(SystemExit):
        call_command("archive", stdout=StringIO(), stderr=errors)
    assert number in errors.getvalue()
