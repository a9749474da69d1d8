"""Sealed files in a backup: nothing in clear, a new key copies no body again, never keys of two times."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as site

from tests import samples
from yimen.config.backup import database, store, work
from yimen.config.backup.store import BadBackup
from yimen.keys import actions as keys
from yimen.keys import ring
from yimen.keys.models import Key
from yimen.rules.authority import SYSTEM, Actor
from yimen.vault import actions, queries

pytestmark = [pytest.mark.django_db]
ACTOR = Actor(account=7, name="李小敏", party=1)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
WORD = samples.word({"docProps/note.xml": "<a>430599199001011234</a>"})


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """The database itself is dumped by the drill; here only files are looked at."""

    def dump(folder: Path) -> list[Path]:
        folder.mkdir()
        (folder / "rows").write_text("x")
        return [folder / "rows"]

    monkeypatch.setattr(database, "dump", dump)
    ring.forget()
    keys.ensure()
    yield
    ring.forget()


def keep(content: bytes) -> str:
    return actions.keep(ACTOR, [content], "a", now=NOW).digest


def backed_up(folder: Path, minute: int) -> work.Made:
    return work.back_up(folder, now=NOW.replace(minute=minute))


def test_bodies_once_heads_in_the_list_nothing_in_clear(tmp_path: Path) -> None:
    digest, clear = keep(WORD), keep(samples.pdf())
    queries.path_of(clear).write_bytes(samples.pdf())  # from before files were sealed
    first = backed_up(tmp_path / "b", 1)
    assert (first.copied, first.manifest.files, first.manifest.missing) == (2, 2, ())
    assert keys.begin(SYSTEM, [Key.DATA], now=NOW)
    assert actions.rewrap_files(lambda n: None).changed == 1
    second = backed_up(tmp_path / "b", 2)
    assert (second.copied, second.manifest.files) == (0, 2), "a new key copies no body again"
    old, new = ({one.path: one for one in store.stored_files(made.path)} for made in (first, second))
    path = str(queries.path_of(digest).relative_to(site.FILES_ROOT))
    assert old[path].sm3 == new[path].sm3 != digest and old[path].head != new[path].head
    assert [
        one for one in (tmp_path / "b").rglob("*") if one.is_file() and b"note.xml" in one.read_bytes()
    ] == []
    for made in (first, second):
        assert list(store.faults(tmp_path / "b", made.path, made.manifest)) == []
    restored = tmp_path / "restored"
    store.copy(store.content(tmp_path / "b", new[path].sm3), restored, head=bytes.fromhex(new[path].head))
    assert restored.read_bytes() == queries.path_of(digest).read_bytes()


def test_a_spoilt_body_is_named(tmp_path: Path) -> None:
    digest = keep(WORD)
    path = queries.path_of(digest)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert backed_up(tmp_path / "b", 1).manifest.missing == (f"{digest}（内容坏了）", f"{digest}（不在盘上）")


def test_a_change_of_keys_in_between_refuses_the_backup(tmp_path: Path, monkeypatch) -> None:
    keep(WORD)
    listed = work._files

    def meanwhile(*args: object) -> object:
        keys.begin(SYSTEM, [Key.DATA], now=NOW)
        actions.rewrap_files(lambda n: None)
        return listed(*args)

    monkeypatch.setattr(work, "_files", meanwhile)
    with pytest.raises(BadBackup, match="换了密钥"):
        backed_up(tmp_path / "b", 1)
    assert store.backups(tmp_path / "b") == []


def test_a_backup_of_the_first_form_is_read_as_before(tmp_path: Path) -> None:
    keep(WORD)
    made = backed_up(tmp_path / "b", 1)
    told = json.loads((made.path / store.MANIFEST).read_text())
    (made.path / store.MANIFEST).write_text(json.dumps({**told, "yimen_backup": 1}))
    (made.path / store.CHECKSUM).write_text(store.digest_of(made.path / store.MANIFEST))
    assert store.read_manifest(made.path).yimen_backup == 1
    (made.path / store.MANIFEST).write_text(json.dumps({**told, "yimen_backup": 3}))
    (made.path / store.CHECKSUM).write_text(store.digest_of(made.path / store.MANIFEST))
    with pytest.raises(BadBackup):
        store.read_manifest(made.path)
    assert store.Stored(path="a", size=1, sm3="b").head == ""
