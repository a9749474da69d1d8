"""The small county reached over HTTP: a caller for each person, with a token of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests import county as counties
from tests import samples
from yimen.accounts import actions as accounts
from yimen.accounts.scopes import Scope
from yimen.bureau import queries as bureau
from yimen.catalogue import queries as catalogue

NOW = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ALL = [str(scope) for scope in Scope]
PDF = samples.pdf()


@dataclass
class Caller:
    """A program with a token ("" for none)."""

    secret: str = ""

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request to /api/v1; `headers` with underscores, e.g. if_match='"3"'."""
        extra = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            extra["Authorization"] = f"Bearer {self.secret}"
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        return Client(raise_request_exception=False).generic(
            method, f"/api/v1{path}", data, content_type="application/json", headers=extra
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.send("DELETE", path, **headers)

    def upload(self, path: str, content: bytes | None, name: str = "图.pdf", **more: str) -> Any:
        """One multipart POST; `key` is the Idempotency-Key, other names are form fields."""
        headers = {"Authorization": f"Bearer {self.secret}"}
        if key := more.pop("key", ""):
            headers["Idempotency-Key"] = key
        data: dict[str, Any] = dict(more)
        if content is not None:
            data["file"] = SimpleUploadedFile(name, content)
        return Client(raise_request_exception=False).post(f"/api/v1{path}", data, headers=headers)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Monday morning, whenever the test runs; memories of rolled back rows forgotten."""
    moment = [NOW]

    def tick() -> datetime:
        moment[0] += timedelta(seconds=1)
        return moment[0]

    monkeypatch.setattr(timezone, "now", tick)
    bureau.calendar_at.cache_clear()
    catalogue.forget_specs()


@pytest.fixture
def county(db: None) -> counties.County:
    return counties.build(NOW)


@pytest.fixture
def caller(county: counties.County) -> Callable[..., Caller]:
    """`caller("li")`, `caller("clerk", "cases:read")`: a token with all scopes, or those named."""

    def make(name: str, *scopes: str) -> Caller:
        made = accounts.make_token(county[name], "测试", list(scopes) or ALL, 30, now=NOW)
        return Caller(made.secret)

    return make


@pytest.fixture
def anybody() -> Caller:
    return Caller()


@pytest.fixture
def draft(caller: Callable[..., Caller]) -> Callable[..., str]:
    """`draft(li)`: the number of a licence application, filled in and with its materials."""

    def make(who: Caller, *, filled: bool = True) -> str:
        number = who.post("/applications", {"item": counties.LICENCE}).json()["number"]
        if filled:
            who.put(f"/applications/{number}/answers", {"answers": {"shop_name": "青石面馆", "area": "120"}})
            for code in ("M-PLAN", "M-RULES"):
                given = who.upload(f"/applications/{number}/materials/{code}/files", PDF)
                assert given.status_code == 201, given.content.decode()
        return number

    return make


@pytest.fixture
def reach(caller: Callable[..., Caller], draft: Callable[..., str]) -> Callable[..., str]:
    """`reach("accepted")`: a case of 李敏 brought that far over HTTP."""

    def walk(until: str) -> str:
        li, clerk = caller("li"), caller("clerk")
        number = draft(li)
        steps: list[tuple[str, Caller, str, dict[str, Any]]] = [
            ("submitted", li, f"/applications/{number}/submit", {}),
            ("received", clerk, f"/cases/{number}/acts/receive", {}),
            ("accepted", clerk, f"/cases/{number}/acts/accept", {}),
            ("opinion1", caller("officer"), f"/cases/{number}/acts/opinion", {"verdict": "agree"}),
            ("opinion2", caller("head"), f"/cases/{number}/acts/opinion", {"verdict": "agree"}),
            ("granted", caller("director"), f"/cases/{number}/acts/grant",
             {"result_number": "JY0001", "result_from": "2026-11-16"}),
            ("issued", clerk, f"/cases/{number}/acts/issue", {}),
            ("delivered", clerk, f"/cases/{number}/acts/deliver", {"receiver": "李敏", "seen": "居民身份证"}),
        ]  # fmt: skip
        for name, who, path, body in steps if until != "draft" else []:
            answer = who.post(path, body)
            assert answer.status_code == 200, (path, answer.content.decode())
            if name == until:
                break
        return number

    return walk
