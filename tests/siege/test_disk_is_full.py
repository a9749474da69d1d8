"""The disk is full: 507 in plain words, nothing is half, and on it goes when there is room again.

On SQLite files and database lie on a small disk: a tmpfs where one may be mounted (root, CI), else the
processes are told that no file may grow (RLIMIT_FSIZE), which the system says in other words (EFBIG).
On PostgreSQL either its tables or its log have a small disk of their own. Without room for tables it refuses;
without room for the log it falls over in the middle of everybody's work, and may rise only with room.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest

from tests.siege.clients import Crowd, picture
from tests.siege.disks import filled, mount, move_onto, nailed, unmount
from tests.siege.house import House, Postgres, on_postgres, until
from tests.siege.visitor import Answer, Visitor

pytestmark = [pytest.mark.slow, pytest.mark.both]
Full = Callable[[], AbstractContextManager[None]]
#: MB that the crowd may use before the disk is filled.
ROOM = 24


@dataclass(frozen=True)
class Told:
    """What somebody read while there was no room."""

    number: str
    upload: Answer
    read: Answer
    sign_in: Answer


@pytest.fixture
def small_disk(house) -> Iterator[tuple[House, Full]]:
    """A bureau whose files and SQLite lie on a small disk, and the way to fill it."""
    bureau = house()
    data = bureau.folder / "data"
    mounted = move_onto(data, ROOM)
    yield bureau, (lambda: filled(data)) if mounted else (lambda: nailed(bureau))
    bureau.stop()
    if mounted:
        unmount(data)


@pytest.fixture
def small_server(house, request) -> Iterator[tuple[House, Full]]:
    """A bureau whose PostgreSQL has its data or its log (`request.param`) on a small disk."""
    bureau = house()
    outer = bureau.server.folder.parent / f"small-{request.param}"
    outer.mkdir()
    if not mount(outer, 1):
        pytest.skip("no small disk for PostgreSQL: only root may mount one")
    unmount(outer)
    server = bureau.server.copied(outer)
    disk = server.data / request.param
    try:
        move_onto(disk, ROOM)
        server.again()
        bureau.server, bureau.url = server, server.database(bureau.url.rsplit("/", 1)[1])
        yield bureau, lambda: filled(disk)
        bureau.stop()
    finally:
        server.stop()
        unmount(disk)
        shutil.rmtree(outer)


def without_room(bureau: House, crowd: Crowd, full: Full, felt: Callable[[], bool]) -> Told:
    """The crowd goes on while the disk is full, until it was `felt`; meanwhile somebody else comes too."""
    li = Visitor(bureau.port, bureau.told["tokens"]["li"])
    page = Visitor(bureau.port)
    number = li.call("POST", "/applications", {"item": bureau.told["licence"]}, "d" * 20).json()["number"]
    until(lambda: crowd.acknowledged >= 10, "the clients get on")
    page.get("/login/")
    with full():
        until(felt, "the full disk is felt")
        upload = li.upload(f"/applications/{number}/materials/M-PLAN/files", picture(), "u" * 20)
        read = li.call("GET", f"/cases/{number}")
        sign_in = page.form("/login/", [("login", "5001"), ("password", bureau.told["password"])])
    for one in (li, page):
        one.close()
    return Told(number, upload, read, sign_in)


def assert_told_plainly(crowd: Crowd) -> None:
    """Whoever was sent away has read why and when to come again; nobody's line broke."""
    assert crowd.unable, "nobody felt it: the test is worth nothing"
    for answer in crowd.unable:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] in {"server.no_room", "server.database_away"}, answer.text
        assert int(answer.headers["retry-after"]) > 0
    assert crowd.broken == 0, "a request was left without an answer"


def get_on(crowd: Crowd, acts: int = 20) -> None:
    before = crowd.acknowledged
    until(lambda: crowd.acknowledged >= before + acts, "the clients get on when there is room")


@pytest.mark.skipif(on_postgres(), reason="SQLite and the files of the bureau on one disk")
def test_it_says_so_and_goes_on_when_there_is_room(small_disk):
    bureau, full = small_disk
    bureau.start("web")
    bureau.start("work")
    bureau.ready()
    with Crowd(bureau, 3) as crowd:
        told = without_room(bureau, crowd, full, lambda: bool(crowd.unable))
        get_on(crowd)
    assert_told_plainly(crowd)
    assert told.upload.status in {503, 507}, told.upload.text
    assert told.read.status == 200, "reading needs no room"
    assert told.sign_in.status in {503, 507}, told.sign_in.text[-800:]
    li = Visitor(bureau.port, bureau.told["tokens"]["li"])
    again = li.upload(f"/applications/{told.number}/materials/M-PLAN/files", picture(), "v" * 20)
    li.close()
    assert again.status == 201, again.text
    bureau.handed_on()
    found = bureau.whole()
    crowd.assert_true(found)
    assert [told.number, "M-PLAN", 1] in found["files"], (
        "what was refused left nothing, what came after is there"
    )
    assert list((bureau.folder / "data" / "files" / "tmp").iterdir()) == []


@pytest.mark.skipif(not on_postgres(), reason="PostgreSQL on a disk of its own")
@pytest.mark.parametrize(
    ("small_server", "words"), [("base", "could not extend file"), ("pg_wal", "PANIC:")],
    indirect=["small_server"],
)  # fmt: skip
def test_postgresql_without_room_loses_nothing(small_server, words):
    bureau, full = small_server
    server: Postgres = bureau.server
    bureau.start("web")
    bureau.start("work")
    bureau.ready()
    before = {name: one.pid for name, one in bureau.processes.items()}
    with Crowd(bureau, 3) as crowd:
        told = without_room(bureau, crowd, full, lambda: server.said(words) and bool(crowd.unable))
        until(server.up, "PostgreSQL is back, started anew where it had ended")
        get_on(crowd)
    assert_told_plainly(crowd)
    for answer in (told.upload, told.read, told.sign_in):
        assert answer.status in {200, 201, 302, 503, 507}, answer.text[-800:]
        assert "Traceback" not in answer.text
    bureau.handed_on()
    crowd.assert_true(bureau.whole())
    assert {name: one.pid for name, one in bureau.processes.items()} == before
    assert all(one.poll() is None for one in bureau.processes.values()), "neither web nor worker ended"
    assert "Traceback" not in bureau.log("work"), bureau.log("work")[-3000:]
