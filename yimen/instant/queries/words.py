"""How a decision is kept and told: its rules by digest, its checks as messages, its answers in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from yimen.rules.condition_ops import OPTIONS
from yimen.rules.condition_words import LIST_JOIN, NO, YES
from yimen.rules.conditions import Answer
from yimen.rules.instant.judge import Check
from yimen.rules.item import FieldUse, ItemSpec
from yimen.trail.chain import sm3

#: What stands for a field that was left blank.
BLANK = "—"


def digest(spec: ItemSpec) -> str:
    """SM3 of the rules in their stored form: two decisions with one digest were made by the same rules."""
    text = json.dumps(spec.instant, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sm3(text.encode())


def stored_check(one: Check) -> dict[str, Any]:
    """A check as a decision keeps it: a message with its facts, so that each reader gets their language."""
    return {"ok": one.ok, "text": one.text, "facts": {key: _plain(fact) for key, fact in one.facts.items()}}


def read_check(data: Mapping[str, Any]) -> Check:
    """The inverse of `stored_check`."""
    return Check(bool(data["ok"]), str(data["text"]), dict(data["facts"]))


def _plain(fact: Any) -> Any:
    return fact if isinstance(fact, int) else str(fact)


def input_words(use: FieldUse, value: Answer) -> str:
    """An answer as people say it."""
    if value is None:
        return BLANK
    if use.type in OPTIONS:
        words = dict(use.options)
        chosen = value if isinstance(value, list) else [str(value)]
        return LIST_JOIN.join(words.get(code, code) for code in chosen) or BLANK
    if isinstance(value, bool):
        return YES if value else NO
    return value.isoformat() if isinstance(value, date) else str(value)
