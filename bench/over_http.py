"""(b) Lifecycles and a mixed load over HTTP: the served product, asked by programs and browsers at once.

Two processes with threads serve, as `yimen serve` does by itself. The caller works on the same two cores.
Papers are printed by the worker, which does not run here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from statistics import median
from typing import Any

from tests.siege.house import free_port, until
from tests.siege.visitor import Answer, Visitor

from .place import ROOT, TOLD, Place
from .table import Table, p50_p95

#: Callers at once in the rounds of lifecycles.
CALLERS = 8
#: Threads that send the mixed load; more than are ever needed at once while it is kept up.
SENDERS = 24
#: Requests a second of the mixed load; of each ten, seven read.
RATE = 200
#: The same where it is only tried whether it runs.
QUICK_RATE = 20
READS_OF_TEN = 7
#: Rate limits are counted as always, but wide: a few callers here stand for many.
LIMITS = "100"
#: One lifecycle: who, what of the interface, with what.
STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("li", "/applications/{n}/submit", {"again": "另一家店"}),
    ("clerk", "/cases/{n}/acts/receive", {}),
    ("clerk", "/cases/{n}/acts/accept", {}),
    ("officer", "/cases/{n}/acts/opinion", {"verdict": "agree", "text": "符合条件"}),
    ("head", "/cases/{n}/acts/opinion", {"verdict": "agree", "text": "同意"}),
    ("director", "/cases/{n}/acts/grant", {"result_number": "JY1", "result_from": "2026-11-16"}),
    ("clerk", "/cases/{n}/acts/issue", {}),
)
#: What is read: by whom (a session; "" for nobody; "api" by token), where.
READS: tuple[tuple[str, str], ...] = (
    ("", "/"), ("", "/items/?q=食品"), ("", "/items/{item}/"), ("li", "/my/"), ("li", "/cases/{n}/"),
    ("clerk", "/desk/"), ("clerk", "/desk/intake/"), ("clerk", "/desk/cases/{n}/"),
    ("officer", "/review/"), ("officer", "/review/cases/{n}/"), ("supervisor", "/watch/"),
    ("api", "/cases/{n}"), ("api", "/cases?inbox=window"),
)  # fmt: skip


@dataclass
class Served:
    """The running server and what the callers know."""

    port: int
    told: dict[str, Any]
    drafts: deque[str]
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    def sign_in(self) -> None:
        """A session for each person, by the form."""
        for who, login in self.told["logins"].items():
            browser = Visitor(self.port)
            assert browser.sign_in(login, self.told["password"]).status == 302, who
            self.cookies[who] = browser.cookies
            browser.close()


class Caller:
    """One keep-alive line that speaks for anybody."""

    def __init__(self, served: Served) -> None:
        self._served, self._line = served, Visitor(served.port)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def step(self, number: str, place: int) -> Answer:
        """One act of a lifecycle."""
        who, path, body = STEPS[place]
        return self._send(
            "POST", f"/api/v1{path.format(n=number)}", json.dumps(body).encode(),
            Authorization=f"Bearer {self._served.told['tokens'][who]}", Content_Type="application/json",
            Idempotency_Key=f"{number}-{place}",
        )  # fmt: skip

    def read(self, place: int, number: str) -> Answer:
        """One page or one answer of the interface."""
        who, path = READS[place % len(READS)]
        path = path.format(n=number, item=self._served.told["item"])
        if who == "api":
            token = self._served.told["tokens"]["clerk"]
            return self._send("GET", f"/api/v1{path}", b"", Authorization=f"Bearer {token}")
        cookies = "; ".join(f"{k}={v}" for k, v in self._served.cookies.get(who, {}).items())
        return self._send("GET", path, b"", **({"Cookie": cookies} if cookies else {}))

    def _send(self, method: str, path: str, body: bytes, **headers: str) -> Answer:
        self._line.cookies.clear()
        answer = self._line.send(method, _quoted(path), body, **headers)
        if answer.status not in {200, 201}:
            raise RuntimeError(f"{method} {path}: {answer.status} {answer.text[:300]}")
        return answer


def _quoted(path: str) -> str:
    return "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode()) for c in path)


@contextmanager
def served(place: Place, engine: str, size: int, drafts: int) -> Iterator[Served]:
    """The product on a database with `size` cases, serving; so many drafts wait to be handed in."""
    env = {**place.product(engine, f"cases_{size}"), "YIMEN_LIMITS": LIMITS, "YIMEN_WORKERS": "2"}
    made = subprocess.run(
        [sys.executable, "-m", "bench.served", str(size), str(drafts)],
        env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    told = json.loads(made.stdout.splitlines()[-1])
    with serving(env) as (_server, port):
        ready = Served(port, told, deque(told["drafts"]))
        ready.sign_in()
        yield ready


@contextmanager
def serving(env: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The product serves on a database: its process and port."""
    port = free_port()
    words = Path(env["YIMEN_DATA"]) / "serve.log"
    with words.open("ab") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "yimen", "serve", "--bind", f"127.0.0.1:{port}"],
            env=env, cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        until(lambda: answers(port), f"the server answers; its words: {words}")
        yield server.pid, port
    finally:
        server.terminate()
        server.wait(30)


