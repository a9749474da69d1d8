"""Whether a login or a case number is known cannot be told by the work of a wrong answer, nor by its words.

Counted, not timed: hashes, comparisons, and the statements sent to the database. The time of them is told by
`python -m bench.doors_timing`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import county as counties
from tests.web.staff_world import NOW, county  # noqa: F401
from yimen.accounts.models import Account
from yimen.cases import actions
from yimen.cases.models import Case
from yimen.cases.queries import page as reading
from yimen.rules.numbers import case_number
from yimen.rules.terms import Channel

pytestmark = pytest.mark.django_db
LI, OFFICER, NOBODY = "19900000001", "0201", "18700000000"
#: What differs in the words is only what was typed and what is new with every page.
_OWN = re.compile(r'(?:value|nonce|data-id)="[^"]*"')


def shape(sql: str) -> str:
    """A statement without the values in it."""
    return re.sub(r"'[^']*'|\b\d[\d.]*\b|s\d+_x\d+|x'[0-9a-f]*'", "?", sql)


def work_of(ask: Callable[[], object]) -> tuple[object, list[str]]:
    """The answer, and the statements it took."""
    with CaptureQueriesContext(connection) as sent:
        answer = ask()
    return answer, [shape(one["sql"]) for one in sent.captured_queries]


def words(answer) -> str:
    return _OWN.sub("", answer.content.decode())


def test_signing_in_with_a_wrong_password(county, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    closed = "19900000002"
    Account.objects.filter(login=closed).update(is_active=False)
    hashed: list[str] = []
    plain = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, text, salt: hashed.append(text) or plain(self, text, salt)
    )
    found = []
    for n, login in enumerate([NOBODY, LI, OFFICER, closed, "18700000001"]):
        client = Client(REMOTE_ADDR=f"203.0.{n}.5")
        hashed.clear()
        sent = {"login": login, "password": "Wrong-password-1"}
        answer, statements = work_of(lambda client=client, sent=sent: client.post("/login/", sent))
        found.append((answer.status_code, words(answer), len(hashed), statements))
    first, *others = found[1:]
    assert first[0] == 422 and "账号或密码不对" in first[1] and first[2] == 1
    assert first[3], "statements are counted"
    assert [other == first for other in others] == [True] * 3, (first, others)


def test_asking_for_a_case_with_a_wrong_code(county, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    li, party = county["li"], county.parties["li"].pk
    asked = {"channel": "2", "region": counties.REGION, "now": NOW}
    drafted, other_draft = (actions.open_draft(li, counties.PLAIN, party, **asked).number for _ in "12")
    known = actions.open_draft(li, counties.PLAIN, party, **asked).number
    actions.submit(li, known, now=NOW)
    unknown = [case_number(counties.REGION[:6], NOW.date(), Channel.WEB, serial) for serial in (7001, 7002)]
    code = Case.objects.get(number=known).query_code
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    compared: list[str] = []
    same = reading._same
    monkeypatch.setattr(reading, "_same", lambda a, b: compared.append(b) or same(a, b))
    for door in (_page, _interface):
        found = []
        right = Case.objects.get(number=other_draft).query_code
        tried = [
            (unknown[0], wrong),
            (unknown[1], wrong),
            (known, wrong),
            (drafted, wrong),
            (other_draft, right),
        ]
        for n, (number, typed) in enumerate(tried):
            client = Client(REMOTE_ADDR=f"203.1.{n}.5")
            compared.clear()
            answer, statements = work_of(lambda a=client, b=number, c=typed, door=door: door(a, b, c))
            found.append((answer.status_code, words(answer).replace(number, ""), len(compared), statements))
        first, *others = found[1:]
        assert first[0] in {404, 422} and first[2] == 1 and first[3]
        assert [other == first for other in others] == [True] * 3, (first, others)
        assert door(Client(REMOTE_ADDR="203.2.0.5"), known, code).status_code == 200


def _page(client: Client, number: str, code: str):
    return client.post("/track/", {"number": number, "code": code})


def _interface(client: Client, number: str, code: str):
    return client.get("/api/v1/track", {"number": number}, headers={"Query-Code": code})
