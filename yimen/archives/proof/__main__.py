"""`yimen verify-archive FILE…`, also `python -m yimen.archives.proof FILE…`: needs no database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from yimen.trail.proof.__main__ import BROKEN, UNREADABLE, WHOLE, grouped, keys_of

from . import verify
from .report import Report


def told(report: Report, pinned: bool) -> str:
    """The report in plain words: the verdict first, then what it rests on, then each finding."""
    lines = [f"{report.file}：" + (f"有问题，{report.wrong} 处。" if report.wrong else "完整，没有被改过。")]
    if report.number:
        lines.append(f"{report.number} {report.title}，封存于 {report.made_at}")
        lines.append(f"文件 {report.files} 个，{report.bytes:,} 字节；记录 {report.rows} 条")
    if report.unsealed:
        lines.append(f"其中 {report.unsealed} 条封存时还没有日封，由链和签名证明")
    if report.key:
        lines.append(f"签名密钥指纹：{grouped(report.key)}" + ("" if pinned else "（请和机关公布的比对）"))
    lines += [str(one) for one in report.findings]
    if report.wrong > len(report.findings):
        lines.append(f"……还有 {report.wrong - len(report.findings)} 处")
    return "\n".join(lines) + "\n"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="yimen verify-archive", description="Prove archive packages.")
    made.add_argument("files", nargs="+", type=Path, help="archive packages (.zip)")
    made.add_argument(
        "--key", action="append", default=[], help="fingerprint of a key one trusts, repeatable"
    )
    made.add_argument("--json", action="store_true", help="the reports as JSON, one a line")
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Prove each file: 0 all whole, 1 something is wrong, 2 one cannot be read."""
    asked = parser().parse_args(argv)
    keys, worst = keys_of(asked.key), WHOLE
    for path in asked.files:
        try:
            report = verify(path, keys=keys)
        except OSError as error:
            sys.stderr.write(f"{path}: {error}\n")
            worst = UNREADABLE
            continue
        text = json.dumps(asdict(report), ensure_ascii=False) + "\n"
        sys.stdout.write(text if asked.json else told(report, bool(keys)))
        worst = max(worst, BROKEN if report.wrong else WHOLE)
    return worst


if __name__ == "__main__":
    sys.exit(main())
