"""Conditions of members, fields and materials joined into one and made as short as they can be.

Trees are in their stored form (see `conditions`). None stands for "always": a part that nothing limits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..condition_ops import Op

Tree = Mapping[str, Any]


def both(*trees: Tree | None) -> Tree | None:
    """All of these hold."""
    parts = [one for one in trees if one is not None]
    return _group("all", parts) if parts else None


def any_of(trees: Iterable[Tree | None]) -> Tree | None:
    """At least one of these holds; None as soon as one of them always does."""
    parts = list(trees)
    if not parts or any(one is None for one in parts):
        return None
    return _group("any", [one for one in parts if one is not None])


def _group(word: str, parts: list[Tree]) -> Tree:
    return simple({word: parts} if len(parts) > 1 else parts[0])


def denied(tree: Tree) -> Tree:
    """The tree does not hold."""
    return simple({"not": tree})


def simple(tree: Tree) -> Tree:
    """The same condition, shorter: nested groups flattened, doubles and what another covers left out.

    Where the answers are all there it holds exactly where `tree` does. Parts stand in a fixed order, so two
    trees that differ in their order alone become equal.
    """
    if "not" in tree:
        inner = simple(tree["not"])
        outer: Tree = inner.get("not", {"not": inner})
        return outer
    word = "all" if "all" in tree else "any" if "any" in tree else ""
    if not word:
        return tree
    parts = _uncovered(_flat(word, tree[word]), word)
    if len(parts) == 1:
        return parts[0]
    return {word: sorted(parts, key=text_of)}


def text_of(tree: Any) -> str:
    """A tree as text that is equal for equal trees."""
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, default=str)


def _flat(word: str, trees: Iterable[Tree]) -> list[Tree]:
    out: dict[str, Tree] = {}
    for one in trees:
        made = simple(one)
        for part in made.get(word, [made]):
            out[text_of(part)] = part
    return list(out.values())


def _uncovered(parts: list[Tree], word: str) -> list[Tree]:
    """Absorption: in an “any” (a and b) adds nothing to a; in an “all” (a or b) asks no more than a."""
    inner = "all" if word == "any" else "any"
    sets = [frozenset(text_of(one) for one in part.get(inner, [part])) for part in parts]
    return [
        part
        for i, part in enumerate(parts)
        if not any(j != i and (other < sets[i]) for j, other in enumerate(sets))
    ]


def guarded(tree: Tree, own: Mapping[str, Tree | None]) -> Tree:
    """A member's condition in a form where other members may ask what this one leaves hidden.

    `own`: for each field of the member, when the member itself asks it. A leaf over a field that the member
    would not ask reads "no answer", whatever another member was told there.
    """
    if "not" in tree:
        return {"not": guarded(tree["not"], own)}
    for word in ("all", "any"):
        if word in tree:
            return {word: [guarded(one, own) for one in tree[word]]}
    asked = own.get(tree["field"])
    if asked is None:
        return tree
    if tree["op"] == Op.EMPTY.value:
        return {"any": [{"not": asked}, tree]}
    return {"all": [asked, tree]}
