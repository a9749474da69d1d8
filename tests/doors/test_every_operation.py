"""Every operation of the interface × everybody with a token of all scopes × the places of a case.

The table is written out. An operation without a line here fails, whether it names a case or not.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction

from tests.county import HEALTH
from tests.doors.test_every_operation_of_helping import HELPERS_LISTS, HELPERS_OPEN, HELPING
from tests.doors.test_every_page_of_a_case import FILED, HANDED_KINDS, IN_HAND, OPEN_SEAT, at
from tests.doors.world import (
    ADMIN,
    APPLICANT,
    CITIZENS,
    CLERKS,
    EVERYBODY,
    HANDED,
    ORGAN,
    PRIVATE,
    SUPERVISOR,
    TOWN_CLERK,
    VISITOR,
    WINDOW,
    World,
)
from yimen.config.urls import api
from yimen.trail.models import Event
from yimen.vault.models import HeldMaterial

pytestmark = [pytest.mark.django_db]
#: Without a token.
PUBLIC = {
    ("get", "/items"), ("get", "/items/{code}"), ("get", "/items/{code}/versions"), ("get", "/materials"),
    ("get", "/track"), ("get", "/sites"), ("get", "/sites/{code}"), ("get", "/items/{code}/sites"),
    ("get", "/items/{code}/slots"), ("get", "/tickets/{key}"),
    ("get", "/help/receipts/{slip}"),
}  # fmt: skip
#: Everybody with a token, each their own.
OWN_LISTS = {
    ("get", "/cases"), ("get", "/licences"), ("get", "/parties/mine"), ("get", "/halls"), ("get", "/library"),
    ("get", "/library/uses"), ("get", "/bookings"), ("get", "/projects"),
    ("get", "/tasks"), ("get", "/tickets"), ("get", "/counter"), ("get", "/help/asked"),
    ("get", "/help/visits"),
}  # fmt: skip
#: The counter asks who stands there.
COUNTER = {("get", "/parties")}
OPENS = {
    ("post", "/applications"),
    ("post", "/library"),
    ("post", "/bookings"),
    ("post", "/projects"),
    ("post", "/tasks"),
}
#: One project, by its code; whose it is decides: tests/api/test_projects_over_http.py.
PROJECTS = {
    ("get", "/projects/{project}"), ("get", "/projects/{project}/fees"),
    ("post", "/projects/{project}/stages/{stage}"), ("post", "/projects/{project}/stages/{stage}/urge"),
    *(("post", f"/projects/{{project}}/fees/{one}") for one in ("notice", "orders", "look")),
}  # fmt: skip
#: One joint task, by its number: of those who take part; see tests/api/test_joint_tasks_over_http.py.
TASKS = {
    ("get", "/tasks/{task}"),
    *(("post", f"/tasks/{{task}}/acts/{one}") for one in (
        "choose", "ask_other", "answer", "propose", "appoint", "record", "find", "say", "sign_off",
        "conclude", "check", "revisit", "cancel",
    )),
}  # fmt: skip
#: One thing on file, by its number: its party's.
HELD = {("post", "/library/{held}/hide"), ("post", "/library/{held}/show")}
#: One booking, by its number: of whoever booked; see tests/api/test_bookings_over_http.py.
BOOKED = {("post", "/bookings/{booking}/move"), ("post", "/bookings/{booking}/cancel")}
#: Numbers and windows; whose they are decides: tests/api/test_tickets_over_http.py.
TICKETS = {
    ("get", "/sites/{code}/windows"), ("post", "/sites/{code}/tickets"),
    ("post", "/sites/{code}/windows/{window}/help"), ("post", "/tickets/{key}/leave"),
    ("post", "/bookings/{booking}/check_in"),
    *(("post", f"/counter/{one}") for one in ("open", "pause", "close", "call")),
    *(("post", f"/counter/tickets/{{ticket}}/{one}") for one in (
        "recall", "start", "miss", "put_back", "hold", "resume", "finish", "requeue", "gone", "transfer",
    )),
}  # fmt: skip
READS = {
    ("get", "/cases/{number}"), ("get", "/cases/{number}/history"), ("get", "/cases/{number}/documents"),
    ("get", "/cases/{number}/delivery"), ("get", "/applications/{number}/held"),
}  # fmt: skip
PAPERS = {("get", "/cases/{number}/documents/{doc}"), ("get", "/cases/{number}/documents/{doc}/file")}
FIX = {"reason": "看不清", "rejected": {"M-PLAN": "看不清"}}
WHY: dict[str, Any] = {"reason": "因为"}
APPROVER_AT: dict[str, set[str]] = {}
#: What is done: body, and place → who does it. Nobody else, nowhere else.
WRITES: dict[tuple[str, str], tuple[Any, dict[str, set[str]]]] = {
    ("delete", "/applications/{number}"): (None, {"draft": APPLICANT, "counter": APPLICANT | WINDOW | ADMIN}),
    ("put", "/applications/{number}/answers"): (
        {"answers": {"area": "90"}},
        {"draft": APPLICANT, **at(APPLICANT | WINDOW, "counter", "correction")},
    ),
    ("post", "/applications/{number}/submit"): (
        {"again": "另一家店"}, {"draft": APPLICANT, "counter": APPLICANT | WINDOW},
    ),
    ("post", "/applications/{number}/withdraw"): (
        WHY, at(APPLICANT, "submitted", "received", "correction", "accepted", "supplement", "suspended"),
    ),
    ("put", "/cases/{number}/delivery"): (
        {"way": "online"},
        {"granted": APPLICANT | WINDOW, "draft": APPLICANT, **at(APPLICANT | WINDOW, "counter", "accepted")},
    ),
    ("post", "/cases/{number}/received"): ({}, at(APPLICANT, "sent", "delivered")),
    ("post", "/cases/{number}/personal"): (
        {"why": "verify", "words": "和证件原件核对"},
        {point: WINDOW | SUPERVISOR | (IN_HAND if point in OPEN_SEAT else set()) for point in FILED}
        | {"counter": WINDOW},
    ),
    **{("post", f"/cases/{{number}}/acts/{act}"): line for act, line in {
        "receive": ({}, at(WINDOW, "submitted")),
        "accept": ({}, at(WINDOW, "received")),
        "not_accept": (WHY, at(WINDOW, "received")),
        "not_required": (WHY, at(WINDOW, "received")),
        "ask_correction": (FIX, {"received": WINDOW, "accepted": IN_HAND}),
        # Of a bundle and its members only: this world has none of them.
        "note_gaps": ({}, {}),
        "send_notice": ({}, {}),
        "opinion": ({"verdict": "agree"}, at(IN_HAND, "accepted")),
        "send_back": (WHY, APPROVER_AT),
        "assign": ({"staff": "0204"}, at(IN_HAND, "accepted")),
        "take_back": ({}, {}),
        "delegate": ({"staff": "0204"}, at(IN_HAND - {"officer2"}, "accepted")),
        "prepare": ({"verdict": "agree"}, {}),
        "add_seat": (
            {"reason": "要卫健看", "department": HEALTH, "role": "officer", "place": "before"},
            at(IN_HAND, "accepted"),
        ),
        "drop_seat": ({"reason": "不用了", "order": 3}, {}),
        "urge": ({}, at(APPLICANT | WINDOW | SUPERVISOR, "accepted")),
        "copy_to": ({"staff": ["0303"]}, at(ORGAN, "accepted", "supplement", "suspended")),
        "convene": (WHY, at(ORGAN | WINDOW, "accepted")),
        "minute": ({"text": "商定"}, {}),
        "pause": (
            {"reason": "送检", "kind": "hearing", "planned_end": "2026-12-10"}, at(IN_HAND, "accepted"),
        ),
        "resume": ({}, at(IN_HAND, "suspended")),
        "extend": ({"reason": "案情复杂", "days": 5}, APPROVER_AT),
        "grant": ({"result_number": "JY2", "result_from": "2026-11-23"}, APPROVER_AT),
        "refuse": (WHY, APPROVER_AT),
        "forward": (WHY, APPROVER_AT),
        "issue": ({}, at(WINDOW, "granted")),
        "deliver": (
            {"receiver": "李敏", "seen": "居民身份证"}, at(WINDOW | TOWN_CLERK, "issued", "refused"),
        ),
        "send": ({"tracking": "EMS0002"}, at(WINDOW, "posted")),
        "arrive": ({}, at(APPLICANT | WINDOW, "sent")),
        "return_unfinished": (WHY, at(WINDOW, "correction", "supplement")),
        "terminate": (WHY, APPROVER_AT),
        "void": (WHY, at(
            # What was handed out has a licence that stands: it is revoked or cancelled first.
            ADMIN, *(one for one in FILED if one not in {"voided", "archived", "delivered"}), "counter",
        ) | {"draft": APPLICANT, "counter": APPLICANT | WINDOW | ADMIN}),
        "archive": ({}, at(WINDOW | ADMIN, "delivered", "withdrawn", "not_accepted", "terminated")),
    }.items()},
}  # fmt: skip
#: Tried in tests/api (uploads) and by the acts of a page: here only who finds the case.
_PROMISE = {"materials": ["M-PLAN"], "agreed": True, "signer": "李敏"}
_ASKS = {"asks": [{"department": HEALTH}]}
_WHEN = {"at": "2026-12-10T10:00:00+08:00", "place": "县政务服务中心"}
FOUND = {
    ("post", "/cases/{number}/tasks/visit"): {**_ASKS, "place": "民生路 9 号", "times": [_WHEN["at"]]},
    ("post", "/cases/{number}/tasks/drawings"): _ASKS,
    ("post", "/cases/{number}/tasks/acceptance"): _ASKS,
    ("post", "/cases/{number}/tasks/experts"): {**_WHEN, "experts": [1]},
    ("post", "/cases/{number}/tasks/hearing"): {
        **_WHEN,
        "told_on": "2026-11-20",
        "asked_on": "2026-11-20",
        "by": "李敏",
        "host": "0301",
        "recorder": "0302",
    },
    ("post", "/applications/{number}/promise"): _PROMISE,
    ("post", "/applications/{number}/pledge"): _PROMISE,
    ("delete", "/applications/{number}/materials/{code}/pledge"): None,
    ("post", "/applications/{number}/materials/{code}/later"): {},
    ("post", "/cases/{number}/acts/accept_deferred"): {"deferred": ["M-PLAN"]},
    ("post", "/cases/{number}/acts/check_later"): {"code": "M-PLAN", "ok": True},
    ("post", "/applications/{number}/supply"): {},
    ("post", "/applications/{number}/materials/{code}/held"): {},
    ("delete", "/applications/{number}/materials/{code}/held"): None,
    ("post", "/applications/{number}/materials/{code}/files"): {},
    ("delete", "/applications/{number}/materials/{code}/files/{file}"): None,
}
TRIED_AT = ("draft", "received", "accepted", "delivered")


def operations() -> set[tuple[str, str]]:
    """Every operation of the description."""
    paths = api.get_openapi_schema(path_prefix="/")["paths"]
    return {(method, path) for path, methods in paths.items() for method in methods}


def test_every_operation_has_its_line():
    lines = [
        PUBLIC, OWN_LISTS, COUNTER, OPENS, READS, PAPERS, set(WRITES), set(FOUND), HELD, BOOKED, PROJECTS,
        TASKS, TICKETS, HELPING, set(HELPERS_LISTS), HELPERS_OPEN,
    ]  # fmt: skip
    assert set.union(*lines) == operations()
    assert sum(map(len, lines)) == len(operations())


def sees(who: str, point: str) -> bool:
    """For whom there is such a case: by the interface as by the pages, whatever the post."""
    if who in APPLICANT:
        return True
    if point in PRIVATE:
        return False
    if point == "counter":
        return who in WINDOW | ADMIN
    return who in WINDOW | ORGAN | SUPERVISOR | ADMIN or (who in TOWN_CLERK and point in HANDED)


def asked(
    world: World, who: str, operation: tuple[str, str], point: str, body: Any = None, doc: str = ""
) -> Any:
    method, path = operation
    filled = path.replace("{number}", world.cases[point]).replace("{code}", "M-PLAN").replace("{file}", "1")
    sent = b"" if body is None else json.dumps(body).encode()
    return world.call(who, method, filled.replace("{doc}", doc), sent)


@pytest.mark.parametrize("operation", sorted(READS))
def test_reading_a_case(world: World, operation: tuple[str, str]):
    wrong = []
    for who in (VISITOR, *EVERYBODY):
        for point in ("draft", "counter", "received", "accepted", "delivered", "voided"):
            wanted = 401 if who == VISITOR else 200 if sees(who, point) else 404
            found = asked(world, who, operation, point).status_code
            if found != wanted:
                wrong.append((who, point, wanted, found))
    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.parametrize("operation", sorted(PAPERS))
def test_documents(world: World, operation: tuple[str, str]):
    """The PDF is the applicant's in person alone: names stand whole in it."""
    wrong = []
    for point in ("received", "delivered"):
        for kind, doc in world.papers(point).items():
            for who in (VISITOR, *EVERYBODY):
                wanted = 401 if who == VISITOR else 200 if sees(who, point) else 404
                if wanted == 200 and (who in ADMIN or (who in TOWN_CLERK and kind not in HANDED_KINDS)):
                    # Not listed for a hall that hands out; listed for who runs the system, never opened.
                    wanted = 404 if who in TOWN_CLERK else 403
                if wanted == 200 and operation[1].endswith("/file") and who != "li":
                    wanted = 403
                found = asked(world, who, operation, point, doc=doc).status_code
                if found != wanted:
                    wrong.append((who, point, kind, wanted, found))
    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.parametrize("operation", sorted(WRITES))
