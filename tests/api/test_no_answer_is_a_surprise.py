"""Nonsense of every kind at every address: only answers that the description names come back."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from tests import county as counties
from tests.api.conftest import NOW
from yimen.config.urls import api
from yimen.tasks import actions as tasks

pytestmark = [pytest.mark.django_db, pytest.mark.both]
JUNK = [
    None, True, False, 0, -1, 3, 2**63, 1.5, "", " ", "x", "agree", "2026-11-20", "2026-02-30", "\x00",
    "字" * 3000, "1' OR '1'='1", "{reason}", "%s", "🙂", "𠮷", [], ["x"], [[]], {}, {"M-PLAN": "x"},
]  # fmt: skip
KEYS = [
    "item", "party", "channel", "region", "answers", "contact_phone", "rev", "reason", "rejected", "again",
    "verdict", "text", "to", "staff", "kind", "planned_end", "result", "days", "result_number", "result_from",
    "result_to", "receiver", "how", "state",
]  # fmt: skip


#: These end the case, so they come last.
ENDS = ("withdraw", "terminate", "void", "archive")


def _bodies(chance: random.Random, schema: dict, operation: dict) -> list[object]:
    """Bodies near what is asked: the named fields with junk in one or some of them."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    named: list[str] = []
    if content:
        ref = content["schema"].get("$ref") or content["schema"]["allOf"][0]["$ref"]
        named = list(schema["components"]["schemas"][ref.rsplit("/", 1)[-1]]["properties"])
    near = [{key: chance.choice(JUNK) for key in named} for _ in range(6)]
    reasoned = [{**{k: chance.choice(JUNK) for k in named}, "reason": "因为", "rev": None} for _ in range(3)]
    far = {chance.choice(KEYS): chance.choice(JUNK) for _ in range(3)}
    return [*near, *(reasoned if "reason" in named else []), far, chance.choice(JUNK)]


def test_only_described_answers_come_back(caller, reach, county):
    chance = random.Random(20261116)
    schema = api.get_openapi_schema(path_prefix="/")
    number = reach("accepted")
    asks = [(counties.MARKET, 5, ""), (counties.HEALTH, 5, "")]
    times = [NOW + timedelta(days=2)]
    visit = tasks.plan_visit(
        county["officer"], number, lead=counties.MARKET, asks=asks, place="x", times=times, prepare="",
        now=NOW,
    )  # fmt: skip
    who = [caller(name) for name in ("li", "clerk", "officer", "admin")]
    seen = set()
    for path, methods in sorted(schema["paths"].items(), key=lambda one: one[0].endswith(ENDS)):
        for method, operation in methods.items():
            for turn, body in enumerate(_bodies(chance, schema, operation)):
                address = path.replace("{number}", number).replace("{code}", "M-PLAN").replace("{file}", "1")
                address = address.replace("{task}", str(visit.id))
                answer = who[turn % len(who)].send(method.upper(), address.replace("{doc}", "x"), body)
                status, kind = str(answer.status_code), answer["Content-Type"].split(";")[0]
                assert status in operation["responses"], (method, path, body, answer.content.decode())
                assert kind in operation["responses"][status]["content"], (method, path, body)
                assert status != "500", (method, path, body)
                seen.add(status)
    assert {"200", "403", "404", "409", "422"} <= seen


def test_nonsense_in_queries_and_headers(caller, county):
    li = caller("li", "cases:read", "cases:apply")
    for value in ("%00", "%ff%fe", "🙂", "x" * 3000, "-1", "[]", "%F0%A0%AE%B7", "'--"):
        for query in ("q", "for", "topic", "department", "cursor", "limit", "inbox", "number", "code"):
            for path in ("/items", "/materials", "/cases", "/parties", "/track"):
                answer = li.get(f"{path}?{query}={value}")
                assert answer.status_code in {200, 403, 404, 422}, (path, query, value, answer.content)
