"""Opening PDFs: every object that the file lists, also those packed into object streams and of every
revision, is shown to the rule. pyHanko reads, with its limits for documents from outside."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from typing import BinaryIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from yimen.rules import file_pdfs as rules
from yimen.rules.errors import Said
from yimen.rules.files import BadFile, IsBroken, IsLocked, TooMuchInside


def check(handle: BinaryIO, content: mmap.mmap) -> None:
    """Judge a PDF inside and out. Raises BadFile's children."""
    rules.check_outside(content)
    try:
        _check_objects(PdfFileReader(handle, strict=False))
    except BadFile:
        raise
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
