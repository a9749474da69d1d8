"""No key, token or password lies in the tree: what the scan finds, leaves alone, and what is allowed."""

from __future__ import annotations

import base64
import importlib.util
import secrets
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOOLS = Path(__file__).parents[2] / "tools"


def tool(name: str) -> ModuleType:
    """One of the tools, which are programs and no package."""
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made
    spec.loader.exec_module(made)
    return made


scan = tool("secret_scan")
LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def noise(n: int, letters: str = LETTERS) -> str:
    return "".join(secrets.choice(letters) for _ in range(n - 2)) + "7k"


BASE64 = base64.b64encode(secrets.token_bytes(48)).decode()
#: Made at run time, so that this file holds none of them.
PLANTED = {
    "private-key": f"-----BEGIN {'EC '}PRIVATE KEY-----\n{BASE64}\n",
    "aws-key": "AKIA" + "".join(secrets.choice("ABCDEFGHIJ234567") for _ in range(16)),
    "github-token": "ghp_" + noise(36),
    "gitlab-token": "glpat-" + noise(20),
    "slack-token": "xoxb-" + noise(24),
    "openai-key": "sk-" + noise(40),
    "google-key": "AIza" + noise(35),
    "aliyun-key": "LTAI" + noise(20),
    "tencent-key": "AKID" + noise(32),
    "jwt": f"eyJ{noise(20)}.eyJ{noise(30)}.{noise(30)}",
    "our-token": "ym_" + noise(43),
    "password-in-url": f"postgres://yimen:{noise(12)}@db.example/yimen",
    "named-secret": f'SECRET_KEY = "{noise(40)}"',
}


@pytest.mark.parametrize("rule", [*sorted(scan.RULES), "named-secret"])
def test_a_planted_secret_is_found(rule, tmp_path):
    (tmp_path / "settings.py").write_text(f"first = 1\n{PLANTED[rule]}\n")
    found = scan.scan(["settings.py"], tmp_path)
    assert (rule, 2) in {(one.rule, one.line) for one in found}
    assert all(one.digest not in PLANTED[rule] for one in found), "the report repeats nothing of it"


WORDS = [
    'PASSWORD = "yunxi-county-2026"', 'secret = "请填写口令"', "token = settings.TOKEN", 'password = ""',
    'api_key = os.environ["YIMEN_KEY"]', "postgres://user:…@{host}/x", "https://example.com/a:b@c",
    'secret_name = "administrator-of-the-system"', "ym_…", "DATABASE_URL=postgres://USER:${PASSWORD}@HOST/x",
]  # fmt: skip


@pytest.mark.parametrize("text", WORDS)
def test_words_and_places_are_no_secrets(text):
    assert [one for one in scan.look("x", text) if one.rule != "password-in-url"] == []


def test_what_is_no_text_is_passed_over(tmp_path):
    (tmp_path / "x.bin").write_bytes(b"\0" + PLANTED["github-token"].encode())
    assert scan.scan(["x.bin", "gone.py"], tmp_path) == []


def test_the_tree_holds_what_is_allowed_and_nothing_else(capsys):
    assert scan.main([]) == 0, capsys.readouterr().out
    assert all(len(reason) > 10 for reason in scan.allowed().values())


def test_a_changed_secret_in_an_allowed_line_is_new(tmp_path, monkeypatch, capsys):
    file = tmp_path / "allowed.txt"
    monkeypatch.setattr(scan, "ALLOWED", file)
    place = tmp_path / "x.py"
    place.write_text(PLANTED["named-secret"])
    one = next(iter(scan.look(str(place), place.read_text())))
    file.write_text(f"# path rule digest reason\n{place} {one.rule} {one.digest} planted by the test\n")
    monkeypatch.setattr(scan, "tracked", lambda: [str(place)])
    assert scan.main([]) == 0
    place.write_text(f'SECRET_KEY = "{noise(40)}"')
    assert scan.main([]) == 1
    said = capsys.readouterr().out
    assert "named-secret" in said and "no longer there" in said
