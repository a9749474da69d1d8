"""拒绝: each refusal has a stable code, plain words that its callers fill whole, and an explanation."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from string import Formatter

import pytest

from yimen import rules
from yimen.rules.errors import Kind, RuleBroken, Said, all_refusals

for _module in pkgutil.iter_modules(rules.__path__):
    importlib.import_module(f"yimen.rules.{_module.name}")
REFUSALS = [cls for cls in all_refusals() if cls.__module__.startswith("yimen.rules.")]
BY_NAME = {cls.__name__: cls for cls in REFUSALS}


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("cls", REFUSALS, ids=lambda cls: cls.__name__)
def test_a_refusal_is_a_fact_with_a_code_and_plain_words(cls: type[RuleBroken]) -> None:
    assert re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", cls.code)
    assert re.search(r"[\u4e00-\u9fff]", cls.text)
    assert not cls.text.endswith(("。", "！", "."))
    assert isinstance(cls.kind, Kind)
    assert cls.__doc__
    assert "" not in _places(cls.text), "places have names"


def test_no_two_refusals_share_a_code() -> None:
    codes = [cls.code for cls in REFUSALS]
    assert len(codes) == len(set(codes))
    assert len(BY_NAME) == len(REFUSALS), "nor a name: a reader meets each once"


def _raised() -> list[tuple[str, int, str, set[str]]]:
    """Every place in the product that makes a refusal of the rules: file, line, class, names of its facts."""
    root = Path(rules.__path__[0]).parent
    made = []
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            if name in BY_NAME and all(k.arg for k in node.keywords) and not node.args:
                names = {str(k.arg) for k in node.keywords}
                made.append((str(path.relative_to(root)), node.lineno, name, names))
    return made


RAISED = _raised()


def test_the_search_finds_the_places() -> None:
    assert len(RAISED) > 40
    assert {"NotHere", "NotYours", "ReasonMissing", "NoSeat"} <= {name for _, _, name, _ in RAISED}


def _shown(one: object) -> str:
    """The name of a parameter, the same in every process: a set has no order of its own."""
    return " ".join(sorted(one)) if isinstance(one, set | frozenset) else str(one)[:40]


@pytest.mark.parametrize(("path", "line", "name", "facts"), RAISED, ids=_shown)
def test_whoever_refuses_gives_every_fact_that_the_words_want(
    path: str, line: int, name: str, facts: set[str]
) -> None:
    assert _places(BY_NAME[name].text) <= facts, f"{path}:{line}"


def test_words_are_filled_and_facts_are_kept_as_given() -> None:
    no = BY_NAME["NotHere"](state="一楼{x}", act=3)
    assert no.words == "办件现在是“一楼{x}”，不能3"
    assert str(no) == "case.not_here: 办件现在是“一楼{x}”，不能3"
    assert no.facts == {"state": "一楼{x}", "act": 3}
    assert no.args == ("case.not_here",)


def test_a_refusal_without_its_facts_does_not_pretend_to_have_words() -> None:
    with pytest.raises(KeyError):
        _ = BY_NAME["NotHere"]().words


def test_all_refusals_are_listed_by_code_with_subclasses_of_subclasses() -> None:
    codes = [cls.code for cls in all_refusals()]
    assert codes == sorted(codes)
    assert {"rule.broken", "case.not_here", "authority.own_case", "review.no_seat"} <= set(codes)


def test_the_kinds_are_answers_of_http() -> None:
    assert {k.name: k.value for k in Kind} == {
        "FORBIDDEN": 403, "NOT_FOUND": 404, "CONFLICT": 409, "STALE": 412, "INVALID": 422, "TOO_MANY": 429,
        "AWAY": 503, "NO_ROOM": 507,
    }  # fmt: skip


def test_what_cannot_be_served_now_says_so_even_where_nobody_named_the_cause() -> None:
    no = BY_NAME["Unable"]()
    assert (no.code, no.kind) == ("server.unable", Kind.AWAY) and "过一会儿" in no.words


def test_a_message_inside_a_message_is_filled_first() -> None:
    inner = Said("要一个数：{value}", {"value": "{x}"})
    no = BY_NAME["BadSpec"](where="minutes", problem=inner)
    assert no.words == "事项数据不对：minutes，要一个数：{x}"
    assert no.facts["problem"] is inner
