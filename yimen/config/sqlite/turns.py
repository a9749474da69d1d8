"""Whose turn it is to write: first come, first served inside a process, in turns between processes.

SQLite's own writer lock is unfair: of several that wait, one may starve for seconds. Inside a process writers
stand in a queue. The first of each process's queue then takes the gate: two locked files beside the database.
Who waits for the turn holds the place of the next one, so a process that has just written cannot take the
turn again before another that waits. The kernel frees both when a process dies.
"""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from collections import deque
from pathlib import Path

log = logging.getLogger(__name__)
#: Seconds between two looks at a lock that another process holds: a small part of one durable commit.
LOOK_AGAIN = 0.0005


class TurnLock:
    """A lock whose waiters are served in order of arrival."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def acquire(self, seconds: float = -1) -> bool:
        """Wait for one's turn, at most so many seconds (-1: however long); whether it came."""
        with self._guard:
            if not self._held:
                self._held = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # it came in the very moment of giving up

    def release(self) -> None:
        """Hand the turn to the longest waiter."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


class Gate:
    """The turn between processes; taken by one thread of a process at a time."""

    def __init__(self, database: Path) -> None:
        self._files = [database.with_name(f"{database.name}-{name}") for name in ("next", "turn")]
        self._handles: list[int] = []
        self._owner = 0

    def acquire(self, seconds: float) -> bool:
        """Wait for this process's turn, at most so many seconds; whether it came.

        Where the files cannot be made (a full disk, a folder that may only be read) it comes at once:
        SQLite's own lock still guards the database, and SQLite itself says what is wrong.
        """
        if not self._opened():
            return True
        until = time.monotonic() + seconds
        following, turn = self._handles
        if not _locked(following, until):
            return False
        try:
            return _locked(turn, until)
        finally:
            fcntl.flock(following, fcntl.LOCK_UN)

    def release(self) -> None:
        """The turn is the next one's."""
        if self._handles and self._owner == os.getpid():
            fcntl.flock(self._handles[1], fcntl.LOCK_UN)

    def _opened(self) -> bool:
        """A handle is shared with a forked child, and so would be its lock: each process has its own."""
        if self._handles and self._owner == os.getpid():
            return True
        self._handles, self._owner = [], os.getpid()
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        try:
            following, turn = (os.open(path, flags, 0o600) for path in self._files)
        except OSError as error:
            log.warning("writers of several processes stand in no queue: %s", error.strerror)
            return False
        self._handles = [following, turn]
        return True


def _locked(handle: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(LOOK_AGAIN)
        else:
            return True


class Turns:
    """The queue of one database: of this process's threads, and of the processes that work on its file."""

    def __init__(self, database: str) -> None:
        self._queue = TurnLock()
        self._gate = Gate(Path(database)) if _is_file(database) else None

    def acquire(self, seconds: float) -> bool:
        """Wait for one's turn, at most so many seconds; whether it came."""
        until = time.monotonic() + seconds
        if not self._queue.acquire(seconds):
            return False
        if self._gate is None or self._gate.acquire(until - time.monotonic()):
            return True
        self._queue.release()
        return False

    def release(self) -> None:
        """Hand the turn on."""
        if self._gate is not None:
            self._gate.release()
        self._queue.release()


def _is_file(database: str) -> bool:
    """Whether other processes can work on it: not where it lives in memory."""
    return bool(database) and ":memory:" not in database and "mode=memory" not in database


_turns: dict[str, Turns] = {}
_guard = threading.Lock()


def turns(database: str) -> Turns:
    """The queue of one database."""
    with _guard:
        return _turns.setdefault(database, Turns(database))
