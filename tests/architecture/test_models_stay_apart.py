"""Tables of different nouns point at each other without a way back, and hold columns only."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture import tree

KEYS = {"ForeignKey", "OneToOneField", "ManyToManyField"}


def ways_back(path: str, module: ast.Module) -> Iterator[str]:
    app = path.split("/")[1]
    for node in ast.walk(module):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in KEYS
        ):
            continue
        target = node.args[0] if node.args else None
        if not (isinstance(target, ast.Constant) and isinstance(target.value, str) and "." in target.value):
            continue
        name = next((one.value for one in node.keywords if one.arg == "related_name"), None)
        own = target.value.split(".")[0] == app
        if not own and not (isinstance(name, ast.Constant) and name.value == "+"):
            yield f"{path}:{node.lineno} {target.value}: related_name must be '+'"


def foreign_models(path: str, module: ast.Module) -> Iterator[str]:
    """A model of another app is named as text; importing it would hide the key from the check above."""
    if tree.room(path) != "models":
        return
    for node in ast.walk(module):
        if (
            isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith("yimen.")
            and "models" in str(node.module)
        ):
            yield f"{path}:{node.lineno} imports {node.module}"


def test_keys_to_other_nouns_have_no_way_back() -> None:
    tree.nothing(tree.everywhere(ways_back), "A key with a way back")
    tree.nothing(tree.everywhere(foreign_models), "A model imports another app's models")


def test_planted_keys_are_seen() -> None:
    plain = "models.ForeignKey('bureau.Department', on_delete=models.PROTECT)"
    named = "models.OneToOneField('bureau.Staff', on_delete=models.PROTECT, related_name='account')"
    right = "models.ForeignKey('bureau.Department', on_delete=models.PROTECT, related_name='+')"
    own = "models.ForeignKey('cases.Case', on_delete=models.PROTECT, related_name='seats')"
    seen = [tree.planted(ways_back, "yimen/cases/models.py", one) for one in (plain, named, right, own)]
    assert seen == [1, 1, 0, 0]
