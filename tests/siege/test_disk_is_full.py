"""The disk is full: 507 in plain words, nothing is half, and on it goes when there is room again.

Files and database lie on a small disk: a tmpfs where one may be mounted (root, CI), else the processes are
told that no file may grow (RLIMIT_FSIZE), which the system says in other words (EFBIG).
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.siege.clients import Crowd, picture
from tests.siege.house import House, on_postgres, until
from tests.siege.visitor import Visitor

pytestmark = [pytest.mark.slow]


@pytest.fixture
def small_disk(house) -> Iterator[tuple[House, Callable]]:
    """A bureau on a small disk, and the way to fill it."""
    bureau = house()
    data = bureau.folder / "data"
    kept = bureau.folder / "kept"
    data.rename(kept)
    data.mkdir()
    mounted = os.geteuid() == 0 and _mount(data)
    shutil.copytree(kept, data, dirs_exist_ok=True)
    yield bureau, (lambda: filled(data)) if mounted else (lambda: nailed(bureau))
    bureau.stop()
    if mounted:
        subprocess.run(["umount", "-l", str(data)], check=True)


def _mount(folder: Path) -> bool:
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    return done.returncode == 0


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not a byte is left."""
    plug = folder / "plug"
    handle = os.open(plug, os.O_WRONLY | os.O_CREAT)
    with suppress(OSError):
        while True:
            os.write(handle, b"0" * 4096)
    try:
        yield
    finally:
        os.close(handle)
        plug.unlink()


@contextmanager
def nailed(bureau: House) -> Iterator[None]:
    """No process of the bureau may make a file grow."""
    everybody = [pid for one in bureau.processes.values() for pid in _group(one.pid)]
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in everybody}
    for pid, (_, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
    yield
    for pid, limits in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def _group(leader: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == leader:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue
    return found


def test_it_says_so_and_goes_on_when_there_is_room(small_disk):
    bureau, full = small_disk
    bureau.start("web")
    bureau.start("work")
    bureau.ready()
    li = Visitor(bureau.port, bureau.told["tokens"]["li"])
    page = Visitor(bureau.port)
    number = li.call("POST", "/applications", {"item": bureau.told["licence"]}, "d" * 20).json()["number"]
    with Crowd(bureau, 3) as crowd:
        until(lambda: crowd.acknowledged >= 10, "the clients get on")
        page.get("/login/")
        with full():
            upload = li.upload(f"/applications/{number}/materials/M-PLAN/files", picture(), "u" * 20)
            read = li.call("GET", f"/cases/{number}")
            sign_in = page.form("/login/", [("login", "5001"), ("password", bureau.told["password"])])
        before = crowd.acknowledged
        until(lambda: crowd.acknowledged >= before + 20, "the clients get on when there is room")
    assert upload.status in {503, 507}, upload.text
    assert upload.headers["content-type"] == "application/problem+json"
    assert upload.json()["code"] in {"server.no_room", "server.database_away"}
    assert int(upload.headers["retry-after"]) > 0
    assert read.status == 200, "reading needs no room"
    assert sign_in.status in ({302} if on_postgres() else {503, 507}), sign_in.text[-800:]
    again = li.upload(f"/applications/{number}/materials/M-PLAN/files", picture(), "v" * 20)
    assert again.status == 201, again.text
    for one in (li, page):
        one.close()
    bureau.handed_on()
    found = bureau.whole()
    crowd.assert_true(found)
    assert [number, "M-PLAN", 1] in found["files"], "what was refused left nothing, what came after is there"
    assert list((bureau.folder / "data" / "files" / "tmp").iterdir()) == []
