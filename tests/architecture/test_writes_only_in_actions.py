"""Every write stands in an action: nowhere else does a row change."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture import tree

#: Files that may write besides actions, and why.
EXCEPTIONS = {
    "yimen/trail/": "the trail is the record of the writes; its relay marks what was handed on",
    "yimen/config/sqlite/": "the database backend itself",
    "yimen/vault/content/": "reads uploads without a database; a picture's `save` fills memory",
}
WRITES = {
    "save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "update",
    "asave", "acreate", "adelete", "aupdate", "abulk_create", "abulk_update",
}  # fmt: skip
#: Methods that only a queryset or a manager has: before `.update` they tell it from a dictionary's.
QUERY = {"objects", "filter", "exclude", "all", "select_for_update", "order_by", "using", "_default_manager"}
SQL = re.compile(
    r"^\s*(insert\s+(or\s+\w+\s+)?into|update\s+\S+\s+set|delete\s+from|replace\s+into|truncate|"
    r"(create|drop|alter)\s+(table|index|view|trigger|virtual))\b",
    re.IGNORECASE,
)


def _chain(node: ast.expr) -> tuple[str, set[str]]:
    """The name that a dotted expression starts with, and the attributes on the way."""
    seen: set[str] = set()
    while True:
        if isinstance(node, ast.Attribute):
            seen.add(node.attr)
            node = node.value
        elif isinstance(node, (ast.Call, ast.Subscript)):
            node = node.func if isinstance(node, ast.Call) else node.value
        else:
            return (node.id if isinstance(node, ast.Name) else ""), seen


def _modules(module: ast.Module) -> set[str]:
    """Names under which whole modules of functions were imported: `actions.save(…)` is a call downwards."""
    names = set()
    for node in ast.walk(module):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {(one.asname or one.name).split(".")[0] for one in node.names}
    return {name for name in names if name[:1].islower()}


def _is_write(call: ast.Call, modules: set[str]) -> bool:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return False
    root, seen = _chain(call.func.value)
    if isinstance(call.func.value, ast.Name) and root in modules:
        return False
    if call.func.attr == "delete" and call.args:
        return False  # @router.delete("/path"): rows are deleted without arguments
    if call.func.attr == "update":
        return bool(seen & QUERY) or (bool(call.keywords) and not call.args)
    return True


def writes(path: str, module: ast.Module) -> Iterator[str]:
    if tree.room(path) == "actions" or path.startswith(tuple(EXCEPTIONS)):
        return
    modules = _modules(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and _is_write(node, modules):
            yield f"{path}:{node.lineno} {ast.unparse(node.func)}(…)"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield f"{path}:{node.lineno} SQL {node.value.split()[0]}"


def test_rows_change_only_in_actions() -> None:
    tree.nothing(tree.everywhere(writes), "A write outside of actions")


@pytest.mark.parametrize(
    "source",
    [
        "case.save()",
        "Case.objects.filter(pk=1).update(state='x')",
        "Case.objects.create(number='1')",
        "party.mandates.update(scope='')",
        "Case.objects.all().delete()",
        "Case.objects.bulk_create([])",
        "cursor.execute('UPDATE cases_case SET state = 1')",
        "cursor.execute('  insert into t values (1)')",
    ],
)
def test_a_planted_write_is_seen(source: str) -> None:
    assert tree.planted(writes, "yimen/cases/queries.py", source) == 1
    assert tree.planted(writes, "yimen/cases/actions/decide.py", source) == 0


@pytest.mark.parametrize(
    "source",
    [
        "facts.update(other)",
        "router.delete('/x')",
        "digest.update(b'')",
        "from . import actions\nactions.save(1)",
        "x = 'Update now'",
    ],
)
def test_what_is_no_write_is_left_alone(source: str) -> None:
    assert tree.planted(writes, "yimen/web/citizen/apply.py", source) == 0
