"""Every page address with a case number × everybody × every place a case can be, read and posted to.

The table is written out, address by address, by what each post is for (the whys: docs/why/0015-doors.md).
A new address without a line here fails. Whoever is not signed in is sent to sign in; whose post has nothing
to do at a door is told so (403); for everybody else a case that is not theirs does not exist (404).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from tests import samples
from tests.doors.world import (
    ADMIN,
    APPLICANT,
    CITIZENS,
    CLERKS,
    EVERYBODY,
    HANDED,
    ORGAN,
    POINTS,
    PRIVATE,
    SIGNERS,
    STAFF,
    SUPERVISOR,
    TOWN_CLERK,
    VISITOR,
    WINDOW,
    World,
)
from yimen.trail.models import Event

pytestmark = [pytest.mark.django_db]
ALL = CITIZENS | STAFF
#: Handed in: drafts at the counter are for window and administrator, one's own for nobody.
FILED = tuple(one for one in POINTS if one not in {*PRIVATE, "counter"})
NEVER: tuple[str, ...] = ()
#: Whoever is never answered at a door is tried at these; everybody else in all that differ.
FEW = ("draft", "accepted")
READ_AT = (
    "draft", "dropped", "counter", "received", "correction", "accepted", "suspended", "granted", "issued",
    "delivered", "withdrawn",
)  # fmt: skip


@dataclass(frozen=True)
class Door:
    """One address. `door`: who is let in at all. `sees`: who → at which places a case is shown to them."""

    door: set[str]
    sees: dict[str, tuple[str, ...]]


def seen(*groups: tuple[set[str], tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """`sees` from groups of people."""
    return {who: points for people, points in groups for who in people}


OWN = Door(ALL, seen((APPLICANT, POINTS)))
#: Acts of the window: the town that only hands out has the page, and no right to the act.
DESK = Door(CLERKS, seen((WINDOW, (*FILED, "counter")), (TOWN_CLERK, HANDED)))
REVIEW = Door(SIGNERS, seen((ORGAN, FILED)))
#: A seat of these is open in these places: who acts on it now may see numbers whole.
IN_HAND = {"officer", "officer2", "two"}
OPEN_SEAT = ("accepted", "supplement", "suspended")
PAGES: dict[str, Door] = {
    **dict.fromkeys(
        (
            "go-on", "questions", "form", "materials", "check", "drop", "done", "receipt", "case", "delivery",
            "received", "supply", "supply-form", "withdraw", "later", "pledge", "urge",
            "helper-rating", "material-phone", "material-phone-news",
        ),
        OWN,
    ),
    **dict.fromkeys(
        (
            "desk-case", "desk-form", "desk-new-materials", "desk-receive", "desk-decide", "desk-materials",
            "desk-supply", "desk-return", "desk-issue", "desk-deliver", "desk-send", "desk-arrived",
            "desk-delivery", "desk-promise", "desk-later", "desk-notice", "desk-pledge", "desk-call",
        ),
        DESK,
    ),
    "desk-parcel": Door(CLERKS, seen((WINDOW, (*FILED, "counter")))),
    "desk-full": Door(CLERKS, seen((WINDOW, (*FILED, "counter")))),
    "review-case": REVIEW,
    "review-act": REVIEW,
    "review-sitting": REVIEW,
    "review-sitting-now": REVIEW,
    "watch-urge": Door(SUPERVISOR, seen((SUPERVISOR, FILED))),
    "review-full": Door(SIGNERS, seen((IN_HAND, OPEN_SEAT))),
    # Clerks and approvers are led on to their own page.
    "watch-case": Door(
        SUPERVISOR | ADMIN | CLERKS | SIGNERS,
        seen(
            (SUPERVISOR, FILED), (ADMIN, (*FILED, "counter")), (ORGAN, FILED), (WINDOW, (*FILED, "counter")),
            (TOWN_CLERK, HANDED),
        ),
    ),
    "watch-case-trail": Door(SUPERVISOR | ADMIN, seen((SUPERVISOR, FILED), (ADMIN, (*FILED, "counter")))),
    "watch-full": Door(SUPERVISOR, seen((SUPERVISOR, FILED))),
}  # fmt: skip
#: Who sees the case at this door, and may not have what is asked: told so (403) where others find nothing.
TOLD = {
    "desk-full": seen((TOWN_CLERK, HANDED)),
    "desk-parcel": seen((TOWN_CLERK, HANDED)),
    "review-full": seen((ORGAN, FILED)),
}
#: Documents: of all kinds to who judges or applied; what is handed over, to who hands over.
ALL_KINDS = {
    "paper": Door(ALL, seen((APPLICANT, POINTS))),
    "paper-file": Door(ALL, seen((APPLICANT | WINDOW | ORGAN, POINTS))),
    "desk-paper": Door(CLERKS, seen((WINDOW, POINTS))),
    "review-paper": Door(SIGNERS, seen((ORGAN, POINTS))),
}
HANDED_KINDS = {"approval", "refusal", "pickup", "delivery"}
GIVEN_TO_HAND_OUT = {"paper-file", "desk-paper"}


def addresses(resolver: URLResolver | None = None, before: str = "") -> dict[str, str]:
    """Name → address with {number}, {paper} of every page of the site (the interface apart)."""
    found: dict[str, str] = {}
    for one in (resolver or get_resolver()).url_patterns:
        text = before + str(one.pattern)
        if isinstance(one, URLResolver):
            found |= addresses(one, text)
        elif isinstance(one, URLPattern) and one.name and not text.startswith("api/"):
            found[one.name] = "/" + text.replace("<str:", "{").replace("<int:", "{").replace(">", "}")
    return found


WITH_NUMBER = {name: text for name, text in addresses().items() if "cases/{number}" in text
               or "case/{number}" in text or "new/{number}" in text}  # fmt: skip


def test_every_address_with_a_case_number_has_its_line():
    assert set(WITH_NUMBER) == {*PAGES, *ALL_KINDS}


def expected(door: Door, told: dict[str, tuple[str, ...]], who: str, point: str) -> str:
    """in, login, 403 or 404."""
    if who == VISITOR:
        return "login"
    if who not in door.door:
        return "403"
    if point in door.sees.get(who, NEVER):
        return "in"
    return "403" if point in told.get(who, NEVER) else "404"


def known(name: str, who: str) -> bool:
    """Whether this door ever answers this person otherwise than everybody."""
    return who in PAGES[name].sees or who in TOLD.get(name, {})


def answered(answer: Any) -> str:
    """What came back, in the words of `expected`; a failure keeps its number."""
    status = answer.status_code
    if status == 302 and answer.headers["Location"].startswith("/login/"):
        return "login"
    # 405: let in, and the address is only for the other method. 409, 422: the rules say no, not the door.
    return "in" if status in {200, 302, 405, 409, 422} else str(status)


def right(wanted: str, answer: Any) -> bool:
    """405 may come before it is asked who knocks: it shows nothing of any case."""
    return answered(answer) == wanted or answer.status_code == 405


@pytest.mark.parametrize("name", sorted(PAGES))
def test_reading(world: World, name: str):
    wrong = []
    for who in (VISITOR, *EVERYBODY):
        for point in READ_AT if known(name, who) else FEW:
            answer = world.ask(who, "get", WITH_NUMBER[name].format(number=world.cases[point]))
            wanted = expected(PAGES[name], TOLD.get(name, {}), who, point)
            if not right(wanted, answer):
                wrong.append((who, point, wanted, answer.status_code))
    assert wrong == [], "\n".join(map(str, wrong))


def test_a_number_that_is_no_case_reads_like_somebody_elses(world: World):
    for name, text in WITH_NUMBER.items():
        who = "wang" if name in PAGES and PAGES[name] is OWN else "two" if "desk" in name else "health"
        if "watch" in name:
            continue
        none = world.ask(who, "get", text.format(number="439926202611202550543A", paper="X"))
        theirs = world.ask(who, "get", text.format(number=world.cases["accepted"], paper="X"))
        assert none.status_code == theirs.status_code in {404, 405}, name


@pytest.mark.parametrize("name", sorted(ALL_KINDS))
def test_documents(world: World, name: str):
    """Every document of every case."""
    wrong = []
    door = ALL_KINDS[name]
    for point in ("received", "refused", "delivered"):
        for kind, paper in world.papers(point).items():
            for who in (VISITOR, *EVERYBODY):
                answer = world.ask(
                    who, "get", WITH_NUMBER[name].format(number=world.cases[point], paper=paper)
                )
                wanted = expected(door, {}, who, point)
                if who in TOWN_CLERK and point in HANDED and name in GIVEN_TO_HAND_OUT:
                    wanted = "in" if kind in HANDED_KINDS else "403"
                if answered(answer) != wanted:
                    wrong.append((who, point, kind, wanted, answer.status_code))
    assert wrong == [], "\n".join(map(str, wrong))


def test_a_document_is_found_under_its_own_case_only(world: World):
    other = world.papers("received")["receipt"]
    for name, who in (
        ("paper", "li"),
        ("paper-file", "li"),
        ("desk-paper", "clerk"),
        ("review-paper", "head"),
    ):
        path = WITH_NUMBER[name].format(number=world.cases["accepted"], paper=other)
        assert world.ask(who, "get", path).status_code == 404, name


def test_a_hall_that_hands_out_sees_what_it_hands_out_and_no_more(world: World):
    """No answers, no materials, no opinions, no other papers; the page it needs is whole."""
    for point in HANDED:
        page = world.ask("town", "get", WITH_NUMBER["desk-case"].format(number=world.cases[point]))
        text = page.content.decode()
        assert "青石面馆" not in text and "平面布局图" not in text and "收件凭证" not in text, point
        assert "内部意见" not in text and "/files/" not in text
        assert "查询码" not in text
        whole = world.ask("clerk", "get", WITH_NUMBER["desk-case"].format(number=world.cases[point]))
        assert "青石面馆" in whole.content.decode() and "平面布局图" in whole.content.decode()
    assert (
        "核对了哪种证件"
        in world.ask(
            "town", "get", WITH_NUMBER["desk-case"].format(number=world.cases["issued"])
        ).content.decode()
    )


def test_who_runs_the_system_reads_the_record_and_nothing_that_was_written_in_it(world: World):
    text = world.ask("admin", "get", WITH_NUMBER["watch-case"].format(number=world.cases["delivered"]))
    page = text.content.decode()
    assert "记录链完整" in page and "青石面馆" not in page and "李敏" not in page
    assert 'href="/watch/cases/' in page and "/full/" not in page


FILE = {"reading": APPLICANT | WINDOW | ORGAN | SUPERVISOR}


def test_files_of_a_case(world: World):
    """The plan that was uploaded: for whom the case's materials are, nobody else; preview and download."""
    wrong = []
    for point in ("draft", "counter", "accepted", "delivered"):
        may = APPLICANT - {"agent"} if point == "draft" else FILE["reading"]
        may = {"draft": APPLICANT, "counter": APPLICANT | WINDOW}.get(point, may)
        for who in (VISITOR, *EVERYBODY):
            for query in ("", "?view=1"):
                answer = world.ask(who, "get", f"/files/{world.files[point]}/{query}")
                wanted = "login" if who == VISITOR else "in" if who in may else "404"
                if answered(answer) != wanted:
                    wrong.append((who, point, wanted, answer.status_code))
    assert wrong == [], "\n".join(map(str, wrong))


