"""Nodes of ours (web/templating.py, yimen_parts) draw what Django's and django-cotton's do, or fail alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine, base, engines
from django.utils import translation
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from yimen.rules.terms import State
from yimen.web import templating

OPTIONS: dict[str, Any] = settings.TEMPLATES[0]["OPTIONS"]
LOADERS = ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"]


def _engine(builtins: list[str], loader: str) -> Engine:
    return Engine(loaders=[(loader, LOADERS)], builtins=builtins, libraries=OPTIONS["libraries"])


OURS = _engine(OPTIONS["builtins"], "yimen.web.templating.Loader")
THEIRS = _engine(OPTIONS["builtins"][:-1], "django.template.loaders.cached.Loader")


class Pair(NamedTuple):
    """A tuple with names."""

    code: str
    words: str


class Odd:
    """What templates may come upon."""

    plain = "<plain>"

    def told(self) -> str:
        """Called without arguments."""
        return "told & true"

    def asks(self, what: str) -> str:
        """Cannot be called."""
        return what

    def loses(self) -> str:
        """Not for templates."""
        return "lost"

    loses.alters_data = True  # type: ignore[attr-defined]

    @property
    def nobody(self) -> str:
        """A row that is not there."""
        raise ObjectDoesNotExist

    @property
    def broken(self) -> str:
        """A mistake."""
        return self.not_there  # type: ignore[attr-defined,no-any-return]


class Keyed(Odd):
    """Answers by key first."""

    def __getitem__(self, key: str) -> str:
        return {"plain": "by key"}[key]


class Quiet(Exception):
    """An error that templates pass over."""

    silent_variable_failure = True


class Hidden:
    """A value that fails quietly."""

    @property
    def value(self) -> str:
        """Never."""
        raise Quiet


@dataclass
class Link:
    """As views hand over."""

    url: str
    text: Any
    count: int | None = None


def _facts() -> dict[str, Any]:
    return {
        "link": Link("/a?b=1&c='2'", lazystr("<lazy>"), 12345), "pair": Pair("k", "<w>"), "odd": Odd(),
        "keyed": Keyed(), "hidden": Hidden(), "state": State.CORRECTION, "yes": True, "one": 1234.5,
        "rows": [1, "<2>", mark_safe("<3>"), None], "day": date(2026, 11, 27), "empty": "", "none": None,
        "map": {"items": "by key", "a": {"b": "<deep>"}, 1: "one"}, "words": gettext_lazy("首页"),
        "call": lambda: {"x": "called"}, "kind": State, "ns": SimpleNamespace(a=SimpleNamespace(b="<b>")),
        "safe": mark_safe("<i>"), "role": {"name": "监督员"}, "crumbs": [("/", "A&B")],
    }  # fmt: skip


VALUES = (
    "link.url", "link.text", "link.count", "link.nothing", "link.url.0", "link.url.upper", "pair.words",
    "pair.0", "pair.5", "pair.index", "odd.plain", "odd.told", "odd.asks", "odd.loses", "odd.nobody",
    "odd.broken", "keyed.plain", "keyed.told", "keyed.none", "hidden.value", "state", "state.label",
    "state.value", "rows", "rows.1", "rows.2", "rows.9", "map.items", "map.a.b", "map.1", "map.keys",
    "map.none", "map.none.more", "day", "day.year", "yes", "one", "words", "call", "call.x", "empty",
    "none", "kind", "kind.CORRECTION", "ns.a.b", "ns.a.c.d", "safe", "True", "nothing", "template_name",
    "autoescape", "push", "dicts.0", "None.x", "3", "'it\\'s'", "_('首页')",
)  # fmt: skip
FILTERED = (
    "link.url|length", "nothing|default:'<none>'", "nothing|default:link.url",
    "link.url|default:nothing", "safe|upper", "odd.broken|default:'x'", "rows|join:'<'",
    "link.url|slice:nothing", "day|date:'Y'", "empty|safe",
)  # fmt: skip
#: Tags and components, one try a line.
TRIED = Path(__file__).with_name("templates_tried.txt").read_text("utf-8").splitlines()


def _drawn(engine: Engine, source: str) -> str:
    """What is drawn, or the error that ends it."""
    cotton = engine.template_loaders[0].loaders[0].cotton_compiler
    kind = templating.Template if engine is OURS else base.Template
    drawn = kind(cotton.process(source), name="here", engine=engine)
    try:
        return drawn.render(Context(_facts()))
    except Exception as error:
        return type(error).__name__


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("source", [*(f"a{{{{ {one} }}}}<b>" for one in (*VALUES, *FILTERED)), *TRIED])
def test_the_same_is_drawn(source: str, language: str) -> None:
    with translation.override(language):
        theirs = _drawn(THEIRS, source)
        assert [_drawn(OURS, source) for _ in range(2)] == [theirs, theirs]


def test_what_stands_in_a_template_is_one_node_a_language() -> None:
    made = templating.Template(
        "{% load i18n %}<a>{% ic 'eye' %}</a>{# x #}{% translate '登录' %} {{ a }}", engine=OURS
    )
    assert [type(node) for node in made.nodelist] == [templating.Once, templating.Shown]
    said = {}
    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            said[language] = made.render(Context({"a": language}))
    assert "登录 zh-hans" in said["zh-hans"] and "Sign in en" in said["en"]


def test_the_pages_are_drawn_by_them() -> None:
    assert type(engines["django"].engine.get_template("web/base.html")) is templating.Template  # type: ignore[attr-defined]
