"""SQLite's writers: in one process in the order in which they came, several processes in turns."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from yimen.config.sqlite.turns import Gate, TurnLock, turns

ROOT = Path(__file__).resolve().parents[2]


def test_who_waits_longest_is_next():
    lock, order, threads = TurnLock(), [], []
    lock.acquire()

    def write(place: int) -> None:
        lock.acquire()
        order.append(place)
        lock.release()

    for place in range(6):
        thread = threading.Thread(target=write, args=(place,))
        thread.start()
        threads.append(thread)
        while len(lock._waiting) <= place:  # the next one comes only when this one stands in the queue
            time.sleep(0.001)
    lock.release()
    for thread in threads:
        thread.join(10)
    assert order == list(range(6))


def test_a_free_lock_is_free_again():
    lock = TurnLock()
    for _ in range(3):
        lock.acquire()
        lock.release()
    assert not lock._held


def test_each_database_file_has_its_own_queue():
    assert turns("a") is turns("a")
    assert turns("a") is not turns("b")


def test_who_waits_too_long_is_told_and_leaves_the_queue():
    lock = TurnLock()
    lock.acquire()
    assert not lock.acquire(0.01)
    assert not lock._waiting
    lock.release()
    assert lock.acquire(0.01)


OTHER = r"""
import sys
from pathlib import Path
from yimen.config.sqlite.turns import Gate
gate = Gate(Path(sys.argv[1]))
for line in sys.stdin:
    if line == "take\n":
        print(gate.acquire(20.0), flush=True)
    else:
        gate.release()
        print("free", flush=True)
"""


class Neighbour:
    """Another process at the gate."""

    def __init__(self, database: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", OTHER, str(database)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip

    def say(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()

    def heard(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def asked(self, word: str) -> str:
        self.say(word)
        return self.heard()


@pytest.fixture
def neighbour(tmp_path: Path) -> Iterator[Neighbour]:
    made = Neighbour(tmp_path / "db")
    yield made
    made.process.kill()
    made.process.communicate()


def test_two_processes_exclude_each_other_and_the_dead_let_go(tmp_path: Path, neighbour: Neighbour) -> None:
    mine = Gate(tmp_path / "db")
    assert neighbour.asked("take") == "True"
    assert not mine.acquire(0.01)
    assert neighbour.asked("leave") == "free"
    assert mine.acquire(0.01)
    mine.release()
    assert neighbour.asked("take") == "True"
    neighbour.process.kill()
    neighbour.process.wait()
    assert mine.acquire(5)
    mine.release()


def test_who_has_written_does_not_write_again_before_who_waits(tmp_path: Path, neighbour: Neighbour) -> None:
    """However fast it asks again: the place of the next one is taken."""
    mine = Gate(tmp_path / "db")
    assert mine.acquire(1)
    neighbour.say("take")
    with (tmp_path / "db-next").open() as next_place:
        while True:  # until the neighbour stands in the place of the next one
            try:
                fcntl.flock(next_place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                break
            fcntl.flock(next_place, fcntl.LOCK_UN)
    mine.release()
    assert not mine.acquire(0.05), "the neighbour's turn came first"
    assert neighbour.heard() == "True"
    assert neighbour.asked("leave") == "free"
    assert mine.acquire(1)
    mine.release()


def test_where_no_files_can_be_made_sqlite_alone_decides(tmp_path: Path) -> None:
    gate = Gate(tmp_path / "no such folder" / "db")
    assert gate.acquire(0.01)
    gate.release()
