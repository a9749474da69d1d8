"""Sizes that keep a file readable in one sitting."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import tree

FILE, FUNCTION, VIEW, CLASS, BRANCHES_IN_ACTIONS = 400, 40, 25, 150, 5
FOLDERS = ("yimen", "tools", "bench")


def long_parts(path: str, module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if not isinstance(node, (*tree.FUNCTIONS, ast.ClassDef)):
            continue
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        most = CLASS if isinstance(node, ast.ClassDef) else VIEW if _is_view(path, node) else FUNCTION
        if lines > most:
            yield f"{path}:{node.lineno} {node.name} has {lines} lines, at most {most}"


def _is_view(path: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return path.startswith("yimen/web/") and bool(node.args.args) and node.args.args[0].arg == "request"


def test_files_are_short() -> None:
    found = []
    for folder in (*FOLDERS, "tests"):
        for file in (tree.ROOT / folder).rglob("*.py"):
            lines = len(file.read_text(encoding="utf-8").splitlines())
            if lines > FILE and "migrations" not in file.parts:
                found.append(f"{file.relative_to(tree.ROOT)} has {lines} lines, at most {FILE}")
    tree.nothing(found, "A file is too long")


def test_functions_views_and_classes_are_short() -> None:
    tree.nothing(tree.everywhere(long_parts, *FOLDERS), "A part is too long")


def test_actions_branch_little() -> None:
    rooms = [
        file for path, _ in tree.sources() if tree.room(path) == "actions" for file in [str(tree.ROOT / path)]
    ]
    assert rooms
    found = _ruff("--config", f"lint.mccabe.max-complexity={BRANCHES_IN_ACTIONS}", *rooms)
    tree.nothing(found, "An action branches too much")


def _ruff(*args: str) -> list[str]:
    ruff = str(Path(sys.executable).with_name("ruff"))
    command = [ruff, "check", "--isolated", "--select", "C901", "--output-format", "concise", *args]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tree.ROOT, check=False)
    assert done.returncode in (0, 1), done.stderr
    return [line for line in done.stdout.splitlines() if "C901" in line]


@pytest.mark.parametrize(
    ("path", "source", "seen"),
    [
        ("yimen/a.py", "def f():\n" + "    x = 1\n" * 40, 1),
        ("yimen/a.py", "def f():\n" + "    x = 1\n" * 39, 0),
        ("yimen/web/a.py", "def f(request):\n" + "    x = 1\n" * 25, 1),
        ("yimen/web/a.py", "def f(request):\n" + "    x = 1\n" * 24, 0),
        ("yimen/a.py", "class A:\n" + "    x = 1\n" * 150, 1),
    ],
)
def test_a_planted_lump_is_seen(path: str, source: str, seen: int) -> None:
    assert tree.planted(long_parts, path, source) == seen


def test_a_planted_thicket_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "actions.py"
    file.write_text("def f(x):\n" + "    if x:\n        x = 1\n" * 5)
    assert len(_ruff("--config", "lint.mccabe.max-complexity=5", str(file))) == 1
