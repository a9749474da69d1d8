"""How personal numbers are shown: never whole (domain 8, the form of the design screens).

A whole view needs a reason and leaves an audit row: that is the doors' business. What is short is masked
harder, never shown whole by accident.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

STAR = "*"

_STREET = re.compile(r"^.*?(?:大道|路|街(?!道)|巷|弄|胡同)")
_TOWN = re.compile(r"^.*?(?:街道|镇|乡|社区|村)")
# Separators people type inside numbers: blank, hyphen, dot; never a line break.
_GAP = r"[ \-.·]?"
_ID_IN_TEXT = re.compile(rf"(?<!\d)\d{{6}}{_GAP}\d{{8}}{_GAP}\d{{3}}[\dXxＸｘ](?!\d)|(?<!\d)\d{{15}}(?!\d)")
_CARD_IN_TEXT = re.compile(r"(?<!\d)\d{4}(?:[ \-]?\d{4}){3}(?:[ \-]?\d{1,3})?(?!\d)")
_PHONE_IN_TEXT = re.compile(
    rf"(?<!\d)(?:[+＋]?(?:86|８６){_GAP})?[1１][3-9３-９]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"
)
_LANDLINE_IN_TEXT = re.compile(r"(?<!\d)[0０]\d{2,3}[\-－ )）]\d{7,8}(?!\d)")


def mask_name(name: str) -> str:
    """张三 → 张*, 李小敏 → 李*敏, 欧阳小敏 → 欧**敏; a single character is hidden."""
    parts = _clusters(name.strip())
    if len(parts) < 2:
        return STAR * len(parts)
    if len(parts) == 2:
        return parts[0] + STAR
    return parts[0] + STAR * (len(parts) - 2) + parts[-1]


def mask_enterprise(name: str) -> str:
    """云溪宏发建材厂 → 云溪**建材厂: first 2 and last 3 of 7 or more characters, else as a person's name."""
    parts = _clusters(name.strip())
    if len(parts) < 7:
        return mask_name(name)
    return "".join(parts[:2]) + STAR * (len(parts) - 5) + "".join(parts[-3:])


def mask_phone(number: str) -> str:
    """13800003210 → 138****3210. Other lengths keep at most the first 3 and last 2, half hidden at least."""
    plain = re.sub(r"[\s\-]", "", number)
    return _keep(plain, 3, 4) if len(plain) == 11 else _keep(plain, 3, 2)


def mask_id(number: str) -> str:
    """First 4 and last 4 of an identity number: 4305**********1234."""
    return _keep(re.sub(r"[\s\-]", "", number), 4, 4)


def mask_account(number: str) -> str:
    """First 4 and last 4 of a bank account."""
    return _keep(re.sub(r"[\s\-]", "", number), 4, 4)


def mask_credit_code(code: str) -> str:
    """A credit code is public (企业信息公示暂行条例): shown whole."""
    return code


def mask_address(address: str) -> str:
    """Down to the street, then ***: 云溪县民生路 66 号 → 云溪县民生路***. Without one, to town or village."""
    text = " ".join(address.split())
    found = _STREET.match(text) or _TOWN.match(text)
    kept = found.group() if found else text[: min(6, len(text) // 2)]
    return mask_text(kept) + ("***" if len(kept) < len(text) else "")


def mask_text(text: str) -> str:
    """Mask every telephone, identity and bank card number inside free text, for logs and search results.

    Case numbers (22 characters) and task codes stay: their runs of digits have other lengths.
    """
    return _masked(text, [])


def behind_mask(typed: str, kept: str) -> str:
    """What was typed, with the numbers of `kept` whole again where only their masks came back.

    A text that is shown masked in a box, or to a program, would otherwise overwrite itself with its own mask,
    also when something else in it was changed.
    """
    pairs: list[tuple[str, str]] = []
    _masked(kept, pairs)
    for mask, number in sorted(pairs, key=lambda pair: -len(pair[0])):
        typed = typed.replace(mask, number, 1)
    return typed


def _masked(text: str, pairs: list[tuple[str, str]]) -> str:
    """The text masked; each number that was hidden goes into `pairs` as (mask, number)."""

    def hide(pattern: re.Pattern[str], mask: Callable[[str], str]) -> None:
        nonlocal text

        def one(found: re.Match[str]) -> str:
            pairs.append((mask(found.group()), found.group()))
            return pairs[-1][0]

        text = pattern.sub(one, text)

    hide(_ID_IN_TEXT, lambda number: _keep(number, 4, 4))
    hide(_CARD_IN_TEXT, lambda number: _keep(number, 4, 4))
    hide(_PHONE_IN_TEXT, lambda number: mask_phone(re.sub(r"\D", "", number)[-11:]))
    hide(_LANDLINE_IN_TEXT, lambda number: _keep(number, 4, 2))
    return text


def _keep(text: str, head: int, tail: int) -> str:
    """Show `head` and `tail` characters, less of them where fewer than 4 or a third would be hidden."""
    while head + tail > 0 and len(text) - head - tail < max(4, len(text) // 3):
        if tail > head:
            tail -= 1
        else:
            head -= 1
    return text[:head] + STAR * (len(text) - head - tail) + text[len(text) - tail :]


def _clusters(text: str) -> list[str]:
    """Characters with their marks: a variation selector of a rare character is no character of its own."""
    parts: list[str] = []
    for char in text:
        if parts and unicodedata.category(char) in {"Mn", "Me", "Mc"}:
            parts[-1] += char
        else:
            parts.append(char)
    return parts
