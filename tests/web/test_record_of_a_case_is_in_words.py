"""The record page of a case: every key that an act writes into an event has words, every code its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import yimen
from tests.web import staffkit
from yimen.archives.actions import filing
from yimen.web.watch.told import KEYS, UNSAID

#: Through these the acts write: the data is their dict argument, or a variable that was given a dict.
WRITERS = {"record", "write_event", "_noted", "_delivered", "file_away"}
ROOT = Path(yimen.__file__).parent


def keys_of(node: ast.AST) -> set[str]:
    """All text keys of the dicts in an expression, not those of dicts inside their values."""
    found: set[str] = set()
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant):
                found.add(str(key.value))
            elif key is None:
                found |= keys_of(value)
    elif isinstance(node, ast.IfExp):
        found = keys_of(node.body) | keys_of(node.orelse)
    return found


def written(source: str) -> set[str]:
    """The keys that the functions of one file write into events."""
    found: set[str] = set()
    for function in (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef)):
        held = {
            target.id: keys_of(n.value)
            for n in ast.walk(function) if isinstance(n, ast.Assign)
            for target in n.targets if isinstance(target, ast.Name)
        }  # fmt: skip
        for call in (n for n in ast.walk(function) if isinstance(n, ast.Call)):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            for argument in call.args if name in WRITERS else ():
                found |= held.get(argument.id, set()) if isinstance(argument, ast.Name) else keys_of(argument)
    return found


def test_every_key_that_an_act_writes_has_words():
    files = [*(ROOT / "cases" / "actions").glob("*.py"), Path(filing.__file__)]
    keys = set().union(*(written(path.read_text(encoding="utf-8")) for path in files))
    assert {"from", "relation", "way", "tracking", "seat", "archive", "papers_seen", "again"} <= keys
    assert keys - set(KEYS) - UNSAID == set()


@pytest.mark.django_db
def test_codes_are_said_in_words(monkeypatch):
    hall = staffkit.open_hall(monkeypatch)
    number = hall.walk("issued")
    page, sent = f"/desk/cases/{number}/", {"receiver": "李敏", "seen": "居民身份证"}
    hall.form("clerk", f"{page}deliver/", sent, page=page)
    page = hall.get("supervisor", f"/watch/cases/{number}/")
    told = {name: value for event in page.context["events"] for name, value in event["data"]}
    assert told["改了的栏目"].count("、") == 1 and "shop_name" not in told["改了的栏目"]
    assert told["谁签收"] and told["看过的证件"] == "居民身份证"
    assert all(not name.isascii() for name in told), told
