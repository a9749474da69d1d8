"""文书的版面: what stands where on the A4 page of one document, in Chinese, ready for the press."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from .paper_lines import Line, day_words, lines, read_day
from .papers import SEAL_WORDS, SEALED, shown_code
from .terms import Document

#: On these the person who took the result signs.
SIGNED = frozenset({Document.PICKUP, Document.DELIVERY})

#: A list no longer than this is set in one sentence, a longer one line by line.
INLINE = 6


def sheet(doc: Mapping[str, Any], *, code: str, verify: str, sealed_by: str = "") -> dict[str, Any]:
    """The facts of sheet `paper`: `doc` is a document's frozen contents with kind, number and issued_at.

    `code`: its check code; `verify`: the public address at which anybody may check it; `sealed_by`: the organ
    whose seal will be set on this file. Without it no seal is drawn, and the page leaves room for a stamp.
    """
    kind = Document(doc["kind"])
    return {
        "title": kind.label,
        "number": doc["number"],
        "issued_at": doc["issued_at"],
        "day": day_words(read_day(doc["issued_at"])),
        "to": doc.get("party", ""),
        "opening": doc["opening"].format(item=doc.get("item", ""), day=day_words(read_day(doc.get("day")))),
        "reason": doc.get("reason", ""),
        "asked": [[one["words"], one.get("hint", "")] for one in doc.get("lines", [])],
        "again": doc.get("again", ""),
        "rows": [[one.name, words(one)] for one in lines(doc)],
        "remedy": doc.get("remedy", ""),
        "law": doc.get("law", ""),
        "signed": kind in SIGNED,
        "receiver": doc.get("receiver", ""),
        "organ": doc.get("department", ""),
        "seal": SEAL_WORDS if kind in SEALED else "",
        "sealed_by": sealed_by if kind in SEALED else "",
        "code": shown_code(code),
        "verify": verify,
    }


def words(line: Line) -> str | list[str]:
    """What a line says, in Chinese; a list of more than `INLINE` names stays a list."""
    if isinstance(line.value, tuple):
        return list(line.value) if len(line.value) > INLINE else "、".join(line.value)
    return day_words(line.value) if isinstance(line.value, date) else str(line.value)
