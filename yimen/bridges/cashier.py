"""A payment platform over HTTP, by the contract of docs/how-to/cashier.md: JSON both ways, each message
signed with HMAC-SM3 under one shared key, each answer bound to its question by the number of the question.

It never guesses: what does not come in time is Unreachable (asked again later), what comes and does not fit
is Contradiction (somebody has to look). Redirects are not followed; an answer is read up to 64 KB and
only until the deadline, however slowly it drips.
"""

from __future__ import annotations

import hmac
import http.client
import json
import secrets
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC

from yimen.rules.cashier import Doubt, read_amount, signed_text
from yimen.rules.paying import PayState

from .payment import Answer, Contradiction, Unreachable

#: An answer is never longer.
MOST = 64 * 1024
_STATES = {"pending": PayState.PENDING, "paid": PayState.PAID, "failed": PayState.FAILED}


@dataclass(frozen=True)
class HttpPayments:
    """The platform at `url`, which knows the site as `merchant`; `key` is shared with it."""

    url: str
    merchant: str
    key: bytes

    @classmethod
    def of(cls, told: Mapping[str, str]) -> HttpPayments:
        """As the file of the site says (`yimen.config.cashier`)."""
        return cls(told["url"].rstrip("/"), told["merchant"], bytes.fromhex(told["key"]))

    def place(self, number: str, amount: Decimal, *, timeout: float) -> Answer:
        """Place an order; placed again it is the same one. Raises Unreachable, Contradiction."""
        told = self._ask("order", "/orders", {"order": number, "amount": f"{amount:.2f}"}, timeout)
        return _answer(number, told)

    def look(self, number: str, *, timeout: float) -> Answer:
        """How an order stands. Raises Unreachable, Contradiction."""
        return _answer(number, self._ask("query", "/orders/query", {"order": number}, timeout))

    def _ask(self, purpose: str, path: str, told: Mapping[str, str], timeout: float) -> Any:
        body, nonce = json.dumps(told, separators=(",", ":")).encode(), secrets.token_hex(16)
        sent = str(int(time.time()))
        sign = self._sign(purpose, sent, nonce, body).hex()
        head = {
            "Content-Type": "application/json", "X-Cashier-Merchant": self.merchant, "X-Cashier-Time": sent,
            "X-Cashier-Nonce": nonce, "X-Cashier-Sign": sign, "Connection": "close",
        }  # fmt: skip
        try:
            status, given, text = self._send(path, body, head, timeout)
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(type(error).__name__) from error
        if status >= 500 or status == 429:
            raise Unreachable(f"status {status}")
        wanted = self._sign("answer", str(status), nonce, text)
        if not hmac.compare_digest(wanted.hex().encode(), given.encode("utf-8", "replace")):
            raise Contradiction(Doubt.UNREADABLE)
        if status != 200:
            raise Contradiction(Doubt.REFUSED)
        return _json(text)

    def _sign(self, purpose: str, sent: str, nonce: str, body: bytes) -> bytes:
        made = HMAC(self.key, SM3())
        made.update(signed_text(purpose, self.merchant, sent, nonce, body))
        return made.finalize()

    def _send(
        self, path: str, body: bytes, head: Mapping[str, str], timeout: float
    ) -> tuple[int, str, bytes]:
        """Status, signature and body of the answer. Raises OSError, HTTPException."""
        until, address = time.monotonic() + timeout, urlsplit(self.url)
        line = _line(address.scheme, address.hostname or "", address.port, timeout)
        try:
            line.request("POST", address.path + path, body, dict(head))
            answer = line.getresponse()
            return answer.status, answer.getheader("X-Cashier-Sign", ""), _read(line, answer, until)
        finally:
            line.close()


def _line(scheme: str, host: str, port: int | None, timeout: float) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=timeout, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=timeout)


def _read(line: http.client.HTTPConnection, answer: http.client.HTTPResponse, until: float) -> bytes:
    """The body. Raises TimeoutError when it is not there by the deadline, or is too long to be an answer."""
    found = b""
    while piece := answer.read1(MOST):
        found += piece
        left = until - time.monotonic()
        if left <= 0 or len(found) > MOST:
            raise TimeoutError("too slow or too long")
        if line.sock is not None:
            line.sock.settimeout(left)
    return found


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise Contradiction(Doubt.UNREADABLE) from error


def _answer(number: str, told: Any) -> Answer:
    """What the platform says of this order. Raises Contradiction for what is no answer to the question."""
    if not isinstance(told, dict):
        raise Contradiction(Doubt.UNREADABLE)
    amount, state = read_amount(told.get("amount")), _STATES.get(str(told.get("state")))
    if amount is None or state is None:
        raise Contradiction(Doubt.UNREADABLE)
    if told.get("order") != number:
        raise Contradiction(Doubt.UNKNOWN)
    return Answer(state, str(told.get("reference", ""))[:80], amount, _pay_url(told.get("pay_url", "")))


def _pay_url(told: object) -> str:
    """Where the payer goes; only a web address over TLS is passed on."""
    text = told if isinstance(told, str) and len(told) <= 300 and told.isprintable() else ""
    return text if text.startswith("https://") and urlsplit(text).hostname else ""
