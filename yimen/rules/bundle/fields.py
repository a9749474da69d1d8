"""One form of many: what several members ask is asked once, as strictly as the strictest of them asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ..condition_words import LIST_JOIN
from ..errors import Said
from ..item import FieldUse
from ..terms import FieldType
from .common import Conflict, own_when, together, usual
from .filling import filled_by
from .order import Part
from .trees import Tree, any_of, both, denied

#: Asked by the bundle itself, not by a member.
ITSELF = ""


@dataclass(frozen=True)
class SharedField:
    """One question of the common form; `members`: codes of the items that use the answer, "" the bundle."""

    use: FieldUse
    members: tuple[str, ...]


@dataclass(frozen=True)
class _Asked:
    item: str
    name: str
    use: FieldUse
    when: Tree | None


def merge_fields(questions: Iterable[FieldUse], parts: Sequence[Part]) -> tuple[SharedField, ...]:
    """The common form: the bundle's own questions, then those of the members in the plan's order.

    Raises Conflict where two members want answers of different types, or no answer would suit both.
    """
    return tuple(_one(many) for many in _asked(questions, parts))


def conflicts(questions: Iterable[FieldUse], parts: Sequence[Part]) -> list[Conflict]:
    """Every field that does not fit, for the keeper; empty when all do."""
    found: list[Conflict] = []
    for many in _asked(questions, parts):
        try:
            _one(many)
        except Conflict as bad:
            found.append(bad)
    return found


def _asked(questions: Iterable[FieldUse], parts: Sequence[Part]) -> Iterable[list[_Asked]]:
    """For each data element, in the order in which it first comes, who asks it and when: not the member for
    which an earlier one makes it, and only where that one is not chosen."""
    asked: dict[str, list[_Asked]] = {}
    for use in questions:
        asked.setdefault(use.key, []).append(_Asked(ITSELF, "", use, use.when))
    for part in parts:
        own, filled = own_when(part), filled_by(part, parts)
        for use in part.spec.form:
            makers = [one.maker.member for one in filled.get(use.key, ())]
            if any(one.when is None for one in makers):
                continue
            unmade = [denied(one.when) for one in makers if one.when is not None]
            when = both(part.member.when, own[use.key], *unmade)
            asked.setdefault(use.key, []).append(_Asked(part.item, part.spec.name, use, when))
    return asked.values()


def _one(many: list[_Asked]) -> SharedField:
    many = sorted(many, key=lambda one: one.item)
    uses = [one.use for one in many]
    label = usual(use.label for use in uses)
    _same_type(label, many)
    merged = replace(
        uses[0],
        label=label,
        required=any(use.required for use in uses),
        hint=together(use.hint for use in uses),
        why=together(use.why for use in uses),
        section=usual(use.section for use in uses),
        question=any(use.question for use in uses),
        options=_options(label, uses),
        max_length=min(use.max_length for use in uses),
        minimum=_bound(max, (use.minimum for use in uses)),
        maximum=_bound(min, (use.maximum for use in uses)),
        pattern=_pattern({use.pattern for use in uses if use.pattern}),
        when=any_of(one.when for one in many),
    )
    if merged.minimum is not None and merged.maximum is not None and merged.minimum > merged.maximum:
        facts = {"least": merged.minimum, "most": merged.maximum}
        raise Conflict(label=label, problem=Said("一个要至少 {least}，一个要至多 {most}", facts))
    return SharedField(merged, tuple(dict.fromkeys(one.item for one in many)))


def _same_type(label: str, many: list[_Asked]) -> None:
    kinds = sorted({one.use.type for one in many})
    if len(kinds) > 1:
        said = LIST_JOIN.join(f"{kind.label}（{_who(many, kind)}）" for kind in kinds)
        raise Conflict(label=label, problem=Said("填法不一样：{kinds}", {"kinds": said}))


def _who(many: list[_Asked], kind: FieldType) -> str:
    return next((one.name for one in many if one.use.type is kind and one.name), "一件事")


def _options(label: str, uses: list[FieldUse]) -> tuple[tuple[str, str], ...]:
    """The options that every member knows, in the order of the one that has fewest."""
    shared = set.intersection(*({code for code, _ in use.options} for use in uses))
    if not shared and any(use.options for use in uses):
        raise Conflict(label=label, problem="没有一个选项是几个事项都有的")
    fewest = min(uses, key=lambda use: (len(use.options), [code for code, _ in use.options]))
    words = {code: usual(dict(use.options)[code] for use in uses) for code in shared}
    return tuple((code, words[code]) for code, _ in fewest.options if code in shared)


def _bound(pick: Callable[[Iterable[Any]], Any], values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    made: Decimal | None = pick(known) if known else None
    return made


def _pattern(patterns: set[str]) -> str:
    """One pattern that all of them fit: the others are looked for ahead of the last."""
    *ahead, last = sorted(patterns) or [""]
    return "".join(f"(?=(?:{one})$)" for one in ahead) + (f"(?:{last})" if ahead else last)
