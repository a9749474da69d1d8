"""What the departments of an application want mended, as the window that leads sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yimen.cases.queries import CasePage
from yimen.rules import collecting
from yimen.rules.collecting import WORDS_MOST, Merged
from yimen.rules.terms import Act


def card(page: CasePage, typed: Mapping[str, Any], err: Mapping[str, str]) -> dict[str, Any] | None:
    """The list that is open; None where nothing is collected."""
    found = page.members
    if found is None or not found.collected:
        return None
    names = {row.item: row.department for row in found.rows}
    return {
        "until": found.until, "silent": found.silent, "most": WORDS_MOST,
        "may_send": Act.SEND_NOTICE in page.acts,
        "lines": [_line(one, names, typed, err) for one in found.collected],
    }  # fmt: skip


def _line(
    one: Merged, names: Mapping[str, str], typed: Mapping[str, Any], err: Mapping[str, str]
) -> dict[str, Any]:
    key = collecting.line_key(one.gap)
    return {
        "key": key, "name": one.gap.name, "value": typed.get(key, one.gap.words), "error": err.get(key, ""),
        "by": tuple(dict.fromkeys(names.get(item, item) for item in one.members)),
    }  # fmt: skip
