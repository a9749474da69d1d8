"""Collects the words of Yimen and keeps their English: `python tools/messages.py`, or `--check`.

Chinese is the source language: a msgid is a Chinese sentence as it stands in the code. Where they are found:

- templates: {% translate %}, {% blocktranslate %}, {{ _('…') }};
- doors and everything else in Python: the arguments of gettext and its kin, the `text` of refusals;
- `yimen/rules` and the nouns (ORDINARY below): every Chinese string outside docstrings, for there the words
  are plain and a door translates them. Patterns and the files of LEFT_OUT are not words for people.

The catalogue `yimen/locale/en/LC_MESSAGES/django.po` keeps what was translated, gains what is new (empty) and
loses what is gone. `--check` fails when a translation is missing, its places differ from the original's, or
the .po or .mo is stale. No system tool is needed.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import struct
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

from babel.messages.pofile import normalize, read_po

ROOT = Path(__file__).resolve().parents[1]
PO = ROOT / "yimen/locale/en/LC_MESSAGES/django.po"
#: Packages whose every Chinese string is a message.
ORDINARY = (
    "rules",
    "trail",
    "access",
    "bureau",
    "parties",
    "accounts",
    "catalogue",
    "hall",
    "vault",
    "cases",
    "instant",
    "pledges",
    "helping",
    "tasks",
    "projects",
    "archives",
    "personal",
)
#: In those, what is read or compared, never shown: search words, mappings of imports, texts of the terminal.
LEFT_OUT = (
    "yimen/catalogue/search.py",
    "yimen/catalogue/importing/transforms.py",
    "yimen/catalogue/management/",
    "yimen/rules/masking.py",
    "yimen/rules/password_words.py",
    "yimen/trail/proof/",
    "yimen/archives/proof/",
    "yimen/archives/packing.py",
)
CALLS = {"gettext", "gettext_lazy", "gettext_noop", "_", "ngettext", "ngettext_lazy"}
CHINESE = re.compile(r"[㐀-鿿豈-﫿]")
PATTERN = re.compile(r"[\\\[\]|^$]|\(\?")
CALL = re.compile(r"(?<![\w.])(?:n?gettext|_)\(")
PLACES = re.compile(r"\{(\w*)[^{}]*\}|%\((\w+)\)[sd]|%\{(\w+)\}|</?(\w+)")
HEAD = "Content-Type: text/plain; charset=UTF-8\nLanguage: en\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass
class Message:
    """One sentence: `plural` when it counts, the files it stands in, its English (two forms if plural)."""

    id: str
    plural: str = ""
    files: set[str] = field(default_factory=set)
    english: tuple[str, ...] = ()

    @property
    def forms(self) -> int:
        """How many English forms it needs."""
        return 2 if self.plural else 1


Messages = dict[str, Message]


# --- collecting ---------------------------------------------------------------------------------------------


def of_calls(module: ast.AST) -> Iterator[tuple[str, str]]:
    """(singular, plural or "") of every call of gettext and its kin with a literal."""
    for node in ast.walk(module):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        words = [
            one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
        if name in CALLS and words:
            yield words[0], words[1] if name.startswith("ngettext") and len(words) > 1 else ""


def of_strings(module: ast.AST) -> Iterator[tuple[str, str]]:
    """Every string with a Chinese character that is no docstring, no piece of an f-string and no pattern."""
    passed: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, DOCUMENTED) and node.body and isinstance(node.body[0], ast.Expr):
            passed.add(id(node.body[0].value))
        if isinstance(node, ast.JoinedStr):
            passed |= {id(piece) for piece in ast.walk(node)}
    for node in ast.walk(module):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in passed:
            continue
        if CHINESE.search(node.value) and not PATTERN.search(node.value):
            yield node.value, ""


def class_texts(module: ast.AST) -> Iterator[ast.Constant]:
    """The `text = "…"` of classes: what a refusal says, wherever it is declared."""
    for node in ast.walk(module):
        for line in node.body if isinstance(node, ast.ClassDef) else ():
            if not isinstance(line, ast.Assign) or not isinstance(line.value, ast.Constant):
                continue
            if [one.id for one in line.targets if isinstance(one, ast.Name)] == ["text"]:
                yield line.value


def of_template(source: str) -> Iterator[tuple[str, str]]:
    """What a template says through its translate tags and `_()`."""
    from django.utils.translation.template import templatize

    text = templatize(source)
    for found in CALL.finditer(text):
        for end in (hit.end() for hit in re.finditer(r"\)", text[found.start() :])):
            try:
                call = ast.parse(text[found.start() : found.start() + end], mode="eval")
            except SyntaxError:
                continue  # the bracket stood inside the words: take the next one
            yield from of_calls(call)
            break


def _of_file(file: Path, path: str) -> Iterator[tuple[str, str]]:
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        yield from of_template(source)
        return
    module = ast.parse(source)
    yield from of_calls(module)
    if path.split("/")[1] in ORDINARY and not path.startswith(LEFT_OUT):
        yield from of_strings(module)
        return
    yield from ((one.value, "") for one in class_texts(module) if isinstance(one.value, str))


def collect(root: Path = ROOT) -> Messages:
    """Every message of the tree, by msgid."""
    found: Messages = {}
    for file in sorted([*(root / "yimen").rglob("*.py"), *(root / "yimen").rglob("templates/**/*.html")]):
        path = file.relative_to(root).as_posix()
        if "/migrations/" in path:
            continue
        for words, plural in _of_file(file, path):
            one = found.setdefault(words, Message(words))
            one.plural = one.plural or plural
            one.files.add(path)
    return found


# --- the catalogue ------------------------------------------------------------------------------------------


def read(file: Path = PO) -> dict[str, tuple[str, ...]]:
    """msgid → its English, for every translation that is not marked fuzzy."""
    if not file.exists():
        return {}
    kept = {}
    for one in read_po(io.BytesIO(file.read_bytes()), locale="en"):
        if one.id and not one.fuzzy:
            name = one.id if isinstance(one.id, str) else one.id[0]
            kept[name] = (one.string,) if isinstance(one.string, str) else tuple(one.string)
    return kept


def merge(found: Messages, kept: dict[str, tuple[str, ...]]) -> Messages:
    """Give each message the English that is kept for it, as many forms as it needs."""
    for one in found.values():
        english = kept.get(one.id, ())
        one.english = tuple(english[n] if n < len(english) else "" for n in range(one.forms))
    return found


def as_po(messages: Messages) -> str:
    """The catalogue as text, by file, then msgid; no dates, no line numbers: it changes with the words."""
    parts = [
        "# English of Yimen. The msgids are collected from the code (make messages); write msgstr only.\n"
        f'msgid ""\nmsgstr {normalize(HEAD)}\n'
    ]
    for one in sorted(messages.values(), key=lambda m: (min(m.files), m.id)):
        lines = [f"#: {file}" for file in sorted(one.files)]
        if re.search(r"%\(\w+\)", one.id):
            lines.append("#, python-format")
        lines.append(f"msgid {normalize(one.id)}")
        if one.plural:
            lines.append(f"msgid_plural {normalize(one.plural)}")
            lines += [f"msgstr[{n}] {normalize(text)}" for n, text in enumerate(one.english)]
        else:
            lines.append(f"msgstr {normalize(one.english[0])}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def as_mo(messages: Messages) -> bytes:
    """The compiled catalogue: the format of GNU gettext, entries sorted, nothing else in it."""
    pairs = {b"": HEAD.encode()}
    for one in messages.values():
        if all(one.english):
            key = one.id + ("\0" + one.plural if one.plural else "")
            pairs[key.encode()] = "\0".join(one.english).encode()
    ids, texts, data = [], [], b""
    start = 28 + 16 * len(pairs)
    for key, text in sorted(pairs.items()):
        ids += [len(key), start + len(data)]
        data += key + b"\0"
        texts += [len(text), start + len(data)]
        data += text + b"\0"
    count = len(pairs)
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, start)
    return head + struct.pack(f"<{4 * count}I", *ids, *texts) + data


# --- checking -----------------------------------------------------------------------------------------------


def places(text: str) -> Counter[str]:
    """The places that a text leaves to be filled, and its HTML elements."""
    return Counter("".join(hit.groups(default="")) + hit.group()[:2] for hit in PLACES.finditer(text))


def _fills(original: str, text: str) -> bool:
    """Whether the text can be filled at all: no single brace where braces are places, no bare % likewise."""
    if re.search(r"%\(\w+\)", original):
        return not re.search(r"%(?![(%])", text)
    if not re.search(r"\{\w+", original):
        return True
    try:
        return bool(list(Formatter().parse(text)))
    except ValueError:
        return False


def misplaced(messages: Messages) -> list[str]:
    """Messages whose English does not fill the same places: a fact would be lost, or filling would fail."""
    wrong = []
    for one in messages.values():
        for text in one.english:
            same = set(places(text)) == set(places(one.plural or one.id))
            if text and not (same and _fills(one.id, text)):
                wrong.append(f"{one.id}  ↔  {text}")
    return wrong


def faults(messages: Messages, file: Path = PO) -> list[str]:
    """Everything that keeps the catalogue from being complete and fresh."""
    found = []
    missing = [one.id for one in messages.values() if not all(one.english)]
    if missing:
        few = "\n".join(f"    {words}" for words in missing[:10])
        found.append(f"{len(missing)} of {len(messages)} messages have no English, among them\n{few}")
    wrong = misplaced(messages)
    if wrong:
        found.append("Places differ:\n" + "\n".join(f"    {line}" for line in wrong))
    if not file.exists() or file.read_text(encoding="utf-8") != as_po(messages):
        found.append("django.po is stale: make messages")
    compiled = file.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != as_mo(messages):
        found.append("django.mo is stale: make messages")
    return found


def main() -> int:
    """Collect and write, or check."""
    parser = argparse.ArgumentParser(description="Collects the words of Yimen and compiles their English.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when anything is missing")
    check = parser.parse_args().check
    messages = merge(collect(), read())
    if check:
        found = faults(messages)
        print("\n".join(found) or f"{len(messages)} messages, all in English")
        return 1 if found else 0
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_text(as_po(messages), encoding="utf-8")
    PO.with_suffix(".mo").write_bytes(as_mo(messages))
    wanting = sum(not all(one.english) for one in messages.values())
    print(f"{len(messages)} messages, {wanting} without English: {PO.relative_to(ROOT)}")
    for line in misplaced(messages):
        print(f"places differ: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
