"""What turns text into something that acts is not called: code, commands, markup, patterns, other hosts.

Where one of these is needed it is named here with the reason; a reason without its call is an error too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

import pytest
from django.conf import settings

from tests.architecture import tree

#: (path, what is called) → why it may be.
NAMED = {
    ("yimen/demo/running.py", "subprocess.Popen"): "the demo starts its own two processes, by a fixed list",
    ("yimen/demo/running.py", "urllib.request"): "the demo asks its own server whether it is up, on loopback",
    ("yimen/demo/running.py", "socket"): "the demo looks whether its port is free, on loopback",
    ("yimen/identities/oidc.py", "requests"): "names of failures: allauth asks the issuer",
    ("yimen/web/templatetags/yimen_icons.py", "django.utils.html.format_html"): "escapes all that it puts in",
    ("yimen/web/templating.py", "django.utils.safestring.SafeString"): "what nodes drew, as in Django",
    ("yimen/archives/packing.py", "django.template.loader.render_to_string"): "our own, escaped",
    ("yimen/bridges/cashier.py", "http.client"): "asks the one payment platform that cashier.json names",
    ("yimen/bridges/registers.py", "importlib.import_module"): "the adapter that YIMEN_REGISTERS names",
    ("yimen/bridges/sms.py", "importlib.import_module"): "the gateway that sms.adapter names",
    ("yimen/rules/file_xml.py", "xml.parsers.expat"): "the one reader of XML: it refuses a DTD",
    ("yimen/rules/values.py", "re.fullmatch"): "the pattern of a field, written by the catalogue's keeper",
    ("yimen/rules/quality/form.py", "re.compile"): "the same pattern, tried before it is published",
    ("yimen/catalogue/importing/transforms.py", "re.split"): "the pattern of a mapping of the package",
    ("yimen/demo/helping.py", "random"): "who helps whom in the invented county, the same each time",
    ("yimen/demo/answers.py", "random"): "invented people and answers, the same each time",
    ("yimen/demo/endings.py", "random"): "invented people and answers, the same each time",
    ("yimen/demo/hall_today.py", "random"): "who comes to the sample hall, the same each time",
    ("yimen/demo/hall_year.py", "random"): "who came to the sample halls, the same each time",
    ("yimen/demo/visits.py", "random"): "how a day at a sample hall goes, the same each time",
    ("yimen/demo/licensed.py", "random"): "invented people and answers, the same each time",
    ("yimen/demo/projects.py", "random"): "what the sample projects say, the same each time",
    ("yimen/demo/instant.py", "random"): "which sample people apply, the same each time",
    ("yimen/demo/tasks.py", "random"): "whose sample applications are looked at, the same each time",
    ("yimen/demo/joint.py", "random"): "who takes in the sample applications, the same each time",
    ("yimen/demo/promised.py", "random"): "who promises in the sample county, the same each time",
    ("yimen/demo/reused.py", "random"): "which items the sample people apply for, the same each time",
    ("yimen/demo/rounds.py", "random"): "who applies in the sample rounds, the same each time",
    ("yimen/demo/stories.py", "random"): "invented people and answers, the same each time",
    ("yimen/config/management/commands/demo.py", "random"): "invented people and answers, the same each time",
}  # fmt: skip

CODE = {"eval", "exec", "compile", "__import__"}
UNPACKERS = {
    "pickle",
    "cPickle",
    "marshal",
    "shelve",
    "dill",
    "jsonpickle",
    "yaml",
    "code",
    "codeop",
    "runpy",
}
PROGRAMS = {"subprocess", "pty", "popen2", "commands"}
HOSTS = {
    "urllib.request", "urllib3", "http.client", "requests", "httpx", "aiohttp", "socket", "ftplib", "smtplib",
    "imaplib", "poplib", "telnetlib", "xmlrpc", "ldap3", "ldap", "paramiko", "websockets", "django.core.mail",
}  # fmt: skip
XML = {"xml", "lxml", "defusedxml", "xmltodict", "html5lib"}
MARKUP = {
    "mark_safe",
    "format_html",
    "format_html_join",
    "SafeString",
    "SafeText",
    "html_safe",
    "render_to_string",
}
PATTERNS = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}


def imported(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, one.name) for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{one.name}") for one in node.names)


def under(name: str, roots: Iterable[str]) -> str:
    """The root that a dotted name lies under, "" for none."""
    return next((root for root in roots if name == root or name.startswith(root + ".")), "")


def calls(module: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the dotted name of what is called."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def unless_named(path: str, what: str, line: int) -> Iterator[str]:
    """The fault, where this place has no reason of its own."""
    if (path, what) not in NAMED:
        yield f"{path}:{line} {what}"


# --- detectors --------------------------------------------------------------------------------------------
def code_from_text(path: str, module: ast.Module) -> Iterator[str]:
    for node, name in calls(module):
        if name in CODE or name.removeprefix("builtins.") in CODE:
            yield from unless_named(path, name, node.lineno)
        if name in {"importlib.import_module", "import_module"} and not isinstance(
            node.args[0], ast.Constant
        ):
            yield from unless_named(path, "importlib.import_module", node.lineno)
    for line, name in imported(module):
        if under(name, UNPACKERS):
            yield from unless_named(path, name, line)


def programs(path: str, module: ast.Module) -> Iterator[str]:
    for node, name in calls(module):
        head, _, last = name.rpartition(".")
        if (head == "os" and re.match(r"system|popen|exec|spawn|fork|posix_spawn", last)) or head in PROGRAMS:
            yield from unless_named(path, name, node.lineno)
        for word in node.keywords:
            if word.arg == "shell" and not (isinstance(word.value, ast.Constant) and not word.value.value):
                yield f"{path}:{node.lineno} shell="


def other_hosts(path: str, module: ast.Module) -> Iterator[str]:
    for line, name in imported(module):
        found = under(name, HOSTS)
        if found:
            yield from unless_named(path, found, line)


def trusted_markup(path: str, module: ast.Module) -> Iterator[str]:
    for line, name in imported(module):
        if name.rpartition(".")[2] in MARKUP:
            yield from unless_named(path, name, line)


def made_templates(path: str, module: ast.Module) -> Iterator[str]:
    for node, name in calls(module):
        if name.rpartition(".")[2] in {"Template", "from_string", "NativeTemplate", "Engine", "Environment"}:
            yield from unless_named(path, name, node.lineno)


def foreign_patterns(path: str, module: ast.Module) -> Iterator[str]:
    """A pattern is written out: a literal, a name in capitals of the module, or pieces of such."""
    for node, name in calls(module):
        head, _, last = name.rpartition(".")
        if head == "re" and last in PATTERNS and node.args and not _ours(node.args[0]):
            yield from unless_named(path, name, node.lineno)


def _ours(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.JoinedStr):
        return all(_ours(one.value) if isinstance(one, ast.FormattedValue) else True for one in node.values)
    if isinstance(node, ast.BinOp):
        return _ours(node.left) and _ours(node.right)
    if isinstance(node, ast.Name):
        return node.id.lstrip("_").isupper() or node.id in {"pattern", "shape"}
    return isinstance(node, ast.Call) and ast.unparse(node.func) in {"re.escape", "_spelt"}


def foreign_xml(path: str, module: ast.Module) -> Iterator[str]:
    for line, name in imported(module):
        if under(name, XML) and not name.startswith("xml.sax.saxutils"):  # that one only replaces characters
            yield from unless_named(
                path, "xml.parsers.expat" if "expat" in name or name == "xml.parsers" else name, line
            )


def plain_chance(path: str, module: ast.Module) -> Iterator[str]:
    for line, name in imported(module):
        if under(name, {"random", "numpy.random"}) or name in {"uuid.uuid1", "time.time_ns"}:
            yield from unless_named(path, "random", line)


def unchecked_certificates(path: str, module: ast.Module) -> Iterator[str]:
    for node, name in calls(module):
        if name.rpartition(".")[2] in {"_create_unverified_context", "disable_warnings"}:
            yield f"{path}:{node.lineno} {name}"
        for word in node.keywords:
            if (
                word.arg in {"verify", "verify_ssl", "check_hostname", "ssl_verify"}
                and ast.unparse(word.value) == "False"
            ):
                yield f"{path}:{node.lineno} {word.arg}=False"
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr == "CERT_NONE":
            yield f"{path}:{node.lineno} CERT_NONE"


# --- tests ------------------------------------------------------------------------------------------------
def test_no_code_is_made_from_text() -> None:
    tree.nothing(tree.everywhere(code_from_text), "Text becomes code or objects")
    assert settings.SESSION_SERIALIZER.endswith("JSONSerializer")


def test_no_program_is_started() -> None:
    tree.nothing(tree.everywhere(programs), "A program of the system is started")


def test_no_other_host_is_called() -> None:
    tree.nothing(tree.everywhere(other_hosts), "Another host may be called")


def test_no_text_is_trusted_as_markup() -> None:
    tree.nothing(tree.everywhere(trusted_markup), "Text is trusted as markup")
    found = []
    for file in sorted((tree.ROOT / "yimen").rglob("templates/**/*.html")):
        text = file.read_text(encoding="utf-8")
        for hit in re.finditer(r"\|\s*safe(?:seq)?\b|autoescape\s+off|\{%\s*debug", text):
            found.append(f"{file.relative_to(tree.ROOT)}: {hit.group()}")
    tree.nothing(found, "A template trusts text as markup")


def test_templates_are_files() -> None:
    tree.nothing(tree.everywhere(made_templates), "A template is made from text")


def test_patterns_are_written_by_us() -> None:
    tree.nothing(tree.everywhere(foreign_patterns), "A pattern comes from elsewhere")


def test_xml_is_read_in_one_place() -> None:
    tree.nothing(tree.everywhere(foreign_xml), "XML is read by another reader")


def test_chance_is_that_of_the_system() -> None:
    tree.nothing(tree.everywhere(plain_chance), "Chance that can be foretold")


def test_certificates_are_never_waved_through() -> None:
    tree.nothing(tree.everywhere(unchecked_certificates), "A certificate is not checked")


DETECTORS = (
    code_from_text, programs, other_hosts, trusted_markup, made_templates, foreign_patterns, foreign_xml,
    plain_chance,
)  # fmt: skip


def test_no_reason_is_left_over(monkeypatch: pytest.MonkeyPatch) -> None:
    reasons = dict(NAMED)
    monkeypatch.setattr("tests.architecture.test_nothing_dangerous_is_called.NAMED", {})
    found = " ".join(line for detect in DETECTORS for line in tree.everywhere(detect))
    assert [
        key for key in reasons if not re.search(rf"{re.escape(key[0])}:\d+ {re.escape(key[1])}", found)
    ] == []


PLANTED = {
    "eval('1')": code_from_text, "import pickle": code_from_text, "import_module(name)": code_from_text,
    "import subprocess\nsubprocess.run(x)": programs, "os.system(x)": programs, "f(shell=True)": programs,
    "import requests": other_hosts, "from urllib import request\nimport urllib.request": other_hosts,
    "from django.utils.safestring import mark_safe": trusted_markup, "Template(text)": made_templates,
    "engine.from_string(x)": made_templates, "re.search(typed, x)": foreign_patterns,
    "re.compile('a' + typed)": foreign_patterns, "from xml.etree import ElementTree": foreign_xml,
    "import random": plain_chance, "get(x, verify=False)": unchecked_certificates,
}  # fmt: skip


@pytest.mark.parametrize(("source", "detect"), PLANTED.items())
def test_a_planted_danger_is_seen(source: str, detect: tree.Detector) -> None:
    assert tree.planted(detect, "yimen/web/x.py", source) >= 1


def test_what_is_harmless_is_left_alone() -> None:
    source = "import re, secrets\nre.compile(r'a')\n_A = re.compile(f'{_B}')\nre.search(re.escape(typed), x)"
    assert [detect for detect in DETECTORS if tree.planted(detect, "yimen/web/x.py", source)] == []
