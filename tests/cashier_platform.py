"""A payment platform in a thread of its own, by the contract of docs/how-to/cashier.md, sound or not."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC

KEY = bytes(range(32))
MERCHANT = "439926"


def signature(purpose: str, moment: str, nonce: str, body: bytes, key: bytes = KEY) -> str:
    """Written here once more from the contract, apart from the product."""
    made = HMAC(key, SM3())
    made.update(f"yimen-cashier-1\n{purpose}\n{MERCHANT}\n{moment}\n{nonce}\n".encode() + body)
    return made.finalize().hex()


@dataclass
class Platform:
    """`mode`: how it misbehaves; `orders`: what it keeps; `release`: ends a slow answer."""

    port: int = 0
    mode: str = ""
    orders: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any], bool]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)

    @property
    def told(self) -> dict[str, str]:
        """What stands in cashier.json of a site that uses it."""
        return {"url": f"http://127.0.0.1:{self.port}/v1", "merchant": MERCHANT, "key": KEY.hex()}

    def pay(self, number: str, reference: str = "P-1") -> None:
        """Somebody pays."""
        self.orders[number] |= {"state": "paid", "reference": reference}

    def answer(self, path: str, told: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """What a sound platform says."""
        number = told["order"]
        if path == "/v1/orders":
            made = {"order": number, "amount": told["amount"], "state": "pending", "reference": "",
                    "pay_url": f"https://pay.example.cn/{number}"}  # fmt: skip
            kept = self.orders.setdefault(number, made)
            return (200, kept) if kept["amount"] == told["amount"] else (409, {"problem": "other amount"})
        return (200, self.orders[number]) if number in self.orders else (404, {"problem": "unknown"})

    def spoil(self, status: int, made: dict[str, Any]) -> tuple[int, bytes]:
        """The same answer as the mode would have it."""
        if self.mode == "fails":
            return 503, b"{}"
        if self.mode == "refuses":
            return 422, b"{}"
        if self.mode == "garbage":
            return 200, b"<html>"
        other = {"amount": {"amount": "0.01"}, "order": {"order": "SOMEBODY-ELSES"},
                 "state": {"state": "maybe"}, "address": {"pay_url": "javascript:alert(1)"}}  # fmt: skip
        return status, json.dumps({**made, **other.get(self.mode, {})}).encode()


class _Handler(BaseHTTPRequestHandler):
    platform: Platform

    def do_POST(self) -> None:
        one = self.platform
        body = self.rfile.read(int(self.headers["Content-Length"]))
        path, nonce, moment = self.path, self.headers["X-Cashier-Nonce"], self.headers["X-Cashier-Time"]
        purpose = "order" if path == "/v1/orders" else "query"
        sound = self.headers["X-Cashier-Sign"] == signature(purpose, moment, nonce, body)
        one.asked.append((path, json.loads(body), sound))
        if one.mode == "slow":
            one.release.wait(20)
        status, text = one.spoil(*one.answer(path, json.loads(body)))
        if one.mode == "elsewhere":
            status = 302
        self._send(status, nonce, text)

    def _send(self, status: int, nonce: str, text: bytes) -> None:
        key = secrets.token_bytes(32) if self.platform.mode == "forged" else KEY
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"http://127.0.0.1:{self.platform.port}/v1/orders/query")
        self.send_header("X-Cashier-Sign", signature("answer", str(status), nonce, text, key))
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.platform.mode == "drips":
            self._drip(text)
        else:
            self.wfile.write(text)

    def _drip(self, text: bytes) -> None:
        """A byte now and then, until the other side has enough or the test ends."""
        for n in range(len(text)):
            try:
                self.wfile.write(text[n : n + 1])
            except OSError:
                return
            if self.platform.release.wait(0.2):
                return

    def log_message(self, *_said: object) -> None:
        """Nothing of it on the screen."""


@contextmanager
def running() -> Iterator[Platform]:
    """The platform, listening on a port of its own until the test ends."""
    platform = Platform()
    handler = type("Handler", (_Handler,), {"platform": platform})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    platform.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield platform
    finally:
        platform.release.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
