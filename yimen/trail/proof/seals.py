"""Proving the daily seals: each by itself, against the one before, and by its leaves."""

from __future__ import annotations

from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .hashes import START, Merkle, fingerprint, root_from, seal_bytes, sm3
from .report import Report


class Seals:
    """The seals of the file: each proved by itself and against the one before, then by its leaves."""

    def __init__(self, report: Report, trusted: frozenset[str]) -> None:
        self.report, self.trusted = report, trusted
        self.public: dict[str, bytes] = {}
        self.by_number: dict[int, dict[str, Any]] = {}
        self.trees: dict[int, Merkle] = {}
        self.counts: dict[int, int] = {}
        self._before: dict[str, Any] | None = None

    def keys(self, keys: dict[str, str]) -> None:
        """Take the public keys of the head; one whose fingerprint is not its own is not taken."""
        for name, text in keys.items():
            public = bytes.fromhex(text)
            if fingerprint(public) == name:
                self.public[name] = public
            else:
                self.report.tell("file.key", f"公钥和指纹 {name} 对不上")

    def add(self, seal: dict[str, Any]) -> None:
        """Prove one seal and its place in the row of seals."""
        day, number = str(seal["day"]), int(seal["number"])
        if sm3(seal_bytes(seal)) != seal["hash"]:
            self.report.tell("seal.changed", f"第 {number} 个日封的内容被改过", day=day)
        self.signed(seal_bytes(seal), str(seal["key"]), str(seal["signature"]), "seal", day)
        self._place(seal, day, number)
        self._before = self.by_number[number] = seal
        self.report.seals += 1
        self.report.first_day = self.report.first_day or day
        self.report.last_day, self.report.last_seal = day, str(seal["hash"])
        if seal["key"] not in self.report.keys:
            self.report.keys.append(str(seal["key"]))

    def signed(self, data: bytes, key: str, signature: str, what: str, day: str = "") -> None:
        """Check a signature and whose it is; without pinned keys the first key of the file is the measure."""
        if not self.trusted:
            self.trusted = frozenset({key})
        if key not in self.trusted:
            self.report.tell(f"{what}.key", f"签名用的是别的密钥 {key}", day=day)
        try:
            Ed25519PublicKey.from_public_bytes(self.public[key]).verify(bytes.fromhex(signature), data)
        except (KeyError, ValueError, InvalidSignature):
            self.report.tell(f"{what}.signature", "签名不对", day=day)

    def _place(self, seal: dict[str, Any], day: str, number: int) -> None:
        before = self._before
        if self.report.mode == "streams":
            return  # only the seals that its rows need are in such a file
        if before is None:
            if self.report.mode == "all" and (number != 1 or seal["prev"] != START):
                self.report.tell("seal.gap", f"第 1 到 {number - 1} 个日封不见了", day=day)
        elif number != before["number"] + 1:
            self.report.tell("seal.gap", f"前一个是 {before['day']} 的第 {before['number']} 个，"
                             f"这里是第 {number} 个，中间的日封不见了", day=day)  # fmt: skip
        elif seal["prev"] != before["hash"] or seal["after_id"] != before["last_id"]:
            self.report.tell("seal.order", f"和 {before['day']} 的日封接不上", day=day)

    def leaf(self, number: int, leaf: str, rows: int, line: dict[str, Any], stream: str) -> None:
        """Count one stream's part of a seal; with a path it is proved at once."""
        seal = self.by_number.get(number)
        if seal is None:
            self.report.tell("leaf.seal", f"第 {number} 个日封不在文件里", stream=stream)
            return
        if self.report.mode == "streams":
            self._by_path(seal, leaf, line, stream)
            return
        self.trees.setdefault(number, Merkle()).add(leaf)
        self.counts[number] = self.counts.get(number, 0) + rows

    def _by_path(self, seal: dict[str, Any], leaf: str, line: dict[str, Any], stream: str) -> None:
        try:
            fits = root_from(leaf, line["index"], seal["streams"], line["path"]) == seal["root"]
        except (ValueError, KeyError, TypeError):
            fits = False
        if not fits:
            self.report.tell("leaf.path", "和这一天的日封对不上", stream=stream, day=str(seal["day"]))

    def close(self) -> None:
        """Compare every seal with what the rows of the file come to."""
        if self.report.mode == "streams":
            return
        for number, seal in self.by_number.items():
            tree = self.trees.get(number, Merkle())
            found = (tree.count, self.counts.get(number, 0))
            said = (seal["streams"], seal["rows"])
            if found != said:
                words = f"日封记着 {said[0]} 条链、{said[1]} 条记录，文件里是 {found[0]} 条链、{found[1]} 条"
            elif tree.root() != seal["root"]:
                words = "条数一样，但有链的内容和日封对不上"
            else:
                continue
            self.report.tell("seal.root", words, day=str(seal["day"]))
