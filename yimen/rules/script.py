"""Characters of names and texts: what is kept, mended or refused.

Rare characters of names are wanted: all CJK planes are taken by number, not by Python's Unicode tables,
which are older than the newest extensions. Emoji in a name, and control characters anywhere, are refused.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

#: 间隔号 as people type it (names of 少数民族 and foreigners), made one: U+00B7 (GB/T 15834 4.14).
_DOTS = dict.fromkeys(map(ord, "•・･‧∙⋅"), "·")
#: Kangxi radicals come from copied PDF text and look like the character they are not.
_RADICALS = range(0x2F00, 0x2FD6)
_RARE = range(0x20000, 0x40000)
_CJK = range(0x3400, 0xA000)
_IDEOGRAPHIC_SELECTORS = range(0xE0100, 0xE01F0)
_NOT_IN_NAMES = frozenset({"So", "Sk", "Sm", "Sc", "Cn"})
_JOINERS = "\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f"


@dataclass(frozen=True)
class Wrong:
    """A character that cannot stay; `text` has the places {label} and {char}."""

    code: str
    text: str
    char: str


def is_name(key: str) -> bool:
    """Whether the shared data element holds a person's or a firm's name: `name` or `…_name`."""
    return key == "name" or key.endswith("_name")


def tidy(raw: str, lines: bool = False) -> str:
    """NFC, one kind of middle dot and of line end, no blanks around; a copied radical becomes a character."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n") if lines else raw
    text = "".join(unicodedata.normalize("NFKC", c) if ord(c) in _RADICALS else c for c in text)
    return unicodedata.normalize("NFC", text).translate(_DOTS).strip()


def wrong_char(text: str, name: bool = False, lines: bool = False) -> Wrong | None:
    """The first character that cannot stay in a text (or in a name), None where all may."""
    for char in text:
        found = _wrong(char, name, lines)
        if found:
            return found
    return None


def _wrong(char: str, name: bool, lines: bool) -> Wrong | None:
    point, kind = ord(char), unicodedata.category(char)
    if point in _RARE or point in _CJK or point in _IDEOGRAPHIC_SELECTORS or (lines and char in "\n\t"):
        return None
    if kind in {"Cc", "Cs", "Zl", "Zp"} or (kind == "Cf" and char not in _JOINERS):
        shown = f"U+{point:04X}"
        return Wrong("control", "{label}里有看不见的控制字符（{char}），请删掉重新输入", shown)
    if not name:
        return None
    if kind == "Co":
        return Wrong("private", "{label}里有一个字是自造字，别的电脑显示不出来，请改用标准汉字", "")
    if char in _JOINERS or kind in _NOT_IN_NAMES:
        shown = char if char not in _JOINERS else ""
        return Wrong("name_char", "{label}里不能有表情或符号“{char}”，请照证件上的名称填", shown)
    return None
