"""What may be uploaded: judged by content (magic bytes), never by the name that came with it.

Taken: PDF, JPEG, PNG, WebP, OFD (GB/T 33190, a zip with OFD.xml), docx and xlsx without macros. Not taken:
plain text (nothing in it tells text from a script), old .doc/.xls (macros cannot be seen), archives.

The first bytes say what a file claims to be; that the whole of it is this and nothing else is judged by
`file_pdfs`, `file_packages` and `file_images`. The bytes are kept as they came: nothing is cut out of a
material, for it is evidence; only previews are made anew.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from enum import Enum
from mmap import mmap

from .errors import Kind, RuleBroken, Said

Searchable = bytes | mmap

#: So many first bytes are enough to recognise everything below (a PDF may start within the first 1024).
HEAD = 1024
#: Characters of a file name that are kept, with its extension; the column holds 200.
NAME_MAX = 120
MB = 1024 * 1024


class Media(Enum):
    """What is taken: media type and extension."""

    PDF = ("application/pdf", ".pdf")
    JPEG = ("image/jpeg", ".jpg")
    PNG = ("image/png", ".png")
    WEBP = ("image/webp", ".webp")
    OFD = ("application/ofd", ".ofd")
    DOCX = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx")
    XLSX = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")

    @property
    def type(self) -> str:
        """The media type."""
        return self.value[0]

    @property
    def extension(self) -> str:
        """The extension with its dot."""
        return self.value[1]


#: Types that a browser may show by itself; all others are only downloaded.
PICTURES = frozenset({Media.JPEG.type, Media.PNG.type, Media.WEBP.type})
SHOWN = PICTURES | {Media.PDF.type}


class BadFile(RuleBroken):
    """The content is none of the kinds that are taken."""

    code = "file.unknown"
    text = "认不出文件内容，请上传图片（JPG、PNG、WebP）、PDF、OFD、Word（docx）或 Excel（xlsx）"
    kind = Kind.INVALID


class EmptyFile(BadFile):
    """The file has no content."""

    code = "file.empty"
    text = "文件是空的，请重新选择"


class TooBig(BadFile):
    """The file is over the limit."""

    code = "file.too_big"
    text = "每份不超过 {most} MB，这份 {size} MB"


class IsProgram(BadFile):
    """A Windows program under whatever name."""

    code = "file.program"
    text = "文件内容是 Windows 程序，不是图片或 PDF"


class IsScript(BadFile):
    """A script or a program of another system."""

    code = "file.script"
    text = "文件内容是程序或脚本，不是图片或 PDF"


class IsWebPage(BadFile):
    """HTML, SVG or other markup, which could run in a browser."""

    code = "file.web_page"
    text = "文件内容是网页，请另存为 PDF 或图片再上传"


class IsArchive(BadFile):
    """A compressed archive."""

    code = "file.archive"
    text = "文件内容是压缩包，请解压后一份一份上传"


class IsOldOffice(BadFile):
    """Word or Excel before 2007."""

    code = "file.old_office"
    text = "这是老版 Word 或 Excel 文件，请另存为 docx、xlsx 或 PDF 再上传"


class HasMacros(BadFile):
    """An office file with macros."""

    code = "file.macros"
    text = "文件里有宏，请另存为不带宏的文件或 PDF 再上传"


class IsBroken(BadFile):
    """The file starts as one of those taken but cannot be opened."""

    code = "file.broken"
    text = "文件坏了，打不开，请重新保存后再上传"


class HidesMore(BadFile):
    """A polyglot: before, after or inside the content lies another file (archive, web page, PDF)."""

    code = "file.hides_more"
    text = "文件里还藏着{what}，请重新另存为图片或 PDF 再上传"


class HasActiveContent(BadFile):
    """Something in the file runs by itself: scripts, actions on opening, media, dynamic forms, DDE."""

    code = "file.active"
    text = "文件里有会自己运行的内容（{what}），请用“打印为 PDF”重存一次再上传"


class HasAttachments(BadFile):
    """Other files are packed into this one."""

    code = "file.attachments"
    text = "文件里夹带了别的文件（{what}），请去掉，或用“打印为 PDF”重存一次再上传"


class LinksOut(BadFile):
    """The file fetches parts of itself from elsewhere when it is opened."""

    code = "file.links_out"
    text = "文件要到别处取内容（{what}），请另存为 PDF 再上传"


class IsLocked(BadFile):
    """Encrypted: nobody at the window could open it, and nothing in it can be checked."""

    code = "file.locked"
    text = "文件加了密码或限制，请去掉密码，另存后再上传"


class TooMuchInside(BadFile):
    """A bomb: small as a file, huge once it is unpacked."""

    code = "file.too_much_inside"
    text = "文件解开后太大（{what}），请拆成几份，或另存为 PDF 再上传"


class BadPath(BadFile):
    """A package whose members want to be written somewhere else, or under one another's name."""

    code = "file.bad_path"
    text = "文件里的目录不对，像是被人改过，请重新另存后再上传"


class TooManyPixels(BadFile):
    """A picture that would fill the memory of whoever opens it."""

    code = "file.too_many_pixels"
    text = "图片有 {width}×{height} 点，最多 {most} 万点，请缩小后再上传"


