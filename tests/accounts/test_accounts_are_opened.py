"""People open accounts by telephone, staff get theirs from the administrator."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth import authenticate

from yimen.accounts import actions, queries
from yimen.accounts.actions import VISITOR
from yimen.parties import actions as parties
from yimen.parties import queries as party_queries
from yimen.rules.authority import SYSTEM, Actor, NotPermitted
from yimen.rules.codes import credit_check
from yimen.rules.logins import AccountTaken, LoginTaken, PapersNotSeen
from yimen.rules.offices import NotThere
from yimen.rules.passwords import WeakPassword
from yimen.rules.people import AlreadyRegistered, BadEntry, NameDiffers
from yimen.trail import queries as trail
from yimen.trail.models import Once

pytestmark = pytest.mark.django_db
PHONE = "13800003210"


def test_a_person_registers_and_signs_in(id_number: str, password: str, now: datetime) -> None:
    made = actions.register(VISITOR, "138 0000 3210", "李小敏", id_number, password, now=now)
    signed_in = authenticate(login=PHONE, password=password)
    assert signed_in is not None
    actor = queries.actor_of(signed_in, now)
    assert (actor.account, actor.party, actor.name, actor.staff) == (made.account, made.party, "李小敏", "")
    assert authenticate(login=PHONE, password=password + "!") is None


def test_the_trail_and_the_memory_of_requests_hold_no_number_and_no_password(
    id_number: str, password: str, now: datetime
) -> None:
    made = actions.register(VISITOR, PHONE, "李小敏", id_number, password, now=now, once="k")
    told = str(trail.history(f"account:{made.account}") + trail.history(f"party:{made.party}"))
    kept = str(list(Once.objects.values()))
    for secret in (PHONE, id_number, password, "李小敏"):
        assert secret not in told + kept


def test_the_same_request_twice_opens_one_account(id_number: str, password: str, now: datetime) -> None:
    first = actions.register(VISITOR, PHONE, "李小敏", id_number, password, now=now, once="k")
    assert actions.register(VISITOR, PHONE, "李小敏", id_number, password, now=now, once="k") == first


def test_a_telephone_is_used_once_and_nobody_learns_by_whom(
    id_number: str, other_id_number: str, password: str, now: datetime
) -> None:
    actions.register(VISITOR, PHONE, "李小敏", id_number, password, now=now)
    with pytest.raises(LoginTaken) as refused:
        actions.register(VISITOR, PHONE, "王五", other_id_number, password, now=now)
    assert "李" not in refused.value.words
    assert party_queries.by_id_number(other_id_number) is None


def test_a_person_has_one_account(id_number: str, password: str, now: datetime) -> None:
    actions.register(VISITOR, PHONE, "李小敏", id_number, password, now=now)
    with pytest.raises(AlreadyRegistered):
        actions.register(VISITOR, "13900001111", "李小敏", id_number, password, now=now)


def test_who_the_counter_knows_is_taken_over_by_the_noted_telephone_only(
    id_number: str, password: str, now: datetime
) -> None:
    party = parties.register_person(SYSTEM, "李小敏", id_number, PHONE, now=now).id
    with pytest.raises(AlreadyRegistered):
        actions.register(VISITOR, "13900001111", "李小敏", id_number, password, now=now)
    with pytest.raises(AlreadyRegistered):
        spaced = f" {id_number[:6]} {id_number[6:14]}-{id_number[14:]} "
        actions.register(VISITOR, "13900001111", "李小敏", spaced, password, now=now)
    with pytest.raises(NameDiffers):
        actions.register(VISITOR, PHONE, "王五", id_number, password, now=now)
    assert actions.register(VISITOR, PHONE, "李小敏", id_number, password, now=now).party == party


def test_a_known_person_without_a_telephone_goes_to_the_counter(
    id_number: str, password: str, now: datetime
) -> None:
    party = parties.register_person(SYSTEM, "李小敏", id_number, now=now).id
    with pytest.raises(AlreadyRegistered):
        actions.register(VISITOR, PHONE, "李小敏", id_number, password, now=now)
    untouched = party_queries.party(party)
    assert untouched is not None
    assert untouched.phone == ""


@pytest.mark.parametrize(
    ("weak", "words"), [("short-1", "10"), ("password123", "常见"), ("20260302110", "数字")]
)
def test_a_weak_password_is_refused_with_the_reason(
    id_number: str, now: datetime, weak: str, words: str
) -> None:
    with pytest.raises(WeakPassword, match=words):
        actions.register(VISITOR, PHONE, "李小敏", id_number, weak, now=now)
    assert queries.account_by_login(PHONE) is None


def test_wrong_numbers_are_refused(id_number: str, password: str, now: datetime) -> None:
    with pytest.raises(BadEntry, match="您填了 10 位"):
        actions.register(VISITOR, "1380000321", "李小敏", id_number, password, now=now)
    with pytest.raises(BadEntry, match="对不上"):
        wrong = id_number[:-1] + ("1" if id_number[-1] != "1" else "2")
        actions.register(VISITOR, PHONE, "李小敏", wrong, password, now=now)


def test_an_enterprise_gets_its_account_at_the_counter(clerk: Actor, password: str, now: datetime) -> None:
    body = "91439926MA0000001"
    entry = (PHONE, "云溪宏发建材厂", body + credit_check(body), "张三", password)
    with pytest.raises(NotPermitted):
        actions.register_enterprise(VISITOR, *entry, papers_seen=True, now=now)
    with pytest.raises(PapersNotSeen):
        actions.register_enterprise(clerk, *entry, papers_seen=False, now=now)
    made = actions.register_enterprise(clerk, *entry, papers_seen=True, now=now)
    party = party_queries.party(made.party or 0)
    assert party is not None
    assert (party.kind, party.legal_person) == ("enterprise", "张三")


def test_at_the_counter_the_papers_count_not_the_telephone_noted_before(
    clerk: Actor, id_number: str, password: str, now: datetime
) -> None:
    party = parties.register_person(SYSTEM, "李小敏", id_number, "13900001111", now=now).id
    entry = ("李小敏", id_number, password)
    with pytest.raises(NotPermitted):
        actions.register_person(VISITOR, PHONE, *entry, papers_seen=True, now=now)
    with pytest.raises(PapersNotSeen):
        actions.register_person(clerk, PHONE, *entry, papers_seen=False, now=now)
    with pytest.raises(NameDiffers):
        actions.register_person(clerk, PHONE, "王五", id_number, password, papers_seen=True, now=now)
    made = actions.register_person(clerk, PHONE, *entry, papers_seen=True, now=now)
    assert made.party == party
    assert trail.history(f"account:{made.account}")[0].data["papers"] == "seen"
    assert queries.account_of_party(party) == queries.Holding(PHONE, True)
    with pytest.raises(AccountTaken):
        actions.register_person(clerk, "13700000000", *entry, papers_seen=True, now=now)


def test_staff_sign_in_by_number(security: Actor, staff_number: str, now: datetime) -> None:
    made = actions.open_with_first_password(security, staff_number.lower(), now=now)
    signed_in = authenticate(login=staff_number, password=made.password)
    assert signed_in is not None
    assert queries.actor_of(signed_in, now).staff == staff_number


def test_staff_accounts_are_opened_once_by_the_administrator_for_people_in_service(
    security: Actor, clerk: Actor, staff_number: str, password: str, now: datetime
) -> None:
    with pytest.raises(NotPermitted):
        actions.open_with_first_password(clerk, staff_number, now=now)
    with pytest.raises(NotThere):
        actions.open_with_first_password(security, "NOBODY", now=now)
    with pytest.raises(NotPermitted):
        actions.open_staff_account(security, staff_number, password, now=now)
    with pytest.raises(WeakPassword):
        actions.open_staff_account(SYSTEM, staff_number, "1", now=now)
    actions.open_with_first_password(security, staff_number, now=now)
    with pytest.raises(AccountTaken):
        actions.open_with_first_password(security, staff_number, now=now)
