"""Opening PDFs: every object that the file lists, also those packed into object streams and of every
revision, is shown to the rule. pyHanko reads, with its limits for documents from outside."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import (
    DEFAULT_PURPOSE_LIMITS,
    DecodeLimits,
    DecodePurpose,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.reader import PdfFileReader

from yimen.rules import file_pdfs as rules
from yimen.rules.errors import Said
from yimen.rules.files import BadFile, IsBroken, IsLocked, TooMuchInside

#: The table of objects, unpacked, in bytes: of some 5 bytes a row. Without it a file of 8 KB lists a million
#: objects, and reading them takes 12 s and 320 MB.
MOST_TABLE = 512 * 1024
#: All that is unpacked to find the objects of one file, in bytes.
MOST_UNPACKED = 16 * 1024 * 1024
_ROW = re.compile(rb"\d{10} \d{5} [nf]")


def open_pdf(content: BinaryIO, most: int = MOST_UNPACKED) -> PdfFileReader:
    """A reader that unpacks no more than `most` bytes. Raises TooMuchInside, and whatever pyHanko raises."""
    limits = DecodeLimits(
        per_purpose={
            **DEFAULT_PURPOSE_LIMITS,
            DecodePurpose.XREF_STREAM: StreamDecodeLimits(max_ratio=None, max_output_size=MOST_TABLE),
        },
        document_budget=DocumentDecodeBudget(base_allowance=most, max_ratio=0),
    )
    try:
        return PdfFileReader(content, strict=False, decode_limits=limits)
    except PdfDecodeLimitError as error:
        raise too_much() from error


def too_much() -> TooMuchInside:
    """The refusal of a file that unpacks to absurdly much."""
    return TooMuchInside(what=Said("{n} 个部分", {"n": rules.MOST_OBJECTS}))


def check_table(content: bytes | mmap.mmap) -> None:
    """Count the rows of plain tables of objects before anybody reads them. Raises TooMuchInside."""
    rows = sum(1 for _ in islice(_ROW.finditer(content), rules.MOST_OBJECTS + 1))
    if rows > rules.MOST_OBJECTS:
        raise too_much()


def check(handle: BinaryIO, content: mmap.mmap) -> None:
    """Judge a PDF inside and out. Raises BadFile's children."""
    rules.check_outside(content)
    check_table(content)
    try:
        _check_objects(open_pdf(handle))
    except BadFile:
        raise
    except PdfDecodeLimitError as error:
        raise too_much() from error
    except Exception as error:  # any fault of the reader: the file cannot be trusted
        raise IsBroken() from error


def _check_objects(reader: PdfFileReader) -> None:
    if "/Encrypt" in reader.trailer:
        raise IsLocked()
    if "/Pages" not in reader.root:
        raise IsBroken()
    listed = {
        ref
        for revision in range(reader.xrefs.total_revisions)
        for ref in reader.xrefs.explicit_refs_in_revision(revision)
    }
    if len(listed) > rules.MOST_OBJECTS:
        raise TooMuchInside(what=Said("{n} 个部分", {"n": len(listed)}))
    _check_object(reader.trailer.flatten())
    for ref in listed:
        _check_object(reader.get_object(ref))
        # Nothing is read twice: what was judged need not stay in memory.
        reader.resolved_objects.clear()


def _check_object(found: generic.PdfObject) -> None:
    for one in _dictionaries(found):
        named = {k: one.raw_get(k) for k in ("/S", "/Subtype", "/Type") if k in one}
        rules.check_dictionary(
            list(one), {k: str(v) for k, v in named.items() if isinstance(v, generic.NameObject)}
        )


def _dictionaries(found: generic.PdfObject) -> Iterator[generic.DictionaryObject]:
    """The dictionaries within one object; references are not followed, for each object has its turn."""
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, generic.DictionaryObject):
            yield one
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, generic.ArrayObject):
            waiting += [one.raw_get(at) for at in range(len(one))]
