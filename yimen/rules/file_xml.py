"""Reading XML that a stranger packed: piece by piece, never a document type, so that nothing is expanded.

The one reader of XML in the product: whatever looks into a package builds on it.
"""

from __future__ import annotations

from xml.parsers import expat

from .files import HasActiveContent

#: So many bytes of a part are read at a time.
PIECE = 64 * 1024
#: What is written wrongly, or ends before its end.
BadXml = expat.ExpatError


class XmlWatch:
    """Reads XML as it comes and shows every element to `start`, `end` and `text`, which do nothing here.

    Names come without their prefix. Raises HasActiveContent for a document type (it could name other files or
    swell), BadXml.
    """

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self.text

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Go on with the next piece."""
        self._parser.Parse(piece, last)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """A piece of text."""

    def _doctype(self, *_: object) -> None:
        raise HasActiveContent(what="DTD")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.start(tag.rpartition(":")[2], attributes)

    def _end(self, tag: str) -> None:
        self.end(tag.rpartition(":")[2])
