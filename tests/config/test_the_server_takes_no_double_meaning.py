"""The server that `yimen serve` runs: no debug pages, and no request that could end in two places."""

from __future__ import annotations

import socket

import pytest
from django.core.management import CommandError, call_command
from gunicorn.config import Config
from gunicorn.http import RequestParser

from yimen.config.management.commands.serve import options

POST, CHUNKED = b"POST / HTTP/1.1\r\nHost: a\r\n", b"Transfer-Encoding: chunked\r\n"
#: Requests that a proxy and a server could cut apart differently (RFC 9112, 6.3 and 11.2).
SMUGGLED = {
    "both lengths": POST + b"Content-Length: 6\r\n" + CHUNKED + b"\r\n0\r\n\r\nX",
    "two lengths": POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nXY",
    "a length that is none": POST + b"Content-Length: +1\r\n\r\nX",
    "chunked, not last": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "an unknown coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a blank before the colon": POST + b"Content-Length : 1\r\n\r\nX",
    "a folded header": POST + b"X: a\r\n Content-Length: 1\r\n\r\nX",
    "a chunk of no number": POST + CHUNKED + b"\r\n-1\r\nX\r\n0\r\n\r\n",
    "NUL in a header": b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n",
    "an underscore for a hyphen": b"GET / HTTP/1.1\r\nHost: a\r\nX_Forwarded_Proto: https\r\n\r\n",
}  # fmt: skip


def read(sent: bytes) -> list[tuple[str, bytes, list[tuple[str, str]]]]:
    """The requests that the server finds in what was sent, with the settings that `serve` gives it."""
    cfg = Config()
    for key, value in options("127.0.0.1:0").items():
        cfg.set(key, value)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(sent)
        theirs.shutdown(socket.SHUT_WR)
        return [
            (one.method, one.body.read(), one.headers) for one in RequestParser(cfg, ours, ("127.0.0.1", 1))
        ]


@pytest.mark.parametrize("sent", SMUGGLED.values(), ids=SMUGGLED.keys())
def test_two_lengths_are_refused(db: None, sent: bytes) -> None:
    """Refused, or read without the header that means two things; never a second request out of one body."""
    try:
        found = read(sent)
    except Exception as refused:
        assert "gunicorn.http" in type(refused).__module__, refused
        return
    assert len(found) == 1
    assert not [name for name, _ in found[0][2] if "_" in name]


def test_a_plain_request_is_read(db: None) -> None:
    sent = b"POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nXYGET /b HTTP/1.1\r\nHost: a\r\n\r\n"
    assert [(method, body) for method, body, _ in read(sent)] == [("POST", b"XY"), ("GET", b"")]


def test_it_does_not_start_with_debug_pages(settings) -> None:
    settings.DEBUG = True
    with pytest.raises(CommandError, match="YIMEN_DEBUG"):
        call_command("serve")
