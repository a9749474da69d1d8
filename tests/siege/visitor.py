"""A browser without eyes, and a program: what the clients of a siege speak HTTP with."""

from __future__ import annotations

import http.client
import json
import re
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

#: Longer than a request waits for a busy database before it is told to come again.
TIMEOUT = 40.0
IDLE = 1.0


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        return json.loads(self.body)


class Visitor:
    """One client with its cookies or token. Raises OSError, HTTPException when the line breaks."""

    def __init__(self, port: int, token: str = "") -> None:
        self._port, self._token = port, token
        self._line: http.client.HTTPConnection | None = None
        self._used = 0.0
        self.cookies: dict[str, str] = {}

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """One request. The line is kept open between requests."""
        if time.monotonic() > self._used + IDLE:
            self.close()  # the server closes idle lines; a request sent into that moment would be lost
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self._token:
            sent["Authorization"] = f"Bearer {self._token}"
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self._line.request(method, path, body, sent)
            raw = self._line.getresponse()
            answer = Answer(raw.status, {k.lower(): v for k, v in raw.getheaders()}, raw.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        raw.close()
        self._used = time.monotonic()
        for name, value in raw.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        if raw.will_close:
            self.close()
        return answer

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def form(self, path: str, fields: list[tuple[str, str]]) -> Answer:
        """Send a form as a browser does, with the token of the page."""
        fields = [("csrfmiddlewaretoken", self.cookies.get("csrftoken", "")), *fields]
        return self.send(
            "POST", path, urlencode(fields).encode(), Content_Type="application/x-www-form-urlencoded"
        )

    def sign_in(self, login: str, password: str) -> Answer:
        page = self.get("/login/")
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        fields = [("login", login), ("password", password)]
        if found:
            fields.append(("csrfmiddlewaretoken", found[1]))
        return self.form("/login/", fields)

    def call(self, method: str, path: str, body: Any = None, key: str = "") -> Answer:
        """One call of the interface."""
        data = b"" if body is None else json.dumps(body).encode()
        headers = {"Content_Type": "application/json"} if data else {}
        if key:
            headers["Idempotency_Key"] = key
        return self.send(method, f"/api/v1{path}", data, **headers)

    def upload(self, path: str, content: bytes, key: str) -> Answer:
        """One file to one material."""
        edge = secrets.token_hex(8)
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        kind = f"multipart/form-data; boundary={edge}"
        return self.send("POST", f"/api/v1{path}", body, Content_Type=kind, Idempotency_Key=key)
