"""Proving a trail from its export file alone: every chain, every daily seal, the end of the file.

This folder needs Python and `cryptography`, nothing else of Yimen, no database and no settings: an outsider
may copy it and run `python -m proof FILE`. It is written apart from the code that makes the trail, so that a
fault of one is seen by the other; a test holds both to the same bytes.

The file is JSON Lines, UTF-8 (`.gz` is read too), in this order:

1. head `{"yimen_trail": 1, "digest": "SM3", "signature": "Ed25519", "mode": "all" | "days" | "streams",
   "site", "made_at", "keys"}`, `keys` from each fingerprint to its public key in hexadecimal. Older files do
   not name the two algorithms and are of these
2. seals `{"seal": {number, day, made_at, after_id, last_id, rows, streams, root, prev,
   key, hash, signature}}`
3. streams in the order of their bytes; of each its rows in order
   `{"stream", "seq", "kind", "actor", "at", "data", "prev", "hash"}` and after the rows that one seal covers
   `{"leaf": {stream, seal, from, to, hash}}`, in mode `streams` with `index` and `path` to the seal's root
4. end `{"end": {"rows", "streams", "seals", "sm3"}, "key", "signature"}`: `sm3` over all lines before it.

A row's hash is SM3 over the JSON list [stream, seq, kind, actor, at, data, prev] (sorted keys, no spaces). A
leaf is SM3 over 0x00 and the list [stream, from, to, hash of the row `to`]; a seal's root is the Merkle root
of its leaves (RFC 6962: 0x01 before two children); its hash is SM3 over the list of its fields up to `key`,
and its signature is Ed25519 over the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

from .hashes import packed
from .report import Finding, Report
from .rows import Chain
from .seals import Seals

__all__ = ["Finding", "Report", "verify"]
ALGORITHMS = {"digest": "SM3", "signature": "Ed25519"}
MODES = ("all", "days", "streams")


class _Proof:
    """One pass over the lines."""

    def __init__(self, trusted: frozenset[str]) -> None:
        self.report = Report()
        self.seals = Seals(self.report, trusted)
        self.chain = Chain(self.report, self.seals)
        self._digest = Hash(SM3())
        self._ended = False

    def line(self, number: int, text: bytes) -> None:
        """Take one line; one that cannot be read is named by its number."""
        try:
            told = json.loads(text)
            if "end" in told:
                self._end(told)
            else:
                self._digest.update(text.rstrip(b"\n") + b"\n")
                self._dispatch(number, told)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            self.report.tell("file.broken", f"第 {number} 行读不懂（{type(error).__name__}）")

    def _dispatch(self, number: int, told: dict[str, Any]) -> None:
        if self._ended:
            self.report.tell("file.after_end", f"第 {number} 行在文件结尾之后")
        if number == 1:
            if told.get("yimen_trail") != 1:
                raise ValueError("not a trail")
            self._known(told)
            self.report.mode = MODES[MODES.index(told["mode"])]
            self.report.made_at = str(told["made_at"])
            self.seals.keys(told["keys"])
        elif "seal" in told:
            self.seals.add(told["seal"])
        elif "leaf" in told:
            self.chain.leaf(told["leaf"])
        else:
            self.chain.row(told)

    def _known(self, head: dict[str, Any]) -> None:
        """A file made by other algorithms is not called altered: it is said that this program cannot tell."""
        for name, here in ALGORITHMS.items():
            if (named := head.get(name, here)) != here:
                self.report.tell("file.algorithm", f"文件用的是 {named}，这个程序只会核对 {here}：请用新版")

    def _end(self, told: dict[str, Any]) -> None:
        end, report = told["end"], self.report
        if self._ended:
            raise ValueError("a second end")
        self._ended = True
        if end["sm3"] != self._digest.copy().finalize().hex():
            report.tell("file.digest", "文件内容和结尾的 SM3 对不上")
        found = {"rows": report.rows, "streams": report.streams, "seals": report.seals}
        for name, words in (("rows", "条记录"), ("streams", "条链"), ("seals", "个日封")):
            if end[name] != found[name]:
                report.tell("file.count", f"结尾写着 {end[name]} {words}，读到 {found[name]}")
        self.seals.signed(packed(["yimen-end", end]), str(told["key"]), str(told["signature"]), "file")

    def close(self, seal: str) -> Report:
        """The report, once all lines are read. `seal`: the hash of a seal that must be among them."""
        self.seals.close()
        if not self._ended:
            self.report.tell("file.end", "文件没有结尾：传输中断，或者被截短")
        if seal and seal not in {str(one["hash"]) for one in self.seals.by_number.values()}:
            self.report.tell("seal.absent", f"您记下的日封 {seal} 不在文件里")
        return self.report


def verify(lines: Iterable[bytes], *, keys: Iterable[str] = (), seal: str = "") -> Report:
    """Prove an export, line by line, in the memory of its seals. `keys`: fingerprints one trusts."""
    proof = _Proof(frozenset(keys))
    for number, text in enumerate(lines, 1):
        proof.line(number, text)
    return proof.close(seal)