def answers(port: int) -> bool:
    """Whether a server is up at a port."""
    line = Visitor(port)
    try:
        return line.get("/healthz/").status in {200, 503}
    except OSError:
        return False
    finally:
        line.close()


def together(count: int, work: Callable[[], None]) -> None:
    """The same work in so many threads; what one of them raised is raised here."""
    wrong: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if wrong:
        raise wrong[0]


def lifecycles(here: Served, count: int) -> tuple[float, list[float]]:
    """So many lifecycles by CALLERS at once: lifecycles per second, and each act in ms."""
    numbers = deque(here.drafts.popleft() for _ in range(count))
    took: list[float] = []

    def work() -> None:
        caller = Caller(here)
        while numbers:
            try:
                number = numbers.popleft()
            except IndexError:
                break
            for place in range(len(STEPS)):
                began = time.perf_counter()
                caller.step(number, place)
                took.append((time.perf_counter() - began) * 1000)
        caller.close()

    began = time.perf_counter()
    together(min(CALLERS, count), work)
    return count / (time.perf_counter() - began), took


@dataclass(frozen=True)
class Mixed:
    """What the mixed load saw: requests a second kept up, ms of reads and of acts, waiting included."""

    rate: float
    reads: list[float]
    acts: list[float]


def mixed(here: Served, seconds: float, pace: int = RATE) -> Mixed:
    """`pace` requests a second at fixed moments, whether or not the server keeps up.

    A time runs from the moment at which the request was due, so that a queue counts.
    """
    total, due_by = int(seconds * pace), SimpleQueue[tuple[int, float]]()
    under_way: SimpleQueue[tuple[str, int]] = SimpleQueue()
    shown = deque(here.told["drafts"][:1])
    reads: list[float] = []
    acts: list[float] = []

    def work() -> None:
        caller = Caller(here)
        while (order := due_by.get())[0] >= 0:
            turn, due = order
            if turn % 10 < READS_OF_TEN:
                caller.read(turn // 10 * READS_OF_TEN + turn % 10, shown[-1])
                reads.append((time.perf_counter() - due) * 1000)
                continue
            number, place = under_way.get() if under_way.qsize() else (here.drafts.popleft(), 0)
            caller.step(number, place)
            acts.append((time.perf_counter() - due) * 1000)
            if place + 1 < len(STEPS):
                under_way.put((number, place + 1))
        caller.close()

    feeder = threading.Thread(target=_feed, args=(due_by, total, pace))
    began = time.perf_counter()
    feeder.start()
    together(SENDERS, work)
    feeder.join()
    return Mixed(total / (time.perf_counter() - began), reads, acts)


def _feed(due_by: SimpleQueue[tuple[int, float]], total: int, pace: int) -> None:
    began = time.perf_counter()
    for turn in range(total):
        due = began + turn / pace
        time.sleep(max(0.0, due - time.perf_counter()))
        due_by.put((turn, due))
    for _ in range(SENDERS):
        due_by.put((-1, 0.0))


def measure(place: Place, *, quick: bool = False) -> list[Table]:
    """One table a database."""
    return [_table(place, engine, quick) for engine in place.engines]


def _table(place: Place, engine: str, quick: bool) -> Table:
    size, rounds, count, seconds = (200, 1, 2, 1.0) if quick else (100_000, 5, 30, 12.0)
    # Mixed: at most one new lifecycle an act, when each is the first of its own.
    pace = QUICK_RATE if quick else RATE
    drafts = (rounds + 1) * count + int(2 * seconds * pace * (10 - READS_OF_TEN) / 10)
    rates, acts = [], []
    with served(place, engine, size, drafts) as here:
        for turn in range(rounds + 1):
            rate, took = lifecycles(here, count)
            if turn or quick:
                rates.append(rate)
                acts += took
        mixed(here, seconds / 6, pace)
        load = mixed(here, seconds, pace)
    span = f"{min(rates):.0f} – {max(rates):.0f}"
    rows = (
        (f"lifecycles, {CALLERS} callers", f"{median(rates):.1f} ({span})", p50_p95(acts)),
        ("mixed load: reads", f"{load.rate:.0f} of {pace} requests/s", p50_p95(load.reads)),
        ("mixed load: acts", "", p50_p95(load.acts)),
    )
    return Table(
        f"(b) Over HTTP, {engine}",
        ("", "per second", "each request, ms: median / 95th percentile"),
        rows,
        (_about(size, rounds, count, seconds), f"{engine}: {TOLD[engine]}. {os.cpu_count()} cores for all."),
    )


def _about(size: int, rounds: int, count: int, seconds: float) -> str:
    words = " ".join((__doc__ or "").split("\n\n")[1].split())
    return (
        f"{words} {size:,} cases are there. {rounds} rounds of {count} lifecycles of {len(STEPS)} acts each "
        f"by the interface; {seconds:.0f} s of {RATE} requests/s at fixed moments, 70 % of them reads (pages "
        "of five people, the guide, the interface), the wait in the queue counted."
    )
