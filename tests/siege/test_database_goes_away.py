"""The database goes away under load and comes back: 503 with when to come, then on without a restart."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.siege.clients import Crowd
from tests.siege.house import House, on_postgres, until
from tests.siege.visitor import Answer, Visitor

pytestmark = [pytest.mark.both, pytest.mark.slow]


@contextmanager
def stopped(bureau: House) -> Iterator[None]:
    """PostgreSQL loses its power."""
    assert bureau.server is not None
    bureau.server.halt()
    try:
        yield
    finally:
        bureau.server.again()


@contextmanager
def held(bureau: House) -> Iterator[None]:
    """Another program holds SQLite's file, for longer than anybody waits."""
    held = sqlite3.connect(bureau.database_file, isolation_level=None, timeout=30)
    held.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        held.execute("ROLLBACK")
        held.close()


AWAY: Callable[[House], object] = stopped if on_postgres() else held


def test_everybody_is_told_and_everything_goes_on(house):
    bureau = house()
    bureau.start("web")
    bureau.start("work")
    bureau.ready()
    before_web, before_work = bureau.processes["web"].pid, bureau.processes["work"].pid
    with Crowd(bureau, 4) as crowd:
        until(lambda: crowd.acknowledged >= 20, "the clients get on")
        page, program = Visitor(bureau.port), Visitor(bureau.port, bureau.told["tokens"]["li"])
        page.get("/login/")
        with AWAY(bureau):
            answers = asked(bureau, page, program)
        before = crowd.acknowledged
        until(lambda: crowd.acknowledged >= before + 40, "the clients get on after it")
    assert len(answers) == 2
    for answer in answers:
        assert answer.status == 503, answer.text[-1500:]
        assert int(answer.headers["retry-after"]) > 0
    bureau.handed_on()
    crowd.assert_true(bureau.whole())
    assert (bureau.processes["web"].pid, bureau.processes["work"].pid) == (before_web, before_work)
    assert all(one.poll() is None for one in bureau.processes.values())
    assert "Traceback" not in bureau.log("work"), bureau.log("work")[-2000:]


def asked(bureau: House, page: Visitor, program: Visitor) -> list[Answer]:
    """What somebody reads who signs in, and a program that acts, while the database is away."""
    found: list[Answer] = []
    login = [("login", "5001"), ("password", bureau.told["password"])]
    calls = (
        lambda: found.append(page.form("/login/", login)),
        lambda: found.append(program.call("POST", "/applications", {"item": bureau.told["plain"]}, "k" * 20)),
    )
    threads = [threading.Thread(target=one) for one in calls]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    page.close()
    program.close()
    return found
