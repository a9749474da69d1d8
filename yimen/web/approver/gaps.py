"""联办的一次告知 on an approver's page: what this part lacks, line by line, or that it lacks nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yimen.cases.queries import CasePage
from yimen.rules.collecting import WORDS_MOST
from yimen.rules.terms import Act, State


def lines(page: CasePage) -> list[tuple[str, str]]:
    """What this department may find wanting: (name of its box, label); the materials first, then the form.

    Of a part that has not begun only what came in: the rest is what it waits for.
    """
    left_out = {"exempt", "missing"} if page.state is State.WAITING else {"exempt"}
    given = [(f"why-{one.code}", one.name) for one in page.materials if one.status not in left_out]
    asked = [(f"fix-{use.key}", use.label) for use in page.spec.form if use.key in page.answers]
    return [*given, *asked]


def card(page: CasePage, typed: Mapping[str, Any], err: Mapping[str, str]) -> dict[str, Any] | None:
    """What the card shows; None where this reader has nothing to note here."""
    found = page.whole.collecting if page.whole else None
    if found is None or Act.NOTE_GAPS not in page.acts:
        return None
    said = {_box(gap.code, gap.field): gap.words for gap in found.mine.gaps} if found.mine else {}
    again = found.mine.again if found.mine else ""
    return {
        "until": found.until, "late": found.late, "most": WORDS_MOST,
        "early": page.state is State.WAITING, "answered": found.mine is not None, "n": len(said),
        "lines": [
            {"name": name, "label": label, "value": typed.get(name, said.get(name, "")),
             "error": err.get(name, "")}
            for name, label in lines(page)
        ],
        "again": typed.get("again", again),
    }  # fmt: skip


def _box(code: str, field: str) -> str:
    return f"fix-{field}" if field else f"why-{code}"
