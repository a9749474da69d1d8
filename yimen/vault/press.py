"""The press: facts and a sheet (a typst template) become a PDF/A-2b with every font embedded.

Facts travel as one JSON value and are never pasted into the sheet's text, so no name can become typst code.
The fonts shipped in `fonts/` come first; a host's full Song font steps in only for characters they lack.
No other font ever does: what neither has is named by `missing_glyphs` and refused by `typeset`.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
SHEETS = HERE / "sheets"
FONTS = HERE / "fonts"
#: Where fontconfig looks by default; a folder that is not there is passed over.
HOST_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
#: Full Song faces under which a host may have the rare characters, the best first.
HOST_FAMILIES = (
    "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "SimSun",
    "SimSun-ExtB", "FangSong", "FandolSong", "AR PL UMing CN",
)  # fmt: skip
TEXT, TITLE = "Yimen Song", "Yimen Hei"
STANDARD: typst.PDFStandard = "a-2b"
#: Control and format characters have no shape, so no font needs to have them.
_SHAPELESS = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn"})


class CannotPrint(ValueError):
    """Characters that no font here can draw: the document stays as facts and is not made into a file."""

    def __init__(self, characters: set[str]) -> None:
        self.characters = frozenset(characters)
        super().__init__("no font has " + "".join(sorted(characters)))


class Press:
    """One warm compiler of this process, used by one thread at a time (a page takes milliseconds)."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.lock = Lock()
        self.fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False,
            font_paths=[str(FONTS), *(str(one) for one in folders if one.is_dir())],
        )  # fmt: skip
        there = set(self.fonts.families())
        self.text = [TEXT, *(one for one in HOST_FAMILIES if one in there)]
        self.title = [TITLE, *self.text]
        self.compiler = typst.Compiler(
            root=str(SHEETS), font_paths=self.fonts, ignore_system_fonts=True,
            package_path=os.devnull, package_cache_path=os.devnull,
        )  # fmt: skip

    @property
    def known(self) -> frozenset[int]:
        """Every code point that the text's fonts can draw."""
        return _known(
            tuple((f.path, f.index) for f in self.fonts.fonts() if f.family in self.text and f.path)
        )

    def print(self, sheet: str, facts: Mapping[str, Any]) -> bytes:
        """The PDF of one sheet."""
        inputs = {
            "facts": json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str),
            "fonts": json.dumps({"text": self.text, "title": self.title}),
        }
        with self.lock:
            made = self.compiler.compile(
                input=str(SHEETS / f"{sheet}.typ"), format="pdf", pdf_standards=[STANDARD], sys_inputs=inputs,
                timestamp=_moment(facts),
            )  # fmt: skip
        if not isinstance(made, bytes):
            raise TypeError("typst gave no PDF")
        return made


def typeset(sheet: str, facts: Mapping[str, Any]) -> bytes:
    """A PDF/A-2b of `sheets/<sheet>.typ` filled with these facts; the same facts give the same bytes.

    `facts` is anything JSON can carry; `issued_at` (ISO 8601 with zone, or an aware datetime) dates the file.
    Raises CannotPrint with the characters no font has, KeyError for a sheet that is not there, and
    typst.TypstError where a sheet itself is wrong.
    """
    if sheet not in sheets():
        raise KeyError(sheet)
    missing = missing_glyphs(_strings(facts))
    if missing:
        raise CannotPrint(missing)
    return press().print(sheet, facts)


def missing_glyphs(text: str, known: frozenset[int] | None = None) -> set[str]:
    """The characters of a text that neither the shipped fonts nor the host's can draw.

    `known`: the code points to go by, read once where many texts are looked at.
    """
    known = press().known if known is None else known
    return {one for one in set(text) if ord(one) not in known and unicodedata.category(one) not in _SHAPELESS}


def sheets() -> frozenset[str]:
    """The names of the sheets that can be typeset; files that begin with `_` are parts."""
    return frozenset(one.stem for one in SHEETS.glob("*.typ") if not one.name.startswith("_"))


def press() -> Press:
    """The press of this process; it is made once per process, never carried over a fork."""
    return _press(os.getpid())


def forget() -> None:
    """Look at the fonts anew when the next document is made: one may have been installed."""
    _press.cache_clear()
    _known.cache_clear()


@lru_cache(maxsize=1)
def _press(process: int) -> Press:
    return Press(HOST_FOLDERS)


@lru_cache(maxsize=4)
def _known(faces: tuple[tuple[str, int], ...]) -> frozenset[int]:
    found: set[int] = set()
    for path, index in faces:
        font = TTFont(path, fontNumber=index, lazy=True)
        found |= set(font.getBestCmap() or {})
        font.close()
    return frozenset(found)


def _strings(value: Any) -> str:
    """All text in the facts, keys apart. What is drawn as a picture (`svg`) is not set in type."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "".join(_strings(one) for key, one in value.items() if not str(key).endswith("svg"))
    if isinstance(value, list | tuple):
        return "".join(_strings(one) for one in value)
    return ""


def _moment(facts: Mapping[str, Any]) -> int:
    """UNIX seconds at which the file says it was made: when the document was issued, never the clock."""
    found = facts.get("issued_at")
    moment = datetime.fromisoformat(found) if isinstance(found, str) and found else found
    return int(moment.timestamp()) if isinstance(moment, datetime) else 0
