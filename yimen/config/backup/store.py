"""The folder of the backups: writing parts whole or not at all, and checking every one of them."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

from yimen.keys import filebox

MANIFEST, CHECKSUM, FILES, KEYS, DATABASE = (
    "manifest.json",
    "manifest.sm3",
    "files.jsonl.gz",
    "keys.enc",
    "database",
)
CHUNK = 1 << 20
#: Forms of a backup that can be read: 1 keeps every file whole, 2 the heads of sealed files in the list.
KNOWN = frozenset({1, 2})


class BadBackup(Exception):
    """A backup cannot be used; the message says which part and why."""


@dataclass(frozen=True)
class Part:
    """One file of a backup: its name below the backup, its size in bytes, its SM3."""

    name: str
    size: int
    sm3: str


@dataclass(frozen=True)
class Stored:
    """One file of the site: its path below YIMEN_FILES, its size in bytes, the SM3 of its content.

    Of a sealed file `sm3` is that of the body, which never changes and lies in the store; `head` is its head
    in hexadecimal, which a change of keys does change: so a new key copies no content again.
    """

    path: str
    size: int
    sm3: str
    head: str = ""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `missing`: files that the database names and the disk has lost or spoilt."""

    made_at: str
    version: str
    engine: str
    migrations: dict[str, list[str]]
    parts: tuple[Part, ...]
    files: int
    bytes: int
    missing: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    keys_inside: bool = False
    last_seal: str = ""
    yimen_backup: int = field(default=2)


def digest_of(path: Path, after: int = 0) -> str:
    """The SM3 of a file's content behind its first `after` bytes."""
    made = Hash(SM3())
    with path.open("rb") as source:
        source.seek(after)
        while chunk := source.read(CHUNK):
            made.update(chunk)
    return made.finalize().hex()


def head_of(path: Path) -> bytes:
    """The head of a sealed file; nothing of one that lies in clear."""
    with path.open("rb") as source:
        head = source.read(filebox.HEAD)
    return head if filebox.is_sealed(head) else b""


def copy(source: Path, target: Path, *, after: int = 0, head: bytes = b"") -> str:
    """Copy a file behind its first `after` bytes, with `head` before it, whole or not at all; the SM3 of
    what was read."""
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Hash(SM3())
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as out, source.open("rb") as incoming:
            out.write(head)
            incoming.seek(after)
            while chunk := incoming.read(CHUNK):
                made.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(target)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return made.finalize().hex()


def content(folder: Path, sm3: str) -> Path:
    """Where the backups keep content of this digest."""
    return folder / "content" / sm3[:2] / sm3[2:4] / sm3


def part_of(backup: Path, path: Path) -> Part:
    """A written file as the manifest names it."""
    return Part(str(path.relative_to(backup)), path.stat().st_size, digest_of(path))


def write_manifest(backup: Path, manifest: Manifest) -> None:
    """Write the manifest and its checksum."""
    path = backup / MANIFEST
    path.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")
    (backup / CHECKSUM).write_text(digest_of(path) + "\n")


def read_manifest(backup: Path) -> Manifest:
    """Read and check the manifest. Raises BadBackup."""
    try:
        said = (backup / CHECKSUM).read_text().strip()
        told: dict[str, Any] = json.loads((backup / MANIFEST).read_text(encoding="utf-8"))
        made = Manifest(**{**told, "parts": tuple(Part(**one) for one in told["parts"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BadBackup(f"{backup / MANIFEST}: {error}") from error
    if said != digest_of(backup / MANIFEST) or made.yimen_backup not in KNOWN:
        raise BadBackup(f"{backup / MANIFEST}: 和校验和对不上")
    return made


def stored_files(backup: Path) -> Iterator[Stored]:
    """The files of a backup. Raises BadBackup for a path that leads out of the folder."""
    with gzip.open(backup / FILES, "rt", encoding="utf-8") as lines:
        for line in lines:
            one = Stored(**json.loads(line))
            if Path(one.path).is_absolute() or ".." in Path(one.path).parts:
                raise BadBackup(f"{one.path}: 路径不对")
            yield one


def backups(folder: Path) -> list[Path]:
    """The whole backups in a folder, oldest first."""
    return sorted(one.parent for one in folder.glob(f"*/{MANIFEST}") if not one.parent.name.startswith("."))


def faults(folder: Path, backup: Path, manifest: Manifest) -> Iterator[str]:
    """Every part that is missing or not what it was."""
    for part in manifest.parts:
        path = backup / part.name
        if not path.is_file():
            yield f"{part.name}: 不在了"
        elif digest_of(path) != part.sm3:
            yield f"{part.name}: 和校验和对不上"
    if (backup / FILES).is_file():
        yield from _file_faults(folder, backup)


def _file_faults(folder: Path, backup: Path) -> Iterator[str]:
    for one in stored_files(backup):
        path = content(folder, one.sm3)
        if not path.is_file():
            yield f"{one.path}: 内容不在了"
        elif digest_of(path) != one.sm3:
            yield f"{one.path}: 内容和校验和对不上"
