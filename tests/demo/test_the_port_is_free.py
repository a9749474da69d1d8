"""The demo does not start on an address where somebody else answers."""

from __future__ import annotations

import socket

import pytest

from yimen.demo import running


def test_a_taken_port_is_told_at_once():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        pair = running.Pair(f"127.0.0.1:{other.getsockname()[1]}")
        with pytest.raises(running.PortTaken):
            pair.start()
        pair.stop()