def test_acting(world: World, operation: tuple[str, str]):
    """Whoever may, leaves a record. Nobody else: 404 where there is no case for them, else 403, 409, 422."""
    wrong, (body, does) = [], WRITES[operation]
    points = list(dict.fromkeys((*list(does)[:3], "draft", "accepted", "delivered")))
    for who in (VISITOR, *EVERYBODY):
        for point in points if any(sees(who, one) for one in points) else points[:1]:
            mark, before = transaction.savepoint(), Event.objects.count()
            status = asked(world, who, operation, point, body).status_code
            did = Event.objects.count() > before
            transaction.savepoint_rollback(mark)
            if did != (who in does.get(point, set())):
                wrong.append((who, point, "did" if did else "did not", status))
            elif not did and status not in told(who, point):
                wrong.append((who, point, told(who, point), status))
    assert wrong == [], "\n".join(map(str, wrong))


def told(who: str, point: str) -> set[int]:
    """How somebody who does nothing is answered."""
    if who == VISITOR:
        return {401}
    return {403, 409, 422} if sees(who, point) else {404}


@pytest.mark.parametrize("operation", sorted(FOUND))
def test_for_whom_there_is_no_case_there_is_nothing_to_send_to(world: World, operation: tuple[str, str]):
    before = Event.objects.count()
    for point in TRIED_AT:
        for who in (VISITOR, *EVERYBODY):
            if who == VISITOR or not sees(who, point):
                status = asked(world, who, operation, point, FOUND[operation]).status_code
                assert status == (401 if who == VISITOR else 404), (who, point, status)
    assert Event.objects.count() == before


