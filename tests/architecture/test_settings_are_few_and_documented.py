"""At most 40 environment names, read in one place, each documented."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from django.conf import settings

from tests.architecture import tree
from yimen.config.env import DECLARED

#: These name the settings file itself, before there are any settings.
STARTERS = {"yimen/config/env.py", "yimen/config/cli.py", "yimen/config/wsgi.py"}


def readers(path: str, module: ast.Module) -> Iterator[str]:
    if path in STARTERS:
        return
    handed_on = {  # {**os.environ, …}: what a child process inherits is not read here
        id(value) for node in ast.walk(module) if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True) if key is None
    }  # fmt: skip
    for node in ast.walk(module):
        if id(node) in handed_on:
            continue
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}:
            yield f"{path}:{node.lineno} {ast.unparse(node)}"


def test_names_are_at_most_forty() -> None:
    assert settings.DATA_DIR
    assert 0 < len(DECLARED) <= 40


def test_each_name_is_in_the_reference() -> None:
    page = (tree.ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert [name for name in DECLARED if f"`{name}`" not in page] == []


def test_the_environment_is_read_in_one_place() -> None:
    tree.nothing(tree.everywhere(readers), "The environment is read outside of config/env.py")


def test_a_planted_reader_is_seen() -> None:
    assert tree.planted(readers, "yimen/web/look.py", "import os\nos.environ['X']") == 1
    assert tree.planted(readers, "yimen/demo/running.py", "env = {**os.environ, 'A': 'b'}") == 0
    assert tree.planted(readers, "yimen/config/env.py", "import os\nos.environ['X']") == 0
