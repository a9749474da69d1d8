"""The outside of a package: a zip with no trick in it. What is not exactly as we write it is refused.

Nothing is ever unpacked to the disk. Members are stored, never compressed, so none can be larger than the
file itself; they lie one behind the other from the first byte to the list at the end: nothing hides between.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from .report import Report

#: More than any case has.
MOST_MEMBERS = 20_000
#: Names as we write them: at most one folder, no dot at the beginning.
NAME = re.compile(r"(?:[a-z]{1,20}/)?[A-Za-z0-9][A-Za-z0-9_-]{0,80}(?:\.[A-Za-z0-9]{1,10})?", re.ASCII)
_LOCAL, _CENTRAL, _END = 30, 46, 22


class Members:
    """The members of a sound package."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._infos = {one.filename: one for one in archive.infolist()}
        self.names = frozenset(self._infos)

    def size(self, name: str) -> int:
        """In bytes."""
        return self._infos[name].file_size

    def open(self, name: str) -> BinaryIO:
        """A member for reading. Raises BadZipFile where its check sum is wrong."""
        return cast(BinaryIO, self._archive.open(self._infos[name]))

    def read(self, name: str) -> bytes:
        """A member whole."""
        return self._archive.read(self._infos[name])


@contextmanager
def opened(package: Path | BinaryIO, report: Report) -> Iterator[Members | None]:
    """The members of a package; None, with the reasons in the report, where its outside is not sound."""
    with ZipFile(package) as archive:
        infos, size = archive.infolist(), _size(archive)
        before = report.wrong
        if len(infos) > MOST_MEMBERS:
            report.tell("zip.many", f"有 {len(infos)} 个文件，不是我们做的档案包")
        else:
            _check(infos, report)
            _places(archive, infos, size, report)
        yield Members(archive) if report.wrong == before else None


def _size(archive: ZipFile) -> int:
    source = cast(BinaryIO, archive.fp)
    return source.seek(0, os.SEEK_END)


def _check(infos: list[ZipInfo], report: Report) -> None:
    seen: set[str] = set()
    for one in infos:
        name = one.orig_filename
        if NAME.fullmatch(name) is None:
            report.tell("zip.name", "文件名不合规定，可能想写到别处去", repr(name))
        if name in seen:
            report.tell("zip.duplicate", "同一个名字有两个文件", name)
        seen.add(name)
        if one.compress_type != ZIP_STORED or one.compress_size != one.file_size:
            report.tell("zip.packed", "文件压缩过：档案包里都是原样存放的", name)
        kind = stat.S_IFMT(one.external_attr >> 16)
        if one.flag_bits & 0x9 or kind not in (0, stat.S_IFREG) or one.extra or one.comment:
            report.tell("zip.odd", "不是普通文件，或者带着别的东西", name)


def _places(archive: ZipFile, infos: list[ZipInfo], size: int, report: Report) -> None:
    """Every byte of the file belongs to a member or to the list at the end."""
    at = 0
    for one in sorted(infos, key=lambda info: info.header_offset):
        if one.header_offset != at:
            report.tell("zip.gap", "前面藏着别的内容，或者文件互相重叠", one.filename)
            return
        at += _LOCAL + len(one.orig_filename.encode()) + one.file_size
    listed = sum(_CENTRAL + len(one.orig_filename.encode()) for one in infos)
    if at != archive.start_dir or at + listed + _END != size or archive.comment:
        report.tell("zip.gap", "文件末尾藏着别的内容")
