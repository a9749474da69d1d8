"""SQLite's writers in one process are served in the order in which they came."""

from __future__ import annotations

import threading
import time

from yimen.config.sqlite.base import TurnLock, turn_lock


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
    assert turn_lock("a") is turn_lock("a")
    assert turn_lock("a") is not turn_lock("b")


def test_who_waits_too_long_is_told_and_leaves_the_queue():
    lock = TurnLock()
    lock.acquire()
    assert not lock.acquire(0.01)
    assert not lock._waiting
    lock.release()
    assert lock.acquire(0.01)
