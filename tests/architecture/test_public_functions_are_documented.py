"""A public function of actions, queries and rules says what it does, in which units, and what it raises."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture import tree


def undocumented(path: str, module: ast.Module) -> Iterator[str]:
    parts = path.split("/")
    if tree.room(path) not in {"actions", "queries"} and parts[1] != "rules":
        return
    if ast.get_docstring(module) is None and module.body:
        yield f"{path}:1 the file says nothing"
    if parts[-1].startswith("_") and parts[-1] != "__init__.py":
        return
    for node in module.body:
        if not isinstance(node, (*tree.FUNCTIONS, ast.ClassDef)) or node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None:
            yield f"{path}:{node.lineno} {node.name}"


def test_public_functions_have_docstrings() -> None:
    tree.nothing(tree.everywhere(undocumented), "No docstring")


def test_a_planted_silence_is_seen() -> None:
    bare = '"""Doc."""\ndef accept(): pass\ndef _part(): pass'
    assert tree.planted(undocumented, "yimen/cases/actions.py", bare) == 1
    assert tree.planted(undocumented, "yimen/rules/clock.py", bare) == 1
    assert tree.planted(undocumented, "yimen/web/citizen/apply.py", bare) == 0
