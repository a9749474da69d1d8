"""Every word for people is collected, has its English, and the English fills the same places."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest

from tests.architecture import tree
from tests.architecture.test_templates_are_clean import ASCII_BESIDE
from tools import messages
from tools.messages import Message


@pytest.fixture(scope="module")
def collected() -> messages.Messages:
    return messages.merge(messages.collect(), messages.read())


def test_the_english_is_complete_and_compiled(collected: messages.Messages) -> None:
    tree.nothing(messages.faults(collected), "The English catalogue")


def test_messages_have_chinese_punctuation(collected: messages.Messages) -> None:
    found = [f"{min(one.files)}: {one.id}" for one in collected.values() if ASCII_BESIDE.search(one.id)]
    tree.nothing(found, "ASCII punctuation beside Chinese")


def test_words_are_found_in_templates_doors_and_rules(collected: messages.Messages) -> None:
    assert "yimen/rules/terms.py" in collected["待收件"].files
    assert "yimen/rules/lifecycle.py" in collected["办件现在是“{state}”，不能{act}"].files
    assert "yimen/cases/reactions.py" in collected["“{title}”已受理，开始计时。"].files
    assert "yimen/web/look.py" in collected["首页"].files
    assert "yimen/web/templates/cotton/clock.html" in collected["今天到期"].files
    assert "还剩 %(left)s<small>个工作日</small>" in collected


def test_template_tags_are_read() -> None:
    source = (
        "{% load i18n %}<c-btn label=\"{% translate '提交（一次）' %}\" />{# {% translate '不要' %} #}"
        "{{ _('好') }}{% blocktranslate with n=left %}还剩 {{ n }} 天{% endblocktranslate %}"
        "{% blocktranslate count n=left %}{{ n }} 件{% plural %}共 {{ n }} 件{% endblocktranslate %}"
    )
    assert set(messages.of_template(source)) == {
        ("提交（一次）", ""), ("好", ""), ("还剩 %(n)s 天", ""), ("%(n)s 件", "共 %(n)s 件"),
    }  # fmt: skip


def test_python_words_are_read() -> None:
    module = tree.parse(
        '"""说明"""\ndef f():\n    """说明"""\n    return f"拼{x}", "整句", r"[年月]", "ascii"'
    )
    assert list(messages.of_strings(module)) == [("整句", "")]
    calls = tree.parse("a = _('一') + gettext('二') + other('三') + ngettext('{n} 件', '共 {n} 件', n)")
    assert set(messages.of_calls(calls)) == {("一", ""), ("二", ""), ("{n} 件", "共 {n} 件")}


def test_translations_are_kept_added_and_dropped(tmp_path: Path) -> None:
    old = {
        "甲": Message("甲", files={"a.py"}, english=("A",)),
        "丙": Message("丙", files={"a.py"}, english=("C",)),
    }
    file = tmp_path / "django.po"
    file.write_text(messages.as_po(old), encoding="utf-8")
    new = {"甲": Message("甲", files={"a.py"}), "乙": Message("乙", plural="许多乙", files={"b.html"})}
    merged = messages.merge(new, messages.read(file))
    assert merged["甲"].english == ("A",)
    assert merged["乙"].english == ("", "")
    assert "丙" not in messages.as_po(merged)


def test_a_fuzzy_translation_does_not_count(tmp_path: Path) -> None:
    file = tmp_path / "django.po"
    file.write_text('msgid ""\nmsgstr ""\n\n#, fuzzy\nmsgid "甲"\nmsgstr "A"\n', encoding="utf-8")
    assert messages.read(file) == {}


def test_the_compiled_catalogue_is_read_by_gettext() -> None:
    words = {
        "甲": Message("甲", files={"a"}, english=("A",)),
        "{n} 件": Message("{n} 件", plural="共 {n} 件", files={"a"}, english=("{n} case", "{n} cases")),
        "乙": Message("乙", files={"a"}, english=("",)),
    }
    read = gettext.GNUTranslations(io.BytesIO(messages.as_mo(words)))
    assert read.gettext("甲") == "A"
    assert [read.ngettext("{n} 件", "共 {n} 件", n) for n in (1, 2)] == ["{n} case", "{n} cases"]
    assert read.gettext("乙") == "乙"


def test_missing_and_stale_are_faults(tmp_path: Path) -> None:
    words = {"甲": Message("甲", files={"a"}, english=("A",))}
    file = tmp_path / "django.po"
    assert len(messages.faults(words, file)) == 2
    file.write_text(messages.as_po(words), encoding="utf-8")
    file.with_suffix(".mo").write_bytes(messages.as_mo(words))
    assert messages.faults(words, file) == []
    words["甲"].english = ("",)
    assert len(messages.faults(words, file)) == 3


@pytest.mark.parametrize(
    ("words", "english", "right"),
    [
        ("{n} 天", "{n} days", True),
        ("{n} 天", "some days", False),
        ("{n} 天", "{m} days", False),
        ("{n} 天", "{n} days }", False),
        ("%(n)s 天", "%(n)s days", True),
        ("%(n)s 天", "%(n)s days, 100%", False),
        ("还剩<b>三</b>天", "<b>three</b> days", True),
        ("还剩<b>三</b>天", "three days", False),
    ],
)
def test_the_english_fills_the_same_places(words: str, english: str, right: bool) -> None:
    one = Message(words, files={"a"}, english=(english,))
    assert (messages.misplaced({words: one}) == []) is right
