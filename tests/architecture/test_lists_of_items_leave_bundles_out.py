"""Lists and figures of items leave 一件事 out, or say why they do not (docs/why/0017, “what it costs”).

A query over all items that says nothing of bundles would show them as items. One that names its items by code
or key lists nothing; any other says `is_bundle` (or `bundle`), or stands below with its reason.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture import tree

#: Path and function → why it may look at items and bundles alike.
ALIKE = {
    "yimen/catalogue/queries/items.py:names": "search words: a bundle is found by its name like an item",
    "yimen/catalogue/queries/rarity.py:_counted": "what search ranks: bundles are in its index too",
    "yimen/catalogue/queries/keeping.py:origins": "a bundle has no origin: it is not imported",
}
#: Words of a filter by which the rows are named, not listed.
_KEYS = frozenset({"code", "code__in", "pk", "pk__in", "id", "id__in", "item_id", "item", "item__in"})
_MODEL = "Item"


def queries(path: str, module: ast.Module) -> Iterator[str]:
    """Functions that ask `Item.objects` for rows without a key and without a word of bundles."""
    for function in tree.functions(module):
        if f"{path}:{function.name}" in ALIKE:
            continue
        for call in ast.walk(function):
            if isinstance(call, ast.Attribute) and _is_items(call) and not _is_fit(function, call):
                yield f"{path}:{call.lineno} {function.name}"


def _is_items(node: ast.Attribute) -> bool:
    return node.attr == "objects" and isinstance(node.value, ast.Name) and node.value.id == _MODEL


def _is_fit(function: ast.AST, start: ast.Attribute) -> bool:
    words = {one.arg for one in ast.walk(function) if isinstance(one, ast.keyword)}
    named = {one.attr for one in ast.walk(function) if isinstance(one, ast.Attribute)}
    if "is_bundle" in words | named or "bundle__isnull" in words:
        return True
    return bool(_keys_of(function, start) & _KEYS) or _makes(function, start)


def _keys_of(function: ast.AST, start: ast.Attribute) -> set[str]:
    """Keywords of the calls chained to this `Item.objects`."""
    found: set[str] = set()
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and any(one is start for one in ast.walk(call.func)):
            found |= {str(one.arg) for one in call.keywords}
    return found


def _makes(function: ast.AST, start: ast.Attribute) -> bool:
    """Rows are written, not read."""
    parents = [one for one in ast.walk(function) if isinstance(one, ast.Attribute) and one.value is start]
    return any(one.attr in {"create", "bulk_create", "bulk_update"} for one in parents)


def test_every_list_of_items_says_what_of_bundles() -> None:
    tree.nothing(tree.everywhere(queries), "A query over items says nothing of bundles")


def test_no_reason_is_left_over() -> None:
    known = {f"{path}:{one.name}" for path, module in tree.sources() for one in tree.functions(module)}
    assert ALIKE.keys() <= known


def test_planted_queries_are_seen() -> None:
    for source, seen in (
        ("def f():\n    return Item.objects.filter(state='1')", 1),
        ("def f():\n    return Item.objects.all()", 1),
        ("def f():\n    return Item.objects.filter(state='1', is_bundle=False)", 0),
        ("def f(code):\n    return Item.objects.filter(code=code).first()", 0),
        ("def f():\n    found = Item.objects.all()\n    return found.filter(is_bundle=False)", 0),
        ("def f():\n    Item.objects.bulk_create([])", 0),
    ):
        assert tree.planted(queries, "yimen/catalogue/queries/x.py", source) == seen, source
