"""Opening an upload to see that the whole of it is what its first bytes say. No database.

`yimen.rules.file_*` judge; here files are only read: packages by zipfile and expat, PDFs by pyHanko, pictures
by Pillow. Whatever goes wrong in one of these readers means that the file is broken.
"""

from __future__ import annotations

import mmap
import zipfile
from typing import BinaryIO

from yimen.rules import files
from yimen.rules.files import Media

from . import images, packages, pdfs

_PACKAGES = frozenset({Media.DOCX, Media.XLSX, Media.OFD})


def check(handle: BinaryIO, media: Media, most_mb: int) -> None:
    """Judge the whole of an open file on disk. `most_mb`: the largest upload. Raises BadFile's children."""
    if media in _PACKAGES:
        packages.check(handle, media, most_mb)
        return
    with mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as content:
        files.check_nothing_else(content, media, opens_as_zip=zipfile.is_zipfile(handle))
        if media is Media.PDF:
            pdfs.check(handle, content)
        else:
            images.check(handle, media)
