"""Making a backup and bringing one back."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

from django.conf import settings

from yimen import __version__
from yimen.access import files as logs
from yimen.keys import filebox
from yimen.keys import queries as ring_keys
from yimen.rules.calendar import china_date
from yimen.trail import queries as trail
from yimen.vault import queries as vault

from . import database, keyring, store
from .store import FILES, KEYS, BadBackup, Manifest, Part, Stored

#: Folders below YIMEN_FILES that hold uploads in hand, nothing that stays.
PASSING = frozenset({"tmp", "waiting-imports"})
#: So the ended days of the access log stand in the list of files; they lie in a folder of their own.
LOGS = "access-log"
#: So many missing files are named in the manifest; the rest is counted by the list of files.
MOST_NAMED = 1000


@dataclass(frozen=True)
class Made:
    """A finished backup: where it lies, what it says, how many contents were new."""

    path: Path
    manifest: Manifest
    copied: int


def back_up(folder: Path, *, now: datetime, passphrase: str = "") -> Made:
    """Write one backup. The database first: files only ever grow. Raises OSError, BadBackup."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = now.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    half = folder / f".{name}.part"
    half.mkdir(mode=0o700)
    try:
        known = _keys()
        parts = [store.part_of(half, one) for one in database.dump(half / store.DATABASE)]
        # Asked before the files are listed: whatever has a row by now was written to the disk before.
        missing, count, size, copied = _files(folder, half, set(vault.digests()), china_date(now))
        if _keys() != known:
            # Files may lie under a key that the database of this backup does not have.
            raise BadBackup("备份的时候换了密钥，等 yimen keys rotate 做完再备份")
        parts.append(store.part_of(half, half / FILES))
        if passphrase:
            (half / KEYS).write_bytes(keyring.lock(passphrase))
            parts.append(store.part_of(half, half / KEYS))
        manifest = _manifest(now, parts, count, size, missing, keys_inside=bool(passphrase))
        store.write_manifest(half, manifest)
        half.rename(folder / name)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    return Made(folder / name, manifest, copied)


def _keys() -> list[int]:
    return [one.id for one in ring_keys.all_keys()]


def _manifest(
    now: datetime, parts: list[Part], count: int, size: int, missing: list[str], *, keys_inside: bool
) -> Manifest:
    seals = trail.latest_seals(limit=1)
    return Manifest(
        made_at=now.astimezone(UTC).isoformat(), version=__version__,
        engine="sqlite" if database.is_sqlite() else "postgresql", migrations=database.applied(),
        parts=tuple(parts), files=count, bytes=size, missing=tuple(missing[:MOST_NAMED]),
        keys=tuple(keyring.names()), keys_inside=keys_inside, last_seal=seals[0].hash if seals else "",
    )  # fmt: skip


def _files(folder: Path, half: Path, wanted: set[str], today: date) -> tuple[list[str], int, int, int]:
    """Copy what is new and list everything: (missing or spoilt, files, bytes, copied)."""
    missing: list[str] = []
    there: set[str] = set()
    count = size = copied = 0
    with gzip.open(half / FILES, "wt", encoding="utf-8") as listed:
        for name, path in chain(_site_files(), _log_files(today)):
            try:
                one, fresh = _kept(folder, name, path)
            except FileNotFoundError:
                continue  # swept a moment ago; what has a row is missed below
            copied += fresh
            if one is None:
                missing.append(f"{_named_digest(path) or path.name}（内容坏了）")
                continue
            listed.write(json.dumps(asdict(one)) + "\n")
            count, size = count + 1, size + one.size
            there.add(_named_digest(path))
    missing += [f"{digest}（不在盘上）" for digest in sorted(wanted - there)]
    return missing, count, size, copied


def _kept(folder: Path, name: str, path: Path) -> tuple[Stored | None, bool]:
    """A file whose content is in the store by now, and whether that was new; None for one that is spoilt."""
    head = store.head_of(path)
    known = filebox.body_digest(head) if head else _named_digest(path)
    kept = store.content(folder, known) if known else None
    length = path.stat().st_size
    if kept is not None and kept.is_file() and kept.stat().st_size == length - len(head):
        digest, fresh = known, False  # content never changes under its digest: it need not be read
    else:
        digest, fresh = _take(folder, path, len(head))
    if known and digest != known:
        return None, fresh
    return Stored(name, length, digest, head.hex()), fresh