# --- posting ------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Act:
    """A form that does something: what is sent; place → who does it by that. Nobody else, nowhere else."""

    body: dict[str, Any]
    does: dict[str, set[str]]


def at(people: set[str], *points: str) -> dict[str, set[str]]:
    """The same people in each of these places."""
    return dict.fromkeys(points, people)


SHOP = {"a-shop_name": "白泉面馆", "a-area": "90"}
WHY = {"why": "verify", "words": "和身份证原件核对"}
OPEN_FOR_CHOICE = (
    "draft", "submitted", "received", "correction", "accepted", "supplement", "suspended", "granted",
    "issued", "refused", "posted", "counter",
)  # fmt: skip
ACTS: dict[str, Act] = {
    "form": Act({**SHOP, "shown": "shop_name area"}, at(APPLICANT, "draft")),
    "materials": Act({"m-1": "file"}, at(APPLICANT, "draft")),
    "check": Act(
        {"contact_phone": "19900000001", "promise": "yes", "again": "另一家店"}, at(APPLICANT, "draft")
    ),
    "drop": Act({}, at(APPLICANT, "draft")),
    "delivery": Act({"way": "online"}, at(APPLICANT, *OPEN_FOR_CHOICE)),
    "received": Act({}, at(APPLICANT, "sent")),
    "supply": Act({"m-1": "file"}, at(APPLICANT, "correction", "supplement")),
    "supply-form": Act(
        {"a-shop_name": "青石面馆", "a-area": "90", "shown": "shop_name area"}, at(APPLICANT, "correction")
    ),
    "withdraw": Act(
        {"reason": "不办了"},
        at(APPLICANT, "submitted", "received", "correction", "accepted", "supplement", "suspended"),
    ),
    # Of what was promised for later: none of these places has any.
    "later": Act({"m-2": "file"}, {}),
    # Of promises instead of proofs: this item lets none stand.
    "pledge": Act({"proof": "M-PLAN", "signer": "李敏", "agreed": "yes"}, {}),
    "desk-pledge": Act({"proof": "M-PLAN", "signer": "李敏", "agreed": "yes"}, {}),
    "desk-promise": Act({"signer": "李敏", "agreed": "yes"}, {}),
    "desk-later": Act({"do": "paper-2"}, {}),
    "desk-notice": Act({}, {}),
    "desk-form": Act({"a-shop_name": "白泉面馆", "a-area": "90", "asked": ""}, at(WINDOW, "counter")),
    "desk-new-materials": Act({"do": "submit", "again": "另一家店"}, at(WINDOW, "counter")),
    "desk-receive": Act({}, at(WINDOW, "submitted")),
    "desk-decide": Act({"do": "decide", "outcome": "accept"}, at(WINDOW, "received")),
    "desk-materials": Act({"file-M-PLAN": "file"}, at(WINDOW, "received")),
    "desk-supply": Act({"file-M-PLAN": "file"}, at(WINDOW, "correction", "supplement")),
    "desk-return": Act({"back_reason": "没有补正"}, at(WINDOW, "correction", "supplement")),
    "desk-issue": Act({}, at(WINDOW, "granted")),
    "desk-deliver": Act({"receiver": "李敏", "seen": "居民身份证"}, {
        **at(WINDOW | TOWN_CLERK, "issued", "refused"),
    }),
    "desk-send": Act({"tracking": "EMS0002"}, at(WINDOW, "posted")),
    "desk-delivery": Act({"way": "online"}, at(WINDOW, *(one for one in OPEN_FOR_CHOICE if one != "draft"))),
    # Noted before it is looked up: a look that finds no parcel is on record too.
    "desk-parcel": Act({}, at(WINDOW, "posted", "sent", "issued", "received", "counter", "delivered")),
    "desk-arrived": Act({}, at(WINDOW, "sent")),
    "urge": Act({}, at(APPLICANT, "accepted")),
    # Nobody helped with any of these.
    "helper-rating": Act({"level": "5"}, {}),
    "desk-call": Act({"do": "convene", "convene_why": "难办"}, at(WINDOW, "accepted")),
    "watch-urge": Act({}, at(SUPERVISOR, "accepted")),
    "desk-full": Act(WHY, at(WINDOW, *FILED, "counter")),
    "review-full": Act(WHY, at(IN_HAND, *OPEN_SEAT)),
    "watch-full": Act({**WHY, "why": "inspect"}, at(SUPERVISOR, *FILED)),
    "review-act": Act({"act": "sign", "outcome": "agree"}, at(IN_HAND, "accepted")),
}  # fmt: skip
#: Nothing is done by these: they are read.
READ = {
    "go-on", "questions", "done", "receipt", "case", "desk-case", "review-case", "watch-case",
    "watch-case-trail", "review-sitting", "review-sitting-now",
}  # fmt: skip


