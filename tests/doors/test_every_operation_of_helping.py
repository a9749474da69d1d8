"""Everybody with a token tries every operation of 帮代办: lists are of their post; where nobody lets anybody
help there is nothing to act on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction

from tests.doors.world import ADMIN, CLERKS, EVERYBODY, HELPER, SUPERVISOR, VISITOR, World
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db]
#: 帮代办: whose it is decides: tests/api/test_helping_over_http.py. Here nobody lets anybody help.
HELPING = {
    ("post", "/cases/{number}/helper-rating"),
    ("get", "/help/mandates/{mandate}"),
    *(("post", f"/help/mandates/{{mandate}}/{one}") for one in ("code", "confirm", "end", "applications")),
    *(("post", f"/help/visits/{{visit}}/{one}") for one in ("take", "back", "done", "cancel")),
    *(("post", f"/help/receipts/{{slip}}/{one}") for one in ("match", "void")),
}
#: Of posts: who reads the list, who begins one.
HELPERS_LISTS: dict[tuple[str, str], set[str]] = {
    **{("get", f"/help/{one}"): HELPER for one in (
        "mandates", "cases", "visits/waiting", "visits/taken", "receipts", "record",
    )},
    ("get", "/help/guidances"): HELPER | CLERKS,
    ("get", "/help/figures"): SUPERVISOR | ADMIN,
}  # fmt: skip
HELPERS_OPEN = {("post", f"/help/{one}") for one in ("mandates", "visits", "receipts", "guidances")}


@pytest.mark.parametrize("operation", sorted(HELPING))
def test_where_nobody_lets_anybody_help_there_is_nothing_to_act_on(world: World, operation: tuple[str, str]):
    method, path = operation
    address = path.replace("{number}", "4" * 22).replace("{slip}", "0" * 14)
    address = address.replace("{mandate}", "1").replace("{visit}", "1")
    bodies: dict[str, Any] = {
        "confirm": {}, "applications": {"item": "none"}, "take": {"day": "2026-11-28", "start": 600},
        "done": {"outcome": "filed"}, "match": {"case": "4" * 22}, "void": {"why": "x"},
        "helper-rating": {"level": "5"},
    }  # fmt: skip
    body, before = bodies.get(path.rsplit("/", 1)[-1]), Event.objects.count()
    for who in (VISITOR, *EVERYBODY):
        status = world.call(
            who, method, address, b"" if body is None else json.dumps(body).encode()
        ).status_code
        wanted = {401} if who == VISITOR else {422} if who in HELPER and "{slip}" in path else {403, 404}
        assert status in wanted, (who, status)
    assert Event.objects.count() == before


@pytest.mark.parametrize("operation", sorted(HELPERS_LISTS))
def test_lists_of_helpers_are_theirs(world: World, operation: tuple[str, str]):
    for who in (VISITOR, *EVERYBODY):
        status = world.call(who, *operation).status_code
        reads = who in HELPERS_LISTS[operation]
        assert status == (401 if who == VISITOR else 200 if reads else 403), (who, status)


@pytest.mark.parametrize("operation", sorted(HELPERS_OPEN))
def test_nothing_of_helping_begins_without_its_post(world: World, operation: tuple[str, str]):
    """A sheet is the helper's alone; the rest wants a body that says something."""
    for who in (VISITOR, *EVERYBODY):
        mark, before = transaction.savepoint(), Event.objects.count()
        status = world.call(who, *operation).status_code
        did = Event.objects.count() > before
        transaction.savepoint_rollback(mark)
        may = operation[1].endswith("receipts") and who in HELPER
        assert did is may, (who, status)
        assert status in ({401} if who == VISITOR else {201} if may else {403, 422}), (who, status)