def _site_files() -> Iterator[tuple[str, Path]]:
    """(name in the list, where it lies) of each file of the site."""
    root = Path(settings.FILES_ROOT)
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        name = path.relative_to(root)
        if path.is_file() and not path.is_symlink() and name.parts[0] not in PASSING:
            yield str(name), path


def _log_files(today: date) -> Iterator[tuple[str, Path]]:
    """The same of each ended day of the access log (today's still grows)."""
    for day in sorted(logs.listing()):
        path = logs.path_of(day) if day < today else None  # asked now: meanwhile it may have been packed
        if path is not None:
            yield f"{LOGS}/{path.name}", path


def _place(name: str) -> Path:
    """Where a file of the list lies on this machine."""
    first, _slash, rest = name.partition("/")
    folder, name = (settings.ACCESS_LOG_DIR, rest) if first == LOGS else (settings.FILES_ROOT, name)
    return Path(folder) / name


def _named_digest(path: Path) -> str:
    """The digest that a file's name says, where it lies by its content."""
    name = path.name
    by_content = len(name) == 64 and path.parent.name == name[2:4] and path.parent.parent.name == name[:2]
    return name if by_content else ""


def _take(folder: Path, path: Path, after: int) -> tuple[str, bool]:
    """Copy a file's content behind `after` bytes into the store; its digest, and whether it was new."""
    digest = store.digest_of(path, after)
    kept = store.content(folder, digest)
    if kept.is_file() and store.digest_of(kept) == digest:
        return digest, False
    if store.copy(path, kept, after=after) != digest:
        kept.unlink(missing_ok=True)
        raise BadBackup(f"{path}: 抄的时候变了")
    return digest, True


def chosen(folder: Path, name: str) -> Path:
    """The backup of this name, or the newest. Raises BadBackup."""
    found = store.backups(folder)
    if name:
        found = [one for one in found if one.name == name]
    if not found:
        raise BadBackup(f"{folder} 里没有{'这个' if name else ''}备份")
    return found[-1]


def checked(folder: Path, backup: Path) -> tuple[Manifest, list[str]]:
    """A backup's manifest and everything that is wrong with its parts. Raises BadBackup."""
    manifest = store.read_manifest(backup)
    return manifest, list(store.faults(folder, backup, manifest))


def restore(folder: Path, backup: Path, manifest: Manifest, *, passphrase: str = "") -> int:
    """Bring a checked backup back into an empty place; the number of files. May be begun again when cut off.

    Raises BadBackup where there is something already, or the backup is of the other kind of database.
    """
    engine = "sqlite" if database.is_sqlite() else "postgresql"
    if manifest.engine != engine:
        raise BadBackup(f"备份是 {manifest.engine} 的，这里是 {engine}")
    files = list(store.stored_files(backup))
    _require_empty({one.path: one for one in files})
    keys = keyring.unlock((backup / KEYS).read_bytes(), passphrase) if passphrase else {}
    for one in files:
        target = _place(one.path)
        if not target.exists():
            store.copy(store.content(folder, one.sm3), target, head=bytes.fromhex(one.head))
    keyring.put_back(keys)
    database.load(backup / store.DATABASE, manifest.migrations)
    return len(files)


def _require_empty(files: dict[str, Stored]) -> None:
    """Refuse where a restore would mix with something else; files of this very backup may be there."""
    if not database.is_empty():
        raise BadBackup("数据库不是空的：恢复只往空的地方放")
    # Days of the access log that the backup has not got may stay: this machine has served meanwhile.
    there = ((name, path) for name, path in _log_files(date.max) if name in files)
    for name, path in chain(_site_files(), there):
        known = files.get(name)
        if known is None or path.stat().st_size != known.size or not _same(path, known):
            raise BadBackup(f"文件夹不是空的：{path}")


def _same(path: Path, known: Stored) -> bool:
    head = bytes.fromhex(known.head)
    return store.head_of(path) == head and store.digest_of(path, len(head)) == known.sm3
