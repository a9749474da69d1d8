"""Registering: checked numbers (python-stdnum is the oracle), one row a number, masked in the trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import transaction
from stdnum.cn import ric, uscc

from yimen.parties import actions, queries
from yimen.parties.actions import Entry
from yimen.rules.authority import SYSTEM, Actor, NotPermitted
from yimen.rules.people import AlreadyRegistered, BadEntry, Blank, NameDiffers, PartyNotFound
from yimen.trail import queries as trail
from yimen.trail.actions import OutsideTransaction

pytestmark = pytest.mark.django_db
Number = Callable[[int], str]


def broken(number: str) -> str:
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def test_a_person_is_kept_whole_and_shown_masked(clerk: Actor, id_number: Number, now: datetime) -> None:
    number = id_number(1)
    assert ric.calc_check_digit(number) == number[-1]
    made = actions.register_person(clerk, "李小敏", number, "138 0000 3210", "云溪县民生路 66 号", now=now)
    stored, seen = queries.party(made.id), queries.search(number)[0]
    assert stored is not None
    assert (stored.name, stored.id_number, stored.phone) == ("李小敏", number, "13800003210")
    assert (seen.name, seen.number[4:14], seen.phone) == ("李*敏", "*" * 10, "138****3210")
    assert number not in str(trail.history(f"party:{made.id}")[0].data)


def test_an_enterprise_is_registered_by_its_credit_code(
    clerk: Actor, credit_code: str, now: datetime
) -> None:
    assert uscc.is_valid(credit_code)
    made = actions.register_enterprise(clerk, "云溪宏发建材有限公司", credit_code, "张三", now=now)
    assert not queries.search(credit_code)[0].is_person
    assert made.warning == ""


def test_a_wrong_number_is_refused_from_the_keyboard(
    clerk: Actor, id_number: Number, credit_code: str, now: datetime
) -> None:
    wrong = broken(id_number(1))
    assert not ric.is_valid(wrong)
    with pytest.raises(BadEntry, match="对不上"):
        actions.register_person(clerk, "李小敏", wrong, now=now)
    with pytest.raises(BadEntry, match="对不上"):
        actions.register_enterprise(clerk, "云溪厂", broken(credit_code), now=now)


def test_a_wrong_number_from_an_import_warns(clerk: Actor, id_number: Number, now: datetime) -> None:
    wrong = broken(id_number(1))
    made = actions.register_person(clerk, "李小敏", wrong, "0799-123 4567", source="import", now=now)
    assert "对不上" in made.warning
    assert queries.search(wrong)[0].warning == made.warning


@pytest.mark.parametrize(
    ("name", "phone", "refusal"),
    [
        (" ", "", Blank),
        ("李😀", "", BadEntry),
        ("李" * 10000, "", BadEntry),
        ("李小敏", "1380000321", BadEntry),
    ],
)
def test_a_wrong_name_or_telephone_is_refused(
    clerk: Actor, id_number: Number, now: datetime, name: str, phone: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        actions.register_person(clerk, name, id_number(1), phone, now=now)


def test_a_number_is_registered_once(clerk: Actor, id_number: Number, now: datetime) -> None:
    actions.register_person(clerk, "李小敏", id_number(1), now=now)
    with pytest.raises(AlreadyRegistered):
        actions.register_person(clerk, "李小敏", id_number(1), now=now)


def test_only_the_counter_registers_others(
    officer: Actor, id_number: Number, credit_code: str, now: datetime
) -> None:
    with pytest.raises(NotPermitted):
        actions.register_person(officer, "李小敏", id_number(1), now=now)
    with pytest.raises(NotPermitted):
        actions.register_enterprise(officer, "云溪厂", credit_code, now=now)


def test_the_counter_finds_who_is_known_and_fills_what_was_missing(
    clerk: Actor, id_number: Number, now: datetime
) -> None:
    first = actions.register_person(clerk, "李小敏", id_number(1), now=now)
    entry = Entry("person", "李小敏", id_number(1).lower(), "13800003210", "云溪县")
    with transaction.atomic():
        again = actions.find_or_register(clerk, entry, now=now)
        other = actions.find_or_register(clerk, Entry("person", "王五", id_number(2)), now=now)
    found = queries.party(first.id)
    assert found is not None
    assert again.id == first.id != other.id
    assert (found.phone, found.address) == ("13800003210", "云溪县")


def test_a_known_number_under_another_name_is_refused_without_telling_whose(
    clerk: Actor, id_number: Number, now: datetime
) -> None:
    actions.register_person(clerk, "李小敏", id_number(1), now=now)
    with transaction.atomic(), pytest.raises(NameDiffers) as refused:
        actions.find_or_register(clerk, Entry("person", "王五", id_number(1)), now=now)
    assert "李" not in refused.value.words


@pytest.mark.django_db(transaction=True)
def test_the_part_for_other_actions_runs_only_inside_their_transaction(
    clerk: Actor, id_number: Number, now: datetime
) -> None:
    with pytest.raises(OutsideTransaction):
        actions.find_or_register(clerk, Entry("person", "王五", id_number(1)), now=now)
    with pytest.raises(OutsideTransaction):
        actions.rewrite_contact(clerk, 1, "13900001111", now=now)


def test_contact_is_changed_by_oneself_or_at_the_counter(
    clerk: Actor, officer: Actor, id_number: Number, now: datetime
) -> None:
    party = actions.register_person(SYSTEM, "李小敏", id_number(1), "13800003210", now=now).id
    own = Actor(account=9, name="李小敏", party=party)
    with transaction.atomic():
        actions.rewrite_contact(own, party, "13900001111", "云溪县", now=now)
        actions.rewrite_contact(clerk, party, "13900001111", "云溪县民生路 1 号", now=now)
    found = queries.party(party)
    assert found is not None
    assert (found.phone, found.address) == ("13900001111", "云溪县民生路 1 号")
    assert len(trail.history(f"party:{party}")) == 3
    with transaction.atomic(), pytest.raises(PartyNotFound):
        actions.rewrite_contact(officer, party, "13900002222", now=now)
    with transaction.atomic(), pytest.raises(BadEntry):
        actions.rewrite_contact(own, party, "139", now=now)


def test_search_is_by_the_whole_number_only(clerk: Actor, id_number: Number, now: datetime) -> None:
    actions.register_person(clerk, "李小敏", id_number(1), "13800003210", now=now)
    assert len(queries.search("138 0000 3210")) == 1
    assert queries.search("1380000321") == queries.search("") == queries.search("李小敏") == []


def test_a_match_needs_name_and_number(clerk: Actor, id_number: Number, now: datetime) -> None:
    made = actions.register_person(clerk, "阿依·古丽", id_number(1), now=now)
    assert queries.match("阿依•古丽", id_number(1)) == made.id
    assert queries.match("别人", id_number(1)) is None
    assert queries.match("阿依·古丽", id_number(2)) is None
