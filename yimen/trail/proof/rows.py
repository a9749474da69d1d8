"""Proving the rows: one stream after the other, each row linked to the one before."""

from __future__ import annotations

from typing import Any

from .hashes import ROW, START, leaf_hash, packed, sm3
from .report import Report
from .seals import Seals


class Chain:
    """The rows of one stream after the other, each linked to the one before."""

    def __init__(self, report: Report, seals: Seals) -> None:
        self.report, self.seals = report, seals
        self.stream: str | None = None
        self._expected, self._before = 1, START
        self._first, self._last, self._last_hash, self._held = 0, 0, "", 0

    def row(self, row: dict[str, Any]) -> None:
        """Prove one row."""
        stream, seq = row["stream"], row["seq"]
        if stream != self.stream:
            self.start(stream, row)
        if seq > self._expected:
            lost = (
                f"第 {self._expected} 条"
                if seq == self._expected + 1
                else f"第 {self._expected} 到 {seq - 1} 条"
            )
            self.report.tell("row.lost", f"{lost}不见了", stream=stream, seq=self._expected)
        elif seq < self._expected:
            self.report.tell("row.added", "多出来的，或者次序乱了", stream=stream, seq=seq)
        elif row["prev"] != self._before:
            self.report.tell("row.order", "和前一条接不上", stream=stream, seq=seq)
        if sm3(packed([row[name] for name in ROW])) != row["hash"]:
            self.report.tell("row.changed", "内容被改过", stream=stream, seq=seq)
        self._expected, self._before = max(seq + 1, self._expected), row["hash"]
        self._first = self._first or seq
        self._held += 1
        self._last, self._last_hash = seq, row["hash"]
        self.report.rows += 1
        self.report.unsealed += 1

    def start(self, stream: str, row: dict[str, Any] | None) -> None:
        """Go on to the next stream; the streams stand in the order of their bytes, each once."""
        if self.stream is not None and stream.encode() <= self.stream.encode():
            self.report.tell("stream.order", "这条链出现的位置不对", stream=stream)
        self.stream = stream
        self.report.streams += row is not None
        self._expected, self._before = 1, START
        if row is not None and self.report.mode == "days":
            self._expected, self._before = row["seq"], row["prev"]
        self._first = self._last = self._held = 0
        self._last_hash = ""

    def leaf(self, line: dict[str, Any]) -> None:
        """Compare what a seal says of this stream with the rows that stood before it."""
        stream, first, last = line["stream"], line["from"], line["to"]
        if stream != self.stream:
            self.start(stream, None)
        if not self._first:
            self.report.tell(
                "stream.missing", f"日封记着第 {first} 到 {last} 条，一条也不在", stream=stream, seq=first
            )
            self._expected = last + 1
            return
        self._compare(stream, first, last, line["hash"])
        made = leaf_hash(stream, self._first, self._last, self._last_hash)
        self.report.unsealed -= self._held
        self.seals.leaf(line["seal"], made, self._held, line, stream)
        self._first = self._held = 0

    def _compare(self, stream: str, first: int, last: int, said: str) -> None:
        if self._last < last:
            lost = f"第 {self._last + 1} 到 {last} 条" if last > self._last + 1 else f"第 {last} 条"
            self.report.tell("row.lost", f"{lost}不见了（日封记着）", stream=stream, seq=self._last + 1)
        elif self._last > last:
            self.report.tell("row.added", f"日封只记到第 {last} 条", stream=stream, seq=self._last)
        elif self._first != first:
            self.report.tell("row.lost", f"日封从第 {first} 条记起", stream=stream, seq=first)
        elif said != self._last_hash:
            self.report.tell("row.rewritten", "这一条和日封记的不是同一条", stream=stream, seq=last)
