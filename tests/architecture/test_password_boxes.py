"""Boxes for passwords: hidden, with the word for the password manager, open for pasting; and no hints."""

from __future__ import annotations

import re

from tests.architecture import tree
from tests.architecture.test_templates_are_clean import templates

BOX = re.compile(r"<(?:c-field|input)\b[^>]*?\bname=\"(\w+)\"[^>]*>")
#: Names of fields that hold a password, whatever the page calls them.
NAMES = {"password", "old", "new", "again", "passphrase", "secret"}
#: Long texts under these names, and secrets that are shown once: nobody types a password there.
OTHER = re.compile(r'type="(?:hidden|long_text)"|readonly=')
SCRIPTS = ("onpaste", "oncopy", "oncut", "paste", "navigator.clipboard")


def boxes() -> list[tuple[str, str]]:
    """Template and element of every box that takes a password from somebody."""
    found = []
    for path, text in templates():
        for hit in BOX.finditer(text):
            if hit.group(1) in NAMES and not OTHER.search(hit.group()):
                found.append((path, hit.group()))
    return found


def faults(element: str) -> list[str]:
    """What is wrong with one box."""
    found = []
    if 'type="password"' not in element:
        found.append("shown while it is typed")
    if not re.search(r'autocomplete="(?:current|new)-password"', element):
        found.append("a password manager does not know it")
    if re.search(r"\bmax_?length=|\bpattern=", element):
        found.append("cuts or limits what is typed")
    return found


def test_they_hide_and_take_what_a_manager_fills_in() -> None:
    assert len(boxes()) >= 8
    tree.nothing(
        [f"{path}: {one}: {el[:80]}" for path, el in boxes() for one in faults(el)], "A password box"
    )


def test_no_script_stands_between() -> None:
    found = [f"{path}: {word}" for path, text in templates() for word in SCRIPTS if word in text.lower()]
    scripts = (tree.ROOT / "yimen/web/static/app.js").read_text(encoding="utf-8")
    found += [word for word in SCRIPTS if word in scripts.lower()]
    tree.nothing(found, "Pasting is hindered")


def test_there_is_no_hint_and_no_secret_question() -> None:
    words = re.compile(r"密码提示|密保|安全问题|secret question|password hint", re.IGNORECASE)
    found = [f"{path}: {hit.group()}" for path, text in templates() for hit in words.finditer(text)]
    models = (tree.ROOT / "yimen/accounts/models.py").read_text(encoding="utf-8")
    found += re.findall(r"\b\w*(?:hint|question)\w*", models)
    tree.nothing(found, "A hint to a password")


def test_a_planted_box_is_seen() -> None:
    assert faults('<input name="password" type="text">')
    assert faults('<c-field name="new" type="password" autocomplete="off" />')
    assert faults('<c-field name="new" type="password" autocomplete="new-password" maxlength="20" />')
    assert not faults('<c-field name="new" type="password" width="20" autocomplete="new-password" />')
