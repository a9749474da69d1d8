"""How two wordings of the same thing become one: the same for fields and for materials."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import Kind, RuleBroken
from ..item import FieldUse
from .order import Part
from .trees import Tree, guarded


class Conflict(RuleBroken):
    """Two members ask for one thing in ways that no single answer can meet."""

    code = "bundle.conflict"
    text = "“{label}”在几个事项里对不上：{problem}"
    kind = Kind.INVALID


def usual(words: Iterable[str]) -> str:
    """The wording that most use; of several the longest, then the first by code points. "" for none."""
    counted = Counter(word for word in words if word)
    return min(counted, key=lambda word: (-counted[word], -len(word), word), default="")


def together(words: Iterable[str]) -> str:
    """All different wordings, each once: nothing that a member says is lost."""
    return "；".join(sorted({word.strip() for word in words if word.strip()}))


def own_when(part: Part) -> dict[str, Tree | None]:
    """For each field of the member when the member itself asks it."""
    uses = {use.key: use for use in part.spec.form}
    own: dict[str, Tree | None] = {}
    for key in uses:
        _own(key, uses, own, ())
    return own


def _own(
    key: str, uses: Mapping[str, FieldUse], own: dict[str, Tree | None], way: tuple[str, ...]
) -> Tree | None:
    """A circle of conditions ends here; the item itself is refused for it when it is published."""
    if key in own or key not in uses or key in way:
        return own.get(key)
    tree = uses[key].when
    if tree is not None:
        for one in keys_of(tree):
            _own(one, uses, own, (*way, key))
        tree = guarded(tree, own)
    own[key] = tree
    return tree


def keys_of(tree: Any) -> set[str]:
    """Keys of the fields that a stored tree looks at."""
    for word in ("all", "any"):
        if word in tree:
            return {key for one in tree[word] for key in keys_of(one)}
    return keys_of(tree["not"]) if "not" in tree else {tree["field"]}
