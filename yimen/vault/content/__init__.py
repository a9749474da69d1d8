"""Opening an upload to see that the whole of it is what its first bytes say. No database.

`yimen.rules.file_*` judge; here files are only read: packages by zipfile and expat, PDFs by pyHanko, pictures
by Pillow. Whatever goes wrong in one of these readers means that the file is broken.
"""

from __future__ import annotations

import mmap
import zipfile
from pathlib import Path

from yimen.rules import files
from yimen.rules.files import Media

from . import images, packages, pdfs

_PACKAGES = frozenset({Media.DOCX, Media.XLSX, Media.OFD})


def check(path: Path, media: Media, most_mb: int) -> None:
    """Judge the whole of a file on disk. `most_mb`: the largest upload. Raises BadFile's children."""
    if media in _PACKAGES:
        packages.check(path, media, most_mb)
        return
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as content:
        files.check_nothing_else(content, media, opens_as_zip=zipfile.is_zipfile(path))
        if media is Media.PDF:
            pdfs.check(path, content)
        else:
            images.check(path, media)
