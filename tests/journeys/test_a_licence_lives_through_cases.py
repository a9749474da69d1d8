"""证照的一生: issued by one case, then changed, renewed, revoked, cancelled, each by a case of its own, begun
by a button; what stands on /verify/ and in the holder's hands follows. All of it through the pages."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import licence_world as worlds
from tests.web import staffkit
from yimen.cases import actions
from yimen.cases.models import Case, CaseDocument, Message, Pause
from yimen.rules.licence_states import LicenceNotThere
from yimen.rules.verifying import Finding
from yimen.trail import queries as trail
from yimen.vault import queries
from yimen.vault.models import Licence

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> worlds.World:
    return worlds.build(monkeypatch, settings, tmp_path)


def content(one: Licence) -> bytes:
    facts = queries.by_ids([one.file_id])[one.file_id]
    with queries.open_content(facts) as handle:
        return handle.read()


def verified(one: Licence) -> set[str]:
    """What the public is told of an edition, by its code and by its file."""
    by_code = Client().get("/verify/", {"n": one.identifier, "c": one.check_code}).content.decode()
    file = SimpleUploadedFile("证照.pdf", content(one), "application/pdf")
    by_file = Client().post("/verify/", {"file": file}).content.decode()
    return {f.label for f in Finding if f.label in by_code} | {f.label for f in Finding if f.label in by_file}


def page_of(one: Licence) -> str:
    return f"/my/licences/{one.pk}/"


def test_changed_by_a_case_begun_at_the_licence(world: worlds.World) -> None:
    first = world.first()
    assert verified(first) == {Finding.GOOD.label}
    number = world.begin(page_of(first), "变更")
    assert Case.objects.get(number=number).answers == {
        "licence_number": first.number, "shop_name": "青石面馆",
    }, "the licence and what stands on it need not be typed"  # fmt: skip
    world.fill(number, shop_name="青石大面馆")
    world.done(number)
    before, now = Licence.objects.order_by("edition")
    assert (now.number, now.edition, now.valid_to) == (first.number, 2, first.valid_to)
    assert (now.face["shop"], now.face["area"]) == ("青石大面馆", "120"), "what was not asked stays"
    assert verified(before) == {Finding.REPLACED.label}
    assert verified(now) == {Finding.GOOD.label}
    assert content(before) != content(now)
    li = world.client("li")
    shown = li.get("/my/licences/").content.decode()
    assert page_of(now) in shown and page_of(before) not in shown
    old = li.get(page_of(before)).content.decode()
    assert "已变更" in old and "/apply/" not in old.split("<main")[1]


def test_renewed_with_a_reminder_before_and_the_same_number_after(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    world = worlds.build(monkeypatch, settings, tmp_path, years=1)
    first = world.first()
    world.later(days=310)
    messages = world.client("li").get("/my/messages/").content.decode()
    assert "天到期，要继续用请及时申请延续" in messages and f'href="{page_of(first)}"' in messages
    assert Message.objects.filter(text__contains="到期").count() == 1
    number = world.begin(page_of(first), "延续")
    world.fill(number)
    world.done(number)
    before, now = Licence.objects.order_by("edition")
    assert (now.number, now.edition, now.face["shop"]) == (first.number, 2, "青石面馆")
    assert now.valid_to > before.valid_to  # type: ignore[operator]
    assert (verified(before), verified(now)) == ({Finding.REPLACED.label}, {Finding.GOOD.label})


@pytest.mark.parametrize(("word", "finding"), [("revoke", Finding.REVOKED), ("suspend", Finding.SUSPENDED)])
def test_the_organ_begins_at_the_window_what_is_not_the_holders_to_ask(
    world: worlds.World, word: str, finding: Finding
) -> None:
    first = world.first()
    mine = world.client("li").get(page_of(first)).content.decode()
    assert worlds.ITEMS[word] not in mine
    number = world.at_the_window(first, word)
    world.decide(number)
    world.issue(number)
    assert verified(first) == {finding.label}
    assert finding.label != Finding.GOOD.label
    again = world.client("clerk").get(f"/desk/new/{first.party_id}/").content.decode()
    assert f'value="{worlds.ITEMS[word]}:{first.pk}"' not in again


def test_suspended_then_taken_up_again_by_its_holder(world: worlds.World) -> None:
    first = world.first()
    number = world.at_the_window(first, "suspend")
    world.decide(number)
    world.issue(number)
    back = world.begin(page_of(first), "恢复")
    world.fill(back)
    world.done(back)
    assert verified(first) == {Finding.GOOD.label}


def test_cancelled_at_its_holders_wish(world: worlds.World) -> None:
    first = world.first()
    number = world.begin(page_of(first), "注销")
    world.fill(number)
    world.done(number)
    assert verified(first) == {Finding.CANCELLED.label}
    assert "已注销" in world.client("li").get(page_of(first)).content.decode()


def test_nobody_begins_anything_with_a_licence_of_somebody_else(world: worlds.World) -> None:
    first = world.first()
    address = f"/apply/{worlds.ITEMS['cancel']}/"
    for typed in (str(first.pk), "x", "9" * 30):
        assert world.client("wang").get(address, {"licence": typed}).status_code == 404
        sent = {"party": str(world.county.parties["wang"].pk), "licence": typed}
        assert world.client("wang").post(address, sent).status_code == 404
    with pytest.raises(LicenceNotThere):
        actions.open_draft(
            world.county["wang"], worlds.ITEMS["cancel"], world.county.parties["wang"].pk, channel="2",
            region="439926000000", licence=first.pk, now=world.now,
        )  # fmt: skip
    world.client("clerk").post("/desk/new/", {"q": world.county.parties["wang"].phone})
    desk = world.client("clerk").post(
        f"/desk/new/{world.county.parties['wang'].pk}/", {"item": f"{worlds.ITEMS['revoke']}:{first.pk}"}
    )
    assert Case.objects.filter(item__code=worlds.ITEMS["revoke"]).count() == 0 and desk.status_code != 200


def test_silence_until_the_end_renews_it(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    """行政许可法第五十条: applied for in time, not decided before the last day."""
    world = worlds.build(monkeypatch, settings, tmp_path, years=1)
    first = world.first()
    world.later(days=300)
    number = world.begin(page_of(first), "延续")
    world.fill(number)
    assert world.hand_in(number).status_code == 302
    world.accept(number)
    told = "到期前没有作出决定，依法视为准予延续"
    assert told in world.client("li").get(f"/cases/{number}/").content.decode()
    assert told in world.client("officer").get(f"/review/cases/{number}/").content.decode()
    last = first.valid_to
    assert last is not None
    world.later(days=(last - world.now.date()).days)
    assert worlds.state(number) == "reviewing", "the last day still counts"
    world.later(days=1)
    assert worlds.state(number) == "issued"
    now = Licence.objects.get(edition=2)
    assert (now.number, now.valid_from) == (first.number, last + timedelta(days=1))
    assert verified(now) == {Finding.GOOD.label}
    assert verified(first) == {Finding.REPLACED.label}
    paper = CaseDocument.objects.get(case__number=number, kind="approval")
    assert "依法视为准予延续" in paper.data["opening"] and paper.pdf_id
    kinds = [row.kind for row in trail.history(number)]
    assert "case.deemed_renewed" in kinds and "case.granted" not in kinds
    assert list(trail.broken_links(number)) == []
    assert world.client("officer").get("/review/").context["rows"] == []
    assert "视为准予延续" in world.client("li").get(f"/cases/{number}/").content.decode()


def test_late_renewals_and_those_that_wait_for_the_applicant_are_not_renewed_by_silence(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    world = worlds.build(monkeypatch, settings, tmp_path, years=1)
    first = world.first()
    world.later(days=350)
    number = world.begin(page_of(first), "延续")
    world.fill(number)
    world.hand_in(number)
    world.accept(number)
    assert Case.objects.get(number=number).renews_until is None, "less than 30 working days before the end"
    world.later(days=20)
    assert worlds.state(number) == "reviewing"
    assert verified(first) == {Finding.EXPIRED.label}
    world.decide(number)
    world.issue(number)
    assert Licence.objects.get(edition=2).status == "valid", (
        "applied for before the end: decided on its merits"
    )


def _waiting(world: worlds.World, first: Licence, act: dict[str, str]) -> str:
    """A renewal in time, accepted; then the officer does one act on the page."""
    world.later(days=300)
    number = world.begin(page_of(first), "延续")
    world.fill(number)
    world.hand_in(number)
    world.accept(number)
    client, page = world.client("officer"), f"/review/cases/{number}/"
    answer = client.post(f"{page}act/", {**staffkit.hidden(client.get(page)), **act})
    assert answer.status_code == 302, answer.content.decode()
    return number


def test_a_special_procedure_does_not_stop_it(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    world = worlds.build(monkeypatch, settings, tmp_path, years=1)
    first = world.first()
    end = (world.now + timedelta(days=500)).date().isoformat()
    act = {"act": "pause", "pause_kind": "hearing", "planned_end": end, "pause_reason": "要听证"}
    number = _waiting(world, first, act)
    assert worlds.state(number) == "suspended"
    world.later(days=66)
    assert worlds.state(number) == "issued"
    assert Licence.objects.get(edition=2).status == "valid"
    assert not Pause.objects.filter(case__number=number, end__isnull=True).exists()


def test_while_the_applicant_owes_something_nothing_is_renewed(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    world = worlds.build(monkeypatch, settings, tmp_path, years=1)
    first = world.first()
    world.later(days=300)
    number = world.begin(page_of(first), "延续")
    world.fill(number)
    world.hand_in(number)
    world.accept(number)
    world.later(days=55)
    asked = {"licence_number": "请核对"}
    officer = world.county["officer"]
    actions.ask_correction(officer, number, reason="编号看不清", fields=asked, now=world.now)
    assert worlds.state(number) == "supplement"
    world.later(days=12)
    assert worlds.state(number) == "supplement" and Licence.objects.count() == 1
    actions.save(world.county["li"], number, {"licence_number": first.number}, now=world.now)
    actions.supply(world.county["li"], number, now=world.now)
    world.later(minutes=5)
    assert (worlds.state(number), Case.objects.get(number=number).renews_until) == ("reviewing", None)
