"""Every page address without a case number × everybody, read and posted to; and things that are one person's.

A new address without a line here fails.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from tests import county as counties
from tests import samples
from tests.doors.test_every_page_of_a_case import WITH_NUMBER, addresses, answered
from tests.doors.world import (
    ADMIN,
    CITIZENS,
    CLERKS,
    EVERYBODY,
    HELPER,
    SIGNERS,
    STAFF,
    SUPERVISOR,
    VISITOR,
    World,
)
from yimen.accounts import actions as accounts
from yimen.accounts.models import ApiToken
from yimen.parties.models import Mandate
from yimen.personal import actions as personal
from yimen.personal.models import Correction
from yimen.trail.models import Event
from yimen.vault import actions as vault
from yimen.vault.models import HeldMaterial, Licence

pytestmark = [pytest.mark.django_db]
KEEPER, SECURITY, AUDIT = {"keeper"}, {"security"}, {"audit"}
ALL = CITIZENS | STAFF
ANYBODY = {VISITOR} | ALL
#: Who is let in. Everybody else: to sign in, or 403.
DOORS: list[tuple[set[str], tuple[str, ...]]] = [
    (ANYBODY, (
        "home", "items", "guide", "notice", "bundles", "guided", "halls", "hall", "hall-items",
        "number", "ticket", "ticket-print", "ticket-leave",
        "track", "verify", "login",
        "logout", "register", "language", "mode", "health", "help", "accessibility", "session-left",
        "projects", "project-guide",
        "session-stay", "device", "device-away", "device-worker", "receipt-slip",
    )),
    (ALL, (
        "account", "account-views", "account-contact", "account-data", "account-password", "mandate-new",
        "account-corrections",
        "token-new", "start", "my", "my-messages", "my-materials", "my-materials-add", "my-materials-uses",
        "my-tasks", "my-task", "my-task-calendar", "my-task-paper", "my-task-sheet",
        "my-materials-uses-table", "my-licences", "my-promises",
        "project-new", "project", "project-print", "project-begin", "project-urge", "project-fees",
        "project-bill",
        "project-pay", "project-look", "project-fees-file",
        "my-helpers", "help-me",
        "account-second-step", "session-end", "sessions-end", "book", "my-bookings",
    )),
    (CLERKS, (
        "desk", "desk-find", "desk-intake", "desk-corrections", "desk-handout", "desk-new", "desk-register",
        "desk-item", "desk-window", "desk-window-do", "desk-accounts", "desk-account-new", "desk-account",
        "desk-account-full", "desk-help-confirm", "desk-help-end", "desk-requests", "desk-request",
        "desk-bookings",
    )),
    (HELPER | CLERKS, ("helper-guides",)),
    (HELPER, (
        "helper", "helper-people", "helper-ask", "helper-visits", "helper-record", "helper-receipts",
    )),
    (CLERKS | SIGNERS | SUPERVISOR, ("lead-projects", "lead-project", "lead-note", "lead-manager")),
    (SIGNERS, (
        "review", "review-recheck", "review-checks", "review-copies", "review-sittings", "review-waiting",
        "tasks", "task-new", "task-inspect", "task", "task-act",
        "task-paper", "task-sheet",
    )),
    # The board and the finder show each their own reach; see test_watch_pages.
    (CLERKS | SIGNERS | SUPERVISOR | ADMIN, ("watch", "watch-cases")),
    (SUPERVISOR | ADMIN, (
        "watch-seals", "watch-instant", "watch-promises", "watch-tasks", "watch-again", "watch-helpers",
    )),
    (SUPERVISOR | ADMIN, ("watch-hall", "watch-hall-paper", "watch-hall-table")),
    (SUPERVISOR | ADMIN | KEEPER | {"director", "health_director"}, ("watch-wall", "watch-wall-news")),
    (SUPERVISOR, ("watch-breaches", "watch-doubts")),
    (SUPERVISOR | ADMIN | AUDIT, ("watch-views",)),
    (KEEPER | SUPERVISOR | AUDIT, (
        "archives", "archives-due", "archives-holds", "archives-lists", "archives-list", "archives-paper",
        "archives-record",
    )),
    (KEEPER, ("archives-retain",)),
    (SUPERVISOR, ("archives-hold", "archives-lift")),
    (SUPERVISOR | AUDIT, ("archives-sign",)),
    (KEEPER, (
        "keeper-route", "keeper-rate", "keeper-rate-new", "keeper-zone", "keeper-zone-new", "keeper-assess",
    )),
    (KEEPER | ADMIN, (
        "keeper-routes", "keeper-rates", "keeper-zones",
        "catalogue", "catalogue-new", "catalogue-quality", "catalogue-materials",
        "catalogue-material", "catalogue-elements", "catalogue-import", "catalogue-import-report",
        "licence-types", "licence-type-new", "licence-stop", "catalogue-alike",
        "catalogue-merges", "catalogue-merge-undo", "catalogue-merge", "licence-type",
        "licence-specimen", "calendar",
        "calendar-year", "catalogue-item", "catalogue-state", "catalogue-discard",
        "catalogue-check", "catalogue-publish", "catalogue-diff", "catalogue-flights", "catalogue-edit",
        "catalogue-section", "catalogue-instant", "catalogue-instant-switch",
        "catalogue-bundles", "catalogue-bundle-new", "catalogue-bundle", "catalogue-bundle-state",
        "catalogue-bundle-discard", "catalogue-bundle-preview", "catalogue-bundle-publish",
        "catalogue-bundle-edit", "catalogue-bundle-section",
        "floor-sites", "floor-site-new", "floor-import", "floor-site", "floor-window-new", "floor-window",
        "floor-weekend",
        "floor-powers", "floor-devices", "floor-live", "floor-morning", "floor-roster", "floor-roster-print",
        "floor-baselines",
    )),
    # Each of the two changes their own part of the seal's register; see test_licences_are_shown_and_verified.
    (ADMIN | SECURITY, ("staff", "staff-one", "seal", "seal-act")),
    (ADMIN, (
        "staff-new", "joint", "departments", "department-new", "department-one", "check-page", "check-print",
        "seal-replaced", "seal-report", "seal-withdraw", "dead-letters", "dead-letter-revive",
    )),
    (ADMIN | AUDIT, ("relay",)),
    (AUDIT, ("access-log", "access-log-file")),
]  # fmt: skip
#: Whose it is decides; below, one by one.
ONES_OWN = {
    "file", "correction-withdraw", "mandate-end", "token-end", "my-materials-hide", "my-materials-show",
    "my-licence",
    "my-licence-file", "my-licence-show",
    # Of whoever booked; see tests/web/test_bookings_pages.
    "my-booking", "my-booking-move", "my-booking-cancel", "my-booking-calendar",
    # Of the helper who asked, and of whom they asked; see tests/web/test_helpers_pages.
    "helper-one", "helper-send", "helper-confirm", "helper-end", "helper-begin", "helper-visit",
    "helper-visit-phone",
    "helper-receipts-print",
    "my-helper-confirm", "my-helper-end", "help-me-cancel",
    # Of whoever promised, and of the department that decided on it; see tests/pledges.
    "my-promise", "review-check",
    # Whose password was right a moment ago; see test_two_steps_to_sign_in.
    "login-code",
    # Any post, and then only the administrator and the custodian of the seal.
    "seal-uses",
    # Of a display or kiosk, by its own cookie; see tests/web/test_displays_and_kiosks.
    "device-beat", "device-hall", "device-hall-news", "device-window", "device-window-news", "kiosk",
    "kiosk-green", "kiosk-lines", "kiosk-matters", "kiosk-number", "kiosk-ticket", "kiosk-card",
    "kiosk-progress", "kiosk-progress-one", "kiosk-more", "kiosk-self", "kiosk-phone", "kiosk-help",
    # Of a visit at a kiosk; see tests/web/test_a_visit_at_a_kiosk.
    "kiosk-who", "kiosk-code", "kiosk-password", "kiosk-me", "kiosk-book", "kiosk-results", "kiosk-end",
    # By a link that is signed for one material; see tests/web/test_materials_by_telephone.
    "material-send",
    # There only where the site has a sign-in platform: tests/oidc.
    "oidc-start", "oidc-callback", "oidc-confirm", "oidc-mine", "oidc-disconnect",
}  # fmt: skip
#: Addresses whose pattern is an expression are written out.
WRITTEN = {"language": "/lang/en/", "mode": "/mode/elder/", "seal-act": "/admin/seal/act/suspend/"}
FILL = {
    "code": counties.LICENCE, "number": "0201", "party": "1", "run": "1", "row": "1", "event": "1",
    "key": "basics", "day": "2026-11-22", "merge": "1", "pk": "1", "hold": "1", "task": "1", "paper": "KC1",
    "kind": "industrial", "stage": "land", "window": "A01", "mandate": "1", "visit": "1", "what": "hour",
}  # fmt: skip
FILL_FOR = {
    "calendar-year": {"number": "2026"}, "department-one": {"code": counties.MARKET},
    "catalogue-material": {"code": "M-PLAN"},
}  # fmt: skip
#: What a browser may ask of these without being anybody changes nothing but their own session.
OTHERS = {name: text for name, text in addresses().items() if name not in WITH_NUMBER}
TABLE = {name: people for people, names in DOORS for name in names}


def path_of(name: str) -> str:
    text = WRITTEN.get(name) or OTHERS[name].replace("<slug:", "{")
    return text.format(**{**FILL, **FILL_FOR.get(name, {})})


def test_every_address_has_its_line_once():
    assert set(TABLE) | ONES_OWN == set(OTHERS)
    assert len(TABLE) == sum(len(names) for _, names in DOORS)
    assert not set(TABLE) & ONES_OWN


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_let_in(world: World, method: str):
    """A post of somebody who is not let in leaves no record."""
    wrong = []
    for name, people in TABLE.items():
        for who in (VISITOR, *EVERYBODY):
            if method == "post" and who in people:
                continue
            before = Event.objects.count()
            answer = world.ask(
                who, method, path_of(name), {"name": "x", "q": "x"} if method == "post" else {}
            )
            let_in = answered(answer) in {"in", "404"}
            wanted = who in people
            if answer.status_code == 405:
                continue
            did = Event.objects.count() > before and not wanted
            if let_in != wanted or did or answer.status_code >= 500:
                wrong.append((name, who, wanted, answer.status_code))
            elif not wanted and answered(answer) != ("login" if who == VISITOR else "403"):
                wrong.append((name, who, "refused otherwise", answer.status_code))
    assert wrong == [], "\n".join(map(str, wrong))


def test_use_of_the_seal_is_for_the_administrator_and_its_custodian(world: World):
    found = {who: answered(world.ask(who, "get", "/admin/seal/uses/")) for who in (VISITOR, *EVERYBODY)}
    assert found.pop("admin") == "in"
    assert found.pop(VISITOR) == "login"
    assert set(found.values()) == {"403"}


def only(world: World, path: str, method: str, owners: set[str], done: Any) -> None:
    """`path` does what it does for `owners`; for everybody else it is not there, and nothing happens."""
    for who in (VISITOR, *EVERYBODY):
        mark, before = transaction.savepoint(), done()
        answer = world.ask(who, method, path)
        changed = done() != before
        transaction.savepoint_rollback(mark)
        if who in owners:
            assert changed or answer.status_code == 200, (who, answer.status_code)
            continue
        assert not changed, (path, who)
        assert answered(answer) == "login" if who == VISITOR else answer.status_code == 404, (path, who)


def test_a_mandate_is_ended_by_its_two_sides(world: World):
    held = Mandate.objects.get(agent=world.county.parties["agent"])
    only(
        world, f"/account/mandates/{held.pk}/end/", "post", {"li", "agent"},
        lambda: Mandate.objects.get(pk=held.pk).revoked_at,
    )  # fmt: skip


def test_a_request_for_correction_is_withdrawn_by_whoever_asked(world: World):
    li, now = world.county["li"], world.county.now
    proof = vault.keep(li, [samples.png()], "身份证.png", now=now).id
    asked = personal.ask(li, "name", "李闽", "登记时录错了一个字", proof, now=now)
    only(
        world, f"/account/corrections/{asked.id}/withdraw/", "post", {"li"},
        lambda: Correction.objects.get(pk=asked.id).state,
    )  # fmt: skip


def test_a_token_is_ended_by_its_owner(world: World):
    made = accounts.make_token(world.county["li"], "自己的", ["cases:read"], 30, now=world.county.now)
    only(
        world, f"/account/tokens/{made.id}/end/", "post", {"li"},
        lambda: ApiToken.objects.get(pk=made.id).revoked_at,
    )  # fmt: skip


def test_what_is_on_file_is_its_partys(world: World):
    held = HeldMaterial.objects.filter(party=world.county.parties["li"]).first()
    assert held is not None, "the accepted cases left something on file"
    only(
        world,
        f"/my/materials/{held.pk}/hide/",
        "post",
        {"li"},
        lambda: HeldMaterial.objects.get(pk=held.pk).hidden_at,
    )
    HeldMaterial.objects.filter(pk=held.pk).update(hidden_at=world.county.now)
    only(
        world,
        f"/my/materials/{held.pk}/show/",
        "post",
        {"li"},
        lambda: HeldMaterial.objects.get(pk=held.pk).hidden_at,
    )


@pytest.mark.parametrize("page", ["", "file/", "show/"])
def test_a_licence_is_its_holders(world: World, page: str):
    licence = Licence.objects.filter(party=world.county.parties["li"]).latest("pk")
    only(world, f"/my/licences/{licence.pk}/{page}", "get", {"li"}, lambda: None)


def test_the_archive_of_ones_data_holds_ones_own_only(world: World):
    """Posted by everybody with the right password: nobody's holds anything of 李敏 but hers."""
    for who in ("wang", "agent", "firm"):
        answer = world.ask(who, "post", "/account/data/", {"password": counties.PASSWORD})
        assert answer.status_code == 200, who
        assert world.cases["accepted"].encode() not in answer.whole, who
    hers = world.ask("li", "post", "/account/data/", {"password": counties.PASSWORD})
    assert f"cases/{world.cases['accepted']}/".encode() in hers.whole
    assert world.ask("clerk", "post", "/account/data/", {"password": counties.PASSWORD}).status_code == 302


def test_tables_that_leave_hold_ones_own_only(world: World):
    hers = world.ask("li", "get", "/my/materials/uses.csv")
    assert hers["Content-Type"].startswith("text/csv")
    for who in EVERYBODY:
        answer = world.ask(who, "get", "/my/materials/uses.csv")
        assert answer.status_code in {200, 302}
        body = getattr(answer, "whole", b"") or answer.content
        assert who == "li" or world.cases["accepted"].encode() not in body, who
