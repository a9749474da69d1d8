"""Making the package of one case: a zip with everything, a manifest over it, and a signature over that.

The same case gives the same bytes: times are those of the filing, members lie stored and in order.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from yimen import __version__
from yimen.cases.queries import Record
from yimen.keys.crypto import NotOurs
from yimen.rules.events import Kind
from yimen.rules.retention import Keep
from yimen.trail.export import Scope, lines
from yimen.trail.keys import trail_key
from yimen.trail.sealing import moment
from yimen.vault import queries as vault

from .proof import CHUNK, MANIFEST, SIGNATURE, TRAIL, canonical, digests, signed_bytes

SUMMARY = "summary.html"
_FOLDERS = {
    "material": "materials",
    "document": "documents",
    "signature": "signatures",
    "licence": "licences",
}
#: A zip has no time zone and nothing before 1980: no time is told by its members, all by the manifest.
_KINDS = dict(Kind.choices())
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class NotWhole(Exception):
    """The package cannot be made: `lacks` says what is not there yet, or what the disk lost or spoilt."""

    def __init__(self, lacks: str) -> None:
        self.lacks = lacks
        super().__init__(lacks)


@dataclass(frozen=True)
class Filed:
    """What the record of a case is called, and for how long it is kept."""

    number: str
    year: int
    keep: Keep
    serial: int
    closed_on: date
    until: date | None
    filed_at: datetime


@dataclass(frozen=True)
class Built:
    """A package that is not in its place yet: its content in a file without a name."""

    content: BinaryIO
    size: int
    sm3: str
    sha256: str


@dataclass
class _Writer:
    """Puts members in and notes of each what the manifest says."""

    archive: ZipFile
    files: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: str, source: BinaryIO, size: int, **told: Any) -> str:
        """Copy one member; its SM3 as it was read."""
        info = _info(path, size)
        with self.archive.open(info, "w") as target:
            found = digests(_Copied(source, target))  # type: ignore[arg-type]
        self.files.append({"path": path, "size": found[0], "sm3": found[1], "sha256": found[2], **told})
        return found[1]


@dataclass
class _Copied:
    """A stream that is written on as it is read."""

    source: BinaryIO
    target: Any

    def read(self, size: int = -1) -> bytes:
        """Read, and hand on."""
        chunk = self.source.read(size)
        self.target.write(chunk)
        return chunk


def _info(name: str, size: int) -> ZipInfo:
    made = ZipInfo(name, _NO_TIME)
    made.compress_type, made.create_system, made.external_attr = ZIP_STORED, 3, 0o100600 << 16
    made.file_size = size
    return made


@contextmanager
def built(filed: Filed, record: Record) -> Iterator[Built]:
    """The package, to be read from its beginning and put in its place. Raises NotWhole."""
    if record.waiting:
        raise NotWhole(record.waiting[0])
    folder = Path(settings.FILES_ROOT) / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    # A file without a name: killed in the middle, nothing of what is in it can be found.
    with tempfile.TemporaryFile(dir=folder) as target:
        with ZipFile(target, "w", ZIP_STORED, allowZip64=False) as archive:
            _fill(_Writer(archive), filed, record)
        target.seek(0)
        size, sm3, sha256 = digests(target)
        target.seek(0)
        yield Built(target, size, sm3, sha256)


def _fill(writer: _Writer, filed: Filed, record: Record) -> None:
    _files(writer, record)
    number = str(record.data["number"])
    rows = b"".join(lines(Scope(streams=(number,)), now=filed.filed_at))
    told = [json.loads(line) for line in rows.splitlines()]
    events = [one for one in told if "stream" in one]
    _bytes(writer, TRAIL, rows, role="trail", media_type="application/x-ndjson")
    facts = metadata(filed, record)
    page = summary(facts, record, events, writer.files)
    _bytes(writer, SUMMARY, page, role="summary", media_type="text/html")
    key = trail_key()
    manifest = canonical({
        "yimen_archive": 1, "software": f"yimen {__version__}", "site": settings.SITE_NAME,
        "made_at": moment(filed.filed_at), "key": key.name, "public": key.public.hex(), "metadata": facts,
        "case": record.data, "item": record.item,
        "chain": {"stream": number, "rows": len(events), "head": events[-1]["hash"]},
        "files": writer.files,
    })  # fmt: skip
    writer.archive.writestr(_info(MANIFEST, len(manifest)), manifest)
    signature = {"key": key.name, "public": key.public.hex(), "signature": key.sign(signed_bytes(manifest))}
    content = canonical(signature)
    writer.archive.writestr(_info(SIGNATURE, len(content)), content)


def _files(writer: _Writer, record: Record) -> None:
    counts: dict[str, int] = {}
    for one in record.files:
        counts[one.role] = counts.get(one.role, 0) + 1
        end = PurePosixPath(one.file.name).suffix.lower()
        end = end if end[1:].isascii() and end[1:].isalnum() and len(end) <= 8 else ".bin"
        path = f"{_FOLDERS[one.role]}/{counts[one.role]:04d}{end}"
        try:
            with vault.open_content(one.file) as source:
                found = writer.add(
                    path, source, one.file.size, role=one.role, ref=one.ref, title=one.name,
                    name=one.file.name, media_type=one.file.media_type, removed=one.removed,
                    given_at=moment(one.file.uploaded_at),
                )  # fmt: skip
        except (FileNotFoundError, NotOurs) as lost:
            raise NotWhole(one.file.digest) from lost
        if found != one.file.digest:
            raise NotWhole(one.file.digest)


def _bytes(writer: _Writer, name: str, content: bytes, **told: Any) -> None:
    writer.add(name, io.BytesIO(content), len(content), **told)


def metadata(filed: Filed, record: Record) -> dict[str, Any]:
    """The elements of DA/T 46-2009 and DA/T 22-2015 under which an archive lists a record."""
    return {
        "档号": filed.number, "题名": record.data["title"], "责任者": record.data["department"]["name"],
        "机构代码": record.data["department"]["code"], "办件编号": record.data["number"],
        "日期": filed.closed_on.isoformat(), "年度": filed.year, "件号": filed.serial,
        "保管期限": filed.keep.label, "保管期限代码": str(filed.keep),
        "保管至": filed.until.isoformat() if filed.until else "永久", "归档时间": moment(filed.filed_at),
        "来源系统": f"{settings.SITE_NAME}（yimen {__version__}）", "摘要算法": "SM3、SHA-256",
        "签名算法": "Ed25519", "稿本": "正本", "语种": "zh",
    }  # fmt: skip


def summary(
    facts: dict[str, Any], record: Record, events: list[dict[str, Any]], files: list[dict[str, Any]]
) -> bytes:
    """A page that any browser opens: what the record is and what lies where. In Chinese, without scripts."""
    labels = {one["key"]: one.get("label", one["key"]) for one in record.item["spec"].get("form", [])}
    answers = [(labels.get(key, key), value) for key, value in sorted(record.data["answers"].items())]
    with translation.override("zh-hans"):
        page = render_to_string(
            "archives/summary.html",
            {"facts": facts.items(), "case": record.data, "answers": answers,
             "events": [{**one, "label": _KINDS.get(one["kind"], one["kind"])} for one in events],
             "files": [one for one in files if one["role"] in _FOLDERS]},
        )  # fmt: skip
    return page.encode()


__all__ = ["CHUNK", "Built", "Filed", "NotWhole", "built", "metadata"]
