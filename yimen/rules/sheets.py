"""Cells of exported tables (CSV, XLSX): text that a spreadsheet would take for a formula is made harmless.

Source: OWASP, CSV injection: a cell that begins with = + - @, a tab or a carriage return is calculated when
the file is opened, and may run a program. An apostrophe before it makes it text.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

#: Full-width signs too: spreadsheets with Chinese input read them as the others.
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: Any) -> str:
    """A value as it may stand in an exported table; None is empty. Numbers keep their sign."""
    if value is None:
        return ""
    text = str(value).replace("\x00", "")
    if isinstance(value, int | float | Decimal):
        return text
    # A spreadsheet passes over blanks before a sign.
    return f"'{text}" if text.lstrip(" \u3000\u00a0").startswith(_STARTS) else text
