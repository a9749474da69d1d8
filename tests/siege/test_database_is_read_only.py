"""The database file, or the whole folder of data, is read-only: reading goes on, every writer is told why.

Permission bits close them, as after a restore by the wrong account. They do not bind root: then the processes
run without the right to pass over them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.siege.clients import Crowd, picture
from tests.siege.house import House, on_postgres, until
from tests.siege.visitor import Visitor

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(on_postgres(), reason="PostgreSQL's own files: see the full disk"),
]
RIGHTS = "-dac_override,-dac_read_search"
BOUND = ("setpriv", f"--bounding-set={RIGHTS}", f"--inh-caps={RIGHTS}")


@pytest.fixture
def bureau(house) -> House:
    """A bureau whose processes are bound by permission bits."""
    found = house()
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root is not bound by permission bits, and setpriv is not here")
        found.before = BOUND
    return found


@contextmanager
def closed(paths: list[Path]) -> Iterator[None]:
    """Nobody may write them."""
    modes = {path: path.stat().st_mode for path in paths}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def started(bureau: House) -> None:
    for name in ("web", "work"):
        bureau.start(name)
    bureau.ready()


@pytest.mark.parametrize("what", ["file", "folder"])
def test_reading_goes_on_and_writers_are_told(bureau, what):
    started(bureau)
    li, page = Visitor(bureau.port, bureau.told["tokens"]["li"]), Visitor(bureau.port)
    number = li.call("POST", "/applications", {"item": bureau.told["licence"]}, "d" * 20).json()["number"]
    material = f"/applications/{number}/materials/M-PLAN/files"
    with Crowd(bureau, 2) as crowd:
        until(lambda: crowd.acknowledged >= 10, "the clients get on")
        for name in ("web", "work"):
            bureau.kill(name)
        data = bureau.folder / "data"
        with closed([bureau.database_file] if what == "file" else [data, *data.rglob("*")]):
            started(bureau)
            until(lambda: crowd.unable, "somebody is told")
            read, upload = li.call("GET", f"/cases/{number}"), li.upload(material, picture(), "u" * 20)
            health = page.get("/healthz/")
            page.get("/login/")
            sign_in = page.form("/login/", [("login", "5001"), ("password", bureau.told["password"])])
        before = crowd.acknowledged
        until(lambda: crowd.acknowledged >= before + 20, "the clients get on without a restart")
    assert read.status == 200
    assert (health.status, health.json()["database"]) == (503, "read_only"), health.text
    assert page.get("/healthz/").json()["ok"] is True
    for answer in [upload, *crowd.unable]:
        assert (answer.status, answer.json()["code"]) == (503, "server.read_only"), answer.text
        assert int(answer.headers["retry-after"]) > 0
    assert sign_in.status == 503 and "现在只能查看" in sign_in.text, sign_in.text[-800:]
    assert li.upload(material, picture(), "v" * 20).status == 201
    for one in (li, page):
        one.close()
    bureau.handed_on()
    found = bureau.whole()
    crowd.assert_true(found)
    assert [number, "M-PLAN", 1] in found["files"], "what was refused left nothing"
    assert "Traceback" not in bureau.log("work"), bureau.log("work")[-2000:]


def test_a_folder_closed_before_the_start_is_told_by_the_server(bureau):
    """Without the files beside it, which SQLite makes itself, the database cannot even be read."""
    data = bureau.folder / "data"
    with closed([data, *data.rglob("*")]):
        bureau.start("web")
        assert bureau.processes["web"].wait(60) == 1
    said = bureau.log("web")
    assert "the database cannot be used (sqlite)" in said and "Traceback" not in said, said[-2000:]
