"""The law is standard library only, and what time it is is told to it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

import pytest

from tests.architecture import tree

CLOCKS = {"now", "today", "utcnow", "localtime", "time_ns", "monotonic", "perf_counter"}
CHANCE = {"random", "secrets", "uuid"}


def impure(path: str, module: ast.Module) -> Iterator[str]:
    if not path.startswith("yimen/rules/"):
        return
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            yield f"{path}:{node.lineno} {ast.unparse(node.func)}()"
        for name in _imported(node):
            if name in CHANCE:
                yield f"{path}:{node.lineno} imports {name}"
            elif name not in sys.stdlib_module_names and name != "yimen":
                yield f"{path}:{node.lineno} imports {name}, which is not the standard library"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name.split(".")[0] for one in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        return [node.module.split(".")[0]]
    return []


def test_rules_read_no_clock_roll_no_dice_and_know_no_framework() -> None:
    tree.nothing(tree.everywhere(impure), "The rules are not pure")


@pytest.mark.parametrize(
    "source",
    ["datetime.now()", "date.today()", "import random", "from secrets import token_hex", "import django"],
)
def test_a_planted_impurity_is_seen(source: str) -> None:
    assert tree.planted(impure, "yimen/rules/clock.py", source) == 1
    assert tree.planted(impure, "yimen/web/middleware.py", source) == 0