class IsAnimated(BadFile):
    """A picture with several frames shows one thing to the clerk and another to the approver."""

    code = "file.animated"
    text = "这是动图，请另存为普通图片再上传"


_TAKEN = ((b"\xff\xd8\xff", Media.JPEG), (b"\x89PNG\r\n\x1a\n", Media.PNG))
_REFUSED: tuple[tuple[bytes, type[BadFile]], ...] = (
    (b"MZ", IsProgram),
    (b"\x7fELF", IsScript),
    (b"\xca\xfe\xba\xbe", IsScript),
    (b"\xcf\xfa\xed\xfe", IsScript),
    (b"#!", IsScript),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", IsOldOffice),
    (b"Rar!", IsArchive),
    (b"7z\xbc\xaf\x27\x1c", IsArchive),
    (b"\x1f\x8b", IsArchive),
    (b"BZh", IsArchive),
    (b"\xfd7zXZ", IsArchive),
)
_MARKUP = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|svg|\?xml|script|body|head)", re.IGNORECASE)
_ZIPPED = (("OFD.xml", Media.OFD), ("word/document.xml", Media.DOCX), ("xl/workbook.xml", Media.XLSX))


def is_zip(head: bytes) -> bool:
    """Whether the content starts as a zip: the caller then reads the names of its members."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def recognise(head: bytes, members: Collection[str] | None = None) -> Media:
    """What a content is, by its first HEAD bytes and, for a zip, the names inside (None: it cannot be read).

    Raises BadFile's children, each saying what it is instead.
    """
    if not head:
        raise EmptyFile()
    if is_zip(head):
        return _zipped(members)
    for magic, media in _TAKEN:
        if head.startswith(magic):
            return media
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Media.WEBP
    for magic, refusal in _REFUSED:
        if head.startswith(magic):
            raise refusal()
    if _MARKUP.match(head):
        raise IsWebPage()
    if b"%PDF-" in head[:HEAD]:
        return Media.PDF
    raise BadFile()


def _zipped(members: Collection[str] | None) -> Media:
    if members is None:
        raise IsBroken()
    if any(name.lower().endswith("vbaproject.bin") for name in members):
        raise HasMacros()
    for inside, media in _ZIPPED:
        if inside in members:
            return media
    raise IsArchive()


def danger(head: bytes) -> type[BadFile] | None:
    """Why content that starts like this is not taken wherever it lies (programs, archives); None: nothing."""
    if is_zip(head):
        return IsArchive
    return next((refusal for magic, refusal in _REFUSED if head.startswith(magic)), None)


#: Whatever reads a file by searching for its own beginning finds these inside pictures and PDFs.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (rb"rar!\x1a\x07|7z\xbc\xaf\x27\x1c", "压缩包"),
    (rb"<script|<html|<!doctype\s+html|<iframe|<\?php", "网页"),
)
_HIDDEN = tuple((re.compile(pattern, re.IGNORECASE), words) for pattern, words in _OTHERS)
#: Readers accept a PDF that starts within the first so many bytes.
PDF_STARTS_WITHIN = 1024


def check_nothing_else(content: Searchable, media: Media, *, opens_as_zip: bool) -> None:
    """Raise HidesMore where a picture or PDF is something else as well.

    `content`: the whole file (bytes or a memory map); `opens_as_zip`: whether a zip reader finds a directory
    at its end. Of a PDF only the beginning is searched for web pages: its text may speak of them.
    """
    if opens_as_zip:
        raise HidesMore(what=Said("压缩包"))
    head = bytes(content[:PDF_STARTS_WITHIN])
    for pattern, words in _HIDDEN:
        if pattern.search(head if media is Media.PDF and words == "网页" else content):
            raise HidesMore(what=Said(words))
    if media is not Media.PDF and b"%PDF-" in head:
        raise HidesMore(what=Said("PDF"))


def check_size(size: int, most_mb: int) -> None:
    """Raise EmptyFile for 0 bytes, TooBig over `most_mb` MB (1 MB = 1024² bytes), told rounded up."""
    if size == 0:
        raise EmptyFile()
    if size > most_mb * MB:
        raise TooBig(most=most_mb, size=-(-size // MB))


def clean_name(raw: str, media: Media) -> str:
    """A name safe to keep and to hand out: no folders, no hidden or reserved signs, the true extension.

    Cut to NAME_MAX characters with the extension kept; emoji and rare characters stay.
    """
    name = re.split(r"[\\/]", unicodedata.normalize("NFC", raw))[-1]
    name = "".join(
        c for c in name if c == "\u200d" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    name = re.sub(r'[<>:"|?*\s]+', " ", name).strip()
    stem, dot, ending = name.rpartition(".")
    known = {".jpeg", *(m.extension for m in Media)}
    extension = media.extension
    if dot and f".{ending.lower()}" in known:
        name = stem
        extension = f".{ending}" if ending.lower() == "jpeg" and media is Media.JPEG else extension
    return (name.strip(" .")[: NAME_MAX - len(extension)].strip(" .") or "文件") + extension
