"""What import-linter cannot see: local imports, doors and tables, the framework's second ways to write."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture import tree

DOORS = ("yimen/web/", "yimen/api/")


def local_imports(path: str, module: ast.Module) -> Iterator[str]:
    for function in tree.functions(module):
        for node in ast.walk(function):
            inside = isinstance(node, ast.ImportFrom) and (
                node.level or (node.module or "").startswith("yimen")
            )
            whole = isinstance(node, ast.Import) and any(one.name.startswith("yimen") for one in node.names)
            if inside or whole:
                yield f"{path}:{node.lineno} {ast.unparse(node)}"


def models_in_doors(path: str, module: ast.Module) -> Iterator[str]:
    if not path.startswith(DOORS):
        return
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{one.name}" for one in node.names]
        elif isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.Attribute) and node.attr in {"get_model", "objects"}:
            names = [f"yimen.x.models ({node.attr})"]
        else:
            continue
        for name in names:
            if re.search(r"^yimen\..*\bmodels\b", name):
                yield f"{path}:{node.lineno} {name}"


#: The framework's hook of `migrate`: the first keys are made with the tables, as Django makes permissions.
HOOK = ("yimen/keys/apps.py", "django.db.models.signals")


def framework_shortcuts(path: str, module: ast.Module) -> Iterator[str]:
    """Signals, model forms and the admin: each is a second way to write, past the actions."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            names = {node.module or "", *(one.name for one in node.names)}
        elif isinstance(node, ast.Import):
            names = {one.name for one in node.names}
        elif isinstance(node, ast.Constant) and node.value == "django.contrib.admin":
            names = {"django.contrib.admin"}
        else:
            continue
        for name in names:
            if (path, name) == HOOK:
                continue
            if re.search(r"^django\.dispatch|\.signals$|^receiver$|ModelForm|^django\.contrib\.admin", name):
                yield f"{path}:{node.lineno} {name}"


def test_yimen_is_imported_at_the_top_of_a_file() -> None:
    tree.nothing(tree.everywhere(local_imports), "An import of yimen inside a function")


def test_doors_know_no_tables() -> None:
    tree.nothing(tree.everywhere(models_in_doors), "A door that reaches for a table")


def test_no_signals_no_model_forms_no_admin() -> None:
    tree.nothing(tree.everywhere(framework_shortcuts), "A second way to write")


def test_planted_faults_are_seen() -> None:
    local = "def f():\n    from yimen.rules import clock"
    assert tree.planted(local_imports, "yimen/cases/queries.py", local) == 1
    assert tree.planted(local_imports, "yimen/cases/queries.py", "def f():\n    from . import actions") == 1
    assert tree.planted(local_imports, "yimen/cases/queries.py", "from yimen.rules import clock") == 0
    for source in (
        "from yimen.cases.models import Case",
        "from yimen.cases import models",
        "Case.objects.all()",
    ):
        assert tree.planted(models_in_doors, "yimen/web/desk.py", source) == 1
        assert tree.planted(models_in_doors, "yimen/cases/actions.py", source) == 0
    assert tree.planted(framework_shortcuts, "yimen/a.py", "from django.dispatch import receiver") == 2
    assert tree.planted(framework_shortcuts, "yimen/a.py", "from django.forms import ModelForm") == 1
