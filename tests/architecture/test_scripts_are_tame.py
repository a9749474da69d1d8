"""Our own scripts draw text as text, hear no other window and keep nothing in the browser, but for those of
docs/why/0028 and 0029; no plug-ins."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import tree
from tests.architecture.test_templates_are_clean import COMMENT, templates

SCRIPTS = sorted(file for file in (tree.ROOT / "yimen").rglob("static/**/*.js") if "vendor" not in file.parts)
RUNS = re.compile(
    r"\beval\s*\(|new\s+Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\.srcdoc|postMessage|"
    r"setTimeout\s*\(\s*['\"`]|setInterval\s*\(\s*['\"`]|javascript:|addEventListener\(\s*['\"]message|"
    r"createContextualFragment|dangerouslySet"
)
KEEPS = re.compile(
    r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.|serviceWorker|openDatabase"
)
#: What a machine's two scripts may say besides, word by word (docs/why/0028): the one keeps a page that is
#: the same for everybody, the other asks for it. `KEPT_BY_AWAY` is all that is ever kept.
MACHINES = {"away.js": {"caches."}, "line.js": {"serviceWorker"}}
KEPT_BY_AWAY = {"'/device/away/'", "'/static/zw-screen.css'"}
#: An object written `{}` whose keys come from the page could be led to its prototype.
FILLED = re.compile(r"\b(\w+)\s*=\s*\{\s*\}")
PLUG_INS = re.compile(
    r"<(?:object|embed|applet|iframe|frame|portal)\b|classid=|x-shockwave|\.swf|\.jar\b", re.IGNORECASE
)
#: Where a link may lead without being looked at: into the site, to a place on the page, to a telephone.
SAFE = re.compile(r"^(?:/|#|\?|tel:|mailto:|https://|\{%\s*(?:url|static)|\{\{)")
LINK = re.compile(r"\b(?:href|src|action|formaction|poster|data-govuk)=\"([^\"]*)\"")


def code(file_text: str) -> str:
    """A script without its comments."""
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", file_text, flags=re.DOTALL)


#: The one script that keeps something, and the one place of its text where it names the one storage it uses.
KEEPER, STORAGE = "keep.js", "  var store = window.localStorage\n"


def of_scripts(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{file.name}: {hit.group()}"
        for file in SCRIPTS
        for hit in pattern.finditer(code(file.read_text("utf-8")))
    ]


def test_nothing_is_run_or_drawn_from_text() -> None:
    assert SCRIPTS
    tree.nothing(of_scripts(RUNS), "A script runs or draws text as markup, or listens to other windows")


def test_nothing_is_kept_in_the_browser() -> None:
    tree.nothing(kept(), "A script keeps something in the browser")


def kept(text_of: Callable[[Path], str] = lambda file: file.read_text("utf-8")) -> list[str]:
    """Whatever keeps something, but for the keeper's one line and the words of a machine's two scripts; a
    second line, or another storage, is found."""
    found = []
    for file in SCRIPTS:
        text = code(text_of(file))
        text = text.replace(STORAGE, "", 1) if file.name == KEEPER else text
        said = [hit.group() for hit in KEEPS.finditer(text)]
        found += [f"{file.name}: {one}" for one in said if one not in MACHINES.get(file.name, ())]
    return found


@pytest.mark.parametrize(
    "planted", ["sessionStorage.a = 1", "localStorage.b = 2", "indexedDB.open('x')", "document.cookie = 'c'"]
)
def test_the_keeper_keeps_in_one_place_only(planted: str) -> None:
    assert any(file.name == KEEPER and STORAGE in file.read_text("utf-8") for file in SCRIPTS)
    for name in (KEEPER, "app.js", "idle.js"):
        more = kept(lambda file, name=name: file.read_text("utf-8") + (planted if file.name == name else ""))
        assert [one.split(":")[0] for one in more] == [name]


def test_the_keeper_asks_the_server_what_it_may_keep() -> None:
    """Nothing of a form is read for keeping but by `fields`, which knows only names that the server told."""
    text = next(file for file in SCRIPTS if file.name == KEEPER).read_text("utf-8")
    assert text.count(".elements)") == 1 and "form.names.forEach" in text
    assert text.count("store.setItem(") == 2, "one for what is sealed, one for the count of what has gone"


def test_a_machine_keeps_one_page_and_its_sheet() -> None:
    """Nothing is put into what it keeps but those two, asked for without a cookie."""
    text = code(next(file for file in SCRIPTS if file.name == "away.js").read_text("utf-8"))
    assert set(re.findall(r"'/[^']*'", text)) == KEPT_BY_AWAY
    assert "[PAGE, SHEET]" in text and "credentials: 'omit'" in text and text.count("addAll(") == 1
    assert not re.search(r"\.put\(|\.add\(|clone\(|setTimeout|importScripts", text)
    asks = code(next(file for file in SCRIPTS if file.name == "line.js").read_text("utf-8"))
    assert asks.count("register(") == 1 and "register('/device/away.js', { scope: '/device/' })" in asks


def test_no_object_is_filled_by_names_from_the_page() -> None:
    found = []
    for file in SCRIPTS:
        text = code(file.read_text("utf-8"))
        found += [
            f"{file.name}: {name}[…] ="
            for name in FILLED.findall(text)
            if re.search(rf"\b{name}\[[^\]]+\]\s*=[^=]", text)
        ]
    tree.nothing(found, "An object is filled by names that come from the page: use a Map")


def test_no_plug_in_is_embedded() -> None:
    found = [
        f"{p}: {hit.group()}" for p, text in templates() for hit in PLUG_INS.finditer(COMMENT.sub("", text))
    ]
    tree.nothing(found, "A plug-in or a frame")


def test_links_begin_with_an_address_of_ours() -> None:
    """A literal link begins harmlessly; what fills a whole one is made by a view, never typed by anybody."""
    found = []
    for path, text in templates():
        for target in LINK.findall(COMMENT.sub("", text)):
            if target and not SAFE.match(target):
                found.append(f"{path}: {target[:60]}")
    tree.nothing(found, "A link begins with something else")


def test_nothing_comes_from_another_host() -> None:
    found = []
    for path, text in templates():
        for hit in re.finditer(
            r"<(?:script|link|img|source|video|audio)\b[^>]*\b(?:src|href)=\"(https?:)?//[^\"]*", text
        ):
            found.append(f"{path}: {hit.group()[:80]}")
    tree.nothing(found, "Something is loaded from another host")


@pytest.mark.parametrize(
    ("pattern", "source"),
    [
        (RUNS, "box.innerHTML = words"), (RUNS, "eval('x')"), (RUNS, "addEventListener('message', f)"),
        (RUNS, "setTimeout('x()', 1)"), (KEEPS, "localStorage.setItem('a', b)"), (KEEPS, "document.cookie"),
        (PLUG_INS, "<iframe src='x'>"), (FILLED, "var now = {}"),
    ],
)  # fmt: skip
def test_a_planted_slip_is_seen(pattern: re.Pattern[str], source: str) -> None:
    assert pattern.search(code(source))


def test_comments_are_no_code() -> None:
    assert not RUNS.search(code("/* no eval( here */ // innerHTML\nvar a = 'http://x'"))
    assert not SAFE.match("javascript:alert(1)") and not SAFE.match("data:text/html,x")