@pytest.mark.parametrize("verb", ["hide", "show"])
def test_what_is_on_file_is_its_partys(world: World, verb: str):
    held = HeldMaterial.objects.filter(party=world.county.parties["li"]).latest("pk")
    HeldMaterial.objects.filter(pk=held.pk).update(hidden_at=None if verb == "hide" else world.county.now)
    for who in (VISITOR, *EVERYBODY):
        mark, before = transaction.savepoint(), Event.objects.count()
        status = world.call(who, "post", f"/library/{held.pk}/{verb}").status_code
        did = Event.objects.count() > before
        transaction.savepoint_rollback(mark)
        assert (did, status) == (who == "li", 200 if who == "li" else 401 if who == VISITOR else 404), who


@pytest.mark.parametrize("operation", sorted(PROJECTS))
def test_a_project_that_is_nobodys_exists_for_nobody(world: World, operation: tuple[str, str]):
    method, path = operation
    address = path.replace("{project}", "2026-439926-33-03-000777").replace("{stage}", "land")
    for who in (VISITOR, *EVERYBODY):
        assert world.call(who, method, address).status_code == (401 if who == VISITOR else 404), who


@pytest.mark.parametrize("operation", sorted(TICKETS))
def test_where_there_is_no_hall_nobody_takes_or_calls_a_number(world: World, operation: tuple[str, str]):
    method, path = operation
    address = path.replace("{ticket}", "1").replace("{code}", "none").replace("{key}", "none")
    bodies = {"open": {"site": "YX-99", "window": "A01"}, "help": {"line": "A"}, "tickets": {}}
    body = bodies.get(path.rsplit("/", 1)[-1], {"line": "A"} if path.endswith("transfer") else None)
    before = Event.objects.count()
    for who in (VISITOR, *EVERYBODY):
        told = world.call(who, method, address, b"" if body is None else json.dumps(body).encode())
        wanted = {401} if who == VISITOR else {403, 404, 409}
        assert told.status_code in wanted, (who, told.status_code)
    assert Event.objects.count() == before