def test_every_address_is_posted_to_or_only_read():
    assert {*ACTS, *READ} == set(PAGES)


def _body(world: World, name: str, point: str) -> dict[str, Any]:
    sent = {"rev": str(world.case(point).rev), "once": "k" * 22, **ACTS[name].body}
    sent["was"] = world.case(point).state
    for key, value in list(sent.items()):
        if value == "file":
            sent[key] = SimpleUploadedFile("图.pdf", samples.pdf(7))
    return sent


@pytest.mark.parametrize("name", sorted(ACTS))
def test_posting(world: World, name: str):
    """Whoever may, leaves a record; every other post leaves none and is answered as the door says."""
    wrong, door = [], PAGES[name]
    for who in (VISITOR, *EVERYBODY):
        points = dict.fromkeys((*list(ACTS[name].does)[:6], "draft", "delivered"))
        for point in points if known(name, who) else list(points)[:1]:
            mark = transaction.savepoint()
            before = Event.objects.count()
            path = WITH_NUMBER[name].format(number=world.cases[point])
            answer = world.ask(who, "post", path, _body(world, name, point))
            did, wanted = Event.objects.count() > before, expected(door, TOLD.get(name, {}), who, point)
            transaction.savepoint_rollback(mark)
            if did != (who in ACTS[name].does.get(point, set())):
                wrong.append((who, point, "did" if did else "did not", answer.status_code))
            elif not did and not refused(wanted, who, answer):
                wrong.append((who, point, wanted, answer.status_code))
    assert wrong == [], "\n".join(map(str, wrong))


def refused(wanted: str, who: str, answer: Any) -> bool:
    """A refused act of somebody who sees the case, here or by another post, may be 403 by the rules too."""
    return right(wanted, answer) or (answer.status_code == 403 and (wanted == "in" or who == "two"))


@pytest.mark.parametrize("name", sorted(READ))
def test_a_post_where_nothing_is_done(world: World, name: str):
    before = Event.objects.count()
    for who in ("visitor", "li", "wang", "clerk", "officer", "supervisor", "admin"):
        answer = world.ask(who, "post", WITH_NUMBER[name].format(number=world.cases["draft"]), {"x": "1"})
        assert answer.status_code in {302, 403, 404, 405}, (name, who)
    assert Event.objects.count() == before
