"""A list of a hall's windows as a web page keeps it: JSON, or the same as a JavaScript module.

The shape: offices with `office` (and `address` where it stands elsewhere) and `windows`, each with `name`,
`business`, `number` (one window each) and `phone`. Nothing of it is run: what is not plain data is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from yimen.rules.errors import Kind, RuleBroken
from yimen.rules.hall.taking_over import OfficeRow, WindowsRow

_HEAD = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*(?:export\s+default|module\.exports\s*=)\s*", re.DOTALL)
_TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<number>-?\d+(?:\.\d+)?)
    |(?P<word>[A-Za-z_$][\w$]*)
    |(?P<mark>[\[\]{},:])""",
    re.VERBOSE | re.DOTALL,
)
_VALUES = frozenset({"true", "false", "null"})


class ListUnread(RuleBroken):
    """The file is no list of windows, or something in it is not plain data."""

    code = "hall.list_unread"
    text = "窗口清单第 {line} 行看不懂：{what}"
    kind = Kind.INVALID


def read(text: str) -> list[OfficeRow]:
    """The offices of a list. Raises ListUnread."""
    head = _HEAD.match(text)
    body = text[head.end() :] if head else text
    before = text[: len(text) - len(body)].count("\n")
    plain = "".join(_as_json(body.rstrip().removesuffix(";"), before))
    try:
        found = json.loads(plain)
    except json.JSONDecodeError as error:
        raise ListUnread(line=before + error.lineno, what=error.msg) from error
    except RecursionError as error:
        raise ListUnread(line=before + 1, what="嵌套太深") from error
    return [_office(one) for one in _list(found, "清单")]


def _as_json(text: str, before: int) -> Iterator[str]:
    """The same data as JSON: keys and texts in double quotes, without comments and commas before an end."""
    at, comma = 0, ""
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or (token["word"] and not _is_key(text, token) and token["word"] not in _VALUES):
            raise ListUnread(line=before + text.count("\n", 0, at) + 1, what=text[at : at + 20].strip())
        at = token.end()
        if token["skip"]:
            yield "\n" * token["skip"].count("\n")
        elif token["mark"] == ",":
            comma = ","
        else:
            yield ("" if token["mark"] in {"]", "}"} else comma) + _plain(token)
            comma = ""


def _is_key(text: str, token: re.Match[str]) -> bool:
    return text[token.end() :].lstrip().startswith(":")


def _plain(token: re.Match[str]) -> str:
    if token["text"]:
        inner = token["text"][1:-1].replace("\\'", "'")
        return token["text"] if token["text"][0] == '"' else '"' + re.sub(r'(?<!\\)"', r"\"", inner) + '"'
    return f'"{token["word"]}"' if token["word"] and token["word"] not in _VALUES else token[0]


def _list(found: Any, what: str) -> list[Any]:
    if not isinstance(found, list):
        raise ListUnread(line=1, what=what)
    return found


def _office(found: Any) -> OfficeRow:
    if not isinstance(found, dict) or not isinstance(found.get("office"), str):
        raise ListUnread(line=1, what="office")
    windows = tuple(_windows(one, found["office"]) for one in _list(found.get("windows", []), "windows"))
    return OfficeRow(found["office"].strip(), str(found.get("address", "")).strip(), windows)


def _windows(found: Any, office: str) -> WindowsRow:
    if not isinstance(found, dict) or not isinstance(found.get("name"), str):
        raise ListUnread(line=1, what=office)
    numbers, phones = (
        tuple(str(one).strip() for one in _list(found.get(key, []), office)) for key in ("number", "phone")
    )
    return WindowsRow(found["name"].strip(), str(found.get("business", "")).strip(), numbers, phones)
