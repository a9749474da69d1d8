"""Proving an archive package from its file alone: no database, no settings, nothing but `cryptography`.

A package is a zip whose members are stored as they are, one after the other, with nothing between, before
or behind them:

1. the files of the case (`materials/`, `documents/`, `signatures/`, `licences/`), `trail.jsonl` (its rows of
   the trail with their place in the daily seals, as `yimen export-trail` writes them) and `summary.html`
2. `manifest.json`: canonical JSON (sorted keys, no spaces, UTF-8) with metadata, case, pinned item, head of
   the chain and, of every member above, path, size in bytes, SM3 and SHA-256
3. `manifest.sig`: {"key", "public", "signature"}: Ed25519 over ["yimen-archive", SM3 of manifest.json].
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from struct import error as StructError  # noqa: N812  (it is named like a value)
from typing import Any, BinaryIO
from zipfile import BadZipFile

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SM3, Hash

from yimen.trail import proof as trail
from yimen.trail.proof.hashes import fingerprint, packed, sm3

from .members import Members, opened
from .report import Finding, Report

__all__ = ["MANIFEST", "SIGNATURE", "TRAIL", "Finding", "Report", "canonical", "signed_bytes", "verify"]

MANIFEST, SIGNATURE, TRAIL = "manifest.json", "manifest.sig", "trail.jsonl"
#: More than any case's facts.
MOST_MANIFEST = 64 * 1024 * 1024
CHUNK = 1 << 20


def canonical(told: Any) -> bytes:
    """JSON as it is hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signed_bytes(manifest: bytes) -> bytes:
    """What the signature stands over."""
    return packed(["yimen-archive", sm3(manifest)])


def verify(package: Path | BinaryIO, *, keys: Iterable[str] = ()) -> Report:
    """Prove one package. `keys`: fingerprints one trusts. Raises OSError where it cannot be read."""
    report = Report(str(package) if isinstance(package, Path) else "")
    try:
        with opened(package, report) as members:
            if members is not None:
                _Proof(members, report, frozenset(keys)).run()
    except (BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, StructError) as error:
        report.tell("zip.broken", f"不是完整的档案包（{error}）")
    return report


class _Proof:
    """One package whose outside is sound."""

    def __init__(self, members: Members, report: Report, trusted: frozenset[str]) -> None:
        self.members, self.report, self.trusted = members, report, trusted
        self.manifest: dict[str, Any] = {}

    def run(self) -> None:
        """Manifest, signature, files, chain; each finding is told, the first does not hide the others."""
        content = self._read(MANIFEST)
        if content is None:
            return
        try:
            self._manifest(content)
            self._signature(content)
            self._files()
            self._chain()
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            self.report.tell("manifest.broken", f"清单读不懂（{type(error).__name__}）")

    def _read(self, name: str) -> bytes | None:
        if name not in self.members.names:
            self.report.tell("file.missing", "不在包里", name)
            return None
        if self.members.size(name) > MOST_MANIFEST:
            self.report.tell("manifest.broken", "大得不合理", name)
            return None
        try:
            return self.members.read(name)
        except BadZipFile:
            self.report.tell("file.changed", "内容被改过", name)
            return None

    def _manifest(self, content: bytes) -> None:
        told = self.manifest = json.loads(content)
        if told["yimen_archive"] != 1 or canonical(told) != content:
            self.report.tell("manifest.form", "清单不是规定的写法")
        self.report.number = str(told["metadata"]["档号"])
        self.report.title = str(told["metadata"]["题名"])
        self.report.made_at = str(told["made_at"])

    def _signature(self, content: bytes) -> None:
        found = self._read(SIGNATURE)
        if found is None:
            return
        told = json.loads(found)
        key, public = str(told["key"]), bytes.fromhex(told["public"])
        self.report.key = key
        if key != self.manifest["key"] or fingerprint(public) != key:
            self.report.tell("manifest.key", f"公钥和指纹 {key} 对不上", SIGNATURE)
        if self.trusted and key not in self.trusted:
            self.report.tell("manifest.key", f"签名用的是别的密钥 {key}", SIGNATURE)
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(
                bytes.fromhex(told["signature"]), signed_bytes(content)
            )
        except (ValueError, InvalidSignature):
            self.report.tell("manifest.signature", "清单的签名不对：清单被改过", MANIFEST)

    def _files(self) -> None:
        listed: dict[str, dict[str, Any]] = {}
        for one in self.manifest["files"]:
            if one["path"] in listed:
                self.report.tell("manifest.form", "清单里列了两次", one["path"])
            listed[str(one["path"])] = one
        for name in sorted(self.members.names - set(listed) - {MANIFEST, SIGNATURE}):
            self.report.tell("file.extra", "清单里没有，是多出来的", name)
        for name, one in sorted(listed.items()):
            self._file(name, one)

    def _file(self, name: str, told: dict[str, Any]) -> None:
        if name not in self.members.names:
            self.report.tell("file.missing", "清单里有，包里没有", name)
            return
        self.report.files += 1
        self.report.bytes += self.members.size(name)
        try:
            with self.members.open(name) as source:
                found = digests(source)
        except BadZipFile:
            found = (-1, "", "")
        if found != (told["size"], told["sm3"], told["sha256"]):
            self.report.tell("file.changed", "内容和清单对不上", name)

    def _chain(self) -> None:
        """The rows of the trail by themselves, then against the manifest."""
        if TRAIL not in self.members.names:
            return  # told above: the manifest lists it
        with self.members.open(TRAIL) as source:
            lines = source.readlines()
        head = json.loads(lines[0])
        keys = self.trusted or {*head["keys"], self.manifest["key"]}
        proved = trail.verify(lines, keys=keys)
        self.report.rows, self.report.unsealed = proved.rows, proved.unsealed
        for one in proved.findings:
            self.report.tell(
                f"trail.{one.code}", one.words, f"{one.stream}#{one.seq}" if one.seq else one.day
            )
        rows = [row for row in map(json.loads, lines) if "stream" in row]
        self._head(rows)
        self._given(rows)

    def _head(self, rows: list[dict[str, Any]]) -> None:
        chain = self.manifest["chain"]
        last = rows[-1] if rows else {"seq": 0, "hash": ""}
        streams = {str(row["stream"]) for row in rows}
        if streams != {chain["stream"]} or chain["stream"] != self.manifest["case"]["number"]:
            self.report.tell("chain.stream", "不是这一件的记录", TRAIL)
        if (last["seq"], last["hash"]) != (chain["rows"], chain["head"]):
            self.report.tell("chain.head", "记录的最后一条和清单记着的不是同一条", TRAIL)

    def _given(self, rows: list[dict[str, Any]]) -> None:
        """What the chain says was handed in must be here, byte for byte."""
        there = {one["sm3"] for one in self.manifest["files"]}
        for row in rows:
            for code, given in dict(row["data"].get("files") or {}).items():
                for digest in given:
                    if digest not in there:
                        words = f"第 {row['seq']} 条记着交过的文件不在包里"
                        self.report.tell("chain.files", words, f"{code} {digest}")


def digests(source: BinaryIO) -> tuple[int, str, str]:
    """Size in bytes, SM3 and SHA-256 of what is read."""
    size, one, other = 0, Hash(SM3()), Hash(SHA256())
    while chunk := source.read(CHUNK):
        size += len(chunk)
        one.update(chunk)
        other.update(chunk)
    return size, one.finalize().hex(), other.finalize().hex()
