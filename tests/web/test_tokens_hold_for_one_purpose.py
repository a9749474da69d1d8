"""Signed tokens (a shown licence, a rehearsed import, a cursor): whole, ours, in time, of one kind."""

from __future__ import annotations

import base64
import json

import pytest
from django.core import signing
from django.test import Client
from django.test.utils import override_settings

from tests import county as counties
from tests.web.staff_world import NOW
from yimen.api import paging
from yimen.web.entrance import verify
from yimen.web.registrar import waiting

pytestmark = [pytest.mark.django_db]


def opens(token: str) -> bool:
    """Whether a token shows anything at all on the page that reads it: an unread one says to ask again."""
    page = Client().get("/verify/", {"t": token}).content.decode()
    return "亮证码过时了" not in page


@pytest.fixture(autouse=True)
def county() -> counties.County:
    return counties.build(NOW)


def test_a_changed_token_opens_nothing() -> None:
    good = verify.show_token(1)
    assert opens(good)
    number, moment, mark = good.split(":")
    for bad in (
        f"2:{moment}:{mark}", f"{number}:{moment}:{mark[:-1]}", f"{number}:{moment}:", f"{number}:{moment}",
        f"{number}::{mark}", good + "x", good.swapcase(), "", ":", "::", "x" * 300, "\x00",
    ):  # fmt: skip
        if bad:
            assert not opens(bad) or not Client().get("/verify/", {"t": bad}).context["typed"]["t"], bad


def test_a_token_names_no_algorithm_of_its_own() -> None:
    """One algorithm signs here, named in the program: a token that brings another is just wrong."""
    assert signing.TimestampSigner(salt=verify.SHOWN).algorithm == "sha256"
    head = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).decode().rstrip("=")
    body = base64.urlsafe_b64encode(json.dumps({"licence": 1}).encode()).decode().rstrip("=")
    assert not opens(f"{head}.{body}.")
    assert not opens(signing.TimestampSigner(salt=verify.SHOWN, algorithm="sha1").sign("1"))
    assert not opens(signing.TimestampSigner(salt=verify.SHOWN, algorithm="md5").sign("1"))


def test_a_token_of_another_site_opens_nothing() -> None:
    with override_settings(SECRET_KEY="another site's key, as long as one should be, 50 signs at least"):
        foreign = verify.show_token(1)
    assert not opens(foreign)


def test_a_token_of_one_kind_is_none_of_another() -> None:
    salts = [verify.SHOWN, waiting._SALT, paging._SALT]
    assert len(set(salts)) == 3
    for other in (*salts[1:], "django.contrib.messages", "", "django.core.signing"):
        assert not opens(signing.TimestampSigner(salt=other).sign("1"))
    told = {"digest": "0" * 64, "name": "x", "mapping": "x", "account": 1}
    assert waiting.take(signing.dumps(told, salt=paging._SALT), 1) is None
    cursor = signing.dumps(["items", 1], salt=waiting._SALT)
    assert Client().get("/api/v1/items", {"cursor": cursor}).status_code == 422
