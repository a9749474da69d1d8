"""Opening office and OFD packages, member by member, never more of one in memory than a piece."""

from __future__ import annotations

import stat
import zipfile
from typing import BinaryIO

from yimen.rules import file_packages as rules
from yimen.rules.errors import Said
from yimen.rules.file_xml import PIECE, XmlWatch
from yimen.rules.files import BadFile, HidesMore, IsBroken, Media

_END = b"PK\x05\x06"
_XML = (".xml", ".rels", ".vml")
#: A field of a text may be cut into runs: so many characters before this one are looked at together.
_FIELD = 200
_PLAIN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def check(handle: BinaryIO, media: Media, most_mb: int) -> None:
    """Judge a package by its directory, then every member by its content. Raises BadFile's children."""
    try:
        with zipfile.ZipFile(handle) as archive:
            _check_edges(handle, archive)
            rules.check_members(map(_member, archive.infolist()), media, most_mb)
            _check_contents(archive, most_mb)
    except BadFile:
        raise
    except Exception as error:  # any fault of the reader: the package cannot be trusted
        raise IsBroken() from error


def _check_edges(handle: BinaryIO, archive: zipfile.ZipFile) -> None:
    """Nothing before the first member and nothing after the directory: what is there is another file."""
    handle.seek(-22, 2)
    ends = handle.read(4) == _END
    first = min((one.header_offset for one in archive.infolist()), default=0)
    if not ends or archive.comment or first:
        raise HidesMore(what=Said("别的内容"))


def _member(one: zipfile.ZipInfo) -> rules.Member:
    mode = one.external_attr >> 16
    if one.compress_type not in _PLAIN:
        raise IsBroken()
    return rules.Member(
        one.orig_filename, one.file_size, one.compress_size, bool(one.flag_bits & 0x1), stat.S_ISLNK(mode)
    )


def _check_contents(archive: zipfile.ZipFile, most_mb: int) -> None:
    total = 0
    for one in archive.infolist():
        watch = _Watch() if one.filename.lower().endswith(_XML) else None
        total += _read(archive, one, watch)
        rules.check_total(total, most_mb)


def _read(archive: zipfile.ZipFile, one: zipfile.ZipInfo, watch: _Watch | None) -> int:
    """Read one member to its end, its check sum with it; the bytes it really has."""
    size = 0
    with archive.open(one) as content:
        while piece := content.read(PIECE):
            if not size:
                rules.check_head(one.filename, piece)
            size += len(piece)
            rules.check_ratio(size, one.compress_size)
            if watch is not None:
                watch.feed(piece)
    if watch is not None and size:
        watch.feed(b"", last=True)
    return size


class _Watch(XmlWatch):
    """Shows every element to the rule. Raises BadFile, BadXml."""

    def __init__(self) -> None:
        super().__init__()
        self._field, self._inside = "", False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Elements that the rule refuses, and where a field's instruction begins."""
        self._inside = name in {"instrText", "delInstrText"}
        rules.check_element(name, {key.rpartition(":")[2]: value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        """No instruction goes on behind its element."""
        self._inside = False

    def text(self, text: str) -> None:
        """An instruction, however it is cut into runs."""
        if self._inside:
            self._field = (self._field + text)[-_FIELD:]
            rules.check_field(self._field)
