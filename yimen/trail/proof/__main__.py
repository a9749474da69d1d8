"""`yimen verify-trail FILE`, also `python -m proof FILE` from a copy of this folder."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from . import verify
from .report import Report

WHOLE, BROKEN, UNREADABLE = 0, 1, 2
_SCOPE = {"all": "全部记录", "days": "一段日子的记录", "streams": "选出的几条链"}


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of an export; `.gz` is unpacked on the way. Raises OSError."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as source:
        yield from source


def grouped(key: str) -> str:
    """A fingerprint in groups of four, to be read out and compared."""
    return " ".join(key[i : i + 4] for i in range(0, len(key), 4))


def told(report: Report, pinned: bool) -> str:
    """The report in plain words: the verdict first, then what it rests on, then each finding."""
    lines = ["记录完整，没有被改过。" if not report.wrong else f"记录有问题：{report.wrong} 处。"]
    scope = _SCOPE.get(report.mode, "读不出范围")
    lines.append(f"{scope}：{report.streams} 条链，{report.rows} 条，导出于 {report.made_at}")
    if report.seals:
        days = f"{report.first_day} 到 {report.last_day}"
        lines.append(f"日封 {report.seals} 个，{days}，最后一个 {report.last_seal}")
    if report.unsealed:
        lines.append(f"其中 {report.unsealed} 条还没有日封，只有链和文件结尾的签名证明")
    for key in report.keys:
        lines.append(
            f"日封密钥指纹：{grouped(key)}" + ("（和您给的一致）" if pinned and not report.wrong else "")
        )
    if not pinned:
        lines.append("没有用 --key 指定指纹：请和机关公布的指纹比对")
    lines += [str(one) for one in report.findings]
    if report.wrong > len(report.findings):
        lines.append(f"……还有 {report.wrong - len(report.findings)} 处")
    return "\n".join(lines) + "\n"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="yimen verify-trail", description="Prove a trail from its export.")
    made.add_argument("file", type=Path, help="the export; .gz is read too")
    made.add_argument(
        "--key", action="append", default=[], help="fingerprint of a key one trusts, repeatable"
    )
    made.add_argument("--seal", default="", help="hash of a seal noted before: it must be in the file")
    made.add_argument("--json", action="store_true", help="the report as JSON")
    return made


def keys_of(given: Sequence[str]) -> list[str]:
    """Fingerprints as they are compared: without blanks, in small letters."""
    return ["".join(one.split()).lower() for one in given]


def show(report: Report, *, as_json: bool, pinned: bool) -> int:
    """Write the report; the exit code."""
    text = (
        json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n" if as_json else told(report, pinned)
    )
    sys.stdout.write(text)
    return BROKEN if report.wrong else WHOLE


def main(argv: Sequence[str] | None = None) -> int:
    """Prove one file: 0 whole, 1 something is wrong, 2 it cannot be read."""
    asked = parser().parse_args(argv)
    keys = keys_of(asked.key)
    try:
        report = verify(lines_of(asked.file), keys=keys, seal=asked.seal.strip().lower())
    except (OSError, EOFError) as error:
        sys.stderr.write(f"{asked.file}: {error}\n")
        return UNREADABLE
    return show(report, as_json=asked.json, pinned=bool(keys))


if __name__ == "__main__":
    sys.exit(main())