@pytest.mark.parametrize("operation", sorted(PUBLIC | OWN_LISTS | COUNTER | OPENS))
def test_lists_and_the_public_part(world: World, operation: tuple[str, str]):
    method, path = operation
    queries = {
        "/track": f"?number={world.cases['accepted']}&code=000000",
        "/parties": "?number=43992619800101001X",
    }
    for who in (VISITOR, *EVERYBODY):
        before = Event.objects.count()
        address = path.replace("{code}", "none") + queries.get(path, "")
        body = b'{"item": "none"}' if operation in OPENS else b""
        status = world.call(who, method, address, body).status_code
        if who == VISITOR and operation not in PUBLIC:
            assert status == 401
        elif operation in COUNTER:
            assert (status == 403) is (who not in CLERKS), (who, status)
        else:
            assert status in {200, 404, 409, 422}, (who, status)
        assert Event.objects.count() == before


def test_lists_hold_what_is_ones_own(world: World):
    mine = set(world.cases.values())
    for who in EVERYBODY:
        for inbox, posts in (
            ("own", CITIZENS),
            ("window", CLERKS),
            ("review", ORGAN | {"health", "health_director"}),
        ):
            answer = world.call(who, "get", f"/cases?inbox={inbox}&limit=100")
            if inbox != "own" and who not in posts:
                assert answer.status_code == 403, (who, inbox)
                continue
            found = {one["number"] for one in answer.json()["cases"]}
            allowed = {
                number for point, number in world.cases.items()
                if (who in APPLICANT if inbox == "own" else sees(who, point) and who not in CITIZENS)
            }  # fmt: skip
            assert found & mine <= allowed, (who, inbox)
            if (who, inbox) in {
                ("li", "own"),
                ("clerk", "window"),
                ("officer", "review"),
                ("town", "window"),
            }:
                assert found, (who, inbox)


def test_what_a_capacity_does_not_need_is_not_in_the_answer(world: World):
    """A hall that hands out: nothing of the application. Who runs the system: nothing that was written."""
    for who, point in (("town", "delivered"), ("admin", "delivered"), ("admin", "accepted")):
        body = asked(world, who, ("get", "/cases/{number}"), point).json()
        assert (body["answers"], body["materials"], body["missing"]) == ({}, [], []), who
    body = asked(world, "town", ("get", "/cases/{number}"), "delivered").json()
    assert body["seats"] == []
    assert {one["kind"] for one in body["documents"]} == HANDED_KINDS - {"refusal"}
    events = asked(world, "town", ("get", "/cases/{number}/history"), "delivered").json()["events"]
    assert {one["kind"] for one in events} <= {
        "case.granted", "case.delivery_chosen", "case.issued", "case.delivered",
    }  # fmt: skip
    assert asked(world, "clerk", ("get", "/cases/{number}"), "delivered").json()["answers"]
