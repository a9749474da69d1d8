"""Tokens and their scopes, browser sessions and CSRF, and cases of somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests import county as counties
from tests.api.conftest import NOW, Caller
from yimen.accounts import actions as accounts
from yimen.accounts.models import ApiToken
from yimen.accounts.scopes import Scope
from yimen.api.acts import ACTS
from yimen.api.counter import ACTS as TICKET_ACTS
from yimen.api.task_acts import ACTS as TASK_ACTS
from yimen.api.task_plans import PLANS
from yimen.config.urls import api

pytestmark = pytest.mark.django_db
PUBLIC = {("get", "/items"), ("get", "/items/{code}"), ("get", "/items/{code}/versions"),
          ("get", "/materials"), ("get", "/track"), ("get", "/sites"), ("get", "/sites/{code}"),
          ("get", "/items/{code}/sites"), ("get", "/items/{code}/slots"),
          ("get", "/tickets/{key}"), ("get", "/help/receipts/{slip}")}  # fmt: skip
SCOPES = {
    "cases:read": {("get", "/projects"), ("get", "/projects/{project}"), ("get", "/projects/{project}/fees"),
                   ("get", "/licences"), ("get", "/halls"), ("get", "/tasks"), ("get", "/tasks/{task}"),
                   ("get", "/cases/{number}/delivery"),
                   ("get", "/library"), ("get", "/library/uses"), ("get", "/bookings"),
                   ("get", "/tickets"), ("get", "/counter"), ("get", "/sites/{code}/windows"),
                   ("get", "/cases"), ("get", "/cases/{number}"), ("get", "/cases/{number}/history"),
                   ("get", "/cases/{number}/documents"), ("get", "/cases/{number}/documents/{doc}"),
                   ("get", "/cases/{number}/documents/{doc}/file"),
                   ("get", "/help/mandates/{mandate}"),
                   *(("get", f"/help/{one}") for one in (
                       "mandates", "asked", "cases", "visits", "visits/waiting", "visits/taken", "receipts",
                       "guidances", "record", "figures",
                   ))},
    "cases:apply": {("post", "/projects"), ("post", "/projects/{project}/stages/{stage}"),
                    ("post", "/projects/{project}/stages/{stage}/urge"),
                    *(("post", f"/projects/{{project}}/fees/{one}") for one in ("notice", "orders", "look")),
                    ("get", "/parties"), ("get", "/parties/mine"), ("post", "/applications"),
                    ("delete", "/applications/{number}"),
                    ("put", "/applications/{number}/answers"), ("post", "/applications/{number}/submit"),
                    ("post", "/applications/{number}/supply"), ("post", "/applications/{number}/withdraw"),
                    ("post", "/applications/{number}/materials/{code}/files"),
                    ("delete", "/applications/{number}/materials/{code}/files/{file}"),
                    ("post", "/applications/{number}/promise"), ("post", "/applications/{number}/pledge"),
                    ("delete", "/applications/{number}/materials/{code}/pledge"),
                    ("post", "/applications/{number}/materials/{code}/later"),
                    ("put", "/cases/{number}/delivery"), ("post", "/cases/{number}/received"),
                    ("get", "/applications/{number}/held"), ("post", "/library"),
                    ("post", "/applications/{number}/materials/{code}/held"),
                    ("delete", "/applications/{number}/materials/{code}/held"),
                    ("post", "/library/{held}/hide"), ("post", "/library/{held}/show"),
                    ("post", "/bookings"), ("post", "/bookings/{booking}/move"),
                    ("post", "/bookings/{booking}/cancel"),
                    ("post", "/sites/{code}/tickets"), ("post", "/tickets/{key}/leave"),
                    ("post", "/cases/{number}/helper-rating"),
                    *(("post", f"/help/{one}") for one in ("mandates", "visits", "receipts", "guidances")),
                    *(("post", f"/help/mandates/{{mandate}}/{one}") for one in (
                        "code", "confirm", "end", "applications",
                    )),
                    *(("post", f"/help/visits/{{visit}}/{one}") for one in (
                        "take", "back", "done", "cancel",
                    )),
                    *(("post", f"/help/receipts/{{slip}}/{one}") for one in ("match", "void")),
                    *(("post", f"/tasks/{{task}}/acts/{act}") for act in ("choose", "ask_other", "answer"))},
    "personal:read": {("post", "/cases/{number}/personal")},
    "cases:act": {("post", f"/cases/{{number}}/acts/{one.act}") for one in ACTS}
    | {("post", f"/tasks/{{task}}/acts/{one.act}") for one in TASK_ACTS if one.scope == "cases:act"}
    | {("post", "/tasks"), *(("post", f"/cases/{{number}}/tasks/{one.kind}") for one in PLANS)}
    | {("post", f"/counter/tickets/{{ticket}}/{one.name}") for one in TICKET_ACTS}
    | {("post", f"/counter/{one}") for one in ("open", "pause", "close", "call")}
    | {("post", "/counter/tickets/{ticket}/transfer"), ("post", "/bookings/{booking}/check_in"),
       ("post", "/sites/{code}/windows/{window}/help")},
}  # fmt: skip


def _operations() -> set[tuple[str, str]]:
    paths = api.get_openapi_schema(path_prefix="/")["paths"]
    return {(method, path) for path, methods in paths.items() for method in methods}


def _address(path: str, number: str) -> str:
    filled = path.replace("{number}", number).replace("{code}", "M-PLAN").replace("{doc}", f"SJ{number}-4")
    for name in ("file", "held", "task", "ticket", "mandate", "visit"):
        filled = filled.replace(f"{{{name}}}", "1")
    return filled


def test_every_operation_has_its_place_in_the_table():
    assert set.union(PUBLIC, *SCOPES.values()) == _operations()


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_a_token_opens_what_its_scope_names_and_nothing_else(caller, county, scope):
    who = caller("li", scope)
    for named, operations in SCOPES.items():
        for method, path in operations:
            answer = who.send(method.upper(), _address(path, "4" * 22))
            refused = answer.status_code == 403 and answer.json()["code"] == "request.scope_missing"
            assert refused is (named != scope), (method, path, answer.content.decode())


def test_without_a_token_only_the_public_part_is_open(anybody, county):
    for method, path in _operations():
        answer = anybody.send(method.upper(), _address(path, "4" * 22))
        assert (answer.status_code == 401) is ((method, path) not in PUBLIC), (method, path)


def test_the_scope_is_named_in_the_refusal(caller, county):
    body = caller("li", "cases:read").post("/applications", {"item": counties.PLAIN}).json()
    assert body["detail"] == "这个令牌没有“cases:apply”权限"


def test_somebody_elses_case_does_not_exist_at_any_address(caller, reach):
    """Others, an official elsewhere, and who runs or watches the system: 404, whatever is asked."""
    number = reach("accepted")
    bodies = {one.act: _body(one.takes.__name__) for one in ACTS}
    for name in ("wang", "firm", "health", "keeper", "security", "audit"):
        who = caller(name)
        for method, path in sorted(_operations()):
            if "{number}" not in path:
                continue
            body = bodies.get(path.rsplit("/", 1)[-1], _body(path.rsplit("/", 1)[-1]))
            answer = who.send(
                method.upper(), _address(path, number), body if method in {"post", "put"} else None
            )
            if path.endswith(("/files", "/later")):
                answer = who.upload(_address(path, number), b"%PDF-1.4")
            seen = (answer.status_code, answer.json()["code"])
            assert seen == (404, "case.not_found"), (name, method, path, answer.content.decode())


def _body(name: str) -> dict[str, object]:
    when = {"at": "2026-11-30T09:30:00+08:00", "place": "x"}
    asks = {"asks": [{"department": counties.HEALTH}]}
    more: dict[str, dict[str, object]] = {
        "visit": {**asks, "place": "x", "times": [when["at"]]}, "drawings": {**asks}, "acceptance": {**asks},
        "experts": {**when, "experts": [1]},
        "hearing": {**when, "told_on": "2026-11-16", "asked_on": "2026-11-16", "by": "x", "host": "0204",
                    "recorder": "0203"},
        "later": {}, "helper-rating": {"level": "5"},
        "DeferIn": {"deferred": ["x"]}, "CheckLaterIn": {"code": "x", "ok": True},
        "Plain": {}, "submit": {}, "supply": {}, "held": {}, "received": {}, "delivery": {"way": "online"},
        "answers": {"answers": {}},
        "OpinionIn": {"verdict": "agree"}, "AssignIn": {"staff": "0204"},
        "AddSeatIn": {"reason": "x", "department": counties.HEALTH, "role": "head", "place": "before"},
        "DropSeatIn": {"reason": "x", "order": 3}, "CopyIn": {"staff": ["0303"]}, "SaidIn": {},
        "MinutesIn": {"text": "x"},
        "promise": {"materials": ["M-RULES"], "agreed": True, "signer": "x"},
        "pledge": {"materials": ["M-RULES"], "agreed": True, "signer": "x"},
        "GapsIn": {}, "NoticeIn": {},
        "ResumeIn": {}, "GrantIn": {}, "DeliverIn": {"receiver": "x", "seen": "护照"},
        "SendIn": {"tracking": "E1"}, "ArriveIn": {},
        "PauseIn": {"reason": "x", "kind": "hearing", "planned_end": "2026-12-01"},
        "ExtendIn": {"reason": "x", "days": 1}, "personal": {"why": "verify", "words": "核对身份"},
    }  # fmt: skip
    return more.get(name, {"reason": "x"})


def test_a_draft_exists_for_its_applicant_alone(caller, draft):
    number = draft(caller("li"), filled=False)
    for name in ("clerk", "officer", "director", "admin", "security", "audit", "supervisor", "wang"):
        assert caller(name).get(f"/cases/{number}").status_code == 404, name


def test_nobody_applies_for_another_without_mandate(caller, county):
    body = {"item": counties.PLAIN, "party": county.parties["wang"].pk}
    answer = caller("li").post("/applications", body)
    assert (answer.status_code, answer.json()["code"]) == (403, "apply.not_for_you")


def test_ended_and_expired_tokens_open_nothing(county):
    made = accounts.make_token(county["li"], "旧", ["cases:read"], 30, now=NOW)
    who = Caller(made.secret)
    assert who.get("/cases").status_code == 200
    accounts.revoke_token(county["li"], made.id, now=NOW)
    assert who.get("/cases").status_code == 401
    old = accounts.make_token(county["li"], "过期", ["cases:read"], 1, now=NOW - timedelta(days=2))
    assert Caller(old.secret).get("/cases").status_code == 401


def test_use_of_a_token_is_noted(caller, county):
    caller("li", str(Scope.CASES_READ)).get("/cases")
    assert ApiToken.objects.get().used_at is not None


@pytest.fixture
def browser(county):
    client = Client(enforce_csrf_checks=True)
    client.force_login(county.accounts["li"])
    return client


def test_a_session_reads(browser):
    assert browser.get("/api/v1/cases").json() == {"cases": [], "next": ""}


def test_a_session_writes_only_with_the_token_of_its_page(browser):
    def open_draft(**headers: str):
        return browser.post(
            "/api/v1/applications", {"item": counties.PLAIN}, content_type="application/json", headers=headers
        )

    refused = open_draft()
    assert (refused.status_code, refused.json()["code"]) == (403, "request.csrf_failed")
    browser.get("/login/")
    browser.cookies["csrftoken"] = "a" * 32
    assert open_draft(**{"X-CSRFToken": "a" * 32}).status_code == 201


def test_a_bad_token_is_not_mended_by_a_session(browser):
    answer = browser.get("/api/v1/cases", headers={"Authorization": "Bearer ym_wrong"})
    assert answer.status_code == 401


def test_answers_are_not_kept_by_caches(browser, anybody):
    answer = browser.get("/api/v1/cases")
    assert answer["Cache-Control"] == "no-store"
    assert {"Authorization", "Cookie"} <= {one.strip() for one in answer["Vary"].split(",")}
