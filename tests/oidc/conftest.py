"""The platform in a process of its own, the site's settings for it, and the way of a browser through both."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from tests import county as counties
from tests.oidc.provider import CLIENT, SECRET
from yimen.rules import identity

ROOT = Path(__file__).parents[2]
#: Nobody of the county has it.
NEW = counties.id_number("19800229", 808)


@dataclass
class Platform:
    """The process and what it is told."""

    port: int
    person: dict[str, Any] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, told: Any = None) -> http.client.HTTPResponse:
        """One request to the platform."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request(method, path, json.dumps(told) if told is not None else None)
        answer = line.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        line.close()
        return answer

    def says(self, mode: str = "", **person: Any) -> None:
        """Who is signed in there, and how it misbehaves."""
        self.person = {
            "sub": "u-7", "name": "李敏", "id_number": NEW, "user_real_lvl": "3",
            "phone_number": "13912345670", "email": "li@example.org", "email_verified": True, **person,
        }  # fmt: skip
        assert self.ask("POST", "/control", {"person": self.person, "mode": mode}).status == 200

    def asked(self) -> list[dict[str, str]]:
        """What it was asked since."""
        return json.loads(self.ask("GET", "/asked").body)["asked"]  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def process() -> Iterator[int]:
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.oidc.provider"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    yield int(running.stdout.readline())
    running.terminate()
    running.wait(10)
    running.stdout.close()


@pytest.fixture
def platform(process: int, settings: Any) -> Platform:
    made = Platform(process)
    settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_SECRET = made.issuer, CLIENT, SECRET
    settings.OIDC_NAME, settings.OIDC_CLAIMS = "省统一身份认证", identity.CLAIMS
    made.says()
    return made


@pytest.fixture
def county(db: None) -> counties.County:
    return counties.build(timezone.now() - timedelta(days=3))


@dataclass
class Browser:
    """Goes out by the button, through the platform, and back."""

    platform: Platform
    client: Client = field(default_factory=Client)

    def out(self, start: str = "/login/oidc/", **sent: str) -> Any:
        """The button, with the password where an account is to be linked: our answer, which leads to the
        platform."""
        return self.client.post(start, {"password": counties.PASSWORD, **sent})

    def there(self, answer: Any) -> str:
        """What the platform does with the browser: the address to which it sends it back."""
        assert answer.status_code == 302, answer.content.decode()
        where = urlsplit(answer["Location"])
        assert f"{where.scheme}://{where.netloc}" == self.platform.issuer
        back = self.platform.ask("GET", f"{where.path}?{where.query}")
        assert back.status == 302, back.body  # type: ignore[attr-defined]
        found = urlsplit(str(back.getheader("Location")))
        assert (found.netloc, found.path) == ("testserver", "/login/oidc/callback/")
        return f"{found.path}?{found.query}"

    def walk(self, start: str = "/login/oidc/", **sent: str) -> Any:
        """All three legs; our answer at the end."""
        return self.client.get(self.there(self.out(start, **sent)))


@pytest.fixture
def browser(platform: Platform) -> Browser:
    return Browser(platform)
