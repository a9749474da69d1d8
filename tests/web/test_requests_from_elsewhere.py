"""What another site, another host or another's session may not do: CSRF, redirects, hosts, extra fields."""

from __future__ import annotations

import hmac

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from tests import county as counties
from tests.web.staff_world import NOW
from yimen.accounts.models import Account
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.cases.queries import page as case_queries
from yimen.parties.models import Party

pytestmark = [pytest.mark.django_db]

FILLED = {"str": "X", "int": "1", "slug": "x", "path": "x", "uuid": "00000000-0000-0000-0000-000000000000"}


@pytest.fixture
def county() -> counties.County:
    return counties.build(NOW)


def every_address(resolver: URLResolver | None = None, before: str = "") -> list[str]:
    """One address of every pattern, its places filled with something."""
    found: list[str] = []
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            found += every_address(one, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            text = before + str(one.pattern)
            for name, converter in one.pattern.converters.items():
                kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
                text = text.replace(f"<{kind}:{name}>", FILLED.get(kind, "x")).replace(f"<{name}>", "x")
            found.append("/" + text)
    return [one for one in found if "^" not in one and "(" not in one]


def test_the_list_of_addresses_is_whole():
    found = every_address()
    assert {"/login/", "/desk/cases/X/decide/", "/api/v1/applications"} <= set(found)
    assert len(found) > 100
    assert [one for one in found if "<" in one] == []


@pytest.mark.parametrize("who", [None, "li", "clerk", "admin"])
def test_no_post_without_the_token_of_the_page(county, who):
    """Every address of every door: a POST by session without token changes nothing and is 403."""
    page = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if who:
        page.force_login(county.accounts[who])
    let_in = {}
    for path in every_address():
        answer = page.post(path, {"x": "1"})
        if path.startswith("/api/"):
            # Nobody signed in is 401; a path without POST is 405; all else must ask for the token.
            wanted = {401, 403, 404, 405}
        else:
            wanted = {403}
        if answer.status_code not in wanted:
            let_in[path] = answer.status_code
    assert let_in == {}


def test_a_form_from_another_site_is_refused_even_with_a_token(county):
    page = Client(enforce_csrf_checks=True)
    page.get("/login/")
    token = page.cookies["csrftoken"].value
    form = {"login": "19900000001", "password": counties.PASSWORD, "csrfmiddlewaretoken": token}
    assert page.post("/login/", form, headers={"origin": "https://evil.example"}).status_code == 403
    assert page.post("/login/", form).status_code == 302


EVIL = [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
    "javascript:alert(1)", "http:///evil.example", "///evil.example", "https://127.0.0.1@evil.example/",
    "/login/\r\nSet-Cookie: a=b", " //evil.example", "\t//evil.example", "https://testserver.evil.example/",
]  # fmt: skip


@pytest.mark.parametrize("evil", EVIL)
def test_no_way_leads_off_the_site(county, evil):
    page = Client()
    answers = [
        page.get("/lang/en", {"next": evil}), page.get("/mode/elder", {"next": evil}),
        page.get("/lang/en", headers={"referer": evil.strip()}),
        page.post("/login/", {"login": "19900000001", "password": counties.PASSWORD, "next": evil}),
        page.get("/login/", {"next": evil}),
    ]  # fmt: skip
    for answer in answers:
        assert answer.status_code in {302, 303}
        assert "evil" not in answer.headers["Location"], answer.headers["Location"]
        assert "Set-Cookie: a=b" not in str(answer.headers)


@pytest.mark.parametrize(
    "path", ["/", "/login/", "/account/", "/healthz/", "/api/v1/items", "/static/zw-base.css"]
)
def test_a_host_that_is_not_ours_is_refused(county, path):
    for host in ("evil.example", "testserver.evil.example", "testserver@evil.example", "127.0.0.1:x"):
        answer = Client(headers={"host": host}).get(path)
        if path.startswith("/static"):
            assert b"evil" not in b"".join(answer)
            continue
        assert answer.status_code == 400, (host, answer.status_code)
        assert b"evil" not in answer.content
    forwarded = Client(headers={"x-forwarded-host": "evil.example"}).get("/")
    assert b"evil" not in forwarded.content


def test_a_session_given_to_somebody_before_signing_in_is_not_theirs_after(county):
    page = Client()
    page.get("/login/")
    session = page.session
    session["planted"] = "yes"
    session.save()
    page.cookies["sessionid"] = before = session.session_key
    page.post("/login/", {"login": "19900000001", "password": counties.PASSWORD})
    after = page.cookies["sessionid"].value
    assert after != before
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get("/account/").status_code == 302
    page.post("/logout/")
    old = Client()
    old.cookies["sessionid"] = after
    assert old.get("/account/").status_code == 302, "a session that was ended opens nothing"


def test_fields_that_a_form_does_not_have_are_not_taken(county):
    """Registering and changing the contact with everything somebody might wish to be."""
    extra = {
        "is_staff": "1", "is_superuser": "1", "is_active": "1", "staff": "1", "staff_id": "1",
        "role": "admin", "roles": "admin", "party": "1", "party_id": "1", "id": "1", "pk": "1",
        "kind": "enterprise", "elder": "1", "state": "granted", "account": "1",
    }  # fmt: skip
    page = Client()
    answer = page.post("/register/", {
        "phone": "18811112222", "name": "赵小田", "id_number": counties.id_number("19910101", 77),
        "password": "yunxi-mima-2026", "again": "yunxi-mima-2026", **extra,
    })  # fmt: skip
    assert answer.status_code == 302
    made = Account.objects.order_by("-pk").first()
    assert (made.staff_id, made.party.kind, made.elder) == (None, "person", False)
    assert made.party_id not in {1, county.parties["li"].pk}
    sent = {"phone": "18811113333", "address": "民生路 1 号", "password": "yunxi-mima-2026", **extra}
    page.post("/account/contact/", sent)
    changed = Party.objects.get(pk=made.party_id)
    assert (changed.kind, changed.phone) == ("person", "18811113333")
    made.refresh_from_db()
    assert made.staff_id is None


def test_a_body_with_more_than_it_names_is_refused(county):
    li = Client()
    li.force_login(county.accounts["li"])
    for more in ("state", "party_id", "query_code", "price", "accepted_at", "rev_", "is_staff"):
        body = {"item": counties.PLAIN, more: "1"}
        answer = li.post("/api/v1/applications", body, content_type="application/json")
        assert answer.status_code == 422, more
        assert answer.json()["errors"][0]["code"] == "extra_forbidden"
    for party in (county.parties["wang"].pk, county.parties["firm"].pk, 999999):
        body = {"item": counties.PLAIN, "party": party}
        answer = li.post("/api/v1/applications", body, content_type="application/json")
        assert answer.status_code in {403, 404, 422}, party
    assert Case.objects.count() == 0


@pytest.mark.parametrize("login", ["19900000001", "18888888888", "0101", "' OR 1=1 --", "x" * 5000])
def test_signing_in_works_as_much_for_nobody_as_for_somebody(county, login, monkeypatch):
    """Counted, not timed: one hash of a password, the same statements, the same words."""
    hashed: list[str] = []
    quick = hashers.get_hasher()
    real = type(quick).encode

    def counted(self, password: str, salt: str, *more: object) -> str:
        hashed.append(password)
        return real(self, password, salt, *more)

    monkeypatch.setattr(type(quick), "encode", counted)
    Client().post("/login/", {"login": "19900000003", "password": "wrong-password"})
    hashed.clear()
    with CaptureQueriesContext(connection) as seen:
        answer = Client().post("/login/", {"login": login, "password": "wrong-password"})
    assert hashed == ["wrong-password"]
    assert answer.status_code == 422
    shapes = [one["sql"].split("WHERE")[0].split("VALUES")[0] for one in seen.captured_queries]
    with CaptureQueriesContext(connection) as other:
        Client().post("/login/", {"login": "19900000002", "password": "wrong-password"})
    again = [one["sql"].split("WHERE")[0].split("VALUES")[0] for one in other.captured_queries]
    assert [one.split(" ")[0] for one in shapes] == [one.split(" ")[0] for one in again]


def test_query_codes_are_compared_in_constant_time_and_unknown_cases_cost_the_same(county, monkeypatch):
    li = county["li"]
    number = actions.open_draft(
        li, counties.PLAIN, county.parties["li"].pk, channel="2", region=counties.REGION, now=NOW
    ).number
    actions.submit(li, number, now=NOW)
    compared: list[object] = []
    real = hmac.compare_digest

    def watched(one: bytes, other: bytes) -> bool:
        compared.append(other)
        return real(one, other)

    monkeypatch.setattr(case_queries.hmac, "compare_digest", watched)
    counts, words = [], []
    for asked in (number, "439926202611162000001" + "0"):
        with CaptureQueriesContext(connection) as seen:
            answer = Client().get(f"/api/v1/track?number={asked}", headers={"Query-Code": "字00000"})
        counts.append(len(seen))
        words.append(answer.status_code)
    assert compared, "codes are compared by compare_digest"
    assert words[0] == 404
    assert counts[0] >= counts[1]
