"""A password is what was typed, every sign of it, and lies under a slow hash."""

from __future__ import annotations

import string

import pytest
from django.conf import global_settings
from django.contrib.auth import hashers
from django.test import Client

from tests import county as counties
from tests.web.staff_world import NOW
from yimen.accounts import actions
from yimen.config import settings as site
from yimen.rules.passwords import LENGTH_MAX, Owner, problems

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TYPED = " Heshui  liu-2026\t云 "


@pytest.fixture
def county() -> counties.County:
    return counties.build(NOW)


def signs_in(login: str, password: str) -> bool:
    return Client().post("/login/", {"login": login, "password": password}).status_code == 302


def test_nothing_is_cut_or_folded(county):
    number = counties.id_number("19930303", 555)
    actions.register(actions.VISITOR, "18811112222", "赵小田", number, TYPED, now=county.now)
    assert signs_in("18811112222", TYPED)
    for other in (
        TYPED.strip(),
        TYPED.lower(),
        TYPED.swapcase(),
        TYPED[:-1],
        TYPED + " ",
        TYPED.replace("  ", " "),
    ):
        assert not signs_in("18811112222", other), repr(other)


def test_the_end_of_a_long_one_counts(county):
    number = counties.id_number("19930303", 555)
    long = "Heshui-liu-" + "长" * (LENGTH_MAX - 12) + "2"
    assert len(long) == LENGTH_MAX
    actions.register(actions.VISITOR, "18811112222", "赵小田", number, long, now=county.now)
    assert signs_in("18811112222", long)
    assert not signs_in("18811112222", long[:-1] + "3")
    assert not signs_in("18811112222", long[:72])


def test_long_ones_and_all_signs_are_taken():
    assert LENGTH_MAX >= 64
    for long in ("Ab3" + "x7-" * 30, string.printable[:95], "密码 Ünïcödé 🐉 2026-x"):
        assert problems(long, Owner(), common=False, used=False) == [], long
    assert problems("Ab3" + "x" * LENGTH_MAX, Owner(), common=False, used=False)


def test_they_are_kept_by_a_slow_hash():
    """The tests hash quickly; a site takes the first hasher of Django's release, for it names none itself."""
    assert not hasattr(site, "PASSWORD_HASHERS")
    assert global_settings.PASSWORD_HASHERS[0].endswith(".PBKDF2PasswordHasher")
    first = hashers.PBKDF2PasswordHasher()
    kept = first.encode("Heshui-liu-2026", first.salt())
    algorithm, rounds, salt, _digest = kept.split("$")
    assert (algorithm, int(rounds) >= 600_000, len(salt) >= 16) == ("pbkdf2_sha256", True, True)
