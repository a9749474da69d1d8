"""Programs that carry applications through, each act sent again and again until it is acknowledged."""

from __future__ import annotations

import http.client
import io
import secrets
import threading
import time
from dataclasses import dataclass, field

from PIL import Image

from tests.siege.house import House
from tests.siege.visitor import Answer, Visitor


def picture() -> bytes:
    """A small picture that no other upload is like."""
    made = io.BytesIO()
    Image.frombytes("RGB", (8, 8), secrets.token_bytes(192)).save(made, "PNG")
    return made.getvalue()


@dataclass
class Life:
    """One application as its client saw it: what was acknowledged, in order."""

    number: str = ""
    acts: list[str] = field(default_factory=list)


@dataclass
class Client:
    """Carries one application after the other through until told to stop; finishes the one in hand."""

    house: House
    stopping: threading.Event
    name: int = 0
    lives: list[Life] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    unable: list[Answer] = field(default_factory=list)
    broken: int = 0
    retries: int = 0
    latest: float = 0.0

    def run(self) -> None:
        self._lines = {n: Visitor(self.house.port, t) for n, t in self.house.told["tokens"].items()}
        while not self.stopping.is_set():
            self._live()
        for line in self._lines.values():
            line.close()

    def _sure(self, who: str, send) -> Answer | None:
        """Send until it is acknowledged: a broken line, 5xx: again, with the same key. None: refused."""
        while True:
            try:
                answer = send(self._lines[who])
            except (OSError, http.client.HTTPException):
                answer = None
            if answer is not None and answer.status < 500:
                break
            self._note(answer)
            self.retries += 1
            if self.stopping.is_set() and time.monotonic() > self.latest:
                raise TimeoutError("no answer for too long after the end")
            time.sleep(0.05)
        if answer.status in {200, 201}:
            return answer
        self.refused.append(f"{answer.status}: {answer.text[:300]}")
        return None

    def _note(self, answer: Answer | None) -> None:
        """A line that broke, a server that cannot, a server that failed: three things."""
        if answer is None:
            self.broken += 1
        elif answer.status in {503, 507}:
            self.unable.append(answer)
        else:
            self.failed.append(f"{answer.status}: {answer.text[:300]}")

    def _act(self, life: Life, who: str, act: str, path: str, body: object, method: str = "POST") -> bool:
        key = secrets.token_hex(12)
        answer = self._sure(who, lambda line: line.call(method, path, body, key))
        if answer is not None:
            life.acts.append(act)
            life.number = answer.json()["number"]
        return answer is not None

    def _file(self, life: Life, material: str) -> bool:
        key, path = secrets.token_hex(12), f"/applications/{life.number}/materials/{material}/files"
        content = picture()
        return self._sure("li", lambda line: line.upload(path, content, key)) is not None

    def _live(self) -> None:
        life = Life()
        if not self._act(life, "li", "open", "/applications", {"item": self.house.told["licence"]}):
            return
        life.acts.clear()  # opening a draft is not a step of the case
        self.lives.append(life)
        apply, case = f"/applications/{life.number}", f"/cases/{life.number}/acts"
        answers = {"answers": {"shop_name": "青石面馆", "area": "120"}}
        granted = {"result_number": "JY1", "result_from": "2026-11-16"}
        ways = [
            ("li", "save", f"{apply}/answers", answers, "PUT"),
            ("li", "submit", f"{apply}/submit", {"again": "另一家店"}, "POST"),
            ("clerk", "receive", f"{case}/receive", {}, "POST"),
            ("clerk", "accept", f"{case}/accept", {}, "POST"),
            ("officer", "opinion", f"{case}/opinion", {"verdict": "agree"}, "POST"),
            ("head", "opinion", f"{case}/opinion", {"verdict": "agree"}, "POST"),
            ("director", "grant", f"{case}/grant", granted, "POST"),
            ("clerk", "issue", f"{case}/issue", {}, "POST"),
            ("clerk", "deliver", f"{case}/deliver", {"receiver": "李敏", "seen": "居民身份证"}, "POST"),
        ]  # fmt: skip
        for who, act, path, body, method in ways:
            if act == "submit" and not (self._file(life, "M-PLAN") and self._file(life, "M-RULES")):
                return
            if not self._act(life, who, act, path, body, method):
                return


class Crowd:
    """Several clients at once, in threads."""

    def __init__(self, house: House, count: int) -> None:
        self.stopping = threading.Event()
        self.clients = [Client(house, self.stopping, place) for place in range(count)]
        self._threads = [threading.Thread(target=one.run, daemon=True) for one in self.clients]

    def __enter__(self) -> Crowd:
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *gone: object) -> None:
        for client in self.clients:
            client.latest = time.monotonic() + 45
        self.stopping.set()
        for one in self._threads:
            one.join(90)
        assert not any(one.is_alive() for one in self._threads), "a client waits for ever"

    @property
    def lives(self) -> list[Life]:
        return [life for one in self.clients for life in one.lives]

    @property
    def acknowledged(self) -> int:
        return sum(len(life.acts) for life in self.lives)

    @property
    def unable(self) -> list[Answer]:
        return [answer for one in self.clients for answer in one.unable]

    @property
    def broken(self) -> int:
        return sum(one.broken for one in self.clients)

    def assert_true(self, found: dict) -> None:
        """Nothing acknowledged is lost, nothing done twice, nothing refused or failed on the way."""
        words = sorted({word for one in self.clients for word in (*one.refused, *one.failed)})
        assert not words, "\n".join(words[:5])
        assert found["wrong"] == []
        for life in self.lives:
            assert found["acts"][life.number] == life.acts, life.number
        assert all(count == 1 for *_, count in found["files"])
        known = {life.number for life in self.lives}
        assert len(known) == len(self.lives)
