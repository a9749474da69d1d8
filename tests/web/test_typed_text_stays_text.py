"""What people type is kept and shown letter by letter: not decoded again, not filled in, not run."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from tests import county as counties
from tests.web.staff_world import NOW
from yimen.parties.models import Party

pytestmark = [pytest.mark.django_db]

ENCODED = ("%3Cb%3E路", "&lt;b&gt;路", "\\u003cb\\u003e路", "%253Cb%253E路", "+路 1+1", "&amp;路", "&#60;路")
BRACES = (
    "{0}路",
    "{words}路",
    "{self.__class__}路",
    "%s %(name)s路",
    "{{ 7|add:7 }}路",
    "{% now 'Y' %}路",
    "${7*7}路",
)
MARKUP = (
    "<script>alert(1)</script>路",
    '"><img src=x onerror=alert(1)>路',
    "'-alert(1)-'路",
    "</textarea>路",
)


@pytest.fixture
def li() -> Client:
    county = counties.build(NOW)
    page = Client()
    page.force_login(county.accounts["li"])
    return page


def kept(page: Client, address: str) -> str:
    """The address as it lies on file after being typed into the form of the contact."""
    answer = page.post(
        "/account/contact/", {"phone": "18811112222", "address": address, "password": counties.PASSWORD}
    )
    assert answer.status_code == 302, answer.content.decode()[-500:]
    found = Party.objects.get(pk=page.get("/").wsgi_request.actor.party)
    return str(found.address)


@pytest.mark.parametrize("typed", ENCODED)
def test_what_looks_encoded_is_not_decoded_again(li: Client, typed: str) -> None:
    assert kept(li, typed) == typed


@pytest.mark.parametrize("typed", BRACES)
def test_places_in_braces_are_not_filled(li: Client, typed: str) -> None:
    """Neither by str.format of a message nor by the templates: shown again where the form is wrong."""
    assert kept(li, typed) == typed
    again = li.post("/account/contact/", {"phone": "1", "address": typed})
    assert again.status_code == 422
    assert typed in html.unescape(again.content.decode())
    found = li.get("/items/", {"q": typed})
    assert found.status_code == 200 and typed in html.unescape(found.content.decode())
    login = Client().post("/login/", {"login": typed, "password": "x"})
    assert login.status_code == 422


@pytest.mark.parametrize("typed", MARKUP)
def test_markup_is_shown_as_it_was_typed(li: Client, typed: str) -> None:
    for answer in (
        li.post("/account/contact/", {"phone": "1", "address": typed}),
        li.get("/items/", {"q": typed}),
        li.post("/track/", {"number": typed, "code": typed}),
        Client().get("/verify/", {"n": typed, "c": typed}),
    ):
        page = answer.content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page and "</textarea>路" not in page
        assert "onerror=alert(1)>" not in page


def test_a_parameter_sent_twice_or_in_the_address_changes_nothing(li: Client) -> None:
    """The last of two counts, everywhere; a field of a form is never read from the address."""
    answer = li.post(
        "/account/contact/?address=甲路 1 号&phone=1",
        {"phone": "18811112222", "address": ["乙路 2 号", "丙路 3 号"], "password": counties.PASSWORD},
    )
    assert answer.status_code == 302
    assert Party.objects.get(pk=li.get("/").wsgi_request.actor.party).address == "丙路 3 号"
    assert li.post("/account/contact/?phone=18811112222&address=甲路 1 号", {}).status_code == 422
    assert Client().post(f"/login/?login=19900000001&password={counties.PASSWORD}", {}).status_code == 422
    assert Client().get(f"/login/?login=19900000001&password={counties.PASSWORD}").status_code == 200
