"""What a PDF may say: pages, fonts, pictures, links, signatures. Nothing that runs, plays, sends or unpacks.

Source: ISO 32000-2 (actions 12.6, embedded files 7.11.4, annotations 12.5, dynamic forms 12.7.8). A
destination to open at (`/OpenAction [page /Fit]`) is what many writers leave, and does nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from .errors import Said
from .files import (
    PDF_STARTS_WITHIN,
    BadFile,
    HasActiveContent,
    HasAttachments,
    HidesMore,
    IsBroken,
    Searchable,
)

#: Objects in one PDF: a 20 MB scan has some hundreds, a long text some ten thousand.
MOST_OBJECTS = 200_000
#: Bytes at the end in which the last %%EOF must be found.
TAIL = 2048

_RUNS = {
    "/JS": "脚本", "/JavaScript": "脚本", "/AA": "自动动作", "/XFA": "动态表单",
    "/RichMediaContent": "多媒体",
}  # fmt: skip
_PACKS = {"/EF": "附件", "/EmbeddedFiles": "附件", "/Collection": "文件包"}
_ACTIONS = {
    "/JavaScript": "脚本", "/Launch": "启动程序", "/SubmitForm": "发送表单", "/ImportData": "导入数据",
    "/Rendition": "多媒体", "/Movie": "多媒体", "/Sound": "多媒体", "/RichMediaExecute": "多媒体",
    "/GoToE": "附件", "/GoTo3DView": "多媒体",
}  # fmt: skip
_SUBTYPES = {
    "/FileAttachment": "附件", "/RichMedia": "多媒体", "/Movie": "多媒体", "/Sound": "多媒体",
    "/Screen": "多媒体", "/3D": "多媒体",
}  # fmt: skip
#: Names so long that chance does not write them into a picture: searched in the raw bytes as well, for a
#: viewer that repairs a broken file finds objects that its directory does not list.
_RAW = {
    "JavaScript": "脚本", "EmbeddedFile": "附件", "RichMedia": "多媒体", "SubmitForm": "发送表单",
    "/Launch": "启动程序",
}  # fmt: skip


def _spelt(name: str) -> bytes:
    """A pattern for a name in which any character may be written as #xx (ISO 32000 7.3.5)."""
    return b"".join(
        b"(?:%s|#%s)" % (re.escape(c.encode()), b"".join(
            b"[%s%s]" % (h.lower().encode(), h.upper().encode()) for h in f"{ord(c):02x}"
        ))
        for c in name.lstrip("/")
    )  # fmt: skip


_RAW_PATTERNS = tuple((re.compile(b"/" + _spelt(name)), words) for name, words in _RAW.items())


def check_outside(content: Searchable) -> None:
    """Nothing but blanks before %PDF- and after the last %%EOF. Raises HidesMore, IsBroken.

    Then none of the long names of active content, however spelt, in the bytes as they lie there.
    """
    head, tail = bytes(content[:PDF_STARTS_WITHIN]), bytes(content[-TAIL:])
    if head.partition(b"%PDF-")[0].strip(b"\xef\xbb\xbf\x00 \t\r\n\f"):
        raise HidesMore(what=Said("别的内容"))
    _body, end, after = tail.rpartition(b"%%EOF")
    if not end:
        raise IsBroken()
    if after.strip(b"\x00 \t\r\n\f\x1a"):
        raise HidesMore(what=Said("别的内容"))
    for pattern, words in _RAW_PATTERNS:
        if pattern.search(content):
            raise _refusal(words)


def check_dictionary(keys: Collection[str], named: Mapping[str, str]) -> None:
    """Judge one dictionary of a PDF: all its keys, and those values that are names (`/S`, `/Subtype` …).

    Raises HasActiveContent, HasAttachments.
    """
    for key in keys:
        if key in _RUNS:
            raise _refusal(_RUNS[key])
        if key in _PACKS:
            raise _refusal(_PACKS[key])
    if named.get("/Type") == "/EmbeddedFile":
        raise _refusal("附件")
    words = _ACTIONS.get(named.get("/S", "")) or _SUBTYPES.get(named.get("/Subtype", ""))
    if words:
        raise _refusal(words)


def _refusal(words: str) -> BadFile:
    kind = HasAttachments if words in {"附件", "文件包"} else HasActiveContent
    return kind(what=Said(words))
