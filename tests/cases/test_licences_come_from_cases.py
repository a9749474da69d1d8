"""A licence is issued, changed, renewed, suspended, revoked and cancelled, each by a case of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from tests import county as counties
from tests.vault import licencekit, sealkit
from yimen.cases import actions
from yimen.cases.models import Case, Message
from yimen.config.reactions import WIRING
from yimen.parties.models import Party
from yimen.rules import codes
from yimen.rules import licence_states as states
from yimen.rules.authority import SYSTEM, Actor, NotPermitted
from yimen.rules.licence_states import LicenceStatus as S
from yimen.rules.licences import BadType, FaceIncomplete, ItemTaken
from yimen.trail import queries as trail
from yimen.trail import relay
from yimen.vault import actions as vault
from yimen.vault import queries
from yimen.vault.models import Licence

pytestmark = pytest.mark.django_db(transaction=True)
Reach = Callable[..., Case]


@pytest.fixture
def issued(reach: Reach, now: datetime) -> Licence:
    """A licence of 李敏, issued today."""
    reach("draft")
    licencekit.define(now)
    case = reach("issued")
    return Licence.objects.get(case_number=case.number)


def result(
    now: datetime, item: str, number: str, *, party: Party, case: str = "C2", **change: object
) -> vault.Result:
    facts: dict[str, object] = {
        "case": case, "item": item, "title": "x", "region": counties.REGION, "department": counties.MARKET,
        "party": party.pk, "holder": {"name": party.name, "number": party.id_number},
        "answers": {"licence_number": number}, "decided": now.date(), "applied": now.date(), **change,
    }  # fmt: skip
    return vault.Result(**facts)  # type: ignore[arg-type]


def act(now: datetime, made: vault.Result) -> vault.Effect | None:
    with transaction.atomic():
        return vault.carry_out(SYSTEM, made, now=now)


def test_issuing_draws_number_identifier_and_days_in_the_act(issued: Licence, now: datetime) -> None:
    assert issued.number == "JY4399262026000001"
    assert codes.certificate_ok(issued.identifier)
    assert (issued.valid_from, issued.valid_to) == (date(2026, 11, 16), date(2031, 11, 15))
    case = Case.objects.get(number=issued.case_number)
    assert (case.result_number, case.result_to) == (issued.number, issued.valid_to)
    assert issued.face["shop"] == "青石面馆"
    (row,) = trail.history(f"licence:{issued.number}")
    assert row.data["identifier"] == issued.identifier


def test_what_stands_on_a_licence_lies_sealed_and_is_masked_on_pages(issued: Licence, now: datetime) -> None:
    raw = Licence.objects.filter(pk=issued.pk).extra(select={"plain": "face"}).values_list("plain")[0][0]
    number = issued.party.id_number
    assert number not in str(raw)
    face = queries.by_number(issued.number, now)
    assert face is not None
    assert number in dict(face.rows).values()
    assert number not in dict(face.shown).values()


def test_numbers_follow_each_other_and_an_undone_act_gives_its_number_back(
    issued: Licence, reach: Reach, now: datetime
) -> None:
    party = issued.party
    with pytest.raises(FaceIncomplete), transaction.atomic():
        vault.carry_out(
            SYSTEM,
            result(now, counties.LICENCE, "", party=party, holder={"name": "", "number": "1"}),
            now=now,
        )
    made = act(now, result(now, counties.LICENCE, "", party=party))
    assert made is not None
    assert made.number == "JY4399262026000002"


def test_no_approver_types_the_number(reach: Reach, now: datetime, county: counties.County) -> None:
    licencekit.define(now)
    case = reach("opinion2")
    actions.grant(county["director"], case.number, now=now + timedelta(hours=1))
    done = actions.issue(county["clerk"], case.number, now=now + timedelta(hours=2))
    assert Case.objects.get(number=done.number).result_number.startswith("JY")


def test_a_licence_is_a_material_of_the_next_case(issued: Licence, now: datetime) -> None:
    (held,) = queries.held_by(issued.party_id, now)
    assert (held.material, held.number) == ("M-FOOD", issued.number)
    assert queries.held_by(issued.party_id, now + timedelta(days=5 * 366)) == ()


def with_act(now: datetime, word: str) -> None:
    licencekit.define(now, items=[[counties.LICENCE, "issue"], [counties.PLAIN, word]])


def test_a_change_is_a_new_edition_with_the_same_number_and_days(issued: Licence, now: datetime) -> None:
    with_act(now, "change")
    later = now + timedelta(days=40)
    made = act(later, result(later, counties.PLAIN, issued.number, party=issued.party))
    assert made is not None
    first, second = Licence.objects.order_by("edition")
    assert (first.status, second.status) == (S.CHANGED, S.VALID)
    assert (second.number, second.edition, second.valid_to) == (first.number, 2, first.valid_to)
    assert first.identifier != second.identifier
    assert codes.certificate_ok(second.identifier)


def test_a_renewal_counts_its_days_anew(issued: Licence, now: datetime) -> None:
    with_act(now, "renew")
    later = now.replace(year=2031, month=10)
    act(later, result(later, counties.PLAIN, issued.number, party=issued.party))
    second = Licence.objects.get(edition=2)
    assert second.valid_to == date(2036, 10, 15)
    assert Licence.objects.get(edition=1).status == S.RENEWED


def test_an_application_in_time_renews_also_what_ended_meanwhile(issued: Licence, now: datetime) -> None:
    with_act(now, "renew")
    after = now.replace(year=2031, month=12)
    vault.licence_days(after)
    vault.licence_days(after)
    assert Licence.objects.get().status == S.EXPIRED
    with pytest.raises(states.RenewalTooLate):
        act(after, result(after, counties.PLAIN, issued.number, party=issued.party))
    in_time = result(after, counties.PLAIN, issued.number, party=issued.party, applied=date(2031, 11, 1))
    act(after, in_time)
    assert Licence.objects.get(edition=2).status == S.VALID


@pytest.mark.parametrize(
    ("word", "status"), [("suspend", S.SUSPENDED), ("revoke", S.REVOKED), ("cancel", S.CANCELLED)]
)
def test_a_case_ends_or_stops_a_licence(issued: Licence, now: datetime, word: str, status: S) -> None:
    with_act(now, word)
    act(now, result(now, counties.PLAIN, issued.number, party=issued.party))
    assert Licence.objects.get().status == status
    assert queries.held_by(issued.party_id, now) == ()
    with pytest.raises(states.WrongStatus if word == "suspend" else states.NotThisLicence):
        act(now, result(now, counties.PLAIN, issued.number, party=issued.party))


def test_a_case_must_name_a_licence_of_its_applicant(
    issued: Licence, now: datetime, county: counties.County, reach: Reach
) -> None:
    with_act(now, "cancel")
    other = Party.objects.exclude(pk=issued.party_id)[0]
    for party, number in ((other, issued.number), (issued.party, "JY0"), (issued.party, "")):
        with pytest.raises(states.NotThisLicence):
            queries.require_named(counties.PLAIN, party.pk, {"licence_number": number}, now.date())
    queries.require_named(
        counties.PLAIN, issued.party_id, {"licence_number": issued.number.lower()}, now.date()
    )
    with pytest.raises(states.NotThisLicence):
        reach("submitted", item=counties.PLAIN)


def test_a_file_is_sealed_after_commit_once(
    issued: Licence, now: datetime, settings: object, tmp_path: Path
) -> None:
    assert queries.by_number(issued.number, now).file is None  # type: ignore[union-attr]
    settings.SEAL_KEY = sealkit.register(now, tmp_path / "seal", fresh=False)  # type: ignore[attr-defined]
    later = now + timedelta(hours=1)
    while relay.run_due(WIRING, later):
        pass
    face = queries.by_number(issued.number, later)
    assert face is not None
    assert face.file is not None
    seal = queries.the_seal()
    assert seal is not None
    (use,) = (one for one in queries.uses(seal) if one.kind == "licence")
    assert (use.kind, use.case_number, use.file_id) == ("licence", issued.case_number, face.file)
    row = next(r for r in trail.history(f"licence:{issued.number}") if r.kind == "licence.issued")
    with transaction.atomic():
        WIRING["licence.issued"][0](row, later)
    assert [one.pk for one in queries.uses(seal) if one.kind == "licence"] == [use.pk]


def test_the_holder_is_reminded_sixty_and_thirty_days_before_once_each(
    issued: Licence, now: datetime
) -> None:
    def turn(day: datetime) -> int:
        vault.licence_days(day)
        while relay.run_due(WIRING, day):
            pass
        return Message.objects.filter(party_id=issued.party_id, text__contains="到期").count()

    assert issued.valid_to is not None
    at = now.replace(year=2031, month=9, day=15)
    assert turn(at) == 0
    assert turn(at + timedelta(days=2)) == 1
    assert turn(at + timedelta(days=3)) == 1
    assert turn(at + timedelta(days=40)) == 2
    assert turn(at + timedelta(days=70)) == 2
    assert Licence.objects.get().status == S.EXPIRED


def test_types_have_versions_and_licences_keep_theirs(issued: Licence, now: datetime) -> None:
    row = queries.type_by_code(licencekit.CODE)
    assert row is not None
    licencekit.define(now)  # the same again
    assert [v.number for v in queries.versions(row)] == [1]
    licencekit.define(now, name="食品经营许可证（新）", years=3)
    assert [v.number for v in queries.versions(queries.type_by_code(licencekit.CODE))] == [2, 1]  # type: ignore[arg-type]
    assert queries.by_number(issued.number, now).name == "食品经营许可证"  # type: ignore[union-attr]
    with pytest.raises(ItemTaken):
        licencekit.define(now, code="11100000MB0143028RSP2")
    with pytest.raises(NotPermitted):
        vault.define_type(Actor(account=1, name="李"), licencekit.TYPE, now=now)
    with pytest.raises(BadType):
        vault.retire_type(SYSTEM, licencekit.CODE, "", now=now)
    vault.retire_type(SYSTEM, licencekit.CODE, "并入多证合一", now=now)
    assert queries.act_of_item(counties.LICENCE) is None
