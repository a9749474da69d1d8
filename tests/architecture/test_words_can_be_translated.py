"""No Chinese reaches a reader past gettext: not from a template, not from a door, not pieced together."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture import tree
from tests.architecture.test_templates_are_clean import COMMENT, templates
from tools.messages import CALLS, CHINESE, ORDINARY, PATTERN, class_texts, of_strings

#: Files whose Chinese is not said but read or formatted, and up to how many characters that holds.
READ = {
    "yimen/web/registrar/condition_text.py": 4,  # the words of the little language that a keeper writes
    "yimen/web/templatetags/yimen_format.py": 99,  # dates by language: English has a branch of its own
}
#: Files that put Chinese together for a row, not for a reader.
DATA = {
    "yimen/bureau/actions/calendar.py": "the name of a make-up day is that of its holiday",
    "yimen/catalogue/actions/importing.py": "the document that an import is filed under",
    "yimen/rules/quality/service.py": "the number of the rule in the standard",
}
#: A language is called by its own name, so that its readers find it.
OWN_NAME = "中文"
SAID = re.compile(
    r"\{%-?\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}|\{%\s*trans(?:late)?\b.*?%\}"
    r"|_\((?:\"[^\"]*\"|'[^']*')\)",
    re.DOTALL,
)


def unsaid_in_template(source: str) -> list[str]:
    """The pieces of Chinese that stand outside of translate tags and comments."""
    rest = SAID.sub("", COMMENT.sub("", source)).replace(OWN_NAME, "")
    return re.findall(rf"[^\s<>{{}}\"']*{CHINESE.pattern}[^\s<>{{}}\"']*", rest)


def unsaid_in_doors(path: str, module: ast.Module) -> Iterator[str]:
    if not path.startswith("yimen/web/"):
        return  # what the API says is refusals; its descriptions are documentation, written in Chinese
    said = {id(text) for text in class_texts(module)} | {
        id(piece)
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", "") in CALLS or getattr(node.func, "attr", "") in CALLS)
        for piece in ast.walk(node)
    }
    words = {text for text, _ in of_strings(module)}
    for node in ast.walk(module):
        if not isinstance(node, ast.Constant) or node.value not in words or id(node) in said:
            continue
        if len(node.value.strip()) > READ.get(path, 0):
            yield f"{path}:{node.lineno} {node.value!r}"


def pieced(path: str, module: ast.Module) -> Iterator[str]:
    """f-strings with Chinese: their pieces have no message, and another language has another order."""
    if path.split("/")[1] not in (*ORDINARY, "web") or "/management/" in path or path in DATA:
        return
    if path.startswith(("yimen/trail/proof/", "yimen/archives/proof/")):  # speaks where there is no Django
        return
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr) and READ.get(path, 0) < 99:
            texts = [one.value for one in node.values if isinstance(one, ast.Constant)]
            if any(CHINESE.search(text) and not PATTERN.search(text) for text in texts):
                yield f"{path}:{node.lineno} {ast.unparse(node)}"


def test_templates_say_everything_through_gettext() -> None:
    found = [f"{path}: {words}" for path, text in templates() for words in unsaid_in_template(text)]
    tree.nothing(found, "Chinese past gettext in a template")


def test_doors_say_everything_through_gettext() -> None:
    tree.nothing(tree.everywhere(unsaid_in_doors), "Chinese past gettext in a door")


def test_no_sentence_is_pieced_together() -> None:
    tree.nothing(tree.everywhere(pieced), "A sentence pieced together")


@pytest.mark.parametrize(
    "source", ["<p>您好</p>", '<input placeholder="姓名">', "{{ a|default:'无' }}", "{% translate '一' %}二"]
)
def test_planted_words_in_templates_are_seen(source: str) -> None:
    assert unsaid_in_template(source)


def test_said_words_are_left_alone() -> None:
    source = "{# 说明 #}{% translate '一' as one %}{% blocktranslate %}二{% endblocktranslate %}{{ _('三') }}"
    assert unsaid_in_template(source) == []
    assert tree.planted(unsaid_in_doors, "yimen/web/a.py", "x = _('一')\ny = words.gettext('二')") == 0


def test_planted_words_in_python_are_seen() -> None:
    assert tree.planted(unsaid_in_doors, "yimen/web/a.py", "x = '一'") == 1
    assert tree.planted(pieced, "yimen/rules/a.py", "x = f'第 {n} 条'") == 1
    assert tree.planted(pieced, "yimen/rules/a.py", "x = f'{n}-{m}'") == 0
