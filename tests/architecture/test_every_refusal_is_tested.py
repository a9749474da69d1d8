"""Every refusal has a test that names it, by its class or its code."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import yimen
from yimen.rules.errors import RuleBroken, all_refusals

TESTS = Path(__file__).parents[1]


def test_every_refusal_is_named_in_a_test():
    for module in pkgutil.walk_packages(yimen.__path__, "yimen."):
        if not any(part in module.name for part in ("migrations", "management", "__main__", "wsgi")):
            importlib.import_module(module.name)
    words = "\n".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py"))
    plain = [cls for cls in all_refusals() if cls is not RuleBroken]
    assert len(plain) > 100
    assert [c.__name__ for c in plain if c.__name__ not in words and c.code not in words] == []
