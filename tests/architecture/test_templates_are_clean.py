"""Templates: no inline style or script, and Chinese copy with Chinese punctuation."""

from __future__ import annotations

import re

import pytest

from tests.architecture import tree

CJK = r"[㐀-鿿豈-﫿]"
ASCII_BESIDE = re.compile(rf"{CJK}[,:;?!()]|[,:;?!()]{CJK}")
CODE = re.compile(r"<code>.*?</code>", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
ELEMENT = re.compile(r"<[a-zA-Z/!](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
ATTRIBUTE = re.compile(r"([:@\w.-]+)=(\"[^\"]*\"|'[^']*')", re.DOTALL)
LITERAL = re.compile(r"\"([^\"]*)\"|'([^']*)'", re.DOTALL)
INLINE = re.compile(r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<style\b|<script\b(?![^>]*\ssrc=)""", re.IGNORECASE)
BANNED = ("请点击这里", "用户您好")


def pieces(source: str) -> list[str]:
    """The copy of a template: its text across tags, its attributes, and the literals of its tags."""
    source = COMMENT.sub("", source)
    literals = [
        a or b for tag in TAG.findall(source) + VALUE.findall(source) for a, b in LITERAL.findall(tag)
    ]
    plain = VALUE.sub("x", TAG.sub("", source))
    for element in ELEMENT.findall(plain):
        for name, value in ATTRIBUTE.findall(element):
            inner = value[1:-1]
            # A dynamic attribute of a component is an expression: only its literals are copy.
            literals += [a or b for a, b in LITERAL.findall(inner)] if name.startswith(":") else [inner]
    return [ELEMENT.sub("", plain), *literals]


def faults(source: str) -> list[str]:
    """ASCII punctuation beside a Chinese character, with its neighbours, and banned phrases."""
    found = []
    for text in pieces(CODE.sub("", source)):
        for hit in ASCII_BESIDE.finditer(text):
            found.append(re.sub(r"\s+", " ", text[max(0, hit.start() - 12) : hit.end() + 12]))
        found += [word for word in BANNED if word in text]
    return found


def templates() -> list[tuple[str, str]]:
    """Path and text of every template."""
    found = sorted((tree.ROOT / "yimen").rglob("templates/**/*.html"))
    return [(file.relative_to(tree.ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in found]


def test_no_inline_style_or_script() -> None:
    found = [
        f"{path}: {hit.group().strip()}"
        for path, text in templates()
        for hit in INLINE.finditer(COMMENT.sub("", text))
    ]
    tree.nothing(found, "Inline style or script")


def test_chinese_copy_has_chinese_punctuation() -> None:
    tree.nothing(
        [f"{path}: {one}" for path, text in templates() for one in faults(text)], "ASCII beside Chinese"
    )


@pytest.mark.parametrize(
    "source",
    [
        "<p>您好,请进</p>",
        "<b>今天</b>,最晚",
        "{% translate '错误:' %}",
        '<input placeholder="姓名(必填)">',
        """<c-steps :items="['核对!']" />""",
        "{{ name|default:'没有?' }}",
        "<p>请点击这里</p>",
        "<p>用户您好</p>",
    ],
)
def test_planted_slips_are_seen(source: str) -> None:
    assert faults(source)


@pytest.mark.parametrize(
    "source",
    [
        "<p>您好，请进</p>",
        "{{ words|default:'无' }}",
        "{% if a == '甲' %}乙{% endif %}",
        "<c-steps :items=\"['核对', '提交']\" />",
        "{# 注释,不管 #}",
        "<code>面积 在 (甲, 乙)</code>",
        "<!DOCTYPE html>\n<p>中</p>",
    ],
)
def test_clean_copy_is_left_alone(source: str) -> None:
    assert faults(source) == []


def test_planted_inline_code_is_seen() -> None:
    for source in ('<p style="x">', "<style>", "<script>let a</script>", '<a onclick="x()">'):
        assert INLINE.search(source)
    assert not INLINE.search('<script src="/static/app.js" defer></script><c-x :style_of="a" />')
