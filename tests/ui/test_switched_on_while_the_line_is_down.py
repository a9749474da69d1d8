"""A display that is switched on while the server is not there says so, and comes back by itself."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from tests.ui import machine_room as room
from tests.ui import machines

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Line:
    """A line to the server that can be cut: what comes to its port is handed on while it is whole."""

    def __init__(self, port: int) -> None:
        self.server, self.port = port, 0
        self.mend()

    def mend(self) -> None:
        self.ends: list[socket.socket] = []
        self.hands: list[threading.Thread] = []
        self.door = socket.create_server(("127.0.0.1", self.port))
        self.port = self.door.getsockname()[1]
        self._go(self._take)

    def cut(self) -> None:
        for one in (self.door, *self.ends):
            self._end(one)
        for hand in self.hands:
            hand.join(10)
        for one in (self.door, *self.ends):
            one.close()

    def _go(self, work: Callable[..., None], *args: socket.socket) -> None:
        hand = threading.Thread(target=work, args=args, daemon=True)
        self.hands.append(hand)
        hand.start()

    def _take(self) -> None:
        with contextlib.suppress(OSError):  # until the line is cut
            while True:
                here, _address = self.door.accept()
                self.ends.append(here)
                there = socket.create_connection(("127.0.0.1", self.server))
                self.ends.append(there)
                self._go(self._carry, here, there)
                self._go(self._carry, there, here)

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := one.recv(65536):
                other.sendall(piece)
        self._end(other)

    @staticmethod
    def _end(one: socket.socket) -> None:
        with contextlib.suppress(OSError):  # it may be over already
            one.shutdown(socket.SHUT_RDWR)


def test_it_says_so_and_comes_back(chromium: Any, live_server: Any) -> None:
    county = room.build()
    line = Line(live_server.thread.port)
    base = f"http://localhost:{line.port}"
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    token = machines.token(county, "hall display")
    context.add_cookies([{"name": settings.DEVICE_COOKIE, "value": token, "url": base}])
    page = context.new_page()
    page.goto(f"{base}/device/hall/", wait_until="load")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    kept = page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async one =>
        (await (await caches.open(one)).keys()).map(r => new URL(r.url).pathname)))).flat().sort()"""
    )
    assert kept == ["/device/away/", "/static/zw-screen.css"]
    page.close()
    line.cut()
    page = context.new_page()
    page.goto(f"{base}/device/hall/", wait_until="load")
    assert page.inner_text("h1") == "线路断了"
    assert re.fullmatch(r"\d\d:\d\d", page.inner_text(".now-time"))
    line.mend()
    page.wait_for_selector("main[data-news]")
    assert "线路断了" not in page.content()
    context.close()
    line.cut()
