"""What stands in a template is looked up once a language, and says what Django's own tags say."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation

from yimen.web.templatetags.yimen_icons import ic


@pytest.mark.parametrize("language", ["zh-hans", "en", "zh-hans", "en"])
def test_one_template_speaks_each_language(language: str) -> None:
    with translation.override(language):
        said = PAGE.render(Context({"word": "登录"}))
    word = {"en": "Sign in", "zh-hans": "登录"}[language]
    assert said.split("|")[:3] == [word, word, word]


PAGE = Template(
    "{% load i18n static %}{% translate '登录' %}|{% translate word %}|"
    "{% translate '登录' as kept %}{{ kept }}"
    "|{% static 'vendor/icons.svg' %}|{% translate '<b>' %}"
)


def test_markup_in_words_and_addresses_stays_as_django_writes_it() -> None:
    said = PAGE.render(Context({"word": "登录"})).split("|")
    assert said[3:] == ["/static/vendor/icons.svg", "<b>"]


def test_an_icon_escapes_what_it_is_given() -> None:
    assert ic('eye"><script>') == ic('eye"><script>')
    assert "<script>" not in ic('eye"><script>') + ic("eye", label='"><script>') + ic(
        "eye", classes='"><script>'
    )
    assert 'aria-hidden="true"' in ic("eye") and 'aria-label="看"' in ic("eye", label="看")
