"""Ctrl-C and SIGTERM are heard from the moment the demo starts its children, not only once it is ready."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

import pytest

from yimen.demo import running


@pytest.fixture
def undisturbed():
    """The handlers of the test run, put back after the test."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_while_it_starts_ends_it(number, undisturbed, monkeypatch):
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    real = subprocess.Popen
    monkeypatch.setattr(running.subprocess, "Popen", lambda command, **more: real(sleeper, **more))
    signal.signal(number, signal.SIG_IGN)  # as a shell leaves it for a process in the background
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    pair = running.Pair(f"127.0.0.1:{port}")
    try:
        pair.start()
        os.kill(os.getpid(), number)
        pair.wait_ready()
        assert pair.watch() == 0
    finally:
        pair.stop()
    assert [child.poll() is not None for child in pair._children] == [True, True]
