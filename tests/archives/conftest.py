"""A closed case with real files, and the moment at which it may be filed away."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from tests import county as counties
from tests.cases.conftest import NOW, county, reach  # noqa: F401  (fixtures)
from yimen.archives import actions
from yimen.archives.models import Archive
from yimen.cases import actions as cases
from yimen.config.worker import drain
from yimen.trail import keys
from yimen.vault import actions as vault
from yimen.vault.queries import open_digest, path_of

LATER = NOW + timedelta(days=61)


@pytest.fixture(autouse=True)
def own_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The key of the seals lies in the folder of the test."""
    monkeypatch.setattr(keys, "place", lambda: tmp_path / "data" / keys.FILE)


@pytest.fixture
def now() -> datetime:
    """A Monday morning."""
    return NOW


def picture(shade: int) -> bytes:
    """A small picture, another one for every shade."""
    made = io.BytesIO()
    Image.new("RGB", (40, 30), (shade % 256, shade // 256, 90)).save(made, "PNG")
    return made.getvalue()


def closed(county: counties.County, shade: int = 1, at: datetime = NOW, who: str = "li") -> str:  # noqa: F811
    """A licence case of 李敏 with a picture, refused and handed over: its number."""
    actor, minute = county[who], timedelta(minutes=1)
    opened = cases.open_draft(
        actor, counties.LICENCE, county.parties[who].pk, channel="2", region=counties.REGION, now=at
    )
    number = opened.number
    cases.save(actor, number, {"shop_name": "青石面馆", "area": "120"}, now=at)
    kept = vault.keep(actor, [picture(shade)], "平面图.png", now=at)
    cases.attach(actor, number, "M-PLAN", kept.id, now=at)
    cases.attach(actor, number, "M-RULES", None, now=at, how="1")
    cases.submit(actor, number, now=at)
    cases.receive(county["clerk"], number, now=at + minute)
    cases.accept(county["clerk"], number, now=at + 2 * minute)
    for step, name in enumerate(("officer", "head"), 3):
        cases.opinion(county[name], number, verdict="agree", text="看过现场", now=at + step * minute)
    cases.refuse(county["director"], number, reason="没有洗碗池", now=at + 5 * minute)
    cases.deliver(county["clerk"], number, receiver="李敏", seen="居民身份证", now=at + 6 * minute)
    return number


@pytest.fixture
def packed(county: counties.County) -> Callable[..., Archive]:  # noqa: F811
    """`packed()`: the record of a closed case with its package made."""

    def make(shade: int = 1, at: datetime = NOW) -> Archive:
        number = closed(county, shade, at)
        drain(at + timedelta(hours=1))
        actions.turn(at + timedelta(days=61))
        return Archive.objects.select_related("case").get(case__number=number)

    return make


def package(row: Archive) -> io.BytesIO:
    """The package of a record, as it would be handed out."""
    with open_digest(row.sm3) as source:
        return io.BytesIO(source.read())


def lies(row: Archive) -> Path:
    """Where the package of a record lies, sealed."""
    return path_of(row.sm3)
