"""Writing lines: each opens the file of its day, appends in one call and lets go.

Nothing is held between two lines, so that processes, threads, midnight and whoever moves a file cannot get
into each other's way. A line that cannot be written never fails the request: it is counted, told on standard
error and at /healthz, and the first line after it says in the log itself how many are missing.
"""

from __future__ import annotations

import errno
import logging
import os
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from yimen.rules.accesslog import Gap, Line, encode, name_of
from yimen.rules.calendar import china_date

log = logging.getLogger(__name__)
#: The file is for its owner and the group that collects logs; nobody else.
FILE_MODE, FOLDER_MODE = 0o640, 0o750
#: While lines are lost, it is said again so often.
TOLD_EVERY = timedelta(minutes=1)


@dataclass
class Losing:
    """Lines that this process could not write since a moment, and when that was last said."""

    since: datetime
    told: datetime | None = None
    lines: int = 0


class Writer:
    """What one process knows of its own writing."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._torn = False
        self.losing: Losing | None = None

    def write(self, one: Line) -> None:
        """Append one line to the file of its day (Asia/Shanghai). Never raises for the disk."""
        try:
            if self.losing is None and not self._torn:
                self._append(one.at, encode(one))
            else:
                self._go_on(one)
        except OSError as error:
            self._lose(one.at, error)

    def _append(self, at: datetime, data: bytes) -> None:
        path = settings.ACCESS_LOG_DIR / name_of(china_date(at))
        try:
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
        except FileNotFoundError:
            Path(path.parent).mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
        try:
            written = os.write(handle, data)
        finally:
            os.close(handle)
        if written != len(data):
            self._torn = True  # half a line stands there: the next one begins on its own
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _go_on(self, one: Line) -> None:
        """After lost lines: end the torn one, say how many are missing, then the line in hand."""
        with self._guard:
            lost = self.losing
            gap = encode(Gap(one.at, lost.lines, lost.since)) if lost else b""
            self._append(one.at, (b"\n" if self._torn else b"") + gap + encode(one))
            self.losing, self._torn = None, False
        if lost:
            log.error(
                "the access log is written again; %d lines are missing since %s", lost.lines, lost.since
            )

    def _lose(self, at: datetime, error: OSError) -> None:
        with self._guard:
            lost = self.losing = self.losing or Losing(at)
            lost.lines += 1
            if lost.told is not None and timedelta(0) <= at - lost.told < TOLD_EVERY:
                return
            lost.told = at
        log.error(
            "the access log cannot be written, %d lines lost since %s: %s", lost.lines, lost.since, error
        )


writer = Writer()
