"""Web and worker as two child processes of `yimen demo`: started together, stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

from django.conf import settings

#: Seconds for the web server to answer its first request, and for a child to end after SIGTERM.
READY_SECONDS, STOP_SECONDS = 60.0, 15.0


class PortTaken(RuntimeError):
    """Somebody listens on that address already, perhaps an earlier demo."""


class NotReady(RuntimeError):
    """The web server did not answer in time, or ended."""


def _require_free(bind: str) -> None:
    """Raise PortTaken unless one may listen there: else an earlier demo would answer in our name."""
    host, _, port = bind.rpartition(":")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]") or "127.0.0.1", int(port)))
        except OSError as error:
            raise PortTaken(bind) from error


class Pair:
    """The two processes."""

    def __init__(self, bind: str) -> None:
        self.bind = bind
        self._stopping = False
        self._children: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start both, each in its own group, so that Ctrl-C reaches only the parent. Raises PortTaken.

        Each holds the other end of a pipe of ours and ends when it breaks: nobody may outlive a killed demo.
        """
        _require_free(self.bind)
        # Before the children: who asks to stop while they start must be heard, also where a shell has put
        # this process in the background and SIGINT is ignored from birth.
        signal.signal(signal.SIGTERM, self._stop_signal)
        signal.signal(signal.SIGINT, self._stop_signal)
        env = {**os.environ, "YIMEN_DEMO": "yes", "YIMEN_REGISTERS": settings.REGISTERS or "fake"}
        for words in (["serve", "--bind", self.bind], ["work"]):
            command = [sys.executable, "-m", "yimen.config.lifeline", *words]
            child = subprocess.Popen(command, env=env, start_new_session=True, stdin=subprocess.PIPE)  # noqa: S603
            self._children.append(child)

    def wait_ready(self) -> None:
        """Return when the first page answers, or somebody asked to stop. Raises NotReady."""
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            if self._stopping:
                return
            if any(child.poll() is not None for child in self._children):
                break
            try:
                with urllib.request.urlopen(f"http://{self.bind}/healthz", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise NotReady(self.bind)

    def watch(self) -> int:
        """Wait for Ctrl-C, SIGTERM or the end of a child; the exit code."""
        while not self._stopping and all(child.poll() is None for child in self._children):
            time.sleep(0.2)
        return 0 if self._stopping else 1

    def _stop_signal(self, signum: int, frame: FrameType | None) -> None:
        self._stopping = True

    def stop(self) -> None:
        """End both: politely first, then not."""
        for child in self._children:
            if child.poll() is None:
                child.terminate()
        for child in self._children:
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            if child.stdin is not None:
                child.stdin.close()
