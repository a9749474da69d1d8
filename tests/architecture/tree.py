"""The source tree as the architecture tests see it: files, syntax trees, and one way to say what is wrong."""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Detector = Callable[[str, ast.Module], Iterable[str]]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@functools.cache
def sources(*folders: str) -> tuple[tuple[str, ast.Module], ...]:
    """Path (from the root, with slashes) and syntax tree of every Python file below, migrations left out."""
    found = []
    for folder in folders or ("yimen",):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in file.parts:
                found.append((file.relative_to(ROOT).as_posix(), parse(file.read_text(encoding="utf-8"))))
    return tuple(found)


def parse(source: str) -> ast.Module:
    """The syntax tree of a piece of source."""
    return ast.parse(source)


def room(path: str) -> str:
    """The room of a noun that a file belongs to: actions, queries, models, …; else its file name."""
    parts = path.removesuffix(".py").split("/")
    return parts[2] if len(parts) > 2 else parts[-1]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method."""
    return (node for node in ast.walk(tree) if isinstance(node, FUNCTIONS))


def nothing(found: Iterable[str], rule: str) -> None:
    """Fail with the rule and every place that breaks it, one a line."""
    lines = sorted(set(found))
    if lines:
        pytest.fail(f"{rule} ({len(lines)})\n" + "\n".join(lines), pytrace=False)


def everywhere(detect: Detector, *folders: str) -> list[str]:
    """What a detector finds in the whole tree."""
    return [line for path, tree in sources(*folders) for line in detect(path, tree)]


def planted(detect: Detector, path: str, source: str) -> int:
    """How many faults a detector sees in a piece of source that is said to lie at `path`."""
    return len(list(detect(path, parse(source))))
