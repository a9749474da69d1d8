"""What a cut-off upload left behind goes after its time; what is in use or young never does."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as site

from tests import samples
from yimen.parties.models import Party
from yimen.rules.authority import Actor
from yimen.trail import queries as trail
from yimen.vault import actions, queries
from yimen.vault.actions import sweeping as broom
from yimen.vault.models import HeldFile, HeldMaterial, StoredFile

pytestmark = pytest.mark.django_db
ACTOR = Actor(account=7, name="李小敏", party=1)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=30)


def age(path: Path, at: datetime = LONG_AGO) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))


def sweep_all(now: datetime = NOW) -> int:
    """Once round all folders."""
    place, count = actions.Place(), 0
    for _ in range(broom.SHELVES):
        done = actions.sweep(place, now=now)
        place, count = done.next, count + done.count
    assert place.shelf == 0
    return count


def keep(at: datetime = LONG_AGO, content: bytes = b"") -> StoredFile:
    kept = actions.keep(ACTOR, [content or samples.png()], "a.png", now=at)
    age(queries.path_of(kept.digest), at)
    return StoredFile.objects.get(pk=kept.id)


def named(one: StoredFile, people) -> None:
    """A library names the file."""
    held = HeldMaterial.objects.create(
        party_id=people, code="M", name="照片", origin="uploaded", since=NOW.date(), kept_at=NOW, kept_by="x"
    )
    HeldFile.objects.create(held=held, stored=one)


@pytest.fixture
def person() -> int:

    return Party.objects.create(
        kind="person", name="李小敏", id_number="43052319900101123X", created_at=NOW
    ).pk


def test_a_row_that_nothing_names_goes_after_a_week_with_its_content_and_on_record(person: int) -> None:
    lost, used = keep(), keep(content=samples.pdf())
    named(used, person)
    assert sweep_all() == 2, "the row, then its content"
    assert list(StoredFile.objects.all()) == [used]
    assert not queries.path_of(lost.digest).exists() and queries.path_of(used.digest).exists()
    assert [one.kind for one in trail.history(f"file:{lost.pk}")][-1] == "file.swept"
    assert sweep_all() == 0


def test_what_is_young_stays() -> None:
    row = keep(NOW - timedelta(days=6))
    stashed = actions.stash([samples.pdf()], "b.pdf")
    age(queries.path_of(stashed.digest), NOW - timedelta(hours=23))
    half = Path(site.FILES_ROOT) / queries.PASSING / "half"
    half.write_bytes(b"x")
    age(half, NOW - timedelta(hours=23))
    assert sweep_all() == 0
    assert StoredFile.objects.get() == row and half.exists() and queries.path_of(stashed.digest).exists()


def test_content_without_a_row_and_half_files_go_after_a_day() -> None:
    stashed = actions.stash([samples.pdf()], "b.pdf")
    age(queries.path_of(stashed.digest))
    half = Path(site.FILES_ROOT) / queries.PASSING / "half"
    half.write_bytes(b"x")
    age(half)
    assert sweep_all() == 2
    assert not half.exists() and not queries.path_of(stashed.digest).exists()


def test_one_content_of_two_rows_stays_while_one_is_in_use(person: int) -> None:
    lost, used = keep(), keep()
    assert lost.digest == used.digest
    named(used, person)
    assert sweep_all() == 1
    assert queries.path_of(used.digest).exists()


def test_the_same_uploaded_again_makes_it_young() -> None:
    stashed = actions.stash([samples.pdf()], "b.pdf")
    age(queries.path_of(stashed.digest))
    again = actions.stash([samples.pdf()], "b.pdf")
    assert sweep_all(datetime.now(UTC)) == 0
    kept = actions.record(ACTOR, again, now=NOW)
    assert queries.open_digest(kept.digest).read() == samples.pdf()


def test_an_upload_of_the_same_between_two_looks_brings_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweep has put it aside when a row comes to name it."""
    stashed = actions.stash([samples.pdf()], "b.pdf")
    age(queries.path_of(stashed.digest))
    put_aside = broom._put_aside

    def meanwhile(digest: str, path: Path) -> None:
        put_aside(digest, path)
        actions.record(ACTOR, stashed, now=NOW)

    monkeypatch.setattr(broom, "_put_aside", meanwhile)
    assert sweep_all() == 0
    assert queries.open_digest(stashed.digest).read() == samples.pdf()


def test_a_sweep_that_was_killed_after_putting_aside_is_ended_by_the_next() -> None:
    used = keep(NOW)
    age(queries.path_of(used.digest))
    broom._put_aside(used.digest, queries.path_of(used.digest))
    assert not queries.path_of(used.digest).exists()
    assert sweep_all() == 0
    assert queries.path_of(used.digest).exists(), "a row names it: it is back, whatever its age"


def test_every_table_that_points_to_a_file_is_asked() -> None:
    """Found by Django: of each noun, also those above the vault."""
    tables = {model._meta.db_table for model, _column in broom._pointers()}
    assert {"cases_casefile", "cases_casedocument", "vault_heldfile", "vault_sealuse"} < tables
