"""联办: “省级司法（审核,决定与公开）、市级司法（受理）” → serial steps by the bodies that the row names.

A body is told by level and trade (省级司法). The owner of the item is meant when it is of that level and
trade; else a department on file or in the file of that name; else a joint body is made, under a code that
is plainly no credit code, so that posts can be given to it (docs/why/0003-import-publishes.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yimen.trail import chain

from .problems import BadValue

PREFIX = "JOINT"
_BODY = re.compile(r"([^（）()、]+)[（(]([^（）()]*)[）)]")


@dataclass(frozen=True)
class Part:
    """What one body does: its name as the row has it, and its stages."""

    name: str
    stages: tuple[str, ...]


@dataclass(frozen=True)
class Owner:
    """The department that owns the item: code, name, and the level of the item in words (省级)."""

    code: str
    name: str
    level: str


def parse(text: str) -> list[Part]:
    """The bodies and stages of a text. Raises BadValue where it does not read so from end to end."""
    found = [
        Part(name.strip(), tuple(one.strip() for one in re.split("[,，]", stages) if one.strip()))
        for name, stages in _BODY.findall(text)
    ]
    rest = _BODY.sub("", text).strip("、,，; ；\u3000")
    if not found or rest or not all(part.stages for part in found):
        raise BadValue("看不出联办部门和环节：“{given}”", given=text[:60])
    return found


def joint_code(name: str) -> str:
    """The pseudo code of a joint body: JOINT and 12 characters of a digest, 17 in all."""
    return PREFIX + chain.sm3(name.encode())[:12].upper()


def steps(
    parts: Sequence[Part], owner: Owner, rule: Mapping[str, Any], known: Mapping[str, str]
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The steps in the order of the stages, in each by the order of the row; and the joint bodies by code.

    `rule["stages"]`: stage → duty and role. Where several bodies decide, the last in the row decides and
    the others give their decision as a review before it.
    """
    stages: Mapping[str, Mapping[str, str]] = rule["stages"]
    deciders = [part.name for part in parts if any(_decides(stages, one) for one in part.stages)]
    made: list[dict[str, Any]] = []
    joint: dict[str, str] = {}
    for stage, what in stages.items():
        for part in parts:
            if stage not in part.stages:
                continue
            code = _resolve(part.name, owner, rule, known)
            if code.startswith(PREFIX):
                joint[code] = part.name
            duty = _duty(what, last=part.name == deciders[-1] if deciders else True)
            made.append(_step(part.name, stage, what["role"], duty, "" if code == owner.code else code))
    _all_known(parts, stages)
    return made, joint


def _step(name: str, stage: str, role: str, duty: str, code: str) -> dict[str, Any]:
    step = {"name": f"{name}{stage}"[:60], "duty": duty, "role": role, "department_name": name}
    return {**step, "department": code} if code else step


def _all_known(parts: Sequence[Part], stages: Mapping[str, Any]) -> None:
    for part in parts:
        for one in part.stages:
            if one not in stages:
                raise BadValue("不认识的联办环节：“{given}”", given=one[:20])


def _decides(stages: Mapping[str, Mapping[str, str]], stage: str) -> bool:
    return stages.get(stage, {}).get("duty") == "approve"


def _duty(what: Mapping[str, str], *, last: bool) -> str:
    return "review" if what["duty"] == "approve" and not last else what["duty"]


def _resolve(name: str, owner: Owner, rule: Mapping[str, Any], known: Mapping[str, str]) -> str:
    level = next((one for one in rule["levels"] if name.startswith(one)), "")
    trade = name.removeprefix(level)
    meant = rule.get("trades", {}).get(trade, trade)
    if level == owner.level and meant and meant in owner.name:
        return owner.code
    return known.get(name) or _by_full_name(level, meant, rule, known) or joint_code(name)


def _by_full_name(level: str, trade: str, rule: Mapping[str, Any], known: Mapping[str, str]) -> str:
    """省级 + 财政 → 广东省财政厅, where the mapping says what a level is called and it is on file."""
    prefix = rule.get("prefixes", {}).get(level)
    if not prefix or not trade:
        return ""
    found = (known.get(f"{prefix}{trade}{suffix}") for suffix in rule.get("suffixes", ()))
    return next((code for code in found if code), "")
