"""Numbers that no column holds: in addresses, in pages of lists, in forms. Never a 500."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests import county as counties
from tests.web.staff_world import NOW
from tests.web.test_requests_from_elsewhere import every_address

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
#: Beyond 32 and 64 bits, and signs that int() takes for digits.
HUGE = (str(2**31), str(2**63), str(10**40), "٣")


def with_number(number: str) -> list[str]:
    """Each address that has a whole number in it, with this one in its place."""
    found = []

    def walk(resolver: URLResolver, before: str = "") -> None:
        for one in resolver.url_patterns:
            text = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                walk(one, text)
            elif "<int:" in text and "^" not in text:
                filled = re.sub(r"<int:\w+>", number, text)
                found.append("/" + re.sub(r"<(?:\w+:)?\w+>", "X", filled))

    walk(get_resolver())
    return found


@pytest.mark.parametrize("number", HUGE)
def test_in_addresses(number: str) -> None:
    county = counties.build(NOW)
    paths = with_number(number)
    assert len(paths) > 10
    for who in ("li", "clerk", "admin"):
        page = Client(raise_request_exception=False)
        page.force_login(county.accounts[who])
        for path in paths:
            for answer in (page.get(path), page.post(path, {"once": "x" * 24})):
                assert answer.status_code < 500, (who, path, answer.status_code)


@pytest.mark.parametrize("number", HUGE)
def test_in_lists(number: str) -> None:
    county = counties.build(NOW)
    names = ("before", "after", "page", "rev", "id", "year", "day", "only")
    asked = {name: number for name in names}
    for who in ("li", "admin"):
        page = Client(raise_request_exception=False)
        page.force_login(county.accounts[who])
        for path in every_address():
            if not path.startswith("/api/"):
                answer = page.get(path, asked)
                assert answer.status_code < 500, (who, path, answer.status_code)
                _ = answer.getvalue()
